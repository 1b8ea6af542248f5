//! The numbers a hypothesis is judged by.

use std::ops::ControlFlow;

use crate::experiment::{Recorder, columns};
use crate::model::Observation;
use crate::scenario::hypothesis::{Arm, Cycle, Hypothesis, Question, Yearly};
use crate::statistics::{Moments, Periodogram, difference};

/// The measure by arm and replication.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Samples {
    /// At the time of the hypothesis: one list per arm, in the order of the replications.
    pub values: Vec<Vec<f64>>,
    /// At the time of the denominator of a ratio; the same as `values` for all other questions.
    pub denominators: Vec<Vec<f64>>,
}

impl Samples {
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

/// Where the numbers of one arm stand in its runs.
#[derive(Clone, Debug)]
pub(super) struct Extractor {
    column: usize,
    /// Steps at which the measure is needed, in increasing order.
    pub(super) steps: Vec<u32>,
    value: Reading,
    /// Of a ratio; else it is the value.
    denominator: Option<Reading>,
}

/// How one number comes from the measure at some steps.
#[derive(Clone, Debug)]
enum Reading {
    /// Their mean.
    Mean(Vec<u32>),
    /// The share of a cycle in the variance of yearly values.
    Cycle { cycle: Cycle, steps_per_year: u32 },
}

impl Reading {
    fn of(hypothesis: &Hypothesis, steps_per_year: u32, last: u32) -> Self {
        match &hypothesis.question {
            Question::Cycle { cycle, .. } => Self::Cycle {
                cycle: *cycle,
                steps_per_year,
            },
            _ => Self::Mean(hypothesis.time.steps(steps_per_year, last)),
        }
    }

    fn of_denominator(hypothesis: &Hypothesis, steps_per_year: u32, last: u32) -> Option<Self> {
        match &hypothesis.question {
            Question::Ratio { denominator_time, .. } => {
                Some(Self::Mean(denominator_time.steps(steps_per_year, last)))
            }
            _ => None,
        }
    }

    /// Steps whose rows are needed.
    fn steps(&self) -> Vec<u32> {
        match self {
            Self::Mean(steps) => steps.clone(),
            Self::Cycle {
                cycle,
                steps_per_year,
            } => {
                let (first, years) = (cycle.from_year * steps_per_year, cycle.years);
                match cycle.yearly {
                    Yearly::Mean => (first + 1..=first + years * steps_per_year).collect(),
                    Yearly::Rise => (0..=years).map(|year| first + year * steps_per_year).collect(),
                }
            }
        }
    }

    /// The number, from the measure at the steps of [`Reading::steps`]; `NaN` where there is none.
    fn number(&self, values: &[f64]) -> f64 {
        match self {
            Self::Mean(_) => mean(values),
            Self::Cycle {
                cycle,
                steps_per_year,
            } => {
                let yearly: Vec<f64> = match cycle.yearly {
                    Yearly::Mean => values.chunks(*steps_per_year as usize).map(mean).collect(),
                    Yearly::Rise => values
                        .windows(2)
                        .map(|pair| difference(pair[0], pair[1]))
                        .collect(),
                };
                Periodogram::of(&yearly).map_or(f64::NAN, |found| found.share(cycle.waves as usize))
            }
        }
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

impl Extractor {
    pub(super) fn of(hypothesis: &Hypothesis, arm: &Arm) -> Self {
        let columns = columns(&arm.scenario.programme_keys, arm.scenario.municipalities());
        let column = columns
            .iter()
            .position(|column| column.key == hypothesis.measure)
            .expect("the measure was looked for when the file was read");
        let setup = &arm.scenario.setup;
        let value = Reading::of(hypothesis, setup.steps_per_year, setup.steps);
        let denominator = Reading::of_denominator(hypothesis, setup.steps_per_year, setup.steps);
        let mut steps = value.steps();
        steps.extend(denominator.iter().flat_map(Reading::steps));
        steps.sort_unstable();
        steps.dedup();
        Self {
            column,
            steps,
            value,
            denominator,
        }
    }

    /// The value and the denominator, from the measure at [`Extractor::steps`].
    pub(super) fn numbers(&self, kept: &[f64]) -> [f64; 2] {
        let at = |step: u32| {
            let place = self.steps.binary_search(&step);
            kept[place.expect("the steps of a reading are among those that are kept")]
        };
        let number = |reading: &Reading| {
            let values: Vec<f64> = reading.steps().into_iter().map(at).collect();
            reading.number(&values)
        };
        let value = number(&self.value);
        [value, self.denominator.as_ref().map_or(value, number)]
    }

    pub(super) const fn recorder(&self) -> NumbersRecorder<'_> {
        NumbersRecorder {
            extractor: self,
            kept: Vec::new(),
        }
    }
}

/// Keeps the value and the denominator of a run, which ends where no more is needed of it.
pub(super) struct NumbersRecorder<'a> {
    extractor: &'a Extractor,
    kept: Vec<f64>,
}

impl Recorder for NumbersRecorder<'_> {
    fn see(&mut self, seen: &Observation<'_>) -> ControlFlow<()> {
        let steps = &self.extractor.steps;
        if steps.binary_search(&seen.step).is_ok() {
            self.kept.push(seen.row[self.extractor.column]);
        }
        if self.kept.len() == steps.len() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn finish(self: Box<Self>) -> Vec<f64> {
        self.extractor.numbers(&self.kept).to_vec()
    }
}
