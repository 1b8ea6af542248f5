//! The levers of a scenario: what a planner would move, in the order in which a planner asks.

use std::sync::LazyLock;

use axum::Json;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::chosen::{Chosen, Settings};
use super::events::changes;
use super::library::Library;
use super::refusal::Refusal;
use super::request::Asked;
use super::scenarios::programmes;
use crate::scenario::{Entry, Kind, Origin, Scenario, register};
use crate::words::{Language, language};

/// The levers, by group.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Board {
    group: Vec<Group>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    key: String,
    levers: Vec<Listed>,
}

/// A lever as it is listed, in a planner's words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    /// Its key in the register.
    key: String,
    /// What it is called; `None` where the register has its label.
    label: Option<String>,
    /// What it does.
    hint: String,
    /// What a number of it counts, where the register has no unit.
    unit: Option<String>,
    da: Danish,
}

/// The same words in Danish.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Danish {
    label: Option<String>,
    hint: String,
    unit: Option<String>,
}

impl Listed {
    /// Its words in the language that is written in.
    fn words(&self) -> Value {
        let (label, hint, unit) = match language() {
            Language::English => (&self.label, &self.hint, &self.unit),
            Language::Danish => (&self.da.label, &self.da.hint, &self.da.unit),
        };
        let of_the_register = || Some(register().get(&self.key)?.label?.text().to_owned());
        json!({ "label": label.clone().or_else(of_the_register), "hint": hint, "unit": unit })
    }
}

/// # Panics
/// If the list that was compiled in is malformed, which its test rules out.
static BOARD: LazyLock<Board> = LazyLock::new(|| {
    toml::from_str(include_str!("levers.toml")).expect("the list of levers is right, as its test checks")
});

/// A parameter as pages are told of it.
#[derive(Serialize)]
struct Parameter<'a> {
    key: &'a str,
    symbol: Option<&'a str>,
    fixed: bool,
    #[serde(flatten)]
    described: Described<'a>,
}

/// A parameter of a scenario that can be moved.
#[derive(Serialize)]
struct Lever<'a> {
    key: String,
    general: &'a str,
    programme: Option<&'a str>,
    group: &'a str,
    value: &'a toml::Value,
    /// Whether the scenario says something else than the register.
    changed: bool,
    /// When the scenario's event gives it this value; `None` for the value at the start.
    year: Option<f64>,
    #[serde(flatten)]
    described: Described<'a>,
}

/// What the register says of a parameter.
#[derive(Serialize)]
struct Described<'a> {
    unit: Option<&'a str>,
    kind: &'static str,
    default: &'a toml::Value,
    range: Option<(f64, f64)>,
    bounds: Option<(f64, f64)>,
    choices: &'a [String],
    grade: &'a str,
    source: &'a str,
    equation: Option<&'a str>,
    meaning: &'a str,
    /// Whether it describes the place, which all arms have in common.
    place: bool,
}

/// The words of all levers by their keys, in the language that is written in.
pub(super) fn words() -> Value {
    let listed = BOARD.group.iter().flat_map(|group| &group.levers);
    let words = listed.map(|lever| (lever.key.clone(), lever.words()));
    Value::Object(words.collect::<Map<_, _>>())
}

/// The whole register.
pub(super) async fn all_parameters() -> Json<Value> {
    let entries: Vec<Parameter<'_>> = register().entries().iter().map(parameter).collect();
    Json(json!({ "entries": entries }))
}

/// What is asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestBody {
    source: Chosen,
    #[serde(default)]
    settings: Settings,
    /// Further keys of the register.
    #[serde(default)]
    also: Vec<String>,
}

/// The group of what events change.
const EVENTS: &str = "events";
/// The group of keys that are asked for by name.
const OTHER: &str = "other";

/// The levers of a scenario.
pub(super) async fn levers(asked: Asked<RequestBody>) -> Result<Json<Value>, Refusal> {
    asked.read(board).await
}

fn board(question: RequestBody, library: &Library) -> Result<Json<Value>, Refusal> {
    let scenario = question.source.scenario(library, &question.settings)?;
    let mut levers = levers_of_events(&scenario);
    levers.extend(levers_of(&scenario));
    for key in question.also {
        if !levers.iter().any(|lever| lever.key == key) {
            let programme = programme_of(&scenario, &key);
            levers.extend(lever(&scenario, key, programme, OTHER));
        }
    }
    let board = BOARD.group.iter().map(|group| group.key.as_str());
    let groups: Vec<&str> = std::iter::once(EVENTS).chain(board).collect();
    Ok(Json(json!({
        "programmes": programmes(&scenario),
        "groups": groups,
        "levers": levers,
    })))
}

/// The programme of the scenario that a key is about.
fn programme_of<'a>(scenario: &'a Scenario, key: &str) -> Option<&'a str> {
    let programme = key.strip_prefix("programme.")?.split('.').next()?;
    let mut own = scenario.programme_keys.iter().map(String::as_str);
    own.find(|own| *own == programme)
}

/// What the events of the scenario change, in their order: moved there, not at the start.
fn levers_of_events(scenario: &Scenario) -> Vec<Lever<'_>> {
    let changes = changes(scenario).into_iter();
    changes
        .filter_map(|change| register().get(change.parameter).map(|entry| (change, entry)))
        .map(|(change, entry)| Lever {
            general: &entry.key,
            programme: programme_of(scenario, change.parameter),
            group: EVENTS,
            value: change.value,
            changed: true,
            year: change.year,
            described: described(entry),
            key: change.key,
        })
        .collect()
}

fn levers_of(scenario: &Scenario) -> Vec<Lever<'_>> {
    let mut levers = Vec::new();
    for group in &BOARD.group {
        for Listed { key: general, .. } in &group.levers {
            match general.strip_prefix("programme.*.") {
                Some(name) => levers.extend(scenario.programme_keys.iter().filter_map(|programme| {
                    let key = format!("programme.{programme}.{name}");
                    lever(scenario, key, Some(programme), &group.key)
                })),
                None => levers.extend(lever(scenario, general.clone(), None, &group.key)),
            }
        }
    }
    levers
}

fn lever<'a>(
    scenario: &'a Scenario,
    key: String,
    programme: Option<&'a str>,
    group: &'a str,
) -> Option<Lever<'a>> {
    let setting = scenario.settings.get(&key)?;
    let entry = register().get(&key)?;
    Some(Lever {
        general: &entry.key,
        programme,
        group,
        value: &setting.value,
        changed: setting.origin != Origin::Register,
        year: None,
        described: described(entry),
        key,
    })
}

fn parameter(entry: &Entry) -> Parameter<'_> {
    Parameter {
        key: &entry.key,
        symbol: entry.symbol.as_deref(),
        fixed: entry.fixed,
        described: described(entry),
    }
}

fn described(entry: &Entry) -> Described<'_> {
    Described {
        unit: entry.unit.as_deref(),
        kind: kind(entry.kind),
        default: &entry.default,
        range: entry.range,
        bounds: entry.bounds,
        choices: &entry.choices,
        grade: &entry.grade,
        source: &entry.source,
        equation: entry.equation.as_deref(),
        meaning: &entry.meaning,
        place: entry.place,
    }
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Number => "number",
        Kind::Integer => "integer",
        Kind::Flag => "flag",
        Kind::Choice => "choice",
        Kind::Text => "text",
        Kind::ListOfChoices => "choices",
        Kind::ListOfIntegers | Kind::ListOfNeighbourhoods => "integers",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::words::within;

    #[test]
    fn every_lever_is_in_the_register_once() {
        let mut seen = BTreeSet::new();
        for Listed { key, .. } in BOARD.group.iter().flat_map(|group| &group.levers) {
            assert!(
                register().get(key).is_some_and(|entry| &entry.key == key),
                "{key}"
            );
            assert!(seen.insert(key), "{key} stands twice");
        }
        assert!(seen.len() >= 30, "{}", seen.len());
    }

    #[test]
    fn every_lever_has_words_in_both_languages_and_a_label_stands_once() {
        for lever in BOARD.group.iter().flat_map(|group| &group.levers) {
            for language in [Language::English, Language::Danish] {
                let words = within(language, || lever.words());
                for name in ["label", "hint"] {
                    let text = words[name].as_str().unwrap_or_default();
                    assert!(!text.trim().is_empty(), "{}: {name}", lever.key);
                }
            }
            assert_eq!(lever.unit.is_some(), lever.da.unit.is_some(), "{}", lever.key);
            let registered = register().get(&lever.key).and_then(|entry| entry.label);
            if let Some(label) = registered {
                assert_ne!(lever.label.as_deref(), Some(label.english), "{}", lever.key);
                assert_ne!(lever.da.label.as_deref(), Some(label.danish), "{}", lever.key);
            }
        }
    }
}
