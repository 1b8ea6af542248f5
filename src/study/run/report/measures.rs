//! The main measures: start, end, and the change between them.

use super::Contents;
use crate::experiment::{Ensemble, MAIN_MEASURES, PROGRAMME_MAIN_MEASURES, Summaries, municipality_keys};
use crate::figure::numbers::{MISSING, Notation};
use crate::model::measures::Measure;
use crate::report::finding::Finding;
use crate::statistics::Summary;
use crate::words::{Words, say, words};

/// A measure at the start and at the end.
#[derive(Clone, Debug)]
pub(in crate::study) struct Course {
    pub(in crate::study) measure: &'static Measure,
    /// Mean at the start; `NaN` where there is none.
    pub(in crate::study) start: f64,
    /// Summary at the end.
    pub(in crate::study) end: Option<Summary>,
    /// Summary of the change within each replication.
    pub(in crate::study) change: Option<Summary>,
    /// Year and value of the highest mean.
    pub(in crate::study) highest: Option<(f64, f64)>,
    /// Year and value of the lowest mean.
    pub(in crate::study) lowest: Option<(f64, f64)>,
    /// How its numbers are written.
    pub(in crate::study) notation: Notation,
    /// How its change is written.
    pub(in crate::study) changes: Notation,
}

/// What stands in place of an interval where replications that are all equal leave none.
pub(in crate::study) const WITHOUT_SPREAD: Words = words!("equal in all");

impl Course {
    /// The course of a column; `None` when there is no such column.
    pub(in crate::study) fn of(ensemble: &Ensemble, summaries: &Summaries, key: &str) -> Option<Self> {
        let column = ensemble.column(key)?;
        let measure = ensemble.columns()[column].measure;
        let last = ensemble.years().len() - 1;
        let start = summaries.get(column, 0).map_or(f64::NAN, |summary| summary.mean);
        let end = summaries.get(column, last).copied();
        let change = ensemble.change(column);
        let magnitude = start.abs().max(end.map_or(f64::NAN, |end| end.mean.abs()));
        let half_width = change.map_or(f64::NAN, |change| change.half_width());
        let plain = Notation::of(measure, magnitude, half_width);
        let (changes, notation) = notations(
            plain,
            start,
            end.map_or(f64::NAN, |end| end.mean),
            change.as_ref(),
        );
        let means = || {
            let years = ensemble.years().iter().enumerate();
            years.filter_map(|(step, year)| Some((*year, summaries.get(column, step)?.mean)))
        };
        Some(Self {
            measure,
            highest: means().max_by(|one, other| one.1.total_cmp(&other.1)),
            lowest: means().min_by(|one, other| one.1.total_cmp(&other.1)),
            start,
            end,
            change,
            notation,
            changes,
        })
    }

    /// Mean at the end; `NaN` where there is none.
    pub(in crate::study) fn end_mean(&self) -> f64 {
        self.end.map_or(f64::NAN, |end| end.mean)
    }

    /// Whether start and end are the same number as they are written.
    pub(in crate::study) fn looks_constant(&self) -> bool {
        self.notation.value(self.start) == self.notation.value(self.end_mean())
    }

    /// The interval of the change, cut at what is possible; the change itself where one replication gives no interval.
    pub(in crate::study) fn interval(&self) -> Option<(f64, f64)> {
        let change = self.change?;
        Some(if change.count > 1 {
            let interval = (change.interval_low, change.interval_high);
            self.measure.reachable(self.start, interval)
        } else {
            (change.mean, change.mean)
        })
    }

    /// Which way it goes.
    pub(in crate::study) fn finding(&self) -> Option<Finding> {
        let interval = self.interval()?;
        Some(Finding::of(
            self.measure,
            self.start,
            interval,
            self.looks_constant(),
        ))
    }
}

/// Whether a change and its interval are zero in the numbers shown.
pub(in crate::study) fn is_nothing(notation: &Notation, change: &Summary) -> bool {
    let interval = [change.interval_low, change.interval_high];
    let ends = interval.into_iter().filter(|end| end.is_finite());
    ends.chain([change.mean]).all(|value| notation.is_nothing(value))
}

/// How the change between two levels is written, and how they are, so that neither contradicts the other.
fn notations(plain: Notation, start: f64, end: f64, change: Option<&Summary>) -> (Notation, Notation) {
    let Some(change) = change else {
        return (plain.clone(), plain);
    };
    if is_nothing(&plain, change) {
        return (plain.clone(), plain);
    }
    let changes = plain.clone().telling(change.interval_low, change.interval_high);
    let levels = if plain.value(start) == plain.value(end) {
        plain
    } else {
        plain.agreeing(start, end, (&changes, change.mean))
    };
    let changes = changes.as_fine_as(&levels);
    (changes, levels)
}

/// A part of the table of measures.
pub(in crate::study) struct Group {
    pub(in crate::study) title: String,
    pub(in crate::study) rows: Vec<Row>,
}

/// A measure in words and numbers.
pub(in crate::study) struct Row {
    pub(in crate::study) label: String,
    pub(in crate::study) unit: String,
    pub(in crate::study) definition: &'static str,
    pub(in crate::study) start: String,
    pub(in crate::study) end: String,
    pub(in crate::study) change: String,
    pub(in crate::study) interval: String,
    pub(in crate::study) range: String,
}

/// The table of the main measures.
pub(in crate::study) fn groups(contents: &Contents<'_>) -> Vec<Group> {
    let row = |key: &str| Course::of(contents.ensemble, contents.summaries, key).map(|course| row(&course));
    let mut groups: Vec<Group> = MAIN_MEASURES
        .iter()
        .map(|(title, keys)| Group {
            title: title.to_string(),
            rows: keys.iter().filter_map(|key| row(key)).collect(),
        })
        .collect();
    let scenario = contents.scenario;
    if scenario.programme_keys.len() > 1 {
        let programmes = scenario.programme_keys.iter().zip(&scenario.programme_titles);
        groups.extend(programmes.map(|(programme, title)| {
            Group {
                title: say!("Programme: {title}"),
                rows: PROGRAMME_MAIN_MEASURES
                    .iter()
                    .filter_map(|key| row(&format!("{programme}.{key}")))
                    .collect(),
            }
        }));
    }
    groups.extend((1..=scenario.municipalities()).map(|municipality| {
        let keys = municipality_keys(municipality);
        Group {
            title: say!("Municipality {municipality}"),
            rows: keys.iter().filter_map(|key| row(key)).collect(),
        }
    }));
    groups.retain(|group| !group.rows.is_empty());
    groups
}

fn row(course: &Course) -> Row {
    let notation = &course.notation;
    let change = course.change;
    let several = change.filter(|change| change.count > 1);
    Row {
        label: course.measure.label.to_string(),
        unit: notation.unit_apart(),
        definition: course.measure.definition.text(),
        start: notation.value(course.start),
        end: notation.value(course.end_mean()),
        change: change.map_or_else(
            || MISSING.to_string(),
            |change| course.changes.change(change.mean),
        ),
        interval: several.zip(course.interval()).map_or_else(
            || "–".to_owned(),
            |(change, (low, high))| {
                if change.half_width() == 0.0 {
                    return WITHOUT_SPREAD.to_string();
                }
                course.changes.change_range(low, high)
            },
        ),
        range: course.end.filter(|end| end.count > 1).map_or_else(
            || "–".to_owned(),
            |end| {
                let (low, high) = end.spread().ends();
                notation.range(low, high)
            },
        ),
    }
}
