//! How such a study is told and shown.

use serde_json::Value;

use super::report::{Contents, render};
use super::{Compare, CompareAnswer, Comparison, figures, words, write_tables};
use crate::experiment::{Size, Threads};
use crate::figure::Figure;
use crate::output::{ManifestScenario, OutputError};
use crate::report::text::duration;
use crate::report::{Provenance, ReportError};
use crate::study::reportable::{Head, MeasureHead, Reportable, TableTarget, described};
use crate::study::{Runs, StoppingRule, Variant, out_of_reach};

/// Comparisons until this takes longer get an estimate first.
const LONG_SECONDS: f64 = 20.0;

/// What is to be known about the arms: what differs in the place, and the variants that differ from the baseline in their
/// settings and in nothing else.
fn notes(comparison: &Comparison) -> Vec<String> {
    let idle = comparison.without_effect().map(|variant| {
        format!(
            "`{}` does what the baseline does, in every measure of every replication: nothing that it sets has an effect here.",
            variant.name()
        )
    });
    super::notes(&comparison.arms).into_iter().chain(idle).collect()
}

impl Reportable for Compare {
    fn head(&self) -> Head<'_> {
        let baseline = &self.arms[0].scenario;
        Head {
            kind: "compare",
            noun: "comparison",
            name: &baseline.name,
            title: &baseline.title,
            replications: self.stopping_rule.first(),
            scenario: ManifestScenario::of(baseline),
            arms: self.arms[1..].iter().map(described).collect(),
            measures: self
                .columns()
                .iter()
                .map(|column| MeasureHead {
                    name: &column.key,
                    unit: column.measure.unit,
                })
                .collect(),
            data_notes: &baseline.data_notes,
        }
    }

    fn asked(&self) -> String {
        let target = self.target();
        target.map_or_else(String::new, |half_width| {
            format!("±{half_width} of {}, ", self.key)
        })
    }

    fn replications(&self, answer: &CompareAnswer) -> u32 {
        answer.reached.replications
    }

    fn announcement(&self) -> String {
        let variants = self.arms.len() - 1;
        let plural = if variants == 1 { "" } else { "s" };
        let often = match self.stopping_rule {
            StoppingRule::Number(number) => format!("{number} replications of each"),
            StoppingRule::Precise { precision, .. } => format!(
                "replications until the difference in {} is known to ±{}",
                self.key, precision.half_width
            ),
        };
        format!(
            "{} against {variants} variant{plural}, {often}",
            self.arms[0].name()
        )
    }

    fn estimate(&self, _runs: u64, threads: &Threads) -> Option<String> {
        let size = |arm: &Variant| Size::of(&arm.scenario.setup, self.stopping_rule.first(), threads);
        let lives = self.arms.iter().map(|arm| size(arm).seconds);
        let second_births = self.arms[1..].iter().map(|arm| size(arm).birth_seconds);
        let seconds: f64 = lives.chain(second_births).sum();
        let results: u64 = self.arms.iter().map(|arm| size(arm).results_bytes).sum();
        (seconds > LONG_SECONDS).then(|| {
            format!(
                "This takes about {} and leaves {:.1} GB of results. Ctrl-C stops it; the same command goes on.",
                duration(seconds),
                results as f64 / 1e9
            )
        })
    }

    fn runs_at_most(&self) -> Option<u64> {
        let arms = self.arms.len() as u64;
        self.stopping_rule.most().map(|most| u64::from(most) * arms)
    }

    fn remarks(&self, answer: &CompareAnswer) -> Vec<String> {
        let mut remarks = notes(&answer.comparison);
        if let (StoppingRule::Precise { precision, .. }, false) =
            (self.stopping_rule, answer.reached.is_enough)
        {
            remarks.push(out_of_reach(precision, answer.reached.replications));
        }
        remarks
    }

    fn write_tables(
        &self,
        answer: &CompareAnswer,
        _runs: &dyn Runs,
        target: &TableTarget<'_>,
    ) -> Result<(), OutputError> {
        write_tables(target.folder, &answer.comparison, self.target(), target.format)
    }

    fn figures(&self, answer: &CompareAnswer) -> Vec<(String, Figure)> {
        let figures = figures::all(&answer.comparison).into_iter();
        figures.map(|figure| (figure.name.to_owned(), figure)).collect()
    }

    fn page(
        &self,
        answer: &CompareAnswer,
        figures: &[Figure],
        provenance: Provenance<'_>,
    ) -> Result<String, ReportError> {
        render(&Contents {
            comparison: &answer.comparison,
            target: self.target(),
            notes: &notes(&answer.comparison),
            figures,
            provenance,
        })
    }

    fn words(&self, answer: &CompareAnswer) -> String {
        words::words(self, &answer.comparison)
    }

    fn json(&self, answer: &CompareAnswer) -> Value {
        words::json(self, &answer.comparison)
    }
}
