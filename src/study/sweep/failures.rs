//! Runs that failed, kept as they fail: one JSON object per line.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

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

/// All failures of a folder, the last reason of each run.
#[derive(Debug)]
pub(super) struct Failures {
    path: PathBuf,
    /// By configuration and replication.
    reasons: BTreeMap<(u32, u32), String>,
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
            .map(|failed| ((failed.configuration, failed.replication), failed.reason))
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
        self.reasons
            .insert((failed.configuration, failed.replication), failed.reason);
        Ok(())
    }

    pub(super) fn contains(&self, configuration: u32, replication: u32) -> bool {
        self.reasons.contains_key(&(configuration, replication))
    }

    pub(super) fn all(&self) -> impl Iterator<Item = Failed> + '_ {
        self.reasons
            .iter()
            .map(|(&(configuration, replication), reason)| Failed {
                configuration,
                replication,
                reason: reason.clone(),
            })
    }
}
