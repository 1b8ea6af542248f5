//! A configuration as a society to run: its seed, its number of runs, and what is kept of each.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::experiment::{Column, Recorder, Societies};
use crate::model::Observation;
use crate::model::setup::Setup;

/// A town that is run so many times. Each is its own [`Societies`], so that large towns do not decide how threads are shared by
/// small ones.
#[derive(Debug)]
pub(super) struct Town {
    pub(super) setup: Arc<Setup>,
    pub(super) seed: u64,
    pub(super) replications: u32,
    /// Steps that are kept.
    pub(super) steps: Vec<u32>,
    /// Places in a row of what is kept.
    pub(super) places: Vec<usize>,
    /// What stands there.
    pub(super) columns: Vec<Column>,
}

impl Societies for Town {
    fn setup(&self, _configuration: u32) -> Result<Arc<Setup>, String> {
        Ok(Arc::clone(&self.setup))
    }

    fn seed(&self, _configuration: u32) -> u64 {
        self.seed
    }

    fn recorder<'a>(&'a self, _configuration: u32, _setup: &Setup) -> Box<dyn Recorder + 'a> {
        Box::new(Kept {
            town: self,
            values: Vec::with_capacity(self.steps.len() * self.places.len()),
        })
    }

    fn citizens_most(&self) -> u64 {
        u64::from(self.setup.citizens())
    }
}

struct Kept<'a> {
    town: &'a Town,
    values: Vec<f64>,
}

impl Recorder for Kept<'_> {
    fn see(&mut self, observation: &Observation<'_>) -> ControlFlow<()> {
        if self.town.steps.contains(&observation.step) {
            let kept = self.town.places.iter().map(|place| observation.row[*place]);
            self.values.extend(kept);
        }
        ControlFlow::Continue(())
    }

    fn finish(self: Box<Self>) -> Vec<f64> {
        self.values
    }
}
