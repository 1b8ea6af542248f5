//! M12: learning and regress of professional attitudes.
//!
//! `dθ/dt = η contact (quality - .35) - reg (1 - support)(θ - θ_trad) + peer (θ̄ - θ)`, with `quality` the mean of
//! participants' competence and of performance, and `contact = 2 r/(1 + r)`, `r` the participants per professional relative
//! to the reference, times nearness. Good contact with citizens makes professionals more enabling, the traditional role
//! pulls back, and management support holds against it. Linear in `θ`, so solved exactly within the step.
//!
//! Sources, B-08, Ev-41. Bites in the professionals' process, on facilitation (M14) and the enabling that
//! citizens meet (M10). What the staff of a unit see of citizens is worked out here, for M11 to M14.

use serde::Deserialize;

use super::parts::parameters::Parameters;
use super::professional::{Contact, Professional};
use super::{Block, OfSociety, Society, facilitation, sums};
use crate::model::lane::lanes;
use crate::model::mathematics::toward;
use crate::model::measure::{Measure, SHARE, Theme};
use crate::words::words;

/// Learning and regress of professional attitudes (M12).
#[derive(Clone, Debug, PartialEq, Deserialize)]
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

impl Society {
    /// Professionals learn from the citizens they meet.
    pub(in crate::model) fn update_professionals(&mut self) {
        for unit in 0..self.units.len() {
            let contact = self.contact(unit);
            let colleagues = self.units[unit].attitude;
            for professional in &mut self.professionals[self.units[unit].professionals.clone()] {
                professional.learn(&self.parameters, &contact, colleagues, self.step_years);
            }
        }
    }

    /// What the professionals of a unit see in a step.
    fn contact(&self, unit: usize) -> Contact {
        let (mut active, mut competence, mut motivation) = (0.0, 0.0, 0.0);
        let (mut delivered, mut backlog, mut citizens, mut training) = (0.0, 0.0, 0.0, 0.0_f64);
        for (index, initiative) in self.initiatives.iter().enumerate() {
            if self.unit_of[initiative.neighbourhood] != unit || !initiative.is_present() {
                continue;
            }
            let sums = &self.totals.initiatives[index];
            active += sums.active;
            competence += sums.contact.competence;
            motivation += sums.contact.motivation;
            delivered += facilitation::delivered(initiative, &self.parameters) * initiative.citizens;
            backlog += initiative.outcome.backlog * initiative.citizens;
            citizens += initiative.citizens;
            let design = &self.parameters.programmes[initiative.programme];
            let trains = f64::from(u8::from(initiative.is_running()));
            let grant = initiative.money(&self.standing[initiative.programme]).grant;
            training = training.max(trains * design.training * grant);
        }
        let staff = self.units[unit].staff() * self.hours_left;
        let per_professional = if staff > 0.0 { active / staff } else { 0.0 };
        let reference = self.parameters.attitude.reference_participants_per_professional;
        let relative = per_professional / reference * self.units[unit].nearness;
        let mean = |total: f64| if active > 0.0 { total / active } else { 0.0 };
        let start = self.parameters.problem.initial_backlog;
        Contact {
            strength: 2.0 * relative / (1.0 + relative),
            visibility: (self.parameters.belief.visibility * self.units[unit].nearness).min(1.0),
            performance: facilitation::performance(delivered / citizens.max(1.0)),
            competence: mean(competence),
            motivation: mean(motivation),
            caseload: if start > 0.0 && citizens > 0.0 {
                (backlog / citizens / start / self.hours_left.max(0.05)).min(3.0)
            } else {
                1.0
            },
            training,
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
        let gain = weights.learning * contact.strength * (quality - weights.quality_threshold);
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
