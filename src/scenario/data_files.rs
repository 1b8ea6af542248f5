//! The files with real data that a scenario names, and how their columns are to be read.

use std::path::PathBuf;

use crate::model::observed::Trait;

use super::data::{CitizensSpec, ColumnMapping, MissingRule};
use super::document::{Content, Row, Table, expected};
use super::fault::{Finding, Place, Texts};
use super::source::beside;
use super::value::did_you_mean;

/// Keys of tables of the register that name data instead of a parameter: table and key.
pub(super) const KEYS: [(&str, &str); 3] = [
    ("population", "from"),
    ("population", "data"),
    ("network", "from"),
];
/// Keys of `[population.data]`.
const SPEC_KEYS: [&str; 5] = ["weight", "neighbourhood", "missing", "one_to_one", "columns"];
/// Keys of a column.
const COLUMN_KEYS: [&str; 3] = ["column", "low", "high"];
/// What `missing` can be.
pub(super) const MISSING_RULES: [(&str, MissingRule); 2] =
    [("draw", MissingRule::Draw), ("drop_row", MissingRule::DropRow)];

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
            return vec![expected(row, &format!("{table}.from"), "the path of a CSV file")];
        };
        let path = beside(&texts.get(place.source).path, written);
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
            return vec![expected(row, "population.data", "a table")];
        };
        let mut reader = SpecReader::default();
        for row in &table.rows {
            reader.read(row);
        }
        self.spec = Some((reader.spec, row.place));
        reader.findings
    }

    /// Faults of the tables as a whole.
    pub(super) fn contradictions(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        match (&self.citizens, &self.spec) {
            (None, Some((_, place))) => findings.push(
                Finding::new(*place, "population.data", "`population.data` describes a file that is not named")
                    .hint("add `from = \"people.csv\"` under [population]".to_owned()),
            ),
            (Some(file), None) => findings.push(
                Finding::new(file.place, "population.from", "no column of this file is mapped to a trait").hint(
                    "add [population.data.columns] with lines such as `trust = { column = \"trstplc\", low = 0, \
                     high = 10 }`"
                        .to_owned(),
                ),
            ),
            (None, None) | (Some(_), Some(_)) => {}
        }
        let one_to_one = self.spec.as_ref().is_some_and(|(spec, _)| spec.one_to_one);
        if let Some(ties) = self.ties.as_ref().filter(|_| !one_to_one) {
            let message = "ties between observed citizens need the citizens themselves";
            findings.push(Finding::new(ties.place, "network.from", message).hint(
                "name the citizens' file as `population.from` and set `one_to_one = true` under [population.data]"
                    .to_owned(),
            ));
        }
        findings
    }
}

struct SpecReader {
    spec: CitizensSpec,
    findings: Vec<Finding>,
}

impl Default for SpecReader {
    fn default() -> Self {
        let spec = CitizensSpec {
            columns: Vec::new(),
            weight: None,
            neighbourhood: None,
            missing: MissingRule::Draw,
            one_to_one: false,
        };
        Self {
            spec,
            findings: Vec::new(),
        }
    }
}

impl SpecReader {
    fn read(&mut self, row: &Row) {
        let key = format!("population.data.{}", row.name);
        match row.name.as_str() {
            "weight" => self.spec.weight = self.column_name(row, &key),
            "neighbourhood" => self.spec.neighbourhood = self.column_name(row, &key),
            "missing" => {
                let rule = row
                    .item
                    .as_text()
                    .and_then(|text| MISSING_RULES.iter().find(|(name, _)| *name == text));
                match rule {
                    Some((_, rule)) => self.spec.missing = *rule,
                    None => self
                        .findings
                        .push(expected(row, &key, "\"draw\" or \"drop_row\"")),
                }
            }
            "one_to_one" => match row.item.as_flag() {
                Some(flag) => self.spec.one_to_one = flag,
                None => self.findings.push(expected(row, &key, "true or false")),
            },
            "columns" => self.read_columns(row, &key),
            name => self.unknown(row, &key, did_you_mean(name, SPEC_KEYS.into_iter())),
        }
    }

    fn column_name(&mut self, row: &Row, key: &str) -> Option<String> {
        let name = row.item.as_text().map(str::to_owned);
        if name.is_none() {
            self.findings.push(expected(row, key, "the name of a column"));
        }
        name
    }

    fn read_columns(&mut self, row: &Row, key: &str) {
        let Content::Table(table) = &row.item.content else {
            self.findings.push(expected(row, key, "a table"));
            return;
        };
        for row in &table.rows {
            let key = format!("{key}.{}", row.name);
            let Some(of) = Trait::ALL.into_iter().find(|of| trait_name(*of) == row.name) else {
                let names = Trait::ALL.into_iter().map(trait_name);
                let hint = did_you_mean(&row.name, names.clone())
                    .unwrap_or_else(|| format!("the traits are {}", names.collect::<Vec<_>>().join(", ")));
                self.unknown(row, &key, Some(hint));
                continue;
            };
            match &row.item.content {
                Content::Table(column) => self.read_column(of, row, &key, column),
                Content::Leaf(_) | Content::List(_) => {
                    self.findings
                        .push(expected(row, &key, "a table such as { column = \"age\" }"));
                }
            }
        }
        self.spec.columns.sort_by_key(|mapping| mapping.trait_name);
    }

    fn read_column(&mut self, of: Trait, row: &Row, key: &str, table: &Table) {
        for row in &table.rows {
            if !COLUMN_KEYS.contains(&row.name.as_str()) {
                let hint = did_you_mean(&row.name, COLUMN_KEYS.into_iter());
                self.unknown(row, &format!("{key}.{}", row.name), hint);
            }
        }
        let column = if let Some(row) = table.row("column") {
            self.column_name(row, &format!("{key}.column"))
        } else {
            self.findings.push(
                Finding::new(row.item.place, key, format!("`{key}` names no column"))
                    .hint("add `column = \"…\"`, as the header of the file has it".to_owned()),
            );
            None
        };
        let scale = self.scale(of, row, key, table);
        if let Some(column) = column {
            self.spec.columns.push(ColumnMapping {
                trait_name: of,
                column,
                scale,
            });
        }
    }

    fn scale(&mut self, of: Trait, row: &Row, key: &str, table: &Table) -> Option<(f64, f64)> {
        let low = self.end_of_scale(table, key, "low");
        let high = self.end_of_scale(table, key, "high");
        let problem = match (low, high) {
            (None, None) => return None,
            (Some(_), Some(_)) if matches!(of, Trait::Age | Trait::FreeTime) => {
                "age (years) and free time (hours a week) take no scale"
            }
            (Some(low), Some(high)) if low.total_cmp(&high).is_eq() => "`low` and `high` must differ",
            (Some(low), Some(high)) => return Some((low, high)),
            (Some(_), None) | (None, Some(_)) => "a scale needs both `low` and `high`",
        };
        self.findings.push(
            Finding::new(row.item.place, key, problem)
                .label("`low` is the value of the file that becomes 0, `high` the one that becomes 1"),
        );
        None
    }

    fn end_of_scale(&mut self, table: &Table, key: &str, name: &str) -> Option<f64> {
        let row = table.row(name)?;
        let number = row.item.as_number().filter(|number| number.is_finite());
        if number.is_none() {
            self.findings
                .push(expected(row, &format!("{key}.{name}"), "a finite number"));
        }
        number
    }

    fn unknown(&mut self, row: &Row, key: &str, hint: Option<String>) {
        let message = format!("there is no key `{key}`");
        self.findings.push(
            Finding::new(row.place, key, message)
                .label("unknown key")
                .hint(hint),
        );
    }
}

/// `[population.data]` as it would stand in a file.
pub(super) fn spec_as_toml(spec: &CitizensSpec) -> toml::Table {
    let mut table = toml::Table::new();
    if let Some(weight) = &spec.weight {
        table.insert("weight".to_owned(), weight.clone().into());
    }
    if let Some(neighbourhood) = &spec.neighbourhood {
        table.insert("neighbourhood".to_owned(), neighbourhood.clone().into());
    }
    if let Some((name, _)) = MISSING_RULES.iter().find(|(_, rule)| *rule == spec.missing) {
        table.insert("missing".to_owned(), (*name).into());
    }
    table.insert("one_to_one".to_owned(), spec.one_to_one.into());
    let columns = spec.columns.iter().map(|mapping| {
        let mut column = toml::Table::new();
        column.insert("column".to_owned(), mapping.column.clone().into());
        if let Some((low, high)) = mapping.scale {
            column.insert("low".to_owned(), low.into());
            column.insert("high".to_owned(), high.into());
        }
        (
            trait_name(mapping.trait_name).to_owned(),
            toml::Value::Table(column),
        )
    });
    table.insert("columns".to_owned(), toml::Value::Table(columns.collect()));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spec_survives_being_written() {
        let text = "[data]\nweight = 'w'\nmissing = 'drop_row'\none_to_one = true\n[data.columns]\n\
                    age = { column = 'agea' }\ntrust = { column = 't', low = 10, high = 0 }\n";
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
    fn trait_names_are_unique() {
        let names: std::collections::BTreeSet<_> = Trait::ALL.into_iter().map(trait_name).collect();
        assert_eq!(names.len(), Trait::ALL.len());
    }
}
