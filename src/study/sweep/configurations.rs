//! The configurations of a plan as societies to run.

use super::{Description, Points};
use crate::experiment::Configurations;
use crate::model::setup::Setup;
use crate::scenario::{Condition, Measured, Plan, ScenarioError};

/// The configurations of a plan, made when they are run.
#[derive(Debug)]
pub struct PlanConfigurations<'a> {
    plan: &'a Plan,
    description: &'a Description,
    points: &'a Points,
}

impl<'a> PlanConfigurations<'a> {
    /// The configurations of a plan at its points.
    #[must_use]
    pub const fn new(plan: &'a Plan, description: &'a Description, points: &'a Points) -> Self {
        Self {
            plan,
            description,
            points,
        }
    }
}

impl Configurations for PlanConfigurations<'_> {
    fn setup(&self, configuration: u32) -> Result<Setup, String> {
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
        Ok(scenario.setup)
    }

    fn seed(&self, configuration: u32) -> u64 {
        self.description.seed_of(configuration)
    }

    fn measures(&self) -> &[Measured] {
        &self.plan.measures
    }

    fn stops(&self) -> &[Condition] {
        &self.plan.stops
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
