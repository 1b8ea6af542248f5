//! M18: joint production of citizens and professionals.
//!
//! `Y = [α (P/P0)^ρ + (1 - α)(C/C0)^ρ]^(ν/ρ)`, a constant elasticity of substitution `σ = 1/(1 - ρ)`. With `ρ = 0`
//! it is the limit `(P/P0)^α (C/C0)^(1-α)` to the power of `ν`.

use super::sums::sums;
use crate::model::design::Relation;

use serde::Deserialize;

/// Joint production (M18).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductionParameters {
    pub interdependent_professional_share: f64,
    pub interdependent_rho: f64,
    pub supplementary_professional_share: f64,
    pub supplementary_rho: f64,
    pub substitutive_professional_share: f64,
    pub substitutive_rho: f64,
    pub returns: f64,
    pub professional_reference: f64,
    pub citizen_reference: f64,
}

/// Inputs of an initiative relative to the reference.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct ProductionState {
    pub(crate) professional_ratio: f64,
    pub(crate) citizen_ratio: f64,
    /// Citizens' input as far as it prevents need: none in rehabilitation, where own need falls instead (M25).
    pub(crate) preventing_ratio: f64,
}

sums! {
    /// Hours times knowledge times stance.
    ProductionSums { input_hours_per_week }
}

/// Weights of joint production for one relation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Technology {
    /// Weight of professionals, α.
    pub(crate) professional_share: f64,
    /// Substitution parameter, ρ.
    pub(crate) rho: f64,
    /// Returns to scale, ν.
    pub(crate) returns: f64,
}

/// Below this, ρ counts as zero.
const COBB_DOUGLAS: f64 = 1e-9;

impl Technology {
    /// The technology of a relation.
    pub(crate) fn new(relation: Relation, production: &ProductionParameters) -> Self {
        let (professional_share, rho) = match relation {
            Relation::Interdependent => (
                production.interdependent_professional_share,
                production.interdependent_rho,
            ),
            Relation::Supplementary => (
                production.supplementary_professional_share,
                production.supplementary_rho,
            ),
            Relation::Substitutive => (
                production.substitutive_professional_share,
                production.substitutive_rho,
            ),
        };
        Self {
            professional_share,
            rho,
            returns: production.returns,
        }
    }

    /// Output relative to the reference; inputs are relative to the reference and not negative.
    pub(crate) fn output(&self, professionals: f64, citizens: f64) -> f64 {
        let (alpha, rho) = (self.professional_share, self.rho);
        if rho.abs() < COBB_DOUGLAS {
            let product = libm::pow(professionals, alpha) * libm::pow(citizens, 1.0 - alpha);
            return libm::pow(product, self.returns);
        }
        if rho < 0.0 && (professionals <= 0.0 || citizens <= 0.0) {
            return 0.0;
        }
        let mixed = alpha * libm::pow(professionals, rho) + (1.0 - alpha) * libm::pow(citizens, rho);
        libm::pow(mixed, self.returns / rho)
    }

    /// Professional input that would replace the citizens' input at the margin, relative to the reference:
    /// the marginal rate of substitution times the citizens' input.
    pub(crate) fn replaceable(&self, professionals: f64, citizens: f64) -> f64 {
        if professionals <= 0.0 || citizens <= 0.0 {
            return 0.0;
        }
        let ratio = (1.0 - self.professional_share) / self.professional_share;
        ratio * libm::pow(citizens / professionals, self.rho) * professionals
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INTERDEPENDENT: Technology = Technology {
        professional_share: 0.5,
        rho: -3.0,
        returns: 1.0,
    };
    const SUPPLEMENTARY: Technology = Technology {
        professional_share: 0.8,
        rho: 0.5,
        returns: 1.0,
    };
    const SUBSTITUTIVE: Technology = Technology {
        professional_share: 0.5,
        rho: 0.9,
        returns: 1.0,
    };

    /// The readings of the table at M18 of the model's evidence.
    #[test]
    fn known_readings() {
        assert!((INTERDEPENDENT.output(1.0, 0.1) - 0.13).abs() < 0.005);
        assert!((SUPPLEMENTARY.output(1.0, 0.1) - 0.75).abs() < 0.005);
        assert!((SUPPLEMENTARY.output(0.1, 1.0) - 0.21).abs() < 0.005);
        assert!((SUBSTITUTIVE.output(1.0, 0.1) - 0.53).abs() < 0.005);
        assert!((SUBSTITUTIVE.output(0.1, 1.0) - 0.53).abs() < 0.005);
    }

    #[test]
    fn reference_gives_one() {
        for technology in [INTERDEPENDENT, SUPPLEMENTARY, SUBSTITUTIVE] {
            assert!((technology.output(1.0, 1.0) - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn zero_inputs_are_no_accident() {
        assert!(INTERDEPENDENT.output(1.0, 0.0).abs() < 1e-12);
        assert!((SUPPLEMENTARY.output(1.0, 0.0) - 0.64).abs() < 1e-12);
        let cobb_douglas = Technology {
            rho: 0.0,
            ..SUPPLEMENTARY
        };
        assert!(cobb_douglas.output(1.0, 0.0).abs() < 1e-12);
        let near = Technology {
            rho: 1e-6,
            ..SUPPLEMENTARY
        };
        assert!((cobb_douglas.output(0.7, 1.4) - near.output(0.7, 1.4)).abs() < 1e-5);
    }

    #[test]
    fn replaceable_is_the_marginal_rate_of_substitution() {
        let (p, c, h) = (0.9, 0.6, 1e-6);
        for technology in [INTERDEPENDENT, SUPPLEMENTARY, SUBSTITUTIVE] {
            let by_c = (technology.output(p, c + h) - technology.output(p, c - h)) / (2.0 * h);
            let by_p = (technology.output(p + h, c) - technology.output(p - h, c)) / (2.0 * h);
            assert!((technology.replaceable(p, c) - by_c / by_p * c).abs() < 1e-6);
        }
    }

    mod properties {
        use super::*;
        use proptest::prelude::*;

        proptest! {
            #[test]
            fn more_input_never_gives_less(
                rho in -9.0..1.0_f64, alpha in 0.05..0.95_f64, p in 0.01..3.0_f64, c in 0.01..3.0_f64,
            ) {
                let technology = Technology { professional_share: alpha, rho, returns: 1.0 };
                let base = technology.output(p, c);
                prop_assert!(technology.output(p * 1.1, c) >= base - 1e-12);
                prop_assert!(technology.output(p, c * 1.1) >= base - 1e-12);
            }

            #[test]
            fn constant_returns_scale(rho in -9.0..1.0_f64, p in 0.01..3.0_f64, c in 0.01..3.0_f64, k in 0.1..4.0_f64) {
                let technology = Technology { professional_share: 0.6, rho, returns: 1.0 };
                let scaled = technology.output(k * p, k * c);
                prop_assert!((scaled - k * technology.output(p, c)).abs() < 1e-9 * scaled.max(1.0));
            }
        }
    }
}
