//! The parameter register: every key there is, with default, bounds, range, grade and source.
//!
//! The entries stand beside the mechanisms (`model/mechanisms/*.toml`) and what they act on. Validation, the JSON
//! schema, `samspil explain` and the table in the documentation all read them through this module.
//!
//! What is uncertain wherever one looks is drawn for a world ([`Entry::in_worlds`]). `world = false` stands at what describes the
//! place, which a municipality can look up, and at the projects of a ballot, which it chooses; `alternatives` at a choice of which
//! nobody knows the right one.

mod prior;
mod removal;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::document::{Content, Table};
use super::fault::Finding;
use crate::model::mechanisms::own::{OwnMechanism, installed};
use crate::words::{self, Words, say};
pub use prior::Prior;
pub use removal::Removal;
use removal::WrittenRemoval;

/// The entries of a run: how long, how often, by which rule.
const OF_THE_RUN: &str = include_str!("simulation.toml");

/// The key that lists neighbourhoods.
pub(super) const NEIGHBOURHOODS: &str = "programme.*.neighbourhoods";

/// What kind of value a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A finite number.
    Number,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Flag,
    /// One of the choices.
    Choice,
    /// Any text.
    Text,
    /// A list of different choices.
    ListOfChoices,
    /// A list of different whole numbers.
    ListOfIntegers,
    /// A list of different neighbourhoods: whole numbers from 1, or names where they are observed.
    ListOfNeighbourhoods,
}

/// A parameter as the register describes it.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a yes or no of the register by itself"
)]
pub struct Entry {
    /// Key; `*` stands for any programme (`programme.*.ease`).
    pub key: String,
    /// Symbol in the equations.
    pub symbol: Option<String>,
    /// Unit; `None` for shares, scales and choices.
    pub unit: Option<String>,
    /// Kind of value.
    pub kind: Kind,
    /// Value where a scenario says nothing.
    pub default: toml::Value,
    /// Smallest and largest value accepted; for a list they hold for each element.
    pub bounds: Option<(f64, f64)>,
    /// Choices; empty for other kinds.
    pub choices: Vec<String>,
    /// Smallest and largest plausible value, as sensitivity analyses vary it.
    pub range: Option<(f64, f64)>,
    /// Grade of the evidence (V measured, S stated, D derived, M from memory, J judged); see [`Entry::grades`].
    pub grade: String,
    /// Whether the source of a grade V or D was opened again, if only in its summary, and says what is graded. Where it could
    /// not be, the entry may be lowered in grade but never raised.
    pub reread: bool,
    /// Source in the research review or elsewhere.
    pub source: String,
    /// Mechanism in which it is used.
    pub equation: Option<String>,
    /// Its name, where it has one beside its key, as barriers do.
    pub label: Option<Words>,
    /// The items of the research review that it stands for, where it says so itself, as barriers do.
    pub ids: Vec<String>,
    /// What it means.
    pub meaning: Words,
    /// Whether it must stay the same throughout a run, so that no event may change it.
    pub fixed: bool,
    /// Whether it describes the place, which all arms of a comparison have in common; else a design decides it.
    pub place: bool,
    /// What must hold for it to have any effect: `KEY` is on, `KEY = VALUE`, `KEY > NUMBER`, or one of two with ` or `
    /// between them; `*` stands for its own programme, or for any where it has none.
    pub needs: Vec<String>,
    /// Whether it may be one of the numbers of a world; not so where it describes the place (`world = false`). See
    /// [`Entry::in_worlds`].
    pub world: bool,
    /// Values of which nobody knows the right one, each with its probability before any figure is looked at (`alternatives`): they
    /// are drawn with a world. Empty for nearly all keys.
    pub alternatives: Vec<(toml::Value, f64)>,
    /// What removing it takes, where it is a barrier; else `None`.
    pub removal: Option<Removal>,
}

/// All parameters in the order of the register.
#[derive(Debug)]
pub struct Register {
    entries: Vec<Entry>,
    positions: BTreeMap<String, usize>,
}

/// An entry as it stands in a file of the register.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEntry {
    default: toml::Value,
    symbol: Option<String>,
    unit: Option<String>,
    bounds: Option<(f64, f64)>,
    #[serde(default)]
    choices: Vec<String>,
    range: Option<(f64, f64)>,
    grade: String,
    #[serde(default = "usually")]
    reread: bool,
    source: String,
    equation: Option<String>,
    label: Option<String>,
    #[serde(default)]
    ids: Vec<String>,
    meaning: String,
    #[serde(default)]
    da: Danish,
    #[serde(default)]
    fixed: bool,
    #[serde(default)]
    needs: Vec<String>,
    design: Option<bool>,
    #[serde(default = "usually")]
    world: bool,
    #[serde(default)]
    alternatives: BTreeMap<String, f64>,
    removal: Option<WrittenRemoval>,
}

/// The words of an entry in Danish.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Danish {
    label: Option<String>,
    meaning: Option<String>,
}

/// The parameter register.
///
/// ```
/// let ease = samspil::scenario::register().get("programme.parks.ease").unwrap();
/// assert_eq!(ease.bounds, Some((0.0, 1.0)));
/// ```
///
/// # Panics
///
/// If the register that was compiled in is malformed, which its tests rule out.
#[must_use]
pub fn register() -> &'static Register {
    static REGISTER: LazyLock<Register> = LazyLock::new(Register::read);
    &REGISTER
}

impl Register {
    fn read() -> Self {
        let mut entries = shipped_entries();
        for mechanism in installed() {
            entries.extend(own_entries(mechanism.as_ref()).expect("they were read when it was installed"));
        }
        // Several mechanisms have keys in one table, of programmes for instance: the keys of a table are listed together.
        let mut tables: Vec<String> = Vec::new();
        entries.sort_by_cached_key(|entry: &Entry| {
            let table = table_of(&entry.key);
            tables.iter().position(|known| known == table).unwrap_or_else(|| {
                tables.push(table.to_owned());
                tables.len() - 1
            })
        });
        let positions = entries
            .iter()
            .enumerate()
            .map(|(position, entry)| (entry.key.clone(), position))
            .collect();
        Self { entries, positions }
    }

    /// All entries, in order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of a key; the name of a programme is read as `*`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entry> {
        let position = self.positions.get(&general_key(key))?;
        Some(&self.entries[*position])
    }

    /// The parameters that may be otherwise than they are thought to be: numbers with a plausible range, each with
    /// its range. The design of programmes is not among them: it is chosen. Nor are the
    /// correlations of traits: each range is plausible, but their ends cannot hold together.
    pub fn plausible(&self) -> impl Iterator<Item = (&Entry, (f64, f64))> {
        let left_out =
            |key: &str| key.starts_with("programme.") || key.starts_with("population.correlation.");
        self.entries
            .iter()
            .filter(move |entry| !left_out(&entry.key))
            .filter_map(|entry| Some((entry, entry.plausible()?)))
    }

    /// How many numbers there are by the grades of their sign and of their size ([`Entry::grades`]).
    #[must_use]
    pub fn grade_counts(&self) -> BTreeMap<(&str, &str), usize> {
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for entry in self.entries.iter().filter(|entry| entry.is_number()) {
            *counts.entry(entry.grades()).or_default() += 1;
        }
        counts
    }

    /// Whether some key continues `table` with a dot, as in `population.correlation`.
    #[must_use]
    pub fn is_table(&self, table: &str) -> bool {
        let general = general_key(table);
        let continues = |key: &str| {
            key.strip_prefix(&general)
                .is_some_and(|rest| rest.starts_with('.'))
        };
        self.entries.iter().any(|entry| continues(&entry.key))
    }

    /// The entries under a table or a part of one: `willingness`, `population.correlation`, `programme`.
    #[must_use]
    pub fn under(&self, table: &str) -> Vec<&Entry> {
        let prefix = format!("{}.", general_key(table));
        self.entries
            .iter()
            .filter(|entry| entry.key.starts_with(&prefix))
            .collect()
    }

    /// Keys close to one that does not exist, the closest first, at most three; a programme keeps its name.
    #[must_use]
    pub fn nearest(&self, key: &str) -> Vec<String> {
        if key.len() > KEY_BYTES_MAX {
            return Vec::new();
        }
        let general = general_key(key);
        let mut scored: Vec<(f64, &Entry)> = self
            .entries
            .iter()
            .map(|entry| (similarity(&general, &entry.key), entry))
            .filter(|(score, _)| *score >= 0.7)
            .collect();
        scored.sort_by(|left, right| right.0.total_cmp(&left.0));
        let best = scored.first().map_or(0.0, |(score, _)| *score);
        scored
            .iter()
            .take_while(|(score, _)| *score >= best - 0.1)
            .take(3)
            .map(|(_, entry)| specific_key(&entry.key, key))
            .collect()
    }
}

impl Entry {
    /// The plausible range of a number; `None` for other kinds, and where the register gives none.
    #[must_use]
    pub fn plausible(&self) -> Option<(f64, f64)> {
        self.range
            .filter(|_| matches!(self.kind, Kind::Number | Kind::Integer))
    }

    /// Whether it is a number, of which there is a size to be graded.
    #[must_use]
    pub const fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Number | Kind::Integer)
    }

    /// The grades of its sign, rank or type, and of its size: `V sign, J size` and `J (type S)` tell them apart, all other
    /// grades are of both.
    ///
    /// ```
    /// let grades = |key: &str| samspil::scenario::register().get(key).unwrap().grades();
    /// assert_eq!(grades("willingness.motivation"), ("V", "J"));
    /// assert_eq!(grades("influence.co_designer"), ("S", "J"));
    /// assert_eq!(grades("hours.per_week"), ("V", "V"));
    /// ```
    #[must_use]
    pub fn grades(&self) -> (&str, &str) {
        let first_word = |text: &str| text.split(' ').next().unwrap_or_default().len();
        if let Some((sign, size)) = self.grade.split_once(", ") {
            return (&sign[..first_word(sign)], &size[..first_word(size)]);
        }
        let noted = self
            .grade
            .strip_suffix(')')
            .and_then(|grade| grade.split_once(" ("));
        match noted {
            Some((size, note)) => (note.rsplit(' ').next().unwrap_or(note), size),
            None => (&self.grade, &self.grade),
        }
    }

    /// What is allowed, in words: `0 to 1`, `one of a, b, c`, `true or false`.
    #[must_use]
    pub fn allowed(&self) -> String {
        let bounds = self
            .bounds
            .map(|(low, high)| (words::in_prose(low), words::in_prose(high)));
        let whole_numbers = || match &bounds {
            Some((low, high)) => say!("a list of whole numbers from {low} to {high}"),
            None => say!("a list of whole numbers"),
        };
        let text = match (self.kind, &bounds) {
            (Kind::Number, Some((low, high))) => say!("a number from {low} to {high}"),
            (Kind::Number, None) => say!("a number"),
            (Kind::Integer, Some((low, high))) => say!("a whole number from {low} to {high}"),
            (Kind::Integer, None) => say!("a whole number"),
            (Kind::Flag, _) => say!("true or false"),
            (Kind::Choice, _) => say!("one of {}", self.choices.join(", ")),
            (Kind::Text, _) => say!("a text"),
            (Kind::ListOfChoices, _) => say!("a list of {}", self.choices.join(", ")),
            (Kind::ListOfIntegers, _) => whole_numbers(),
            (Kind::ListOfNeighbourhoods, _) => {
                say!(
                    "{}, or of names where neighbourhoods are observed",
                    whole_numbers()
                )
            }
        };
        match &self.unit {
            Some(unit) => format!("{text} ({})", words::unit(unit)),
            None => text,
        }
    }
}

/// That a source was opened again, and that a number may be one of a world, where the register does not say otherwise.
const fn usually() -> bool {
    true
}

/// Whether a design decides a key, where the register does not say so itself: what a programme is, and how much of a barrier
/// is left. Every other key describes the place (its people, staff, task, time) or how people are taken to be, which all
/// arms of a comparison have in common.
fn is_usually_designed(key: &str) -> bool {
    key.starts_with("programme.") || key.starts_with("barriers.")
}

/// The table in which a key stands.
fn table_of(key: &str) -> &str {
    key.rsplit_once('.').map_or("", |(table, _)| table)
}

/// `programme.parks.ease` as `programme.*.ease`; other keys as they are.
pub(super) fn general_key(key: &str) -> String {
    match key.strip_prefix("programme.").map(|rest| rest.split_once('.')) {
        Some(Some((name, last))) if !name.is_empty() => format!("programme.*.{last}"),
        Some(None) => "programme.*".to_owned(),
        Some(Some(_)) | None => key.to_owned(),
    }
}

/// A key of the register with the programme that `like` names.
fn specific_key(key: &str, like: &str) -> String {
    let programme = like
        .strip_prefix("programme.")
        .and_then(|rest| rest.split_once('.'));
    match programme {
        Some((name, _)) => key.replacen('*', name, 1),
        None => key.to_owned(),
    }
}

/// Similarity of two keys in `[0, 1]`; the last part alone counts too, since tables are easily mixed up.
fn similarity(key: &str, candidate: &str) -> f64 {
    fn last(key: &str) -> &str {
        key.rsplit_once('.').map_or(key, |(_, last)| last)
    }
    let whole = strsim::normalized_damerau_levenshtein(key, candidate);
    let part = strsim::normalized_damerau_levenshtein(last(key), last(candidate));
    whole.max(0.9 * part)
}

/// Longest key for which similar ones are looked for, bytes.
const KEY_BYTES_MAX: usize = 200;

/// The entries that are shipped, in the order of their files.
pub(super) fn shipped_entries() -> Vec<Entry> {
    let mut entries = Vec::new();
    for text in std::iter::once(OF_THE_RUN).chain(crate::model::register()) {
        let table = Table::parse(0, text).expect("the register is TOML, as its tests check");
        collect(&table, "", &mut entries).expect("every entry is complete, as tests of the register check");
    }
    entries
}

/// The entries of a mechanism of one's own, its switch first.
///
/// # Errors
/// What is wrong with its parameters, in words.
pub(super) fn own_entries(mechanism: &dyn OwnMechanism) -> Result<Vec<Entry>, String> {
    let (name, parameters) = (mechanism.name(), mechanism.parameters());
    let meaning = toml::Value::from(mechanism.meaning());
    let text = format!(
        "[mechanisms]\n{name} = {{ default = true, grade = \"own\", source = \"own\", meaning = {meaning} }}\n\
         [{name}]\n{parameters}\n"
    );
    let table = Table::parse(0, &text).map_err(|findings| {
        let messages: Vec<&str> = findings.iter().map(Finding::message).collect();
        messages.join("; ")
    })?;
    let mut entries = Vec::new();
    collect(&table, "", &mut entries)?;
    Ok(entries)
}

fn collect(table: &Table, prefix: &str, entries: &mut Vec<Entry>) -> Result<(), String> {
    for row in &table.rows {
        let key = if prefix.is_empty() {
            row.name.clone()
        } else {
            format!("{prefix}.{}", row.name)
        };
        match &row.item.content {
            Content::Table(inner) if inner.row("default").is_none() => collect(inner, &key, entries)?,
            Content::Table(_) | Content::Leaf(_) | Content::List(_) => {
                let written = row
                    .item
                    .to_value()
                    .try_into()
                    .map_err(|error: toml::de::Error| format!("{key}: {}", error.message()))?;
                entries.push(entry(key, written)?);
            }
        }
    }
    Ok(())
}

fn entry(key: String, written: WrittenEntry) -> Result<Entry, String> {
    let kind = if key == NEIGHBOURHOODS {
        Kind::ListOfNeighbourhoods
    } else {
        kind(&written)
    };
    Ok(Entry {
        alternatives: prior::alternatives(&key, kind, &written.choices, &written.alternatives)?,
        world: written.world,
        place: !written.design.unwrap_or_else(|| is_usually_designed(&key)),
        kind,
        removal: Removal::of(&key, written.removal)?,
        key,
        symbol: written.symbol,
        unit: written.unit,
        default: written.default,
        bounds: written.bounds,
        choices: written.choices,
        range: written.range,
        grade: written.grade,
        reread: written.reread,
        source: written.source,
        equation: written.equation,
        label: written.label.map(|label| in_both(label, written.da.label)),
        ids: written.ids,
        meaning: in_both(written.meaning, written.da.meaning),
        fixed: written.fixed,
        needs: written.needs,
    })
}

/// The register lasts as long as the program, and so do its words; where there is no Danish, they are English for all.
fn in_both(english: String, danish: Option<String>) -> Words {
    let danish = danish.unwrap_or_else(|| english.clone());
    Words::new(english.leak(), danish.leak())
}

fn kind(written: &WrittenEntry) -> Kind {
    match (&written.default, written.choices.is_empty()) {
        (toml::Value::Integer(_), _) => Kind::Integer,
        (toml::Value::Boolean(_), _) => Kind::Flag,
        (toml::Value::String(_), true) => Kind::Text,
        (toml::Value::String(_), false) => Kind::Choice,
        (toml::Value::Array(_), true) => Kind::ListOfIntegers,
        (toml::Value::Array(_), false) => Kind::ListOfChoices,
        (toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Table(_), _) => Kind::Number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(value: &toml::Value) -> Vec<f64> {
        match value {
            toml::Value::Float(number) => vec![*number],
            toml::Value::Integer(number) => vec![*number as f64],
            toml::Value::Array(items) => items.iter().flat_map(numbers).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn every_entry_is_complete() {
        for entry in register().entries() {
            assert!(!entry.grade.is_empty(), "{} has no grade", entry.key);
            assert!(!entry.source.is_empty(), "{} has no source", entry.key);
            assert!(!entry.meaning.is_empty(), "{} has no meaning", entry.key);
            assert!(!entry.meaning.ends_with('.'), "{}: no full stop", entry.key);
            let numeric = matches!(
                entry.kind,
                Kind::Number | Kind::Integer | Kind::ListOfIntegers | Kind::ListOfNeighbourhoods
            );
            assert_eq!(entry.bounds.is_some(), numeric, "{}", entry.key);
        }
    }

    /// Letters of grades, and what stands for none.
    const GRADES: [&str; 11] = [
        "V",
        "S",
        "D",
        "J",
        "V/J",
        "D/J",
        "M/J",
        "calibrated",
        "law",
        "scale",
        "text",
    ];

    #[test]
    fn every_grade_is_one_of_sign_and_one_of_size() {
        for entry in shipped_entries() {
            let (sign, size) = entry.grades();
            assert!(GRADES.contains(&sign) && GRADES.contains(&size), "{}", entry.key);
            let is_from_elsewhere = ["V", "D"].iter().any(|letter| entry.grade.contains(letter));
            assert!(
                entry.reread || is_from_elsewhere,
                "{} has nothing to reread",
                entry.key
            );
        }
        let counts = register().grade_counts();
        let numbers = register().entries().iter().filter(|entry| entry.is_number());
        assert_eq!(counts.values().sum::<usize>(), numbers.count());
        assert!(counts[&("J", "J")] > counts[&("V", "V")]);
    }

    #[test]
    fn a_barrier_has_a_name_in_both_languages_and_ids_that_are_among_its_sources() {
        for entry in register().under("barriers") {
            let label = entry.label.unwrap();
            assert_ne!(label.danish, label.english, "{}", entry.key);
            assert!(!entry.ids.is_empty(), "{} stands for nothing", entry.key);
            for id in &entry.ids {
                assert!(entry.source.contains(id.as_str()), "{}: {id}", entry.key);
            }
        }
        assert_eq!(register().get("network.bridge").unwrap().label, None);
    }

    #[test]
    fn defaults_lie_in_the_range_and_ranges_within_the_bounds() {
        for entry in register().entries() {
            let Some((low, high)) = entry.bounds else { continue };
            assert!(low < high, "{}", entry.key);
            let (range_low, range_high) = entry.range.unwrap_or((low, high));
            assert!(
                low <= range_low && range_low <= range_high && range_high <= high,
                "{}",
                entry.key
            );
            for number in numbers(&entry.default) {
                assert!(range_low <= number && number <= range_high, "{}", entry.key);
            }
        }
    }

    #[test]
    fn default_choices_are_choices() {
        for entry in register()
            .entries()
            .iter()
            .filter(|entry| !entry.choices.is_empty())
        {
            let values = match &entry.default {
                toml::Value::Array(items) => items.clone(),
                value => vec![value.clone()],
            };
            for value in values {
                let text = value.as_str().unwrap();
                assert!(entry.choices.iter().any(|choice| choice == text), "{}", entry.key);
            }
        }
    }

    #[test]
    fn keys_are_unique_and_in_file_order() {
        assert_eq!(register().positions.len(), register().entries().len());
        assert_eq!(register().entries()[0].key, "simulation.horizon_years");
        assert!(register().entries().len() > 250, "{}", register().entries().len());
    }

    #[test]
    fn the_place_is_what_no_design_decides() {
        let place = |key: &str| register().get(key).unwrap().place;
        for key in [
            "population.citizens",
            "professionals.per_1000_citizens",
            "simulation.horizon_years",
            "simulation.tick",
            "problem.need",
            "network.bridge",
            "population.neighbourhoods",
            "organisation.municipalities",
            "mechanisms.crowding",
            "programme.parks.outcome_half_life_years",
        ] {
            assert!(place(key), "{key}");
        }
        for key in [
            "programme.parks.invitation",
            "barriers.silos",
            "facilitation.ceiling",
        ] {
            assert!(!place(key), "{key}");
        }
    }

    #[test]
    fn a_programme_key_is_found_under_any_name() {
        assert_eq!(
            register().get("programme.parks.ease"),
            register().get("programme.*.ease")
        );
        assert_eq!(register().get("programme.parks.ease").unwrap().kind, Kind::Number);
        assert_eq!(register().get("programme.ease"), None);
    }

    #[test]
    fn nearest_keys_forgive_typos_and_wrong_tables() {
        assert_eq!(
            register().nearest("population.trust_hihg")[0],
            "population.trust_high"
        );
        assert_eq!(
            register().nearest("population.zero_error")[0],
            "barriers.zero_error"
        );
        assert_eq!(
            register().nearest("programme.parks.invitaton")[0],
            "programme.parks.invitation"
        );
        assert!(register().nearest("completely.unrelated_words").is_empty());
    }

    #[test]
    fn prefixes_list_their_keys() {
        assert_eq!(register().under("population.correlation").len(), 11);
        assert!(register().is_table("programme.parks"));
        assert!(!register().is_table("popul"));
    }
}
