//! What keeps an output from being shared out over inputs.

use crate::words::say;

/// Why an output cannot be shared out over inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShapleyEffectsError {
    /// The worlds do not suffice for the columns of the surrogate.
    #[error(
        "{}",
        say!(
            "{found} worlds are too few to say which inputs matter: run at least {needed}, or ask about fewer inputs"
        )
    )]
    TooFewWorlds {
        /// Worlds in which the output and every input have a value.
        found: usize,
        /// Worlds that suffice for these inputs.
        needed: usize,
    },
    /// The output is the same in all worlds.
    #[error(
        "{}",
        say!("the result is the same in all worlds, so no input matters to it: ask about another measure")
    )]
    ConstantOutput,
}
