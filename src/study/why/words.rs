//! Why a variant differs, in words and for programs.

use serde_json::{Value, json};

use super::{Part, Shared, Why};
use crate::words::say;

/// A part below this share of the largest is not told.
const TOLD_FROM: f64 = 0.02;

/// Of an effect of so much: so much by this way, so much by that one, the largest first.
pub(in crate::study) fn sentence(why: &Why, name: &str, shared: &Shared) -> String {
    let label = why.column.measure.label.text();
    if shared.replications == 0 {
        return say!(
            "Why {label} differs with {name} cannot be said: in no replication all combinations of ways have a value."
        );
    }
    let notation = why.notation(shared);
    let mut parts: Vec<(&str, Part)> = shared.parts().map(|(_, label, part)| (label, part)).collect();
    parts.sort_by(|one, other| other.1.value.abs().total_cmp(&one.1.value.abs()));
    let largest = parts.first().map_or(0.0, |(_, part)| part.value.abs());
    parts.retain(|(_, part)| part.value.abs() > TOLD_FROM * largest);
    if parts.is_empty() {
        return say!("With {name}, {label} does not differ by any way.");
    }
    let told = parts.iter().map(|(way, part)| {
        let size = notation.change(part.value);
        if part.interval.contains(0.0) {
            say!("{size} through {way} (not sure)")
        } else {
            say!("{size} through {way}")
        }
    });
    say!(
        "With {name}, {label} differs by {}: {}.",
        notation.change(shared.whole.value),
        told.collect::<Vec<_>>().join("; ")
    )
}

/// What programs read.
pub(in crate::study) fn json(why: &Why, arm: &str, shared: &Shared) -> Value {
    let part = |part: Part| {
        json!({
            "value": part.value,
            "standard_error": part.standard_error,
            "interval": part.interval.ends(),
        })
    };
    let ways = shared.parts().map(|(key, _, of_way)| {
        let mut value = part(of_way);
        value["way"] = key.into();
        value
    });
    json!({
        "arm": arm,
        "measure": why.column.key,
        "replications": shared.replications,
        "whole": part(shared.whole),
        "ways": ways.collect::<Vec<_>>(),
    })
}
