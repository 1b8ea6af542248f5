//! M26: what tells a task that each does for oneself from one that many do for all.
//!
//! In an individual task (`programme.*.collective = false`) affectedness counts `c_a` times as much for willingness (M3), since
//! its fruits are one's own, and self-efficacy, also together with knowledge, `c_e` times, since nobody has to move others. Of
//! citizens' input to a collective task (M18) the part `c_k` goes into agreeing with one another. In a collective task
//! `c_a = c_e = 1`, in an individual one `c_k = 0`. Whether others can ride free is told in M8.
//!
//! Sources: A-01, P-09, Ev-06, Ev-37. Bites in willingness (M3) and in citizens' input (M18).

use serde::{Deserialize, Serialize};

use super::Parameters;
use crate::model::design::Programme;

/// Individual and collective tasks (M26).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CollectiveParameters {
    pub private_benefit: f64,
    pub individual_efficacy: f64,
    pub coordination: f64,
}

/// Whether a task counts as an individual one.
const fn is_individual(programme: &Programme, parameters: &Parameters) -> bool {
    parameters.mechanisms.collective && !programme.collective
}

/// How much more affectedness counts for willingness than in a collective task, `c_a` (M3).
pub(in crate::model) const fn private_benefit(programme: &Programme, parameters: &Parameters) -> f64 {
    if is_individual(programme, parameters) {
        parameters.collective.private_benefit
    } else {
        1.0
    }
}

/// How much self-efficacy counts for willingness, relative to a collective task, `c_e` (M3).
pub(in crate::model) const fn efficacy(programme: &Programme, parameters: &Parameters) -> f64 {
    if is_individual(programme, parameters) {
        parameters.collective.individual_efficacy
    } else {
        1.0
    }
}

/// Share of citizens' input that agreeing with one another leaves (M18).
pub(in crate::model) fn input_kept(programme: &Programme, parameters: &Parameters) -> f64 {
    if parameters.mechanisms.collective && programme.collective {
        1.0 - parameters.collective.coordination
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::reference_parameters;

    /// The three factors of a task.
    fn factors(collective: bool, switch: bool) -> [f64; 3] {
        let mut parameters = reference_parameters();
        parameters.mechanisms.collective = switch;
        parameters.programmes[0].collective = collective;
        let programme = &parameters.programmes[0];
        [
            private_benefit(programme, &parameters),
            efficacy(programme, &parameters),
            input_kept(programme, &parameters),
        ]
    }

    fn assert_are(found: [f64; 3], expected: [f64; 3]) {
        for (found, expected) in found.into_iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found}, not {expected}");
        }
    }

    #[test]
    fn an_individual_task_is_ones_own_and_needs_no_agreement() {
        assert_are(factors(false, true), [2.0, 0.8, 1.0]);
        assert_are(factors(true, true), [1.0, 1.0, 0.9]);
    }

    #[test]
    fn switched_off_all_tasks_are_alike() {
        for collective in [true, false] {
            assert_are(factors(collective, false), [1.0; 3]);
        }
    }
}
