//! Fronts: which designs no other beats in all objectives at once, under limits such as a budget.
//!
//! A search looks at designs with NSGA-II, or at all of them when there are few. What looks best in a search looks better than
//! it is, since its draws were selected with it; so the designs of the front are run again with a fresh seed and more
//! replications, and only these numbers are reported. The same designs are tried under draws of the parameters. All designs
//! of a stage run on common random numbers and face the need of the baseline.

mod error;
mod figure;
pub(crate) mod report;
mod reportable;
mod results;
mod search;
mod societies;
mod space;
mod study;
mod tables;
#[cfg(test)]
mod tests;
mod words;

pub use error::FrontierError;
pub use results::{DesignRobustness, Frontier, FrontierDesign};
pub use search::Searched;
pub use space::{Choice, Space};
pub use study::FrontierSearch;
pub use tables::write_tables;

/// What a search found.
#[derive(Clone, Debug)]
pub struct Findings {
    /// All designs that were looked at, the baseline first.
    pub designs: Vec<Searched>,
    /// Positions of those that keep to the limits and that no other beats, in the search.
    pub front: Vec<usize>,
    /// Positions of those that are run again: the baseline, then at most so many of the front, spread over it.
    pub chosen: Vec<usize>,
    /// Whether all designs there are were looked at.
    pub exhaustive: bool,
    /// Runs that failed.
    pub failed: Vec<crate::study::Failed>,
}

/// Values of the chosen designs, by design, measure and replication.
pub type Samples = Vec<Vec<Vec<f64>>>;

/// Values of the chosen designs under draws of the parameters.
#[derive(Clone, Debug)]
pub struct DrawSamples {
    /// Numbers of the draws that could be run with every design.
    pub numbers: Vec<u32>,
    /// The values under each of these.
    pub samples: Vec<Samples>,
}
