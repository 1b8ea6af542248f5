//! An ensemble of plausible worlds, by direct rejection.
//!
//! Worlds are drawn from what is known of each number before ([`draw`](crate::world::draw)), one run of each is held against the
//! targets, and a draw is accepted with probability `exp(−½ Σ u²)`, u the distance of a figure in standard deviations of its
//! observation error and of the model's discrepancy together. Chance is in it once, since a run has it of itself
//! (Wilkinson 2013): accepted worlds are independent draws of equal weight from what is known after. The run by which
//! a world was accepted was chosen for being near: it is shown, and no answer rests on it. Draws come in chunks until there are enough worlds; the first
//! of them in the order of their numbers are the ensemble, whatever the threads and shards.

mod chunks;
mod error;
mod figures;
mod found;
mod report;
mod reportable;
mod societies;
mod study;
mod tables;
#[cfg(test)]
mod tests;
mod words;

pub use chunks::Chunk;
pub use error::WorldsError;
pub use found::{AlternativeChange, KeyChange, Met, Pair, PlausibleWorlds};
pub use study::{BuildWorlds, ENSEMBLE};
pub use words::summary;
