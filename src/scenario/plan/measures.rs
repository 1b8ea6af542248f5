//! What is kept of a run, and what ends it.

use super::reader::Reader;
use super::{Condition, Measured, Reducer};
use crate::scenario::Scenario;
use crate::scenario::document::Table;
use crate::scenario::fault::{Finding, Place};
use crate::scenario::measure_names::{position, unknown};
use crate::scenario::time::so_many_years;
use crate::words::{given, say, words};

/// The measure a table names, with its position.
fn measure(
    reader: &mut Reader,
    table: &Table,
    place: Place,
    prefix: &str,
    scenario: &Scenario,
) -> Option<(String, usize)> {
    let key = table.text("key")?;
    let place = table.place_of("key", place);
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
pub(super) fn condition(table: &Table, (measure, position): (String, usize)) -> Option<Condition> {
    let above = table.number("above");
    Some(Condition {
        measure,
        position,
        above: above.is_some(),
        bound: above.or_else(|| table.number("below"))?,
    })
}

/// What is kept of a run.
pub(super) fn measures(reader: &mut Reader, root: &Table, scenario: &Scenario) -> Vec<Measured> {
    let mut measures: Vec<Measured> = Vec::new();
    for (place, table) in root.tables("measure") {
        let Some(measured) = measured(reader, table, place, scenario) else {
            continue;
        };
        if measures.iter().any(|other| other.name == measured.name) {
            let message = say!("`{}` is measured twice", measured.name);
            reader.fault(
                Finding::new(place, "measure", message)
                    .code("duplicate")
                    .label(words!("leave this one out").text()),
            );
        } else {
            measures.push(measured);
        }
    }
    measures
}

fn measured(reader: &mut Reader, table: &Table, place: Place, scenario: &Scenario) -> Option<Measured> {
    let (measure, position) = measure(reader, table, place, "measure.", scenario)?;
    let (name, reducer) = match table.text("reduce").as_deref() {
        Some("mean") => mean(&measure, window(reader, table, place, "measure.", scenario)?),
        Some("first") => {
            let condition = condition(table, (measure.clone(), position))?;
            let side = if condition.above { "above" } else { "below" };
            (
                format!("{measure}.first_{side}_{}", condition.bound),
                Reducer::First(condition),
            )
        }
        _ => (format!("{measure}.final"), Reducer::Final),
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
    prefix: &str,
    scenario: &Scenario,
) -> Option<Measured> {
    let (measure, position) = measure(reader, table, place, prefix, scenario)?;
    let (name, reducer) = match (table.text("reduce").as_deref(), table.row("years")) {
        (Some("mean"), None) => mean(&measure, (0.0, horizon(scenario))),
        (Some("mean"), Some(_)) => mean(&measure, window(reader, table, place, prefix, scenario)?),
        _ => (format!("{measure}.final"), Reducer::Final),
    };
    Some(Measured {
        name,
        measure,
        position,
        reducer,
    })
}

/// Where the values of a measure can lie, as it stands beside one that lies elsewhere.
pub(super) fn where_it_lies((low, high): (f64, f64)) -> String {
    let bounded = (low.is_finite(), high.is_finite());
    let (low, high) = (given(low), given(high));
    match bounded {
        (true, true) => say!("it lies between {low} and {high}"),
        (true, false) => say!("it is {low} or more"),
        _ => say!("it is {high} or less"),
    }
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
    let (from_year, to_year) = table.pair("years")?;
    let horizon = horizon(scenario);
    if from_year < 0.0 || to_year > horizon + 1e-9 {
        let place = table.place_of("years", place);
        let (from_year, to_year, horizon) = (given(from_year), given(to_year), so_many_years(horizon));
        let message = say!("the window {from_year} to {to_year} does not lie within the run");
        let label = say!("the run lasts from 0 to {horizon}");
        reader.fault(Finding::new(place, &format!("{prefix}years"), message).label(label));
        return None;
    }
    Some((from_year, to_year))
}

/// What ends a run.
pub(super) fn stops(reader: &mut Reader, root: &Table, scenario: &Scenario) -> Vec<Condition> {
    let mut stops = Vec::new();
    for (place, table) in root.tables("stop") {
        if let Some(measure) = measure(reader, table, place, "stop.", scenario) {
            stops.extend(condition(table, measure));
        }
    }
    stops
}
