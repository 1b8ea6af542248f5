//! A comparison in words, made from the numbers.

use super::{Line, named};
use crate::figure::numbers::{Notation, count};
use crate::model::measures::Better;
use crate::report::finding::Finding;
use crate::statistics::CONFIDENCE;
use crate::study::comparison::{Comparison, Place, RANKED, Ranking, Versus};
use crate::study::over_worlds::OverWorlds;
use crate::study::run::report::is_nothing;
use crate::study::run::report::{Amount, Gap, MEASURES, gap, these};
use crate::words::{say, words};

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
    /// In how many worlds it is better, where runs live in worlds.
    pub worlds: Option<String>,
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
                .enumerate()
                .map(|(number, (variant, versus))| VariantWords {
                    title: variant.title.clone(),
                    worlds: over_worlds(comparison, number + 1),
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

/// In how many of a hundred worlds, or of towns where chance cannot be told from worlds, an arm ends better than the baseline.
fn over_worlds(comparison: &Comparison, arm: usize) -> Option<String> {
    let (before, after) = (&comparison.ensembles[0], &comparison.ensembles[arm]);
    let worlds = before.worlds()?;
    let last = before.years().len().checked_sub(1)?;
    let (mut shares, mut are_worlds) = (Vec::new(), false);
    for key in [
        "participants_share",
        "outcome",
        "unmet_need",
        "public_cost",
        "public_value",
    ] {
        let (Some(one), Some(other)) = (before.column(key), after.column(key)) else {
            continue;
        };
        let measure = before.columns()[one].measure;
        let sign = match measure.better {
            Some(Better::Lower) => -1.0,
            Some(Better::Higher) | None => 1.0,
        };
        let pairs = before.sample(one, last).zip(after.sample(other, last));
        let gains: Vec<f64> = pairs.map(|(before, after)| sign * (after - before)).collect();
        if gains.iter().all(|gain| gain.abs() < f64::EPSILON) {
            continue;
        }
        let all = OverWorlds::of(&gains, worlds)?;
        are_worlds = all.chance().is_some();
        let share = count((100.0 * all.share_above(0.0)).round() as usize);
        let more = if measure.better.is_none() {
            words!("higher")
        } else {
            words!("better")
        };
        shares.push(say!("{} {more} in {share}", measure.label.text()));
    }
    if shares.is_empty() {
        return None;
    }
    let shares = shares.join("; ");
    Some(if are_worlds {
        say!("Of 100 plausible worlds: {shares}.")
    } else {
        say!("Of 100 plausible towns, each with a world and luck of its own: {shares}.")
    })
}

/// Output and outcome of a variant against those of the baseline.
fn headline(title: &str, versus: &Versus, replications: usize) -> String {
    let finding = |key: &str| Line::of(versus, key)?.finding();
    let (Some(output), Some(outcome)) = (finding("output"), finding("outcome")) else {
        return say!("With {title}: output and outcome cannot be compared, one of them has no value.");
    };
    match (output, outcome) {
        (Finding::Undecided, _) | (_, Finding::Undecided) => {
            undecided(title, (output, outcome), &these(replications))
        }
        both => decided(title, both),
    }
}

/// The same where it is known of both; empty where it is not.
fn decided(title: &str, output_and_outcome: (Finding, Finding)) -> String {
    use Finding::{Down, NotNoticeable, Undecided, Up};
    match output_and_outcome {
        (Up, Up) => say!("With {title}, more is delivered and the outcome is better than in the baseline."),
        (Down, Down) => {
            say!("With {title}, less is delivered and the outcome is worse than in the baseline.")
        }
        (Up, Down) => say!("With {title}, more is delivered than in the baseline, but the outcome is worse."),
        (Down, Up) => {
            say!("With {title}, less is delivered than in the baseline, but the outcome is better.")
        }
        (Up, NotNoticeable) => say!(
            "With {title}, more is delivered than in the baseline; the outcome does not differ noticeably."
        ),
        (Down, NotNoticeable) => say!(
            "With {title}, less is delivered than in the baseline; the outcome does not differ noticeably."
        ),
        (NotNoticeable, Up) => say!(
            "With {title}, the outcome is better than in the baseline; output does not differ noticeably."
        ),
        (NotNoticeable, Down) => say!(
            "With {title}, the outcome is worse than in the baseline; output does not differ noticeably."
        ),
        (NotNoticeable, NotNoticeable) => {
            say!("With {title}, neither output nor outcome differs noticeably from the baseline.")
        }
        (Undecided, _) | (_, Undecided) => String::new(),
    }
}

/// The same where it is not known of both, from `these` replications; empty where it is.
fn undecided(title: &str, output_and_outcome: (Finding, Finding), these: &str) -> String {
    use Finding::{Down, NotNoticeable, Undecided, Up};
    match output_and_outcome {
        (Up, Undecided) => say!(
            "With {title}, more is delivered than in the baseline; {these} cannot tell whether the outcome differs from \
             the baseline. Run more with -n."
        ),
        (Down, Undecided) => say!(
            "With {title}, less is delivered than in the baseline; {these} cannot tell whether the outcome differs from \
             the baseline. Run more with -n."
        ),
        (NotNoticeable, Undecided) => say!(
            "With {title}, output does not differ noticeably from the baseline; {these} cannot tell whether the outcome \
             differs from the baseline. Run more with -n."
        ),
        (Undecided, Up) => say!(
            "With {title}, the outcome is better than in the baseline; {these} cannot tell whether output differs from \
             the baseline. Run more with -n."
        ),
        (Undecided, Down) => say!(
            "With {title}, the outcome is worse than in the baseline; {these} cannot tell whether output differs from \
             the baseline. Run more with -n."
        ),
        (Undecided, NotNoticeable) => say!(
            "With {title}, the outcome does not differ noticeably from the baseline; {these} cannot tell whether output \
             differs from the baseline. Run more with -n."
        ),
        (Undecided, Undecided) => say!(
            "With {title}, {these} cannot tell whether output or outcome differs from the baseline. Run more with -n."
        ),
        (Up | Down | NotNoticeable, Up | Down | NotNoticeable) => String::new(),
    }
}

/// One sentence on a measure: how far the variant lies from the baseline, and how surely.
fn sentence(name: &str, line: &Line<'_>) -> String {
    let notation = &line.notation;
    let paired = &line.contrast.paired;
    let (before, after) = (paired.baseline.mean(), paired.variant.mean());
    let Some(difference) = line.contrast.difference else {
        return say!("{name} has no value in both at the end.");
    };
    let written = notation.with_unit(after);
    if is_nothing(&line.difference, &difference) {
        return say!("{name} is the same as in the baseline: {written}.");
    }
    let amount = Amount::of(line.column.measure, &line.difference, before, &difference);
    let values = say!("{} against {}", notation.value(after), notation.with_unit(before));
    let (low, high) = line.interval();
    let interval = || amount.interval(&words!("95\u{a0}% interval of the difference"));
    let rises = match line.finding() {
        Some(Finding::Up) => true,
        Some(Finding::Down) => false,
        Some(Finding::NotNoticeable) if low > 0.0 || high < 0.0 => {
            return say!("{name} hardly differs from the baseline: {written} in both.");
        }
        Some(Finding::NotNoticeable) => {
            return say!(
                "{name} does not differ noticeably from the baseline: {values}{}.",
                interval()
            );
        }
        Some(Finding::Undecided) | None => {
            return say!(
                "{name} is {values}, and {} cannot tell whether it differs{}.",
                these(difference.count),
                interval()
            );
        }
    };
    let (size, interval) = (amount.size(), amount.interval(&words!("95\u{a0}% interval")));
    match gap(line.column.measure, before, after) {
        Some(Gap::Narrower) => say!("{name} is {size} narrower{interval} than in the baseline: {values}."),
        Some(Gap::Wider) => say!("{name} is {size} wider{interval} than in the baseline: {values}."),
        None if rises => say!("{name} is {size} higher{interval} than in the baseline: {values}."),
        None => say!("{name} is {size} lower{interval} than in the baseline: {values}."),
    }
}

/// Which arm is best, where the order is not sure, and whether another measure ranks otherwise.
fn ranking(comparison: &Comparison) -> Vec<String> {
    let rankings: Vec<Ranking> = RANKED
        .iter()
        .filter_map(|key| Ranking::of(comparison, key))
        .collect();
    let Some((first, others)) = rankings.split_first() else {
        return vec![say!(
            "The variants cannot be ranked: no measure has a value in all of them."
        )];
    };
    let mut sentences = vec![say!(
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
        if interval.ends().iter().all(|end| notation.is_nothing(*end)) {
            return Some(say!(
                "{} and {} (equal)",
                named(comparison, pair[0].arm),
                named(comparison, pair[1].arm)
            ));
        }
        let measure = ranking.column.measure;
        let (low, high) = measure.reachable(ahead.baseline.mean(), (interval.low, interval.high));
        Some(say!(
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
    let share = say!(
        "{} is the best of all in {:.0}\u{a0}% of replications",
        capitalised(&named(comparison, best.arm)),
        100.0 * best.best
    );
    let unsure = unsure(comparison, ranking);
    if unsure.is_empty() {
        say!("The order of the means is sure: no 95\u{a0}% interval of a step in it covers zero. {share}.")
    } else {
        say!(
            "The order is not sure between {}. {share}.",
            unsure.join(&words!(", nor between "))
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
            let best = named(comparison, ranking.places[0].arm);
            let label = ranking.column.measure.label;
            if ranking.places[0].is_unsure() {
                say!("{best} by {label} (not sure)")
            } else {
                say!("{best} by {label}")
            }
        })
        .collect();
    if changed.is_empty() {
        let labels: Vec<&str> = others
            .iter()
            .map(|ranking| ranking.column.measure.label.text())
            .collect();
        return say!("The same one is first by {}.", labels.join(", "));
    }
    say!(
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
    if comparison.ensembles[0].worlds().is_some() {
        return say!(
            "Means over {} replications of each. The same replication meets the same world and the same luck in the baseline and in every \
             variant, so differences are taken within replications. Each interval holds by itself: of twenty, one may miss. They say how \
             exactly the mean over plausible worlds is known; in how many of them a variant is better stands with it.",
            count(replications)
        );
    }
    let mut text = say!(
        "Means over {} replications of each. The same replication meets the same luck in the baseline and in every \
         variant, so differences are taken within replications. Each interval holds by itself: of twenty, one may miss. \
         They say how exactly the difference in the model is known, not how exactly the model knows the world.",
        count(replications)
    );
    let bought = comparison.variants().filter_map(|(variant, versus)| {
        let (_, contrast) = versus.end("outcome")?;
        let unpaired = count(contrast.replications_needed(None).1?);
        Some(say!(
            " For the outcome of {}, {unpaired} replications with seeds of their own would be as exact.",
            variant.name()
        ))
    });
    text.extend(bought);
    text
}
