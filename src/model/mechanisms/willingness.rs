//! M3: willingness to take part.
//!
//! All covariates are centred at one half, so a weight is the change of the logit over the full range:
//! ```text
//! W = logistic( b0 + β_m(m·fit - .5) + X + β_s S + c_e (β_e(e - .5) + 4 β_ke(k - .5)(e - .5))
//!       + β_a(c_a a·shortfall - .25) + β_l(ease - .5) + β_v(v - .5) + β_g(g - .5) + 2 β_w(w - .5)
//!       - β_r(1 - r)(.5 + Z) - β_c min(1, h/T) - β_F F + β_h habit )
//! ```
//! In an individual task affectedness counts more and efficacy less, by `c_a` and `c_e` (M26); both are 1 in a collective one.
//!
//! The reward term is `X = β_x ln(1 + R/R0) · 2x · (1 - g)/(1 - ḡ) - κ m [individual money]` (M7): rewards
//! count for the susceptible and in weakly attached places. Credits of a time bank count `2a` times as much, and a
//! new game counts for the susceptible as well (M25).
//!
//! The threshold rule makes a citizen willing once the same logit exceeds a personal tipping point; the
//! rational rule does so with own costs and benefits alone (reward, shortfall, ease, influence, risk, time,
//! fatigue). Tipping points are fixed draws from the standard logistic distribution, so that all three rules
//! agree on average where the same terms matter.
//!
//! Sources: Ev-05 to Ev-07, Ev-13, Ev-14, Ev-16, Ev-23, P-09 to P-11, W-07, M-04, M-09. Bites in the citizens' process, on
//! joining (M4) and leaving (M5).

use serde::{Deserialize, Serialize};

use super::active_ties::ActiveTies;
use super::{
    Block, OfProgramme, OfSociety, Offer, OfferContext, Parameters, Rates, collective, crowding, digital,
    hours, social_influence, sums,
};
use crate::model::design::DecisionRule;
use crate::model::lane::{LANES, Lane, lanes, sum};
use crate::model::mathematics::{half_life_share, logistic};
use crate::model::measure::{Measure, SHARE, Theme};
use crate::words::words;

/// Weights of willingness (M3).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WillingnessParameters {
    pub reference_mean: f64,
    pub intercept_logit: f64,
    pub intercept_threshold: f64,
    pub intercept_rational: f64,
    pub motivation: f64,
    pub efficacy: f64,
    pub knowledge_efficacy: f64,
    pub influence: f64,
    pub shortfall: f64,
    pub ease: f64,
    pub social: f64,
    pub trust: f64,
    pub expectation: f64,
    pub risk: f64,
    pub time: f64,
    pub fatigue: f64,
    pub habit: f64,
    pub habit_half_life_years: f64,
}

sums!(WillingnessSums { total });

/// Constants of a step, in the precision of the citizens' blocks.
#[derive(Clone, Debug)]
pub(in crate::model) struct WillingnessRates {
    pub(in crate::model) decision_rule: DecisionRule,
    pub(in crate::model) trust_weight: f32,
    pub(in crate::model) expectation_weight: f32,
    pub(in crate::model) time_weight: f32,
    pub(in crate::model) fatigue_weight: f32,
    pub(in crate::model) habit_weight: f32,
    pub(in crate::model) reference_mean: f32,
    pub(in crate::model) habit_share: f32,
    /// Habit of a participant who leaves at the base rate, averaged over the time of taking part.
    pub(in crate::model) habit_of_participants: f32,
}

impl WillingnessRates {
    pub(in crate::model) fn new(parameters: &Parameters, step_years: f64) -> Self {
        Self {
            decision_rule: parameters.decision_rule,
            trust_weight: parameters.willingness.trust as f32,
            expectation_weight: (2.0 * parameters.willingness.expectation) as f32,
            time_weight: parameters.willingness.time as f32,
            fatigue_weight: parameters.willingness.fatigue as f32,
            habit_weight: parameters.willingness.habit as f32,
            reference_mean: parameters.willingness.reference_mean as f32,
            habit_share: half_life_share(step_years, parameters.willingness.habit_half_life_years) as f32,
            habit_of_participants: habit_of_participants(parameters) as f32,
        }
    }
}

/// The terms that are the same for everyone in the neighbourhood.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct WillingnessOffer {
    /// Part of the logit that is the same for all citizens.
    pub(in crate::model) constant: f32,
    /// Weight of motivation: value fit, less crowding by individual money (M7).
    pub(in crate::model) motivation_weight: f32,
    /// Weight of affectedness: perceived shortfall, more in an individual task (M26).
    pub(in crate::model) affectedness_weight: f32,
    /// Weight of self-efficacy, and what knowledge adds to it; less in an individual task (M26).
    pub(in crate::model) efficacy_weight: f32,
    pub(in crate::model) knowledge_efficacy_weight: f32,
    /// Weight of risk aversion: exposure to blame.
    pub(in crate::model) risk_weight: f32,
    /// Hours that count as the cost of taking part, per week.
    pub(in crate::model) time_cost_hours_per_week: f32,
}

impl WillingnessOffer {
    pub(in crate::model) fn new(of: &OfferContext<'_>) -> Self {
        let (weights, programme) = (&of.parameters.willingness, of.programme);
        let eased = digital::share(programme, of.parameters) * of.parameters.digital.ease;
        let ease = of.culture.ease(of.parameters, programme.ease + eased);
        let shared = weights.ease * (ease - 0.5)
            + weights.influence * (of.initiative.ownership.influence - 0.5)
            - 0.25 * weights.shortfall;
        let own = match of.parameters.decision_rule {
            DecisionRule::Logit => weights.intercept_logit - 0.5 * weights.motivation,
            DecisionRule::Threshold => weights.intercept_threshold - 0.5 * weights.motivation,
            DecisionRule::Rational => weights.intercept_rational,
        };
        let crowding = crowding::immediate(programme, of.parameters);
        let private = collective::private_benefit(programme, of.parameters);
        let able = collective::efficacy(programme, of.parameters);
        let shortfall = of.initiative.outcome.perceived_shortfall();
        Self {
            constant: (own + shared) as f32,
            motivation_weight: (weights.motivation * programme.value_fit - crowding) as f32,
            affectedness_weight: (weights.shortfall * shortfall * private) as f32,
            efficacy_weight: (weights.efficacy * able) as f32,
            knowledge_efficacy_weight: (4.0 * weights.knowledge_efficacy * able) as f32,
            risk_weight: (weights.risk * (0.5 + of.culture.zero_error)) as f32,
            time_cost_hours_per_week: hours::usual_per_week(programme, of.parameters) as f32,
        }
    }
}

/// Willingness of each citizen.
pub(in crate::model) fn willing(
    block: &Block,
    programme: usize,
    ties: &ActiveTies,
    offer: &Offer,
    rates: &Rates,
) -> Lane {
    if !rates.mechanisms.willingness {
        return [rates.willingness.reference_mean; LANES];
    }
    let mut logit = logit(block, programme, offer, rates);
    let civic = rates.willingness.decision_rule != DecisionRule::Rational;
    if rates.mechanisms.social_influence && civic {
        social_influence::add_social_influence(block, ties, offer, rates, &mut logit);
    }
    decide(block, rates, &logit)
}

/// The logit of willingness without the social term.
fn logit(block: &Block, programme: usize, offer: &Offer, rates: &Rates) -> Lane {
    let mut logit = costs_and_benefits(block, offer, rates);
    if let Some(channel) = &block.memberships[programme].digital {
        for lane in 0..LANES {
            logit[lane] += offer.digital.game_weight * block.fixed.extrinsic[lane] * channel.novelty[lane];
        }
    }
    if rates.willingness.decision_rule == DecisionRule::Rational {
        return logit;
    }
    let state = &block.state;
    for lane in 0..LANES {
        let efficacy = state.efficacy[lane] - 0.5;
        logit[lane] += offer.willingness.motivation_weight * state.motivation[lane]
            + efficacy
                * (offer.willingness.efficacy_weight
                    + offer.willingness.knowledge_efficacy_weight * (state.knowledge[lane] - 0.5))
            + rates.willingness.trust_weight * (state.trust[lane] - 0.5)
            + rates.willingness.expectation_weight * (state.expectation[lane] - 0.5)
            + rates.willingness.habit_weight * state.habit[lane];
    }
    logit
}

/// The terms that a citizen who calculates looks at.
fn costs_and_benefits(block: &Block, offer: &Offer, rates: &Rates) -> Lane {
    let (fixed, state) = (&block.fixed, &block.state);
    let mut logit = [0.0; LANES];
    for lane in 0..LANES {
        let time_cost =
            (offer.willingness.time_cost_hours_per_week / fixed.free_time_hours_per_week[lane]).min(1.0);
        logit[lane] = offer.willingness.constant
            + offer.willingness.affectedness_weight * fixed.affectedness[lane]
            + offer.crowding.reward_weight * fixed.extrinsic[lane] * (1.0 - state.trust[lane])
            - offer.willingness.risk_weight * fixed.risk_aversion[lane]
            - rates.willingness.time_weight * time_cost
            - rates.willingness.fatigue_weight * state.fatigue[lane];
    }
    if offer.time_bank.credit_weight > 0.0 {
        for lane in 0..LANES {
            let use_for_credits = 2.0 * fixed.affectedness[lane];
            logit[lane] += offer.time_bank.credit_weight
                * use_for_credits
                * fixed.extrinsic[lane]
                * (1.0 - state.trust[lane]);
        }
    }
    logit
}

/// Willingness from its logit.
fn decide(block: &Block, rates: &Rates, logit: &Lane) -> Lane {
    let mut willingness = [0.0; LANES];
    if rates.willingness.decision_rule == DecisionRule::Logit {
        for lane in 0..LANES {
            willingness[lane] = logistic(logit[lane]);
        }
    } else {
        for lane in 0..LANES {
            willingness[lane] = f32::from(u8::from(logit[lane] + block.fixed.taste[lane] > 0.0));
        }
    }
    willingness
}

/// `k/(k + μ)`: habit `1 - exp(-kt)` formed at the rate `k`, over stays that end at the base hazard `μ`.
fn habit_of_participants(parameters: &Parameters) -> f64 {
    let forming = core::f64::consts::LN_2 / parameters.willingness.habit_half_life_years;
    forming / (forming + parameters.staying.exit_base)
}

/// Habit forms while taking part and fades afterwards, with the same half-life.
pub(in crate::model) fn form_habits(block: &mut Block, rates: &Rates) {
    let active = block.active_in_any();
    let mut target = [0.0; LANES];
    for lane in lanes(active) {
        target[lane] = 1.0;
    }
    for lane in 0..LANES {
        block.state.habit[lane] += rates.willingness.habit_share * (target[lane] - block.state.habit[lane]);
    }
}

/// Adds up willingness.
pub(in crate::model) fn count(block: &mut Block, programme: usize, willingness: &Lane) {
    block.memberships[programme].sums.willingness.total = sum(willingness, block.len);
}

pub(in crate::model) const WILLINGNESS: OfSociety = OfSociety {
    measure: Measure::new(
        "willingness",
        words!("willingness"),
        "share",
        SHARE,
        "M3",
        Theme::Participation,
        words!(
            "Mean probability that a citizen would take part in a programme of the neighbourhood if asked, averaged over programmes"
        ),
    ),
    value: |of| of.share_of_reached(|sums| sums.willingness.total),
};

pub(in crate::model) const PROGRAMME_WILLINGNESS: OfProgramme = OfProgramme {
    measure: Measure::new(
        "willingness",
        words!("willingness"),
        "share",
        SHARE,
        "M3",
        Theme::Participation,
        words!(
            "Mean probability that a citizen would take part if asked, in the neighbourhoods that have it"
        ),
    ),
    value: |of| of.share_of_reached(|sums| sums.willingness.total),
};

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::model::Model;
    use crate::model::executor::Serial;
    use crate::random::Draws;
    use crate::scenario::Scenario;

    /// The offer of a task at the start.
    fn offer(collective: bool, switch: bool) -> WillingnessOffer {
        let text = format!(
            "[population]\ncitizens = 120\n[mechanisms]\ncollective = {switch}\n\
             [programme.task]\ncollective = {collective}\n"
        );
        let scenario =
            Scenario::from_text(Path::new("task.toml"), &text, &[]).unwrap_or_else(|error| panic!("{error}"));
        let (society, _) = Model::new(&scenario.setup).begin(&Draws::new(1, 0), &Serial);
        society.offer_of(0).willingness
    }

    /// What counts otherwise in an individual task, and nothing else does.
    #[test]
    fn in_an_individual_task_affectedness_counts_more_and_efficacy_less() {
        let (individual, collective) = (offer(false, true), offer(true, true));
        for (one, other, factor) in [
            (
                individual.affectedness_weight,
                collective.affectedness_weight,
                2.0,
            ),
            (individual.efficacy_weight, collective.efficacy_weight, 0.8),
            (
                individual.knowledge_efficacy_weight,
                collective.knowledge_efficacy_weight,
                0.8,
            ),
        ] {
            assert!(
                other > 0.0 && (one / other - factor).abs() < 1e-5,
                "{one}, {other}"
            );
        }
        let alike = WillingnessOffer {
            affectedness_weight: collective.affectedness_weight,
            efficacy_weight: collective.efficacy_weight,
            knowledge_efficacy_weight: collective.knowledge_efficacy_weight,
            ..individual
        };
        assert_eq!(alike, collective);
        assert_eq!(offer(false, false), offer(true, false));
        assert_eq!(offer(true, false), collective);
    }
}
