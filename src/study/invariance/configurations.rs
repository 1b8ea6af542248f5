//! Configurations of a scenario, towns of all sizes among them, and what each is held against.

use std::sync::Arc;

use super::expectations::{Expectation, between};
use super::towns::Town;
use super::{InvarianceError, MEASURES};
use crate::experiment::{Column, columns, parts_of};
use crate::figure::numbers::count;
use crate::scenario::{Base, Origin, Scenario, ScenarioError};
use crate::study::points::reason;
use crate::study::{RecordLayout, Variant};
use crate::words::{say, words};

/// Sizes of town, as times the citizens of the scenario over a divisor; of the reference society 500, 2,000, 10,000, 50,000,
/// 200,000 and 1,000,000.
const SIZES: [(u64, u64); 6] = [(1, 4), (1, 1), (5, 1), (25, 1), (100, 1), (500, 1)];
/// The size that others are held against, a typical municipality, by its place in [`SIZES`].
const TYPICAL: usize = 3;
/// Largest town that is made of a smaller one.
const CITIZENS_MOST: u64 = 1_000_000;
/// Runs of a configuration at least.
const RUNS_LEAST: u32 = 10;

/// What is varied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The number of citizens.
    Citizens(u32),
    /// Twice as many neighbourhoods and units.
    NeighbourhoodsDoubled,
    /// Half as many neighbourhoods and units.
    NeighbourhoodsHalved,
    /// Half as many units.
    UnitsHalved,
    /// Weeks for months, or months for weeks.
    Tick,
    /// A run that goes on for half as long again, looked at in the same year.
    Horizon,
    /// So many programmes in which nothing happens.
    Idle(u32),
    /// A second programme before the first ones, held against the same behind them.
    Order,
    /// The seed.
    Seed,
    /// The end of a run five times as long, held against the usual end of the same run.
    Rest,
}

impl Change {
    /// Its name in tables.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::Citizens(citizens) => format!("citizens-{citizens}"),
            Self::NeighbourhoodsDoubled => "neighbourhoods-doubled".to_owned(),
            Self::NeighbourhoodsHalved => "neighbourhoods-halved".to_owned(),
            Self::UnitsHalved => "units-halved".to_owned(),
            Self::Tick => "tick".to_owned(),
            Self::Horizon => "horizon".to_owned(),
            Self::Idle(number) => format!("idle-{number}"),
            Self::Order => "order".to_owned(),
            Self::Seed => "seed".to_owned(),
            Self::Rest => "rest".to_owned(),
        }
    }

    /// Whether the model says that nothing at all differs: no draw and no sum hangs on it.
    pub(super) const fn keeps_the_society(self) -> bool {
        matches!(self, Self::Horizon | Self::Idle(_) | Self::Order)
    }

    /// In the reader's words.
    #[must_use]
    pub fn title(self) -> String {
        let words = match self {
            Self::Citizens(citizens) => return say!("{} citizens", count(citizens as usize)),
            Self::Idle(number) => return say!("{number} programmes in which nothing happens"),
            Self::NeighbourhoodsDoubled => words!("twice as many neighbourhoods and units"),
            Self::NeighbourhoodsHalved => words!("half as many neighbourhoods and units"),
            Self::UnitsHalved => words!("half as many units"),
            Self::Tick => words!("steps of the other length"),
            Self::Horizon => words!("a run half as long again, in the same year"),
            Self::Order => words!("two programmes in the other order"),
            Self::Seed => words!("another seed"),
            Self::Rest => words!("five times as long at rest"),
        };
        words.to_string()
    }
}

/// A configuration at one of the steps that are kept of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) configuration: usize,
    /// Position among the steps that are kept.
    pub(super) step: usize,
}

/// A configuration and what it is held against.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What is varied.
    pub change: Change,
    /// Whether the runs share their luck one by one.
    pub is_paired: bool,
    /// What the documentation expects to differ.
    pub(super) expectations: Vec<&'static Expectation>,
    pub(super) look: Look,
    pub(super) reference: Look,
    /// Whether it is about the first programme alone, where that has the measure.
    pub(super) of_first: bool,
}

/// All configurations, as scenarios and as towns to run, and what is held against what.
#[derive(Debug)]
pub(super) struct Design {
    pub(super) arms: Vec<Variant>,
    pub(super) towns: Vec<Town>,
    pub(super) comparisons: Vec<Comparison>,
    /// Citizens and configuration of the sizes, rising.
    pub(super) sizes: Vec<(u32, usize)>,
    /// The size that others are held against.
    pub(super) reference: usize,
    /// The scenario as it is.
    pub(super) usual: usize,
    /// The first programme of the scenario.
    pub(super) first: String,
    /// What could not be made, and why.
    pub(super) left_out: Vec<String>,
}

/// Makes configurations of a text.
pub(super) struct Maker<'a> {
    pub(super) base: &'a Base,
    settings: &'a [(String, String)],
    /// The scenario as it is.
    pub(super) usual: Scenario,
    seed: u64,
    /// Citizens of all runs of a size together.
    citizens: f64,
    pub(super) design: Design,
}

impl Design {
    /// What is kept of each configuration.
    pub(super) fn kept(&self) -> Vec<RecordLayout> {
        let all = self.arms.iter().zip(&self.towns);
        all.map(|(arm, town)| RecordLayout {
            journal: arm.key.clone(),
            columns: town.columns.len(),
            steps: town.steps.len(),
        })
        .collect()
    }
}

impl<'a> Maker<'a> {
    /// Begins with the towns of all sizes.
    pub(super) fn begin(
        base: &'a Base,
        settings: &'a [(String, String)],
        seed: u64,
        replications: u32,
    ) -> Result<Self, InvarianceError> {
        let usual = base.with(settings)?;
        let Some(first) = usual.programme_keys.first().cloned() else {
            return Err(InvarianceError::NoProgramme(say!(
                "{} has no programme, and without one there is nothing to measure\n\
                 hint: write `[programme.NAME]` in it",
                usual.name
            )));
        };
        refuse_one_town(&usual)?;
        let mut maker = Self {
            base,
            settings,
            seed,
            citizens: 0.0,
            design: Design {
                arms: Vec::new(),
                towns: Vec::new(),
                comparisons: Vec::new(),
                sizes: Vec::new(),
                reference: 0,
                usual: 0,
                first,
                left_out: Vec::new(),
            },
            usual,
        };
        maker.sizes(replications);
        Ok(maker)
    }
}

impl Maker<'_> {
    /// The scenario with changes laid over it.
    pub(super) fn with(&self, changes: &[(&str, String)]) -> Result<Scenario, ScenarioError> {
        self.on(self.base, changes)
    }

    /// The same of another text.
    pub(super) fn on(&self, base: &Base, changes: &[(&str, String)]) -> Result<Scenario, ScenarioError> {
        let changes = changes
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone()));
        let settings: Vec<(String, String)> = self.settings.iter().cloned().chain(changes).collect();
        base.with(&settings)
    }

    /// Runs of a town of so many citizens: as 1/N, since the variance of a run falls like that.
    pub(super) fn runs(&self, citizens: u32) -> u32 {
        (libm::ceil(self.citizens / f64::from(citizens)) as u32).max(RUNS_LEAST)
    }

    /// Adds a configuration, of which these steps are kept.
    pub(super) fn add(
        &mut self,
        (key, title): (String, String),
        scenario: Scenario,
        steps: Vec<u32>,
    ) -> usize {
        let all = columns(&scenario.programme_keys, scenario.municipalities());
        let places = places(&all);
        let citizens = scenario.setup.citizens();
        self.design.towns.push(Town {
            setup: Arc::new(scenario.setup.clone()),
            seed: self.seed,
            replications: self.runs(citizens),
            steps,
            columns: places.iter().map(|place| all[*place].clone()).collect(),
            places,
        });
        self.design.arms.push(Variant { key, title, scenario });
        self.design.arms.len() - 1
    }

    /// Adds what a configuration is held against.
    pub(super) fn hold(&mut self, change: Change, is_paired: bool, look: Look, reference: Look) {
        let scenario = |look: Look| &self.design.arms[look.configuration].scenario;
        let expectations = between(scenario(look), scenario(reference));
        self.design.comparisons.push(Comparison {
            change,
            is_paired,
            expectations,
            look,
            reference,
            of_first: matches!(change, Change::Idle(_)),
        });
    }

    /// Notes that a configuration cannot be made.
    pub(super) fn leave_out(&mut self, change: Change, error: &ScenarioError) {
        let (title, reason) = (change.title(), reason(error));
        self.design.left_out.push(say!("Left out: {title}. {reason}"));
    }

    /// Makes the scenario at its sizes, each with its own runs, and holds them against the typical one.
    fn sizes(&mut self, replications: u32) {
        let own = self.usual.setup.citizens();
        let mut made: Vec<(usize, u32, Scenario)> = Vec::new();
        for (place, (times, divisor)) in SIZES.iter().enumerate() {
            let citizens = u64::from(own) * times / divisor;
            if citizens == u64::from(own) {
                made.push((place, own, self.usual.clone()));
            } else if (1..=CITIZENS_MOST).contains(&citizens) {
                let citizens = citizens as u32;
                match self.of_size(citizens) {
                    Ok(scenario) => made.push((place, citizens, scenario)),
                    Err(error) => self.leave_out(Change::Citizens(citizens), &error),
                }
            }
        }
        let smallest = made.first().map_or(own, |(_, citizens, _)| *citizens);
        self.citizens = f64::from(replications) * f64::from(smallest);
        let typical = made.iter().position(|(place, ..)| *place == TYPICAL);
        let typical = typical.unwrap_or(made.len() - 1);
        for (_, citizens, scenario) in made {
            let change = Change::Citizens(citizens);
            let last = scenario.setup.steps;
            let configuration = self.add((change.key(), change.title()), scenario, vec![last]);
            if citizens == own {
                self.design.usual = configuration;
            }
            self.design.sizes.push((citizens, configuration));
        }
        self.design.reference = self.design.sizes[typical].1;
        let reference = Look {
            configuration: self.design.reference,
            step: 0,
        };
        for (citizens, configuration) in self.design.sizes.clone() {
            let look = Look {
                configuration,
                step: 0,
            };
            if look != reference {
                self.hold(Change::Citizens(citizens), false, look, reference);
            }
        }
    }

    /// The scenario with another number of citizens. Neighbourhoods and units follow the town by themselves where nobody wrote
    /// them; those that are written grow with it.
    fn of_size(&self, citizens: u32) -> Result<Scenario, ScenarioError> {
        let mut changes = vec![("population.citizens", citizens.to_string())];
        let own = f64::from(self.usual.setup.citizens());
        for key in ["population.neighbourhoods", "organisation.units"] {
            let written = self.usual.settings.get(key);
            let written = written.filter(|setting| setting.origin != Origin::Register);
            if let Some(number) = written.and_then(|setting| setting.value.as_integer()) {
                let parts = f64::from(self.usual.municipalities());
                let grown = number as f64 * f64::from(citizens) / own;
                let shared = (grown / parts).round().max(1.0) * parts;
                changes.push((key, (shared as u64).to_string()));
            }
        }
        self.with(&changes)
    }
}

/// Refuses a scenario of observed people, or of programmes that name their neighbourhoods: there is no other size of it.
fn refuse_one_town(scenario: &Scenario) -> Result<(), InvarianceError> {
    let data = &scenario.data_sources;
    if data.citizens.is_some() || data.ties.is_some() {
        return Err(InvarianceError::OneTown(say!(
            "the citizens of {} are observed, so there is no larger or smaller town like it\n\
             hint: ask about a scenario whose citizens are drawn",
            scenario.name
        )));
    }
    let names = |programme: &&String| {
        let list = scenario
            .settings
            .get(&format!("programme.{programme}.neighbourhoods"));
        let list = list.and_then(|setting| setting.value.as_array());
        list.is_some_and(|list| !list.is_empty())
    };
    match scenario.programme_keys.iter().find(names) {
        Some(programme) => Err(InvarianceError::OneTown(say!(
            "`programme.{programme}.neighbourhoods` names neighbourhoods by number, which are another part of a larger town\n\
             hint: ask about a scenario whose programmes run everywhere"
        ))),
        None => Ok(()),
    }
}

/// What is kept of a row: the measures, the parts of those that are ratios, and the same of the first programme.
fn places(all: &[Column]) -> Vec<usize> {
    let is_asked = |column: &Column| {
        MEASURES.contains(&column.measure.key)
            && column.municipality.is_none()
            && column.programme.is_none_or(|programme| programme == 0)
    };
    let asked = (0..all.len()).filter(|place| is_asked(&all[*place]));
    let mut places: Vec<usize> = asked
        .flat_map(|place| parts_of(all, place).into_iter().chain([place]))
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// The columns that are kept of a scenario.
pub(super) fn columns_of(scenario: &Scenario) -> Vec<Column> {
    let all = columns(&scenario.programme_keys, scenario.municipalities());
    let places = places(&all);
    places.into_iter().map(|place| all[place].clone()).collect()
}
