//! M22: explicit goals and evaluation.
//!
//! An initiative has an explicit goal if `u >= unclear_goals` at its design, and is evaluated in a year if
//! `u < evaluated_share`.
//!
//! Sources: F-10, E-02. A goal adds to the target of ownership (M17) and lets the council weigh output as little as it wants
//! to; an evaluation leaves 0.3 of the noise in what the council sees (M16). What a goal is about draws attention (M31). Bites at
//! the start of every year.

use super::parts::parameters::Parameters;
use super::{OfSociety, Society, index_of, ratio};
use crate::model::measure::{Measure, SHARE, Theme};
use crate::random::Purpose;
use crate::words::words;

/// Whether an initiative is evaluated; by initiative.
pub(in crate::model) const EVALUATION: Purpose = Purpose(203);

/// What an initiative is measured by.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::model) struct GoalsState {
    /// Whether it has an explicit goal.
    pub(in crate::model) stated: bool,
    pub(in crate::model) evaluated: bool,
}

impl Society {
    /// Once a year it is drawn which initiatives are evaluated.
    pub(in crate::model) fn evaluate_initiatives(&mut self) {
        if !self.parameters.mechanisms.goals || !self.step.is_multiple_of(self.steps_per_year) {
            return;
        }
        let step = self.draw_step();
        for initiative in self
            .initiatives
            .iter_mut()
            .filter(|initiative| initiative.is_running())
        {
            let index = index_of(initiative.programme, initiative.neighbourhood, &self.parameters);
            let uniform = self.draws.uniform(index, step, EVALUATION);
            initiative.goals.evaluated = uniform < self.parameters.steering.evaluated_share;
        }
    }
}

/// Whether it has an explicit goal (M22).
pub(in crate::model) fn is_stated(parameters: &Parameters, uniform: f64) -> bool {
    parameters.mechanisms.goals && uniform >= parameters.barriers.unclear_goals
}

pub(in crate::model) const EXPLICIT_GOALS_SHARE: OfSociety = OfSociety {
    measure: Measure::new(
        "explicit_goals_share",
        words!("explicit goals"),
        "share",
        SHARE,
        "M22",
        Theme::Governance,
        words!("Share of running initiatives with an explicit goal"),
    ),
    value: |of| {
        let with_goal = of.running().filter(|one| one.initiative.goals.stated).count();
        ratio(with_goal as f64, of.overall.running)
    },
};
