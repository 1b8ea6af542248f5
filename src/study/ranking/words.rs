//! How a ranking fares over draws, in sentences and for programs.

use serde_json::{Value, json};

use super::{Change, RankingFound, RankingUnderDraws};
use crate::figure::numbers::{Notation, counted};
use crate::scenario::register;

/// The answer in sentences.
#[must_use]
pub fn sentences(study: &RankingUnderDraws, found: &RankingFound) -> Vec<String> {
    let names: Vec<String> = study.arms().map(super::Variant::name).collect();
    let (first, draws) = (found.order[0], found.draws.len());
    if draws == 0 {
        return vec!["No draw of the parameters goes with what the scenarios write.".to_owned()];
    }
    let left_out = match study.draws as usize - draws {
        0 => String::new(),
        some => format!(" ({} contradict what is written)", counted(some, "draw")),
    };
    let others = found.order[1..].iter();
    let others: Vec<String> = others
        .map(|&arm| format!("{} in {}", names[arm], percent(found.best_share(arm))))
        .collect();
    let mut sentences = vec![format!(
        "Over {} of the parameters from their plausible ranges{left_out}, {} is best by {} in {}; {}.",
        counted(draws, "draw"),
        names[first],
        study.column.measure.label,
        percent(found.best_share(first)),
        others.join(", ")
    )];
    sentences.extend(found.changes.iter().map(|change| {
        let (side, when, otherwise) = sides(change);
        format!(
            "Another is best more often where `{}` is {side} {:.3}: in {} of draws, in {} elsewhere.",
            change.key,
            change.cut.value,
            percent(when),
            percent(otherwise),
        )
    }));
    if found.changes.is_empty() {
        sentences.push("No parameter is seen at whose values another becomes best.".to_owned());
    }
    sentences
}

fn percent(share: f64) -> String {
    Notation::new("share", share, 0.01).value(share)
}

/// The side of the cut on which another arm is best more often, and how often on this and on the other side.
fn sides(change: &Change) -> (&'static str, f64, f64) {
    let cut = &change.cut;
    if cut.share_above > cut.share_below {
        ("above", cut.share_above, cut.share_below)
    } else {
        ("below", cut.share_below, cut.share_above)
    }
}

/// A parameter at whose values another arm becomes best, for programs.
#[must_use]
pub fn change(change: &Change) -> Value {
    let (when, share_when, share_otherwise) = sides(change);
    let entry = register().get(&change.key);
    json!({
        "key": change.key, "when": when, "value": change.cut.value,
        "share_when": share_when, "share_otherwise": share_otherwise, "p": change.cut.p,
        "meaning": entry.map(|entry| entry.meaning.text()), "grade": entry.map(|entry| &entry.grade),
        "range": entry.and_then(|entry| entry.range),
    })
}
