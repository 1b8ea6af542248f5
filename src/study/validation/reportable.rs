//! How such a study is told and shown.

use serde_json::Value;

use super::report::{Contents, render};
use super::{Validated, Validation, figure, stability, words, write_tables};
use crate::experiment::{Threads, mean_seconds_of_runs};
use crate::figure::Figure;
use crate::figure::numbers::{counted, nouns};
use crate::output::{ManifestScenario, OutputError, Tables};
use crate::report::{Provenance, ReportError};
use crate::scenario::fact::{Fact, Role};
use crate::study::Runs;
use crate::study::reportable::{Head, Reportable, described};
use crate::words::{Words, say, words};

/// Title of a validation, of however many facts.
const TITLE: Words = words!("Stylised facts");
/// Facts, counted.
const FACTS: (Words, Words) = (words!("fact"), words!("facts"));

impl Reportable for Validation {
    fn head(&self) -> Head<'_> {
        let first = &self.facts[0];
        Head {
            kind: "validate",
            noun: words!("validation").text(),
            name: &self.name,
            title: TITLE.text(),
            replications: self.replications,
            scenario: ManifestScenario::of_many(
                &self.name,
                TITLE.english,
                &first.path,
                &first.arms[0].scenario,
            ),
            arms: self.variants().map(|variant| described(&variant)).collect(),
            measures: Vec::new(),
            data_notes: &[],
        }
    }

    fn announcement(&self) -> String {
        say!(
            "{}, {}, {} replications",
            counted(self.facts.len(), FACTS),
            counted(self.variants().count(), nouns::ARM),
            self.replications,
        )
    }

    fn notes(&self) -> Vec<String> {
        let facts = self.facts.iter().filter(|fact| fact.role == Role::Validation);
        facts.flat_map(overlaps).collect()
    }

    fn seconds_of_run(&self, threads: &Threads) -> f64 {
        let arms = self.facts.iter().flat_map(|fact| &fact.arms);
        mean_seconds_of_runs(arms.map(|arm| &arm.scenario.setup), threads)
    }

    fn write_tables(
        &self,
        validated: &Vec<Validated>,
        _runs: &dyn Runs,
        _threads: &Threads,
        tables: &mut Tables<'_>,
    ) -> Result<(), OutputError> {
        write_tables(tables, validated)
    }

    fn figures(&self, validated: &Vec<Validated>) -> Vec<(String, Figure)> {
        let figures = std::iter::once(figure::draw(validated)).chain(stability::draw(validated));
        figures.map(|figure| (figure.name.to_owned(), figure)).collect()
    }

    fn page(
        &self,
        validated: &Vec<Validated>,
        figures: &[Figure],
        provenance: Provenance<'_>,
    ) -> Result<String, ReportError> {
        render(&Contents {
            validated,
            figure: &figures[0],
            stability: figures.get(1),
            provenance,
        })
    }

    fn words(&self, validated: &Vec<Validated>) -> String {
        words::words(validated)
    }

    fn markdown(&self, validated: &Vec<Validated>) -> Option<String> {
        Some(words::markdown(validated))
    }

    fn json(&self, validated: &Vec<Validated>) -> Value {
        words::json(validated)
    }
}

/// What of its evidence a fact that is declared as validation shares with the parameter register.
fn overlaps(fact: &Fact) -> Vec<String> {
    let shared = fact.shared_evidence().into_iter();
    let said = shared.map(|(cited, keys)| {
        let (id, keys) = (&fact.id, keys.join(", "));
        say!("{id} is declared as validation, but {cited} is also a source of {keys}: it is built in")
    });
    said.collect()
}
