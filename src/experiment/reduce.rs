//! A run as a few numbers, taken as it goes on.

use std::ops::ControlFlow;

use super::recorder::Recorder;
use crate::model::Observation;
use crate::scenario::{Condition, Measured, Reducer};

/// Numbers of a run in the making: one per measure.
pub(super) struct Reduction<'a> {
    measures: &'a [Measured],
    stops: &'a [Condition],
    step_years: f64,
    states: Vec<Running>,
    steps: u32,
}

/// What is known of one measure so far.
#[derive(Clone, Copy)]
struct Running {
    value: f64,
    sum: f64,
    count: u32,
}

/// Years of steps are products of floats: a window includes its ends up to this, in years.
const SAME_YEAR: f64 = 1e-9;

impl<'a> Reduction<'a> {
    pub(super) fn new(measures: &'a [Measured], stops: &'a [Condition], step_years: f64) -> Self {
        let state = Running {
            value: f64::NAN,
            sum: 0.0,
            count: 0,
        };
        Self {
            measures,
            stops,
            step_years,
            states: vec![state; measures.len()],
            steps: 0,
        }
    }

    /// Takes in a row of the model; `Break` when a condition holds that ends the run.
    fn take(&mut self, step: u32, row: &[f64]) -> ControlFlow<()> {
        self.steps = step;
        let year = f64::from(step) * self.step_years;
        for (measured, state) in self.measures.iter().zip(&mut self.states) {
            let value = row[measured.position];
            match &measured.reducer {
                Reducer::Final => state.value = value,
                Reducer::Mean { from_year, to_year } => {
                    let within = *from_year - SAME_YEAR <= year && year <= *to_year + SAME_YEAR;
                    if within && !value.is_nan() {
                        state.sum += value;
                        state.count += 1;
                    }
                }
                Reducer::First(condition) => {
                    if state.value.is_nan() && condition.holds(row) {
                        state.value = 12.0 * year;
                    }
                }
            }
        }
        if step > 0 && self.stops.iter().any(|stop| stop.holds(row)) {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }
}

impl Recorder for Reduction<'_> {
    fn see(&mut self, observation: &Observation<'_>) -> ControlFlow<()> {
        self.take(observation.step, observation.row)
    }

    /// How long the run lasted, in years, and one number per measure; `NaN` where there is none.
    fn finish(self: Box<Self>) -> Vec<f64> {
        let years = f64::from(self.steps) * self.step_years;
        let values = self
            .measures
            .iter()
            .zip(&self.states)
            .map(|(measured, state)| match measured.reducer {
                Reducer::Mean { .. } => state.sum / f64::from(state.count),
                Reducer::Final | Reducer::First(_) => state.value,
            });
        std::iter::once(years).chain(values).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONTH: f64 = 1.0 / 12.0;

    fn measured(reducer: Reducer) -> Measured {
        Measured {
            name: "share".to_owned(),
            measure: "share".to_owned(),
            position: 0,
            reducer,
        }
    }

    fn condition(above: bool, bound: f64) -> Condition {
        Condition {
            measure: "share".to_owned(),
            position: 0,
            above,
            bound,
        }
    }

    fn reduce(reducers: Vec<Reducer>, stops: &[Condition], values: &[f64]) -> Vec<f64> {
        let measures: Vec<Measured> = reducers.into_iter().map(measured).collect();
        let mut reduction = Reduction::new(&measures, stops, MONTH);
        for (step, value) in values.iter().enumerate() {
            if reduction.take(step as u32, &[*value]).is_break() {
                break;
            }
        }
        Box::new(reduction).finish()
    }

    fn assert_near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (one, other) in found.iter().zip(expected) {
            assert!(
                (one - other).abs() < 1e-12 || one.is_nan() && other.is_nan(),
                "{found:?}"
            );
        }
    }

    #[test]
    fn reducers_do_what_they_are_called() {
        let window = Reducer::Mean {
            from_year: 2.0 * MONTH,
            to_year: 4.0 * MONTH,
        };
        let reducers = vec![
            Reducer::Final,
            window,
            Reducer::First(condition(true, 0.25)),
            Reducer::First(condition(false, -1.0)),
        ];
        let values = [0.1, 0.2, 0.3, f64::NAN, 0.5, 0.4];
        assert_near(
            &reduce(reducers, &[], &values),
            &[5.0 * MONTH, 0.4, f64::midpoint(0.3, 0.5), 2.0, f64::NAN],
        );
    }

    #[test]
    fn a_run_ends_after_the_first_step_at_which_a_condition_holds() {
        let reducers = vec![Reducer::Final, Reducer::First(condition(true, 0.8))];
        let stops = [condition(false, 0.0), condition(true, 0.25)];
        let values = [0.9, 0.2, 0.3, 0.9];
        assert_near(&reduce(reducers, &stops, &values), &[2.0 * MONTH, 0.3, 0.0]);
    }

    #[test]
    fn a_window_that_is_never_reached_has_no_mean() {
        let window = Reducer::Mean {
            from_year: 1.0,
            to_year: 2.0,
        };
        assert_near(&reduce(vec![window], &[], &[0.1, 0.2]), &[MONTH, f64::NAN]);
    }
}
