//! A CSV file as lines of cells: encoding, separator, line numbers and limits.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Chain, ErrorKind, Read};
use std::path::{Path, PathBuf};

use csv::{ReaderBuilder, StringRecord, Terminator};
use sha2::{Digest as _, Sha256};

use super::error::DataError;
use super::fault::Reason;
use super::quotes::{QuoteFault, QuoteWatch, ROW_BYTES_MAX};
use crate::scenario::source::{OpenError, Opened, Source};
use crate::words::{Words, words};

/// Largest file that is read: 2 GiB.
const BYTES_MAX: u64 = 2 << 30;
/// Most rows that are read.
pub(super) const ROWS_MAX: u64 = 20_000_000;

/// Least similarity (Jaro–Winkler) at which a column name is suggested.
const SIMILARITY_MIN: f64 = 0.75;

/// What stands between the cells of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum Separator {
    Tab,
    Semicolon,
    Comma,
}

impl Separator {
    const ALL: [Self; 3] = [Self::Tab, Self::Semicolon, Self::Comma];

    /// The byte that stands between cells.
    pub(in crate::scenario) const fn byte(self) -> u8 {
        match self {
            Self::Tab => b'\t',
            Self::Semicolon => b';',
            Self::Comma => b',',
        }
    }

    /// Its plural, for notes.
    pub(super) const fn name(self) -> Words {
        match self {
            Self::Tab => words!("tabs"),
            Self::Semicolon => words!("semicolons"),
            Self::Comma => words!("commas"),
        }
    }

    /// The separator that occurs most often outside quotation marks in the first line with content.
    pub(in crate::scenario) fn detect(start: &[u8]) -> Self {
        let mut counts = [0_usize; 3];
        let mut quoted = false;
        for byte in start.trim_ascii_start() {
            match byte {
                b'"' => quoted = !quoted,
                b'\n' if !quoted => break,
                _ if quoted => {}
                byte => {
                    for (count, separator) in counts.iter_mut().zip(Self::ALL) {
                        *count += usize::from(*byte == separator.byte());
                    }
                }
            }
        }
        let mut best = (0, Self::Comma);
        for (count, separator) in counts.into_iter().zip(Self::ALL) {
            if count > best.0 {
                best = (count, separator);
            }
        }
        best.1
    }
}

/// An open CSV file and the row it stands at.
pub(super) struct Table {
    path: PathBuf,
    reader: csv::Reader<QuoteWatch<Chain<BufReader<Digested>, &'static [u8]>>>,
    separator: Separator,
    row: StringRecord,
    line: u64,
    /// Line behind the row.
    next_line: u64,
    /// Number of cells of the first row.
    width: usize,
    rows_read: u64,
    rows_limit: u64,
    empty_rows: usize,
}

impl Table {
    /// Opens a file and stands at its first row that is not empty.
    pub(super) fn open(files: &dyn Source, path: &Path, rows_limit: u64) -> Result<Self, DataError> {
        let mut file = BufReader::new(Digested::new(open(files, path)?));
        let start = file.fill_buf().map_err(|source| unreadable(path, source))?;
        let mark_bytes = if start.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let separator = Separator::detect(&start[mark_bytes..]);
        file.consume(mark_bytes);
        // With `\n` as the only terminator (a `\r` before it is trimmed with the cell) and one at the very
        // end, every row ends behind its own line break, and line numbers are exact.
        let reader = ReaderBuilder::new()
            .delimiter(separator.byte())
            .terminator(Terminator::Any(b'\n'))
            .has_headers(false)
            .flexible(true)
            .from_reader(QuoteWatch::new(file.chain(b"\n".as_slice()), separator.byte()));
        let mut table = Self {
            path: path.to_owned(),
            reader,
            separator,
            row: StringRecord::new(),
            line: 0,
            next_line: 1,
            width: 0,
            rows_read: 0,
            rows_limit,
            empty_rows: 0,
        };
        if !table.advance()? {
            return Err(DataError::Empty {
                path: path.to_owned(),
            });
        }
        table.width = table.row.len();
        table.empty_rows = 0;
        Ok(table)
    }

    /// Moves to the next row that is not empty; false at the end of the file.
    pub(super) fn advance(&mut self) -> Result<bool, DataError> {
        loop {
            let mut bytes = std::mem::take(&mut self.row).into_byte_record();
            let more = self.reader.read_byte_record(&mut bytes);
            if more.is_err() {
                self.check_quotes()?;
            }
            if !more.map_err(|error| unreadable(&self.path, error.into()))? {
                self.check_quotes()?;
                return Ok(false);
            }
            let line_breaks = bytes
                .as_slice()
                .iter()
                .map(|byte| u64::from(*byte == b'\n'))
                .sum::<u64>();
            let line = self.reader.position().line() - 1 - line_breaks;
            // A quotation mark left open swallows the break at the very end, which shifts the count by one.
            self.line = line.max(self.next_line);
            self.row = StringRecord::from_byte_record(bytes).map_err(|_| DataError::NotUtf8 {
                path: self.path.clone(),
                line: self.line,
            })?;
            self.check_quotes()?;
            if self.row.iter().any(|cell| !cell.trim().is_empty()) {
                break;
            }
        }
        self.empty_rows += (self.line - self.next_line) as usize;
        self.next_line = self.reader.position().line();
        self.rows_read += 1;
        // The first row may be a header.
        if self.rows_read > self.rows_limit + 1 {
            return Err(DataError::TooManyRows {
                path: self.path.clone(),
                limit: self.rows_limit,
            });
        }
        Ok(true)
    }

    /// Nothing is read from a file with an open quotation mark, wherever it stands.
    fn check_quotes(&self) -> Result<(), DataError> {
        let path = || self.path.clone();
        match self.reader.get_ref().fault() {
            None => Ok(()),
            Some(QuoteFault::Open { line }) => Err(DataError::OpenQuote { path: path(), line }),
            Some(QuoteFault::LongRow { line }) => Err(DataError::LongRow {
                path: path(),
                line,
                limit: ROW_BYTES_MAX,
            }),
            Some(QuoteFault::NoText { line }) => Err(DataError::ZeroByte { path: path(), line }),
            Some(QuoteFault::Stray { line, opened }) => Err(DataError::StrayQuote {
                path: path(),
                line,
                opened,
            }),
        }
    }

    /// The rows there would be without the quotation marks of a cell that spans lines; empty where its lines do not have
    /// the cells of rows.
    pub(super) fn rows_within(&self) -> Vec<Vec<&str>> {
        let Some(index) = self.row.iter().position(|cell| cell.contains('\n')) else {
            return Vec::new();
        };
        let separator = char::from(self.separator.byte());
        let lines: Vec<Vec<&str>> = self.row[index]
            .split('\n')
            .map(|line| line.split(separator).map(str::trim).collect())
            .collect();
        let (before, after) = (self.cells().take(index), self.cells().skip(index + 1));
        let last = lines.len() - 1;
        let rows: Vec<Vec<&str>> = lines
            .into_iter()
            .enumerate()
            .map(|(number, line)| {
                let before = before.clone().filter(|_| number == 0);
                let after = after.clone().filter(|_| number == last);
                before.chain(line).chain(after).collect()
            })
            .collect();
        if self.width > 1 && rows.iter().all(|row| row.len() == self.width) {
            rows
        } else {
            Vec::new()
        }
    }

    /// The columns of the header, at which the table stands, that have the name of an earlier one.
    pub(super) fn repeated_columns(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        let named = self.cells().filter(|cell| !cell.is_empty());
        named.filter(|cell| !names.insert(*cell)).collect()
    }

    /// The cells of the row, trimmed.
    pub(super) fn cells(&self) -> impl Iterator<Item = &str> + Clone {
        self.row.iter().map(str::trim)
    }

    /// One cell of the row, trimmed.
    pub(super) fn cell(&self, index: usize) -> &str {
        self.row.get(index).unwrap_or_default().trim()
    }

    /// Whether the row has as many cells as the first one.
    pub(super) fn check_width(&self) -> Result<(), Reason> {
        if self.row.len() == self.width {
            return Ok(());
        }
        let spans_lines = self.row.iter().any(|cell| cell.trim().contains('\n'));
        Err(Reason::Ragged {
            found: self.row.len(),
            expected: self.width,
            spans_lines,
        })
    }

    /// Position of a column in the header, at which the table stands.
    pub(super) fn find_column(&self, name: &str) -> Result<usize, Reason> {
        let position = self.cells().position(|cell| cell == name.trim());
        position.ok_or_else(|| Reason::MissingColumn {
            suggestion: self.suggest(name),
            present: self.cells().map(str::to_owned).collect(),
        })
    }

    /// The column whose name is most like the wanted one.
    fn suggest(&self, name: &str) -> Option<String> {
        let wanted = name.trim().to_lowercase();
        self.cells()
            .map(|cell| (strsim::jaro_winkler(&wanted, &cell.to_lowercase()), cell))
            .filter(|(similarity, _)| *similarity >= SIMILARITY_MIN)
            .max_by(|(first, _), (second, _)| first.total_cmp(second))
            .map(|(_, cell)| cell.to_owned())
    }

    /// Line at which the row begins, from 1.
    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    /// The separator found in the first row.
    pub(super) const fn separator(&self) -> Separator {
        self.separator
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// SHA-256 of the file, in hexadecimal digits; of all of it when the table stands at its end.
    pub(super) fn digest(&self) -> String {
        self.reader.get_ref().bytes().get_ref().0.get_ref().digest()
    }

    /// Rows skipped between others because they are blank or hold separators only.
    pub(super) const fn empty_rows(&self) -> usize {
        self.empty_rows
    }
}

/// A file whose digest is taken while it is read.
struct Digested {
    file: Opened,
    hasher: Sha256,
}

impl Digested {
    fn new(file: Opened) -> Self {
        let hasher = Sha256::new();
        Self { file, hasher }
    }

    fn digest(&self) -> String {
        let mut digits = String::new();
        for byte in self.hasher.clone().finalize() {
            write!(digits, "{byte:02x}").expect("writing to a string cannot fail");
        }
        digits
    }
}

impl Read for Digested {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.hasher.update(&buffer[..read]);
        Ok(read)
    }
}

/// Why a data file cannot be opened; `None` where it can.
pub(in crate::scenario) fn opening_error(files: &dyn Source, path: &Path) -> Option<DataError> {
    open(files, path).err()
}

fn open(files: &dyn Source, path: &Path) -> Result<Opened, DataError> {
    let opened = files.open(path).and_then(|opened| opened.at_most(BYTES_MAX));
    opened.map_err(|error| refused(path, error))
}

fn refused(path: &Path, error: OpenError) -> DataError {
    let path = path.to_owned();
    match error {
        OpenError::Missing => DataError::NotFound { path },
        OpenError::Folder => DataError::Directory { path },
        OpenError::NotRegular => DataError::NotAFile { path },
        OpenError::Outside => DataError::Outside { path },
        OpenError::NotSent => DataError::NotSent { path },
        OpenError::TooLarge { most } => DataError::TooLarge { path, limit: most },
        OpenError::Stopped => DataError::Unreadable {
            path,
            source: io::Error::other(OpenError::Stopped),
        },
        OpenError::Unreadable(source) => DataError::Unreadable { path, source },
    }
}

fn unreadable(path: &Path, source: io::Error) -> DataError {
    let path = path.to_owned();
    if source.kind() == ErrorKind::FileTooLarge {
        DataError::TooLarge {
            path,
            limit: BYTES_MAX,
        }
    } else {
        DataError::Unreadable { path, source }
    }
}

/// The name of a file, for notes.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// Rows of a file.
pub(super) const ROW: (Words, Words) = (words!("row"), words!("rows"));
/// Rows without a value.
pub(super) const EMPTY_ROW: (Words, Words) = (words!("empty row"), words!("empty rows"));

/// A count and its noun.
pub(super) fn plural(count: usize, (one, many): (Words, Words)) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
