//! Experiments whose results live in a folder: several scenarios on common random numbers.
//!
//! A study compares variants of a scenario. The same replication number meets the same luck in every variant, so
//! differences are taken within replications. Finished replications go to a journal per variant at once; an interrupted
//! study goes on where it stopped.

pub mod barriers;
pub mod calibration;
pub mod comparison;
mod draws;
pub mod frontier;
pub mod hypothesis;
mod runs;
pub mod sensitivity;
pub mod sweep;
pub mod validation;
mod variants;

pub use draws::parameters as drawn_parameters;
pub use variants::{Variant, Variants, name_of};
