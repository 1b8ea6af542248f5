//! The `[[known]]` list: figures of the real place that a run is held against.

use super::Time;
use super::document::{Item, Row, Table};
use super::fault::{Finding, Place};
use super::language::{Bounds, Field, Shape, Value, check_tables};
use super::measure_names::{Parts, measure_named, position, unknown};
use crate::model::measures::Measure;
use crate::words::{Said, say, words};

/// A known figure.
pub(super) const SHAPE: Shape = Shape::new(
    words!("a known figure"),
    &[&[
        Field::must("what", Value::Text, words!("What is known, in words"), "\"…\""),
        Field::must(
            "measure",
            Value::Measure,
            words!("The measure of a run that says the same"),
            "\"participants_share\"",
        ),
        Field::must(
            "time",
            Value::Time,
            words!("\"end\", a year, or the mean over the years from one to another"),
            "4.0",
        ),
        Field::must(
            "value",
            Value::Number(Bounds::NONE),
            words!("The known figure, in the unit of the measure"),
            "0.05",
        ),
        Field::may(
            "interval",
            Value::Pair(Bounds::NONE),
            words!("Between what it lies, where that is known"),
            "[0.04, 0.06]",
        )
        .begun(),
        Field::must("source", Value::Text, words!("Where it is from"), "\"…\""),
        Field::may(
            "note",
            Value::Text,
            words!("What to keep in mind when the two are held side by side"),
            "\"…\"",
        ),
        Field::may(
            "da",
            Value::Table(&DANISH),
            words!("The same words in Danish"),
            "",
        ),
    ]],
);

const DANISH: Shape = Shape::new(
    words!("a table of Danish words"),
    &[&[
        Field::may("what", Value::Text, words!("What is known, in Danish"), "\"…\""),
        Field::may(
            "source",
            Value::Text,
            words!("Where it is from, in Danish"),
            "\"…\"",
        ),
        Field::may("note", Value::Text, words!("The note in Danish"), "\"…\""),
    ]],
);

/// A figure that is known of the real place.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// What is known, in words.
    pub what: Said,
    /// The measure of a run that says the same.
    pub measure: String,
    /// Its position in a row of the model.
    pub position: usize,
    /// When.
    pub time: Time,
    /// The figure, in the unit of the measure.
    pub value: f64,
    /// Between what it lies, where that is known.
    pub interval: Option<(f64, f64)>,
    /// Where it is from.
    pub source: Said,
    /// What to keep in mind; may be empty.
    pub note: Said,
    /// The table as it stands in the file.
    pub written: toml::Value,
}

impl Known {
    /// The measure.
    ///
    /// # Panics
    /// When there is no such measure, which reading a scenario rules out.
    #[must_use]
    pub fn definition(&self) -> &'static Measure {
        measure_named(&self.measure).expect("known figures are of measures there are")
    }
}

/// Reads the list of known figures.
pub(super) fn read(row: &Row, parts: Parts<'_>) -> (Vec<Known>, Vec<Finding>) {
    let (mut row, mut findings) = (row.clone(), Vec::new());
    check_tables(&SHAPE, &mut row, &mut findings);
    let list = Table { rows: vec![row] };
    let tables = list.items("known").iter();
    let known = tables.filter_map(|item| figure(item, parts, &mut findings));
    (known.collect(), findings)
}

fn figure(item: &Item, parts: Parts<'_>, findings: &mut Vec<Finding>) -> Option<Known> {
    let table = item.as_table()?;
    let measure = table.text("measure")?;
    let Some(position) = position(parts, &measure) else {
        let place = table.place_of("measure", item.place);
        findings.push(unknown(parts, &measure, place, "known.measure"));
        return None;
    };
    let known = Known {
        what: table.said_in_both("what")?,
        position,
        time: table.time("time")?.0,
        value: table.number("value")?,
        interval: table.pair("interval"),
        source: table.said_in_both("source")?,
        note: table.said_in_both("note").unwrap_or_default(),
        written: item.to_value(),
        measure,
    };
    findings.extend(impossible(&known, table));
    Some(known)
}

/// The findings that the measure cannot have the figure, or that it lies outside its own interval.
fn impossible(known: &Known, table: &Table) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (measure, value) = (known.definition(), known.value);
    if !(measure.minimum..=measure.maximum).contains(&value) {
        let message = say!("`{}` cannot be {value}", measure.key);
        let range = say!("it lies between {} and {}", measure.minimum, measure.maximum);
        let finding = Finding::new(table.place_of("value", Place::START), "known.value", message);
        findings.push(finding.code("out-of-range").label(range));
    }
    if known
        .interval
        .is_some_and(|(low, high)| !(low..=high).contains(&value))
    {
        let message = say!("the figure {value} lies outside its own interval");
        let finding = Finding::new(
            table.place_of("interval", Place::START),
            "known.interval",
            message,
        );
        findings.push(finding.code("out-of-range").label(say!("must hold the value")));
    }
    findings
}
