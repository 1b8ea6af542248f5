//! Walks through a table with its fields: what is wrong is found and taken out, so that what is left is right.

use std::cmp::Ordering;

use super::{By, Field, Instead, Shape, Value, Variant};
use crate::model::measures::measures;
use crate::scenario::Time;
use crate::scenario::document::{Content, Item, Row, Table, expected};
use crate::scenario::fault::{Finding, Place};
use crate::scenario::measure_names::measure_named;
use crate::scenario::register::register;
use crate::scenario::value::{check as check_key, closest, did_you_mean};
use crate::words::{Words, say, words};

/// Most characters of a name.
const NAME_MAX: usize = 40;

/// Finds all that is wrong with a table and takes it out. `prefix` is what its keys begin with, `place` where to point when
/// something is missing.
pub(in crate::scenario) fn check(
    shape: &Shape,
    table: &mut Table,
    prefix: &str,
    place: Place,
    findings: &mut Vec<Finding>,
) {
    let mut walk = Walk {
        shape,
        prefix,
        place,
        findings,
    };
    let variant = walk.variant(table);
    let meant = walk.refuse_unknown(table, variant);
    let own = variant.into_iter().flat_map(Variant::own);
    let fields: Vec<&Field> = shape.common().chain(own).collect();
    for field in &fields {
        walk.check_field(field, table, &meant);
    }
    let own = variant.map_or(&[][..], |variant| variant.instead);
    for instead in shape.instead.iter().chain(own) {
        walk.check_instead(*instead, table, &meant);
    }
}

struct Walk<'a> {
    shape: &'a Shape,
    prefix: &'a str,
    place: Place,
    findings: &'a mut Vec<Finding>,
}

impl Walk<'_> {
    fn key(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn missing(&mut self, name: &str, hint: String) {
        let key = self.key(name);
        let finding = Finding::new(self.place, &key, say!("`{key}` is missing"));
        self.findings.push(finding.code("missing-key").hint(hint));
    }

    /// The choice by which the table has further fields; `None` where there is none, or it is wrong.
    fn variant(&mut self, table: &mut Table) -> Option<&'static Variant> {
        let By {
            key,
            meaning,
            variants,
            first_is_usual,
        } = self.shape.by.as_ref()?;
        let names = || variants.iter().map(|variant| variant.name);
        let Some(row) = table.row(key) else {
            if *first_is_usual {
                return variants.first();
            }
            // A misspelt key is found as one that is unknown.
            if !table.rows.iter().any(|row| self.is_meant(row, key)) {
                let names: Vec<&str> = names().collect();
                self.missing(key, say!("{meaning}: one of {}", names.join(", ")));
            }
            return None;
        };
        let text = row.item.as_text();
        let found = variants.iter().find(|variant| Some(variant.name) == text);
        if found.is_none() {
            self.findings
                .push(not_among(row, &self.key(key), &names().collect::<Vec<_>>()));
            table.take(key);
        }
        found
    }

    /// Whether a key is one that the table has not, and `name` the one that is meant.
    fn is_meant(&self, row: &Row, name: &str) -> bool {
        let known = keys(self.shape);
        !known.contains(&row.name.as_str()) && closest(&row.name, known.into_iter()) == Some(name)
    }

    /// Takes out the keys that the table does not have; the keys that were meant.
    fn refuse_unknown(&mut self, table: &mut Table, variant: Option<&Variant>) -> Vec<&'static str> {
        let mut meant = Vec::new();
        let own = variant.into_iter().flat_map(Variant::own);
        let common = self.shape.common().chain(own).map(|field| field.name);
        let by = self.shape.by.iter().map(|by| by.key);
        let known: Vec<&str> = by.chain(common).collect();
        let open = self.shape.with_settings;
        let rows = std::mem::take(&mut table.rows);
        for row in rows {
            if known.contains(&row.name.as_str()) || open {
                table.rows.push(row);
                continue;
            }
            let owners = self.owners(&row.name);
            if variant.is_none() && !owners.is_empty() {
                // With no choice read, nobody can say which of these keys belong.
                continue;
            }
            meant.extend(closest(&row.name, known.iter().copied()));
            let finding = match (variant, &self.shape.by) {
                (Some(variant), Some(by)) if !owners.is_empty() => {
                    let message = say!("`{}` has no meaning in {}", row.name, of(self.shape, by, variant));
                    Finding::new(row.place, &self.key(&row.name), message)
                        .code("unknown-key")
                        .label(words!("leave this out").text())
                        .hint(say!("it belongs to {}", owners.join(", ")))
                }
                _ => unknown(self.shape.what, &row, &self.key(&row.name), &known),
            };
            self.findings.push(finding);
        }
        meant
    }

    /// The choices with which there is such a key.
    fn owners(&self, name: &str) -> Vec<&'static str> {
        let variants = self.shape.by.iter().flat_map(|by| by.variants);
        variants
            .filter(|variant| variant.own().any(|field| field.name == name))
            .map(|variant| variant.name)
            .collect()
    }

    fn check_field(&mut self, field: &Field, table: &mut Table, meant: &[&str]) {
        let key = self.key(field.name);
        let Some(row) = table.row_mut(field.name) else {
            if field.must && !meant.contains(&field.name) {
                self.missing(field.name, such_as(field, &key));
            }
            return;
        };
        let before = self.findings.len();
        check_row(&field.value, row, &key, self.findings);
        if self.findings.len() > before && !field.value.holds_tables() {
            table.take(field.name);
        }
    }

    fn check_instead(&mut self, instead: Instead, table: &mut Table, meant: &[&str]) {
        let rows = table.rows.iter();
        let there: Vec<&Row> = rows
            .filter(|row| instead.keys.contains(&row.name.as_str()))
            .collect();
        let named = listed(instead.keys);
        match there[..] {
            [_] => {}
            [] => {
                let is_wrong = |finding: &Finding| {
                    let mut keys = instead.keys.iter();
                    finding.place.start >= self.place.start && keys.any(|key| finding.key() == self.key(key))
                };
                let told = instead.keys.iter().any(|key| meant.contains(key));
                if instead.must && !told && !self.findings.iter().any(is_wrong) {
                    let message = say!("{} needs one of {named}", self.shape.what);
                    let key = self.key(instead.keys[0]);
                    let finding = Finding::new(self.place, &key, message).code("missing-key");
                    let fields = fields_of(self.shape);
                    let first = fields.iter().find(|field| field.name == instead.keys[0]);
                    self.findings
                        .push(finding.hint(first.map(|field| such_as(field, &key))));
                }
            }
            [_, second, ..] => {
                let message = say!("{} has only one of {named}", self.shape.what);
                let finding = Finding::new(second.place, &self.key(&second.name), message);
                let label = words!("leave one of them out").text();
                self.findings.push(finding.code("duplicate").label(label));
                table
                    .rows
                    .retain(|row| !instead.keys.contains(&row.name.as_str()));
            }
        }
    }
}

/// As in `a`, `b` and `c`.
fn listed(keys: &[&str]) -> String {
    let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    match keys.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => say!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// What a table with this choice is, as in `a hypothesis of kind cycle`.
fn of(shape: &Shape, by: &By, variant: &Variant) -> String {
    if by.key == "kind" {
        say!("{} of kind {}", shape.what, variant.name)
    } else {
        say!("{} with {} = \"{}\"", shape.what, by.key, variant.name)
    }
}

/// What a missing field means, and what may stand there; `key` is the whole key, as headings name it.
fn such_as(field: &Field, key: &str) -> String {
    let (name, meaning) = (field.name, field.meaning);
    match field.value {
        Value::OneOf(names) => say!("{meaning}: one of {}", names.join(", ")),
        Value::Table(_) | Value::Settings | Value::Ranges => say!("{meaning}, under the heading [{key}]"),
        Value::Tables(..) => say!("{meaning}, each under a heading [[{key}]]"),
        Value::Named(_) => say!("{meaning}, each under a heading [{key}.NAME]"),
        _ => say!("{meaning}, such as {name} = {}", field.example),
    }
}

/// All fields that a table can have.
pub(super) fn fields_of(shape: &Shape) -> Vec<&'static Field> {
    let variants = shape.by.iter().flat_map(|by| by.variants);
    shape.common().chain(variants.flat_map(Variant::own)).collect()
}

/// All keys that a table can have.
pub(super) fn keys(shape: &Shape) -> Vec<&'static str> {
    let by = shape.by.iter().map(|by| by.key);
    let fields = fields_of(shape);
    by.chain(fields.iter().map(|field| field.name)).collect()
}

fn unknown(what: Words, row: &Row, key: &str, known: &[&str]) -> Finding {
    let hint = did_you_mean(&row.name, known.iter().copied())
        .unwrap_or_else(|| say!("the keys here are {}", known.join(", ")));
    Finding::new(row.place, key, say!("{what} has no key `{key}`"))
        .code("unknown-key")
        .label(words!("unknown key").text())
        .hint(hint)
}

fn not_among(row: &Row, key: &str, names: &[&str]) -> Finding {
    let hint = row
        .item
        .as_text()
        .and_then(|text| did_you_mean(text, names.iter().copied()));
    expected(row, key, &say!("one of {}", names.join(", "))).hint(hint)
}

/// The finding for a value that a field cannot have, whatever else the table holds.
pub(in crate::scenario) fn check_value(value: &Value, row: &Row, key: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    check_row(value, &mut row.clone(), key, &mut findings);
    findings
}

/// Finds all that is wrong with a list of tables under headings `[[…]]`, and takes it out.
pub(in crate::scenario) fn check_tables(shape: &'static Shape, row: &mut Row, findings: &mut Vec<Finding>) {
    let key = row.name.clone();
    check_row(&Value::Tables(shape, 0, usize::MAX), row, &key, findings);
}

/// Finds all that is wrong with a table under a heading of its own, and takes it out.
pub(in crate::scenario) fn check_table(shape: &'static Shape, row: &mut Row, findings: &mut Vec<Finding>) {
    let key = row.name.clone();
    check_row(&Value::Table(shape), row, &key, findings);
}

fn check_row(value: &Value, row: &mut Row, key: &str, findings: &mut Vec<Finding>) {
    match value {
        Value::Table(shape) => match &mut row.item.content {
            Content::Table(table) => check(shape, table, &format!("{key}."), row.place, findings),
            Content::Leaf(_) | Content::List(_) => findings.push(expected(row, key, &value.words())),
        },
        Value::Tables(shape, least, most) => check_list(shape, (*least, *most), row, key, findings),
        Value::Terms(shape) => match &mut row.item.content {
            Content::Table(table) => check(shape, table, &format!("{key}."), row.place, findings),
            Content::List(_) => check_list(shape, (1, usize::MAX), row, key, findings),
            Content::Leaf(_) => findings.push(expected(row, key, &value.words())),
        },
        Value::Named(shape) => match &mut row.item.content {
            Content::Table(named) => {
                for row in &mut named.rows {
                    let key = format!("{key}.{}", row.name);
                    check_row(&Value::Table(shape), row, &key, findings);
                }
            }
            Content::Leaf(_) | Content::List(_) => findings.push(expected(row, key, &value.words())),
        },
        Value::Weights => match &row.item.content {
            Content::Table(weights) => {
                let wrong = |row: &&Row| !row.item.as_number().is_some_and(f64::is_finite);
                let wrong = weights.rows.iter().filter(wrong);
                findings.extend(wrong.map(|row| expected(row, &row.name, words!("a finite number").text())));
            }
            Content::Leaf(_) | Content::List(_) => findings.push(expected(row, key, &value.words())),
        },
        Value::SomeOf(names) if matches!(row.item.content, Content::List(_)) => {
            findings.extend(not_of_these(&row.item, key, &names()));
        }
        Value::OfKey(name) => {
            if let Some(Err(found)) = register().get(name).map(|entry| check_key(entry, key, &row.item)) {
                findings.extend(found);
            }
        }
        _ => findings.extend(check_plain(value, row, key)),
    }
}

/// A finding for each value of a list that is none of those there are.
fn not_of_these(list: &Item, key: &str, names: &[&str]) -> Vec<Finding> {
    let Content::List(items) = &list.content else {
        return Vec::new();
    };
    let is_wrong = |item: &&Item| !item.as_text().is_some_and(|text| names.contains(&text));
    let finding = |item: &Item| {
        let near = item
            .as_text()
            .and_then(|text| did_you_mean(text, names.iter().copied()));
        Finding::new(item.place, key, say!("{item} is none of the `{key}` there are"))
            .code("unknown-name")
            .label(say!("expected one of {}", names.join(", ")))
            .hint(near.unwrap_or_else(|| say!("leave it out, or name one of those that there are")))
    };
    items.iter().filter(is_wrong).map(finding).collect()
}

fn check_list(
    shape: &Shape,
    (least, most): (usize, usize),
    row: &mut Row,
    key: &str,
    findings: &mut Vec<Finding>,
) {
    let is_table = |item: &Item| matches!(item.content, Content::Table(_));
    let items = match &mut row.item.content {
        Content::List(items) if items.iter().all(is_table) => items,
        _ => {
            findings.push(expected(row, key, &say!("tables under headings [[{key}]]")));
            return;
        }
    };
    if !(least..=most).contains(&items.len()) {
        let place = items.get(most).map_or(row.place, |item| item.place);
        let number = match (least, most) {
            (least, usize::MAX) => say!("{least} or more"),
            (least, most) => say!("{least} to {most}"),
        };
        let message = match items.len() {
            1 => say!("there is 1 table [[{key}]]"),
            several => say!("there are {several} tables [[{key}]]"),
        };
        let finding = Finding::new(place, key, message).code("out-of-range");
        findings.push(finding.label(say!("expected {number}")));
        // Nothing is built for tables that are too many.
        items.truncate(most);
    }
    for item in items {
        if let Content::Table(table) = &mut item.content {
            check(shape, table, &format!("{key}."), item.place, findings);
        }
    }
}

/// The finding for a value that holds no table.
fn check_plain(value: &Value, row: &Row, key: &str) -> Option<Finding> {
    let item = &row.item;
    let is_right = match value {
        Value::Text => item.as_text().is_some(),
        Value::Name => item.as_text().is_some_and(is_name),
        Value::Texts(least, most) => list_of(item, |item| item.as_text().is_some())
            .is_some_and(|number| (*least..=*most).contains(&number)),
        Value::Flag => item.as_flag().is_some(),
        Value::Number(bounds) => item.as_number().is_some_and(|number| bounds.hold(number)),
        Value::Whole(low, high) => match item.content {
            Content::Leaf(toml::Value::Integer(number)) => {
                u64::try_from(number).is_ok_and(|number| (*low..=*high).contains(&number))
            }
            Content::Leaf(_) | Content::List(_) | Content::Table(_) => false,
        },
        Value::OneOf(names) => return among(row, key, names),
        Value::Among(names) => return among(row, key, &names()),
        Value::Pair(bounds) => {
            let within = |item: &Item| item.as_number().is_some_and(|number| bounds.hold(number));
            if list_of(item, within) == Some(2)
                && let Some(finding) = falling(item, key)
            {
                return Some(finding);
            }
            list_of(item, within) == Some(2)
        }
        Value::Numbers {
            least,
            most,
            bounds,
            rising,
        } => {
            let within = |item: &Item| item.as_number().is_some_and(|number| bounds.hold(number));
            let number = list_of(item, within);
            number.is_some_and(|number| (*least..=*most).contains(&number)) && (!rising || rise(item))
        }
        Value::SomeOf(_) | Value::Levels => matches!(item.content, Content::List(_)),
        Value::Time => {
            if let Some(finding) = falling(item, key) {
                return Some(finding);
            }
            Time::of(item).is_some()
        }
        Value::Measure => return measure(row, key),
        Value::Settings | Value::Ranges => matches!(item.content, Content::Table(_)),
        Value::Weights
        | Value::OfKey(_)
        | Value::Table(_)
        | Value::Tables(..)
        | Value::Named(_)
        | Value::Terms(_) => true,
    };
    (!is_right).then(|| expected(row, key, &value.words()))
}

fn among(row: &Row, key: &str, names: &[&str]) -> Option<Finding> {
    let is_one = row.item.as_text().is_some_and(|text| names.contains(&text));
    (!is_one).then(|| not_among(row, key, names))
}

fn measure(row: &Row, key: &str) -> Option<Finding> {
    let Some(name) = row.item.as_text() else {
        return Some(expected(row, key, &Value::Measure.words()));
    };
    // Whoever knows the programmes looks into the names with a dot.
    if measure_named(name).is_some() || name.contains('.') {
        return None;
    }
    let hint = did_you_mean(name, measures().iter().map(|measure| measure.key))
        .unwrap_or_else(|| say!("`codebook.csv` of any run lists the measures"));
    let finding = Finding::new(row.item.place, key, say!("there is no measure `{name}`"));
    let label = words!("unknown measure").text();
    Some(finding.code("unknown-name").label(label).hint(hint))
}

fn is_name(text: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    !text.is_empty() && text.len() <= NAME_MAX && text.chars().all(allowed)
}

/// How many values a list has; `None` where it is no list, or one of them is wrong.
fn list_of(item: &Item, is_right: impl Fn(&Item) -> bool) -> Option<usize> {
    match &item.content {
        Content::List(items) if items.iter().all(is_right) => Some(items.len()),
        Content::Leaf(_) | Content::List(_) | Content::Table(_) => None,
    }
}

fn rise(item: &Item) -> bool {
    let Content::List(items) = &item.content else {
        return false;
    };
    let numbers: Vec<Option<f64>> = items.iter().map(Item::as_number).collect();
    numbers.windows(2).all(|pair| pair[0] < pair[1])
}

/// The finding for two numbers of which the first does not lie below the second; `None` for anything else.
fn falling(item: &Item, key: &str) -> Option<Finding> {
    let Content::List(items) = &item.content else {
        return None;
    };
    let [low, high] = &items[..] else {
        return None;
    };
    let (low, high) = (low.as_number()?, high.as_number()?);
    let message = match low.partial_cmp(&high)? {
        Ordering::Less => return None,
        Ordering::Equal => say!("`{key}` runs from {low} to {high}: both ends are the same"),
        Ordering::Greater => say!("`{key}` runs from {low} to {high}: the lower end is above the upper"),
    };
    let finding = Finding::new(item.place, key, message).code("out-of-range");
    Some(finding.label(words!("the first number must lie below the second").text()))
}
