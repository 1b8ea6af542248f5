//! M2, M4: being asked, and joining.
//!
//! Join: `λ_join = aware · λ_ask · W · φ` with `λ_ask = season · h(x) · (λ_0 + λ_w n + λ_p ε) · A`, `x` the invitation, `n`
//! the active ties, `ε` the enabling share, `A` how many times as often members of an association are asked (M27), `W`
//! willingness (M3) and `φ` follow-through, which queues lower (M15). A citizen who may joins in a step with the probability
//! `1 - exp(-λ_join dt)`, unless the organisation refuses (M29). A stated goal draws attention to asking, or away from it (M31).
//!
//! Asking saturates: `h(x) = x` up to the usual, `1 + (c - 1)(1 - exp(-(x - 1)/(c - 1)))` above, with slope 1 at `x = 1` and
//! `c` as its limit. Contacts do not: `x · season · (λ_0 + λ_p ε)` a year for each citizen cost staff hours (M14, M23).
//!
//! Sources: Ev-23, Ev-51, B-06. Bites at the start and in the citizens' process, on who takes part, and before it on
//! professionals' hours.
//! How many of those asked are willing is what professionals see of citizens' will (M13).

use serde::{Deserialize, Serialize};

use super::active_ties::ActiveTies;
use super::digital::{self, mixed};
use super::initiatives::life::Life;
use super::{
    Block, Initiative, OfMunicipality, OfProgramme, OfSociety, Offer, OfferContext, Parameters, Rates,
    StepContext, goal_focus, sums,
};
use crate::model::design::{Goal, Programme};
use crate::model::lane::{LANES, Lane, bits_where, lanes, sum};
use crate::model::mathematics::{WEEKS_PER_YEAR, probability};
use crate::model::measure::{Measure, POSITIVE, SHARE, Theme};
use crate::words::words;

/// Being asked and joining (M2, M4).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AskingParameters {
    pub general: f64,
    pub per_active_tie: f64,
    pub per_enabling: f64,
    pub invitation_ceiling: f64,
    pub follow_through: f64,
    pub drop_out_per_week: f64,
}

sums! {
    /// Rates at which those who may join are asked, per year, and these rates times willingness.
    JoiningSums { asked, accepted }
}

/// How an initiative asks; nobody is asked with M4 off.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct JoiningOffer {
    /// Rate of being asked by someone who is not a friend, per year.
    pub(in crate::model) asked_per_year: f32,
    /// Rate of being asked by one active tie, per year.
    pub(in crate::model) asked_per_tie_per_year: f32,
    /// The same two over a whole year at the usual invitation, as people were asked before the first step.
    pub(in crate::model) usual_asked_per_year: f32,
    pub(in crate::model) usual_asked_per_tie_per_year: f32,
    /// Probability that a willing citizen who was asked turns up (M4), which queues lower (M15).
    pub(in crate::model) follow_through: f32,
}

impl JoiningOffer {
    pub(in crate::model) fn new(of: &OfferContext<'_>) -> Self {
        let (asking, digital) = (&of.parameters.asking, &of.parameters.digital);
        let invited = saturated(of.programme.invitation, asking.invitation_ceiling)
            * goal_focus::factor(of.initiative, of.programme, of.parameters, Goal::Involvement);
        let channel = mixed(of.programme, of.parameters, digital.asking);
        let on = &of.parameters.mechanisms;
        let by_others = if on.joining {
            channel * asked_by_others(of.parameters, of.initiative.facilitation.enabling_share)
        } else {
            0.0
        };
        let by_friends = if on.joining && on.asking {
            channel * asking.per_active_tie
        } else {
            0.0
        };
        let season = season(of.programme, of.step, of.steps_per_year);
        let turning_up = mixed(of.programme, of.parameters, digital.follow_through);
        Self {
            asked_per_year: (season * invited * by_others) as f32,
            asked_per_tie_per_year: (season * invited * by_friends) as f32,
            usual_asked_per_year: by_others as f32,
            usual_asked_per_tie_per_year: by_friends as f32,
            follow_through: (asking.follow_through * of.culture.patience * turning_up).min(1.0) as f32,
        }
    }
}

/// How many times the usual people are asked at an invitation `x`: `x` up to the usual, above it
/// `1 + (c - 1)(1 - exp(-(x - 1)/(c - 1)))` with the ceiling `c`, since ever more contacts reach who was asked already.
fn saturated(invitation: f64, ceiling: f64) -> f64 {
    if invitation <= 1.0 {
        invitation
    } else {
        // With a ceiling of 1 the quotient is infinite, and nothing is added.
        let room = ceiling - 1.0;
        1.0 - room * libm::expm1(-(invitation - 1.0) / room)
    }
}

/// Rate of being asked by someone who is not a friend where people are invited as usual, per year: `λ_0 + λ_p ε`.
fn asked_by_others(parameters: &Parameters, enabling_share: f64) -> f64 {
    let by_staff = if parameters.mechanisms.asking {
        parameters.asking.per_enabling * enabling_share
    } else {
        0.0
    };
    parameters.asking.general + by_staff
}

/// How much of the year's asking falls into a step: all of it into one step for an episodic programme.
pub(in crate::model) fn season(programme: &Programme, step: u32, steps_per_year: u32) -> f64 {
    if !programme.episodic {
        1.0
    } else if step % steps_per_year == steps_per_year / 3 {
        f64::from(steps_per_year)
    } else {
        0.0
    }
}

/// Staff hours a week that an initiative's contacts with citizens ask for, at its present enabling share:
/// `x · season · (λ_0 + λ_p ε) · citizens` contacts a year. A group without help from the municipality has no staff to ask.
pub(in crate::model) fn contact_hours_per_week(
    initiative: &Initiative,
    parameters: &Parameters,
    season: f64,
) -> f64 {
    if !parameters.mechanisms.joining || !initiative.is_running() || initiative.life == Life::Informal {
        return 0.0;
    }
    let programme = &parameters.programmes[initiative.programme];
    let per_citizen =
        programme.invitation * season * asked_by_others(parameters, initiative.facilitation.enabling_share);
    let contacts_per_year = per_citizen * initiative.citizens;
    let cheaper = mixed(programme, parameters, parameters.digital.outreach_cost);
    parameters.cost.hours_per_contact * contacts_per_year / WEEKS_PER_YEAR * cheaper
}

/// How often each citizen is asked, per year; `eligible` are those who may join, and nobody else is asked.
pub(in crate::model) fn asked(eligible: u64, block: &Block, ties: &ActiveTies, offer: &Offer) -> Lane {
    let mut asked = [0.0; LANES];
    for lane in 0..LANES {
        let may = f32::from(u8::from(eligible >> lane & 1 == 1));
        let rate = offer.joining.asked_per_year + offer.joining.asked_per_tie_per_year * ties.count[lane];
        asked[lane] = may * rate;
    }
    if asks_members_otherwise(offer) {
        for lane in lanes(eligible) {
            asked[lane] *= offer.association.asking_of(block, lane);
        }
    }
    asked
}

/// Whether an association asks its members more often than others (M27).
fn asks_members_otherwise(offer: &Offer) -> bool {
    (offer.association.asking - 1.0).abs() > 0.0
}

/// How much more often each citizen is reached than the offer says, in the programme's channel (M25) and as a member
/// (M27); `None` where all are reached alike.
pub(in crate::model) fn relative_reach(block: &Block, programme: usize, offer: &Offer) -> Option<Lane> {
    let channel = digital::reach(block, programme);
    if channel.is_none() && !asks_members_otherwise(offer) {
        return None;
    }
    let reached = |lane: usize| channel.map_or(1.0, |reach| reach[lane]);
    Some(std::array::from_fn(|lane| {
        reached(lane) * offer.association.asking_of(block, lane)
    }))
}

/// Each citizen's chance to join in this step; `asked` says how often each is asked, and `reach` how much more each is asked
/// in the programme's channel.
pub(in crate::model) fn chances(
    asked: &Lane,
    willingness: &Lane,
    reach: Option<&Lane>,
    offer: &Offer,
    rates: &Rates,
) -> Lane {
    let willingness = match reach {
        Some(reach) => &std::array::from_fn(|lane| willingness[lane] * reach[lane]),
        None => willingness,
    };
    let mut joining = [0.0; LANES];
    for lane in 0..LANES {
        joining[lane] = probability(
            asked[lane] * willingness[lane] * offer.joining.follow_through,
            rates.step_years,
        );
    }
    joining
}

/// Who of those who may would join, with these chances.
pub(in crate::model) fn join(eligible: u64, chances: &Lane, uniform: &Lane) -> u64 {
    eligible & bits_where(|lane| uniform[lane] < chances[lane])
}

/// Adds up how often citizens are asked, and how often by that someone who is willing: what professionals see (M13).
pub(in crate::model) fn count_asked(block: &mut Block, programme: usize, asked: &Lane, willingness: &Lane) {
    let accepted = std::array::from_fn(|lane| asked[lane] * willingness[lane]);
    block.memberships[programme].sums.joining = JoiningSums {
        asked: sum(asked, block.len),
        accepted: sum(&accepted, block.len),
    };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::mechanisms::opening::Status;
    use crate::model::mechanisms::social_capital::TrustMoments;
    use crate::random::Draws;
    use crate::scenario::reference_parameters;

    fn running(parameters: &Parameters) -> Initiative {
        let mut initiative = Initiative::new(parameters, 0, 0, 1000.0, 1.0 / 12.0, &Draws::new(1, 0));
        initiative.status = Status::Running;
        initiative
    }

    #[test]
    fn asking_saturates_above_the_usual() {
        for ceiling in [1.5, 4.0, 20.0] {
            let (h, step) = (|invitation: f64| saturated(invitation, ceiling), 1e-6);
            assert!((h(0.3) - 0.3).abs() < 1e-12 && (h(1.0) - 1.0).abs() < 1e-12);
            let (below, above) = ((h(1.0) - h(1.0 - step)) / step, (h(1.0 + step) - h(1.0)) / step);
            assert!(
                (below - 1.0).abs() < 1e-4 && (above - 1.0).abs() < 1e-4,
                "{below} {above}"
            );
            assert!((h(1000.0) - ceiling).abs() < 1e-9);
            assert!((1..50).all(|x| h(f64::from(x)) < h(f64::from(x) + 1.0) + 1e-12));
        }
        assert!((saturated(2.0, 4.0) - (1.0 + 3.0 * (1.0 - libm::exp(-1.0 / 3.0)))).abs() < 1e-12);
        assert!((saturated(7.0, 1.0) - 1.0).abs() < 1e-12 && (saturated(0.7, 1.0) - 0.7).abs() < 1e-12);
    }

    /// Twice the usual, at rates of .1 and .5 · .2 a year: 400 contacts with 1,000 citizens, half an hour each.
    #[test]
    fn contacts_cost_hours_without_saturation() {
        let mut parameters = reference_parameters();
        parameters.asking.general = 0.1;
        parameters.asking.per_enabling = 0.5;
        parameters.cost.hours_per_contact = 0.5;
        parameters.programmes[0].invitation = 2.0;
        let mut initiative = running(&parameters);
        initiative.facilitation.enabling_share = 0.2;
        let hours = contact_hours_per_week;
        let usual = 200.0 / WEEKS_PER_YEAR;
        assert!((hours(&initiative, &parameters, 1.0) - usual).abs() < 1e-12);
        assert!((hours(&initiative, &parameters, 12.0) - 12.0 * usual).abs() < 1e-9);
        parameters.mechanisms.asking = false;
        assert!((hours(&initiative, &parameters, 1.0) - 0.5 * usual).abs() < 1e-12);
        initiative.life = Life::Informal;
        assert!(hours(&initiative, &parameters, 1.0).abs() < 1e-12);
        initiative.life = Life::Given;
        parameters.mechanisms.joining = false;
        assert!(hours(&initiative, &parameters, 1.0).abs() < 1e-12);
        parameters.mechanisms.joining = true;
        initiative.status = Status::Absent;
        assert!(hours(&initiative, &parameters, 1.0).abs() < 1e-12);
    }

    #[test]
    fn all_of_a_years_asking_falls_into_one_step_of_an_episode() {
        let mut programme = reference_parameters().programmes[0].clone();
        assert!((season(&programme, 5, 12) - 1.0).abs() < 1e-12);
        programme.episodic = true;
        let year: f64 = (24..36).map(|step| season(&programme, step, 12)).sum();
        assert!((year - 12.0).abs() < 1e-12 && season(&programme, 28, 12) > 11.0);
    }

    /// Only those who may join are asked, and each counts with the rate and the willingness that decide on joining.
    #[test]
    fn what_is_asked_and_accepted_is_that_of_those_who_may_join() {
        let parameters = reference_parameters();
        let rates = Rates::new(&parameters, TrustMoments::default(), 1.0, 1);
        let mut block = Block::new(0, 1, 0);
        block.len = 60;
        let mut offer = Offer::default();
        offer.association.asking = 1.0;
        offer.joining.asked_per_year = 0.5;
        offer.joining.asked_per_tie_per_year = 0.25;
        offer.joining.follow_through = 1.0;
        let mut ties = ActiveTies::NONE;
        ties.count[7] = 2.0;
        let (mut willingness, eligible) = ([1.0; LANES], 1 << 3 | 1 << 7);
        willingness[3] = 0.5;
        let asked = asked(eligible, &block, &ties, &offer);
        count_asked(&mut block, 0, &asked, &willingness);
        let sums = block.memberships[0].sums.joining;
        assert!(
            (sums.asked - 1.5).abs() < 1e-6 && (sums.accepted - 1.25).abs() < 1e-6,
            "{sums:?}"
        );
        let chances = chances(&asked, &willingness, None, &offer, &rates);
        let joins = |uniform: f32| join(eligible, &chances, &[uniform; LANES]);
        assert_eq!((joins(0.0), joins(0.5), joins(0.9)), (eligible, 1 << 7, 0));
    }
}
