//! A comparison in words, made from the numbers.

use super::{Line, named};
use crate::figure::numbers::{Notation, count};
use crate::report::finding::Finding;
use crate::statistics::CONFIDENCE;
use crate::study::comparison::{Comparison, Place, RANKED, Ranking, Versus};
use crate::study::run::report::is_nothing;
use crate::study::run::report::{Amount, Gap, MEASURES, gap, these};

/// What a comparison says, in words.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    /// Each variant against the baseline.
    pub variants: Vec<VariantWords>,
    /// Which is best, and where the order is not sure.
    pub ranking: Vec<String>,
    /// How sure the sentences are.
    pub certainty: String,
}

/// One variant against the baseline, in words.
#[derive(Clone, Debug)]
pub(crate) struct VariantWords {
    /// Name of the variant.
    pub title: String,
    /// Output and outcome in one sentence.
    pub headline: String,
    /// One sentence for each main measure.
    pub sentences: Vec<String>,
}

impl Words {
    /// Puts a comparison into words.
    #[must_use]
    pub(crate) fn of(comparison: &Comparison) -> Self {
        Self {
            variants: comparison
                .variants()
                .map(|(variant, versus)| VariantWords {
                    title: variant.title.clone(),
                    headline: headline(&variant.name(), versus, comparison.replications()),
                    sentences: MEASURES
                        .iter()
                        .filter_map(|(key, name)| Some(sentence(name, &Line::of(versus, key)?)))
                        .collect(),
                })
                .collect(),
            ranking: ranking(comparison),
            certainty: certainty(comparison),
        }
    }
}

/// Output and outcome of a variant against those of the baseline.
fn headline(title: &str, versus: &Versus, replications: usize) -> String {
    use Finding::{Down, NotNoticeable, Undecided, Up};
    let finding = |key: &str| Line::of(versus, key)?.finding();
    let (Some(output), Some(outcome)) = (finding("output"), finding("outcome")) else {
        return format!("With {title}: output and outcome cannot be compared, one of them has no value.");
    };
    let words = match (output, outcome) {
        (Up, Up) => "more is delivered and the outcome is better than in the baseline",
        (Down, Down) => "less is delivered and the outcome is worse than in the baseline",
        (Up, Down) => "more is delivered than in the baseline, but the outcome is worse",
        (Down, Up) => "less is delivered than in the baseline, but the outcome is better",
        (Up, NotNoticeable) => {
            "more is delivered than in the baseline; the outcome does not differ noticeably"
        }
        (Down, NotNoticeable) => {
            "less is delivered than in the baseline; the outcome does not differ noticeably"
        }
        (NotNoticeable, Up) => {
            "the outcome is better than in the baseline; output does not differ noticeably"
        }
        (NotNoticeable, Down) => {
            "the outcome is worse than in the baseline; output does not differ noticeably"
        }
        (NotNoticeable, NotNoticeable) => "neither output nor outcome differs noticeably from the baseline",
        (Up, Undecided) => "more is delivered than in the baseline; ",
        (Down, Undecided) => "less is delivered than in the baseline; ",
        (NotNoticeable, Undecided) => "output does not differ noticeably from the baseline; ",
        (Undecided, Up) => "the outcome is better than in the baseline; ",
        (Undecided, Down) => "the outcome is worse than in the baseline; ",
        (Undecided, NotNoticeable) => "the outcome does not differ noticeably from the baseline; ",
        (Undecided, Undecided) => "",
    };
    let what = match (output, outcome) {
        (Undecided, Undecided) => "output or outcome differs",
        (Undecided, _) => "output differs",
        (_, Undecided) => "the outcome differs",
        _ => return format!("With {title}, {words}."),
    };
    format!(
        "With {title}, {words}{} cannot tell whether {what} from the baseline. Run more with -n.",
        these(replications)
    )
}

/// One sentence on a measure: how far the variant lies from the baseline, and how surely.
fn sentence(name: &str, line: &Line<'_>) -> String {
    let notation = &line.notation;
    let paired = &line.contrast.paired;
    let (before, after) = (paired.baseline.mean(), paired.variant.mean());
    let Some(difference) = line.contrast.difference else {
        return format!("{name} has no value in both at the end.");
    };
    if is_nothing(&line.difference, &difference) {
        return format!(
            "{name} is the same as in the baseline: {}.",
            notation.with_unit(after)
        );
    }
    let amount = Amount::of(line.column.measure, &line.difference, before, &difference);
    let values = format!("{} against {}", notation.value(after), notation.with_unit(before));
    let (low, high) = line.interval();
    let interval = || amount.interval("95\u{a0}% interval of the difference");
    let word = match line.finding() {
        Some(Finding::Up) => "higher",
        Some(Finding::Down) => "lower",
        Some(Finding::NotNoticeable) if low > 0.0 || high < 0.0 => {
            return format!(
                "{name} hardly differs from the baseline: {} in both.",
                notation.with_unit(after)
            );
        }
        Some(Finding::NotNoticeable) => {
            return format!(
                "{name} does not differ noticeably from the baseline: {values}{}.",
                interval()
            );
        }
        Some(Finding::Undecided) | None => {
            return format!(
                "{name} is {values}, and {} cannot tell whether it differs{}.",
                these(difference.count),
                interval()
            );
        }
    };
    let word = match gap(line.column.measure, before, after) {
        Some(Gap::Narrower) => "narrower",
        Some(Gap::Wider) => "wider",
        None => word,
    };
    format!(
        "{name} is {} {word}{} than in the baseline: {values}.",
        amount.size(),
        amount.interval("95\u{a0}% interval"),
    )
}

/// Which arm is best, where the order is not sure, and whether another measure ranks otherwise.
fn ranking(comparison: &Comparison) -> Vec<String> {
    let rankings: Vec<Ranking> = RANKED
        .iter()
        .filter_map(|key| Ranking::of(comparison, key))
        .collect();
    let Some((first, others)) = rankings.split_first() else {
        return vec!["The variants cannot be ranked: no measure has a value in all of them.".to_owned()];
    };
    let mut sentences = vec![format!(
        "By {} at the end, from the best: {}.",
        first.column.measure.label,
        order(comparison, first)
    )];
    sentences.push(sureness(comparison, first));
    sentences.push(changes(comparison, first, others));
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// The arms of a ranking with their means, the best first.
pub(super) fn order(comparison: &Comparison, ranking: &Ranking) -> String {
    let magnitude = ranking
        .places
        .iter()
        .map(|place| place.mean.abs())
        .fold(0.0, f64::max);
    let half_widths = ranking.places.iter().filter_map(|place| place.ahead);
    let half_width = half_widths
        .map(|ahead| ahead.difference.half_width(CONFIDENCE))
        .fold(f64::INFINITY, f64::min);
    let notation = Notation::new(ranking.column.measure.unit, magnitude, half_width);
    let places: Vec<String> = ranking
        .places
        .iter()
        .map(|place| {
            format!(
                "{} ({})",
                named(comparison, place.arm),
                notation.value(place.mean)
            )
        })
        .collect();
    places.join("; ")
}

/// Neighbours in a ranking whose order is not sure.
pub(super) fn unsure(comparison: &Comparison, ranking: &Ranking) -> Vec<String> {
    let pair = |pair: &[Place]| {
        let ahead = pair[0].ahead.filter(|_| pair[0].is_unsure())?;
        let notation = super::difference_notation(ranking.column.measure.unit, &ahead);
        let interval = ahead.interval(CONFIDENCE);
        if [interval.low, interval.high]
            .iter()
            .all(|end| notation.is_nothing(*end))
        {
            return Some(format!(
                "{} and {} (equal)",
                named(comparison, pair[0].arm),
                named(comparison, pair[1].arm)
            ));
        }
        let measure = ranking.column.measure;
        let (low, high) = measure.reachable(ahead.baseline.mean(), (interval.low, interval.high));
        Some(format!(
            "{} and {} (difference {}, 95\u{a0}% interval {})",
            named(comparison, pair[0].arm),
            named(comparison, pair[1].arm),
            notation.change(ahead.difference.mean()),
            notation.change_range(low, high)
        ))
    };
    ranking.places.windows(2).filter_map(pair).collect()
}

fn sureness(comparison: &Comparison, ranking: &Ranking) -> String {
    let best = &ranking.places[0];
    let share = format!(
        "{} is the best of all in {:.0}\u{a0}% of replications",
        capitalised(&named(comparison, best.arm)),
        100.0 * best.best
    );
    let unsure = unsure(comparison, ranking);
    if unsure.is_empty() {
        format!("The order of the means is sure: no 95\u{a0}% interval of a step in it covers zero. {share}.")
    } else {
        format!(
            "The order is not sure between {}. {share}.",
            unsure.join(", nor between ")
        )
    }
}

/// Which other measures put another arm first; those by which the best two are equal have nothing to say.
fn changes(comparison: &Comparison, first: &Ranking, others: &[Ranking]) -> String {
    let leader = first.places[0].arm;
    let told_apart = |ranking: &&Ranking| {
        let ahead = ranking.places[0].ahead;
        ahead.is_some_and(|ahead| ahead.difference.mean() != 0.0)
    };
    let others: Vec<&Ranking> = others.iter().filter(told_apart).collect();
    if others.is_empty() {
        return String::new();
    }
    let changed: Vec<String> = others
        .iter()
        .filter(|ranking| ranking.places[0].arm != leader)
        .map(|ranking| {
            format!(
                "{} by {}{}",
                named(comparison, ranking.places[0].arm),
                ranking.column.measure.label,
                if ranking.places[0].is_unsure() {
                    " (not sure)"
                } else {
                    ""
                }
            )
        })
        .collect();
    if changed.is_empty() {
        let labels: Vec<&str> = others
            .iter()
            .map(|ranking| ranking.column.measure.label.text())
            .collect();
        return format!("The same one is first by {}.", labels.join(", "));
    }
    format!(
        "The ranking changes with the measure. First is {}.",
        changed.join("; ")
    )
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// What the intervals mean, and what pairing bought.
fn certainty(comparison: &Comparison) -> String {
    let replications = comparison.replications();
    let mut text = format!(
        "Means over {} replications of each. The same replication meets the same luck in the baseline and in every \
         variant, so differences are taken within replications. Each interval holds by itself: of twenty, one may miss. \
         They say how exactly the difference in the model is known, not how exactly the model knows the world. Gain: \
         how many times more replications separate seeds would need for an interval as narrow.",
        count(replications)
    );
    let bought = comparison.variants().filter_map(|(variant, versus)| {
        let (_, contrast) = versus.end("outcome")?;
        let unpaired = count(contrast.replications_needed(None).1?);
        Some(format!(
            " For the outcome of {}, {unpaired} replications with seeds of their own would be as exact.",
            variant.name()
        ))
    });
    text.extend(bought);
    text
}
