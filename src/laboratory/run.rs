//! A town that has lived many times.

use std::sync::Arc;

use super::answer::{Answer, Found};
use super::{Error, Summary};
use crate::experiment::Ensemble;
use crate::study::run::SingleRun;

/// A scenario with its replications.
///
/// ```
/// # fn main() -> Result<(), samspil::Error> {
/// let town = samspil::Scenario::load("norre_snede")?
///     .set("population.citizens", 200)?
///     .set("simulation.horizon_years", 2)?;
/// let run = town.run(5)?;
/// println!("{}", run.summary("outcome"));
/// assert_eq!(run.values("outcome", 24).len(), 5);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Run(Arc<Found<SingleRun>>);

impl Run {
    pub(super) fn of(found: Found<SingleRun>) -> Self {
        Self(Arc::new(found))
    }

    fn ensemble(&self) -> &Ensemble {
        &self.0.found.ensemble
    }

    /// Where a measure stands in a row.
    fn column(&self, measure: &str) -> usize {
        let column = self.ensemble().column(measure);
        column.unwrap_or_else(|| panic!("there is no measure `{measure}`; `Scenario::measures` lists them"))
    }

    /// Number of replications.
    #[must_use]
    pub fn replications(&self) -> usize {
        self.ensemble().replications().len()
    }

    /// Years at which measures are known, from 0.
    #[must_use]
    pub fn years(&self) -> &[f64] {
        self.ensemble().years()
    }

    /// A measure at the end.
    ///
    /// # Panics
    /// When there is no such measure.
    #[must_use]
    pub fn summary(&self, measure: &str) -> Summary {
        self.summary_at(measure, self.years().len() - 1)
    }

    /// A measure after some steps.
    ///
    /// # Panics
    /// When there is no such measure, or the run ends earlier.
    #[must_use]
    pub fn summary_at(&self, measure: &str, step: usize) -> Summary {
        let column = self.column(measure);
        let found = self.0.found.summaries.get(column, step);
        Summary::of(self.ensemble().columns()[column].measure, found)
    }

    /// A measure after every step, from the start.
    ///
    /// # Panics
    /// When there is no such measure.
    #[must_use]
    pub fn series(&self, measure: &str) -> Vec<Summary> {
        let steps = 0..self.years().len();
        steps.map(|step| self.summary_at(measure, step)).collect()
    }

    /// The values of a measure after some steps, by replication; `NaN` where there is none.
    ///
    /// # Panics
    /// As [`Run::summary_at`].
    #[must_use]
    pub fn values(&self, measure: &str, step: usize) -> Vec<f64> {
        let column = self.column(measure);
        let replications = 0..self.replications();
        replications
            .map(|replication| self.ensemble().row(replication, step)[column])
            .collect()
    }

    /// The answer in words, figures and a report.
    #[must_use]
    pub fn answer(&self) -> Answer {
        Answer::of(Arc::clone(&self.0))
    }

    /// Writes the report into a file.
    ///
    /// # Errors
    /// As [`Answer::save_report`].
    pub fn save_report(&self, path: impl AsRef<std::path::Path>) -> Result<(), Error> {
        self.answer().save_report(path)
    }
}

impl std::fmt::Debug for Run {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Run")
            .field("scenario", &self.0.study.scenario.name)
            .field("replications", &self.replications())
            .finish()
    }
}
