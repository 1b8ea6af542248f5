//! The answer of a validation on the terminal.

use super::report::{Row, rows, summary};
use crate::study::validation::{Found, Validated};
use serde_json::{Value, json};

use crate::report::text::{aligned, markdown_row};
use crate::words::{Language, say, within, words};

/// What came out, a line per check.
pub(super) fn words(validated: &[Validated]) -> String {
    let rows = rows(validated);
    let mut table = vec![vec![
        say!("fact"),
        say!("verdict"),
        say!("measured [95 %]"),
        say!("target"),
        say!("what is measured"),
    ]];
    table.extend(rows.iter().map(|row| {
        vec![
            row.marked_id(),
            row.verdict_words(),
            row.measured.clone(),
            row.target.clone(),
            row.pattern.clone(),
        ]
    }));
    let legend = if rows.iter().any(|row| row.calibration) {
        words!("\n  c: calibration, parameters were set by it, so that meeting it is no evidence\n").text()
    } else {
        ""
    };
    format!("{}{legend}\n{}", aligned(&table), summary(validated).join("\n"))
}

/// The same as a table in Markdown, in English.
pub(super) fn markdown(validated: &[Validated]) -> String {
    within(Language::English, || english_markdown(validated))
}

fn english_markdown(validated: &[Validated]) -> String {
    let mut text = "| fact | what is measured | source | target | measured [95 % interval] | verdict |\n\
                    |---|---|---|---|---|---|\n"
        .to_owned();
    for row in &rows(validated) {
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
        text += &markdown_row(cells);
    }
    text
}

/// What programs read.
pub(super) fn json(validated: &[Validated]) -> Value {
    let list: Vec<Value> = validated.iter().map(fact).collect();
    json!({ "facts": list })
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
        "interval": found
            .figure
            .map(|figure| [number(figure.interval.low), number(figure.interval.high)]),
        "complete": found.figure.map(|figure| figure.complete),
        "verdict": found.verdict.words(),
        "beside": found.check.beside,
    })
}
