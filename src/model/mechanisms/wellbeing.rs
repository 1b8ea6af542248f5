//! Wellbeing (V-11): what citizens' lives gain from the outcome and from taking part.
//!
//! Wellbeing moves with a half-life toward
//! `y⁰ - need · a (s (1 - met) - s_ref) + participation · v x - fatigue · F`, kept within `[0, 1]`, where `met` is the
//! share of own need that other members of a time bank have met or that rehabilitation has ended (M25).

use crate::model::lane::{LANES, lanes};
use crate::model::mechanisms::block::Block;
use crate::model::mechanisms::offer::Offer;
use crate::model::mechanisms::rates::Rates;
use serde::Deserialize;

/// What citizens' wellbeing follows.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WellbeingParameters {
    pub ses: f64,
    pub half_life_years: f64,
    pub need: f64,
    pub participation: f64,
    pub fatigue: f64,
}

/// Moves wellbeing by one step.
pub(crate) fn move_wellbeing(block: &mut Block, offers: &[Offer], rates: &Rates) {
    let mut target = block.fixed.wellbeing_start;
    let present = offers.iter().filter(|offer| offer.present);
    let programmes = present.clone().count() as f32;
    for offer in present {
        let weight = rates.wellbeing_need * (offer.shortfall - rates.shortfall_reference) / programmes;
        for lane in 0..LANES {
            target[lane] -= weight * block.fixed.affectedness[lane];
        }
    }
    for (membership, offer) in block.memberships.iter().zip(offers) {
        for lane in lanes(membership.active) {
            target[lane] += rates.wellbeing_participation * offer.influence;
        }
        if let Some(accounts) = &membership.accounts
            && rates.mechanisms.time_bank
        {
            // Who was served by another member has that much less of the shortfall.
            for lane in lanes(membership.active) {
                let met = offer.shortfall * accounts.received[lane];
                target[lane] += rates.wellbeing_need * block.fixed.affectedness[lane] * met / programmes;
            }
        }
        if let Some(care) = &membership.care
            && rates.mechanisms.rehabilitation
        {
            for lane in lanes(block.present()) {
                let regained = offer.shortfall * (1.0 - care.need_left[lane]);
                target[lane] += rates.wellbeing_need * block.fixed.affectedness[lane] * regained / programmes;
            }
        }
    }
    for lane in 0..LANES {
        let aim = (target[lane] - rates.wellbeing_fatigue * block.state.fatigue[lane]).clamp(0.0, 1.0);
        block.state.wellbeing[lane] += rates.wellbeing_share * (aim - block.state.wellbeing[lane]);
    }
}
