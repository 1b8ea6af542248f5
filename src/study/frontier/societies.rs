//! Designs as societies to run.

use std::sync::Arc;

use super::{Choice, Space};
use crate::experiment::{Recorder, Societies, numbers};
use crate::model::setup::Setup;
use crate::scenario::{Base, FrontierPlan, ScenarioError};
use crate::study::Variant;
use crate::study::points::reason;

/// A base scenario and what becomes of it without a design: the baseline, whose need all designs face.
pub(super) struct ParameterDraw {
    base: Base,
    baseline: Variant,
}

impl ParameterDraw {
    /// The base scenario of a plan.
    pub(super) fn of(plan: &FrontierPlan) -> Self {
        Self {
            base: plan.base.clone(),
            baseline: variant(plan.scenario.clone()),
        }
    }

    /// The same with other values beneath what it writes.
    pub(super) fn with(plan: &FrontierPlan, values: &[(String, toml::Value)]) -> Result<Self, ScenarioError> {
        let base = plan.base.clone().beneath(values)?;
        let baseline = variant(base.with(&plan.settings)?);
        Ok(Self { base, baseline })
    }
}

fn variant(scenario: crate::scenario::Scenario) -> Variant {
    Variant {
        key: scenario.name.clone(),
        title: scenario.title.clone(),
        scenario,
    }
}

/// Designs under draws of the parameters, as societies to run: all designs under the first draw, then all under the next.
pub(super) struct Designs<'a> {
    pub(super) plan: &'a FrontierPlan,
    pub(super) space: &'a Space,
    pub(super) parameter_draws: &'a [Option<ParameterDraw>],
    /// The designs; `None` is the baseline.
    pub(super) choices: &'a [Option<Choice>],
    pub(super) seed: u64,
}

impl Societies for Designs<'_> {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        let index = configuration as usize;
        let Some(parameter_draw) = &self.parameter_draws[index / self.choices.len()] else {
            return Err("the base scenario cannot be under this draw".to_owned());
        };
        let Some(choice) = &self.choices[index % self.choices.len()] else {
            return Ok(Arc::new(parameter_draw.baseline.scenario.setup.clone()));
        };
        let mut settings = self.plan.settings.clone();
        settings.extend(self.space.settings(choice));
        let scenario = parameter_draw
            .base
            .with(&settings)
            .map_err(|error| reason(&error))?;
        let design = variant(scenario).facing_need_of(&parameter_draw.baseline);
        Ok(Arc::new(design.scenario.setup))
    }

    fn seed(&self, _configuration: u32) -> u64 {
        self.seed
    }

    fn recorder<'a>(&'a self, _configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        numbers(&self.plan.measures, &[], setup)
    }

    fn citizens_most(&self) -> u64 {
        self.plan.scenario.setup.phases[0]
            .parameters
            .population
            .citizens
            .into()
    }
}
