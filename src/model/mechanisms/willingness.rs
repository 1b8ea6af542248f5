//! M3: willingness to take part.
//!
//! All covariates are centred at one half, so a weight is the change of the logit over the full range:
//! ```text
//! W = logistic( b0 + β_m(m·fit - .5) + X + β_s S + β_e(e - .5) + 4 β_ke(k - .5)(e - .5)
//!       + β_a(a·shortfall - .25) + β_l(ease - .5) + β_v(v - .5) + β_g(g - .5) + 2 β_w(w - .5)
//!       - β_r(1 - r)(.5 + Z) - β_c min(1, h/T) - β_F F + β_h habit )
//! ```
//! The reward term is `X = β_x ln(1 + R/R0) · 2x · (1 - g)/(1 - ḡ) - κ m [individual money]` (M7): rewards
//! count for the susceptible and in weakly attached places. Credits of a time bank count `2a` times as much, and a
//! new game counts for the susceptible as well (M25).
//!
//! The threshold rule makes a citizen willing once the same logit exceeds a personal tipping point; the
//! rational rule does so with own costs and benefits alone (reward, shortfall, ease, influence, risk, time,
//! fatigue). Tipping points are fixed draws from the standard logistic distribution, so that all three rules
//! agree on average where the same terms matter.

use crate::model::design::DecisionRule;
use crate::model::lane::{LANES, Lane};
use crate::model::mathematics::logistic;
use crate::model::mechanisms::block::Block;
use crate::model::mechanisms::offer::Offer;
use crate::model::mechanisms::rates::Rates;
use serde::Deserialize;

/// Weights of willingness (M3).
#[derive(Clone, Debug, PartialEq, Deserialize)]
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

/// The logit of willingness without the social term.
pub(crate) fn logit(block: &Block, programme: usize, offer: &Offer, rates: &Rates) -> Lane {
    let mut logit = costs_and_benefits(block, offer, rates);
    if let Some(channel) = &block.memberships[programme].channel {
        for lane in 0..LANES {
            logit[lane] += offer.game_weight * block.fixed.extrinsic[lane] * channel.novelty[lane];
        }
    }
    if rates.decision_rule == DecisionRule::Rational {
        return logit;
    }
    let state = &block.state;
    for lane in 0..LANES {
        let efficacy = state.efficacy[lane] - 0.5;
        logit[lane] += offer.motivation_weight * state.motivation[lane]
            + efficacy
                * (rates.efficacy_weight + rates.knowledge_efficacy_weight * (state.knowledge[lane] - 0.5))
            + rates.trust_weight * (state.trust[lane] - 0.5)
            + rates.expectation_weight * (state.expectation[lane] - 0.5)
            + rates.habit_weight * state.habit[lane];
    }
    logit
}

/// The terms that a citizen who calculates looks at.
fn costs_and_benefits(block: &Block, offer: &Offer, rates: &Rates) -> Lane {
    let (fixed, state) = (&block.fixed, &block.state);
    let mut logit = [0.0; LANES];
    for lane in 0..LANES {
        let time_cost = (offer.time_cost_hours_per_week / fixed.free_time_hours_per_week[lane]).min(1.0);
        logit[lane] = offer.constant
            + offer.affectedness_weight * fixed.affectedness[lane]
            + offer.reward_weight * fixed.extrinsic[lane] * (1.0 - state.trust[lane])
            - offer.risk_weight * fixed.risk_aversion[lane]
            - rates.time_weight * time_cost
            - rates.fatigue_weight * state.fatigue[lane];
    }
    if offer.credit_weight > 0.0 {
        for lane in 0..LANES {
            let use_for_credits = 2.0 * fixed.affectedness[lane];
            logit[lane] +=
                offer.credit_weight * use_for_credits * fixed.extrinsic[lane] * (1.0 - state.trust[lane]);
        }
    }
    logit
}

/// Willingness from its logit.
pub(crate) fn decide(block: &Block, rates: &Rates, logit: &Lane) -> Lane {
    let mut willingness = [0.0; LANES];
    if rates.decision_rule == DecisionRule::Logit {
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
