//! The few formulas that many submodels share.

/// Probability of an event, and part of the way to a target, in a step (`prob` and `share`).
pub(crate) fn share(rate: f64, dt: f64) -> f64 {
    1.0 - libm::exp(-rate * dt)
}

/// Part of the way to a target with a half-life.
pub(crate) fn half(half_life: f64, dt: f64) -> f64 {
    if half_life == 0.0 {
        1.0
    } else {
        1.0 - libm::pow(2.0, -dt / half_life)
    }
}

pub(crate) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}
