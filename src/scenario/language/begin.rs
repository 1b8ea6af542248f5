//! A file to begin with, made of the examples of the fields: those that must be there stand, the others are comments.

use std::fmt::Write as _;

use super::{Field, Instead, Shape, Value, Variant};

const WRITING: &str = "writing to a string cannot fail";
/// Where the meaning begins behind a key.
const WIDTH: usize = 40;

/// The lines of a table, its tables last. `given` are examples that stand in place of those of the fields.
pub(in crate::scenario) fn begin(shape: &Shape, given: &[(&str, String)]) -> String {
    let mut text = String::new();
    write_table(shape, "", true, given, &mut text);
    text
}

/// The lines of a table that stands under a heading, whose own tables have it before theirs, as in `[known.da]`.
pub(in crate::scenario) fn begin_under(heading: &str, shape: &Shape) -> String {
    let mut text = String::new();
    write_table(shape, &format!("{heading}."), true, &[], &mut text);
    text
}

/// A field that is written.
struct Line {
    field: &'static Field,
    /// Whether it is no comment.
    counts: bool,
    /// Whether it stands for another that is written before it.
    is_other: bool,
}

fn lines(shape: &Shape) -> Vec<Line> {
    let variant = shape.by.as_ref().map(|by| &by.variants[0]);
    let own = variant.into_iter().flat_map(Variant::own);
    let instead: Vec<Instead> = [shape.instead, variant.map_or(&[], |variant| variant.instead)].concat();
    let is_first = |name: &str| {
        instead
            .iter()
            .any(|instead| instead.must && instead.keys[0] == name)
    };
    let is_other = |name: &str| instead.iter().any(|instead| instead.keys[1..].contains(&name));
    let fields = shape.common().chain(own);
    fields
        .map(|field| Line {
            counts: field.begun || is_first(field.name),
            is_other: is_other(field.name),
            field,
        })
        .collect()
}

fn write_table(shape: &Shape, heading: &str, counts: bool, given: &[(&str, String)], text: &mut String) {
    let line = |text: &mut String, counts: bool, line: &str, meaning: &str| {
        let mark = if counts { "" } else { "# " };
        if line.is_empty() || meaning.is_empty() {
            writeln!(text, "{mark}{line}").expect(WRITING);
        } else {
            writeln!(text, "{mark}{line:WIDTH$} # {meaning}").expect(WRITING);
        }
    };
    if let Some(by) = &shape.by {
        let names: Vec<&str> = by.variants.iter().map(|variant| variant.name).collect();
        let meaning = format!("{}: {}", by.meaning, names.join(", "));
        let key = format!("{} = \"{}\"", by.key, by.variants[0].name);
        line(text, counts && !by.first_is_usual, &key, &meaning);
    }
    let mut all = lines(shape);
    // Who takes away the marks of a whole table gets one of them.
    all.retain(|own| counts || !own.is_other);
    for own in all.iter().filter(|own| is_plain(&own.field.value)) {
        let example = given
            .iter()
            .find(|(name, _)| heading.is_empty() && *name == own.field.name);
        let example = example.map_or(own.field.example, |(_, value)| value);
        let key = format!("{} = {example}", own.field.name);
        line(text, counts && own.counts, &key, own.field.meaning.text());
    }
    for own in all.iter().filter(|own| !is_plain(&own.field.value)) {
        let field = own.field;
        let name = format!("{heading}{}", field.name);
        let counts = counts && own.counts;
        text.push('\n');
        let named = match field.value {
            Value::Tables(..) => format!("[[{name}]]"),
            Value::Named(_) => format!("[{name}.one]"),
            _ => format!("[{name}]"),
        };
        line(text, counts, &named, field.meaning.text());
        match field.value {
            Value::Table(inner) | Value::Tables(inner, ..) => {
                write_table(inner, &format!("{name}."), counts, given, text);
            }
            Value::Named(inner) => write_table(inner, &format!("{name}.one."), counts, given, text),
            _ => field
                .example
                .lines()
                .for_each(|example| line(text, counts, example, "")),
        }
        if let Value::Tables(inner, least, _) = field.value {
            // A list of arms needs a second one.
            for _ in 1..least {
                text.push('\n');
                line(text, counts, &named, "");
                write_table(inner, &format!("{name}."), counts, given, text);
            }
        }
    }
}

/// Whether a field stands on one line.
const fn is_plain(value: &Value) -> bool {
    !matches!(
        value,
        Value::Table(_) | Value::Tables(..) | Value::Named(_) | Value::Settings | Value::Ranges
    )
}
