//! The answer of a calibration on the terminal.

use samspil::report::calibration::{PARAMETERS, TARGETS, parameters, sentences, targets, warnings};
use samspil::scenario::CalibrationPlan;
use samspil::study::calibration::{Calibration, Study};
use serde_json::{Map, Value, json};

use crate::cli::CommandResult;
use crate::cli::terminal::{Terminal, aligned};

/// Says what came out and where it lies.
pub(super) fn give(
    plan: &CalibrationPlan,
    study: &Study<'_>,
    calibration: &Calibration,
    terminal: &Terminal,
) -> CommandResult {
    if terminal.json {
        return terminal.answer_study(as_json(plan, study, calibration));
    }
    let mut text = plan.title.clone() + "\n";
    for sentence in sentences(plan, calibration) {
        text = text + &sentence + "\n";
    }
    for (header, rows) in [
        (PARAMETERS, parameters(plan, calibration)),
        (TARGETS, targets(plan, calibration)),
    ] {
        let mut table = vec![header.map(str::to_owned).to_vec()];
        table.extend(rows);
        text = text + "\n" + &aligned(&table);
    }
    for warning in warnings(plan, calibration) {
        text = text + "\n! " + &warning + "\n";
    }
    let folder = study.folder().path();
    text = text
        + "\nReport: "
        + &folder.join("report.html").display().to_string()
        + "\nRun the fitted scenario: samspil run "
        + &folder.join("fitted.toml").display().to_string()
        + "\n";
    Terminal::answer(&text.replace('\u{a0}', " "))
}

fn as_json(plan: &CalibrationPlan, study: &Study<'_>, calibration: &Calibration) -> Value {
    let folder = study.folder();
    let finite = |value: f64| Some(value).filter(|value| value.is_finite());
    let marginals: Map<String, Value> = plan
        .parameters
        .iter()
        .zip(&calibration.marginals)
        .map(|(fitted, own)| {
            let value = json!({
                "prior": fitted.prior,
                "mean": own.mean,
                "sd": own.deviation,
                "median": own.median,
                "interval_90": [own.low, own.high],
                "contraction": own.contraction,
            });
            (fitted.factor.key.clone(), value)
        })
        .collect();
    let checks: Map<String, Value> = plan
        .measures
        .iter()
        .zip(&plan.targets)
        .zip(&calibration.checks)
        .map(|((measured, target), check)| {
            let value = json!({
                "observed": target.value,
                "tolerance": target.tolerance,
                "median": finite(check.median),
                "interval_90": [finite(check.low), finite(check.high)],
                "tail_probability": finite(check.tail_probability),
                "within_tolerance": finite(check.within),
                "reached": check.reached,
            });
            (measured.name.clone(), value)
        })
        .collect();
    json!({
        "plan": plan.name,
        "title": plan.title,
        "folder": folder.path(),
        "report": folder.path().join("report.html"),
        "fitted": folder.path().join("fitted.toml"),
        "hash": folder.hash().to_string(),
        "seed": plan.seed,
        "ending": format!("{:?}", calibration.ending).to_lowercase(),
        "distance": calibration.tolerance(),
        "rounds": calibration.rounds.len(),
        "runs": calibration.evaluated as u64 * u64::from(plan.sampler.replications),
        "particles": calibration.weights.len(),
        "effective_size": calibration.effective_size(),
        "parameters": marginals,
        "targets": checks,
        "warnings": warnings(plan, calibration),
    })
}
