//! The JSON Schema of a scenario file, for editors and other programs.

use serde_json::{Map, Value, json};

use crate::model::observed::Trait;

use super::data_files::trait_name;
use super::data_keys::{COLUMN_KEYS, DataKey, DataKind, FILE_KEYS, MISSING_RULES, SPEC_KEYS};
use super::events::{Argument, KINDS};
use super::language::{DANISH, Parts, Shape, object};
use super::plan::calibration::parameters::{PRIORS, RANGE};
use super::reading::{PROGRAMME_KEY_PATTERN, PROGRAMMES_MAX};
use super::register::{Entry, Kind, register};
use super::{danish, known, lesson};

/// JSON Schema (draft 2020-12) of a scenario file.
///
/// It knows every key, type, bound and choice and refuses unknown keys. What only the loader sees: `nan`,
/// contradictions between values, names of programmes in events, and files that are missing.
#[must_use]
pub(super) fn schema() -> Value {
    json!({
        "$schema": DRAFT,
        "title": "Samspil scenario",
        "description": "A society and its co-production programmes; everything left out takes its default",
        "type": "object",
        "properties": properties(),
        "additionalProperties": false,
    })
}

/// The draft of all schemas.
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// JSON Schema (draft 2020-12) of a file that names a scenario.
pub(super) fn schema_of(shape: &Shape) -> Value {
    let properties = properties();
    let mut schema = object(shape, &parts(&properties));
    schema["$schema"] = DRAFT.into();
    schema["title"] = format!("Samspil: {}", shape.what.english).into();
    schema["$defs"] =
        json!({ "ranges": ranges(), "settings": closed(properties.clone(), "Keys of a scenario") });
    schema
}

const fn parts(settings: &Map<String, Value>) -> Parts<'_> {
    Parts { settings, of_key }
}

fn of_key(key: &str) -> Value {
    register().get(key).map_or(Value::Bool(true), value_schema)
}

/// Parameters with ranges, in tables or with their keys in full.
fn ranges() -> Value {
    let empty = Map::new();
    let written = object(&RANGE, &parts(&empty));
    let number = json!({ "type": "number" });
    let range = json!({ "anyOf": [
        { "type": "array", "items": number, "minItems": 2, "maxItems": 2 },
        { "enum": PRIORS },
        written,
    ] });
    let (mut properties, mut of_programmes) = (Map::new(), Map::new());
    let mut patterns = Map::new();
    let is_number = |entry: &&Entry| matches!(entry.kind, Kind::Number | Kind::Integer);
    for entry in register().entries().iter().filter(is_number) {
        if let Some((_, name)) = entry.key.split_once(".*.") {
            of_programmes.insert(name.to_owned(), range.clone());
            patterns.insert(format!("^programme\\.[a-z0-9_]+\\.{name}$"), range.clone());
        } else {
            insert(&mut properties, &entry.key, range.clone());
            properties.insert(entry.key.clone(), range.clone());
        }
    }
    let programmes = json!({ "type": "object", "additionalProperties": closed(of_programmes, "") });
    properties.insert("programme".to_owned(), programmes);
    let mut schema = closed(properties, "Parameters and their ranges");
    schema["patternProperties"] = Value::Object(patterns);
    schema
}

/// The keys and tables of a scenario.
fn properties() -> Map<String, Value> {
    let mut properties = Map::new();
    properties.insert("title".to_owned(), text("Title in reports"));
    properties.insert("story".to_owned(), text("The story in a few sentences"));
    properties.insert(
        "sources".to_owned(),
        json!({ "type": "array", "items": { "type": "string" }, "description": "Texts" }),
    );
    properties.insert(
        "extends".to_owned(),
        text("A scenario file, seen from this one, that this one changes"),
    );
    for entry in register()
        .entries()
        .iter()
        .filter(|entry| !entry.key.contains('*'))
    {
        insert(&mut properties, &entry.key, value_schema(entry));
    }
    for (table, name, meaning) in FILE_KEYS {
        insert(&mut properties, &format!("{table}.{name}"), text(meaning.english));
    }
    insert(&mut properties, "population.data", data_schema());
    properties.insert("programme".to_owned(), programmes_schema());
    properties.insert("event".to_owned(), events_schema());
    let empty = Map::new();
    let known = object(&known::SHAPE, &parts(&empty));
    let description = "Figures that a run is held against";
    properties.insert(
        "known".to_owned(),
        json!({ "type": "array", "description": description, "items": known }),
    );
    properties.insert("lesson".to_owned(), object(&lesson::SHAPE, &parts(&empty)));
    properties.insert(DANISH.to_owned(), object(&danish::SHAPE, &parts(&empty)));
    properties
}

/// Puts a schema at a dotted key, making object schemas on the way.
fn insert(properties: &mut Map<String, Value>, key: &str, schema: Value) {
    let Some((table, rest)) = key.split_once('.') else {
        properties.insert(key.to_owned(), schema);
        return;
    };
    let object = properties.entry(table).or_insert_with(|| closed(Map::new(), ""));
    if let Some(inner) = object["properties"].as_object_mut() {
        insert(inner, rest, schema);
    }
}

/// An object with these keys and no others.
fn closed(properties: Map<String, Value>, description: &str) -> Value {
    let properties = Value::Object(properties);
    let mut object = json!({ "type": "object", "additionalProperties": false });
    object["properties"] = properties;
    if !description.is_empty() {
        object["description"] = description.into();
    }
    object
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn value_schema(entry: &Entry) -> Value {
    let mut schema = type_schema(entry);
    let unit = entry
        .unit
        .as_ref()
        .map(|unit| format!(" [{unit}]"))
        .unwrap_or_default();
    schema["description"] = format!("{}{unit}", entry.meaning.english).into();
    schema["default"] = json!(entry.default);
    schema
}

fn type_schema(entry: &Entry) -> Value {
    let bounded = |kind: &str| {
        let mut schema = json!({ "type": kind });
        if let Some((low, high)) = entry.bounds {
            schema["minimum"] = low.into();
            schema["maximum"] = high.into();
        }
        schema
    };
    let list = |items: Value| json!({ "type": "array", "items": items, "uniqueItems": true });
    match entry.kind {
        Kind::Number => bounded("number"),
        Kind::Integer => bounded("integer"),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Text => json!({ "type": "string" }),
        Kind::Choice => json!({ "enum": entry.choices }),
        Kind::ListOfChoices => list(json!({ "enum": entry.choices })),
        Kind::ListOfIntegers => list(bounded("integer")),
        Kind::ListOfNeighbourhoods => list(json!({ "anyOf": [bounded("integer"), { "type": "string" }] })),
    }
}

fn programmes_schema() -> Value {
    let own = register().under("programme");
    let properties = own
        .iter()
        .filter_map(|entry| Some((entry.key.split_once(".*.")?.1.to_owned(), value_schema(entry))))
        .collect();
    json!({
        "type": "object",
        "description": "Programmes by key: lower-case letters, digits and underscores",
        "maxProperties": PROGRAMMES_MAX,
        "patternProperties": { PROGRAMME_KEY_PATTERN: closed(properties, "A co-production programme") },
        "additionalProperties": false,
    })
}

fn events_schema() -> Value {
    let alternatives: Vec<Value> = KINDS
        .iter()
        .map(|kind| {
            let horizon = register().get("simulation.horizon_years").and_then(|entry| entry.bounds);
            let (_, last_year) = horizon.unwrap_or_default();
            let mut properties = Map::new();
            properties.insert(
                "year".to_owned(),
                json!({ "type": "number", "minimum": 0, "maximum": last_year, "description": "When it happens" }),
            );
            let argument = argument_schema(kind.argument, kind.meaning.english);
            properties.insert(kind.name.to_owned(), argument);
            let mut required = vec!["year", kind.name];
            for field in kind.fields {
                let (low, high) = field.bounds;
                let mut schema = json!({
                    "type": "number", "minimum": low, "maximum": high, "description": field.meaning.english,
                });
                match field.default {
                    Some(default) => schema["default"] = default.into(),
                    None => required.push(field.name),
                }
                properties.insert(field.name.to_owned(), schema);
            }
            let mut schema = closed(properties, kind.meaning.english);
            schema["required"] = json!(required);
            schema
        })
        .collect();
    json!({ "type": "array", "description": "What happens during a run", "items": { "oneOf": alternatives } })
}

fn argument_schema(argument: Argument, meaning: &str) -> Value {
    match argument {
        Argument::Changes => changes_schema(meaning),
        Argument::Programme => {
            json!({ "type": "string", "pattern": PROGRAMME_KEY_PATTERN, "description": meaning })
        }
        Argument::Share => json!({ "type": "number", "minimum": 0, "maximum": 1, "description": meaning }),
        Argument::True => json!({ "const": true, "description": meaning }),
    }
}

/// Keys that may change during a run, written in full.
fn changes_schema(meaning: &str) -> Value {
    let mut properties = Map::new();
    let mut patterns = Map::new();
    for entry in register().entries().iter().filter(|entry| !entry.fixed) {
        match entry.key.split_once(".*.") {
            None => properties.insert(entry.key.clone(), value_schema(entry)),
            Some((_, name)) => {
                patterns.insert(format!("^programme\\.[a-z0-9_]+\\.{name}$"), value_schema(entry))
            }
        };
    }
    let mut schema = closed(properties, meaning);
    schema["patternProperties"] = Value::Object(patterns);
    schema
}

fn data_schema() -> Value {
    closed(
        data_properties(&SPEC_KEYS, None),
        "How the columns of `from` become traits",
    )
}

/// The keys of a column that supplies this trait.
fn column_schema(of: Trait) -> Value {
    let mut schema = closed(
        data_properties(&COLUMN_KEYS, Some(of)),
        "Where this trait stands in the file",
    );
    schema["required"] = json!(["column"]);
    if takes_scale(of) {
        schema["dependentRequired"] = json!({ "low": ["high"], "high": ["low"] });
    }
    schema
}

const fn takes_scale(of: Trait) -> bool {
    !matches!(of, Trait::Age | Trait::FreeTime)
}

fn data_properties(keys: &[DataKey], of: Option<Trait>) -> Map<String, Value> {
    let list = |kind: &str| json!({ "type": "array", "items": { "type": kind }, "uniqueItems": true });
    let taken = keys
        .iter()
        .filter(|key| key.kind != DataKind::Number || of.is_none_or(takes_scale));
    let schema = |key: &DataKey| {
        let mut schema = match key.kind {
            DataKind::Column => json!({ "type": "string" }),
            DataKind::Texts => list("string"),
            DataKind::Numbers => list("number"),
            DataKind::Number => json!({ "type": "number" }),
            DataKind::Flag => json!({ "type": "boolean" }),
            DataKind::MissingRule => json!({ "enum": MISSING_RULES.map(|(name, _)| name) }),
            DataKind::Levels => json!({ "type": "object", "additionalProperties": { "type": "number" } }),
            DataKind::Traits => {
                let traits = Trait::ALL.into_iter();
                closed(
                    traits
                        .map(|of| (trait_name(of).to_owned(), column_schema(of)))
                        .collect(),
                    "",
                )
            }
        };
        schema["description"] = key.meaning.english.into();
        (key.name.to_owned(), schema)
    };
    taken.map(schema).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::scenario::Scenario;

    fn json_of(text: &str) -> Value {
        let table: toml::Table = text.parse().unwrap();
        serde_json::to_value(table).unwrap()
    }

    fn validator() -> jsonschema::Validator {
        jsonschema::draft202012::new(&schema()).unwrap()
    }

    #[test]
    fn it_is_a_schema_of_its_draft() {
        assert!(jsonschema::draft202012::meta::is_valid(&schema()));
    }

    #[test]
    fn shipped_and_resolved_scenarios_are_accepted() {
        let text = include_str!("../../scenarios/reference.toml");
        let resolved = Scenario::from_text(Path::new("reference.toml"), text, &[])
            .unwrap()
            .resolved_toml();
        for text in [text, "", &resolved] {
            if let Err(error) = validator().validate(&json_of(text)) {
                panic!("{error} at {}", error.instance_path());
            }
        }
    }

    #[test]
    fn examples_of_keys_about_data_are_accepted() {
        let lines = |keys: &[DataKey]| {
            let lines = keys.iter().map(|key| format!("{} = {}\n", key.name, key.example));
            lines.collect::<String>()
        };
        let (_, own) = SPEC_KEYS.split_last().unwrap();
        let column = lines(&COLUMN_KEYS);
        let text = format!(
            "[population]\nfrom = 'a.csv'\n[network]\nfrom = 'b.csv'\n[population.data]\n{}[population.data.columns.trust]\n{column}",
            lines(own)
        );
        if let Err(error) = validator().validate(&json_of(&text)) {
            panic!("{error} at {}", error.instance_path());
        }
    }

    /// Samples without contradictions, on which the loader and the schema must agree.
    const SAMPLES: &[(&str, bool)] = &[
        ("title = 'A'\nsources = ['x']", true),
        ("title = 1", false),
        ("sources = 'x'", false),
        ("barrier = 1", false),
        ("[barriers]\nsilos = 1", false),
        ("[barriers]\nsilos = 0", true),
        ("[barriers]\nsilo = 0", false),
        ("[barriers]\nsilos = '0'", false),
        ("[population]\ncitizens = 0", false),
        ("[population]\ncitizens = 30.5", false),
        ("[population.correlation]\nses_trust = -0.1", true),
        ("[simulation]\ntick = 'day'", false),
        ("[mechanisms]\ncrowding = false", true),
        ("[programme.Parks]", false),
        ("[programme.parks_2]\nrole = 'informed'\nstages = []", true),
        ("[programme.parks]\nrole = 'boss'", false),
        (
            "[programme.parks]\nstages = ['co_delivery', 'co_delivery']",
            false,
        ),
        ("[programme.parks]\nneighbourhoods = [0]", false),
        ("[[event]]\nyear = 1\nelection = true", true),
        ("[[event]]\nyear = 1\nelection = false", false),
        ("[[event]]\nelection = true", false),
        ("[[event]]\nyear = 1\nelection = true\nshock = 0.1", false),
        ("[[event]]\nyear = 1\nstaff_cut = 1.1", false),
        (
            "[programme.a]\n[[event]]\nyear = 1\ngrant_ends = 'a'\nshare = 0.5",
            true,
        ),
        (
            "[programme.a]\n[[event]]\nyear = 1\ncampaign = 'a'\nintensity = 1",
            false,
        ),
        (
            "[programme.a]\n[[event]]\nyear = 1\ncampaign = 'a'\nintensity = 1\nmonths = 2",
            true,
        ),
        ("[[event]]\nyear = 1\nchange = { 'barriers.silos' = 0.1 }", true),
        ("[[event]]\nyear = 1\nchange = { barriers.silos = 0.1 }", false),
        (
            "[[event]]\nyear = 1\nchange = { 'population.citizens' = 10 }",
            false,
        ),
        (
            "[programme.a]\n[[event]]\nyear = 1\nchange = { 'programme.a.ease' = 2 }",
            false,
        ),
        (
            "[programme.a]\n[[event]]\nyear = 1\nchange = { 'programme.a.ease' = 1 }",
            true,
        ),
        (
            "[population.data.columns]\nage = { column = 'a', low = 0, high = 1 }",
            false,
        ),
        (
            "[population.data.columns]\ntrust = { column = 'a', low = 0 }",
            false,
        ),
        ("[population.data]\nmissing_codes = 77", false),
        ("[population.data]\nmissing_words = [1]", false),
        ("[population.data]\npoorest_first = ['A', 'A']", false),
        (
            "[population.data.columns]\ntrust = { column = 'a', levels = { yes = 'x' } }",
            false,
        ),
        ("[programme.parks]\nneighbourhoods = [1.5]", false),
    ];

    #[test]
    fn it_agrees_with_the_loader() {
        let validator = validator();
        for (text, valid) in SAMPLES {
            let loaded = Scenario::from_text(Path::new("sample.toml"), text, &[]);
            assert_eq!(loaded.is_ok(), *valid, "loader: {text}\n{:?}", loaded.err());
            assert_eq!(validator.is_valid(&json_of(text)), *valid, "schema: {text}");
        }
    }
}
