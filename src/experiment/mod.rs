//! Who runs which model how often.

mod ensemble;
pub mod reference;

pub use ensemble::{Column, Ensemble, Summaries, columns};
