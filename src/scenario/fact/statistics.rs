//! How figures come from the replications: one kind of check each, and what is written of it.

use super::arms::Curve;
use super::quantity::{Context, Defaults};
use super::{Fields, Quantity, Term};
use crate::scenario::Time;
use crate::scenario::document::{Content, Table, expected};
use crate::scenario::fault::{Finding, Place};
use crate::scenario::time::YEARS_MAX;

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
            Self::LargestChange(list) | Self::Ordering(list) => list.iter().collect(),
            Self::Jump { curve, .. } => curve.iter().collect(),
            Self::Growth { years, .. } => years.iter().collect(),
            Self::Rank { of, among } => std::iter::once(of).chain(among).collect(),
        }
    }
}

pub(super) fn numbers(content: &Content) -> Option<Vec<f64>> {
    match content {
        Content::List(items) => items
            .iter()
            .map(|item| item.as_number().filter(|number| number.is_finite()))
            .collect(),
        Content::Leaf(_) | Content::Table(_) => None,
    }
}

pub(super) fn mean(fields: &mut Fields, context: &mut Context<'_>, place: Place) -> Option<Quantity> {
    if let Some(row) = fields.take("terms") {
        let defaults = context.defaults(fields);
        let mut own = Fields::new(Table { rows: vec![row] });
        let terms = context.terms(&mut own, "terms", &defaults);
        fields.findings.append(&mut own.findings);
        fields.times.append(&mut own.times);
        return terms;
    }
    context
        .term(fields, &Defaults::default(), place)
        .map(|term| vec![term])
}

/// The year from which changes are counted.
fn first_year(fields: &mut Fields) -> Option<f64> {
    let row = fields.required("from", "the year from which changes are counted")?;
    let year = row
        .item
        .as_number()
        .filter(|year| year.is_finite() && *year >= 0.0);
    if year.is_none() {
        fields.fault(expected(&row, "from", "a year from 0 on"));
    }
    year
}

/// Most years of a list.
const YEARS_LISTED_MAX: usize = 1_000;

/// A list of numbers under a key that must be there.
fn years(fields: &mut Fields) -> Option<Vec<f64>> {
    let row = fields.required("years", "a list of years such as [1, 2, 3]")?;
    let years = numbers(&row.item.content)
        .filter(|years| years.len() <= YEARS_LISTED_MAX && years.iter().all(|year| *year >= 0.0));
    match years {
        Some(years) if !years.is_empty() => {
            let place = row.item.place;
            fields
                .times
                .extend(years.iter().map(|&year| ("years", place, Time::Year(year))));
            Some(years)
        }
        _ => {
            fields.fault(expected(&row, "years", "a list of years from 0 on"));
            None
        }
    }
}

pub(super) fn largest_change(
    fields: &mut Fields,
    context: &mut Context<'_>,
    place: Place,
) -> Option<Statistic> {
    let from = first_year(fields).map(Time::Year);
    let years = years(fields);
    if let Some(from) = from {
        fields.times.push(("from", place, from));
    }
    let defaults = Defaults {
        time: from,
        ..Defaults::default()
    };
    let start = context.term(fields, &defaults, place)?;
    let changes = years?.into_iter().map(|year| {
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
pub(super) fn ordering(fields: &mut Fields, context: &mut Context<'_>, place: Place) -> Option<Statistic> {
    let row = fields.required("order", "arms from the lowest to the highest")?;
    let names: Option<Vec<String>> = match &row.item.content {
        Content::List(items) if items.len() >= 2 => items
            .iter()
            .map(|item| item.as_text().map(str::to_owned))
            .collect(),
        _ => None,
    };
    let Some(names) = names else {
        fields.fault(expected(&row, "order", "a list of two or more arms"));
        return None;
    };
    let arms: Option<Vec<usize>> = names
        .iter()
        .map(|name| context.arm(fields, name, row.item.place))
        .collect();
    let (arms, term) = (arms?, any_arm(fields, context, place)?);
    let steps = arms.windows(2).map(|pair| {
        vec![Term {
            weights: vec![(pair[1], 1.0), (pair[0], -1.0)],
            ..term.clone()
        }]
    });
    Some(Statistic::Ordering(steps.collect()))
}

/// A term whose weights the caller sets.
fn any_arm(fields: &mut Fields, context: &mut Context<'_>, place: Place) -> Option<Term> {
    let defaults = context.defaults(fields);
    if defaults.measure.is_none() || defaults.time.is_none() {
        let message = "this check needs a `measure` and a `time`";
        fields.fault(Finding::new(place, "measure", message));
    }
    Some(Term {
        measure: defaults.measure?,
        time: defaults.time?,
        weights: Vec::new(),
        relative_to: None,
        deviations_of: None,
    })
}

pub(super) fn jump(fields: &mut Fields, context: &mut Context<'_>, place: Place) -> Option<Statistic> {
    let curves: Vec<(&str, &Curve)> = context
        .design
        .curves
        .iter()
        .map(|curve| (curve.name.as_str(), curve))
        .collect();
    let curve = fields.choice("curve", &curves);
    let figures = [("place", JumpFigure::Place), ("rise", JumpFigure::Rise)];
    let figure = fields.choice("figure", &figures);
    let (curve, term) = (curve?, any_arm(fields, context, place)?);
    let points = (0..curve.levels.len()).map(|level| {
        vec![Term {
            weights: vec![(curve.first + level, 1.0)],
            ..term.clone()
        }]
    });
    Some(Statistic::Jump {
        levels: curve.levels.clone(),
        curve: points.collect(),
        figure: figure?,
    })
}

/// The number of years over which a curve is fitted, each of which becomes a quantity.
fn years_of_curve(fields: &mut Fields) -> Option<f64> {
    let row = fields.required("years", "the number of years over which the curve is fitted")?;
    let years = row
        .item
        .as_number()
        .filter(|years| (1.0..=f64::from(YEARS_MAX)).contains(years));
    if years.is_none() {
        fields.fault(expected(
            &row,
            "years",
            &format!("a number of years from 1 to {YEARS_MAX}"),
        ));
    }
    years
}

pub(super) fn growth(fields: &mut Fields, context: &mut Context<'_>, place: Place) -> Option<Statistic> {
    let last = years_of_curve(fields);
    let figures = [
        ("r_squared", GrowthFigure::RSquared),
        ("rate", GrowthFigure::Rate),
        ("plateau", GrowthFigure::Plateau),
    ];
    let figure = fields.choice("figure", &figures);
    let ceiling = fields.number("ceiling", "what the plateau is divided by, such as 98");
    let defaults = Defaults {
        time: last.map(Time::Year),
        ..Defaults::default()
    };
    let term = context.term(fields, &defaults, place)?;
    if let Some(last) = last {
        fields.times.push(("years", place, Time::Year(last)));
    }
    let years = (0..=last? as u32).map(|year| {
        vec![Term {
            time: Time::Year(f64::from(year)),
            ..term.clone()
        }]
    });
    Some(Statistic::Growth {
        years: years.collect(),
        figure: figure?,
        ceiling: ceiling.filter(|ceiling| *ceiling > 0.0)?,
    })
}

pub(super) fn rank(fields: &mut Fields, context: &mut Context<'_>, place: Place) -> Option<Statistic> {
    let readings: Vec<(&str, &str)> = context
        .readings
        .iter()
        .map(|reading| (reading.name.as_str(), reading.name.as_str()))
        .collect();
    let of = fields.choice("of", &readings);
    let among = fields.texts_if_given("among");
    for name in &among {
        if !readings.iter().any(|(reading, _)| reading == name) {
            let message = format!("`among` names `{name}`, which is no reading");
            fields.fault(Finding::new(place, "among", message));
        }
    }
    let defaults = Defaults {
        measure: of.map(str::to_owned),
        time: None,
    };
    let term = context.term(fields, &defaults, place)?;
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
