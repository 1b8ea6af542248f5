//! Runs that are made when they are asked for and kept in memory.

use std::collections::BTreeMap;

use super::{Batch, Failed, Incomplete, Runs};
use crate::experiment::{Address, Completion, Threads, Watch, simulate};
use crate::output::OutputError;

/// Runs without a folder: what is asked for is simulated at once, and gone when this is dropped.
pub struct Memory<'a> {
    threads: &'a Threads,
    watch: &'a dyn Watch,
    runs: BTreeMap<String, BTreeMap<Address, Vec<f64>>>,
    failed: Vec<Failed>,
}

impl<'a> Memory<'a> {
    /// No run yet.
    #[must_use]
    pub const fn new(threads: &'a Threads, watch: &'a dyn Watch) -> Self {
        Self {
            threads,
            watch,
            runs: BTreeMap::new(),
            failed: Vec::new(),
        }
    }

    fn has_ended(&self, journal: &str, run: Address) -> bool {
        self.contains(journal, run)
            || self
                .failed
                .iter()
                .any(|failed| failed.journal == journal && failed.run() == run)
    }

    fn make(&mut self, batch: &Batch<'_>) -> Result<(), Incomplete> {
        let missing: Vec<Address> = batch
            .runs()
            .filter(|run| !self.has_ended(&batch.layout(run.configuration).journal, *run))
            .collect();
        let (of, mut kept) = (missing.len() as u64, 0);
        let completion = simulate(batch.societies, missing, self.threads, self.watch, |run| {
            let journal = &batch.layout(run.address.configuration).journal;
            match run.outcome {
                Ok(values) => {
                    self.runs
                        .entry(journal.clone())
                        .or_default()
                        .insert(run.address, values);
                }
                Err(reason) if batch.tolerant => self.failed.push(Failed {
                    journal: journal.clone(),
                    configuration: run.address.configuration,
                    replication: run.address.replication,
                    reason,
                }),
                Err(reason) => {
                    let run = run.address;
                    return Err(Incomplete::Failed { run, reason });
                }
            }
            kept += 1;
            Ok(())
        })?;
        match completion {
            Completion::Whole => Ok(()),
            Completion::Stopped => Err(Incomplete::Stopped { kept, of }),
        }
    }
}

impl Runs for Memory<'_> {
    fn reach(&mut self, batches: &[Batch<'_>]) -> Result<(), Incomplete> {
        batches.iter().try_for_each(|batch| self.make(batch))
    }

    fn contains(&self, journal: &str, run: Address) -> bool {
        self.runs.get(journal).is_some_and(|runs| runs.contains_key(&run))
    }

    fn read(&self, journal: &str, run: Address, values: &mut Vec<f64>) -> Result<(), OutputError> {
        if let Some(kept) = self.runs.get(journal).and_then(|runs| runs.get(&run)) {
            values.extend_from_slice(kept);
        }
        Ok(())
    }

    fn failed(&self, journal: &str) -> Vec<Failed> {
        let mut failed: Vec<Failed> = self
            .failed
            .iter()
            .filter(|failed| failed.journal == journal)
            .cloned()
            .collect();
        failed.sort_by_key(Failed::run);
        failed
    }
}
