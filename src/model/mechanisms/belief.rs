//! M13: professionals' beliefs about citizens.
//!
//! `db/dt = k_b vis (seen - b)` for each of three beliefs: that citizens *can* (seen: participants' competence), *will* (seen:
//! performance less what is underestimated), and look *beyond* own interest (seen: intrinsic motivation). Only visible
//! engagement counts. The belief of M14 is their weighted mean.
//!
//! Sources: Ev-15, Ev-16, B-19 to B-21. Bites in the professionals' process, on facilitation (M14).

use serde::Deserialize;

use super::OfSociety;
use super::parts::parameters::Parameters;
use super::professional::{Contact, Professional};
use crate::model::mathematics::toward;
use crate::model::measure::{Measure, SHARE, Theme};
use crate::words::words;

/// Professionals' beliefs about citizens (M13).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeliefParameters {
    pub updating: f64,
    pub visibility: f64,
    pub underestimation: f64,
    pub weight_can: f64,
    pub weight_will: f64,
    pub weight_beyond: f64,
}

impl Professional {
    /// Belief about citizens, the three parts weighted.
    pub(in crate::model) fn belief(&self, parameters: &Parameters) -> f64 {
        let weights = &parameters.belief;
        let total = weights.weight_can + weights.weight_will + weights.weight_beyond;
        (weights.weight_can * self.can
            + weights.weight_will * self.will
            + weights.weight_beyond * self.beyond)
            / total
    }

    /// Beliefs follow what is seen of citizens.
    pub(in crate::model) fn update_beliefs(
        &mut self,
        parameters: &Parameters,
        contact: &Contact,
        step_years: f64,
    ) {
        let rate = parameters.belief.updating * contact.visibility;
        let will = (contact.performance - parameters.belief.underestimation).max(0.0);
        self.can = toward(self.can, contact.competence, rate, step_years);
        self.will = toward(self.will, will, rate, step_years);
        self.beyond = toward(self.beyond, contact.motivation, rate, step_years);
    }
}

pub(in crate::model) const BELIEF: OfSociety = OfSociety {
    measure: Measure::new(
        "belief",
        words!("belief in citizens"),
        "",
        SHARE,
        "M13",
        Theme::Professionals,
        words!("Professionals' mean belief that citizens can, will and look beyond own interest"),
    ),
    value: |of| of.mean_of_staff(|professional| professional.belief(&of.society.parameters)),
};
