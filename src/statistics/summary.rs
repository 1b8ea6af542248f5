//! The summary of a sample.

/// Moments, interval of the mean and quantiles of the finite values of a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Number of finite values.
    pub count: usize,
    /// Mean.
    pub mean: f64,
    /// Standard deviation, with `count - 1`.
    pub standard_deviation: f64,
    /// Lower end of the 95 % t interval of the mean.
    pub interval_low: f64,
    /// Upper end of the 95 % t interval of the mean.
    pub interval_high: f64,
    /// Quantiles at 5, 25, 50, 75 and 95 % (type 7).
    pub quantiles: [f64; 5],
}
