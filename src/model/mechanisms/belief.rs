//! M13: professionals' beliefs about citizens.
//!
//! `db/dt = k_b vis (seen - b)` for each of three beliefs: that citizens *can* (seen: participants' competence), *will* (seen:
//! the share of those asked to join who are willing, less what is underestimated), and look *beyond* own interest (seen:
//! participants' intrinsic motivation). Only visible engagement counts. Where nobody takes part there is nothing to see of
//! *can* and *beyond*, and where nobody is asked nothing of *will*: these beliefs stay. That of M14 is their weighted mean.
//!
//! Sources: Ev-15, Ev-16, B-19 to B-21. Bites in the professionals' process, on facilitation (M14).

use serde::{Deserialize, Serialize};

use super::OfSociety;
use super::parts::parameters::Parameters;
use super::professional::{Contact, Professional};
use crate::model::mathematics::toward;
use crate::model::measure::{Measure, SHARE, Theme};
use crate::words::words;

/// Professionals' beliefs about citizens (M13).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
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
        if let Some(acceptance) = contact.acceptance {
            let seen = (acceptance - parameters.belief.underestimation).max(0.0);
            self.will = toward(self.will, seen, rate, step_years);
        }
        // Without participants there is no contact.
        if contact.strength > 0.0 {
            self.can = toward(self.can, contact.competence, rate, step_years);
            self.beyond = toward(self.beyond, contact.motivation, rate, step_years);
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Draws;
    use crate::scenario::reference_parameters;

    /// A professional after thirty years of seeing the same.
    fn after(contact: &Contact) -> (Professional, Professional) {
        let parameters = reference_parameters();
        let before = Professional::new(0, &parameters, 0.2, &Draws::new(1, 0));
        let mut professional = before;
        for _ in 0..360 {
            professional.update_beliefs(&parameters, contact, 1.0 / 12.0);
        }
        (before, professional)
    }

    const SEEN: Contact = Contact {
        strength: 1.0,
        visibility: 1.0,
        performance: 0.9,
        acceptance: Some(0.6),
        competence: 0.7,
        motivation: 0.8,
        contest: 0.0,
        caseload: 1.0,
        training: 0.0,
    };

    #[test]
    fn will_is_believed_as_far_as_those_asked_are_willing() {
        let underestimation = reference_parameters().belief.underestimation;
        let (_, now) = after(&SEEN);
        assert!((now.will - (0.6 - underestimation)).abs() < 1e-6, "{now:?}");
        assert!(
            (now.can - 0.7).abs() < 1e-6 && (now.beyond - 0.8).abs() < 1e-6,
            "{now:?}"
        );
        let nobody_willing = Contact {
            acceptance: Some(0.0),
            ..SEEN
        };
        assert!(
            after(&nobody_willing).1.will.abs() < 1e-6,
            "nothing is less than none"
        );
    }

    #[test]
    fn a_belief_stays_where_there_is_nothing_to_see() {
        let nobody_asked = Contact {
            acceptance: None,
            ..SEEN
        };
        let (before, now) = after(&nobody_asked);
        assert!((now.will - before.will).abs() < 1e-12 && (now.can - 0.7).abs() < 1e-6);
        let nobody_there = Contact {
            strength: 0.0,
            acceptance: Some(0.9),
            ..SEEN
        };
        let (before, now) = after(&nobody_there);
        assert!((now.can - before.can).abs() < 1e-12 && (now.beyond - before.beyond).abs() < 1e-12);
        let seen = 0.9 - reference_parameters().belief.underestimation;
        assert!(
            (now.will - seen).abs() < 1e-6,
            "those asked are seen without participants too"
        );
    }
}
