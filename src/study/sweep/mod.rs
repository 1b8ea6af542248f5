//! Sweeps: one scenario at many points, each run kept as a few numbers.
//!
//! A run that fails loses only itself. [`Results`] reads the journal from end to end without holding it, and the tables are
//! sorted by configuration and replication, so that they are the same to the last bit whatever the order in which runs ended.

mod figures;
pub(crate) mod report;
mod reportable;
mod results;
mod tables;
#[cfg(test)]
mod tests;
mod words;

pub use results::{Course, CoursePoint, Results, Row};
pub use tables::PARQUET_FROM_RUNS;
pub(in crate::study) use tables::write_tables;

use super::points::PlannedPoints;
use super::{Failed, Incomplete, Question, Runs, Study};
use crate::output::OutputError;

/// A sweep.
#[derive(Debug)]
pub struct Sweep {
    /// The plan at its points.
    pub planned: PlannedPoints,
}

/// What came of a sweep.
#[derive(Clone, Debug)]
pub struct SweepAnswer {
    /// Summaries and courses.
    pub results: Results,
    /// Runs that failed.
    pub failed: Vec<Failed>,
}

impl Study for Sweep {
    type Answer = SweepAnswer;

    fn question(&self) -> Result<Question, OutputError> {
        self.planned.question()
    }

    fn answer(&self, runs: &mut dyn Runs) -> Result<SweepAnswer, Incomplete> {
        Ok(SweepAnswer {
            failed: self.planned.reach(runs)?,
            results: Results::of(&self.planned, runs)?,
        })
    }
}
