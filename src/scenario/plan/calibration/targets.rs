//! What parameters are fitted to.

use super::Target;
use crate::scenario::Scenario;
use crate::scenario::document::Table;
use crate::scenario::fault::{Finding, Place};
use crate::scenario::plan::measures::{horizon, known, mean, window};
use crate::scenario::plan::reader::Reader;
use crate::scenario::plan::{Measured, Reducer};

/// The figures of `[[targets]]`, each with the measure it is one of.
pub(super) fn targets(reader: &mut Reader, root: &Table, scenario: &Scenario) -> Vec<(Measured, Target)> {
    let mut targets: Vec<(Measured, Target)> = Vec::new();
    for (place, table) in root.tables("targets") {
        let measured = measured(reader, table, place, scenario);
        let limits = measured.as_ref().map(Measured::limits);
        let value = figure(reader, table, limits);
        let tolerance = tolerance(reader, table, limits);
        let source = table.text("source").unwrap_or_default();
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
    let measure = table.text("measure")?;
    let at = table.place_of("measure", place);
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
    let Some(row) = ["month", "year", "years"].iter().find_map(|name| table.row(name)) else {
        return Some((format!("{measure}.final"), Reducer::Final));
    };
    if row.name == "years" {
        return Some(mean(measure, window(reader, table, place, "targets.", scenario)?));
    }
    let number = table.number(&row.name)?;
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
fn figure(reader: &mut Reader, table: &Table, limits: Option<(f64, f64)>) -> Option<f64> {
    let value = table.number("value")?;
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
    let finding = Finding::new(table.place_of("value", Place::START), "targets.value", message);
    reader.fault(finding.label(range).hint(hint));
    None
}

fn tolerance(reader: &mut Reader, table: &Table, limits: Option<(f64, f64)>) -> Option<f64> {
    let tolerance = table.number("tolerance")?;
    let range = limits.map_or(f64::MAX, |(low, high)| (high - low).min(f64::MAX));
    if tolerance < range {
        return Some(tolerance);
    }
    let message = format!("with a tolerance of {tolerance} every figure would do");
    let place = table.place_of("tolerance", Place::START);
    let finding = Finding::new(place, "targets.tolerance", message);
    reader.fault(finding.label("how far off the figure may be"));
    None
}
