//! M9: efficacy and ability are trainable.
//!
//! Mastery: `de/dt = η_e x (succ - e)`, where success is own effort used constructively and with a visible
//! result. A kit raises knowledge by 16.5 % and efficacy by 0.10, once; a letter raises knowledge by 0.03.

use crate::model::lane::{Lane, bits_where, lanes};
use crate::model::mechanisms::block::Block;
use crate::model::mechanisms::offer::Offer;
use crate::model::mechanisms::rates::Rates;
use serde::Deserialize;

/// Trainable efficacy and ability (M9).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MasteryParameters {
    pub learning: f64,
    pub kit_knowledge: f64,
    pub kit_efficacy: f64,
    pub kit_practice: f64,
    pub letter_knowledge: f64,
}

/// Hands kits and letters to members of the target group; returns how many of each.
pub(crate) fn hand_out(
    block: &mut Block,
    programme: usize,
    offer: &Offer,
    rates: &Rates,
    uniform: &Lane,
) -> (u64, u64) {
    if offer.kit_probability <= 0.0 && offer.letter_probability <= 0.0 {
        return (0, 0);
    }
    let membership = &block.memberships[programme];
    let kit = membership.target & !membership.kit & bits_where(|lane| uniform[lane] < offer.kit_probability);
    let letter = membership.target
        & !membership.letter
        & bits_where(|lane| 1.0 - uniform[lane] < offer.letter_probability);
    if rates.mechanisms.mastery {
        let state = &mut block.state;
        for lane in lanes(kit) {
            state.knowledge[lane] = (state.knowledge[lane] * (1.0 + rates.kit_knowledge)).min(1.0);
            state.efficacy[lane] = (state.efficacy[lane] + rates.kit_efficacy).min(1.0);
        }
        for lane in lanes(letter) {
            state.knowledge[lane] = (state.knowledge[lane] + rates.letter_knowledge).min(1.0);
        }
    }
    let membership = &mut block.memberships[programme];
    membership.kit |= kit;
    membership.letter |= letter;
    membership.aware |= kit | letter;
    (kit, letter)
}

/// Participants' efficacy moves toward the success they experience.
pub(crate) fn learn_by_doing(block: &mut Block, programme: usize, offer: &Offer, rates: &Rates) {
    for lane in lanes(block.memberships[programme].active) {
        let efficacy = &mut block.state.efficacy[lane];
        *efficacy += rates.mastery_share * (offer.success - *efficacy);
    }
}
