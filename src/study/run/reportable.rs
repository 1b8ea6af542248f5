//! How such a study is told and shown.

use serde_json::Value;

use super::report::{Contents, render};
use super::{RunAnswer, SingleRun, figures, snapshots, words};
use crate::experiment::{BesideKnown, Size, Threads};
use crate::figure::Figure;
use crate::output::{
    CodebookEntry, Format, KNOWN_COLUMNS, ManifestScenario, OutputError, known_table, remove_table,
    write_table,
};
use crate::report::text::{WORTH_TELLING_SECONDS, duration};
use crate::report::{Provenance, ReportError};
use crate::study::reportable::{Head, MeasureHead, Reportable, TableTarget};
use crate::study::{Runs, StoppingRule, name_of, out_of_reach};

/// Runs until this takes longer get an estimate first.
const LONG_SECONDS: f64 = 20.0;

const LARGE_BYTES: u64 = 1 << 30;

impl Reportable for SingleRun {
    fn head(&self) -> Head<'_> {
        let scenario = &self.scenario;
        let columns = self.columns().iter();
        Head {
            kind: "run",
            noun: "run",
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
            "months"
        } else {
            "weeks"
        };
        format!(
            "{}: {} citizens, {} {step}, {}",
            name_of(&self.scenario.title),
            setup.phases[0].parameters.population.citizens,
            setup.steps,
            self.stopping_rule,
        )
    }

    fn estimate(&self, _runs: u64, threads: &Threads) -> Option<String> {
        let replications = self.stopping_rule.first();
        let size = Size::of(&self.scenario.setup, replications, threads);
        let is_large = size.society_bytes.max(size.results_bytes) > LARGE_BYTES;
        (size.seconds > LONG_SECONDS || is_large).then(|| {
            let time = if size.seconds < WORTH_TELLING_SECONDS {
                String::new()
            } else {
                format!("about {} and ", duration(size.seconds))
            };
            format!(
                "This takes {time}{:.1} GB of memory, and leaves {:.1} GB of results. Ctrl-C stops it; the same command goes on.",
                (size.society_bytes + size.results_bytes) as f64 / 1e9,
                size.results_bytes as f64 / 1e9,
            )
        })
    }

    fn runs_at_most(&self) -> Option<u64> {
        self.stopping_rule.most().map(u64::from)
    }

    fn notes(&self) -> Vec<String> {
        self.scenario.idle_notes()
    }

    fn remarks(&self, answer: &RunAnswer) -> Vec<String> {
        match self.stopping_rule {
            StoppingRule::Precise { precision, .. } if !answer.reached.is_enough => {
                vec![out_of_reach(precision, answer.reached.replications)]
            }
            _ => Vec::new(),
        }
    }

    fn write_tables(
        &self,
        answer: &RunAnswer,
        _runs: &dyn Runs,
        target: &TableTarget<'_>,
    ) -> Result<(), OutputError> {
        let scenario = &self.scenario;
        let mut others = Vec::new();
        let known = BesideKnown::all(scenario, &answer.ensemble);
        if known.is_empty() {
            remove_table(target.folder, "known")?;
        } else {
            let times: Vec<String> = known.iter().map(|beside| beside.known.time.to_string()).collect();
            write_table(target.folder, &known_table(&known, &times), target.format)?;
            others.extend(KNOWN_COLUMNS.iter().map(CodebookEntry::fixed));
        }
        snapshots::write(self, target)?;
        if !self.snapshot_steps.is_empty() {
            others.extend(snapshots::codebook(scenario));
        }
        crate::output::write_tables(
            target.folder,
            &answer.ensemble,
            &answer.summaries,
            &others,
            target.format,
        )
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
