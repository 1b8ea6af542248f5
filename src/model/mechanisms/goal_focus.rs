//! M31: a goal of its own kind draws attention to what it names, and away from the rest.
//!
//! Where an initiative's goal is stated (M22) and the programme says of what kind it is, that which it names is `1 + f` times as
//! large, and each of the three others `1 - f/3`:
//!
//! | goal | what it names |
//! |---|---|
//! | involvement | how often people are asked (M2) |
//! | quality | how far an implemented proposal moves the fit (M20) |
//! | efficiency | professionals' own production: the share of time that they facilitate is `2 - (1 + f)` as large (M14) |
//! | prevention | citizens' input as far as it prevents need (M19) |
//!
//! Need by place, the other half of M31, is in `outcome.rs`.
//!
//! Sources: G-01 to G-06, F-09. Bites wherever attention is asked for: before citizens decide, and in production and proposals.

use serde::{Deserialize, Serialize};

use super::{Initiative, Parameters};
use crate::model::design::{Goal, Programme};

/// Goals and attention (M31).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct GoalFocusParameters {
    pub focus: f64,
}

/// Attention to what a kind of goal names, relative to an initiative without one.
pub(in crate::model) fn factor(
    initiative: &Initiative,
    design: &Programme,
    parameters: &Parameters,
    named: Goal,
) -> f64 {
    let focus = parameters.goal_focus.focus;
    if !parameters.mechanisms.goal_focus || !initiative.goals.stated || design.goal == Goal::None {
        1.0
    } else if design.goal == named {
        1.0 + focus
    } else {
        1.0 - focus / 3.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Draws;
    use crate::scenario::reference_parameters;

    const NAMED: [Goal; 4] = [
        Goal::Involvement,
        Goal::Quality,
        Goal::Efficiency,
        Goal::Prevention,
    ];

    /// Attention to what each kind of goal names.
    fn factors(goal: Goal, stated: bool, switch: bool) -> [f64; 4] {
        let mut parameters = reference_parameters();
        parameters.mechanisms.goal_focus = switch;
        parameters.programmes[0].goal = goal;
        let mut initiative = Initiative::new(&parameters, 0, 0, 200.0, 1.0 / 12.0, &Draws::new(1, 0));
        initiative.goals.stated = stated;
        NAMED.map(|named| factor(&initiative, &parameters.programmes[0], &parameters, named))
    }

    #[test]
    fn what_one_goal_gets_is_taken_from_the_others() {
        for (index, goal) in NAMED.into_iter().enumerate() {
            let found = factors(goal, true, true);
            assert!((found[index] - 1.2).abs() < 1e-12, "{goal:?}: {found:?}");
            assert!(
                (found.iter().sum::<f64>() - 4.0).abs() < 1e-12,
                "{goal:?}: {found:?}"
            );
        }
    }

    #[test]
    fn without_a_kind_or_a_stated_goal_or_switched_off_nothing_is_drawn_anywhere() {
        for found in [
            factors(Goal::None, true, true),
            factors(Goal::Quality, false, true),
            factors(Goal::Quality, true, false),
        ] {
            assert!(found.into_iter().all(|factor| (factor - 1.0).abs() < 1e-12));
        }
    }
}
