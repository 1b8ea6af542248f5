//! Reading the plan of a search, and all its faults.

use std::path::Path;

use crate::scenario::document::Table;
use crate::scenario::fault::{Finding, Place};
use crate::scenario::measure_names::position;
use crate::scenario::plan::factors::factors;
use crate::scenario::plan::measures::{condition, horizon, level, mean, where_it_lies};
use crate::scenario::plan::reader::Reader;
use crate::scenario::plan::reading::{name, refuse_factors, refuse_idle};
use crate::scenario::plan::{Factor, FactorValues, Measured, RUNS_MAX, Reducer};
use crate::scenario::value::did_you_mean;
use crate::scenario::{Base, Scenario};
use crate::words::{given, say, words};

use super::shape::PARAMETERS;
use super::{
    Confirmation, DIRECTIONS, Direction, FrontierPlan, Limit, Objective, RobustnessSettings, Search,
};

/// Most designs of a search, all generations together.
const DESIGNS_MAX: u64 = 10_000;
/// Most kinds a figure tells apart by colour.
const COLOURS_MAX: usize = 6;

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
        title: root.said("title").unwrap_or_else(|| name.clone()),
        story: root.said("story").unwrap_or_default(),
        seed: root.count("seed").unwrap_or(scenario.seed),
        search: search(reader, root),
        confirmation: confirmation(reader, root),
        robustness: robustness(root),
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
    let Some(key) = root.text("colour") else {
        let relation = |factor: &Factor| factor.key.ends_with(".relation") && can(factor);
        return factors
            .iter()
            .position(relation)
            .or_else(|| factors.iter().position(can));
    };
    let found = factors.iter().position(|factor| factor.key == key);
    let place = root.place_of("colour", Place::START);
    match found {
        None => {
            let keys = factors.iter().map(|factor| factor.key.as_str());
            let message = say!("`{key}` is no factor of this plan, so it cannot give the colours");
            reader.fault(Finding::new(place, "colour", message).hint(did_you_mean(&key, keys)));
        }
        Some(index) if !can(&factors[index]) => {
            let message = say!("`{key}` cannot give the colours");
            let hint = say!("name a factor with 2 to {COLOURS_MAX} levels");
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
    if root.row("objective").is_none() {
        return usual_objectives(scenario, measures);
    }
    let mut objectives: Vec<Objective> = Vec::new();
    for (place, table) in root.tables("objective") {
        let Some(measured) = level(reader, table, place, "objective.", scenario) else {
            continue;
        };
        let Some(direction) = direction(reader, table, place, &measured) else {
            continue;
        };
        if measures.iter().any(|other| other.name == measured.name) {
            let message = say!("`{}` is an objective twice", measured.name);
            reader.fault(
                Finding::new(place, "objective", message)
                    .code("duplicate")
                    .label(words!("leave this one out").text()),
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
    if let Some(direction) = table.choice("better", &DIRECTIONS) {
        return Some(direction);
    }
    let direction = Direction::of(measured.definition());
    if direction.is_none() {
        let message = say!(
            "`{}` is neither good nor bad in itself, so `objective.better` is missing",
            measured.measure
        );
        let hint = say!("say better = \"higher\", \"lower\" or \"zero\"");
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
    let mut limits = Vec::new();
    for (place, table) in root.tables("limit") {
        let Some(measured) = level(reader, table, place, "limit.", scenario) else {
            continue;
        };
        let named = (measured.measure.clone(), measured.position);
        let Some(bound) = condition(table, named) else {
            continue;
        };
        let (above, bound) = (bound.above, bound.bound);
        let (low, high) = measured.limits();
        if above && bound > high || !above && bound < low {
            let (measure, bound) = (&measured.measure, given(bound));
            let (side, message) = if above {
                ("above", say!("`{measure}` can never lie above {bound}"))
            } else {
                ("below", say!("`{measure}` can never lie below {bound}"))
            };
            let finding = Finding::new(table.place_of(side, place), &format!("limit.{side}"), message);
            reader.fault(finding.label(where_it_lies((low, high))));
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

/// What a table under a heading says of a number, or else the usual one.
fn count(root: &Table, heading: &str, name: &str, usual: u64) -> u64 {
    let table = root.table(heading);
    table.and_then(|table| table.count(name)).unwrap_or(usual)
}

/// Finds fault with more runs than there may be.
fn refuse_many(reader: &mut Reader, root: &Table, heading: &str, designs: u64, replications: u64) {
    if designs * replications > RUNS_MAX {
        let place = root.row(heading).map_or(Place::START, |row| row.place);
        let message = match replications {
            1 => say!("{designs} designs with 1 replication are more than {RUNS_MAX} runs"),
            _ => say!("{designs} designs with {replications} replications are more than {RUNS_MAX} runs"),
        };
        reader.fault(
            Finding::new(place, heading, message)
                .code("out-of-range")
                .label(words!("fewer of one of them").text()),
        );
    }
}

fn search(reader: &mut Reader, root: &Table) -> Search {
    let count = |name: &str, usual: u64| count(root, "search", name, usual);
    let designs = count("designs", 40);
    let generations = count("generations", 15);
    let replications = count("replications", 10);
    let all = designs * (generations + 1);
    if all > DESIGNS_MAX {
        let place = root.row("search").map_or(Place::START, |row| row.place);
        let message = match generations {
            1 => say!("{designs} designs in 1 generation are {all}, more than {DESIGNS_MAX}"),
            _ => say!("{designs} designs in {generations} generations are {all}, more than {DESIGNS_MAX}"),
        };
        let label = words!("fewer of one of them").text();
        reader.fault(Finding::new(place, "search", message).label(label));
    } else {
        refuse_many(reader, root, "search", all, replications);
    }
    Search {
        designs: designs as usize,
        generations: generations as usize,
        replications: replications as u32,
        seed: count("seed", 1),
        drawn: root
            .table("search")
            .and_then(|table| table.text("parameters"))
            .is_some_and(|parameters| parameters == PARAMETERS[1]),
    }
}

fn confirmation(reader: &mut Reader, root: &Table) -> Confirmation {
    let designs = count(root, "confirm", "designs", 20);
    let replications = count(root, "confirm", "replications", 100);
    refuse_many(reader, root, "confirm", designs, replications);
    Confirmation {
        designs: designs as usize,
        replications: replications as u32,
    }
}

fn robustness(root: &Table) -> RobustnessSettings {
    RobustnessSettings {
        draws: count(root, "robustness", "draws", 50) as u32,
        replications: count(root, "robustness", "replications", 10) as u32,
    }
}
