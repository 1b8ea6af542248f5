//! M1: awareness and outreach.
//!
//! `λ_aware = κ_out O exp(g(2z - 1)) + κ_wom n`, with `z` the status for broad information and the
//! affectedness for targeted outreach, and `n` the active ties. Those who do not take part forget at `λ_f`.

use crate::model::lane::{LANES, Lane, bits_where};
use crate::model::mathematics::probability;
use crate::model::mechanisms::active_ties::ActiveTies;
use crate::model::mechanisms::membership::Membership;
use crate::model::mechanisms::offer::Offer;
use crate::model::mechanisms::rates::Rates;
use serde::Deserialize;

/// Awareness and outreach (M1).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AwarenessParameters {
    pub outreach: f64,
    pub word_of_mouth: f64,
    pub forgetting: f64,
    pub ses_bias: f64,
    pub need_bias: f64,
}

/// Who knows of the programme after this step.
pub(crate) fn hear_and_forget(
    membership: &Membership,
    ties: &ActiveTies,
    offer: &Offer,
    rates: &Rates,
    uniform: &Lane,
) -> u64 {
    let mut heard = [0.0; LANES];
    for lane in 0..LANES {
        let rate = offer.outreach_per_year * membership.outreach_weight[lane]
            + rates.word_of_mouth_per_year * ties.count[lane];
        heard[lane] = probability(rate, rates.step_years);
    }
    let hears = bits_where(|lane| uniform[lane] < heard[lane]);
    let forgets = bits_where(|lane| uniform[lane] < rates.forget_probability) & !membership.active;
    let (aware, unaware) = (membership.aware, !membership.aware);
    (aware & !forgets) | (unaware & hears)
}
