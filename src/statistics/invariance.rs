//! Are means the same, whatever the size of the town they come from?
//!
//! A mean is *equal* to that of a reference where two one-sided tests (Welch 1947, Biometrika 34; Schuirmann 1987) say that the
//! difference lies within a margin; it *differs* where the 90 % interval of the difference lies outside the margin; between the
//! two nothing is *shown*, and more runs would tell. That all of several means are equal needs no correction: the largest of
//! their p-values is that of the claim (intersection and union, Berger 1982, Technometrics 24).
//!
//! Means over sizes may also follow a line ([`drift_per_decade`]) or a law with a limit ([`finite_size`]), and their spread should
//! fall like one over the size ([`spread_by_size`]): flatter, and something is shared by all citizens of a town.

use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::{
    Equivalence, EquivalenceMethod, Interval, Moments, PAIRS_FOR_EQUIVALENCE, difference, student, varies,
};

/// Level of each one-sided test.
const LEVEL: f64 = 0.05;
/// Confidence of the interval that belongs to two one-sided tests of that level.
const TWO_SIDED: f64 = 1.0 - 2.0 * LEVEL;

/// What is said of a mean beside that of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClosenessVerdict {
    /// The difference lies within the margin.
    Equal,
    /// It lies outside.
    Differs,
    /// The runs do not tell; others, or more of them, may.
    NotShown,
}

/// A mean beside that of a reference, and a margin within which both count as equal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Closeness {
    /// Mean less that of the reference.
    pub difference: f64,
    /// Its standard error; `NaN` where a mean has fewer than two values.
    pub standard_error: f64,
    /// Degrees of freedom of that error.
    pub degrees_of_freedom: f64,
    /// The 90 % interval of the difference.
    pub interval: Interval,
    /// The largest difference that counts as none.
    pub margin: f64,
    /// The larger p-value of both one-sided tests; `NaN` where nothing was tested.
    pub p_value: f64,
    /// What follows.
    pub verdict: ClosenessVerdict,
}

impl Closeness {
    /// Compares means of runs that have nothing in common, with Welch's degrees of freedom.
    ///
    /// ```
    /// use samspil::statistics::{Closeness, ClosenessVerdict, Moments};
    /// let (one, other): (Moments, Moments) = ([0.9, 1.0, 1.1].into_iter().collect(), [1.0, 1.1, 1.2].into_iter().collect());
    /// let close = Closeness::of_independent(&other, &one, 0.5);
    /// assert!((close.difference - 0.1).abs() < 1e-12 && close.verdict == ClosenessVerdict::Equal);
    /// assert_eq!(Closeness::of_independent(&other, &one, 0.1).verdict, ClosenessVerdict::NotShown);
    /// ```
    #[must_use]
    pub fn of_independent(one: &Moments, reference: &Moments, margin: f64) -> Self {
        let difference = difference(reference.mean(), one.mean());
        let parts = [one, reference].map(|moments| {
            let count = moments.count() as f64;
            (moments.variance() / count, count - 1.0)
        });
        let variance = parts[0].0 + parts[1].0;
        let inverse: f64 = parts.iter().map(|(part, freedom)| part * part / freedom).sum();
        let spread = (variance.sqrt(), variance * variance / inverse);
        let fewest = one.count().min(reference.count());
        if !(variance > 0.0 && spread.1.is_finite()) {
            return Self::without_spread(difference, (variance.sqrt(), f64::NAN), margin, fewest);
        }
        let tail = |distance: f64| student::upper_tail(distance / spread.0, spread.1);
        let p_value = tail(difference + margin).max(tail(margin - difference));
        Self::tested(difference, spread, margin, p_value)
    }

    /// Compares means of runs that share their luck pair by pair, by [`Equivalence`]: `differences` are those of the pairs, and
    /// what is no finite number is passed over.
    #[must_use]
    pub fn of_pairs(differences: &[f64], margin: f64) -> Self {
        let moments: Moments = differences
            .iter()
            .copied()
            .filter(|value| value.is_finite())
            .collect();
        let count = moments.count() as f64;
        let standard_error = moments.standard_deviation() / count.sqrt();
        let spread = (standard_error, count - 1.0);
        if margin.is_nan() || margin <= 0.0 || !varies(differences) {
            return Self::without_spread(moments.mean(), spread, margin, moments.count());
        }
        let equivalence = Equivalence::of(differences, -margin, margin);
        match equivalence.method {
            EquivalenceMethod::PlainT | EquivalenceMethod::Hall => {
                Self::tested(moments.mean(), spread, margin, equivalence.p_value)
            }
            EquivalenceMethod::NoSpread | EquivalenceMethod::TooFew => {
                Self::without_spread(moments.mean(), spread, margin, moments.count())
            }
        }
    }

    fn tested(difference: f64, (standard_error, freedom): (f64, f64), margin: f64, p_value: f64) -> Self {
        let half_width = student::quantile(0.5 * (1.0 + TWO_SIDED), freedom) * standard_error;
        let interval = Interval::around(difference, half_width);
        let verdict = if margin.is_nan() || margin <= 0.0 {
            ClosenessVerdict::NotShown
        } else if p_value <= LEVEL {
            ClosenessVerdict::Equal
        } else if interval.low > margin || interval.high < -margin {
            ClosenessVerdict::Differs
        } else {
            ClosenessVerdict::NotShown
        };
        Self {
            difference,
            standard_error,
            degrees_of_freedom: freedom,
            interval,
            margin,
            p_value: if margin > 0.0 { p_value } else { f64::NAN },
            verdict,
        }
    }

    /// Values that are all the same, or too few: nothing is tested, and [`PAIRS_FOR_EQUIVALENCE`] of the same value speak for it.
    fn without_spread(
        difference: f64,
        (standard_error, degrees_of_freedom): (f64, f64),
        margin: f64,
        count: usize,
    ) -> Self {
        let verdict = if count < PAIRS_FOR_EQUIVALENCE || margin.is_nan() || margin <= 0.0 {
            ClosenessVerdict::NotShown
        } else if difference.abs() < margin {
            ClosenessVerdict::Equal
        } else if difference.abs() > margin {
            ClosenessVerdict::Differs
        } else {
            ClosenessVerdict::NotShown
        };
        let half_width = if standard_error == 0.0 { 0.0 } else { f64::NAN };
        Self {
            difference,
            standard_error,
            degrees_of_freedom,
            interval: Interval::around(difference, half_width),
            margin,
            p_value: f64::NAN,
            verdict,
        }
    }

    /// Pairs that are the same society twice and were the same in all bits: the difference is none, whatever their number.
    ///
    /// ```
    /// use samspil::statistics::{Closeness, ClosenessVerdict};
    /// assert_eq!(Closeness::of_the_same(0.01).verdict, ClosenessVerdict::Equal);
    /// ```
    #[must_use]
    pub const fn of_the_same(margin: f64) -> Self {
        Self {
            difference: 0.0,
            standard_error: 0.0,
            degrees_of_freedom: f64::NAN,
            interval: Interval { low: 0.0, high: 0.0 },
            margin,
            p_value: f64::NAN,
            verdict: ClosenessVerdict::Equal,
        }
    }

    /// How many times as many runs of both would show with this probability that there is no difference, if there is none:
    /// `((z₁₋α + z₁₋β⁄₂) · s.e. / margin)²`.
    #[must_use]
    pub fn multiple_needed(&self, power: f64) -> f64 {
        let z = student::normal_quantile(1.0 - LEVEL) + student::normal_quantile(f64::midpoint(1.0, power));
        let ratio = z * self.standard_error / self.margin;
        ratio * ratio
    }
}

/// A line through points of known weight, the inverse of their variance: `y = intercept + slope x`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedLine {
    /// Rise by one unit of x.
    pub slope: f64,
    /// Its standard error.
    pub slope_error: f64,
    /// The 90 % interval of the slope, by the normal distribution.
    pub interval: Interval,
    /// The line at x = 0.
    pub intercept: f64,
    /// Its standard error.
    pub intercept_error: f64,
    /// What the line leaves: the weighted sum of squares, a χ² if the line holds.
    pub unexplained: f64,
    /// Points less two.
    pub degrees_of_freedom: usize,
    /// Probability of leaving as much if the line holds; `NaN` with two points.
    pub p_unexplained: f64,
}

impl WeightedLine {
    /// The line through `(x, y, weight)`; `None` where fewer than two places have a weight that is finite and above 0.
    #[must_use]
    pub fn through(points: &[(f64, f64, f64)]) -> Option<Self> {
        let points: Vec<(f64, f64, f64)> = points
            .iter()
            .copied()
            .filter(|(x, y, weight)| x.is_finite() && y.is_finite() && weight.is_finite() && *weight > 0.0)
            .collect();
        let sum =
            |of: &dyn Fn(f64, f64, f64) -> f64| -> f64 { points.iter().map(|&(x, y, w)| of(x, y, w)).sum() };
        let total = sum(&|_, _, w| w);
        let (centre, level) = (sum(&|x, _, w| w * x) / total, sum(&|_, y, w| w * y) / total);
        let spread = sum(&|x, _, w| w * (x - centre) * (x - centre));
        if points.len() < 2 || spread.is_nan() || spread <= 0.0 {
            return None;
        }
        let slope = sum(&|x, y, w| w * (x - centre) * y) / spread;
        let unexplained = sum(&|x, y, w| {
            let rest = y - level - slope * (x - centre);
            w * rest * rest
        });
        let slope_error = 1.0 / spread.sqrt();
        let half_width = student::normal_quantile(1.0 - LEVEL) * slope_error;
        let degrees_of_freedom = points.len() - 2;
        Some(Self {
            slope,
            slope_error,
            interval: Interval::around(slope, half_width),
            intercept: level - slope * centre,
            intercept_error: (1.0 / total + centre * centre / spread).sqrt(),
            unexplained,
            degrees_of_freedom,
            p_unexplained: chi_squared_tail(unexplained, degrees_of_freedom),
        })
    }
}

/// P(χ² > x).
fn chi_squared_tail(x: f64, degrees_of_freedom: usize) -> f64 {
    ChiSquared::new(degrees_of_freedom as f64).map_or(f64::NAN, |distribution| distribution.sf(x))
}

/// How a mean changes with the size: the slope on log₁₀ of the size is the change by a decade. Sizes weigh as the inverse of the
/// variance of their mean; those whose runs do not vary are left out, as nothing says how sure they are.
#[must_use]
pub fn drift_per_decade(sizes: &[(f64, Moments)]) -> Option<WeightedLine> {
    WeightedLine::through(&means(sizes, libm::log10))
}

/// The law `a + b/N` of means that approach a limit as towns grow: `a` is the intercept, `b` the slope.
#[must_use]
pub fn finite_size(sizes: &[(f64, Moments)]) -> Option<WeightedLine> {
    WeightedLine::through(&means(sizes, |size| 1.0 / size))
}

/// How the variance of a run falls with the size: ln s² on ln N, each with the error √(2/(n − 1)) of normal values. The slope
/// is −1 where citizens are independent, and 0 where all of a town share their luck.
#[must_use]
pub fn spread_by_size(sizes: &[(f64, Moments)]) -> Option<WeightedLine> {
    let points = sizes.iter().map(|(size, moments)| {
        let weight = 0.5 * moments.count().saturating_sub(1) as f64;
        (libm::log(*size), libm::log(moments.variance()), weight)
    });
    WeightedLine::through(&points.collect::<Vec<_>>())
}

/// Means with their weights, at places that follow from the sizes.
fn means(sizes: &[(f64, Moments)], place: fn(f64) -> f64) -> Vec<(f64, f64, f64)> {
    let points = sizes.iter().map(|(size, moments)| {
        let weight = moments.count() as f64 / moments.variance();
        (place(*size), moments.mean(), weight)
    });
    points.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(serde::Deserialize)]
    struct Oracle {
        sizes: Vec<f64>,
        cases: Vec<Case>,
    }

    #[derive(serde::Deserialize)]
    struct Case {
        margin: f64,
        reference_size: f64,
        samples: Vec<Vec<f64>>,
        result: Expected,
    }

    #[derive(serde::Deserialize)]
    struct Expected {
        against_reference: Vec<Against>,
        p_all_against_reference: f64,
        p_all_pairs: f64,
        slope_per_decade: f64,
        slope_error: f64,
        slope_interval_90: [f64; 2],
        unexplained_by_slope: f64,
        p_of_unexplained: f64,
    }

    #[derive(serde::Deserialize)]
    struct Against {
        size: f64,
        difference: f64,
        standard_error: f64,
        degrees_of_freedom: f64,
        p_equivalent: f64,
        interval_90: [f64; 2],
    }

    fn oracle() -> Oracle {
        serde_json::from_str(include_str!("../../tests/fixtures/l_invariance.json")).unwrap()
    }

    fn near(found: f64, expected: f64) {
        let allowed = 1e-9 * expected.abs().max(1e-3);
        assert!((found - expected).abs() <= allowed, "{found} for {expected}");
    }

    fn moments(values: &[f64]) -> Moments {
        values.iter().copied().collect()
    }

    #[test]
    fn sizes_are_held_against_the_reference_as_the_oracle_says() {
        let oracle = oracle();
        assert_eq!(oracle.cases.len(), 2);
        for case in oracle.cases {
            let groups: Vec<Moments> = case.samples.iter().map(|sample| moments(sample)).collect();
            let of_size = |size: f64| {
                groups[oracle
                    .sizes
                    .iter()
                    .position(|own| (own - size).abs() < 0.5)
                    .unwrap()]
            };
            let reference = of_size(case.reference_size);
            let mut largest = 0.0_f64;
            for expected in &case.result.against_reference {
                let close = Closeness::of_independent(&of_size(expected.size), &reference, case.margin);
                near(close.difference, expected.difference);
                near(close.standard_error, expected.standard_error);
                near(close.degrees_of_freedom, expected.degrees_of_freedom);
                near(close.p_value, expected.p_equivalent);
                near(close.interval.low, expected.interval_90[0]);
                near(close.interval.high, expected.interval_90[1]);
                let verdict = match expected.p_equivalent {
                    p if p <= 0.05 => ClosenessVerdict::Equal,
                    _ if close.interval.low > case.margin || close.interval.high < -case.margin => {
                        ClosenessVerdict::Differs
                    }
                    _ => ClosenessVerdict::NotShown,
                };
                assert_eq!(close.verdict, verdict);
                largest = largest.max(close.p_value);
            }
            near(largest, case.result.p_all_against_reference);
            let mut of_pairs = 0.0_f64;
            for one in 0..groups.len() {
                for other in one + 1..groups.len() {
                    let close = Closeness::of_independent(&groups[other], &groups[one], case.margin);
                    of_pairs = of_pairs.max(close.p_value);
                }
            }
            near(of_pairs, case.result.p_all_pairs);
        }
    }

    #[test]
    fn drift_and_what_it_leaves_agree_with_the_oracle() {
        let oracle = oracle();
        for case in oracle.cases {
            let groups = case.samples.iter().map(|sample| moments(sample));
            let sizes: Vec<(f64, Moments)> = oracle.sizes.iter().copied().zip(groups).collect();
            let line = drift_per_decade(&sizes).unwrap();
            let expected = &case.result;
            near(line.slope, expected.slope_per_decade);
            near(line.slope_error, expected.slope_error);
            near(line.interval.low, expected.slope_interval_90[0]);
            near(line.interval.high, expected.slope_interval_90[1]);
            near(line.unexplained, expected.unexplained_by_slope);
            near(line.p_unexplained, expected.p_of_unexplained);
            assert_eq!(line.degrees_of_freedom, 4);
        }
    }

    #[test]
    fn as_many_runs_as_needed_are_told_by_their_multiple() {
        let values: Vec<f64> = (0..20).map(|number| f64::from(number % 2)).collect();
        let close = Closeness::of_independent(&moments(&values), &moments(&values), 0.5);
        // 2 ((z + z) s / 0.5)², z the 95 % quantile of the normal distribution and s² = 5/19.
        near(20.0 * close.multiple_needed(0.9), 22.783_523_823_961_37);
    }

    #[test]
    fn a_law_of_the_size_is_found() {
        // Two runs each, of known mean and spread: 0.5 + 20/N, and a variance of 8/N.
        let sizes: Vec<(f64, Moments)> = [100.0, 400.0, 1600.0, 6400.0]
            .iter()
            .map(|&size| {
                let (mean, half): (f64, f64) = (0.5 + 20.0 / size, (4.0 / size).sqrt());
                (size, moments(&[mean - half, mean + half]))
            })
            .collect();
        let law = finite_size(&sizes).unwrap();
        assert!(
            (law.intercept - 0.5).abs() < 1e-9 && (law.slope - 20.0).abs() < 1e-6,
            "{law:?}"
        );
        assert!(law.unexplained < 1e-9 && (law.p_unexplained - 1.0).abs() < 1e-6);
        let spread = spread_by_size(&sizes).unwrap();
        assert!((spread.slope + 1.0).abs() < 1e-9, "{spread:?}");
        // √(2/(n − 1)) = √2 for two runs, over the spread of ln N.
        let places = [100.0, 400.0, 1600.0, 6400.0].map(libm::log);
        let middle = places.iter().sum::<f64>() / 4.0;
        let square: f64 = places
            .iter()
            .map(|place| (place - middle) * (place - middle))
            .sum();
        assert!((spread.slope_error - (2.0 / square).sqrt()).abs() < 1e-12);
        assert!(finite_size(&sizes[..1]).is_none() && drift_per_decade(&[]).is_none());
        assert!(WeightedLine::through(&[(1.0, 2.0, 1.0), (1.0, 3.0, 1.0)]).is_none());
        let constant = [(10.0, moments(&[1.0, 1.0])), (100.0, moments(&[1.0, 2.0]))];
        assert!(drift_per_decade(&constant).is_none(), "one size has no weight");
        let two = WeightedLine::through(&[(0.0, 1.0, 4.0), (2.0, 5.0, 1.0)]).unwrap();
        assert!(
            (two.slope - 2.0).abs() < 1e-12 && two.p_unexplained.is_nan(),
            "{two:?}"
        );
        // Variances 1/4 and 1: of the slope (1/4 + 1)/4, of the intercept that of the first point.
        assert!((two.slope_error - (1.25_f64 / 4.0).sqrt()).abs() < 1e-12);
        assert!((two.intercept - 1.0).abs() < 1e-12 && (two.intercept_error - 0.5).abs() < 1e-12);
    }

    #[test]
    fn pairs_are_held_against_the_margin() {
        let even = [0.4, 0.2, 0.0, 0.7, 0.4, -0.1, 0.4, 0.4, 0.6, 0.3];
        let close = Closeness::of_pairs(&even, 0.6);
        let test = Equivalence::of(&even, -0.6, 0.6);
        near(close.p_value, test.p_value);
        near(close.interval.half_width(), moments(&even).half_width(0.9));
        assert_eq!(close.verdict, ClosenessVerdict::Equal);
        assert_eq!(Closeness::of_pairs(&even, 0.1).verdict, ClosenessVerdict::Differs);
        assert_eq!(
            Closeness::of_pairs(&even, 0.33).verdict,
            ClosenessVerdict::NotShown
        );
        let turned = even.map(|value| -value);
        assert_eq!(
            Closeness::of_pairs(&turned, 0.1).verdict,
            ClosenessVerdict::Differs
        );
    }

    #[test]
    fn what_does_not_vary_proves_nothing_until_it_is_seen_often() {
        for (value, count, verdict) in [
            (0.0, 58, ClosenessVerdict::NotShown),
            (0.0, 59, ClosenessVerdict::Equal),
            (0.3, 59, ClosenessVerdict::Differs),
            (0.3, 2, ClosenessVerdict::NotShown),
        ] {
            let values = vec![value; count];
            let pairs = Closeness::of_pairs(&values, 0.1);
            assert_eq!(pairs.verdict, verdict);
            assert!(pairs.p_value.is_nan() && pairs.interval.half_width().abs() < 1e-12);
            let zeros = moments(&vec![0.0; count]);
            let independent = Closeness::of_independent(&moments(&values), &zeros, 0.1);
            assert_eq!(independent.verdict, verdict);
        }
        for close in [
            Closeness::of_pairs(&[f64::NAN, 0.1], 0.1),
            Closeness::of_pairs(&[], 0.1),
            Closeness::of_pairs(&[0.0, 0.1], 0.0),
            Closeness::of_pairs(&[0.0, 0.1], f64::NAN),
            Closeness::of_independent(&moments(&[1.0]), &moments(&[1.0, 2.0]), 0.1),
            Closeness::of_independent(&moments(&[1.0, 2.0]), &moments(&[1.0, 2.0]), f64::NAN),
            Closeness::of_independent(&moments(&[]), &moments(&[]), 0.1),
        ] {
            assert_eq!(close.verdict, ClosenessVerdict::NotShown, "{close:?}");
            assert!(close.p_value.is_nan());
        }
        // One of both varies.
        let close = Closeness::of_independent(&moments(&[1.0, 1.0, 1.0]), &moments(&[1.0, 1.2, 1.1]), 0.5);
        near(close.degrees_of_freedom, 2.0);
    }

    proptest! {
        #[test]
        fn wider_margins_are_easier_to_stay_within(
            one in prop::collection::vec(-1.0..1.0_f64, 3..30),
            other in prop::collection::vec(-1.0..1.0_f64, 3..30),
            margins in (0.05..0.5_f64, 0.5..3.0_f64),
        ) {
            let close = |margin| Closeness::of_independent(&moments(&one), &moments(&other), margin);
            let (narrow, wide) = (close(margins.0), close(margins.1));
            prop_assert!(wide.p_value <= narrow.p_value + 1e-12);
            prop_assert!(narrow.verdict != ClosenessVerdict::Equal || wide.verdict == ClosenessVerdict::Equal);
            let turned = Closeness::of_independent(&moments(&other), &moments(&one), margins.0);
            prop_assert!((turned.p_value - narrow.p_value).abs() < 1e-9);
        }
    }
}
