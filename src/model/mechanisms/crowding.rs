//! M7: rewards, which attract the susceptible, and crowd intrinsic motivation out where money goes to individuals.
//!
//! The price effect is `β_x ln(1 + R/R0) · 2x (1 - g)/(1 - ḡ)`, a term of willingness (M3), as is what individual money
//! takes at once, `κ m`. The slow part wears the motivation of paid participants down, and motivation
//! recovers: `dm/dt = -κ_d m [paid] + k_rec (m⁰ - m)`.
//!
//! Sources: Ev-09 to Ev-12, M-02, C-07, K-01. Bites in the citizens' process, on motivation.

use serde::{Deserialize, Serialize};

use super::{Block, OfSociety, Offer, OfferContext, Parameters, Rates};
use crate::model::design::{Programme, RewardKind};
use crate::model::lane::{LANES, lanes};
use crate::model::mathematics::rate_share;
use crate::model::measure::{Measure, SHARE, Theme};
use crate::words::words;

/// Rewards and motivation crowding (M7).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RewardParameters {
    pub scale_eur_per_hour: f64,
    pub price: f64,
    pub crowding: f64,
    pub slow_crowding: f64,
    pub recovery: f64,
}

/// Constants of a step, in the precision of the citizens' blocks.
#[derive(Clone, Debug)]
pub(in crate::model) struct CrowdingRates {
    pub(in crate::model) crowding_share: f32,
    pub(in crate::model) recovery_share: f32,
}

impl CrowdingRates {
    pub(in crate::model) fn new(parameters: &Parameters, step_years: f64) -> Self {
        Self {
            crowding_share: rate_share(parameters.reward.slow_crowding, step_years),
            recovery_share: rate_share(parameters.reward.recovery, step_years),
        }
    }
}

/// What the reward of an initiative does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct CrowdingOffer {
    /// Weight of the reward for a citizen of medium susceptibility and attachment.
    pub(in crate::model) reward_weight: f32,
    /// Whether individual money wears motivation down.
    pub(in crate::model) individual_money: bool,
}

impl CrowdingOffer {
    pub(in crate::model) fn new(of: &OfferContext<'_>) -> Self {
        let traded = of.programme.credits_traded && of.parameters.mechanisms.time_bank;
        let rewarded = of.programme.reward != RewardKind::None && !traded;
        Self {
            reward_weight: if rewarded {
                reward_weight(of, of.programme.reward_eur_per_hour)
            } else {
                0.0
            },
            individual_money: pays_individuals(of.programme),
        }
    }
}

/// Price effect of a reward, so scaled that a citizen with medium susceptibility and mean trust feels
/// `β_x ln(1 + R/R0)`.
pub(in crate::model) fn reward_weight(of: &OfferContext<'_>, eur_per_hour: f64) -> f32 {
    let reward = &of.parameters.reward;
    let relative = eur_per_hour / reward.scale_eur_per_hour;
    (reward.price * libm::log1p(relative) * 2.0 / (1.0 - of.trust_mean).max(0.05)) as f32
}

/// Whether participants are paid.
fn pays_individuals(programme: &Programme) -> bool {
    programme.reward == RewardKind::IndividualMoney && programme.reward_eur_per_hour > 0.0
}

/// What individual money takes at once from the weight of intrinsic motivation.
pub(in crate::model) fn immediate(programme: &Programme, parameters: &Parameters) -> f64 {
    if pays_individuals(programme) && parameters.mechanisms.crowding {
        parameters.reward.crowding
    } else {
        0.0
    }
}

/// Moves intrinsic motivation by one step.
pub(in crate::model) fn move_motivation(block: &mut Block, offers: &[Offer], rates: &Rates) {
    for (membership, offer) in block.memberships.iter().zip(offers) {
        if offer.crowding.individual_money && rates.mechanisms.crowding {
            for lane in lanes(membership.active) {
                block.state.motivation[lane] -= rates.crowding.crowding_share * block.state.motivation[lane];
            }
        }
    }
    for lane in 0..LANES {
        let motivation = &mut block.state.motivation[lane];
        *motivation += rates.crowding.recovery_share * (block.fixed.motivation_start[lane] - *motivation);
    }
}

pub(in crate::model) const MOTIVATION: OfSociety = OfSociety {
    measure: Measure::new(
        "motivation",
        words!("intrinsic motivation"),
        "",
        SHARE,
        "M7",
        Theme::Citizens,
        words!("Mean intrinsic motivation"),
    ),
    value: |of| of.sums().motivation / of.citizens(),
};
