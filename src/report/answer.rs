//! The answer in words, made from the numbers.

use super::measures::{Course, Direction, is_nothing};
use crate::experiment::{Ensemble, Summaries};
use crate::figure::numbers::{Notation, count, number};
use crate::model::measures::Measure;
use crate::statistics::Summary;

/// What a run says, in words.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Output against outcome in one sentence.
    pub headline: String,
    /// One sentence for each main measure.
    pub sentences: Vec<String>,
    /// How sure the sentences are.
    pub certainty: String,
}

/// The measures of the answer, with what they are called in a sentence.
pub(super) const MEASURES: [(&str, &str); 7] = [
    ("participants_share", "The share of citizens who take part"),
    ("output", "Output"),
    ("outcome", "Outcome"),
    ("unmet_need", "Unmet need"),
    ("public_cost", "Public cost"),
    ("cost_per_outcome", "Cost per outcome"),
    (
        "equity_gap",
        "The gap in participation between the richest and the poorest quarter",
    ),
];

impl Answer {
    /// Puts a run into words.
    #[must_use]
    pub fn of(ensemble: &Ensemble, summaries: &Summaries) -> Self {
        let course = |key: &str| Course::of(ensemble, summaries, key);
        let mut sentences: Vec<String> = MEASURES
            .iter()
            .filter_map(|(key, name)| Some(sentence(name, &course(key)?)))
            .collect();
        let direction = |key: &str| {
            let course = course(key)?;
            let direction = course.direction()?;
            Some(if course.looks_constant() {
                Direction::NotMeasurably
            } else {
                direction
            })
        };
        sentences.extend(paradox(direction("outcome"), direction("unmet_need")));
        let headline = headline(direction("output"), direction("outcome"));
        Self {
            headline: match ensemble.replications().len() {
                1 => format!("One replication only. {headline}"),
                _ => headline,
            },
            sentences,
            certainty: certainty(ensemble, course("outcome").as_ref()),
        }
    }
}

/// Whether output and outcome go the same way.
fn headline(output: Option<Direction>, outcome: Option<Direction>) -> String {
    use Direction::{Falls, NotMeasurably, Rises};
    let (Some(output), Some(outcome)) = (output, outcome) else {
        return "Output and outcome cannot be compared: one of them has no value at the start or the end."
            .to_owned();
    };
    match (output, outcome) {
        (Rises, Rises) => {
            "Output and outcome go the same way: more is delivered, and more of the need is under control."
        }
        (Falls, Falls) => {
            "Output and outcome go the same way: less is delivered, and less of the need is under control."
        }
        (Rises, Falls) => {
            "Output and outcome part: more is delivered, but less of the need is under control."
        }
        (Falls, Rises) => {
            "Output and outcome part: less is delivered, but more of the need is under control."
        }
        (Rises, NotMeasurably) => "Output rises; the outcome does not change noticeably.",
        (Falls, NotMeasurably) => "Output falls; the outcome does not change noticeably.",
        (NotMeasurably, Rises) => "The outcome gets better; output does not change noticeably.",
        (NotMeasurably, Falls) => "The outcome gets worse; output does not change noticeably.",
        (NotMeasurably, NotMeasurably) => "Neither output nor outcome changes noticeably.",
    }
    .to_owned()
}

/// Why outcome and unmet need may rise or fall together, where they do.
fn paradox(outcome: Option<Direction>, unmet_need: Option<Direction>) -> Option<String> {
    let verb = match (outcome?, unmet_need?) {
        (Direction::Rises, Direction::Rises) => "rise",
        (Direction::Falls, Direction::Falls) => "fall",
        _ => return None,
    };
    Some(format!(
        "Outcome and unmet need {verb} together, as averages can: places with much unmet need weigh more in the \
         second, and the outcome follows with a lag."
    ))
}

/// One sentence on a measure: from where to where, and how surely; a second where it went further on the way.
fn sentence(name: &str, course: &Course) -> String {
    let notation = &course.notation;
    let (start, end) = (course.start, course.end_mean());
    let (Some(change), Some(direction)) = (course.change, course.direction()) else {
        return match (start.is_finite(), end.is_finite()) {
            (true, _) => format!(
                "{name} is {} at the start and has no value at the end.",
                notation.with_unit(start)
            ),
            (_, true) => format!(
                "{name} has no value at the start and is {} at the end.",
                notation.with_unit(end)
            ),
            _ => format!("{name} has no value in this run."),
        };
    };
    let amount = Amount::of(course.measure, &course.changes, course.start, &change);
    let text = match direction {
        _ if is_nothing(notation, &change) => format!("{name} stays at {}", notation.with_unit(end)),
        Direction::NotMeasurably => format!(
            "{name} does not change measurably: {} at the start, {} at the end{}",
            notation.value(start),
            notation.with_unit(end),
            amount.interval("95\u{a0}% interval of the change"),
        ),
        Direction::Rises | Direction::Falls if course.looks_constant() => {
            format!("{name} hardly changes: it stays at {}", notation.with_unit(end))
        }
        Direction::Rises | Direction::Falls => format!(
            "{name} {} from {} to {}, by {}{}",
            verb(course, direction),
            notation.value(start),
            notation.with_unit(end),
            amount.size(),
            amount.interval("95\u{a0}% interval"),
        ),
    };
    format!("{text}.{}", on_the_way(course))
}

/// What a measure does that goes this way: a gap is narrow or wide by its size, whichever side it is on.
fn verb(course: &Course, direction: Direction) -> &'static str {
    match gap(course.measure, course.start, course.end_mean()) {
        Some(Gap::Narrower) => "narrows",
        Some(Gap::Wider) => "widens",
        None if direction == Direction::Rises => "rises",
        None => "falls",
    }
}

/// What becomes of a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    Narrower,
    Wider,
}

/// What becomes of a gap that goes from one value to another; `None` where it turns round, and for what is no gap.
pub(super) fn gap(measure: &Measure, before: f64, after: f64) -> Option<Gap> {
    if !measure.is_gap() || before * after < 0.0 {
        None
    } else if after.abs() < before.abs() {
        Some(Gap::Narrower)
    } else {
        Some(Gap::Wider)
    }
}

/// How large a change is, in the words of a sentence.
///
/// Shares change by points, quantities by percent of their start, and what has no start by its own unit.
pub(super) struct Amount {
    notation: Notation,
    points: bool,
    change: f64,
    ends: Option<(f64, f64)>,
    count: usize,
}

impl Amount {
    /// A change from `start`, whose numbers are written in `notation`.
    pub(super) fn of(measure: &Measure, notation: &Notation, start: f64, change: &Summary) -> Self {
        let points = measure.unit.starts_with("share");
        let relative = measure.maximum.is_infinite() && start > 0.0;
        let factor = if relative { 1.0 / start } else { 1.0 };
        let scaled = |value: f64| value * factor;
        let notation = if relative {
            let magnitude = scaled(change.mean);
            Notation::new("share", magnitude, scaled(change.half_width()))
        } else {
            notation.clone()
        };
        Self {
            notation: notation.telling(scaled(change.interval_low), scaled(change.interval_high)),
            count: change.count,
            points,
            change: scaled(change.mean),
            ends: (change.count > 1).then(|| (scaled(change.interval_low), scaled(change.interval_high))),
        }
    }

    /// Its size without its sign.
    pub(super) fn size(&self) -> String {
        let size = self.change.abs();
        if self.points {
            let text = self.notation.change(size);
            text.trim_start_matches('+').to_owned()
        } else {
            self.notation.with_unit(size)
        }
    }

    /// ` (95 % interval a to b)`: of the size when it is clear which way it goes, of the change otherwise. Changes that are
    /// all equal have none.
    pub(super) fn interval(&self, name: &str) -> String {
        let Some((low, high)) = self.ends else {
            return String::new();
        };
        if high - low == 0.0 {
            return format!(" (equal in all {} replications)", count(self.count));
        }
        let range = if low > 0.0 {
            self.notation.range(low, high)
        } else if high < 0.0 {
            self.notation.range(-high, -low)
        } else if self.points {
            self.notation.change_range(low, high)
        } else {
            self.notation.range(low, high)
        };
        let range = if self.points {
            range.replace('%', "points")
        } else {
            range
        };
        format!(" ({name} {range})")
    }
}

/// ` On the way it was at …`: where the mean leaves the space between start and end by a good part of its size.
fn on_the_way(course: &Course) -> String {
    const PART: f64 = 0.1;
    let (low, high) = (
        course.start.min(course.end_mean()),
        course.start.max(course.end_mean()),
    );
    let margin = PART * low.abs().max(high.abs());
    let notation = &course.notation;
    let place = |(year, value): (f64, f64)| {
        let year = number(year, 1);
        format!("{} in year {year}", notation.value(value))
    };
    let above = course.highest.filter(|(_, value)| *value > high + margin);
    let below = course.lowest.filter(|(_, value)| *value < low - margin);
    match (above, below) {
        (Some(above), Some(below)) => format!(
            " On the way it is as high as {} and as low as {}.",
            place(above),
            place(below)
        ),
        (Some(above), None) => format!(" On the way it is as high as {}.", place(above)),
        (None, Some(below)) => format!(" On the way it is as low as {}.", place(below)),
        (None, None) => String::new(),
    }
}

/// What the intervals mean, and how far single replications lie apart.
fn certainty(ensemble: &Ensemble, outcome: Option<&Course>) -> String {
    let replications = ensemble.replications().len();
    if replications == 1 {
        return "One replication was run, so no interval can be given: with another seed the numbers would be \
                others. Run more with -n."
            .to_owned();
    }
    let spread = outcome.and_then(|course| {
        let [low, .., high] = course.end?.quantiles;
        let range = course.notation.range(low, high).replace(" to ", " and ");
        Some(format!(
            " Chance alone spreads the outcome: in nine of ten replications it ends between {range}."
        ))
    });
    format!(
        "Means over {} replications. The intervals say how exactly the mean of the model is known, not how \
         exactly the model knows the world.{}",
        count(replications),
        spread.unwrap_or_default()
    )
}
