//! What fields mean, in words: for faults, for `samspil explain`, for the documentation.

use std::fmt::Write as _;

use super::walk::fields_of;
use super::{Bounds, By, Field, Shape, Value, Variant};
use crate::scenario::Time;
use crate::scenario::register::{Entry, register};
use crate::words::{Words, say, words};

const WRITING: &str = "writing to a string cannot fail";

impl Value {
    /// What is expected, as in `a number above 0`.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Text => say!("a text"),
            Self::Name => say!("at most 40 letters, digits, - and _"),
            Self::Texts(0, usize::MAX) => say!("a list of texts"),
            Self::Texts(least, most) if least == most => say!("a list of {least} texts"),
            Self::Texts(least, usize::MAX) => say!("a list of {least} or more texts"),
            Self::Texts(least, most) => say!("a list of {least} to {most} texts"),
            Self::Flag => say!("true or false"),
            Self::Number(bounds) => bounds.words(),
            Self::Whole(low, high) => say!("a whole number from {low} to {high}"),
            Self::OfKey(key) => register().get(key).map_or_else(String::new, Entry::allowed),
            Self::OneOf(names) => say!("one of {}", names.join(", ")),
            Self::Among(names) => say!("one of {}", names().join(", ")),
            Self::SomeOf(names) => say!("a list of some of {}", names().join(", ")),
            Self::Pair(bounds) if *bounds == Bounds::NONE => {
                say!("two numbers that rise, such as [0.0, 1.0]")
            }
            Self::Pair(bounds) => say!("two numbers that rise, each {}", bounds.words()),
            Self::Numbers {
                least,
                most,
                rising: true,
                ..
            } => say!("a list of {least} to {most} numbers that rise"),
            Self::Numbers { least, most, .. } => say!("a list of {least} to {most} numbers"),
            Self::Levels => say!("a list of values"),
            Self::Time => Time::EXPECTED.to_string(),
            Self::Measure => say!("the name of a measure, as in `codebook.csv` of any run"),
            Self::Weights => say!("numbers by name, as in {{ treated = 1, control = -1 }}"),
            Self::Settings => say!("a table with keys of a scenario"),
            Self::Ranges => say!("a table with keys of a scenario and their ranges"),
            Self::Table(_) => say!("a table"),
            Self::Tables(..) => say!("tables under headings of their own"),
            Self::Named(_) => say!("tables under names of your own"),
            Self::Terms(_) => say!("a table or a list of tables"),
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

/// A field or a choice with the key by which `explain` knows it, and the choices it belongs to.
struct Row {
    key: String,
    said: Said,
    of: String,
}

/// What a row tells of.
#[derive(Clone, Copy)]
enum Said {
    Field(&'static Field),
    /// A field that decides on others.
    Choice(&'static By),
}

impl Row {
    const fn meaning(&self) -> Words {
        match self.said {
            Said::Field(field) => field.meaning,
            Said::Choice(by) => by.meaning,
        }
    }

    /// Whether another row says the same.
    fn is_like(&self, other: &Self) -> bool {
        let said = || match (self.said, other.said) {
            (Said::Field(one), Said::Field(other)) => are_alike(one, other),
            (Said::Choice(one), Said::Choice(other)) => {
                one.meaning == other.meaning && choices(one) == choices(other)
            }
            (Said::Field(_), Said::Choice(_)) | (Said::Choice(_), Said::Field(_)) => false,
        };
        self.key == other.key && self.of == other.of && said()
    }
}

/// Whether fields of two choices mean the same and allow the same.
fn are_alike(one: &Field, other: &Field) -> bool {
    let same = one.name == other.name && one.must == other.must && one.meaning == other.meaning;
    same && one.value.words() == other.value.words()
}

/// All fields of a table and of those in it, in order; a field that differs by a choice has a row for each meaning.
fn rows(shape: &'static Shape, prefix: &str) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    rows.extend(shape.by.as_ref().map(|by| Row {
        key: format!("{prefix}{}", by.key),
        said: Said::Choice(by),
        of: String::new(),
    }));
    for field in fields_of(shape) {
        let key = format!("{prefix}{}", field.name);
        let own = Row {
            of: of(shape, field),
            key: key.clone(),
            said: Said::Field(field),
        };
        let inner = field.value.shape();
        let inner = inner.map_or_else(Vec::new, |inner| self::rows(inner, &format!("{key}.")));
        for row in std::iter::once(own).chain(inner) {
            if !rows.iter().any(|before| before.is_like(&row)) {
                rows.push(row);
            }
        }
    }
    rows
}

/// The choices with which there is such a field; empty where it is there with all of them.
fn of(shape: &Shape, wanted: &Field) -> String {
    if shape.common().any(|field| field.name == wanted.name) {
        return String::new();
    }
    let Some(by) = &shape.by else {
        return String::new();
    };
    let has = |variant: &&Variant| variant.own().any(|field| are_alike(field, wanted));
    let names: Vec<&str> = by
        .variants
        .iter()
        .filter(has)
        .map(|variant| variant.name)
        .collect();
    format!("{} = {}", by.key, names.join(", "))
}

/// Every key of a table and of those in it.
pub(in crate::scenario) fn keys_of(shape: &'static Shape) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for row in rows(shape, "") {
        if !keys.contains(&row.key) {
            keys.push(row.key);
        }
    }
    keys
}

/// Explains a key of a kind of file, or lists the keys of the file or of a table in it; `None` where there is no such key.
/// `name` is the kind, as in `hypothesis`.
pub(in crate::scenario) fn explain(name: &str, shape: &'static Shape, key: &str) -> Option<String> {
    let rows = rows(shape, "");
    let own = rows.iter().filter(|row| row.key == key);
    let own: Vec<String> = own
        .map(|row| match row.said {
            Said::Field(field) => explain_field(&format!("{name}.{key}"), field, &row.of),
            Said::Choice(by) => explain_choice(&format!("{name}.{key}"), by),
        })
        .collect();
    if own.is_empty() && !key.is_empty() {
        return None;
    }
    let under = format!("{key}.");
    let inner = rows
        .iter()
        .filter(|row| key.is_empty() || row.key.starts_with(&under));
    let mut listed: Vec<(String, Words)> = Vec::new();
    for line in inner.map(|row| (format!("{name}.{}", row.key), row.meaning())) {
        if !listed.contains(&line) {
            listed.push(line);
        }
    }
    let mut text = own.join("\n\n");
    if !text.is_empty() && !listed.is_empty() {
        text += "\n\n";
    }
    let width = listed.iter().map(|(key, _)| key.len()).max().unwrap_or_default();
    for (key, meaning) in listed {
        writeln!(text, "{key:width$}  {meaning}").expect(WRITING);
    }
    Some(text.trim_end().to_owned())
}

fn explain_choice(key: &str, by: &By) -> String {
    let usual = if by.first_is_usual {
        by.variants[0].name
    } else {
        words!("none: it must be there").text()
    };
    let mut text = format!("{key}\n  {}\n", by.meaning);
    text += &say!("  default     {usual}\n  allowed     one of these\n");
    for variant in by.variants {
        writeln!(text, "              {}: {}", variant.name, variant.meaning).expect(WRITING);
    }
    text.trim_end().to_owned()
}

fn explain_field(key: &str, field: &Field, of: &str) -> String {
    let there = if field.must {
        words!("must be there")
    } else {
        words!("may be left out")
    };
    let mut text = format!("{key}\n  {}\n", field.meaning);
    text += &say!("  allowed     {}\n  is there    {there}\n", field.value.words());
    if !of.is_empty() {
        text += &say!("  belongs to  {}\n", of);
    }
    if !field.example.is_empty() {
        let example = field.example.replace('\n', "\n              ");
        let example = match field.value {
            Value::Settings | Value::Ranges => format!("[{}]\n              {example}", field.name),
            _ => format!("{} = {example}", field.name),
        };
        text += &say!("  example     {example}\n");
    }
    text.trim_end().to_owned()
}

/// The fields as rows of a table in Markdown.
pub(in crate::scenario) fn field_rows(shape: &'static Shape) -> String {
    let mut page = String::from("| key | meaning | allowed | belongs to |\n|---|---|---|---|\n");
    for row in rows(shape, "") {
        let (must, allowed) = match row.said {
            Said::Field(field) => (field.must, field.value.words()),
            Said::Choice(by) => (!by.first_is_usual, choices(by)),
        };
        let must = if must { " *" } else { "" };
        let (key, meaning, of) = (&row.key, row.meaning(), &row.of);
        writeln!(page, "| `{key}`{must} | {meaning} | {allowed} | {of} |").expect(WRITING);
    }
    page
}

/// The choices of a field that decides on others, each with its meaning.
fn choices(by: &By) -> String {
    let choices = by.variants.iter();
    let choices = choices.map(|variant| format!("{} ({})", variant.name, variant.meaning));
    format!("one of {}", choices.collect::<Vec<_>>().join("; "))
}
