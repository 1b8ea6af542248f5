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
    /// Why runs failed, by journal and run.
    failed: BTreeMap<(String, Address), String>,
}

impl<'a> Memory<'a> {
    /// No run yet.
    #[must_use]
    pub const fn new(threads: &'a Threads, watch: &'a dyn Watch) -> Self {
        Self {
            threads,
            watch,
            runs: BTreeMap::new(),
            failed: BTreeMap::new(),
        }
    }

    fn has_ended(&self, journal: &str, run: Address) -> bool {
        self.contains(journal, run) || self.failed.contains_key(&(journal.to_owned(), run))
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
                Err(reason) if batch.tolerant => {
                    self.failed.insert((journal.clone(), run.address), reason);
                }
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
        let failed = self.failed.iter().filter(|((own, _), _)| own == journal);
        failed
            .map(|((journal, run), reason)| Failed {
                journal: journal.clone(),
                configuration: run.configuration,
                replication: run.replication,
                reason: reason.clone(),
            })
            .collect()
    }
}
