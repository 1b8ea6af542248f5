//! Why a sensitivity analysis cannot be done.

use crate::scenario::CONFIGURATIONS_MAX;
use crate::words::say;

/// Why a sensitivity analysis cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SensitivityError {
    /// One replication.
    #[error("{}", say!("one replication cannot tell effects from noise\nhint: take at least two with -n 2"))]
    OneReplication,
    /// One trajectory.
    #[error(
        "{}",
        say!("one trajectory has no spread, so no interval and no σ\nhint: take at least two; ten are usual")
    )]
    OneTrajectory,
    /// One row.
    #[error(
        "{}",
        say!("one row has no variance to divide up\nhint: take at least two; 128 or more are usual")
    )]
    OneRow,
    /// More points than a sweep has.
    #[error(
        "{}",
        say!(
            "{0} points are more than {CONFIGURATIONS_MAX}\nhint: take fewer trajectories, rows or parameters",
            .0
        )
    )]
    TooManyPoints(usize),
}
