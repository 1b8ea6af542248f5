//! The tables of a calibration: posterior, rounds, summary, predictive, codebook.

use super::{Calibration, Check, Marginal};
use crate::output::bounds::{COUNT, NONE, SHARE};
use crate::output::{
    CodebookEntry, FixedColumn, Format, OutputError, RunFolder, Table, TableColumn, write_codebook,
    write_table,
};
use crate::scenario::CalibrationPlan;

/// Writes `posterior`, `rounds`, `summary`, `predictive` and `codebook` into a folder.
///
/// # Errors
/// When a file cannot be written.
pub fn write_tables(
    folder: &RunFolder,
    plan: &CalibrationPlan,
    calibration: &Calibration,
    format: Format,
) -> Result<(), OutputError> {
    for table in [
        posterior_table(plan, calibration),
        rounds_table(plan, calibration),
        summary_table(plan, calibration),
        predictive_table(plan, calibration),
    ] {
        write_table(folder, &table, format)?;
    }
    write_codebook(folder, &codebook(plan), format)
}

/// One row per particle.
fn posterior_table<'a>(plan: &'a CalibrationPlan, calibration: &'a Calibration) -> Table<'a> {
    let mut columns = vec![
        TableColumn::count("particle", |row| row as u32),
        TableColumn::number("weight", |row| calibration.weights[row]),
        TableColumn::number("distance", |row| calibration.distances[row]),
    ];
    for (fitted, values) in plan.parameters.iter().zip(&calibration.values) {
        columns.push(TableColumn::number(&fitted.factor.key, |row| values[row]));
    }
    for (measured, values) in plan.measures.iter().zip(&calibration.simulated) {
        columns.push(TableColumn::number(&measured.name, |row| values[row]));
    }
    Table {
        name: "posterior",
        length: calibration.weights.len(),
        columns,
    }
}

/// One row per whole round.
fn rounds_table<'a>(plan: &'a CalibrationPlan, calibration: &'a Calibration) -> Table<'a> {
    let rounds = &calibration.rounds;
    let replications = plan.sampler.replications;
    Table {
        name: "rounds",
        length: rounds.len(),
        columns: vec![
            TableColumn::count("round", |row| rounds[row].number as u32),
            TableColumn::number("tolerance", |row| rounds[row].tolerance),
            TableColumn::count("attempts", |row| rounds[row].attempts as u32),
            TableColumn::number("acceptance", |row| rounds[row].acceptance),
            TableColumn::number("effective_size", |row| rounds[row].effective_size),
            TableColumn::count("runs", move |row| rounds[row].evaluated as u32 * replications),
        ],
    }
}

/// One row per parameter.
fn summary_table<'a>(plan: &'a CalibrationPlan, calibration: &'a Calibration) -> Table<'a> {
    let marginals = &calibration.marginals;
    let parameters = &plan.parameters;
    let number = |name: &str, value: fn(&Marginal) -> f64| {
        TableColumn::number(name, move |row: usize| value(&marginals[row]))
    };
    Table {
        name: "summary",
        length: parameters.len(),
        columns: vec![
            TableColumn::text("parameter", |row| &parameters[row].factor.key),
            TableColumn::text("prior", |row| parameters[row].prior.words().english),
            TableColumn::number("prior_low", |row| parameters[row].prior.low),
            TableColumn::number("prior_high", |row| parameters[row].prior.high),
            TableColumn::number("scenario", |row| parameters[row].base_value),
            number("mean", |own| own.mean),
            number("standard_deviation", |own| own.deviation),
            number("q05", |own| own.low),
            number("q50", |own| own.median),
            number("q95", |own| own.high),
            number("contraction", |own| own.contraction),
        ],
    }
}

/// One row per target.
fn predictive_table<'a>(plan: &'a CalibrationPlan, calibration: &'a Calibration) -> Table<'a> {
    let checks = &calibration.checks;
    let number = |name: &str, value: fn(&Check) -> f64| {
        TableColumn::number(name, move |row: usize| value(&checks[row]))
    };
    Table {
        name: "predictive",
        length: checks.len(),
        columns: vec![
            TableColumn::text("target", |row| &plan.measures[row].name),
            TableColumn::number("observed", |row| plan.targets[row].value),
            TableColumn::number("tolerance", |row| plan.targets[row].tolerance),
            TableColumn::count("count", |row| checks[row].count as u32),
            number("mean", |own| own.mean),
            number("q05", |own| own.low),
            number("q50", |own| own.median),
            number("q95", |own| own.high),
            number("tail_probability", |own| own.tail_probability),
            number("within_tolerance", |own| own.within),
            TableColumn::count("reached", |row| u32::from(checks[row].reached)),
            TableColumn::text("source", |row| &plan.targets[row].source),
        ],
    }
}

#[rustfmt::skip]
const POSTERIOR: &[FixedColumn] = &[
    ("posterior", "particle", "", COUNT, "Number of the particle: a society of the last whole round that came near enough"),
    ("posterior", "weight", "share", SHARE, "Its weight: the prior over the density with which it was proposed; weights add up to 1, and every summary is weighted with them"),
    ("posterior", "distance", "tolerances", COUNT, "Largest difference between what it simulated and the figures, in tolerances of the targets"),
];

#[rustfmt::skip]
const OTHERS: &[FixedColumn] = &[
    ("rounds", "round", "", COUNT, "Number of the round; 0 draws from the priors"),
    ("rounds", "tolerance", "tolerances", COUNT, "Largest distance that was accepted; in round 0 the largest there was"),
    ("rounds", "attempts", "societies", COUNT, "Societies that were tried until the round was full"),
    ("rounds", "acceptance", "share", SHARE, "Share of these that were near enough"),
    ("rounds", "effective_size", "particles", COUNT, "Effective size of the population, 1 / Σ w² (Kish 1965)"),
    ("rounds", "runs", "runs", COUNT, "Runs of the round, replications and those that were not needed in the end included"),
    ("summary", "parameter", "", NONE, "Key of the parameter; unit of the numbers is that of the parameter"),
    ("summary", "prior", "", NONE, "What was thought before: uniform, each value equally likely; log-uniform, each logarithm"),
    ("summary", "prior_low", "", NONE, "Smallest value thought possible"),
    ("summary", "prior_high", "", NONE, "Largest value thought possible"),
    ("summary", "scenario", "", NONE, "Value in the base scenario"),
    ("summary", "mean", "", NONE, "Weighted mean of the posterior"),
    ("summary", "standard_deviation", "", COUNT, "Weighted standard deviation of the posterior"),
    ("summary", "q05", "", NONE, "5 % of the posterior lie below (inverse of the weighted distribution function)"),
    ("summary", "q50", "", NONE, "Half of the posterior lies below; `fitted.toml` has this value"),
    ("summary", "q95", "", NONE, "95 % of the posterior lie below"),
    ("summary", "contraction", "share", (f64::NEG_INFINITY, 1.0), "Part of the prior's variance that the figures have taken away, on the scale on which the prior is even; about 0 when they say nothing"),
    ("predictive", "target", "", NONE, "Name of the target: measure and time; unit and bounds of the numbers are those of that measure"),
    ("predictive", "observed", "", NONE, "The figure of the plan"),
    ("predictive", "tolerance", "", COUNT, "How far off it may be, as the plan says"),
    ("predictive", "count", "societies", COUNT, "Fresh societies drawn from the posterior that have a value"),
    ("predictive", "mean", "", NONE, "Their mean"),
    ("predictive", "q05", "", NONE, "5 % of them lie below (type 7)"),
    ("predictive", "q50", "", NONE, "Half of them lie below (type 7)"),
    ("predictive", "q95", "", NONE, "95 % of them lie below (type 7)"),
    ("predictive", "tail_probability", "share", SHARE, "Twice the smaller of the shares of them on either side of the figure, ties counted half; small when the figure would be a surprise"),
    ("predictive", "within_tolerance", "share", SHARE, "Share of them within the tolerance"),
    ("predictive", "reached", "", SHARE, "1 when the figure with its tolerance meets the interval from the 5 % to the 95 % quantile"),
    ("predictive", "source", "", NONE, "Where the figure comes from, as the plan says"),
];

fn codebook(plan: &CalibrationPlan) -> Vec<CodebookEntry> {
    let fixed = |entries: &'static [FixedColumn]| entries.iter().map(CodebookEntry::fixed);
    let parameters = plan.parameters.iter();
    let measures = plan.measures.iter();
    fixed(POSTERIOR)
        .chain(parameters.map(|fitted| CodebookEntry::factor("posterior", &fitted.factor)))
        .chain(measures.map(|measured| {
            let what = "; mean over the replications of the particle";
            CodebookEntry::kept("posterior", measured.name.clone(), measured, what)
        }))
        .chain(fixed(OTHERS))
        .collect()
}
