//! The table of known figures beside the model.

use super::{Table, TableColumn};
use crate::experiment::{BesideKnown, KnownPosition};
use crate::statistics::Summary;

/// Known figures beside the model, a row each.
#[must_use]
pub fn known_table<'a>(all: &'a [BesideKnown<'a>], times: &'a [String]) -> Table<'a> {
    let model = |row: usize, number: fn(&Summary) -> f64| all[row].model.as_ref().map_or(f64::NAN, number);
    let interval = |row: usize| all[row].known.interval.unwrap_or((f64::NAN, f64::NAN));
    Table {
        name: "known",
        length: all.len(),
        columns: vec![
            TableColumn::text("what", "What is known of the real place", |row| &all[row].known.what).key(),
            TableColumn::text("measure", "The measure of a run that says the same; unit and bounds of the numbers are those of that measure", |row| &all[row].known.measure).key(),
            TableColumn::text("time", "When", |row| &times[row]).key(),
            TableColumn::number("known", "The known figure", |row| all[row].known.value),
            TableColumn::number("known_low", "Lower end of its interval, where one is known", move |row| interval(row).0),
            TableColumn::number("known_high", "Upper end of its interval, where one is known", move |row| interval(row).1),
            TableColumn::count("count", "Number of replications with a value", |row| {
                all[row].model.map_or(0, |model| model.count as u32)
            })
            .unit("replications"),
            TableColumn::number("mean", "Mean over replications", move |row| model(row, |model| model.mean)),
            TableColumn::number("q05", "5 % of replications lie below (type 7)", move |row| model(row, |model| model.quantiles[0])),
            TableColumn::number("q95", "95 % of replications lie below (type 7)", move |row| model(row, |model| model.quantiles[4])),
            TableColumn::text("stand", "Where the known figure lies, seen from the replications: within their middle 90 %, below or above; empty where they have no value, or fewer than 20", |row| all[row].stand().map_or("", KnownPosition::word)),
            TableColumn::text("source", "Where the figure is from", |row| &all[row].known.source).key(),
            TableColumn::text("note", "What to keep in mind when the two are held side by side", |row| &all[row].known.note).key(),
        ],
    }
}
