//! Reading the plan of a search, and all its faults.

use std::path::Path;

use crate::scenario::document::{Content, Table};
use crate::scenario::fault::{Finding, Place};
use crate::scenario::measure_names::position;
use crate::scenario::plan::factors::factors;
use crate::scenario::plan::measures::{condition, horizon, level, mean};
use crate::scenario::plan::reader::{Reader, start};
use crate::scenario::plan::reading::{SEED_MAX, name, refuse_factors, refuse_idle};
use crate::scenario::plan::{Factor, FactorValues, Measured, RUNS_MAX, Reducer};
use crate::scenario::value::did_you_mean;
use crate::scenario::{Base, Scenario};

use super::{Confirmation, Direction, FrontierPlan, Limit, Objective, RobustnessSettings, Search};

/// Most objectives: of five, nearly every design is on the front.
const OBJECTIVES_MAX: usize = 4;
/// Most limits.
const LIMITS_MAX: usize = 8;
/// Most designs of a search, all generations together.
const DESIGNS_MAX: u64 = 10_000;
/// Most kinds a figure tells apart by colour.
const COLOURS_MAX: usize = 6;

/// Keys and tables at the top of a plan.
pub(super) const TOP: [&str; 11] = [
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

/// Reads a whole plan, collecting its faults in the reader.
pub(super) fn read(
    reader: &mut Reader,
    path: &Path,
    root: &Table,
    base: Base,
    scenario: Scenario,
    settings: &[(String, String)],
) -> FrontierPlan {
    let factors = factors(reader, root, &base, false);
    refuse_factors(reader, &factors, settings);
    refuse_idle(reader, &factors, &scenario);
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
        let Some(direction) = direction(reader, table, place, &measured) else {
            continue;
        };
        if measures.iter().any(|other| other.name == measured.name) {
            let message = format!("`{}` is an objective twice", measured.name);
            reader.fault(
                Finding::new(place, "objective", message)
                    .code("duplicate")
                    .label("leave this one out"),
            );
            continue;
        }
        objectives.push(Objective {
            measure: kept(measures, measured),
            direction,
        });
    }
    objectives
}

fn direction(reader: &mut Reader, table: &Table, place: Place, measured: &Measured) -> Option<Direction> {
    const DIRECTIONS: [(&str, Direction); 3] = [
        ("higher", Direction::Higher),
        ("lower", Direction::Lower),
        ("zero", Direction::Zero),
    ];
    if table.row("better").is_some() {
        let choice = reader.choice(table, "objective.", "better", &DIRECTIONS.map(|(word, _)| word))?;
        return Some(DIRECTIONS[choice].1);
    }
    let direction = Direction::of(measured.definition());
    if direction.is_none() {
        let message = format!(
            "`{}` is neither good nor bad in itself, so `objective.better` is missing",
            measured.measure
        );
        let hint = "say better = \"higher\", \"lower\" or \"zero\"".to_owned();
        reader.fault(
            Finding::new(place, "objective.better", message)
                .code("missing-key")
                .hint(Some(hint)),
        );
    }
    direction
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
        ("outcome", last("outcome"), Direction::Higher),
        ("public_cost", mean("public_cost", whole()), Direction::Lower),
        ("outcome_gap", last("outcome_gap"), Direction::Zero),
    ];
    usual
        .into_iter()
        .map(|(measure, (name, reducer), direction)| Objective {
            measure: kept(
                measures,
                Measured {
                    name,
                    measure: measure.to_owned(),
                    position: position(scenario.parts(), measure).expect("the usual objectives are measures"),
                    reducer,
                },
            ),
            direction,
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
        reader.fault(Finding::new(*place, "limit", message).code("out-of-range"));
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
    let names = ["designs", "generations", "replications", "seed", "parameters"];
    let table = reader.section(root, "search", &names);
    let drawn = reader.choice(&table, "search.", "parameters", &["usual", "drawn"]) == Some(1);
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
        reader.fault(
            Finding::new(place, "search", message)
                .code("out-of-range")
                .label("fewer of one of them"),
        );
    }
    Search {
        designs: designs as usize,
        generations: generations as usize,
        replications: replications as u32,
        seed,
        drawn,
    }
}

fn confirmation(reader: &mut Reader, root: &Table) -> Confirmation {
    let table = reader.section(root, "confirm", &["designs", "replications"]);
    let mut count = |name: &str, bounds: (u64, u64), usual: u64| {
        reader.count(&table, "confirm.", name, bounds).unwrap_or(usual)
    };
    let designs = count("designs", (1, 100), 20);
    let replications = count("replications", (2, 1_000_000), 100);
    if designs * replications > RUNS_MAX {
        let place = root.row("confirm").map_or_else(start, |row| row.place);
        let message =
            format!("{designs} designs with {replications} replications are more than {RUNS_MAX} runs");
        reader.fault(Finding::new(place, "confirm", message).label("fewer of one of them"));
    }
    Confirmation {
        designs: designs as usize,
        replications: replications as u32,
    }
}

fn robustness(reader: &mut Reader, root: &Table) -> RobustnessSettings {
    let table = reader.section(root, "robustness", &["draws", "replications"]);
    let mut count = |name: &str, bounds: (u64, u64), usual: u64| {
        reader.count(&table, "robustness.", name, bounds).unwrap_or(usual)
    };
    RobustnessSettings {
        draws: count("draws", (0, 1_000), 50) as u32,
        replications: count("replications", (1, 100), 10) as u32,
    }
}
