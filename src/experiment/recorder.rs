//! What is kept of a run.

use std::ops::ControlFlow;

use crate::model::Observation;

/// Records one run as it goes on.
pub trait Recorder {
    /// Takes in a society at its start and after every step; `Break` ends the run.
    fn see(&mut self, observation: &Observation<'_>) -> ControlFlow<()>;

    /// What is kept of the run.
    fn finish(self: Box<Self>) -> Vec<f64>;
}

/// The rows of a run, at all steps or at some.
#[derive(Debug, Default)]
pub struct Rows<'a> {
    steps: Option<&'a [u32]>,
    values: Vec<f64>,
}

impl<'a> Rows<'a> {
    /// Keeps the rows of these steps.
    #[must_use]
    pub const fn at(steps: &'a [u32]) -> Self {
        Self {
            steps: Some(steps),
            values: Vec::new(),
        }
    }
}

impl Recorder for Rows<'_> {
    fn see(&mut self, observation: &Observation<'_>) -> ControlFlow<()> {
        if self.steps.is_none_or(|steps| steps.contains(&observation.step)) {
            self.values.extend_from_slice(observation.row);
        }
        ControlFlow::Continue(())
    }

    fn finish(self: Box<Self>) -> Vec<f64> {
        self.values
    }
}
