//! What keeps worlds from being told from chance.

use crate::words::say;

/// Worlds that can tell how sure a share of variance is.
pub(super) const WORLDS_NEEDED: usize = 3;

/// Why worlds cannot be told from chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorldsError {
    /// The worlds do not suffice.
    #[error(
        "{}",
        say!("{found} worlds with a number from each run are too few to tell worlds from chance: give at least {needed}")
    )]
    TooFewWorlds {
        /// Worlds all runs of which gave a finite number.
        found: usize,
        /// Worlds that suffice.
        needed: usize,
    },
    /// Hardly a world was run twice.
    #[error(
        "{}",
        say!("one run of each world does not tell worlds from chance: run at least two of the worlds twice")
    )]
    RunOnce,
    /// Worlds have unlike numbers of runs.
    #[error("{}", say!("worlds need equally many runs each, or one run each and a second one of some"))]
    Ragged,
}
