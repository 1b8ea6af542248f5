//! Charts.

pub mod numbers;
