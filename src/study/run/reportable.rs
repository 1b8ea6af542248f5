//! How such a study is told and shown.

use serde_json::Value;

use super::report::{Contents, render};
use super::{RunAnswer, SingleRun, figures, snapshots, words};
use crate::experiment::{BesideKnown, Size, Threads, seconds_of_run};
use crate::figure::Figure;
use crate::figure::numbers::{counted, nouns, number};
use crate::output::{Format, ManifestScenario, OutputError, Tables, known_table, write_run};
use crate::report::{Provenance, ReportError};
use crate::study::reportable::{Head, MeasureHead, Reportable};
use crate::study::{Runs, StoppingRule, name_of, out_of_reach};
use crate::words::{say, words};

/// Room that is worth telling.
const LARGE_BYTES: u64 = 1 << 30;

impl Reportable for SingleRun {
    fn head(&self) -> Head<'_> {
        let scenario = &self.scenario;
        let columns = self.columns().iter();
        Head {
            kind: "run",
            noun: words!("run").text(),
            name: &scenario.name,
            title: &scenario.title,
            replications: self.stopping_rule.first(),
            scenario: ManifestScenario::of(scenario),
            arms: Vec::new(),
            measures: columns
                .map(|column| MeasureHead {
                    name: &column.key,
                    unit: column.measure.unit,
                })
                .collect(),
            data_notes: &scenario.data_notes,
        }
    }

    fn replications(&self, answer: &RunAnswer) -> u32 {
        answer.reached.replications
    }

    fn further_files(&self, format: Format) -> Vec<String> {
        let files = self.snapshot_steps.iter();
        files
            .map(|step| format.file(&format!("snapshot-{step}")))
            .collect()
    }

    fn announcement(&self) -> String {
        let setup = &self.scenario.setup;
        let step = if setup.steps_per_year == 12 {
            nouns::MONTH
        } else {
            nouns::WEEK
        };
        say!(
            "{}: {}, {}, {}",
            name_of(&self.scenario.title),
            counted(setup.citizens() as usize, nouns::CITIZEN),
            counted(setup.steps as usize, step),
            self.stopping_rule,
        )
    }

    fn seconds_of_run(&self, threads: &Threads) -> f64 {
        seconds_of_run(&self.scenario.setup, threads)
    }

    fn room(&self, runs: u64, threads: &Threads) -> Option<String> {
        let runs = u32::try_from(runs).unwrap_or(u32::MAX);
        let size = Size::of(&self.scenario.setup, runs, threads);
        let gigabytes = |bytes: u64| number(bytes as f64 / 1e9, 1);
        (size.society_bytes.max(size.results_bytes) > LARGE_BYTES).then(|| {
            say!(
                "{} GB of memory, and leaves {} GB of results",
                gigabytes(size.society_bytes + size.results_bytes),
                gigabytes(size.results_bytes),
            )
        })
    }

    fn forecasts(&self) -> bool {
        self.stopping_rule.most().is_some()
    }

    fn runs_at_most(&self) -> Option<u64> {
        self.stopping_rule.most().map(u64::from)
    }

    fn notes(&self) -> Vec<String> {
        self.scenario.notes()
    }

    fn remarks(&self, answer: &RunAnswer) -> Vec<String> {
        let unreached = match self.stopping_rule {
            StoppingRule::Precise { precision, .. } if !answer.reached.is_enough => {
                Some(out_of_reach(precision, answer.reached.replications))
            }
            _ => None,
        };
        let notes = self.scenario.note_on_counting().into_iter();
        notes.chain(unreached).collect()
    }

    fn write_tables(
        &self,
        answer: &RunAnswer,
        _runs: &dyn Runs,
        threads: &Threads,
        tables: &mut Tables<'_>,
    ) -> Result<(), OutputError> {
        write_run(tables, &answer.ensemble, &answer.summaries)?;
        let known = BesideKnown::all(&self.scenario, &answer.ensemble);
        if known.is_empty() {
            tables.remove("known")?;
        } else {
            let times: Vec<String> = known.iter().map(|beside| beside.known.time.to_string()).collect();
            tables.write(known_table(&known, &times))?;
        }
        snapshots::write(self, threads, tables)
    }

    fn figures(&self, answer: &RunAnswer) -> Vec<(String, Figure)> {
        let figures = figures::all(&self.scenario, &answer.ensemble, &answer.summaries);
        let figures = figures.into_iter();
        figures.map(|figure| (figure.name.to_owned(), figure)).collect()
    }

    fn page(
        &self,
        answer: &RunAnswer,
        figures: &[Figure],
        provenance: Provenance<'_>,
    ) -> Result<String, ReportError> {
        render(&Contents {
            scenario: &self.scenario,
            ensemble: &answer.ensemble,
            summaries: &answer.summaries,
            figures,
            provenance,
        })
    }

    fn words(&self, answer: &RunAnswer) -> String {
        words::words(&self.scenario, &answer.ensemble, &answer.summaries)
    }

    fn json(&self, answer: &RunAnswer) -> Value {
        words::json(&self.scenario, &answer.ensemble, &answer.summaries)
    }
}
