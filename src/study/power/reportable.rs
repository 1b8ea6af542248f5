//! How such a study is told and shown.

use serde_json::Value;

use super::report::{Contents, render};
use super::{PowerAnalysis, PowerAnswer, figure, tables, words};
use crate::experiment::{Threads, mean_seconds_of_runs};
use crate::figure::Figure;
use crate::figure::numbers::{counted, nouns};
use crate::output::{ManifestScenario, OutputError, Tables};
use crate::report::{Provenance, ReportError};
use crate::study::reportable::{Head, MeasureHead, Reportable, described};
use crate::study::{Runs, comparison};
use crate::words::{say, words};

impl Reportable for PowerAnalysis {
    fn head(&self) -> Head<'_> {
        let baseline = &self.arms[0].scenario;
        let column = self.column();
        Head {
            kind: "power",
            noun: words!("power analysis").text(),
            name: &baseline.name,
            title: &baseline.title,
            replications: self.replications,
            scenario: ManifestScenario::of(baseline),
            arms: self.arms[1..].iter().map(described).collect(),
            measures: vec![MeasureHead {
                name: &column.key,
                unit: column.measure.unit,
            }],
            data_notes: &baseline.data_notes,
        }
    }

    fn asked(&self) -> String {
        let effect = self.aim.effect.map_or_else(
            || "the pilot's own effect".to_owned(),
            |size| format!("an effect of {size}"),
        );
        let powers: Vec<String> = self.aim.powers.iter().map(f64::to_string).collect();
        format!("{effect} on {} at power {}, ", self.aim.key, powers.join(" and "))
    }

    fn announcement(&self) -> String {
        say!(
            "A pilot of {} against {}, {} of each",
            self.arms[0].name(),
            counted(self.arms.len() - 1, nouns::VARIANT),
            counted(self.replications as usize, nouns::REPLICATION),
        )
    }

    fn seconds_of_run(&self, threads: &Threads) -> f64 {
        mean_seconds_of_runs(self.arms.iter().map(|arm| &arm.scenario.setup), threads)
    }

    fn remarks(&self, answer: &PowerAnswer) -> Vec<String> {
        let mut remarks = comparison::notes(&self.arms);
        remarks.extend(words::warnings(self, answer));
        remarks
    }

    fn write_tables(
        &self,
        answer: &PowerAnswer,
        _runs: &dyn Runs,
        _threads: &Threads,
        tables: &mut Tables<'_>,
    ) -> Result<(), OutputError> {
        tables::write_tables(tables, self, answer)
    }

    fn figures(&self, answer: &PowerAnswer) -> Vec<(String, Figure)> {
        let figure = figure::draw(self, answer);
        vec![(figure.name.to_owned(), figure)]
    }

    fn page(
        &self,
        answer: &PowerAnswer,
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

    fn words(&self, answer: &PowerAnswer) -> String {
        words::words(self, answer)
    }

    fn json(&self, answer: &PowerAnswer) -> Value {
        words::json(self, answer)
    }
}
