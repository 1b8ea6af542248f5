//! Professionals, from provider-centric to enabling: who they are, and the order in which they learn.
//!
//! At the start attitude and beliefs are normal around `attitude_mean` and `1 - distrust_of_citizens`, cut to `[0, 1]`, and
//! skill is `1 - missing_competence`. In a step attitude moves (`attitude.rs`, M12), then beliefs (`belief.rs`, M13), then
//! fatigue (`staff.rs`, M11), then skill: `dc/dt = training_rate · training (1 - c)` (M14).
//!
//! Sources: O-02, B-03, B-15, Ev-36. Bites in the professionals' process, on what they give in the next step.

use serde::{Deserialize, Serialize};

use super::Parameters;
use crate::model::mathematics::toward;
use crate::random::{Draws, Purpose, normal_quantile};

/// A professional's attitude and beliefs; by professional.
pub(in crate::model) const PROFESSIONAL: Purpose = Purpose(500);

/// Who the professionals are.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
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
pub(in crate::model) struct Professional {
    /// From provider-centric (0) to enabling (1).
    pub(in crate::model) attitude: f64,
    /// Belief that citizens can.
    pub(in crate::model) can: f64,
    /// Belief that citizens will.
    pub(in crate::model) will: f64,
    /// Belief that citizens look beyond own interest.
    pub(in crate::model) beyond: f64,
    /// Competence for facilitation.
    pub(in crate::model) skill: f64,
    /// Fatigue.
    pub(in crate::model) fatigue: f64,
}

/// What a unit's professionals see of citizens in a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model) struct Contact {
    /// Strength of contact, 1 at the reference; 0 without participants.
    pub(in crate::model) strength: f64,
    /// Part of citizens' engagement that is seen.
    pub(in crate::model) visibility: f64,
    /// Delivered relative to expected: D / (D + 1), one half at the reference.
    pub(in crate::model) performance: f64,
    /// Share of those asked to join who are willing; `None` where nobody is asked.
    pub(in crate::model) acceptance: Option<f64>,
    /// Mean of participants' knowledge and efficacy.
    pub(in crate::model) competence: f64,
    /// Mean intrinsic motivation of participants.
    pub(in crate::model) motivation: f64,
    /// How far citizens' influence goes beyond what professionals are ready to share (M32).
    pub(in crate::model) contest: f64,
    /// Problem stock relative to its start, per professional hour left.
    pub(in crate::model) caseload: f64,
    /// Intensity of training.
    pub(in crate::model) training: f64,
}

impl Professional {
    /// A professional at the start, with this fatigue.
    pub(in crate::model) fn new(index: u32, parameters: &Parameters, fatigue: f64, draws: &Draws) -> Self {
        let ProfessionalsParameters {
            attitude_mean,
            attitude_sd,
            belief_sd,
            ..
        } = parameters.professionals;
        let [first, second, third, fourth] = draws.uniforms(index, 0, PROFESSIONAL);
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
            fatigue,
        }
    }

    /// Learns, forgets and tires for one step; `colleagues` is the mean attitude in the unit.
    pub(in crate::model) fn learn(
        &mut self,
        parameters: &Parameters,
        contact: &Contact,
        colleagues: f64,
        step_years: f64,
    ) {
        if parameters.mechanisms.attitude {
            self.move_attitude(parameters, contact, colleagues, step_years);
        }
        if parameters.mechanisms.belief {
            self.update_beliefs(parameters, contact, step_years);
        }
        if parameters.mechanisms.fatigue {
            self.tire(parameters, contact, step_years);
        }
        let training = parameters.facilitation.training_rate * contact.training;
        self.skill = toward(self.skill, 1.0, training, step_years);
    }
}
