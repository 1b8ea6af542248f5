//! What chunks of draws came to: which are accepted, and what is summed over all.

use std::ops::Range;

use crate::experiment::reference::Solved;
use crate::random::{Draws, Purpose};
use crate::scenario::WorldsPlan;
use crate::statistics::Kernel;
use crate::world::World;

/// The purpose of accepting a draw.
const ACCEPTANCE: Purpose = Purpose(1_000_002);

/// A chunk of draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Chunk {
    /// Numbers of its draws.
    pub draws: Range<u32>,
    /// Draws of it that cannot be.
    pub failed: usize,
    /// Draws of it that are accepted.
    pub accepted: usize,
}

/// A world with what the run gave by which it was accepted, by target.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Accepted {
    /// The world.
    pub world: World,
    /// Numbers of the run.
    pub simulated: Vec<f64>,
}

/// What is known of all draws so far.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) chunks: Vec<Chunk>,
    /// Draws that are accepted, in the order of their numbers.
    pub(super) accepted: Vec<Accepted>,
    /// Sums of weights and of their squares.
    weights: f64,
    squares: f64,
    /// Sums of the weights that draws would have without each target.
    without: Vec<f64>,
    /// The distances of the nearest draw, by target, and the sum of their squares.
    nearest: Option<(f64, Vec<f64>)>,
}

/// How likely a draw is accepted whose figures lie so far off. A run without a value is no evidence for its world.
fn weight_of(misfits: &[f64]) -> f64 {
    if misfits.iter().all(|misfit| misfit.is_finite()) {
        Kernel::Normal.weight(misfits)
    } else {
        0.0
    }
}

impl Tally {
    /// Takes a draw in, with what is kept of its run: years, then targets, then constants. Whether it is accepted.
    pub(super) fn take(&mut self, plan: &WorldsPlan, number: u32, kept: &[f64]) -> bool {
        let count = plan.targets.len();
        let Some((simulated, solved)) = kept.get(1..).and_then(|rest| rest.split_at_checked(count)) else {
            return false;
        };
        let Ok(solved) = <[f64; 4]>::try_from(solved) else {
            return false;
        };
        let pairs = plan.targets.iter().zip(simulated);
        let misfits: Vec<f64> = pairs.map(|(target, value)| target.misfit(*value)).collect();
        let squares: f64 = misfits.iter().map(|misfit| misfit * misfit).sum();
        self.without.resize(count, 0.0);
        for left_out in 0..count {
            let others = [&misfits[..left_out], &misfits[left_out + 1..]].concat();
            self.without[left_out] += weight_of(&others);
        }
        let weight = weight_of(&misfits);
        self.weights += weight;
        self.squares += weight * weight;
        if squares.is_finite() && self.nearest.as_ref().is_none_or(|(least, _)| squares < *least) {
            self.nearest = Some((squares, misfits));
        }
        let is_accepted = Draws::new(plan.seed, number).uniform(0, 0, ACCEPTANCE) < weight;
        if is_accepted {
            self.accepted.push(Accepted {
                world: World {
                    number,
                    solved: Solved::of(solved),
                },
                simulated: simulated.to_vec(),
            });
        }
        is_accepted
    }

    /// Draws so far.
    pub(super) fn draws(&self) -> usize {
        self.chunks.last().map_or(0, |chunk| chunk.draws.end as usize)
    }

    /// How many draws of equal weight say as much: (Σ w)² / Σ w².
    pub(super) fn effective(&self) -> f64 {
        self.weights * self.weights / self.squares
    }

    /// The target that the nearest draw misses most, with its distance.
    pub(super) fn worst(&self) -> Option<(usize, f64)> {
        let (_, misfits) = self.nearest.as_ref()?;
        let away = |target: &usize| misfits[*target].abs();
        let worst = (0..misfits.len()).max_by(|one, other| away(one).total_cmp(&away(other)))?;
        Some((worst, away(&worst)))
    }

    /// The target without which most draws would be accepted, and how many that are on average.
    pub(super) fn hardest(&self) -> Option<(usize, f64)> {
        let sums = self.without.iter().copied().enumerate();
        sums.max_by(|one, other| one.1.total_cmp(&other.1))
    }
}
