//! M17: influence, ownership and the implementation of citizens' proposals.
//!
//! - A role carries influence `v` (co-initiator .9, co-designer .55, co-implementor .25, informed .05), a little
//!   more for each stage that citizens enter earlier than usual. Experienced influence moves toward
//!   `v (.5 + listened)`, and falls faster than it rises.
//! - Ownership: `do/dt = k_o x (v · listened - o)`, and likewise.
//! - `P(implement) = logistic(-.5 + 3 o + 1.2 embedding + resources - 2 σ - 1.5 control)`.
//! - *Listened* is the share of proposals implemented, remembered with a half-life of a year.

use crate::model::lane::lanes;
use crate::model::mathematics::half_life_share;
use crate::model::mechanisms::block::Block;
use crate::model::mechanisms::initiative::Initiative;
use crate::model::mechanisms::offer::Offer;
use crate::model::mechanisms::parameters::Parameters;
use crate::model::mechanisms::rates::Rates;
use crate::model::purpose;
use crate::random::{Draws, binomial_quantile, poisson_quantile};
use serde::Deserialize;

/// Ownership (M17).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnershipParameters {
    pub rate: f64,
    pub loss_ratio: f64,
    pub goal_bonus: f64,
    pub token_threshold: f64,
}

/// Moves the ownership of participants by one step.
pub(crate) fn take_ownership(block: &mut Block, programme: usize, offer: &Offer, rates: &Rates) {
    let membership = &mut block.memberships[programme];
    for lane in lanes(membership.active) {
        let gap = offer.ownership_target - membership.ownership[lane];
        let share = if gap < 0.0 {
            rates.ownership_loss_share
        } else {
            rates.ownership_share
        };
        membership.ownership[lane] += share * gap;
    }
}

/// Participants make proposals; some are implemented, and the memory of being listened to moves.
///
/// Returns how many were implemented.
pub(crate) fn propose_and_implement(
    initiative: &mut Initiative,
    index: u32,
    parameters: &Parameters,
    probability: f64,
    (step, step_years): (u32, f64),
    draws: &Draws,
) -> f64 {
    let weights = &parameters.implementation;
    let uniforms = draws.uniforms(index, step, purpose::PROPOSALS);
    let expected = weights.proposals_per_year * step_years * initiative.influence * initiative.active;
    let made = poisson_quantile(expected, uniforms[0]);
    let implemented = binomial_quantile(made, probability, uniforms[1]);
    let faded = half_life_share(step_years, weights.memory_half_life_years);
    // The prior does not fade: it is the reputation the programme came with, so early luck does not decide all.
    let prior = weights.prior_proposals;
    initiative.proposals += made as f64 - faded * initiative.proposals;
    initiative.implemented += implemented as f64 - faded * initiative.implemented;
    initiative.listened =
        (initiative.implemented + prior * initiative.listened_start) / (initiative.proposals + prior);
    implemented as f64
}

/// Moves the influence that participants of an initiative experience.
pub(crate) fn move_influence(initiative: &mut Initiative, parameters: &Parameters, step_years: f64) {
    let target = (initiative.influence_offered * (0.5 + initiative.listened)).clamp(0.0, 1.0);
    let rate = parameters.ownership.rate
        * if target < initiative.influence {
            parameters.ownership.loss_ratio
        } else {
            1.0
        };
    initiative.influence += -libm::expm1(-rate * step_years) * (target - initiative.influence);
}
