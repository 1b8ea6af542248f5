//! M9: efficacy and ability are trainable.
//!
//! Mastery: `de/dt = η_e x (succ - e)`, where success is own effort used constructively and with a visible
//! result. Kits and letters give once, and of what is missing: a kit `k' = k + Δk (1 - k)` and `e' = e + 2 Δe (1 - e)`, a
//! letter `k' = k + 2 Δl (1 - k)`. At the middle of the scale that is 16.5 % more knowledge and 0.10 of efficacy by a kit
//! and 0.03 of knowledge by a letter; who knows or can everything gains nothing.
//!
//! Sources: Ev-01, Ev-02, Ev-04, M-10, C-02. Bites in the citizens' process, on willingness (M3) and input (M18).

use serde::{Deserialize, Serialize};

use super::{Block, OfProgramme, OfSociety, Offer, OfferContext, Parameters, Rates, facilitation, sums};
use crate::model::lane::{Lane, bits_where, lanes};
use crate::model::mathematics::{probability, rate_share};
use crate::model::measure::{Measure, SHARE, Theme};
use crate::words::words;

/// Trainable efficacy and ability (M9).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
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
    /// Shares of the knowledge and the efficacy that are missing which a kit gives, and of the knowledge which a letter does.
    pub(in crate::model) kit_knowledge: f32,
    pub(in crate::model) kit_efficacy: f32,
    pub(in crate::model) letter_knowledge: f32,
}

impl MasteryRates {
    pub(in crate::model) fn new(parameters: &Parameters, step_years: f64) -> Self {
        Self {
            learning_share: rate_share(parameters.mastery.learning, step_years),
            kit_knowledge: parameters.mastery.kit_knowledge as f32,
            // Gains at the middle of the scale, where half is missing.
            kit_efficacy: (2.0 * parameters.mastery.kit_efficacy) as f32,
            letter_knowledge: (2.0 * parameters.mastery.letter_knowledge) as f32,
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
            fill_up(&mut state.knowledge[lane], rates.mastery.kit_knowledge);
            fill_up(&mut state.efficacy[lane], rates.mastery.kit_efficacy);
        }
        for lane in lanes(letter) {
            fill_up(&mut state.knowledge[lane], rates.mastery.letter_knowledge);
        }
    }
    let membership = &mut block.memberships[programme];
    membership.mastery.kit |= kit;
    membership.mastery.letter |= letter;
    membership.awareness.aware |= kit | letter;
    (kit, letter)
}

/// Gives a share of what is missing to 1.
fn fill_up(value: &mut f32, share: f32) {
    *value = (*value + share * (1.0 - *value)).min(1.0);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lane::LANES;
    use crate::model::mechanisms::social_capital::TrustMoments;
    use crate::scenario::reference_parameters;

    /// A block whose citizens know and can more and more, from nothing to everything.
    fn ladder() -> Block {
        let mut block = Block::new(0, 1, 0);
        block.len = LANES;
        block.memberships[0].mastery.target = block.present();
        for lane in 0..LANES {
            let step = lane as f32 / (LANES - 1) as f32;
            block.state.knowledge[lane] = step;
            block.state.efficacy[lane] = step;
        }
        block
    }

    /// The ladder after everybody was handed a kit or a letter.
    fn handed(parameters: &Parameters, kit: bool) -> Block {
        let rates = Rates::new(parameters, TrustMoments::default(), 1.0 / 12.0, 12);
        let mut offer = Offer::default();
        if kit {
            offer.mastery.kit_probability = 1.0;
        } else {
            offer.mastery.letter_probability = 1.0;
        }
        let mut block = ladder();
        let (kits, letters) = hand_out(&mut block, 0, &offer, &rates, &[0.5; LANES]);
        assert_eq!((kits == u64::MAX, letters == u64::MAX), (kit, !kit));
        block
    }

    #[test]
    fn kits_and_letters_give_of_what_is_missing() {
        let parameters = reference_parameters();
        let mastery = &parameters.mastery;
        let (kit, letter, before) = (handed(&parameters, true), handed(&parameters, false), ladder());
        for lane in 0..LANES {
            let start = f64::from(before.state.knowledge[lane]);
            let missing = 1.0 - start;
            for (now, gain) in [
                (kit.state.knowledge[lane], mastery.kit_knowledge * missing),
                (kit.state.efficacy[lane], 2.0 * mastery.kit_efficacy * missing),
                (
                    letter.state.knowledge[lane],
                    2.0 * mastery.letter_knowledge * missing,
                ),
                (letter.state.efficacy[lane], 0.0),
            ] {
                assert!((f64::from(now) - start - gain).abs() < 1e-6, "at {start}");
            }
        }
        let top = LANES - 1;
        for value in [kit.state.knowledge[top], kit.state.efficacy[top]] {
            assert!(
                (value - 1.0).abs() < 1e-9,
                "who knows and can everything gains nothing"
            );
        }
    }

    /// At the middle of the scale the gains are those that the parameters say.
    #[test]
    fn gains_are_named_after_the_middle_of_the_scale() {
        let parameters = reference_parameters();
        let rates = Rates::new(&parameters, TrustMoments::default(), 1.0 / 12.0, 12);
        let gained = |share: f32| {
            let mut value = 0.5;
            fill_up(&mut value, share);
            f64::from(value) - 0.5
        };
        let mastery = &parameters.mastery;
        assert!((gained(rates.mastery.kit_knowledge) - 0.5 * mastery.kit_knowledge).abs() < 1e-6);
        assert!((gained(rates.mastery.kit_efficacy) - mastery.kit_efficacy).abs() < 1e-6);
        assert!((gained(rates.mastery.letter_knowledge) - mastery.letter_knowledge).abs() < 1e-6);
    }

    #[test]
    fn nobody_comes_to_know_more_than_everything() {
        let mut parameters = reference_parameters();
        parameters.mastery.kit_efficacy = 1.0;
        let block = handed(&parameters, true);
        assert!(block.state.efficacy.iter().all(|&efficacy| efficacy <= 1.0));
    }
}
