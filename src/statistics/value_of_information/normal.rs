//! Two options whose difference is normal.

use crate::statistics::student::normal_cdf;

/// Density of the standard normal distribution at 0, 1/√(2π).
const HIGHEST_DENSITY: f64 = 0.398_942_280_401_432_7;

/// The difference of the net benefits of two options, as it will be expected once something is known: normal around what is expected
/// now.
///
/// The standard deviation says what is learnt. If the difference is `m + aᵀθ` with normal parameters θ of covariance Σ, it is that of the
/// difference itself for all of θ, `√(c_uᵀ Σ_uu⁻¹ c_u)` with `c = Σ a` for the parameters u, and for a study of one parameter with n
/// answers of error τ that of the parameter times `√(n/(n + τ²/Var θ))`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NormalDifference {
    /// Mean, in the unit of the net benefits; its sign says which option is chosen now.
    pub mean: f64,
    /// Standard deviation of what will be expected.
    pub standard_deviation: f64,
}

impl NormalDifference {
    /// What the knowledge is worth: `s [φ(k) − k (1 − Φ(k))]`, `k = |m|/s`, the normal loss integral of Raiffa and Schlaifer (Applied
    /// Statistical Decision Theory, 1961).
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::NormalDifference;
    /// let known = NormalDifference { mean: 1.0, standard_deviation: 5.0_f64.sqrt() };
    /// assert!((known.value() - 0.479_810_7).abs() < 1e-7);
    /// assert!((known.change_probability() - 0.327_360).abs() < 1e-6);
    /// ```
    #[must_use]
    pub fn value(&self) -> f64 {
        if self.standard_deviation == 0.0 {
            return 0.0;
        }
        let k = self.mean.abs() / self.standard_deviation;
        let density = HIGHEST_DENSITY * libm::exp(-0.5 * k * k);
        (self.standard_deviation * (density - k * normal_cdf(-k))).max(0.0)
    }

    /// Probability that the knowledge changes the choice, `Φ(−|m|/s)`; 0 where nothing is learnt.
    #[must_use]
    pub fn change_probability(&self) -> f64 {
        if self.standard_deviation == 0.0 {
            0.0
        } else {
            normal_cdf(-self.mean.abs() / self.standard_deviation)
        }
    }
}
