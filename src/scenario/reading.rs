//! From a document to checked values: every table and key is known, every value allowed.

use std::collections::BTreeSet;

use super::danish::{self, Danish};
use super::data_files::DataFiles;
use super::data_keys::FILE_KEYS;
use super::document::{Content, Item, Row, Table, expected};
use super::fault::{Finding, Place, Texts};
use super::files::{Document, nearest_keys, unknown_key};
use super::language::DANISH;
use super::lesson;
use super::measure_names::municipality_of_key;
use super::register::register;
use super::value::{check, did_you_mean};
use super::values::{Valued, Values};
use crate::words::{say, words};

/// Most programmes side by side.
pub const PROGRAMMES_MAX: usize = 8;
/// What the key of a programme looks like, as a regular expression.
/// Names such as `municipality_1` are taken: in results they stand for municipalities.
pub(super) const PROGRAMME_KEY_PATTERN: &str = "^(?!municipality_[0-9]+$)[a-z0-9_]+$";
/// Keys beside the tables of the register.
pub(super) const TOP_LEVEL: [&str; 9] = [
    "title",
    "story",
    "sources",
    "extends",
    "programme",
    "event",
    "known",
    "lesson",
    DANISH,
];

/// What a document says, checked key by key.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) title: Option<String>,
    pub(super) story: String,
    pub(super) danish: Danish,
    pub(super) citations: Vec<String>,
    /// Keys of the programmes with their places, in the order of the text.
    pub(super) programmes: Vec<(String, Place)>,
    pub(super) values: Values,
    pub(super) data: DataFiles,
    /// The `[[event]]` list, unread.
    pub(super) events: Option<Item>,
    /// The `[[known]]` list, unread.
    pub(super) known: Option<Row>,
    pub(super) findings: Vec<Finding>,
    /// Whether there are too many programmes for any to be read.
    too_many_programmes: bool,
}

impl Reading {
    pub(super) fn of(document: &Document) -> Self {
        let mut reading = Self {
            findings: document.findings.clone(),
            ..Self::default()
        };
        let texts = &document.texts;
        for row in &document.root.rows {
            reading.read_top(texts, row);
        }
        if reading.too_many_programmes {
            // They speak of programmes.
            (reading.events, reading.known) = (None, None);
        }
        let programmes = reading.programme_keys();
        reading.values.fill(&programmes);
        reading
    }

    pub(super) fn programme_keys(&self) -> Vec<String> {
        self.programmes.iter().map(|(key, _)| key.clone()).collect()
    }

    fn read_top(&mut self, texts: &Texts, row: &Row) {
        match row.name.as_str() {
            "title" => self.title = self.text(row),
            "story" => self.story = self.text(row).unwrap_or_default(),
            "sources" => self.citations = self.texts(row),
            "known" => self.known = Some(row.clone()),
            DANISH => {
                let (danish, findings) = danish::read(row);
                self.danish = danish;
                self.findings.extend(findings);
            }
            "lesson" => self.findings.extend(lesson::faults(row)),
            "event" => self.events = Some(row.item.clone()),
            "programme" => self.read_programmes(texts, row),
            name if register().is_table(name) => self.read_table(texts, name, row),
            name => {
                let (message, label) = if matches!(row.item.content, Content::Table(_)) {
                    (say!("there is no table `{name}`"), words!("unknown table"))
                } else {
                    (say!("there is no key `{name}`"), words!("unknown key"))
                };
                self.findings.push(
                    Finding::new(row.place, name, message)
                        .code("unknown-key")
                        .label(label.text())
                        .hint_later(name, hint_of_table),
                );
            }
        }
    }

    fn text(&mut self, row: &Row) -> Option<String> {
        let text = row.item.as_text().map(str::to_owned);
        if text.is_none() {
            self.findings
                .push(expected(row, &row.name, words!("a text").text()));
        }
        text
    }

    fn texts(&mut self, row: &Row) -> Vec<String> {
        let texts: Option<Vec<String>> = match &row.item.content {
            Content::List(items) => items
                .iter()
                .map(|item| item.as_text().map(str::to_owned))
                .collect(),
            Content::Leaf(_) | Content::Table(_) => None,
        };
        texts.unwrap_or_else(|| {
            self.findings
                .push(expected(row, &row.name, words!("a list of texts").text()));
            Vec::new()
        })
    }

    fn read_table(&mut self, texts: &Texts, prefix: &str, row: &Row) {
        let Content::Table(table) = &row.item.content else {
            let finding = expected(row, prefix, words!("a table").text());
            self.findings
                .push(finding.hint(say!("its keys stand under the heading [{prefix}]")));
            return;
        };
        for row in &table.rows {
            let key = format!("{prefix}.{}", row.name);
            match key.as_str() {
                "population.from" | "network.from" => {
                    let findings = self.data.read_path(texts, prefix, row);
                    self.findings.extend(findings);
                }
                "population.data" => {
                    let findings = self.data.read_spec(row);
                    self.findings.extend(findings);
                }
                _ if register().is_table(&key) => self.read_table(texts, &key, row),
                _ => self.read_value(texts, &key, row),
            }
        }
    }

    fn read_value(&mut self, texts: &Texts, key: &str, row: &Row) {
        let Some(entry) = register().get(key) else {
            let finding = unknown_key(row.place, key).hint_later(key, hint_of_key);
            self.findings.push(finding);
            return;
        };
        match check(entry, key, &row.item) {
            Ok(value) => {
                let origin = texts.get(row.item.place.source).origin;
                self.values.set(
                    key.to_owned(),
                    Valued {
                        value,
                        place: Some(row.item.place),
                        origin,
                    },
                );
            }
            Err(findings) => self.findings.extend(findings),
        }
    }

    fn read_programmes(&mut self, texts: &Texts, row: &Row) {
        let Content::Table(programmes) = &row.item.content else {
            let what = words!("tables such as [programme.parks]").text();
            self.findings.push(expected(row, "programme", what));
            return;
        };
        let named = |row: &&Row| is_programme_key(&row.name) && matches!(row.item.content, Content::Table(_));
        let count = programmes.rows.iter().filter(named).count();
        let one_too_many = programmes.rows.iter().filter(named).nth(PROGRAMMES_MAX);
        for row in &programmes.rows {
            // Nothing is built for programmes that are too many.
            if count <= PROGRAMMES_MAX || !named(&row) {
                self.read_programme(texts, row);
            }
        }
        if let Some(Row { name: key, place, .. }) = one_too_many {
            self.too_many_programmes = true;
            let message =
                say!("{count} programmes are more than the {PROGRAMMES_MAX} that can run side by side");
            self.findings.push(
                Finding::new(*place, &format!("programme.{key}"), message)
                    .code("out-of-range")
                    .label(words!("one too many").text()),
            );
        }
    }

    fn read_programme(&mut self, texts: &Texts, row: &Row) {
        let name = &row.name;
        let key = format!("programme.{name}");
        let Content::Table(table) = &row.item.content else {
            let hint = say!("settings of a programme stand under its heading, such as [programme.parks]");
            let finding = expected(row, &key, words!("a table").text());
            self.findings.push(finding.hint(hint));
            return;
        };
        if !is_programme_key(name) {
            let message = say!("a programme cannot be called `{name}`");
            let hint = say!("give the name to show as `title`");
            let label = if municipality_of_key(name).is_some() {
                words!("such a name stands for a municipality in results")
            } else {
                words!("allowed: lower-case letters a-z, digits and underscores")
            };
            let finding = Finding::new(row.place, &key, message).label(label.text());
            self.findings.push(finding.hint(hint));
            return;
        }
        self.programmes.push((name.clone(), row.place));
        self.read_settings(texts, &key, table);
    }

    fn read_settings(&mut self, texts: &Texts, prefix: &str, table: &Table) {
        for row in &table.rows {
            self.read_value(texts, &format!("{prefix}.{}", row.name), row);
        }
    }
}

/// What may be meant by a table or key that no scenario has.
fn hint_of_table(name: &str) -> Option<String> {
    let tables = register()
        .entries()
        .iter()
        .filter_map(|entry| entry.key.split('.').next())
        .collect::<BTreeSet<_>>();
    did_you_mean(name, tables.into_iter().chain(TOP_LEVEL))
}

/// What may be meant by a key that is not in the register: another key, one that names data, or any of its table.
fn hint_of_key(key: &str) -> Option<String> {
    nearest_keys(key).or_else(|| {
        let (table, name) = key.rsplit_once('.')?;
        let data = (table == "population").then_some("data");
        let names = FILE_KEYS
            .iter()
            .filter_map(|(of, name, _)| (*of == table).then_some(*name))
            .chain(data);
        did_you_mean(name, names)
            .or_else(|| Some(say!("`samspil explain {table}` lists the keys of this table")))
    })
}

/// Whether a name can be the key of a programme: it matches [`PROGRAMME_KEY_PATTERN`].
fn is_programme_key(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !name.is_empty() && name.bytes().all(allowed) && municipality_of_key(name).is_none()
}
