//! The figures of a study of barriers: what each does alone, and its share of what all do together.

mod bars;
mod shares;
mod tornado;

use crate::figure::numbers::Notation;
use crate::figure::{Figure, value_text};
use crate::statistics::CONFIDENCE;
use crate::study::barriers::{Findings, Found};

/// All figures of a study of barriers, in the order in which a report shows them.
#[must_use]
pub(crate) fn all(findings: &Findings) -> Vec<Figure> {
    vec![tornado::draw(findings), shares::draw(findings)]
}

/// Changes smaller than this part of the baseline are what is left of adding numbers in another order.
const NOISE: f64 = 1e-12;

/// Whether a change is so small against the baseline that it is no change of the society.
#[must_use]
pub(crate) fn is_noise(change: f64, baseline: f64) -> bool {
    change.abs() <= NOISE * baseline.abs()
}

/// The notation of all effects of barriers on one measure: as exact as the middle one of them is known.
#[must_use]
pub(crate) fn notation(found: &Found) -> Notation {
    let noise = |change: f64| is_noise(change, found.joint.baseline.mean());
    let effects = [&found.removed, &found.at_price, &found.halved, &found.doubled];
    let paired = effects.into_iter().flatten().map(|effect| &effect.paired);
    let single = paired
        .clone()
        .map(|paired| paired.difference.mean().abs())
        .filter(|size| size.is_finite())
        .fold(0.0, f64::max);
    let magnitude = if noise(single) {
        found.joint.difference.mean().abs()
    } else {
        single
    };
    if noise(magnitude) {
        return Notation::new(found.column.measure.unit, 0.0, 0.0);
    }
    let mut half_widths: Vec<f64> = paired
        .map(|paired| paired.interval(CONFIDENCE).half_width())
        .filter(|half_width| *half_width > 0.0 && !noise(*half_width))
        .collect();
    half_widths.sort_by(f64::total_cmp);
    let middle = half_widths.get(half_widths.len() / 2).copied();
    Notation::new(found.column.measure.unit, magnitude, middle.unwrap_or(f64::NAN))
}

/// The strength of a barrier with all the decimals it was given.
#[must_use]
pub(crate) fn strength_text(strength: f64) -> String {
    value_text(&toml::Value::Float(strength))
}

/// Barriers as the rows of a chart, in the order of the ranking.
fn labels(findings: &Findings) -> Vec<bars::Label> {
    let labels = findings.ranking.iter().map(|place| {
        let barrier = findings.design.present[place.barrier].barrier;
        bars::Label {
            name: barrier.label.text(),
            ids: barrier.id_list(),
        }
    });
    labels.collect()
}

/// What panels show: outcome and output.
fn shown(findings: &Findings) -> impl Iterator<Item = &Found> {
    findings.found.iter().take(2)
}

/// The name of a measure with a capital letter.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
