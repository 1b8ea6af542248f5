//! What follows from a draw: the constants of the model that are solved and not drawn.

use std::path::Path;
use std::sync::Arc;

use super::Draw;
use crate::experiment::reference::{Solved, solve};
use crate::scenario::{Base, Disk, ScenarioError, Source};
use crate::statistics::mixed;
use crate::words::say;

/// The reference society, at whose start constants are solved.
const REFERENCE: &str = include_str!("../../scenarios/reference.toml");

/// What makes the seeds of solving others than those of runs.
const SOLVING: u64 = 0x776f_726c_6473;

/// Why a draw is no world.
#[derive(Debug, thiserror::Error)]
pub enum NoWorld {
    /// Its values contradict one another.
    #[error("{0}")]
    Contradiction(#[from] ScenarioError),
    /// Nobody is as willing as it says.
    #[error("{}", say!("no intercept makes the reference society as willing as the draw says"))]
    Unwilling,
    /// The scenario says by which rule people decide, and no world has that one.
    #[error("{}", say!("the scenario sets `simulation.decision_rule`, and in none of the worlds people decide by that rule"))]
    OtherRules,
    /// Its values do not fit the model.
    #[error("{0}")]
    Unfit(String),
}

/// Solves the constants of draws.
#[derive(Clone, Debug)]
pub struct Solver {
    reference: Base,
}

impl Solver {
    /// A solver at the reference society that is shipped.
    ///
    /// # Errors
    /// When its file is broken, which tests rule out.
    pub fn new() -> Result<Self, ScenarioError> {
        // It names no other file, so nothing is read.
        let files: Arc<dyn Source> = Disk::shared();
        let reference = Base::from_text(&files, Path::new("reference.toml"), REFERENCE)?;
        Ok(Self { reference })
    }

    /// The constants of a draw under the seed of all draws: the intercept of its own decision rule, both reference inputs of joint
    /// production, and the rate of ideas, as [`solve`] finds them at the start of one reference society with a seed of its own.
    ///
    /// Mean willingness at the reference is `willingness.reference_mean` in every world, up to the chance of one society. That level
    /// is itself a number that is drawn from what is known of it before, and the intercept is a function of it and of all other
    /// numbers. So the draw *is* one from the prior on the levels, and no weight for the slope of that function is due: the prior is stated
    /// of the level, and none of the intercept. (A weight would be due if the level were drawn from its figure in place of its prior.)
    ///
    /// # Errors
    /// [`NoWorld`].
    pub fn solve(&self, seed: u64, draw: &Draw) -> Result<Solved, NoWorld> {
        let society = self.reference.clone().beneath(&draw.values)?.with(&[])?;
        let own = mixed(mixed(seed, SOLVING), draw.number.into()) >> 11;
        solve(&society.setup, own).ok_or(NoWorld::Unwilling)
    }
}

/// Solved constants by key, as a scenario would write them; the intercept is that of the draw's decision rule.
#[must_use]
pub fn constants(values: &[(String, toml::Value)], solved: &Solved) -> [(String, toml::Value); 4] {
    let rule = values.iter().find(|(key, _)| key == "simulation.decision_rule");
    let rule = rule.and_then(|(_, value)| value.as_str()).unwrap_or("logit");
    [
        (format!("willingness.intercept_{rule}"), solved.intercept),
        (
            "production.professional_reference".to_owned(),
            solved.professional_reference,
        ),
        (
            "production.citizen_reference".to_owned(),
            solved.citizen_reference,
        ),
        ("initiatives.idea_rate".to_owned(), solved.idea_rate),
    ]
    .map(|(key, value)| (key, toml::Value::Float(value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::reference::initial_willingness;
    use crate::world::draw;

    #[test]
    fn a_world_is_as_willing_as_it_says_under_every_rule() {
        let solver = Solver::new().unwrap();
        let mut rules = std::collections::BTreeSet::new();
        for number in 0.. {
            let draw = draw(3, number);
            let named = |wanted: &str| {
                draw.values
                    .iter()
                    .find(|(key, _)| key == wanted)
                    .unwrap()
                    .1
                    .clone()
            };
            if !rules.insert(named("simulation.decision_rule").to_string()) {
                continue;
            }
            let solved = solver.solve(3, &draw).unwrap();
            assert_eq!(solved, solver.solve(3, &draw).unwrap());
            let mut values = draw.values.clone();
            values.extend(constants(&draw.values, &solved));
            let world = solver
                .reference
                .clone()
                .beneath(&values)
                .unwrap()
                .with(&[])
                .unwrap();
            let wanted = named("willingness.reference_mean").as_float().unwrap();
            // Another society: its chance is some .005.
            let found = initial_willingness(&world.setup, 11);
            assert!((found - wanted).abs() < 0.03, "{found} for {wanted}");
            if rules.len() == 3 {
                break;
            }
        }
    }
}
