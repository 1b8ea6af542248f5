//! Which key of a scenario stands for which barriers of the review; docs/barriers.md says why.

use crate::model::barriers::Barriers;
use crate::model::design::Programme;
use crate::words::{Words, words};

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
    pub ids: &'static [&'static str],
    field: fn(&mut Barriers) -> &mut f64,
    hinders: fn(&Programme) -> bool,
}

impl Barrier {
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

    /// Whether it can hinder a programme at all.
    #[must_use]
    pub fn hinders(&self, programme: &Programme) -> bool {
        (self.hinders)(programme)
    }

    /// The same barrier, which hinders only such programmes.
    const fn only(self, hinders: fn(&Programme) -> bool) -> Self {
        Self { hinders, ..self }
    }

    /// Makes it so strong.
    pub(super) fn set(&self, barriers: &mut Barriers, strength: f64) {
        *(self.field)(barriers) = strength;
    }
}

/// Barriers of the review: B-01 to B-28.
pub const REVIEW_BARRIERS: usize = 28;

const fn barrier(
    key: &'static str,
    label: Words,
    ids: &'static [&'static str],
    field: fn(&mut Barriers) -> &mut f64,
) -> Barrier {
    Barrier {
        key,
        name: label.english,
        label,
        ids,
        field,
        hinders: |_| true,
    }
}

/// All barriers that a scenario can have, in the order of docs/barriers.md.
#[rustfmt::skip]
pub static BARRIERS: [Barrier; 18] = [
    barrier("rigid_financing", words!("Rigid financing"), &["B-01"], |b| &mut b.rigid_financing),
    barrier("output_appraisal", words!("Staff judged on output"), &["B-02"], |b| &mut b.output_appraisal),
    barrier("unmeasurable_outcomes", words!("Unmeasurable outcomes"), &["B-02"], |b| &mut b.unmeasurable_outcomes),
    barrier("missing_competence", words!("Missing competences"), &["B-03"], |b| &mut b.missing_competence),
    barrier("zero_error", words!("Zero-error culture"), &["B-04", "B-10"], |b| &mut b.zero_error),
    barrier("control_retention", words!("Control retained"), &["B-05", "B-11", "B-16", "B-22"], |b| &mut b.control_retention),
    barrier("bureaucracy", words!("Bureaucracy"), &["B-06", "B-09"], |b| &mut b.bureaucracy),
    barrier("silos", words!("Silos"), &["B-07", "B-14"], |b| &mut b.silos),
    barrier("professional_tradition", words!("Professional tradition"), &["B-08", "B-27"], |b| &mut b.professional_tradition),
    barrier("weak_management_support", words!("Weak management support"), &["B-12"], |b| &mut b.weak_management_support),
    barrier("political_risk_aversion", words!("Political risk aversion"), &["B-13"], |b| &mut b.political_risk_aversion),
    barrier("distrust_of_citizens", words!("Distrust of citizens"), &["B-15", "B-19", "B-20", "B-21"], |b| &mut b.distrust_of_citizens),
    barrier("resource_differences", words!("Resource differences"), &["B-17"], |b| &mut b.resource_differences),
    barrier("uninviting_structures", words!("Uninviting structures"), &["B-23"], |b| &mut b.uninviting_structures),
    barrier("client_role", words!("Client role"), &["B-25"], |b| &mut b.client_role),
    barrier("lacking_resources", words!("Lacking resources"), &["B-26"], |b| &mut b.lacking_resources),
    barrier("missing_platform", words!("Missing platform"), &["B-24"], |b| &mut b.missing_platform).only(|p| p.grown),
    barrier("unclear_goals", words!("Unclear goals"), &["B-28"], |b| &mut b.unclear_goals),
];

/// Barriers of the review that no key stands for.
#[must_use]
pub fn without_key() -> Vec<String> {
    (1..=REVIEW_BARRIERS)
        .map(|number| format!("B-{number:02}"))
        .filter(|id| !BARRIERS.iter().any(|barrier| barrier.ids.contains(&id.as_str())))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::scenario::{Scenario, register};

    #[test]
    fn every_key_of_the_register_is_here_and_reaches_its_own_field() {
        let keys: Vec<String> = register()
            .under("barriers")
            .iter()
            .map(|entry| entry.key.clone())
            .collect();
        let ours: BTreeSet<String> = BARRIERS.iter().map(Barrier::full_key).collect();
        assert_eq!(keys.into_iter().collect::<BTreeSet<_>>(), ours);
        for barrier in &BARRIERS {
            let setting = (barrier.full_key(), "0.271".to_owned());
            let path = std::path::Path::new("parks.toml");
            let scenario = Scenario::from_text(path, "[programme.parks]\n", &[setting]).unwrap();
            let found = &scenario.setup.phases[0].parameters.barriers;
            for other in &BARRIERS {
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
            let entry = crate::scenario::register().get(&key).unwrap();
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
            .map(|barrier| {
                let ids = barrier.ids.iter().map(|id| (*id).to_owned()).collect();
                (barrier.full_key(), ids)
            })
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
                .filter(|barrier| barrier.ids.contains(&row[0].as_str()))
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
