//! What is known of a measure: name, unit, limits, meaning.

use crate::words::Words;

/// The part of the model a measure belongs to; reports group by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Theme {
    /// Who takes part, in which role and stage.
    Participation,
    /// What is delivered and what gets better.
    OutputOutcome,
    /// Money and hours.
    Cost,
    /// Differences between citizens and between neighbourhoods.
    Equity,
    /// Citizens' traits and ties.
    Citizens,
    /// Professionals' attitudes, beliefs and time.
    Professionals,
    /// Goals, evaluation, initiatives, council.
    Governance,
    /// The five dimensions of public value and the two scoreboards.
    Value,
}

/// One measured quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// Column name.
    pub key: &'static str,
    /// Short name for figures and reports.
    pub label: Words,
    /// Unit; empty for indices and shares.
    pub unit: &'static str,
    /// Smallest possible value.
    pub minimum: f64,
    /// Largest possible value.
    pub maximum: f64,
    /// Id of the equation it comes from.
    pub equation: &'static str,
    /// The part of the model it belongs to.
    pub theme: Theme,
    /// What it means.
    pub definition: Words,
    /// Which way it is better; `None` where that depends on what it is a means to.
    ///
    /// Output and participation are means: prevention may lower output, and more participants are no aim in
    /// themselves. Gaps and ratios are best in their midst. All else being equal, a lower cost is better.
    pub better: Option<Better>,
    /// What it is the ratio of, where its mean over societies is to be the ratio of two means; see [`RatioOf`].
    pub ratio: Option<RatioOf>,
}

/// What a measure is the ratio of.
///
/// A ratio of two quantities that both differ from society to society has a mean over societies that is biased, the more the
/// smaller they are, and no value where the denominator is 0. Such a measure names its parts, and everything that is said of
/// many societies is said of the ratio of their means. Not so a mean of something over the very citizens, initiatives or
/// hours that are counted in the denominator (ownership per participation, hours per participant, shares of those reached):
/// that has no such bias, and it is told of each society, which counts for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RatioOf {
    /// Both parts are measures, by their keys, of the same society, programme or municipality.
    Measures {
        /// What is divided.
        numerator: &'static str,
        /// What it is divided by.
        denominator: &'static str,
    },
    /// What is divided is a measure, by its key, up to a constant factor. What it is divided by is no measure: it follows
    /// from the two.
    Numerator(&'static str),
}

/// Which way a measure is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

impl Measure {
    /// A measure in which neither more nor less is better by itself.
    #[must_use]
    pub const fn new(
        key: &'static str,
        label: Words,
        unit: &'static str,
        (minimum, maximum): (f64, f64),
        equation: &'static str,
        theme: Theme,
        definition: Words,
    ) -> Self {
        Self {
            key,
            label,
            unit,
            minimum,
            maximum,
            equation,
            theme,
            definition,
            better: None,
            ratio: None,
        }
    }

    /// The interval of a change or difference from `level`, cut where the measure can go no further.
    #[must_use]
    pub fn reachable(&self, level: f64, (low, high): (f64, f64)) -> (f64, f64) {
        // Not `clamp`: what is no number stays none, and a level that rounding puts past a limit leaves no room beyond it.
        let (down, up) = ((self.minimum - level).min(0.0), (self.maximum - level).max(0.0));
        let cut = |end: f64| {
            if end < down {
                down
            } else if end > up {
                up
            } else {
                end
            }
        };
        (cut(low), cut(high))
    }

    /// Whether it is a share less another: a number with a sign, which is wide or narrow on either side of zero.
    #[must_use]
    pub fn is_gap(&self) -> bool {
        self.unit.starts_with("share") && self.minimum < 0.0
    }

    /// The same measure, which is the ratio of two others.
    #[must_use]
    pub const fn ratio_of(self, ratio: RatioOf) -> Self {
        Self {
            ratio: Some(ratio),
            ..self
        }
    }

    /// The same measure, of which more is a good in itself.
    #[must_use]
    pub const fn more_is_better(self) -> Self {
        Self {
            better: Some(Better::Higher),
            ..self
        }
    }

    /// The same measure, of which less is a good in itself.
    #[must_use]
    pub const fn less_is_better(self) -> Self {
        Self {
            better: Some(Better::Lower),
            ..self
        }
    }
}

pub(in crate::model) const SHARE: (f64, f64) = (0.0, 1.0);
pub(in crate::model) const POSITIVE: (f64, f64) = (0.0, f64::INFINITY);
pub(in crate::model) const ANY: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);
