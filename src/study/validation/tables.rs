//! The table of a validation.

use super::{Found, Validated};
use crate::output::bounds::bounded;
use crate::output::{OutputError, Table, TableColumn, Tables};
use crate::scenario::fact::{Asked, Target};
use crate::scenario::hypothesis::Side;

/// Writes `facts`, a row for each check.
///
/// # Errors
/// When the file cannot be written.
pub fn write_tables(tables: &mut Tables<'_>, validated: &[Validated]) -> Result<(), OutputError> {
    let rows: Vec<(&Validated, u32, &Found)> = validated
        .iter()
        .flat_map(|fact| {
            (1..)
                .zip(&fact.found)
                .map(move |(number, found)| (fact, number, found))
        })
        .collect();
    let sources: Vec<String> = rows.iter().map(|row| row.0.fact.sources.join("; ")).collect();
    let evidence: Vec<String> = rows.iter().map(|row| row.0.fact.evidence.join("; ")).collect();
    tables.write(facts(&rows, &evidence, &sources))
}

#[rustfmt::skip]
fn facts<'a>(rows: &'a [(&'a Validated, u32, &'a Found)], evidence: &'a [String], sources: &'a [String]) -> Table<'a> {
    let number = |name: &str, definition: &str, value: fn(&Found) -> f64| {
        TableColumn::number(name, definition, move |row| bounded(value(rows[row].2)))
    };
    Table {
        name: "facts",
        length: rows.len(),
        columns: vec![
            TableColumn::text("id", "Id of the stylised fact", |row| &rows[row].0.fact.id).key(),
            TableColumn::count("check_number", "Number of the check in the fact, from 1", |row| rows[row].1).key(),
            TableColumn::text("role", "validation: the model rests neither on the fact nor on its evidence; built in: its evidence also went into the model; calibration: parameters were set by it, so meeting it is no evidence", |row| rows[row].0.fact.role.word()),
            TableColumn::text("content", "emergent: the fact comes out of many processes together; arithmetic: it follows from constants by calculation", |row| rows[row].0.fact.content.word()),
            TableColumn::text("pattern", "What is measured, with its unit", |row| &rows[row].2.check.pattern),
            TableColumn::text("kind", "How it is measured: mean, largest_change, ratio, ordering (the weakest step), jump, growth, rank or not_measured", |row| match &rows[row].2.check.asked {
                Asked::Measured { statistic, .. } => statistic.kind(),
                Asked::NotMeasured { .. } => "not_measured",
            }),
            number("value", "The measured figure, over all replications", |found| found.figure.map_or(f64::NAN, |figure| figure.value)),
            number("interval_low", "Lower end of its 95 % interval; empty where a ratio has no end", |found| found.figure.map_or(f64::NAN, |figure| figure.interval.low)),
            number("interval_high", "Upper end of its 95 % interval", |found| found.figure.map_or(f64::NAN, |figure| figure.interval.high)),
            number("band_low", "Lower end of the band in which the whole interval must lie; empty where there is none", |found| band(found).0),
            number("band_high", "Upper end of the band", |found| band(found).1),
            TableColumn::text("sign", "greater or less: the side of 0 on which the whole interval must lie, beyond the smallest effect; empty where there is a band", |row| sign(rows[row].2)),
            number("smallest_effect", "Smallest effect of interest of a sign, in the unit of the figure; empty where there is a band", smallest),
            TableColumn::text("verdict", "met (the whole interval lies in the target), not met (it lies outside), turns with the seed (it holds an end of the target), undecided (the figure has no firm value) or not measured, of the check", |row| rows[row].2.verdict.words()),
            TableColumn::count("batches", "Equal batches into which the replications are parted; 0 where they are too few, or nothing is measured", |row| rows[row].2.batches.count),
            TableColumn::count("batches_met", "Batches in which the check is met by the same rule", |row| rows[row].2.batches.met),
            TableColumn::count("batches_not_met", "Batches in which it is not met by the same rule; in the rest the interval holds an end of the target", |row| rows[row].2.batches.not_met),
            TableColumn::count("batches_inside", "Batches whose figure itself lies in the target, whatever its interval", |row| rows[row].2.batches.inside),
            TableColumn::text("counts", "no where the check is measured beside the fact, for a variant of the model, and leaves the verdict on the fact alone; else yes", |row| if rows[row].2.check.beside { "no" } else { "yes" }),
            TableColumn::text("fact_verdict", "The verdict on the whole fact, that of its worst check that is measured", |row| rows[row].0.verdict().words()),
            TableColumn::count("replications", "Replications of each arm, on common random numbers", |row| rows[row].0.replications).unit("replications"),
            TableColumn::count("complete", "Replications in which the figure has a value", |row| rows[row].2.figure.map_or(0, |figure| figure.complete as u32)).unit("replications"),
            TableColumn::text("claim", "The fact in words", |row| &rows[row].0.fact.claim),
            TableColumn::text("evidence", "What the fact rests on, by the ids that the parameter register cites", |row| &evidence[row]),
            TableColumn::text("sources", "Where the fact comes from", |row| &sources[row]),
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

/// The smallest effect of interest; `NaN` where there is a band.
const fn smallest(found: &Found) -> f64 {
    match found.check.asked {
        Asked::Measured {
            target: Target::Sign { smallest, .. },
            ..
        } => smallest,
        _ => f64::NAN,
    }
}

/// The side of 0 in a word; empty where there is a band.
const fn sign(found: &Found) -> &'static str {
    match found.check.asked {
        Asked::Measured {
            target: Target::Sign {
                side: Side::Greater, ..
            },
            ..
        } => "greater",
        Asked::Measured {
            target: Target::Sign { side: Side::Less, .. },
            ..
        } => "less",
        _ => "",
    }
}
