//! What is kept of a run, and what ends it.

use super::reader::{Reader, start};
use super::{Condition, MEASURED_MAX, Measured, Reducer};
use crate::scenario::Scenario;
use crate::scenario::document::{Content, Table};
use crate::scenario::fault::{Finding, Place};
use crate::scenario::measure_names::{position, unknown};

/// The measure a table names, with its position.
fn measure(
    reader: &mut Reader,
    table: &Table,
    place: Place,
    prefix: &str,
    scenario: &Scenario,
) -> Option<(String, usize)> {
    let Some(key) = reader.text(table, prefix, "key") else {
        if table.row("key").is_none() {
            reader.missing(place, &format!("{prefix}key"), "name a measure, such as outcome");
        }
        return None;
    };
    let place = table.row("key").map_or(place, |row| row.item.place);
    let found = known(reader, scenario, &key, place, &format!("{prefix}key"));
    Some((key, found?))
}

/// Position of a measure in a row of the model; finds fault with one that there is not. `name` is where it is written.
pub(super) fn known(
    reader: &mut Reader,
    scenario: &Scenario,
    key: &str,
    place: Place,
    name: &str,
) -> Option<usize> {
    let found = position(scenario.parts(), key);
    if found.is_none() {
        reader.fault(unknown(scenario.parts(), key, place, name));
    }
    found
}

/// `above` or `below` of a table.
pub(super) fn condition(
    reader: &mut Reader,
    table: &Table,
    place: Place,
    prefix: &str,
    (measure, position): (String, usize),
) -> Option<Condition> {
    let (above, name) = match (table.row("above"), table.row("below")) {
        (Some(_), None) => (true, "above"),
        (None, Some(_)) => (false, "below"),
        _ => {
            let message = "a condition needs either `above` or `below`";
            reader.fault(
                Finding::new(place, &format!("{prefix}above"), message)
                    .code("missing-key")
                    .hint(Some("such as above = 0.5".to_owned())),
            );
            return None;
        }
    };
    let bound = reader.number(table, prefix, name)?;
    Some(Condition {
        measure,
        position,
        above,
        bound,
    })
}

/// What is kept of a run.
pub(super) fn measures(reader: &mut Reader, root: &Table, scenario: &Scenario) -> Vec<Measured> {
    let tables = reader.tables(root, "measure");
    if tables.is_empty()
        && root
            .row("measure")
            .is_none_or(|row| matches!(row.item.content, Content::List(_)))
    {
        reader.missing(
            start(),
            "measure",
            "say what is kept of a run under [[measure]], such as key = \"outcome\"",
        );
    }
    if let Some((place, _)) = tables.get(MEASURED_MAX) {
        let message = format!("{} measures are more than {MEASURED_MAX}", tables.len());
        reader.fault(Finding::new(*place, "measure", message).code("out-of-range"));
    }
    let mut measures: Vec<Measured> = Vec::new();
    for (place, table) in tables {
        let Some(measured) = measured(reader, table, place, scenario) else {
            continue;
        };
        if measures.iter().any(|other| other.name == measured.name) {
            let message = format!("`{}` is measured twice", measured.name);
            reader.fault(
                Finding::new(place, "measure", message)
                    .code("duplicate")
                    .label("leave this one out"),
            );
        } else {
            measures.push(measured);
        }
    }
    measures
}

fn measured(reader: &mut Reader, table: &Table, place: Place, scenario: &Scenario) -> Option<Measured> {
    let reduce = match table.row("reduce") {
        Some(_) => reader.choice(table, "measure.", "reduce", &["final", "mean", "first"])?,
        None => 0,
    };
    let known: &[&str] = match reduce {
        0 => &["key", "reduce"],
        1 => &["key", "reduce", "years"],
        _ => &["key", "reduce", "above", "below"],
    };
    reader.know(table, "measure.", known);
    let (measure, position) = measure(reader, table, place, "measure.", scenario)?;
    let (name, reducer) = match reduce {
        0 => (format!("{measure}.final"), Reducer::Final),
        1 => {
            if table.row("years").is_none() {
                reader.missing(
                    place,
                    "measure.years",
                    "say from which year to which, such as years = [4.0, 8.0]",
                );
                return None;
            }
            mean(&measure, window(reader, table, place, "measure.", scenario)?)
        }
        _ => {
            let condition = condition(reader, table, place, "measure.", (measure.clone(), position))?;
            let side = if condition.above { "above" } else { "below" };
            (
                format!("{measure}.first_{side}_{}", condition.bound),
                Reducer::First(condition),
            )
        }
    };
    Some(Measured {
        name,
        measure,
        position,
        reducer,
    })
}

/// A measure as its end or its mean, in a table with further keys of its own; the mean is one over the whole run where
/// no years are given.
pub(super) fn level(
    reader: &mut Reader,
    table: &Table,
    place: Place,
    (prefix, own): (&str, &[&str]),
    scenario: &Scenario,
) -> Option<Measured> {
    let reduce = match table.row("reduce") {
        Some(_) => reader.choice(table, prefix, "reduce", &["final", "mean"])?,
        None => 0,
    };
    let mut known = vec!["key", "reduce"];
    if reduce == 1 {
        known.push("years");
    }
    known.extend(own);
    reader.know(table, prefix, &known);
    let (measure, position) = measure(reader, table, place, prefix, scenario)?;
    let (name, reducer) = match (reduce, table.row("years")) {
        (0, _) => (format!("{measure}.final"), Reducer::Final),
        (_, None) => mean(&measure, (0.0, horizon(scenario))),
        (_, Some(_)) => mean(&measure, window(reader, table, place, prefix, scenario)?),
    };
    Some(Measured {
        name,
        measure,
        position,
        reducer,
    })
}

/// Name and reducer of a mean over a window.
pub(super) fn mean(measure: &str, (from_year, to_year): (f64, f64)) -> (String, Reducer) {
    (
        format!("{measure}.mean_{from_year}_{to_year}"),
        Reducer::Mean { from_year, to_year },
    )
}

/// How long a run lasts, in years.
pub(super) fn horizon(scenario: &Scenario) -> f64 {
    f64::from(scenario.setup.steps) * scenario.setup.step_years
}

/// `years` of a table: a window within the run.
pub(super) fn window(
    reader: &mut Reader,
    table: &Table,
    place: Place,
    prefix: &str,
    scenario: &Scenario,
) -> Option<(f64, f64)> {
    let (from_year, to_year) = reader.pair(table, prefix, "years")?;
    let horizon = horizon(scenario);
    if from_year < 0.0 || to_year > horizon + 1e-9 {
        let place = table.row("years").map_or(place, |row| row.item.place);
        let message = format!("the window {from_year} to {to_year} does not lie within the run");
        reader.fault(
            Finding::new(place, &format!("{prefix}years"), message)
                .label(format!("the run lasts from 0 to {horizon} years")),
        );
        return None;
    }
    Some((from_year, to_year))
}

/// What ends a run.
pub(super) fn stops(reader: &mut Reader, root: &Table, scenario: &Scenario) -> Vec<Condition> {
    let mut stops = Vec::new();
    for (place, table) in reader.tables(root, "stop") {
        reader.know(table, "stop.", &["key", "above", "below"]);
        if let Some(measure) = measure(reader, table, place, "stop.", scenario) {
            stops.extend(condition(reader, table, place, "stop.", measure));
        }
    }
    stops
}
