//! Why a plan has no points that can be run.

use crate::words::say;

/// Why a plan has no points that can be run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PointsError {
    /// More runs than can be kept and summarised.
    #[error(
        "{}",
        say!(
            "{configurations} configurations with {replications} replications each are more than {most} runs\n\
             hint: take fewer replications or fewer points"
        )
    )]
    TooManyRuns {
        /// Configurations of the plan.
        configurations: usize,
        /// Replications of each.
        replications: u32,
        /// The limit.
        most: u64,
    },
    /// Points of a design that there are not.
    #[error(
        "{}",
        say!("{reason}\nhint: take fewer factors or points, or kind = \"latin_hypercube\"")
    )]
    Points {
        /// Why.
        reason: String,
    },
}
