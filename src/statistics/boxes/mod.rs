//! When something holds: boxes of inputs in which worlds of interest lie close together.

mod condition;
mod peel;
#[cfg(test)]
mod tests;

pub use condition::{CASES_FOR_CONDITION, Condition, HALVES, NoCondition, simple_condition};
pub use peel::{Limits, WorldBox, prim};
