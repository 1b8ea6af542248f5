//! The table of a sensitivity analysis: `effects` or `indices`.

use super::{Analysis, Dependence, Effect, Findings, VarianceShare};
use crate::output::bounds::{COUNT, NONE};
use crate::output::{FixedColumn, Table, TableColumn};
use crate::scenario::Plan;

/// The rows of the table of an analysis.
pub(super) enum Rows<'a> {
    Effects(Vec<EffectRow<'a>>),
    Shares(Vec<ShareRow<'a>>),
}

impl<'a> Rows<'a> {
    pub(super) fn of(analysis: &'a Analysis) -> Self {
        let mut effects = Vec::new();
        let mut shares = Vec::new();
        for (measure, findings) in analysis.findings.iter().enumerate() {
            match &findings.dependence {
                Dependence::Effects(own) => {
                    effects.extend(own.iter().map(|effect| (measure, findings, effect)));
                }
                Dependence::Shares { shares: own, noise } => {
                    shares.extend(own.iter().map(|share| (measure, findings, *noise, share)));
                }
            }
        }
        if shares.is_empty() {
            Self::Effects(effects)
        } else {
            Self::Shares(shares)
        }
    }

    pub(super) fn table(&'a self, plan: &'a Plan, analysis: &'a Analysis) -> Table<'a> {
        match self {
            Self::Effects(rows) => effects_table(plan, rows),
            Self::Shares(rows) => indices_table(plan, analysis, rows),
        }
    }

    pub(super) const fn columns(&self) -> &'static [FixedColumn] {
        match self {
            Self::Effects(_) => EFFECTS,
            Self::Shares(_) => INDICES,
        }
    }
}

type EffectRow<'a> = (usize, &'a Findings, &'a Effect);

fn effects_table<'a>(plan: &'a Plan, rows: &'a [EffectRow<'a>]) -> Table<'a> {
    let number = |name: &str, value: fn(&Effect) -> f64| {
        TableColumn::number(name, move |row: usize| value(rows[row].2))
    };
    Table {
        name: "effects",
        length: rows.len(),
        columns: vec![
            TableColumn::text("measure", |row| &plan.measures[rows[row].0].name),
            TableColumn::text("parameter", |row| &plan.factors[rows[row].2.factor].key),
            TableColumn::count("effects", |row| rows[row].2.effects.count as u32),
            number("mu", |effect| effect.effects.mean),
            number("mu_low", |effect| effect.effects.mean_interval.low),
            number("mu_high", |effect| effect.effects.mean_interval.high),
            number("mu_star", |effect| effect.effects.mean_absolute),
            number("mu_star_low", |effect| effect.effects.mean_absolute_interval.low),
            number("mu_star_high", |effect| {
                effect.effects.mean_absolute_interval.high
            }),
            number("sigma", |effect| effect.effects.deviation),
            number("sigma_low", |effect| effect.effects.deviation_interval.low),
            number("sigma_high", |effect| effect.effects.deviation_interval.high),
            number("noise_error", |effect| effect.error),
            number("noise_floor", |effect| effect.floor),
        ],
    }
}

type ShareRow<'a> = (usize, &'a Findings, f64, &'a VarianceShare);

fn indices_table<'a>(plan: &'a Plan, analysis: &'a Analysis, rows: &'a [ShareRow<'a>]) -> Table<'a> {
    let number = |name: &str, value: fn(&ShareRow<'_>) -> f64| {
        TableColumn::number(name, move |row: usize| value(&rows[row]))
    };
    Table {
        name: "indices",
        length: rows.len(),
        columns: vec![
            TableColumn::text("measure", |row| &plan.measures[rows[row].0].name),
            TableColumn::text("parameter", |row| &analysis.groups[rows[row].3.group].name),
            TableColumn::count("factors", |row| {
                analysis.groups[rows[row].3.group].factors.len() as u32
            }),
            number("first", |row| row.3.indices.first),
            number("first_low", |row| row.3.indices.first_interval.low),
            number("first_high", |row| row.3.indices.first_interval.high),
            number("total", |row| row.3.indices.total),
            number("total_low", |row| row.3.indices.total_interval.low),
            number("total_high", |row| row.3.indices.total_interval.high),
            number("noise_share", |row| row.2),
            number("mean", |row| row.1.mean),
            number("standard_deviation", |row| row.1.deviation),
        ],
    }
}

#[rustfmt::skip]
const EFFECTS: &[FixedColumn] = &[
    ("effects", "measure", "", NONE, "Name of the column of `runs` that is looked at; effects are in its unit, for the whole range of the parameter"),
    ("effects", "parameter", "", NONE, "Key of the parameter"),
    ("effects", "effects", "", COUNT, "Number of elementary effects; less than that of trajectories where a run failed or has no value"),
    ("effects", "mu", "", NONE, "Mean elementary effect: which way the measure moves"),
    ("effects", "mu_low", "", NONE, "Lower end of the 95 % t interval of mu over trajectories"),
    ("effects", "mu_high", "", NONE, "Upper end of the 95 % t interval of mu over trajectories"),
    ("effects", "mu_star", "", COUNT, "Mean absolute elementary effect: how much the parameter matters (Campolongo, Cariboni and Saltelli 2007)"),
    ("effects", "mu_star_low", "", NONE, "Lower end of the 95 % t interval of mu_star over trajectories"),
    ("effects", "mu_star_high", "", NONE, "Upper end of the 95 % t interval of mu_star over trajectories"),
    ("effects", "sigma", "", COUNT, "Standard deviation of the elementary effects: curves and interplay with other parameters, and noise"),
    ("effects", "sigma_low", "", COUNT, "Lower end of the 95 % bootstrap interval of sigma"),
    ("effects", "sigma_high", "", COUNT, "Upper end of the 95 % bootstrap interval of sigma"),
    ("effects", "noise_error", "", COUNT, "Standard error of mu_star from the number of replications alone, at these trajectories (jackknife)"),
    ("effects", "noise_floor", "", COUNT, "The mu_star that a parameter without effect would have from replication noise"),
];

#[rustfmt::skip]
const INDICES: &[FixedColumn] = &[
    ("indices", "measure", "", NONE, "Name of the column of `runs` whose variance over the points is divided up"),
    ("indices", "parameter", "", NONE, "Key of the parameter, or name of the group of parameters that vary together"),
    ("indices", "factors", "", COUNT, "Number of parameters in the group"),
    ("indices", "first", "share", NONE, "First-order Sobol' index: share of the variance that knowing it alone would take away; estimates may lie slightly outside 0 to 1"),
    ("indices", "first_low", "share", NONE, "Lower end of the 95 % bootstrap interval of first, over rows"),
    ("indices", "first_high", "share", NONE, "Upper end of the 95 % bootstrap interval of first, over rows"),
    ("indices", "total", "share", NONE, "Total Sobol' index: share of the variance that would stay if all others were known"),
    ("indices", "total_low", "share", NONE, "Lower end of the 95 % bootstrap interval of total, over rows"),
    ("indices", "total_high", "share", NONE, "Upper end of the 95 % bootstrap interval of total, over rows"),
    ("indices", "noise_share", "share", COUNT, "Share of the variance that is replication noise, the same for all parameters of a measure; it is part of every total index"),
    ("indices", "mean", "", NONE, "Mean of the measure over all points"),
    ("indices", "standard_deviation", "", COUNT, "Standard deviation of the measure over all points"),
];
