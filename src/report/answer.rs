//! The answer in words, made from the numbers.

use super::measures::{Course, Direction};
use crate::experiment::{Ensemble, Summaries};
use crate::figure::numbers::{Notation, count};
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
const MEASURES: [(&str, &str); 7] = [
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
        let sentences = MEASURES
            .iter()
            .filter_map(|(key, name)| Some(sentence(name, &course(key)?)))
            .collect();
        let direction = |key: &str| course(key).and_then(|course| course.direction());
        Self {
            headline: headline(direction("output"), direction("outcome")),
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
        (Rises, NotMeasurably) => "Output rises; the outcome does not change measurably.",
        (Falls, NotMeasurably) => "Output falls; the outcome does not change measurably.",
        (NotMeasurably, Rises) => "The outcome gets better; output does not change measurably.",
        (NotMeasurably, Falls) => "The outcome gets worse; output does not change measurably.",
        (NotMeasurably, NotMeasurably) => "Neither output nor outcome changes measurably.",
    }
    .to_owned()
}

/// One sentence on a measure: from where to where, and how surely.
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
    let interval = interval(course, &change);
    let same = notation.value(start) == notation.value(end);
    match direction {
        Direction::NotMeasurably => format!(
            "{name} does not change measurably: {} at the start, {} at the end{interval}.",
            notation.value(start),
            notation.with_unit(end),
        ),
        Direction::Rises | Direction::Falls if same => format!(
            "{name} hardly changes: it stays at {}{interval}.",
            notation.with_unit(end)
        ),
        Direction::Rises | Direction::Falls => format!(
            "{name} {} from {} to {}{}{interval}.",
            if direction == Direction::Rises {
                "rises"
            } else {
                "falls"
            },
            notation.value(start),
            notation.with_unit(end),
            relative(course, change.mean),
        ),
    }
}

/// `, by 4 %`, for measures that are not shares and start above zero.
fn relative(course: &Course, change: f64) -> String {
    if course.measure.maximum.is_finite() || course.start <= 0.0 {
        return String::new();
    }
    let part = (change / course.start).abs();
    let text = Notation::new("share", part, f64::NAN).value(part);
    format!(", by {text}")
}

fn interval(course: &Course, change: &Summary) -> String {
    if change.count < 2 {
        return String::new();
    }
    let notation = &course.notation;
    format!(
        " (change {}, 95\u{a0}% interval {})",
        notation.change(change.mean),
        notation.change_range(change.interval_low, change.interval_high)
    )
}

/// What the intervals mean, and how far single replications lie apart.
fn certainty(ensemble: &Ensemble, outcome: Option<&Course>) -> String {
    let replications = ensemble.replications().len();
    if replications == 1 {
        return "One replication was run, so no interval can be given: with another seed the numbers would be \
                others. Run more with -n."
            .to_owned();
    }
    let mut text = format!(
        "Means over {} replications. The intervals say how exactly the mean of the model is known, not how \
         exactly the model knows the world.",
        count(replications)
    );
    if let Some(course) = outcome
        && let Some(end) = course.end
    {
        let range = course.notation.range(end.quantiles[0], end.quantiles[4]);
        text = text
            + " Chance alone spreads the outcome: in nine of ten replications it ends between "
            + &range.replace(" to ", " and ")
            + ".";
    }
    text
}
