//! Reading the keys of a plan, collecting what is wrong with them.

use std::sync::Arc;

use crate::scenario::document::{Content, Item, Row, Table, expected};
use crate::scenario::fault::{Finding, Place, Texts};
use crate::scenario::file_kind::FileKind;
use crate::scenario::source::Source;
use crate::scenario::value::did_you_mean;

/// The texts of a plan and what was found wrong so far.
pub(in crate::scenario) struct Reader {
    /// Where the files that the plan names are read from.
    pub(in crate::scenario) files: Arc<dyn Source>,
    /// The kind of plan that is read.
    pub(in crate::scenario) kind: FileKind,
    pub(in crate::scenario) texts: Texts,
    pub(in crate::scenario) findings: Vec<Finding>,
    /// What a reader of the results should know of files that were read.
    pub(in crate::scenario) notes: Vec<String>,
}

/// Where to point when something is missing altogether: the start of the plan.
pub(in crate::scenario) const fn start() -> Place {
    Place {
        source: 0,
        start: 0,
        end: 0,
    }
}

impl Reader {
    pub(in crate::scenario) fn new(files: &Arc<dyn Source>, kind: FileKind) -> Self {
        Self {
            files: Arc::clone(files),
            kind,
            texts: Texts::default(),
            findings: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Finds fault with every key of a table that is not among these.
    pub(in crate::scenario) fn know(&mut self, table: &Table, prefix: &str, names: &[&str]) {
        for row in table
            .rows
            .iter()
            .filter(|row| !names.contains(&row.name.as_str()))
        {
            let key = format!("{prefix}{}", row.name);
            let hint = did_you_mean(&row.name, names.iter().copied())
                .unwrap_or_else(|| format!("the keys here are {}", names.join(", ")));
            self.findings.push(
                Finding::new(row.place, &key, format!("a plan has no key `{key}`"))
                    .code("unknown-key")
                    .label("unknown key")
                    .hint(Some(hint)),
            );
        }
    }

    /// A text, where the key is there.
    pub(in crate::scenario) fn text(&mut self, table: &Table, prefix: &str, name: &str) -> Option<String> {
        let row = table.row(name)?;
        let text = row.item.as_text().map(str::to_owned);
        if text.is_none() {
            self.expect(row, prefix, "a text");
        }
        text
    }

    /// One of some words with its position and place, where the key is there.
    pub(in crate::scenario) fn choice(
        &mut self,
        table: &Table,
        prefix: &str,
        name: &str,
        choices: &[&str],
    ) -> Option<usize> {
        let row = table.row(name)?;
        let text = row.item.as_text();
        let position = text.and_then(|text| choices.iter().position(|choice| *choice == text));
        if position.is_none() {
            let hint = text.and_then(|text| did_you_mean(text, choices.iter().copied()));
            let key = format!("{prefix}{name}");
            let finding = expected(row, &key, &format!("one of {}", choices.join(", "))).hint(hint);
            self.findings.push(finding);
        }
        position
    }

    /// A whole number within bounds, where the key is there.
    pub(in crate::scenario) fn count(
        &mut self,
        table: &Table,
        prefix: &str,
        name: &str,
        (low, high): (u64, u64),
    ) -> Option<u64> {
        let row = table.row(name)?;
        let number = match row.item.content {
            Content::Leaf(toml::Value::Integer(number)) => u64::try_from(number).ok(),
            Content::Leaf(_) | Content::List(_) | Content::Table(_) => None,
        };
        let within = number.filter(|number| (low..=high).contains(number));
        if within.is_none() {
            self.expect(row, prefix, &format!("a whole number from {low} to {high}"));
        }
        within
    }

    /// A finite number, where the key is there.
    pub(in crate::scenario) fn number(&mut self, table: &Table, prefix: &str, name: &str) -> Option<f64> {
        let row = table.row(name)?;
        let number = row.item.as_number().filter(|number| number.is_finite());
        if number.is_none() {
            self.expect(row, prefix, "a finite number");
        }
        number
    }

    /// Two finite numbers, the first below the second, where the key is there.
    pub(in crate::scenario) fn pair(
        &mut self,
        table: &Table,
        prefix: &str,
        name: &str,
    ) -> Option<(f64, f64)> {
        let row = table.row(name)?;
        let numbers: Vec<f64> = match &row.item.content {
            Content::List(items) => items.iter().filter_map(Item::as_number).collect(),
            Content::Leaf(_) | Content::Table(_) => Vec::new(),
        };
        let length = match &row.item.content {
            Content::List(items) => items.len(),
            Content::Leaf(_) | Content::Table(_) => 0,
        };
        match numbers[..] {
            [low, high] if length == 2 && low.is_finite() && high.is_finite() && low < high => {
                Some((low, high))
            }
            [low, high] if length == 2 => {
                let key = format!("{prefix}{name}");
                let message = format!("`{key}` is impossible: {low} to {high}");
                self.fault(
                    Finding::new(row.item.place, &key, message)
                        .label("the first number must lie below the second"),
                );
                None
            }
            _ => {
                self.expect(row, prefix, "two numbers such as [0.0, 1.0]");
                None
            }
        }
    }

    /// A table such as `[search]`; an empty one where it is not there.
    pub(in crate::scenario) fn section(&mut self, root: &Table, name: &str, names: &[&str]) -> Table {
        let Some(row) = root.row(name) else {
            return Table::default();
        };
        let Content::Table(table) = &row.item.content else {
            self.expect(row, "", &format!("a table under the heading [{name}]"));
            return Table::default();
        };
        self.know(table, &format!("{name}."), names);
        table.clone()
    }

    /// The tables of a list such as `[[factor]]`, each with its place.
    pub(in crate::scenario) fn tables<'a>(&mut self, root: &'a Table, name: &str) -> Vec<(Place, &'a Table)> {
        let Some(row) = root.row(name) else {
            return Vec::new();
        };
        let tables = match &row.item.content {
            Content::List(items) => items
                .iter()
                .map(|item| match &item.content {
                    Content::Table(table) => Some((item.place, table)),
                    Content::Leaf(_) | Content::List(_) => None,
                })
                .collect(),
            Content::Leaf(_) | Content::Table(_) => None,
        };
        tables.unwrap_or_else(|| {
            self.expect(row, "", &format!("tables under the heading [[{name}]]"));
            Vec::new()
        })
    }

    /// Where the plan first has these letters.
    pub(in crate::scenario) fn mention(&self, letters: &str) -> Option<Place> {
        let at = self.texts.get(0).content.find(letters)?;
        Some(Place {
            source: 0,
            start: at,
            end: at + letters.len(),
        })
    }

    pub(in crate::scenario) fn expect(&mut self, row: &Row, prefix: &str, what: &str) {
        let key = format!("{prefix}{}", row.name);
        self.findings.push(expected(row, &key, what));
    }

    pub(in crate::scenario) fn fault(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// A key that must be there is not.
    pub(in crate::scenario) fn missing(&mut self, place: Place, key: &str, hint: &str) {
        self.findings.push(
            Finding::new(place, key, format!("`{key}` is missing"))
                .code("missing-key")
                .hint(Some(hint.to_owned())),
        );
    }
}
