//! Survey respondents from a table.

use std::collections::BTreeMap;
use std::path::Path;

use crate::model::observed::{ObservedCitizens, Trait};
use crate::scenario::source::Source;

use super::answers::{CodesAnswered, is_one_of, read_answer};
use super::error::{DataError, refuse};
use super::fault::{Fault, Faults, NO_ANSWERS, Reason};
use super::neighbourhoods::{Neighbourhoods, Numbered, Ranking};
use super::number::{NumberReader, is_missing};
use super::respondents::{Respondents, UnnamedIds};
use super::specification::check_spec;
use super::table::{EMPTY_ROW, ROW, ROWS_MAX, Table, file_name, plural};
use super::{CitizensData, CitizensSpec, ColumnMapping, MissingRule};
use crate::words::{Words, say, words};

/// Largest survey weight.
const WEIGHT_MAX: f64 = 1e12;

/// Reads survey respondents from a CSV file.
///
/// The first row is the header; separator, decimal mark and line ends are recognised. Empty cells, `.`, `NA`, `N/A`,
/// `NULL`, `NaN` and `inf` count as missing, and what the specification says. With a scale `(a, b)` a value `v` becomes `(v - a) / (b - a)`.
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

/// A mapped column: where it stands, its numbers so far, and how many are missing or were cut to the scale.
struct Column<'spec> {
    mapping: &'spec ColumnMapping,
    index: usize,
    values: Vec<f64>,
    missing: usize,
    cut: usize,
    codes: CodesAnswered,
    /// Whether somebody with a weight answered, be the row dropped or not.
    answered: bool,
}

/// The column with ids, and the lines on which they were met.
struct Ids<'spec> {
    name: &'spec str,
    index: usize,
    lines: BTreeMap<String, u64>,
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
    ids: Option<Ids<'spec>>,
    /// Columns that may hold ids where none is named.
    unnamed_ids: UnnamedIds,
    respondents: Respondents,
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
        for name in table.repeated_columns() {
            faults.push(Fault::of_column(table.line(), name, Reason::RepeatedColumn));
        }
        let mut find = |name: &str| {
            table.find_column(name).unwrap_or_else(|reason| {
                faults.push(Fault::of_column(table.line(), name, reason));
                0
            })
        };
        let columns = spec.columns.iter().map(|mapping| Column {
            mapping,
            index: find(&mapping.column),
            values: Vec::new(),
            missing: 0,
            cut: 0,
            codes: CodesAnswered::default(),
            answered: false,
        });
        let columns = columns.collect();
        let weight = spec.weight.as_deref().map(|name| (name, find(name)));
        let neighbourhood = spec.neighbourhood.as_deref().map(|name| (name, find(name)));
        let ids = spec.id.as_deref().map(|name| Ids {
            name,
            index: find(name),
            lines: BTreeMap::new(),
        });
        refuse(faults, table.path())?;
        let unnamed_ids = UnnamedIds::among(table.cells().map(|name| {
            let answers = spec.columns.iter().map(|mapping| &mapping.column);
            let mut read = answers.chain(&spec.weight).chain(&spec.neighbourhood);
            (ids.is_none() && !read.any(|column| column == name)).then_some(name)
        }));
        Ok(Self {
            spec,
            columns,
            weight,
            weights: Vec::new(),
            neighbourhood,
            neighbourhoods: Neighbourhoods::default(),
            missing_neighbourhoods: 0,
            ids,
            unnamed_ids,
            respondents: Respondents::default(),
            numbers: NumberReader::new(table.separator()),
            faults: Faults::of(spec),
            header_line: table.line(),
            rows: 0,
            dropped_rows: 0,
        })
    }

    /// Reads the row at which the table stands.
    fn read_row(&mut self, table: &Table) {
        self.rows += 1;
        let faulty = table.check_width().and_then(|()| self.check_swallowed(table));
        if let Err(reason) = faulty {
            self.faults.push(Fault::of_row(table.line(), reason));
            return;
        }
        let mut complete = self.read_answers(table);
        let weight = self.read_weight(table);
        if self.spec.one_to_one || weight.is_none_or(|weight| weight > 0.0) {
            for column in &mut self.columns {
                column.answered |= column.values.last().is_some_and(|value| !value.is_nan());
            }
        }
        let label = self
            .neighbourhood
            .map(|(_, index)| table.cell(index))
            .filter(|cell| !self.is_missing_word(cell));
        if let (Some((name, _)), None) = (self.neighbourhood, label) {
            self.missing_neighbourhoods += 1;
            complete = false;
            if self.spec.missing == MissingRule::Draw {
                self.faults
                    .push(Fault::of_column(table.line(), name, Reason::MissingNeighbourhood));
            }
        }
        let dropped = self.spec.missing == MissingRule::DropRow && !complete;
        self.read_id(table, dropped);
        if dropped {
            self.dropped_rows += 1;
            for column in &mut self.columns {
                column.values.pop();
            }
            return;
        }
        self.respondents.rows.push(self.rows as u32);
        self.weights.extend(weight);
        if let Some(label) = label {
            self.neighbourhoods.push(label);
        }
    }

    /// Reads the answers of the row; whether there is one in every column.
    fn read_answers(&mut self, table: &Table) -> bool {
        let mut complete = true;
        for column in &mut self.columns {
            let (name, cell) = (column.mapping.column.as_str(), table.cell(column.index));
            let answer = read_answer(self.spec, column.mapping, cell, table.line(), &mut self.numbers);
            let answer = answer.unwrap_or_else(|reason| {
                self.faults.push(Fault::of_cell(table.line(), name, cell, reason));
                None
            });
            column.missing += usize::from(answer.is_none());
            column.cut += usize::from(answer.is_some_and(|answer| answer.cut));
            column.codes.count(answer.and_then(|answer| answer.code));
            complete &= answer.is_some();
            column.values.push(answer.map_or(f64::NAN, |answer| answer.value));
        }
        complete
    }

    /// A quoted cell over several lines must not hold rows in which every mapped column could be read.
    fn check_swallowed(&self, table: &Table) -> Result<(), Reason> {
        let rows = table.rows_within();
        let mut numbers = NumberReader::new(table.separator());
        let mut reads = |row: &Vec<&str>| {
            self.columns.iter().all(|column| {
                let cell = row[column.index].trim_matches('"');
                read_answer(self.spec, column.mapping, cell, 0, &mut numbers).is_ok()
            })
        };
        if !rows.is_empty() && rows.iter().all(&mut reads) {
            return Err(Reason::SwallowedRows);
        }
        Ok(())
    }

    fn is_missing_word(&self, cell: &str) -> bool {
        is_missing(cell) || is_one_of(cell, &self.spec.missing_words)
    }

    /// The id of the row, where there are ids.
    fn read_id(&mut self, table: &Table, dropped: bool) {
        let missing_words = &self.spec.missing_words;
        self.unnamed_ids.read_row(self.rows, |index| {
            let cell = table.cell(index);
            (!is_missing(cell) && !is_one_of(cell, missing_words)).then_some(cell)
        });
        let Some(ids) = &mut self.ids else {
            return;
        };
        let (name, cell) = (ids.name, table.cell(ids.index));
        if is_missing(cell) {
            self.faults
                .push(Fault::of_cell(table.line(), name, cell, Reason::MissingId));
            return;
        }
        if let Some(&first_line) = ids.lines.get(cell) {
            let reason = Reason::RepeatedId { first_line };
            self.faults.push(Fault::of_cell(table.line(), name, cell, reason));
            return;
        }
        ids.lines.insert(cell.to_owned(), table.line());
        let list = if dropped {
            &mut self.respondents.dropped_ids
        } else {
            &mut self.respondents.ids
        };
        list.push(cell.to_owned());
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
        self.check(table)?;
        let mut notes = self.describe(table);
        let numbered = self.number_neighbourhoods(table)?;
        if let (Some((name, _)), Some(numbered)) = (self.neighbourhood, &numbered) {
            let numbered = numbered.describe();
            let file = file_name(table.path());
            notes.push(say!("{file}, column `{name}`: {numbered}"));
        }
        let ranked = numbered
            .as_ref()
            .is_some_and(|numbered| numbered.ranking != Ranking::None);
        let (neighbourhood, neighbourhood_names) =
            numbered.map_or((None, Vec::new()), |it| (Some(it.of_rows), it.names));
        let answered: Vec<bool> = self
            .columns
            .iter()
            .map(|column| self.is_answered(column))
            .collect();
        let traits = self
            .columns
            .into_iter()
            .zip(answered)
            .filter(|(_, answered)| *answered)
            .map(|(column, _)| (column.mapping.trait_name, column.values));
        let citizens = ObservedCitizens {
            traits: traits.collect(),
            neighbourhood,
            neighbourhoods_ranked: ranked,
            weights: self.weights,
            one_to_one: self.spec.one_to_one,
        };
        let mut respondents = self.respondents;
        respondents.rows_of_file = self.rows;
        respondents.empty_rows = table.empty_rows();
        respondents.unnamed_ids = self.unnamed_ids.first();
        Ok(CitizensData {
            citizens,
            respondents,
            neighbourhood_names,
            digest: table.digest(),
            notes,
        })
    }

    /// All that is wrong once every row is read.
    fn check(&mut self, table: &Table) -> Result<(), DataError> {
        let path = || table.path().to_owned();
        if self.rows == 0 {
            return Err(DataError::NoRows { path: path() });
        }
        let numbers = std::mem::replace(&mut self.numbers, NumberReader::new(table.separator()));
        self.faults.append(numbers.into_ambiguous());
        refuse(std::mem::take(&mut self.faults), table.path())?;
        if self.dropped_rows == self.rows {
            return Err(DataError::NothingLeft {
                path: path(),
                rows: self.rows,
                missing: self.missing(),
                hint: self.what_leaves_rows(),
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
        if self.columns.iter().any(|column| self.is_answered(column)) {
            return Ok(());
        }
        for column in &self.columns {
            let name = &column.mapping.column;
            self.faults
                .push(Fault::of_column(self.header_line, name, Reason::AllMissing));
        }
        refuse(std::mem::take(&mut self.faults), table.path())
    }

    /// What can be done where every row lacks something.
    fn what_leaves_rows(&self) -> Words {
        if self.missing_neighbourhoods == self.rows {
            words!("leave out `neighbourhood`, the column is empty")
        } else if self.missing_neighbourhoods > 0 {
            words!("give every row a neighbourhood, or leave out `neighbourhood`")
        } else if self.columns.iter().any(|column| column.answered) {
            words!("set `missing = \"draw\"` under [population.data], or map fewer columns")
        } else {
            NO_ANSWERS
        }
    }

    /// The weights of the respondents, none where all count the same.
    fn weights_in_use(&self) -> &[f64] {
        if self.spec.one_to_one { &[] } else { &self.weights }
    }

    /// Whether somebody with a weight answered, so that others can be given such answers.
    fn is_answered(&self, column: &Column<'_>) -> bool {
        let weights = self.weights_in_use();
        let counts = |row: usize| weights.get(row).is_none_or(|weight| *weight > 0.0);
        let mut values = column.values.iter().enumerate();
        values.any(|(row, value)| !value.is_nan() && counts(row))
    }

    /// The neighbourhoods, where they are observed.
    fn number_neighbourhoods(&mut self, table: &Table) -> Result<Option<Numbered>, DataError> {
        let Some((column, _)) = self.neighbourhood else {
            return Ok(None);
        };
        let (path, column) = (|| table.path().to_owned(), column.to_owned());
        let neighbourhoods = std::mem::take(&mut self.neighbourhoods);
        let order = &self.spec.poorest_first;
        if !order.is_empty() {
            let present = neighbourhoods.names();
            if let Some(name) = order.iter().find(|name| !present.contains(name)) {
                return Err(DataError::NoSuchNeighbourhood {
                    path: path(),
                    column,
                    name: name.clone(),
                    present,
                });
            }
            let names: Vec<String> = present.into_iter().filter(|name| !order.contains(name)).collect();
            if !names.is_empty() {
                return Err(DataError::UnrankedNeighbourhoods {
                    path: path(),
                    column,
                    names,
                });
            }
        }
        let status = self
            .columns
            .iter()
            .find(|column| column.mapping.trait_name == Trait::Ses)
            .map(|column| column.values.as_slice());
        Ok(Some(neighbourhoods.number(order, status, self.weights_in_use())))
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
        let rows = plural(self.rows, ROW);
        let mut notes = vec![say!("{file}: {rows}, separated by {}", table.separator().name())];
        if table.empty_rows() > 0 {
            let skipped = plural(table.empty_rows(), EMPTY_ROW);
            notes.push(say!("{file}: {skipped} skipped"));
        }
        for (column, missing) in self.missing() {
            let fate = self.fate_of_missing(&column);
            notes.push(say!(
                "{file}, column `{column}`: {missing} of {} values {fate}",
                self.rows
            ));
        }
        let note_codes = |column: &Column<'_>| column.codes.note(&file, column.mapping, self.rows);
        notes.extend(self.columns.iter().filter_map(note_codes));
        for column in self.columns.iter().filter(|column| column.cut > 0) {
            notes.push(say!(
                "{file}, column `{}`: {} of {} values outside the scale, cut to its ends",
                column.mapping.column,
                column.cut,
                self.rows
            ));
        }
        if self.dropped_rows > 0 {
            let dropped = plural(self.dropped_rows, ROW);
            let kept = self.rows - self.dropped_rows;
            notes.push(say!(
                "{file}: {dropped} with a missing value dropped, {kept} kept"
            ));
        }
        let weightless = self.weights.iter().filter(|weight| **weight == 0.0).count();
        if let Some((column, _)) = self.weight {
            if self.spec.one_to_one {
                notes.push(say!(
                    "{file}, column `{column}`: not used, because each row becomes one citizen"
                ));
            } else if weightless > 0 {
                let rows = plural(weightless, (words!("row weighs"), words!("rows weigh")));
                notes.push(say!("{file}, column `{column}`: {rows} 0, never drawn"));
            }
        }
        notes
    }

    /// What becomes of the missing values of a column.
    fn fate_of_missing(&self, column: &str) -> Words {
        let nobody = self
            .columns
            .iter()
            .any(|it| it.mapping.column == column && !self.is_answered(it));
        match self.spec.missing {
            MissingRule::DropRow => words!("missing"),
            MissingRule::Draw if nobody => {
                words!("missing, so the trait is drawn as if the column were not there")
            }
            MissingRule::Draw => words!(
                "missing, drawn from the answers of others given what is known of the respondent (Gaussian \
                 copula of the answers)"
            ),
        }
    }
}
