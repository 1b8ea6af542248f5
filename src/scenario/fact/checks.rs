//! The checks of a fact: what is measured, and the band or sign it is held against.

use super::arms::Design;
use super::quantity::Context;
use super::statistics::{self, Statistic, numbers};
use super::{Choices, Fields, Reading, tables};
use crate::scenario::Time;
use crate::scenario::document::expected;
use crate::scenario::fault::{Finding, Place};
use crate::scenario::hypothesis::Side;
use crate::scenario::hypothesis::fields::SIDES;
use crate::scenario::reading::Reading as Words;

/// One measured figure of a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What is measured, in words.
    pub pattern: String,
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
        reason: String,
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

#[derive(Clone, Copy)]
enum Kind {
    Mean,
    LargestChange,
    Ratio,
    Ordering,
    Jump,
    Growth,
    Rank,
    NotMeasured,
}

const KINDS: Choices<'_, Kind> = &[
    ("mean", Kind::Mean),
    ("largest_change", Kind::LargestChange),
    ("ratio", Kind::Ratio),
    ("ordering", Kind::Ordering),
    ("jump", Kind::Jump),
    ("growth", Kind::Growth),
    ("rank", Kind::Rank),
    ("not_measured", Kind::NotMeasured),
];

const TARGETS: [&str; 4] = ["band", "at_least", "at_most", "sign"];

impl Kind {
    /// Keys besides `pattern`, `kind` and the target.
    fn keys(self) -> Vec<&'static str> {
        let own: &[&str] = match self {
            Self::Mean => &[
                "measure",
                "time",
                "arm",
                "arms",
                "relative_to",
                "in_deviations_of",
                "terms",
            ],
            Self::LargestChange => &["measure", "arm", "arms", "from", "years"],
            Self::Ratio => &["measure", "time", "numerator", "denominator"],
            Self::Ordering => &["measure", "time", "order"],
            Self::Jump => &["measure", "time", "curve", "figure"],
            Self::Growth => &["measure", "arm", "years", "figure", "ceiling"],
            Self::Rank => &["time", "arm", "of", "among"],
            Self::NotMeasured => &["reason"],
        };
        own.to_vec()
    }
}

/// All checks, with the times and measures they name.
pub(super) struct Reads {
    pub(super) checks: Vec<Check>,
    pub(super) times: Vec<(&'static str, Place, Time)>,
    pub(super) measures: Vec<(String, Place)>,
}

/// Reads `[[check]]`.
pub(super) fn read(fields: &mut Fields, design: &Design, readings: &[Reading]) -> Reads {
    let mut context = Context {
        design,
        readings,
        measures: Vec::new(),
    };
    let mut reads = Reads {
        checks: Vec::new(),
        times: Vec::new(),
        measures: Vec::new(),
    };
    let list = tables(fields, "check");
    if list.is_empty() && fields.findings.is_empty() {
        let hint = "each check stands under a heading [[check]]".to_owned();
        fields.fault(Finding::new(Words::anywhere(), "check", "a fact needs a check").hint(hint));
    }
    for table in list {
        let place = table.rows.first().map_or_else(Words::anywhere, |row| row.place);
        let mut own = Fields::new(table);
        reads.checks.extend(check(&mut own, &mut context, place));
        fields.findings.append(&mut own.findings);
        reads.times.append(&mut own.times);
    }
    reads.measures = context.measures;
    reads
}

fn check(fields: &mut Fields, context: &mut Context<'_>, place: Place) -> Option<Check> {
    let pattern = fields.text("pattern");
    let beside = match fields.take("beside") {
        None => false,
        Some(row) => row.item.as_flag().unwrap_or_else(|| {
            fields.fault(expected(&row, "beside", "true or false"));
            false
        }),
    };
    let kind = fields.choice("kind", KINDS)?;
    let asked = if matches!(kind, Kind::NotMeasured) {
        fields.text("reason").map(|reason| Asked::NotMeasured { reason })
    } else {
        let target = target(fields, place);
        let statistic = statistic(kind, fields, context, place);
        statistic
            .zip(target)
            .map(|(statistic, target)| Asked::Measured { statistic, target })
    };
    let mut known = vec!["pattern", "kind", "beside"];
    known.extend(kind.keys());
    if !matches!(kind, Kind::NotMeasured) {
        known.extend(TARGETS);
    }
    let name = KINDS[kind as usize].0;
    fields.refuse_all_but(&format!("a check of kind {name}"), &known);
    Some(Check {
        pattern: pattern?,
        beside,
        asked: asked?,
    })
}

/// Exactly one of the keys that say what a figure is held against.
fn target(fields: &mut Fields, place: Place) -> Option<Target> {
    let mut given: Vec<_> = TARGETS
        .iter()
        .filter_map(|key| fields.take(key).map(|row| (*key, row)))
        .collect();
    let (1, Some((key, row))) = (given.len(), given.pop()) else {
        let message = "a check needs exactly one of band, at_least, at_most and sign";
        fields.fault(Finding::new(place, "band", message));
        return None;
    };
    let end = row.item.as_number().filter(|end| end.is_finite());
    let (found, what) = match key {
        "band" => (
            numbers(&row.item.content).and_then(|ends| match ends[..] {
                [low, high] if low < high => Some(Target::Band { low, high }),
                _ => None,
            }),
            "two numbers that rise",
        ),
        "at_least" => (
            end.map(|low| Target::Band {
                low,
                high: f64::INFINITY,
            }),
            "a finite number",
        ),
        "at_most" => (
            end.map(|high| Target::Band {
                low: f64::NEG_INFINITY,
                high,
            }),
            "a finite number",
        ),
        _ => (
            row.item
                .as_text()
                .and_then(|text| SIDES.iter().find(|(name, _)| *name == text))
                .map(|(_, side)| Target::Sign(*side)),
            "one of greater, less",
        ),
    };
    if found.is_none() {
        fields.fault(expected(&row, key, what));
    }
    found
}

fn statistic(kind: Kind, fields: &mut Fields, context: &mut Context<'_>, place: Place) -> Option<Statistic> {
    match kind {
        Kind::Mean => statistics::mean(fields, context, place).map(Statistic::Mean),
        Kind::LargestChange => statistics::largest_change(fields, context, place),
        Kind::Ratio => {
            let defaults = context.defaults(fields);
            let numerator = context.terms(fields, "numerator", &defaults);
            let denominator = context.terms(fields, "denominator", &defaults);
            Some(Statistic::Ratio {
                numerator: numerator?,
                denominator: denominator?,
            })
        }
        Kind::Ordering => statistics::ordering(fields, context, place),
        Kind::Jump => statistics::jump(fields, context, place),
        Kind::Growth => statistics::growth(fields, context, place),
        Kind::Rank => statistics::rank(fields, context, place),
        Kind::NotMeasured => None,
    }
}
