//! Draws as societies to run.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::experiment::reference::Solved;
use crate::experiment::{Recorder, Societies, numbers};
use crate::model::Observation;
use crate::model::design::DecisionRule;
use crate::model::setup::Setup;
use crate::scenario::WorldsPlan;
use crate::study::points::{own_seed, reason};
use crate::world::{NoWorld, Solver, constants, draw};

/// Draws by their number.
pub(super) struct Drawn<'a> {
    pub(super) plan: &'a WorldsPlan,
    pub(super) solver: &'a Solver,
}

impl Societies for Drawn<'_> {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        let draw = draw(self.plan.seed, configuration);
        let solved = self
            .solver
            .solve(self.plan.seed, &draw)
            .map_err(|error| match error {
                NoWorld::Contradiction(error) => reason(&error),
                NoWorld::Unwilling | NoWorld::OtherRules | NoWorld::Unfit(_) => error.to_string(),
            })?;
        let mut values = draw.values;
        let constants = constants(&values, &solved);
        values.extend(constants);
        let scenario = self.plan.society(&values).map_err(|error| reason(&error))?;
        Ok(Arc::new(scenario.setup))
    }

    fn seed(&self, configuration: u32) -> u64 {
        own_seed(self.plan.seed, configuration)
    }

    fn recorder<'a>(&'a self, _configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        Box::new(WithConstants {
            numbers: numbers(&self.plan.measures, &[], setup),
            solved: solved_of(setup),
        })
    }

    fn citizens_most(&self) -> u64 {
        let parameters = &self.plan.scenario.setup.phases[0].parameters;
        parameters.population.citizens.into()
    }
}

/// The constants that a setup has been given.
fn solved_of(setup: &Setup) -> Solved {
    let parameters = &setup.phases[0].parameters;
    let weights = &parameters.willingness;
    Solved {
        intercept: match parameters.decision_rule {
            DecisionRule::Logit => weights.intercept_logit,
            DecisionRule::Threshold => weights.intercept_threshold,
            DecisionRule::Rational => weights.intercept_rational,
        },
        professional_reference: parameters.production.professional_reference,
        citizen_reference: parameters.production.citizen_reference,
        idea_rate: parameters.initiatives.idea_rate,
    }
}

/// Keeps the constants of a world behind the numbers of its run, so that nobody solves them again.
struct WithConstants<'a> {
    numbers: Box<dyn Recorder + 'a>,
    solved: Solved,
}

impl Recorder for WithConstants<'_> {
    fn see(&mut self, observation: &Observation<'_>) -> ControlFlow<()> {
        self.numbers.see(observation)
    }

    fn finish(self: Box<Self>) -> Vec<f64> {
        let mut values = self.numbers.finish();
        values.extend(self.solved.numbers());
        values
    }
}
