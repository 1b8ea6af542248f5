//! M2, M4: being asked, and joining.
//!
//! Join: `λ_join = aware · λ_ask · W · φ` with `λ_ask = season · invitation · (λ_0 + λ_w n + λ_p ε)`, `n` the active ties,
//! `ε` the enabling share, `W` willingness (M3) and `φ` follow-through, which queues lower (M15). A citizen who may joins
//! in a step with the probability `1 - exp(-λ_join dt)`.
//!
//! Sources: Ev-23, Ev-51, B-06. Bites in the citizens' process, on who takes part.

use serde::Deserialize;

use super::active_ties::ActiveTies;
use super::digital::mixed;
use super::{Block, OfMunicipality, OfProgramme, OfSociety, Offer, OfferContext, Rates, StepContext};
use crate::model::lane::{LANES, Lane, bits_where, lanes};
use crate::model::mathematics::probability;
use crate::model::measure::{Measure, POSITIVE, SHARE, Theme};
use crate::words::words;

/// Being asked and joining (M2, M4).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskingParameters {
    pub general: f64,
    pub per_active_tie: f64,
    pub per_enabling: f64,
    pub follow_through: f64,
    pub drop_out_per_week: f64,
}

/// How an initiative asks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct JoiningOffer {
    /// Rate of being asked by someone who is not a friend, per year.
    pub(in crate::model) asked_per_year: f32,
    /// Rate of being asked by one active tie, per year.
    pub(in crate::model) asked_per_tie_per_year: f32,
    /// Probability that a willing citizen who was asked turns up and is let in (M4, M15).
    pub(in crate::model) follow_through: f32,
}

impl JoiningOffer {
    pub(in crate::model) fn new(of: &OfferContext<'_>) -> Self {
        let (asking, digital) = (&of.parameters.asking, &of.parameters.digital);
        let invitation =
            of.programme.invitation * season(of) * mixed(of.programme, of.parameters, digital.asking);
        let (by_staff, by_friends) = if of.parameters.mechanisms.asking {
            (
                asking.per_enabling * of.initiative.facilitation.enabling_share,
                asking.per_active_tie,
            )
        } else {
            (0.0, 0.0)
        };
        let turning_up = mixed(of.programme, of.parameters, digital.follow_through);
        Self {
            asked_per_year: (invitation * (asking.general + by_staff)) as f32,
            asked_per_tie_per_year: (invitation * by_friends) as f32,
            follow_through: (asking.follow_through * of.culture.patience * turning_up).min(1.0) as f32,
        }
    }
}

/// How much of the year's asking falls into this step: all of it into one step for an episodic programme.
fn season(of: &OfferContext<'_>) -> f64 {
    if !of.programme.episodic {
        1.0
    } else if of.step % of.steps_per_year == of.steps_per_year / 3 {
        f64::from(of.steps_per_year)
    } else {
        0.0
    }
}

/// Who joins in this step; `eligible` are those who may, and `reach` says how much more each is asked in the
/// programme's channel.
pub(in crate::model) fn join(
    eligible: u64,
    ties: &ActiveTies,
    willingness: &Lane,
    reach: Option<&Lane>,
    offer: &Offer,
    rates: &Rates,
    uniform: &Lane,
) -> u64 {
    let willingness = match reach {
        Some(reach) => &std::array::from_fn(|lane| willingness[lane] * reach[lane]),
        None => willingness,
    };
    let mut joining = [0.0; LANES];
    for lane in 0..LANES {
        let asked = offer.joining.asked_per_year + offer.joining.asked_per_tie_per_year * ties.count[lane];
        joining[lane] = probability(
            asked * willingness[lane] * offer.joining.follow_through,
            rates.step_years,
        );
    }
    eligible & bits_where(|lane| uniform[lane] < joining[lane])
}

/// Who joins when somebody decides in place of the model.
pub(in crate::model) fn decided(
    eligible: u64,
    joins: u64,
    block: &Block,
    programme: usize,
    context: &StepContext<'_>,
) -> u64 {
    let Some(decisions) = context.decisions else {
        return joins;
    };
    lanes(eligible)
        .filter(|lane| decisions.joins(block.ids[*lane], programme, context.step, joins >> lane & 1 == 1))
        .fold(0, |decided, lane| decided | 1 << lane)
}

/// Carries out joins and exits.
pub(in crate::model) fn enter_and_exit(
    block: &mut Block,
    programme: usize,
    offer: &Offer,
    joins: u64,
    exits: u64,
) {
    let membership = &mut block.memberships[programme];
    membership.active = (membership.active | joins) & !exits;
    for lane in lanes(joins) {
        membership.ownership[lane] = offer.ownership.start;
    }
    for lane in lanes(exits) {
        membership.ownership[lane] = 0.0;
    }
}

/// Adds up who takes part, took part before, joined and left.
pub(in crate::model) fn count_flows(
    block: &mut Block,
    programme: usize,
    active_before: u64,
    joins: u64,
    exits: u64,
) {
    let count = |bits: u64| f64::from(bits.count_ones());
    let sums = &mut block.memberships[programme].sums;
    sums.active_before = count(active_before);
    sums.joins = count(joins);
    sums.exits = count(exits);
}

pub(in crate::model) const PARTICIPANTS_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "participants_share",
        words!("participants"),
        "share",
        SHARE,
        "M4",
        Theme::Participation,
        words!("Share of citizens who take part in at least one programme"),
    ),
    value: |of| of.sums().participants / of.citizens(),
};

pub(in crate::model) const PARTICIPANTS: OfSociety = OfSociety {
    measure: Measure::new(
        "participants",
        words!("participants"),
        "citizens",
        POSITIVE,
        "M4",
        Theme::Participation,
        words!("Number of citizens who take part in at least one programme"),
    ),
    value: |of| of.sums().participants,
};

pub(in crate::model) const ENTRY_RATE: OfSociety = OfSociety {
    measure: Measure::new(
        "entry_rate",
        words!("entry rate"),
        "1/year per 100 citizens",
        POSITIVE,
        "M4",
        Theme::Participation,
        words!("Joins in the step, as a yearly rate per 100 citizens"),
    ),
    value: |of| of.total(|sums| sums.joins) / of.society.step_years * 100.0 / of.citizens(),
};

pub(in crate::model) const PROGRAMME_PARTICIPANTS_SHARE: OfProgramme = OfProgramme {
    measure: Measure::new(
        "participants_share",
        words!("participants"),
        "share",
        SHARE,
        "M4",
        Theme::Participation,
        words!("Share of citizens who take part"),
    ),
    value: |of| of.total(|sums| sums.active) / of.citizens(),
};

pub(in crate::model) const MUNICIPALITY_PARTICIPANTS_SHARE: OfMunicipality = OfMunicipality {
    measure: Measure::new(
        "participants_share",
        words!("participants"),
        "share",
        SHARE,
        "M4",
        Theme::Participation,
        words!("Share of its citizens who take part in at least one programme"),
    ),
    value: |of| of.sums.participants / of.citizens,
};
