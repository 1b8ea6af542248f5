//! M6: hours given, over all programmes within a citizen's time.
//!
//! `h = h̄ (.5 + m)(1 - .5 F)`, times the load ratio of the initiative, at most 60 % of free time together;
//! the first programme is served first.

use crate::model::lane::{LANES, lanes};
use crate::model::mechanisms::block::Block;
use crate::model::mechanisms::offer::Offer;
use crate::model::mechanisms::rates::Rates;
use serde::Deserialize;

/// Hours given (M6).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoursParameters {
    pub per_week: f64,
    pub motivation_floor: f64,
    pub fatigue_loss: f64,
    pub episodic_per_year: f64,
    pub free_time_share_max: f64,
}

/// Sets the hours of every participant; `offers` holds one offer per programme.
pub(crate) fn give_hours(block: &mut Block, offers: &[Offer], rates: &Rates) {
    let active_before = bits_with_hours(block);
    for lane in lanes(active_before) {
        block.state.hours_per_week[lane] = 0.0;
    }
    let (state, fixed) = (&mut block.state, &block.fixed);
    for (membership, offer) in block.memberships.iter_mut().zip(offers) {
        membership.hours_per_week = [0.0; LANES];
        for lane in lanes(membership.active) {
            let wanted = if rates.mechanisms.hours {
                offer.hours_per_week
                    * (rates.hours_floor + state.motivation[lane])
                    * (1.0 - rates.hours_fatigue_loss * state.fatigue[lane])
            } else {
                offer.hours_per_week
            };
            let limit = rates.free_time_share_max * fixed.free_time_hours_per_week[lane];
            let left = (limit - state.hours_per_week[lane]).max(0.0);
            let given = (wanted * offer.hours_ratio).min(left);
            membership.hours_per_week[lane] = given;
            state.hours_per_week[lane] += given;
        }
    }
}

/// Lanes that gave hours in the last step.
fn bits_with_hours(block: &Block) -> u64 {
    crate::model::lane::bits_where(|lane| block.state.hours_per_week[lane] > 0.0)
}
