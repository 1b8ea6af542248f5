//! Calibration: which values of some parameters lead to a user's own figures.
//!
//! Societies are sought whose figures could have been observed with the errors that the targets have, by approximate Bayesian
//! computation ([`sample_posterior`](crate::statistics::sample_posterior), [`misfit`](crate::statistics::misfit)); each society has
//! random streams of its own. Accepted runs were
//! chosen for being near, so societies drawn from the posterior are run again with fresh ones, and only these are held against
//! the figures. With a larger budget the search goes on, and is the same as far as it went.

mod error;
mod figures;
pub(crate) mod report;
mod reportable;
mod results;
mod societies;
mod study;
mod tables;
#[cfg(test)]
mod tests;
mod words;

pub use error::CalibrationError;
pub use results::{Calibration, Check, Marginal};
pub use study::Calibrate;
pub use tables::write_tables;
