//! The JSON Schema of a table with its fields.

use serde_json::{Map, Value as Json, json};

use super::{Bounds, Field, Instead, Shape, Value};
use crate::model::measures::measures;

/// What the schema of a scenario supplies to those of other files.
pub(in crate::scenario) struct Parts<'a> {
    /// The properties of a scenario, for tables that hold its keys.
    pub(in crate::scenario) settings: &'a Map<String, Json>,
    /// The schema of a value of the register.
    pub(in crate::scenario) of_key: fn(&str) -> Json,
}

/// The definition that a table of settings refers to.
const SETTINGS: &str = "#/$defs/settings";
/// The definition that a table of ranges refers to.
const RANGES: &str = "#/$defs/ranges";

/// The schema of a table.
pub(in crate::scenario) fn object(shape: &Shape, parts: &Parts<'_>) -> Json {
    let Some(by) = &shape.by else {
        return closed(shape, shape.common().collect(), shape.instead, parts);
    };
    let variants = by.variants.iter().enumerate().map(|(position, variant)| {
        let fields = shape.common().chain(variant.own()).collect();
        let instead = [shape.instead, variant.instead].concat();
        let mut schema = closed(shape, fields, &instead, parts);
        schema["description"] = variant.meaning.english.into();
        schema["properties"][by.key] = json!({ "const": variant.name, "description": by.meaning.english });
        if (position > 0 || !by.first_is_usual)
            && let Some(required) = schema["required"].as_array_mut()
        {
            required.push(by.key.into());
        }
        schema
    });
    json!({ "description": shape.what.english, "oneOf": variants.collect::<Vec<_>>() })
}

fn closed(shape: &Shape, fields: Vec<&'static Field>, instead: &[Instead], parts: &Parts<'_>) -> Json {
    let mut properties = Map::new();
    if shape.with_settings {
        let settings = parts.settings.keys();
        properties.extend(settings.map(|key| {
            (
                key.clone(),
                json!({ "$ref": format!("{SETTINGS}/properties/{key}") }),
            )
        }));
    }
    let mut required: Vec<Json> = Vec::new();
    for field in fields {
        let mut schema = value(&field.value, parts);
        schema["description"] = field.meaning.english.into();
        properties.insert(field.name.to_owned(), schema);
        if field.must {
            required.push(field.name.into());
        }
    }
    let mut object = json!({ "type": "object", "additionalProperties": false });
    object["description"] = shape.what.english.into();
    object["properties"] = Json::Object(properties);
    object["required"] = Json::Array(required);
    let rules: Vec<Json> = instead.iter().map(|instead| rule(*instead)).collect();
    if !rules.is_empty() {
        object["allOf"] = Json::Array(rules);
    }
    object
}

fn rule(instead: Instead) -> Json {
    let one = |key: &&str| json!({ "required": [key] });
    let mut choices: Vec<Json> = instead.keys.iter().map(one).collect();
    if !instead.must {
        choices.push(json!({ "not": { "anyOf": choices.clone() } }));
    }
    json!({ "oneOf": choices })
}

fn number(kind: &str, bounds: Bounds) -> Json {
    let mut schema = json!({ "type": kind });
    let (low, high) = if bounds.ends {
        ("minimum", "maximum")
    } else {
        ("exclusiveMinimum", "exclusiveMaximum")
    };
    for (end, key) in [(bounds.low, low), (bounds.high, high)] {
        if end.is_finite() {
            schema[key] = end.into();
        }
    }
    schema
}

fn list(items: &Json, least: usize, most: usize) -> Json {
    let mut schema = json!({ "type": "array", "items": items });
    if least > 0 {
        schema["minItems"] = least.into();
    }
    if most < usize::MAX {
        schema["maxItems"] = most.into();
    }
    schema
}

/// The schema of a value.
fn value(value: &Value, parts: &Parts<'_>) -> Json {
    let text = || json!({ "type": "string" });
    match value {
        Value::Text => text(),
        Value::Name => json!({ "type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$" }),
        Value::Texts(least, most) => list(&text(), *least, *most),
        Value::Flag => json!({ "type": "boolean" }),
        Value::Number(bounds) => number("number", *bounds),
        Value::Whole(low, high) => json!({ "type": "integer", "minimum": low, "maximum": high }),
        Value::OfKey(key) => (parts.of_key)(key),
        Value::OneOf(names) => json!({ "enum": names }),
        Value::Among(names) => json!({ "enum": names() }),
        Value::SomeOf(names) => list(&json!({ "enum": names() }), 0, usize::MAX),
        Value::Pair(bounds) => list(&number("number", *bounds), 2, 2),
        Value::Numbers {
            least, most, bounds, ..
        } => list(&number("number", *bounds), *least, *most),
        Value::Levels => list(&json!(true), 0, usize::MAX),
        Value::Time => {
            let year = || number("number", Bounds::FROM_0);
            json!({ "anyOf": [{ "const": "end" }, year(), list(&year(), 2, 2)] })
        }
        Value::Measure => {
            let society: Vec<&str> = measures().iter().map(|measure| measure.key).collect();
            json!({ "anyOf": [{ "enum": society }, { "type": "string", "pattern": "^[a-z0-9_]+\\.[a-z0-9_]+$" }] })
        }
        Value::Weights => json!({ "type": "object", "additionalProperties": { "type": "number" } }),
        Value::Settings => json!({ "$ref": SETTINGS }),
        Value::Ranges => json!({ "$ref": RANGES }),
        Value::Table(shape) => object(shape, parts),
        Value::Tables(shape, least, most) => list(&object(shape, parts), *least, *most),
        Value::Named(shape) => json!({ "type": "object", "additionalProperties": object(shape, parts) }),
        Value::Terms(shape) => {
            json!({ "anyOf": [object(shape, parts), list(&object(shape, parts), 1, usize::MAX)] })
        }
    }
}
