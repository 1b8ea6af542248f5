//! A town that has lived many times.

use std::sync::Arc;

use super::answer::{Answer, Found};
use super::{Error, Summary};
use crate::experiment::Ensemble;
use crate::study::run::SingleRun;

/// A scenario with its replications.
///
/// # Examples
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
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// assert_eq!(town.run(3)?.replications(), 3);
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn replications(&self) -> usize {
        self.ensemble().replications().len()
    }

    /// Years at which measures are known, from 0.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let run = town.run(2)?;
    /// assert_eq!(run.years().first(), Some(&0.0));
    /// assert_eq!(run.years().len(), town.steps() as usize + 1);
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn years(&self) -> &[f64] {
        self.ensemble().years()
    }

    /// A measure at the end.
    ///
    /// # Panics
    /// When there is no such measure.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let outcome = town.run(3)?.summary("outcome");
    /// assert_eq!(outcome.unit, "share of need under control");
    /// assert!((0.0..=1.0).contains(&outcome.mean));
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn summary(&self, measure: &str) -> Summary {
        self.summary_at(measure, self.years().len() - 1)
    }

    /// A measure after some steps.
    ///
    /// # Panics
    /// When there is no such measure, or the run ends earlier.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// // The town takes over its upkeep after a year; nobody takes part before.
    /// let participants = town.run(2)?.summary_at("participants_share", 6);
    /// assert_eq!((participants.mean, participants.count), (0.0, 2));
    /// # Ok::<(), samspil::Error>(())
    /// ```
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
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let run = town.run(2)?;
    /// for (year, cost) in run.years().iter().zip(run.series("public_cost")) {
    ///     println!("{year:.2}: {:.1} {}", cost.mean, cost.unit);
    ///     assert!(cost.mean >= 0.0);
    /// }
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn series(&self, measure: &str) -> Vec<Summary> {
        let steps = 0..self.years().len();
        steps.map(|step| self.summary_at(measure, step)).collect()
    }

    /// The values of a measure after some steps, by replication; `NaN` where there is none.
    ///
    /// # Panics
    /// As [`Run::summary_at`].
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let run = town.run(3)?;
    /// let values = run.values("outcome", 12);
    /// let mean = values.iter().sum::<f64>() / 3.0;
    /// assert!((mean - run.summary_at("outcome", 12).mean).abs() < 1e-12);
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn values(&self, measure: &str, step: usize) -> Vec<f64> {
        let column = self.column(measure);
        let replications = 0..self.replications();
        replications
            .map(|replication| self.ensemble().row(replication, step)[column])
            .collect()
    }

    /// The answer in words, figures and a report.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let answer = town.run(2)?.answer();
    /// println!("{answer}");
    /// assert_eq!(answer.to_string(), answer.words());
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn answer(&self) -> Answer {
        Answer::of(Arc::clone(&self.0))
    }

    /// Writes the report into a file.
    ///
    /// # Errors
    /// As [`Answer::save_report`].
    ///
    /// # Examples
    /// ```
    /// let folder = tempfile::tempdir()?;
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// town.run(2)?.save_report(folder.path().join("town.html"))?;
    /// assert!(folder.path().join("town.html").is_file());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
