//! M11 to M14: professionals, from provider-centric to enabling.
//!
//! - Attitude (M12): `dθ/dt = η contact (quality - .35) - reg (1 - support)(θ - θ_trad)`, optionally with a pull
//!   toward colleagues; good contact with citizens makes professionals more enabling, the traditional role pulls
//!   back, and management support holds against it.
//! - Belief (M13): `db/dt = k_b vis (seen - b)` for each of three beliefs: that citizens *can*, *will*, and look
//!   *beyond* own interest. Only visible engagement counts, and willingness is underestimated.
//! - Facilitation (M14): `ε = ε_max θ (.25 + 1.5 b) Comp (1 - .6 Z)(1 - .8 NPM)(.5 + c_p)`; the rest of the working
//!   time produces. It cannot exceed what rigid financing leaves free.
//! - Fatigue (M11) follows the caseload and costs working capacity.

use super::Parameters;
use super::organisation::Culture;
use crate::model::purpose;
use crate::random::{Draws, Purpose, normal_quantile};
use serde::Deserialize;

/// Who the professionals are.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfessionalsParameters {
    pub per_1000_citizens: f64,
    pub hours_per_week: f64,
    pub attitude_mean: f64,
    pub attitude_sd: f64,
    pub belief_sd: f64,
}

/// One professional.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Professional {
    /// From provider-centric (0) to enabling (1).
    pub(crate) attitude: f64,
    /// Belief that citizens can.
    pub(crate) can: f64,
    /// Belief that citizens will.
    pub(crate) will: f64,
    /// Belief that citizens look beyond own interest.
    pub(crate) beyond: f64,
    /// Competence for facilitation.
    pub(crate) skill: f64,
    /// Fatigue.
    pub(crate) fatigue: f64,
}

/// What a unit's professionals see of citizens in a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Contact {
    /// Strength of contact, 1 at the reference; 0 without participants.
    pub(crate) strength: f64,
    /// Part of citizens' engagement that is seen.
    pub(crate) visibility: f64,
    /// Delivered relative to expected: D / (D + 1), one half at the reference.
    pub(crate) performance: f64,
    /// Mean of participants' knowledge and efficacy.
    pub(crate) competence: f64,
    /// Mean intrinsic motivation of participants.
    pub(crate) motivation: f64,
    /// Problem stock relative to its start, per professional hour left.
    pub(crate) caseload: f64,
    /// Intensity of training.
    pub(crate) training: f64,
}

impl Professional {
    /// A professional at the start.
    pub(crate) fn new(index: u32, parameters: &Parameters, draws: &Draws) -> Self {
        let ProfessionalsParameters {
            attitude_mean,
            attitude_sd,
            belief_sd,
            ..
        } = parameters.professionals;
        let [first, second, third, fourth] = draws.uniforms(index, 0, purpose::PROFESSIONAL);
        let around = |mean: f64, deviation: f64, uniform: f64| {
            (mean + deviation * normal_quantile(uniform)).clamp(0.0, 1.0)
        };
        let trust = 1.0 - parameters.barriers.distrust_of_citizens;
        Self {
            attitude: around(attitude_mean, attitude_sd, first),
            can: around(trust, belief_sd, second),
            will: around(trust, belief_sd, third),
            beyond: around(trust, belief_sd, fourth),
            skill: 1.0 - parameters.barriers.missing_competence,
            fatigue: resting_fatigue(parameters),
        }
    }

    /// Belief about citizens, the three parts weighted.
    pub(crate) fn belief(&self, parameters: &Parameters) -> f64 {
        let weights = &parameters.belief;
        let total = weights.weight_can + weights.weight_will + weights.weight_beyond;
        (weights.weight_can * self.can
            + weights.weight_will * self.will
            + weights.weight_beyond * self.beyond)
            / total
    }

    /// Share of working time given to facilitation before financing limits it (M14).
    pub(crate) fn facilitation(&self, parameters: &Parameters, culture: &Culture) -> f64 {
        let weights = &parameters.facilitation;
        weights.ceiling
            * self.attitude
            * (weights.belief_floor + weights.belief_slope * self.belief(parameters))
            * culture.compatibility
            * (1.0 - weights.zero_error_loss * culture.zero_error)
            * (1.0 - weights.appraisal_loss * parameters.barriers.output_appraisal)
            * (0.5 + self.skill)
    }

    /// Working capacity that fatigue leaves.
    pub(crate) fn capacity(&self, parameters: &Parameters) -> f64 {
        1.0 - parameters.staff.fatigue_loss * self.fatigue
    }

    /// Learns, forgets and tires for one step; `colleagues` is the mean attitude in the unit.
    pub(crate) fn learn(
        &mut self,
        parameters: &Parameters,
        contact: &Contact,
        colleagues: f64,
        step_years: f64,
    ) {
        if parameters.mechanisms.attitude {
            self.move_attitude(parameters, contact, colleagues, step_years);
        }
        if parameters.mechanisms.belief && contact.strength > 0.0 {
            self.update_beliefs(parameters, contact, step_years);
        } else if parameters.mechanisms.belief {
            // Nobody turns up: that is all there is to see of citizens' will.
            let rate = parameters.belief.updating * contact.visibility;
            self.will = toward(self.will, 0.0, rate, step_years);
        }
        if parameters.mechanisms.fatigue {
            self.tire(parameters, contact, step_years);
        }
        let training = parameters.facilitation.training_rate * contact.training;
        self.skill = toward(self.skill, 1.0, training, step_years);
    }

    /// M12: the equation is linear in the attitude and solved exactly within the step.
    fn move_attitude(
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

    /// M13.
    fn update_beliefs(&mut self, parameters: &Parameters, contact: &Contact, step_years: f64) {
        let rate = parameters.belief.updating * contact.visibility;
        let will = (contact.performance - parameters.belief.underestimation).max(0.0);
        self.can = toward(self.can, contact.competence, rate, step_years);
        self.will = toward(self.will, will, rate, step_years);
        self.beyond = toward(self.beyond, contact.motivation, rate, step_years);
    }

    /// M11 for staff: the caseload tires.
    fn tire(&mut self, parameters: &Parameters, contact: &Contact, step_years: f64) {
        let (gain, recovery) = (
            fatigue_gain(parameters, contact.caseload),
            parameters.fatigue.recovery,
        );
        self.fatigue = if recovery > 0.0 {
            toward(self.fatigue, gain / recovery, recovery, step_years)
        } else {
            self.fatigue + gain * step_years
        };
        self.fatigue = self.fatigue.clamp(0.0, 1.0);
    }
}

/// Yearly gain in a professional's fatigue at a caseload relative to the reference.
fn fatigue_gain(parameters: &Parameters, caseload: f64) -> f64 {
    let load = parameters.staff.workload_reference * caseload;
    let ambiguity = 1.0 + parameters.fatigue.ambiguity * parameters.barriers.weak_management_support;
    4.0 * parameters.staff.fatigue_gain * load * load * ambiguity
}

/// Fatigue at which a professional with the reference caseload stays, and all stay with M11 off.
pub(crate) fn resting_fatigue(parameters: &Parameters) -> f64 {
    if parameters.fatigue.recovery <= 0.0 {
        return 0.0;
    }
    (fatigue_gain(parameters, 1.0) / parameters.fatigue.recovery).min(1.0)
}

/// Moves a value toward a target at a yearly rate.
pub(crate) fn toward(value: f64, target: f64, rate_per_year: f64, step_years: f64) -> f64 {
    value - libm::expm1(-rate_per_year * step_years) * (target - value)
}

/// A politician's risk appetite, drawn anew at every election.
pub(crate) fn risk_appetite(member: u32, step: u32, parameters: &Parameters, draws: &Draws) -> f64 {
    let Purpose(number) = purpose::POLITICIAN;
    let score = normal_quantile(draws.uniform(member, step, Purpose(number)));
    let mean = 1.0 - parameters.barriers.political_risk_aversion;
    (mean + parameters.politics.risk_appetite_sd * score).clamp(0.0, 1.0)
}
