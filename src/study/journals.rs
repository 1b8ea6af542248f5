//! The runs of a study in its folder: what is there is read, what is missing is made and kept.

use std::collections::BTreeMap;
use std::path::Path;

use super::failures::Failures;
use super::{Batch, Failed, Foreseen, Halt, Missing, Runs, Shard};
use crate::experiment::{Address, Completion, Threads, Unwatched, Watch, simulate};
use crate::output::{Journal, OutputError, RunFolder};

/// Who watches a study while it runs.
pub trait Overseer {
    /// Watches so many steps of societies with at most so many citizens.
    fn begin(&self, steps: u64, citizens: u64) -> Box<dyn Watch + '_>;

    /// Hears, once, what it will probably take, before more is simulated.
    fn foresee(&self, _foreseen: Foreseen) {}
}

impl Overseer for Unwatched {
    fn begin(&self, _steps: u64, _citizens: u64) -> Box<dyn Watch + '_> {
        Box::new(Self)
    }
}

/// The journals of a folder.
pub struct Journals<'a> {
    folder: &'a RunFolder,
    journals: BTreeMap<String, Journal>,
    failures: Failures,
    shard: Shard,
    retry_failed: bool,
    /// Who makes what is missing; nobody where it is only asked for.
    workers: Option<(&'a Threads, &'a dyn Overseer)>,
    /// What it will probably take, until that is told.
    foreseen: Option<Foreseen>,
    has_foreseen: bool,
}

impl<'a> Journals<'a> {
    /// Those of a folder, from which runs are read and to which none is added.
    ///
    /// # Errors
    /// When the failures that are written down cannot be read.
    pub fn open(folder: &'a RunFolder, shard: Shard, retry_failed: bool) -> Result<Self, OutputError> {
        Ok(Self {
            folder,
            journals: BTreeMap::new(),
            failures: Failures::open(folder.path())?,
            shard,
            retry_failed,
            workers: None,
            foreseen: None,
            has_foreseen: false,
        })
    }

    /// From now on these threads make what is missing.
    pub const fn work(&mut self, threads: &'a Threads, overseer: &'a dyn Overseer) {
        self.workers = Some((threads, overseer));
    }

    /// Takes over the runs and failures of another folder of the same question.
    ///
    /// # Errors
    /// When files cannot be read or written, or the two have different numbers for one run.
    pub fn take_over(&mut self, other: &Path) -> Result<(), OutputError> {
        self.folder.take_over(other)?;
        for failed in Failures::open(other)?.all() {
            self.failures.append(failed)?;
        }
        Ok(())
    }

    fn open_all(&mut self, batch: &Batch<'_>) -> Result<(), OutputError> {
        for kept in batch.kept {
            if !self.journals.contains_key(&kept.journal) {
                let journal = self.folder.journal(&kept.journal, kept.columns, kept.steps)?;
                self.journals.insert(kept.journal.clone(), journal);
            }
        }
        Ok(())
    }

    /// Whether a run is not there, and is to be made by someone.
    fn misses(&self, batch: &Batch<'_>, run: Address) -> bool {
        let kept = &batch.kept(run.configuration).journal;
        let failed = batch.tolerant && !self.retry_failed && self.failures.contains(kept, run);
        !failed && !self.journals[kept].contains(run)
    }

    fn make(&mut self, batch: &Batch<'_>, missing: Vec<Address>, of: u64) -> Result<(), Halt> {
        let Some((threads, overseer)) = self.workers else {
            return Ok(());
        };
        if missing.is_empty() {
            return Ok(());
        }
        if let Some(foreseen) = self.foreseen.take()
            && !self.has_foreseen
        {
            overseer.foresee(foreseen);
            self.has_foreseen = true;
        }
        let mut open = missing.len() as u64;
        let steps = u64::from(batch.steps) * open;
        let watch = overseer.begin(steps, batch.societies.citizens_most());
        let (journals, failures) = (&mut self.journals, &mut self.failures);
        let completion = simulate(batch.societies, missing, threads, watch.as_ref(), |run| {
            let kept = &batch.kept(run.address.configuration).journal;
            match run.outcome {
                Ok(values) => journals
                    .get_mut(kept)
                    .expect("the journals of a batch are open")
                    .append(run.address, &values)?,
                Err(reason) if batch.tolerant => failures.append(Failed {
                    journal: kept.clone(),
                    configuration: run.address.configuration,
                    replication: run.address.replication,
                    reason,
                })?,
                Err(reason) => {
                    return Err(Halt::Failed {
                        run: run.address,
                        reason,
                    });
                }
            }
            open -= 1;
            Ok(())
        })?;
        match completion {
            Completion::Whole => Ok(()),
            Completion::Stopped => Err(Halt::Stopped { kept: of - open, of }),
        }
    }
}

impl Runs for Journals<'_> {
    fn reach(&mut self, batch: &Batch<'_>) -> Result<(), Halt> {
        self.open_all(batch)?;
        let of = batch.of_shard(self.shard).count() as u64;
        let missing = |run: &Address| self.misses(batch, *run);
        let own: Vec<Address> = batch.of_shard(self.shard).filter(missing).collect();
        let count = own.len() as u64;
        let others = batch.runs().filter(missing).count() as u64 - count;
        self.make(batch, own, of)?;
        let own = if self.workers.is_some() { 0 } else { count };
        if own + others > 0 {
            return Err(Halt::Missing(Missing { own, others, of }));
        }
        Ok(())
    }

    fn contains(&self, journal: &str, run: Address) -> bool {
        self.journals[journal].contains(run)
    }

    fn read(&self, journal: &str, run: Address, values: &mut Vec<f64>) -> Result<(), OutputError> {
        self.journals[journal].read(run, values)
    }

    fn foresee(&mut self, foreseen: Foreseen) {
        self.foreseen = Some(foreseen);
    }

    fn failed(&self, journal: &str) -> Vec<Failed> {
        self.failures
            .all()
            .filter(|failed| failed.journal == journal)
            .filter(|failed| !self.journals[journal].contains(failed.run()))
            .collect()
    }
}
