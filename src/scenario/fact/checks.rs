//! The checks of a fact: what is measured, and the band or sign it is held against.

use super::Reading;
use super::arms::Design;
use super::quantity::Context;
use super::statistics::{self, Statistic};
use crate::scenario::document::Table;
use crate::scenario::fault::{Finding, Place};
use crate::scenario::hypothesis::found::Found;
use crate::scenario::hypothesis::{SIDES, Side};
use crate::words::{Said, say, words};

/// The smallest effect of interest.
const SMALLEST: &str = "smallest_effect";

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

/// What a figure is held against: the whole 95 % interval must lie in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// Between these ends, which are included; one may be infinite.
    Band {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// On this side of 0, and no nearer to it than the smallest effect of interest. Without one the verdict would depend on
    /// the number of replications alone, since hardly any effect is exactly 0.
    Sign {
        /// The side.
        side: Side,
        /// The smallest effect of interest, above 0, in the unit of the figure.
        smallest: f64,
    },
}

impl Target {
    /// The ends between which the interval must lie; one is infinite where there is but one.
    ///
    /// ```
    /// use samspil::scenario::fact::Target;
    /// use samspil::scenario::hypothesis::Side;
    /// let less = Target::Sign { side: Side::Less, smallest: 0.01 };
    /// assert_eq!(less.ends(), (f64::NEG_INFINITY, -0.01));
    /// ```
    #[must_use]
    pub const fn ends(self) -> (f64, f64) {
        match self {
            Self::Band { low, high } => (low, high),
            Self::Sign {
                side: Side::Greater,
                smallest,
            } => (smallest, f64::INFINITY),
            Self::Sign {
                side: Side::Less,
                smallest,
            } => (f64::NEG_INFINITY, -smallest),
        }
    }
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
            let target = target(table, context.found, place);
            Asked::Measured {
                statistic: statistic?,
                target: target?,
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
fn target(table: &Table, found: &mut Found, place: Place) -> Option<Target> {
    let smallest = smallest_effect(table, found, place);
    if let Some(side) = table.choice("sign", &SIDES) {
        return smallest.map(|smallest| Target::Sign { side, smallest });
    }
    let (low, high) = match (table.number("at_least"), table.number("at_most")) {
        (Some(low), _) => (low, f64::INFINITY),
        (None, Some(high)) => (f64::NEG_INFINITY, high),
        (None, None) => table.pair("band")?,
    };
    Some(Target::Band { low, high })
}

/// The smallest effect of interest: it stands where a sign is asked for, and nowhere else.
fn smallest_effect(table: &Table, found: &mut Found, place: Place) -> Option<f64> {
    let key = format!("check.{SMALLEST}");
    let smallest = table.number(SMALLEST);
    let has = |key: &&str| table.row(key).is_some();
    if smallest.is_some() && ["band", "at_least", "at_most"].iter().any(has) {
        let message = say!("`{SMALLEST}` has no meaning in a check without `sign`");
        let finding = Finding::new(table.place_of(SMALLEST, place), &key, message);
        found.fault(finding.code("unknown-key").label(words!("leave this out").text()));
    }
    // One that was wrong has been taken out and told.
    let is_told = |finding: &Finding| finding.key() == key && finding.place.start >= place.start;
    if smallest.is_none() && has(&"sign") && !found.findings.iter().any(is_told) {
        let message = say!("a check with `sign` needs `{SMALLEST}`");
        let hint = say!("the smallest effect that would matter, such as {SMALLEST} = 0.01");
        found.fault(Finding::new(place, &key, message).code("missing-key").hint(hint));
    }
    smallest
}
