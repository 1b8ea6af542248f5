//! The answer of a calibration on the terminal.

use samspil::scenario::CalibrationPlan;
use samspil::study::calibration::{Calibration, Study};

use crate::cli::Outcome;
use crate::cli::terminal::Terminal;

/// Says what came out and where it lies.
pub(super) fn give(
    plan: &CalibrationPlan,
    study: &Study<'_>,
    calibration: &Calibration,
    _terminal: &Terminal,
) -> Outcome {
    let mut text = plan.title.clone() + "\n";
    for (fitted, own) in plan.parameters.iter().zip(&calibration.marginals) {
        let line = format!(
            "{} {:.4} [{:.4}, {:.4}]\n",
            fitted.factor.key, own.median, own.low, own.high
        );
        text += &line;
    }
    text = text + &study.folder().path().display().to_string() + "\n";
    Terminal::answer(&text)
}
