//! How such a study is told and shown.

use serde_json::Value;

#[cfg(feature = "parquet")]
use super::PARQUET_FROM_RUNS;
use super::report::{Contents, render};
use super::{Sweep, SweepAnswer, figures, words, write_tables};
use crate::experiment::{Threads, seconds_of_run};
use crate::figure::Figure;
use crate::figure::numbers::{counted, nouns};
use crate::output::{Format, OutputError, Tables};
use crate::report::{Provenance, ReportError};
use crate::study::reportable::{Head, Reportable};
use crate::study::{Failed, Runs};
use crate::words::{say, words};

impl Reportable for Sweep {
    fn head(&self) -> Head<'_> {
        Head::of_plan(&self.planned.plan, words!("sweep").text())
    }

    fn announcement(&self) -> String {
        let plan = &self.planned.plan;
        say!(
            "{}: {}, {} each",
            plan.title,
            counted(self.planned.points.len(), nouns::CONFIGURATION),
            counted(plan.replications as usize, nouns::RUN),
        )
    }

    fn remarks(&self, _answer: &Self::Answer) -> Vec<String> {
        self.planned.remarks()
    }

    fn seconds_of_run(&self, threads: &Threads) -> f64 {
        seconds_of_run(&self.planned.plan.scenario.setup, threads)
    }

    fn usual_format(&self) -> Format {
        #[cfg(feature = "parquet")]
        if self.planned.count() >= PARQUET_FROM_RUNS as u64 {
            return Format::Parquet;
        }
        Format::Csv
    }

    fn write_tables(
        &self,
        answer: &SweepAnswer,
        runs: &dyn Runs,
        _threads: &Threads,
        tables: &mut Tables<'_>,
    ) -> Result<(), OutputError> {
        write_tables((&self.planned, runs), (&answer.results, &answer.failed), tables)
    }

    fn failed<'a>(&self, answer: &'a SweepAnswer) -> &'a [Failed] {
        &answer.failed
    }

    fn runs(&self, _answer: &SweepAnswer) -> u64 {
        self.planned.count()
    }

    fn figures(&self, answer: &SweepAnswer) -> Vec<(String, Figure)> {
        let (plan, results) = (&self.planned.plan, &answer.results);
        let map =
            figures::heat_map(plan, &self.planned.points, results).map(|map| (map.name.to_owned(), map));
        let along = figures::along(plan, results);
        let along = along
            .into_iter()
            .map(|(factor, figure)| (format!("{}-{factor}", figure.name), figure));
        map.into_iter().chain(along).collect()
    }

    fn page(
        &self,
        answer: &SweepAnswer,
        figures: &[Figure],
        provenance: Provenance<'_>,
    ) -> Result<String, ReportError> {
        render(&Contents {
            planned: &self.planned,
            results: &answer.results,
            figures,
            failed: &answer.failed,
            provenance,
        })
    }

    fn words(&self, answer: &SweepAnswer) -> String {
        words::words(&self.planned, &answer.results)
    }

    fn json(&self, answer: &SweepAnswer) -> Value {
        words::json(&self.planned, &answer.results)
    }
}
