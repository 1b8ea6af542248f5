//! The tables: every comparison, the means of the towns, and what follows the size.

use super::{Curve, Invariance, InvarianceAnswer, MEASURES, Row};
use crate::output::bounds::{COUNT, SHARE, bounded};
use crate::output::{OutputError, Table, TableColumn, Tables};
use crate::statistics::{ClosenessVerdict, Moments, WeightedLine};

/// Writes `invariance`, `towns` and `sizes`, and describes the measures.
///
/// # Errors
/// When a file cannot be written.
pub(super) fn write_tables(
    tables: &mut Tables<'_>,
    study: &Invariance,
    answer: &InvarianceAnswer,
) -> Result<(), OutputError> {
    let keys: Vec<(String, String)> = study
        .comparisons()
        .iter()
        .map(|comparison| {
            let arm = |configuration: usize| study.design.arms[configuration].key.clone();
            (comparison.change.key(), arm(comparison.reference.configuration))
        })
        .collect();
    tables.write(invariance(study, answer, &keys))?;
    let towns: Vec<(usize, u32, &Moments)> = answer
        .curves
        .iter()
        .flat_map(|curve| {
            let sizes = curve.sizes.iter();
            sizes.map(|(citizens, moments)| (curve.measure, *citizens, moments))
        })
        .collect();
    tables.write(towns_table(&towns))?;
    tables.write(sizes(&answer.curves))?;
    for measure in 0..MEASURES.len() {
        tables.describe(study.column(measure));
    }
    Ok(())
}

/// A verdict as tables and programs have it.
pub(super) const fn word(verdict: ClosenessVerdict) -> &'static str {
    match verdict {
        ClosenessVerdict::Equal => "equal",
        ClosenessVerdict::Differs => "differs",
        ClosenessVerdict::NotShown => "not shown",
    }
}

#[rustfmt::skip]
fn invariance<'a>(study: &'a Invariance, answer: &'a InvarianceAnswer, keys: &'a [(String, String)]) -> Table<'a> {
    let rows = &answer.rows;
    let number = |name: &str, definition: &str, value: fn(&Row) -> f64| {
        TableColumn::number(name, definition, move |row| bounded(value(&rows[row])))
    };
    Table {
        name: "invariance",
        length: rows.len(),
        columns: vec![
            TableColumn::text("configuration", "What is varied: citizens-N for a town of N citizens; the others are varied one at a time", |row| &keys[rows[row].comparison].0).key(),
            TableColumn::text("measure", "Name of the measure, at the end of the run; described under the file `measure`", |row| MEASURES[rows[row].measure]).key(),
            TableColumn::text("reference", "The configuration that it is held against", |row| &keys[rows[row].comparison].1),
            TableColumn::text("pairing", "paired: both meet the same random numbers, or are two times of the same runs, and the t test is that of the differences; independent: Welch's t test", |row| if study.comparisons()[rows[row].comparison].is_paired { "paired" } else { "independent" }),
            TableColumn::count("runs", "Runs of the configuration that have a value", |row| rows[row].runs.0 as u32).unit("runs"),
            TableColumn::count("reference_runs", "Runs of the reference that have a value", |row| rows[row].runs.1 as u32).unit("runs"),
            number("mean", "Mean of the configuration; of ratios the ratio of means", |row| row.mean),
            number("reference_mean", "Mean of the reference", |row| row.reference_mean),
            number("difference", "Mean less that of the reference", |row| row.close.difference),
            number("interval_low", "Lower end of the 90 % interval of the difference", |row| row.close.interval.low),
            number("interval_high", "Upper end of the 90 % interval of the difference", |row| row.close.interval.high),
            number("margin", "The largest difference that counts as none: 0.01 of shares and of indices from 0 to 1, 5 % of the mean of the reference of anything else", |row| row.close.margin).bounds(COUNT),
            number("p_value", "Larger p-value of both one-sided tests against the margin; empty where nothing varies or there are fewer than two runs", |row| row.close.p_value).bounds(SHARE),
            TableColumn::text("verdict", "equal (p at most 0.05, or 59 pairs and more without any difference, or the same society to the last bit), differs (the whole interval lies outside the margin), or not shown (more runs would tell)", |row| word(rows[row].close.verdict)),
            TableColumn::text("to_the_last_bit", "yes where both are the same society: all runs have equal bits in both, however few they are", |row| if rows[row].is_same { "yes" } else { "no" }),
            TableColumn::text("expected", "Why the documentation of the model expects a difference: people_per_initiative or people_per_unit; empty where it expects none. It changes no verdict", |row| rows[row].expected.map_or("", |expected| expected.key)),
            number("runs_factor", "How many times as many runs of both would show with probability 0.9 that there is no difference, if there is none", Row::runs_factor).bounds(COUNT),
        ],
    }
}

#[rustfmt::skip]
fn towns_table<'a>(towns: &'a [(usize, u32, &'a Moments)]) -> Table<'a> {
    Table {
        name: "towns",
        length: towns.len(),
        columns: vec![
            TableColumn::text("measure", "Name of the measure, at the end of the run", |row| MEASURES[towns[row].0]).key(),
            TableColumn::count("citizens", "Citizens of the town", |row| towns[row].1).unit("citizens").key(),
            TableColumn::count("runs", "Runs that have a value", |row| towns[row].2.count() as u32).unit("runs"),
            TableColumn::number("mean", "Mean over runs; of ratios the ratio of means", |row| bounded(towns[row].2.mean())),
            TableColumn::number("standard_deviation", "Standard deviation between runs", |row| bounded(towns[row].2.standard_deviation())).bounds(COUNT),
        ],
    }
}

#[rustfmt::skip]
fn sizes(curves: &[Curve]) -> Table<'_> {
    type Line = fn(&Curve) -> Option<WeightedLine>;
    let of_line = |name: &str, definition: &str, line: Line, value: fn(&WeightedLine) -> f64| {
        TableColumn::number(name, definition, move |row| line(&curves[row]).map_or(f64::NAN, |line| bounded(value(&line))))
    };
    let drift: Line = |curve| curve.drift;
    let law: Line = |curve| curve.law;
    let spread: Line = |curve| curve.spread;
    Table {
        name: "sizes",
        length: curves.len(),
        columns: vec![
            TableColumn::text("measure", "Name of the measure, at the end of the run", |row| MEASURES[curves[row].measure]).key(),
            TableColumn::number("p_value", "Largest p-value over all sizes: that of the claim that every size equals the reference", |row| bounded(curves[row].p_value)).bounds(SHARE),
            of_line("drift", "Change of the mean from one size to ten times that, by regression on the decimal logarithm of the citizens, sizes weighing as the inverse variance of their mean", drift, |line| line.slope),
            of_line("drift_error", "Standard error of drift", drift, |line| line.slope_error).bounds(COUNT),
            of_line("drift_low", "Lower end of the 90 % interval of drift", drift, |line| line.interval.low),
            of_line("drift_high", "Upper end of the 90 % interval of drift", drift, |line| line.interval.high),
            of_line("drift_rest", "What the line leaves: a chi-square with as many degrees of freedom as there are sizes, less two", drift, |line| line.unexplained).bounds(COUNT),
            of_line("drift_rest_p", "Probability of leaving as much if the line holds", drift, |line| line.p_unexplained).bounds(SHARE),
            of_line("limit", "The mean that towns approach as they grow: a of the law a + b/N", law, |line| line.intercept),
            of_line("limit_error", "Standard error of limit", law, |line| line.intercept_error).bounds(COUNT),
            of_line("per_citizen", "b of the law a + b/N", law, |line| line.slope),
            of_line("per_citizen_error", "Standard error of per_citizen", law, |line| line.slope_error).bounds(COUNT),
            of_line("law_rest_p", "Probability of leaving as much if the law holds", law, |line| line.p_unexplained).bounds(SHARE),
            of_line("spread", "Slope of the logarithm of the variance of a run on the logarithm of the citizens: -1 where citizens are independent, 0 where a town shares its luck", spread, |line| line.slope),
            of_line("spread_error", "Standard error of spread for normal values", spread, |line| line.slope_error).bounds(COUNT),
        ],
    }
}
