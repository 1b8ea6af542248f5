//! The table of a validation.

use super::{Found, Validated};
use crate::output::bounds::{COUNT, NONE};
use crate::output::{
    CodebookEntry, FixedColumn, Format, OutputError, RunFolder, Table, TableColumn, write_codebook,
    write_table,
};
use crate::scenario::fact::{Asked, Target};
use crate::scenario::hypothesis::Side;

/// Writes `facts` (a row for each check) and `codebook` into the folder of a validation.
///
/// # Errors
/// When a file cannot be written.
pub fn write_tables(folder: &RunFolder, validated: &[Validated], format: Format) -> Result<(), OutputError> {
    let rows: Vec<(&Validated, u32, &Found)> = validated
        .iter()
        .flat_map(|fact| {
            (1..)
                .zip(&fact.found)
                .map(move |(number, found)| (fact, number, found))
        })
        .collect();
    let sources: Vec<String> = rows.iter().map(|row| row.0.fact.sources.join("; ")).collect();
    write_table(folder, &facts(&rows, &sources), format)?;
    let entries: Vec<CodebookEntry> = CODEBOOK.iter().map(CodebookEntry::fixed).collect();
    write_codebook(folder, &entries, format)
}

fn facts<'a>(rows: &'a [(&'a Validated, u32, &'a Found)], sources: &'a [String]) -> Table<'a> {
    let number = |name: &str, value: fn(&Found) -> f64| {
        TableColumn::number(name, move |row| {
            let value = value(rows[row].2);
            if value.is_finite() { value } else { f64::NAN }
        })
    };
    Table {
        name: "facts",
        length: rows.len(),
        columns: vec![
            TableColumn::text("id", |row| &rows[row].0.fact.id),
            TableColumn::count("check_number", |row| rows[row].1),
            TableColumn::text("role", |row| rows[row].0.fact.role.word()),
            TableColumn::text("pattern", |row| &rows[row].2.check.pattern),
            TableColumn::text("kind", |row| match &rows[row].2.check.asked {
                Asked::Measured { statistic, .. } => statistic.kind(),
                Asked::NotMeasured { .. } => "not_measured",
            }),
            number("value", |found| {
                found.figure.map_or(f64::NAN, |figure| figure.value)
            }),
            number("interval_low", |found| {
                found.figure.map_or(f64::NAN, |figure| figure.interval.low)
            }),
            number("interval_high", |found| {
                found.figure.map_or(f64::NAN, |figure| figure.interval.high)
            }),
            number("band_low", |found| band(found).0),
            number("band_high", |found| band(found).1),
            TableColumn::text("sign", |row| match &rows[row].2.check.asked {
                Asked::Measured {
                    target: Target::Sign(Side::Greater),
                    ..
                } => "greater",
                Asked::Measured {
                    target: Target::Sign(Side::Less),
                    ..
                } => "less",
                _ => "",
            }),
            TableColumn::text("verdict", |row| rows[row].2.verdict.words()),
            TableColumn::text(
                "counts",
                |row| if rows[row].2.check.beside { "no" } else { "yes" },
            ),
            TableColumn::text("fact_verdict", |row| rows[row].0.verdict().words()),
            TableColumn::count("replications", |row| rows[row].0.replications),
            TableColumn::count("complete", |row| {
                rows[row].2.figure.map_or(0, |figure| figure.complete as u32)
            }),
            TableColumn::text("claim", |row| &rows[row].0.fact.claim),
            TableColumn::text("sources", |row| &sources[row]),
        ],
    }
}

const fn band(found: &Found) -> (f64, f64) {
    match found.check.asked {
        Asked::Measured {
            target: Target::Band { low, high },
            ..
        } => (low, high),
        _ => (f64::NAN, f64::NAN),
    }
}

#[rustfmt::skip]
const CODEBOOK: &[FixedColumn] = &[
    ("facts", "id", "", NONE, "Id of the stylised fact"),
    ("facts", "check_number", "", COUNT, "Number of the check in the fact, from 1"),
    ("facts", "role", "", NONE, "calibration: parameters were set by the fact, so meeting it is no evidence; validation: none was"),
    ("facts", "pattern", "", NONE, "What is measured, with its unit"),
    ("facts", "kind", "", NONE, "How it is measured: mean, largest_change, ratio, ordering (the weakest step), jump, growth, rank or not_measured"),
    ("facts", "value", "", NONE, "The measured figure, over all replications"),
    ("facts", "interval_low", "", NONE, "Lower end of its 95 % interval; empty where a ratio has no end"),
    ("facts", "interval_high", "", NONE, "Upper end of its 95 % interval"),
    ("facts", "band_low", "", NONE, "Lower end of the band in which the figure must lie; empty where there is none"),
    ("facts", "band_high", "", NONE, "Upper end of the band"),
    ("facts", "sign", "", NONE, "greater or less: the side of 0 on which the whole interval must lie; empty where there is a band"),
    ("facts", "verdict", "", NONE, "met, not met, undecided (the figure has no firm value) or not measured, of the check"),
    ("facts", "counts", "", NONE, "no where the check is measured beside the fact, for a variant of the model, and leaves the verdict on the fact alone; else yes"),
    ("facts", "fact_verdict", "", NONE, "The verdict on the whole fact, that of its worst check that is measured"),
    ("facts", "replications", "replications", COUNT, "Replications of each arm, on common random numbers"),
    ("facts", "complete", "replications", COUNT, "Replications in which the figure has a value"),
    ("facts", "claim", "", NONE, "The fact in words"),
    ("facts", "sources", "", NONE, "Where the fact comes from"),
];
