//! What the fields of a table say that was found right. Fields that are not there, or were wrong and taken out, say nothing.

use crate::scenario::Time;
use crate::scenario::document::{Content, Item, Row, Table};
use crate::scenario::fault::Place;
use crate::words::{Language, Said, language};

/// The table in which words of a file stand in Danish, under the same names.
pub(in crate::scenario) const DANISH: &str = "da";

/// What may stand for a value, with what it means.
type Choices<'a, T> = &'a [(&'static str, T)];

impl Table {
    pub(in crate::scenario) fn text(&self, name: &str) -> Option<String> {
        self.row(name)?.item.as_text().map(str::to_owned)
    }

    /// A text without the space around it.
    pub(in crate::scenario) fn sentence(&self, name: &str) -> Option<String> {
        self.text(name).map(|text| text.trim().to_owned())
    }

    /// A sentence in the reader's language: that of the table `da`, where it has one and the reader is Danish.
    pub(in crate::scenario) fn said(&self, name: &str) -> Option<String> {
        let danish = || self.table(DANISH)?.sentence(name);
        let danish = (language() == Language::Danish).then(danish).flatten();
        danish.or_else(|| self.sentence(name))
    }

    /// A sentence in both languages, as far as the table has it.
    pub(in crate::scenario) fn said_in_both(&self, name: &str) -> Option<Said> {
        let danish = self.table(DANISH).and_then(|table| table.sentence(name));
        let english = self.sentence(name);
        (english.is_some() || danish.is_some()).then(|| Said {
            english: english.unwrap_or_default(),
            danish,
        })
    }

    pub(in crate::scenario) fn texts(&self, name: &str) -> Vec<String> {
        let texts = self.items(name).iter().filter_map(Item::as_text);
        texts.map(str::to_owned).collect()
    }

    pub(in crate::scenario) fn flag(&self, name: &str) -> Option<bool> {
        self.row(name)?.item.as_flag()
    }

    pub(in crate::scenario) fn number(&self, name: &str) -> Option<f64> {
        self.row(name)?.item.as_number()
    }

    pub(in crate::scenario) fn count(&self, name: &str) -> Option<u64> {
        match self.row(name)?.item.content {
            Content::Leaf(toml::Value::Integer(number)) => u64::try_from(number).ok(),
            Content::Leaf(_) | Content::List(_) | Content::Table(_) => None,
        }
    }

    pub(in crate::scenario) fn choice<T: Copy>(&self, name: &str, choices: Choices<'_, T>) -> Option<T> {
        let text = self.row(name)?.item.as_text()?;
        let found = choices.iter().find(|(name, _)| *name == text)?;
        Some(found.1)
    }

    pub(in crate::scenario) fn numbers(&self, name: &str) -> Vec<f64> {
        self.items(name).iter().filter_map(Item::as_number).collect()
    }

    pub(in crate::scenario) fn pair(&self, name: &str) -> Option<(f64, f64)> {
        match self.numbers(name)[..] {
            [low, high] => Some((low, high)),
            _ => None,
        }
    }

    /// A time with its place.
    pub(in crate::scenario) fn time(&self, name: &str) -> Option<(Time, Place)> {
        let item = &self.row(name)?.item;
        Some((Time::of(item)?, item.place))
    }

    /// The values of a list; none where there is none.
    pub(in crate::scenario) fn items(&self, name: &str) -> &[Item] {
        match self.row(name).map(|row| &row.item.content) {
            Some(Content::List(items)) => items,
            _ => &[],
        }
    }

    /// The tables of a list, or the one that stands in its stead, each with its place.
    pub(in crate::scenario) fn tables(&self, name: &str) -> Vec<(Place, &Self)> {
        let one = self.row(name).map(|row| std::slice::from_ref(&row.item));
        let items = match self.items(name) {
            [] => one.unwrap_or_default(),
            items => items,
        };
        let tables = items.iter();
        tables
            .filter_map(|item| Some((item.place, item.as_table()?)))
            .collect()
    }

    /// Where the value of a key stands, or else `other`.
    pub(in crate::scenario) fn place_of(&self, name: &str, other: Place) -> Place {
        self.row(name).map_or(other, |row| row.item.place)
    }
}

impl Item {
    pub(in crate::scenario) const fn as_table(&self) -> Option<&Table> {
        match &self.content {
            Content::Table(table) => Some(table),
            Content::Leaf(_) | Content::List(_) => None,
        }
    }

    /// Numbers by name.
    pub(in crate::scenario) fn weights(&self) -> Vec<(&Row, f64)> {
        match &self.content {
            Content::Table(table) => {
                let rows = table.rows.iter();
                rows.filter_map(|row| Some((row, row.item.as_number()?)))
                    .collect()
            }
            Content::Leaf(_) | Content::List(_) => Vec::new(),
        }
    }
}
