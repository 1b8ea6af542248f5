//! The plan of a search for a front: what a design may choose, what is good, what is allowed, how hard to look.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::factors::factors;
use super::measures::{condition, horizon, level, mean, position};
use super::reader::{Reader, start};
use super::reading::{SEED_MAX, base, name, open, refuse_factors};
use super::{Factor, FactorValues, Measured, RUNS_MAX, Reducer};
use crate::model::measures::{Better, Measure, Theme};
use crate::scenario::document::{Content, Table};
use crate::scenario::fault::{Finding, Place, ScenarioError};
use crate::scenario::value::did_you_mean;
use crate::scenario::{Base, Scenario};

/// Most objectives: of five, nearly every design is on the front.
const OBJECTIVES_MAX: usize = 4;
/// Most limits.
const LIMITS_MAX: usize = 8;
/// Most designs of a search, all generations together.
const DESIGNS_MAX: u64 = 10_000;
/// Most kinds a figure tells apart by colour.
const COLOURS_MAX: usize = 6;

const TOP: [&str; 11] = [
    "title",
    "story",
    "scenario",
    "seed",
    "colour",
    "factor",
    "objective",
    "limit",
    "search",
    "confirm",
    "robustness",
];

/// A checked plan of a search for the designs that no other beats.
#[derive(Clone, Debug)]
pub struct FrontierPlan {
    /// Short name: the file's name without `.toml`.
    pub name: String,
    /// Title in reports (`title = "…"`).
    pub title: String,
    /// What it is about (`story = "…"`).
    pub story: String,
    /// The file it came from.
    pub path: PathBuf,
    /// The text of the base scenario, which designs are made of.
    pub base: Base,
    /// Settings from the command line, laid over the base scenario.
    pub settings: Vec<(String, String)>,
    /// The base scenario itself, with those settings: the baseline, whose need all designs face.
    pub scenario: Scenario,
    /// What a design chooses.
    pub factors: Vec<Factor>,
    /// The factor whose levels have colours in the figure.
    pub colour: Option<usize>,
    /// What is kept of a run, for objectives and limits.
    pub measures: Vec<Measured>,
    /// What is good.
    pub objectives: Vec<Objective>,
    /// What is allowed.
    pub limits: Vec<Limit>,
    /// Seed of the runs of the search; those that confirm it have another.
    pub seed: u64,
    /// How hard to look.
    pub search: Search,
    /// How the front is run again.
    pub confirmation: Confirmation,
    /// How the front is tried over the parameter space.
    pub robustness: Robustness,
}

/// Which way an objective is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Nearer to zero is better.
    Zero,
}

impl Aim {
    /// A number that is smaller the better the value is.
    #[must_use]
    pub fn loss(self, value: f64) -> f64 {
        match self {
            Self::Higher => -value,
            Self::Lower => value,
            Self::Zero => value.abs(),
        }
    }

    /// What is better, in a word or two.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Higher => "higher is better",
            Self::Lower => "lower is better",
            Self::Zero => "nearer to zero is better",
        }
    }

    fn of(measure: &Measure) -> Option<Self> {
        match measure.better() {
            Some(Better::Higher) => Some(Self::Higher),
            Some(Better::Lower) => Some(Self::Lower),
            // A gap between groups, whichever is ahead.
            None if measure.theme == Theme::Equity && measure.minimum < 0.0 => Some(Self::Zero),
            None => None,
        }
    }
}

/// Something to be good at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Objective {
    /// Position in the measures of the plan.
    pub measure: usize,
    /// Which way is better.
    pub aim: Aim,
}

/// Something to keep to: the mean of a measure above or below a bound, the bound included.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Limit {
    /// Position in the measures of the plan.
    pub measure: usize,
    /// Whether it must lie above the bound, or else below.
    pub above: bool,
    /// The bound.
    pub bound: f64,
}

impl Limit {
    /// How far a value lies beyond the bound, relative to its size; 0 within.
    #[must_use]
    pub fn excess(&self, value: f64) -> f64 {
        let beyond = if self.above {
            self.bound - value
        } else {
            value - self.bound
        };
        let size = if self.bound == 0.0 { 1.0 } else { self.bound.abs() };
        // Not `max`, which would make a missing value a good one.
        if beyond <= 0.0 { 0.0 } else { beyond / size }
    }
}

/// How hard to look: `[search]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Search {
    /// Designs per generation.
    pub designs: usize,
    /// Generations after the first.
    pub generations: usize,
    /// Replications of each design.
    pub replications: u32,
    /// Seed of the search's own draws.
    pub seed: u64,
}

/// How the front is run again: `[confirm]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Confirmation {
    /// At most so many designs of the front, spread over it.
    pub designs: usize,
    /// Replications of each.
    pub replications: u32,
}

/// How the front is tried over the parameter space: `[robustness]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Robustness {
    /// Draws of the parameters.
    pub draws: u32,
    /// Replications of each design under a draw.
    pub replications: u32,
}

impl FrontierPlan {
    /// Reads and checks a plan with its base scenario, over which `settings` (`--set`) are laid.
    ///
    /// # Errors
    /// Every fault of the plan and of the scenario, each with its place.
    pub fn load(path: &Path, settings: &[(String, String)]) -> Result<Self, ScenarioError> {
        let (mut reader, root) = open(path, "scenarios/plans/suitcases_on_a_budget.toml")?;
        reader.know(&root, "", &TOP);
        let (base, scenario) = base(&mut reader, path, &root, settings)?;
        let plan = read(&mut reader, path, &root, base, scenario, settings);
        if reader.findings.is_empty() {
            Ok(plan)
        } else {
            Err(reader.sources.faults(reader.findings))
        }
    }

    /// The objective that a measure is, if it is one.
    #[must_use]
    pub fn aim_of(&self, measure: usize) -> Option<Aim> {
        let objective = self
            .objectives
            .iter()
            .find(|objective| objective.measure == measure);
        objective.map(|objective| objective.aim)
    }
}

fn read(
    reader: &mut Reader,
    path: &Path,
    root: &Table,
    base: Base,
    scenario: Scenario,
    settings: &[(String, String)],
) -> FrontierPlan {
    let factors = factors(reader, root, &base, false);
    refuse_factors(reader, &factors, settings);
    let colour = colour(reader, root, &factors);
    let mut measures = Vec::new();
    let objectives = objectives(reader, root, &scenario, &mut measures);
    let limits = limits(reader, root, &scenario, &mut measures);
    let name = name(path);
    FrontierPlan {
        title: reader.text(root, "", "title").unwrap_or_else(|| name.clone()),
        story: reader.text(root, "", "story").unwrap_or_default(),
        seed: reader
            .count(root, "", "seed", (0, SEED_MAX))
            .unwrap_or(scenario.seed),
        search: search(reader, root),
        confirmation: confirmation(reader, root),
        robustness: robustness(reader, root),
        name,
        path: path.to_owned(),
        base,
        settings: settings.to_vec(),
        scenario,
        factors,
        colour,
        measures,
        objectives,
        limits,
    }
}

/// The factor that has colours: the one that is named, or the relation, or the first that is a choice.
fn colour(reader: &mut Reader, root: &Table, factors: &[Factor]) -> Option<usize> {
    let kinds = |factor: &Factor| match &factor.values {
        FactorValues::Levels(levels) => levels.len(),
        FactorValues::Range { .. } | FactorValues::Listed => usize::MAX,
    };
    let can = |factor: &Factor| (2..=COLOURS_MAX).contains(&kinds(factor));
    let Some(key) = reader.text(root, "", "colour") else {
        let relation = |factor: &Factor| factor.key.ends_with(".relation") && can(factor);
        return factors
            .iter()
            .position(relation)
            .or_else(|| factors.iter().position(can));
    };
    let found = factors.iter().position(|factor| factor.key == key);
    let place = root.row("colour").map_or_else(start, |row| row.item.place);
    match found {
        None => {
            let keys = factors.iter().map(|factor| factor.key.as_str());
            let message = format!("`{key}` is no factor of this plan, so it cannot give the colours");
            reader.fault(Finding::new(place, "colour", message).hint(did_you_mean(&key, keys)));
        }
        Some(index) if !can(&factors[index]) => {
            let message = format!("`{key}` cannot give the colours");
            let hint = format!("name a factor with 2 to {COLOURS_MAX} levels");
            reader.fault(Finding::new(place, "colour", message).hint(Some(hint)));
        }
        Some(_) => {}
    }
    found
}

/// The position of what is kept of a run; added where it is new.
fn kept(measures: &mut Vec<Measured>, measured: Measured) -> usize {
    let found = measures.iter().position(|other| other.name == measured.name);
    found.unwrap_or_else(|| {
        measures.push(measured);
        measures.len() - 1
    })
}

fn objectives(
    reader: &mut Reader,
    root: &Table,
    scenario: &Scenario,
    measures: &mut Vec<Measured>,
) -> Vec<Objective> {
    let Some(row) = root.row("objective") else {
        return usual_objectives(scenario, measures);
    };
    let tables = reader.tables(root, "objective");
    let is_list = matches!(row.item.content, Content::List(_));
    if is_list && !(2..=OBJECTIVES_MAX).contains(&tables.len()) {
        let message = format!(
            "a front has 2 to {OBJECTIVES_MAX} objectives, not {}",
            tables.len()
        );
        let hint = "leave out [[objective]] for outcome, cost and equity".to_owned();
        reader.fault(Finding::new(row.place, "objective", message).hint(Some(hint)));
    }
    let mut objectives: Vec<Objective> = Vec::new();
    for (place, table) in tables {
        let Some(measured) = level(reader, table, place, ("objective.", &["better"]), scenario) else {
            continue;
        };
        let Some(aim) = aim(reader, table, place, &measured) else {
            continue;
        };
        if measures.iter().any(|other| other.name == measured.name) {
            let message = format!("`{}` is an objective twice", measured.name);
            reader.fault(Finding::new(place, "objective", message).label("leave this one out"));
            continue;
        }
        objectives.push(Objective {
            measure: kept(measures, measured),
            aim,
        });
    }
    objectives
}

fn aim(reader: &mut Reader, table: &Table, place: Place, measured: &Measured) -> Option<Aim> {
    const AIMS: [(&str, Aim); 3] = [
        ("higher", Aim::Higher),
        ("lower", Aim::Lower),
        ("zero", Aim::Zero),
    ];
    if table.row("better").is_some() {
        let choice = reader.choice(table, "objective.", "better", &AIMS.map(|(word, _)| word))?;
        return Some(AIMS[choice].1);
    }
    let aim = Aim::of(measured.definition());
    if aim.is_none() {
        let message = format!(
            "`{}` is neither good nor bad in itself, so `objective.better` is missing",
            measured.measure
        );
        let hint = "say better = \"higher\", \"lower\" or \"zero\"".to_owned();
        reader.fault(Finding::new(place, "objective.better", message).hint(Some(hint)));
    }
    aim
}

/// Outcome at the end, public cost over the whole run, and the gap of outcome at the end.
///
/// The outcome is a stock that lags, so its end counts; cost is a flow with a set-up at the start, so all of it counts.
/// The gap is that of outcome, not of participation: a programme in which nobody takes part has no gap of
/// participation, and no other design could beat it in that.
fn usual_objectives(scenario: &Scenario, measures: &mut Vec<Measured>) -> Vec<Objective> {
    let whole = || (0.0, horizon(scenario));
    let last = |measure: &str| (format!("{measure}.final"), Reducer::Final);
    let usual = [
        ("outcome", last("outcome"), Aim::Higher),
        ("public_cost", mean("public_cost", whole()), Aim::Lower),
        ("outcome_gap", last("outcome_gap"), Aim::Zero),
    ];
    usual
        .into_iter()
        .map(|(measure, (name, reducer), aim)| Objective {
            measure: kept(
                measures,
                Measured {
                    name,
                    measure: measure.to_owned(),
                    position: position(scenario, measure).expect("the usual objectives are measures"),
                    reducer,
                },
            ),
            aim,
        })
        .collect()
}

fn limits(
    reader: &mut Reader,
    root: &Table,
    scenario: &Scenario,
    measures: &mut Vec<Measured>,
) -> Vec<Limit> {
    let tables = reader.tables(root, "limit");
    if let Some((place, _)) = tables.get(LIMITS_MAX) {
        let message = format!("{} limits are more than {LIMITS_MAX}", tables.len());
        reader.fault(Finding::new(*place, "limit", message));
    }
    let mut limits = Vec::new();
    for (place, table) in tables {
        let Some(measured) = level(reader, table, place, ("limit.", &["above", "below"]), scenario) else {
            continue;
        };
        let named = (measured.measure.clone(), measured.position);
        let Some(bound) = condition(reader, table, place, "limit.", named) else {
            continue;
        };
        let (above, bound) = (bound.above, bound.bound);
        let (low, high) = measured.limits();
        if above && bound > high || !above && bound < low {
            let side = if above { "above" } else { "below" };
            let message = format!("`{}` can never lie {side} {bound}", measured.measure);
            let place = table.row(side).map_or(place, |row| row.item.place);
            let range = match (low.is_finite(), high.is_finite()) {
                (true, true) => format!("it lies between {low} and {high}"),
                (true, false) => format!("it is {low} or more"),
                _ => format!("it is {high} or less"),
            };
            reader.fault(Finding::new(place, &format!("limit.{side}"), message).label(range));
            continue;
        }
        limits.push(Limit {
            measure: kept(measures, measured),
            above,
            bound,
        });
    }
    limits
}

fn search(reader: &mut Reader, root: &Table) -> Search {
    let names = ["designs", "generations", "replications", "seed"];
    let table = reader.section(root, "search", &names);
    let mut count = |name: &str, bounds: (u64, u64), usual: u64| {
        reader.count(&table, "search.", name, bounds).unwrap_or(usual)
    };
    let designs = count("designs", (4, 1_000), 40);
    let generations = count("generations", (0, 1_000), 15);
    let replications = count("replications", (1, 10_000), 10);
    let seed = count("seed", (0, SEED_MAX), 1);
    let all = designs * (generations + 1);
    let place = root.row("search").map_or_else(start, |row| row.place);
    if all > DESIGNS_MAX {
        let message =
            format!("{designs} designs in {generations} generations are {all}, more than {DESIGNS_MAX}");
        reader.fault(Finding::new(place, "search", message).label("fewer of one of them"));
    } else if all * replications > RUNS_MAX {
        let message = format!("{all} designs with {replications} replications are more than {RUNS_MAX} runs");
        reader.fault(Finding::new(place, "search", message).label("fewer of one of them"));
    }
    Search {
        designs: designs as usize,
        generations: generations as usize,
        replications: replications as u32,
        seed,
    }
}

fn confirmation(reader: &mut Reader, root: &Table) -> Confirmation {
    let table = reader.section(root, "confirm", &["designs", "replications"]);
    let mut count = |name: &str, bounds: (u64, u64), usual: u64| {
        reader.count(&table, "confirm.", name, bounds).unwrap_or(usual)
    };
    Confirmation {
        designs: count("designs", (1, 100), 20) as usize,
        replications: count("replications", (2, 1_000_000), 100) as u32,
    }
}

fn robustness(reader: &mut Reader, root: &Table) -> Robustness {
    let table = reader.section(root, "robustness", &["draws", "replications"]);
    let mut count = |name: &str, bounds: (u64, u64), usual: u64| {
        reader.count(&table, "robustness.", name, bounds).unwrap_or(usual)
    };
    Robustness {
        draws: count("draws", (0, 1_000), 50) as u32,
        replications: count("replications", (1, 100), 10) as u32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCENARIO: &str =
        "[simulation]\nhorizon_years = 2.0\n[population]\ncitizens = 100\n[programme.parks]\n";

    fn load(text: &str, settings: &[(String, String)]) -> Result<FrontierPlan, String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("parks.toml"), SCENARIO).unwrap();
        std::fs::write(folder.path().join("plan.toml"), text).unwrap();
        let prefix = format!("{}/", folder.path().display());
        FrontierPlan::load(&folder.path().join("plan.toml"), settings)
            .map_err(|error| error.to_string().replace(&prefix, ""))
    }

    const FACTORS: &str = "
scenario = 'parks.toml'
[[factor]]
key = 'programme.parks.reward'
levels = ['none', 'recognition']
[[factor]]
key = 'programme.parks.relation'
levels = ['supplementary', 'substitutive']
[[factor]]
key = 'programme.parks.ease'
range = [0.1, 0.9]
";

    #[test]
    fn without_objectives_a_front_is_of_outcome_cost_and_equity() {
        let plan = load(FACTORS, &[]).unwrap();
        let names: Vec<&str> = plan
            .measures
            .iter()
            .map(|measured| measured.name.as_str())
            .collect();
        assert_eq!(
            names,
            ["outcome.final", "public_cost.mean_0_2", "outcome_gap.final"]
        );
        let aims: Vec<Aim> = plan.objectives.iter().map(|objective| objective.aim).collect();
        assert_eq!(aims, [Aim::Higher, Aim::Lower, Aim::Zero]);
        assert_eq!(plan.colour, Some(1), "the relation has the colours");
        assert_eq!((plan.search.designs, plan.confirmation.replications), (40, 100));
    }

    #[test]
    fn objectives_and_limits_share_what_is_measured() {
        let text = format!(
            "colour = 'programme.parks.reward'{FACTORS}[[objective]]\nkey = 'parks.outcome'\n[[objective]]\n\
             key = 'output'\nbetter = 'lower'\nreduce = 'mean'\nyears = [1, 2]\n[[limit]]\nkey = 'parks.outcome'\n\
             above = 0.2\n[[limit]]\nkey = 'incidents'\nbelow = 0\n"
        );
        let plan = load(&text, &[]).unwrap();
        assert_eq!((plan.measures.len(), plan.colour), (3, Some(0)));
        assert_eq!(plan.limits[0].measure, plan.objectives[0].measure);
        assert_eq!(plan.aim_of(2), None);
        let [least, none] = [plan.limits[0], plan.limits[1]];
        assert!((least.excess(0.1) - 0.5).abs() < 1e-12 && least.excess(0.2) == 0.0);
        assert!((none.excess(3.0) - 3.0).abs() < 1e-12 && none.excess(f64::NAN).is_nan());
    }

    const FAULTY: &str = "
scenario = 'parks.toml'
replications = 4
colour = 'programme.parks.relatoin'
[[factor]]
key = 'programme.parks.relation'
levels = []
[[factor]]
key = 'programme.parks.ease'
range = [0.9, 0.1]
[[objective]]
key = 'outcom'
[[objective]]
key = 'output'
[[objective]]
key = 'outcome'
reduce = 'first'
[[limit]]
key = 'public_cost'
below = -1.0
[search]
designs = 2
[confirm]
replications = 1
";

    #[test]
    fn all_faults_come_at_once_each_with_its_place() {
        insta::assert_snapshot!(load(FAULTY, &[]).unwrap_err(), @r#"
        error: a plan has no key `replications`
         --> plan.toml:3:1
          |
        3 | replications = 4
          | ^^^^^^^^^^^^ unknown key
          |
          = hint: the keys here are title, story, scenario, seed, colour, factor, objective, limit, search, confirm, robustness

        error: `programme.parks.relatoin` is no factor of this plan, so it cannot give the colours
         --> plan.toml:4:10
          |
        4 | colour = 'programme.parks.relatoin'
          |          ^^^^^^^^^^^^^^^^^^^^^^^^^^

        error: `programme.parks.relation` has no levels
         --> plan.toml:7:10
          |
        7 | levels = []
          |          ^^ at least one value

        error: `factor.range` is impossible: 0.9 to 0.1
          --> plan.toml:10:9
           |
        10 | range = [0.9, 0.1]
           |         ^^^^^^^^^^ the first number must lie below the second

        error: there is no measure `outcom`
          --> plan.toml:12:7
           |
        12 | key = 'outcom'
           |       ^^^^^^^^ unknown measure
           |
           = hint: did you mean `outcome`?

        error: `output` is neither good nor bad in itself, so `objective.better` is missing
          --> plan.toml:13:1
           |
        13 | [[objective]]
           | ^^^^^^^^^^^^^
           |
           = hint: say better = "higher", "lower" or "zero"

        error: `objective.reduce` cannot be the text `first`
          --> plan.toml:17:10
           |
        17 | reduce = 'first'
           |          ^^^^^^^ expected one of final, mean

        error: `public_cost` can never lie below -1
          --> plan.toml:20:9
           |
        20 | below = -1.0
           |         ^^^^ it is 0 or more

        error: `search.designs` cannot be the number 2
          --> plan.toml:22:11
           |
        22 | designs = 2
           |           ^ expected a whole number from 4 to 1000

        error: `confirm.replications` cannot be the number 1
          --> plan.toml:24:16
           |
        24 | replications = 1
           |                ^ expected a whole number from 2 to 1000000

        10 faults
        "#);
    }

    #[test]
    fn a_front_needs_a_choice_and_two_objectives() {
        let text = "scenario = 'parks.toml'\n[[objective]]\nkey = 'outcome'\n";
        insta::assert_snapshot!(load(text, &[]).unwrap_err(), @"
        error: `factor` is missing
         --> plan.toml:1:1
          |
        1 | scenario = 'parks.toml'
          | ^
          |
          = hint: say what varies under [[factor]]: a key with levels or a range

        error: a front has 2 to 4 objectives, not 1
         --> plan.toml:2:3
          |
        2 | [[objective]]
          |   ^^^^^^^^^
          |
          = hint: leave out [[objective]] for outcome, cost and equity

        2 faults
        ");
        let set = [("programme.parks.ease".to_owned(), "0.5".to_owned())];
        assert!(
            load(FACTORS, &set)
                .unwrap_err()
                .contains("is a factor of the plan")
        );
    }
}
