//! What fields mean, in words: for faults, for `samspil explain`, for the documentation.

use std::fmt::Write as _;

use super::walk::fields_of;
use super::{Bounds, By, Field, Shape, Value, Variant};
use crate::scenario::Time;
use crate::scenario::register::{Entry, register};

const WRITING: &str = "writing to a string cannot fail";

impl Value {
    /// What is expected, as in `a number above 0`.
    pub(super) fn words(&self) -> String {
        let plural = |number: usize| {
            if number == usize::MAX {
                String::new()
            } else {
                format!(" to {number}")
            }
        };
        match self {
            Self::Text => "a text".to_owned(),
            Self::Name => "at most 40 letters, digits, - and _".to_owned(),
            Self::Texts(0, usize::MAX) => "a list of texts".to_owned(),
            Self::Texts(least, most) if least == most => format!("a list of {least} texts"),
            Self::Texts(least, most) => format!(
                "a list of {least}{} texts",
                match *most {
                    usize::MAX => " or more".to_owned(),
                    most => plural(most),
                }
            ),
            Self::Flag => "true or false".to_owned(),
            Self::Number(bounds) => bounds.words(),
            Self::Whole(low, high) => format!("a whole number from {low} to {high}"),
            Self::OfKey(key) => register().get(key).map_or_else(String::new, Entry::allowed),
            Self::OneOf(names) => format!("one of {}", names.join(", ")),
            Self::Among(names) => format!("one of {}", names().join(", ")),
            Self::SomeOf(names) => format!("a list of some of {}", names().join(", ")),
            Self::Pair(bounds) if *bounds == Bounds::NONE => {
                "two numbers that rise, such as [0.0, 1.0]".to_owned()
            }
            Self::Pair(bounds) => format!("two numbers that rise, each {}", bounds.words()),
            Self::Numbers {
                least, most, rising, ..
            } => {
                let rise = if *rising { " that rise" } else { "" };
                format!("a list of {least} to {most} numbers{rise}")
            }
            Self::Levels => "a list of values".to_owned(),
            Self::Time => Time::EXPECTED.to_owned(),
            Self::Measure => "the name of a measure, as in `codebook.csv` of any run".to_owned(),
            Self::Weights => "numbers by name, as in { treated = 1, control = -1 }".to_owned(),
            Self::Settings => "a table with keys of a scenario".to_owned(),
            Self::Ranges => "a table with keys of a scenario and their ranges".to_owned(),
            Self::Table(_) => "a table".to_owned(),
            Self::Tables(..) => "tables under headings of their own".to_owned(),
            Self::Named(_) => "tables under names of your own".to_owned(),
            Self::Terms(_) => "a table or a list of tables".to_owned(),
        }
    }

    /// Whether its value is made of tables with fields, whose faults leave the rest of them right.
    pub(super) const fn holds_tables(&self) -> bool {
        matches!(
            self,
            Self::Table(_) | Self::Tables(..) | Self::Named(_) | Self::Terms(_)
        )
    }

    /// The table it holds.
    const fn shape(&self) -> Option<&'static Shape> {
        match self {
            Self::Table(shape) | Self::Tables(shape, ..) | Self::Named(shape) | Self::Terms(shape) => {
                Some(shape)
            }
            _ => None,
        }
    }
}

/// What a missing field means, and what may stand there.
pub(super) fn such_as(field: &Field) -> String {
    let (name, meaning) = (field.name, field.meaning);
    match field.value {
        Value::OneOf(names) => format!("{meaning}: one of {}", names.join(", ")),
        Value::Table(_) | Value::Settings | Value::Ranges => format!("{meaning}, under the heading [{name}]"),
        Value::Tables(..) => format!("{meaning}, each under a heading [[{name}]]"),
        Value::Named(_) => format!("{meaning}, each under a heading [{name}.NAME]"),
        _ => format!("{meaning}, such as {name} = {}", field.example),
    }
}

/// A field with the key by which `explain` knows it and the choices it belongs to.
struct Row {
    key: String,
    field: &'static Field,
    of: String,
}

/// All fields of a table and of those in it, in order.
fn rows(shape: &'static Shape, prefix: &str) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for field in fields_of(shape) {
        let key = format!("{prefix}{}", field.name);
        if rows.iter().any(|row| row.key == key) {
            continue;
        }
        rows.push(Row {
            of: of(shape, field.name),
            key: key.clone(),
            field,
        });
        if let Some(inner) = field.value.shape() {
            rows.extend(self::rows(inner, &format!("{key}.")));
        }
    }
    rows
}

/// The choices with which there is such a field; empty where it is there with all of them.
fn of(shape: &Shape, name: &str) -> String {
    if shape.common().any(|field| field.name == name) {
        return String::new();
    }
    let Some(by) = &shape.by else {
        return String::new();
    };
    let has = |variant: &&Variant| variant.own().any(|field| field.name == name);
    let names: Vec<&str> = by
        .variants
        .iter()
        .filter(has)
        .map(|variant| variant.name)
        .collect();
    format!("{} = {}", by.key, names.join(", "))
}

/// The choice that a key is, where it is one: the shape and its `by`.
fn choice_at(shape: &'static Shape, key: &str) -> Option<&'static By> {
    match key.split_once('.') {
        None => shape.by.as_ref().filter(|by| by.key == key),
        Some((first, rest)) => {
            let fields = fields_of(shape);
            let inner = fields.iter().find(|field| field.name == first)?.value.shape()?;
            choice_at(inner, rest)
        }
    }
}

/// Every key of a table and of those in it.
pub(in crate::scenario) fn keys_of(shape: &'static Shape) -> Vec<String> {
    rows(shape, "").into_iter().map(|row| row.key).collect()
}

/// Explains a key of a kind of file, or lists the keys of the file or of a table in it; `None` where there is no such key.
/// `name` is the kind, as in `hypothesis`.
pub(in crate::scenario) fn explain(name: &str, shape: &'static Shape, key: &str) -> Option<String> {
    if let Some(by) = choice_at(shape, key) {
        return Some(explain_choice(&format!("{name}.{key}"), by));
    }
    let rows = rows(shape, "");
    let under = format!("{key}.");
    let inner: Vec<&Row> = rows
        .iter()
        .filter(|row| key.is_empty() || row.key.starts_with(&under))
        .collect();
    let mut text = match rows.iter().find(|row| row.key == key) {
        Some(row) => explain_field(&format!("{name}.{key}"), row),
        None if key.is_empty() => String::new(),
        None => return None,
    };
    if inner.is_empty() {
        return Some(text);
    }
    if !text.is_empty() {
        text += "\n\n";
    }
    let full = |row: &Row| format!("{name}.{}", row.key);
    let width = inner.iter().map(|row| full(row).len()).max().unwrap_or_default();
    for row in inner {
        writeln!(text, "{:width$}  {}", full(row), row.field.meaning).expect(WRITING);
    }
    Some(text.trim_end().to_owned())
}

fn explain_choice(key: &str, by: &By) -> String {
    let usual = if by.first_is_usual {
        by.variants[0].name
    } else {
        "none: it must be there"
    };
    let mut text = format!(
        "{key}\n  {}\n  default     {usual}\n  allowed     one of these\n",
        by.meaning
    );
    for variant in by.variants {
        writeln!(text, "              {}: {}", variant.name, variant.meaning).expect(WRITING);
    }
    text.trim_end().to_owned()
}

fn explain_field(key: &str, row: &Row) -> String {
    let field = row.field;
    let there = if field.must {
        "must be there"
    } else {
        "may be left out"
    };
    let mut text = format!(
        "{key}\n  {}\n  allowed     {}\n  is there    {there}\n",
        field.meaning,
        field.value.words()
    );
    if !row.of.is_empty() {
        writeln!(text, "  belongs to  {}", row.of).expect(WRITING);
    }
    if !field.example.is_empty() {
        let example = field.example.replace('\n', "\n              ");
        let example = match field.value {
            Value::Settings | Value::Ranges => format!("[{}]\n              {example}", field.name),
            _ => format!("{} = {example}", field.name),
        };
        writeln!(text, "  example     {example}").expect(WRITING);
    }
    text.trim_end().to_owned()
}

/// The fields as rows of a table in Markdown.
pub(in crate::scenario) fn field_rows(shape: &'static Shape) -> String {
    let mut page = String::from("| key | meaning | allowed | belongs to |\n|---|---|---|---|\n");
    let mut lines: Vec<(String, String)> = Vec::new();
    choice_rows(shape, "", &mut lines);
    for row in rows(shape, "") {
        let must = if row.field.must { " *" } else { "" };
        let line = format!(
            "| `{}`{must} | {} | {} | {} |",
            row.key,
            row.field.meaning,
            row.field.value.words(),
            row.of
        );
        lines.push((row.key, line));
    }
    for (_, line) in lines {
        writeln!(page, "{line}").expect(WRITING);
    }
    page
}

/// A row for each field that decides on others.
fn choice_rows(shape: &'static Shape, prefix: &str, lines: &mut Vec<(String, String)>) {
    if let Some(by) = &shape.by {
        let must = if by.first_is_usual { "" } else { " *" };
        let names = by
            .variants
            .iter()
            .map(|variant| format!("{} ({})", variant.name, variant.meaning));
        let names: Vec<String> = names.collect();
        let key = format!("{prefix}{}", by.key);
        lines.push((
            key.clone(),
            format!(
                "| `{key}`{must} | {} | one of {} | |",
                by.meaning,
                names.join("; ")
            ),
        ));
    }
    for field in fields_of(shape) {
        if let Some(inner) = field.value.shape() {
            choice_rows(inner, &format!("{prefix}{}.", field.name), lines);
        }
    }
}
