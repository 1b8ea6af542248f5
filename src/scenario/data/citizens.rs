//! Survey respondents from a table.

use std::path::Path;

use crate::model::observed::{ObservedCitizens, Trait};
use crate::scenario::source::Source;

use super::error::{DataError, Fault, Faults, Reason};
use super::neighbourhoods::Neighbourhoods;
use super::number::{NumberReader, is_missing};
use super::table::{ROWS_MAX, Table, file_name, plural};
use super::{CitizensData, CitizensSpec, ColumnMapping, MissingRule};

/// Largest age.
const AGE_MAX_YEARS: f64 = 120.0;
/// Largest free time: the 16 waking hours of seven days.
const FREE_TIME_MAX_HOURS_PER_WEEK: f64 = 112.0;
/// Largest survey weight.
const WEIGHT_MAX: f64 = 1e12;
/// Least similarity (Jaro–Winkler) at which a column name is suggested.
const SIMILARITY_MIN: f64 = 0.75;

/// Reads survey respondents from a CSV file.
///
/// The first row is the header; separator, decimal mark and line ends are recognised. Empty cells, `.`, `NA`,
/// `NaN` and `inf` count as missing. With a scale `(a, b)` a value `v` becomes `(v - a) / (b - a)`.
///
/// # Errors
///
/// [`DataError`] when the specification contradicts itself, the file cannot be read, or cells cannot be
/// understood; all faulty cells are told together.
pub fn read_citizens(
    files: &dyn Source,
    path: &Path,
    spec: &CitizensSpec,
) -> Result<CitizensData, DataError> {
    read_citizens_within(files, path, spec, ROWS_MAX)
}

/// [`read_citizens`] with a limit on the rows.
pub(super) fn read_citizens_within(
    files: &dyn Source,
    path: &Path,
    spec: &CitizensSpec,
    rows_limit: u64,
) -> Result<CitizensData, DataError> {
    check_spec(spec)?;
    let mut table = Table::open(files, path, rows_limit)?;
    let mut survey = Survey::new(&table, spec)?;
    while table.advance()? {
        survey.read_row(&table);
    }
    survey.finish(&table)
}

fn check_spec(spec: &CitizensSpec) -> Result<(), DataError> {
    if spec.columns.is_empty() {
        return Err(DataError::NothingMapped);
    }
    for (index, mapping) in spec.columns.iter().enumerate() {
        let column = mapping.column.clone();
        if let Some(earlier) = spec.columns[..index]
            .iter()
            .find(|it| it.trait_name == mapping.trait_name)
        {
            return Err(DataError::TraitTwice {
                first: earlier.column.clone(),
                second: column,
            });
        }
        let Some((first, second)) = mapping.scale else {
            continue;
        };
        match mapping.trait_name {
            Trait::Age => {
                return Err(DataError::ScaleNotTaken {
                    column,
                    unit: "age in years",
                });
            }
            Trait::FreeTime => {
                return Err(DataError::ScaleNotTaken {
                    column,
                    unit: "free time in hours a week",
                });
            }
            _ if !(second - first).is_normal() => {
                return Err(DataError::FlatScale {
                    column,
                    first,
                    second,
                });
            }
            _ => {}
        }
    }
    Ok(())
}

/// A mapped column: where it stands, its numbers so far, and how many are missing.
struct Column<'spec> {
    mapping: &'spec ColumnMapping,
    index: usize,
    values: Vec<f64>,
    missing: usize,
}

/// The respondents read so far.
struct Survey<'spec> {
    spec: &'spec CitizensSpec,
    columns: Vec<Column<'spec>>,
    weight: Option<(&'spec str, usize)>,
    weights: Vec<f64>,
    neighbourhood: Option<(&'spec str, usize)>,
    neighbourhoods: Neighbourhoods,
    missing_neighbourhoods: usize,
    numbers: NumberReader,
    faults: Faults,
    header_line: u64,
    rows: usize,
    dropped_rows: usize,
}

impl<'spec> Survey<'spec> {
    /// Finds the wanted columns in the header, at which the table stands.
    fn new(table: &Table, spec: &'spec CitizensSpec) -> Result<Self, DataError> {
        let mut faults = Faults::default();
        let mut find = |name: &str| {
            find_column(table, name).unwrap_or_else(|reason| {
                faults.push(Fault::of_column(table.line(), name, reason));
                0
            })
        };
        let columns = spec.columns.iter().map(|mapping| Column {
            mapping,
            index: find(&mapping.column),
            values: Vec::new(),
            missing: 0,
        });
        let columns = columns.collect();
        let weight = spec.weight.as_deref().map(|name| (name, find(name)));
        let neighbourhood = spec.neighbourhood.as_deref().map(|name| (name, find(name)));
        faults.into_result(table.path())?;
        Ok(Self {
            spec,
            columns,
            weight,
            weights: Vec::new(),
            neighbourhood,
            neighbourhoods: Neighbourhoods::default(),
            missing_neighbourhoods: 0,
            numbers: NumberReader::new(table.separator()),
            faults: Faults::default(),
            header_line: table.line(),
            rows: 0,
            dropped_rows: 0,
        })
    }

    /// Reads the row at which the table stands.
    fn read_row(&mut self, table: &Table) {
        self.rows += 1;
        if let Err(reason) = table.check_width() {
            self.faults.push(Fault::of_row(table.line(), reason));
            return;
        }
        let mut complete = true;
        for column in &mut self.columns {
            let (name, cell) = (column.mapping.column.as_str(), table.cell(column.index));
            let value = self.numbers.read(cell, table.line(), name);
            let value =
                value.and_then(|value| value.map(|value| to_trait(column.mapping, value)).transpose());
            let value = value.unwrap_or_else(|reason| {
                self.faults.push(Fault::of_cell(table.line(), name, cell, reason));
                None
            });
            column.missing += usize::from(value.is_none());
            complete &= value.is_some();
            column.values.push(value.unwrap_or(f64::NAN));
        }
        let weight = self.read_weight(table);
        let label = self
            .neighbourhood
            .map(|(_, index)| table.cell(index))
            .filter(|cell| !is_missing(cell));
        if let (Some((name, _)), None) = (self.neighbourhood, label) {
            self.missing_neighbourhoods += 1;
            complete = false;
            if self.spec.missing == MissingRule::Draw {
                self.faults
                    .push(Fault::of_column(table.line(), name, Reason::MissingNeighbourhood));
            }
        }
        if self.spec.missing == MissingRule::DropRow && !complete {
            self.dropped_rows += 1;
            for column in &mut self.columns {
                column.values.pop();
            }
            return;
        }
        self.weights.extend(weight);
        if let Some(label) = label {
            self.neighbourhoods.push(label);
        }
    }

    /// The weight of the row; nothing without weights, or when it is faulty.
    fn read_weight(&mut self, table: &Table) -> Option<f64> {
        let (name, index) = self.weight?;
        let cell = table.cell(index);
        let weight = match self.numbers.read(cell, table.line(), name) {
            Ok(Some(weight)) if (0.0..=WEIGHT_MAX).contains(&weight) => Ok(weight),
            Ok(Some(_)) => Err(Reason::BadWeight),
            Ok(None) => Err(Reason::MissingWeight),
            Err(reason) => Err(reason),
        };
        weight
            .map_err(|reason| self.faults.push(Fault::of_cell(table.line(), name, cell, reason)))
            .ok()
    }

    /// The respondents, when there is no fault.
    fn finish(mut self, table: &Table) -> Result<CitizensData, DataError> {
        let path = || table.path().to_owned();
        if self.rows == 0 {
            return Err(DataError::NoRows { path: path() });
        }
        let numbers = std::mem::replace(&mut self.numbers, NumberReader::new(table.separator()));
        self.faults.append(numbers.into_ambiguous());
        self.refuse_columns_without_values();
        std::mem::take(&mut self.faults).into_result(table.path())?;
        if self.dropped_rows == self.rows {
            return Err(DataError::NothingLeft {
                path: path(),
                rows: self.rows,
                missing: self.missing(),
            });
        }
        if let Some((column, _)) = self.weight
            && self.weights.iter().all(|weight| *weight == 0.0)
        {
            return Err(DataError::NoWeight {
                path: path(),
                column: column.to_owned(),
            });
        }
        let mut notes = self.describe(table);
        let neighbourhood = self.neighbourhood.map(|(name, _)| {
            let (rows, names) = self.neighbourhoods.number();
            notes.push(format!("{}, column `{name}`: {names}", file_name(table.path())));
            rows
        });
        let traits = self
            .columns
            .into_iter()
            .map(|column| (column.mapping.trait_name, column.values));
        let citizens = ObservedCitizens {
            traits: traits.collect(),
            neighbourhood,
            weights: self.weights,
            one_to_one: self.spec.one_to_one,
        };
        Ok(CitizensData {
            citizens,
            dropped_rows: self.dropped_rows,
            digest: table.digest(),
            notes,
        })
    }

    /// Nothing can be drawn from a column without values.
    fn refuse_columns_without_values(&mut self) {
        if self.faults.count > 0 || self.spec.missing == MissingRule::DropRow {
            return;
        }
        for column in self.columns.iter().filter(|column| column.missing == self.rows) {
            let name = &column.mapping.column;
            self.faults
                .push(Fault::of_column(self.header_line, name, Reason::AllMissing));
        }
    }

    /// Columns with missing values, and how many.
    fn missing(&self) -> Vec<(String, usize)> {
        let columns = self
            .columns
            .iter()
            .map(|column| (column.mapping.column.as_str(), column.missing));
        let neighbourhood = self
            .neighbourhood
            .map(|(name, _)| (name, self.missing_neighbourhoods));
        let all = columns.chain(neighbourhood);
        all.filter(|(_, missing)| *missing > 0)
            .map(|(name, missing)| (name.to_owned(), missing))
            .collect()
    }

    /// What was read and what was done about missing values.
    fn describe(&self, table: &Table) -> Vec<String> {
        let file = file_name(table.path());
        let rows = plural(self.rows, "row", "rows");
        let mut notes = vec![format!(
            "{file}: {rows}, separated by {}",
            table.separator().name()
        )];
        if table.empty_rows() > 0 {
            notes.push(format!(
                "{file}: {} skipped",
                plural(table.empty_rows(), "empty row", "empty rows")
            ));
        }
        let fate = match self.spec.missing {
            MissingRule::Draw => "missing, drawn by the model",
            MissingRule::DropRow => "missing",
        };
        for (column, missing) in self.missing() {
            notes.push(format!(
                "{file}, column `{column}`: {missing} of {} values {fate}",
                self.rows
            ));
        }
        if self.dropped_rows > 0 {
            let dropped = plural(self.dropped_rows, "row", "rows");
            let kept = self.rows - self.dropped_rows;
            notes.push(format!(
                "{file}: {dropped} with a missing value dropped, {kept} kept"
            ));
        }
        let weightless = self.weights.iter().filter(|weight| **weight == 0.0).count();
        if let Some((column, _)) = self.weight {
            if self.spec.one_to_one {
                notes.push(format!(
                    "{file}, column `{column}`: not used, because each row becomes one citizen"
                ));
            } else if weightless > 0 {
                let rows = plural(weightless, "row weighs", "rows weigh");
                notes.push(format!("{file}, column `{column}`: {rows} 0, never drawn"));
            }
        }
        notes
    }
}

/// A value of the file as the trait has it.
fn to_trait(mapping: &ColumnMapping, value: f64) -> Result<f64, Reason> {
    let within = |high: f64, unit| {
        if (0.0..=high).contains(&value) {
            Ok(value)
        } else {
            Err(Reason::OutsideUnit { high, unit })
        }
    };
    match mapping.trait_name {
        Trait::Age => within(AGE_MAX_YEARS, "years"),
        Trait::FreeTime => within(FREE_TIME_MAX_HOURS_PER_WEEK, "hours a week"),
        _ => {
            let (first, second) = mapping.scale.unwrap_or((0.0, 1.0));
            let (low, high) = (first.min(second), first.max(second));
            if (low..=high).contains(&value) {
                Ok((value - first) / (second - first))
            } else {
                Err(Reason::OutsideScale {
                    low,
                    high,
                    scaled: mapping.scale.is_some(),
                })
            }
        }
    }
}

/// Position of a column in the header at which the table stands.
fn find_column(table: &Table, name: &str) -> Result<usize, Reason> {
    let mut matching = table.cells().enumerate().filter(|(_, cell)| *cell == name.trim());
    match (matching.next(), matching.next()) {
        (Some((index, _)), None) => Ok(index),
        (Some(_), Some(_)) => Err(Reason::RepeatedColumn),
        (None, _) => Err(Reason::MissingColumn {
            suggestion: suggest(table, name),
            present: table.cells().map(str::to_owned).collect(),
        }),
    }
}

/// The column whose name is most like the wanted one.
fn suggest(table: &Table, name: &str) -> Option<String> {
    let wanted = name.trim().to_lowercase();
    table
        .cells()
        .map(|cell| (strsim::jaro_winkler(&wanted, &cell.to_lowercase()), cell))
        .filter(|(similarity, _)| *similarity >= SIMILARITY_MIN)
        .max_by(|(first, _), (second, _)| first.total_cmp(second))
        .map(|(_, cell)| cell.to_owned())
}
