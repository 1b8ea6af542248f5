//! What can be wrong with a data file, in words for the person who has to repair it.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::fault::Faults;
use crate::scenario::fault::RowFault;
use crate::scenario::source::{OpenError, SENT_WITH};
use crate::words::{Words, given, say};

/// Why data could not be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DataError {
    /// The path leads nowhere.
    #[error("{}", say!("{}: no such file\n  hint: check the folder and the spelling", path.display()))]
    NotFound {
        /// The file.
        path: PathBuf,
    },
    /// The path is a folder.
    #[error("{}", say!("{}: this is a folder\n  hint: name the CSV file in it", path.display()))]
    Directory {
        /// The folder.
        path: PathBuf,
    },
    /// The path is a device or a pipe.
    #[error("{}", say!("{}: not an ordinary file\n  hint: save the data to a file first", path.display()))]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// The scenario has come without it, as from a browser.
    #[error("{}: {}\n  hint: {SENT_WITH}", path.display(), OpenError::NotSent)]
    NotSent {
        /// The file.
        path: PathBuf,
    },
    /// Only some files can be used, and this is none of them.
    #[error(
        "{}",
        say!(
            "{}: {}\n  hint: write the path as seen from there, or use the command line",
            path.display(),
            OpenError::Outside
        )
    )]
    Outside {
        /// The path.
        path: PathBuf,
    },
    /// The operating system refused.
    #[error("{}", say!("{}: cannot be read: {source}", path.display()))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file is larger than the limit.
    #[error(
        "{}",
        say!(
            "{}: the file has more than the {limit} bytes that can be read\n  hint: keep only the columns \
             you map",
            path.display()
        )
    )]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit.
        limit: u64,
    },
    /// The file has more rows than the limit.
    #[error("{}", say!("{}: more than {limit} rows\n  hint: draw a sample of the rows", path.display()))]
    TooManyRows {
        /// The file.
        path: PathBuf,
        /// The limit.
        limit: u64,
    },
    /// The file holds nothing at all.
    #[error("{}", say!("{}: the file is empty", path.display()))]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The file holds nothing but a header.
    #[error("{}", say!("{}: the file has a header but no rows", path.display()))]
    NoRows {
        /// The file.
        path: PathBuf,
    },
    /// The file is in another encoding.
    #[error(
        "{}",
        say!(
            "{}: line {line} is not UTF-8 text (older spreadsheets save Windows-1252)\n  hint: in Excel \
             choose File > Save As > \"CSV UTF-8\"; in LibreOffice tick \"Edit filter settings\" and \
             choose \"Unicode (UTF-8)\"",
            path.display()
        )
    )]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The first line in question, from 1.
        line: u64,
    },
    /// The file is no text, or text in UTF-16.
    #[error(
        "{}",
        say!(
            "{}: line {line} holds a zero byte, as no text in UTF-8 does (UTF-16, which Excel calls \
             “Unicode text”, is full of them)\n  hint: save the table as CSV in UTF-8",
            path.display()
        )
    )]
    ZeroByte {
        /// The file.
        path: PathBuf,
        /// The first line in question, from 1.
        line: u64,
    },
    /// A row is longer than the limit.
    #[error(
        "{}",
        say!(
            "{}: line {line}: a row of more than the {limit} bytes that can be read\n  hint: is it a CSV \
             file, with a line for each row?",
            path.display()
        )
    )]
    LongRow {
        /// The file.
        path: PathBuf,
        /// The line in which the row begins.
        line: u64,
        /// The limit.
        limit: u64,
    },
    /// A quotation mark opens a cell that never ends.
    #[error(
        "{}",
        say!(
            "{}: line {line}: a quotation mark is opened and never closed\n  hint: close it, or write two \
             (\"\") where one is part of the text",
            path.display()
        )
    )]
    OpenQuote {
        /// The file.
        path: PathBuf,
        /// The line in which it stands.
        line: u64,
    },
    /// A quoted cell goes on behind its closing quotation mark.
    #[error(
        "{}",
        say!(
            "{}: line {line}: text behind a quotation mark that closes a cell; the cell was opened in line \
             {opened}\n  hint: a quotation mark may be left open in line {opened}; write two (\"\") where \
             one is part of the text",
            path.display()
        )
    )]
    StrayQuote {
        /// The file.
        path: PathBuf,
        /// The line of the closing mark.
        line: u64,
        /// The line of the opening mark.
        opened: u64,
    },
    /// Which columns are ties cannot be known.
    #[error(
        "{}",
        say!(
            "{}: line {line}: {columns} columns without the names `from` and `to`, so which two are the \
             ties?\n  hint: name them `from` and `to` in the first line, or keep two columns",
            path.display()
        )
    )]
    WhichColumns {
        /// The file.
        path: PathBuf,
        /// The line of the first row.
        line: u64,
        /// How many columns there are.
        columns: usize,
    },
    /// `poorest_first` names a neighbourhood that no row has.
    #[error(
        "{}",
        say!(
            "{}: column `{column}`: no row has the neighbourhood `{name}` of `poorest_first`\n  hint: the \
             neighbourhoods are {}",
            path.display(),
            present.join(", ")
        )
    )]
    NoSuchNeighbourhood {
        /// The file.
        path: PathBuf,
        /// The column with neighbourhoods.
        column: String,
        /// The name that is not there.
        name: String,
        /// The names that are there.
        present: Vec<String>,
    },
    /// `poorest_first` leaves neighbourhoods out.
    #[error(
        "{}",
        say!(
            "{}: column `{column}`: `poorest_first` does not say where these belong: {}\n  hint: add them \
             to the list",
            path.display(),
            names.join(", ")
        )
    )]
    UnrankedNeighbourhoods {
        /// The file.
        path: PathBuf,
        /// The column with neighbourhoods.
        column: String,
        /// The names that are left out.
        names: Vec<String>,
    },
    /// A list of ties needs two columns.
    #[error(
        "{}",
        say!(
            "{}: line {line} has one column, and ties need two\n  hint: separate them by a comma, a \
             semicolon or a tab",
            path.display()
        )
    )]
    OneColumn {
        /// The file.
        path: PathBuf,
        /// The line of the first row.
        line: u64,
    },
    /// Every row was dropped.
    #[error(
        "{}",
        say!(
            "{}: each of the {rows} rows lacks a value ({}), so nothing is left\n  hint: {hint}",
            path.display(),
            counts(missing)
        )
    )]
    NothingLeft {
        /// The file.
        path: PathBuf,
        /// Rows in the file.
        rows: usize,
        /// Missing values by column.
        missing: Vec<(String, usize)>,
        /// What can be done.
        hint: Words,
    },
    /// No respondent can be drawn.
    #[error("{}", say!("{}: column `{column}`: all weights are 0, so nobody can be drawn", path.display()))]
    NoWeight {
        /// The file.
        path: PathBuf,
        /// The column with weights.
        column: String,
    },
    /// The specification maps no column.
    #[error("{}", say!("no column is mapped to a trait\n  hint: map at least one"))]
    NothingMapped,
    /// Two columns supply one trait.
    #[error("{}", say!("columns `{first}` and `{second}` supply the same trait\n  hint: keep one of them"))]
    TraitTwice {
        /// The column named first.
        first: String,
        /// The column named later.
        second: String,
    },
    /// The ends of a scale are equal or no numbers.
    #[error(
        "{}",
        say!(
            "column `{column}`: a scale from {first} to {second} has no length\n  hint: give the values \
             that become 0 and 1",
            first = given(*first),
            second = given(*second)
        )
    )]
    FlatScale {
        /// The column.
        column: String,
        /// The value that should become 0.
        first: f64,
        /// The value that should become 1.
        second: f64,
    },
    /// Age and free time have units of their own.
    #[error("{}", say!("column `{column}`: {unit} takes no scale\n  hint: leave the scale out"))]
    ScaleNotTaken {
        /// The column.
        column: String,
        /// The trait with its unit.
        unit: Words,
    },
    /// Cells, rows or columns that cannot be read as they stand.
    #[error("{}: {faults}", path.display())]
    Faults {
        /// The file.
        path: PathBuf,
        /// What is wrong, by line.
        faults: Faults,
    },
}

impl DataError {
    /// What is wrong row by row, where it is rows that are wrong, and how many faults there are.
    pub(in crate::scenario) fn rows(&self) -> (Vec<RowFault>, usize) {
        let Self::Faults { path, faults } = self else {
            return (Vec::new(), 1);
        };
        let row = |line: u64, message: String, hint: Option<String>| RowFault {
            path: path.clone(),
            line,
            message,
            hint,
        };
        let told = faults.told.iter();
        let mut rows: Vec<RowFault> = told
            .map(|fault| row(fault.line, fault.words(), fault.hint(faults)))
            .collect();
        let rest = faults.count - faults.told.len();
        if rest > 0 {
            let rest = match rest {
                1 => say!("and 1 more fault of this file"),
                rest => say!("and {rest} more faults of this file"),
            };
            rows.push(row(0, rest, None));
        }
        (rows, faults.count)
    }
}

/// Columns with the numbers that belong to them.
fn counts(columns: &[(String, usize)]) -> String {
    let counts = columns
        .iter()
        .map(|(column, count)| format!("`{column}` {count}"));
    counts.collect::<Vec<_>>().join(", ")
}

/// Nothing, or the error that tells the faults of a file.
pub(super) fn refuse(faults: Faults, path: &Path) -> Result<(), DataError> {
    if faults.count == 0 {
        return Ok(());
    }
    Err(DataError::Faults {
        path: path.to_owned(),
        faults,
    })
}
