//! The answer of a test on the terminal.

use samspil::output::RunFolder;
use samspil::report::hypotheses::{P_AND_INTERVAL, Row, rows};
use samspil::scenario::hypothesis::Effort;
use samspil::study::hypothesis::{Robustness, Tested, Verdict};
use serde_json::{Value, json};

use super::Options;
use crate::cli::CommandResult;
use crate::cli::terminal::Terminal;

/// Says what came out and where it lies.
pub(super) fn give(
    options: &Options,
    folder: &RunFolder,
    tested: &[Tested],
    terminal: &Terminal,
) -> CommandResult {
    if terminal.json {
        return terminal.answer_study(as_json(folder, tested));
    }
    let rows = rows(tested);
    if options.markdown {
        return Terminal::answer(&markdown(&rows));
    }
    let report = folder.path().join("report.html");
    Terminal::answer(&format!(
        "{}{P_AND_INTERVAL}\nReport: {}\n",
        plain(&rows),
        report.display()
    ))
}

fn plain(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.id.chars().count()).max().unwrap_or(0);
    let paragraphs = rows.iter().map(|row| {
        let mut lines = vec![
            format!("{:width$}  {:9}  {}", row.id, row.verdict, row.claim),
            format!(
                "{:width$}  {} {}, smallest of interest {}",
                "", row.what, row.effect, row.smallest
            ),
            format!("{:width$}  {}; {}", "", row.p_words(), row.runs_words()),
        ];
        let further = [&row.robust, &row.caution]
            .into_iter()
            .filter(|line| !line.is_empty());
        lines.extend(further.map(|line| format!("{:width$}  {line}", "")));
        lines.join("\n") + "\n\n"
    });
    paragraphs.collect()
}

fn markdown(rows: &[Row]) -> String {
    let mut text = "| id | claim | test | verdict | effect [95 % interval] | held against | smallest effect of interest | p | p (Holm) | p of rejection (Holm) | replications | verdict holds in draws |\n\
                    |---|---|---|---|---|---|---|---|---|---|---|---|\n"
        .to_owned();
    for row in rows {
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
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        text = text + "| " + &cells.join(" | ") + " |\n";
    }
    text
}

fn as_json(folder: &RunFolder, tested: &[Tested]) -> Value {
    let list: Vec<Value> = tested.iter().map(hypothesis).collect();
    json!({
        "folder": folder.path(),
        "report": folder.path().join("report.html"),
        "hash": folder.hash().to_string(),
        "seed": folder.seed(),
        "hypotheses": list,
    })
}

fn hypothesis(tested: &Tested) -> Value {
    let number = |value: f64| value.is_finite().then_some(value);
    let (hypothesis, estimate) = (&tested.hypothesis, &tested.estimate);
    let arms: Vec<Value> = hypothesis
        .arms
        .iter()
        .zip(tested.arms())
        .map(|(arm, moments)| {
            json!({
                "name": arm.name,
                "mean": number(moments.mean()),
                "standard_deviation": number(moments.standard_deviation()),
            })
        })
        .collect();
    json!({
        "id": hypothesis.id,
        "claim": hypothesis.claim,
        "kind": hypothesis.question.kind(),
        "measure": hypothesis.measure,
        "verdict": tested.verdict.word(),
        "effect": number(estimate.effect),
        "interval_95": [number(estimate.interval.low), number(estimate.interval.high)],
        "bound": hypothesis.question.bound(),
        "smallest_effect": hypothesis.smallest_effect,
        "p": number(estimate.claim_p),
        "p_holm": number(tested.claim_p_holm),
        "p_rejection": number(estimate.rejection_p),
        "p_rejection_holm": number(tested.rejection_p_holm),
        "replications": tested.replications(),
        "sequential": matches!(hypothesis.effort, Effort::Sequential(_)),
        "note": estimate.note,
        "arms": arms,
        "robustness": tested.robustness.as_ref().map(|found| robustness(tested, found)),
    })
}

fn robustness(tested: &Tested, found: &Robustness) -> Value {
    let share = found.share(tested.verdict);
    json!({
        "draws": found.draws.len(),
        "holds": share.is_finite().then_some(share),
        "supported": found.count(Verdict::Supported),
        "rejected": found.count(Verdict::Rejected),
        "undecided": found.count(Verdict::Undecided),
    })
}
