//! Why a sensitivity analysis cannot be done.

use crate::scenario::CONFIGURATIONS_MAX;

/// Why a sensitivity analysis cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SensitivityError {
    /// One replication.
    #[error("one replication cannot tell effects from noise\nhint: take at least two with -n 2")]
    OneReplication,
    /// One trajectory.
    #[error("one trajectory has no spread, so no interval and no σ\nhint: take at least two; ten are usual")]
    OneTrajectory,
    /// One row.
    #[error("one row has no variance to divide up\nhint: take at least two; 128 or more are usual")]
    OneRow,
    /// More points than a sweep has.
    #[error(
        "{0} points are more than {CONFIGURATIONS_MAX}\nhint: take fewer trajectories, rows or parameters"
    )]
    TooManyPoints(usize),
}
