//! A plan with its folder: what is done, what is missing, and doing it.

use std::path::Path;

use super::description::Description;
use super::failures::{Failed, Failures};
use super::{PlanConfigurations, Points, SweepError};
use crate::experiment::{Address, Completion, Threads, Watch, by_configuration, simulate};
use crate::output::{Journal, OutputError, RunFolder};
use crate::scenario::Plan;

/// Name of the journal of runs in the folder of a sweep, without its ending.
pub(super) const JOURNAL: &str = "runs";

/// A sweep in its folder.
#[derive(Debug)]
pub struct Sweep {
    description: Description,
    points: Points,
    folder: RunFolder,
    journal: Journal,
    failures: Failures,
}

impl Sweep {
    /// Opens the folder of a sweep, or starts it: `sweep-<plan>-<hash>`, or `sweep-<plan>-shard-3-of-16-<hash>`; that of a
    /// sensitivity analysis begins with `sensitivity`.
    ///
    /// # Errors
    /// When there are too many runs, or the folder cannot be used.
    pub fn open(root: &Path, description: Description) -> Result<Self, SweepError> {
        // Faults of the plan come before anything is written.
        description.points()?;
        let name = name(&description);
        let folder = RunFolder::open(root, &name, &description.identity, description.seed)?;
        let sweep = Self::hold(folder, description)?;
        sweep.description.write(&sweep.folder)?;
        Ok(sweep)
    }

    /// Opens a folder that is there already, whatever it is called.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub(super) fn open_at(path: &Path, description: Description) -> Result<Self, SweepError> {
        let folder = RunFolder::open_at(path, &name(&description), &description.identity, description.seed)?;
        Self::hold(folder, description)
    }

    fn hold(folder: RunFolder, description: Description) -> Result<Self, SweepError> {
        let width = 1 + description.measures.len();
        Ok(Self {
            points: description.points()?,
            journal: folder.journal(JOURNAL, width, 1)?,
            failures: Failures::open(folder.path())?,
            description,
            folder,
        })
    }

    /// The plan.
    #[must_use]
    pub const fn description(&self) -> &Description {
        &self.description
    }

    /// Its points.
    #[must_use]
    pub const fn points(&self) -> &Points {
        &self.points
    }

    /// Its folder.
    #[must_use]
    pub const fn folder(&self) -> &RunFolder {
        &self.folder
    }

    pub(super) const fn journal(&self) -> &Journal {
        &self.journal
    }

    /// All runs of the plan, or of its share: by configuration and replication.
    pub fn runs(&self) -> impl Iterator<Item = Address> + '_ {
        let shard = self.description.shard;
        by_configuration(0..self.points.len() as u32, self.description.replications)
            .filter(move |run| shard.is_none_or(|shard| shard.has(run.configuration)))
    }

    /// Runs that have not ended; those that failed among them when they are to be tried again.
    pub fn missing(&self, retry_failed: bool) -> impl Iterator<Item = Address> + '_ {
        self.runs()
            .filter(move |&run| !self.journal.contains(run) && (retry_failed || !self.failures.contains(run)))
    }

    /// Runs that have ended well, in order.
    pub(super) fn done(&self) -> impl Iterator<Item = Address> + '_ {
        self.runs().filter(|&run| self.journal.contains(run))
    }

    /// Runs that failed and have not ended well since, in order.
    #[must_use]
    pub fn failed(&self) -> Vec<Failed> {
        self.failures
            .all()
            .filter(|failed| failed.replication < self.description.replications)
            .filter(|failed| !self.journal.contains(failed.address()))
            .collect()
    }

    /// Does what is missing.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn go_on(
        &mut self,
        plan: &Plan,
        retry_failed: bool,
        threads: &Threads,
        watch: &dyn Watch,
    ) -> Result<Completion, OutputError> {
        let missing: Vec<Address> = self.missing(retry_failed).collect();
        let configurations = PlanConfigurations::new(plan, &self.description, &self.points);
        let (journal, failures) = (&mut self.journal, &mut self.failures);
        simulate(&configurations, missing, threads, watch, |run| {
            match run.outcome {
                Ok(values) => journal.append(run.address, &values),
                Err(reason) => failures.append(Failed::of(run.address, reason)),
            }
        })
    }

    /// Takes over a run from another folder.
    pub(super) fn take_over(&mut self, run: Address, values: &[f64]) -> Result<(), OutputError> {
        self.journal.append(run, values)
    }

    /// Takes over a failure from another folder.
    pub(super) fn take_over_failure(&mut self, failed: Failed) -> Result<(), OutputError> {
        if self.failures.contains(failed.address()) {
            return Ok(());
        }
        self.failures.append(failed)
    }
}

/// Short name of the folder of a sweep.
fn name(description: &Description) -> String {
    match description.shard {
        None => format!("{}-{}", description.design.command(), description.name),
        Some(shard) => format!(
            "{}-{}-shard-{}-of-{}",
            description.design.command(),
            description.name,
            shard.index,
            shard.count
        ),
    }
}
