//! M21: the life of an initiative that grows from citizens' ideas.
//!
//! Ideas: `λ_b = λ_b0 m e s (t/8) platform` for every citizen, with `s` the perceived shortfall, `t` the ties and
//! `platform = 1 - barriers.missing_platform`. An initiative is *viable* with a critical mass of participants and a
//! leader, one of them with `m e` above a limit. What is viable moves on, what is not ends or falls asleep:
//!
//! ```text
//! unborn -idea-> informal -> supported -> formal -> professional
//!    ^______________|             |          |          |
//!    |                            v          v          v
//!    |________________________ dormant <-----------------       dormant -idea-> supported
//! ```

use serde::{Deserialize, Serialize};

use crate::model::mathematics::probability_f64;
use crate::model::mechanisms::{Parameters, election};

/// Initiatives that grow from citizens' ideas (M21).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct InitiativesParameters {
    pub idea_rate: f64,
    pub reference_ties: f64,
    pub critical_mass: u32,
    pub leadership: f64,
    pub support: f64,
    pub formalisation: f64,
    pub informal_end: f64,
    pub dormancy: f64,
    pub dormant_end: f64,
    pub spread_innovation: f64,
    pub spread_imitation: f64,
    pub spread_ceiling: f64,
    pub municipalities: u32,
    pub professional_municipalities: u32,
    pub professional_saving: f64,
    pub professional_ownership_loss: f64,
    pub professional_fee_eur: f64,
}

/// Where an initiative is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Life {
    /// Not a matter of ideas: it opens at a date and the council decides on it.
    Given,
    /// No one has started it, or it has ended.
    Unborn,
    /// A group without help from the municipality.
    Informal,
    /// A group that the municipality facilitates.
    Supported,
    /// An association of its own; others take it up.
    Formal,
    /// Part of an association across municipalities, which provides leaders and takes a fee.
    Professional,
    /// Asleep: nobody takes part, but a new idea finds the way prepared.
    Dormant,
}

/// What an initiative meets in a step.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Circumstances {
    /// Participants at the end of the last step.
    pub(in crate::model) participants: f64,
    /// Largest `m e` among them; 0 without any.
    pub(in crate::model) leadership: f64,
    /// Rate at which the municipality takes a viable group up, 1/year.
    pub(in crate::model) support_per_year: f64,
    /// Uniform draws of moving on, and of ending.
    pub(in crate::model) on: f64,
    pub(in crate::model) end: f64,
}

impl Life {
    /// Whether citizens can take part.
    pub(in crate::model) fn is_awake(self) -> bool {
        matches!(
            self,
            Self::Informal | Self::Supported | Self::Formal | Self::Professional
        )
    }

    /// Whether others can see that it works, so that it spreads.
    pub(in crate::model) fn is_site(self) -> bool {
        matches!(self, Self::Formal | Self::Professional)
    }

    /// The stage after a step.
    pub(in crate::model) fn after(
        self,
        met: &Circumstances,
        parameters: &Parameters,
        step_years: f64,
    ) -> Self {
        let rates = &parameters.initiatives;
        let led = met.leadership >= rates.leadership || self == Self::Professional;
        let viable = led && met.participants >= f64::from(rates.critical_mass);
        let happens = |rate: f64, uniform: f64| uniform < probability_f64(rate, step_years);
        let (on, end) = (met.on, met.end);
        match self {
            Self::Informal if viable && happens(met.support_per_year, on) => Self::Supported,
            Self::Informal if !viable && happens(rates.informal_end, end) => Self::Unborn,
            Self::Supported if viable && happens(rates.formalisation, on) => Self::Formal,
            Self::Supported | Self::Formal | Self::Professional
                if !viable && happens(rates.dormancy, end) =>
            {
                Self::Dormant
            }
            Self::Dormant if happens(rates.dormant_end, end) => Self::Unborn,
            unchanged => unchanged,
        }
    }
}

/// Rate of ideas per unit of `m e t`: `λ_b0 s platform / 8`, 1/year.
pub(in crate::model) fn idea_rate(shortfall: f64, parameters: &Parameters) -> f64 {
    let initiatives = &parameters.initiatives;
    let platform = 1.0 - parameters.barriers.missing_platform;
    initiatives.idea_rate * shortfall * platform / initiatives.reference_ties
}

/// Rate at which the municipality takes a viable group up, 1/year; a council before an election waits.
pub(in crate::model) fn support_rate(grant: f64, year: f64, parameters: &Parameters) -> f64 {
    let waits = parameters.mechanisms.politics && election::before_election(year, parameters);
    let caution = if waits {
        parameters.politics.pre_election_factor
    } else {
        1.0
    };
    parameters.initiatives.support * (1.0 - parameters.barriers.missing_platform) * grant / caution
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::reference_parameters;

    fn met(participants: f64, leadership: f64, uniform: f64) -> Circumstances {
        Circumstances {
            participants,
            leadership,
            support_per_year: 1.0,
            on: uniform,
            end: uniform,
        }
    }

    /// Where every draw succeeds, a viable group climbs and an unviable one does not.
    #[test]
    fn mass_and_a_leader_carry_a_group() {
        let parameters = reference_parameters();
        let mass = f64::from(parameters.initiatives.critical_mass);
        let leads = parameters.initiatives.leadership;
        let after = |life: Life, participants, leadership| {
            life.after(&met(participants, leadership, 1e-9), &parameters, 1.0 / 12.0)
        };
        assert_eq!(after(Life::Informal, mass, leads), Life::Supported);
        assert_eq!(after(Life::Informal, mass - 1.0, leads), Life::Unborn);
        assert_eq!(after(Life::Informal, mass, 0.99 * leads), Life::Unborn);
        assert_eq!(after(Life::Supported, mass, leads), Life::Formal);
        assert_eq!(after(Life::Supported, mass, 0.0), Life::Dormant);
        assert_eq!(after(Life::Formal, mass, leads), Life::Formal);
        assert_eq!(after(Life::Professional, mass, 0.0), Life::Professional);
        assert_eq!(after(Life::Professional, 0.0, 0.0), Life::Dormant);
        assert_eq!(after(Life::Dormant, 0.0, 0.0), Life::Unborn);
        assert_eq!(after(Life::Given, 0.0, 0.0), Life::Given);
    }

    /// Time as a doomed group is exponential: after `t` years the share `exp(-λ t)` is left.
    #[test]
    fn doomed_groups_end_at_their_rate() {
        let parameters = reference_parameters();
        let groups = 4000;
        let mut left = vec![Life::Informal; groups];
        for step in 0..6_u32 {
            for (number, life) in left.iter_mut().enumerate() {
                let draws = crate::random::Draws::new(3, 0);
                let uniform = draws.uniform(number as u32, step, crate::random::Purpose(1));
                *life = life.after(&met(0.0, 0.0, uniform), &parameters, 1.0 / 12.0);
            }
        }
        let share = left.iter().filter(|life| **life == Life::Informal).count() as f64 / groups as f64;
        let expected = libm::exp(-parameters.initiatives.informal_end * 0.5);
        // Four standard errors of a share over 4,000 groups.
        let error = 4.0 * (expected * (1.0 - expected) / groups as f64).sqrt();
        assert!((share - expected).abs() < error, "{share}, expected {expected}");
    }
}
