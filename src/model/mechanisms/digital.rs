//! M25: a digital channel, and game logic in it (T-20, T-21).
//!
//! Of a programme that meets people digitally to the share `δ`, a quantity that the channel multiplies by `x` becomes
//! `1 + δ (x - 1)` as much: more are asked, at less cost, with less effort and fewer hours; more who say yes turn up, more
//! leave, ties are weaker. It reaches the young and those of longer education more:
//! `exp(g_a y + g_e (education - 1))` with `y` 1 below 35 years and -1 from 65. A game of intensity `γ` adds
//! `γ β_γ 2x ν` to the logit of willingness; its novelty `ν` wears off with a half-life for who plays.
//!
//! Sources: D-09, T-20, T-21, Ev-45. Bites in the offers of other mechanisms (M1 to M6, M10, M23).

use serde::{Deserialize, Serialize};

use super::{Block, Membership, OfSociety, OfferContext, Parameters, Rates, ratio, sums};
use crate::model::design::Programme;
use crate::model::lane::{LANES, Lane, lanes};
use crate::model::mathematics::half_life_share;
use crate::model::measure::{Measure, SHARE, Theme};
use crate::words::words;

/// Digital channels and games, relative to meeting in person (M25).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DigitalParameters {
    pub asking: f64,
    pub outreach_cost: f64,
    pub ease: f64,
    pub follow_through: f64,
    pub hours: f64,
    pub exit: f64,
    pub tie_strength: f64,
    pub age_divide: f64,
    pub education_divide: f64,
    pub game: f64,
    pub novelty_half_life_years: f64,
}

/// What a digital channel is to the citizens of a block in one programme.
#[derive(Clone, Debug)]
pub(in crate::model) struct Channel {
    /// How much more a citizen is reached than in person.
    pub(in crate::model) reach: Lane,
    /// What is left of the game's novelty.
    pub(in crate::model) novelty: Lane,
}

impl Default for Channel {
    fn default() -> Self {
        Self {
            reach: [1.0; LANES],
            novelty: [1.0; LANES],
        }
    }
}

sums! {
    /// Novelty of a game for those who play.
    DigitalSums { novelty }
}

/// Constants of a step, in the precision of the citizens' blocks.
#[derive(Clone, Debug)]
pub(in crate::model) struct DigitalRates {
    pub(in crate::model) novelty_share: f32,
}

impl DigitalRates {
    pub(in crate::model) fn new(parameters: &Parameters, step_years: f64) -> Self {
        Self {
            novelty_share: half_life_share(step_years, parameters.digital.novelty_half_life_years) as f32,
        }
    }
}

/// What the game of an initiative adds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct DigitalOffer {
    /// Weight of a new game for a citizen of medium susceptibility.
    pub(in crate::model) game_weight: f32,
}

impl DigitalOffer {
    pub(in crate::model) fn new(of: &OfferContext<'_>) -> Self {
        Self {
            game_weight: (2.0 * game_weight(of.programme, of.parameters)) as f32,
        }
    }
}

/// Share of a programme's contacts that is digital.
pub(in crate::model) fn share(programme: &Programme, parameters: &Parameters) -> f64 {
    if parameters.mechanisms.digital {
        programme.digital_share
    } else {
        0.0
    }
}

/// What becomes of a quantity that the channel multiplies by `factor`.
pub(in crate::model) fn mixed(programme: &Programme, parameters: &Parameters, factor: f64) -> f64 {
    1.0 + share(programme, parameters) * (factor - 1.0)
}

/// Weight of the game in willingness, for medium susceptibility.
pub(in crate::model) fn game_weight(programme: &Programme, parameters: &Parameters) -> f64 {
    if parameters.mechanisms.digital {
        programme.game * parameters.digital.game
    } else {
        0.0
    }
}

/// Opens or follows the channel of each programme that has one.
pub(in crate::model) fn follow(block: &mut Block, parameters: &Parameters) {
    let present = block.present();
    for (membership, programme) in block.memberships.iter_mut().zip(&parameters.programmes) {
        if membership.digital.is_none() && programme.digital_share <= 0.0 && programme.game <= 0.0 {
            continue;
        }
        let channel = membership.digital.get_or_insert_default();
        for lane in lanes(present) {
            let bit = |bits: u64| f64::from((bits >> lane & 1) as u8);
            let youth = bit(block.fixed.young) - bit(block.fixed.older);
            let schooling = f64::from(block.fixed.education[lane]) - 1.0;
            let weights = &parameters.digital;
            let access = libm::exp(weights.age_divide * youth + weights.education_divide * schooling);
            channel.reach[lane] = mixed(programme, parameters, access) as f32;
            membership.awareness.outreach_weight[lane] *= channel.reach[lane];
        }
    }
}

/// The game grows old for those who take part.
pub(in crate::model) fn play(block: &mut Block, programme: usize, rates: &Rates) {
    let membership = &mut block.memberships[programme];
    if let Some(channel) = &mut membership.digital
        && rates.mechanisms.digital
    {
        for lane in lanes(membership.active) {
            channel.novelty[lane] -= rates.digital.novelty_share * channel.novelty[lane];
        }
    }
}

/// How much more the programme's channel reaches each citizen than meeting in person (M25).
pub(in crate::model) fn reach(block: &Block, programme: usize) -> Option<&Lane> {
    let channel = block.memberships[programme].digital.as_ref();
    channel.map(|channel| &channel.reach)
}

/// Adds up what is left of the novelty of a game for those who play.
pub(in crate::model) fn count(block: &mut Block, programme: usize) {
    let Membership {
        digital,
        sums,
        active,
        ..
    } = &mut block.memberships[programme];
    if let Some(channel) = digital {
        for lane in lanes(*active) {
            sums.digital.novelty += f64::from(channel.novelty[lane]);
        }
    }
}

pub(in crate::model) const YOUNG_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "young_share",
        words!("young participants"),
        "share",
        SHARE,
        "M25",
        Theme::Participation,
        words!("Share of participants who are younger than 35 years"),
    ),
    value: |of| ratio(of.sums().young_participants, of.sums().participants),
};

pub(in crate::model) const NOVELTY: OfSociety = OfSociety {
    measure: Measure::new(
        "novelty",
        words!("novelty of games"),
        "",
        SHARE,
        "M25",
        Theme::Participation,
        words!("What is left of the novelty of a game for those who take part in a programme that is one"),
    ),
    value: |of| {
        let games = || of.present().filter(|one| of.programme(one).game > 0.0);
        let players = games().map(|one| one.sums.active).sum();
        ratio(games().map(|one| one.sums.digital.novelty).sum(), players)
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lane::LANES;
    use crate::model::mechanisms::social_capital::TrustMoments;
    use crate::scenario::reference_parameters;

    #[test]
    fn without_a_channel_nothing_changes() {
        let parameters = reference_parameters();
        let programme = &parameters.programmes[0];
        assert!((mixed(programme, &parameters, 3.0) - 1.0).abs() < 1e-12);
        let mut block = Block::new(0, 1, 0);
        follow(&mut block, &parameters);
        assert!(block.memberships[0].digital.is_none());
    }

    /// Half digital: half the way to what the channel alone would do, for reach as for the rest.
    #[test]
    fn the_divide_is_the_share_of_the_channel() {
        let mut parameters = reference_parameters();
        parameters.programmes[0].digital_share = 0.5;
        assert!((mixed(&parameters.programmes[0], &parameters, 3.0) - 2.0).abs() < 1e-12);
        let mut block = Block::new(0, 1, 0);
        block.len = LANES;
        block.fixed.young = 1;
        block.fixed.older = 2;
        block.fixed.education = [1; LANES];
        block.fixed.education[3] = 2;
        follow(&mut block, &parameters);
        let reach = |lane: usize| f64::from(block.memberships[0].digital.as_ref().unwrap().reach[lane]);
        let weights = &parameters.digital;
        for (lane, log) in [
            (0, weights.age_divide),
            (1, -weights.age_divide),
            (2, 0.0),
            (3, weights.education_divide),
        ] {
            assert!((reach(lane) - 0.5 - 0.5 * libm::exp(log)).abs() < 1e-6);
        }
    }

    #[test]
    fn novelty_halves_for_players_only() {
        let parameters = reference_parameters();
        let rates = Rates::new(&parameters, TrustMoments::default(), 1.0 / 12.0, 12);
        let mut block = Block::new(0, 1, 0);
        block.memberships[0].digital = Some(Box::default());
        block.memberships[0].active = 1;
        let months = (12.0 * parameters.digital.novelty_half_life_years).round() as u32;
        (0..months).for_each(|_| play(&mut block, 0, &rates));
        let channel = block.memberships[0].digital.as_ref().unwrap();
        assert!((channel.novelty[0] - 0.5).abs() < 1e-5 && (channel.novelty[1] - 1.0).abs() < 1e-12);
    }
}
