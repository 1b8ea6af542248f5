//! The configurations of a plan as societies to run.

use std::sync::Arc;

use super::{Description, Points};
use crate::experiment::{Recorder, Societies, numbers};
use crate::model::setup::Setup;
use crate::scenario::{Design, Plan, ScenarioError};

/// The configurations of a plan, made when they are run.
#[derive(Debug)]
pub struct PlanConfigurations<'a> {
    plan: &'a Plan,
    description: &'a Description,
    points: &'a Points,
    /// The setup whose need all configurations face, where there is one.
    need_of: Option<Arc<Setup>>,
}

impl<'a> PlanConfigurations<'a> {
    /// The configurations of a plan at its points. Those of a sensitivity analysis face the need of the base scenario:
    /// need belongs to the place, and what a parameter does must not be lost in a need that follows it.
    #[must_use]
    pub fn new(plan: &'a Plan, description: &'a Description, points: &'a Points) -> Self {
        let need_of = matches!(
            description.design,
            Design::Morris { .. } | Design::Saltelli { .. }
        )
        .then(|| Arc::new(plan.scenario.setup.clone()));
        Self {
            plan,
            description,
            points,
            need_of,
        }
    }
}

impl Societies for PlanConfigurations<'_> {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        let values = self.points.values(configuration as usize);
        let mut settings = self.plan.settings.clone();
        settings.extend(
            self.plan
                .factors
                .iter()
                .zip(values)
                .map(|(factor, value)| (factor.key.clone(), value.to_string())),
        );
        let scenario = self.plan.base.with(&settings).map_err(|error| reason(&error))?;
        Ok(Arc::new(match &self.need_of {
            Some(baseline) => scenario.setup.with_need_of(Arc::clone(baseline)),
            None => scenario.setup,
        }))
    }

    fn seed(&self, configuration: u32) -> u64 {
        self.description.seed_of(configuration)
    }

    fn recorder<'a>(&'a self, _configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        numbers(&self.plan.measures, &self.plan.stops, setup)
    }

    fn citizens_most(&self) -> u64 {
        self.points.citizens_most().unwrap_or_else(|| {
            self.plan.scenario.setup.phases[0]
                .parameters
                .population
                .citizens
                .into()
        })
    }
}

/// What is wrong with a configuration, on one line.
pub(in crate::study) fn reason(error: &ScenarioError) -> String {
    let faults: Vec<String> = error
        .faults
        .iter()
        .map(|fault| match &fault.hint {
            Some(hint) => format!("{} ({hint})", fault.message),
            None => fault.message.clone(),
        })
        .collect();
    faults.join("; ")
}
