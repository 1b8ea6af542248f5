//! What parameters are fitted to.

use super::Target;
use crate::scenario::Scenario;
use crate::scenario::document::{Content, Row, Table};
use crate::scenario::fault::{Finding, Place};
use crate::scenario::plan::measures::{horizon, known, mean, window};
use crate::scenario::plan::reader::{Reader, start};
use crate::scenario::plan::{MEASURED_MAX, Measured, Reducer};

const TARGET: [&str; 7] = [
    "measure",
    "month",
    "year",
    "years",
    "value",
    "tolerance",
    "source",
];

/// The figures of `[[targets]]`, each with the measure it is one of.
pub(super) fn targets(reader: &mut Reader, root: &Table, scenario: &Scenario) -> Vec<(Measured, Target)> {
    let tables = reader.tables(root, "targets");
    if tables.is_empty()
        && root
            .row("targets")
            .is_none_or(|row| matches!(row.item.content, Content::List(_)))
    {
        reader.missing(
            start(),
            "targets",
            "say what figures there are under [[targets]]: measure, value and tolerance",
        );
    }
    if let Some((place, _)) = tables.get(MEASURED_MAX) {
        let message = format!("{} targets are more than {MEASURED_MAX}", tables.len());
        reader.fault(Finding::new(*place, "targets", message).code("out-of-range"));
    }
    let mut targets: Vec<(Measured, Target)> = Vec::new();
    for (place, table) in tables {
        reader.know(table, "targets.", &TARGET);
        let measured = measured(reader, table, place, scenario);
        let limits = measured.as_ref().map(Measured::limits);
        let value = figure(reader, table, place, limits);
        let tolerance = tolerance(reader, table, place, limits);
        let source = reader.text(table, "targets.", "source").unwrap_or_default();
        let (Some(measured), Some(value), Some(tolerance)) = (measured, value, tolerance) else {
            continue;
        };
        if targets.iter().any(|(other, _)| other.name == measured.name) {
            let message = format!("`{}` is a target twice", measured.name);
            reader.fault(
                Finding::new(place, "targets", message)
                    .code("duplicate")
                    .label("leave this one out"),
            );
            continue;
        }
        targets.push((
            measured,
            Target {
                value,
                tolerance,
                source,
            },
        ));
    }
    targets
}

/// The measure of a target and when it is taken.
fn measured(reader: &mut Reader, table: &Table, place: Place, scenario: &Scenario) -> Option<Measured> {
    let Some(measure) = reader.text(table, "targets.", "measure") else {
        if table.row("measure").is_none() {
            let hint = "name a measure, such as participants_share";
            reader.missing(place, "targets.measure", hint);
        }
        return None;
    };
    let at = table.row("measure").map_or(place, |row| row.item.place);
    let position = known(reader, scenario, &measure, at, "targets.measure");
    let (name, reducer) = moment(reader, table, place, &measure, scenario)?;
    Some(Measured {
        name,
        measure,
        position: position?,
        reducer,
    })
}

/// `month`, `year` or `years`; the end of the run where there is none.
fn moment(
    reader: &mut Reader,
    table: &Table,
    place: Place,
    measure: &str,
    scenario: &Scenario,
) -> Option<(String, Reducer)> {
    let given: Vec<&Row> = ["month", "year", "years"]
        .iter()
        .filter_map(|name| table.row(name))
        .collect();
    let row = match given[..] {
        [] => return Some((format!("{measure}.final"), Reducer::Final)),
        [row] => row,
        [_, other, ..] => {
            let message = "a target has one of `month`, `year` and `years`";
            reader.fault(Finding::new(other.place, "targets.years", message).label("leave this one out"));
            return None;
        }
    };
    if row.name == "years" {
        return Some(mean(measure, window(reader, table, place, "targets.", scenario)?));
    }
    let number = reader.number(table, "targets.", &row.name)?;
    let (year, longest, unit) = if row.name == "month" {
        (number / 12.0, 12.0 * horizon(scenario), "months")
    } else {
        (number, horizon(scenario), "years")
    };
    if number < 0.0 || year > horizon(scenario) + 1e-9 {
        let message = format!("{} {number} does not lie within the run", row.name);
        let finding = Finding::new(row.item.place, &format!("targets.{}", row.name), message);
        reader.fault(finding.label(format!("the run lasts from 0 to {longest} {unit}")));
        return None;
    }
    let step_years = scenario.setup.step_years;
    let year = libm::round(year / step_years) * step_years;
    let reducer = Reducer::Mean {
        from_year: year,
        to_year: year,
    };
    Some((format!("{measure}.{}_{number}", row.name), reducer))
}

/// The figure itself, which the measure must be able to take.
fn figure(reader: &mut Reader, table: &Table, place: Place, limits: Option<(f64, f64)>) -> Option<f64> {
    let Some(row) = table.row("value") else {
        reader.missing(place, "targets.value", "say the figure, such as value = 0.056");
        return None;
    };
    let value = reader.number(table, "targets.", "value")?;
    let (low, high) = limits.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
    if (low..=high).contains(&value) {
        return Some(value);
    }
    let message = format!("this measure can never be {value}");
    let range = match (low.is_finite(), high.is_finite()) {
        (true, true) => format!("it lies between {low} and {high}"),
        (true, false) => format!("it is {low} or more"),
        _ => format!("it is {high} or less"),
    };
    let percent = high <= 1.0 && value > 1.0 && value <= 100.0;
    let hint = percent.then(|| format!("if {value} % is meant, write {}", value / 100.0));
    let finding = Finding::new(row.item.place, "targets.value", message);
    reader.fault(finding.label(range).hint(hint));
    None
}

fn tolerance(reader: &mut Reader, table: &Table, place: Place, limits: Option<(f64, f64)>) -> Option<f64> {
    let Some(row) = table.row("tolerance") else {
        let hint = "say how far off the figure may be, in its own unit, such as tolerance = 0.005";
        reader.missing(place, "targets.tolerance", hint);
        return None;
    };
    let tolerance = reader.number(table, "targets.", "tolerance")?;
    let range = limits.map_or(f64::MAX, |(low, high)| (high - low).min(f64::MAX));
    let message = if tolerance <= 0.0 {
        format!("a tolerance of {tolerance} can never be reached")
    } else if tolerance >= range {
        format!("with a tolerance of {tolerance} every figure would do")
    } else {
        return Some(tolerance);
    };
    let finding = Finding::new(row.item.place, "targets.tolerance", message);
    reader.fault(finding.label("a number above 0: how far off the figure may be"));
    None
}
