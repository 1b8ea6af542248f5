//! The report of a test: verdicts, the forest plot, and each hypothesis in words.

use askama::Template;

use crate::figure::Figure;
use crate::figure::numbers::{counted, fixed, nouns, number};
use crate::report::{Provenance, ReportError, command_line};
use crate::scenario::hypothesis::{Question, Rejection, SampleSize, Side, Yearly};
use crate::statistics::{PAIRS_FOR_EQUIVALENCE, Unseen};
use crate::study::hypothesis::decimals::{decimals, interval_text};
use crate::study::hypothesis::paths::names;
use crate::study::hypothesis::{
    By, LEVEL, PathEffects, Reach, Sequential, Tested, Verdict, VerdictRobustness,
};
use crate::words::{Words, given, say, words};

/// How p and interval of one hypothesis go together.
pub(crate) const P_AND_INTERVAL: Words = words!(
    "Where a direction is claimed, p is one-sided: it asks only whether the effect lies on the claimed side. \
     Intervals are two-sided, so one may reach past the value that is held against while p is below 0.05."
);

/// What the report of a test is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contents<'a> {
    /// The hypotheses with their verdicts.
    pub tested: &'a [Tested],
    /// The forest plot.
    pub figure: &'a Figure,
    /// How it came about.
    pub provenance: Provenance<'a>,
}

#[derive(Template)]
#[template(path = "study/hypothesis/report.html", config = "src/askama.toml")]
struct Page<'a> {
    contents: Contents<'a>,
    rows: Vec<Row>,
    heading: String,
    level: String,
    command: String,
}

/// One hypothesis as a table shows it, all numbers written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Id.
    pub id: String,
    /// The claim in words.
    pub claim: String,
    /// What is tested, as in `difference in participants_share, end`.
    pub what: String,
    /// The verdict in one word.
    pub verdict: String,
    /// Effect and interval.
    pub effect: String,
    /// What it is held against, as in `> 0`.
    pub bound: String,
    /// Smallest effect of interest.
    pub smallest: String,
    /// p-value of the claim.
    pub p: String,
    /// The same after Holm's correction.
    pub p_holm: String,
    /// p-value of the rejection after Holm's correction.
    pub rejection_holm: String,
    /// Replications, and how they were stopped.
    pub runs: String,
    /// Share of draws in which the verdict holds; empty without draws.
    pub holds: String,
    /// The verdicts over draws in words; empty without draws.
    pub robust: String,
    /// What to be careful about in this result; may be empty.
    pub caution: String,
    /// The note of the file.
    pub note: String,
    /// Sources of the claim.
    pub sources: Vec<String>,
}

impl Row {
    /// The effect in words.
    #[must_use]
    pub(crate) fn effect_words(&self) -> String {
        say!(
            "{} {}, smallest of interest {}",
            self.what,
            self.effect,
            self.smallest
        )
    }

    /// The p-values in words.
    #[must_use]
    pub(crate) fn p_words(&self) -> String {
        say!(
            "p {} (Holm {}), p of rejection (Holm) {}",
            self.p,
            self.p_holm,
            self.rejection_holm
        )
    }

    /// The replications in words.
    #[must_use]
    pub(crate) fn runs_words(&self) -> String {
        say!("replications: {}", self.runs)
    }
}

/// The hypotheses as rows of a table.
#[must_use]
pub(crate) fn rows(tested: &[Tested]) -> Vec<Row> {
    tested.iter().map(row).collect()
}

/// Renders the report of a test as HTML.
///
/// # Errors
/// When the template engine fails.
pub(crate) fn render(contents: &Contents<'_>) -> Result<String, ReportError> {
    let counts = Verdict::ALL.map(|verdict| {
        let tested = contents.tested.iter();
        let count = tested.filter(|tested| tested.verdict == verdict).count();
        format!("{count} {}", verdict.said())
    });
    let page = Page {
        contents: *contents,
        rows: rows(contents.tested),
        heading: format!(
            "{}: {}",
            counted(contents.tested.len(), nouns::HYPOTHESIS),
            counts.join(", ")
        ),
        level: format!("{} %", LEVEL * 100.0),
        command: command_line(contents.provenance.command),
    };
    Ok(page.render()?)
}

fn row(tested: &Tested) -> Row {
    let (hypothesis, estimate) = (&tested.hypothesis, &tested.estimate);
    let digits = decimals(estimate.interval.half_width(), hypothesis.smallest_effect);
    // Medians may be sure though not all replications are equal.
    let interval = if estimate.interval.half_width() == 0.0 && estimate.sequential.is_none() {
        say!("(equal in all {} replications)", estimate.complete)
    } else {
        interval_text(&estimate.interval, digits)
    };
    let replications = tested.replications();
    let (holds, robust) = tested.robustness.as_ref().map_or_else(
        || (String::new(), String::new()),
        |found| robustness_words(tested, found),
    );
    Row {
        id: hypothesis.id.clone(),
        claim: hypothesis.claim.to_string(),
        what: what(tested),
        verdict: tested.verdict.said().to_owned(),
        effect: format!("{} {interval}", fixed(estimate.effect, digits)),
        bound: bound(&hypothesis.question),
        smallest: given(hypothesis.smallest_effect),
        p: p_text(estimate.claim_p),
        p_holm: p_text(tested.claim_p_holm),
        rejection_holm: p_text(tested.rejection_p_holm),
        runs: match hypothesis.effort {
            SampleSize::Fixed(_) => say!("{replications} (fixed)"),
            SampleSize::Sequential(_) => say!("{replications} (sequential)"),
        },
        holds,
        robust,
        caution: caution(tested),
        note: hypothesis.note.to_string(),
        sources: hypothesis.sources.clone(),
    }
}

/// The verdicts over draws: in what share of them it holds, and all of them counted.
fn robustness_words(tested: &Tested, found: &VerdictRobustness) -> (String, String) {
    let holds = say!(
        "{:.0} % of {}",
        100.0 * found.share(tested.verdict),
        found.draws.len()
    );
    let counts = Verdict::ALL.map(|verdict| format!("{} {}", found.count(verdict), verdict.said()));
    let robust = say!(
        "over draws of the parameters it holds in {holds}: {}",
        counts.join(", ")
    );
    (holds, robust)
}

fn what(tested: &Tested) -> String {
    let hypothesis = &tested.hypothesis;
    let (measure, time) = (&hypothesis.measure, hypothesis.time);
    match &hypothesis.question {
        Question::Cycle { cycle, .. } => {
            let years = given(cycle.period_years);
            match cycle.yearly {
                Yearly::Mean => say!("share of a {years}-year cycle in yearly `{measure}` {time}"),
                Yearly::Rise => {
                    say!("share of a {years}-year cycle in yearly rises of `{measure}` {time}")
                }
            }
        }
        Question::Difference { .. } | Question::Equivalence => say!("difference in `{measure}` {time}"),
        Question::Interaction { .. } => say!("interaction in `{measure}` {time}"),
        Question::Mediation { paths, .. } => {
            let paths = names(paths);
            say!("part of the effect on `{measure}` {time} that goes through {paths}")
        }
        Question::Ordering { .. } => say!("weakest step in `{measure}` {time}"),
        Question::Threshold { .. } => say!("change of slope in `{measure}` {time}"),
        Question::Ratio { .. } => say!("ratio of effects on `{measure}` {time}"),
    }
}

fn bound(question: &Question) -> String {
    let bound = given(question.bound());
    match (question.side(), question) {
        (Some(Side::Greater), _) => format!("> {bound}"),
        (Some(Side::Less), _) => format!("< {bound}"),
        (None, Question::Equivalence | Question::Threshold { .. }) => "≈ 0".to_owned(),
        (None, _) => "≠ 0".to_owned(),
    }
}

fn caution(tested: &Tested) -> String {
    let estimate = &tested.estimate;
    let missing = tested.replications() as usize - estimate.complete.min(tested.replications() as usize);
    let mut parts: Vec<String> = estimate.note.iter().map(ToString::to_string).collect();
    parts.extend(certain_and_small(tested));
    parts.extend(estimate.sequential.iter().flat_map(sequential));
    parts.extend(estimate.paths.iter().flat_map(PathEffects::words));
    parts.extend(knot(tested));
    if is_small_by_few(tested) {
        parts.push(say!(
            "that it is too small rests on {} replications: an effect that is large in fewer than {} % of them may be missing",
            estimate.complete,
            number(100.0 * Unseen::in_pairs(estimate.complete).share_below, 0)
        ));
    }
    match missing {
        0 => {}
        1 => parts.push(say!("1 replication has no value in some arm and is left out")),
        missing => parts.push(say!(
            "{missing} replications have no value in some arm and are left out"
        )),
    }
    parts.join("; ")
}

/// Why a verdict is open though the effect lies on the claimed side for certain.
fn certain_and_small(tested: &Tested) -> Option<String> {
    let (hypothesis, estimate) = (&tested.hypothesis, &tested.estimate);
    let is_open = tested.verdict == Verdict::Undecided && tested.claim_p_holm <= LEVEL;
    (is_open && estimate.reach == Reach::Short).then(|| {
        say!(
            "undecided although p is small: the effect itself must lie {} beyond {} to support the claim, the smallest effect of interest, and \
             it does not; nor is it shown to fall short of that",
            given(hypothesis.smallest_effect),
            given(hypothesis.question.bound())
        )
    })
}

/// Whether a claim is rejected since its effect is too small, by a one-sided test of so few replications, fixed beforehand, that rare
/// effects may be missing.
fn is_small_by_few(tested: &Tested) -> bool {
    let (hypothesis, estimate) = (&tested.hypothesis, &tested.estimate);
    tested.verdict == Verdict::Rejected
        && hypothesis.rejection == Rejection::TooSmall
        && matches!(hypothesis.effort, SampleSize::Fixed(_))
        && estimate.complete < PAIRS_FOR_EQUIVALENCE
        && matches!(
            hypothesis.question,
            Question::Difference { .. }
                | Question::Interaction { .. }
                | Question::Ordering { .. }
                | Question::Cycle { .. }
        )
}

/// What a sequential test rests on, in words.
fn sequential(found: &Sequential) -> Vec<String> {
    let ties = match found.ties {
        0 => None,
        1 => Some(say!("in 1 replication the arms do not differ")),
        ties => Some(say!("in {ties} replications the arms do not differ")),
    };
    let evidence = rounded(found.evidence);
    let mut parts = match found.by {
        By::Bets { bounds, clipped } => {
            let clip = neat(bounds.high());
            let mut parts = vec![say!(
                "tested at every look by bets on the mean difference, evidence for the claim {evidence}"
            )];
            parts.push(match clipped {
                _ if bounds.are_exact() => say!("no difference can lie beyond ± {clip}"),
                0 => say!("differences would be clipped beyond ± {clip}, where none lies"),
                clipped => say!(
                    "differences clipped to ± {clip}: {clipped}; effect, interval and verdict are about what is left, and the mean of \
                     the differences as they are is {}",
                    fixed(found.mean, decimals(bounds.high() / 10.0, f64::INFINITY))
                ),
            });
            parts
        }
        By::Signs { wins, losses } => vec![
            say!(
                "tested at every look by signs, since nothing bounds the measure, evidence for the claim {evidence}"
            ),
            say!(
                "the claim tested is another one: not that the mean lies higher or lower, but that more replications do \
                 ({wins} above 0, {losses} below); effect and interval are those of the median"
            ),
        ],
    };
    parts.extend(ties);
    parts
}

/// A number without the rounding of its last digits, as 0.7 for ten times 0.07.
fn neat(value: f64) -> String {
    given(format!("{value:.9e}").parse().unwrap_or(value))
}

/// Evidence as people read it: whole numbers where it is large.
fn rounded(evidence: f64) -> String {
    match evidence {
        evidence if evidence.is_nan() => "–".to_owned(),
        evidence if evidence > 1e6 => format!("> {}", number(1e6, 0)),
        evidence if evidence >= 10.0 => number(evidence, 0),
        evidence => number(evidence, 2),
    }
}

/// Where a response bends, in words.
fn knot(tested: &Tested) -> Option<String> {
    let bend = tested.estimate.bend?;
    let interval = bend.knot_interval;
    let digits = decimals(interval.half_width(), interval.half_width());
    let (knot, interval) = (fixed(bend.knot, digits), interval_text(&interval, digits));
    Some(say!("it bends most at a dose of {knot} {interval}"))
}

/// A p-value as tables write it.
fn p_text(p: f64) -> String {
    match p {
        p if p.is_nan() => "–".to_owned(),
        p if p < 0.0001 => format!("< {}", fixed(0.0001, 4)),
        p if p < 0.01 => fixed(p, 4),
        p => fixed(p, 3),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_what_they_know() {
        assert_eq!(
            [0.000_01, 0.001_26, 0.0499, 1.0, f64::NAN].map(p_text),
            ["< 0.0001", "0.0013", "0.050", "1.000", "–"]
        );
    }
}
