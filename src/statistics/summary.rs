//! The summary of a sample.

use super::interval::{CONFIDENCE, half_width};
use super::{Moments, quantile};

/// Probabilities of [`Summary::quantiles`].
pub const PROBABILITIES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// Moments, interval of the mean and quantiles of the finite values of a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Number of finite values.
    pub count: usize,
    /// Mean.
    pub mean: f64,
    /// Standard deviation, with `count - 1`; `NaN` for one value.
    pub standard_deviation: f64,
    /// Lower end of the 95 % t interval of the mean; `NaN` for one value.
    pub interval_low: f64,
    /// Upper end of the 95 % t interval of the mean; `NaN` for one value.
    pub interval_high: f64,
    /// Quantiles at 5, 25, 50, 75 and 95 % (type 7).
    pub quantiles: [f64; 5],
    /// Smallest and largest value.
    pub extremes: (f64, f64),
}

/// Where single values lie: their middle nine tenths, or all of them where they are too few to have any.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spread {
    /// 5 to 95 % of the values.
    NineTenths(f64, f64),
    /// The smallest and the largest value.
    All(f64, f64),
}

impl Spread {
    /// Least number of values of which the middle nine tenths are shown: with fewer, none lies outside of them.
    pub const LEAST: usize = 20;

    /// Both ends.
    #[must_use]
    pub const fn ends(self) -> (f64, f64) {
        match self {
            Self::NineTenths(low, high) | Self::All(low, high) => (low, high),
        }
    }
}

impl Summary {
    /// Summarises the finite values; `None` when there are none.
    ///
    /// The result is the same to the last bit whatever the order of the values.
    ///
    /// ```
    /// use samspil::statistics::Summary;
    /// let summary = Summary::of([1.0, f64::NAN, 3.0].into_iter()).unwrap();
    /// assert_eq!((summary.count, summary.mean), (2, 2.0));
    /// assert!(Summary::of([f64::NAN].into_iter()).is_none());
    /// ```
    #[must_use]
    pub fn of(values: impl Iterator<Item = f64>) -> Option<Self> {
        let mut sample: Vec<f64> = values.filter(|value| value.is_finite()).collect();
        if sample.is_empty() {
            return None;
        }
        sample.sort_unstable_by(f64::total_cmp);
        let moments: Moments = sample.iter().copied().collect();
        let half_width = moments.half_width(CONFIDENCE);
        Some(Self {
            count: moments.count(),
            mean: moments.mean(),
            standard_deviation: moments.standard_deviation(),
            interval_low: moments.mean() - half_width,
            interval_high: moments.mean() + half_width,
            quantiles: PROBABILITIES.map(|probability| quantile(&sample, probability)),
            extremes: (sample[0], sample[sample.len() - 1]),
        })
    }

    /// Where single values lie.
    ///
    /// ```
    /// use samspil::statistics::{Spread, Summary};
    /// let spread = |count: u32| Summary::of((0..count).map(f64::from)).map(|summary| summary.spread());
    /// assert_eq!(spread(19), Some(Spread::All(0.0, 18.0)));
    /// assert_eq!(spread(21), Some(Spread::NineTenths(1.0, 19.0)));
    /// ```
    #[must_use]
    pub const fn spread(&self) -> Spread {
        if self.count < Spread::LEAST {
            Spread::All(self.extremes.0, self.extremes.1)
        } else {
            Spread::NineTenths(self.quantiles[0], self.quantiles[4])
        }
    }

    /// Half the width of the 95 % t interval of the mean; `NaN` for one value.
    #[must_use]
    pub fn half_width(&self) -> f64 {
        half_width(self.count, self.standard_deviation, CONFIDENCE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SAMPLE: [f64; 8] = [2.5, -1.0, 0.25, 7.0, 3.5, 3.5, -0.125, 12.0];

    #[test]
    fn agrees_with_scipy() {
        // python3 -c "import numpy as n, scipy.stats as s; x=[2.5,-1,.25,7,3.5,3.5,-.125,12]; print(n.mean(x),
        //   n.std(x,ddof=1), s.t.interval(.95,7,n.mean(x),s.sem(x)), n.quantile(x,[.05,.25,.5,.75,.95]))"
        let summary = Summary::of(SAMPLE.into_iter()).unwrap();
        assert_eq!(summary.count, 8);
        let [q05, q25, q50, q75, q95] = summary.quantiles;
        for (value, expected) in [
            (summary.mean, 3.453_125),
            (summary.standard_deviation, 4.300_092_139_793_551),
            (summary.interval_low, -0.141_841_993_802_881_65),
            (summary.interval_high, 7.048_091_993_802_881),
            (summary.half_width(), 3.594_966_993_802_881_5),
            (q05, -0.693_75),
            (q25, 0.156_25),
            (q50, 3.0),
            (q75, 4.375),
            (q95, 10.25),
        ] {
            assert!((value - expected).abs() < 1e-9, "{value} against {expected}");
        }
    }

    #[test]
    fn leaves_out_what_is_not_a_number() {
        let with_gaps = SAMPLE
            .into_iter()
            .flat_map(|value| [f64::NAN, value, f64::INFINITY]);
        assert_eq!(Summary::of(with_gaps), Summary::of(SAMPLE.into_iter()));
        assert_eq!(Summary::of([f64::NAN, f64::INFINITY].into_iter()), None);
        assert_eq!(Summary::of(std::iter::empty()), None);
    }

    #[test]
    fn one_value_has_a_mean_but_no_spread() {
        let summary = Summary::of([4.0].into_iter()).unwrap();
        assert_eq!(
            (summary.count, summary.mean, summary.quantiles),
            (1, 4.0, [4.0; 5])
        );
        for value in [
            summary.standard_deviation,
            summary.interval_low,
            summary.interval_high,
            summary.half_width(),
        ] {
            assert!(value.is_nan());
        }
    }

    proptest! {
        #[test]
        fn order_does_not_matter(
            values in prop::collection::vec(-1e9..1e9_f64, 2..30).prop_flat_map(|values| {
                (Just(values.clone()), Just(values).prop_shuffle())
            })
        ) {
            let (one, other) = values;
            prop_assert_eq!(Summary::of(one.into_iter()), Summary::of(other.into_iter()));
        }
    }
}
