//! Runs that are asked for as a study goes along, kept in a journal as they end.

use std::collections::BTreeMap;

use crate::experiment::{Address, Completion, Societies, Threads, Watch, by_configuration, simulate};
use crate::output::{Journal, OutputError, RunFolder};

/// A journal of runs.
#[derive(Debug)]
pub(in crate::study) struct StageRuns {
    journal: Journal,
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

impl StageRuns {
    /// Opens `<name>.journal` in a folder, for so many measures.
    pub(in crate::study) fn open(
        folder: &RunFolder,
        name: &str,
        measures: usize,
    ) -> Result<Self, OutputError> {
        Ok(Self {
            journal: folder.journal(name, 1 + measures, 1)?,
            measures,
        })
    }

    /// Runs what is missing of so many replications of some configurations; gives those that cannot be run, with the
    /// reason.
    pub(in crate::study) fn reach(
        &mut self,
        societies: &dyn Societies,
        configurations: impl IntoIterator<Item = u32>,
        replications: u32,
        (threads, watch): (&Threads, &dyn Watch),
    ) -> Result<BTreeMap<u32, String>, NotReached> {
        let missing: Vec<Address> = configurations
            .into_iter()
            .flat_map(|configuration| by_configuration(configuration..configuration + 1, replications))
            .filter(|run| !self.journal.contains(*run))
            .collect();
        let journal = &mut self.journal;
        let mut failures = BTreeMap::new();
        let completion = simulate(societies, missing, threads, watch, |run| {
            match run.outcome {
                Ok(values) => journal.append(run.address, &values)?,
                Err(reason) => {
                    failures.insert(run.address.configuration, reason);
                }
            }
            Ok::<_, OutputError>(())
        })?;
        match completion {
            Completion::Whole => Ok(failures),
            Completion::Stopped => Err(NotReached::Stopped {
                kept: self.journal.len(),
            }),
        }
    }

    /// The values of the replications of a configuration by measure; missing where a run is.
    pub(in crate::study) fn samples(
        &self,
        configuration: u32,
        replications: u32,
    ) -> Result<Vec<Vec<f64>>, OutputError> {
        let mut samples = vec![Vec::with_capacity(replications as usize); self.measures];
        let mut values = Vec::with_capacity(1 + self.measures);
        for run in by_configuration(configuration..configuration + 1, replications) {
            values.clear();
            self.journal.read(run, &mut values)?;
            for (measure, sample) in samples.iter_mut().enumerate() {
                sample.push(values.get(1 + measure).copied().unwrap_or(f64::NAN));
            }
        }
        Ok(samples)
    }
}
