//! Who runs which model how often.

mod ensemble;

pub use ensemble::{Column, Ensemble, columns};
