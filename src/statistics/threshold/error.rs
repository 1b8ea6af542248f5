//! What keeps a threshold from being looked for.

use crate::words::say;

/// Levels that can tell one bend from a smooth curve.
pub(super) const LEVELS_NEEDED: usize = 8;

/// Why a threshold cannot be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ThresholdError {
    /// The levels do not suffice.
    #[error(
        "{}",
        say!(
            "{found} levels are too few to tell a threshold from a smooth response: give at least {needed}"
        )
    )]
    TooFewLevels {
        /// Levels given.
        found: usize,
        /// Levels that suffice.
        needed: usize,
    },
    /// The levels are not in rising order.
    #[error("{}", say!("levels must rise from one to the next"))]
    UnorderedLevels,
    /// A seed has not one output per level.
    #[error("{}", say!("a seed has {found} outputs for {levels} levels"))]
    Ragged {
        /// Outputs of that seed.
        found: usize,
        /// Levels given.
        levels: usize,
    },
    /// The seeds do not suffice.
    #[error(
        "{}",
        say!("{found} complete seeds are too few to look for a threshold: run at least {needed}")
    )]
    TooFewSeeds {
        /// Seeds with an output at each level.
        found: usize,
        /// Seeds that suffice.
        needed: usize,
    },
}

/// Whether a threshold can be looked for at these levels.
pub(super) fn check(levels: &[f64]) -> Result<(), ThresholdError> {
    if levels.len() < LEVELS_NEEDED {
        return Err(ThresholdError::TooFewLevels {
            found: levels.len(),
            needed: LEVELS_NEEDED,
        });
    }
    let rising = levels.windows(2).all(|pair| pair[0] < pair[1]);
    if !rising || !levels.iter().all(|level| level.is_finite()) {
        return Err(ThresholdError::UnorderedLevels);
    }
    Ok(())
}
