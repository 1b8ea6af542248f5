//! What is found while the tables of a file are filled in: faults that no single field shows, and the times it names.

use crate::scenario::Time;
use crate::scenario::document::Table;
use crate::scenario::fault::{Finding, Place};

/// Faults, and times with the key and the place they stand at.
#[derive(Default)]
pub(in crate::scenario) struct Found {
    pub(in crate::scenario) findings: Vec<Finding>,
    pub(in crate::scenario) times: Vec<(&'static str, Place, Time)>,
}

impl Found {
    pub(in crate::scenario) fn fault(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// The time under a key, which is kept with those that are named.
    pub(in crate::scenario) fn time(&mut self, table: &Table, key: &'static str) -> Option<Time> {
        let (time, place) = table.time(key)?;
        self.times.push((key, place, time));
        Some(time)
    }
}
