//! Why there is no ensemble.

use crate::figure::numbers::count;
use crate::words::say;

/// Why worlds cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum WorldsError {
    /// No draw can be run at all.
    #[error(
        "{}",
        say!(
            "none of {} draws can be run; the first: {reason}\n\
             hint: leave out of the scenario what contradicts them",
            count(*draws)
        )
    )]
    NoneRuns {
        /// Draws that were tried.
        draws: usize,
        /// Why the first cannot.
        reason: String,
    },
    /// No draw was accepted.
    #[error(
        "{}",
        say!(
            "no world is left of {} draws: the figures contradict the model, or one another\n\
             the nearest draw misses {worst} most, by {} standard deviations; without {without} some {} would be left\n\
             hint: look at both figures, their errors and discrepancies; more draws help where a few would be left",
            count(*draws),
            crate::figure::numbers::number(*misfit, 1),
            crate::figure::numbers::number(*left, 1)
        )
    )]
    NoneLeft {
        /// Draws that were tried.
        draws: usize,
        /// The target that the nearest draw misses most.
        worst: String,
        /// By how many standard deviations.
        misfit: f64,
        /// The target without which most worlds would be left.
        without: String,
        /// How many, on average.
        left: f64,
    },
    /// Fewer than wanted were accepted.
    #[error(
        "{}",
        say!(
            "only {found} of {wanted} worlds are found in {} draws\n\
             hint: the same command goes on with a larger --draws-most (some {} are needed), or is content with --count {found}",
            count(*draws),
            count(*needed)
        )
    )]
    TooFew {
        /// Worlds that were found.
        found: usize,
        /// Worlds that are wanted.
        wanted: usize,
        /// Draws that were tried.
        draws: usize,
        /// Draws that would probably do.
        needed: usize,
    },
}
