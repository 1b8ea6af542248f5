//! Values of the fitted parameters as societies to run.

use std::sync::Arc;

use crate::experiment::{Recorder, Societies, numbers};
use crate::model::setup::Setup;
use crate::scenario::CalibrationPlan;
use crate::study::points::reason;

/// A society: the values of its parameters and its seed.
pub(super) struct Society {
    pub(super) values: Vec<f64>,
    pub(super) seed: u64,
}

/// Societies whose numbers follow one another.
pub(super) struct Numbered<'a> {
    pub(super) plan: &'a CalibrationPlan,
    /// Number of the first.
    pub(super) first: u32,
    pub(super) societies: Vec<Society>,
}

impl Numbered<'_> {
    fn society(&self, configuration: u32) -> &Society {
        &self.societies[(configuration - self.first) as usize]
    }

    /// Their numbers.
    pub(super) fn numbers(&self) -> std::ops::Range<u32> {
        self.first..self.first + self.societies.len() as u32
    }
}

impl Societies for Numbered<'_> {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        let scenario = self.plan.society(&self.society(configuration).values, false);
        Ok(Arc::new(scenario.map_err(|error| reason(&error))?.setup))
    }

    fn seed(&self, configuration: u32) -> u64 {
        self.society(configuration).seed
    }

    fn recorder<'a>(&'a self, _configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        numbers(&self.plan.measures, &[], setup)
    }

    fn citizens_most(&self) -> u64 {
        self.plan.scenario.setup.citizens().into()
    }
}
