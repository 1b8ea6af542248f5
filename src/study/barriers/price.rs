//! What removing a barrier takes in a scenario: hours of every post, and time.

use super::Barrier;
use crate::model::mathematics::WEEKS_PER_YEAR;
use crate::model::setup::{Phase, Setup};
use crate::scenario::Removal;

/// The price of removing a barrier in the runs of a scenario.
///
/// Every post spends hours on it from the start (`organisation.reform_hours_per_post_per_year`), which the service lacks,
/// and fewer from the step on at which the barrier is gone. One that must stay the same throughout a run is gone from the
/// start, and the hours are spent as if it were not.
#[derive(Clone, Copy, Debug)]
pub struct Price {
    /// What the register says.
    pub removal: &'static Removal,
    /// Hours that a full-time post spends in the whole run.
    pub hours_per_post: f64,
    /// What these hours cost, EUR a month per citizen in the mean over the run, at the wage and the posts of the start.
    pub eur_per_month_per_citizen: f64,
    /// Whether the barrier must stay the same throughout a run, so that its delay is not shown.
    pub is_fixed: bool,
    /// The step from which it is kept away.
    until: u32,
    /// Steps of a run.
    steps: u32,
}

impl Price {
    /// The price of a barrier in these runs.
    pub(super) fn of(barrier: &Barrier, setup: &Setup) -> Self {
        let removal = barrier.removal;
        let until = (removal.years * f64::from(setup.steps_per_year)).round() as u32;
        let spent = until.min(setup.steps);
        let years = |steps: u32| f64::from(steps) * setup.step_years;
        let hours_per_post = removal.hours_per_post_per_year * years(spent)
            + removal.kept_hours_per_post_per_year * years(setup.steps - spent);
        let start = &setup.phases[0].parameters;
        let posts_per_citizen = start.professionals.per_1000_citizens / 1000.0;
        let eur_per_citizen = hours_per_post * start.cost.professional_eur_per_hour * posts_per_citizen;
        Self {
            removal,
            hours_per_post,
            eur_per_month_per_citizen: eur_per_citizen / (12.0 * years(setup.steps)),
            is_fixed: barrier.is_fixed,
            until,
            steps: setup.steps,
        }
    }

    /// Hours that a post spends on it in a year, from this step on.
    #[must_use]
    pub const fn hours_from(&self, step: u32) -> f64 {
        if step < self.until {
            self.removal.hours_per_post_per_year
        } else {
            self.removal.kept_hours_per_post_per_year
        }
    }

    /// Whether the barrier is gone at this step.
    pub(super) const fn is_gone(&self, step: u32) -> bool {
        self.is_fixed || step >= self.until
    }

    /// Whether the barrier is gone before the run is over.
    #[must_use]
    pub const fn is_paid_off(&self) -> bool {
        self.is_fixed || self.until < self.steps
    }

    /// Years of the run until it is gone; `None` where that is not shown, or never is.
    #[must_use]
    pub fn delay_years(&self) -> Option<f64> {
        (!self.is_fixed && self.is_paid_off()).then_some(self.removal.years)
    }

    /// Lets parameters change where the barrier is gone.
    pub(super) fn split(&self, setup: &mut Setup) {
        if self.until == 0 || self.until >= self.steps {
            return;
        }
        // The first phase begins at step 0.
        let after = setup
            .phases
            .partition_point(|phase| phase.from_step <= self.until);
        let before = &setup.phases[after - 1];
        if before.from_step < self.until {
            let phase = Phase {
                from_step: self.until,
                ..before.clone()
            };
            setup.phases.insert(after, phase);
        }
    }

    /// All that determines runs, as text.
    pub(super) fn written(&self) -> String {
        format!(
            "{:?} {:?} {:?}\n",
            self.removal.hours_per_post_per_year,
            self.removal.years,
            self.removal.kept_hours_per_post_per_year
        )
    }
}

/// The share of a post's working time that so many hours a year are.
#[must_use]
pub fn share_of_time(hours_per_year: f64, setup: &Setup) -> f64 {
    let hours_per_week = setup.phases[0].parameters.professionals.hours_per_week;
    hours_per_year / (hours_per_week * WEEKS_PER_YEAR)
}
