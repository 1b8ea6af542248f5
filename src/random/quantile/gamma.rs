//! The Gamma distribution on the log scale.

use super::continuous::Continuous;

/// ln X of a Gamma-distributed X of scale 1. Its density x^k e^(−x) / Γ(k) is smooth and log-concave
/// for all shapes, also where that of X has a pole.
pub(super) struct Gamma {
    shape: f64,
    log_gamma_function: f64,
}

impl Gamma {
    pub(super) fn new(shape: f64) -> Self {
        Self {
            shape,
            log_gamma_function: libm::lgamma(shape),
        }
    }
}

impl Continuous for Gamma {
    fn tails(&self, y: f64) -> (f64, f64) {
        let x = libm::exp(y);
        if x < self.shape + 1.0 {
            let lower = self.density(y) * series(self.shape, x);
            (lower, 1.0 - lower)
        } else {
            let upper = self.density(y) * continued_fraction(self.shape, x);
            (1.0 - upper, upper)
        }
    }

    fn density(&self, y: f64) -> f64 {
        libm::exp(self.shape * y - libm::exp(y) - self.log_gamma_function)
    }

    fn bracket(&self) -> (f64, f64) {
        (
            -100.0 / self.shape.min(1.0),
            libm::log(10.0 * (self.shape + 50.0)),
        )
    }
}

/// γ(k, x) / (x^k e^(−x)) by its power series (DLMF 8.7.1).
fn series(shape: f64, x: f64) -> f64 {
    let mut term = 1.0 / shape;
    let mut sum = term;
    for i in 1..2_000 {
        term *= x / (shape + f64::from(i));
        sum += term;
        if term < 1e-16 * sum {
            break;
        }
    }
    sum
}

/// Γ(k, x) / (x^k e^(−x)) by its continued fraction (DLMF 8.9.2, even part), evaluated forwards
/// after Lentz.
fn continued_fraction(shape: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - shape;
    let mut c = f64::INFINITY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for i in 1..2_000 {
        let n = f64::from(i);
        let a = -n * (n - shape);
        b += 2.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-15 {
            break;
        }
    }
    fraction
}
