//! What figures are drawn from: series of means with bands, and marks of what happens when.

use plotters::style::RGBColor;

use super::numbers::number;
use crate::experiment::{Ensemble, Summaries};
use crate::model::measures::Measure;
use crate::scenario::Scenario;

/// Points of a line at most; more cannot be told apart at the width of a figure.
const POINTS_MAX: usize = 400;
/// Horizons up to this are shown in months.
const MONTHS_UNTIL_YEARS: f64 = 2.0;

/// A run as figures see it.
#[derive(Clone, Copy)]
pub(super) struct Data<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) ensemble: &'a Ensemble,
    pub(super) summaries: &'a Summaries,
}

/// A line with its bands.
#[derive(Clone, Debug)]
pub(super) struct Series {
    pub(super) label: String,
    pub(super) colour: RGBColor,
    pub(super) points: Vec<Point>,
}

/// One point of a series; `NaN` where there is no value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    /// Time in the unit of the time axis.
    pub(super) time: f64,
    pub(super) mean: f64,
    /// 95 % interval of the mean.
    pub(super) interval: (f64, f64),
    /// 5 to 95 % of replications.
    pub(super) range: (f64, f64),
}

impl Point {
    /// All its numbers, for the extent of an axis.
    pub(super) fn values(&self) -> [f64; 5] {
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
pub(super) struct Mark {
    pub(super) time: f64,
    pub(super) text: String,
}

impl<'a> Data<'a> {
    /// The measure of a column, by the column's name.
    pub(super) fn measure(&self, key: &str) -> Option<&'static Measure> {
        let column = self.ensemble.column(key)?;
        Some(self.ensemble.columns()[column].measure)
    }

    /// Position of the last step.
    pub(super) fn last(&self) -> usize {
        self.ensemble.years().len() - 1
    }

    /// The mean of a column at a step; `NaN` where it has none.
    pub(super) fn mean(&self, key: &str, step: usize) -> f64 {
        self.ensemble
            .column(key)
            .and_then(|column| self.summaries.get(column, step))
            .map_or(f64::NAN, |summary| summary.mean)
    }

    /// Whether there is more than one replication, so that bands can be drawn.
    pub(super) fn has_bands(&self) -> bool {
        self.ensemble.replications().len() > 1
    }

    /// A column over time, every value times `factor`.
    pub(super) fn series(&self, key: &str, label: &str, colour: RGBColor, factor: f64) -> Series {
        let last = self.last();
        let stride = last.div_ceil(POINTS_MAX).max(1);
        let points = (0..last)
            .step_by(stride)
            .chain([last])
            .map(|step| self.point(key, step, factor))
            .collect();
        Series {
            label: label.to_owned(),
            colour,
            points,
        }
    }

    fn point(&self, key: &str, step: usize, factor: f64) -> Point {
        let nothing = (f64::NAN, f64::NAN);
        let mut point = Point {
            time: self.ensemble.years()[step] * self.times_a_year(),
            mean: f64::NAN,
            interval: nothing,
            range: nothing,
        };
        let column = self.ensemble.column(key);
        if let Some(summary) = column.and_then(|column| self.summaries.get(column, step)) {
            point.mean = summary.mean * factor;
            if summary.count > 1 {
                point.interval = (summary.interval_low * factor, summary.interval_high * factor);
                point.range = (summary.quantiles[0] * factor, summary.quantiles[4] * factor);
            }
        }
        point
    }

    /// Length of the run in the unit of the time axis.
    pub(super) fn horizon(&self) -> f64 {
        self.ensemble.years()[self.last()] * self.times_a_year()
    }

    /// Title of the time axis.
    pub(super) fn time_title(&self) -> &'static str {
        if self.in_months() {
            "months from the start"
        } else {
            "years from the start"
        }
    }

    fn in_months(&self) -> bool {
        self.ensemble.years()[self.last()] <= MONTHS_UNTIL_YEARS
    }

    fn times_a_year(&self) -> f64 {
        if self.in_months() { 12.0 } else { 1.0 }
    }

    /// How to read lines and bands.
    pub(super) fn reading(&self) -> String {
        match self.ensemble.replications().len() {
            1 => "One replication, so there are no bands: another seed would give another line.".to_owned(),
            count => format!(
                "Line: mean of {} replications. Dark band: 95 % interval of the mean. \
                 Light band: 5 to 95 % of replications.",
                number(count as f64, 0)
            ),
        }
    }

    /// What happens during the run, in order of time.
    pub(super) fn marks(&self) -> Vec<Mark> {
        let mut marks: Vec<Mark> = self.openings().chain(self.events()).collect();
        marks.retain(|mark| 0.0 < mark.time && mark.time < self.horizon());
        marks.sort_by(|one, other| one.time.total_cmp(&other.time));
        marks
    }

    fn openings(&self) -> impl Iterator<Item = Mark> + 'a {
        let scenario = self.scenario;
        let factor = self.times_a_year();
        let programmes = scenario.programme_keys.iter().zip(&scenario.programme_titles);
        programmes.filter_map(move |(key, title)| {
            let value = |name: &str| Some(&scenario.settings.get(&format!("programme.{key}.{name}"))?.value);
            let established = value("established")?.as_bool()?;
            let start = as_number(value("start_year")?)?;
            (!established).then(|| Mark {
                time: start * factor,
                text: format!("{title} decided"),
            })
        })
    }

    fn events(&self) -> impl Iterator<Item = Mark> + 'a {
        let factor = self.times_a_year();
        let events = self.scenario.events.as_array().map_or(&[][..], Vec::as_slice);
        events.iter().filter_map(move |event| {
            let event = event.as_table()?;
            Some(Mark {
                time: as_number(event.get("year")?)? * factor,
                text: event_name(event),
            })
        })
    }
}

/// What an event is called in a figure.
fn event_name(event: &toml::Table) -> String {
    if let Some(changes) = event.get("change").and_then(toml::Value::as_table) {
        let mut names = changes.iter();
        return match (names.next(), names.len()) {
            (Some((key, value)), 0) => {
                let name = key.rsplit('.').next().unwrap_or(key).replace('_', " ");
                format!("{name} becomes {}", value.to_string().replace('_', " "))
            }
            (_, others) => format!("{} settings change", others + 1),
        };
    }
    [
        ("grant_ends", "grant ends"),
        ("staff_cut", "staff cut"),
        ("campaign", "campaign"),
        ("shock", "participants leave"),
        ("election", "election"),
    ]
    .into_iter()
    .find(|(key, _)| event.contains_key(*key))
    .map_or("event", |(_, name)| name)
    .to_owned()
}

fn as_number(value: &toml::Value) -> Option<f64> {
    value
        .as_float()
        .or_else(|| value.as_integer().map(|number| number as f64))
}
