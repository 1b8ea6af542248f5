//! Whether worlds are draws of the prior.

/// Steps of bisection; each gives a binary digit of the probability.
const STEPS: usize = 60;

/// Terms of the series of the distribution, which falls as exp(−2 k² v²).
const TERMS: usize = 100;

/// Below this scaled distance the probability of a larger one differs from 1 by less than 1e-12, and the series needs many terms.
const SURELY_EXCEEDED: f64 = 0.2;

/// The test of Kolmogorov and Smirnov, whether a sample comes from a known distribution.
///
/// Without figures the worlds are draws of the prior, key by key: correct the p-values of all keys for their number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KolmogorovSmirnov {
    /// Largest distance between both distribution functions.
    pub distance: f64,
    /// Probability of a distance as large if the sample comes from the distribution; `NaN` for an empty sample.
    ///
    /// By the limiting distribution at `√n D + 1/(6√n) + (√n D − 1)/(4n)` (Vrbik, Pioneer Journal of Theoretical and Applied
    /// Statistics 15, 2018), for which .01 is .0101 at 100 values. Too large where the distribution has atoms, values with a
    /// probability of their own.
    pub p_value: f64,
}

impl KolmogorovSmirnov {
    /// Tests a sample against the distribution with this quantile function, which must not fall from 0 to 1 and may jump or stay.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::KolmogorovSmirnov;
    /// let even: Vec<f64> = (0..10).map(|number| 0.1 * f64::from(number) + 0.05).collect();
    /// let test = KolmogorovSmirnov::of(&even, |probability| probability);
    /// assert!((test.distance - 0.05).abs() < 1e-12 && test.p_value > 0.99);
    /// assert!(KolmogorovSmirnov::of(&even, |probability| 0.5 * probability).p_value < 0.01);
    /// ```
    #[must_use]
    pub fn of(sample: &[f64], quantile: impl Fn(f64) -> f64) -> Self {
        let count = sample.len() as f64;
        let mut sorted = sample.to_vec();
        sorted.sort_by(f64::total_cmp);
        let mut distance: f64 = 0.0;
        let mut below = 0;
        for ties in sorted.chunk_by(|one, next| next <= one) {
            let value = ties[0];
            let before = last_probability(|probability| quantile(probability) < value);
            distance = distance.max(before - below as f64 / count);
            below += ties.len();
            let after = last_probability(|probability| quantile(probability) <= value);
            distance = distance.max(below as f64 / count - after);
        }
        if sample.is_empty() {
            distance = f64::NAN;
        }
        Self {
            distance,
            p_value: exceeded(distance, count),
        }
    }
}

/// The probability up to which something holds that holds up to some probability.
fn last_probability(holds: impl Fn(f64) -> bool) -> f64 {
    if holds(1.0) {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..STEPS {
        let middle = f64::midpoint(low, high);
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// P(D > distance) of so many values, see [`KolmogorovSmirnov::p_value`].
fn exceeded(distance: f64, count: f64) -> f64 {
    if distance.is_nan() {
        return f64::NAN;
    }
    let root = count.sqrt();
    let scaled = root * distance + 1.0 / (6.0 * root) + (root * distance - 1.0) / (4.0 * count);
    if scaled < SURELY_EXCEEDED {
        return 1.0;
    }
    let mut sum = 0.0;
    for number in (1..=TERMS).rev() {
        let k = number as f64;
        let term = libm::exp(-2.0 * k * k * scaled * scaled);
        sum += if number % 2 == 1 { term } else { -term };
    }
    (2.0 * sum).clamp(0.0, 1.0)
}
