//! Two rates beside each other, each the mean of one quantity over that of another.
//!
//! Events and the time in which they could happen are added up over all replications before they are divided, so that a
//! replication in which nobody was at risk counts for what it holds and no more.

use super::Quantity;
use super::quantity::Context;
use crate::scenario::document::Table;
use crate::scenario::language::{Field, Shape, Value, names};
use crate::words::words;

/// The ratio or the difference of two rates.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    /// What is asked of them.
    pub figure: RateFigure,
    /// The first rate: what stands above the line, and below it.
    pub one: [Quantity; 2],
    /// The second rate, likewise.
    pub other: [Quantity; 2],
}

/// What is asked of two rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateFigure {
    /// The first divided by the second.
    Ratio,
    /// The first less the second.
    Difference,
    /// The logarithm of the first divided by that of the second: how much of a gap another one carries, where both rates
    /// are ratios of two groups.
    Logarithms,
}

impl RateFigure {
    /// The figure, given the means of the four quantities in the order of [`Rates::quantities`]; no finite number where it
    /// has no value.
    ///
    /// ```
    /// use samspil::scenario::fact::RateFigure;
    /// let means = [3.0, 10.0, 1.0, 20.0];
    /// assert!((RateFigure::Ratio.of(means) - 6.0).abs() < 1e-12);
    /// assert!((RateFigure::Difference.of(means) - 0.25).abs() < 1e-12);
    /// assert!((RateFigure::Logarithms.of([4.0, 1.0, 16.0, 1.0]) - 0.5).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn of(self, means: [f64; 4]) -> f64 {
        let (one, other) = (means[0] / means[1], means[2] / means[3]);
        match self {
            Self::Ratio => one / other,
            Self::Difference => one - other,
            Self::Logarithms => libm::log(one) / libm::log(other),
        }
    }
}

impl Rates {
    /// All quantities: the first rate's, then the second's, each above the line before below it.
    #[must_use]
    pub fn quantities(&self) -> [&Quantity; 4] {
        let ([one, one_per], [other, other_per]) = (&self.one, &self.other);
        [one, one_per, other, other_per]
    }
}

/// Choices for the figure of two rates.
const RATES: [(&str, RateFigure); 3] = [
    ("ratio", RateFigure::Ratio),
    ("difference", RateFigure::Difference),
    ("logarithms", RateFigure::Logarithms),
];
const RATE_NAMES: [&str; 3] = names(&RATES);

/// What is asked of two rates, as a check names it.
pub(super) const FIGURE: Field = Field::must(
    "figure",
    Value::OneOf(&RATE_NAMES),
    words!("The ratio of both rates, their difference, or the ratio of their logarithms"),
    "\"ratio\"",
);

/// The four quantities of two rates, each of terms of this shape.
pub(super) const fn fields(term: &'static Shape) -> [Field; 4] {
    [
        Field::must(
            "numerator",
            Value::Terms(term),
            words!("What stands above the line of the first rate"),
            "{ measure = \"exits_of_the_new\" }",
        ),
        Field::must(
            "numerator_per",
            Value::Terms(term),
            words!("What stands below the line of the first rate"),
            "{ measure = \"years_of_the_new\" }",
        ),
        Field::must(
            "denominator",
            Value::Terms(term),
            words!("What stands above the line of the second rate"),
            "{ measure = \"exits_of_the_old\" }",
        ),
        Field::must(
            "denominator_per",
            Value::Terms(term),
            words!("What stands below the line of the second rate"),
            "{ measure = \"years_of_the_old\" }",
        ),
    ]
}

/// Reads a check of this kind.
pub(super) fn read(table: &Table, context: &mut Context<'_>) -> Option<Rates> {
    let defaults = context.defaults(table);
    let mut terms = |key: &str| context.terms(table, key, &defaults);
    let (one, one_per) = (terms("numerator"), terms("numerator_per"));
    let (other, other_per) = (terms("denominator"), terms("denominator_per"));
    Some(Rates {
        figure: table.choice("figure", &RATES)?,
        one: [one?, one_per?],
        other: [other?, other_per?],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_was_at_risk_of_has_no_rate() {
        assert!(RateFigure::Ratio.of([1.0, 2.0, 0.0, 0.0]).is_nan());
        assert!(RateFigure::Ratio.of([1.0, 2.0, 0.0, 4.0]).is_infinite());
        assert!(RateFigure::Difference.of([0.0, 0.0, 1.0, 4.0]).is_nan());
        assert!(
            RateFigure::Logarithms.of([2.0, 1.0, 1.0, 1.0]).is_infinite(),
            "no gap to carry"
        );
    }
}
