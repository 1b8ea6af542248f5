//! How such a study is told and shown.

use serde_json::Value;

#[cfg(feature = "parquet")]
use super::PARQUET_FROM_RUNS;
use super::report::{Contents, render};
use super::{Sweep, SweepAnswer, figures, words};
use crate::experiment::{Threads, seconds_of_run};
use crate::figure::Figure;
use crate::figure::numbers::counted;
use crate::output::{Format, OutputError};
use crate::report::{Provenance, ReportError};
use crate::study::reportable::{Head, Reportable, TableTarget};
use crate::study::{Failed, Runs};

impl Reportable for Sweep {
    fn head(&self) -> Head<'_> {
        Head::of_plan(&self.grid.plan, "sweep")
    }

    fn announcement(&self) -> String {
        let plan = &self.grid.plan;
        format!(
            "{}: {}, {} each",
            plan.title,
            counted(self.grid.points.len(), "configuration"),
            counted(plan.replications as usize, "run"),
        )
    }

    fn seconds_of_run(&self, threads: &Threads) -> f64 {
        seconds_of_run(&self.grid.plan.scenario.setup, threads)
    }

    fn usual_format(&self) -> Format {
        #[cfg(feature = "parquet")]
        if self.grid.count() >= PARQUET_FROM_RUNS as u64 {
            return Format::Parquet;
        }
        Format::Csv
    }

    fn write_tables(
        &self,
        answer: &SweepAnswer,
        runs: &dyn Runs,
        target: &TableTarget<'_>,
    ) -> Result<(), OutputError> {
        answer.write_tables(self, runs, target.folder, target.format)
    }

    fn failed<'a>(&self, answer: &'a SweepAnswer) -> &'a [Failed] {
        &answer.failed
    }

    fn runs(&self, _answer: &SweepAnswer) -> u64 {
        self.grid.count()
    }

    fn figures(&self, answer: &SweepAnswer) -> Vec<(String, Figure)> {
        let (plan, results) = (&self.grid.plan, &answer.results);
        let map = figures::heat_map(plan, &self.grid.points, results).map(|map| (map.name.to_owned(), map));
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
            grid: &self.grid,
            results: &answer.results,
            figures,
            failed: &answer.failed,
            provenance,
        })
    }

    fn words(&self, answer: &SweepAnswer) -> String {
        words::words(&self.grid, &answer.results)
    }

    fn json(&self, answer: &SweepAnswer) -> Value {
        words::json(&self.grid, &answer.results)
    }
}
