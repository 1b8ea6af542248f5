//! Do per-capita results depend on how large the town is, or on how it is cut up?
//!
//! Around a scenario the number of citizens is varied, and one at a time what should not matter either: neighbourhoods, units,
//! the length of a step, how long the run goes on, programmes that do nothing, the order of programmes, the seed, and time at
//! rest. Every mean is held against a reference with a margin: equal, different, or not shown. Small towns vary most, so they
//! are run most: a town of N citizens is run in proportion to 1/N.
//!
//! Where the documentation of the model says why two configurations differ, the row says so; nothing is taken off.

mod around;
mod configurations;
mod expectations;
mod figure;
mod judge;
mod report;
mod reportable;
mod tables;
#[cfg(test)]
mod tests;
mod towns;
mod words;

use crate::experiment::Column;
use crate::output::OutputError;
use crate::scenario::{Base, Scenario, ScenarioError};
use crate::study::arms::identity_of;
use crate::study::{Batch, Incomplete, Question, RecordLayout, Runs, Study};
pub use configurations::{Change, Comparison};
use configurations::{Design, columns_of};
pub use expectations::Expectation;
use judge::Read;
pub use judge::{Curve, InvarianceAnswer, Row};

/// Runs of the smallest town where nobody asks for another number: enough for a ratio of two small shares.
pub const REPLICATIONS_USUAL: u32 = 3_200;

/// The measures that are compared, none of which counts citizens, at the end of the run.
pub const MEASURES: [&str; 7] = [
    "participants_share",
    "outcome",
    "output",
    "hours_per_participant",
    "public_cost",
    "willingness",
    "equity_ratio",
];

/// Why a scenario cannot be asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum InvarianceError {
    /// It has faults.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// There is only one town like it.
    #[error("{0}")]
    OneTown(String),
    /// Nothing is done in it that could be measured.
    #[error("{0}")]
    NoProgramme(String),
}

/// A scenario and what is varied around it. Each configuration has a journal of its own, with as many runs as it needs.
#[derive(Debug)]
pub struct Invariance {
    /// Runs of the smallest town.
    pub replications: u32,
    /// Seed of all draws but those of the configuration that varies it.
    pub seed: u64,
    design: Design,
    kept: Vec<RecordLayout>,
    columns: Vec<Column>,
}

impl Invariance {
    /// Varies the scenario of a text with these settings laid over it; the smallest town has so many runs.
    ///
    /// # Errors
    /// When the scenario has faults, has no programme, or is about people or places that are observed, of which there is one number only.
    pub fn of(
        base: &Base,
        settings: &[(String, String)],
        seed: u64,
        replications: u32,
    ) -> Result<Self, InvarianceError> {
        let design = around::design(base, settings, seed, replications)?;
        let columns = columns_of(&design.arms[design.usual].scenario);
        Ok(Self {
            kept: design.kept(),
            columns,
            design,
            replications,
            seed,
        })
    }

    /// The scenario as it is.
    #[must_use]
    pub fn usual(&self) -> &Scenario {
        &self.design.arms[self.design.usual].scenario
    }

    /// What is held against what, in order.
    #[must_use]
    pub fn comparisons(&self) -> &[Comparison] {
        &self.design.comparisons
    }

    /// The runs of a configuration.
    #[must_use]
    pub fn batch(&self, configuration: usize) -> Batch<'_> {
        let town = &self.design.towns[configuration];
        let number = configuration as u32;
        Batch {
            societies: town,
            kept: &self.kept,
            configurations: number..number + 1,
            replications: town.replications,
            steps: town.setup.steps,
            tolerant: false,
        }
    }

    /// The column of one of [`MEASURES`].
    fn column(&self, measure: usize) -> &Column {
        let mut columns = self.columns.iter();
        columns
            .find(|column| column.programme.is_none() && column.key == MEASURES[measure])
            .expect("every society has these measures")
    }
}

impl Study for Invariance {
    type Answer = InvarianceAnswer;

    fn question(&self) -> Result<Question, OutputError> {
        Ok(Question {
            name: format!("validate-invariance-{}", self.usual().name),
            // Its journals keep other numbers than those of other studies of the same scenarios.
            identity: format!("invariance\n{}", identity_of(&self.design.arms)?),
            seed: self.seed,
        })
    }

    fn answer(&self, runs: &mut dyn Runs) -> Result<InvarianceAnswer, Incomplete> {
        let batches: Vec<Batch<'_>> = (0..self.design.towns.len())
            .map(|configuration| self.batch(configuration))
            .collect();
        runs.reach(&batches)?;
        Ok(Read::of(&self.design, &self.kept, runs)?.answer(self))
    }
}
