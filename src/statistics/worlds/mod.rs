//! Answers over worlds: what differs between worlds, and what is chance within each.
//!
//! A world is a draw of what is plausible, a run is one course of luck in it. Run `r` of world `w` gives
//! `Y_wr = μ + A_w + ε_wr`, with a variance of worlds `σ²_W` and, on average over worlds, one of chance `σ²_E`. Both are told apart
//! by runs of the same world ([`VarianceComponents`]). Means of few runs are spread out by chance on top of what worlds differ, so
//! that "better in nine of ten worlds", quantiles and the worst tenth are taken from values whose spread is put right
//! ([`RestoredWorlds`]); whether a claim holds in so many of *all* worlds is an exact test ([`ShareOfWorlds`]).
//!
//! Luck must differ between worlds: where run 1 of all worlds has the same luck, nothing tells it from what the worlds are. Worlds are
//! independent draws of equal weight, in random order.

mod budget;
mod components;
mod error;
mod restored;
#[cfg(test)]
mod tests;
mod verdict;

pub use budget::{RunsPerWorld, runs_per_world_for_mean, runs_per_world_for_variance};
pub use components::{VarianceComponents, spread_by_chance};
pub use error::WorldsError;
pub use restored::RestoredWorlds;
pub use verdict::{ShareOfWorlds, WorldsVerdict};
