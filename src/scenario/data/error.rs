//! What can be wrong with a data file, in words for the person who has to repair it.

use std::fmt;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::scenario::source::OpenError;

/// Most faults that are told one by one; the rest is counted.
const FAULTS_TOLD: usize = 20;
/// Most columns of a file that are named in a hint.
const COLUMNS_TOLD: usize = 30;
/// Most characters of a value that are shown.
const VALUE_CHARACTERS: usize = 40;

/// Why data could not be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DataError {
    /// The path leads nowhere.
    #[error("{}: no such file\n  hint: check the folder and the spelling", path.display())]
    NotFound {
        /// The file.
        path: PathBuf,
    },
    /// The path is a folder.
    #[error("{}: this is a folder\n  hint: name the CSV file in it", path.display())]
    Directory {
        /// The folder.
        path: PathBuf,
    },
    /// The path is a device or a pipe.
    #[error("{}: not an ordinary file\n  hint: save the data to a file first", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// Only some files can be used, and this is none of them.
    #[error(
        "{}: {}\n  hint: write the path as seen from there, or use the command line",
        path.display(),
        OpenError::Outside
    )]
    Outside {
        /// The path.
        path: PathBuf,
    },
    /// The operating system refused.
    #[error("{}: cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file is larger than the limit.
    #[error(
        "{}: the file has more than the {limit} bytes that can be read\n  hint: keep only the columns you map",
        path.display()
    )]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit.
        limit: u64,
    },
    /// The file has more rows than the limit.
    #[error("{}: more than {limit} rows\n  hint: draw a sample of the rows", path.display())]
    TooManyRows {
        /// The file.
        path: PathBuf,
        /// The limit.
        limit: u64,
    },
    /// The file holds nothing at all.
    #[error("{}: the file is empty", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The file holds nothing but a header.
    #[error("{}: the file has a header but no rows", path.display())]
    NoRows {
        /// The file.
        path: PathBuf,
    },
    /// The file is in another encoding.
    #[error(
        "{}: line {line} is not UTF-8 text (older spreadsheets save Windows-1252)\n  hint: in Excel choose \
         File > Save As > \"CSV UTF-8\"; in LibreOffice tick \"Edit filter settings\" and choose \"Unicode (UTF-8)\"",
        path.display()
    )]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The first line in question, from 1.
        line: u64,
    },
    /// A list of ties needs two columns.
    #[error(
        "{}: line {line} has one column, and ties need two\n  hint: separate them by a comma, a semicolon or a tab",
        path.display()
    )]
    OneColumn {
        /// The file.
        path: PathBuf,
        /// The line of the first row.
        line: u64,
    },
    /// Every row was dropped.
    #[error(
        "{}: each of the {rows} rows lacks a value ({}), so nothing is left\n  hint: let missing values be \
         drawn, or map fewer columns",
        path.display(),
        missing.iter().map(|(column, count)| format!("`{column}` {count}")).collect::<Vec<_>>().join(", ")
    )]
    NothingLeft {
        /// The file.
        path: PathBuf,
        /// Rows in the file.
        rows: usize,
        /// Missing values by column.
        missing: Vec<(String, usize)>,
    },
    /// No respondent can be drawn.
    #[error("{}: column `{column}`: all weights are 0, so nobody can be drawn", path.display())]
    NoWeight {
        /// The file.
        path: PathBuf,
        /// The column with weights.
        column: String,
    },
    /// The specification maps no column.
    #[error("no column is mapped to a trait\n  hint: map at least one")]
    NothingMapped,
    /// Two columns supply one trait.
    #[error("columns `{first}` and `{second}` supply the same trait\n  hint: keep one of them")]
    TraitTwice {
        /// The column named first.
        first: String,
        /// The column named later.
        second: String,
    },
    /// The ends of a scale are equal or no numbers.
    #[error(
        "column `{column}`: a scale from {first} to {second} has no length\n  hint: give the values that become 0 and 1"
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
    #[error("column `{column}`: {unit} takes no scale\n  hint: leave the scale out")]
    ScaleNotTaken {
        /// The column.
        column: String,
        /// The trait with its unit.
        unit: &'static str,
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

/// The faults of one file: the first ones, and how many there are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faults {
    /// The first faults, by line.
    pub told: Vec<Fault>,
    /// Number of all faults.
    pub count: usize,
}

impl Faults {
    /// Adds a fault; keeps its words only while there are few.
    pub(super) fn push(&mut self, fault: Fault) {
        self.count += 1;
        if self.told.len() < FAULTS_TOLD {
            self.told.push(fault);
        }
    }

    /// Adds the faults of another list and keeps the first lines of both.
    pub(super) fn append(&mut self, other: Self) {
        self.count += other.count;
        self.told.extend(other.told);
        self.told.sort_by_key(|fault| fault.line);
        self.told.truncate(FAULTS_TOLD);
    }

    /// Nothing, or the error that tells them.
    pub(super) fn into_result(self, path: &std::path::Path) -> Result<(), DataError> {
        if self.count == 0 {
            Ok(())
        } else {
            Err(DataError::Faults {
                path: path.to_owned(),
                faults: self,
            })
        }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.count {
            1 => write!(out, "1 fault")?,
            count => write!(out, "{count} faults")?,
        }
        let mut hints = Vec::new();
        for fault in &self.told {
            write!(out, "\n  {fault}")?;
            if let Some(hint) = fault.hint().filter(|hint| !hints.contains(hint)) {
                write!(out, "\n    hint: {hint}")?;
                hints.push(hint);
            }
        }
        match self.count - self.told.len() {
            0 => Ok(()),
            rest => write!(out, "\n  … and {rest} more"),
        }
    }
}

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Line of the file, from 1; the first line of a row that spans several.
    pub line: u64,
    /// Name of the column, where one is concerned.
    pub column: Option<String>,
    /// The value as it stands in the file, where one is concerned.
    pub value: Option<String>,
    /// What is wrong with it.
    pub reason: Reason,
}

impl Fault {
    /// A fault of a row or of the header.
    pub(super) fn of_row(line: u64, reason: Reason) -> Self {
        Self {
            line,
            column: None,
            value: None,
            reason,
        }
    }

    /// A fault of a column.
    pub(super) fn of_column(line: u64, column: &str, reason: Reason) -> Self {
        Self {
            line,
            column: Some(column.to_owned()),
            value: None,
            reason,
        }
    }

    /// A fault of a cell.
    pub(super) fn of_cell(line: u64, column: &str, value: &str, reason: Reason) -> Self {
        Self {
            line,
            column: Some(column.to_owned()),
            value: Some(shorten(value)),
            reason,
        }
    }

    /// What the person can do about it.
    fn hint(&self) -> Option<String> {
        match (&self.reason, self.value.as_deref()) {
            (Reason::OutsideScale { .. } | Reason::OutsideUnit { .. }, Some(value))
                if looks_like_missing_code(value) =>
            {
                Some(format!(
                    "{value} is often a code for \"no answer\": empty such cells"
                ))
            }
            (Reason::MissingColumn { suggestion, present }, _) => {
                let question = suggestion.as_ref().map(|name| format!("did you mean `{name}`? "));
                Some(format!(
                    "{}the columns are {}",
                    question.unwrap_or_default(),
                    name_columns(present)
                ))
            }
            (reason, _) => reason.advice().map(str::to_owned),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}", self.line)?;
        if let Some(column) = &self.column {
            write!(out, ", column `{column}`")?;
        }
        match self.value.as_deref() {
            Some("") => write!(out, ", empty cell")?,
            Some(value) => write!(out, ", value `{value}`")?,
            None => {}
        }
        write!(out, ": {}", self.reason)
    }
}

/// What is wrong with a cell, a row or a column.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Reason {
    /// A wanted column is not in the header.
    #[error("there is no such column")]
    MissingColumn {
        /// A column with a similar name.
        suggestion: Option<String>,
        /// The columns there are.
        present: Vec<String>,
    },
    /// A wanted column is in the header more than once.
    #[error("the header has this column more than once")]
    RepeatedColumn,
    /// A row has more or fewer cells than the header.
    #[error("cells in this row: {found}, in the first row: {expected}")]
    Ragged {
        /// Cells in this row.
        found: usize,
        /// Cells in the first line.
        expected: usize,
        /// Whether a cell of the row runs over several lines.
        spans_lines: bool,
    },
    /// Text where a number should be.
    #[error("not a number")]
    NotANumber,
    /// A comma within a number of a file separated by commas.
    #[error("a comma inside a number of a comma-separated file")]
    CommaAmongCommas,
    /// A number that is grouped in thousands.
    #[error("looks like a thousands separator")]
    ThousandsSeparator,
    /// One mark before three digits, and no other number tells which mark it is.
    #[error("may be a decimal mark or a thousands separator")]
    AmbiguousMark,
    /// Decimal commas and decimal points in one file.
    #[error("decimal mark `{mark}`, but line {other_line} has `{other}`")]
    MixedMarks {
        /// The mark here.
        mark: char,
        /// The mark seen first.
        other: char,
        /// Where it was seen first.
        other_line: u64,
    },
    /// A value beyond the scale, or beyond 0 to 1 without a scale.
    #[error("outside {low} to {high}")]
    OutsideScale {
        /// Smallest value allowed.
        low: f64,
        /// Largest value allowed.
        high: f64,
        /// Whether a scale was given.
        scaled: bool,
    },
    /// An age or a free time beyond what there is.
    #[error("outside 0 to {high} {unit}")]
    OutsideUnit {
        /// Largest value allowed.
        high: f64,
        /// The unit of the trait.
        unit: &'static str,
    },
    /// A weight that is negative or beyond all measure.
    #[error("a weight must lie between 0 and 10¹²")]
    BadWeight,
    /// A row without weight.
    #[error("the weight is missing")]
    MissingWeight,
    /// A row without neighbourhood.
    #[error("the neighbourhood is missing and cannot be drawn")]
    MissingNeighbourhood,
    /// A column without a single value.
    #[error("all values are missing")]
    AllMissing,
    /// A citizen's number with a sign, a fraction or letters.
    #[error("not a whole number from 1")]
    NotAWholeNumber,
    /// A citizen beyond the last one, or 0.
    #[error("there are citizens 1 to {citizens}")]
    NoSuchCitizen {
        /// Number of citizens.
        citizens: u32,
    },
}

impl Reason {
    /// What helps against it, wherever it occurs.
    const fn advice(&self) -> Option<&'static str> {
        Some(match self {
            Self::OutsideScale { scaled: true, .. } => {
                "give the lowest and the highest possible answer as the scale"
            }
            Self::OutsideScale { scaled: false, .. } => {
                "give a scale, the values that become 0 and 1, if the column has other units"
            }
            Self::OutsideUnit { .. } => "empty cells whose answer cannot be true",
            Self::RepeatedColumn => "give each column a name of its own",
            Self::Ragged {
                spans_lines: true, ..
            } => "a quotation mark may be left open",
            Self::Ragged { found, expected, .. } if *found < *expected => {
                "keep the separators where cells are empty"
            }
            Self::Ragged { .. } => "put values that contain the separator in quotation marks",
            Self::NotANumber => "leave cells without an answer empty",
            Self::CommaAmongCommas => "save the file with semicolons, or write a decimal point",
            Self::ThousandsSeparator | Self::AmbiguousMark => "save numbers without thousands separators",
            Self::MixedMarks { .. } => "use one decimal mark throughout the file",
            Self::MissingWeight => "give every row a weight, or leave the weights out",
            Self::MissingNeighbourhood => "give every row a neighbourhood, or drop rows with missing values",
            Self::AllMissing => "leave the column out; the model then draws the trait",
            Self::NotAWholeNumber | Self::NoSuchCitizen { .. } => {
                "ties name citizens by their row in the file of citizens, from 1"
            }
            Self::BadWeight | Self::MissingColumn { .. } => return None,
        })
    }
}

/// Survey institutes code refusals as 7, 88, 999, -1 and the like.
fn looks_like_missing_code(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let negative = digits.len() < value.len();
    let mut characters = digits.chars();
    let Some(first) = characters.next().filter(char::is_ascii_digit) else {
        return false;
    };
    let repeated = characters.all(|character| character == first);
    repeated && (negative || ('6'..='9').contains(&first))
}

/// Names of columns for a hint.
fn name_columns(present: &[String]) -> String {
    let mut names = present
        .iter()
        .take(COLUMNS_TOLD)
        .map(|name| format!("`{}`", shorten(name)))
        .collect::<Vec<_>>();
    if present.len() > COLUMNS_TOLD {
        names.push(format!("and {} more", present.len() - COLUMNS_TOLD));
    }
    names.join(", ")
}

/// A value on one line and of bearable length.
fn shorten(value: &str) -> String {
    let shown = value.chars().take(VALUE_CHARACTERS);
    let mut shown = shown
        .map(|it| if it.is_control() { ' ' } else { it })
        .collect::<String>();
    if value.chars().nth(VALUE_CHARACTERS).is_some() {
        shown.push('…');
    }
    shown
}
