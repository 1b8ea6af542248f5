//! What is known of a number before any figure is looked at.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Entry, Kind};
use crate::words::{Words, words};

/// From which ratio of its ends on a range is one of factors: halves and doubles of a value are then as likely as each other.
const RATIO_OF_FACTORS: f64 = 4.0;

/// What is known of a number before: every value in a range, each as likely, or the more likely the nearer to a peak; as
/// numbers or as logarithms.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Prior {
    /// Smallest value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
    /// The likeliest value of a triangular one; `None` where all are equally likely.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peak: Option<f64>,
    /// Whether it is one of logarithms, so that halves and doubles of a value are equally likely.
    pub logarithmic: bool,
    /// Whether only whole numbers are meant.
    pub whole: bool,
}

impl Prior {
    /// A number on the scale on which it is even or triangular.
    fn scaled(&self, value: f64) -> f64 {
        if self.logarithmic { libm::log(value) } else { value }
    }

    /// Ends of the range that is divided up: whole numbers have half a number on either side.
    fn ends(&self) -> (f64, f64) {
        let margin = if self.whole { 0.5 } else { 0.0 };
        (self.scaled(self.low - margin), self.scaled(self.high + margin))
    }

    /// The value below which this share of the prior lies: its quantile function. With ends a and b and a peak c on its scale,
    /// and F = (c − a) / (b − a), it is `a + (b − a) u`, or `a + √(u (b − a)(c − a))` for u up to F and
    /// `b − √((1 − u)(b − a)(b − c))` above.
    #[must_use]
    pub fn value(&self, place: f64) -> f64 {
        let (low, high) = self.ends();
        let width = high - low;
        let value = match self.peak.map(|peak| self.scaled(peak)) {
            None => low + width * place,
            Some(peak) if place * width <= peak - low => low + libm::sqrt(place * width * (peak - low)),
            Some(peak) => high - libm::sqrt((1.0 - place) * width * (high - peak)),
        };
        let value = if self.logarithmic { libm::exp(value) } else { value };
        let value = if self.whole { libm::round(value) } else { value };
        value.clamp(self.low, self.high)
    }

    /// The share of the prior that lies below a value: its distribution function.
    #[must_use]
    pub fn place(&self, value: f64) -> f64 {
        let (low, high) = self.ends();
        let (value, width) = (self.scaled(value), high - low);
        match self.peak.map(|peak| self.scaled(peak)) {
            None => (value - low) / width,
            Some(peak) if value <= peak && peak > low => {
                (value - low) * (value - low) / (width * (peak - low))
            }
            Some(peak) => 1.0 - (high - value) * (high - value) / (width * (high - peak)),
        }
    }

    /// Its form in words.
    #[must_use]
    pub const fn words(&self) -> Words {
        match (self.peak.is_some(), self.logarithmic, self.whole) {
            (false, false, false) => words!("uniform"),
            (false, true, false) => words!("log-uniform"),
            (false, false, true) => words!("uniform over whole numbers"),
            (false, true, true) => words!("log-uniform over whole numbers"),
            (true, false, _) => words!("triangular"),
            (true, true, _) => words!("log-triangular"),
        }
    }
}

impl Entry {
    /// What is known of a number before any figure is looked at; `None` where it has no plausible range.
    ///
    /// A size that is measured (V) or derived (D) is narrow: triangular over the range, with its peak at the default. Any other
    /// is wide: every value in the range is as likely. Where the range is positive and its upper end at least four times its lower
    /// one, both hold for logarithms.
    ///
    /// ```
    /// let prior = |key: &str| samspil::scenario::register().get(key).unwrap().prior().unwrap();
    /// assert_eq!(prior("hours.per_week").peak, Some(3.3));
    /// assert_eq!(prior("willingness.motivation").peak, None);
    /// assert!(prior("asking.general").logarithmic && !prior("willingness.motivation").logarithmic);
    /// ```
    #[must_use]
    pub fn prior(&self) -> Option<Prior> {
        let (low, high) = self.plausible()?;
        let is_narrow = ["V", "D"].contains(&self.grades().1);
        let default = self
            .default
            .as_float()
            .or_else(|| self.default.as_integer().map(|whole| whole as f64));
        Some(Prior {
            low,
            high,
            peak: default.filter(|_| is_narrow),
            logarithmic: low > 0.0 && high >= RATIO_OF_FACTORS * low,
            whole: self.kind == Kind::Integer,
        })
    }

    /// Whether it is one of the numbers of a *world*, which are uncertain wherever one looks: a number with a plausible range that
    /// describes neither a design (`programme.*`, `barriers.*`) nor the place (`world = false` in the register: what a municipality
    /// reads off its own registers, such as demography, posts and the size of the task). Left out as well are the correlations of
    /// traits, the ends of whose ranges cannot hold together.
    #[must_use]
    pub fn in_worlds(&self) -> bool {
        let left_out = ["programme.", "barriers.", "population.correlation."];
        self.world && self.plausible().is_some() && !left_out.iter().any(|table| self.key.starts_with(table))
    }
}

/// The alternatives of a choice in the order of its choices, or of a flag, `true` first.
///
/// # Errors
/// When it is neither, when a name is none of its choices, or when the probabilities are not positive and do not add up to 1.
pub(super) fn alternatives(
    key: &str,
    kind: Kind,
    choices: &[String],
    written: &BTreeMap<String, f64>,
) -> Result<Vec<(toml::Value, f64)>, String> {
    if written.is_empty() {
        return Ok(Vec::new());
    }
    let values: Vec<toml::Value> = match kind {
        Kind::Choice => choices.iter().cloned().map(toml::Value::String).collect(),
        Kind::Flag => [true, false].map(toml::Value::Boolean).to_vec(),
        _ => return Err(format!("{key}: only choices and flags have alternatives")),
    };
    let weight = |value: &toml::Value| {
        let name = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        written.get(&name).copied()
    };
    let found: Vec<(toml::Value, f64)> = values
        .into_iter()
        .filter_map(|value| weight(&value).map(|weight| (value, weight)))
        .collect();
    let total: f64 = found.iter().map(|(_, weight)| weight).sum();
    let are_probabilities = found.iter().all(|(_, weight)| *weight > 0.0) && (total - 1.0).abs() < 1e-9;
    if found.len() != written.len() || !are_probabilities {
        return Err(format!(
            "{key}: alternatives are among its choices, with probabilities that add up to 1"
        ));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::super::register;
    use super::*;

    fn prior(low: f64, high: f64, peak: Option<f64>, logarithmic: bool) -> Prior {
        Prior {
            low,
            high,
            peak,
            logarithmic,
            whole: false,
        }
    }

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} for {expected}");
    }

    #[test]
    fn quantiles_are_those_of_a_calculation_by_hand() {
        near(prior(1.0, 3.0, None, false).value(0.25), 1.5);
        near(prior(1.0, 100.0, None, true).value(0.5), 10.0);
        // Ends 0 and 4, peak 1: F = 1/4; below it √(4u), above it 4 − √(12(1 − u)).
        let triangle = prior(0.0, 4.0, Some(1.0), false);
        near(triangle.value(0.0625), 0.5);
        near(triangle.value(0.25), 1.0);
        near(triangle.value(0.25 + 0.75 * 0.75), 4.0 - libm::sqrt(2.25));
        // The same of logarithms to the base 2: ends 1 and 16, peak 2.
        near(prior(1.0, 16.0, Some(2.0), true).value(0.0625), libm::sqrt(2.0));
        // A peak at an end leaves one side.
        near(prior(0.0, 1.0, Some(0.0), false).value(0.75), 0.5);
        near(prior(0.0, 1.0, Some(1.0), false).value(0.25), 0.5);
    }

    #[test]
    fn the_place_of_a_value_is_where_it_came_from() {
        for one in register().entries().iter().filter_map(Entry::prior) {
            for place in [1e-6, 0.05, 0.3, 0.5, 0.77, 0.95, 1.0 - 1e-6] {
                let value = one.value(place);
                assert!((one.low..=one.high).contains(&value), "{one:?}");
                if !one.whole {
                    assert!((one.place(value) - place).abs() < 1e-6, "{one:?} {place}");
                }
            }
        }
        let whole = Prior {
            whole: true,
            ..prior(1.0, 3.0, None, false)
        };
        let counts = [0.1, 0.5, 0.9].map(|place| whole.value(place));
        assert!((0..3).all(|place| (counts[place] - (place + 1) as f64).abs() < 1e-12));
    }

    #[test]
    fn alternatives_are_choices_with_probabilities() {
        let rule = register().get("simulation.decision_rule").unwrap();
        let found: Vec<_> = rule
            .alternatives
            .iter()
            .map(|(rule, weight)| (rule.as_str().unwrap(), *weight))
            .collect();
        assert_eq!(found, [("logit", 0.5), ("threshold", 0.25), ("rational", 0.25)]);
        let choices = ["a", "b"].map(str::to_owned);
        let read = |kind: Kind, written: &[(&str, f64)]| {
            let written = written.iter().map(|(name, weight)| ((*name).to_owned(), *weight));
            alternatives("key", kind, &choices, &written.collect())
        };
        assert_eq!(
            read(Kind::Flag, &[("false", 0.25), ("true", 0.75)]).unwrap()[0]
                .1
                .to_bits(),
            0.75_f64.to_bits()
        );
        for (kind, written) in [
            (Kind::Choice, vec![("a", 0.5), ("c", 0.5)]),
            (Kind::Choice, vec![("a", 0.5), ("b", 0.6)]),
            (Kind::Choice, vec![("a", 1.5), ("b", -0.5)]),
            (Kind::Number, vec![("a", 1.0)]),
        ] {
            assert!(read(kind, &written).is_err(), "{written:?}");
        }
    }

    #[test]
    fn a_world_holds_people_and_not_the_place_or_the_design() {
        let is_in = |key: &str| register().get(key).unwrap().in_worlds();
        for key in [
            "willingness.motivation",
            "population.motivation_mean",
            "network.degree",
        ] {
            assert!(is_in(key), "{key}");
        }
        for key in [
            "population.ses_mean",
            "population.citizens",
            "professionals.per_1000_citizens",
            "problem.initial_backlog",
            "programme.parks.ease",
            "barriers.silos",
            "population.correlation.ses_education",
            "willingness.intercept_logit",
            "simulation.decision_rule",
        ] {
            assert!(!is_in(key), "{key}");
        }
    }

    #[test]
    fn only_sizes_that_are_measured_or_derived_have_a_peak_and_none_of_them_is_whole() {
        for entry in register().entries() {
            let Some(prior) = entry.prior() else { continue };
            assert_eq!(
                prior.peak.is_some(),
                ["V", "D"].contains(&entry.grades().1),
                "{}",
                entry.key
            );
            assert!(prior.peak.is_none() || !prior.whole, "{}", entry.key);
        }
    }
}
