//! The tables of a power analysis: what the pilot was like, which replications are needed, which effects could be found, and the
//! curve of power over replications.

use super::{COUNTS, Effect, Estimate, Pilot, PowerAnalysis, PowerAnswer, Seeds};
use crate::output::bounds::{COUNT, SHARE, bounded};
use crate::output::{OutputError, Table, TableColumn, Tables};

/// Replications of each arm at which the table of powers is told.
const GRID: [usize; 13] = [5, 10, 20, 25, 50, 75, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

/// Writes `pilot`, `needed`, `detectable` and `power`, and describes the measure.
///
/// # Errors
/// When a file cannot be written.
pub(super) fn write_tables(
    tables: &mut Tables<'_>,
    study: &PowerAnalysis,
    answer: &PowerAnswer,
) -> Result<(), OutputError> {
    tables.write(pilot_table(study, &rows(study, answer, |_| vec![()])))?;
    tables.write(needed_table(
        study,
        &rows(study, answer, |pilot| needed(study, pilot)),
    ))?;
    tables.write(detectable_table(
        study,
        &rows(study, answer, |pilot| detectable(study, pilot)),
    ))?;
    tables.write(power_table(
        study,
        &rows(study, answer, |pilot| powers(study, pilot)),
    ))?;
    tables.describe(study.column());
    Ok(())
}

/// A row of a table: of a variant, for common or for separate seeds.
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
#[rustfmt::skip]
fn first_columns<'a, T>(study: &'a PowerAnalysis, rows: &'a [Row<'a, T>]) -> Vec<TableColumn<'a>> {
    vec![
        TableColumn::text("arm", "Short name of the variant", |row| rows[row].variant).key(),
        TableColumn::text("measure", "Name of the measure, at the end; described under the file `measure`. Effects are differences of it, in its unit", |_| &study.aim.key).key(),
        TableColumn::text("pairing", "paired: baseline and variant meet the same random numbers; unpaired: each has seeds of its own", |row| rows[row].seeds.key()).key(),
    ]
}

/// The columns of the effect that is to be found.
#[rustfmt::skip]
fn effect_columns<'a, T>(rows: &'a [Row<'a, (Effect, T)>]) -> [TableColumn<'a>; 2] {
    [
        TableColumn::text("effect_of", "asked: as --effect says; half, whole, twice: that part of the pilot's own difference, on which to plan is optimistic", |row| rows[row].own.0.of.key()).key(),
        TableColumn::number("effect", "The effect that is to be found, without its sign", |row| rows[row].own.0.size).bounds(COUNT).key(),
    ]
}

#[rustfmt::skip]
fn pilot_table<'a>(study: &'a PowerAnalysis, rows: &'a [Row<'a, ()>]) -> Table<'a> {
    let number = |name: &str, definition: &str, value: fn(&Row<'_, ()>) -> f64| {
        TableColumn::number(name, definition, move |row| bounded(value(&rows[row])))
    };
    let mut columns = first_columns(study, rows);
    columns.extend([
        TableColumn::count("pairs", "Pairs of replications in which both have a value; only these count", |row| rows[row].pilot.paired.difference.count() as u32).unit("replications"),
        TableColumn::count("dropped", "Pairs in which one of both has no value", |row| rows[row].pilot.paired.dropped as u32).unit("replications"),
        number("baseline_mean", "Mean of the baseline", |row| row.pilot.paired.baseline.mean()),
        number("variant_mean", "Mean of the variant", |row| row.pilot.paired.variant.mean()),
        number("difference", "Variant less baseline, mean over pairs", |row| row.pilot.paired.difference.mean()),
        number("standard_deviation", "The standard deviation that matters: paired of the differences, unpaired the root of the mean of both variances", |row| row.pilot.standard_deviation(row.seeds).value).bounds(COUNT),
        number("standard_deviation_low", "Lower end of the 95 % chi-square interval of standard_deviation", |row| row.pilot.standard_deviation(row.seeds).low).bounds(COUNT),
        number("standard_deviation_high", "Upper end of the 95 % chi-square interval of standard_deviation", |row| row.pilot.standard_deviation(row.seeds).high).bounds(COUNT),
        number("degrees_of_freedom", "Degrees of freedom of standard_deviation: paired pairs less one, unpaired by Satterthwaite's approximation", |row| row.pilot.degrees_of_freedom(row.seeds)).bounds(COUNT),
        number("variance_reduction", "How many times fewer replications pairing needs: variance of a difference of independent runs over variance within pairs", |row| row.pilot.paired.variance_reduction()).bounds(COUNT),
        number("skewness", "Adjusted skewness of the differences; 0 for what is symmetric", |row| row.pilot.shape.skewness),
        number("excess_kurtosis", "Adjusted excess kurtosis of the differences; 0 for a normal distribution", |row| row.pilot.shape.excess_kurtosis),
    ]);
    Table {
        name: "pilot",
        length: rows.len(),
        columns,
    }
}

#[rustfmt::skip]
fn needed_table<'a>(study: &'a PowerAnalysis, rows: &'a [Row<'a, (Effect, f64)>]) -> Table<'a> {
    let number = |name: &str, definition: &str, pick: fn(&Estimate<Option<usize>>) -> Option<usize>| {
        let cell = move |row: usize| {
            let Row { pilot, seeds, own, .. } = &rows[row];
            let needed = pick(&pilot.replications(*seeds, own.0.size, own.1));
            needed.map_or(f64::NAN, |count| count as f64)
        };
        TableColumn::number(name, definition, cell).unit("replications").bounds(COUNT)
    };
    let mut columns = first_columns(study, rows);
    columns.extend(effect_columns(rows));
    columns.extend([
        TableColumn::number("power", "Probability with which it is to be found by a two-sided t test of level 0.05", |row| rows[row].own.1).unit("share").bounds(SHARE).key(),
        number("replications", "Replications of each arm that find it; empty where more than 2^30 would be needed", |needed| needed.value),
        number("replications_low", "The same at standard_deviation_low of the pilot", |needed| needed.low),
        number("replications_high", "The same at standard_deviation_high of the pilot", |needed| needed.high),
    ]);
    Table {
        name: "needed",
        length: rows.len(),
        columns,
    }
}

#[rustfmt::skip]
fn detectable_table<'a>(study: &'a PowerAnalysis, rows: &'a [Row<'a, (usize, f64)>]) -> Table<'a> {
    let number = |name: &str, definition: &str, pick: fn(&Estimate<f64>) -> f64| {
        let cell = move |row: usize| {
            let Row { pilot, seeds, own, .. } = &rows[row];
            bounded(pick(&pilot.detectable(*seeds, own.0, own.1)))
        };
        TableColumn::number(name, definition, cell).bounds(COUNT)
    };
    let mut columns = first_columns(study, rows);
    columns.extend([
        TableColumn::count("replications", "Replications of each arm", |row| rows[row].own.0 as u32).unit("replications").key(),
        TableColumn::number("power", "Probability with which the effect is found by a two-sided t test of level 0.05", |row| rows[row].own.1).unit("share").bounds(SHARE).key(),
        number("effect", "The smallest effect that is found so often, without its sign", |effect| effect.value),
        number("effect_low", "The same at standard_deviation_low of the pilot", |effect| effect.low),
        number("effect_high", "The same at standard_deviation_high of the pilot", |effect| effect.high),
    ]);
    Table {
        name: "detectable",
        length: rows.len(),
        columns,
    }
}

#[rustfmt::skip]
fn power_table<'a>(study: &'a PowerAnalysis, rows: &'a [Row<'a, (Effect, usize)>]) -> Table<'a> {
    let number = |name: &str, definition: &str, pick: fn(&Estimate<f64>) -> f64| {
        let cell = move |row: usize| {
            let Row { pilot, seeds, own, .. } = &rows[row];
            bounded(pick(&pilot.power(*seeds, own.1, own.0.size)))
        };
        TableColumn::number(name, definition, cell).unit("share").bounds(SHARE)
    };
    let mut columns = first_columns(study, rows);
    columns.extend(effect_columns(rows));
    columns.extend([
        TableColumn::count("replications", "Replications of each arm", |row| rows[row].own.1 as u32).unit("replications").key(),
        number("power", "Probability that a two-sided t test of level 0.05 finds the effect", |power| power.value),
        number("power_low", "The same at standard_deviation_high of the pilot", |power| power.low),
        number("power_high", "The same at standard_deviation_low of the pilot", |power| power.high),
    ]);
    Table {
        name: "power",
        length: rows.len(),
        columns,
    }
}
