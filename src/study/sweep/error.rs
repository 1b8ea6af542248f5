//! Why a sweep or a merge cannot be done.

use crate::output::OutputError;

/// Why a sweep or a merge cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// A file cannot be read or written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// More runs than can be numbered and summarised.
    #[error(
        "{configurations} configurations with {replications} replications each are more than {most} runs\n\
         hint: take fewer replications or fewer points"
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
    #[error("{reason}\nhint: take fewer factors or points, or kind = \"latin_hypercube\"")]
    Points {
        /// Why.
        reason: String,
    },
    /// More shards than configurations.
    #[error("a plan of {configurations} configurations cannot be divided into {count} shards")]
    TooManyShards {
        /// Configurations of the plan.
        configurations: usize,
        /// Shards asked for.
        count: u32,
    },
    /// Folders that cannot be merged, with everything that is wrong with them.
    #[error("these folders cannot be merged:\n  {}\nhint: nothing was changed; put this right and merge again", problems.join("\n  "))]
    Merge {
        /// What is wrong, at least one thing.
        problems: Vec<String>,
    },
}
