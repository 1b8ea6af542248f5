//! Ties between citizens from an edge list.

use std::path::Path;

use crate::model::observed::ObservedTies;
use crate::scenario::source::Source;

use super::TiesData;
use super::error::{DataError, Fault, Faults, Reason};
use super::table::{ROWS_MAX, Table, file_name, plural};

/// Names under which the two columns are known.
const COLUMN_NAMES: [(&str, &str); 2] = [("from", "to"), ("source", "target")];

/// Reads ties from a CSV file with two columns of citizens, by their row in the file of citizens from 1.
///
/// A header may name the columns `from` and `to` or `source` and `target`; otherwise the first two columns
/// count. Ties have no direction: each pair is kept once, and ties of a citizen to itself are dropped.
///
/// # Errors
///
/// [`DataError`] when the file cannot be read or a cell is not the number of one of `citizens` citizens; all
/// faulty cells are told together.
pub fn read_ties(files: &dyn Source, path: &Path, citizens: u32) -> Result<TiesData, DataError> {
    let mut table = Table::open(files, path, ROWS_MAX)?;
    let mut reader = TieReader::new(&table, citizens)?;
    let mut more = !reader.has_header || table.advance()?;
    while more {
        reader.read_row(&table);
        more = table.advance()?;
    }
    reader.finish(&table)
}

/// The ties read so far.
struct TieReader {
    citizens: u32,
    has_header: bool,
    columns: [(usize, String); 2],
    rows: usize,
    self_ties: usize,
    pairs: Vec<(u32, u32)>,
    faults: Faults,
}

impl TieReader {
    /// Finds the two columns in the first row, at which the table stands.
    fn new(table: &Table, citizens: u32) -> Result<Self, DataError> {
        if table.cells().count() < 2 {
            return Err(DataError::OneColumn {
                path: table.path().to_owned(),
                line: table.line(),
            });
        }
        let has_header = !(is_number(table.cell(0)) || is_number(table.cell(1)));
        let columns = if has_header {
            named_columns(table)?
        } else {
            [(0, "1".into()), (1, "2".into())]
        };
        Ok(Self {
            citizens,
            has_header,
            columns,
            rows: 0,
            self_ties: 0,
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
        let [from, to] = self.columns.each_ref().map(|(index, name)| {
            let cell = table.cell(*index);
            read_citizen(cell, self.citizens)
                .map_err(|reason| self.faults.push(Fault::of_cell(table.line(), name, cell, reason)))
                .ok()
        });
        match (from, to) {
            (Some(from), Some(to)) if from == to => self.self_ties += 1,
            (Some(from), Some(to)) => self.pairs.push((from.min(to), from.max(to))),
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
        self.faults.into_result(table.path())?;
        let found = self.pairs.len();
        self.pairs.sort_unstable();
        self.pairs.dedup();
        let repeated = found - self.pairs.len();
        let file = file_name(table.path());
        let ties = plural(self.pairs.len(), "tie", "ties");
        let rows = plural(self.rows, "row", "rows");
        let [(_, from), (_, to)] = &self.columns;
        let mut notes = vec![format!("{file}: {ties} from {rows}, columns `{from}` and `{to}`")];
        if table.empty_rows() > 0 {
            notes.push(format!(
                "{file}: {} skipped",
                plural(table.empty_rows(), "empty row", "empty rows")
            ));
        }
        if self.self_ties > 0 {
            let dropped = plural(
                self.self_ties,
                "tie of a citizen to itself",
                "ties of citizens to themselves",
            );
            notes.push(format!("{file}: {dropped} dropped"));
        }
        if repeated > 0 {
            notes.push(format!(
                "{file}: {} dropped",
                plural(repeated, "repeated tie", "repeated ties")
            ));
        }
        Ok(TiesData {
            ties: ObservedTies { pairs: self.pairs },
            digest: table.digest(),
            notes,
        })
    }
}

/// The columns with a known name, or the first two.
fn named_columns(table: &Table) -> Result<[(usize, String); 2], DataError> {
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
            faults.into_result(table.path())?;
            return Ok([first_from.clone(), first_to.clone()]);
        }
    }
    Ok([0, 1].map(|index| (index, table.cell(index).to_owned())))
}

fn is_number(cell: &str) -> bool {
    cell.replacen(',', ".", 1).parse::<f64>().is_ok()
}

/// A citizen's position from 0.
fn read_citizen(cell: &str, citizens: u32) -> Result<u32, Reason> {
    if cell.is_empty() || !cell.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Reason::NotAWholeNumber);
    }
    let number = cell
        .parse::<u32>()
        .ok()
        .filter(|number| (1..=citizens).contains(number));
    number
        .map(|number| number - 1)
        .ok_or(Reason::NoSuchCitizen { citizens })
}
