//! How a ranking fares over draws, in sentences and for programs.

use serde_json::{Value, json};

use super::{Change, RankingFound, RankingUnderDraws};
use crate::figure::numbers::{counted, number, percent};
use crate::scenario::register;
use crate::words::{Words, say, words};

/// A draw of the parameters.
const DRAW: (Words, Words) = (words!("draw"), words!("draws"));

/// The answer in sentences.
#[must_use]
pub fn sentences(study: &RankingUnderDraws, found: &RankingFound) -> Vec<String> {
    let names: Vec<String> = study.arms().map(super::Variant::name).collect();
    let (first, draws) = (found.order[0], found.draws.len());
    if draws == 0 {
        return vec![say!(
            "No draw of the parameters goes with what the scenarios write."
        )];
    }
    let left_out = match study.draws as usize - draws {
        0 => String::new(),
        some => say!(" ({} contradict what is written)", counted(some, DRAW)),
    };
    let others = found.order[1..].iter();
    let others: Vec<String> = others
        .map(|&arm| say!("{} in {}", names[arm], percent(found.best_share(arm))))
        .collect();
    let mut sentences = vec![say!(
        "Over {} of the parameters from their plausible ranges{left_out}, {} is best by {} in {}; {}.",
        counted(draws, DRAW),
        names[first],
        study.column.measure.label,
        percent(found.best_share(first)),
        others.join(", ")
    )];
    sentences.extend(found.changes.iter().map(another));
    if found.changes.is_empty() {
        sentences.push(say!("No parameter is seen at whose values another becomes best."));
    }
    sentences
}

/// Where another arm is best more often.
fn another(change: &Change) -> String {
    let (side, when, otherwise) = sides(change);
    let (key, value) = (&change.key, number(change.cut.value, 3));
    let (when, otherwise) = (percent(when), percent(otherwise));
    match side {
        Side::Above => say!(
            "Another is best more often where `{key}` is above {value}: in {when} of draws, in {otherwise} elsewhere."
        ),
        Side::Below => say!(
            "Another is best more often where `{key}` is below {value}: in {when} of draws, in {otherwise} elsewhere."
        ),
    }
}

/// A side of a cut.
enum Side {
    Above,
    Below,
}

/// The side of the cut on which another arm is best more often, and how often on this and on the other side.
const fn sides(change: &Change) -> (Side, f64, f64) {
    let cut = &change.cut;
    if cut.share_above > cut.share_below {
        (Side::Above, cut.share_above, cut.share_below)
    } else {
        (Side::Below, cut.share_below, cut.share_above)
    }
}

/// A parameter at whose values another arm becomes best, for programs.
#[must_use]
pub fn change(change: &Change) -> Value {
    let (side, share_when, share_otherwise) = sides(change);
    let when = match side {
        Side::Above => "above",
        Side::Below => "below",
    };
    let entry = register().get(&change.key);
    json!({
        "key": change.key, "when": when, "value": change.cut.value,
        "share_when": share_when, "share_otherwise": share_otherwise, "p": change.cut.p,
        "meaning": entry.map(|entry| entry.meaning.text()), "grade": entry.map(|entry| &entry.grade),
        "range": entry.and_then(|entry| entry.range),
    })
}
