//! A small world on the ring of each neighbourhood.

use std::ops::Range;

use super::borders::Borders;
use super::rows::{Part, Tie};
use super::{NETWORK_PLACE, NETWORK_TIE, Placement};
use crate::model::executor::Executor;
use crate::model::network::NetworkShape;
use crate::model::population::Citizens;
use crate::random::Draws;

/// Seats citizens on the ring of their neighbourhood by
/// `homophily * rank of status + (1 - homophily) * uniform`, ranks in `[0, 1]` within the neighbourhood.
pub(super) fn place<E: Executor>(
    homophily: f64,
    citizens: &Citizens,
    draws: &Draws,
    executor: &E,
) -> Placement {
    let mut citizen_at = vec![0; citizens.len()];
    let mut rest = citizen_at.as_mut_slice();
    let mut rings: Vec<(Range<usize>, &mut [u32])> = Vec::new();
    for members in citizens.neighbourhood_ranges() {
        let (seats, others) = rest.split_at_mut(members.len());
        rings.push((members, seats));
        rest = others;
    }
    executor.map(&mut rings, |_, (members, seats)| {
        seat(homophily, citizens, members, seats, draws);
    });
    Placement { citizen_at }
}

fn seat(homophily: f64, citizens: &Citizens, members: &Range<usize>, seats: &mut [u32], draws: &Draws) {
    // Keys hold the citizen in their lower half, so that sorting whole numbers sorts citizens.
    let first = members.start as u32;
    let citizen = |key: u64| first + (key & u64::from(u32::MAX)) as u32;
    let mut keys: Vec<u64> = citizens.ses[members.clone()]
        .iter()
        .zip(0_u64..)
        .map(|(&status, member)| u64::from(status.abs().to_bits()) << 32 | member)
        .collect();
    keys.sort_unstable();
    let last_rank = (keys.len().max(2) - 1) as f64;
    for (rank, key) in keys.iter_mut().enumerate() {
        let uniform = draws.uniforms(citizen(*key), 0, NETWORK_PLACE)[0];
        let place = homophily * rank as f64 / last_rank + (1.0 - homophily) * uniform;
        *key = ((place * f64::from(u32::MAX)) as u64) << 32 | *key & u64::from(u32::MAX);
    }
    keys.sort_unstable();
    for (seat, key) in seats.iter_mut().zip(keys) {
        *seat = citizen(key);
    }
}

/// Ties on the rings, before they are gathered.
pub(super) struct Rings<'a> {
    citizens: &'a Citizens,
    placement: &'a Placement,
    /// Ties that a citizen initiates on average, at sociability 0 and for each unit of sociability.
    initiated_at_zero: f64,
    initiated_per_sociability: f64,
    /// Share of ties to another neighbourhood of the municipality, and to another municipality.
    bridge: f64,
    across: f64,
    rewire: f64,
    borders: Borders,
}

/// The seats of one neighbourhood, and where its ties may go.
struct Ring {
    neighbourhood: usize,
    seats: Range<usize>,
    bridge: f64,
    across: f64,
}

impl<'a> Rings<'a> {
    /// Every tie is initiated by one of its ends, so a citizen initiates half the mean degree on average:
    /// `degree / 2 * (1 - s + s * sociability / mean sociability)`, `s` how strongly it follows sociability.
    pub(super) fn new(
        shape: &NetworkShape,
        municipalities: u32,
        citizens: &'a Citizens,
        placement: &'a Placement,
    ) -> Self {
        let sum: f64 = citizens
            .sociability
            .iter()
            .map(|&sociability| f64::from(sociability))
            .sum();
        let mean = sum / citizens.len() as f64;
        let follows = if mean > 0.0 { shape.sociability } else { 0.0 };
        let half_degree = 0.5 * shape.degree;
        let crossing = if municipalities > 1 {
            shape.across_municipalities
        } else {
            0.0
        };
        Self {
            citizens,
            placement,
            initiated_at_zero: half_degree * (1.0 - follows),
            initiated_per_sociability: if follows > 0.0 {
                half_degree * follows / mean
            } else {
                0.0
            },
            bridge: shape.bridge * (1.0 - crossing),
            across: shape.bridge * crossing,
            rewire: shape.rewire,
            borders: Borders::new(&citizens.neighbourhood_ranges(), municipalities.max(1) as usize),
        }
    }

    /// Ties all neighbourhoods.
    pub(super) fn tie<E: Executor>(&self, draws: &Draws, executor: &E) -> Vec<Part> {
        let mut rings = self.citizens.neighbourhood_ranges();
        executor.map(&mut rings, |neighbourhood, seats| {
            self.tie_ring(&self.ring(neighbourhood, seats.clone()), draws)
        })
    }

    /// Where there is no other neighbourhood or no other municipality, no tie goes there.
    fn ring(&self, neighbourhood: usize, seats: Range<usize>) -> Ring {
        let share = |of: f64, there: usize| if there > 0 { of } else { 0.0 };
        Ring {
            neighbourhood,
            seats,
            bridge: share(self.bridge, self.borders.beside(neighbourhood)),
            across: share(self.across, self.borders.beyond(neighbourhood)),
        }
    }

    fn tie_ring(&self, ring: &Ring, draws: &Draws) -> Part {
        let mut part = Part::new(ring.seats.clone());
        let mut own = Vec::new();
        let mut elsewhere = Vec::new();
        for from in ring.seats.clone() {
            own.clear();
            elsewhere.clear();
            self.initiate(from, ring, draws, &mut own, &mut elsewhere);
            for &to in &own {
                let tie = Tie {
                    from: from as u32,
                    to,
                };
                if ring.seats.contains(&(to as usize)) {
                    part.inside.push(tie);
                } else {
                    part.outside.push(tie);
                }
            }
        }
        part
    }

    /// Finds the other ends of the ties that a position initiates.
    ///
    /// Tie `t` goes to seat `t + 1` further on the ring, unless its draw sends it elsewhere. A random end that
    /// is taken already is drawn again, three times; then the tie is given up.
    fn initiate(
        &self,
        from: usize,
        ring: &Ring,
        draws: &Draws,
        own: &mut Vec<u32>,
        elsewhere: &mut Vec<[u32; 4]>,
    ) {
        let citizen = self.placement.citizen_at[from];
        for tie in 0..self.initiated(citizen, draws) {
            let words = draws.bits(citizen, tie, NETWORK_TIE);
            let next = tie as usize + 1;
            if self.target(words[0], ring) != Target::Next {
                elsewhere.push(words);
            } else if next < ring.seats.len() {
                own.push((ring.seats.start + (from - ring.seats.start + next) % ring.seats.len()) as u32);
            }
        }
        for words in elsewhere.iter() {
            let target = self.target(words[0], ring);
            let found = words[1..]
                .iter()
                .filter_map(|&bits| self.random_end(target, bits, from, ring))
                .find(|end| !own.contains(end));
            own.extend(found);
        }
    }

    /// Number of ties a citizen initiates, rounded at random so that its mean is right.
    fn initiated(&self, citizen: u32, draws: &Draws) -> u32 {
        let uniform = draws.uniforms(citizen, 0, NETWORK_PLACE)[1];
        let sociability = f64::from(self.citizens.sociability[citizen as usize]);
        let mean = self.initiated_at_zero + self.initiated_per_sociability * sociability;
        ((mean + uniform) as u32).min(self.citizens.len() as u32 - 1)
    }

    /// Where a tie goes.
    fn target(&self, bits: u32, ring: &Ring) -> Target {
        let uniform = (f64::from(bits) + 0.5) / (f64::from(u32::MAX) + 1.0);
        if uniform < ring.bridge {
            Target::OtherNeighbourhood
        } else if uniform < ring.bridge + ring.across {
            Target::OtherMunicipality
        } else if uniform < ring.bridge + ring.across + self.rewire {
            Target::SameNeighbourhood
        } else {
            Target::Next
        }
    }

    /// A random position other than `from`, if there is one.
    fn random_end(&self, target: Target, bits: u32, from: usize, ring: &Ring) -> Option<u32> {
        let below = |count: usize| ((u64::from(bits) * count as u64) >> 32) as usize;
        let (borders, place) = (&self.borders, ring.neighbourhood);
        let end = match target {
            Target::OtherNeighbourhood => borders.seat_beside(place, below(borders.beside(place))),
            Target::OtherMunicipality => borders.seat_beyond(place, below(borders.beyond(place))),
            Target::SameNeighbourhood | Target::Next => {
                if ring.seats.len() < 2 {
                    return None;
                }
                let other = ring.seats.start + below(ring.seats.len() - 1);
                if other < from { other } else { other + 1 }
            }
        };
        Some(end as u32)
    }
}

/// Where a tie goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Next,
    SameNeighbourhood,
    OtherNeighbourhood,
    OtherMunicipality,
}
