//! How such a study is told and shown.

use std::path::Path;

use serde_json::Value;

use super::report::{Contents, render};
use super::{DRAW_REPLICATIONS_MAX, HypothesisTest, Tested, figure, words, write_tables};
use crate::experiment::{Threads, mean_seconds_of_runs, seconds_of_run};
use crate::figure::Figure;
use crate::figure::numbers::{counted, nouns};
use crate::model::setup::Setup;
use crate::output::{ManifestScenario, OutputError, Tables};
use crate::report::{Provenance, ReportError};
use crate::scenario::hypothesis::Hypothesis;
use crate::study::Runs;
use crate::study::reportable::{Head, Reportable, described};
use crate::words::{Words, say, words};

/// Title of a test, of however many hypotheses.
const TITLE: Words = words!("Hypotheses");

impl HypothesisTest {
    /// That of the plan where there is one, else the usual one.
    fn title_or<'a>(&'a self, usual: &'a str) -> &'a str {
        self.points.as_ref().map_or(usual, |points| &points.plan.title)
    }

    fn path(&self) -> &Path {
        let points = self.points.as_ref();
        points.map_or(&self.hypotheses[0].path, |points| &points.plan.path)
    }
}

impl Reportable for HypothesisTest {
    fn head(&self) -> Head<'_> {
        let most = (0..self.hypotheses.len()).map(|index| self.replications_most(index));
        let first = &self.hypotheses[0];
        Head {
            kind: self.command(),
            noun: words!("test").text(),
            name: self.name(),
            title: self.title_or(TITLE.text()),
            replications: most.max().unwrap_or(0),
            scenario: ManifestScenario::of_many(
                self.name(),
                self.title_or(TITLE.english),
                self.path(),
                &first.arms[0].scenario,
            ),
            arms: self.variants().map(|variant| described(&variant)).collect(),
            measures: Vec::new(),
            data_notes: &[],
        }
    }

    fn asked(&self) -> String {
        let most = (0..self.hypotheses.len()).map(|index| self.replications_most(index).to_string());
        let most: Vec<String> = most.collect();
        format!("{} replications, {} draws, ", most.join(" "), self.draws)
    }

    fn replications(&self, tested: &Vec<Tested>) -> u32 {
        tested.iter().map(Tested::replications).max().unwrap_or(0)
    }

    fn announcement(&self) -> String {
        let count = self.hypotheses.len();
        if let Some(points) = &self.points {
            return say!(
                "{}: {} at {}",
                points.plan.title,
                points.plan.hypothesis.id,
                words::so_many_points(count)
            );
        }
        counted(count, nouns::HYPOTHESIS)
    }

    fn seconds_of_run(&self, threads: &Threads) -> f64 {
        let arms = self.hypotheses.iter().flat_map(|hypothesis| &hypothesis.arms);
        let setups: Vec<&Setup> = arms.map(|arm| &arm.scenario.setup).collect();
        let baselines = setups.iter().filter_map(|setup| setup.hold.as_ref());
        // A society whose paths are held has its baseline beside it.
        let beside: f64 = baselines
            .map(|hold| seconds_of_run(&hold.baseline, threads))
            .sum();
        let count = setups.len().max(1) as f64;
        mean_seconds_of_runs(setups.into_iter(), threads) + beside / count
    }

    fn runs_at_most(&self) -> Option<u64> {
        if self.is_known() {
            return None;
        }
        let of_hypothesis = |(index, hypothesis): (usize, &Hypothesis)| {
            let replications = self.replications_most(index);
            let drawn = self.draws * replications.min(DRAW_REPLICATIONS_MAX);
            hypothesis.arms.len() as u64 * u64::from(replications + drawn)
        };
        Some(self.hypotheses.iter().enumerate().map(of_hypothesis).sum())
    }

    fn remarks(&self, _tested: &Vec<Tested>) -> Vec<String> {
        let fewer = |(index, hypothesis): (usize, &Hypothesis)| {
            let (taken, declared) = (self.replications_most(index), hypothesis.effort.most());
            (taken < declared).then(|| {
                let id = &hypothesis.id;
                say!(
                    "{id} declares {declared} replications and is tested with {taken} at most (-n): this is not the test that was declared, \
                     and with fewer replications more stays undecided."
                )
            })
        };
        let mut remarks: Vec<String> = self.hypotheses.iter().enumerate().filter_map(fewer).collect();
        // One hypothesis at many points says so once.
        remarks.dedup();
        remarks
    }

    fn write_tables(
        &self,
        tested: &Vec<Tested>,
        _runs: &dyn Runs,
        _threads: &Threads,
        tables: &mut Tables<'_>,
    ) -> Result<(), OutputError> {
        write_tables(tables, tested, self.points.as_ref())
    }

    fn figures(&self, tested: &Vec<Tested>) -> Vec<(String, Figure)> {
        let figure = figure::draw(tested);
        vec![(figure.name.to_owned(), figure)]
    }

    fn page(
        &self,
        tested: &Vec<Tested>,
        figures: &[Figure],
        provenance: Provenance<'_>,
    ) -> Result<String, ReportError> {
        render(&Contents {
            tested,
            figure: &figures[0],
            provenance,
        })
    }

    fn words(&self, tested: &Vec<Tested>) -> String {
        match &self.points {
            Some(points) => words::at_points(points, tested),
            None => words::words(tested),
        }
    }

    fn markdown(&self, tested: &Vec<Tested>) -> Option<String> {
        Some(words::markdown(tested))
    }

    fn json(&self, tested: &Vec<Tested>) -> Value {
        words::json(tested, self.points.as_ref())
    }
}
