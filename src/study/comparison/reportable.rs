//! How such a study is told and shown.

use serde_json::Value;

use super::report::{Contents, render};
use super::{Compare, CompareAnswer, Comparison, figures, words, write_tables};
use crate::experiment::{Size, Threads, mean_seconds_of_runs};
use crate::figure::Figure;
use crate::figure::numbers::{counted, nouns, number};
use crate::figure::value_text;
use crate::output::{ManifestScenario, OutputError, Tables};
use crate::report::{Provenance, ReportError};
use crate::study::place::is_held_need_alone;
use crate::study::ranking::{self, RankingUnderDraws};
use crate::study::reportable::{Head, MeasureHead, Reportable, described};
use crate::study::{Runs, StoppingRule, out_of_reach, why};
use crate::words::{say, words};

/// Room that is worth telling.
const LARGE_BYTES: u64 = 1 << 30;

/// What is to be known about the arms: what differs in the place, and the variants that differ from the baseline in their
/// settings and in nothing else.
pub(super) fn notes(comparison: &Comparison) -> Vec<String> {
    let baseline = &comparison.arms[0];
    let idle = comparison.without_effect();
    let idle = idle.filter(|variant| !is_held_need_alone(baseline, variant)).map(|variant| {
        say!(
            "`{}` does what the baseline does, in every measure of every replication: nothing that it sets has an effect here.",
            variant.name()
        )
    });
    super::notes(&comparison.arms).into_iter().chain(idle).collect()
}

impl Compare {
    /// How the ranking fares over draws, in sentences; none where that is not asked for.
    pub(super) fn robustness(&self, answer: &CompareAnswer) -> Vec<String> {
        match (&self.ranking, &answer.robustness) {
            (Some(ranking), Some(found)) => ranking::sentences(ranking, found),
            (Some(_), None) => vec![say!(
                "`{}` has no value in every arm of any replication, so there is no ranking to try over draws.",
                self.key
            )],
            (None, _) => Vec::new(),
        }
    }
}

impl Compare {
    /// By which ways variants differ, in sentences; none where that is not asked for.
    pub(super) fn reasons(&self, answer: &CompareAnswer) -> Vec<String> {
        let Some((why, variants)) = self.shared(answer) else {
            return Vec::new();
        };
        let told = variants.iter();
        told.map(|(variant, shared)| why::sentence(why, &variant.name(), shared))
            .collect()
    }
}

impl Reportable for Compare {
    fn head(&self) -> Head<'_> {
        let baseline = &self.arms[0].scenario;
        Head {
            kind: "compare",
            noun: words!("comparison").text(),
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
        let target = target.map_or_else(String::new, |half_width| {
            format!("±{half_width} of {}, ", self.key)
        });
        let ranking = self.ranking.as_ref();
        let draws = ranking.map_or_else(String::new, |ranking| {
            format!("{} draws by {}, ", ranking.draws, self.key)
        });
        let why = self.why.as_ref();
        let why = why.map_or_else(String::new, |why| format!("why {}, ", why.column.key));
        target + &draws + &why
    }

    fn replications(&self, answer: &CompareAnswer) -> u32 {
        answer.reached.replications
    }

    fn announcement(&self) -> String {
        let variants = self.arms.len() - 1;
        let often = match self.stopping_rule {
            StoppingRule::Number(number) => say!("{number} replications of each"),
            StoppingRule::Precise { precision, .. } => say!(
                "replications until the difference in {} is known to ±{}",
                self.key,
                value_text(&precision.half_width.into())
            ),
        };
        say!(
            "{} against {}, {often}",
            self.arms[0].name(),
            counted(variants, nouns::VARIANT)
        )
    }

    fn seconds_of_run(&self, threads: &Threads) -> f64 {
        mean_seconds_of_runs(self.arms.iter().map(|arm| &arm.scenario.setup), threads)
    }

    fn room(&self, runs: u64, threads: &Threads) -> Option<String> {
        let runs = u32::try_from(runs).unwrap_or(u32::MAX);
        let bytes = Size::of(&self.arms[0].scenario.setup, runs, threads).results_bytes;
        (bytes > LARGE_BYTES).then(|| say!("{} GB for its results", number(bytes as f64 / 1e9, 1)))
    }

    fn forecasts(&self) -> bool {
        self.stopping_rule.most().is_some()
    }

    fn runs_at_most(&self) -> Option<u64> {
        let arms = self.arms.len() as u64;
        let draws = self.ranking.as_ref().map(RankingUnderDraws::runs);
        let most = self.stopping_rule.most().unwrap_or(self.stopping_rule.first());
        let why = self.why.as_ref().map(|why| why.runs(most));
        if self.stopping_rule.most().is_none() && draws.is_none() && why.is_none() {
            return None;
        }
        Some(u64::from(most) * arms + draws.unwrap_or(0) + why.unwrap_or(0))
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
        _threads: &Threads,
        tables: &mut Tables<'_>,
    ) -> Result<(), OutputError> {
        match self.shared(answer) {
            Some((why, variants)) => tables.write(why::table(why, &variants))?,
            None => tables.remove("why")?,
        }
        let answer = (&answer.comparison, answer.robustness.as_ref());
        write_tables(tables, answer, self.target())
    }

    fn figures(&self, answer: &CompareAnswer) -> Vec<(String, Figure)> {
        let why = self
            .shared(answer)
            .map(|(why, variants)| why::draw(why, &variants));
        let figures = figures::all(&answer.comparison).into_iter().chain(why);
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
            robustness: &self.robustness(answer),
            why: &self.reasons(answer),
            figures,
            provenance,
        })
    }

    fn words(&self, answer: &CompareAnswer) -> String {
        words::words(self, answer)
    }

    fn json(&self, answer: &CompareAnswer) -> Value {
        words::json(self, answer)
    }
}
