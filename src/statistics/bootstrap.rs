//! Bootstrap intervals.

use rand::RngExt;

use super::generator::generator;
use super::{Interval, quantile};

/// The values a statistic takes on resamples of the units it was computed from.
///
/// A unit is what is independent: a seed with all its variants, a row of a plan. Statistics get the indices of the units,
/// so that one resample can serve several columns and pairs stay pairs.
#[derive(Clone, Debug, PartialEq)]
pub struct Bootstrap {
    /// The statistic of the sample itself.
    pub estimate: f64,
    /// The statistic of each resample, in rising order; what is not finite is left out.
    pub replicates: Vec<f64>,
}

impl Bootstrap {
    /// Draws `resamples` times `units` indices with replacement and hands them to `statistic`.
    ///
    /// The same seed gives the same resamples.
    ///
    /// ```
    /// use samspil::statistics::Bootstrap;
    /// let values = [1.0, 2.0, 4.0, 8.0, 16.0];
    /// let mean = |units: &[usize]| units.iter().map(|unit| values[*unit]).sum::<f64>() / units.len() as f64;
    /// let bootstrap = Bootstrap::of(values.len(), 999, 1, mean);
    /// assert!(bootstrap.percentile(0.95).contains(6.2));
    /// ```
    #[must_use]
    pub fn of(units: usize, resamples: usize, seed: u64, statistic: impl Fn(&[usize]) -> f64) -> Self {
        let mut indices: Vec<usize> = (0..units).collect();
        let estimate = statistic(&indices);
        let mut draws = generator(seed);
        let mut replicates = Vec::with_capacity(resamples);
        if units > 0 {
            for _ in 0..resamples {
                indices.fill_with(|| draws.random_range(0..units));
                replicates.push(statistic(&indices));
            }
        }
        replicates.retain(|value| value.is_finite());
        replicates.sort_unstable_by(f64::total_cmp);
        Self { estimate, replicates }
    }

    /// The percentile interval: the (1 ∓ confidence)/2 quantiles of the replicates. `NaN` ends without a replicate.
    ///
    /// # Panics
    /// When `confidence` does not lie between 0 and 1.
    #[must_use]
    pub fn percentile(&self, confidence: f64) -> Interval {
        Interval {
            low: quantile(&self.replicates, 0.5 * (1.0 - confidence)),
            high: quantile(&self.replicates, f64::midpoint(1.0, confidence)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::Moments;
    use proptest::prelude::*;

    const SAMPLE: [f64; 8] = [1.2, 0.4, 3.9, 2.2, 0.8, 7.5, 1.1, 2.9];

    fn mean(units: &[usize]) -> f64 {
        units.iter().map(|unit| SAMPLE[*unit]).sum::<f64>() / units.len() as f64
    }

    #[test]
    fn intervals_agree_with_scipy_on_the_same_replicates() {
        // x = [1.2, .4, 3.9, 2.2, .8, 7.5, 1.1, 2.9]
        // r = scipy.stats.bootstrap((x,), np.mean, n_resamples=1, method="percentile")
        // r.bootstrap_distribution = np.array([1 + 3.5 * ((i * 0.6180339887498949) % 1)**1.5 for i in range(200)])
        // scipy.stats.bootstrap((x,), np.mean, n_resamples=0, method="percentile", bootstrap_result=r, confidence_level=.9)
        let mut bootstrap = Bootstrap::of(SAMPLE.len(), 0, 0, mean);
        bootstrap.replicates = (0..200)
            .map(|index| {
                let share = (f64::from(index) * 0.618_033_988_749_894_9) % 1.0;
                1.0 + 3.5 * share * share.sqrt()
            })
            .collect();
        bootstrap.replicates.sort_by(f64::total_cmp);
        let percentile = bootstrap.percentile(0.9);
        for (value, expected) in [
            (bootstrap.estimate, 2.5),
            (percentile.low, 1.036_170_009_426_399_7),
            (percentile.high, 4.238_498_906_472_42),
        ] {
            assert!((value - expected).abs() < 1e-9, "{value} against {expected}");
        }
    }

    #[test]
    fn the_spread_of_resampled_means_is_the_textbook_one() {
        // Σ(x − x̄)² / n², the variance of the mean of a resample.
        let exact = SAMPLE.iter().map(|x| (x - 2.5) * (x - 2.5)).sum::<f64>().sqrt() / 8.0;
        let bootstrap = Bootstrap::of(SAMPLE.len(), 20_000, 3, mean);
        // The standard deviation of 20,000 values is known to about 0.5 %; four of those.
        let moments: Moments = bootstrap.replicates.into_iter().collect();
        assert!((moments.standard_deviation() / exact - 1.0).abs() < 0.02);
    }

    #[test]
    fn a_seed_decides_all() {
        let replicates = |seed| Bootstrap::of(SAMPLE.len(), 50, seed, mean).replicates;
        assert_eq!(replicates(1), replicates(1));
        assert_ne!(replicates(1), replicates(2));
    }

    #[test]
    fn degenerate_samples_have_degenerate_intervals() {
        let constant = Bootstrap::of(5, 99, 1, |_| 3.0);
        let point = Interval { low: 3.0, high: 3.0 };
        assert_eq!(constant.percentile(0.95), point);
        let nothing = Bootstrap::of(0, 99, 1, |_| f64::NAN);
        assert!(nothing.percentile(0.95).low.is_nan() && nothing.percentile(0.95).high.is_nan());
    }

    proptest! {
        #[test]
        fn intervals_follow_a_rising_transformation(seed in 0_u64..1000) {
            // The median of the units commutes with squaring, and 101 replicates have the 5 % quantile in their midst.
            let median = |units: &[usize]| {
                let mut values: Vec<f64> = units.iter().map(|unit| SAMPLE[*unit]).collect();
                values.sort_by(f64::total_cmp);
                values[values.len() / 2]
            };
            let plain = Bootstrap::of(8, 101, seed, median).percentile(0.9);
            let squared = Bootstrap::of(8, 101, seed, |units| median(units) * median(units)).percentile(0.9);
            prop_assert!((squared.low - plain.low * plain.low).abs() < 1e-9);
            prop_assert!((squared.high - plain.high * plain.high).abs() < 1e-9);
        }
    }
}
