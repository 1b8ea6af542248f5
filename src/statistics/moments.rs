//! Mean and variance in one pass.

use super::interval;
use super::tie::{noticeable, noticeable_mean};

/// Count, mean and variance of the values seen so far.
///
/// Values are added by Welford's recurrence (Technometrics 4, 1962), which does not cancel for a small spread
/// around a large mean. Add in a fixed order when the last bits matter.
///
/// A spread, and a mean of values of both signs, that is no more than the rounding of the terms the values are made of is 0.
///
/// ```
/// use samspil::statistics::Moments;
/// let moments: Moments = [1.0, 2.0, 3.0, 4.0].into_iter().collect();
/// assert_eq!(moments.count(), 4);
/// assert_eq!(moments.mean(), 2.5);
/// assert_eq!(moments.variance(), 5.0 / 3.0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    count: usize,
    mean: f64,
    squared_deviations: f64,
    /// Size of the largest term that any value is made of.
    largest_term: f64,
}

impl Moments {
    /// Adds a value; `NaN` makes the mean and the variance `NaN`.
    pub fn push(&mut self, value: f64) {
        self.push_of(value, value);
    }

    /// Adds a value that is a sum or difference of terms, as precise as the largest of them.
    pub fn push_of(&mut self, value: f64, largest_term: f64) {
        self.largest_term = self.largest_term.max(largest_term.abs());
        self.count += 1;
        let deviation = value - self.mean;
        self.mean += deviation / self.count as f64;
        self.squared_deviations += deviation * (value - self.mean);
    }

    /// Number of values.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Mean; `NaN` without a value.
    #[must_use]
    pub const fn mean(&self) -> f64 {
        if self.count == 0 {
            f64::NAN
        } else {
            noticeable_mean(self.mean, self.largest_term)
        }
    }

    /// Sample variance, with `count - 1`; `NaN` for fewer than two values.
    #[must_use]
    pub fn variance(&self) -> f64 {
        if self.count < 2 {
            return f64::NAN;
        }
        let variance = self.squared_deviations / (self.count - 1) as f64;
        if noticeable(variance.sqrt(), self.largest_term) == 0.0 {
            0.0
        } else {
            variance
        }
    }

    /// Square root of the variance.
    #[must_use]
    pub fn standard_deviation(&self) -> f64 {
        self.variance().sqrt()
    }

    /// Half the width of the t interval of the mean; see [`half_width`](interval::half_width).
    #[must_use]
    pub fn half_width(&self, confidence: f64) -> f64 {
        interval::half_width(self.count, self.standard_deviation(), confidence)
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut moments = Self::default();
        for value in values {
            moments.push(value);
        }
        moments
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Velocity of light in air, 1,000 km/s (Michelson 1879); NIST, `StRD`, univariate, `Michelso`.
    const MICHELSO: [f64; 100] = [
        299.85, 299.74, 299.90, 300.07, 299.93, 299.85, 299.95, 299.98, 299.98, 299.88, 300.00, 299.98,
        299.93, 299.65, 299.76, 299.81, 300.00, 300.00, 299.96, 299.96, 299.96, 299.94, 299.96, 299.94,
        299.88, 299.80, 299.85, 299.88, 299.90, 299.84, 299.83, 299.79, 299.81, 299.88, 299.88, 299.83,
        299.80, 299.79, 299.76, 299.80, 299.88, 299.88, 299.88, 299.86, 299.72, 299.62, 299.86, 299.97,
        299.95, 299.88, 299.91, 299.85, 299.87, 299.84, 299.84, 299.85, 299.84, 299.84, 299.84, 299.89,
        299.81, 299.81, 299.82, 299.80, 299.77, 299.76, 299.74, 299.75, 299.76, 299.91, 299.92, 299.89,
        299.86, 299.88, 299.72, 299.84, 299.85, 299.85, 299.78, 299.89, 299.84, 299.78, 299.81, 299.76,
        299.81, 299.79, 299.81, 299.82, 299.85, 299.87, 299.87, 299.81, 299.74, 299.81, 299.94, 299.95,
        299.80, 299.81, 299.87, 299.72,
    ];

    /// `NumAcc2` to `NumAcc4` of NIST, `StRD`: a value, then 500 pairs of 0.1 less and 0.1 more.
    fn numerical_accuracy(first: f64, low: f64, high: f64) -> Moments {
        std::iter::once(first)
            .chain([low, high].into_iter().cycle().take(1000))
            .collect()
    }

    /// Correct digits, `-log10` of the relative error, as NIST counts them.
    fn correct_digits(value: f64, certified: f64) -> f64 {
        -libm::log10((value - certified).abs() / certified)
    }

    #[test]
    fn agree_with_the_certified_values_of_nist() {
        let accuracy_1: Moments = [10_000_001.0, 10_000_003.0, 10_000_002.0].into_iter().collect();
        let accuracy_2 = numerical_accuracy(1.2, 1.1, 1.3);
        let accuracy_3 = numerical_accuracy(1_000_000.2, 1_000_000.1, 1_000_000.3);
        let accuracy_4 = numerical_accuracy(10_000_000.2, 10_000_000.1, 10_000_000.3);
        let michelso: Moments = MICHELSO.into_iter().collect();
        // The input of NumAcc3 and NumAcc4 is itself rounded: its spread has no more digits than asked here.
        for (moments, mean, standard_deviation, digits) in [
            (accuracy_1, 10_000_002.0, 1.0, 15.0),
            (accuracy_2, 1.2, 0.1, 13.5),
            (accuracy_3, 1_000_000.2, 0.1, 9.0),
            (accuracy_4, 10_000_000.2, 0.1, 8.0),
            (michelso, 299.852_4, 0.079_010_547_819_051_8, 12.0),
        ] {
            let mean_digits = correct_digits(moments.mean(), mean);
            let spread_digits = correct_digits(moments.standard_deviation(), standard_deviation);
            assert!(mean_digits > 14.0, "{mean_digits} digits of the mean {mean}");
            assert!(
                spread_digits > digits,
                "{spread_digits} digits of the spread at mean {mean}"
            );
        }
    }

    #[test]
    fn know_what_too_few_values_cannot_tell() {
        let mut moments = Moments::default();
        assert!(moments.mean().is_nan() && moments.variance().is_nan());
        moments.push(3.0);
        assert_eq!(moments.mean().to_bits(), 3.0_f64.to_bits());
        assert!(moments.variance().is_nan() && moments.half_width(0.95).is_nan());
    }

    #[test]
    #[allow(
        clippy::float_cmp,
        reason = "what is rounding must give is zero to the last bit"
    )]
    fn rounding_is_no_spread_and_no_mean() {
        let constant: Moments = [0.3, 0.1 + 0.2, 0.3].into_iter().collect();
        assert_eq!((constant.variance(), constant.half_width(0.95)), (0.0, 0.0));
        let cost: Moments = [1234.5, 1234.5 + 2e-13, 1234.5].into_iter().collect();
        assert_eq!(cost.standard_deviation(), 0.0);
        let both_ways: Moments = [0.1 + 0.2, -0.3].into_iter().collect();
        assert!(both_ways.mean() == 0.0 && both_ways.standard_deviation() > 0.4);
        // Of terms of a million, 1e-10 is rounding; of terms of a thousandth it is something.
        let mut coarse = Moments::default();
        coarse.push_of(0.01, 1e6);
        coarse.push_of(0.01 + 1e-10, 1e6);
        let fine: Moments = [0.01, 0.01 + 1e-10].into_iter().collect();
        assert!(coarse.standard_deviation() == 0.0 && fine.standard_deviation() > 0.0);
        let tiny: Moments = [1e-13].into_iter().collect();
        assert_eq!(tiny.mean(), 1e-13);
    }

    proptest! {
        #[test]
        fn variance_is_the_two_pass_formula(values in prop::collection::vec(-1e3..1e3_f64, 2..60)) {
            let count = values.len() as f64;
            let mean = values.iter().sum::<f64>() / count;
            let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (count - 1.0);
            let moments: Moments = values.into_iter().collect();
            prop_assert!((moments.mean() - mean).abs() < 1e-10);
            prop_assert!((moments.variance() - variance).abs() < 1e-9 * (1.0 + variance));
        }
    }
}
