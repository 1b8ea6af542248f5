//! The answer on the terminal, and for programs.

use serde_json::{Map, Value, json};

use super::found::{Changes, distance_by_chance};
use super::report::{RESTS_ON, Shown, keys, sentences, shown, warnings};
use super::{KeyChange, PlausibleWorlds};
use crate::figure::numbers::{counted, nouns, number};
use crate::report::text::aligned;
use crate::scenario::WorldsPlan;
use crate::words::say;
use crate::world::Ensemble;

/// Numbers that a summary tells.
const KEYS_TOLD: usize = 20;

/// What came out: in sentences, then tables.
pub(super) fn words(plan: &WorldsPlan, found: &PlausibleWorlds) -> String {
    let mut text = plan.title.clone() + "\n";
    for sentence in sentences(plan, found) {
        text += &sentence;
        text.push('\n');
    }
    for table in shown(plan, found) {
        text += &set_out(&table);
    }
    for warning in warnings(plan, found) {
        text = text + "\n! " + &warning + "\n";
    }
    text
}

fn set_out(table: &Shown) -> String {
    let head = table.head.iter().map(|name| name.text().to_owned()).collect();
    let mut rows: Vec<Vec<String>> = vec![head];
    rows.extend(table.rows.iter().cloned());
    format!("\n{}\n{}", table.heading, aligned(&rows))
}

/// An ensemble in a few lines: what it is, and what became of the numbers of which its figures said most.
#[must_use]
pub fn summary(ensemble: &Ensemble) -> String {
    let changes = Changes::of(ensemble);
    let mut all = changes.keys();
    all.sort_by(|one, other| other.distance.total_cmp(&one.distance));
    let bound = distance_by_chance(all.len(), ensemble.worlds.len());
    let told: Vec<&KeyChange> = all.iter().take(KEYS_TOLD).collect();
    let worlds = counted(ensemble.worlds.len(), nouns::WORLD);
    let (seed, question) = (ensemble.seed, &ensemble.question);
    let engine: String = ensemble.engine.chars().take(8).collect();
    let head = say!("{worlds}, seed {seed}, engine {engine}, targets {question}");
    let shares = changes.alternatives().into_iter().map(|one| {
        let [before, after] = [one.before, one.after].map(|share| number(100.0 * share, 0));
        say!(
            "{} {}: {after} % of worlds, {before} % before",
            one.key,
            one.value
        )
    });
    let shares: Vec<String> = shares.collect();
    format!(
        "{RESTS_ON}\n{head}\n{}\n{}",
        shares.join("\n"),
        set_out(&keys(&told, bound))
    )
}

/// What programs read.
pub(super) fn json(plan: &WorldsPlan, found: &PlausibleWorlds) -> Value {
    let targets = plan.measures.iter().zip(&plan.targets).zip(&found.met);
    let targets: Map<String, Value> = targets
        .map(|((measured, target), met)| {
            let value = json!({
                "figure": target.value,
                "standard_error": target.standard_error,
                "discrepancy": target.discrepancy,
                "scale": target.scale,
                "mean": met.mean,
                "median": met.quantiles[1],
                "interval_90": [met.quantiles[0], met.quantiles[2]],
                "pull": met.pull,
            });
            (measured.name.clone(), value)
        })
        .collect();
    let keys: Map<String, Value> = found
        .keys
        .iter()
        .map(|key| {
            let value = json!({
                "prior": key.prior,
                "prior_interval_90": [key.before[0], key.before[2]],
                "median": key.after[1],
                "interval_90": [key.after[0], key.after[2]],
                "narrower": Some(key.narrower).filter(|it| it.is_finite()),
                "distance": key.distance,
            });
            (key.key.clone(), value)
        })
        .collect();
    let alternatives: Vec<Value> = found
        .alternatives
        .iter()
        .map(|one| json!({ "key": one.key, "value": one.value, "prior_share": one.before, "share": one.after }))
        .collect();
    json!({
        "ensemble": super::ENSEMBLE,
        "worlds": found.ensemble.worlds.len(),
        "draws": found.draws(),
        "failed": found.failed.len(),
        "acceptance": found.acceptance(),
        "effective_draws": found.effective,
        "distance_by_chance": found.distance_by_chance(),
        "targets": targets,
        "parameters": keys,
        "alternatives": alternatives,
        "warnings": warnings(plan, found),
    })
}
