//! M8: thresholds and conditional cooperation.
//!
//! `S = logistic((0.85 q - τ) / s)` for conditional cooperators, where `q` is the share of a citizen's ties
//! that take part. Free riders do not respond, or respond the other way where the good is collective and
//! visible; the rest is insensitive. Awareness spreads by a single tie (M1), participation needs several.
//!
//! Sources: Ev-27, Ev-28, A-01. Bites in willingness (M3).

use serde::{Deserialize, Serialize};

use super::active_ties::ActiveTies;
use super::{Block, Offer, OfferContext, Parameters, Rates};
use crate::model::lane::{LANES, Lane, lanes};
use crate::model::mathematics::logistic;

/// Thresholds and conditional cooperation (M8).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SocialInfluenceParameters {
    pub steepness: f64,
    pub imperfection: f64,
    pub free_rider_response: f64,
}

/// Constants of a step, in the precision of the citizens' blocks.
#[derive(Clone, Debug)]
pub(in crate::model) struct SocialInfluenceRates {
    pub(in crate::model) weight: f32,
    pub(in crate::model) steepness: f32,
    pub(in crate::model) slope: f32,
}

impl SocialInfluenceRates {
    pub(in crate::model) fn new(parameters: &Parameters) -> Self {
        Self {
            weight: parameters.willingness.social as f32,
            steepness: parameters.social_influence.steepness as f32,
            slope: parameters.social_influence.imperfection as f32,
        }
    }
}

/// What kind of good an initiative makes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct SocialInfluenceOffer {
    /// Response of free riders to others' participation.
    pub(in crate::model) free_rider_response: f32,
}

impl SocialInfluenceOffer {
    pub(in crate::model) fn new(of: &OfferContext<'_>) -> Self {
        Self {
            free_rider_response: if of.programme.collective && of.programme.visible {
                of.parameters.social_influence.free_rider_response as f32
            } else {
                0.0
            },
        }
    }
}

/// Adds the social term `β_s S` to the logit of willingness.
pub(in crate::model) fn add_social_influence(
    block: &Block,
    ties: &ActiveTies,
    offer: &Offer,
    rates: &Rates,
    logit: &mut Lane,
) {
    let mut response = [0.0; LANES];
    for lane in lanes(block.fixed.conditional) {
        response[lane] = rates.social_influence.weight;
    }
    for lane in lanes(block.fixed.free_rider) {
        response[lane] = rates.social_influence.weight * offer.social_influence.free_rider_response;
    }
    let slope = rates.social_influence.slope / rates.social_influence.steepness;
    let inverse = 1.0 / rates.social_influence.steepness;
    for lane in 0..LANES {
        let influence = logistic(ties.share[lane] * slope - block.fixed.threshold[lane] * inverse);
        logit[lane] += response[lane] * influence;
    }
}
