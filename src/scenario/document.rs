//! A TOML text as a tree in which every key and value knows its place.

use std::collections::BTreeMap;
use std::fmt;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Finding, Place};
use super::size;
use crate::words::say;

/// A value and its place.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) place: Place,
    pub(super) content: Content,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// A number, flag, text or date.
    Leaf(toml::Value),
    List(Vec<Item>),
    Table(Table),
}

/// A table whose keys stand in the order of the text.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
}

/// A key of a table with its value.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) name: String,
    /// Where the key stands.
    pub(super) place: Place,
    pub(super) item: Item,
}

/// What the parser says where a bracket has no end.
const UNCLOSED: &str = "unclosed";

/// The findings of a text with a bracket without end: what follows it is read as part of what it holds, so all that is said of
/// that is one finding.
fn at_bracket(findings: Vec<Finding>, unclosed: usize, bracket: usize) -> Vec<Finding> {
    let mut kept = Vec::new();
    for (position, mut finding) in findings.into_iter().enumerate() {
        if position == unclosed {
            finding.place.start = bracket;
            finding.place.end = bracket + 1;
            kept.push(finding);
        } else if finding.place.start < bracket {
            kept.push(finding);
        }
    }
    kept.sort_by_key(|finding| finding.place);
    kept
}

/// Where the first bracket stands that is never closed; brackets within texts and comments are none.
fn unclosed_bracket(text: &str) -> Option<usize> {
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(letter) = text.as_bytes().get(at) {
        let rest = &text[at..];
        at += match letter {
            b'[' | b'{' => {
                open.push(at);
                1
            }
            b']' | b'}' => {
                open.pop();
                1
            }
            b'#' => rest.find('\n').unwrap_or(rest.len()),
            b'"' | b'\'' => length_of_text(rest),
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
    }
    open.first().copied()
}

/// How long the text in quotation marks is with which this begins; it ends with its line unless it has three of them.
fn length_of_text(text: &str) -> usize {
    let quote = &text[..1];
    let is_long = text.starts_with(&quote.repeat(3));
    let mark = if is_long {
        quote.repeat(3)
    } else {
        quote.to_owned()
    };
    let mut at = mark.len();
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(&mark) {
            return at + mark.len();
        }
        if rest.starts_with('\n') && !is_long {
            return at;
        }
        let escaped = rest.starts_with('\\') && quote == "\"";
        let letters = if escaped { 2 } else { 1 };
        at += rest.chars().take(letters).map(char::len_utf8).sum::<usize>();
    }
    text.len()
}

impl Table {
    /// Parses a text.
    ///
    /// # Errors
    ///
    /// Everything the parser finds wrong; one finding where the text is too much to be read.
    pub(super) fn parse(source: usize, text: &str) -> Result<Self, Vec<Finding>> {
        size::check(source, text).map_err(|finding| vec![finding])?;
        let (table, errors) = DeTable::parse_recoverable(text);
        if errors.is_empty() {
            return Ok(Self::from_parsed(source, table.get_ref()));
        }
        let findings: Vec<Finding> = errors
            .iter()
            .map(|error| syntax_finding(source, text, error))
            .collect();
        let unclosed = errors
            .iter()
            .position(|error| error.message().starts_with(UNCLOSED));
        Err(match unclosed.zip(unclosed_bracket(text)) {
            Some((position, bracket)) if findings.len() > 1 => at_bracket(findings, position, bracket),
            _ => findings,
        })
    }

    fn from_parsed(source: usize, table: &DeTable<'_>) -> Self {
        let mut rows: Vec<Row> = table
            .iter()
            .map(|(name, value)| Row {
                name: name.get_ref().clone().into_owned(),
                place: place(source, name),
                item: Item::from_parsed(source, value),
            })
            .collect();
        rows.sort_by_key(|row| row.place);
        Self { rows }
    }

    pub(super) fn row(&self, name: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.name == name)
    }

    pub(super) fn row_mut(&mut self, name: &str) -> Option<&mut Row> {
        self.rows.iter_mut().find(|row| row.name == name)
    }

    pub(super) fn take(&mut self, name: &str) -> Option<Row> {
        let position = self.rows.iter().position(|row| row.name == name)?;
        Some(self.rows.remove(position))
    }

    /// The table under `name`, if there is one and it is a table.
    pub(super) fn table(&self, name: &str) -> Option<&Self> {
        match &self.row(name)?.item.content {
            Content::Table(table) => Some(table),
            Content::Leaf(_) | Content::List(_) => None,
        }
    }

    /// Lays `other` over this table: tables are merged, everything else is replaced.
    pub(super) fn overlay(&mut self, other: Self) {
        // The keys of a table are different, so those that are new need not be found again.
        let names = self.rows.iter().map(|row| row.name.clone());
        let positions: BTreeMap<String, usize> = names.zip(0..).collect();
        for row in other.rows {
            let Some(own) = positions.get(&row.name).map(|position| &mut self.rows[*position]) else {
                self.rows.push(row);
                continue;
            };
            own.place = row.place;
            match (&mut own.item.content, row.item) {
                (
                    Content::Table(own_table),
                    Item {
                        content: Content::Table(table),
                        place,
                    },
                ) => {
                    own.item.place = place;
                    own_table.overlay(table);
                }
                (_, item) => own.item = item,
            }
        }
    }
}

impl Item {
    /// Parses one value, as it stands behind a `=`; `None` when it is not one.
    pub(super) fn parse(source: usize, offset: usize, text: &str) -> Option<Self> {
        let value = DeValue::parse(text).ok()?;
        let mut item = Self::from_parsed(source, &value);
        item.shift(offset);
        Some(item)
    }

    fn from_parsed(source: usize, value: &Spanned<DeValue<'_>>) -> Self {
        let content = match value.get_ref() {
            DeValue::String(text) => Content::Leaf(toml::Value::String(text.clone().into_owned())),
            DeValue::Integer(integer) => Content::Leaf(
                i64::from_str_radix(integer.as_str(), integer.radix()).map_or_else(
                    |_| toml::Value::Float(integer.as_str().parse().unwrap_or(f64::INFINITY)),
                    toml::Value::Integer,
                ),
            ),
            DeValue::Float(float) => {
                Content::Leaf(toml::Value::Float(float.as_str().parse().unwrap_or(f64::NAN)))
            }
            DeValue::Boolean(flag) => Content::Leaf(toml::Value::Boolean(*flag)),
            DeValue::Datetime(date) => Content::Leaf(toml::Value::Datetime(*date)),
            DeValue::Array(list) => {
                Content::List(list.iter().map(|item| Self::from_parsed(source, item)).collect())
            }
            DeValue::Table(table) => Content::Table(Table::from_parsed(source, table)),
        };
        Self {
            place: place(source, value),
            content,
        }
    }

    fn shift(&mut self, offset: usize) {
        self.place = self.place.shifted(offset);
        match &mut self.content {
            Content::Leaf(_) => {}
            Content::List(items) => items.iter_mut().for_each(|item| item.shift(offset)),
            Content::Table(table) => table.rows.iter_mut().for_each(|row| {
                row.place = row.place.shifted(offset);
                row.item.shift(offset);
            }),
        }
    }

    /// The value without its places.
    pub(super) fn to_value(&self) -> toml::Value {
        match &self.content {
            Content::Leaf(value) => value.clone(),
            Content::List(items) => toml::Value::Array(items.iter().map(Self::to_value).collect()),
            Content::Table(table) => toml::Value::Table(
                table
                    .rows
                    .iter()
                    .map(|row| (row.name.clone(), row.item.to_value()))
                    .collect(),
            ),
        }
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match &self.content {
            Content::Leaf(toml::Value::String(text)) => Some(text),
            Content::Leaf(_) | Content::List(_) | Content::Table(_) => None,
        }
    }

    /// A finite or infinite number, whole or not.
    pub(super) fn as_number(&self) -> Option<f64> {
        match self.content {
            Content::Leaf(toml::Value::Float(number)) => Some(number),
            Content::Leaf(toml::Value::Integer(number)) => Some(number as f64),
            Content::Leaf(_) | Content::List(_) | Content::Table(_) => None,
        }
    }

    pub(super) fn as_flag(&self) -> Option<bool> {
        match self.content {
            Content::Leaf(toml::Value::Boolean(flag)) => Some(flag),
            Content::Leaf(_) | Content::List(_) | Content::Table(_) => None,
        }
    }
}

/// What it is, in words: ``the text `abc` ``, `the number 3`, `a table`.
impl fmt::Display for Item {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&match &self.content {
            Content::Leaf(toml::Value::String(text)) => say!("the text `{text}`"),
            Content::Leaf(value @ (toml::Value::Integer(_) | toml::Value::Float(_))) => {
                say!("the number {value}")
            }
            Content::Leaf(toml::Value::Boolean(flag)) => say!("the flag {flag}"),
            Content::Leaf(value) => say!("the date {value}"),
            Content::List(_) => say!("a list"),
            Content::Table(_) => say!("a table"),
        })
    }
}

impl Place {
    /// Where to point when there is nothing better: the start of the file.
    pub(super) const START: Self = Self {
        source: 0,
        start: 0,
        end: 0,
    };

    const fn shifted(self, offset: usize) -> Self {
        Self {
            source: self.source,
            start: self.start + offset,
            end: self.end + offset,
        }
    }
}

fn place<T>(source: usize, spanned: &Spanned<T>) -> Place {
    let span = spanned.span();
    Place {
        source,
        start: span.start,
        end: span.end,
    }
}

fn syntax_finding(source: usize, text: &str, error: &toml::de::Error) -> Finding {
    let span = error.span().unwrap_or(0..text.len());
    let place = Place {
        source,
        start: span.start,
        end: span.end,
    };
    Finding::new(place, "", say!("this is not valid TOML: {}", error.message())).code("syntax")
}

/// The finding for a value of the wrong type.
pub(super) fn expected(row: &Row, key: &str, what: &str) -> Finding {
    Finding::new(row.item.place, key, say!("`{key}` cannot be {}", row.item))
        .code("wrong-type")
        .label(say!("expected {what}"))
}

#[cfg(test)]
mod tests {
    use super::Table;

    fn faults(text: &str) -> Vec<(usize, String)> {
        let findings = Table::parse(0, text).unwrap_err().into_iter();
        findings
            .map(|finding| (finding.place.start, finding.message().to_owned()))
            .collect()
    }

    #[test]
    fn a_bracket_without_end_is_one_fault_and_stands_where_it_opens() {
        for text in [
            "[population]\ncitizens = [3\n[programme.a]\n",
            "[population]\nx = { a = 3\n[programme.a]\n",
            "a = \"[\" # {\nb = '''[\n'''\nc = [1, 2\nd = 3\n",
        ] {
            let found = faults(text);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].1.contains("unclosed"), "{found:?}");
            let opens = text.rfind("= [").or(text.rfind("= {")).map(|at| at + 2);
            assert_eq!(Some(found[0].0), opens, "{found:?}");
        }
        // What is wrong before it stays.
        assert_eq!(faults("a = \nb = [1\nc = 2\n").len(), 2);
        assert_eq!(faults("a = \nb = \n").len(), 2);
    }
}
