//! What a sample says of its spread and of its shape.

use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::Interval;

/// Skewness from which on, either way, a sample is far from normal; an exponential distribution has 2.
const SKEWNESS_FAR: f64 = 1.0;
/// Excess kurtosis from which on a sample is far from normal: the variance of its variance is then twice what the chi-square
/// interval takes it for.
const KURTOSIS_FAR: f64 = 2.0;
/// Standard errors that chance alone seldom exceeds: once in a hundred samples.
const STANDARD_ERRORS: f64 = 2.576;

/// Third and fourth moments of a sample, corrected for its size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// Number of values.
    pub count: usize,
    /// Adjusted Fisher–Pearson skewness G₁, without unit: 0 for what is symmetric. `NaN` for fewer than three values, and
    /// where all are equal.
    pub skewness: f64,
    /// Adjusted excess kurtosis G₂, without unit: 0 for a normal distribution. `NaN` for fewer than four values, and where all
    /// are equal.
    pub excess_kurtosis: f64,
}

impl Shape {
    /// The shape of some values (Joanes and Gill, The Statistician 47:183, 1998).
    ///
    /// ```
    /// use samspil::statistics::Shape;
    /// let shape = Shape::of(&[1.0, 2.0, 3.0, 4.0, 10.0]);
    /// assert!((shape.skewness - 1.6971).abs() < 1e-4);
    /// ```
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let central = |power: usize| {
            let of = |value: &f64| (0..power).map(|_| value - mean).product::<f64>();
            values.iter().map(of).sum::<f64>() / count
        };
        let variance = central(2);
        let (third, fourth) = (central(3), central(4));
        let missing = |enough: f64, value: f64| {
            if count < enough || variance == 0.0 {
                f64::NAN
            } else {
                value
            }
        };
        let skewness = third / (variance * variance.sqrt()) * (count * (count - 1.0)).sqrt() / (count - 2.0);
        let kurtosis = fourth / (variance * variance) - 3.0;
        let correction = (count - 1.0) / ((count - 2.0) * (count - 3.0));
        Self {
            count: values.len(),
            skewness: missing(3.0, skewness),
            excess_kurtosis: missing(4.0, correction * ((count + 1.0) * kurtosis + 6.0)),
        }
    }

    /// Standard errors of skewness and excess kurtosis of a normal sample of this size.
    fn standard_errors(&self) -> (f64, f64) {
        let count = self.count as f64;
        let skewness = (6.0 * count * (count - 1.0) / ((count - 2.0) * (count + 1.0) * (count + 3.0))).sqrt();
        let ratio = (count * count - 1.0) / ((count - 3.0) * (count + 5.0));
        (skewness, 2.0 * skewness * ratio.sqrt())
    }

    /// Whether the sample is far from normal: its skewness beyond ±1 or its excess kurtosis above 2, and by more than chance
    /// explains in a sample of this size (2.576 standard errors). Never for fewer than four values.
    #[must_use]
    pub fn is_far_from_normal(&self) -> bool {
        let (skewness, kurtosis) = self.standard_errors();
        self.skewness.abs() > SKEWNESS_FAR.max(STANDARD_ERRORS * skewness)
            || self.excess_kurtosis > KURTOSIS_FAR.max(STANDARD_ERRORS * kurtosis)
    }
}

/// The interval of a standard deviation of normal values: `s · √(ν / χ²)` at both ends of the chi-square distribution.
///
/// `standard_deviation` has ν `degrees_of_freedom`, which need not be a whole number. `NaN` ends for ν below 1 or an unknown
/// standard deviation. Hahn and Meeker, Statistical Intervals, 1991, section 4.4.
///
/// ```
/// use samspil::statistics::standard_deviation_interval;
/// let interval = standard_deviation_interval(1.0, 49.0, 0.95);
/// assert!((interval.low - 0.8353).abs() < 1e-4 && (interval.high - 1.2461).abs() < 1e-4);
/// ```
///
/// # Panics
/// When `confidence` does not lie between 0 and 1.
#[must_use]
pub fn standard_deviation_interval(
    standard_deviation: f64,
    degrees_of_freedom: f64,
    confidence: f64,
) -> Interval {
    assert!(
        0.0 < confidence && confidence < 1.0,
        "confidence {confidence} outside (0, 1)"
    );
    let Some(distribution) = ChiSquared::new(degrees_of_freedom)
        .ok()
        .filter(|_| degrees_of_freedom >= 1.0 && standard_deviation.is_finite())
    else {
        return Interval {
            low: f64::NAN,
            high: f64::NAN,
        };
    };
    let end = |probability: f64| {
        standard_deviation * (degrees_of_freedom / distribution.inverse_cdf(probability)).sqrt()
    };
    Interval {
        low: end(f64::midpoint(1.0, confidence)),
        high: end(0.5 * (1.0 - confidence)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_agree_with_scipy() {
        // from scipy.stats import skew, kurtosis; x = [...]
        // print(skew(x, bias=False), kurtosis(x, bias=False))
        let samples: [(&[f64], f64, f64); 3] = [
            (
                &[0.3, -1.2, 2.5, 0.1, 0.9, -0.4, 1.7, 0.2],
                0.438_567_662_580_342_2,
                0.024_137_838_739_393_125,
            ),
            (
                &[1.0, 2.0, 4.0, 8.0, 16.0, 32.5],
                1.523_597_671_482_101_8,
                1.981_230_302_538_643,
            ),
            (
                &[5.0, 5.0, 5.0, 6.0, 5.0, 5.0, 9.0, 5.0, 5.0, 4.0],
                2.466_312_620_902_480_4,
                6.973_527_662_105_884,
            ),
        ];
        for (values, skewness, kurtosis) in samples {
            let shape = Shape::of(values);
            assert!((shape.skewness - skewness).abs() < 1e-12, "{shape:?}");
            assert!((shape.excess_kurtosis - kurtosis).abs() < 1e-12, "{shape:?}");
        }
    }

    #[test]
    fn what_is_lopsided_or_has_outliers_is_far_from_normal() {
        let even: Vec<f64> = (0..50).map(f64::from).collect();
        assert!(!Shape::of(&even).is_far_from_normal());
        let steep: Vec<f64> = (0..50).map(|step| libm::exp2(f64::from(step))).collect();
        assert!(Shape::of(&steep).is_far_from_normal());
        let outliers: Vec<f64> = (0..50)
            .map(|step| match step {
                0 => -9.0,
                1 => 9.0,
                step => f64::from(step % 3) - 1.0,
            })
            .collect();
        let shape = Shape::of(&outliers);
        assert!(
            shape.skewness.abs() < 1.0 && shape.is_far_from_normal(),
            "{shape:?}"
        );
        for values in [&[][..], &[1.0], &[1.0, 2.0, 9.0], &[1.0; 9]] {
            assert!(!Shape::of(values).is_far_from_normal(), "{values:?}");
        }
    }

    #[test]
    fn intervals_of_a_standard_deviation_agree_with_scipy() {
        // from scipy.stats import chi2
        // for v in (1, 4, 49, 73.5, 9999): print(v, sqrt(v / chi2.ppf(.975, v)), sqrt(v / chi2.ppf(.025, v)))
        for (degrees_of_freedom, low, high) in [
            (1.0, 0.446_149_184_920_708_9, 31.910_159_349_643_97),
            (4.0, 0.599_133_139_134_140_9, 2.873_555_634_078_219),
            (49.0, 0.835_334_010_310_170_2, 1.246_133_360_101_799),
            (73.5, 0.861_216_700_292_297_2, 1.192_523_490_707_676_8),
            (9999.0, 0.986_331_237_499_757_7, 1.014_055_648_772_816),
        ] {
            let found = standard_deviation_interval(2.0, degrees_of_freedom, 0.95);
            assert!((found.low / (2.0 * low) - 1.0).abs() < 1e-8, "{found:?}");
            assert!((found.high / (2.0 * high) - 1.0).abs() < 1e-8, "{found:?}");
        }
        assert!(standard_deviation_interval(1.0, 0.0, 0.95).low.is_nan());
        assert!(standard_deviation_interval(f64::NAN, 9.0, 0.95).high.is_nan());
        let none = standard_deviation_interval(0.0, 9.0, 0.95);
        assert!(none.low == 0.0 && none.high == 0.0);
    }
}
