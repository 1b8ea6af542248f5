//! The files with real data that a scenario names, and how their columns are to be read.

use std::path::{Path, PathBuf};

use crate::model::observed::Trait;

use super::Origin;
use super::data::{CitizensSpec, ColumnMapping, DataError, opening_error};
use super::data_keys::{COLUMN_KEYS, DataKey, MISSING_RULES, SPEC_KEYS};
use super::document::{Content, Item, Row, Table, expected};
use super::fault::{Finding, Place, Texts};
use super::source::{Source, beside};
use super::value::{LIST_MAX, did_you_mean, too_long};
use crate::words::{say, words};

/// A data file and the place that names it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DataFile {
    pub(super) path: PathBuf,
    pub(super) place: Place,
}

/// The data files of a scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct DataFiles {
    pub(super) citizens: Option<DataFile>,
    pub(super) spec: Option<(CitizensSpec, Place)>,
    pub(super) ties: Option<DataFile>,
}

/// Name of a trait in `[population.data.columns]` and in `[population.correlation]`.
pub(super) const fn trait_name(of: Trait) -> &'static str {
    match of {
        Trait::Ses => "ses",
        Trait::Education => "education",
        Trait::Motivation => "motivation",
        Trait::Extrinsic => "extrinsic",
        Trait::Efficacy => "efficacy",
        Trait::Knowledge => "knowledge",
        Trait::Trust => "trust",
        Trait::RiskTolerance => "risk_tolerance",
        Trait::FreeTime => "free_time",
        Trait::Affectedness => "affectedness",
        Trait::Sociability => "sociability",
        Trait::Expectation => "expectation",
        Trait::Stance => "stance",
        Trait::Age => "age",
    }
}

impl DataFiles {
    /// Reads `from` of `[population]` or `[network]`.
    pub(super) fn read_path(&mut self, texts: &Texts, table: &str, row: &Row) -> Vec<Finding> {
        let place = row.item.place;
        let Some(written) = row.item.as_text() else {
            let key = format!("{table}.from");
            return vec![expected(row, &key, &words!("the path of a CSV file"))];
        };
        let source = texts.get(place.source);
        // What is set on the command line is seen from where the command runs.
        let path = match source.origin {
            Origin::CommandLine => Path::new(written).to_owned(),
            Origin::File | Origin::Register | Origin::Data => beside(&source.path, written),
        };
        let file = Some(DataFile { path, place });
        if table == "population" {
            self.citizens = file;
        } else {
            self.ties = file;
        }
        Vec::new()
    }

    /// Reads `[population.data]`.
    pub(super) fn read_spec(&mut self, row: &Row) -> Vec<Finding> {
        let Content::Table(table) = &row.item.content else {
            return vec![expected(row, "population.data", &words!("a table"))];
        };
        let mut reader = SpecReader::default();
        for row in &table.rows {
            reader.read(row);
        }
        self.spec = Some((reader.spec, row.place));
        reader.findings
    }

    /// The files that cannot be opened.
    pub(super) fn unopened(&self, files: &dyn Source) -> Vec<Finding> {
        let named = [("population.from", &self.citizens), ("network.from", &self.ties)];
        named
            .into_iter()
            .filter_map(|(key, file)| {
                let file = file.as_ref()?;
                let error = opening_error(files, &file.path)?;
                Some(data_finding(file.place, key, &error))
            })
            .collect()
    }

    /// Faults of the tables as a whole.
    pub(super) fn contradictions(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        match (&self.citizens, &self.spec) {
            (None, Some((_, place))) => {
                let message = say!("`population.data` describes a file that is not named");
                let hint = say!("add `from = \"people.csv\"` under [population]");
                findings.push(data_fault(*place, "population.data", message, hint));
            }
            (Some(file), None) => {
                let message = say!("no column of this file is mapped to a trait");
                let hint = say!(
                    "add [population.data.columns] with lines such as `trust = {{ column = \"trstplc\", \
                     low = 0, high = 10 }}`"
                );
                findings.push(data_fault(file.place, "population.from", message, hint));
            }
            (None, None) | (Some(_), Some(_)) => {}
        }
        if let Some((spec, place)) = &self.spec
            && !spec.poorest_first.is_empty()
            && spec.neighbourhood.is_none()
        {
            let key = "population.data.poorest_first";
            let message = say!("`poorest_first` orders neighbourhoods that are not observed");
            findings.push(Finding::new(*place, key, message).hint(say!(
                "name their column as `neighbourhood` under [population.data], or leave the order out"
            )));
        }
        let one_to_one = self.spec.as_ref().is_some_and(|(spec, _)| spec.one_to_one);
        if let Some(ties) = self.ties.as_ref().filter(|_| !one_to_one) {
            let message = say!("ties between observed citizens need the citizens themselves");
            let hint = say!(
                "name the citizens' file as `population.from` and set `one_to_one = true` under \
                 [population.data]"
            );
            findings.push(data_fault(ties.place, "network.from", message, hint));
        }
        findings
    }
}

/// A fault of a data file, at the place that names the file.
pub(super) fn data_finding(place: Place, key: &str, error: &DataError) -> Finding {
    let text = error.to_string();
    let (text, hint) = match text.split_once("\n  hint: ") {
        Some((text, hint)) => (text, Some(hint.to_owned())),
        None => (text.as_str(), None),
    };
    let (message, note) = match text.split_once('\n') {
        Some((message, note)) => (message, Some(note.trim_start().to_owned())),
        None => (text, None),
    };
    let (rows, count) = error.rows();
    Finding::new(place, key, message)
        .code("data-file")
        .note(note)
        .hint(hint)
        .rows(rows, count)
}

/// A fault of the tables about data files.
fn data_fault(place: Place, key: &str, message: String, hint: String) -> Finding {
    Finding::new(place, key, message).code("data-file").hint(hint)
}

#[derive(Default)]
struct SpecReader {
    spec: CitizensSpec,
    findings: Vec<Finding>,
}

impl SpecReader {
    fn read(&mut self, row: &Row) {
        let key = format!("population.data.{}", row.name);
        match row.name.as_str() {
            "weight" => self.spec.weight = self.column_name(row, &key),
            "id" => self.spec.id = self.column_name(row, &key),
            "neighbourhood" => self.spec.neighbourhood = self.column_name(row, &key),
            "poorest_first" => self.spec.poorest_first = self.texts(row, &key),
            "missing" => {
                let rule = row
                    .item
                    .as_text()
                    .and_then(|text| MISSING_RULES.iter().find(|(name, _)| *name == text));
                match rule {
                    Some((_, rule)) => self.spec.missing = *rule,
                    None => self
                        .findings
                        .push(expected(row, &key, &words!("\"draw\" or \"drop_row\""))),
                }
            }
            "missing_codes" => self.spec.missing_codes = self.numbers(row, &key),
            "missing_words" => self.spec.missing_words = self.texts(row, &key),
            "one_to_one" => self.spec.one_to_one = self.flag(row, &key),
            "columns" => self.read_columns(row, &key),
            name => self.unknown(row, &key, did_you_mean(name, names(&SPEC_KEYS))),
        }
    }

    fn flag(&mut self, row: &Row, key: &str) -> bool {
        let flag = row.item.as_flag();
        if flag.is_none() {
            self.findings.push(expected(row, key, &words!("true or false")));
        }
        flag.unwrap_or_default()
    }

    /// A list of different texts.
    fn texts(&mut self, row: &Row, key: &str) -> Vec<String> {
        self.list(row, key, &words!("a list of texts"), |item| {
            item.as_text().map(str::to_owned)
        })
    }

    /// A list of different numbers.
    fn numbers(&mut self, row: &Row, key: &str) -> Vec<f64> {
        self.list(row, key, &words!("a list of numbers"), Item::as_number)
    }

    fn list<T: PartialEq>(
        &mut self,
        row: &Row,
        key: &str,
        what: &str,
        read: impl Fn(&Item) -> Option<T>,
    ) -> Vec<T> {
        let Content::List(items) = &row.item.content else {
            self.findings.push(expected(row, key, what));
            return Vec::new();
        };
        if items.len() > LIST_MAX {
            self.findings.push(too_long(key, row.item.place, items.len()));
            return Vec::new();
        }
        let mut values = Vec::new();
        for item in items {
            match read(item) {
                None => self.findings.push(
                    Finding::new(item.place, key, say!("`{key}` cannot hold {item}"))
                        .label(say!("expected {what}")),
                ),
                Some(value) if values.contains(&value) => self.findings.push(
                    Finding::new(item.place, key, say!("`{key}` lists {item} twice"))
                        .label(say!("leave this one out")),
                ),
                Some(value) => values.push(value),
            }
        }
        values
    }

    /// Words with their numbers, by word.
    fn levels(&mut self, row: &Row, key: &str) -> Vec<(String, f64)> {
        let Content::Table(table) = &row.item.content else {
            let what = words!("a table such as { no = 0, yes = 1 }");
            self.findings.push(expected(row, key, &what));
            return Vec::new();
        };
        let mut levels = Vec::new();
        for row in &table.rows {
            if let Some(number) = row.item.as_number().filter(|number| number.is_finite()) {
                levels.push((row.name.trim().to_owned(), number));
            } else {
                let key = format!("{key}.{}", row.name);
                self.findings
                    .push(expected(row, &key, &words!("a finite number")));
            }
        }
        levels.sort_by(|(first, _), (second, _)| first.cmp(second));
        levels
    }

    fn column_name(&mut self, row: &Row, key: &str) -> Option<String> {
        let name = row.item.as_text().map(str::to_owned);
        if name.is_none() {
            self.findings
                .push(expected(row, key, &words!("the name of a column")));
        }
        name
    }

    fn read_columns(&mut self, row: &Row, key: &str) {
        let Content::Table(table) = &row.item.content else {
            self.findings.push(expected(row, key, &words!("a table")));
            return;
        };
        for row in &table.rows {
            let key = format!("{key}.{}", row.name);
            let Some(of) = Trait::ALL.into_iter().find(|of| trait_name(*of) == row.name) else {
                let names = Trait::ALL.into_iter().map(trait_name);
                let hint = did_you_mean(&row.name, names.clone())
                    .unwrap_or_else(|| say!("the traits are {}", names.collect::<Vec<_>>().join(", ")));
                self.unknown(row, &key, Some(hint));
                continue;
            };
            match &row.item.content {
                Content::Table(column) => self.read_column(of, row, &key, column),
                Content::Leaf(_) | Content::List(_) => {
                    let what = words!("a table such as { column = \"age\" }");
                    self.findings.push(expected(row, &key, &what));
                }
            }
        }
        self.spec.columns.sort_by_key(|mapping| mapping.trait_name);
    }

    fn read_column(&mut self, of: Trait, row: &Row, key: &str, table: &Table) {
        for row in &table.rows {
            if names(&COLUMN_KEYS).all(|name| name != row.name) {
                let hint = did_you_mean(&row.name, names(&COLUMN_KEYS));
                self.unknown(row, &format!("{key}.{}", row.name), hint);
            }
        }
        let column = if let Some(row) = table.row("column") {
            self.column_name(row, &format!("{key}.column"))
        } else {
            self.findings.push(
                Finding::new(row.item.place, key, say!("`{key}` names no column"))
                    .code("missing-key")
                    .hint(say!("add `column = \"…\"`, as the header of the file has it")),
            );
            None
        };
        let scale = self.scale(of, row, key, table);
        let key_of = |name: &str| format!("{key}.{name}");
        let mapping = ColumnMapping {
            trait_name: of,
            column: column.clone().unwrap_or_default(),
            scale,
            levels: table
                .row("levels")
                .map_or_else(Vec::new, |row| self.levels(row, &key_of("levels"))),
            missing_codes: table
                .row("missing_codes")
                .map_or_else(Vec::new, |row| self.numbers(row, &key_of("missing_codes"))),
            missing_words: table
                .row("missing_words")
                .map_or_else(Vec::new, |row| self.texts(row, &key_of("missing_words"))),
            clamp: table
                .row("clamp")
                .is_some_and(|row| self.flag(row, &key_of("clamp"))),
        };
        if column.is_some() {
            self.spec.columns.push(mapping);
        }
    }

    fn scale(&mut self, of: Trait, row: &Row, key: &str, table: &Table) -> Option<(f64, f64)> {
        let low = self.end_of_scale(table, key, "low");
        let high = self.end_of_scale(table, key, "high");
        let problem = match (low, high) {
            (None, None) => return None,
            (Some(_), Some(_)) if matches!(of, Trait::Age | Trait::FreeTime) => {
                say!("age (years) and free time (hours a week) take no scale")
            }
            (Some(low), Some(high)) if low.total_cmp(&high).is_eq() => say!("`low` and `high` must differ"),
            (Some(low), Some(high)) => return Some((low, high)),
            (Some(_), None) | (None, Some(_)) => say!("a scale needs both `low` and `high`"),
        };
        self.findings.push(
            Finding::new(row.item.place, key, problem)
                .code("data-file")
                .label(say!(
                    "`low` is the value of the file that becomes 0, `high` the one that becomes 1"
                )),
        );
        None
    }

    fn end_of_scale(&mut self, table: &Table, key: &str, name: &str) -> Option<f64> {
        let row = table.row(name)?;
        let number = row.item.as_number().filter(|number| number.is_finite());
        if number.is_none() {
            let key = format!("{key}.{name}");
            self.findings
                .push(expected(row, &key, &words!("a finite number")));
        }
        number
    }

    fn unknown(&mut self, row: &Row, key: &str, hint: Option<String>) {
        let message = say!("there is no key `{key}`");
        self.findings.push(
            Finding::new(row.place, key, message)
                .code("unknown-key")
                .label(say!("unknown key"))
                .hint(hint),
        );
    }
}

/// The names of some keys.
fn names(keys: &'static [DataKey]) -> impl Iterator<Item = &'static str> {
    keys.iter().map(|key| key.name)
}

/// `[population.data]` as it would stand in a file.
pub(super) fn spec_as_toml(spec: &CitizensSpec) -> toml::Table {
    let mut table = toml::Table::new();
    for (name, column) in [
        ("weight", &spec.weight),
        ("id", &spec.id),
        ("neighbourhood", &spec.neighbourhood),
    ] {
        if let Some(column) = column {
            table.insert(name.to_owned(), column.clone().into());
        }
    }
    insert_list(&mut table, "poorest_first", &spec.poorest_first);
    if let Some((name, _)) = MISSING_RULES.iter().find(|(_, rule)| *rule == spec.missing) {
        table.insert("missing".to_owned(), (*name).into());
    }
    insert_list(&mut table, "missing_codes", &spec.missing_codes);
    insert_list(&mut table, "missing_words", &spec.missing_words);
    table.insert("one_to_one".to_owned(), spec.one_to_one.into());
    let columns = spec
        .columns
        .iter()
        .map(|mapping| (trait_name(mapping.trait_name).to_owned(), column_as_toml(mapping)));
    table.insert("columns".to_owned(), toml::Value::Table(columns.collect()));
    table
}

fn column_as_toml(mapping: &ColumnMapping) -> toml::Value {
    let mut column = toml::Table::new();
    column.insert("column".to_owned(), mapping.column.clone().into());
    if let Some((low, high)) = mapping.scale {
        column.insert("low".to_owned(), low.into());
        column.insert("high".to_owned(), high.into());
    }
    if !mapping.levels.is_empty() {
        let levels = mapping
            .levels
            .iter()
            .map(|(word, number)| (word.clone(), (*number).into()));
        column.insert("levels".to_owned(), toml::Value::Table(levels.collect()));
    }
    insert_list(&mut column, "missing_codes", &mapping.missing_codes);
    insert_list(&mut column, "missing_words", &mapping.missing_words);
    if mapping.clamp {
        column.insert("clamp".to_owned(), true.into());
    }
    toml::Value::Table(column)
}

/// A list under a name, unless it is empty.
fn insert_list<T: Clone + Into<toml::Value>>(table: &mut toml::Table, name: &str, items: &[T]) {
    if !items.is_empty() {
        let items = items.iter().cloned().map(Into::into);
        table.insert(name.to_owned(), toml::Value::Array(items.collect()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spec_survives_being_written() {
        let text = "[data]\nweight = 'w'\nid = 'i'\nneighbourhood = 'n'\npoorest_first = ['B', 'A']\n\
                    missing = 'drop_row'\nmissing_codes = [77, 88.5]\nmissing_words = [':']\none_to_one = true\n\
                    [data.columns]\nage = { column = 'agea', missing_codes = [99], missing_words = ['?'], clamp = true }\n\
                    trust = { column = 't', low = 10, high = 0, levels = { 'not at all' = 0, much = 10 } }\n";
        let read = |text: &str| {
            let table = Table::parse(0, text).unwrap();
            let mut files = DataFiles::default();
            assert_eq!(files.read_spec(table.row("data").unwrap()), Vec::new());
            files.spec.unwrap().0
        };
        let spec = read(text);
        assert_eq!(spec.columns[0].scale, Some((10.0, 0.0)));
        let written = toml::Table::from_iter([("data".to_owned(), spec_as_toml(&spec).into())]);
        let again = read(&toml::to_string(&written).unwrap());
        assert_eq!(again, spec);
    }

    #[test]
    fn every_key_is_read_as_it_is_explained() {
        let whole = |keys: &[DataKey]| {
            let lines = keys.iter().map(|key| format!("{} = {}\n", key.name, key.example));
            lines.collect::<String>()
        };
        let (columns, own) = SPEC_KEYS.split_last().unwrap();
        let column = whole(&COLUMN_KEYS);
        let text = format!("[data]\n{}[data.columns.trust]\n{column}", whole(own));
        for text in [text, format!("[data]\n{} = {}\n", columns.name, columns.example)] {
            let table = Table::parse(0, &text).unwrap();
            let mut files = DataFiles::default();
            assert_eq!(files.read_spec(table.row("data").unwrap()), Vec::new(), "{text}");
        }
    }

    #[test]
    fn trait_names_are_unique() {
        let names: std::collections::BTreeSet<_> = Trait::ALL.into_iter().map(trait_name).collect();
        assert_eq!(names.len(), Trait::ALL.len());
    }
}
