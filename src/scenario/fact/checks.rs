//! The checks of a fact: what is measured, and the band or sign it is held against.

use super::Reading;
use super::arms::Design;
use super::quantity::Context;
use super::statistics::{self, Statistic};
use crate::scenario::document::Table;
use crate::scenario::fault::Place;
use crate::scenario::hypothesis::found::Found;
use crate::scenario::hypothesis::{SIDES, Side};
use crate::words::Said;

/// One measured figure of a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What is measured, in words.
    pub pattern: Said,
    /// Whether it is measured beside the fact, for a variant of the model, and leaves the verdict on the fact alone.
    pub beside: bool,
    /// What is asked.
    pub asked: Asked,
}

/// What is asked of a check.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// A figure is measured.
    Measured {
        /// How.
        statistic: Statistic,
        /// What it is held against.
        target: Target,
    },
    /// The model cannot say.
    NotMeasured {
        /// Why.
        reason: Said,
    },
}

/// What a figure is held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// The figure itself lies in it; an end may be infinite.
    Band {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// The whole 95 % interval lies on this side of 0.
    Sign(Side),
}

/// All checks, with the measures they name.
pub(super) struct Reads {
    pub(super) checks: Vec<Check>,
    pub(super) measures: Vec<(String, Place)>,
}

/// Reads `[[check]]`.
pub(super) fn read(table: &Table, found: &mut Found, design: &Design, readings: &[Reading]) -> Reads {
    let mut context = Context {
        design,
        readings,
        measures: Vec::new(),
        found,
    };
    let checks = table.tables("check");
    let checks = checks
        .into_iter()
        .filter_map(|(place, table)| check(table, &mut context, place));
    Reads {
        checks: checks.collect(),
        measures: context.measures,
    }
}

fn check(table: &Table, context: &mut Context<'_>, place: Place) -> Option<Check> {
    let asked = match table.text("kind")?.as_str() {
        "not_measured" => Asked::NotMeasured {
            reason: table.said_in_both("reason")?,
        },
        kind => {
            let statistic = statistics::read(kind, table, context, place);
            Asked::Measured {
                statistic: statistic?,
                target: target(table)?,
            }
        }
    };
    Some(Check {
        pattern: table.said_in_both("pattern")?,
        beside: table.flag("beside").unwrap_or(false),
        asked,
    })
}

/// What the figure is held against.
fn target(table: &Table) -> Option<Target> {
    if let Some(side) = table.choice("sign", &SIDES) {
        return Some(Target::Sign(side));
    }
    let (low, high) = match (table.number("at_least"), table.number("at_most")) {
        (Some(low), _) => (low, f64::INFINITY),
        (None, Some(high)) => (f64::NEG_INFINITY, high),
        (None, None) => table.pair("band")?,
    };
    Some(Target::Band { low, high })
}
