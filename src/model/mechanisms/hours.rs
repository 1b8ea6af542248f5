//! M6: hours given, over all programmes within a citizen's time.
//!
//! `h = h̄ (.5 + m)(1 - .5 F)`, times the load ratio of the initiative, at most 60 % of free time together;
//! the first programme is served first.
//!
//! Sources: Ev-22, C-10. Bites in the citizens' process, on production (M18) and fatigue (M11).

use serde::{Deserialize, Serialize};

use super::digital::mixed;
use super::{Block, OfMunicipality, OfProgramme, OfSociety, Offer, OfferContext, Parameters, Rates, ratio};
use crate::model::design::Programme;
use crate::model::lane::{LANES, lanes};
use crate::model::mathematics::{WEEKS_PER_MONTH, WEEKS_PER_YEAR};
use crate::model::measure::{Measure, POSITIVE, Theme};
use crate::words::words;

/// Hours given (M6).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct HoursParameters {
    pub per_week: f64,
    pub motivation_floor: f64,
    pub fatigue_loss: f64,
    pub episodic_per_year: f64,
    pub free_time_share_max: f64,
}

/// Hours of an initiative, from the last step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model) struct HoursState {
    pub(in crate::model) per_week: f64,
    /// Ratio of the hours it must deliver to those offered.
    pub(in crate::model) ratio: f64,
}

impl Default for HoursState {
    fn default() -> Self {
        Self {
            per_week: 0.0,
            ratio: 1.0,
        }
    }
}

impl HoursState {
    /// Takes up the hours given in a step, and how many of them the initiative will ask for: where it must deliver a
    /// number of hours, participants stretch or rest.
    pub(in crate::model) fn follow(&mut self, given_per_week: f64, design: &Programme) {
        self.per_week = given_per_week;
        let offered = given_per_week / self.ratio;
        self.ratio = if design.required_hours_per_week > 0.0 && offered > 0.0 {
            (design.required_hours_per_week / offered).min(design.stretch)
        } else {
            1.0
        };
    }
}

/// Constants of a step, in the precision of the citizens' blocks.
#[derive(Clone, Debug)]
pub(in crate::model) struct HoursRates {
    pub(in crate::model) motivation_floor: f32,
    pub(in crate::model) fatigue_loss: f32,
    pub(in crate::model) free_time_share_max: f32,
}

impl HoursRates {
    pub(in crate::model) fn new(parameters: &Parameters) -> Self {
        Self {
            motivation_floor: parameters.hours.motivation_floor as f32,
            fatigue_loss: parameters.hours.fatigue_loss as f32,
            free_time_share_max: parameters.hours.free_time_share_max as f32,
        }
    }
}

/// Hours that an initiative asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct HoursOffer {
    /// Hours of a participant of medium motivation, per week.
    pub(in crate::model) per_week: f32,
    /// Ratio of the hours the initiative must deliver to those offered, within the stretch (M11).
    pub(in crate::model) ratio: f32,
}

impl HoursOffer {
    pub(in crate::model) fn new(of: &OfferContext<'_>) -> Self {
        Self {
            per_week: usual_per_week(of.programme, of.parameters) as f32,
            ratio: of.initiative.hours.ratio as f32,
        }
    }
}

/// Hours of a participant of medium motivation; those of an episodic programme are a mean over the year.
pub(in crate::model) fn usual_per_week(programme: &Programme, parameters: &Parameters) -> f64 {
    let in_person = if programme.episodic {
        parameters.hours.episodic_per_year / WEEKS_PER_YEAR
    } else {
        parameters.hours.per_week
    };
    in_person * mixed(programme, parameters, parameters.digital.hours)
}

/// Sets the hours of every participant; `offers` holds one offer per programme.
pub(in crate::model) fn give_hours(block: &mut Block, offers: &[Offer], rates: &Rates) {
    let active_before = bits_with_hours(block);
    for lane in lanes(active_before) {
        block.state.hours_per_week[lane] = 0.0;
    }
    let (state, fixed) = (&mut block.state, &block.fixed);
    for (membership, offer) in block.memberships.iter_mut().zip(offers) {
        membership.hours_per_week = [0.0; LANES];
        for lane in lanes(membership.active) {
            let wanted = if rates.mechanisms.hours {
                offer.hours.per_week
                    * (rates.hours.motivation_floor + state.motivation[lane])
                    * (1.0 - rates.hours.fatigue_loss * state.fatigue[lane])
            } else {
                offer.hours.per_week
            };
            let limit = rates.hours.free_time_share_max * fixed.free_time_hours_per_week[lane];
            let left = (limit - state.hours_per_week[lane]).max(0.0);
            let given = (wanted * offer.hours.ratio).min(left);
            membership.hours_per_week[lane] = given;
            state.hours_per_week[lane] += given;
        }
    }
}

/// Hours a week that a rested participant of one programme would give, and the most that free time allows.
pub(in crate::model) fn when_rested(block: &Block, lane: usize, offer: &Offer, rates: &Rates) -> (f32, f32) {
    let motivated = if rates.mechanisms.hours {
        rates.hours.motivation_floor + block.state.motivation[lane]
    } else {
        1.0
    };
    let limit = rates.hours.free_time_share_max * block.fixed.free_time_hours_per_week[lane];
    (offer.hours.per_week * motivated * offer.hours.ratio, limit)
}

/// Lanes that gave hours in the last step.
fn bits_with_hours(block: &Block) -> u64 {
    crate::model::lane::bits_where(|lane| block.state.hours_per_week[lane] > 0.0)
}

/// Adds up the hours of participants.
pub(in crate::model) fn count(block: &mut Block, programme: usize) {
    let mut sums = block.memberships[programme].sums;
    let membership = &block.memberships[programme];
    for lane in lanes(membership.active) {
        sums.hours_per_week += f64::from(membership.hours_per_week[lane]);
    }
    block.memberships[programme].sums = sums;
}

pub(in crate::model) const HOURS_PER_PARTICIPANT: OfSociety = OfSociety {
    measure: Measure::new(
        "hours_per_participant",
        words!("hours per participant"),
        "h/month",
        POSITIVE,
        "M6",
        Theme::Participation,
        words!("Mean hours a participant gives in a month"),
    ),
    value: |of| ratio(of.sums().hours_per_week * WEEKS_PER_MONTH, of.sums().participants),
};

pub(in crate::model) const CITIZEN_HOURS: OfSociety = OfSociety {
    measure: Measure::new(
        "citizen_hours",
        words!("citizens' hours"),
        "h/month per 1,000 citizens",
        POSITIVE,
        "M6",
        Theme::Participation,
        words!("Hours all citizens give in a month, per 1,000 citizens"),
    ),
    value: |of| of.sums().hours_per_week * WEEKS_PER_MONTH * 1000.0 / of.citizens(),
};

pub(in crate::model) const PROGRAMME_CITIZEN_HOURS: OfProgramme = OfProgramme {
    measure: Measure::new(
        "citizen_hours",
        words!("citizens' hours"),
        "h/month per 1,000 citizens",
        POSITIVE,
        "M6",
        Theme::Participation,
        words!("Hours citizens give in a month, per 1,000 citizens"),
    ),
    value: |of| of.total(|sums| sums.hours_per_week) * WEEKS_PER_MONTH * 1000.0 / of.citizens(),
};

pub(in crate::model) const MUNICIPALITY_CITIZEN_HOURS: OfMunicipality = OfMunicipality {
    measure: Measure::new(
        "citizen_hours",
        words!("citizens' hours"),
        "h/month per 1,000 citizens",
        POSITIVE,
        "M6",
        Theme::Participation,
        words!("Hours its citizens give in a month, per 1,000 of them"),
    ),
    value: |of| of.sums.hours_per_week * WEEKS_PER_MONTH * 1000.0 / of.citizens,
};
