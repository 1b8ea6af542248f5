//! The figures of a calibration: what is known of each parameter, of pairs of them, and whether fresh runs meet the figures.

mod marginals;
mod pairs;
mod predictive;

use crate::figure::Figure;
use crate::figure::axis::Axis;
use crate::figure::numbers::Notation;
use crate::scenario::{CalibrationPlan, Fitted};
use crate::study::calibration::Calibration;

/// Draws what a calibration found; pairs where there is more than one parameter.
#[must_use]
pub(super) fn draw(plan: &CalibrationPlan, calibration: &Calibration) -> Vec<Figure> {
    let mut figures = vec![
        predictive::draw(plan, calibration),
        marginals::draw(plan, calibration),
    ];
    if plan.parameters.len() > 1 {
        figures.push(pairs::draw(plan, calibration));
    }
    figures
}

/// Shares of the weights in so many equal parts of the unit interval.
fn histogram(places: &[f64], weights: &[f64], parts: usize) -> Vec<f64> {
    let mut shares = vec![0.0; parts];
    for (place, weight) in places.iter().zip(weights) {
        let part = ((place * parts as f64) as usize).min(parts - 1);
        shares[part] += weight;
    }
    shares
}

/// Round values within the range of a prior, about `count` of them, evenly apart on its scale.
fn ticks(fitted: &Fitted, count: usize) -> Vec<f64> {
    let (low, high) = (fitted.prior.low, fitted.prior.high);
    let within = |tick: &f64| low <= tick * (1.0 + 1e-9) && tick * (1.0 - 1e-9) <= high;
    let limits = (f64::NEG_INFINITY, f64::INFINITY);
    let even = Axis::around([low, high].into_iter(), limits, false, count);
    let even: Vec<f64> = even
        .into_iter()
        .flat_map(|axis| axis.ticks)
        .filter(|tick| within(tick))
        .collect();
    if !fitted.prior.logarithmic {
        return even;
    }
    let power = libm::floor(libm::log10(low)) as i32;
    let round: Vec<f64> = (power..=power + 12)
        .flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * libm::exp10(f64::from(power))))
        .filter(within)
        .collect();
    if round.len() < 2 { even } else { round }
}

/// A tick as text.
fn tick_text(tick: f64) -> String {
    Notation::ticks("", tick).value(tick)
}
