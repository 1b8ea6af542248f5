//! Wellbeing (V-11): what citizens gain from the outcome and from taking part.
//!
//! Wellbeing moves with a half-life toward
//! `y⁰ - need · a (s (1 - met) - s_ref) + participation · v x - fatigue · F`, kept within `[0, 1]`, where `met` is the
//! share of own need that other members of a time bank have met or that rehabilitation has ended (M25).
//!
//! Sources: V-06, V-11, V-13, Ev-26. Bites last in the citizens' process; nothing else looks at it.

use serde::{Deserialize, Serialize};

use super::active_ties::ActiveTies;
use super::{Block, OfSociety, Offer, Parameters, Rates};
use crate::model::lane::{LANES, lanes, sum};
use crate::model::mathematics::half_life_share;
use crate::model::measure::{Measure, SHARE, Theme};
use crate::words::words;

/// What citizens' wellbeing follows.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WellbeingParameters {
    pub ses: f64,
    pub half_life_years: f64,
    pub need: f64,
    pub participation: f64,
    pub fatigue: f64,
}

/// Constants of a step, in the precision of the citizens' blocks.
#[derive(Clone, Debug)]
pub(in crate::model) struct WellbeingRates {
    pub(in crate::model) share: f32,
    pub(in crate::model) need: f32,
    pub(in crate::model) participation: f32,
    pub(in crate::model) fatigue: f32,
}

impl WellbeingRates {
    pub(in crate::model) fn new(parameters: &Parameters, step_years: f64) -> Self {
        Self {
            share: half_life_share(step_years, parameters.wellbeing.half_life_years) as f32,
            need: parameters.wellbeing.need as f32,
            participation: parameters.wellbeing.participation as f32,
            fatigue: parameters.wellbeing.fatigue as f32,
        }
    }
}

/// Moves wellbeing by one step.
pub(in crate::model) fn move_wellbeing(block: &mut Block, offers: &[Offer], rates: &Rates) {
    let mut target = block.fixed.wellbeing_start;
    let present = offers.iter().filter(|offer| offer.present);
    let programmes = present.clone().count() as f32;
    for offer in present {
        let weight =
            rates.wellbeing.need * (offer.outcome.shortfall - rates.outcome.shortfall_reference) / programmes;
        for lane in 0..LANES {
            target[lane] -= weight * block.fixed.affectedness[lane];
        }
    }
    for (membership, offer) in block.memberships.iter().zip(offers) {
        for lane in lanes(membership.active) {
            target[lane] += rates.wellbeing.participation * offer.ownership.influence;
        }
        if let Some(accounts) = &membership.time_bank
            && rates.mechanisms.time_bank
        {
            // Who was served by another member has that much less of the shortfall.
            for lane in lanes(membership.active) {
                let met = offer.outcome.shortfall * accounts.received[lane];
                target[lane] += rates.wellbeing.need * block.fixed.affectedness[lane] * met / programmes;
            }
        }
        if let Some(care) = &membership.rehabilitation
            && rates.mechanisms.rehabilitation
        {
            for lane in lanes(block.present()) {
                let regained = offer.outcome.shortfall * (1.0 - care.need_left[lane]);
                target[lane] += rates.wellbeing.need * block.fixed.affectedness[lane] * regained / programmes;
            }
        }
    }
    for lane in 0..LANES {
        let aim = (target[lane] - rates.wellbeing.fatigue * block.state.fatigue[lane]).clamp(0.0, 1.0);
        block.state.wellbeing[lane] += rates.wellbeing.share * (aim - block.state.wellbeing[lane]);
    }
}

/// Adds up the wellbeing of those who are tied to participants.
pub(in crate::model) fn count_near_circle(block: &mut Block, ties: &ActiveTies) {
    let mut weighted = [0.0; LANES];
    for lane in 0..LANES {
        weighted[lane] = ties.count[lane] * block.state.wellbeing[lane];
    }
    block.sums.near_wellbeing += sum(&weighted, block.len);
    block.sums.near_ties += sum(&ties.count, block.len);
}

pub(in crate::model) const WELLBEING: OfSociety = OfSociety {
    measure: Measure::new(
        "wellbeing",
        words!("wellbeing"),
        "",
        SHARE,
        "M19",
        Theme::Citizens,
        words!("Mean wellbeing"),
    )
    .more_is_better(),
    value: |of| of.sums().wellbeing / of.citizens(),
};
