//! M11: fatigue of professionals, which follows the caseload and costs working capacity.
//!
//! `dF/dt = 4 φ_s (load · caseload)² (1 + amb(1 - support)) - rec F`, solved exactly within the step.
//!
//! Sources: Ev-26. Bites in the professionals' process, on their capacity (M18).

use serde::{Deserialize, Serialize};

use super::professional::{Contact, Professional};
use super::{OfSociety, Parameters};
use crate::model::mathematics::toward;
use crate::model::measure::{Measure, SHARE, Theme};
use crate::words::words;

/// Fatigue of professionals (M11).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct StaffParameters {
    pub fatigue_gain: f64,
    pub workload_reference: f64,
    pub fatigue_loss: f64,
}

impl Professional {
    /// Working capacity that fatigue leaves.
    pub(in crate::model) fn capacity(&self, parameters: &Parameters) -> f64 {
        1.0 - parameters.staff.fatigue_loss * self.fatigue
    }

    /// The caseload tires.
    pub(in crate::model) fn tire(&mut self, parameters: &Parameters, contact: &Contact, step_years: f64) {
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
pub(in crate::model) fn resting_fatigue(parameters: &Parameters) -> f64 {
    if parameters.fatigue.recovery <= 0.0 {
        return 0.0;
    }
    (fatigue_gain(parameters, 1.0) / parameters.fatigue.recovery).min(1.0)
}

pub(in crate::model) const STAFF_FATIGUE: OfSociety = OfSociety {
    measure: Measure::new(
        "staff_fatigue",
        words!("staff fatigue"),
        "",
        SHARE,
        "M11",
        Theme::Professionals,
        words!("Professionals' mean fatigue"),
    )
    .less_is_better(),
    value: |of| of.mean_of_staff(|professional| professional.fatigue),
};
