//! Tests of a mean, and the correction for testing several.

use super::{Moments, holm_of_family, student};

/// Which deviation from the null value counts as evidence against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alternative {
    /// The mean differs from the null value.
    TwoSided,
    /// The mean is greater than the null value.
    Greater,
    /// The mean is less than the null value.
    Less,
}

/// Student's test of one mean.
///
/// The sample is what one seed says: a difference of two variants, a difference of differences (interaction), or any
/// other contrast taken within the seed. That makes the test the paired one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TTest {
    /// `t = (mean − null) / (s / √n)`; infinite when every value is the same and is not the null value, 0 when
    /// every value is the null value.
    pub statistic: f64,
    /// `n − 1`.
    pub degrees_of_freedom: f64,
    /// Probability of a statistic at least as extreme when the mean is the null value; `NaN` for fewer than two
    /// values.
    pub p_value: f64,
}

impl TTest {
    /// Tests whether the mean of the sample is `null`.
    ///
    /// `Greater` with `null` at the smallest effect of interest is the test of superiority by a margin.
    ///
    /// ```
    /// use samspil::statistics::{Alternative, Moments, TTest};
    /// let differences: Moments = [1.0, 2.0, 4.0, 5.0].into_iter().collect();
    /// let test = TTest::of(&differences, 0.0, Alternative::Greater);
    /// assert!((test.statistic - 3.286_335).abs() < 1e-6 && test.p_value < 0.05);
    /// ```
    #[must_use]
    pub fn of(sample: &Moments, null: f64, alternative: Alternative) -> Self {
        let degrees_of_freedom = sample.count().saturating_sub(1) as f64;
        if sample.count() < 2 {
            return Self {
                statistic: f64::NAN,
                degrees_of_freedom,
                p_value: f64::NAN,
            };
        }
        let deviation = sample.mean() - null;
        let statistic = if deviation == 0.0 {
            0.0
        } else {
            deviation / (sample.standard_deviation() / (sample.count() as f64).sqrt())
        };
        let tail = |t| student::upper_tail(t, degrees_of_freedom);
        let p_value = match alternative {
            Alternative::TwoSided => (2.0 * tail(statistic.abs())).min(1.0),
            Alternative::Greater => tail(statistic),
            Alternative::Less => tail(-statistic),
        };
        Self {
            statistic,
            degrees_of_freedom,
            p_value,
        }
    }
}

/// The p-values of a family of tests after Holm's step-down correction, in the order given.
///
/// With the `m` p-values in rising order, the adjusted one is `max over j ≤ i of (m − j + 1) p₍ⱼ₎`, at most 1. Rejecting
/// those below α keeps the probability of any false rejection at α, however the tests depend on one another.
/// Holm, Scandinavian Journal of Statistics 6, 1979.
///
/// A `NaN` stays `NaN`, counts as a member of the family and is never rejected. For a family of which not all tests are in, see
/// [`holm_of_family`].
///
/// ```
/// let adjusted = samspil::statistics::holm(&[0.04, 0.01]);
/// assert_eq!(adjusted, [0.04, 0.02]);
/// ```
#[must_use]
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    holm_of_family(p_values, p_values.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn differences() -> Moments {
        [0.4, 0.2, 0.0, 0.7, 0.4, -0.1, 0.4, 0.4, 0.6, 0.3]
            .into_iter()
            .collect()
    }

    #[test]
    fn t_tests_agree_with_scipy() {
        // d = [.4, .2, 0, .7, .4, -.1, .4, .4, .6, .3]
        // scipy.stats.ttest_1samp(d, 0), (d, .1, alternative="greater"), (d, .5, alternative="less")
        for (null, alternative, statistic, p_value) in [
            (
                0.0,
                Alternative::TwoSided,
                4.256_342_445_884_246,
                0.002_122_547_733_040_232,
            ),
            (
                0.1,
                Alternative::Greater,
                2.966_541_704_707_201_4,
                0.007_895_425_599_952_19,
            ),
            (
                0.5,
                Alternative::Less,
                -2.192_661_260_000_975_6,
                0.028_003_374_536_393_493,
            ),
        ] {
            let test = TTest::of(&differences(), null, alternative);
            assert!((test.statistic - statistic).abs() < 1e-10, "{test:?}");
            assert!((test.p_value - p_value).abs() < 1e-10, "{test:?}");
        }
    }

    #[test]
    fn holm_agrees_with_statsmodels() {
        // statsmodels.stats.multitest.multipletests([.01, .04, .03, .005, .2, .9, .04], method="holm")[1]
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005, 0.2, 0.9, 0.04]);
        for (value, expected) in adjusted.iter().zip([0.06, 0.16, 0.15, 0.035, 0.4, 0.9, 0.16]) {
            assert!((value - expected).abs() < 1e-12, "{value} against {expected}");
        }
    }

    #[test]
    fn what_cannot_be_tested_counts_in_the_family() {
        let adjusted = holm(&[0.01, f64::NAN]);
        assert!((adjusted[0] - 0.02).abs() < 1e-15 && adjusted[1].is_nan());
        assert!(holm(&[]).is_empty());
        let one: Moments = [1.0].into_iter().collect();
        assert!(TTest::of(&one, 0.0, Alternative::TwoSided).p_value.is_nan());
    }

    #[test]
    fn certainty_needs_no_spread() {
        let same: Moments = [2.0; 5].into_iter().collect();
        let against_zero = TTest::of(&same, 0.0, Alternative::TwoSided);
        assert!(against_zero.p_value.abs() < f64::MIN_POSITIVE);
        assert!((TTest::of(&same, 0.0, Alternative::Less).p_value - 1.0).abs() < 1e-15);
        let against_itself = TTest::of(&same, 2.0, Alternative::TwoSided);
        assert!((against_itself.p_value - 1.0).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn sides_add_up(values in prop::collection::vec(-1e3..1e3_f64, 2..30), null in -10.0..10.0_f64) {
            let sample: Moments = values.into_iter().collect();
            let p = |alternative| TTest::of(&sample, null, alternative).p_value;
            let (greater, less) = (p(Alternative::Greater), p(Alternative::Less));
            prop_assert!((greater + less - 1.0).abs() < 1e-9);
            prop_assert!((p(Alternative::TwoSided) - 2.0 * greater.min(less)).abs() < 1e-9);
        }

        #[test]
        fn correction_never_helps_and_keeps_the_order(p_values in prop::collection::vec(0.0..=1.0_f64, 1..12)) {
            let adjusted = holm(&p_values);
            for (one, value) in p_values.iter().enumerate() {
                prop_assert!(adjusted[one] >= *value && adjusted[one] <= 1.0);
                prop_assert!(adjusted[one] <= (p_values.len() as f64 * value).min(1.0) + 1e-15);
                for (other, other_value) in p_values.iter().enumerate() {
                    prop_assert!(value > other_value || adjusted[one] <= adjusted[other]);
                }
            }
        }
    }
}
