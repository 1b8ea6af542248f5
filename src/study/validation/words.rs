//! The answer of a validation on the terminal.

use serde_json::{Map, Value, json};

use super::counts::{headline, met_of, summary};
use super::report::{Row, rows};
use super::{Found, Validated};
use crate::report::text::{aligned, markdown_row};
use crate::scenario::fact::{Asked, Role, Target};
use crate::words::{Language, say, within, words};

/// What came out, a line per check.
pub(super) fn words(validated: &[Validated]) -> String {
    let rows = rows(validated);
    let mut table = vec![vec![
        say!("fact"),
        say!("verdict"),
        say!("measured [95 %]"),
        say!("target"),
        say!("batches"),
        say!("what is measured"),
    ]];
    table.extend(rows.iter().map(|row| {
        vec![
            row.marked_id(),
            row.verdict_words(),
            row.measured.clone(),
            row.target.clone(),
            row.batches.clone(),
            row.pattern.clone(),
        ]
    }));
    let has_batches = rows.iter().any(|row| !row.batches.is_empty());
    if !has_batches {
        for row in &mut table {
            row.remove(4);
        }
    }
    let has = |role: Role| rows.iter().any(|row| row.role == role);
    let notes = [
        (
            has(Role::BuiltIn),
            words!(
                "b: built in, its evidence also went into the model, so that meeting it shows what was built"
            ),
        ),
        (
            has(Role::Calibration),
            words!("c: calibration, parameters were set by it, so that meeting it is no evidence"),
        ),
        (
            has_batches,
            words!("batches: how many of sixteen are met / not met by the same rule; they decide nothing"),
        ),
    ];
    let notes = notes.into_iter().filter(|(is_due, _)| *is_due);
    let mut lines: Vec<String> = notes.map(|(_, note)| format!("  {note}\n")).collect();
    if !lines.is_empty() {
        lines.insert(0, "\n".to_owned());
    }
    let (notes, summary) = (lines.concat(), summary(validated).join("\n"));
    format!("{}{notes}\n{summary}\n{}", aligned(&table), headline(validated))
}

/// The same as a table in Markdown, in English.
pub(super) fn markdown(validated: &[Validated]) -> String {
    within(Language::English, || english_markdown(validated))
}

fn english_markdown(validated: &[Validated]) -> String {
    let mut text =
        "| fact | what is measured | source | target | measured [95 % interval] | batches met / not met | verdict |\n\
         |---|---|---|---|---|---|---|\n"
            .to_owned();
    for row in &rows(validated) {
        let id = match row.role {
            Role::Validation => row.id.clone(),
            Role::BuiltIn => format!("{} *b*", row.id),
            Role::Calibration => format!("{} *c*", row.id),
        };
        let cells = [
            &id,
            &row.pattern,
            &row.evidence,
            &row.target,
            &row.measured,
            &row.batches,
            &row.verdict_marked(),
        ];
        text += &markdown_row(cells);
    }
    text
}

/// What programs read.
pub(super) fn json(validated: &[Validated]) -> Value {
    let list: Vec<Value> = validated.iter().map(fact).collect();
    let counts = Role::ALL.into_iter().map(|role| {
        let (met, facts) = met_of(validated, role);
        (role.word().to_owned(), json!({ "facts": facts, "met": met }))
    });
    json!({ "facts": list, "counts": counts.collect::<Map<String, Value>>() })
}

fn fact(validated: &Validated) -> Value {
    let rows = rows(std::slice::from_ref(validated));
    let checks: Vec<Value> = validated
        .found
        .iter()
        .zip(&rows)
        .map(|(found, row)| check(found, row))
        .collect();
    let shared = validated.fact.shared_evidence().into_iter();
    let shared: Map<String, Value> = shared
        .map(|(cited, keys)| (cited.to_owned(), json!(keys)))
        .collect();
    json!({
        "id": validated.fact.id,
        "claim": validated.fact.claim,
        "role": validated.fact.role.word(),
        "content": validated.fact.content.word(),
        "evidence": validated.fact.evidence,
        "evidence_of_parameters": shared,
        "sources": validated.fact.sources,
        "verdict": validated.verdict().words(),
        "replications": validated.replications,
        "checks": checks,
    })
}

fn check(found: &Found, row: &Row) -> Value {
    let smallest = match found.check.asked {
        Asked::Measured {
            target: Target::Sign { smallest, .. },
            ..
        } => Some(smallest),
        _ => None,
    };
    let batches = found.batches;
    json!({
        "pattern": found.check.pattern,
        "target": row.target,
        "smallest_effect": smallest,
        "value": found.figure.map(|figure| figure.value),
        "interval": found.figure.map(|figure| figure.interval.ends()),
        "complete": found.figure.map(|figure| figure.complete),
        "verdict": found.verdict.words(),
        "batches": {
            "count": batches.count,
            "met": batches.met,
            "not_met": batches.not_met,
            "inside": batches.inside,
        },
        "beside": found.check.beside,
    })
}
