//! Draws of worlds from what is known before.

use sha2::{Digest as _, Sha256};

use crate::random::{Draws, Purpose};
use crate::scenario::{Entry, Prior, register};

/// The purpose of drawing a part of a world: the draw's number stands for the replication, the key for the agent.
const WORLD: Purpose = Purpose(1_000_001);

/// A world as it is drawn, before its constants are solved.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// Its number under the seed.
    pub number: u32,
    /// For each key of [`uncertain`], in their order, the share of what is known before that lies below its value; even in (0, 1).
    pub places: Vec<f64>,
    /// The values by key.
    pub values: Vec<(String, toml::Value)>,
}

/// The keys that are drawn with a world, in the order of the register: its uncertain numbers, and what has alternatives.
pub fn uncertain() -> impl Iterator<Item = &'static Entry> {
    let entries = register().entries().iter();
    entries.filter(|entry| entry.in_worlds() || !entry.alternatives.is_empty())
}

/// The draw of a number: one addressed uniform for each key. A key that joins the register leaves the values of all others as they
/// are.
///
/// ```
/// let draw = samspil::world::draw(1, 0);
/// assert!(draw.values.iter().any(|(key, _)| key == "simulation.decision_rule"));
/// assert_eq!(draw, samspil::world::draw(1, 0));
/// ```
#[must_use]
pub fn draw(seed: u64, number: u32) -> Draw {
    let drawn = uncertain().filter_map(|entry| {
        let place = place(seed, number, &entry.key);
        Some((place, (entry.key.clone(), value(entry, place)?)))
    });
    let (places, values) = drawn.unzip();
    Draw {
        number,
        places,
        values,
    }
}

/// Where the value of a key lies in a draw: the share of what is known before that lies below it, even in (0, 1).
#[must_use]
pub fn place(seed: u64, number: u32, key: &str) -> f64 {
    Draws::new(seed, number).uniform(address(key), 0, WORLD)
}

/// The value of a key at a place of the unit interval.
fn value(entry: &Entry, place: f64) -> Option<toml::Value> {
    let Some((last, _)) = entry.alternatives.last() else {
        let prior = entry.prior()?;
        let value = prior.value(place);
        return Some(if prior.whole {
            toml::Value::Integer(value as i64)
        } else {
            toml::Value::Float(value)
        });
    };
    let mut below = 0.0;
    for (value, weight) in &entry.alternatives {
        below += weight;
        if place < below {
            return Some(value.clone());
        }
    }
    Some(last.clone())
}

/// The address of a key's draws, from its name.
#[must_use]
pub fn address(key: &str) -> u32 {
    let [first, second, third, fourth, ..]: [u8; 32] = Sha256::digest(key).into();
    u32::from_be_bytes([first, second, third, fourth])
}

/// A digest of what is known before of all keys, 16 hexadecimal digits: under another one the same numbers are other worlds.
#[must_use]
pub fn digest_of_priors() -> String {
    digest_of(&uncertain().map(line_of_prior).collect::<String>())
}

/// What is known before of a key, in a line that is spelled the same whatever the types are called.
fn line_of_prior(entry: &Entry) -> String {
    let prior = entry.prior().map(|prior| {
        let peak = prior
            .peak
            .map_or_else(|| "none".to_owned(), |peak| peak.to_string());
        let Prior {
            low,
            high,
            logarithmic,
            whole,
            ..
        } = prior;
        format!(" from {low} to {high} peak {peak} logarithmic {logarithmic} whole {whole}")
    });
    let alternatives = entry
        .alternatives
        .iter()
        .map(|(value, weight)| format!(" or {value} at {weight}"));
    let parts: String = prior.into_iter().chain(alternatives).collect();
    format!("{}{parts}\n", entry.key)
}

/// The first 16 hexadecimal digits of the SHA-256 of a text.
pub(super) fn digest_of(text: &str) -> String {
    let [first, second, third, fourth, fifth, sixth, seventh, eighth, ..]: [u8; 32] =
        Sha256::digest(text).into();
    let number = u64::from_be_bytes([first, second, third, fourth, fifth, sixth, seventh, eighth]);
    format!("{number:016x}")
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn a_draw_depends_on_its_seed_and_number_alone() {
        let first = draw(1, 0);
        assert!(first.values.len() > 200, "{}", first.values.len());
        assert_eq!(first, draw(1, 0));
        assert_ne!(first.values, draw(1, 1).values);
        assert_ne!(first.values, draw(2, 0).values);
        assert!(first.values.iter().all(|(key, _)| !key.starts_with("programme.")));
        assert_eq!(first.places.len(), first.values.len());
    }

    /// Pinned: who changes how priors are spelled makes every ensemble a foreign one.
    #[test]
    fn priors_are_spelled_in_a_line() {
        let line = |key: &str| line_of_prior(register().get(key).unwrap());
        assert_eq!(
            line("hours.per_week"),
            "hours.per_week from 1 to 4 peak 3.3 logarithmic true whole false\n"
        );
        assert!(line("simulation.decision_rule").contains(" or \"logit\" at 0.5"));
    }

    #[test]
    fn every_key_has_an_address_of_its_own() {
        let entries = register().entries();
        let addresses: BTreeSet<u32> = entries.iter().map(|entry| address(&entry.key)).collect();
        assert_eq!(addresses.len(), entries.len());
        // printf staff.fatigue_gain | sha256sum
        assert_eq!(address("staff.fatigue_gain"), 0xa7f8_06dc);
    }

    #[test]
    fn draws_are_as_the_priors_say() {
        const COUNT: usize = 400;
        let draws: Vec<Draw> = (0..COUNT as u32).map(|number| draw(7, number)).collect();
        let mut rules: BTreeMap<String, f64> = BTreeMap::new();
        let mut worst: f64 = 0.0;
        for (position, entry) in uncertain().enumerate() {
            let mut places: Vec<f64> = draws.iter().map(|draw| draw.places[position]).collect();
            places.sort_by(f64::total_cmp);
            for (rank, place) in places.iter().enumerate() {
                let (below, upto) = (rank as f64 / COUNT as f64, (rank + 1) as f64 / COUNT as f64);
                worst = worst.max((place - below).abs()).max((upto - place).abs());
            }
            for draw in &draws {
                let (key, value) = &draw.values[position];
                assert_eq!(*key, entry.key);
                if let Some((low, high)) = entry.range.filter(|_| entry.in_worlds()) {
                    let number = value
                        .as_float()
                        .or_else(|| value.as_integer().map(|whole| whole as f64));
                    assert!((low..=high).contains(&number.unwrap()), "{key}");
                } else {
                    *rules.entry(value.as_str().unwrap().to_owned()).or_default() += 1.0 / COUNT as f64;
                }
            }
        }
        // Kolmogorov: P(√n D > 2.3) = 2 exp(-2 · 2.3²) = 5e-5 for each of some 250 keys.
        assert!(worst * (COUNT as f64).sqrt() < 2.3, "{worst}");
        // Four standard errors of a share of a half.
        assert!(
            (rules["logit"] - 0.5).abs() < 0.1 && rules.len() == 3,
            "{rules:?}"
        );
    }
}
