//! How such a study is told and shown.

use std::path::Path;

use serde_json::Value;

use super::report::{Contents, render};
use super::tables::write_tables;
use super::{BuildWorlds, ENSEMBLE, PlausibleWorlds, figures, words};
use crate::experiment::{Threads, seconds_of_run};
use crate::figure::Figure;
use crate::figure::numbers::{count, counted, nouns};
use crate::output::{Format, OutputError, Tables};
use crate::report::{Provenance, ReportError};
use crate::study::reportable::{Head, Reportable, measure_heads, of_plan};
use crate::study::{Failed, Runs};
use crate::words::{say, words};

/// How much longer a draw takes than its run: its values are read twice, and constants are solved by several births.
const DRAW_BY_RUN: f64 = 2.0;

impl Reportable for BuildWorlds {
    fn head(&self) -> Head<'_> {
        let plan = &self.plan;
        let sources: Vec<&str> = plan.targets.iter().map(|target| target.source.as_str()).collect();
        let words = format!("{}\n{}", plan.story, sources.join("\n"));
        Head {
            kind: "worlds",
            noun: words!("ensemble of worlds").text(),
            name: &plan.name,
            title: &plan.title,
            replications: 1,
            scenario: of_plan((&plan.title, &words, &plan.path), &plan.scenario),
            arms: Vec::new(),
            measures: measure_heads(&plan.measures),
            data_notes: &plan.scenario.data_notes,
        }
    }

    fn asked(&self) -> String {
        format!("{} worlds, {} draws, ", self.plan.count, self.plan.draws_most)
    }

    fn further_files(&self, _format: Format) -> Vec<String> {
        vec![ENSEMBLE.to_owned()]
    }

    fn announcement(&self) -> String {
        let plan = &self.plan;
        let (worlds, targets) = (
            counted(plan.count as usize, nouns::WORLD),
            counted(plan.targets.len(), nouns::TARGET),
        );
        let draws = count(plan.draws_most as usize);
        say!(
            "{}: {worlds} that meet {targets}, up to {draws} draws",
            plan.title
        )
    }

    fn seconds_of_run(&self, threads: &Threads) -> f64 {
        DRAW_BY_RUN * seconds_of_run(&self.plan.scenario.setup, threads)
    }

    fn runs_at_most(&self) -> Option<u64> {
        Some(self.plan.draws_most.into())
    }

    fn write_tables(
        &self,
        found: &PlausibleWorlds,
        _runs: &dyn Runs,
        _threads: &Threads,
        tables: &mut Tables<'_>,
    ) -> Result<(), OutputError> {
        write_tables(tables, &self.plan, found)?;
        tables.write_text(ENSEMBLE, &found.ensemble.text())
    }

    fn failed<'a>(&self, found: &'a PlausibleWorlds) -> &'a [Failed] {
        &found.failed
    }

    fn runs(&self, found: &PlausibleWorlds) -> u64 {
        found.draws() as u64
    }

    fn figures(&self, found: &PlausibleWorlds) -> Vec<(String, Figure)> {
        let figures = figures::draw(&self.plan, found).into_iter();
        figures.map(|figure| (figure.name.to_owned(), figure)).collect()
    }

    fn page(
        &self,
        found: &PlausibleWorlds,
        figures: &[Figure],
        provenance: Provenance<'_>,
    ) -> Result<String, ReportError> {
        render(&Contents {
            plan: &self.plan,
            found,
            figures,
            provenance,
        })
    }

    fn words(&self, found: &PlausibleWorlds) -> String {
        words::words(&self.plan, found)
    }

    fn afterwards(&self, folder: &Path) -> Option<String> {
        let folder = folder.display();
        Some(say!("All values of each world: samspil worlds export {folder}"))
    }

    fn json(&self, found: &PlausibleWorlds) -> Value {
        words::json(&self.plan, found)
    }
}
