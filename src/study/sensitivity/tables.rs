//! The table of a sensitivity analysis: `effects` or `indices`.

use super::{Analysis, Dependence, Effect, Findings, VarianceShare};
use crate::output::bounds::COUNT;
use crate::output::{Table, TableColumn};
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
}

type EffectRow<'a> = (usize, &'a Findings, &'a Effect);

#[rustfmt::skip]
fn effects_table<'a>(plan: &'a Plan, rows: &'a [EffectRow<'a>]) -> Table<'a> {
    let number = |name: &str, definition: &str, value: fn(&Effect) -> f64| {
        TableColumn::number(name, definition, move |row: usize| value(rows[row].2))
    };
    Table {
        name: "effects",
        length: rows.len(),
        columns: vec![
            TableColumn::text("measure", "Name of the column of `runs` that is looked at; effects are in its unit, for the whole range of the parameter", |row| &plan.measures[rows[row].0].name).key(),
            TableColumn::text("parameter", "Key of the parameter", |row| &plan.factors[rows[row].2.factor].key).key(),
            TableColumn::count("effects", "Number of elementary effects; less than that of trajectories where a run failed or has no value", |row| rows[row].2.effects.count as u32),
            number("mu", "Mean elementary effect: which way the measure moves", |effect| effect.effects.mean),
            number("mu_low", "Lower end of the 95 % t interval of mu over trajectories", |effect| effect.effects.mean_interval.low),
            number("mu_high", "Upper end of the 95 % t interval of mu over trajectories", |effect| effect.effects.mean_interval.high),
            number("mu_star", "Mean absolute elementary effect: how much the parameter matters (Campolongo, Cariboni and Saltelli 2007)", |effect| effect.effects.mean_absolute).bounds(COUNT),
            number("mu_star_low", "Lower end of the 95 % t interval of mu_star over trajectories", |effect| effect.effects.mean_absolute_interval.low),
            number("mu_star_high", "Upper end of the 95 % t interval of mu_star over trajectories", |effect| effect.effects.mean_absolute_interval.high),
            number("sigma", "Standard deviation of the elementary effects: curves and interplay with other parameters, and noise", |effect| effect.effects.deviation).bounds(COUNT),
            number("sigma_low", "Lower end of the 95 % bootstrap interval of sigma", |effect| effect.effects.deviation_interval.low).bounds(COUNT),
            number("sigma_high", "Upper end of the 95 % bootstrap interval of sigma", |effect| effect.effects.deviation_interval.high).bounds(COUNT),
            number("noise_error", "Standard error of mu_star from the number of replications alone, at these trajectories (jackknife)", |effect| effect.error).bounds(COUNT),
            number("noise_floor", "The mu_star that a parameter without effect would have from replication noise", |effect| effect.floor).bounds(COUNT),
        ],
    }
}

type ShareRow<'a> = (usize, &'a Findings, f64, &'a VarianceShare);

#[rustfmt::skip]
fn indices_table<'a>(plan: &'a Plan, analysis: &'a Analysis, rows: &'a [ShareRow<'a>]) -> Table<'a> {
    let number = |name: &str, definition: &str, value: fn(&ShareRow<'_>) -> f64| {
        TableColumn::number(name, definition, move |row: usize| value(&rows[row]))
    };
    let share = |name: &str, definition: &str, value: fn(&ShareRow<'_>) -> f64| number(name, definition, value).unit("share");
    Table {
        name: "indices",
        length: rows.len(),
        columns: vec![
            TableColumn::text("measure", "Name of the column of `runs` whose variance over the points is divided up", |row| &plan.measures[rows[row].0].name).key(),
            TableColumn::text("parameter", "Key of the parameter, or name of the group of parameters that vary together", |row| &analysis.groups[rows[row].3.group].name).key(),
            TableColumn::count("factors", "Number of parameters in the group", |row| analysis.groups[rows[row].3.group].factors.len() as u32).key(),
            share("first", "First-order Sobol' index: share of the variance that knowing it alone would take away; estimates may lie slightly outside 0 to 1", |row| row.3.indices.first),
            share("first_low", "Lower end of the 95 % bootstrap interval of first, over rows", |row| row.3.indices.first_interval.low),
            share("first_high", "Upper end of the 95 % bootstrap interval of first, over rows", |row| row.3.indices.first_interval.high),
            share("total", "Total Sobol' index: share of the variance that would stay if all others were known", |row| row.3.indices.total),
            share("total_low", "Lower end of the 95 % bootstrap interval of total, over rows", |row| row.3.indices.total_interval.low),
            share("total_high", "Upper end of the 95 % bootstrap interval of total, over rows", |row| row.3.indices.total_interval.high),
            share("noise_share", "Share of the variance that is replication noise, the same for all parameters of a measure; it is part of every total index", |row| row.2).bounds(COUNT),
            number("mean", "Mean of the measure over all points", |row| row.1.mean),
            number("standard_deviation", "Standard deviation of the measure over all points", |row| row.1.deviation).bounds(COUNT),
        ],
    }
}
