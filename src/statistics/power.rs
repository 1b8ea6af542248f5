//! How many replications a question needs.

use super::{half_width, student};

/// The most replications the answers here name; a question that needs more has no answer.
pub const COUNT_MAX: usize = 1 << 30;

/// How two variants are compared, with the spread that matters there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pairing {
    /// Every seed runs both variants.
    Paired {
        /// Standard deviation of the difference within a seed.
        standard_deviation: f64,
    },
    /// Each variant has seeds of its own, as many as the other.
    Unpaired {
        /// Root of the mean of both variances.
        standard_deviation: f64,
    },
}

impl Pairing {
    /// Standard error of the difference of means, and degrees of freedom, at `count` replications per variant.
    fn precision(self, count: usize) -> (f64, f64) {
        let count = count as f64;
        match self {
            Self::Paired { standard_deviation } => (standard_deviation / count.sqrt(), count - 1.0),
            Self::Unpaired { standard_deviation } => {
                (standard_deviation * (2.0 / count).sqrt(), 2.0 * count - 2.0)
            }
        }
    }

    /// Replications per variant, at least 2, whose interval of the difference is at most ± `target` wide.
    ///
    /// The smallest n with `t(1 − α/2, ν) · s.e.(n) ≤ target`. `None` when that is more than [`COUNT_MAX`] or the spread
    /// is unknown.
    #[must_use]
    pub fn replications_for_half_width(self, target: f64, confidence: f64) -> Option<usize> {
        smallest(|count| {
            let (standard_error, degrees_of_freedom) = self.precision(count);
            let half_width = match self {
                Self::Paired { standard_deviation } => half_width(count, standard_deviation, confidence),
                Self::Unpaired { .. } => {
                    student::quantile(f64::midpoint(1.0, confidence), degrees_of_freedom) * standard_error
                }
            };
            half_width <= target
        })
    }

    /// Replications per variant, at least 2, at which the two-sided t test of level `significance` finds a difference
    /// of `effect` with probability `target`.
    ///
    /// The smallest n with [`power()`] ≥ `target`. `None` when that is more than [`COUNT_MAX`], or the effect is 0, or the
    /// spread is unknown.
    #[must_use]
    pub fn replications_for_power(self, effect: f64, target: f64, significance: f64) -> Option<usize> {
        if effect == 0.0 {
            return None;
        }
        smallest(|count| power(self, count, effect, significance) >= target)
    }

    /// The smallest effect that the two-sided t test of level `significance` finds with probability `target` at `count`
    /// replications per variant, in the unit of the measure.
    ///
    /// The effect at which [`power()`] is `target`, by bisection to the last bits; its sign is left open. `NaN` for fewer than
    /// two replications or an unknown spread, 0 without spread or for a `target` of no more than `significance`, infinite
    /// for a `target` of 1 or more.
    ///
    /// ```
    /// use samspil::statistics::Pairing;
    /// let paired = Pairing::Paired { standard_deviation: 2.0 };
    /// assert!((paired.detectable_effect(50, 0.8, 0.05) - 0.8084).abs() < 1e-4);
    /// ```
    #[must_use]
    pub fn detectable_effect(self, count: usize, target: f64, significance: f64) -> f64 {
        /// Halvings of a span that is at most as wide as what is looked for.
        const HALVINGS: usize = 54;
        let (standard_error, _) = self.precision(count);
        if count < 2 || standard_error.is_nan() || target.is_nan() {
            return f64::NAN;
        }
        if standard_error == 0.0 || target <= significance {
            return 0.0;
        }
        if target >= 1.0 {
            return f64::INFINITY;
        }
        let is_found = |effect: f64| power(self, count, effect, significance) >= target;
        let mut high = standard_error;
        while !is_found(high) {
            high *= 2.0;
        }
        let mut low = 0.0;
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if is_found(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        high
    }
}

/// Probability that the two-sided t test of level `significance` finds a difference of `effect` with `count`
/// replications per variant.
///
/// `1 − F(t₁₋α⁄₂) + F(−t₁₋α⁄₂)` with F the noncentral t distribution at `δ = effect / s.e.` (Cohen, Statistical Power
/// Analysis for the Behavioral Sciences, 1988, ch. 2). `NaN` for fewer than two replications or an unknown
/// spread; 1 for an effect without spread.
///
/// ```
/// use samspil::statistics::{Pairing, power};
/// let paired = Pairing::Paired { standard_deviation: 1.0 };
/// assert!((power(paired, 34, 0.5, 0.05) - 0.8078).abs() < 1e-4);
/// ```
#[must_use]
pub fn power(design: Pairing, count: usize, effect: f64, significance: f64) -> f64 {
    let (standard_error, degrees_of_freedom) = design.precision(count);
    if count < 2 || standard_error.is_nan() || effect.is_nan() {
        return f64::NAN;
    }
    if standard_error == 0.0 {
        return if effect == 0.0 { significance } else { 1.0 };
    }
    let critical = student::quantile(1.0 - 0.5 * significance, degrees_of_freedom);
    let noncentrality = effect / standard_error;
    let cdf = |t| student::noncentral_cdf(t, degrees_of_freedom, noncentrality);
    1.0 - cdf(critical) + cdf(-critical)
}

/// The smallest count from 2 to [`COUNT_MAX`] that is enough, when more is never worse.
fn smallest(is_enough: impl Fn(usize) -> bool) -> Option<usize> {
    let mut above = 2;
    while !is_enough(above) {
        if above >= COUNT_MAX {
            return None;
        }
        above *= 2;
    }
    let mut below = above / 2;
    while above - below > 1 {
        let middle = usize::midpoint(below, above);
        if middle >= 2 && is_enough(middle) {
            above = middle;
        } else {
            below = middle;
        }
    }
    Some(above)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIRED: Pairing = Pairing::Paired {
        standard_deviation: 1.0,
    };
    const UNPAIRED: Pairing = Pairing::Unpaired {
        standard_deviation: 1.0,
    };

    #[test]
    fn power_agrees_with_statsmodels() {
        // from statsmodels.stats.power import TTestPower, TTestIndPower
        // for e in (.2, .5, .8, 1.5): print(TTestPower().power(e, 10, .05), TTestIndPower().power(e, 10, .05))
        for (effect, paired, unpaired) in [
            (0.2, 0.087_657_154_028_467_37, 0.070_821_345_189_310_65),
            (0.5, 0.293_175_606_514_076_7, 0.185_095_656_291_166_06),
            (0.8, 0.616_232_763_474_405_9, 0.395_069_212_113_640_77),
            (1.5, 0.987_276_912_584_540_3, 0.886_970_202_254_669_4),
        ] {
            let found = [
                power(PAIRED, 10, effect, 0.05),
                power(UNPAIRED, 10, -effect, 0.05),
            ];
            assert!((found[0] - paired).abs() < 1e-8, "{found:?} at {effect}");
            assert!((found[1] - unpaired).abs() < 1e-8, "{found:?} at {effect}");
        }
        assert!((power(PAIRED, 50, 0.0, 0.05) - 0.05).abs() < 1e-9);
    }

    #[test]
    fn replications_for_power_agree_with_statsmodels() {
        // for e in (.2, .5, .8, 1.5, 3): print(TTestPower().solve_power(e, power=.8, alpha=.05),
        //   TTestIndPower().solve_power(e, power=.8, alpha=.05)), rounded up
        for (effect, paired, unpaired) in [
            (0.2, 199, 394),
            (0.5, 34, 64),
            (0.8, 15, 26),
            (1.5, 6, 9),
            (3.0, 4, 4),
        ] {
            assert_eq!(PAIRED.replications_for_power(effect, 0.8, 0.05), Some(paired));
            assert_eq!(UNPAIRED.replications_for_power(effect, 0.8, 0.05), Some(unpaired));
        }
    }

    #[test]
    fn detectable_effects_agree_with_scipy() {
        // def power(e, v, se): c = t.ppf(.975, v); return nct.sf(c, v, e / se) + nct.cdf(-c, v, e / se)
        // for n in (2, 10, 50, 200, 2000): for p in (.8, .9): print(n, p,
        //   brentq(lambda e: power(e, n - 1, 1 / sqrt(n)) - p, 1e-6, 30 / sqrt(n), xtol=1e-14),
        //   brentq(lambda e: power(e, 2 * n - 2, sqrt(2 / n)) - p, 1e-6, 30 / sqrt(n), xtol=1e-14))
        for (count, target, paired, unpaired) in [
            (2, 0.8, 11.549_888_435_882_343, 5.653_489_266_197_129),
            (2, 0.9, 14.824_121_319_357_708, 6.795_612_156_884_760_5),
            (10, 0.8, 0.996_001_371_455_443_7, 1.324_947_392_579_230_6),
            (10, 0.9, 1.154_564_988_885_299_1, 1.533_692_023_804_866_8),
            (50, 0.8, 0.404_183_002_136_042_36, 0.565_882_243_755_572_8),
            (50, 0.9, 0.467_679_394_325_526_9, 0.654_752_399_141_013_5),
            (200, 0.8, 0.199_064_175_406_720_3, 0.280_836_450_287_590_5),
            (200, 0.9, 0.230_324_087_130_822_34, 0.324_936_563_219_886_73),
            (2000, 0.8, 0.062_675_389_367_851_93, 0.088_615_083_267_148_55),
            (2000, 0.9, 0.072_517_326_426_330_49, 0.102_530_336_354_796_26),
        ] {
            let found = [PAIRED, UNPAIRED].map(|design| design.detectable_effect(count, target, 0.05));
            assert!((found[0] / paired - 1.0).abs() < 1e-7, "{found:?} at {count}");
            assert!((found[1] / unpaired - 1.0).abs() < 1e-7, "{found:?} at {count}");
        }
    }

    #[test]
    fn a_detectable_effect_needs_the_replications_that_find_it() {
        for design in [PAIRED, UNPAIRED] {
            for count in [5, 34, 400] {
                let effect = design.detectable_effect(count, 0.8, 0.05);
                assert_eq!(
                    design.replications_for_power(effect * (1.0 + 1e-9), 0.8, 0.05),
                    Some(count)
                );
                assert_eq!(
                    design.replications_for_power(effect * (1.0 - 1e-9), 0.8, 0.05),
                    Some(count + 1)
                );
            }
        }
        assert!(PAIRED.detectable_effect(1, 0.8, 0.05).is_nan());
        assert!(PAIRED.detectable_effect(9, 1.0, 0.05).is_infinite());
        assert!(PAIRED.detectable_effect(9, 0.05, 0.05).abs() < f64::MIN_POSITIVE);
        let none = Pairing::Paired {
            standard_deviation: 0.0,
        };
        assert!(none.detectable_effect(9, 0.8, 0.05).abs() < f64::MIN_POSITIVE);
    }

    #[test]
    fn replications_for_a_half_width_agree_with_a_search_in_scipy() {
        // k = 2; while t.ppf(.975, k - 1) * .24517567397911036 / sqrt(k) > h: k += 1
        // k = 2; while t.ppf(.975, 2 * k - 2) * .5754707785 * sqrt(2 / k) > h: k += 1
        let paired = Pairing::Paired {
            standard_deviation: 0.245_175_673_979_110_36,
        };
        let unpaired = Pairing::Unpaired {
            standard_deviation: 0.575_470_778_5,
        };
        for (target, pairs, runs) in [(0.5, 4, 12), (0.1, 26, 256), (0.02, 580, 6363)] {
            assert_eq!(paired.replications_for_half_width(target, 0.95), Some(pairs));
            assert_eq!(unpaired.replications_for_half_width(target, 0.95), Some(runs));
        }
    }

    #[test]
    fn what_no_number_of_runs_can_show_has_no_answer() {
        assert_eq!(PAIRED.replications_for_half_width(0.0, 0.95), None);
        assert_eq!(PAIRED.replications_for_power(0.0, 0.8, 0.05), None);
        let unknown = Pairing::Paired {
            standard_deviation: f64::NAN,
        };
        assert_eq!(unknown.replications_for_half_width(1.0, 0.95), None);
        assert_eq!(unknown.replications_for_power(1.0, 0.8, 0.05), None);
        let none = Pairing::Unpaired {
            standard_deviation: 0.0,
        };
        assert_eq!(none.replications_for_half_width(1.0, 0.95), Some(2));
        assert_eq!(none.replications_for_power(0.1, 0.8, 0.05), Some(2));
    }
}
