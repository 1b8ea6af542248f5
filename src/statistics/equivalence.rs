//! Is an effect too small to matter?

use super::{Alternative, Moments, TTest, student};

/// Pairs from which on it can be said, at a number fixed beforehand, that an effect is too small to matter: if 5 % of all pairs had
/// another value, none of 59 would with probability 0.95⁵⁹ = 0.0485. Of fewer, values that are rare and large may be missing and
/// any mean looks small, see [`Equivalence`]; bets may say it sooner.
pub const PAIRS_FOR_EQUIVALENCE: usize = 59;

/// Standard errors of the skewness of a normal sample, √(6/n), from which on it counts.
const SKEWNESS_COUNTS: f64 = 2.0;

/// Two one-sided tests of equivalence (TOST), corrected for skewness where there is some.
///
/// The null hypothesis is that the mean lies outside the bounds; rejecting it says that the effect, if any, is too small
/// to matter. Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987.
///
/// A skewness γ of the values moves the error of the t test against the upper bound from α to about
/// `α + γ (2z² + 1) φ(z) / (6 √n)`: of 20 exponential values, γ = 2, "below the bound" is said in 11 % of samples whose mean lies
/// on it. Hall's transformation takes that out. With s the standard deviation (n below the line), a the skewness of the
/// sample and `t = (x̄ − bound) / s`,
///
/// ```text
/// g = t + a t²/3 + a² t³/27 + a/(6n),    √(n − 1) g  against Student's t with n − 1 degrees of freedom,
/// ```
///
/// which is the t test where a = 0 and never falls as t rises, as its slope is (1 + a t/3)². Hall, Journal of the Royal Statistical
/// Society B 54, 1992; Johnson, Journal of the American Statistical Association 73, 1978. With symmetric heavy tails it errs in 6
/// to 7 % of samples, so it is used only where |a| exceeds 2 √(6/n), which normal values do in less than 5 %. By that rule the 11 %
/// become 7.8 %, and 5.7 % and 5.2 % at 50 and 200 values; of normal values they stay 5 %. Where the skewness is extreme they remain
/// too many: of lognormal values with γ = 6.2, 17.5 % become 11.8 %, at 50 values 13.5 % become 8.7 %, and at
/// 200 9.7 % become 6.7 %.
///
/// No test of a mean sees what a sample has not: rare large values that happen to be missing make any mean look safe. If 5 % of
/// the values are 1 and the others vary little around 0, the mean is called smaller than it is in 36 % of samples of 20 by
/// either test, and in 8 % of samples of 50 by Hall's. So ask for [`PAIRS_FOR_EQUIVALENCE`];
/// [`BettingMonitor`](super::BettingMonitor) makes no such error and needs more pairs.
///
/// ```
/// use samspil::statistics::{Equivalence, EquivalenceMethod};
/// let equivalence = Equivalence::of(&[0.4, 0.2, 0.0, 0.7, 0.4, -0.1, 0.4, 0.4, 0.6, 0.3], -0.1, 0.6);
/// assert_eq!(equivalence.method, EquivalenceMethod::PlainT);
/// assert!((equivalence.p_value - 0.003_456).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Equivalence {
    /// Is the mean greater than the lower bound?
    pub above_low: TTest,
    /// Is the mean less than the upper bound?
    pub below_high: TTest,
    /// The larger of both p-values; `NaN` where nothing was tested.
    pub p_value: f64,
    /// Values that are finite numbers; others are passed over.
    pub count: usize,
    /// Skewness of the values, `Σ (x − x̄)³ / (n s³)`; `NaN` without spread.
    pub skewness: f64,
    /// How it was tested.
    pub method: EquivalenceMethod,
}

/// How equivalence was tested.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EquivalenceMethod {
    /// By Student's t.
    PlainT,
    /// By Student's t after Hall's transformation, as the values are skewed.
    Hall,
    /// Not at all: all values are the same, so that their distance from the bounds has nothing to be held against.
    NoSpread,
    /// Not at all: there are fewer than two values.
    TooFew,
}

impl Equivalence {
    /// Tests whether the mean lies between `low` and `high`.
    ///
    /// # Panics
    /// When `low` is not less than `high`.
    #[must_use]
    pub fn of(values: &[f64], low: f64, high: f64) -> Self {
        assert!(low < high, "bounds {low} and {high} enclose nothing");
        let sample = Sample::of(values);
        let count = sample.moments.count();
        if count < 2 {
            return Self::untested(count, EquivalenceMethod::TooFew);
        }
        if !sample.varies() {
            return Self::untested(count, EquivalenceMethod::NoSpread);
        }
        sample.test(low, high, sample.method())
    }

    fn untested(count: usize, method: EquivalenceMethod) -> Self {
        let side = TTest {
            statistic: f64::NAN,
            degrees_of_freedom: count.saturating_sub(1) as f64,
            p_value: f64::NAN,
        };
        Self {
            above_low: side,
            below_high: side,
            p_value: f64::NAN,
            count,
            skewness: f64::NAN,
            method,
        }
    }
}

/// Whether a mean lies above or below a bound, by the rule of [`Equivalence`]: Student's t, after Hall's transformation where the
/// values are skewed by more than chance explains.
///
/// The plain t test of skewed values errs on the side of the short tail: that exponential values have a mean below theirs it says of
/// 20 in 11 % of samples. Of values that do not vary the answer is that of [`TTest`], certain; ask for that beforehand. What is not
/// a finite number is passed over.
///
/// ```
/// use samspil::statistics::{Alternative, one_sided};
/// let rarely_large = [0.0, 0.0, 0.1, 0.0, 0.0, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0, 1.5, 0.0, 0.1];
/// let below = one_sided(&rarely_large, 0.5, Alternative::Less);
/// assert!((below.p_value - 0.170_303).abs() < 1e-6);
/// ```
///
/// # Panics
/// When the alternative has two sides.
#[must_use]
pub fn one_sided(values: &[f64], bound: f64, alternative: Alternative) -> TTest {
    assert!(
        alternative != Alternative::TwoSided,
        "a test against a bound has one side"
    );
    let sample = Sample::of(values);
    sample.side(bound, alternative, sample.method())
}

/// Values as both tests need them.
#[derive(Clone, Copy)]
struct Sample {
    moments: Moments,
    /// `NaN` where nothing varies.
    skewness: f64,
}

impl Sample {
    fn of(values: &[f64]) -> Self {
        let finite = || values.iter().copied().filter(|value| value.is_finite());
        let moments: Moments = finite().collect();
        let mut sample = Self {
            moments,
            skewness: f64::NAN,
        };
        if sample.varies() {
            let spread = spread(&moments);
            let cube = |value: f64| {
                let deviation = (value - moments.mean()) / spread;
                deviation * deviation * deviation
            };
            sample.skewness = finite().map(cube).sum::<f64>() / moments.count() as f64;
        }
        sample
    }

    fn varies(&self) -> bool {
        self.moments.variance() > 0.0
    }

    /// Hall's test where the skewness is more than chance explains.
    fn method(&self) -> EquivalenceMethod {
        if self.skewness.abs() > SKEWNESS_COUNTS * (6.0 / self.moments.count() as f64).sqrt() {
            EquivalenceMethod::Hall
        } else {
            EquivalenceMethod::PlainT
        }
    }

    fn side(&self, bound: f64, alternative: Alternative, method: EquivalenceMethod) -> TTest {
        if method == EquivalenceMethod::Hall {
            self.by_hall(bound, alternative)
        } else {
            TTest::of(&self.moments, bound, alternative)
        }
    }

    fn test(&self, low: f64, high: f64, method: EquivalenceMethod) -> Equivalence {
        let above_low = self.side(low, Alternative::Greater, method);
        let below_high = self.side(high, Alternative::Less, method);
        Equivalence {
            above_low,
            below_high,
            p_value: above_low.p_value.max(below_high.p_value),
            count: self.moments.count(),
            skewness: self.skewness,
            method,
        }
    }

    fn by_hall(&self, bound: f64, alternative: Alternative) -> TTest {
        let n = self.moments.count() as f64;
        let distance = (self.moments.mean() - bound) / spread(&self.moments);
        let statistic = (n - 1.0).sqrt() * straightened(distance, self.skewness, n);
        let into_the_tail = match alternative {
            Alternative::Greater => statistic,
            Alternative::Less => -statistic,
            Alternative::TwoSided => unreachable!("each of these tests has one side"),
        };
        TTest {
            statistic,
            degrees_of_freedom: n - 1.0,
            p_value: student::upper_tail(into_the_tail, n - 1.0),
        }
    }
}

/// Standard deviation with n below the line.
fn spread(moments: &Moments) -> f64 {
    let n = moments.count() as f64;
    (moments.variance() * (n - 1.0) / n).sqrt()
}

/// Hall's transformation of the distance of a mean from a bound, in standard deviations.
fn straightened(distance: f64, skewness: f64, n: f64) -> f64 {
    let bent = skewness * distance;
    distance * (1.0 + bent / 3.0 + bent * bent / 27.0) + skewness / (6.0 * n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::generator::{generator, normal};
    use proptest::prelude::*;
    use rand::{Rng, RngExt};
    use rand_distr::Exp1;

    #[derive(serde::Deserialize)]
    struct Oracle {
        ten_values: TenValues,
        size_and_power_normal: Vec<NormalCell>,
        size_at_the_bound: SizeTable,
    }

    #[derive(serde::Deserialize)]
    struct TenValues {
        x: Vec<f64>,
        tests: Vec<Expected>,
    }

    #[derive(serde::Deserialize)]
    struct Expected {
        low: f64,
        high: f64,
        p_value: f64,
        p_hall: f64,
    }

    #[derive(serde::Deserialize)]
    struct NormalCell {
        n: usize,
        bound_in_sd: f64,
        true_mean: f64,
        probability_of_equivalence: f64,
    }

    /// Differences, n, and shares that claim "below the bound" when the mean lies on it: plain t, first-order formula, Johnson,
    /// Hall, share without spread, the rule used here.
    type SizeRow = (String, usize, f64, f64, f64, f64, f64, f64);

    #[derive(serde::Deserialize)]
    struct SizeTable {
        rows: Vec<SizeRow>,
    }

    fn oracle() -> Oracle {
        serde_json::from_str(include_str!("../../tests/fixtures/equivalence.json")).unwrap()
    }

    /// Four standard errors of the difference of two simulated shares.
    fn allowed(share: f64, samples: usize, samples_there: f64) -> f64 {
        4.0 * (share * (1.0 - share) * (1.0 / samples as f64 + 1.0 / samples_there)).sqrt()
    }

    #[test]
    fn ten_values_agree_with_statsmodels_and_hall() {
        let TenValues { x, tests } = oracle().ten_values;
        assert_eq!(tests.len(), 3);
        for expected in tests {
            let equivalence = Equivalence::of(&x, expected.low, expected.high);
            assert_eq!(equivalence.method, EquivalenceMethod::PlainT);
            assert!((equivalence.p_value - expected.p_value).abs() < 1e-10);
            let sample = Sample {
                moments: x.iter().copied().collect(),
                skewness: equivalence.skewness,
            };
            let hall = sample.test(expected.low, expected.high, EquivalenceMethod::Hall);
            assert!((hall.p_value - expected.p_hall).abs() < 1e-10, "{hall:?}");
        }
    }

    #[test]
    fn skewed_values_are_straightened() {
        // x = np.array([0, 0, .1, 0, 0, .2, 0, 0, 0, 0, 0, 1.5, 0, .1]); a = skew(x); s = x.std(); t = (x.mean() - b) / s
        // t14.cdf(sqrt(13) * (t + a * t**2 / 3 + a**2 * t**3 / 27 + a / 84)), df = 13, b = .5; sf with b = -.5; a
        let values = [
            0.0, 0.0, 0.1, 0.0, 0.0, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0, 1.5, 0.0, 0.1,
        ];
        let equivalence = Equivalence::of(&values, -0.5, 0.5);
        assert_eq!(equivalence.method, EquivalenceMethod::Hall);
        for (found, expected) in [
            (equivalence.skewness, 3.200_387_090_495_230_5),
            (equivalence.below_high.p_value, 0.170_302_766_423_833_1),
            (equivalence.above_low.p_value, 3.251_699_669_228_546e-12),
            (equivalence.p_value, 0.170_302_766_423_833_1),
        ] {
            assert!(
                (found / expected - 1.0).abs() < 1e-9,
                "{found} against {expected}"
            );
        }
    }

    #[test]
    fn skewness_counts_from_two_standard_errors_on() {
        // 2 √(6/24) = 1; the skewness of k ones among 24 zeros and ones is (1 − 2p) / √(p (1 − p)), p = k/24.
        for (ones, skewness, method) in [
            (7, 0.916_698_497_028_211_3, EquivalenceMethod::PlainT),
            (6, 1.154_700_538_379_251_7, EquivalenceMethod::Hall),
            (18, -1.154_700_538_379_251_7, EquivalenceMethod::Hall),
        ] {
            let values: Vec<f64> = (0..24).map(|index| f64::from(u8::from(index < ones))).collect();
            let equivalence = Equivalence::of(&values, -1.0, 2.0);
            assert!((equivalence.skewness - skewness).abs() < 1e-12, "{equivalence:?}");
            assert_eq!(equivalence.method, method, "{equivalence:?}");
        }
    }

    #[test]
    fn values_that_do_not_vary_prove_nothing() {
        let of = |values: &[f64]| Equivalence::of(values, -0.1, 0.1);
        for value in [0.0, 0.05, 0.1 + 1e-6] {
            let equivalence = of(&[value; 59]);
            assert!(equivalence.p_value.is_nan() && equivalence.above_low.p_value.is_nan());
            assert_eq!(equivalence.method, EquivalenceMethod::NoSpread);
        }
        // What is said of 59 must hold at 95 %, and would not of 58.
        let other = |pairs: f64| -libm::expm1(libm::log(0.05) / pairs);
        assert!(other(59.0) <= 0.05 && other(58.0) > 0.05);
        for values in [&[][..], &[0.0], &[0.0, f64::NAN]] {
            assert_eq!(of(values).method, EquivalenceMethod::TooFew);
            assert!(of(values).p_value.is_nan());
        }
    }

    #[test]
    fn one_side_is_tested_as_in_both() {
        let skewed = [
            0.0, 0.0, 0.1, 0.0, 0.0, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0, 1.5, 0.0, 0.1,
        ];
        let even = [0.4, 0.2, 0.0, 0.7, 0.4, -0.1, 0.4, 0.4, 0.6, 0.3];
        for values in [&skewed[..], &even[..]] {
            let both = Equivalence::of(values, -0.5, 0.6);
            assert_eq!(one_sided(values, -0.5, Alternative::Greater), both.above_low);
            assert_eq!(one_sided(values, 0.6, Alternative::Less), both.below_high);
        }
        // Nothing varies, or there is too little of it.
        assert!(one_sided(&[0.1; 5], 0.2, Alternative::Less).p_value < f64::MIN_POSITIVE);
        assert!(one_sided(&[0.1; 5], 0.2, Alternative::Greater).p_value > 1.0 - 1e-15);
        assert!(
            one_sided(&[0.1, f64::NAN], 0.2, Alternative::Less)
                .p_value
                .is_nan()
        );
    }

    #[test]
    #[should_panic(expected = "a test against a bound has one side")]
    fn a_test_against_a_bound_has_one_side() {
        let _ = one_sided(&[0.0, 1.0], 0.5, Alternative::TwoSided);
    }

    #[test]
    #[should_panic(expected = "bounds 1 and 1 enclose nothing")]
    fn bounds_enclose_something() {
        let _ = Equivalence::of(&[0.0, 1.0], 1.0, 1.0);
    }

    /// Differences of mean 0, with their names in the table.
    fn differences(kind: &str, draws: &mut impl Rng) -> f64 {
        match kind {
            "normal" => normal(draws),
            "exponential (skew 2)" => draws.sample::<f64, _>(Exp1) - 1.0,
            "minus exponential (skew -2)" => 1.0 - draws.sample::<f64, _>(Exp1),
            "nine of ten 0, else 1" => (f64::from(u8::from(draws.random_bool(0.1))) - 0.1) / 0.3,
            other => panic!("{other}"),
        }
    }

    #[test]
    fn at_the_bound_the_rule_errs_as_often_as_the_table_says() {
        const SAMPLES: usize = 4000;
        let table = oracle().size_at_the_bound;
        let cell = |kind: &str, n| {
            let is_it = |row: &&SizeRow| row.0 == kind && row.1 == n;
            table.rows.iter().find(is_it).unwrap()
        };
        for (seed, kind, n) in [
            (1, "normal", 50),
            (2, "exponential (skew 2)", 20),
            (3, "exponential (skew 2)", 50),
            (4, "minus exponential (skew -2)", 50),
            (5, "nine of ten 0, else 1", 20),
        ] {
            let mut draws = generator(seed);
            let (mut plain, mut rule, mut untested) = (0, 0, 0);
            for _ in 0..SAMPLES {
                let values: Vec<f64> = (0..n).map(|_| differences(kind, &mut draws)).collect();
                // The lower bound is too far away to matter.
                let equivalence = Equivalence::of(&values, -1e6, 0.0);
                rule += usize::from(equivalence.p_value <= 0.05);
                untested += usize::from(equivalence.p_value.is_nan());
                let moments: Moments = values.into_iter().collect();
                plain += usize::from(TTest::of(&moments, 0.0, Alternative::Less).p_value <= 0.05);
            }
            let (_, _, plain_there, _, _, _, untested_there, rule_there) = cell(kind, n);
            for (count, expected) in [
                (plain, plain_there),
                (untested, untested_there),
                (rule, rule_there),
            ] {
                let share = count as f64 / SAMPLES as f64;
                assert!(
                    (share - expected).abs() <= allowed(*expected, SAMPLES, 2e4),
                    "{kind}, {n}: {share} against {expected}"
                );
            }
        }
    }

    #[test]
    fn normal_differences_are_found_equivalent_as_the_integral_says() {
        const SAMPLES: usize = 2000;
        let mut draws = generator(6);
        let mut cells = 0;
        for cell in oracle().size_and_power_normal {
            if cell.n == 200 || cell.bound_in_sd < 0.5 {
                continue;
            }
            let mut found = 0;
            for _ in 0..SAMPLES {
                let moments: Moments = (0..cell.n)
                    .map(|_| cell.true_mean + differences("normal", &mut draws))
                    .collect();
                let sample = Sample {
                    moments,
                    skewness: 0.0,
                };
                let test = sample.test(-cell.bound_in_sd, cell.bound_in_sd, sample.method());
                found += usize::from(test.p_value <= 0.05);
            }
            let expected = cell.probability_of_equivalence.min(1.0);
            let share = found as f64 / SAMPLES as f64;
            // A thousandth for cells so near to 1 that no failure is expected.
            let allowed = allowed(expected, SAMPLES, f64::INFINITY).max(1e-3);
            assert!((share - expected).abs() <= allowed, "{share} against {expected}");
            cells += 1;
        }
        assert_eq!(cells, 8);
    }

    proptest! {
        #[test]
        fn turning_the_values_turns_the_sides(
            values in prop::collection::vec(-1.0..1.0_f64, 2..40),
            low in -2.0..0.0_f64,
            width in 0.01..2.0_f64,
            outlier in -9.0..9.0_f64,
        ) {
            let values: Vec<f64> = values.into_iter().chain([outlier]).collect();
            let turned: Vec<f64> = values.iter().map(|value| -value).collect();
            let (one, other) = (Equivalence::of(&values, low, low + width), Equivalence::of(&turned, -low - width, -low));
            prop_assert_eq!(one.method, other.method);
            prop_assert!((one.above_low.p_value - other.below_high.p_value).abs() < 1e-9);
            prop_assert!((one.below_high.p_value - other.above_low.p_value).abs() < 1e-9);
        }

        #[test]
        fn wider_bounds_are_easier_to_stay_within(
            values in prop::collection::vec(-1.0..1.0_f64, 2..40),
            outlier in -9.0..9.0_f64,
            bounds in (0.1..1.0_f64, 1.0..2.0_f64),
        ) {
            let values: Vec<f64> = values.into_iter().chain([outlier]).collect();
            let narrow = Equivalence::of(&values, -bounds.0, bounds.0);
            let wide = Equivalence::of(&values, -bounds.1, bounds.1);
            prop_assume!(!narrow.p_value.is_nan());
            prop_assert!(wide.p_value <= narrow.p_value + 1e-12);
        }
    }
}
