//! Which key of a scenario stands for which barriers of the review; docs/barriers.md says why.

use std::sync::LazyLock;

use crate::model::barriers::{Barriers, FIELDS, Field};
use crate::model::design::Programme;
use crate::scenario::{Removal, register};
use crate::words::Words;

/// A barrier that a scenario can have: one key, which may stand for several barriers of the review.
#[derive(Debug)]
pub struct Barrier {
    /// Its key without the table, as in `silos`.
    pub key: &'static str,
    /// Its name in tables and for programs.
    pub name: &'static str,
    /// Its name as people read it.
    pub label: Words,
    /// The barriers of the review that it stands for.
    pub ids: &'static [String],
    /// What removing it takes.
    pub removal: &'static Removal,
    /// Whether it must stay the same throughout a run.
    pub is_fixed: bool,
    field: Field,
}

impl Barrier {
    /// The barrier with this key, as the register describes it.
    fn of(key: &'static str, field: Field) -> Self {
        let entry = register().get(&format!("barriers.{key}"));
        let entry = entry.expect("every barrier is in the register, as a test checks");
        let label = entry
            .label
            .expect("every barrier has a label, as a test of the register checks");
        let removal = entry.removal.as_ref();
        Self {
            key,
            name: label.english,
            label,
            ids: &entry.ids,
            removal: removal.expect("every barrier has a price, as the register checks"),
            is_fixed: entry.fixed,
            field,
        }
    }

    /// Its key with the table, as a scenario writes it.
    #[must_use]
    pub fn full_key(&self) -> String {
        format!("barriers.{}", self.key)
    }

    /// The ids in one line, as in `B-07, B-14`.
    #[must_use]
    pub fn id_list(&self) -> String {
        self.ids.join(", ")
    }

    /// How strong it is.
    #[must_use]
    pub fn strength(&self, barriers: &Barriers) -> f64 {
        *(self.field)(&mut barriers.clone())
    }

    /// Whether it can hinder a programme at all: a platform is for what grows from citizens' ideas.
    #[must_use]
    pub fn hinders(&self, programme: &Programme) -> bool {
        self.key != "missing_platform" || programme.grown
    }

    /// Makes it so strong.
    pub(super) fn set(&self, barriers: &mut Barriers, strength: f64) {
        *(self.field)(barriers) = strength;
    }
}

/// Barriers of the review: B-01 to B-28.
pub const REVIEW_BARRIERS: usize = 28;

/// All barriers that a scenario can have, in the order of docs/barriers.md.
pub static BARRIERS: LazyLock<Vec<Barrier>> = LazyLock::new(|| {
    let barriers = FIELDS.iter().map(|&(key, field)| Barrier::of(key, field));
    barriers.collect()
});

/// Barriers of the review that no key stands for.
#[must_use]
pub fn without_key() -> Vec<String> {
    (1..=REVIEW_BARRIERS)
        .map(|number| format!("B-{number:02}"))
        .filter(|id| !BARRIERS.iter().any(|barrier| barrier.ids.contains(id)))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn every_key_of_the_register_is_here_and_reaches_its_own_field() {
        let keys: Vec<String> = register()
            .under("barriers")
            .iter()
            .map(|entry| entry.key.clone())
            .collect();
        let ours: BTreeSet<String> = BARRIERS.iter().map(Barrier::full_key).collect();
        assert_eq!(keys.into_iter().collect::<BTreeSet<_>>(), ours);
        for barrier in &*BARRIERS {
            let setting = (barrier.full_key(), "0.271".to_owned());
            let path = std::path::Path::new("parks.toml");
            let scenario = Scenario::from_text(path, "[programme.parks]\n", &[setting]).unwrap();
            let found = &scenario.setup.phases[0].parameters.barriers;
            for other in &*BARRIERS {
                let same = (other.strength(found) - 0.271).abs() < 1e-12;
                assert_eq!(same, other.key == barrier.key, "{} {}", barrier.key, other.key);
            }
        }
    }

    #[test]
    fn the_document_says_the_same() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/barriers.md");
        let text = std::fs::read_to_string(path).unwrap();
        let cells = |line: &str| -> Vec<String> {
            let cells = line.trim_matches('|').split('|');
            cells.map(|cell| cell.trim().to_owned()).collect()
        };
        // Ids of other families stand in brackets.
        let ids = |cell: &str| -> Vec<String> {
            let words = cell.split([',', ' ']);
            let ids = words.filter(|word| word.starts_with("B-"));
            ids.map(str::to_owned).collect()
        };
        let (_, by_key) = text.split_once("## By key").unwrap();
        let (by_key, rest) = by_key.split_once("## By barrier").unwrap();
        // Pages show both below one another: what the register names is among what the document tells.
        for row in by_key.lines().filter(|line| line.starts_with("| `barriers.")) {
            let cells = cells(row);
            let key = cells[0].replace(['`', '†', ' '], "");
            let entry = register().get(&key).unwrap();
            let equation = entry.equation.as_deref().unwrap();
            let told = cells[3].split(|letter: char| !letter.is_alphanumeric());
            assert!(
                told.into_iter().any(|word| word == equation),
                "{key}: {equation}, {}",
                cells[3]
            );
        }
        let by_key: Vec<(String, Vec<String>)> = by_key
            .lines()
            .filter(|line| line.starts_with("| `barriers."))
            .map(|line| {
                let cells = cells(line);
                (cells[0].replace(['`', '†', ' '], ""), ids(&cells[2]))
            })
            .collect();
        let ours: Vec<(String, Vec<String>)> = BARRIERS
            .iter()
            .map(|barrier| (barrier.full_key(), barrier.ids.to_vec()))
            .collect();
        assert_eq!(by_key, ours);
        let (by_barrier, _) = rest.split_once("\n## ").unwrap();
        let rows: Vec<Vec<String>> = by_barrier
            .lines()
            .filter(|line| line.starts_with("| B-"))
            .map(cells)
            .collect();
        assert_eq!(rows.len(), REVIEW_BARRIERS);
        for row in &rows {
            let keys: Vec<&Barrier> = BARRIERS
                .iter()
                .filter(|barrier| barrier.ids.contains(&row[0]))
                .collect();
            for barrier in &keys {
                assert!(row[2].contains(&barrier.full_key()), "{}: {}", row[0], row[2]);
            }
            assert_eq!(
                keys.is_empty(),
                without_key().contains(&row[0]),
                "{}: {}",
                row[0],
                row[2]
            );
        }
    }
}
