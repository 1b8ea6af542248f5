//! Experiments whose results live in a folder: several scenarios on common random numbers.
//!
//! A study compares variants of a scenario. The same replication number meets the same luck in every variant, so
//! differences are taken within replications. Finished replications go to a journal per variant at once; an interrupted
//! study goes on where it stopped.
//!
//! A [`Study`] is a question and how runs answer it. It asks for [`Batch`]es of [`Runs`] and reads only what it asked for;
//! whether they are there, are made ([`Journals`]) or are said to be missing is none of its business. So every kind can be
//! cut into [`Shard`]s, joined, gone on with, and foretold.

mod arms;
pub mod barriers;
pub mod calibration;
pub mod comparison;
mod draws;
mod failures;
pub mod frontier;
pub mod hypothesis;
pub mod interim;
pub mod invariance;
mod journals;
mod memory;
mod over_worlds;
mod place;
pub mod points;
pub mod power;
pub mod ranking;
pub mod reportable;
pub mod run;
mod runs;
pub mod sensitivity;
mod shard;
mod stopping;
pub mod sweep;
pub mod validation;
mod variants;
pub mod why;
pub mod worlds;

pub use draws::parameters as drawn_parameters;
pub use failures::Failed;
pub use journals::{Journals, ProgressObserver, Workers};
pub use memory::Memory;
pub use runs::{Batch, Incomplete, Missing, Question, RecordLayout, Runs, Study};
pub use shard::Shard;
pub use stopping::{Forecast, Reached, StoppingRule, out_of_reach, until};
pub use variants::{Variant, key_of, name_of};
