//! M2, M4, M5: being asked, joining, staying and leaving.
//!
//! Join: `λ_join = aware · λ_ask · W · φ` with `λ_ask = λ_0 + λ_w n + λ_p ε`.
//! Leave: `μ = μ_0 exp(-2 μ_s (sat - .4) + μ_F (F - .15)) ((1 - W)/(1 - W̄))^1.5`, with
//! `sat = .35 support + .35 voice + .30 g`. Low trust, fatigue and unwillingness drive people out, and so does a grant
//! that has ended.

use crate::model::lane::{LANES, Lane, bits_where, lanes};
use crate::model::mathematics::{exp, probability};
use crate::model::mechanisms::active_ties::ActiveTies;
use crate::model::mechanisms::block::Block;
use crate::model::mechanisms::offer::Offer;
use crate::model::mechanisms::rates::Rates;
use serde::Deserialize;

/// Being asked and joining (M2, M4).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskingParameters {
    pub general: f64,
    pub per_active_tie: f64,
    pub per_enabling: f64,
    pub follow_through: f64,
    pub drop_out_per_week: f64,
}

/// Exit hazard (M5).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StayingParameters {
    pub exit_base: f64,
    pub satisfaction: f64,
    pub fatigue: f64,
    pub satisfaction_reference: f64,
    pub fatigue_reference: f64,
    pub willingness_power: f64,
    pub grant_end_factor: f64,
    pub weight_support: f64,
    pub weight_voice: f64,
    pub weight_trust: f64,
}

/// Who joins in this step; `eligible` are those who may, and `reach` says how much more each is asked in the
/// programme's channel.
pub(crate) fn join(
    eligible: u64,
    ties: &ActiveTies,
    willingness: &Lane,
    reach: Option<&Lane>,
    offer: &Offer,
    rates: &Rates,
    uniform: &Lane,
) -> u64 {
    let willingness = match reach {
        Some(reach) => &std::array::from_fn(|lane| willingness[lane] * reach[lane]),
        None => willingness,
    };
    let mut joining = [0.0; LANES];
    for lane in 0..LANES {
        let asked = offer.asked_per_year + offer.asked_per_tie_per_year * ties.count[lane];
        joining[lane] = probability(asked * willingness[lane] * offer.follow_through, rates.step_years);
    }
    eligible & bits_where(|lane| uniform[lane] < joining[lane])
}

/// Satisfaction of a participant.
pub(crate) fn satisfaction(block: &Block, lane: usize, offer: &Offer, rates: &Rates) -> f32 {
    offer.satisfaction + rates.satisfaction_trust_weight * block.state.trust[lane]
}

/// Who leaves in this step of those who take part, burnt out or not.
pub(crate) fn leave(
    active: u64,
    block: &Block,
    willingness: &Lane,
    offer: &Offer,
    rates: &Rates,
    uniform: &Lane,
) -> u64 {
    if !offer.running {
        return active;
    }
    let mut leaving = 0;
    for lane in lanes(active) {
        let rate = if rates.mechanisms.staying {
            exit_rate(block, lane, willingness[lane], offer, rates) * offer.exit_factor
        } else {
            rates.exit_per_year
        };
        leaving |= u64::from(uniform[lane] < probability(rate, rates.step_years)) << lane;
    }
    leaving
}

/// Exit hazard per year of one participant.
fn exit_rate(block: &Block, lane: usize, willingness: f32, offer: &Offer, rates: &Rates) -> f32 {
    let content = satisfaction(block, lane, offer, rates) - rates.satisfaction_reference;
    let tired = block.state.fatigue[lane] - rates.fatigue_reference;
    let unwilling = (1.0 - willingness) / (1.0 - rates.willingness_reference);
    rates.exit_per_year
        * exp(rates.exit_fatigue * tired - 2.0 * rates.exit_satisfaction * content)
        * libm::powf(unwilling, rates.exit_willingness_power)
}
