//! Truncated mixtures of normal distributions.

use super::continuous::Continuous;
use super::normal::{normal_cdf, normal_density};

/// A mixture of normal distributions cut off at `low` and `high`.
pub(super) struct Mixture {
    components: Vec<Component>,
    low: f64,
    high: f64,
}

struct Component {
    /// Density of the mixture per density of the untruncated component.
    weight: f64,
    mean: f64,
    sd: f64,
}

impl Component {
    fn mass_between(&self, from: f64, to: f64) -> f64 {
        let from = (from - self.mean) / self.sd;
        let to = (to - self.mean) / self.sd;
        // The difference of the smaller tails loses fewer digits.
        if from > 0.0 {
            self.weight * (normal_cdf(-from) - normal_cdf(-to))
        } else {
            self.weight * (normal_cdf(to) - normal_cdf(from))
        }
    }
}

impl Mixture {
    pub(super) fn new(components: &[(f64, f64, f64)], low: f64, high: f64) -> Self {
        let mut components: Vec<_> = components
            .iter()
            .map(|&(weight, mean, sd)| {
                assert!(weight >= 0.0, "share {weight} must not be negative");
                assert!(sd > 0.0, "standard deviation {sd} must be positive");
                Component { weight, mean, sd }
            })
            .collect();
        let mass: f64 = components.iter().map(|c| c.mass_between(low, high)).sum();
        assert!(mass > 0.0, "no mass between {low} and {high}");
        for component in &mut components {
            component.weight /= mass;
        }
        Self {
            components,
            low,
            high,
        }
    }
}

impl Continuous for Mixture {
    fn tails(&self, y: f64) -> (f64, f64) {
        let lower = self.components.iter().map(|c| c.mass_between(self.low, y));
        let upper = self.components.iter().map(|c| c.mass_between(y, self.high));
        (lower.sum(), upper.sum())
    }

    fn density(&self, y: f64) -> f64 {
        self.components
            .iter()
            .map(|c| c.weight / c.sd * normal_density((y - c.mean) / c.sd))
            .sum()
    }

    fn bracket(&self) -> (f64, f64) {
        (self.low, self.high)
    }
}
