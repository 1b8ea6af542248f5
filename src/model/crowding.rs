//! M7, slow part: individual money wears intrinsic motivation down, and motivation recovers.
//!
//! `dm/dt = -κ_d m x [R > 0] + k_rec (m⁰ - m)`. The immediate part is a term of willingness (M3).

use super::block::Block;
use super::lane::{LANES, lanes};
use super::offer::Offer;
use super::rates::Rates;

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
