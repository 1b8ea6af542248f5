//! The tables of a power analysis: what the pilot was like, which replications are needed, which effects could be found, and the
//! curve of power over replications.

use super::{COUNTS, Effect, Estimate, Pilot, PowerAnalysis, PowerAnswer, Seeds};
use crate::output::bounds::{COUNT, NONE, SHARE};
use crate::output::{
    CodebookEntry, FixedColumn, Format, OutputError, RunFolder, Table, TableColumn, measured, write_codebook,
    write_table,
};

/// Replications of each arm at which the table of powers is told.
const GRID: [usize; 13] = [5, 10, 20, 25, 50, 75, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

/// Writes `pilot`, `needed`, `detectable`, `power` and `codebook` into the folder of a study.
///
/// # Errors
/// When a file cannot be written.
pub(super) fn write_tables(
    folder: &RunFolder,
    study: &PowerAnalysis,
    answer: &PowerAnswer,
    format: Format,
) -> Result<(), OutputError> {
    for table in [
        pilot_table(study, &rows(study, answer, |_| vec![()])),
        needed_table(study, &rows(study, answer, |pilot| needed(study, pilot))),
        detectable_table(study, &rows(study, answer, |pilot| detectable(study, pilot))),
        power_table(study, &rows(study, answer, |pilot| powers(study, pilot))),
    ] {
        write_table(folder, &table, format)?;
    }
    let mut entries: Vec<CodebookEntry> = CODEBOOK.iter().map(CodebookEntry::fixed).collect();
    entries.push(measured("measure", study.column()));
    write_codebook(folder, &entries, format)
}

/// A row of a table: of a variant, by whose luck both meet.
struct Row<'a, T> {
    variant: &'a str,
    pilot: &'a Pilot,
    seeds: Seeds,
    own: T,
}

/// The rows of all variants, for common and for separate seeds; `own` gives those of a pilot.
fn rows<'a, T>(
    study: &'a PowerAnalysis,
    answer: &'a PowerAnswer,
    own: impl Fn(&Pilot) -> Vec<T>,
) -> Vec<Row<'a, T>> {
    let mut rows = Vec::new();
    for (variant, pilot) in study.variants(answer) {
        for seeds in Seeds::BOTH {
            rows.extend(own(pilot).into_iter().map(|own| Row {
                variant: &variant.key,
                pilot,
                seeds,
                own,
            }));
        }
    }
    rows
}

/// Effect and power of which replications are needed.
fn needed(study: &PowerAnalysis, pilot: &Pilot) -> Vec<(Effect, f64)> {
    let effects = pilot.effects(study.aim.effect).into_iter();
    let powers = &study.aim.powers;
    effects
        .flat_map(|effect| powers.iter().map(move |power| (effect, *power)))
        .collect()
}

/// Replications and power of which the effect is looked for.
fn detectable(study: &PowerAnalysis, pilot: &Pilot) -> Vec<(usize, f64)> {
    let speaks = pilot.silence().is_none();
    let counts = COUNTS.into_iter().filter(|_| speaks);
    counts
        .flat_map(|count| study.aim.powers.iter().map(move |power| (count, *power)))
        .collect()
}

/// Effect and replications of which the power is told.
fn powers(study: &PowerAnalysis, pilot: &Pilot) -> Vec<(Effect, usize)> {
    let effects = pilot.effects(study.aim.effect).into_iter();
    effects
        .flat_map(|effect| GRID.into_iter().map(move |count| (effect, count)))
        .collect()
}

/// The columns that all tables begin with.
fn first_columns<'a, T>(study: &'a PowerAnalysis, rows: &'a [Row<'a, T>]) -> Vec<TableColumn<'a>> {
    vec![
        TableColumn::text("arm", |row| rows[row].variant),
        TableColumn::text("measure", |_| &study.aim.key),
        TableColumn::text("pairing", |row| rows[row].seeds.key()),
    ]
}

/// What is not finite has no value in a table.
const fn bounded(value: f64) -> f64 {
    if value.is_finite() { value } else { f64::NAN }
}

fn pilot_table<'a>(study: &'a PowerAnalysis, rows: &'a [Row<'a, ()>]) -> Table<'a> {
    let number = |name: &str, value: fn(&Row<'_, ()>) -> f64| {
        TableColumn::number(name, move |row| bounded(value(&rows[row])))
    };
    let mut columns = first_columns(study, rows);
    columns.extend([
        TableColumn::count("pairs", |row| rows[row].pilot.paired.difference.count() as u32),
        TableColumn::count("dropped", |row| rows[row].pilot.paired.dropped as u32),
        number("baseline_mean", |row| row.pilot.paired.baseline.mean()),
        number("variant_mean", |row| row.pilot.paired.variant.mean()),
        number("difference", |row| row.pilot.paired.difference.mean()),
        number("standard_deviation", |row| {
            row.pilot.standard_deviation(row.seeds).value
        }),
        number("standard_deviation_low", |row| {
            row.pilot.standard_deviation(row.seeds).low
        }),
        number("standard_deviation_high", |row| {
            row.pilot.standard_deviation(row.seeds).high
        }),
        number("degrees_of_freedom", |row| {
            row.pilot.degrees_of_freedom(row.seeds)
        }),
        number("variance_reduction", |row| row.pilot.paired.variance_reduction()),
        number("skewness", |row| row.pilot.shape.skewness),
        number("excess_kurtosis", |row| row.pilot.shape.excess_kurtosis),
    ]);
    Table {
        name: "pilot",
        length: rows.len(),
        columns,
    }
}

fn needed_table<'a>(study: &'a PowerAnalysis, rows: &'a [Row<'a, (Effect, f64)>]) -> Table<'a> {
    let number = |name: &str, pick: fn(&Estimate<Option<usize>>) -> Option<usize>| {
        TableColumn::number(name, move |row| {
            let Row {
                pilot, seeds, own, ..
            } = &rows[row];
            let needed = pick(&pilot.replications(*seeds, own.0.size, own.1));
            needed.map_or(f64::NAN, |count| count as f64)
        })
    };
    let mut columns = first_columns(study, rows);
    columns.extend([
        TableColumn::text("effect_of", |row| rows[row].own.0.of.key()),
        TableColumn::number("effect", |row| rows[row].own.0.size),
        TableColumn::number("power", |row| rows[row].own.1),
        number("replications", |needed| needed.value),
        number("replications_low", |needed| needed.low),
        number("replications_high", |needed| needed.high),
    ]);
    Table {
        name: "needed",
        length: rows.len(),
        columns,
    }
}

fn detectable_table<'a>(study: &'a PowerAnalysis, rows: &'a [Row<'a, (usize, f64)>]) -> Table<'a> {
    let number = |name: &str, pick: fn(&Estimate<f64>) -> f64| {
        TableColumn::number(name, move |row| {
            let Row {
                pilot, seeds, own, ..
            } = &rows[row];
            bounded(pick(&pilot.detectable(*seeds, own.0, own.1)))
        })
    };
    let mut columns = first_columns(study, rows);
    columns.extend([
        TableColumn::count("replications", |row| rows[row].own.0 as u32),
        TableColumn::number("power", |row| rows[row].own.1),
        number("effect", |effect| effect.value),
        number("effect_low", |effect| effect.low),
        number("effect_high", |effect| effect.high),
    ]);
    Table {
        name: "detectable",
        length: rows.len(),
        columns,
    }
}

fn power_table<'a>(study: &'a PowerAnalysis, rows: &'a [Row<'a, (Effect, usize)>]) -> Table<'a> {
    let number = |name: &str, pick: fn(&Estimate<f64>) -> f64| {
        TableColumn::number(name, move |row| {
            let Row {
                pilot, seeds, own, ..
            } = &rows[row];
            bounded(pick(&pilot.power(*seeds, own.1, own.0.size)))
        })
    };
    let mut columns = first_columns(study, rows);
    columns.extend([
        TableColumn::text("effect_of", |row| rows[row].own.0.of.key()),
        TableColumn::number("effect", |row| rows[row].own.0.size),
        TableColumn::count("replications", |row| rows[row].own.1 as u32),
        number("power", |power| power.value),
        number("power_low", |power| power.low),
        number("power_high", |power| power.high),
    ]);
    Table {
        name: "power",
        length: rows.len(),
        columns,
    }
}

const VARIANT: &str = "Short name of the variant";
const MEASURE: &str = "Name of the measure, at the end; described under the file `measure`. Effects are differences of it, in its unit";
const PAIRING: &str = "paired: baseline and variant meet the same luck (common random numbers); unpaired: each has seeds of its own";
const EFFECT_OF: &str = "asked: as --effect says; half, whole, twice: that part of the pilot's own difference, on which to plan is optimistic";
const EFFECT: &str = "The effect that is to be found, without its sign";

#[rustfmt::skip]
const CODEBOOK: &[FixedColumn] = &[
    ("pilot", "arm", "", NONE, VARIANT),
    ("pilot", "measure", "", NONE, MEASURE),
    ("pilot", "pairing", "", NONE, PAIRING),
    ("pilot", "pairs", "replications", COUNT, "Pairs of replications in which both have a value; only these count"),
    ("pilot", "dropped", "replications", COUNT, "Pairs in which one of both has no value"),
    ("pilot", "baseline_mean", "", NONE, "Mean of the baseline"),
    ("pilot", "variant_mean", "", NONE, "Mean of the variant"),
    ("pilot", "difference", "", NONE, "Variant less baseline, mean over pairs"),
    ("pilot", "standard_deviation", "", COUNT, "The standard deviation that matters: paired of the differences, unpaired the root of the mean of both variances"),
    ("pilot", "standard_deviation_low", "", COUNT, "Lower end of the 95 % chi-square interval of standard_deviation"),
    ("pilot", "standard_deviation_high", "", COUNT, "Upper end of the 95 % chi-square interval of standard_deviation"),
    ("pilot", "degrees_of_freedom", "", COUNT, "Degrees of freedom of standard_deviation: paired pairs less one, unpaired by Satterthwaite's approximation"),
    ("pilot", "variance_reduction", "", COUNT, "How many times fewer replications pairing needs: variance of a difference of independent runs over variance within pairs"),
    ("pilot", "skewness", "", NONE, "Adjusted skewness of the differences; 0 for what is symmetric"),
    ("pilot", "excess_kurtosis", "", NONE, "Adjusted excess kurtosis of the differences; 0 for a normal distribution"),
    ("needed", "arm", "", NONE, VARIANT),
    ("needed", "measure", "", NONE, MEASURE),
    ("needed", "pairing", "", NONE, PAIRING),
    ("needed", "effect_of", "", NONE, EFFECT_OF),
    ("needed", "effect", "", COUNT, EFFECT),
    ("needed", "power", "share", SHARE, "Probability with which it is to be found by a two-sided t test of level 0.05"),
    ("needed", "replications", "replications", COUNT, "Replications of each arm that find it; empty where more than 2^30 would be needed"),
    ("needed", "replications_low", "replications", COUNT, "The same at sd_low of the pilot"),
    ("needed", "replications_high", "replications", COUNT, "The same at sd_high of the pilot"),
    ("detectable", "arm", "", NONE, VARIANT),
    ("detectable", "measure", "", NONE, MEASURE),
    ("detectable", "pairing", "", NONE, PAIRING),
    ("detectable", "replications", "replications", COUNT, "Replications of each arm"),
    ("detectable", "power", "share", SHARE, "Probability with which the effect is found by a two-sided t test of level 0.05"),
    ("detectable", "effect", "", COUNT, "The smallest effect that is found so often, without its sign"),
    ("detectable", "effect_low", "", COUNT, "The same at sd_low of the pilot"),
    ("detectable", "effect_high", "", COUNT, "The same at sd_high of the pilot"),
    ("power", "arm", "", NONE, VARIANT),
    ("power", "measure", "", NONE, MEASURE),
    ("power", "pairing", "", NONE, PAIRING),
    ("power", "effect_of", "", NONE, EFFECT_OF),
    ("power", "effect", "", COUNT, EFFECT),
    ("power", "replications", "replications", COUNT, "Replications of each arm"),
    ("power", "power", "share", SHARE, "Probability that a two-sided t test of level 0.05 finds the effect"),
    ("power", "power_low", "share", SHARE, "The same at sd_high of the pilot"),
    ("power", "power_high", "share", SHARE, "The same at sd_low of the pilot"),
];
