//! M22: explicit goals and evaluation.

/// What an initiative is measured by.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct GoalsState {
    /// Whether it has an explicit goal.
    pub(crate) stated: bool,
    pub(crate) evaluated: bool,
}
