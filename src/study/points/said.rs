//! Values of factors and measures as people read them.

use crate::figure::numbers::{MISSING, Notation};
use crate::figure::value_text;
use crate::scenario::Plan;
use crate::statistics::Summary;
use crate::words::{Language, given, language, say, words};

/// A value of a factor, numbers to a millionth; in English as a scenario file writes it.
pub(in crate::study) fn value_said(value: &toml::Value) -> String {
    match value {
        toml::Value::Float(number) => given((number * 1e6).round() / 1e6),
        value if language() == Language::Danish => value_text(value),
        toml::Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// The values between two numbers.
pub(in crate::study) fn range_said(low: f64, high: f64) -> String {
    let (low, high) = (given(low), given(high));
    say!("{low} to {high}")
}

/// How numbers of a measure of a plan are written; with a variant they are differences, those of shares in points.
pub(in crate::study) fn notation_of(plan: &Plan, measure: usize, size: f64, half_width: f64) -> Notation {
    let unit = plan.unit(measure);
    match plan.variant {
        Some(_) => Notation::difference(unit, size, half_width).of_gap(),
        None => Notation::new(unit, size, half_width),
    }
}

/// The unit of a measure of a plan, for the title of an axis.
pub(in crate::study) fn unit_said(plan: &Plan, measure: usize) -> String {
    let unit = Notation::ticks(plan.unit(measure), 1.0).unit();
    match unit.strip_prefix('%') {
        Some(of) if plan.variant.is_some() => format!("{}{of}", words!("points")),
        _ => unit,
    }
}

/// The mean of a measure of a plan with half of its interval, where it has one.
pub(in crate::study) fn mean_said(plan: &Plan, measure: usize, summary: Option<&Summary>) -> String {
    let Some(summary) = summary else {
        return MISSING.to_string();
    };
    let half_width = summary.half_width();
    let notation = notation_of(plan, measure, summary.mean, half_width);
    match (half_width.is_finite(), plan.variant.is_some()) {
        (true, true) => format!(
            "{} ± {}",
            notation.signed(summary.mean),
            notation.value(half_width)
        ),
        (true, false) => format!(
            "{} ± {}",
            notation.value(summary.mean),
            notation.value(half_width)
        ),
        (false, true) => notation.change(summary.mean),
        (false, false) => notation.value(summary.mean),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_of_shares_are_in_points() {
        let notation = Notation::difference("share", -0.004, 0.013).of_gap();
        assert!(notation.value(0.013).ends_with("\u{a0}points"));
        assert!(notation.signed(-0.004).starts_with("\u{2212}0.4"));
    }

    #[test]
    fn values_of_factors_have_a_millionth_at_most() {
        assert_eq!(value_said(&toml::Value::Float(0.1 + 0.2)), "0.3");
    }
}
