//! M9: efficacy and ability are trainable.
//!
//! Mastery: `de/dt = η_e x (succ - e)`, where success is own effort used constructively and with a visible
//! result. A kit raises knowledge by 16.5 % and efficacy by 0.10, once; a letter raises knowledge by 0.03.
//!
//! Sources: Ev-01, Ev-02, Ev-04, M-10, C-02. Bites in the citizens' process, on willingness (M3) and input (M18).

use serde::Deserialize;

use super::{Block, OfProgramme, OfSociety, Offer, OfferContext, Parameters, Rates, facilitation, sums};
use crate::model::lane::{Lane, bits_where, lanes};
use crate::model::mathematics::{probability, rate_share};
use crate::model::measure::{Measure, SHARE, Theme};
use crate::words::words;

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

/// Who of a block a programme is meant for and has reached.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::model) struct MasteryMembership {
    /// Who belongs to the target group.
    pub(in crate::model) target: u64,
    /// Who was reached with a kit.
    pub(in crate::model) kit: u64,
    /// Who was reached with a letter.
    pub(in crate::model) letter: u64,
}

sums!(MasterySums {
    target,
    kits_reached,
    kits_given,
    letters_given
});

/// Constants of a step, in the precision of the citizens' blocks.
#[derive(Clone, Debug)]
pub(in crate::model) struct MasteryRates {
    pub(in crate::model) learning_share: f32,
    pub(in crate::model) kit_knowledge: f32,
    pub(in crate::model) kit_efficacy: f32,
    pub(in crate::model) letter_knowledge: f32,
}

impl MasteryRates {
    pub(in crate::model) fn new(parameters: &Parameters, step_years: f64) -> Self {
        Self {
            learning_share: rate_share(parameters.mastery.learning, step_years),
            kit_knowledge: parameters.mastery.kit_knowledge as f32,
            kit_efficacy: parameters.mastery.kit_efficacy as f32,
            letter_knowledge: parameters.mastery.letter_knowledge as f32,
        }
    }
}

/// What citizens learn in an initiative.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct MasteryOffer {
    /// Experienced success.
    pub(in crate::model) success: f32,
    /// Probability that a member of the target group is reached with a kit in this step.
    pub(in crate::model) kit_probability: f32,
    /// The same for a letter.
    pub(in crate::model) letter_probability: f32,
}

impl MasteryOffer {
    pub(in crate::model) fn new(of: &OfferContext<'_>) -> Self {
        let performance = facilitation::performance(facilitation::delivered(of.initiative, of.parameters));
        let reach = |rate_per_year: f64| {
            if of.initiative.is_running() {
                probability(rate_per_year as f32, of.step_years as f32)
            } else {
                0.0
            }
        };
        Self {
            success: (0.5 * (facilitation::enabling(of.initiative, of.unit) + performance)) as f32,
            kit_probability: reach(of.programme.kit * of.money.grant),
            letter_probability: reach(of.programme.letter * of.money.grant),
        }
    }
}

/// Hands kits and letters to members of the target group; returns how many of each.
pub(in crate::model) fn hand_out(
    block: &mut Block,
    programme: usize,
    offer: &Offer,
    rates: &Rates,
    uniform: &Lane,
) -> (u64, u64) {
    if offer.mastery.kit_probability <= 0.0 && offer.mastery.letter_probability <= 0.0 {
        return (0, 0);
    }
    let membership = &block.memberships[programme];
    let kit = membership.mastery.target
        & !membership.mastery.kit
        & bits_where(|lane| uniform[lane] < offer.mastery.kit_probability);
    let letter = membership.mastery.target
        & !membership.mastery.letter
        & bits_where(|lane| 1.0 - uniform[lane] < offer.mastery.letter_probability);
    if rates.mechanisms.mastery {
        let state = &mut block.state;
        for lane in lanes(kit) {
            state.knowledge[lane] = (state.knowledge[lane] * (1.0 + rates.mastery.kit_knowledge)).min(1.0);
            state.efficacy[lane] = (state.efficacy[lane] + rates.mastery.kit_efficacy).min(1.0);
        }
        for lane in lanes(letter) {
            state.knowledge[lane] = (state.knowledge[lane] + rates.mastery.letter_knowledge).min(1.0);
        }
    }
    let membership = &mut block.memberships[programme];
    membership.mastery.kit |= kit;
    membership.mastery.letter |= letter;
    membership.awareness.aware |= kit | letter;
    (kit, letter)
}

/// Participants' efficacy moves toward the success they experience.
pub(in crate::model) fn learn_by_doing(block: &mut Block, programme: usize, offer: &Offer, rates: &Rates) {
    for lane in lanes(block.memberships[programme].active) {
        let efficacy = &mut block.state.efficacy[lane];
        *efficacy += rates.mastery.learning_share * (offer.mastery.success - *efficacy);
    }
}

/// Adds up who was given a kit or a letter in the step.
pub(in crate::model) fn count_given(block: &mut Block, programme: usize, kits: u64, letters: u64) {
    let sums = &mut block.memberships[programme].sums.mastery;
    sums.kits_given = f64::from(kits.count_ones());
    sums.letters_given = f64::from(letters.count_ones());
}

/// Adds up whom the programme is meant for and has reached.
pub(in crate::model) fn count(block: &mut Block, programme: usize) {
    let membership = &mut block.memberships[programme];
    membership.sums.mastery.target = f64::from(membership.mastery.target.count_ones());
    membership.sums.mastery.kits_reached = f64::from(membership.mastery.kit.count_ones());
}

pub(in crate::model) const EFFICACY: OfSociety = OfSociety {
    measure: Measure::new(
        "efficacy",
        words!("self-efficacy"),
        "",
        SHARE,
        "M9",
        Theme::Citizens,
        words!("Mean self-efficacy"),
    )
    .more_is_better(),
    value: |of| of.sums().efficacy / of.citizens(),
};

pub(in crate::model) const KNOWLEDGE: OfSociety = OfSociety {
    measure: Measure::new(
        "knowledge",
        words!("knowledge"),
        "",
        SHARE,
        "M9",
        Theme::Citizens,
        words!("Mean knowledge"),
    )
    .more_is_better(),
    value: |of| of.sums().knowledge / of.citizens(),
};

pub(in crate::model) const PROGRAMME_KIT_REACH: OfProgramme = OfProgramme {
    measure: Measure::new(
        "kit_reach",
        words!("reach of kits"),
        "share",
        SHARE,
        "M9",
        Theme::Participation,
        words!("Share of the target group reached with a kit"),
    ),
    value: |of| of.share_of_target(|sums| sums.mastery.kits_reached),
};
