//! Runs that failed, kept as they fail: one JSON object per line.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::experiment::Address;
use crate::output::OutputError;

/// Name of the file in the folder of a study.
const FILE: &str = "failures.jsonl";

/// A run that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// The journal in which it would stand.
    pub journal: String,
    /// Number of the configuration.
    pub configuration: u32,
    /// Number of the replication.
    pub replication: u32,
    /// Why.
    pub reason: String,
}

impl Failed {
    /// Which run.
    #[must_use]
    pub const fn run(&self) -> Address {
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
    by_run: BTreeMap<(String, Address), Failed>,
    /// Those that are written down elsewhere alone.
    elsewhere: BTreeSet<(String, Address)>,
}

impl Failures {
    /// None yet, and no file.
    pub(super) const fn none() -> Self {
        Self {
            path: PathBuf::new(),
            by_run: BTreeMap::new(),
            elsewhere: BTreeSet::new(),
        }
    }

    /// Counts a failure that is written down elsewhere, where nothing is known of the run yet.
    pub(super) fn remember(&mut self, failed: Failed) {
        let key = (failed.journal.clone(), failed.run());
        if let Entry::Vacant(entry) = self.by_run.entry(key.clone()) {
            entry.insert(failed);
            self.elsewhere.insert(key);
        }
    }

    /// Writes a failure down here that is written down elsewhere alone.
    pub(super) fn keep(&mut self, journal: &str, run: Address) -> Result<(), OutputError> {
        let key = (journal.to_owned(), run);
        if !self.elsewhere.remove(&key) {
            return Ok(());
        }
        match self.by_run.remove(&key) {
            Some(failed) => self.append(failed),
            None => Ok(()),
        }
    }

    /// Reads those of a folder. A line that is torn counts as not written.
    pub(super) fn open(folder: &Path) -> Result<Self, OutputError> {
        let path = folder.join(FILE);
        let system = |error: io::Error| OutputError::system(&path, &error);
        let text = match std::fs::read(&path) {
            // A line that is torn within a letter is no line.
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(system(error)),
        };
        let by_run = text
            .lines()
            .filter_map(|line| serde_json::from_str::<Failed>(line).ok())
            .map(|failed| ((failed.journal.clone(), failed.run()), failed))
            .collect();
        Ok(Self {
            path,
            by_run,
            elsewhere: BTreeSet::new(),
        })
    }

    /// Appends a failure of another folder, where nothing is known of the run yet.
    pub(super) fn take_over(&mut self, failed: Failed) -> Result<(), OutputError> {
        if self.contains(&failed.journal, failed.run()) {
            return Ok(());
        }
        self.append(failed)
    }

    /// Appends a failure after a line end of its own, so that a torn line before it does no harm. One that is known is kept.
    pub(super) fn append(&mut self, failed: Failed) -> Result<(), OutputError> {
        let key = (failed.journal.clone(), failed.run());
        if self.by_run.get(&key) == Some(&failed) {
            return Ok(());
        }
        let line = serde_json::to_string(&failed).expect("numbers and a text can be written as JSON");
        OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.path)
            .and_then(|mut file| file.write_all(format!("\n{line}\n").as_bytes()))
            .map_err(|error| OutputError::system(&self.path, &error))?;
        self.by_run.insert(key, failed);
        Ok(())
    }

    pub(super) fn contains(&self, journal: &str, run: Address) -> bool {
        !self.by_run.is_empty() && self.by_run.contains_key(&(journal.to_owned(), run))
    }

    pub(super) fn all(&self) -> impl Iterator<Item = Failed> + '_ {
        self.by_run.values().cloned()
    }
}
