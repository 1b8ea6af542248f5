//! The answer of a calibration on the terminal.

use super::report::{PARAMETERS, TARGETS, parameters, sentences, targets, warnings};
use crate::scenario::CalibrationPlan;
use crate::study::calibration::Calibration;
use serde_json::{Map, Value, json};

use crate::report::text::aligned;

/// What came out: in sentences, then parameters and targets.
pub(super) fn words(plan: &CalibrationPlan, calibration: &Calibration) -> String {
    let mut text = plan.title.clone() + "\n";
    for sentence in sentences(plan, calibration) {
        text += &sentence;
        text.push('\n');
    }
    for (header, rows) in [
        (PARAMETERS, parameters(plan, calibration)),
        (TARGETS, targets(plan, calibration)),
    ] {
        let mut table = vec![header.map(|name| name.text().to_owned()).to_vec()];
        table.extend(rows);
        text.push('\n');
        text += &aligned(&table);
    }
    for warning in warnings(plan, calibration) {
        text += "\n! ";
        text += &warning;
        text.push('\n');
    }
    text
}

/// What programs read.
pub(super) fn json(plan: &CalibrationPlan, calibration: &Calibration) -> Value {
    let finite = |value: f64| Some(value).filter(|value| value.is_finite());
    let marginals: Map<String, Value> = plan
        .parameters
        .iter()
        .zip(&calibration.marginals)
        .map(|(fitted, own)| {
            let value = json!({
                "prior": fitted.prior,
                "mean": own.mean,
                "standard_deviation": own.deviation,
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
                "tolerance": (!target.is_standard_error).then_some(target.tolerance),
                "standard_error": target.is_standard_error.then_some(target.tolerance),
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
        "fitted": super::results::FITTED,
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
