//! M5: staying and leaving.
//!
//! Leave: `μ = μ_0 exp(-2 μ_s (sat - .4) + μ_F (F - .15)) ((1 - W)/(1 - W̄))^1.5`, with
//! `sat = .35 support + .35 voice + .30 g`. Low trust, fatigue and unwillingness drive people out, and so does a grant
//! that has ended; members of an association stay longer in what it began (M27).
//!
//! Where willingness is a matter of yes or no (threshold and rational rules), unwillingness `(1 - W)/(1 - W̄)` is 1 for the
//! willing: moving, illness and the end of a phase of life take no notice of motives. For the others it is `1/(1 - W̄)`.
//!
//! Sources: Ev-19, Ev-20, Ev-24 to Ev-26, C-01. Bites in the citizens' process, on who leaves, and at the start, on who takes
//! part.

use serde::{Deserialize, Serialize};

use super::digital::mixed;
use super::initiatives::life::Life;
use super::{Block, OfSociety, Offer, OfferContext, Parameters, Rates, hazard, sums};
use crate::model::design::DecisionRule;
use crate::model::lane::{Lane, lanes};
use crate::model::mathematics::{exp, probability};
use crate::model::measure::{Measure, POSITIVE, Theme};
use crate::words::words;

/// Exit hazard (M5).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
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
        let fatigue = block.state.fatigue[lane];
        let rate = exits_per_year(block, lane, willingness[lane], fatigue, offer, rates);
        leaving |= u64::from(uniform[lane] < probability(rate, rates.step_years)) << lane;
    }
    leaving
}

/// Exit hazard per year of one participant who is so willing and so tired; the base rate where M5 is off.
pub(in crate::model) fn exits_per_year(
    block: &Block,
    lane: usize,
    willingness: f32,
    fatigue: f32,
    offer: &Offer,
    rates: &Rates,
) -> f32 {
    if !rates.mechanisms.staying {
        return rates.staying.exit_per_year;
    }
    let content = satisfaction(block, lane, offer, rates) - rates.staying.satisfaction_reference;
    let tired = fatigue - rates.staying.fatigue_reference;
    rates.staying.exit_per_year
        * exp(rates.staying.fatigue_weight * tired - 2.0 * rates.staying.satisfaction_weight * content)
        * libm::powf(unwillingness(willingness, rates), rates.staying.willingness_power)
        * offer.staying.exit_factor
        * offer.association.exit_of(block, lane)
}

/// Unwillingness relative to the reference. Where one is willing or not, the willing leave as often as the mean does.
fn unwillingness(willingness: f32, rates: &Rates) -> f32 {
    if rates.willingness.decision_rule != DecisionRule::Logit && willingness > 0.0 {
        1.0
    } else {
        (1.0 - willingness) / (1.0 - rates.willingness.reference_mean)
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lane::LANES;
    use crate::model::mechanisms::social_capital::TrustMoments;
    use crate::scenario::reference_parameters;

    fn parameters(rule: DecisionRule) -> Parameters {
        Parameters {
            decision_rule: rule,
            ..reference_parameters()
        }
    }

    fn rates_of(parameters: &Parameters) -> Rates {
        Rates::new(parameters, TrustMoments::default(), 1.0 / 12.0, 12)
    }

    /// Participants as tired and as satisfied as the reference.
    fn at_reference(parameters: &Parameters) -> (Block, Offer) {
        let staying = &parameters.staying;
        let mut block = Block::new(0, 1, 0);
        block.len = LANES;
        block.state.trust = [0.5; LANES];
        block.state.fatigue = [staying.fatigue_reference as f32; LANES];
        let mut offer = Offer {
            running: true,
            ..Offer::default()
        };
        offer.staying = StayingOffer {
            exit_factor: 1.0,
            satisfaction: (staying.satisfaction_reference - 0.5 * staying.weight_trust) as f32,
        };
        (block, offer)
    }

    /// Exits per year relative to the base rate.
    fn relative(parameters: &Parameters, willingness: f32) -> f64 {
        let (block, offer) = at_reference(parameters);
        let rates = rates_of(parameters);
        let rate = exits_per_year(&block, 0, willingness, block.state.fatigue[0], &offer, &rates);
        f64::from(rate) / parameters.staying.exit_base
    }

    #[test]
    fn the_willing_leave_at_the_base_rate_where_one_is_willing_or_not() {
        for rule in [DecisionRule::Threshold, DecisionRule::Rational] {
            let parameters = parameters(rule);
            assert!((relative(&parameters, 1.0) - 1.0).abs() < 1e-5, "{rule:?}");
            let unwilling = 1.0 / (1.0 - parameters.willingness.reference_mean);
            let expected = libm::pow(unwilling, parameters.staying.willingness_power);
            assert!((relative(&parameters, 0.0) - expected).abs() < 1e-4, "{rule:?}");
            let mean = parameters.willingness.reference_mean as f32;
            assert!(
                (relative(&parameters, mean) - 1.0).abs() < 1e-5,
                "{rule:?}, M3 off"
            );
        }
    }

    #[test]
    fn unwillingness_counts_by_degrees_under_the_logit_rule() {
        let parameters = parameters(DecisionRule::Logit);
        let mean = parameters.willingness.reference_mean;
        assert!((relative(&parameters, mean as f32) - 1.0).abs() < 1e-5);
        assert!(relative(&parameters, 1.0).abs() < 1e-6, "who surely would stays");
        let half_way = libm::pow(0.5, parameters.staying.willingness_power);
        assert!((relative(&parameters, (0.5 + 0.5 * mean) as f32) - half_way).abs() < 1e-4);
    }

    /// Draws on both sides of the chance of a step, with all willing.
    #[test]
    fn who_leaves_is_drawn_at_that_rate() {
        let parameters = parameters(DecisionRule::Threshold);
        let (block, offer) = at_reference(&parameters);
        let rates = rates_of(&parameters);
        let chance = -libm::expm1(-parameters.staying.exit_base / 12.0);
        let mut uniform = [0.99 * chance as f32; LANES];
        uniform[7] = 1.01 * chance as f32;
        let active = 0b1111_0000;
        let leaving = leave(active, &block, &[1.0; LANES], &offer, &rates, &uniform);
        assert_eq!(leaving, 0b0111_0000);
    }

    #[test]
    fn everybody_leaves_at_the_base_rate_where_it_is_off() {
        let mut parameters = parameters(DecisionRule::Logit);
        parameters.mechanisms.staying = false;
        for willingness in [0.0, 0.3, 1.0] {
            assert!((relative(&parameters, willingness) - 1.0).abs() < 1e-6);
        }
    }
}
