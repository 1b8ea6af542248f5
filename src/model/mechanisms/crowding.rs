//! M7, slow part: individual money wears intrinsic motivation down, and motivation recovers.
//!
//! `dm/dt = -κ_d m x [R > 0] + k_rec (m⁰ - m)`. The immediate part is a term of willingness (M3).

use crate::model::lane::{LANES, lanes};
use crate::model::mechanisms::block::Block;
use crate::model::mechanisms::offer::Offer;
use crate::model::mechanisms::rates::Rates;
use serde::Deserialize;

/// Rewards and motivation crowding (M7).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RewardParameters {
    pub scale_eur_per_hour: f64,
    pub price: f64,
    pub crowding: f64,
    pub slow_crowding: f64,
    pub recovery: f64,
}

/// Moves intrinsic motivation by one step.
pub(crate) fn move_motivation(block: &mut Block, offers: &[Offer], rates: &Rates) {
    for (membership, offer) in block.memberships.iter().zip(offers) {
        if offer.individual_money && rates.mechanisms.crowding {
            for lane in lanes(membership.active) {
                block.state.motivation[lane] -= rates.crowding_share * block.state.motivation[lane];
            }
        }
    }
    for lane in 0..LANES {
        let motivation = &mut block.state.motivation[lane];
        *motivation += rates.motivation_recovery_share * (block.fixed.motivation_start[lane] - *motivation);
    }
}
