//! How such a study is told and shown.

use std::path::Path;

use serde_json::Value;

use super::report::{Contents, render};
use super::results::FITTED;
use super::{Calibrate, Calibration, figures, words, write_tables};
use crate::experiment::{Threads, seconds_of_run};
use crate::figure::numbers::{counted, nouns};
use crate::figure::{Figure, value_text};
use crate::output::{Format, OutputError, Tables};
use crate::report::{Provenance, ReportError};
use crate::scenario::Fitted;
use crate::study::reportable::{Head, Reportable, measure_heads, of_plan};
use crate::study::{Failed, Runs};
use crate::words::{say, words};

impl Reportable for Calibrate {
    fn head(&self) -> Head<'_> {
        let plan = &self.plan;
        let sources: Vec<&str> = plan.targets.iter().map(|target| target.source.as_str()).collect();
        let words = format!("{}\n{}", plan.story, sources.join("\n"));
        Head {
            kind: "calibrate",
            noun: words!("calibration").text(),
            name: &plan.name,
            title: &plan.title,
            replications: plan.sampler.replications,
            scenario: of_plan((&plan.title, &words, &plan.path), &plan.scenario),
            arms: Vec::new(),
            measures: measure_heads(&plan.measures),
            data_notes: &plan.scenario.data_notes,
        }
    }

    fn asked(&self) -> String {
        let sampler = &self.plan.sampler;
        format!(
            "{} runs, {} rounds, {} accepted, {} predictive, ",
            sampler.budget, sampler.rounds, sampler.acceptance, sampler.predictive
        )
    }

    fn further_files(&self, _format: Format) -> Vec<String> {
        vec![FITTED.to_owned()]
    }

    fn announcement(&self) -> String {
        let plan = &self.plan;
        say!(
            "{}: {} to {}, {} particles, up to {} runs",
            plan.title,
            counted(plan.parameters.len(), nouns::PARAMETER),
            counted(plan.targets.len(), nouns::TARGET),
            plan.sampler.particles,
            plan.sampler.budget,
        )
    }

    fn seconds_of_run(&self, threads: &Threads) -> f64 {
        seconds_of_run(&self.plan.scenario.setup, threads)
    }

    fn runs_at_most(&self) -> Option<u64> {
        Some(self.runs_at_most())
    }

    fn details(&self) -> Vec<String> {
        let prior = |fitted: &Fitted| {
            let prior = &fitted.prior;
            let (key, words) = (&fitted.factor.key, prior.words());
            let [low, high, base] =
                [prior.low, prior.high, fitted.base_value].map(|value| value_text(&value.into()));
            say!("{key}: {words} from {low} to {high}, {base} in the scenario")
        };
        self.plan.parameters.iter().map(prior).collect()
    }

    fn write_tables(
        &self,
        calibration: &Calibration,
        _runs: &dyn Runs,
        _threads: &Threads,
        tables: &mut Tables<'_>,
    ) -> Result<(), OutputError> {
        write_tables(tables, &self.plan, calibration)?;
        let fitted = calibration
            .fitted_toml(&self.plan)
            .map_err(|error| OutputError::foreign(&self.plan.path, error.to_string()))?;
        tables.write_text(FITTED, &fitted)
    }

    fn failed<'a>(&self, calibration: &'a Calibration) -> &'a [Failed] {
        &calibration.failed
    }

    fn runs(&self, calibration: &Calibration) -> u64 {
        calibration.evaluated as u64 * u64::from(self.plan.sampler.replications)
    }

    fn figures(&self, calibration: &Calibration) -> Vec<(String, Figure)> {
        let figures = figures::draw(&self.plan, calibration).into_iter();
        figures.map(|figure| (figure.name.to_owned(), figure)).collect()
    }

    fn page(
        &self,
        calibration: &Calibration,
        figures: &[Figure],
        provenance: Provenance<'_>,
    ) -> Result<String, ReportError> {
        render(&Contents {
            plan: &self.plan,
            calibration,
            figures,
            provenance,
        })
    }

    fn words(&self, calibration: &Calibration) -> String {
        words::words(&self.plan, calibration)
    }

    fn afterwards(&self, folder: &Path) -> Option<String> {
        let fitted = folder.join(FITTED);
        Some(say!("Run the fitted scenario: samspil run {}", fitted.display()))
    }

    fn json(&self, calibration: &Calibration) -> Value {
        words::json(&self.plan, calibration)
    }
}
