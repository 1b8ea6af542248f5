//! The Beta distribution on the logit scale.

use super::continuous::Continuous;

/// ln(X / (1 − X)) of a Beta-distributed X. Its density x^a (1 − x)^b / B(a, b) is smooth and
/// log-concave for all shapes, also where that of X has a pole.
pub(super) struct Beta {
    a: f64,
    b: f64,
    log_beta_function: f64,
}

impl Beta {
    pub(super) fn new(mean: f64, concentration: f64) -> Self {
        let a = mean * concentration;
        let b = (1.0 - mean) * concentration;
        Self {
            a,
            b,
            log_beta_function: libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b),
        }
    }
}

impl Continuous for Beta {
    fn tails(&self, y: f64) -> (f64, f64) {
        let (a, b) = (self.a, self.b);
        let x = 1.0 / (1.0 + libm::exp(-y));
        if x < (a + 1.0) / (a + b + 2.0) {
            let lower = self.density(y) / a * continued_fraction(a, b, x);
            (lower, 1.0 - lower)
        } else {
            let rest = 1.0 / (1.0 + libm::exp(y));
            let upper = self.density(y) / b * continued_fraction(b, a, rest);
            (1.0 - upper, upper)
        }
    }

    fn density(&self, y: f64) -> f64 {
        let log_x = -softplus(-y);
        let log_rest = -softplus(y);
        libm::exp(self.a * log_x + self.b * log_rest - self.log_beta_function)
    }

    fn bracket(&self) -> (f64, f64) {
        let reach = 100.0 / self.a.min(self.b).min(1.0) + libm::log(self.a / self.b).abs();
        (-reach, reach)
    }
}

/// ln(1 + e^y) without overflow.
fn softplus(y: f64) -> f64 {
    y.max(0.0) + libm::log1p(libm::exp(-y.abs()))
}

/// a · B(x; a, b) / (x^a (1 − x)^b) by its continued fraction (DLMF 8.17.22), evaluated forwards
/// after Lentz. It converges fast for x < (a + 1) / (a + b + 2).
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / (1.0 - (a + b) / (a + 1.0) * x);
    let mut fraction = d;
    for i in 1..500 {
        let m = f64::from(i);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / (1.0 + even * d);
        c = 1.0 + even / c;
        fraction *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / (1.0 + odd * d);
        c = 1.0 + odd / c;
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-15 {
            break;
        }
    }
    fraction
}
