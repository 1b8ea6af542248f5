//! How such a study is told and shown.

use serde_json::Value;

use super::report::{Contents, render};
use super::{Invariance, InvarianceAnswer, MEASURES, figure, tables, words};
use crate::experiment::{Threads, seconds_of_run};
use crate::figure::Figure;
use crate::figure::numbers::{counted, nouns};
use crate::output::{ManifestScenario, OutputError, Tables};
use crate::report::{Provenance, ReportError};
use crate::study::Runs;
use crate::study::reportable::{Head, MeasureHead, Reportable, described};
use crate::words::{say, words};

impl Reportable for Invariance {
    fn head(&self) -> Head<'_> {
        let usual = self.usual();
        let others = self.design.arms.iter().enumerate();
        let others = others.filter(|(place, _)| *place != self.design.usual);
        let columns = (0..MEASURES.len()).map(|measure| self.column(measure));
        Head {
            kind: "validate",
            noun: words!("validation").text(),
            name: &usual.name,
            title: &usual.title,
            replications: self.replications,
            scenario: ManifestScenario::of(usual),
            arms: others.map(|(_, arm)| described(arm)).collect(),
            measures: columns
                .map(|column| MeasureHead {
                    name: &column.key,
                    unit: column.measure.unit,
                })
                .collect(),
            data_notes: &usual.data_notes,
        }
    }

    fn announcement(&self) -> String {
        let runs: u64 = self
            .design
            .towns
            .iter()
            .map(|town| u64::from(town.replications))
            .sum();
        say!(
            "{}: {}, {}",
            self.usual().title,
            counted(self.design.towns.len(), nouns::CONFIGURATION),
            counted(runs as usize, nouns::RUN),
        )
    }

    fn notes(&self) -> Vec<String> {
        self.design.left_out.clone()
    }

    fn remarks(&self, _answer: &InvarianceAnswer) -> Vec<String> {
        self.design.left_out.clone()
    }

    fn seconds_of_run(&self, threads: &Threads) -> f64 {
        let (mut seconds, mut runs) = (0.0, 0.0);
        for town in &self.design.towns {
            let number = f64::from(town.replications);
            seconds += number * seconds_of_run(&town.setup, threads);
            runs += number;
        }
        seconds / runs
    }

    fn write_tables(
        &self,
        answer: &InvarianceAnswer,
        _runs: &dyn Runs,
        _threads: &Threads,
        tables: &mut Tables<'_>,
    ) -> Result<(), OutputError> {
        tables::write_tables(tables, self, answer)
    }

    fn figures(&self, answer: &InvarianceAnswer) -> Vec<(String, Figure)> {
        let figures = figure::draw(self, answer).into_iter();
        figures.map(|figure| (figure.name.to_owned(), figure)).collect()
    }

    fn page(
        &self,
        answer: &InvarianceAnswer,
        figures: &[Figure],
        provenance: Provenance<'_>,
    ) -> Result<String, ReportError> {
        render(&Contents {
            study: self,
            answer,
            figures,
            provenance,
        })
    }

    fn words(&self, answer: &InvarianceAnswer) -> String {
        words::words(self, answer)
    }

    fn markdown(&self, answer: &InvarianceAnswer) -> Option<String> {
        Some(words::markdown(self, answer))
    }

    fn json(&self, answer: &InvarianceAnswer) -> Value {
        words::json(self, answer)
    }
}
