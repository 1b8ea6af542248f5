//! When a measure is taken.

use std::fmt;

use super::document::{Content, Item};
use crate::model::setup::Setup;
use crate::words::{Language, Words, given, language, say, words};

/// No run lasts longer.
pub(super) const YEARS_MAX: u32 = 100;

/// A length of time in years, in words.
pub(super) fn so_many_years(years: f64) -> String {
    match given(years) {
        one if one == "1" => say!("1 year"),
        years => say!("{years} years"),
    }
}

/// A length of time in months, in words.
pub(super) fn so_many_months(months: f64) -> String {
    match given(months) {
        one if one == "1" => say!("1 month"),
        months => say!("{months} months"),
    }
}

/// When a measure is taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Time {
    /// After the last step.
    End,
    /// So many years after the start.
    Year(f64),
    /// Mean over the steps from one year to another, both included.
    Mean {
        /// First year.
        from: f64,
        /// Last year.
        to: f64,
    },
}

impl Time {
    /// What can be written where a time is asked for.
    pub(super) const EXPECTED: Words = words!("\"end\", a year from 0 on, or two years that rise");

    /// `"end"`, a year, or a list of two years.
    pub(super) fn of(item: &Item) -> Option<Self> {
        let year = |item: &Item| item.as_number().filter(|year| year.is_finite() && *year >= 0.0);
        match &item.content {
            Content::Leaf(toml::Value::String(text)) => (text == "end").then_some(Self::End),
            Content::Leaf(_) => year(item).map(Self::Year),
            Content::List(items) => match &items[..] {
                [from, to] => {
                    let (from, to) = (year(from)?, year(to)?);
                    (from < to).then_some(Self::Mean { from, to })
                }
                _ => None,
            },
            Content::Table(_) => None,
        }
    }

    /// The last year that is looked at, where that is not the end of the run.
    #[must_use]
    pub const fn last_year(self) -> Option<f64> {
        match self {
            Self::End => None,
            Self::Year(year) | Self::Mean { to: year, .. } => Some(year),
        }
    }

    /// Whether it lies within a run of so many years.
    #[must_use]
    pub fn is_within(self, horizon_years: f64) -> bool {
        // Half a month of grace, since steps end where months do.
        self.last_year().is_none_or(|year| year <= horizon_years + 0.05)
    }

    /// The steps of a run that are averaged, in increasing order.
    ///
    /// ```
    /// use samspil::scenario::Time;
    /// assert_eq!(Time::Mean { from: 1.0, to: 1.2 }.steps(12, 96), [12, 13, 14]);
    /// assert_eq!(Time::End.steps(12, 96), [96]);
    /// ```
    #[must_use]
    pub fn steps(&self, steps_per_year: u32, last: u32) -> Vec<u32> {
        let step = |year: f64| ((year * f64::from(steps_per_year)).round() as u32).min(last);
        match *self {
            Self::End => vec![last],
            Self::Year(year) => vec![step(year)],
            Self::Mean { from, to } => (step(from)..=step(to)).collect(),
        }
    }

    /// The steps averaged in runs of a setup.
    #[must_use]
    pub fn steps_of(&self, setup: &Setup) -> Vec<u32> {
        self.steps(setup.steps_per_year, setup.steps)
    }
}

impl fmt::Display for Time {
    /// In words, as part of a sentence.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match *self {
            Self::End => say!("at the end"),
            Self::Year(year) => say!("in year {}", as_read(year)),
            Self::Mean { from, to } => say!("over years {} to {}", as_read(from), as_read(to)),
        };
        formatter.write_str(&words)
    }
}

/// A year with the sign before its decimals that readers know.
fn as_read(year: f64) -> String {
    let text = year.to_string();
    match language() {
        Language::English => text,
        Language::Danish => text.replace('.', ","),
    }
}
