//! What figures are drawn from: series of means with bands, and marks of what happens when.

use plotters::style::RGBColor;

use super::happenings::happenings;
use super::numbers::count;
use crate::experiment::{Ensemble, Summaries};
use crate::model::measures::Measure;
use crate::scenario::Scenario;
use crate::statistics::{Spread, Summary, difference};
use crate::words::{say, words};

/// Points of a line at most; more cannot be told apart at the width of a figure.
const POINTS_MAX: usize = 400;
/// Horizons up to this are shown in months.
const MONTHS_UNTIL_YEARS: f64 = 2.0;

/// A run as figures see it.
#[derive(Clone, Copy)]
pub(crate) struct Data<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) ensemble: &'a Ensemble,
    pub(crate) summaries: &'a Summaries,
}

/// A line with its bands.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    pub(crate) label: String,
    pub(crate) colour: RGBColor,
    pub(crate) points: Vec<Point>,
}

impl Series {
    /// Whether it has a value anywhere.
    pub(crate) fn has_values(&self) -> bool {
        self.points.iter().any(|point| point.mean.is_finite())
    }

    /// Whether it is zero wherever it has a value.
    pub(crate) fn is_zero(&self) -> bool {
        self.points
            .iter()
            .all(|point| point.mean == 0.0 || point.mean.is_nan())
    }

    /// Whether its means are those of another series.
    pub(crate) fn equals(&self, other: &Self) -> bool {
        self.points.iter().zip(&other.points).all(|(one, other)| {
            match (one.mean.is_finite(), other.mean.is_finite()) {
                (true, true) => difference(one.mean, other.mean) == 0.0,
                (one, other) => one == other,
            }
        })
    }
}

/// What a band around so many single values holds of them.
pub(crate) fn spread_words(values: usize) -> &'static str {
    if values < Spread::LEAST {
        words!("the smallest to the largest").text()
    } else {
        words!("5 to 95 %").text()
    }
}

/// One point of a series; `NaN` where there is no value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    /// Time in the unit of the time axis.
    pub(crate) time: f64,
    pub(crate) mean: f64,
    /// 95 % interval of the mean.
    pub(crate) interval: (f64, f64),
    /// 5 to 95 % of replications, or the smallest and the largest of few.
    pub(crate) range: (f64, f64),
}

impl Point {
    /// A point without a value.
    pub(crate) const fn empty(time: f64) -> Self {
        let nothing = (f64::NAN, f64::NAN);
        Self {
            time,
            mean: f64::NAN,
            interval: nothing,
            range: nothing,
        }
    }

    /// Takes its numbers from a summary, every value times `factor`.
    pub(crate) fn show(&mut self, summary: &Summary, factor: f64) {
        self.mean = summary.mean * factor;
        if summary.count > 1 {
            self.interval = (summary.interval_low * factor, summary.interval_high * factor);
            let (low, high) = summary.spread().ends();
            self.range = (low * factor, high * factor);
        }
    }

    /// All its numbers, for the extent of an axis.
    pub(crate) fn values(&self) -> [f64; 5] {
        [
            self.mean,
            self.interval.0,
            self.interval.1,
            self.range.0,
            self.range.1,
        ]
    }
}

/// Something that happens at a time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mark {
    pub(crate) time: f64,
    pub(crate) text: String,
}

impl Data<'_> {
    /// The measure of a column, by the column's name.
    pub(crate) fn measure(&self, key: &str) -> Option<&'static Measure> {
        let column = self.ensemble.column(key)?;
        Some(self.ensemble.columns()[column].measure)
    }

    /// Position of the last step.
    pub(crate) fn last(&self) -> usize {
        self.ensemble.years().len() - 1
    }

    /// The mean of a column at a step; `NaN` where it has none.
    pub(crate) fn mean(&self, key: &str, step: usize) -> f64 {
        self.ensemble
            .column(key)
            .and_then(|column| self.summaries.get(column, step))
            .map_or(f64::NAN, |summary| summary.mean)
    }

    /// Whether there is more than one replication, so that bands can be drawn.
    pub(crate) fn has_bands(&self) -> bool {
        self.ensemble.replications().len() > 1
    }

    /// A column over time, every value times `factor`.
    pub(crate) fn series(&self, key: &str, label: &str, colour: RGBColor, factor: f64) -> Series {
        let points = self.steps().map(|step| self.point(key, step, factor)).collect();
        Series {
            label: label.to_owned(),
            colour,
            points,
        }
    }

    /// The steps that a line shows.
    pub(crate) fn steps(&self) -> impl Iterator<Item = usize> + use<> {
        let last = self.last();
        let stride = last.div_ceil(POINTS_MAX).max(1);
        (0..last).step_by(stride).chain([last])
    }

    /// When a step is, in the unit of the time axis.
    pub(crate) fn time(&self, step: usize) -> f64 {
        self.ensemble.years()[step] * self.times_a_year()
    }

    fn point(&self, key: &str, step: usize, factor: f64) -> Point {
        let mut point = Point::empty(self.time(step));
        let column = self.ensemble.column(key);
        if let Some(summary) = column.and_then(|column| self.summaries.get(column, step)) {
            point.show(summary, factor);
        }
        point
    }

    /// Length of the run in the unit of the time axis.
    pub(crate) fn horizon(&self) -> f64 {
        self.ensemble.years()[self.last()] * self.times_a_year()
    }

    /// Title of the time axis.
    pub(crate) fn time_title(&self) -> &'static str {
        if self.in_months() {
            words!("months from the start").text()
        } else {
            words!("years from the start").text()
        }
    }

    /// Whether time is counted in months.
    pub(crate) fn in_months(&self) -> bool {
        self.ensemble.years()[self.last()] <= MONTHS_UNTIL_YEARS
    }

    fn times_a_year(&self) -> f64 {
        if self.in_months() { 12.0 } else { 1.0 }
    }

    /// How to read lines and bands.
    pub(crate) fn reading(&self) -> String {
        match self.ensemble.replications().len() {
            1 => say!("One replication, so there are no bands: another seed would give another line."),
            replications => say!(
                "Line: mean of {} replications. Dark band: 95 % interval of the mean. \
                 Light band: {} of replications.",
                count(replications),
                spread_words(replications)
            ),
        }
    }

    /// What happens during the run, in order of time, but not at its very start or end.
    pub(crate) fn marks(&self) -> Vec<Mark> {
        happenings(self.scenario)
            .into_iter()
            .map(|happening| Mark {
                time: happening.year * self.times_a_year(),
                text: happening.text,
            })
            .filter(|mark| 0.0 < mark.time && mark.time < self.horizon())
            .collect()
    }
}
