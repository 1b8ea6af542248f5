//! The answer of a sensitivity analysis in words and for programs.

use super::report::{rankings, reading};
use crate::scenario::{Design, Plan};
use crate::study::points::PlannedPoints;
use crate::study::sensitivity::{Analysis, Dependence, Effect, VarianceShare};
use serde_json::{Map, Value, json};

use crate::report::text::aligned;
use crate::words::say;

/// Parameters shown for each measure.
const ROWS_MAX: usize = 10;

/// What the terminal shows.
pub(super) fn words(plan: &Plan, analysis: &Analysis) -> String {
    let mut text = say!("{}: what it depends on", plan.title);
    text.push('\n');
    for ranking in rankings(plan, analysis, ROWS_MAX) {
        let mut table = vec![ranking.header.iter().map(|&name| name.to_owned()).collect()];
        table.extend(ranking.rows);
        text = format!(
            "{text}\n{}\n{}  {}\n",
            ranking.measure,
            aligned(&table),
            ranking.note
        );
    }
    format!("{text}\n{}", reading(plan, analysis))
}

fn is_screening(plan: &Plan) -> bool {
    matches!(plan.design, Design::Morris { .. })
}

/// What programs read.
pub(super) fn json(planned: &PlannedPoints, analysis: &Analysis) -> Value {
    let plan = &planned.plan;
    let dependence: Map<String, Value> = analysis
        .findings
        .iter()
        .enumerate()
        .map(|(measure, findings)| {
            let mut value = json!({
                "mean": findings.mean,
                "standard_deviation": findings.deviation,
                "points": findings.points,
            });
            match &findings.dependence {
                Dependence::Effects(effects) => {
                    let effects: Vec<Value> = effects.iter().map(|own| effect(plan, own)).collect();
                    value["effects"] = effects.into();
                }
                Dependence::Shares { shares, noise } => {
                    let shares: Vec<Value> = shares.iter().map(|own| share(analysis, own)).collect();
                    value["indices"] = shares.into();
                    value["noise_share"] = json!(noise);
                }
            }
            (plan.measures[measure].name.clone(), value)
        })
        .collect();
    json!({
        "method": if is_screening(plan) { "morris" } else { "sobol" },
        "points": planned.points.len(),
        "dependence": dependence,
    })
}

fn effect(plan: &Plan, own: &Effect) -> Value {
    json!({
        "parameter": plan.factors[own.factor].key,
        "effects": own.effects.count,
        "mu": own.effects.mean,
        "mu_star": own.effects.mean_absolute,
        "mu_star_interval": own.effects.mean_absolute_interval.ends(),
        "sigma": own.effects.deviation,
        "noise_error": own.error,
        "noise_floor": own.floor,
        "stands_out": own.is_seen(),
    })
}

fn share(analysis: &Analysis, own: &VarianceShare) -> Value {
    json!({
        "parameter": analysis.groups[own.group].name,
        "first": own.indices.first,
        "first_interval": own.indices.first_interval.ends(),
        "total": own.indices.total,
        "total_interval": own.indices.total_interval.ends(),
    })
}
