//! Measures as pages are told of them.

use serde::Serialize;

use crate::experiment::Column;
use crate::model::measures::{Better, Theme};

/// A measure of a scenario.
#[derive(Serialize)]
pub(super) struct Shown<'a> {
    key: &'a str,
    label: &'static str,
    unit: &'static str,
    better: Option<&'static str>,
    /// Whether it is a difference that is narrow or wide on either side of zero.
    gap: bool,
    theme: &'static str,
    equation: &'static str,
    definition: &'static str,
    programme: Option<&'a str>,
    /// Counted from 1.
    municipality: Option<u32>,
}

/// The columns of a scenario with these programmes.
pub(super) fn shown<'a>(columns: &'a [Column], programmes: &'a [String]) -> Vec<Shown<'a>> {
    let shown = columns.iter().map(|column| Shown {
        key: &column.key,
        label: column.measure.label.text(),
        unit: column.measure.unit,
        better: column.measure.better.map(|better| match better {
            Better::Higher => "higher",
            Better::Lower => "lower",
        }),
        gap: column.measure.is_gap(),
        theme: theme(column.measure.theme),
        equation: column.measure.equation,
        definition: column.measure.definition.text(),
        programme: column.programme.map(|index| programmes[index].as_str()),
        municipality: column.municipality,
    });
    shown.collect()
}

const fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::Participation => "participation",
        Theme::OutputOutcome => "output_outcome",
        Theme::Cost => "cost",
        Theme::Equity => "equity",
        Theme::Citizens => "citizens",
        Theme::Professionals => "professionals",
        Theme::Governance => "governance",
        Theme::Value => "value",
    }
}
