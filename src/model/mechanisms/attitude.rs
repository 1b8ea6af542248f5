//! M12: learning and regress of professional attitudes.
//!
//! `dθ/dt = η contact (quality - .35) - res contact gap - reg (1 - support)(θ - θ_trad) + peer (θ̄ - θ)`, with `quality` the
//! mean of participants' competence and of performance, `contact = 2 r/(1 + r)`, `r` the participants per professional
//! relative to the reference, times nearness, and `gap` how far citizens' influence goes beyond attitudes (M32). Good contact
//! with citizens makes professionals more enabling, the traditional role pulls back, and management support holds against
//! it. Linear in `θ`, so solved exactly within the step.
//!
//! Sources, B-08, Ev-41. Bites in the professionals' process, on facilitation (M14) and the enabling that
//! citizens meet (M10). What the staff of a unit see of citizens is worked out here, for M11 to M14.

use serde::{Deserialize, Serialize};

use super::parts::parameters::Parameters;
use super::professional::{Contact, Professional};
use super::{Block, OfSociety, Society, facilitation, power, sums};
use crate::model::lane::lanes;
use crate::model::mathematics::toward;
use crate::model::measure::{Measure, SHARE, Theme};
use crate::words::words;

/// Learning and regress of professional attitudes (M12).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AttitudeParameters {
    pub learning: f64,
    pub quality_threshold: f64,
    pub reference_participants_per_professional: f64,
    pub traditional: f64,
    pub peer_norm: f64,
}

sums! {
    /// Means of knowledge and efficacy of participants, and their intrinsic motivation.
    ContactSums { competence, motivation }
}

/// What a unit's initiatives show its professionals in a step, added up.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    active: f64,
    competence: f64,
    motivation: f64,
    influence: power::Influence,
    asked: f64,
    accepted: f64,
    /// Deliveries and stocks, each weighted by the citizens and by the share of the unit's time that is the task's; a task
    /// without staff shows nobody anything.
    delivered: f64,
    backlog: f64,
    weight: f64,
    training: f64,
}

impl Society {
    /// Professionals learn from the citizens they meet.
    pub(in crate::model) fn update_professionals(&mut self) {
        for (unit, seen) in self.seen().iter().enumerate() {
            let contact = self.contact(unit, seen);
            let colleagues = self.units[unit].attitude;
            for professional in &mut self.professionals[self.units[unit].professionals.clone()] {
                professional.learn(&self.parameters, &contact, colleagues, self.step_years);
            }
        }
    }

    /// What the initiatives of each unit show.
    fn seen(&self) -> Vec<Seen> {
        let mut by_unit = vec![Seen::default(); self.units.len()];
        for (index, initiative) in self.initiatives.iter().enumerate() {
            if !initiative.is_present() {
                continue;
            }
            let seen = &mut by_unit[self.unit_of[initiative.neighbourhood]];
            let sums = &self.totals.initiatives[index];
            seen.active += sums.active;
            seen.competence += sums.contact.competence;
            seen.motivation += sums.contact.motivation;
            seen.influence.add(initiative, sums.active);
            seen.asked += sums.joining.asked;
            seen.accepted += sums.joining.accepted;
            let design = &self.parameters.programmes[initiative.programme];
            let weight = initiative.citizens * design.staff_share;
            seen.delivered += facilitation::delivered(initiative, &self.parameters) * weight;
            seen.backlog += initiative.outcome.backlog * weight;
            seen.weight += weight;
            let trains = f64::from(u8::from(initiative.is_running()));
            let grant = initiative.money(&self.standing[initiative.programme]).grant;
            seen.training = seen.training.max(trains * design.training * grant);
        }
        by_unit
    }

    /// What the professionals of a unit see in a step.
    fn contact(&self, unit: usize, seen: &Seen) -> Contact {
        let (parameters, unit) = (&self.parameters, &self.units[unit]);
        let staff = unit.staff() * self.hours_left;
        let per_professional = if staff > 0.0 { seen.active / staff } else { 0.0 };
        let reference = parameters.attitude.reference_participants_per_professional;
        let relative = per_professional / reference * unit.nearness;
        let mean = |total: f64| {
            if seen.active > 0.0 {
                total / seen.active
            } else {
                0.0
            }
        };
        let start = parameters.problem.initial_backlog;
        Contact {
            strength: 2.0 * relative / (1.0 + relative),
            visibility: (parameters.belief.visibility * unit.nearness).min(1.0),
            performance: if seen.weight > 0.0 {
                facilitation::performance(seen.delivered / seen.weight)
            } else {
                0.0
            },
            acceptance: (seen.asked > 0.0).then(|| seen.accepted / seen.asked),
            competence: mean(seen.competence),
            motivation: mean(seen.motivation),
            contest: seen.influence.beyond(unit.attitude, parameters),
            caseload: if start > 0.0 && seen.weight > 0.0 {
                (seen.backlog / seen.weight / start / self.hours_left.max(0.05)).min(3.0)
            } else {
                1.0
            },
            training: seen.training,
        }
    }
}

/// Adds up what professionals see of participants.
pub(in crate::model) fn count(block: &mut Block, programme: usize) {
    let mut sums = block.memberships[programme].sums;
    let membership = &block.memberships[programme];
    for lane in lanes(membership.active) {
        let state = &block.state;
        let (knowledge, efficacy) = (f64::from(state.knowledge[lane]), f64::from(state.efficacy[lane]));
        sums.contact.competence += 0.5 * (knowledge + efficacy);
        sums.contact.motivation += f64::from(state.motivation[lane]);
    }
    block.memberships[programme].sums = sums;
}

impl Professional {
    /// The attitude moves; its equation is linear in the attitude and solved exactly within the step.
    pub(in crate::model) fn move_attitude(
        &mut self,
        parameters: &Parameters,
        contact: &Contact,
        colleagues: f64,
        step_years: f64,
    ) {
        let weights = &parameters.attitude;
        let quality = 0.5 * (contact.competence + contact.performance);
        let gain = weights.learning * contact.strength * (quality - weights.quality_threshold)
            - parameters.power.resistance * contact.strength * contact.contest;
        // The barrier is scaled so that 1 is a regress of 2 a year.
        let regress =
            2.0 * parameters.barriers.professional_tradition * parameters.barriers.weak_management_support;
        let pull = regress + weights.peer_norm;
        if pull > 0.0 {
            let target = (gain + regress * weights.traditional + weights.peer_norm * colleagues) / pull;
            self.attitude = toward(self.attitude, target, pull, step_years);
        } else {
            self.attitude += gain * step_years;
        }
        self.attitude = self.attitude.clamp(0.0, 1.0);
    }
}

pub(in crate::model) const ATTITUDE: OfSociety = OfSociety {
    measure: Measure::new(
        "attitude",
        words!("enabling attitude"),
        "",
        SHARE,
        "M12",
        Theme::Professionals,
        words!("Professionals' mean attitude, from provider-centric (0) to enabling (1)"),
    ),
    value: |of| of.mean_of_staff(|professional| professional.attitude),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Draws;
    use crate::scenario::reference_parameters;

    /// Attitude after a year of contact in which power is contested so far.
    fn after(contest: f64, parameters: &Parameters) -> f64 {
        let contact = Contact {
            strength: 1.0,
            visibility: 1.0,
            performance: 0.5,
            acceptance: None,
            competence: 0.5,
            motivation: 0.5,
            contest,
            caseload: 1.0,
            training: 0.0,
        };
        let mut professional = Professional::new(0, parameters, 0.2, &Draws::new(1, 0));
        professional.attitude = 0.5;
        for _ in 0..12 {
            professional.move_attitude(parameters, &contact, 0.5, 1.0 / 12.0);
        }
        professional.attitude
    }

    #[test]
    fn contested_power_makes_professionals_less_enabling() {
        let mut parameters = reference_parameters();
        assert!(after(0.5, &parameters) < after(0.1, &parameters));
        assert!(after(0.1, &parameters) < after(0.0, &parameters));
        // Without anything that pulls back, it falls by as much as it is contested.
        parameters.barriers.professional_tradition = 0.0;
        parameters.attitude.peer_norm = 0.0;
        let fall = after(0.0, &parameters) - after(0.5, &parameters);
        assert!((fall - parameters.power.resistance * 0.5).abs() < 1e-12, "{fall}");
    }
}
