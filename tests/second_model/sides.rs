//! What organisations and citizens make of each other: roles, admission, harm, goals, power (M28 to M32).

use samspil::model::design::{Goal, Role};
use samspil::model::mechanisms::Parameters;

use crate::measures::{Measures, ratio, yes};
use crate::society::{Citizen, Initiative, Society};

/// How much more need arises in this neighbourhood than on average, the first being the poorest (M31).
pub(crate) fn need_of_place(parameters: &Parameters, place: usize) -> f64 {
    let last = f64::from(parameters.population.neighbourhoods) - 1.0;
    if last > 0.0 {
        1.0 + parameters.problem.need_gradient * (1.0 - 2.0 * place as f64 / last)
    } else {
        1.0
    }
}

impl Society {
    /// Part of participants' hours that goes into shaping the service in place of delivering it (M28).
    pub(crate) fn shaping(&self, initiative: &Initiative) -> f64 {
        let roles = &self.parameters.roles;
        match initiative.role {
            _ if !self.parameters.mechanisms.roles => 0.0,
            Role::CoInitiator => roles.co_initiator_shaping,
            Role::CoDesigner => roles.co_designer_shaping,
            Role::CoImplementor | Role::Informed => 0.0,
        }
    }

    /// How fast an initiative learns from what citizens propose (M20, M28, M31).
    pub(crate) fn fit_learning(&self, initiative: &Initiative) -> f64 {
        self.parameters.problem.fit_learning
            * (1.0 + self.parameters.roles.shaping_gain * self.shaping(initiative))
            * self.attention(initiative, Goal::Quality)
    }

    /// Chance that the organisation takes a citizen who wants to join (M29).
    pub(crate) fn admitted(&self, who: &Citizen, programme: usize) -> f64 {
        if !self.parameters.mechanisms.admission {
            return 1.0;
        }
        let refused = self.parameters.programmes[programme].refused_share;
        let ignorant = 1.0 - 2.0 * who.knowledge;
        if refused >= 1.0 {
            return 0.0;
        }
        let odds = refused / (1.0 - refused) * libm::exp(self.parameters.admission.by_knowledge * ignorant);
        1.0 / (1.0 + odds)
    }

    /// Refuses a citizen, who expects less from now on (M29).
    pub(crate) fn refuse(&mut self, citizen: usize, programme: usize) {
        let who = &mut self.citizens[citizen];
        who.expectation = f64::max(0.0, who.expectation - self.parameters.admission.disappointment);
        let place = who.place;
        self.initiative_mut(programme, place).contacts.refused += 1.0;
        self.turned_away += 1.0;
    }

    /// By how much of what it takes participants are enabled too little (M30).
    fn left_alone(&self, initiative: &Initiative) -> f64 {
        let threshold = self.parameters.co_destruction.threshold;
        let unit = &self.units[self.unit_of[initiative.place]];
        let enabling = 0.5 * (unit.attitude + initiative.support);
        // At a threshold of 0 no enabling is too little.
        if self.parameters.mechanisms.co_destruction && initiative.participants > 0.0 && enabling < threshold
        {
            1.0 - enabling / threshold
        } else {
            0.0
        }
    }

    /// Part of what citizens prevent that is left; below 0 they do harm (M30).
    pub(crate) fn prevention_kept(&self, initiative: &Initiative) -> f64 {
        1.0 - (1.0 + self.parameters.co_destruction.harm) * self.left_alone(initiative)
    }

    /// Attention that something has where a stated goal may draw it there or away (M31).
    pub(crate) fn attention(&self, initiative: &Initiative, to: Goal) -> f64 {
        let chosen = self.design(initiative).goal;
        let focus = self.parameters.goal_focus.focus;
        if !self.parameters.mechanisms.goal_focus || !initiative.goal || chosen == Goal::None {
            1.0
        } else if chosen == to {
            1.0 + focus
        } else {
            1.0 - focus / 3.0
        }
    }

    /// How far citizens' influence in a unit's initiatives goes beyond its professionals' attitude (M32).
    pub(crate) fn contest(&self, unit: usize) -> f64 {
        let (mut influence, mut people) = (0.0, 0.0);
        for initiative in &self.initiatives {
            if self.unit_of[initiative.place] == unit && initiative.runs() {
                influence += initiative.influence * initiative.participants;
                people += initiative.participants;
            }
        }
        if self.parameters.mechanisms.power && people > 0.0 {
            f64::max(0.0, influence / people - self.units[unit].attitude)
        } else {
            0.0
        }
    }

    pub(crate) fn measures_of_sides(&self, row: &mut Measures) {
        let mut put = |key: &str, value: f64| row.insert(key.to_owned(), value);
        let refused = self.total(|initiative| initiative.contacts.refused);
        put("refusals", refused / self.dt * 100.0 / self.people_count());
        let harmed =
            |initiative: &Initiative| initiative.participants * yes(self.left_alone(initiative) > 0.0);
        let everyone = self.total(|initiative| initiative.participants);
        put("co_destruction_share", ratio(self.total(harmed), everyone));
        let running = self.total(|initiative| yes(initiative.runs()));
        let power = self.total(|initiative| initiative.influence * yes(initiative.runs()));
        put("power_of_citizens", ratio(power, running));
        let contested = self.total(|initiative| {
            let attitude = self.units[self.unit_of[initiative.place]].attitude;
            yes(initiative.runs() && initiative.influence > attitude)
        });
        put("contested_share", ratio(contested, running));
    }
}
