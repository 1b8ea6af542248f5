//! What a study asks for, and who answers: runs by batches, each a rectangle of configurations and replications.

use std::error::Error;
use std::ops::Range;

use crate::experiment::{Address, Societies, by_configuration};
use crate::output::OutputError;
use crate::world::Worlds;

use super::{Failed, Forecast, Shard};

/// The runs of one kind of record: so many columns at so many steps each, in a journal of this name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordLayout {
    /// Name of the journal.
    pub journal: String,
    /// Numbers at a step.
    pub columns: usize,
    /// Steps of a run.
    pub steps: usize,
}

/// Some replications of some configurations. A study asks for one batch or several, and reads only what it asked for.
#[derive(Clone)]
pub struct Batch<'a> {
    /// Who is run.
    pub societies: &'a dyn Societies,
    /// What is kept: by configuration, or once for all.
    pub kept: &'a [RecordLayout],
    /// Numbers of the configurations.
    pub configurations: Range<u32>,
    /// The first so many replications of each.
    pub replications: u32,
    /// Steps that a society lives at most.
    pub steps: u32,
    /// Whether a run that fails loses only itself; else it ends the study.
    pub tolerant: bool,
}

impl RecordLayout {
    /// How long a run lasted and one number for each of so many measures.
    pub(in crate::study) fn numbers(journal: &str, measures: usize) -> Self {
        Self {
            journal: journal.to_owned(),
            columns: 1 + measures,
            steps: 1,
        }
    }
}

impl Batch<'_> {
    /// Its runs.
    pub fn runs(&self) -> impl Iterator<Item = Address> + '_ {
        by_configuration(self.configurations.clone(), self.replications)
    }

    /// How many they are.
    #[must_use]
    pub fn count(&self) -> u64 {
        u64::from(self.configurations.end - self.configurations.start) * u64::from(self.replications)
    }

    /// Whether one of its runs belongs to a shard.
    #[must_use]
    pub const fn belongs(&self, run: Address, shard: Shard) -> bool {
        let place = Address {
            configuration: run.configuration - self.configurations.start,
            ..run
        };
        shard.has(place, self.configurations.end - self.configurations.start)
    }

    /// Those of its runs that belong to a shard.
    pub fn of_shard(&self, shard: Shard) -> impl Iterator<Item = Address> + '_ {
        self.runs().filter(move |run| self.belongs(*run, shard))
    }

    /// What is kept of a configuration.
    ///
    /// # Panics
    /// When there is no such configuration.
    #[must_use]
    pub fn layout(&self, configuration: u32) -> &RecordLayout {
        match self.kept {
            [all] => all,
            by_configuration => &by_configuration[configuration as usize],
        }
    }
}

/// Whoever has runs, or makes them.
pub trait Runs {
    /// Sees to it that all runs of some batches have ended.
    ///
    /// # Errors
    /// Why some have not.
    fn reach(&mut self, batches: &[Batch<'_>]) -> Result<(), Incomplete>;

    /// Whether a run has ended well.
    fn contains(&self, journal: &str, run: Address) -> bool;

    /// Adds what is kept of a run to `values`; nothing where it has not ended well.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read(&self, journal: &str, run: Address, values: &mut Vec<f64>) -> Result<(), OutputError>;

    /// The number of worlds in which they live, one after the other; `None` where all live in the usual society.
    fn worlds(&self) -> Option<usize> {
        None
    }

    /// What a study will probably take, as far as it has been looked at.
    fn forecast(&mut self, _foreseen: Forecast) {}

    /// What came of a part of a study, in a line.
    fn remark(&mut self, _words: &str) {}

    /// Runs of a journal that failed and have not ended well since, in order.
    fn failed(&self, journal: &str) -> Vec<Failed>;
}

/// The rows of the first so many replications of a configuration.
pub(in crate::study) fn rows(
    runs: &dyn Runs,
    kept: &RecordLayout,
    configuration: u32,
    replications: u32,
) -> Result<Vec<f64>, OutputError> {
    let mut rows = Vec::with_capacity(kept.columns * kept.steps * replications as usize);
    for run in by_configuration(configuration..configuration + 1, replications) {
        runs.read(&kept.journal, run, &mut rows)?;
    }
    Ok(rows)
}

/// The numbers of a configuration by measure and replication, from a journal of one step that begins with how long a run
/// lasted; `NaN` where a run has not ended well.
pub(in crate::study) fn samples(
    runs: &dyn Runs,
    kept: &RecordLayout,
    configuration: u32,
    replications: u32,
) -> Result<Vec<Vec<f64>>, OutputError> {
    let mut samples = vec![Vec::with_capacity(replications as usize); kept.columns - 1];
    let mut values = Vec::with_capacity(kept.columns);
    for run in by_configuration(configuration..configuration + 1, replications) {
        values.clear();
        runs.read(&kept.journal, run, &mut values)?;
        for (measure, sample) in samples.iter_mut().enumerate() {
            sample.push(values.get(1 + measure).copied().unwrap_or(f64::NAN));
        }
    }
    Ok(samples)
}

/// Runs of a batch that failed, in order: not those of earlier questions that asked for more.
pub(in crate::study) fn failed_of(runs: &dyn Runs, batch: &Batch<'_>) -> Vec<Failed> {
    let mut failed = Vec::new();
    for kept in batch.kept {
        failed.extend(runs.failed(&kept.journal));
    }
    failed.retain(|failed| {
        batch.configurations.contains(&failed.configuration) && failed.replication < batch.replications
    });
    failed
}

/// Why a study has no answer yet.
#[derive(Debug)]
pub enum Incomplete {
    /// Runs are missing that are not to be made here and now.
    Missing(Missing),
    /// It was stopped in good order.
    Stopped {
        /// Runs that are kept.
        kept: u64,
        /// The same with those that were asked for and are still missing.
        of: u64,
    },
    /// A run failed without which there is no answer.
    Failed {
        /// Which one.
        run: Address,
        /// Why.
        reason: String,
    },
    /// The runs have no answer to the question.
    NoAnswer(Box<dyn Error + Send + Sync>),
    /// A file cannot be read or written.
    Store(OutputError),
}

/// Runs of some batches that are missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// Those that would be made here.
    pub own: u64,
    /// Those that belong to other shards.
    pub others: u64,
    /// All runs that would be made here, whether they are there or not.
    pub of: u64,
    /// Most replications of a configuration.
    pub replications: u32,
}

impl From<OutputError> for Incomplete {
    fn from(error: OutputError) -> Self {
        Self::Store(error)
    }
}

/// A question, and how runs answer it.
pub trait Study {
    /// What comes of it.
    type Answer;

    /// What is asked.
    ///
    /// # Errors
    /// When a data file can no longer be read.
    fn question(&self) -> Result<Question, OutputError>;

    /// The answer: asks for batches and reads what it asked for, and nothing else, so that it depends on the question alone.
    ///
    /// # Errors
    /// Why there is none yet.
    fn answer(&self, runs: &mut dyn Runs) -> Result<Self::Answer, Incomplete>;
}

/// What a folder of results is named after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Short name of the folder.
    pub name: String,
    /// The canonical text of all that determines numbers, but the seed.
    pub identity: String,
    /// The seed of all draws.
    pub seed: u64,
}

impl Question {
    /// The same question, asked of runs each of which lives in a world of its own.
    #[must_use]
    pub fn in_worlds(mut self, worlds: Option<&Worlds>) -> Self {
        if let Some(worlds) = worlds {
            self.identity.extend(["worlds ", worlds.digest(), "\n"]);
        }
        self
    }
}
