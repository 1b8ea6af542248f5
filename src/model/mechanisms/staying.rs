//! M5: staying and leaving.
//!
//! Leave: `μ = μ_0 exp(-2 μ_s (sat - .4) + μ_F (F - .15)) ((1 - W)/(1 - W̄))^1.5`, with
//! `sat = .35 support + .35 voice + .30 g`. Low trust, fatigue and unwillingness drive people out, and so does a grant
//! that has ended.
//!
//! Sources: Ev-19, Ev-20, Ev-24 to Ev-26, C-01. Bites in the citizens' process, on who leaves.

use serde::Deserialize;

use super::digital::mixed;
use super::initiatives::life::Life;
use super::{Block, OfSociety, Offer, OfferContext, Parameters, Rates, hazard, sums};
use crate::model::lane::{Lane, lanes};
use crate::model::mathematics::{exp, probability};
use crate::model::measure::{Measure, POSITIVE, Theme};
use crate::words::words;

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

sums!(StayingSums { satisfaction });

/// Constants of a step, in the precision of the citizens' blocks.
#[derive(Clone, Debug)]
pub(in crate::model) struct StayingRates {
    pub(in crate::model) exit_per_year: f32,
    pub(in crate::model) satisfaction_weight: f32,
    pub(in crate::model) fatigue_weight: f32,
    pub(in crate::model) satisfaction_reference: f32,
    pub(in crate::model) fatigue_reference: f32,
    pub(in crate::model) willingness_power: f32,
    pub(in crate::model) trust_weight: f32,
}

impl StayingRates {
    pub(in crate::model) fn new(parameters: &Parameters) -> Self {
        Self {
            exit_per_year: parameters.staying.exit_base as f32,
            satisfaction_weight: parameters.staying.satisfaction as f32,
            fatigue_weight: parameters.staying.fatigue as f32,
            satisfaction_reference: parameters.staying.satisfaction_reference as f32,
            fatigue_reference: parameters.staying.fatigue_reference as f32,
            willingness_power: parameters.staying.willingness_power as f32,
            trust_weight: parameters.staying.weight_trust as f32,
        }
    }
}

/// What keeps participants in an initiative, or drives them out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct StayingOffer {
    /// How much more participants leave since the grant ended.
    pub(in crate::model) exit_factor: f32,
    /// Part of satisfaction that comes from support and influence.
    pub(in crate::model) satisfaction: f32,
}

impl StayingOffer {
    pub(in crate::model) fn new(of: &OfferContext<'_>) -> Self {
        let digital = mixed(of.programme, of.parameters, of.parameters.digital.exit);
        let staying = &of.parameters.staying;
        let (support, influence) = (
            of.initiative.facilitation.support,
            of.initiative.ownership.influence,
        );
        Self {
            exit_factor: (exit_factor(of) * digital) as f32,
            satisfaction: (staying.weight_support * support + staying.weight_voice * influence) as f32,
        }
    }
}

/// How much more participants leave a programme whose grant has ended, `1 + (factor - 1)(1 - grant)`.
fn exit_factor(of: &OfferContext<'_>) -> f64 {
    if of.initiative.life == Life::Informal {
        return 1.0;
    }
    1.0 + (of.parameters.staying.grant_end_factor - 1.0) * (1.0 - of.standing.grant)
}

/// Satisfaction of a participant.
pub(in crate::model) fn satisfaction(block: &Block, lane: usize, offer: &Offer, rates: &Rates) -> f32 {
    offer.staying.satisfaction + rates.staying.trust_weight * block.state.trust[lane]
}

/// Who leaves in this step of those who take part, burnt out or not.
pub(in crate::model) fn leave(
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
            exit_rate(block, lane, willingness[lane], offer, rates) * offer.staying.exit_factor
        } else {
            rates.staying.exit_per_year
        };
        leaving |= u64::from(uniform[lane] < probability(rate, rates.step_years)) << lane;
    }
    leaving
}

/// Exit hazard per year of one participant.
fn exit_rate(block: &Block, lane: usize, willingness: f32, offer: &Offer, rates: &Rates) -> f32 {
    let content = satisfaction(block, lane, offer, rates) - rates.staying.satisfaction_reference;
    let tired = block.state.fatigue[lane] - rates.staying.fatigue_reference;
    let unwilling = (1.0 - willingness) / (1.0 - rates.willingness.reference_mean);
    rates.staying.exit_per_year
        * exp(rates.staying.fatigue_weight * tired - 2.0 * rates.staying.satisfaction_weight * content)
        * libm::powf(unwilling, rates.staying.willingness_power)
}

/// Adds up how satisfied participants are.
pub(in crate::model) fn count(block: &mut Block, programme: usize, offer: &Offer, rates: &Rates) {
    let mut sums = block.memberships[programme].sums;
    let membership = &block.memberships[programme];
    for lane in lanes(membership.active) {
        sums.staying.satisfaction += f64::from(satisfaction(block, lane, offer, rates));
    }
    block.memberships[programme].sums = sums;
}

pub(in crate::model) const EXIT_RATE: OfSociety = OfSociety {
    measure: Measure::new(
        "exit_rate",
        words!("exit rate"),
        "1/year",
        POSITIVE,
        "M5",
        Theme::Participation,
        words!("Exits in the step relative to participations at its start, as a yearly hazard"),
    ),
    value: |of| {
        let (exits, before) = (of.total(|sums| sums.exits), of.total(|sums| sums.active_before));
        hazard(exits, before, of.society.step_years)
    },
};
