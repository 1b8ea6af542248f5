//! M8: thresholds and conditional cooperation; and the count of active ties that M1, M2 and M8 share.
//!
//! `S = logistic((0.85 q - τ) / s)` for conditional cooperators, where `q` is the share of a citizen's ties
//! that take part. Free riders do not respond, or respond the other way where the good is collective and
//! visible; the rest is insensitive. Awareness spreads by a single tie (M1), participation needs several.

use super::block::{Block, LANES, Lane, lanes};
use super::mathematics::logistic;
use super::network::Network;
use super::offer::Offer;
use super::rates::Rates;

/// A citizen's active ties in one programme.
pub(crate) struct ActiveTies {
    /// Active everyday ties, plus the strength of active ties made by taking part.
    pub(crate) count: Lane,
    /// That count relative to all ties.
    pub(crate) share: Lane,
}

/// Whether the citizen at a position takes part, in a snapshot of one word per block.
pub(crate) fn is_active(active: &[u64], position: u32) -> bool {
    active[position as usize / LANES] >> (position as usize % LANES) & 1 == 1
}

impl ActiveTies {
    /// Nobody takes part.
    pub(crate) const NONE: Self = Self {
        count: [0.0; LANES],
        share: [0.0; LANES],
    };
}

/// Counts active ties from the snapshot of who took part at the end of the last step.
pub(crate) fn active_ties(block: &Block, network: &Network, active: &[u64]) -> ActiveTies {
    let mut count = [0.0; LANES];
    let mut share = [0.0; LANES];
    for lane in 0..block.len {
        let ties = network.ties(block.first_row + lane as u32);
        let mut active_count = ties
            .iter()
            .map(|&tie| u32::from(is_active(active, tie)))
            .sum::<u32>() as f32;
        let mut all = ties.len() as f32;
        if block.with_acquaintances >> lane & 1 == 1 {
            for tie in block.acquaintances[lane].iter().filter(|tie| tie.strength > 0.0) {
                all += tie.strength;
                if is_active(active, tie.partner) {
                    active_count += tie.strength;
                }
            }
        }
        count[lane] = active_count;
        share[lane] = active_count / all.max(1.0);
    }
    ActiveTies { count, share }
}

/// Adds the social term `β_s S` to the logit of willingness.
pub(crate) fn add_social_influence(
    block: &Block,
    ties: &ActiveTies,
    offer: &Offer,
    rates: &Rates,
    logit: &mut Lane,
) {
    let mut response = [0.0; LANES];
    for lane in lanes(block.fixed.conditional) {
        response[lane] = rates.social_weight;
    }
    for lane in lanes(block.fixed.free_rider) {
        response[lane] = rates.social_weight * offer.free_rider_response;
    }
    let slope = rates.social_slope / rates.social_steepness;
    let inverse = 1.0 / rates.social_steepness;
    for lane in 0..LANES {
        let influence = logistic(ties.share[lane] * slope - block.fixed.threshold[lane] * inverse);
        logit[lane] += response[lane] * influence;
    }
}
