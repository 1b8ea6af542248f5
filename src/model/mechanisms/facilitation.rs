//! M14: what professionals' facilitation and the organisation's culture make of an initiative for citizens.

use super::cost::WEEKS_PER_YEAR;
use super::digital::{self, mixed};
use super::life::Life;
use super::organisation::{Culture, Unit};
use super::outcome::perceived_shortfall;
use crate::model::design::Programme;
use crate::model::design::{DecisionRule, Initiator, OutreachTarget, RewardKind};
use crate::model::mathematics::probability;
use crate::model::mechanisms::initiative::Initiative;
use crate::model::mechanisms::offer::Offer;
use crate::model::mechanisms::parameters::Parameters;
use crate::model::mechanisms::standing::Standing;
use serde::Deserialize;

/// Enabling against relieving (M14).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FacilitationParameters {
    pub ceiling: f64,
    pub volunteers_per_fte: f64,
    pub belief_floor: f64,
    pub belief_slope: f64,
    pub zero_error_loss: f64,
    pub appraisal_loss: f64,
    pub training_rate: f64,
}

/// Professional hours of one initiative in a week.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct StaffTime {
    /// Full-time posts that serve the initiative's neighbourhood.
    pub(crate) posts: f64,
    pub(crate) production_hours_per_week: f64,
    pub(crate) facilitation_hours_per_week: f64,
}

/// Splits the working time of an initiative's professionals and says how far it supports the participants:
/// `supp = min(1.5, ε posts n_cap / active) / 1.5`, both over the posts that citizens have not taken over.
pub(crate) fn split_time(
    initiative: &mut Initiative,
    unit: &Unit,
    culture: &Culture,
    parameters: &Parameters,
    grant: f64,
    hours_left: f64,
) -> StaffTime {
    if !initiative.is_present() {
        return StaffTime::default();
    }
    let programme = &parameters.programmes[initiative.programme];
    let posts = unit.staff() * hours_left * initiative.citizens / unit.citizens.max(1.0);
    let share = if initiative.is_running() && parameters.mechanisms.facilitation {
        (unit.facilitation * programme.facilitation * grant).min(culture.facilitation_max)
    } else {
        0.0
    };
    initiative.enabling_share = share;
    let replaced = if initiative.is_running() {
        programme.staff_replaced
    } else {
        0.0
    };
    // Posts of this task; what was handed over to citizens neither produces nor facilitates.
    let own_posts = programme.staff_share * posts * (1.0 - replaced);
    let supported = share * own_posts * parameters.facilitation.volunteers_per_fte;
    initiative.support = if initiative.active > 0.0 {
        (supported / initiative.active).min(1.5) / 1.5
    } else {
        f64::from(u8::from(supported > 0.0))
    };
    let hours = parameters.professionals.hours_per_week * own_posts;
    StaffTime {
        posts,
        production_hours_per_week: hours * (1.0 - share),
        facilitation_hours_per_week: hours * share,
    }
}

/// Enabling that citizens meet: half the professionals' attitude, half the support.
pub(crate) fn enabling(initiative: &Initiative, unit: &Unit) -> f64 {
    0.5 * (unit.attitude + initiative.support)
}

/// Works out what an initiative offers in a step.
pub(crate) fn offer(
    initiative: &Initiative,
    unit: &Unit,
    culture: &Culture,
    parameters: &Parameters,
    standing: &Standing,
    trust_mean: f64,
    (step, step_years, steps_per_year): (u32, f64, u32),
) -> Offer {
    let programme = &parameters.programmes[initiative.programme];
    let exit_factor = exit_factor(initiative, standing, parameters);
    let standing = &initiative.money(standing);
    let season = season(programme, step, steps_per_year);
    let mut offer = Offer {
        present: initiative.is_present(),
        running: initiative.is_running(),
        outreach_per_year: (parameters.awareness.outreach * standing.outreach(programme, step)) as f32,
        follow_through: (parameters.asking.follow_through
            * culture.patience
            * mixed(programme, parameters, parameters.digital.follow_through))
        .min(1.0) as f32,
        hours_ratio: initiative.hours_ratio as f32,
        exit_factor: (exit_factor * mixed(programme, parameters, parameters.digital.exit)) as f32,
        influence: initiative.influence as f32,
        shortfall: initiative.shortfall() as f32,
        kit_probability: reach(programme.kit * standing.grant, initiative, step_years),
        letter_probability: reach(programme.letter * standing.grant, initiative, step_years),
        ..Offer::default()
    };
    set_asking(&mut offer, initiative, parameters, season);
    set_willingness(&mut offer, initiative, culture, parameters);
    set_reward(&mut offer, initiative, parameters, trust_mean);
    offer.time_cost_hours_per_week = usual_hours_per_week(programme, parameters) as f32;
    offer.hours_per_week = offer.time_cost_hours_per_week;
    set_experience(&mut offer, initiative, unit, parameters);
    offer
}

/// How much more participants leave a programme whose grant has ended, `1 + (factor - 1)(1 - grant)` (M5).
fn exit_factor(initiative: &Initiative, standing: &Standing, parameters: &Parameters) -> f64 {
    if initiative.life == Life::Informal {
        return 1.0;
    }
    1.0 + (parameters.staying.grant_end_factor - 1.0) * (1.0 - standing.grant)
}

/// How much of the year's asking falls into this step: all of it into one step for an episodic programme.
fn season(programme: &Programme, step: u32, steps_per_year: u32) -> f64 {
    if !programme.episodic {
        1.0
    } else if step % steps_per_year == steps_per_year / 3 {
        f64::from(steps_per_year)
    } else {
        0.0
    }
}

/// Probability that a member of the target group is reached in a step.
fn reach(rate_per_year: f64, initiative: &Initiative, step_years: f64) -> f32 {
    if initiative.is_running() {
        probability(rate_per_year as f32, step_years as f32)
    } else {
        0.0
    }
}

/// M2.
fn set_asking(offer: &mut Offer, initiative: &Initiative, parameters: &Parameters, season: f64) {
    let asking = &parameters.asking;
    let programme = &parameters.programmes[initiative.programme];
    let invitation = programme.invitation * season * mixed(programme, parameters, parameters.digital.asking);
    let (by_staff, by_friends) = if parameters.mechanisms.asking {
        (
            asking.per_enabling * initiative.enabling_share,
            asking.per_active_tie,
        )
    } else {
        (0.0, 0.0)
    };
    offer.asked_per_year = (invitation * (asking.general + by_staff)) as f32;
    offer.asked_per_tie_per_year = (invitation * by_friends) as f32;
}

/// M3, M7, M8: the terms of willingness that are the same for everyone in the neighbourhood.
fn set_willingness(offer: &mut Offer, initiative: &Initiative, culture: &Culture, parameters: &Parameters) {
    let weights = &parameters.willingness;
    let programme = &parameters.programmes[initiative.programme];
    let eased = digital::share(programme, parameters) * parameters.digital.ease;
    let ease = culture.ease(parameters, programme.ease + eased);
    let shared = weights.ease * (ease - 0.5) + weights.influence * (initiative.influence - 0.5)
        - 0.25 * weights.shortfall;
    let own = match parameters.decision_rule {
        DecisionRule::Logit => weights.intercept_logit - 0.5 * weights.motivation,
        DecisionRule::Threshold => weights.intercept_threshold - 0.5 * weights.motivation,
        DecisionRule::Rational => weights.intercept_rational,
    };
    offer.constant = (own + shared) as f32;
    offer.individual_money =
        programme.reward == RewardKind::IndividualMoney && programme.reward_eur_per_hour > 0.0;
    let crowding = if offer.individual_money && parameters.mechanisms.crowding {
        parameters.reward.crowding
    } else {
        0.0
    };
    offer.motivation_weight = (weights.motivation * programme.value_fit - crowding) as f32;
    offer.affectedness_weight = (weights.shortfall * perceived_shortfall(initiative)) as f32;
    offer.risk_weight = (weights.risk * (0.5 + culture.zero_error)) as f32;
    offer.game_weight = (2.0 * digital::game_weight(programme, parameters)) as f32;
    offer.free_rider_response = if programme.collective && programme.visible {
        parameters.social_influence.free_rider_response as f32
    } else {
        0.0
    };
}

/// Price effect of the reward, so scaled that a citizen with medium susceptibility and mean trust feels
/// `β_x ln(1 + R/R0)` (M7). A credit that is traded is worth what the chance of spending it leaves (M25).
fn set_reward(offer: &mut Offer, initiative: &Initiative, parameters: &Parameters, trust_mean: f64) {
    let programme = &parameters.programmes[initiative.programme];
    if programme.reward == RewardKind::None {
        return;
    }
    let weight = |eur_per_hour: f64| {
        let relative = eur_per_hour / parameters.reward.scale_eur_per_hour;
        (parameters.reward.price * libm::log1p(relative) * 2.0 / (1.0 - trust_mean).max(0.05)) as f32
    };
    if programme.credits_traded && parameters.mechanisms.time_bank {
        let worth = initiative.books.worth(&parameters.time_bank);
        offer.credit_weight = weight(programme.reward_eur_per_hour * worth);
    } else {
        offer.reward_weight = weight(programme.reward_eur_per_hour);
    }
}

/// Hours of a participant of medium motivation (M6); those of an episodic programme are a mean over the year.
fn usual_hours_per_week(programme: &Programme, parameters: &Parameters) -> f64 {
    let in_person = if programme.episodic {
        parameters.hours.episodic_per_year / WEEKS_PER_YEAR
    } else {
        parameters.hours.per_week
    };
    in_person * mixed(programme, parameters, parameters.digital.hours)
}

/// M5, M9, M10, M11, M17: what taking part feels like.
fn set_experience(offer: &mut Offer, initiative: &Initiative, unit: &Unit, parameters: &Parameters) {
    let programme = &parameters.programmes[initiative.programme];
    let (support, influence) = (initiative.support, initiative.influence);
    let staying = &parameters.staying;
    offer.satisfaction = (staying.weight_support * support + staying.weight_voice * influence) as f32;
    let fatigue = &parameters.fatigue;
    offer.fatigue_gain_per_year = (fatigue.gain
        * (1.0 + fatigue.ambiguity * (1.0 - support))
        * (1.0 - fatigue.voice_relief * influence)) as f32;
    let enabling = enabling(initiative, unit);
    offer.enabling = enabling as f32;
    offer.success = (0.5 * (enabling + performance(delivered(initiative, parameters)))) as f32;
    let goal = if initiative.has_goal {
        parameters.ownership.goal_bonus
    } else {
        0.0
    };
    let kept = if initiative.life == Life::Professional {
        1.0 - parameters.initiatives.professional_ownership_loss
    } else {
        1.0
    };
    let target = (initiative.influence_offered * initiative.listened + goal).min(1.0);
    offer.ownership_target = (kept * target) as f32;
    offer.ownership_start = if programme.initiator == Initiator::Citizens {
        initiative.influence_offered as f32
    } else {
        0.0
    };
    offer.token = initiative.listened < parameters.ownership.token_threshold;
}

/// What citizens deliver relative to what the programme asks of them, 1 at the reference: their input, as if an
/// episodic programme asked for weekly hours.
pub(crate) fn delivered(initiative: &Initiative, parameters: &Parameters) -> f64 {
    let usual = usual_hours_per_week(&parameters.programmes[initiative.programme], parameters);
    if usual > 0.0 {
        initiative.citizen_ratio * (parameters.hours.per_week / usual)
    } else {
        0.0
    }
}

/// Delivered relative to expected: `D/(D + 1)`, one half at the reference.
pub(crate) fn performance(delivered: f64) -> f64 {
    delivered / (delivered + 1.0)
}

/// Relative reach of outreach for a citizen: `exp(g (2z - 1))` (M1).
pub(crate) fn outreach_weight(
    programme: &Programme,
    parameters: &Parameters,
    ses: f64,
    affectedness: f64,
) -> f32 {
    let (bias, trait_value) = match programme.outreach_target {
        OutreachTarget::Broad => (parameters.awareness.ses_bias, ses),
        OutreachTarget::Need => (parameters.awareness.need_bias, affectedness),
    };
    libm::exp(bias * (2.0 * trait_value - 1.0)) as f32
}
