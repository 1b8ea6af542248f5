//! What parameters are fitted to.

use super::Target;
use crate::scenario::Scenario;
use crate::scenario::document::Table;
use crate::scenario::fault::{Finding, Place};
use crate::scenario::plan::measures::{horizon, known, mean, where_it_lies, window};
use crate::scenario::plan::reader::Reader;
use crate::scenario::plan::{Measured, Reducer};
use crate::scenario::time::{so_many_months, so_many_years};
use crate::words::{given, say, words};

/// The figures of `[[targets]]`, each with the measure it is one of.
pub(super) fn targets(reader: &mut Reader, root: &Table, scenario: &Scenario) -> Vec<(Measured, Target)> {
    let mut targets: Vec<(Measured, Target)> = Vec::new();
    for (place, table) in root.tables("targets") {
        let measured = measured(reader, table, place, scenario);
        let limits = measured.as_ref().map(Measured::limits);
        let value = figure(reader, table, limits);
        let error = error(reader, table, limits);
        let source = table.text("source").unwrap_or_default();
        let (Some(measured), Some(value), Some((tolerance, is_standard_error))) = (measured, value, error)
        else {
            continue;
        };
        if targets.iter().any(|(other, _)| other.name == measured.name) {
            let message = say!("`{}` is a target twice", measured.name);
            reader.fault(
                Finding::new(place, "targets", message)
                    .code("duplicate")
                    .label(words!("leave this one out").text()),
            );
            continue;
        }
        targets.push((
            measured,
            Target {
                value,
                tolerance,
                is_standard_error,
                source,
            },
        ));
    }
    targets
}

/// The measure of a target and when it is taken.
pub(in crate::scenario::plan) fn measured(
    reader: &mut Reader,
    table: &Table,
    place: Place,
    scenario: &Scenario,
) -> Option<Measured> {
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
    let in_months = row.name == "month";
    let year = if in_months { number / 12.0 } else { number };
    if number < 0.0 || year > horizon(scenario) + 1e-9 {
        let (message, label) = outside(number, horizon(scenario), in_months);
        let finding = Finding::new(row.item.place, &format!("targets.{}", row.name), message);
        reader.fault(finding.label(label));
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

/// What is said of a month or a year after the end of the run, and beside it.
fn outside(number: f64, horizon: f64, in_months: bool) -> (String, String) {
    let number = given(number);
    if in_months {
        let horizon = so_many_months(12.0 * horizon);
        (
            say!("month {number} does not lie within the run"),
            say!("the run lasts from 0 to {horizon}"),
        )
    } else {
        let horizon = so_many_years(horizon);
        (
            say!("year {number} does not lie within the run"),
            say!("the run lasts from 0 to {horizon}"),
        )
    }
}

/// The figure itself, which the measure must be able to take.
pub(in crate::scenario::plan) fn figure(
    reader: &mut Reader,
    table: &Table,
    limits: Option<(f64, f64)>,
) -> Option<f64> {
    let value = table.number("value")?;
    let (low, high) = limits.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
    if (low..=high).contains(&value) {
        return Some(value);
    }
    let said = given(value);
    let message = say!("this measure can never be {said}");
    let percent = high <= 1.0 && value > 1.0 && value <= 100.0;
    // What is to be written is TOML in every language.
    let hint = percent.then(|| say!("if {said} % is meant, write {}", value / 100.0));
    let finding = Finding::new(table.place_of("value", Place::START), "targets.value", message);
    reader.fault(finding.label(where_it_lies((low, high))).hint(hint));
    None
}

/// How far off the figure may be, and whether that is a standard error or a bound.
///
/// Both are taken, since they say different things and neither stands for the other: a standard error is what a survey has, a bound
/// what rounding has, or several sources that differ. Which one is meant must be said.
fn error(reader: &mut Reader, table: &Table, limits: Option<(f64, f64)>) -> Option<(f64, bool)> {
    let is_standard_error = table.row("standard_error").is_some();
    let key = if is_standard_error {
        "standard_error"
    } else {
        "tolerance"
    };
    let tolerance = table.number(key)?;
    let range = limits.map_or(f64::MAX, |(low, high)| (high - low).min(f64::MAX));
    if tolerance < range {
        return Some((tolerance, is_standard_error));
    }
    let tolerance = given(tolerance);
    let message = if is_standard_error {
        say!("with a standard error of {tolerance} every figure would do")
    } else {
        say!("with a tolerance of {tolerance} every figure would do")
    };
    let place = table.place_of(key, Place::START);
    let finding = Finding::new(place, &format!("targets.{key}"), message);
    reader.fault(finding.label(words!("how far off the figure may be").text()));
    None
}
