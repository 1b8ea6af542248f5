//! M32: power between the sides: professionals resist influence that goes beyond what they are ready to share.
//!
//! The power of citizens in an initiative is the influence that participants experience (M17). In a unit it exceeds what its
//! professionals are ready for by `gap = max(0, v̄ - θ̄)`, with `v̄` the mean influence over its running initiatives, weighted by
//! participants, and `θ̄` the mean enabling attitude at the beginning of the step. Attitudes (M12) fall at the rate
//! `res · contact · gap` besides.
//!
//! Sources: N-11, V-18, R-09 to R-14. Bites in the professionals' process, on attitude (M12).

use serde::{Deserialize, Serialize};

use super::{Initiative, OfSociety, Parameters, ratio};
use crate::model::measure::{Measure, SHARE, Theme};
use crate::words::words;

/// Power between the sides (M32).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PowerParameters {
    pub resistance: f64,
}

/// Influence that the participants of a unit's running initiatives experience, summed over them.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::model) struct Influence {
    total: f64,
    participants: f64,
}

impl Influence {
    /// Adds that of an initiative with so many participants.
    pub(in crate::model) fn add(&mut self, initiative: &Initiative, participants: f64) {
        if initiative.is_running() {
            self.total += initiative.ownership.influence * participants;
            self.participants += participants;
        }
    }

    /// How far citizens' influence goes beyond the mean attitude of a unit's professionals; 0 where nobody takes part.
    pub(in crate::model) fn beyond(self, attitude: f64, parameters: &Parameters) -> f64 {
        if parameters.mechanisms.power && self.participants > 0.0 {
            (self.total / self.participants - attitude).max(0.0)
        } else {
            0.0
        }
    }
}

pub(in crate::model) const POWER_OF_CITIZENS: OfSociety = OfSociety {
    measure: Measure::new(
        "power_of_citizens",
        words!("citizens' power"),
        "share",
        SHARE,
        "M32",
        Theme::Governance,
        words!("Influence that participants experience, averaged over running initiatives"),
    ),
    value: |of| {
        let influence = of.running().map(|one| one.initiative.ownership.influence);
        ratio(influence.sum(), of.overall.running)
    },
};

pub(in crate::model) const CONTESTED_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "contested_share",
        words!("contested initiatives"),
        "share",
        SHARE,
        "M32",
        Theme::Governance,
        words!(
            "Share of running initiatives in which citizens' influence exceeds the mean attitude of the unit's professionals"
        ),
    ),
    value: |of| {
        let attitude =
            |initiative: &Initiative| of.society.units[of.society.unit_of[initiative.neighbourhood]].attitude;
        let contested = of
            .running()
            .filter(|one| one.initiative.ownership.influence > attitude(one.initiative));
        ratio(contested.count() as f64, of.overall.running)
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::mechanisms::opening::Status;
    use crate::random::Draws;
    use crate::scenario::reference_parameters;

    /// How far the influence in some initiatives goes beyond an attitude; each has an influence and participants.
    fn beyond(initiatives: &[(f64, f64)], status: Status, attitude: f64, parameters: &Parameters) -> f64 {
        let mut influence = Influence::default();
        for &(experienced, participants) in initiatives {
            let mut initiative = Initiative::new(parameters, 0, 0, 200.0, 1.0 / 12.0, &Draws::new(1, 0));
            initiative.status = status;
            initiative.ownership.influence = experienced;
            influence.add(&initiative, participants);
        }
        influence.beyond(attitude, parameters)
    }

    #[test]
    fn influence_beyond_attitude_counts_by_participants() {
        let parameters = reference_parameters();
        let found = beyond(&[(0.9, 10.0), (0.3, 20.0)], Status::Running, 0.45, &parameters);
        assert!((found - 0.05).abs() < 1e-12, "{found}");
        assert!(beyond(&[(0.25, 10.0)], Status::Running, 0.45, &parameters).abs() < 1e-12);
    }

    #[test]
    fn nothing_is_contested_where_nobody_takes_part_or_nothing_runs_or_it_is_off() {
        let mut parameters = reference_parameters();
        assert!(beyond(&[(0.9, 0.0)], Status::Running, 0.1, &parameters).abs() < 1e-12);
        assert!(beyond(&[(0.9, 10.0)], Status::Closed, 0.1, &parameters).abs() < 1e-12);
        parameters.mechanisms.power = false;
        assert!(beyond(&[(0.9, 10.0)], Status::Running, 0.1, &parameters).abs() < 1e-12);
    }
}
