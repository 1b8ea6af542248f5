//! Who is tied to whom: everyday ties between citizens.
//!
//! Every neighbourhood is a ring on which similar people sit near each other. Citizens tie themselves to the
//! next ones on the ring; some ties go to a random citizen of the same neighbourhood instead, some to a
//! random citizen of another one, in the same municipality or in another. Observed ties replace all of this.
//!
//! A tie that two citizens both initiate counts once, so the mean degree falls short of the parameter where a
//! neighbourhood is not much larger than the degree; it cannot exceed the number of other people.
//!
//! Positions number the seats of all rings. A neighbourhood has the same numbers as positions and as
//! citizens; within it [`Placement`] says who sits where.

mod borders;
mod ring;
mod rows;
#[cfg(test)]
mod tests;

mod parameters;
use super::executor::Executor;
use super::observed::ObservedTies;
use super::population::Citizens;
use crate::random::{Draws, Purpose};
pub use parameters::NetworkShape;
use ring::{Rings, place};
use rows::{Part, Tie};

/// Where a tie goes; the step is the number of the tie.
pub(in crate::model) const NETWORK_TIE: Purpose = Purpose(1101);

/// Place on the ring of the neighbourhood, and rounding of the number of ties.
pub(in crate::model) const NETWORK_PLACE: Purpose = Purpose(1100);

/// Ties between positions, both ends listed, as compressed sparse rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// Where the ties of each position begin; one more entry than positions.
    offsets: Vec<u32>,
    /// Positions at the other end, rising within a row.
    neighbours: Vec<u32>,
}

impl Network {
    /// Positions tied to this one, in rising order.
    #[must_use]
    pub fn ties(&self, position: u32) -> &[u32] {
        let position = position as usize;
        &self.neighbours[self.offsets[position] as usize..self.offsets[position + 1] as usize]
    }

    /// Number of ties of a position.
    #[must_use]
    pub fn degree(&self, position: u32) -> u32 {
        let position = position as usize;
        self.offsets[position + 1] - self.offsets[position]
    }

    /// Renames the positions at the other ends, `new[old]`; the rows stay where they are.
    pub(in crate::model) fn relabel<E: Executor>(&mut self, new: &[u32], executor: &E) {
        let mut parts: Vec<&mut [u32]> = self.neighbours.chunks_mut(1 << 16).collect();
        executor.map(&mut parts, |_, part| {
            for neighbour in part.iter_mut() {
                *neighbour = new[*neighbour as usize];
            }
        });
    }

    /// Number of ties, each counted once.
    #[must_use]
    pub fn tie_count(&self) -> usize {
        self.neighbours.len() / 2
    }

    /// Number of positions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Whether there are no positions.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where the ties of each position begin in the list of all directed ties, and its length at the end.
    #[must_use]
    pub fn offsets(&self) -> &[u32] {
        &self.offsets
    }
}

/// Who sits where; neighbourhoods stay contiguous and in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The citizen at each position.
    pub citizen_at: Vec<u32>,
}

impl Placement {
    /// The position of each citizen.
    #[must_use]
    pub fn position_of(&self) -> Vec<u32> {
        let mut position_of = vec![0; self.citizen_at.len()];
        for (position, &citizen) in self.citizen_at.iter().enumerate() {
            position_of[citizen as usize] = position as u32;
        }
        position_of
    }
}

/// Seats citizens and ties them.
///
/// Neighbourhoods are dealt out to the municipalities in turn, and a part of the ties between neighbourhoods crosses
/// from one municipality into another.
///
/// Observed ties refer to respondents, or to citizens where there is no survey; they need one citizen for each
/// respondent. Ties of a citizen to itself and repeated ties are dropped.
///
/// # Panics
/// If there are observed ties and not one citizen for each respondent, or a tie names someone who is not
/// there; the scenario checks both.
pub fn generate<E: Executor>(
    shape: &NetworkShape,
    municipalities: u32,
    citizens: &Citizens,
    observed: Option<&ObservedTies>,
    draws: &Draws,
    executor: &E,
) -> (Placement, Network) {
    let placement = place(shape.homophily, citizens, draws, executor);
    let mut parts = match observed {
        Some(ties) => observed_parts(ties, citizens, &placement),
        None => Rings::new(shape, municipalities, citizens, &placement).tie(draws, executor),
    };
    exchange_outside_ties(&mut parts, &citizens.neighbourhood);
    let rows = executor.map(&mut parts, |_, part| part.rows());
    drop(parts);
    (placement, join(citizens.len(), rows))
}

/// Observed ties between positions, by the neighbourhood of their first end.
fn observed_parts(ties: &ObservedTies, citizens: &Citizens, placement: &Placement) -> Vec<Part> {
    let position_of = placement.position_of();
    let position_of_respondent = if citizens.respondent.is_empty() {
        position_of
    } else {
        let mut positions = vec![None; citizens.len()];
        for (&respondent, position) in citizens.respondent.iter().zip(position_of) {
            let before = positions[respondent as usize].replace(position);
            assert!(
                before.is_none(),
                "observed ties need one citizen for each respondent"
            );
        }
        positions.into_iter().flatten().collect()
    };
    let mut parts: Vec<Part> = citizens
        .neighbourhood_ranges()
        .into_iter()
        .map(Part::new)
        .collect();
    for &(one, other) in &ties.pairs {
        let ends = [one, other].map(|respondent| position_of_respondent[respondent as usize]);
        let [home, away] = ends.map(|position| citizens.neighbourhood[position as usize]);
        let tie = Tie {
            from: ends[0],
            to: ends[1],
        };
        let part = &mut parts[home as usize];
        if home == away {
            part.inside.push(tie);
        } else {
            part.outside.push(tie);
        }
    }
    parts
}

/// Tells the neighbourhood at the other end of each tie that leaves one.
fn exchange_outside_ties(parts: &mut [Part], neighbourhood: &[u32]) {
    let home = |position: u32| neighbourhood[position as usize] as usize;
    let mut arriving = vec![0_usize; parts.len()];
    for tie in parts.iter().flat_map(|part| &part.outside) {
        arriving[home(tie.to)] += 1;
    }
    let leaving: Vec<usize> = parts.iter().map(|part| part.outside.len()).collect();
    for (part, arriving) in parts.iter_mut().zip(arriving) {
        part.outside.reserve_exact(arriving);
    }
    for (index, &leaving) in leaving.iter().enumerate() {
        for tie in 0..leaving {
            let tie = parts[index].outside[tie];
            parts[home(tie.to)].outside.push(Tie {
                from: tie.to,
                to: tie.from,
            });
        }
    }
}

/// Rows of all positions from those of each neighbourhood.
fn join(positions: usize, rows: Vec<rows::CompressedRows>) -> Network {
    let mut offsets = Vec::with_capacity(positions + 1);
    let mut neighbours = Vec::with_capacity(rows.iter().map(|rows| rows.neighbours.len()).sum());
    offsets.push(0);
    for part in rows {
        let before = neighbours.len() as u32;
        offsets.extend(part.ends.iter().map(|end| before + end));
        neighbours.extend_from_slice(&part.neighbours);
    }
    assert_eq!(offsets.len(), positions + 1, "every position has its row");
    Network { offsets, neighbours }
}
