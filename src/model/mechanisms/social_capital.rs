//! M10: ties, generalised trust, expectations of the public side, and stance.
//!
//! - Ties made by taking part form between co-participants (0.5 a year within a group, 0.2 across in a mixed
//!   programme), strengthen while both take part and fade at 0.15 a year while they do not. Everyday ties are
//!   kept alive by everyday life and stay.
//! - Generalised trust moves once a year around each citizen's own level, which lasts, `g' = L + ρ (g - L) + ε`, on each
//!   citizen's own day of the year (`social_capital/trust.rs`); taking part hardly moves it.
//! - Expectations move with experience, `dw/dt = k_w (enabling - w)`, faster downward where involvement is token,
//!   and by hearsay.
//! - Stance moves toward the half-way point between one half and one that the influence of the role marks.
//!
//! Sources: W-06, V-04, C-09, R-04, R-07, Ev-19, Ev-20. Bites in the citizens' process and, for new ties, after it.

mod trust;

use serde::{Deserialize, Serialize};

use super::active_ties::{ActiveTies, is_active};
use super::digital::mixed;
use super::{
    Block, OfMunicipality, OfSociety, Offer, OfferContext, Parameters, Rates, Society, facilitation,
};
use crate::model::lane::{LANES, Lane, lanes};
use crate::model::mathematics::{probability_f64, rate_share};
use crate::model::measure::{Measure, POSITIVE, SHARE, Theme};
use crate::random::{Draws, PurposePerProgramme};
use crate::words::words;
pub(in crate::model) use trust::{TrustMoments, change_trust};

/// Which co-participant a citizen meets; by citizen.
const ENCOUNTER: PurposePerProgramme = PurposePerProgramme(110);

/// Most ties made by taking part that a citizen keeps; where there is no room none is made, and none is pushed out.
pub(in crate::model) const ACQUAINTANCES: usize = 6;

/// A tie made by taking part. It is kept on both sides with equal strength.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct Acquaintance {
    /// Position of the other.
    pub(in crate::model) partner: u32,
    /// Strength in `[0, 1]`; 0 is no tie.
    pub(in crate::model) strength: f32,
    /// Whether it joins two groups.
    pub(in crate::model) bridging: bool,
}

/// Ties, trust and local expectations (M10).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SocialCapitalParameters {
    pub tie_formation_within: f64,
    pub tie_formation_across: f64,
    pub tie_decay: f64,
    pub new_tie_strength: f64,
    pub trust_autocorrelation: f64,
    pub trust_stable_share: f64,
    pub trust_participation: f64,
    pub expectation_participants: f64,
    pub expectation_hearsay: f64,
    pub stance_adaptation: f64,
}

/// Constants of a step, in the precision of the citizens' blocks.
#[derive(Clone, Debug)]
pub(in crate::model) struct SocialCapitalRates {
    /// Part of the distance from a citizen's own level of trust that is left after a year.
    pub(in crate::model) trust_kept: f32,
    /// Standard deviation of what a year adds to it.
    pub(in crate::model) trust_noise: f32,
    pub(in crate::model) trust_participation_per_step: f32,
    pub(in crate::model) expectation_share: f32,
    pub(in crate::model) expectation_loss_share: f32,
    pub(in crate::model) hearsay_share: f32,
    pub(in crate::model) stance_share: f32,
    pub(in crate::model) stance_per_year: f32,
    pub(in crate::model) tie_use_share: f32,
    pub(in crate::model) tie_decay_share: f32,
}

impl SocialCapitalRates {
    pub(in crate::model) fn new(parameters: &Parameters, trust: TrustMoments, step_years: f64) -> Self {
        let kept = trust::kept_a_year(&parameters.social_capital);
        Self {
            trust_kept: kept as f32,
            trust_noise: trust.noise(kept, parameters.social_capital.trust_stable_share) as f32,
            trust_participation_per_step: (parameters.social_capital.trust_participation * step_years) as f32,
            expectation_share: rate_share(parameters.social_capital.expectation_participants, step_years),
            expectation_loss_share: rate_share(
                parameters.social_capital.expectation_participants * parameters.ownership.loss_ratio,
                step_years,
            ),
            hearsay_share: rate_share(parameters.social_capital.expectation_hearsay, step_years),
            stance_share: rate_share(parameters.social_capital.stance_adaptation, step_years),
            stance_per_year: parameters.social_capital.stance_adaptation as f32,
            tie_use_share: rate_share(parameters.social_capital.tie_formation_within, step_years),
            tie_decay_share: rate_share(parameters.social_capital.tie_decay, step_years),
        }
    }
}

/// What taking part in an initiative tells of the public side.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct SocialCapitalOffer {
    /// Enabling that citizens meet.
    pub(in crate::model) enabling: f32,
}

impl SocialCapitalOffer {
    pub(in crate::model) fn new(of: &OfferContext<'_>) -> Self {
        Self {
            enabling: facilitation::enabling(of.initiative, of.unit) as f32,
        }
    }
}

/// Below this strength a tie is gone.
const GONE: f32 = 0.02;

/// Strengthens ties whose two ends took part in a common programme and lets the others fade.
pub(in crate::model) fn use_and_fade_ties(
    block_index: usize,
    block: &mut Block,
    active: &[Vec<u64>],
    rates: &Rates,
) {
    for lane in lanes(block.with_acquaintances) {
        let own = (block_index * LANES + lane) as u32;
        let mut any = false;
        for tie in block.acquaintances[lane]
            .iter_mut()
            .filter(|tie| tie.strength > 0.0)
        {
            let together = active
                .iter()
                .any(|programme| is_active(programme, own) && is_active(programme, tie.partner));
            if together {
                tie.strength += rates.social_capital.tie_use_share * (1.0 - tie.strength);
            } else {
                tie.strength -= rates.social_capital.tie_decay_share * tie.strength;
            }
            if tie.strength < GONE {
                *tie = Acquaintance::default();
            }
            any |= tie.strength > 0.0;
        }
        if !any {
            block.with_acquaintances &= !(1 << lane);
        }
    }
}

/// Stance that a role offers, more the more influence it carries.
fn stance_offered(offer: &Offer) -> f32 {
    0.5 * (1.0 + offer.ownership.influence)
}

/// Moves a participant's stance to its mean over a stay that ends at this hazard.
pub(in crate::model) fn take_stance_over_a_stay(
    block: &mut Block,
    lane: usize,
    offer: &Offer,
    rates: &Rates,
    exits_per_year: f32,
) {
    let rate = rates.social_capital.stance_per_year;
    if rate > 0.0 {
        let stance = &mut block.state.stance[lane];
        *stance += (stance_offered(offer) - *stance) * rate / (rate + exits_per_year);
    }
}

/// Participants' trust, expectation and stance follow what they meet; others hear of it from active ties.
pub(in crate::model) fn experience(
    block: &mut Block,
    programme: usize,
    offer: &Offer,
    ties: &ActiveTies,
    rates: &Rates,
) {
    let active = block.memberships[programme].active;
    let stance_target = stance_offered(offer);
    for lane in lanes(active) {
        let state = &mut block.state;
        let trust = state.trust[lane] + rates.social_capital.trust_participation_per_step;
        state.trust[lane] = trust.clamp(0.0, 1.0);
        let gap = offer.social_capital.enabling - state.expectation[lane];
        let share = if gap < 0.0 && offer.ownership.token {
            rates.social_capital.expectation_loss_share
        } else {
            rates.social_capital.expectation_share
        };
        state.expectation[lane] += share * gap;
        state.stance[lane] += rates.social_capital.stance_share * (stance_target - state.stance[lane]);
    }
    hear_of_it(block, active, offer, &ties.count, rates);
}

/// Expectations of citizens who do not take part but know someone who does.
fn hear_of_it(block: &mut Block, active: u64, offer: &Offer, tie_count: &Lane, rates: &Rates) {
    let mut share = [0.0; LANES];
    for lane in 0..LANES {
        share[lane] = rates.social_capital.hearsay_share * tie_count[lane].min(1.0);
    }
    for lane in lanes(active) {
        share[lane] = 0.0;
    }
    for lane in 0..LANES {
        let expectation = &mut block.state.expectation[lane];
        *expectation += share[lane] * (offer.social_capital.enabling - *expectation);
    }
}

/// Who may meet whom: rates of forming ties in one programme.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Encounters {
    /// Probability that a participant seeks out a co-participant in this step.
    pub(in crate::model) within: f64,
    /// The same when the two belong to different groups.
    pub(in crate::model) across: f64,
    /// Strength of a new tie.
    pub(in crate::model) strength: f32,
}

/// Strength of new ties, summed over the citizens at both ends.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::model) struct NewTies {
    pub(in crate::model) bonding: f64,
    pub(in crate::model) bridging: f64,
}

impl NewTies {
    fn add(&mut self, new: &Acquaintance) {
        let kind = if new.bridging {
            &mut self.bridging
        } else {
            &mut self.bonding
        };
        *kind += 2.0 * f64::from(new.strength);
    }
}

/// Forms ties between the participants of one initiative, given by their positions.
///
/// Each participant meets one other at random and starts a tie with the probability of their groups; half the
/// rate each, since either of the two may start it. Returns the strength of the new ties.
pub(in crate::model) fn form_ties(
    blocks: &mut [Block],
    participants: &[u32],
    programme: usize,
    encounters: Encounters,
    step: u32,
    draws: &Draws,
) -> NewTies {
    let mut new_ties = NewTies::default();
    if participants.len() < 2 {
        return new_ties;
    }
    let likeliest = encounters.within.max(encounters.across);
    for (index, &position) in participants.iter().enumerate() {
        let (block, lane) = locate(position);
        let purpose = ENCOUNTER.of(programme);
        let uniforms = draws.uniforms(blocks[block].ids[lane], step, purpose);
        if uniforms[0] >= likeliest {
            continue;
        }
        // A step to another participant: 1 to n - 1 places on.
        let others = participants.len() - 1;
        let places = 1 + ((uniforms[1] * others as f64) as usize).min(others - 1);
        let partner = participants[(index + places) % participants.len()];
        let bridging = group(blocks, position) != group(blocks, partner);
        if uniforms[0]
            < if bridging {
                encounters.across
            } else {
                encounters.within
            }
        {
            let new = Acquaintance {
                partner: 0,
                strength: encounters.strength,
                bridging,
            };
            if tie(blocks, position, partner, new) {
                new_ties.add(&new);
            }
        }
    }
    new_ties
}

/// Block and lane of a position.
fn locate(position: u32) -> (usize, usize) {
    (position as usize / LANES, position as usize % LANES)
}

/// Group of the citizen at a position.
fn group(blocks: &[Block], position: u32) -> u8 {
    let (block, lane) = locate(position);
    blocks[block].fixed.education[lane]
}

/// Ties two citizens on both sides, or on neither where they are tied already or a side has no room; says which.
fn tie(blocks: &mut [Block], one: u32, other: u32, new: Acquaintance) -> bool {
    let (Some(slot_one), Some(slot_other)) = (free_slot(blocks, one, other), free_slot(blocks, other, one))
    else {
        return false;
    };
    for (own, partner, slot) in [(one, other, slot_one), (other, one, slot_other)] {
        let (block, lane) = locate(own);
        blocks[block].acquaintances[lane][slot] = Acquaintance { partner, ..new };
        blocks[block].with_acquaintances |= 1 << lane;
    }
    true
}

/// An empty place for a tie to `partner`; `None` where there is none or the tie exists.
fn free_slot(blocks: &[Block], own: u32, partner: u32) -> Option<usize> {
    let (block, lane) = locate(own);
    let ties = &blocks[block].acquaintances[lane];
    if ties
        .iter()
        .any(|tie| tie.strength > 0.0 && tie.partner == partner)
    {
        return None;
    }
    (0..ACQUAINTANCES).find(|&slot| ties[slot].strength <= 0.0)
}

impl Society {
    /// Participants make acquaintances.
    pub(in crate::model) fn form_ties(&mut self) {
        if !self.parameters.mechanisms.social_capital {
            return;
        }
        let capital = &self.parameters.social_capital;
        // Either of two participants may start a tie, so each does so at half the rate.
        let chance = |rate: f64| probability_f64(0.5 * rate, self.step_years);
        let step = self.draw_step();
        let mut participants = Vec::new();
        for programme in 0..self.programmes() {
            let design = &self.parameters.programmes[programme];
            let thinner = self.parameters.digital.tie_strength;
            let across = if design.mixed {
                capital.tie_formation_across
            } else {
                0.0
            };
            let encounters = Encounters {
                within: chance(capital.tie_formation_within),
                across: chance(across),
                strength: (capital.new_tie_strength * mixed(design, &self.parameters, thinner)) as f32,
            };
            let mut start = 0;
            while start < self.blocks.len() {
                let place = self.blocks[start].neighbourhood;
                let blocks = self.blocks[start..]
                    .iter()
                    .take_while(|block| block.neighbourhood == place)
                    .count();
                participants.clear();
                for index in start..start + blocks {
                    let active = self.active[programme][index];
                    participants.extend(lanes(active).map(|lane| (index * LANES + lane) as u32));
                }
                let new_ties = form_ties(
                    &mut self.blocks,
                    &participants,
                    programme,
                    encounters,
                    step,
                    &self.draws,
                );
                let municipality = self.municipality_of(place);
                let own = self.totals.municipalities.get_mut(municipality);
                for sums in own.into_iter().chain([&mut self.totals.citizens]) {
                    sums.bonding += new_ties.bonding;
                    sums.bridging += new_ties.bridging;
                }
                start += blocks;
            }
        }
    }
}

pub(in crate::model) const TRUST: OfSociety = OfSociety {
    measure: Measure::new(
        "trust",
        words!("trust"),
        "",
        SHARE,
        "M10",
        Theme::Citizens,
        words!("Mean generalised trust"),
    )
    .more_is_better(),
    value: |of| of.sums().trust / of.citizens(),
};

pub(in crate::model) const EXPECTATION: OfSociety = OfSociety {
    measure: Measure::new(
        "expectation",
        words!("expectation"),
        "",
        SHARE,
        "M10",
        Theme::Citizens,
        words!("Mean expectation that the public side wants to cooperate"),
    )
    .more_is_better(),
    value: |of| of.sums().expectation / of.citizens(),
};

pub(in crate::model) const BONDING_TIES: OfSociety = OfSociety {
    measure: Measure::new(
        "bonding_ties",
        words!("bonding ties"),
        "ties per citizen",
        POSITIVE,
        "M10",
        Theme::Citizens,
        words!("Mean strength of ties made by taking part, within the same group"),
    ),
    value: |of| of.sums().bonding / of.citizens(),
};

pub(in crate::model) const BRIDGING_TIES: OfSociety = OfSociety {
    measure: Measure::new(
        "bridging_ties",
        words!("bridging ties"),
        "ties per citizen",
        POSITIVE,
        "M10",
        Theme::Citizens,
        words!("Mean strength of ties made by taking part, across groups"),
    ),
    value: |of| of.sums().bridging / of.citizens(),
};

pub(in crate::model) const STANCE: OfSociety = OfSociety {
    measure: Measure::new(
        "stance",
        words!("co-producer stance"),
        "",
        SHARE,
        "M10",
        Theme::Citizens,
        words!("Mean stance from client (0) to co-producer (1)"),
    ),
    value: |of| of.sums().stance / of.citizens(),
};

pub(in crate::model) const MUNICIPALITY_TRUST: OfMunicipality = OfMunicipality {
    measure: Measure::new(
        "trust",
        words!("trust"),
        "",
        SHARE,
        "M10",
        Theme::Citizens,
        words!("Mean generalised trust of its citizens"),
    )
    .more_is_better(),
    value: |of| of.sums.trust / of.citizens,
};

pub(in crate::model) const MUNICIPALITY_EXPECTATION: OfMunicipality = OfMunicipality {
    measure: Measure::new(
        "expectation",
        words!("expectation"),
        "",
        SHARE,
        "M10",
        Theme::Citizens,
        words!("Its citizens' mean expectation that the public side wants to cooperate"),
    )
    .more_is_better(),
    value: |of| of.sums.expectation / of.citizens,
};

#[cfg(test)]
mod tests {
    use super::*;

    fn two_blocks() -> Vec<Block> {
        let mut blocks = vec![Block::new(0, 1, 0), Block::new(0, 1, 64)];
        for (index, block) in blocks.iter_mut().enumerate() {
            block.len = LANES;
            for lane in 0..LANES {
                block.ids[lane] = (index * LANES + lane) as u32;
                block.fixed.education[lane] = (lane % 3) as u8;
            }
        }
        blocks
    }

    #[test]
    fn ties_stand_on_both_sides_with_equal_strength() {
        let mut blocks = two_blocks();
        let participants: Vec<u32> = (0..128).step_by(3).collect();
        let always = Encounters {
            within: 1.0,
            across: 1.0,
            strength: 0.5,
        };
        for step in 0..20 {
            form_ties(&mut blocks, &participants, 0, always, step, &Draws::new(7, 0));
        }
        let mut ties = 0;
        for position in 0..128_u32 {
            let (block, lane) = locate(position);
            for tie in blocks[block].acquaintances[lane]
                .iter()
                .filter(|tie| tie.strength > 0.0)
            {
                let (other_block, other_lane) = locate(tie.partner);
                let back = blocks[other_block].acquaintances[other_lane]
                    .iter()
                    .find(|back| back.strength > 0.0 && back.partner == position);
                assert_eq!(back.map(|back| back.strength), Some(tie.strength));
                ties += 1;
            }
        }
        assert!(ties > 100, "participants meet: {ties} ends of ties");
    }

    #[test]
    fn no_ties_across_groups_unless_mixed() {
        let mut blocks = two_blocks();
        let participants: Vec<u32> = (0..128).collect();
        let apart = Encounters {
            within: 1.0,
            across: 0.0,
            strength: 0.5,
        };
        form_ties(&mut blocks, &participants, 0, apart, 0, &Draws::new(7, 0));
        let all = blocks
            .iter()
            .flat_map(|block| block.acquaintances.iter().flatten());
        let (bridging, bonding): (Vec<Acquaintance>, Vec<Acquaintance>) = all
            .copied()
            .filter(|tie| tie.strength > 0.0)
            .partition(|tie| tie.bridging);
        assert!(bridging.is_empty());
        assert!(!bonding.is_empty());
    }
}
