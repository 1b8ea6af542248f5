//! What keeps information from being valued.

use crate::statistics::WorldsError;
use crate::words::say;

/// Why information cannot be valued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InformationError {
    /// There is nothing to choose between.
    #[error("{}", say!("information is worth something only where there is a choice: give at least two options"))]
    OneOption,
    /// Something has no value.
    #[error(
        "{}",
        say!("net benefits and parameters must be finite numbers: leave out worlds that lack one, for all options")
    )]
    NotANumber,
    /// The worlds do not suffice for a regression, or for groups of them.
    #[error(
        "{}",
        say!("{found} worlds are too few to see what knowledge would change: give at least {needed}, or ask for fewer parameters at once")
    )]
    TooFewWorlds {
        /// Worlds given.
        found: usize,
        /// Worlds that suffice.
        needed: usize,
    },
    /// Nothing is to be learnt.
    #[error("{}", say!("name at least one parameter that could be known"))]
    NoParameter,
    /// A survey cannot measure this.
    #[error("{}", say!("a survey measures a share: its values in the worlds must lie between 0 and 1"))]
    NotAShare,
    /// Chance cannot be taken out of the net benefits.
    #[error("{0}")]
    Chance(#[from] WorldsError),
}
