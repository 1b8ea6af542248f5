//! One scenario, many times.

mod figures;
pub(crate) mod report;
mod reportable;
mod snapshots;
mod words;

use super::runs::rows;
use super::{Batch, Incomplete, Question, Reached, RecordLayout, Runs, StoppingRule, Study, until};
use crate::experiment::{Column, Ensemble, Ready, Summaries, columns, sample_of};
use crate::output::{OutputError, identity};
use crate::scenario::Scenario;

/// A scenario that is run until there are enough replications.
#[derive(Debug)]
pub struct SingleRun {
    /// The scenario.
    pub scenario: Scenario,
    /// Seed of all draws.
    pub seed: u64,
    /// When there are enough replications.
    pub stopping_rule: StoppingRule,
    /// Steps after which all citizens of the first replication are written beside the tables.
    pub snapshot_steps: Vec<u32>,
    /// The measure that a precision is about, by its column.
    column: usize,
    columns: Vec<Column>,
    years: Vec<f64>,
    societies: Ready,
    kept: RecordLayout,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct RunAnswer {
    /// All rows of the replications that make the answer.
    pub ensemble: Ensemble,
    /// Their summaries, by measure and step.
    pub summaries: Summaries,
    /// How many they are, and whether they are enough.
    pub reached: Reached,
}

impl SingleRun {
    /// A scenario with the column of its rows that a precision is about.
    #[must_use]
    pub fn of(scenario: Scenario, seed: u64, stopping_rule: StoppingRule, column: usize) -> Self {
        let setup = &scenario.setup;
        let years: Vec<f64> = (0..=setup.steps)
            .map(|step| f64::from(step) * setup.step_years)
            .collect();
        let columns = columns(&scenario.programme_keys, scenario.municipalities());
        Self {
            kept: RecordLayout {
                journal: "replications".to_owned(),
                columns: columns.len(),
                steps: years.len(),
            },
            societies: Ready::new([setup.clone()], seed),
            scenario,
            seed,
            stopping_rule,
            snapshot_steps: Vec::new(),
            column,
            columns,
            years,
        }
    }

    /// The columns of its rows.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn batch(&self) -> Batch<'_> {
        Batch {
            societies: &self.societies,
            kept: std::slice::from_ref(&self.kept),
            configurations: 0..1,
            replications: self.stopping_rule.first(),
            steps: self.scenario.setup.steps,
            tolerant: false,
        }
    }
}

impl Study for SingleRun {
    type Answer = RunAnswer;

    fn question(&self) -> Result<Question, OutputError> {
        Ok(Question {
            name: self.scenario.name.clone(),
            identity: identity(&self.scenario)?,
            seed: self.seed,
        })
    }

    fn answer(&self, runs: &mut dyn Runs) -> Result<RunAnswer, Incomplete> {
        let last = (self.kept.steps - 1) * self.kept.columns;
        let reached = until(self.stopping_rule, runs, &self.batch(), |runs, count| {
            let rows = rows(runs, &self.kept, 0, count)?;
            let ends = |column: usize| -> Vec<f64> {
                let replications = rows.chunks_exact(self.kept.columns * self.kept.steps);
                replications.map(|rows| rows[last + column]).collect()
            };
            let sample = sample_of(&self.columns, self.column, ends);
            Ok(vec![sample.contributions().into_owned()])
        })?;
        let rows = rows(runs, &self.kept, 0, reached.replications)?;
        let replications = (0..reached.replications).collect();
        let ensemble = Ensemble::new(self.columns.clone(), self.years.clone(), replications, rows);
        let ensemble = ensemble.lived_in(runs.worlds());
        Ok(RunAnswer {
            summaries: Summaries::of(&ensemble),
            ensemble,
            reached,
        })
    }
}
