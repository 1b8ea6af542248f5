//! M17: what influence a role carries, and how probable it is that a proposal is implemented.
//!
//! - A role carries influence `v` (co-initiator .9, co-designer .55, co-implementor .25, informed .05), a little more for
//!   each stage that citizens enter earlier than usual, and the share of the budget they decide on besides.
//! - `P(implement) = logistic(-.5 + 3 o + 1.2 embedding + resources - 2 σ - 1.5 control)`.
//! - Where no stages are opened by design, the organisation chooses one with the weight
//!   `exp(8 (control + .5 - θ) · lateness)`.
//!
//! Sources, P-12, F-03, B-05, B-07, B-22, O-06, Ev-35. Bites when an initiative is designed (influence offered)
//! and in every step (implementation, votes of M25).

use serde::{Deserialize, Serialize};

use super::Parameters;
use crate::model::design::{Programme, Role, Stage};
use crate::model::mathematics::logistic_f64;

/// Influence that a role carries (M17).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct InfluenceParameters {
    pub co_initiator: f64,
    pub co_designer: f64,
    pub co_implementor: f64,
    pub informed: f64,
    pub per_stage_earlier: f64,
    pub late_entry: f64,
}

/// Implementation of citizens' proposals (M17).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ImplementationParameters {
    pub intercept: f64,
    pub ownership: f64,
    pub embedding: f64,
    pub resources: f64,
    pub silos: f64,
    pub control: f64,
    pub proposals_per_year: f64,
    pub memory_half_life_years: f64,
    pub prior_proposals: f64,
}

/// Influence that a role carries when citizens enter at this stage.
pub(in crate::model) fn influence_of(role: Role, entry: Stage, influence: &InfluenceParameters) -> f64 {
    let base = match role {
        Role::CoInitiator => influence.co_initiator,
        Role::CoDesigner => influence.co_designer,
        Role::CoImplementor => influence.co_implementor,
        Role::Informed => influence.informed,
    };
    let stages_earlier = role.usual_stage().index() as f64 - entry.index() as f64;
    (base + influence.per_stage_earlier * stages_earlier).clamp(0.0, 1.0)
}

/// Probability that a proposal is implemented.
pub(in crate::model) fn implementation_probability(
    parameters: &Parameters,
    programme: &Programme,
    ownership: f64,
    silos: f64,
    grant: f64,
) -> f64 {
    let weights = &parameters.implementation;
    let resources = (programme.resources * grant + programme.budget_share).min(1.0);
    logistic_f64(
        weights.intercept
            + weights.ownership * ownership
            + weights.embedding * programme.political_embedding
            + weights.resources * resources
            + weights.silos * silos
            + weights.control * parameters.barriers.control_retention,
    )
}

/// Influence that a role carries, with the budget that citizens decide on (M17).
pub(in crate::model) fn influence_offered(
    parameters: &Parameters,
    design: &Programme,
    role: Role,
    entry: Stage,
) -> f64 {
    let of_role = influence_of(role, entry, &parameters.influence);
    (of_role + design.budget_share * (1.0 - of_role)).clamp(0.0, 1.0)
}

/// The stage at which citizens enter, and their role.
///
/// Where stages are opened by design, citizens enter at the first of them in the role the programme offers.
/// Otherwise the organisation chooses: stages are weighted by `exp(8 (control + .5 - θ) · lateness)` with θ the mean
/// attitude and lateness from 0 (co-planning) to 1 (co-delivery), so that provider-centric, controlling
/// organisations let citizens in late (F-03, B-22).
pub(in crate::model) fn entry_and_role(
    parameters: &Parameters,
    design: &Programme,
    uniform: f64,
) -> (Stage, Role) {
    if let Some(&first) = design.stages.iter().min() {
        return (first, design.role);
    }
    let lateness = parameters.influence.late_entry
        * (parameters.barriers.control_retention + 0.5 - parameters.professionals.attitude_mean);
    let last = Stage::CoDelivery.index() as f64;
    let weight = |stage: Stage| {
        let late = stage.index() as f64 / last;
        // Assessment comes after delivery and is opened as seldom as the stage before it.
        let late = if late > 1.0 { 2.0 - late } else { late };
        libm::exp(lateness * late)
    };
    let total: f64 = Stage::ALL.iter().map(|&stage| weight(stage)).sum();
    let mut left = uniform * total;
    for stage in Stage::ALL {
        left -= weight(stage);
        if left <= 0.0 {
            return (stage, stage.role());
        }
    }
    (Stage::CoDelivery, Role::CoImplementor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::reference_parameters;

    const INFLUENCE: InfluenceParameters = InfluenceParameters {
        co_initiator: 0.9,
        co_designer: 0.55,
        co_implementor: 0.25,
        informed: 0.05,
        per_stage_earlier: 0.04,
        late_entry: 8.0,
    };

    #[test]
    fn earlier_entry_means_more_influence() {
        for role in [
            Role::CoInitiator,
            Role::CoDesigner,
            Role::CoImplementor,
            Role::Informed,
        ] {
            let by_stage = Stage::ALL.map(|stage| influence_of(role, stage, &INFLUENCE));
            assert!(
                by_stage.windows(2).all(|pair| pair[0] >= pair[1]),
                "{role:?}: {by_stage:?}"
            );
        }
    }

    #[test]
    fn usual_stage_carries_the_registered_influence() {
        let at_usual = |role: Role| influence_of(role, role.usual_stage(), &INFLUENCE);
        assert!((at_usual(Role::CoInitiator) - 0.9).abs() < 1e-12);
        assert!((at_usual(Role::CoDesigner) - 0.55).abs() < 1e-12);
        assert!((at_usual(Role::CoImplementor) - 0.25).abs() < 1e-12);
    }

    /// Delivery is opened most often, and assessment as seldom as managing: both are one stage away from it.
    #[test]
    fn a_controlling_organisation_opens_delivery() {
        let parameters = reference_parameters();
        let design = Programme {
            stages: Vec::new(),
            ..parameters.programmes[0].clone()
        };
        let mut opened = [0.0_f64; 7];
        for number in 0..10_000 {
            let uniform = (f64::from(number) + 0.5) / 10_000.0;
            let (stage, role) = entry_and_role(&parameters, &design, uniform);
            assert_eq!(role, stage.role());
            opened[stage.index()] += 1.0;
        }
        let [.., managing, delivery, assessment] = opened;
        assert!((managing - assessment).abs() <= 1.0, "{opened:?}");
        assert!(delivery > 1.5 * managing, "{opened:?}");
        assert!(opened[..6].windows(2).all(|pair| pair[0] < pair[1]), "{opened:?}");
    }
}
