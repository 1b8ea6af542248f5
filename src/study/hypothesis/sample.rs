//! The numbers a hypothesis is judged by.

use crate::experiment::{Ensemble, columns};
use crate::model::setup::Setup;
use crate::scenario::Time;
use crate::scenario::hypothesis::{Arm, Hypothesis, Question};
use crate::statistics::Moments;

/// The measure by arm and replication.
#[derive(Clone, Debug, PartialEq)]
pub struct Samples {
    /// At the time of the hypothesis: one list per arm, in the order of the replications.
    pub values: Vec<Vec<f64>>,
    /// At the time of the denominator of a ratio; the same as `values` for all other questions.
    pub denominators: Vec<Vec<f64>>,
}

impl Samples {
    pub(super) fn empty(arms: usize) -> Self {
        Self {
            values: vec![Vec::new(); arms],
            denominators: vec![Vec::new(); arms],
        }
    }

    /// Replications of each arm.
    #[must_use]
    pub fn replications(&self) -> usize {
        self.values.first().map_or(0, Vec::len)
    }

    pub(super) fn moments(&self) -> Vec<Moments> {
        self.values
            .iter()
            .map(|values| values.iter().copied().filter(|value| value.is_finite()).collect())
            .collect()
    }
}

/// Where the numbers of one arm stand in the rows of its runs.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    column: usize,
    columns: usize,
    /// Steps that are averaged, for the value and the denominator.
    steps: Vec<u32>,
    denominator_steps: Vec<u32>,
}

impl Spot {
    pub(super) fn of(hypothesis: &Hypothesis, arm: &Arm) -> Self {
        let columns = columns(&arm.scenario.programme_keys);
        let column = columns
            .iter()
            .position(|column| column.key == hypothesis.measure)
            .expect("the measure was looked for when the file was read");
        let denominator = denominator_time(hypothesis);
        Self {
            column,
            columns: columns.len(),
            steps: hypothesis.time.steps_of(&arm.scenario.setup),
            denominator_steps: denominator.steps_of(&arm.scenario.setup),
        }
    }

    /// Steps whose rows are needed, in increasing order.
    pub(super) fn kept(hypothesis: &Hypothesis, steps_per_year: u32, last: u32) -> Vec<u32> {
        let mut steps = hypothesis.time.steps(steps_per_year, last);
        steps.extend(denominator_time(hypothesis).steps(steps_per_year, last));
        steps.sort_unstable();
        steps.dedup();
        steps
    }

    /// The value and the denominator of one replication, from all rows of its run.
    pub(super) fn of_run(&self, rows: &[f64]) -> (f64, f64) {
        let mean = |steps: &[u32]| {
            let sum: f64 = steps
                .iter()
                .map(|&step| rows[step as usize * self.columns + self.column])
                .sum();
            sum / steps.len() as f64
        };
        (mean(&self.steps), mean(&self.denominator_steps))
    }

    /// The values and denominators of the first replications of an ensemble.
    pub(super) fn of_ensemble(
        &self,
        ensemble: &Ensemble,
        setup: &Setup,
        replications: u32,
    ) -> (Vec<f64>, Vec<f64>) {
        let positions = |steps: &[u32]| -> Vec<usize> {
            let kept: Vec<u32> = ensemble
                .years()
                .iter()
                .map(|year| (year / setup.step_years).round() as u32)
                .collect();
            steps
                .iter()
                .map(|step| {
                    kept.binary_search(step)
                        .expect("the steps of the question are those that were kept")
                })
                .collect()
        };
        let means = |steps: &[u32]| -> Vec<f64> {
            let positions = positions(steps);
            (0..replications as usize)
                .map(|replication| {
                    let sum: f64 = positions
                        .iter()
                        .map(|&step| ensemble.row(replication, step)[self.column])
                        .sum();
                    sum / positions.len() as f64
                })
                .collect()
        };
        (means(&self.steps), means(&self.denominator_steps))
    }
}

const fn denominator_time(hypothesis: &Hypothesis) -> Time {
    match &hypothesis.question {
        Question::Ratio { denominator_time, .. } => *denominator_time,
        _ => hypothesis.time,
    }
}
