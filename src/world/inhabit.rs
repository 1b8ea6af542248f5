//! A setup in a world: what the scenario leaves open takes the world's values.

use std::sync::Arc;

use serde::Deserialize as _;

use super::draw::digest_of;
use super::{Ensemble, NoWorld};
use crate::experiment::{Address, Made, Recorder, Societies};
use crate::model::mechanisms::Parameters;
use crate::model::setup::{Hold, Phase, Setup};

/// The key of the one choice that every world makes, and what the model calls it.
const RULE: (&str, &str) = ("simulation.decision_rule", "decision_rule");

/// Keys that agree with one another: where a scenario writes one of them, no world changes the others.
const TOGETHER: [&[&str]; 2] = [
    &["population.conditional_share", "population.free_rider_share"],
    &["population.trust_low", "population.trust_high"],
];

/// The worlds of an ensemble with all their values, ready to be lived in.
#[derive(Clone, Debug)]
pub struct Worlds {
    /// By world, its values by key.
    values: Vec<Vec<(String, toml::Value)>>,
    /// What tells these worlds from all others.
    digest: String,
}

impl Worlds {
    /// Those of an ensemble.
    #[must_use]
    pub fn of(ensemble: &Ensemble) -> Self {
        let all = 0..ensemble.worlds.len();
        Self {
            values: all.filter_map(|world| ensemble.values(world)).collect(),
            digest: digest_of(&ensemble.text()),
        }
    }

    /// How many they are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.values.len()
    }

    /// What tells them from all others, as part of the question that they are asked.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The number of the world in which a replication of a setup lives: one after the other, and round again. Where the scenario says
    /// by which rule people decide, only worlds of that rule are lived in, since intercepts are solved for the own rule of each.
    ///
    /// # Errors
    /// Where no world has that rule.
    fn number_of(&self, setup: &Setup, replication: u32) -> Result<usize, NoWorld> {
        let place = replication as usize;
        let start = &setup.phases[0];
        if !start.written.contains(RULE.0) {
            return Ok(place % self.count().max(1));
        }
        let rule = toml::Value::try_from(start.parameters.decision_rule).map_err(|error| unfit(&error))?;
        let fit = |world: &usize| {
            let mut values = self.values[*world].iter();
            values.any(|(key, value)| key == RULE.0 && *value == rule)
        };
        let fitting: Vec<usize> = (0..self.count()).filter(fit).collect();
        if fitting.is_empty() {
            return Err(NoWorld::OtherRules);
        }
        Ok(fitting[place % fitting.len()])
    }

    /// A setup in the world of a replication, with the societies beside it: the one whose need it faces, and the one whose paths it
    /// holds.
    ///
    /// # Errors
    /// [`NoWorld`].
    pub fn inhabited(&self, setup: &Setup, replication: u32) -> Result<Setup, NoWorld> {
        let world = self.number_of(setup, replication)?;
        let beside = |other: &Arc<Setup>| self.inhabited(other, replication).map(Arc::new);
        let phases = setup.phases.iter().map(|phase| self.phase(phase, world));
        let hold = setup.hold.as_ref().map(|hold| {
            let paths = hold.paths;
            beside(&hold.baseline).map(|baseline| Hold { baseline, paths })
        });
        Ok(Setup {
            phases: phases.collect::<Result<_, _>>()?,
            need_of: setup.need_of.as_ref().map(beside).transpose()?,
            hold: hold.transpose()?,
            ..setup.clone()
        })
    }

    /// A phase in a world: what nobody wrote takes its values.
    fn phase(&self, phase: &Phase, world: usize) -> Result<Phase, NoWorld> {
        let mut table = toml::Table::try_from(&phase.parameters).map_err(|error| unfit(&error))?;
        for (key, value) in &self.values[world] {
            if !is_written(phase, key) {
                lay(&mut table, key, value);
            }
        }
        let laid = Parameters::deserialize(table).map_err(|error| unfit(&error))?;
        let own = phase.parameters.own.clone();
        Ok(Phase {
            parameters: Parameters { own, ..laid },
            ..phase.clone()
        })
    }
}

fn unfit(error: &dyn std::error::Error) -> NoWorld {
    NoWorld::Unfit(error.to_string())
}

/// Whether the scenario gives a key its value, or another one that must agree with it.
fn is_written(phase: &Phase, key: &str) -> bool {
    let together = TOGETHER.iter().find(|keys| keys.contains(&key));
    let mut others = together.copied().unwrap_or_default().iter();
    phase.written.contains(key) || others.any(|other| phase.written.contains(*other))
}

/// Lays the value of a key over that which a table has; a key that the model does not know of changes nothing.
fn lay(table: &mut toml::Table, key: &str, value: &toml::Value) {
    let key = if key == RULE.0 { RULE.1 } else { key };
    let (mut table, mut rest) = (table, key);
    while let Some((outer, inner)) = rest.split_once('.') {
        let Some(toml::Value::Table(next)) = table.get_mut(outer) else {
            return;
        };
        (table, rest) = (next, inner);
    }
    if let Some(there) = table.get_mut(rest) {
        *there = value.clone();
    }
}

/// Societies each of whose replications lives in a world of its own.
pub struct Inhabited<'a> {
    societies: &'a dyn Societies,
    worlds: &'a Worlds,
}

impl<'a> Inhabited<'a> {
    /// These societies in these worlds: the same replication number meets the same world in all of them.
    #[must_use]
    pub const fn new(societies: &'a dyn Societies, worlds: &'a Worlds) -> Self {
        Self { societies, worlds }
    }
}

impl Societies for Inhabited<'_> {
    fn setup(&self, configuration: u32) -> Made {
        self.societies.setup(configuration)
    }

    fn setup_of_replication(&self, setup: &Setup, address: Address) -> Option<Made> {
        let inhabited = self.worlds.inhabited(setup, address.replication);
        Some(inhabited.map(Arc::new).map_err(|error| error.to_string()))
    }

    fn seed(&self, configuration: u32) -> u64 {
        self.societies.seed(configuration)
    }

    fn recorder<'a>(&'a self, configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        self.societies.recorder(configuration, setup)
    }

    fn citizens_most(&self) -> u64 {
        self.societies.citizens_most()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::experiment::{Ready, Run, reference::Solved, runs};
    use crate::scenario::Scenario;
    use crate::world::{World, digest_of_priors};

    const TOWN: &str = "[simulation]\nhorizon_years = 1.0\n[population]\ncitizens = 120\nfree_rider_share = 0.3\n\
        [willingness]\nmotivation = 2.5\n[programme.parks]\nease = 0.4\n[[event]]\nyear = 0.5\n\
        change = { \"asking.general\" = 0.2 }\n";

    fn setup(text: &str) -> Setup {
        let scenario = Scenario::from_text(Path::new("town.toml"), text, &[]);
        scenario.unwrap_or_else(|error| panic!("{error}")).setup
    }

    fn worlds(numbers: std::ops::Range<u32>) -> Worlds {
        let solved = Solved::of([-1.5, 1200.0, 30.0, 0.01]);
        Worlds::of(&Ensemble {
            engine: "engine".to_owned(),
            priors: digest_of_priors(),
            question: "question".to_owned(),
            seed: 3,
            worlds: numbers.map(|number| World { number, solved }).collect(),
        })
    }

    fn float(worlds: &Worlds, world: usize, key: &str) -> f64 {
        let mut values = worlds.values[world].iter();
        let (_, value) = values.find(|(other, _)| other == key).unwrap();
        value.as_float().unwrap()
    }

    /// The independent way: the values beneath the text of the scenario, read anew.
    #[test]
    fn a_setup_in_a_world_is_that_of_the_text_with_the_world_beneath_it() {
        use crate::scenario::{Base, Disk};
        let (worlds, text) = (worlds(0..6), TOWN.replace("free_rider_share = 0.3\n", ""));
        let base = Base::from_text(&Disk::shared(), Path::new("town.toml"), &text).unwrap();
        for world in 0..6 {
            let inhabited = worlds.inhabited(&setup(&text), world as u32).unwrap();
            let beneath = base
                .clone()
                .beneath(&worlds.values[world])
                .unwrap()
                .with(&[])
                .unwrap();
            let parameters = |setup: &Setup| -> Vec<(u32, Parameters)> {
                let phases = setup.phases.iter();
                phases
                    .map(|phase| (phase.from_step, phase.parameters.clone()))
                    .collect()
            };
            assert_eq!(
                parameters(&inhabited),
                parameters(&beneath.setup),
                "world {world}"
            );
        }
    }

    #[test]
    fn what_a_scenario_writes_holds_in_every_world_and_all_else_is_the_worlds() {
        let (worlds, setup) = (worlds(0..2), setup(TOWN));
        for world in 0..2 {
            let inhabited = worlds.inhabited(&setup, world as u32).unwrap();
            let [first, later] = &inhabited.phases[..] else {
                panic!("two phases")
            };
            let at = |key: &str| float(&worlds, world, key);
            let same = |found: f64, expected: f64| {
                assert!((found - expected).abs() < 1e-12, "{found}, not {expected}");
            };
            same(first.parameters.willingness.motivation, 2.5);
            same(first.parameters.willingness.efficacy, at("willingness.efficacy"));
            same(first.parameters.asking.general, at("asking.general"));
            same(later.parameters.asking.general, 0.2);
            same(later.parameters.production.professional_reference, 1200.0);
            // Shares that must agree are both the scenario's where it writes one.
            same(
                first.parameters.population.conditional_share,
                setup.phases[0].parameters.population.conditional_share,
            );
        }
    }

    #[test]
    fn replications_go_round_the_worlds_and_arms_share_them() {
        let (worlds, setup) = (worlds(0..3), setup(TOWN));
        let motivation = |replication| {
            let inhabited = worlds.inhabited(&setup, replication).unwrap();
            inhabited.phases[0]
                .parameters
                .population
                .motivation_mean
                .to_bits()
        };
        assert_eq!(motivation(1), motivation(4));
        assert_eq!((0..9).map(motivation).collect::<BTreeSet<_>>().len(), 3);
        let compared = setup.clone().with_need_of(Arc::new(setup.clone()));
        let inhabited = worlds.inhabited(&compared, 2).unwrap();
        assert_eq!(inhabited.need_of.unwrap().phases, inhabited.phases);
    }

    #[test]
    fn people_who_decide_by_a_rule_live_in_worlds_of_that_rule() {
        let text = TOWN.replace("[simulation]\n", "[simulation]\ndecision_rule = \"rational\"\n");
        let (all, setup) = (worlds(0..60), setup(&text));
        for replication in 0..60 {
            let world = all.number_of(&setup, replication).unwrap();
            let rule = all.values[world].iter().find(|(key, _)| key == RULE.0).unwrap();
            assert_eq!(rule.1.as_str(), Some("rational"));
        }
        let others = (0..40).find(|number| all_but_rational(*number)).unwrap();
        let error = worlds(others..others + 1).inhabited(&setup, 0).unwrap_err();
        assert!(error.to_string().contains("decision_rule"), "{error}");
    }

    fn all_but_rational(number: u32) -> bool {
        let values = crate::world::draw(3, number).values;
        let rule = values.iter().find(|(key, _)| key == RULE.0).unwrap();
        rule.1.as_str() != Some("rational")
    }

    /// Runs in one and the same world twice are those of the inhabited setup, whoever runs them.
    #[test]
    fn runs_in_worlds_are_those_of_their_setups() {
        let (worlds, setup) = (worlds(0..2), setup(TOWN));
        let usual = Ready::new([setup.clone()], 7);
        let found = runs(&Inhabited::new(&usual, &worlds), 0, 0..4);
        for run in found {
            let replication = run.address.replication;
            let own = Ready::new([worlds.inhabited(&setup, replication).unwrap()], 7);
            let expected = runs(&own, 0, replication..replication + 1).remove(0);
            let bits = |run: Run| -> Vec<u64> { run.values().into_iter().map(f64::to_bits).collect() };
            assert!(bits(run) == bits(expected), "replication {replication}");
        }
    }
}
