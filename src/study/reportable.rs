//! What a kind of study adds to the way that all go: what it says of itself, and how its answer is shown.

use std::path::Path;

use super::{Failed, Runs, Study, Variant};
use crate::experiment::Threads;
use crate::figure::Figure;
use crate::output::{Format, ManifestScenario, OutputError, Tables};
use crate::report::{Provenance, ReportError};
use crate::scenario::{Measured, Plan, Scenario};
use serde::Serialize;
use serde_json::Value;

/// What every answer says of itself.
pub struct Head<'a> {
    /// The command that gives such answers.
    pub kind: &'static str,
    /// What it is in a sentence: “This … is finished already”.
    pub noun: &'static str,
    /// Short name of what was asked about.
    pub name: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Replications that are asked for; an answer may have taken others.
    pub replications: u32,
    /// The scenario, or the first of many.
    pub scenario: ManifestScenario,
    /// The arms besides the baseline.
    pub arms: Vec<ManifestScenario>,
    /// The measures.
    pub measures: Vec<MeasureHead<'a>>,
    /// What is to be known of the data that were read.
    pub data_notes: &'a [String],
}

impl<'a> Head<'a> {
    /// What an answer over the points of a plan says of itself.
    #[must_use]
    pub fn of_plan(plan: &'a Plan, noun: &'static str) -> Self {
        Self {
            kind: plan.design.command(),
            noun,
            name: &plan.name,
            title: &plan.title,
            replications: plan.replications,
            scenario: of_plan((&plan.title, &plan.story, &plan.path), &plan.scenario),
            arms: Vec::new(),
            measures: measure_heads(&plan.measures),
            data_notes: &plan.scenario.data_notes,
        }
    }
}

/// The manifest's word for a plan, by title, words and path: its scenario, with the words of the plan.
pub(in crate::study) fn of_plan(
    (title, words, path): (&str, &str, &Path),
    scenario: &Scenario,
) -> ManifestScenario {
    let scenario = ManifestScenario::of(scenario);
    ManifestScenario {
        title: title.to_owned(),
        words: format!("{words}\n{}", scenario.words),
        path: path.display().to_string(),
        ..scenario
    }
}

/// The manifest's word for an arm.
#[must_use]
pub fn described(arm: &Variant) -> ManifestScenario {
    ManifestScenario {
        title: arm.title.clone(),
        ..ManifestScenario::of(&arm.scenario)
    }
}

/// A measure that an answer speaks of.
#[derive(Serialize)]
pub struct MeasureHead<'a> {
    /// Its key.
    pub name: &'a str,
    /// Its unit; empty for indices.
    pub unit: &'a str,
}

/// The measures of a plan.
#[must_use]
pub fn measure_heads(measures: &[Measured]) -> Vec<MeasureHead<'_>> {
    let measures = measures.iter();
    measures
        .map(|measured| MeasureHead {
            name: &measured.name,
            unit: measured.unit(),
        })
        .collect()
}

/// A study that can be shown.
pub trait Reportable: Study {
    /// What its answers say of themselves.
    fn head(&self) -> Head<'_>;

    /// What is asked of the runs beyond the question and a number of replications.
    fn asked(&self) -> String {
        String::new()
    }

    /// Replications that the answer rests on.
    fn replications(&self, _answer: &Self::Answer) -> u32 {
        self.head().replications
    }

    /// Files that are asked for besides what every answer has.
    fn further_files(&self, _format: Format) -> Vec<String> {
        Vec::new()
    }

    /// What is about to be simulated, on one line.
    fn announcement(&self) -> String;

    /// Seconds that a run takes on average, the threads shared among all.
    fn seconds_of_run(&self, threads: &Threads) -> f64;

    /// The room that so many runs take, where that is worth telling.
    fn room(&self, _runs: u64, _threads: &Threads) -> Option<String> {
        None
    }

    /// Whether it tells what it takes once its first runs have shown it.
    fn forecasts(&self) -> bool {
        false
    }

    /// Runs at most, where a study does not know beforehand how many it takes.
    fn runs_at_most(&self) -> Option<u64> {
        None
    }

    /// What a dry run says besides, line by line.
    fn details(&self) -> Vec<String> {
        Vec::new()
    }

    /// What is to be known before anything is simulated.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }

    /// What is to be known beside the answer.
    fn remarks(&self, _answer: &Self::Answer) -> Vec<String> {
        Vec::new()
    }

    /// The format of tables unless asked for another.
    fn usual_format(&self) -> Format {
        Format::Csv
    }

    /// Writes all tables; `runs` hold what is looked up once more, and `threads` simulate what is not kept.
    ///
    /// # Errors
    /// When a file cannot be written.
    fn write_tables(
        &self,
        answer: &Self::Answer,
        runs: &dyn Runs,
        threads: &Threads,
        tables: &mut Tables<'_>,
    ) -> Result<(), OutputError>;

    /// Runs that failed, where that loses nothing else.
    fn failed<'a>(&self, _answer: &'a Self::Answer) -> &'a [Failed] {
        &[]
    }

    /// All runs that its failed ones are counted among.
    fn runs(&self, _answer: &Self::Answer) -> u64 {
        0
    }

    /// The figures and their names.
    fn figures(&self, answer: &Self::Answer) -> Vec<(String, Figure)>;

    /// The report, a page of HTML.
    ///
    /// # Errors
    /// When it cannot be put together.
    fn page(
        &self,
        answer: &Self::Answer,
        figures: &[Figure],
        provenance: Provenance<'_>,
    ) -> Result<String, ReportError>;

    /// What the terminal shows, without the place of the report.
    fn words(&self, answer: &Self::Answer) -> String;

    /// The same as a table in Markdown, where that can be asked for.
    fn markdown(&self, _answer: &Self::Answer) -> Option<String> {
        None
    }

    /// What to do with what stands in the folder now.
    fn afterwards(&self, _folder: &Path) -> Option<String> {
        None
    }

    /// What programs read of the answer itself. A number that is not finite is `null`, which `json!` makes of it.
    fn json(&self, answer: &Self::Answer) -> Value;
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn what_is_not_finite_is_null() {
        let found = json!({ "mean": f64::NAN, "ends": [f64::NEG_INFINITY, 1.5], "p": Some(f64::INFINITY) });
        assert_eq!(found, json!({ "mean": null, "ends": [null, 1.5], "p": null }));
    }
}
