//! Barriers: what each of them costs, what getting rid of it takes, what all of them do together, and how the joint effect is
//! shared out.
//!
//! A [`RemovalDesign`] says what is simulated: every barrier of a scenario removed for free and at its [`Price`], halved and
//! doubled, all of them removed in both ways, and the coalitions of removed barriers from which a joint effect is shared out
//! by Shapley value. [`Barriers`] asks for its runs, and [`Findings`] are the effects. All arms run on common random numbers
//! and face the need of the baseline.

mod catalogue;
mod design;
pub(crate) mod figures;
mod findings;
mod price;
pub(crate) mod report;
mod reportable;
mod tables;
#[cfg(test)]
mod tests;
mod words;
mod work;

use crate::words::say;
pub use catalogue::{BARRIERS, Barrier, REVIEW_BARRIERS, without_key};
pub use design::{Absence, Arm, Present, RemovalDesign};
pub use findings::{Attributed, Effect, Findings, Found, Interplay, MEASURES, Place};
pub use price::{Price, share_of_time};
pub use work::Barriers;

/// Replications at most.
pub const REPLICATIONS_MAX: u32 = 1 << 16;
/// Orders of removal at most.
pub const PERMUTATIONS_MAX: u32 = 2_000;

/// Runs at most, so that their values fit into memory.
pub const RUNS_MAX: u64 = 10_000_000;

/// Why barriers cannot be studied.
#[derive(Debug, thiserror::Error)]
pub enum BarriersError {
    /// No barrier is at work.
    #[error(
        "{}",
        say!(
            "this scenario has no barrier above 0 that hinders a programme and whose mechanism is on, so there is nothing to remove\n\
             hint: set one, as in --set barriers.silos=0.3; `samspil explain barriers` lists them with what they need"
        )
    )]
    NoBarrier,
    /// More runs than can be held.
    #[error(
        "{}",
        say!(
            "{arms} variants with {replications} replications each are more than {RUNS_MAX} runs\n\
             hint: take fewer replications or fewer permutations"
        )
    )]
    TooManyRuns {
        /// Variants, the baseline among them.
        arms: usize,
        /// Replications of each.
        replications: u32,
    },
    /// A run failed.
    #[error("{}", say!("replication {replication} of `{arm}` failed: {reason}"))]
    Failed {
        /// Which arm.
        arm: String,
        /// Number of the replication.
        replication: u32,
        /// Why.
        reason: String,
    },
}
