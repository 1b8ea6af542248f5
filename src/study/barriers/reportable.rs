//! How such a study is told and shown.

use serde_json::Value;

use super::report::{Contents, render};
use super::{Barriers, Findings, figures, words};
use crate::experiment::Threads;
use crate::figure::Figure;
use crate::figure::numbers::{counted, nouns};
use crate::output::{ManifestScenario, OutputError, Tables};
use crate::report::{Provenance, ReportError};
use crate::study::Runs;
use crate::study::reportable::{Head, Reportable, measure_heads};
use crate::words::{Words, say, words};

/// A barrier, as it is counted.
const BARRIER: (Words, Words) = (words!("barrier"), words!("barriers"));

impl Reportable for Barriers {
    fn head(&self) -> Head<'_> {
        Head {
            kind: "barriers",
            noun: words!("study").text(),
            name: &self.scenario.name,
            title: &self.scenario.title,
            replications: self.replications,
            scenario: ManifestScenario::of(&self.scenario),
            arms: Vec::new(),
            measures: measure_heads(&self.measures),
            data_notes: &self.scenario.data_notes,
        }
    }

    fn asked(&self) -> String {
        format!("{} pairs of orders, ", self.design.pairs)
    }

    fn announcement(&self) -> String {
        let (present, absent) = (self.design.present.len(), &self.design.absent);
        say!(
            "{}: {} above 0{}; {}, {} replications each",
            self.scenario.title,
            counted(present, BARRIER),
            match absent.len() {
                0 => String::new(),
                number => say!(", {number} not there"),
            },
            counted(self.design.arms().len(), nouns::VARIANT),
            self.replications,
        )
    }

    fn remarks(&self, _answer: &Findings) -> Vec<String> {
        self.note.iter().cloned().collect()
    }

    fn seconds_of_run(&self, threads: &Threads) -> f64 {
        Self::seconds_of_run(self, threads)
    }

    fn write_tables(
        &self,
        findings: &Findings,
        _runs: &dyn Runs,
        _threads: &Threads,
        tables: &mut Tables<'_>,
    ) -> Result<(), OutputError> {
        findings.write_tables(self, tables)
    }

    fn figures(&self, findings: &Findings) -> Vec<(String, Figure)> {
        let figures = figures::all(findings).into_iter();
        figures.map(|figure| (figure.name.to_owned(), figure)).collect()
    }

    fn page(
        &self,
        findings: &Findings,
        figures: &[Figure],
        provenance: Provenance<'_>,
    ) -> Result<String, ReportError> {
        render(&Contents {
            findings,
            title: &self.scenario.title,
            path: &self.scenario.path,
            figures,
            provenance,
        })
    }

    fn words(&self, findings: &Findings) -> String {
        let words = words::words(findings);
        if self.is_variant {
            format!("{}\n\n{words}", self.scenario.title)
        } else {
            words
        }
    }

    fn json(&self, findings: &Findings) -> Value {
        words::json(findings)
    }
}
