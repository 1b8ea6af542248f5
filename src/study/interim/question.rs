//! What is asked, and what is kept of a run to answer it.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::experiment::{Column, Ready, Recorder, Societies, columns, parts_of, sample_of};
use crate::model::Observation;
use crate::model::setup::Setup;
use crate::statistics::Sample;
use crate::study::Variant;

/// A baseline and variants of it on common random numbers, and the measures whose course over time is asked for.
#[derive(Debug)]
pub struct InterimQuestion {
    /// Baseline and variants, in order.
    pub arms: Vec<Variant>,
    /// Measures whose course over time is asked for, by their keys. One that an arm does not have has no value there.
    pub measures: Vec<String>,
    /// Seed of all draws.
    pub seed: u64,
    societies: Ready,
    /// The columns of each arm.
    columns: Vec<Vec<Column>>,
    /// Keys of what is kept of every step: the measures, and behind them the parts of those that are ratios.
    kept: Vec<String>,
    /// By arm, where these stand in a row; nowhere in those of an arm that does not have one.
    positions: Vec<Vec<Option<usize>>>,
}

impl InterimQuestion {
    /// Asks about arms that run over the same time ([`check`](crate::study::comparison::check)), the first of them the
    /// baseline.
    ///
    /// # Panics
    /// When there is no arm.
    #[must_use]
    pub fn of(arms: Vec<Variant>, measures: Vec<String>, seed: u64) -> Self {
        assert!(!arms.is_empty(), "a comparison has a baseline");
        let columns: Vec<Vec<Column>> = arms
            .iter()
            .map(|arm| columns(&arm.scenario.programme_keys, arm.scenario.municipalities()))
            .collect();
        let kept = with_parts(&measures, &columns);
        let positions = columns.iter().map(|columns| {
            let positions = kept.iter().map(|key| position(columns, key));
            positions.collect()
        });
        Self {
            societies: Ready::new(arms.iter().map(|arm| arm.scenario.setup.clone()), seed),
            positions: positions.collect(),
            kept,
            columns,
            arms,
            measures,
            seed,
        }
    }

    /// The columns of the baseline.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns[0]
    }

    /// Time of each step in years from the start.
    pub fn years(&self) -> impl Iterator<Item = f64> + '_ {
        let setup = &self.societies.setups()[0];
        (0..=setup.steps).map(move |step| f64::from(step) * setup.step_years)
    }

    /// Bytes of what is kept of so many replications of every arm.
    #[must_use]
    pub fn bytes(&self, replications: u32) -> u64 {
        let numbers: usize = (0..self.arms.len()).map(|arm| self.numbers(arm)).sum();
        (numbers * size_of::<f64>()) as u64 * u64::from(replications)
    }

    /// Steps of a run, the initial state included.
    pub(super) fn steps(&self) -> usize {
        self.societies.setups()[0].steps as usize + 1
    }

    /// A measure, by its position among those asked for, at a step in an arm; `read` gives what stands at a place in what is
    /// kept of every run of it.
    pub(super) fn at_step(
        &self,
        (measure, step): (usize, usize),
        arm: usize,
        read: impl Fn(usize) -> Vec<f64>,
    ) -> Sample {
        let columns = &self.columns[arm];
        let place = |kept: usize| step * self.kept.len() + kept;
        let Some(column) = position(columns, &self.measures[measure]) else {
            return Sample::of(read(place(measure)));
        };
        sample_of(columns, column, |column| {
            let kept = self.kept.iter().position(|key| *key == columns[column].key);
            read(place(kept.expect("the parts of a ratio are kept with it")))
        })
    }

    /// A column of the baseline, by its position, at the end in an arm, as [`at_step`](Self::at_step); `None` in one that
    /// does not have it.
    pub(super) fn at_end(
        &self,
        column: usize,
        arm: usize,
        read: impl Fn(usize) -> Vec<f64>,
    ) -> Option<Sample> {
        let columns = &self.columns[arm];
        let column = position(columns, &self.columns[0][column].key)?;
        let last_row = self.steps() * self.kept.len();
        Some(sample_of(columns, column, |column| read(last_row + column)))
    }

    /// Numbers that are kept of a run of an arm.
    fn numbers(&self, arm: usize) -> usize {
        self.steps() * self.kept.len() + self.columns[arm].len()
    }
}

impl Societies for InterimQuestion {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        self.societies.setup(configuration)
    }

    fn seed(&self, configuration: u32) -> u64 {
        self.societies.seed(configuration)
    }

    fn recorder<'a>(&'a self, configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        let arm = configuration as usize;
        Box::new(CoursesAndEnd {
            positions: &self.positions[arm],
            last: setup.steps,
            values: Vec::with_capacity(self.numbers(arm)),
        })
    }

    fn citizens_most(&self) -> u64 {
        self.societies.citizens_most()
    }
}

/// Keeps some measures at every step and, behind them, the last row.
struct CoursesAndEnd<'a> {
    positions: &'a [Option<usize>],
    last: u32,
    values: Vec<f64>,
}

impl Recorder for CoursesAndEnd<'_> {
    fn see(&mut self, observation: &Observation<'_>) -> ControlFlow<()> {
        let row = observation.row;
        let measures = self.positions.iter();
        self.values
            .extend(measures.map(|position| position.map_or(f64::NAN, |at| row[at])));
        if observation.step == self.last {
            self.values.extend_from_slice(row);
        }
        ControlFlow::Continue(())
    }

    fn finish(self: Box<Self>) -> Vec<f64> {
        self.values
    }
}

/// The keys of measures, and behind them those of the parts of ratios among them that are not asked for already.
fn with_parts(measures: &[String], columns: &[Vec<Column>]) -> Vec<String> {
    let mut kept = measures.to_vec();
    for key in measures {
        for columns in columns {
            let column = position(columns, key);
            for part in column.map_or_else(Vec::new, |column| parts_of(columns, column)) {
                if !kept.contains(&columns[part].key) {
                    kept.push(columns[part].key.clone());
                }
            }
        }
    }
    kept
}

/// Where a column stands in a row.
fn position(columns: &[Column], key: &str) -> Option<usize> {
    columns.iter().position(|column| column.key == key)
}
