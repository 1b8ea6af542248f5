//! How figures come from the replications: one kind of check each, and what is written of it.

use super::quantity::{Context, Defaults};
use super::readings_rates::{self, Rates};
use super::{Quantity, Term};
use crate::scenario::Time;
use crate::scenario::document::Table;
use crate::scenario::fault::{Finding, Place};
use crate::scenario::value::did_you_mean;
use crate::words::say;

/// How a figure comes from the replications.
#[derive(Clone, Debug, PartialEq)]
pub enum Statistic {
    /// The mean of a quantity.
    Mean(Quantity),
    /// Of the mean changes to several years, the one furthest from 0.
    LargestChange(Vec<Quantity>),
    /// The ratio of two mean quantities.
    Ratio {
        /// Above the line.
        numerator: Quantity,
        /// Below it.
        denominator: Quantity,
    },
    /// The ratio or the difference of two rates.
    Rates(Rates),
    /// The weakest of several steps upward.
    Ordering(Vec<Quantity>),
    /// The steepest rise of the mean along the levels of a key.
    Jump {
        /// The levels.
        levels: Vec<f64>,
        /// The quantity at each.
        curve: Vec<Quantity>,
        /// What is asked of it.
        figure: JumpFigure,
    },
    /// The logistic curve through the yearly values of a measure.
    Growth {
        /// Each year's value.
        years: Vec<Quantity>,
        /// What is asked of it.
        figure: GrowthFigure,
        /// What a plateau is divided by.
        ceiling: f64,
    },
    /// The rank of one mean quantity among others, 1 for the largest.
    Rank {
        /// The one.
        of: Quantity,
        /// The others.
        among: Vec<Quantity>,
    },
}

/// What is asked of a jump.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JumpFigure {
    /// The middle between the two levels.
    Place,
    /// How far the quantity rises between them.
    Rise,
}

/// What is asked of a logistic curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrowthFigure {
    /// The share of the variance it explains.
    RSquared,
    /// Its rate, per year.
    Rate,
    /// Its plateau relative to the ceiling.
    Plateau,
}

impl Statistic {
    /// Its kind, as the file names it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Mean(_) => "mean",
            Self::LargestChange(_) => "largest_change",
            Self::Ratio { .. } => "ratio",
            Self::Rates(_) => "rates",
            Self::Ordering(_) => "ordering",
            Self::Jump { .. } => "jump",
            Self::Growth { .. } => "growth",
            Self::Rank { .. } => "rank",
        }
    }

    /// All quantities it is made of, in a fixed order.
    #[must_use]
    pub fn quantities(&self) -> Vec<&Quantity> {
        match self {
            Self::Mean(quantity) => vec![quantity],
            Self::Ratio {
                numerator,
                denominator,
            } => vec![numerator, denominator],
            Self::Rates(rates) => rates.quantities().to_vec(),
            Self::LargestChange(list) | Self::Ordering(list) => list.iter().collect(),
            Self::Jump { curve, .. } => curve.iter().collect(),
            Self::Growth { years, .. } => years.iter().collect(),
            Self::Rank { of, among } => std::iter::once(of).chain(among).collect(),
        }
    }
}

/// Most years of a list.
pub(super) const YEARS_LISTED_MAX: usize = 1_000;

/// Choices for the figure of a jump.
pub(super) const JUMP: [(&str, JumpFigure); 2] = [("place", JumpFigure::Place), ("rise", JumpFigure::Rise)];

/// Choices for the figure of a growth.
pub(super) const GROWTH: [(&str, GrowthFigure); 3] = [
    ("r_squared", GrowthFigure::RSquared),
    ("rate", GrowthFigure::Rate),
    ("plateau", GrowthFigure::Plateau),
];

/// Reads how the figure of a check of some kind comes from the replications.
pub(super) fn read(kind: &str, table: &Table, context: &mut Context<'_>, place: Place) -> Option<Statistic> {
    match kind {
        "mean" => mean(table, context, place).map(Statistic::Mean),
        "largest_change" => largest_change(table, context, place),
        "ratio" => {
            let defaults = context.defaults(table);
            let numerator = context.terms(table, "numerator", &defaults);
            let denominator = context.terms(table, "denominator", &defaults);
            Some(Statistic::Ratio {
                numerator: numerator?,
                denominator: denominator?,
            })
        }
        "rates" => readings_rates::read(table, context).map(Statistic::Rates),
        "ordering" => ordering(table, context, place),
        "jump" => jump(table, context, place),
        "growth" => growth(table, context, place),
        _ => rank(table, context, place),
    }
}

fn mean(table: &Table, context: &mut Context<'_>, place: Place) -> Option<Quantity> {
    if table.row("terms").is_some() {
        let defaults = context.defaults(table);
        return context.terms(table, "terms", &defaults);
    }
    let term = context.term(table, &Defaults::default(), place);
    term.map(|term| vec![term])
}

fn largest_change(table: &Table, context: &mut Context<'_>, place: Place) -> Option<Statistic> {
    let years = table.numbers("years");
    let at = table.place_of("years", place);
    let named = years.iter().map(|&year| ("years", at, Time::Year(year)));
    context.found.times.extend(named);
    let from = Time::Year(table.number("from")?);
    context.found.times.push(("from", place, from));
    let defaults = Defaults {
        time: Some(from),
        ..Defaults::default()
    };
    let start = context.term(table, &defaults, place)?;
    let changes = years.into_iter().map(|year| {
        let mut back = start.clone();
        for (_, weight) in &mut back.weights {
            *weight = -*weight;
        }
        let there = Term {
            time: Time::Year(year),
            ..start.clone()
        };
        vec![there, back]
    });
    Some(Statistic::LargestChange(changes.collect()))
}

/// Each arm less the one before.
fn ordering(table: &Table, context: &mut Context<'_>, place: Place) -> Option<Statistic> {
    let at = table.place_of("order", place);
    let names = table.texts("order");
    let arms: Option<Vec<usize>> = names.iter().map(|name| context.arm(name, at)).collect();
    let (arms, term) = (arms?, any_arm(table, context, place)?);
    let steps = arms.windows(2).map(|pair| {
        vec![Term {
            weights: vec![(pair[1], 1.0), (pair[0], -1.0)],
            ..term.clone()
        }]
    });
    Some(Statistic::Ordering(steps.collect()))
}

/// A term whose weights the caller sets.
fn any_arm(table: &Table, context: &mut Context<'_>, place: Place) -> Option<Term> {
    let before = context.found.findings.len();
    let defaults = context.defaults(table);
    let lacks = defaults.measure.is_none() || defaults.time.is_none();
    if lacks && context.found.findings.len() == before {
        let message = say!("this check needs a `measure` and a `time`");
        context
            .found
            .fault(Finding::new(place, "measure", message).code("missing-key"));
    }
    Some(Term {
        measure: defaults.measure?,
        time: defaults.time?,
        weights: Vec::new(),
        relative_to: None,
        deviations_of: None,
    })
}

fn jump(table: &Table, context: &mut Context<'_>, place: Place) -> Option<Statistic> {
    let name = table.text("curve")?;
    let curves = &context.design.curves;
    let Some(curve) = curves.iter().find(|curve| curve.name == name) else {
        let names: Vec<&str> = curves.iter().map(|curve| curve.name.as_str()).collect();
        let hint = match did_you_mean(&name, names.iter().copied()) {
            Some(hint) => hint,
            None if names.is_empty() => say!("an arm with `vary` is a curve"),
            None => say!("the arms that vary are {}", names.join(", ")),
        };
        let message = say!("no arm that varies is called `{name}`");
        let finding = Finding::new(table.place_of("curve", place), "check.curve", message);
        context.found.fault(finding.code("unknown-name").hint(hint));
        return None;
    };
    let term = any_arm(table, context, place)?;
    let points = (0..curve.levels.len()).map(|level| {
        vec![Term {
            weights: vec![(curve.first + level, 1.0)],
            ..term.clone()
        }]
    });
    Some(Statistic::Jump {
        levels: curve.levels.clone(),
        curve: points.collect(),
        figure: table.choice("figure", &JUMP)?,
    })
}

fn growth(table: &Table, context: &mut Context<'_>, place: Place) -> Option<Statistic> {
    let last = table.number("years")?;
    let defaults = Defaults {
        time: Some(Time::Year(last)),
        ..Defaults::default()
    };
    let term = context.term(table, &defaults, place)?;
    context.found.times.push(("years", place, Time::Year(last)));
    let years = (0..=last as u32).map(|year| {
        vec![Term {
            time: Time::Year(f64::from(year)),
            ..term.clone()
        }]
    });
    Some(Statistic::Growth {
        years: years.collect(),
        figure: table.choice("figure", &GROWTH)?,
        ceiling: table.number("ceiling")?,
    })
}

fn rank(table: &Table, context: &mut Context<'_>, place: Place) -> Option<Statistic> {
    let (of, among) = (table.text("of")?, table.texts("among"));
    let readings = context.readings;
    let is_reading = |name: &String| readings.iter().any(|reading| reading.name == *name);
    let named = [("of", std::slice::from_ref(&of)), ("among", &among[..])];
    let unknown = named.iter().flat_map(|(key, names)| {
        let unknown = names.iter().filter(|name| !is_reading(name));
        unknown.map(move |name| {
            let message = say!("`{key}` names `{name}`, which is no reading");
            let names = readings.iter().map(|reading| reading.name.as_str());
            Finding::new(table.place_of(key, place), key, message)
                .code("unknown-name")
                .hint(did_you_mean(name, names))
        })
    });
    let unknown: Vec<Finding> = unknown.collect();
    if !unknown.is_empty() {
        context.found.findings.extend(unknown);
        return None;
    }
    let defaults = Defaults {
        measure: Some(of),
        time: None,
    };
    let term = context.term(table, &defaults, place)?;
    let others = among
        .into_iter()
        .filter(|name| *name != term.measure)
        .map(|measure| {
            vec![Term {
                measure,
                ..term.clone()
            }]
        });
    Some(Statistic::Rank {
        among: others.collect(),
        of: vec![term],
    })
}
