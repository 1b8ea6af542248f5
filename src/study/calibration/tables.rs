//! The tables of a calibration: posterior, rounds, summary, predictive.

use super::{Calibration, Check, Marginal};
use crate::output::bounds::{COUNT, SHARE};
use crate::output::{Cells, OutputError, Table, TableColumn, Tables};
use crate::scenario::CalibrationPlan;

/// Writes `posterior`, `rounds`, `summary` and `predictive`.
///
/// # Errors
/// When a file cannot be written.
pub fn write_tables(
    tables: &mut Tables<'_>,
    plan: &CalibrationPlan,
    calibration: &Calibration,
) -> Result<(), OutputError> {
    tables.write(posterior_table(plan, calibration))?;
    tables.write(rounds_table(plan, calibration))?;
    tables.write(summary_table(plan, calibration))?;
    tables.write(predictive_table(plan, calibration))
}

/// One row per particle.
#[rustfmt::skip]
fn posterior_table<'a>(plan: &'a CalibrationPlan, calibration: &'a Calibration) -> Table<'a> {
    let mut columns = vec![
        TableColumn::count("particle", "Number of the particle: a society of the last whole round that came near enough", |row| row as u32).key(),
        TableColumn::number("weight", "Its weight: the prior over the density with which it was proposed; weights add up to 1, and every summary is weighted with them", |row| calibration.weights[row]).unit("share").bounds(SHARE),
        TableColumn::number("distance", "How far what it simulated lies from the figures: the largest difference in tolerances, or, where it is larger, the root of the sum of squares of those in standard errors over -2 ln u, u even between 0 and 1; accepted at 1 means with the errors of the plan", |row| calibration.distances[row]).unit("errors").bounds(COUNT),
    ];
    columns.extend(plan.parameters.iter().zip(&calibration.values).map(|(fitted, values)| {
        TableColumn::factor(&fitted.factor, Cells::Number(Box::new(move |row: usize| values[row])))
    }));
    let what = "; mean over the replications of the particle";
    columns.extend(plan.measures.iter().zip(&calibration.simulated).map(|(measured, values)| {
        TableColumn::kept(&measured.name, measured, what, move |row| values[row])
    }));
    Table {
        name: "posterior",
        length: calibration.weights.len(),
        columns,
    }
}

/// One row per whole round.
#[rustfmt::skip]
fn rounds_table<'a>(plan: &'a CalibrationPlan, calibration: &'a Calibration) -> Table<'a> {
    let rounds = &calibration.rounds;
    let replications = plan.sampler.replications;
    Table {
        name: "rounds",
        length: rounds.len(),
        columns: vec![
            TableColumn::count("round", "Number of the round; 0 draws from the priors", |row| rounds[row].number as u32).key(),
            TableColumn::number("tolerance", "Largest distance that was accepted; in round 0 the largest there was", |row| rounds[row].tolerance).unit("errors").bounds(COUNT),
            TableColumn::count("attempts", "Societies that were tried until the round was full", |row| rounds[row].attempts as u32).unit("societies"),
            TableColumn::number("acceptance", "Share of these that were near enough", |row| rounds[row].acceptance).unit("share").bounds(SHARE),
            TableColumn::number("effective_size", "Effective size of the population, 1 / Σ w² (Kish 1965)", |row| rounds[row].effective_size).unit("particles").bounds(COUNT),
            TableColumn::count("runs", "Runs of the round, replications and those that were not needed in the end included", move |row| rounds[row].evaluated as u32 * replications).unit("runs"),
        ],
    }
}

/// One row per parameter.
#[rustfmt::skip]
fn summary_table<'a>(plan: &'a CalibrationPlan, calibration: &'a Calibration) -> Table<'a> {
    let marginals = &calibration.marginals;
    let parameters = &plan.parameters;
    let number = |name: &str, definition: &str, value: fn(&Marginal) -> f64| {
        TableColumn::number(name, definition, move |row: usize| value(&marginals[row]))
    };
    Table {
        name: "summary",
        length: parameters.len(),
        columns: vec![
            TableColumn::text("parameter", "Key of the parameter; unit of the numbers is that of the parameter", |row| &parameters[row].factor.key).key(),
            TableColumn::text("prior", "What was thought before: uniform, each value equally likely; log-uniform, each logarithm", |row| parameters[row].prior.words().english),
            TableColumn::number("prior_low", "Smallest value thought possible", |row| parameters[row].prior.low),
            TableColumn::number("prior_high", "Largest value thought possible", |row| parameters[row].prior.high),
            TableColumn::number("scenario", "Value in the base scenario", |row| parameters[row].base_value),
            number("mean", "Weighted mean of the posterior", |own| own.mean),
            number("standard_deviation", "Weighted standard deviation of the posterior", |own| own.deviation).bounds(COUNT),
            number("q05", "5 % of the posterior lie below (inverse of the weighted distribution function)", |own| own.low),
            number("q50", "Half of the posterior lies below; `fitted.toml` has this value", |own| own.median),
            number("q95", "95 % of the posterior lie below", |own| own.high),
            number("contraction", "Part of the prior's variance that the figures have taken away, on the scale on which the prior is even; about 0 when they say nothing", |own| own.contraction).unit("share").bounds((f64::NEG_INFINITY, 1.0)),
        ],
    }
}

/// One row per target.
#[rustfmt::skip]
fn predictive_table<'a>(plan: &'a CalibrationPlan, calibration: &'a Calibration) -> Table<'a> {
    let checks = &calibration.checks;
    let number = |name: &str, definition: &str, value: fn(&Check) -> f64| {
        TableColumn::number(name, definition, move |row: usize| value(&checks[row]))
    };
    let error = |name: &str, definition: &str, standard: bool| {
        let cell = move |row: usize| {
            let target = &plan.targets[row];
            if target.is_standard_error == standard { target.tolerance } else { f64::NAN }
        };
        TableColumn::number(name, definition, cell).bounds(COUNT)
    };
    Table {
        name: "predictive",
        length: checks.len(),
        columns: vec![
            TableColumn::text("target", "Name of the target: measure and time; unit and bounds of the numbers are those of that measure", |row| &plan.measures[row].name).key(),
            TableColumn::number("observed", "The figure of the plan", |row| plan.targets[row].value),
            error("tolerance", "How far off it is at most, as the plan says; empty where it has a standard error", false),
            error("standard_error", "Its standard error, as the plan says; empty where it has a tolerance", true),
            TableColumn::count("count", "Fresh societies drawn from the posterior that have a value", |row| checks[row].count as u32).unit("societies"),
            number("mean", "Their mean", |own| own.mean),
            number("q05", "5 % of them lie below (type 7)", |own| own.low),
            number("q50", "Half of them lie below (type 7)", |own| own.median),
            number("q95", "95 % of them lie below (type 7)", |own| own.high),
            number("tail_probability", "Twice the smaller of the shares of them on either side of the figure, ties counted half; small when the figure would be a surprise", |own| own.tail_probability).unit("share").bounds(SHARE),
            number("within_tolerance", "Share of them within the margin of the figure: its tolerance, or 1.645 standard errors, which nine of ten normal errors do not exceed", |own| own.within).unit("share").bounds(SHARE),
            TableColumn::count("reached", "1 when the figure with its margin meets the interval from the 5 % to the 95 % quantile", |row| u32::from(checks[row].reached)).bounds(SHARE),
            TableColumn::text("source", "Where the figure comes from, as the plan says", |row| &plan.targets[row].source),
        ],
    }
}
