//! M14: how much of their time professionals give to citizens, and what an initiative can offer by it.
//!
//! `ε = ε_max θ (.25 + 1.5 b) Comp (1 - .6 Z)(1 - .8 NPM)(.5 + c_p)`, a mean over the unit, times the programme's
//! facilitation and grant, at most what rigid financing leaves free; the rest of the working time produces. A goal of efficiency
//! draws time from facilitation to production, another the reverse (M31). Support is
//! `min(1.5, ε posts n_cap / participants)/1.5`: more participants thin it out. In groups that mix a facilitator supports
//! fewer.
//!
//! Before it is split, working time goes into reforms: hours that each post spends on removing a barrier. Hours in which
//! citizens are asked in person (M2) are taken from production, as far as there is any.
//!
//! Sources: D-16, R-08, B-02, B-10, B-15, Ev-36. Bites in the facilitation process, before citizens decide: on asking (M2),
//! satisfaction (M5), fatigue (M11) and professionals' hours (M18, M23).

use serde::{Deserialize, Serialize};

use super::organisation::{Culture, Unit};
use super::professional::Professional;
use super::{Initiative, OfSociety, Parameters, Society, SocietyView, goal_focus, hours, joining, ratio};
use crate::model::design::Goal;
use crate::model::mathematics::{WEEKS_PER_MONTH, WEEKS_PER_YEAR};
use crate::model::measure::{Measure, POSITIVE, SHARE, Theme};
use crate::words::words;

/// Enabling against relieving (M14).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FacilitationParameters {
    pub ceiling: f64,
    pub volunteers_per_fte: f64,
    pub mixed_capacity: f64,
    pub belief_floor: f64,
    pub belief_slope: f64,
    pub zero_error_loss: f64,
    pub appraisal_loss: f64,
    pub training_rate: f64,
}

/// What professionals give an initiative.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct FacilitationState {
    /// Share of working time given to facilitation, and how far it covers the participants.
    pub(in crate::model) enabling_share: f64,
    pub(in crate::model) support: f64,
}

/// Posts and professional hours of one initiative in a week.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct StaffTime {
    /// Full-time posts that serve the initiative's neighbourhood.
    pub(in crate::model) posts: f64,
    pub(in crate::model) production_hours_per_week: f64,
    pub(in crate::model) facilitation_hours_per_week: f64,
    /// Hours in which citizens are asked in person: those that production could spare.
    pub(in crate::model) contact_hours_per_week: f64,
    /// Hours spent on removing a barrier.
    pub(in crate::model) reform_hours_per_week: f64,
}

impl StaffTime {
    /// All working hours.
    pub(in crate::model) fn hours_per_week(&self) -> f64 {
        self.production_hours_per_week
            + self.facilitation_hours_per_week
            + self.contact_hours_per_week
            + self.reform_hours_per_week
    }
}

/// Splits the working time of an initiative's professionals and says how far it supports the participants:
/// `supp = min(1.5, ε posts n_cap / active) / 1.5`, both over the posts that citizens have not taken over. `season` is how
/// much of the year's asking falls into the step.
pub(in crate::model) fn split_time(
    initiative: &mut Initiative,
    unit: &Unit,
    culture: &Culture,
    parameters: &Parameters,
    grant: f64,
    hours_left: f64,
    season: f64,
) -> StaffTime {
    if !initiative.is_present() {
        return StaffTime::default();
    }
    let programme = &parameters.programmes[initiative.programme];
    let posts = unit.staff() * hours_left * initiative.citizens / unit.citizens.max(1.0);
    let share = if initiative.is_running() && parameters.mechanisms.facilitation {
        // Attention to production is time taken from facilitation, and the reverse (M31).
        let left = 2.0 - goal_focus::factor(initiative, programme, parameters, Goal::Efficiency);
        (unit.facilitation * programme.facilitation * grant * left).min(culture.facilitation_max)
    } else {
        0.0
    };
    initiative.facilitation.enabling_share = share;
    let replaced = if initiative.is_running() {
        programme.staff_replaced
    } else {
        0.0
    };
    // Posts of this task; what was handed over to citizens neither produces nor facilitates.
    let own_posts = programme.staff_share * posts * (1.0 - replaced);
    let full_time = parameters.professionals.hours_per_week;
    let reform = (parameters.organisation.reform_hours_per_post_per_year / WEEKS_PER_YEAR).min(full_time);
    let left = full_time - reform;
    let mixing = if programme.mixed {
        parameters.facilitation.mixed_capacity
    } else {
        1.0
    };
    let per_post = parameters.facilitation.volunteers_per_fte * mixing * (left / full_time);
    let supported = share * own_posts * per_post;
    initiative.facilitation.support = if initiative.active > 0.0 {
        (supported / initiative.active).min(1.5) / 1.5
    } else {
        f64::from(u8::from(supported > 0.0))
    };
    let hours = left * own_posts;
    let producing = hours * (1.0 - share);
    let contact = joining::contact_hours_per_week(initiative, parameters, season).min(producing);
    StaffTime {
        posts,
        production_hours_per_week: producing - contact,
        facilitation_hours_per_week: hours * share,
        contact_hours_per_week: contact,
        reform_hours_per_week: reform * own_posts,
    }
}

/// Enabling that citizens meet: half the professionals' attitude, half the support.
pub(in crate::model) fn enabling(initiative: &Initiative, unit: &Unit) -> f64 {
    0.5 * (unit.attitude + initiative.facilitation.support)
}

/// What citizens deliver relative to what the programme asks of them, 1 at the reference: their input, as if an
/// episodic programme asked for weekly hours.
pub(in crate::model) fn delivered(initiative: &Initiative, parameters: &Parameters) -> f64 {
    let usual = hours::usual_per_week(&parameters.programmes[initiative.programme], parameters);
    if usual > 0.0 {
        initiative.production.citizen_ratio * (parameters.hours.per_week / usual)
    } else {
        0.0
    }
}

/// Delivered relative to expected: `D/(D + 1)`, one half at the reference.
pub(in crate::model) fn performance(delivered: f64) -> f64 {
    delivered / (delivered + 1.0)
}

impl Society {
    /// Professionals split their time between producing and facilitating; initiatives make their offers.
    pub(in crate::model) fn facilitate(&mut self) {
        for unit in &mut self.units {
            let culture = Culture::new(&self.parameters, unit.zero_error_memory);
            let members = &self.professionals[unit.professionals.clone()];
            let mean = |of: &dyn Fn(&Professional) -> f64| {
                if members.is_empty() {
                    0.0
                } else {
                    members.iter().map(of).sum::<f64>() / members.len() as f64
                }
            };
            unit.attitude = mean(&|member| member.attitude);
            unit.facilitation = mean(&|member| member.facilitation(&self.parameters, &culture));
            unit.capacity = mean(&|member| member.capacity(&self.parameters));
        }
        let (places, programmes) = (self.neighbourhoods(), self.programmes());
        for index in 0..self.initiatives.len() {
            let (programme, place) = (index / places, index % places);
            let culture = self.culture(place);
            let unit = &self.units[self.unit_of[place]];
            let initiative = &mut self.initiatives[index];
            let grant = initiative.money(&self.standing[programme]).grant;
            let design = &self.parameters.programmes[programme];
            self.staff_time[index] = split_time(
                initiative,
                unit,
                &culture,
                &self.parameters,
                grant,
                self.hours_left,
                joining::season(design, self.step, self.steps_per_year),
            );
            self.offers[place * programmes + programme] = self.offer_of(index);
        }
    }
}

impl Professional {
    /// Share of working time given to facilitation before financing limits it (M14).
    pub(in crate::model) fn facilitation(&self, parameters: &Parameters, culture: &Culture) -> f64 {
        let weights = &parameters.facilitation;
        weights.ceiling
            * self.attitude
            * (weights.belief_floor + weights.belief_slope * self.belief(parameters))
            * culture.compatibility
            * (1.0 - weights.zero_error_loss * culture.zero_error)
            * (1.0 - weights.appraisal_loss * parameters.barriers.output_appraisal)
            * (0.5 + self.skill)
    }
}

/// Professional hours a week over all initiatives.
pub(in crate::model) fn staff_hours(of: &SocietyView<'_>, hours: fn(&StaffTime) -> f64) -> f64 {
    of.society.staff_time.iter().map(hours).sum()
}

/// Hours a week as hours a month per 1,000 citizens.
pub(in crate::model) fn per_thousand(of: &SocietyView<'_>, hours_per_week: f64) -> f64 {
    hours_per_week * WEEKS_PER_MONTH * 1000.0 / of.citizens()
}

pub(in crate::model) const PRODUCTION_HOURS: OfSociety = OfSociety {
    measure: Measure::new(
        "production_hours",
        words!("hours of production"),
        "h/month per 1,000 citizens",
        POSITIVE,
        "M14",
        Theme::Cost,
        words!("Professional hours spent on producing"),
    ),
    value: |of| per_thousand(of, staff_hours(of, |time| time.production_hours_per_week)),
};

pub(in crate::model) const FACILITATION_HOURS: OfSociety = OfSociety {
    measure: Measure::new(
        "facilitation_hours",
        words!("hours of facilitation"),
        "h/month per 1,000 citizens",
        POSITIVE,
        "M14",
        Theme::Cost,
        words!("Professional hours spent on facilitating"),
    ),
    value: |of| per_thousand(of, staff_hours(of, |time| time.facilitation_hours_per_week)),
};

pub(in crate::model) const ENABLING_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "enabling_share",
        words!("enabling share"),
        "share",
        SHARE,
        "M14",
        Theme::Professionals,
        words!("Share of working time given to facilitation"),
    ),
    value: |of| {
        let facilitation = staff_hours(of, |time| time.facilitation_hours_per_week);
        ratio(facilitation, staff_hours(of, StaffTime::hours_per_week))
    },
};

pub(in crate::model) const SUPPORT: OfSociety = OfSociety {
    measure: Measure::new(
        "support",
        words!("support"),
        "",
        SHARE,
        "M14",
        Theme::Professionals,
        words!("How far facilitation covers the participants there are"),
    ),
    value: |of| of.mean(|initiative| initiative.facilitation.support),
};

pub(in crate::model) const SKILL: OfSociety = OfSociety {
    measure: Measure::new(
        "skill",
        words!("competence"),
        "",
        SHARE,
        "M14",
        Theme::Professionals,
        words!("Mean competence for facilitation"),
    ),
    value: |of| of.mean_of_staff(|professional| professional.skill),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::mechanisms::opening::Status;
    use crate::random::Draws;
    use crate::scenario::reference_parameters;

    /// The time of 8 posts for 200 citizens, 20 of whom take part in a programme that has opened or has not.
    fn split(parameters: &Parameters, status: Status) -> (Initiative, StaffTime) {
        let mut initiative = Initiative::new(parameters, 0, 0, 200.0, 1.0 / 12.0, &Draws::new(1, 0));
        initiative.status = status;
        initiative.active = 20.0;
        let unit = Unit {
            professionals: 0..8,
            citizens: 200.0,
            zero_error_memory: 0.0,
            attitude: 0.5,
            facilitation: 0.1,
            capacity: 1.0,
            nearness: 1.0,
        };
        let culture = Culture::new(parameters, 0.0);
        let time = split_time(&mut initiative, &unit, &culture, parameters, 1.0, 1.0, 1.0);
        (initiative, time)
    }

    fn full_time(parameters: &Parameters) -> f64 {
        let programme = &parameters.programmes[0];
        8.0 * parameters.professionals.hours_per_week * programme.staff_share
    }

    /// Efficiency as a goal moves hours and makes none (M31).
    #[test]
    fn a_goal_moves_time_between_facilitation_and_production() {
        let mut parameters = reference_parameters();
        let focus = parameters.goal_focus.focus;
        let mut time = |goal| {
            parameters.programmes[0].goal = goal;
            split(&parameters, Status::Running).1
        };
        let goals = [Goal::None, Goal::Efficiency, Goal::Quality];
        let [none, efficiency, quality] = goals.map(&mut time);
        for (with, factor) in [(efficiency, 1.0 - focus), (quality, 1.0 + focus / 3.0)] {
            assert!((with.hours_per_week() - none.hours_per_week()).abs() < 1e-9);
            let expected = factor * none.facilitation_hours_per_week;
            assert!(
                (with.facilitation_hours_per_week - expected).abs() < 1e-9,
                "{with:?}"
            );
        }
    }

    #[test]
    fn hours_add_up_and_contacts_take_no_more_than_production_has() {
        let mut parameters = reference_parameters();
        parameters.programmes[0].invitation = 1.0;
        let (_, usual) = split(&parameters, Status::Running);
        assert!(usual.contact_hours_per_week > 0.0 && usual.production_hours_per_week > 0.0);
        for (invitation, reform, replaced) in [(1.0, 0.0, 0.0), (50.0, 200.0, 0.3), (2.0, 1e4, 0.0)] {
            parameters.programmes[0].invitation = invitation;
            parameters.programmes[0].staff_replaced = replaced;
            parameters.organisation.reform_hours_per_post_per_year = reform;
            parameters.cost.hours_per_contact = 10.0;
            let (_, time) = split(&parameters, Status::Running);
            let all = full_time(&parameters) * (1.0 - replaced);
            assert!((time.hours_per_week() - all).abs() < 1e-9, "{time:?}");
            assert!(time.production_hours_per_week >= 0.0, "{time:?}");
        }
        let (_, waiting) = split(&parameters, Status::Preparing { opens: 9 });
        assert!(waiting.contact_hours_per_week.abs() < 1e-12);
    }

    #[test]
    fn reforms_and_mixed_groups_thin_support_out() {
        let mut parameters = reference_parameters();
        let (plain, time) = split(&parameters, Status::Running);
        let hours_per_year = parameters.professionals.hours_per_week * WEEKS_PER_YEAR;
        parameters.organisation.reform_hours_per_post_per_year = 0.25 * hours_per_year;
        let (reforming, with_reform) = split(&parameters, Status::Running);
        let (support, quarter) = (plain.facilitation.support, 0.25 * full_time(&parameters));
        assert!(support > 0.0 && support < 1.0, "{support}");
        assert!((with_reform.reform_hours_per_week - quarter).abs() < 1e-9);
        assert!((reforming.facilitation.support - 0.75 * support).abs() < 1e-12);
        let (before, after) = (
            time.facilitation_hours_per_week,
            with_reform.facilitation_hours_per_week,
        );
        assert!((after - 0.75 * before).abs() < 1e-9);
        parameters.organisation.reform_hours_per_post_per_year = 0.0;
        parameters.programmes[0].mixed = !parameters.programmes[0].mixed;
        let (other, _) = split(&parameters, Status::Running);
        let mixing = parameters.facilitation.mixed_capacity;
        let relative = other.facilitation.support / support;
        assert!((relative - mixing).abs() < 1e-9 || (relative - 1.0 / mixing).abs() < 1e-9);
    }
}
