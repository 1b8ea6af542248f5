//! The answer of a validation on the terminal.

use samspil::output::RunFolder;
use samspil::report::validation::{Row, rows, summary};
use samspil::study::validation::{Found, Validated};
use serde_json::{Value, json};

use super::Options;
use crate::cli::CommandResult;
use crate::cli::terminal::{Terminal, aligned};

/// Says what came out and where it lies.
pub(super) fn give(
    options: &Options,
    folder: &RunFolder,
    validated: &[Validated],
    terminal: &Terminal,
) -> CommandResult {
    if terminal.json {
        return terminal.answer_study(as_json(folder, validated));
    }
    let rows = rows(validated);
    if options.markdown {
        return Terminal::answer(&markdown(&rows));
    }
    let report = folder.path().join("report.html");
    Terminal::answer(&format!(
        "{}\n{}\nReport: {}\n",
        plain(&rows),
        summary(validated).join("\n"),
        report.display()
    ))
}

fn plain(rows: &[Row]) -> String {
    let mut table = vec![
        ["fact", "verdict", "measured [95 %]", "target", "what is measured"]
            .map(str::to_owned)
            .to_vec(),
    ];
    table.extend(rows.iter().map(|row| {
        vec![
            row.marked_id(),
            row.verdict_words(),
            row.measured.clone(),
            row.target.clone(),
            row.pattern.clone(),
        ]
    }));
    aligned(&table) + "\n  c: calibration, parameters were set by it, so that meeting it is no evidence\n"
}

fn markdown(rows: &[Row]) -> String {
    let mut text = "| fact | what is measured | source | target | measured [95 % interval] | verdict |\n\
                    |---|---|---|---|---|---|\n"
        .to_owned();
    for row in rows {
        let id = if row.calibration {
            format!("{} *c*", row.id)
        } else {
            row.id.clone()
        };
        let cells = [
            &id,
            &row.pattern,
            &row.evidence,
            &row.target,
            &row.measured,
            &row.verdict_marked(),
        ];
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        text = text + "| " + &cells.join(" | ") + " |\n";
    }
    text
}

fn as_json(folder: &RunFolder, validated: &[Validated]) -> Value {
    let list: Vec<Value> = validated.iter().map(fact).collect();
    json!({
        "folder": folder.path(),
        "report": folder.path().join("report.html"),
        "hash": folder.hash().to_string(),
        "seed": folder.seed(),
        "facts": list,
    })
}

fn fact(validated: &Validated) -> Value {
    let rows = rows(std::slice::from_ref(validated));
    let checks: Vec<Value> = validated
        .found
        .iter()
        .zip(&rows)
        .map(|(found, row)| check(found, row))
        .collect();
    json!({
        "id": validated.fact.id,
        "claim": validated.fact.claim,
        "role": validated.fact.role.word(),
        "sources": validated.fact.sources,
        "verdict": validated.verdict().words(),
        "replications": validated.replications,
        "checks": checks,
    })
}

fn check(found: &Found, row: &Row) -> Value {
    let number = |value: f64| value.is_finite().then_some(value);
    json!({
        "pattern": found.check.pattern,
        "target": row.target,
        "value": found.figure.and_then(|figure| number(figure.value)),
        "interval_95": found
            .figure
            .map(|figure| [number(figure.interval.low), number(figure.interval.high)]),
        "complete": found.figure.map(|figure| figure.complete),
        "verdict": found.verdict.words(),
        "beside": found.check.beside,
    })
}
