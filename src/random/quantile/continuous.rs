//! What a distribution must tell for its quantile function to be tabulated.

/// A continuous distribution of a transformed value, the one in which its quantile function is smooth.
pub(super) trait Continuous {
    /// P(Y ≤ y) and P(Y > y); the smaller one to full relative accuracy.
    fn tails(&self, y: f64) -> (f64, f64);
    /// Density of Y at y.
    fn density(&self, y: f64) -> f64;
    /// An interval that holds all quantiles with scores within the limit.
    fn bracket(&self) -> (f64, f64);
}
