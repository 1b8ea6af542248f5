//! Runs that failed, kept as they fail: one JSON object per line.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::experiment::Address;
use crate::output::OutputError;

/// Name of the file in the folder of a sweep.
pub(super) const FILE: &str = "failures.jsonl";

/// A run that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// Number of the configuration.
    pub configuration: u32,
    /// Number of the replication.
    pub replication: u32,
    /// Why.
    pub reason: String,
}

impl Failed {
    pub(super) const fn of(run: Address, reason: String) -> Self {
        Self {
            configuration: run.configuration,
            replication: run.replication,
            reason,
        }
    }

    pub(super) const fn address(&self) -> Address {
        Address {
            configuration: self.configuration,
            replication: self.replication,
        }
    }
}

/// All failures of a folder, the last reason of each run.
#[derive(Debug)]
pub(super) struct Failures {
    path: PathBuf,
    reasons: BTreeMap<Address, String>,
}

impl Failures {
    /// Reads those of a folder. A line that is torn counts as not written.
    pub(super) fn open(folder: &Path) -> Result<Self, OutputError> {
        let path = folder.join(FILE);
        let system = |error: io::Error| OutputError::system(&path, &error);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(system(error)),
        };
        let reasons = text
            .lines()
            .filter_map(|line| serde_json::from_str::<Failed>(line).ok())
            .map(|failed| (failed.address(), failed.reason))
            .collect();
        Ok(Self { path, reasons })
    }

    /// Appends a failure after a line end of its own, so that a torn line before it does no harm.
    pub(super) fn append(&mut self, failed: Failed) -> Result<(), OutputError> {
        let line = serde_json::to_string(&failed).expect("numbers and a text can be written as JSON");
        OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.path)
            .and_then(|mut file| file.write_all(format!("\n{line}\n").as_bytes()))
            .map_err(|error| OutputError::system(&self.path, &error))?;
        self.reasons.insert(failed.address(), failed.reason);
        Ok(())
    }

    pub(super) fn contains(&self, run: Address) -> bool {
        self.reasons.contains_key(&run)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = Failed> + '_ {
        self.reasons
            .iter()
            .map(|(run, reason)| Failed::of(*run, reason.clone()))
    }
}
