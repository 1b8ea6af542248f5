//! How such a study is told and shown.

use serde_json::Value;

use super::report::{Contents, render};
use super::tables::Rows;
use super::{Sensitivity, SensitivityAnswer, figures, words};
use crate::experiment::{Threads, seconds_of_run};
use crate::figure::Figure;
use crate::figure::numbers::{counted, nouns};
use crate::output::{OutputError, Tables};
use crate::report::{Provenance, ReportError};
use crate::study::reportable::{Head, Reportable};
use crate::study::sweep::write_tables;
use crate::study::{Failed, Runs};
use crate::words::{say, words};

impl Reportable for Sensitivity {
    fn head(&self) -> Head<'_> {
        Head::of_plan(&self.planned.plan, words!("analysis").text())
    }

    fn announcement(&self) -> String {
        let plan = &self.planned.plan;
        let what = match plan.factors.len() {
            factors if factors == self.groups.len() => counted(factors, nouns::PARAMETER),
            factors => {
                let groups = (words!("group"), words!("groups"));
                say!("{factors} parameters in {}", counted(self.groups.len(), groups))
            }
        };
        say!(
            "{}: {what}, {} points, {} each",
            plan.title,
            self.planned.points.len(),
            counted(plan.replications as usize, nouns::RUN),
        )
    }

    fn remarks(&self, _answer: &Self::Answer) -> Vec<String> {
        self.planned.remarks()
    }

    fn seconds_of_run(&self, threads: &Threads) -> f64 {
        seconds_of_run(&self.planned.plan.scenario.setup, threads)
    }

    fn write_tables(
        &self,
        answer: &SensitivityAnswer,
        runs: &dyn Runs,
        _threads: &Threads,
        tables: &mut Tables<'_>,
    ) -> Result<(), OutputError> {
        write_tables((&self.planned, runs), (&answer.points, &answer.failed), tables)?;
        let rows = Rows::of(&answer.analysis);
        tables.write(rows.table(&self.planned.plan, &answer.analysis))
    }

    fn failed<'a>(&self, answer: &'a SensitivityAnswer) -> &'a [Failed] {
        &answer.failed
    }

    fn runs(&self, _answer: &SensitivityAnswer) -> u64 {
        self.planned.count()
    }

    fn figures(&self, answer: &SensitivityAnswer) -> Vec<(String, Figure)> {
        let figure = figures::draw(&self.planned.plan, &answer.analysis);
        vec![(figure.name.to_owned(), figure)]
    }

    fn page(
        &self,
        answer: &SensitivityAnswer,
        figures: &[Figure],
        provenance: Provenance<'_>,
    ) -> Result<String, ReportError> {
        render(&Contents {
            plan: &self.planned.plan,
            analysis: &answer.analysis,
            points: self.planned.points.len(),
            figures,
            failed: &answer.failed,
            provenance,
        })
    }

    fn words(&self, answer: &SensitivityAnswer) -> String {
        words::words(&self.planned.plan, &answer.analysis)
    }

    fn json(&self, answer: &SensitivityAnswer) -> Value {
        words::json(&self.planned, &answer.analysis)
    }
}
