//! The table of known figures beside the model.

use super::codebook::bounds::{COUNT, NONE};
use super::{FixedColumn, Table, TableColumn};
use crate::experiment::{BesideKnown, KnownPosition};
use crate::statistics::Summary;

/// What the columns of the table mean.
#[rustfmt::skip]
pub const KNOWN_COLUMNS: [FixedColumn; 13] = [
    ("known", "what", "", NONE, "What is known of the real place"),
    ("known", "measure", "", NONE, "The measure of a run that says the same; unit and bounds of the numbers are those of that measure"),
    ("known", "time", "", NONE, "When"),
    ("known", "known", "", NONE, "The known figure"),
    ("known", "known_low", "", NONE, "Lower end of its interval, where one is known"),
    ("known", "known_high", "", NONE, "Upper end of its interval, where one is known"),
    ("known", "count", "replications", COUNT, "Number of replications with a value"),
    ("known", "mean", "", NONE, "Mean over replications"),
    ("known", "q05", "", NONE, "5 % of replications lie below (type 7)"),
    ("known", "q95", "", NONE, "95 % of replications lie below (type 7)"),
    ("known", "stand", "", NONE, "Where the known figure lies, seen from the replications: within their middle 90 %, below or above; empty where they have no value, or fewer than 20"),
    ("known", "source", "", NONE, "Where the figure is from"),
    ("known", "note", "", NONE, "What to keep in mind when the two are held side by side"),
];

/// Known figures beside the model, a row each.
#[must_use]
pub fn known_table<'a>(all: &'a [BesideKnown<'a>], times: &'a [String]) -> Table<'a> {
    let model = |row: usize, number: fn(&Summary) -> f64| all[row].model.as_ref().map_or(f64::NAN, number);
    let interval = |row: usize| all[row].known.interval.unwrap_or((f64::NAN, f64::NAN));
    Table {
        name: "known",
        length: all.len(),
        columns: vec![
            TableColumn::text("what", |row| &all[row].known.what),
            TableColumn::text("measure", |row| &all[row].known.measure),
            TableColumn::text("time", |row| &times[row]),
            TableColumn::number("known", |row| all[row].known.value),
            TableColumn::number("known_low", move |row| interval(row).0),
            TableColumn::number("known_high", move |row| interval(row).1),
            TableColumn::count("count", |row| {
                all[row].model.map_or(0, |model| model.count as u32)
            }),
            TableColumn::number("mean", move |row| model(row, |model| model.mean)),
            TableColumn::number("q05", move |row| model(row, |model| model.quantiles[0])),
            TableColumn::number("q95", move |row| model(row, |model| model.quantiles[4])),
            TableColumn::text("stand", |row| all[row].stand().map_or("", KnownPosition::word)),
            TableColumn::text("source", |row| &all[row].known.source),
            TableColumn::text("note", |row| &all[row].known.note),
        ],
    }
}
