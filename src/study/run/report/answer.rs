//! The answer in words, made from the numbers.

use super::measures::{Course, is_nothing};
use crate::experiment::{Ensemble, Summaries};
use crate::figure::numbers::{Notation, count, number};
use crate::model::measures::Measure;
use crate::report::finding::Finding;
use crate::statistics::{Spread, Summary};
use crate::study::over_worlds::OverWorlds;
use crate::words::{Words, say, words};

/// What a run says, in words.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// Output against outcome in one sentence.
    pub headline: String,
    /// One sentence for each main measure.
    pub sentences: Vec<String>,
    /// How sure the sentences are.
    pub certainty: String,
}

/// The measures of the answer, with what they are called as the subject of a sentence, which is definite in Danish though the
/// same words head figures.
pub(in crate::study) const MEASURES: [(&str, Words); 7] = [
    (
        "participants_share",
        words!("The share of citizens who take part"),
    ),
    ("output", Words::new("Output", "Ydelserne")),
    ("outcome", Words::new("Outcome", "Virkningen")),
    ("unmet_need", Words::new("Unmet need", "Det udækkede behov")),
    ("public_cost", Words::new("Public cost", "Den offentlige udgift")),
    (
        "cost_per_outcome",
        Words::new("Cost per outcome", "Udgiften pr. virkning"),
    ),
    (
        "equity_gap",
        words!("The gap in participation between the richest and the poorest quarter"),
    ),
];

/// The measures of which it is said how far worlds lie apart; bands of all others are in the tables and figures.
const OVER_WORLDS: [&str; 3] = ["participants_share", "outcome", "public_cost"];

impl Answer {
    /// Puts a run into words.
    #[must_use]
    pub(crate) fn of(ensemble: &Ensemble, summaries: &Summaries) -> Self {
        let course = |key: &str| Course::of(ensemble, summaries, key);
        let mut sentences: Vec<String> = MEASURES
            .iter()
            .filter_map(|(key, name)| Some(sentence(name, &course(key)?)))
            .collect();
        let finding = |key: &str| course(key)?.finding();
        sentences.extend(paradox(finding("outcome"), finding("unmet_need")));
        let of_worlds = MEASURES.iter().filter(|(key, _)| OVER_WORLDS.contains(key));
        sentences.extend(of_worlds.filter_map(|(key, name)| over_worlds(name, ensemble, &course(key)?)));
        let replications = ensemble.replications().len();
        let headline = headline(finding("output"), finding("outcome"), replications);
        Self {
            headline: match replications {
                1 => say!("One replication only. {headline}"),
                _ => headline,
            },
            sentences,
            certainty: certainty(ensemble, course("outcome").as_ref()),
        }
    }
}

/// Whether output and outcome go the same way.
fn headline(output: Option<Finding>, outcome: Option<Finding>, replications: usize) -> String {
    use Finding::{Down, NotNoticeable, Undecided, Up};
    let (Some(output), Some(outcome)) = (output, outcome) else {
        return say!(
            "Output and outcome cannot be compared: one of them has no value at the start or the end."
        );
    };
    let known = match (output, outcome) {
        (Up, Up) => words!(
            "Output and outcome go the same way: \
             more is delivered, and more of the need is under control."
        ),
        (Down, Down) => words!(
            "Output and outcome go the same way: \
             less is delivered, and less of the need is under control."
        ),
        (Up, Down) => {
            words!("Output and outcome part: more is delivered, but less of the need is under control.")
        }
        (Down, Up) => {
            words!("Output and outcome part: less is delivered, but more of the need is under control.")
        }
        (Up, NotNoticeable) => words!("Output rises; the outcome does not change noticeably."),
        (Down, NotNoticeable) => words!("Output falls; the outcome does not change noticeably."),
        (NotNoticeable, Up) => words!("The outcome gets better; output does not change noticeably."),
        (NotNoticeable, Down) => words!("The outcome gets worse; output does not change noticeably."),
        (NotNoticeable, NotNoticeable) => words!("Neither output nor outcome changes noticeably."),
        (Up, Undecided) => words!("Output rises;"),
        (Down, Undecided) => words!("Output falls;"),
        (NotNoticeable, Undecided) => words!("Output does not change noticeably;"),
        (Undecided, Up) => words!("The outcome gets better;"),
        (Undecided, Down) => words!("The outcome gets worse;"),
        (Undecided, NotNoticeable) => words!("The outcome does not change noticeably;"),
        (Undecided, Undecided) => words!("Undecided:"),
    };
    let what = match (output, outcome) {
        (Undecided, Undecided) => words!("output or outcome changes"),
        (Undecided, _) => words!("output changes"),
        (_, Undecided) => words!("the outcome changes"),
        _ => return known.to_string(),
    };
    say!(
        "{known} {} cannot tell whether {what}. Run more with -n.",
        these(replications)
    )
}

/// The replications, as a sentence that tells what they cannot tell names them.
pub(in crate::study) fn these(replications: usize) -> String {
    match replications {
        1 => say!("this one replication"),
        _ => say!("these {} replications", count(replications)),
    }
}

/// Why outcome and unmet need may rise or fall together, where they do.
fn paradox(outcome: Option<Finding>, unmet_need: Option<Finding>) -> Option<String> {
    let verb = match (outcome?, unmet_need?) {
        (Finding::Up, Finding::Up) => words!("rise"),
        (Finding::Down, Finding::Down) => words!("fall"),
        _ => return None,
    };
    Some(say!(
        "Outcome and unmet need {verb} together, as averages can: places with much unmet need weigh more in the \
         second, and the outcome follows with a lag."
    ))
}

/// One sentence on a measure: from where to where, and how surely; a second where it went further on the way.
fn sentence(name: &str, course: &Course) -> String {
    let (start, end) = (course.start, course.end_mean());
    let [above, below] = outside(course);
    // Levels that lie apart are not written alike.
    let notation = &[
        above.map(|(_, value)| (value, start.max(end))),
        below.map(|(_, value)| (value, start.min(end))),
    ]
    .into_iter()
    .flatten()
    .fold(course.notation.clone(), |notation, (one, other)| {
        notation.apart(one, other)
    });
    let (Some(change), Some(finding)) = (course.change, course.finding()) else {
        return match (start.is_finite(), end.is_finite()) {
            (true, _) => say!(
                "{name} is {} at the start and has no value at the end.",
                notation.with_unit(start)
            ),
            (_, true) => say!(
                "{name} has no value at the start and is {} at the end.",
                notation.with_unit(end)
            ),
            _ => say!("{name} has no value in this run."),
        };
    };
    let amount = Amount::of(course.measure, &course.changes, course.start, &change);
    let is_sure = course
        .interval()
        .is_some_and(|(low, high)| low > 0.0 || high < 0.0);
    let text = match finding {
        _ if is_nothing(notation, &change) => say!("{name} stays at {}", notation.with_unit(end)),
        Finding::NotNoticeable if is_sure => {
            say!("{name} hardly changes: it stays at {}", notation.with_unit(end))
        }
        Finding::NotNoticeable => say!(
            "{name} does not change noticeably: {} at the start, {} at the end{}",
            notation.value(start),
            notation.with_unit(end),
            amount.interval(&words!("95\u{a0}% interval of the change")),
        ),
        Finding::Undecided => say!(
            "{name} is {} at the start and {} at the end, and {} cannot tell whether it changes{}",
            notation.value(start),
            notation.with_unit(end),
            these(change.count),
            amount.interval(&words!("95\u{a0}% interval of the change")),
        ),
        Finding::Up | Finding::Down => say!(
            "{name} {} from {} to {}, by {}{}",
            verb(course, finding),
            notation.value(start),
            notation.with_unit(end),
            amount.size(),
            amount.interval(&words!("95\u{a0}% interval")),
        ),
    };
    format!("{text}.{}", on_the_way(above, below, notation))
}

/// What a measure does that goes this way: a gap is narrow or wide by its size, whichever side it is on.
fn verb(course: &Course, finding: Finding) -> Words {
    match gap(course.measure, course.start, course.end_mean()) {
        Some(Gap::Narrower) => words!("narrows"),
        Some(Gap::Wider) => words!("widens"),
        None if finding == Finding::Up => words!("rises"),
        None => words!("falls"),
    }
}

/// What becomes of a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::study) enum Gap {
    Narrower,
    Wider,
}

/// What becomes of a gap that goes from one value to another; `None` where it turns round, and for what is no gap.
pub(in crate::study) fn gap(measure: &Measure, before: f64, after: f64) -> Option<Gap> {
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
pub(in crate::study) struct Amount {
    notation: Notation,
    points: bool,
    change: f64,
    ends: Option<(f64, f64)>,
    count: usize,
}

impl Amount {
    /// A change from `start`, whose numbers are written in `notation`.
    pub(in crate::study) fn of(measure: &Measure, notation: &Notation, start: f64, change: &Summary) -> Self {
        let points = measure.unit.starts_with("share");
        let relative = measure.maximum.is_infinite() && start > 0.0;
        let factor = if relative { 1.0 / start } else { 1.0 };
        let scaled = |value: f64| value * factor;
        let (low, high) = measure.reachable(start, (change.interval_low, change.interval_high));
        let notation = if relative {
            let magnitude = scaled(change.mean);
            Notation::new("share", magnitude, scaled(change.half_width()))
        } else {
            notation.clone()
        };
        Self {
            notation: notation.telling(scaled(low), scaled(high)),
            count: change.count,
            points,
            change: scaled(change.mean),
            ends: (change.count > 1).then(|| (scaled(low), scaled(high))),
        }
    }

    /// Its size without its sign.
    pub(in crate::study) fn size(&self) -> String {
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
    pub(in crate::study) fn interval(&self, name: &str) -> String {
        let Some((low, high)) = self.ends else {
            return String::new();
        };
        if high - low == 0.0 {
            return say!(" (equal in all {} replications)", count(self.count));
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
            range.replace('%', &words!("points"))
        } else {
            range
        };
        format!(" ({name} {range})")
    }
}

/// Years and values of the highest and the lowest mean, where it leaves the space between start and end by a good part of
/// its size.
fn outside(course: &Course) -> [Option<(f64, f64)>; 2] {
    const PART: f64 = 0.1;
    let (low, high) = (
        course.start.min(course.end_mean()),
        course.start.max(course.end_mean()),
    );
    let margin = PART * low.abs().max(high.abs());
    [
        course.highest.filter(|(_, value)| *value > high + margin),
        course.lowest.filter(|(_, value)| *value < low - margin),
    ]
}

/// ` On the way it is as high as …`
fn on_the_way(above: Option<(f64, f64)>, below: Option<(f64, f64)>, notation: &Notation) -> String {
    let place = |(year, value): (f64, f64)| {
        let year = number(year, 1);
        say!("{} in year {year}", notation.value(value))
    };
    match (above, below) {
        (Some(above), Some(below)) => say!(
            " On the way it is as high as {} and as low as {}.",
            place(above),
            place(below)
        ),
        (Some(above), None) => say!(" On the way it is as high as {}.", place(above)),
        (None, Some(below)) => say!(" On the way it is as low as {}.", place(below)),
        (None, None) => String::new(),
    }
}

/// What the intervals mean, and how far single replications lie apart.
fn certainty(ensemble: &Ensemble, outcome: Option<&Course>) -> String {
    let replications = ensemble.replications().len();
    if replications == 1 {
        return say!(
            "One replication was run, so no interval can be given: with another seed the numbers would be \
             others. Run more with -n."
        );
    }
    let spread = outcome
        .filter(|_| ensemble.worlds().is_none())
        .and_then(|course| {
            let end = course.end?;
            let notation = |low: f64, high: f64| course.notation.clone().apart(low, high);
            let words = match end.spread() {
                Spread::NineTenths(low, high) | Spread::All(low, high)
                    if notation(low, high).value(low) == notation(low, high).value(high) =>
                {
                    return None;
                }
                Spread::NineTenths(low, high) => say!(
                    "in nine of ten replications it ends between {} and {}",
                    notation(low, high).digits(low),
                    notation(low, high).value(high)
                ),
                Spread::All(smallest, largest) => say!(
                    "in {} it ends between {} (the smallest) and {} (the largest)",
                    these(end.count),
                    notation(smallest, largest).value(smallest),
                    notation(smallest, largest).value(largest)
                ),
            };
            Some(say!(" Chance alone spreads the outcome: {words}."))
        });
    if let Some(worlds) = ensemble.worlds() {
        let means = say!(
            "Means over {} replications. The intervals say how exactly the mean over plausible worlds and over chance is known; how far \
             worlds lie apart is another matter.",
            count(replications)
        );
        let told_apart = say!(" From -n {} on chance is told from worlds.", 2 * worlds);
        return if replications < 2 * worlds {
            means + &told_apart
        } else {
            means
        };
    }
    say!(
        "Means over {} replications. The intervals say how exactly the mean of the model is known, not how \
         exactly the model knows the world.{}",
        count(replications),
        spread.unwrap_or_default()
    )
}

/// How far worlds lie apart at the end, and how far chance takes a run, where runs live in worlds and are enough to say so.
fn over_worlds(name: &str, ensemble: &Ensemble, course: &Course) -> Option<String> {
    let column = ensemble.column(course.measure.key)?;
    let last = ensemble.years().len().checked_sub(1)?;
    let ends: Vec<f64> = ensemble.sample(column, last).collect();
    let all = OverWorlds::of(&ends, ensemble.worlds()?)?;
    let [low, typical, high] = [0.05, 0.5, 0.95].map(|share| all.quantile(share));
    let notation = course.notation.clone().apart(low, high);
    let (low, typical, high) = (
        notation.digits(low),
        notation.with_unit(typical),
        notation.value(high),
    );
    Some(match all.chance() {
        Some(chance) => say!(
            "{name} at the end: in nine of ten plausible worlds between {low} and {high}, typically {typical}; chance alone takes nine of ten \
             towns of a world up to {} from its mean.",
            notation.with_unit(chance)
        ),
        None => say!(
            "{name} at the end: in nine of ten plausible towns, each with a world and luck of its own, between {low} and {high}, typically \
             {typical}."
        ),
    })
}
