//! Why there is no posterior.

use crate::words::say;

/// Why a calibration has nothing to show.
#[derive(Debug, thiserror::Error)]
pub enum CalibrationError {
    /// No society of the first round can be run.
    #[error(
        "{}",
        say!(
            "none of {attempts} societies drawn from the priors can be run; the first: {reason}\n\
             hint: narrow the ranges, or set what they need with --set"
        )
    )]
    NoneRuns {
        /// Societies that were tried.
        attempts: usize,
        /// Why the first of them cannot.
        reason: String,
    },
    /// Too few societies of the first round have a value of every target.
    #[error(
        "{}",
        say!(
            "too few of {attempts} societies drawn from the priors have a value of `{measure}`\n\
             hint: choose another measure, more citizens, or a window of years"
        )
    )]
    NoValues {
        /// Societies that were tried.
        attempts: usize,
        /// The target that is missing most often.
        measure: String,
    },
}
