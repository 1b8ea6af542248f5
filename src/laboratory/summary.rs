//! Means with what is known of them.

use std::fmt;

use crate::figure::numbers::{MISSING, Notation};
use crate::model::measures::Measure;
use crate::statistics;
use crate::words::say;

/// A measure at one time over the replications.
///
/// `Display` gives label, mean and interval, with as many digits as are known: `outcome 43.9 % (43.1 to 44.7)`. The interval
/// speaks of chance between replications alone, not of what is unknown about the parameters.
///
/// # Examples
/// ```
/// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
/// let outcome = town.run(3)?.summary("outcome");
/// assert_eq!((outcome.label, outcome.count), ("outcome", 3));
/// assert!(outcome.interval.0 <= outcome.mean && outcome.mean <= outcome.interval.1);
/// assert!(outcome.to_string().starts_with("outcome "));
/// # Ok::<(), samspil::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Summary {
    /// Name of the measure as people read it.
    pub label: &'static str,
    /// Its unit; empty for an index.
    pub unit: &'static str,
    /// Replications with a value.
    pub count: usize,
    /// Mean; `NaN` without a value.
    pub mean: f64,
    /// Standard deviation over the replications, with `count - 1`.
    pub standard_deviation: f64,
    /// Lower and upper end of the 95 % t interval of the mean.
    pub interval: (f64, f64),
}

/// The difference that a variant makes to a measure at the end: variant less baseline, replication by replication.
///
/// `Display` gives label, both means, and the difference with its interval.
///
/// # Examples
/// ```
/// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
/// let asked = town.set("programme.upkeep.invitation", 1)?;
/// let cost = town.compare(&[("asked", &asked)], 4)?.difference("public_cost", 0);
/// println!("{cost}");
/// assert!((0.0..=1.0).contains(&cost.probability_higher));
/// assert!(cost.to_string().starts_with("public cost "));
/// # Ok::<(), samspil::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Difference {
    /// Name of the measure as people read it.
    pub label: &'static str,
    /// Its unit; empty for an index.
    pub unit: &'static str,
    /// Replications with a value in both arms.
    pub count: usize,
    /// Mean of the baseline.
    pub baseline_mean: f64,
    /// Mean of the variant.
    pub variant_mean: f64,
    /// Mean difference.
    pub mean: f64,
    /// Lower and upper end of its 95 % t interval.
    pub interval: (f64, f64),
    /// Probability that the value of a replication is higher under the variant.
    pub probability_higher: f64,
}

impl Summary {
    pub(super) fn of(measure: &Measure, found: Option<&statistics::Summary>) -> Self {
        let number = |of: fn(&statistics::Summary) -> f64| found.map_or(f64::NAN, of);
        Self {
            label: measure.label.text(),
            unit: measure.unit,
            count: found.map_or(0, |found| found.count),
            mean: number(|found| found.mean),
            standard_deviation: number(|found| found.standard_deviation),
            interval: (
                number(|found| found.interval_low),
                number(|found| found.interval_high),
            ),
        }
    }
}

/// A number with its interval.
fn with_interval(notation: &Notation, mean: f64, (low, high): (f64, f64)) -> String {
    if mean.is_nan() {
        return MISSING.to_string();
    }
    let text = if low.is_finite() && high.is_finite() {
        say!(
            "{} ({} to {})",
            notation.with_unit(mean),
            notation.value(low),
            notation.value(high)
        )
    } else {
        notation.with_unit(mean)
    };
    text.replace('\u{a0}', " ")
}

impl fmt::Display for Summary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = self.interval;
        let notation = Notation::new(self.unit, self.mean, 0.5 * (high - low));
        write!(
            formatter,
            "{} {}",
            self.label,
            with_interval(&notation, self.mean, self.interval)
        )
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = self.interval;
        let half_width = 0.5 * (high - low);
        let magnitude = self.baseline_mean.abs().max(self.variant_mean.abs());
        let levels = Notation::new(self.unit, magnitude, half_width);
        let difference = Notation::difference(self.unit, self.mean, half_width);
        formatter.write_str(&say!(
            "{} {} to {}: difference {}",
            self.label,
            levels.value(self.baseline_mean).replace('\u{a0}', " "),
            levels.with_unit(self.variant_mean).replace('\u{a0}', " "),
            with_interval(&difference, self.mean, self.interval)
        ))
    }
}
