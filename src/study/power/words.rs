//! The answer of a power analysis in words and for programs.

use serde_json::{Value, json};

use super::{
    COUNTS, Effect, EffectOf, Estimate, Pilot, PowerAnalysis, PowerAnswer, SIGNIFICANCE, Seeds, Silence,
};
use crate::figure::numbers::{Notation, count, counted, nouns, number, percent};
use crate::report::text::aligned;
use crate::statistics::CONFIDENCE;
use crate::words::{Words, say, words};

/// What no power analysis can tell.
pub(super) const LIMITS: Words = words!(
    "Power speaks of chance between replications: how often so many of them find an effect of this size if \
     the model has it. It says nothing of what is not known about parameters and mechanisms; no number of \
     replications makes up for that."
);

/// How brackets are to be read.
pub(super) const BRACKETS: Words = words!(
    "In brackets: the same at both ends of the 95 % interval of the pilot's standard deviation, if \
     differences are normal."
);

/// Why the pilot's own difference is no good effect to plan on.
pub(super) const OPTIMISTIC: Words = words!(
    "Planning on the pilot's own difference is optimistic: that difference is itself a matter of chance, and \
     a pilot that shows much is looked at sooner than one that shows little. Better name the smallest effect \
     that would matter, with --effect."
);

/// What is told of a variant.
pub(super) struct Told {
    /// Its title.
    pub(super) title: String,
    /// The answer in a sentence.
    pub(super) headline: String,
    /// What the pilot was like.
    pub(super) pilot: Vec<String>,
    /// Tables with their captions and headers; none where there is nothing to tell.
    pub(super) tables: Vec<(&'static str, Vec<Vec<String>>)>,
}

/// What the terminal shows.
pub(super) fn words(study: &PowerAnalysis, answer: &PowerAnswer) -> String {
    let mut text = say!(
        "Baseline: {}\nLooked for: a difference in {} at the end, by a two-sided t test of level {level}\n",
        study.arms[0].title,
        study.column().measure.label,
        level = number(SIGNIFICANCE, 2),
    );
    for told in told(study, answer) {
        text.extend(["\n", told.headline.as_str(), "\n"]);
        for sentence in &told.pilot {
            text.extend(["  ", sentence.as_str(), "\n"]);
        }
        for (caption, table) in &told.tables {
            text.extend(["\n", *caption, "\n", aligned(table).as_str()]);
        }
    }
    text += "\n";
    for sentence in reading(study, answer) {
        text.extend([sentence.as_str(), "\n"]);
    }
    text
}

/// How the answer is to be read.
pub(super) fn reading(study: &PowerAnalysis, answer: &PowerAnswer) -> Vec<String> {
    let speaks = answer.pilots.iter().any(|pilot| pilot.silence().is_none());
    let mut sentences = Vec::new();
    if speaks {
        sentences.push(BRACKETS.to_string());
    }
    if speaks && study.aim.effect.is_none() {
        sentences.push(OPTIMISTIC.to_string());
    }
    if speaks && answer.pilots.len() > 1 {
        sentences.push(say!(
            "The level holds for each variant by itself; to be sure of all of them together takes more."
        ));
    }
    sentences.push(LIMITS.to_string());
    sentences
}

/// What is told of each variant.
pub(super) fn told(study: &PowerAnalysis, answer: &PowerAnswer) -> Vec<Told> {
    let variants = study.variants(answer);
    variants
        .map(|(variant, pilot)| Told {
            title: variant.title.clone(),
            headline: format!("{}: {}", variant.name(), headline(study, pilot)),
            pilot: pilot_words(study, pilot),
            tables: [
                (
                    words!("Replications of each arm that find it"),
                    needed(study, pilot),
                ),
                (words!("The effect that could be found"), detectable(study, pilot)),
            ]
            .into_iter()
            .filter(|(_, table)| !table.is_empty())
            .map(|(caption, table)| (caption.text(), table))
            .collect(),
        })
        .collect()
}

/// What is to be known of the pilots before their numbers are used.
pub(super) fn warnings(study: &PowerAnalysis, answer: &PowerAnswer) -> Vec<String> {
    let mut warnings = Vec::new();
    for (variant, pilot) in study.variants(answer) {
        let (name, key) = (variant.name(), &study.aim.key);
        let pairs = pilot.paired.difference.count();
        if pilot.paired.dropped > 0 && pairs > 0 {
            warnings.push(say!(
                "`{name}`: `{key}` has no value in {} of {}, which are left out; a comparison would lose as \
                 large a part of its replications, so ask for more than is told here.",
                pilot.paired.dropped,
                counted(pairs + pilot.paired.dropped, nouns::PAIR),
            ));
        }
        if pilot.silence().is_none() && pilot.shape.is_far_from_normal() {
            warnings.push(say!(
                "`{name}`: the differences in `{key}` are far from normal (skewness {}, excess kurtosis {}; \
                 0 and 0 would be normal). The t test is right only for many replications, and the brackets \
                 are too narrow: take the numbers as a rough guide, or make a larger pilot.",
                number(pilot.shape.skewness, 1),
                number(pilot.shape.excess_kurtosis, 1),
            ));
        }
    }
    warnings
}

fn headline(study: &PowerAnalysis, pilot: &Pilot) -> String {
    let key = &study.aim.key;
    match pilot.silence() {
        Some(Silence::NoValue) => {
            return say!(
                "`{key}` has a value in fewer than two pairs of the pilot, so nothing can be planned with it."
            );
        }
        Some(Silence::AllTie) => {
            return say!(
                "`{key}` is the same as in the baseline in every pair of the pilot, so there is no effect \
                 and no chance to plan against."
            );
        }
        Some(Silence::AllEqual) => {
            return say!(
                "every pair of the pilot differs in `{key}` by the same, {}, so that two replications would \
                 do.",
                size_of(study, pilot, pilot.paired.difference.mean().abs())
            );
        }
        None => {}
    }
    let effects = pilot.effects(study.aim.effect).into_iter();
    let mut effects = effects.filter(|effect| matches!(effect.of, EffectOf::Asked | EffectOf::Whole));
    let (Some(effect), Some(&power)) = (effects.next(), study.aim.powers.first()) else {
        return say!(
            "the pilot shows no difference on average, so name the effect to look for with --effect."
        );
    };
    let of = |seeds| needed_words(&pilot.replications(seeds, effect.size, power));
    say!(
        "an effect of {} ({}) is found in {} of comparisons with {} replications of each arm on common \
         random numbers; separate seeds would need {}.",
        size_of(study, pilot, effect.size),
        effect.of.name(),
        percent(power),
        of(Seeds::Common),
        of(Seeds::Separate),
    )
}

fn pilot_words(study: &PowerAnalysis, pilot: &Pilot) -> Vec<String> {
    if pilot.silence().is_some() {
        return Vec::new();
    }
    let paired = &pilot.paired;
    let notation = notation(study, pilot);
    let interval = paired.interval(CONFIDENCE);
    // The difference of two arms with luck of their own varies as both do.
    let spread = |seeds: Seeds, times: f64| {
        let spread = pilot.standard_deviation(seeds);
        estimate(&spread, |value| notation.digits(times * value)) + &unit(&notation)
    };
    vec![
        say!(
            "Pilot of {}: the difference is {}{} (95 % interval {} to {}).",
            counted(paired.difference.count(), nouns::PAIR),
            notation.signed(paired.difference.mean()),
            unit(&notation),
            notation.signed(interval.low),
            notation.signed(interval.high),
        ),
        say!(
            "Its standard deviation between replications: {} on common random numbers, {} with separate \
             seeds.",
            spread(Seeds::Common, 1.0),
            spread(Seeds::Separate, std::f64::consts::SQRT_2),
        ),
        match paired.variance_reduction() {
            gain if gain >= 1.0 => say!(
                "Common random numbers need {} times fewer replications for an interval of the same width.",
                number(gain, 1)
            ),
            gain => say!(
                "Common random numbers do not help here: for an interval of the same width they need {} \
                 times more replications.",
                number(1.0 / gain, 1)
            ),
        },
    ]
}

fn needed(study: &PowerAnalysis, pilot: &Pilot) -> Vec<Vec<String>> {
    let effects = pilot.effects(study.aim.effect);
    if effects.is_empty() {
        return Vec::new();
    }
    let mut table = vec![header(&[words!("effect"), words!("from"), words!("power")])];
    for Effect { of, size } in effects {
        for power in &study.aim.powers {
            let mut row = vec![size_of(study, pilot, size), of.name().to_owned(), percent(*power)];
            row.extend(Seeds::BOTH.map(|seeds| {
                let needed = pilot.replications(seeds, size, *power);
                estimate(&needed, |number| count_words(*number))
            }));
            table.push(row);
        }
    }
    table
}

fn detectable(study: &PowerAnalysis, pilot: &Pilot) -> Vec<Vec<String>> {
    if pilot.silence().is_some() {
        return Vec::new();
    }
    let mut table = vec![header(&[words!("replications"), words!("power")])];
    for number in COUNTS {
        for power in &study.aim.powers {
            let mut row = vec![count(number), percent(*power)];
            row.extend(Seeds::BOTH.map(|seeds| {
                let effect = pilot.detectable(seeds, number, *power);
                let notation = notation_of(study, effect.value);
                estimate(&effect, |size| notation.digits(*size)) + &unit(&notation)
            }));
            table.push(row);
        }
    }
    table
}

/// The header of a table that tells both kinds of seeds.
fn header(first: &[Words]) -> Vec<String> {
    let names = first.iter().map(Words::text).chain(Seeds::BOTH.map(Seeds::name));
    names.map(str::to_owned).collect()
}

/// A number with both ends in brackets.
fn estimate<T>(estimate: &Estimate<T>, written: impl Fn(&T) -> String) -> String {
    let [value, low, high] = [&estimate.value, &estimate.low, &estimate.high].map(written);
    say!("{value} ({low} to {high})")
}

fn needed_words(needed: &Estimate<Option<usize>>) -> String {
    estimate(needed, |number| count_words(*number))
}

fn count_words(number: Option<usize>) -> String {
    number.map_or_else(|| say!("more than can be made"), count)
}

/// How differences of the measure are written that are about as large as this one.
fn notation_of(study: &PowerAnalysis, size: f64) -> Notation {
    Notation::new(study.column().measure.unit, size, 0.1 * size)
}

/// How the pilot's difference and its spread are written.
fn notation(study: &PowerAnalysis, pilot: &Pilot) -> Notation {
    let difference = &pilot.paired.difference;
    let interval = pilot.paired.interval(CONFIDENCE);
    let unit = study.column().measure.unit;
    let half_width = difference.half_width(CONFIDENCE);
    Notation::difference(unit, difference.mean(), half_width)
        .telling(interval.low, interval.high)
        .as_fine_as(&notation_of(study, pilot.standard_deviation(Seeds::Common).value))
}

/// The unit of differences, after a space; empty for indices.
fn unit(notation: &Notation) -> String {
    let unit = notation.change_unit();
    if unit.is_empty() {
        unit
    } else {
        format!("\u{a0}{unit}")
    }
}

/// An effect in words, with its unit and without its sign.
pub(super) fn size_of(study: &PowerAnalysis, pilot: &Pilot, size: f64) -> String {
    let own = pilot.paired.difference.mean().abs();
    let notation = match study.aim.effect {
        // What was asked for is written as it was.
        Some(_) => notation_of(study, size),
        None => notation_of(study, own),
    };
    notation.digits(size) + &unit(&notation)
}

/// What programs read.
pub(super) fn json(study: &PowerAnalysis, answer: &PowerAnswer) -> Value {
    let variants: Vec<Value> = study
        .variants(answer)
        .map(|(variant, pilot)| {
            json!({
                "arm": variant.key,
                "title": variant.title,
                "pairs": pilot.paired.difference.count(),
                "dropped": pilot.paired.dropped,
                "difference": pilot.paired.difference.mean(),
                "interval": pilot.paired.interval(CONFIDENCE).ends(),
                "variance_reduction": pilot.paired.variance_reduction(),
                "skewness": pilot.shape.skewness,
                "excess_kurtosis": pilot.shape.excess_kurtosis,
                "far_from_normal": pilot.shape.is_far_from_normal(),
                "no_answer": pilot.silence().map(|silence| match silence {
                    Silence::NoValue => "no_value",
                    Silence::AllTie => "all_tie",
                    Silence::AllEqual => "all_equal",
                }),
                "pairings": Seeds::BOTH.map(|seeds| pairing(study, pilot, seeds)),
            })
        })
        .collect();
    json!({
        "measure": study.aim.key,
        "effect": study.aim.effect,
        "powers": study.aim.powers,
        "significance": SIGNIFICANCE,
        "variants": variants,
    })
}

fn pairing(study: &PowerAnalysis, pilot: &Pilot, seeds: Seeds) -> Value {
    let spread = pilot.standard_deviation(seeds);
    let (mut needed, mut detectable) = (Vec::new(), Vec::new());
    for power in &study.aim.powers {
        for Effect { of, size } in pilot.effects(study.aim.effect) {
            let number = pilot.replications(seeds, size, *power);
            needed.push(json!({
                "effect_of": of.key(), "effect": size, "power": power,
                "replications": number.value, "interval": [number.low, number.high],
            }));
        }
        for number in COUNTS.into_iter().filter(|_| pilot.silence().is_none()) {
            let effect = pilot.detectable(seeds, number, *power);
            detectable.push(json!({
                "replications": number, "power": power,
                "effect": effect.value, "interval": [effect.low, effect.high],
            }));
        }
    }
    json!({
        "pairing": seeds.key(),
        "standard_deviation": spread.value,
        "interval": [spread.low, spread.high],
        "needed": needed,
        "detectable": detectable,
    })
}
