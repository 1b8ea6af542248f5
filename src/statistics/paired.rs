//! Two variants on the same seeds.

use super::{Alternative, Interval, Moments, Pairing, TTest, difference, student};

/// What the seeds that ran both variants say about the difference, variant less baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paired {
    /// The baseline of the pairs that count.
    pub baseline: Moments,
    /// The variant of the pairs that count.
    pub variant: Moments,
    /// Variant less baseline, pair by pair; 0 where both tie, see [`difference`].
    pub difference: Moments,
    /// Share of pairs in which the variant is higher, ties counting half: the probability that the same society
    /// ends higher under the variant. `NaN` without a pair.
    pub probability_higher: f64,
    /// Pairs left out, because one of both is not a finite number.
    pub dropped: usize,
}

impl Paired {
    /// Compares value by value; both slices are in the order of the seeds.
    ///
    /// ```
    /// use samspil::statistics::Paired;
    /// let paired = Paired::of(&[1.0, 2.0, 3.0, f64::NAN], &[2.0, 2.0, 5.0, 1.0]);
    /// assert_eq!((paired.difference.mean(), paired.difference.count(), paired.dropped), (1.0, 3, 1));
    /// assert_eq!(paired.probability_higher, 2.5 / 3.0);
    /// ```
    ///
    /// # Panics
    /// When the slices differ in length.
    #[must_use]
    pub fn of(baseline: &[f64], variant: &[f64]) -> Self {
        assert_eq!(baseline.len(), variant.len(), "pairs need a partner");
        let mut paired = Self {
            baseline: Moments::default(),
            variant: Moments::default(),
            difference: Moments::default(),
            probability_higher: f64::NAN,
            dropped: 0,
        };
        let mut higher = 0.0;
        for (before, after) in baseline.iter().zip(variant) {
            if !(before.is_finite() && after.is_finite()) {
                paired.dropped += 1;
                continue;
            }
            paired.baseline.push(*before);
            paired.variant.push(*after);
            let difference = difference(*before, *after);
            paired
                .difference
                .push_of(difference, before.abs().max(after.abs()));
            higher += if difference > 0.0 {
                1.0
            } else if difference < 0.0 {
                0.0
            } else {
                0.5
            };
        }
        paired.probability_higher = higher / paired.difference.count() as f64;
        paired
    }

    /// Whether there are pairs and all of them tie: then there is nothing to test, and no effect to standardise.
    #[must_use]
    pub fn is_tied(&self) -> bool {
        // Only zeros have a mean of 0 and no spread; a single value has no variance at all.
        let spread = self.difference.variance();
        self.difference.count() > 0 && self.difference.mean() == 0.0 && (spread == 0.0 || spread.is_nan())
    }

    /// The t interval of the mean difference; `NaN` ends for fewer than two pairs.
    ///
    /// # Panics
    /// When `confidence` does not lie between 0 and 1.
    #[must_use]
    pub fn interval(&self, confidence: f64) -> Interval {
        Interval::around(self.difference.mean(), self.difference.half_width(confidence))
    }

    /// The paired t test of no difference, two-sided; `NaN` where all pairs tie or all differ by the same, so that no chance
    /// is seen against which it could be held.
    #[must_use]
    pub fn test(&self) -> TTest {
        let test = TTest::of(&self.difference, 0.0, Alternative::TwoSided);
        if self.difference.variance() == 0.0 {
            return TTest {
                statistic: f64::NAN,
                p_value: f64::NAN,
                ..test
            };
        }
        test
    }

    /// Cohen's `d_z`: mean difference over the standard deviation of the differences.
    ///
    /// It grows as pairing gets stronger: it says how sure one seed is of the sign, not how large the effect is
    /// (Lakens, Frontiers in Psychology 4:863, 2013). Infinite when every pair differs by the same, `NaN` when all tie and
    /// for fewer than two pairs.
    #[must_use]
    pub fn standardised_effect(&self) -> f64 {
        self.difference.mean() / self.difference.standard_deviation()
    }

    /// The exact interval of `d_z` under normal differences: those δ/√n whose noncentral t distribution has the
    /// observed t inside its central part.
    ///
    /// Steiger and Fouladi, in What If There Were No Significance Tests?, 1997. `NaN` ends when `d_z` is not finite.
    ///
    /// # Panics
    /// When `confidence` does not lie between 0 and 1.
    #[must_use]
    pub fn standardised_effect_interval(&self, confidence: f64) -> Interval {
        assert!(
            0.0 < confidence && confidence < 1.0,
            "confidence {confidence} outside (0, 1)"
        );
        let effect = self.standardised_effect();
        if !effect.is_finite() {
            return Interval {
                low: f64::NAN,
                high: f64::NAN,
            };
        }
        let root = (self.difference.count() as f64).sqrt();
        let statistic = effect * root;
        let degrees_of_freedom = (self.difference.count() - 1) as f64;
        // P(T ≤ t) falls as the noncentrality rises.
        let noncentrality = |probability: f64| {
            let is_below =
                |delta| student::noncentral_cdf(statistic, degrees_of_freedom, delta) > probability;
            // S stays below 10, so that a δ further out than this has no chance at all.
            let reach = 10.0 * (1.0 + statistic.abs());
            let (mut low, mut high) = (-reach, reach);
            for _ in 0..60 {
                let middle = f64::midpoint(low, high);
                if is_below(middle) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            f64::midpoint(low, high)
        };
        Interval {
            low: noncentrality(f64::midpoint(1.0, confidence)) / root,
            high: noncentrality(0.5 * (1.0 - confidence)) / root,
        }
    }

    /// How many times fewer replications pairing needs: variance of a difference between independent runs over variance
    /// of a difference within a seed, `(s²_baseline + s²_variant) / s²_difference`.
    ///
    /// Below 1 pairing did harm. Infinite when every pair differs by the same; `NaN` when all tie or for fewer than two
    /// pairs. Law, Simulation Modeling and Analysis, 2015, section 11.2.
    #[must_use]
    pub fn variance_reduction(&self) -> f64 {
        if self.is_tied() {
            return f64::NAN;
        }
        (self.baseline.variance() + self.variant.variance()) / self.difference.variance()
    }

    /// The comparison as it was made; tells the replications a precision or a power needs.
    #[must_use]
    pub fn paired_design(&self) -> Pairing {
        Pairing::Paired {
            standard_deviation: self.difference.standard_deviation(),
        }
    }

    /// The comparison as it would be with seeds of their own for both variants.
    #[must_use]
    pub fn unpaired_design(&self) -> Pairing {
        Pairing::Unpaired {
            standard_deviation: f64::midpoint(self.baseline.variance(), self.variant.variance()).sqrt(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BASELINE: [f64; 10] = [4.1, 3.7, 5.2, 4.4, 3.9, 4.8, 4.0, 4.6, 5.0, 3.5];
    const VARIANT: [f64; 10] = [4.5, 3.9, 5.2, 5.1, 4.3, 4.7, 4.4, 5.0, 5.6, 3.8];

    #[test]
    fn agrees_with_scipy() {
        // r = scipy.stats.ttest_rel(VARIANT, BASELINE); print(r, r.confidence_interval())
        // d = VARIANT - BASELINE; print(d.mean() / d.std(ddof=1), (a.var(ddof=1) + b.var(ddof=1)) / d.var(ddof=1))
        // for p in (.025, .975): print(brentq(lambda nc: nct.sf(r.statistic, 9, nc) - p, -5, 20) / sqrt(10))
        let paired = Paired::of(&BASELINE, &VARIANT);
        let interval = paired.interval(0.95);
        let effect = paired.standardised_effect_interval(0.95);
        for (value, expected) in [
            (paired.baseline.mean(), 4.32),
            (paired.variant.mean(), 4.65),
            (paired.difference.mean(), 0.33),
            (paired.test().statistic, 4.256_342_445_884_246),
            (paired.test().p_value, 0.002_122_547_733_040_232),
            (interval.low, 0.154_611_888_443_031_14),
            (interval.high, 0.505_388_111_556_968_7),
            (paired.standardised_effect(), 1.345_973_663_064_619),
            (effect.low, 0.456_708_913_229_962_54),
            (effect.high, 2.198_790_918_192_476_5),
            (paired.variance_reduction(), 11.018_484_288_354_914),
            (paired.probability_higher, 0.85),
        ] {
            assert!((value - expected).abs() < 1e-8, "{value} against {expected}");
        }
    }

    #[test]
    fn designs_carry_the_spread_that_matters() {
        // TTestPower().solve_power(.5 / d.std(ddof=1), power=.8, alpha=.05) = 4.148…,
        // TTestIndPower().solve_power(.5 / sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2), power=.8, alpha=.05) = 21.797…
        let paired = Paired::of(&BASELINE, &VARIANT);
        let pairs = paired.paired_design().replications_for_power(0.5, 0.8, 0.05);
        let runs = paired.unpaired_design().replications_for_power(0.5, 0.8, 0.05);
        assert_eq!((pairs, runs), (Some(5), Some(22)));
    }

    #[test]
    fn incomplete_pairs_are_dropped_and_counted() {
        let baseline = [1.0, f64::NAN, 2.0, f64::INFINITY, 4.0];
        let variant = [2.0, 1.0, f64::NAN, 0.0, 3.0];
        let paired = Paired::of(&baseline, &variant);
        assert_eq!(paired.dropped, 3);
        let whole = Paired::of(&[1.0, 4.0], &[2.0, 3.0]);
        assert_eq!(Paired { dropped: 0, ..paired }, whole);
    }

    #[test]
    fn too_few_pairs_and_no_spread_are_told() {
        let one = Paired::of(&[1.0], &[3.0]);
        assert!(one.interval(0.95).low.is_nan() && one.test().p_value.is_nan());
        assert!(one.standardised_effect().is_nan() && one.variance_reduction().is_nan());
        let none = Paired::of(&[], &[]);
        assert!(none.difference.mean().is_nan() && none.probability_higher.is_nan());
        let same = Paired::of(&[1.0, 2.0], &[1.0, 2.0]);
        assert!(same.is_tied() && same.standardised_effect().is_nan() && same.test().p_value.is_nan());
        assert!(same.variance_reduction().is_nan() && same.interval(0.95).half_width() == 0.0);
        let shifted = Paired::of(&[1.0, 2.0], &[2.0, 3.0]);
        assert!(shifted.standardised_effect().is_infinite() && shifted.variance_reduction().is_infinite());
        assert!(shifted.standardised_effect_interval(0.95).low.is_nan() && shifted.test().p_value.is_nan());
    }

    #[test]
    #[allow(
        clippy::float_cmp,
        reason = "what is rounding must give is zero to the last bit"
    )]
    fn a_spread_that_is_rounding_is_none() {
        for scale in [1e-3, 1.0, 1e6] {
            let before = [0.4 * scale, 0.41 * scale, 0.437 * scale];
            let paired = Paired::of(&before, &before.map(|value| value + 0.005 * scale));
            assert_eq!(paired.difference.standard_deviation(), 0.0);
            assert!(paired.standardised_effect().is_infinite() && paired.test().p_value.is_nan());
            assert_eq!(paired.interval(0.95).half_width(), 0.0);
        }
        let both_ways = Paired::of(&[0.4, 0.41], &[0.41, 0.4]);
        assert_eq!(
            (both_ways.difference.mean(), both_ways.standardised_effect()),
            (0.0, 0.0)
        );
    }

    #[test]
    fn zero_of_either_sign_ties() {
        let paired = Paired::of(&[0.0, -0.0], &[-0.0, 0.0]);
        assert!((paired.probability_higher - 0.5).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn rounding_changes_nothing(
            pairs in prop::collection::vec((-1e3..1e3_f64, any::<bool>(), -1e3..1e3_f64, -32_i64..32), 2..20)
        ) {
            let baseline: Vec<f64> = pairs.iter().map(|pair| pair.0).collect();
            let variant: Vec<f64> = pairs.iter().map(|pair| if pair.1 { pair.0 } else { pair.2 }).collect();
            let noisy: Vec<f64> = variant
                .iter()
                .zip(&pairs)
                .map(|(value, pair)| f64::from_bits(value.to_bits().wrapping_add_signed(pair.3)))
                .collect();
            prop_assume!(noisy.iter().all(|value| value.is_finite()));
            let (clean, noisy) = (Paired::of(&baseline, &variant), Paired::of(&baseline, &noisy));
            let answers = |paired: &Paired| {
                let numbers = [
                    paired.difference.mean(),
                    paired.difference.standard_deviation(),
                    paired.interval(0.95).low,
                    paired.interval(0.95).high,
                    paired.test().p_value,
                    paired.standardised_effect(),
                    paired.standardised_effect_interval(0.95).low,
                    paired.variance_reduction(),
                    paired.probability_higher,
                ];
                numbers.map(|number| format!("{number:.6e}"))
            };
            let (clean, noisy) = (answers(&clean), answers(&noisy));
            for (one, other) in clean.iter().zip(&noisy) {
                let (before, after): (f64, f64) = (one.parse().unwrap(), other.parse().unwrap());
                // The last digit that is printed may be rounded either way.
                prop_assert!(one == other || (before - after).abs() <= 2e-6 * before.abs(), "{one} against {other}");
            }
        }

        #[test]
        fn exchanging_the_variants_mirrors_everything(
            pairs in prop::collection::vec((-1e3..1e3_f64, -1e3..1e3_f64), 2..20)
        ) {
            let (one, other): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            let (forwards, backwards) = (Paired::of(&one, &other), Paired::of(&other, &one));
            let (interval, mirrored) = (forwards.interval(0.95), backwards.interval(0.95));
            prop_assert!((interval.low + mirrored.high).abs() < 1e-9);
            prop_assert!((forwards.probability_higher + backwards.probability_higher - 1.0).abs() < 1e-12);
            prop_assert!((forwards.test().p_value - backwards.test().p_value).abs() < 1e-12);
            let (effect, mirrored) =
                (forwards.standardised_effect_interval(0.9), backwards.standardised_effect_interval(0.9));
            prop_assert!((effect.low + mirrored.high).abs() < 1e-6 * (1.0 + effect.low.abs()));
            prop_assert!(effect.contains(forwards.standardised_effect()) || effect.half_width() < 1e-9);
        }
    }
}
