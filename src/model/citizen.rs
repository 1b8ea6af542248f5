//! One step in the life of the citizens of a block.
//!
//! All citizens look at the same snapshot of the last step: who takes part, and what each initiative offers.

use super::lane::{LANES, Lane, lanes, sum};
use super::mechanisms::active_ties::{ActiveNeighbours, ActiveTies};
use super::mechanisms::block::Block;
use super::mechanisms::membership::Diary;
use super::mechanisms::offer::Offer;
use super::mechanisms::rates::Rates;
use super::mechanisms::sums::{CitizenSums, ProgrammeSums};
use super::mechanisms::{
    awareness, crowding, digital, fatigue, hours, joining, mastery, ownership, rehabilitation,
    social_capital, staying,
};
use super::mechanisms::{wellbeing, willingness};
use super::network::Network;
use super::purpose;
use crate::random::{Draws, Purpose};

/// What every block may look at during a step.
pub(crate) struct StepContext<'a> {
    pub(crate) step: u32,
    pub(crate) draws: &'a Draws,
    pub(crate) network: &'a Network,
    pub(crate) rates: &'a Rates,
    /// Whether diaries are kept.
    pub(crate) diaries: bool,
    /// Who took part at the end of the last step: by programme, one word per block.
    pub(crate) active: &'a [Vec<u64>],
    /// Active everyday ties at that time, by programme.
    pub(crate) active_neighbours: &'a [ActiveNeighbours],
    /// Offers by neighbourhood and programme: `offers[neighbourhood * programmes + programme]`.
    pub(crate) offers: &'a [Offer],
}

/// Lets the citizens of a block live through one step.
pub(crate) fn live_one_step(block_index: usize, block: &mut Block, context: &StepContext<'_>) {
    let rates = context.rates;
    let programmes = block.memberships.len();
    let offers = &context.offers[block.neighbourhood * programmes..(block.neighbourhood + 1) * programmes];
    block.sums = CitizenSums::default();
    for (programme, offer) in offers.iter().enumerate() {
        take_part(block_index, block, programme, offer, context);
    }
    hours::give_hours(block, offers, rates);
    if rates.mechanisms.fatigue {
        fatigue::tire_and_recover(block, offers, rates);
        let burnt = fatigue::burn_out(block, rates);
        leave_burnt_out(block, burnt);
    } else {
        fatigue::stay_typical(block, rates);
    }
    if rates.mechanisms.rehabilitation {
        train(block, offers, rates);
    }
    if rates.mechanisms.crowding || rates.mechanisms.backlash {
        crowding::move_motivation(block, offers, rates);
    }
    if rates.mechanisms.social_capital {
        social_capital::use_and_fade_ties(block_index, block, context.active, rates);
        social_capital::change_trust(block, context.step, context.draws, rates);
    }
    form_habits(block, rates);
    wellbeing::move_wellbeing(block, offers, rates);
    count(block, offers, rates);
}

/// Gives hours and is counted, without living a step: the initial state.
pub(crate) fn be_counted(block_index: usize, block: &mut Block, context: &StepContext<'_>) {
    let programmes = block.memberships.len();
    let offers = &context.offers[block.neighbourhood * programmes..(block.neighbourhood + 1) * programmes];
    hours::give_hours(block, offers, context.rates);
    for (programme, offer) in offers.iter().enumerate() {
        let ties = ties_in(block_index, block, programme, context);
        let willingness = willingness::willing(block, programme, &ties, offer, context.rates);
        let active = block.memberships[programme].active;
        record_flows(block, programme, &willingness, active, [0; 4]);
        count_near_circle(block, &ties);
    }
    count(block, offers, context.rates);
}

/// Hears of one programme, decides, joins or leaves, and learns from taking part.
fn take_part(
    block_index: usize,
    block: &mut Block,
    programme: usize,
    offer: &Offer,
    context: &StepContext<'_>,
) {
    let rates = context.rates;
    block.memberships[programme].sums = ProgrammeSums::default();
    let ties = ties_in(block_index, block, programme, context);
    let willingness = willingness::willing(block, programme, &ties, offer, rates);
    let mut uniforms = [[0.0; LANES]; 4];
    let purpose = Purpose(purpose::PARTICIPATION + programme as u32);
    context
        .draws
        .fill(&block.ids, context.step, purpose, &mut uniforms);
    let [hear, turn_up, quit, reached] = &uniforms;

    let aware_before = block.memberships[programme].awareness.aware;
    if rates.mechanisms.awareness && offer.running {
        let aware = awareness::hear_and_forget(&block.memberships[programme], &ties, offer, rates, hear);
        block.memberships[programme].awareness.aware = aware & block.present();
    }
    let active_before = block.memberships[programme].active;
    let eligible =
        aware_before & !active_before & rested(block) & block.present() & needs_it(block, programme);
    let diary = context.diaries.then(|| {
        let given_time = willingness::willing(block, programme, &ties, offer, &rates.without_cost_of_time());
        let asked = if offer.running { eligible } else { 0 };
        let (willingness, reach) = ([&willingness, &given_time], reach(block, programme));
        Diary::of_asking(asked, &ties, willingness, reach, (offer, rates), turn_up)
    });
    let (kits, letters) = mastery::hand_out(block, programme, offer, rates, reached);
    let joins = if offer.running && rates.mechanisms.joining {
        let reach = reach(block, programme);
        joining::join(eligible, &ties, &willingness, reach, offer, rates, turn_up)
    } else {
        0
    };
    let exits = staying::leave(active_before, block, &willingness, offer, rates, quit);
    enter_and_exit(block, programme, offer, joins, exits);
    if let Some(diary) = diary {
        block.memberships[programme].diary = diary;
    }
    record_flows(
        block,
        programme,
        &willingness,
        active_before,
        [joins, exits, kits, letters],
    );
    count_near_circle(block, &ties);

    digital::play(block, programme, rates);
    if rates.mechanisms.mastery {
        mastery::learn_by_doing(block, programme, offer, rates);
    }
    if rates.mechanisms.ownership {
        ownership::take_ownership(block, programme, offer, rates);
    }
    if rates.mechanisms.social_capital && offer.running {
        social_capital::experience(block, programme, offer, &ties, rates);
    }
}

/// Active ties, where any mechanism asks for them.
fn ties_in(block_index: usize, block: &Block, programme: usize, context: &StepContext<'_>) -> ActiveTies {
    if context.rates.count_ties() {
        let neighbours = context.active_neighbours[programme].of(block_index);
        ActiveTies::of(block, context.network, &context.active[programme], neighbours)
    } else {
        ActiveTies::NONE
    }
}

/// Citizens who have recovered from burnout.
fn rested(block: &Block) -> u64 {
    super::lane::bits_where(|lane| block.state.refractory_years[lane] <= 0.0)
}

/// Everyone, but for those who have learnt to do without the service (M25).
fn needs_it(block: &Block, programme: usize) -> u64 {
    let care = block.memberships[programme].rehabilitation.as_ref();
    care.map_or(u64::MAX, |care| !care.self_reliant)
}

/// How much more the programme's channel reaches each citizen than meeting in person (M25).
fn reach(block: &Block, programme: usize) -> Option<&Lane> {
    let channel = block.memberships[programme].digital.as_ref();
    channel.map(|channel| &channel.reach)
}

/// Carries out joins and exits.
fn enter_and_exit(block: &mut Block, programme: usize, offer: &Offer, joins: u64, exits: u64) {
    let membership = &mut block.memberships[programme];
    membership.active = (membership.active | joins) & !exits;
    for lane in lanes(joins) {
        membership.ownership[lane] = offer.ownership.start;
    }
    for lane in lanes(exits) {
        membership.ownership[lane] = 0.0;
    }
}

/// Burnt-out participants leave every programme.
fn leave_burnt_out(block: &mut Block, burnt: u64) {
    block.sums.burnouts += f64::from(burnt.count_ones());
    for membership in &mut block.memberships {
        let leaving = membership.active & burnt;
        membership.active &= !leaving;
        membership.sums.exits += f64::from(leaving.count_ones());
        for lane in lanes(leaving) {
            membership.ownership[lane] = 0.0;
            membership.hours_per_week[lane] = 0.0;
        }
    }
    for lane in lanes(burnt) {
        block.state.hours_per_week[lane] = 0.0;
    }
}

/// Those who train regain abilities, and leave when they are self-reliant (M25).
fn train(block: &mut Block, offers: &[Offer], rates: &Rates) {
    for (programme, offer) in offers.iter().enumerate() {
        let able = rehabilitation::train(block, programme, offer, rates);
        let membership = &mut block.memberships[programme];
        membership.active &= !able;
        membership.sums.exits += f64::from(able.count_ones());
        for lane in lanes(able) {
            membership.ownership[lane] = 0.0;
            block.state.hours_per_week[lane] -= membership.hours_per_week[lane];
            membership.hours_per_week[lane] = 0.0;
        }
    }
}

/// Habit forms while taking part and fades afterwards, with the same half-life.
fn form_habits(block: &mut Block, rates: &Rates) {
    let active = block.active_in_any();
    let mut target = [0.0; LANES];
    for lane in lanes(active) {
        target[lane] = 1.0;
    }
    for lane in 0..LANES {
        block.state.habit[lane] += rates.willingness.habit_share * (target[lane] - block.state.habit[lane]);
    }
}

/// Adds up what happened in one programme.
fn record_flows(
    block: &mut Block,
    programme: usize,
    willingness: &Lane,
    active_before: u64,
    [joins, exits, kits, letters]: [u64; 4],
) {
    let count = |bits: u64| f64::from(bits.count_ones());
    let len = block.len;
    let sums = &mut block.memberships[programme].sums;
    sums.active_before = count(active_before);
    sums.joins = count(joins);
    sums.exits = count(exits);
    sums.mastery.kits_given = count(kits);
    sums.mastery.letters_given = count(letters);
    sums.willingness.mean = sum(willingness, len);
}

/// Adds up the wellbeing of those who are tied to participants.
fn count_near_circle(block: &mut Block, ties: &ActiveTies) {
    let mut weighted = [0.0; LANES];
    for lane in 0..LANES {
        weighted[lane] = ties.count[lane] * block.state.wellbeing[lane];
    }
    block.sums.near_wellbeing += sum(&weighted, block.len);
    block.sums.near_ties += sum(&ties.count, block.len);
}

/// Adds up the state at the end of the step.
fn count(block: &mut Block, offers: &[Offer], rates: &Rates) {
    count_citizens(block);
    for (programme, offer) in offers.iter().enumerate() {
        count_participants(block, programme, offer, rates);
    }
}

/// Sums over all citizens of the block.
fn count_citizens(block: &mut Block) {
    let active = block.active_in_any();
    let (state, fixed, len) = (&block.state, &block.fixed, block.len);
    let sums = &mut block.sums;
    sums.participants = f64::from(active.count_ones());
    sums.young_participants = f64::from((active & fixed.young).count_ones());
    for (total, &quartile) in sums.participants_by_quartile.0.iter_mut().zip(&fixed.quartile) {
        *total = f64::from((active & quartile).count_ones());
    }
    for lane in lanes(active) {
        let hours = f64::from(state.hours_per_week[lane]);
        sums.hours_per_week += hours;
        sums.hours_by_rank += hours * f64::from(fixed.ses_rank[lane]);
        sums.affectedness_of_participants += f64::from(fixed.affectedness[lane]);
        sums.fatigue_of_participants += f64::from(state.fatigue[lane]);
    }
    sums.motivation = sum(&state.motivation, len);
    sums.efficacy = sum(&state.efficacy, len);
    sums.knowledge = sum(&state.knowledge, len);
    sums.trust = sum(&state.trust, len);
    sums.expectation = sum(&state.expectation, len);
    sums.stance = sum(&state.stance, len);
    sums.wellbeing = sum(&state.wellbeing, len);
    for lane in lanes(block.with_acquaintances) {
        for tie in &block.acquaintances[lane] {
            let kind = if tie.bridging {
                &mut sums.bridging
            } else {
                &mut sums.bonding
            };
            *kind += f64::from(tie.strength);
        }
    }
}

/// Sums over the participants of one programme.
fn count_participants(block: &mut Block, programme: usize, offer: &Offer, rates: &Rates) {
    let mut sums = block.memberships[programme].sums;
    let membership = &block.memberships[programme];
    let (state, fixed) = (&block.state, &block.fixed);
    sums.awareness.aware = f64::from(membership.awareness.aware.count_ones());
    sums.active = f64::from(membership.active.count_ones());
    sums.mastery.target = f64::from(membership.mastery.target.count_ones());
    sums.mastery.kits_reached = f64::from(membership.mastery.kit.count_ones());
    sums.outcome.severe = (sums.mastery.target - sums.mastery.kits_reached)
        * f64::from(rates.outcome.severe_share)
        + sums.mastery.kits_reached * f64::from(rates.outcome.severe_share_reached);
    for lane in lanes(membership.active) {
        let hours = f64::from(membership.hours_per_week[lane]);
        let knowledge = f64::from(state.knowledge[lane]);
        let voice = f64::from(if rates.mechanisms.voice {
            fixed.voice[lane]
        } else {
            1.0
        });
        sums.hours_per_week += hours;
        sums.production.input_hours_per_week += hours * knowledge * f64::from(state.stance[lane]);
        sums.contact.competence += 0.5 * (knowledge + f64::from(state.efficacy[lane]));
        sums.contact.motivation += f64::from(state.motivation[lane]);
        sums.ownership.total += f64::from(membership.ownership[lane]);
        sums.staying.satisfaction += f64::from(staying::satisfaction(block, lane, offer, rates));
        sums.voice.weight += voice;
        sums.voice.ses += voice * f64::from(fixed.ses[lane]);
        sums.voice.affectedness += voice * f64::from(fixed.affectedness[lane]);
    }
    count_care_and_play(block, programme, &mut sums);
    block.memberships[programme].sums = sums;
}

/// Sums of rehabilitation and of games (M25).
fn count_care_and_play(block: &Block, programme: usize, sums: &mut ProgrammeSums) {
    let membership = &block.memberships[programme];
    if let Some(care) = &membership.rehabilitation {
        for lane in lanes(block.present()) {
            let need = f64::from(block.fixed.affectedness[lane]);
            sums.rehabilitation.need += need;
            sums.rehabilitation.need_left += need * f64::from(care.need_left[lane]);
        }
        sums.rehabilitation.self_reliant = f64::from(care.self_reliant.count_ones());
    }
    if let Some(channel) = &membership.digital {
        for lane in lanes(membership.active) {
            sums.digital.novelty += f64::from(channel.novelty[lane]);
        }
    }
}
