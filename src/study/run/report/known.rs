//! Known figures of the real place beside the model, in words.

use crate::experiment::{BesideKnown, KnownPosition};
use crate::figure::numbers::Notation;
use crate::words::{say, words};

/// One known figure beside the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KnownRow {
    /// What is known, and when.
    pub what: String,
    /// The known figure with its interval.
    pub known: String,
    /// The mean of the replications, and their middle 90 %, or the smallest and the largest of few.
    pub model: String,
    /// Where the known figure lies.
    pub stand: &'static str,
    /// Where it is from.
    pub source: String,
    /// What to keep in mind.
    pub note: String,
}

/// A row for each known figure.
#[must_use]
pub(crate) fn known_rows(all: &[BesideKnown<'_>]) -> Vec<KnownRow> {
    all.iter().map(row).collect()
}

/// What one more in the last digit of a number adds, as it is written: 0.01 for 3.25.
fn last_digit(value: f64) -> f64 {
    let written = value.to_string();
    let decimals = written.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    libm::exp10(-(decimals as f64))
}

fn row(beside: &BesideKnown<'_>) -> KnownRow {
    let known = beside.known;
    let unit = known.definition().unit;
    let model = beside.model.map_or_else(
        || say!("no value at that time"),
        |model| {
            let notation = Notation::new(unit, model.mean, model.half_width());
            let (low, high) = model.spread().ends();
            format!(
                "{} ({})",
                notation.with_unit(model.mean),
                notation.range(low, high)
            )
        },
    );
    let notation = Notation::new(unit, known.value, last_digit(known.value));
    let interval = known
        .interval
        .map(|(low, high)| format!(" ({})", notation.range(low, high)));
    KnownRow {
        what: format!("{}, {}", known.what, known.time),
        known: notation.with_unit(known.value) + interval.as_deref().unwrap_or_default(),
        model,
        stand: match beside.stand() {
            None if beside.has_too_few() => words!("too few replications to compare").text(),
            None => words!("not compared").text(),
            Some(KnownPosition::Within) => words!("within the model's range").text(),
            Some(KnownPosition::Below) => words!("the model lies above it").text(),
            Some(KnownPosition::Above) => words!("the model lies below it").text(),
        },
        source: known.source.to_string(),
        note: known.note.to_string(),
    }
}
