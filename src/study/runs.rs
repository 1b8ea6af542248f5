//! Runs that are asked for as a study goes along, kept in a journal as they end.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::experiment::{Address, Completion, Societies, Threads, Watch, by_configuration, simulate};
use crate::output::{OutputError, Records, RunFolder};

/// A journal of runs.
#[derive(Debug)]
pub(in crate::study) struct Runs {
    records: Records,
    measures: usize,
}

/// Why runs that were asked for are not there.
#[derive(Debug)]
pub(in crate::study) enum NotReached {
    /// A file cannot be read or written.
    Output(OutputError),
    /// They were stopped in good order; so many runs are kept.
    Stopped {
        /// Runs in the journal.
        kept: usize,
    },
}

impl From<OutputError> for NotReached {
    fn from(error: OutputError) -> Self {
        Self::Output(error)
    }
}

impl Runs {
    /// Opens `<name>.journal` in a folder, for so many measures.
    pub(in crate::study) fn open(
        folder: &RunFolder,
        name: &str,
        measures: usize,
    ) -> Result<Self, OutputError> {
        Ok(Self {
            records: folder.records(name, 1 + measures)?,
            measures,
        })
    }

    /// Runs what is missing of so many replications of some configurations; gives those that cannot be run, with the
    /// reason. `number` is that of a configuration and a replication in the journal.
    pub(in crate::study) fn reach(
        &mut self,
        societies: &dyn Societies,
        configurations: Range<u32>,
        replications: u32,
        number: impl Fn(u32, u32) -> u32,
        (threads, watch): (&Threads, &dyn Watch),
    ) -> Result<BTreeMap<u32, String>, NotReached> {
        let missing: Vec<Address> = by_configuration(configurations, replications)
            .filter(|run| !self.records.contains(number(run.configuration, run.replication)))
            .collect();
        let records = &mut self.records;
        let mut failures = BTreeMap::new();
        let completion = simulate(societies, missing, threads, watch, |run| {
            let Address {
                configuration,
                replication,
            } = run.address;
            match run.outcome {
                Ok(values) => records.append(number(configuration, replication), &values)?,
                Err(reason) => {
                    failures.insert(configuration, reason);
                }
            }
            Ok::<_, OutputError>(())
        })?;
        match completion {
            Completion::Whole => Ok(failures),
            Completion::Stopped => Err(NotReached::Stopped {
                kept: self.records.len(),
            }),
        }
    }

    /// The values of some runs by measure; missing where a run is.
    pub(in crate::study) fn samples(
        &self,
        numbers: impl ExactSizeIterator<Item = u32>,
    ) -> Result<Vec<Vec<f64>>, OutputError> {
        let mut samples = vec![Vec::with_capacity(numbers.len()); self.measures];
        let mut values = Vec::with_capacity(1 + self.measures);
        for number in numbers {
            values.clear();
            self.records.read(number, &mut values)?;
            for (measure, sample) in samples.iter_mut().enumerate() {
                sample.push(values.get(1 + measure).copied().unwrap_or(f64::NAN));
            }
        }
        Ok(samples)
    }
}
