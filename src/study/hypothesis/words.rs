//! The answer of a test on the terminal.

use super::report::{P_AND_INTERVAL, rows};
use crate::report::text::{aligned, markdown_row};
use crate::scenario::Factor;
use crate::scenario::hypothesis::SampleSize;
use crate::study::hypothesis::{
    By, PathEffects, Sequential, Tested, TestedPoints, Verdict, VerdictRobustness,
};
use crate::study::points::value_said;
use crate::words::{Language, say, within};
use serde_json::{Map, Value, json};

/// So many points of a plan.
pub(super) fn so_many_points(count: usize) -> String {
    match count {
        1 => say!("1 point"),
        count => say!("{count} points"),
    }
}

/// What came out, a paragraph per hypothesis.
pub(super) fn words(tested: &[Tested]) -> String {
    let rows = rows(tested);
    let width = rows.iter().map(|row| row.id.chars().count()).max().unwrap_or(0);
    let paragraphs = rows.iter().map(|row| {
        let mut lines = vec![
            format!("{:width$}  {:9}  {}", row.id, row.verdict, row.claim),
            format!("{:width$}  {}", "", row.effect_words()),
            format!("{:width$}  {}; {}", "", row.p_words(), row.runs_words()),
        ];
        let further = [&row.robust, &row.caution]
            .into_iter()
            .filter(|line| !line.is_empty());
        lines.extend(further.map(|line| format!("{:width$}  {line}", "")));
        lines.join("\n") + "\n\n"
    });
    paragraphs.collect::<String>() + &P_AND_INTERVAL
}

/// What came out of one hypothesis at many points, a row per point.
pub(super) fn at_points(tested_points: &TestedPoints, tested: &[Tested]) -> String {
    let TestedPoints { plan, points } = tested_points;
    let mut header = Factor::short_names(&plan.factors);
    header.extend([
        say!("verdict"),
        say!("effect and 95 % interval"),
        say!("p (Holm)"),
    ]);
    let mut table = vec![header];
    for (point, row) in rows(tested).into_iter().enumerate() {
        let mut cells: Vec<String> = points.values(point).iter().map(value_said).collect();
        cells.extend([row.verdict, row.effect, row.p_holm]);
        table.push(cells);
    }
    let count = |verdict: Verdict| tested.iter().filter(|tested| tested.verdict == verdict).count();
    let counts = Verdict::ALL.map(|verdict| format!("{} {}", count(verdict), verdict.said()));
    format!(
        "{}\n{}: {}\n{}\n\n{}\n{} {P_AND_INTERVAL}",
        plan.title,
        plan.hypothesis.id,
        plan.hypothesis.claim,
        say!("Of {}: {}.", so_many_points(tested.len()), counts.join(", ")),
        aligned(&table),
        say!("p-values are corrected over all points (Holm)."),
    )
}

/// The same as a table in Markdown, in English.
pub(super) fn markdown(tested: &[Tested]) -> String {
    let mut text = "| id | claim | test | verdict | effect [95 % interval] | held against | smallest effect of interest | p | p (Holm) | p of rejection (Holm) | replications | verdict holds in draws |\n\
                    |---|---|---|---|---|---|---|---|---|---|---|---|\n"
        .to_owned();
    for row in &within(Language::English, || rows(tested)) {
        let cells = [
            &row.id,
            &row.claim,
            &row.what,
            &row.verdict,
            &row.effect,
            &row.bound,
            &row.smallest,
            &row.p,
            &row.p_holm,
            &row.rejection_holm,
            &row.runs,
            &row.holds,
        ];
        text += &markdown_row(cells);
    }
    text
}

/// What programs read.
pub(super) fn json(tested: &[Tested], tested_points: Option<&TestedPoints>) -> Value {
    let mut list: Vec<Value> = tested.iter().map(hypothesis).collect();
    if let Some(TestedPoints { plan, points }) = tested_points {
        for (point, value) in list.iter_mut().enumerate() {
            let values = plan.factors.iter().zip(points.values(point));
            let factors: Map<String, Value> = values
                .map(|(factor, value)| (factor.key.clone(), json!(value)))
                .collect();
            value["factors"] = factors.into();
        }
    }
    json!({ "family": tested.len(), "hypotheses": list })
}

fn hypothesis(tested: &Tested) -> Value {
    let (hypothesis, estimate) = (&tested.hypothesis, &tested.estimate);
    let arms: Vec<Value> = hypothesis
        .arms
        .iter()
        .zip(tested.arms())
        .map(|(arm, moments)| {
            json!({
                "name": arm.name,
                "mean": moments.mean(),
                "standard_deviation": moments.standard_deviation(),
            })
        })
        .collect();
    json!({
        "id": hypothesis.id,
        "claim": hypothesis.claim,
        "kind": hypothesis.question.kind(),
        "measure": hypothesis.measure,
        "verdict": tested.verdict.word(),
        "effect": estimate.effect,
        "interval": estimate.interval.ends(),
        "bound": hypothesis.question.bound(),
        "smallest_effect": hypothesis.smallest_effect,
        "p": estimate.claim_p,
        "p_holm": tested.claim_p_holm,
        "p_rejection": estimate.rejection_p,
        "p_rejection_holm": tested.rejection_p_holm,
        "replications": tested.replications(),
        "sequential": matches!(hypothesis.effort, SampleSize::Sequential(_)),
        "rests_on": estimate.sequential.as_ref().map(sequential),
        "through_paths": estimate.paths.as_ref().map(through_paths),
        "knot": estimate.bend.map(|bend| json!({
            "at": bend.knot,
            "interval": bend.knot_interval.ends(),
            "p_fit": bend.p_fit,
        })),
        "note": estimate.note.map(|note| within(Language::English, || note.to_string())),
        "arms": arms,
        "robustness": tested.robustness.as_ref().map(|found| robustness(tested, found)),
    })
}

/// The effects behind a mediation.
fn through_paths(found: &PathEffects) -> Value {
    let paths = found.paths.iter().zip(&found.shares.paths).map(|(path, of)| {
        json!({
            "path": path.word(),
            "share": of.share.value,
            "share_error": of.share.standard_error(),
            "alone": of.alone.mean(),
            "last": of.last.mean(),
        })
    });
    json!({
        "effect": found.effect,
        "direct": found.direct,
        "pure_indirect": found.pure_indirect,
        "interaction": found.interaction,
        "paths": paths.collect::<Vec<_>>(),
    })
}

/// What a sequential test rests on.
fn sequential(found: &Sequential) -> Value {
    let mut value = json!({
        "evidence": found.evidence.min(f64::MAX),
        "evidence_rejection": found.rejection_evidence.min(f64::MAX),
        "ties": found.ties,
        "dropped": found.dropped,
        "mean_unclipped": found.mean,
    });
    match found.by {
        By::Bets { bounds, clipped } => {
            value["method"] = json!("bets");
            value["clip"] = json!(bounds.high());
            value["clip_is_exact"] = json!(bounds.are_exact());
            value["clipped"] = json!(clipped);
        }
        By::Signs { wins, losses } => {
            value["method"] = json!("signs");
            value["wins"] = json!(wins);
            value["losses"] = json!(losses);
        }
    }
    value
}

fn robustness(tested: &Tested, found: &VerdictRobustness) -> Value {
    json!({
        "draws": found.draws.len(),
        "holds": found.share(tested.verdict),
        "supported": found.count(Verdict::Supported),
        "rejected": found.count(Verdict::Rejected),
        "undecided": found.count(Verdict::Undecided),
    })
}
