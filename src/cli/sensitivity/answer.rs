//! The answer of a sensitivity analysis on the terminal.

use samspil::report::sensitivity::{rankings, reading};
use samspil::scenario::Design;
use samspil::statistics::Interval;
use samspil::study::sensitivity::{Analysis, Dependence, Effect, VarianceShare};
use samspil::study::sweep::Sweep;
use serde_json::{Map, Value, json};

use crate::cli::CommandResult;
use crate::cli::terminal::{Terminal, aligned};

/// Parameters shown for each measure.
const ROWS_MAX: usize = 10;

/// Says what came out and where it lies.
pub(super) fn give(sweep: &Sweep, analysis: &Analysis, terminal: &Terminal) -> CommandResult {
    if terminal.json {
        return terminal.answer_study(as_json(sweep, analysis));
    }
    let description = sweep.description();
    let mut text = format!("{}: what it depends on\n", description.title);
    for ranking in rankings(description, analysis, ROWS_MAX) {
        let mut table = vec![ranking.header.iter().map(|&name| name.to_owned()).collect()];
        table.extend(ranking.rows);
        text = text + "\n" + &ranking.measure + "\n" + &aligned(&table) + "  " + &ranking.note + "\n";
    }
    let screened = matches!(description.design, Design::Morris { .. });
    let report = sweep.folder().path().join("report.html");
    text = text + "\n" + reading(screened) + "\nReport: " + &report.display().to_string() + "\n";
    Terminal::answer(&text.replace('\u{a0}', " "))
}

fn as_json(sweep: &Sweep, analysis: &Analysis) -> Value {
    let description = sweep.description();
    let measures: Map<String, Value> = analysis
        .findings
        .iter()
        .enumerate()
        .map(|(measure, findings)| {
            let mut value = json!({
                "unit": description.unit(measure),
                "mean": finite(findings.mean),
                "sd": finite(findings.deviation),
                "points": findings.points,
            });
            match &findings.dependence {
                Dependence::Effects(effects) => {
                    let effects: Vec<Value> = effects.iter().map(|own| effect(sweep, own)).collect();
                    value["effects"] = effects.into();
                }
                Dependence::Shares { shares, noise } => {
                    let shares: Vec<Value> = shares.iter().map(|own| share(analysis, own)).collect();
                    value["indices"] = shares.into();
                    value["noise_share"] = json!(finite(*noise));
                }
            }
            (description.measures[measure].name.clone(), value)
        })
        .collect();
    json!({
        "scenario": description.name,
        "title": description.title,
        "method": if matches!(description.design, Design::Morris { .. }) { "morris" } else { "sobol" },
        "folder": sweep.folder().path(),
        "report": sweep.folder().path().join("report.html"),
        "hash": sweep.folder().hash().to_string(),
        "seed": description.seed,
        "points": sweep.points().len(),
        "replications": description.replications,
        "failed": sweep.failed().len(),
        "measures": measures,
    })
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

fn ends(interval: Interval) -> [Option<f64>; 2] {
    [finite(interval.low), finite(interval.high)]
}

fn effect(sweep: &Sweep, own: &Effect) -> Value {
    json!({
        "parameter": sweep.description().factors[own.factor].key,
        "effects": own.effects.count,
        "mu": finite(own.effects.mean),
        "mu_star": finite(own.effects.mean_absolute),
        "mu_star_interval_95": ends(own.effects.mean_absolute_interval),
        "sigma": finite(own.effects.deviation),
        "noise_error": finite(own.error),
        "noise_floor": finite(own.floor),
        "stands_out": own.is_seen(),
    })
}

fn share(analysis: &Analysis, own: &VarianceShare) -> Value {
    json!({
        "parameter": analysis.groups[own.group].name,
        "first": finite(own.indices.first),
        "first_interval_95": ends(own.indices.first_interval),
        "total": finite(own.indices.total),
        "total_interval_95": ends(own.indices.total_interval),
    })
}
