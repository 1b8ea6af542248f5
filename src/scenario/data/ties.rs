//! Ties between citizens from an edge list.

use std::path::Path;

use crate::model::observed::ObservedTies;
use crate::scenario::source::Source;

use super::TiesData;
use super::error::{DataError, refuse};
use super::fault::{Fault, Faults, Reason};
use super::respondents::{Directory, Named, Respondents};
use super::table::{EMPTY_ROW, ROW, ROWS_MAX, Table, file_name, plural};
use crate::words::{Words, say, words};

/// Ties that are told in notes.
const TIE: (Words, Words) = (words!("tie"), words!("ties"));
/// Ties that a citizen has with nobody else.
const SELF_TIE: (Words, Words) = (
    words!("tie of a citizen to itself"),
    words!("ties of citizens to themselves"),
);
/// Ties that stand in the file more than once.
const REPEATED_TIE: (Words, Words) = (words!("repeated tie"), words!("repeated ties"));

/// Names under which the two columns are known.
const COLUMN_NAMES: [(&str, &str); 2] = [("from", "to"), ("source", "target")];

/// Reads ties from a CSV file with two columns of respondents: by their id where the file of citizens has ids, else by
/// their row in it, from 1.
///
/// A header may name the columns `from` and `to` or `source` and `target`; otherwise there must be two columns. Ties
/// have no direction: each pair is kept once, and ties of a citizen to itself are dropped, as are those to somebody whose
/// row was dropped.
///
/// # Errors
///
/// [`DataError`] when the file cannot be read or a cell names nobody; all faulty cells are told together.
pub fn read_ties(files: &dyn Source, path: &Path, respondents: &Respondents) -> Result<TiesData, DataError> {
    let mut table = Table::open(files, path, ROWS_MAX)?;
    let mut reader = TieReader::new(&table, Directory::new(respondents))?;
    let mut more = !reader.has_header || table.advance()?;
    while more {
        reader.read_row(&table);
        more = table.advance()?;
    }
    reader.finish(&table)
}

/// The ties read so far.
struct TieReader<'a> {
    directory: Directory<'a>,
    has_header: bool,
    columns: [(usize, String); 2],
    rows: usize,
    self_ties: usize,
    ties_to_dropped: usize,
    pairs: Vec<(u32, u32)>,
    faults: Faults,
}

impl<'a> TieReader<'a> {
    /// Finds the two columns in the first row, at which the table stands.
    fn new(table: &Table, directory: Directory<'a>) -> Result<Self, DataError> {
        if table.cells().count() < 2 {
            return Err(DataError::OneColumn {
                path: table.path().to_owned(),
                line: table.line(),
            });
        }
        let names_somebody = |index| {
            let cell = table.cell(index);
            if directory.has_ids() {
                directory.by_id(cell) != Named::Nobody
            } else {
                is_number(cell)
            }
        };
        let columns = named_columns(table)?;
        let has_header = columns.is_some() || !(names_somebody(0) || names_somebody(1));
        let columns = match columns {
            Some(columns) => columns,
            None if table.cells().count() > 2 || table.cells().any(str::is_empty) => {
                return Err(DataError::WhichColumns {
                    path: table.path().to_owned(),
                    line: table.line(),
                    columns: table.cells().count(),
                });
            }
            None if has_header => [0, 1].map(|index| (index, table.cell(index).to_owned())),
            None => [(0, "1".into()), (1, "2".into())],
        };
        Ok(Self {
            directory,
            has_header,
            columns,
            rows: 0,
            self_ties: 0,
            ties_to_dropped: 0,
            pairs: Vec::new(),
            faults: Faults::default(),
        })
    }

    /// Reads the row at which the table stands.
    fn read_row(&mut self, table: &Table) {
        self.rows += 1;
        if let Err(reason) = table.check_width() {
            self.faults.push(Fault::of_row(table.line(), reason));
            return;
        }
        if !table.rows_within().is_empty() {
            self.faults
                .push(Fault::of_row(table.line(), Reason::SwallowedRows));
            return;
        }
        let [from, to] = self.columns.each_ref().map(|(index, name)| {
            let cell = table.cell(*index);
            find(cell, &self.directory)
                .map_err(|reason| self.faults.push(Fault::of_cell(table.line(), name, cell, reason)))
                .ok()
        });
        match (from, to) {
            (Some(Named::Kept(from)), Some(Named::Kept(to))) if from == to => self.self_ties += 1,
            (Some(Named::Kept(from)), Some(Named::Kept(to))) => self.pairs.push((from.min(to), from.max(to))),
            (Some(_), Some(_)) => self.ties_to_dropped += 1,
            _ => {}
        }
    }

    /// The ties, when there is no fault.
    fn finish(mut self, table: &Table) -> Result<TiesData, DataError> {
        if self.rows == 0 {
            return Err(DataError::NoRows {
                path: table.path().to_owned(),
            });
        }
        refuse(std::mem::take(&mut self.faults), table.path())?;
        let found = self.pairs.len();
        self.pairs.sort_unstable();
        self.pairs.dedup();
        let repeated = found - self.pairs.len();
        let notes = self.describe(table, repeated);
        Ok(TiesData {
            ties: ObservedTies { pairs: self.pairs },
            digest: table.digest(),
            notes,
        })
    }

    /// What was read and what was dropped.
    fn describe(&self, table: &Table, repeated: usize) -> Vec<String> {
        let file = file_name(table.path());
        let ties = plural(self.pairs.len(), TIE);
        let rows = plural(self.rows, ROW);
        let [(_, from), (_, to)] = &self.columns;
        let mut notes = vec![if self.directory.has_ids() {
            say!("{file}: {ties} from {rows}, columns `{from}` and `{to}`, respondents by id")
        } else {
            say!("{file}: {ties} from {rows}, columns `{from}` and `{to}`, respondents by row")
        }];
        if table.empty_rows() > 0 {
            let skipped = plural(table.empty_rows(), EMPTY_ROW);
            notes.push(say!("{file}: {skipped} skipped"));
        }
        if self.self_ties > 0 {
            let dropped = plural(self.self_ties, SELF_TIE);
            notes.push(say!("{file}: {dropped} dropped"));
        }
        if self.ties_to_dropped > 0 {
            let dropped = plural(self.ties_to_dropped, TIE);
            notes.push(say!(
                "{file}: {dropped} to respondents whose rows were dropped, dropped too"
            ));
        }
        if repeated > 0 {
            let dropped = plural(repeated, REPEATED_TIE);
            notes.push(say!("{file}: {dropped} dropped"));
        }
        notes
    }
}

/// The columns with a known name, where there are such.
fn named_columns(table: &Table) -> Result<Option<[(usize, String); 2]>, DataError> {
    let places = |name: &str| {
        let named = table
            .cells()
            .enumerate()
            .filter(|(_, cell)| cell.eq_ignore_ascii_case(name));
        named
            .map(|(index, cell)| (index, cell.to_owned()))
            .collect::<Vec<_>>()
    };
    for (from, to) in COLUMN_NAMES {
        let (from, to) = (places(from), places(to));
        if let ([first_from, ..], [first_to, ..]) = (from.as_slice(), to.as_slice()) {
            let mut faults = Faults::default();
            for repeated in [&from, &to].into_iter().filter(|places| places.len() > 1) {
                faults.push(Fault::of_column(
                    table.line(),
                    &repeated[0].1,
                    Reason::RepeatedColumn,
                ));
            }
            refuse(faults, table.path())?;
            return Ok(Some([first_from.clone(), first_to.clone()]));
        }
    }
    Ok(None)
}

fn is_number(cell: &str) -> bool {
    cell.replacen(',', ".", 1).parse::<f64>().is_ok()
}

/// Whom a cell names.
fn find(cell: &str, directory: &Directory<'_>) -> Result<Named, Reason> {
    if directory.has_ids() {
        return match directory.by_id(cell) {
            Named::Nobody => Err(Reason::UnknownId),
            named => Ok(named),
        };
    }
    if cell.is_empty() || !cell.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Reason::NotAWholeNumber);
    }
    match cell.parse().map_or(Named::Nobody, |row| directory.by_row(row)) {
        Named::Nobody => Err(Reason::NoSuchCitizen {
            citizens: directory.rows(),
        }),
        named => Ok(named),
    }
}
