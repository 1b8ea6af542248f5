//! How such a study is told and shown.

use serde_json::Value;

use super::report::{Contents, render};
use super::{Frontier, FrontierSearch, figure, words, write_tables};
use crate::experiment::{Threads, seconds_of_run};
use crate::figure::Figure;
use crate::figure::numbers::{counted, nouns};
use crate::output::{OutputError, Tables};
use crate::report::{Provenance, ReportError};
use crate::study::reportable::{Head, Reportable, measure_heads, of_plan};
use crate::study::{Failed, Runs};
use crate::words::{say, words};

impl Reportable for FrontierSearch {
    fn head(&self) -> Head<'_> {
        let plan = &self.plan;
        Head {
            kind: "frontier",
            noun: words!("search").text(),
            name: &plan.name,
            title: &plan.title,
            replications: plan.confirmation.replications,
            scenario: of_plan((&plan.title, &plan.story, &plan.path), &plan.scenario),
            arms: Vec::new(),
            measures: measure_heads(&plan.measures),
            data_notes: &plan.scenario.data_notes,
        }
    }

    fn asked(&self) -> String {
        let robustness = self.plan.robustness;
        format!("{} draws of {}, ", robustness.draws, robustness.replications)
    }

    fn announcement(&self) -> String {
        let most = self.most_designs();
        let designs = match self.space.size() {
            Some(all) if all <= most => say!("all {all} designs"),
            _ => say!("up to {most} designs"),
        };
        let replications = counted(self.plan.search.replications as usize, nouns::REPLICATION);
        say!("{}: {designs}, {replications} each", self.plan.title)
    }

    fn seconds_of_run(&self, threads: &Threads) -> f64 {
        seconds_of_run(&self.plan.scenario.setup, threads)
    }

    fn runs_at_most(&self) -> Option<u64> {
        Some(self.runs_at_most())
    }

    fn write_tables(
        &self,
        frontier: &Frontier,
        _runs: &dyn Runs,
        _threads: &Threads,
        tables: &mut Tables<'_>,
    ) -> Result<(), OutputError> {
        write_tables(tables, &self.plan, &self.space, frontier)
    }

    fn failed<'a>(&self, frontier: &'a Frontier) -> &'a [Failed] {
        &frontier.failed
    }

    fn runs(&self, frontier: &Frontier) -> u64 {
        frontier.searched.len() as u64 * u64::from(self.plan.search.replications)
    }

    fn figures(&self, frontier: &Frontier) -> Vec<(String, Figure)> {
        let figure = figure::draw(&self.plan, frontier);
        vec![(figure.name.to_owned(), figure)]
    }

    fn page(
        &self,
        frontier: &Frontier,
        figures: &[Figure],
        provenance: Provenance<'_>,
    ) -> Result<String, ReportError> {
        render(&Contents {
            plan: &self.plan,
            space: &self.space,
            frontier,
            figures,
            fresh_seed: self.fresh_seed(),
            provenance,
        })
    }

    fn words(&self, frontier: &Frontier) -> String {
        words::words(self, frontier)
    }

    fn json(&self, frontier: &Frontier) -> Value {
        words::json(self, frontier)
    }
}
