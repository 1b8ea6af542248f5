//! Ratios of two effects.

use super::{Alternative, Moments, TTest, noticeable, student};

/// The ratio of two mean contrasts taken on the same seeds.
///
/// For the part of an effect that goes through paths, the numerator is the effect less that with the paths held, and the
/// denominator the effect.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratio {
    /// The contrast above the line.
    pub numerator: Moments,
    /// The contrast below the line.
    pub denominator: Moments,
    /// Seeds left out, because one of both is not a finite number.
    pub dropped: usize,
    covariance: f64,
    pairs: Vec<(f64, f64)>,
}

/// The ratios a sample does not exclude; see [`Ratio::plausible`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PlausibleRatios {
    /// Those from `low` to `high`.
    Between {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// Those up to `low` and those from `high`: the denominator may be 0, the numerator is not.
    Outside {
        /// End of the lower part.
        low: f64,
        /// Start of the upper part.
        high: f64,
    },
    /// Any: both may be 0, or there are fewer than two seeds.
    Any,
}

impl PlausibleRatios {
    /// Whether `ratio` is one of them.
    #[must_use]
    pub fn contain(&self, ratio: f64) -> bool {
        match *self {
            Self::Between { low, high } => low <= ratio && ratio <= high,
            Self::Outside { low, high } => ratio <= low || high <= ratio,
            Self::Any => true,
        }
    }
}

impl Ratio {
    /// Both slices are in the order of the seeds.
    ///
    /// # Panics
    /// When the slices differ in length.
    #[must_use]
    pub fn of(numerator: &[f64], denominator: &[f64]) -> Self {
        assert_eq!(
            numerator.len(),
            denominator.len(),
            "each seed gives both contrasts"
        );
        let pairs: Vec<(f64, f64)> = numerator
            .iter()
            .copied()
            .zip(denominator.iter().copied())
            .filter(|(above, below)| above.is_finite() && below.is_finite())
            .collect();
        let above: Moments = pairs.iter().map(|(above, _)| *above).collect();
        let below: Moments = pairs.iter().map(|(_, below)| *below).collect();
        let products: f64 = pairs
            .iter()
            .map(|(one, other)| (one - above.mean()) * (other - below.mean()))
            .sum();
        Self {
            numerator: above,
            denominator: below,
            dropped: numerator.len() - pairs.len(),
            covariance: products / (pairs.len() as f64 - 1.0),
            pairs,
        }
    }

    /// Mean numerator over mean denominator.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.numerator.mean() / self.denominator.mean()
    }

    /// Fieller's set: the ratios ρ for which the t test of `numerator − ρ denominator = 0` does not reject.
    ///
    /// That is `(b² − t² s_bb) ρ² − 2 (a b − t² s_ab) ρ + (a² − t² s_aa) ≤ 0`, with the means a and b and the
    /// (co)variances of the means. Unlike the delta method it keeps its level when the denominator is small,
    /// and then says so by having no ends (Fieller, Journal of the Royal Statistical Society B 16, 1954).
    ///
    /// # Panics
    /// When `confidence` does not lie between 0 and 1.
    #[must_use]
    pub fn plausible(&self, confidence: f64) -> PlausibleRatios {
        assert!(
            0.0 < confidence && confidence < 1.0,
            "confidence {confidence} outside (0, 1)"
        );
        let count = self.pairs.len();
        if count < 2 {
            return PlausibleRatios::Any;
        }
        let t = student::quantile(f64::midpoint(1.0, confidence), (count - 1) as f64);
        let scale = t * t / count as f64;
        let (a, b) = (self.numerator.mean(), self.denominator.mean());
        let square = b * b - scale * self.denominator.variance();
        let linear = a * b - scale * self.covariance;
        let constant = a * a - scale * self.numerator.variance();
        let discriminant = linear * linear - square * constant;
        if square == 0.0 || discriminant < 0.0 {
            return PlausibleRatios::Any;
        }
        let root = discriminant.sqrt();
        let (one, other) = ((linear - root) / square, (linear + root) / square);
        let (low, high) = (one.min(other), one.max(other));
        if square > 0.0 {
            PlausibleRatios::Between { low, high }
        } else {
            PlausibleRatios::Outside { low, high }
        }
    }

    /// p-value of the claim that the ratio is greater (less) than `bound`.
    ///
    /// The claim is linear, `numerator − bound · denominator > 0`, once the sign of the denominator is known; the
    /// p-value is the larger of that of the linear claim and the two-sided one of the sign. `NaN` for fewer than
    /// two seeds. For `TwoSided` it asks whether the ratio differs from `bound`, which needs no sign.
    #[must_use]
    pub fn p_value(&self, bound: f64, alternative: Alternative) -> f64 {
        let contrast: Moments = self
            .pairs
            .iter()
            .map(|(above, below)| noticeable(above - bound * below, above.abs().max((bound * below).abs())))
            .collect();
        let negative = self.denominator.mean() < 0.0;
        let side = match alternative {
            Alternative::TwoSided => return TTest::of(&contrast, 0.0, alternative).p_value,
            Alternative::Greater if negative => Alternative::Less,
            Alternative::Less if negative => Alternative::Greater,
            same => same,
        };
        let sign = TTest::of(&self.denominator, 0.0, Alternative::TwoSided);
        TTest::of(&contrast, 0.0, side).p_value.max(sign.p_value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NUMERATOR: [f64; 6] = [2.1, 1.4, 3.0, 2.6, 1.9, 2.2];
    const DENOMINATOR: [f64; 6] = [1.0, 0.9, 1.6, 1.1, 1.2, 0.8];

    #[test]
    fn ends_are_where_the_test_of_scipy_stops_rejecting() {
        // f = lambda r: scipy.stats.ttest_1samp(NUMERATOR - r * DENOMINATOR, 0).pvalue - .05
        // print(brentq(f, 1, 2), brentq(f, 2.0, 3), sum(NUMERATOR) / sum(DENOMINATOR))
        let ratio = Ratio::of(&NUMERATOR, &DENOMINATOR);
        assert!((ratio.value() - 2.0).abs() < 1e-12);
        let PlausibleRatios::Between { low, high } = ratio.plausible(0.95) else {
            panic!("the denominator is far from 0");
        };
        assert!((low - 1.609_446_362_471_078_2).abs() < 1e-9, "{low}");
        assert!((high - 2.492_645_899_836_367).abs() < 1e-9, "{high}");
        // scipy.stats.ttest_1samp(NUMERATOR - 1.5 * DENOMINATOR, 0, alternative="greater").pvalue
        let greater = ratio.p_value(1.5, Alternative::Greater);
        assert!((greater - 0.010_426_919_876_777_8).abs() < 1e-10, "{greater}");
    }

    #[test]
    fn a_denominator_that_may_be_nothing_leaves_no_ends() {
        let noise = [0.3, -0.4, 0.1, 0.2, -0.3, 0.05];
        let strong = Ratio::of(&NUMERATOR, &noise);
        assert!(matches!(strong.plausible(0.95), PlausibleRatios::Outside { .. }));
        assert!(strong.plausible(0.95).contain(strong.value()));
        let weak = Ratio::of(&[0.1, -0.2, 0.3, -0.1, 0.05, -0.1], &noise);
        assert_eq!(weak.plausible(0.95), PlausibleRatios::Any);
        assert!(
            strong.p_value(0.0, Alternative::Greater) > 0.5,
            "the sign is unknown"
        );
        assert_eq!(Ratio::of(&[1.0], &[1.0]).plausible(0.95), PlausibleRatios::Any);
    }

    #[test]
    fn incomplete_seeds_are_dropped_and_counted() {
        let ratio = Ratio::of(&[1.0, f64::NAN, 3.0], &[1.0, 2.0, 2.0]);
        assert_eq!((ratio.dropped, ratio.numerator.count()), (1, 2));
    }

    proptest! {
        #[test]
        fn the_set_and_the_test_agree(
            pairs in prop::collection::vec((-5.0..5.0_f64, -5.0..5.0_f64), 3..20),
            bound in -4.0..4.0_f64,
        ) {
            let (above, below): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            let ratio = Ratio::of(&above, &below);
            let p_value = ratio.p_value(bound, Alternative::TwoSided);
            prop_assume!((p_value - 0.05).abs() > 1e-6);
            prop_assert_eq!(ratio.plausible(0.95).contain(bound), p_value > 0.05);
        }

        #[test]
        fn turning_both_signs_changes_nothing(
            pairs in prop::collection::vec((-5.0..5.0_f64, -5.0..5.0_f64), 3..20),
            bound in -4.0..4.0_f64,
        ) {
            let (above, below): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            let turned: (Vec<f64>, Vec<f64>) =
                (above.iter().map(|x| -x).collect(), below.iter().map(|x| -x).collect());
            let one = Ratio::of(&above, &below).p_value(bound, Alternative::Greater);
            let other = Ratio::of(&turned.0, &turned.1).p_value(bound, Alternative::Greater);
            prop_assert!((one - other).abs() < 1e-9);
        }
    }
}
