//! What can be wrong with a cell, a row or a column, and what helps against it.

use std::fmt;

use thiserror::Error;

use super::CitizensSpec;
use crate::words::{Words, given, say, words};

/// Most faults that are told one by one; the rest is counted.
const FAULTS_TOLD: usize = 20;
/// Most columns of a file that are named in a hint.
const COLUMNS_TOLD: usize = 30;
/// Most characters of a value that are shown.
const VALUE_CHARACTERS: usize = 40;

/// The faults of one file: the first ones, and how many there are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faults {
    /// The first faults, by line.
    pub told: Vec<Fault>,
    /// Number of all faults.
    pub count: usize,
    /// Codes for "no answer" that all columns have already.
    missing_codes: Vec<f64>,
    /// Words for "no answer" that all columns have already.
    missing_words: Vec<String>,
}

/// What helps where a survey holds no answer at all.
pub(super) const NO_ANSWERS: Words = words!(
    "map columns that hold answers, or leave `population.from` and [population.data] out, so that the model \
     draws every trait"
);

impl Faults {
    /// No faults yet of a file that is read like this.
    pub(super) fn of(spec: &CitizensSpec) -> Self {
        Self {
            missing_codes: spec.missing_codes.clone(),
            missing_words: spec.missing_words.clone(),
            ..Self::default()
        }
    }

    /// `add`, or `make it` where the list is there already, and the list with these after those that it has.
    fn listed(name: &str, there: Vec<String>, more: Vec<String>) -> String {
        let is_new = there.is_empty();
        let all = [there, more].concat().join(", ");
        if is_new {
            say!("add `{name} = [{all}]` under [population.data]")
        } else {
            say!("make it `{name} = [{all}]` under [population.data]")
        }
    }

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
}

impl fmt::Display for Faults {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.count {
            1 => out.write_str(&say!("1 fault"))?,
            count => out.write_str(&say!("{count} faults"))?,
        }
        let mut hints = Vec::new();
        for fault in &self.told {
            write!(out, "\n  {fault}")?;
            if let Some(hint) = fault.hint(self).filter(|hint| !hints.contains(hint)) {
                write!(out, "\n    hint: {hint}")?;
                hints.push(hint);
            }
        }
        match self.count - self.told.len() {
            0 => Ok(()),
            rest => out.write_str(&say!("\n  … and {rest} more")),
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

    /// What the person can do about it; keys that take a list get the values of all faults of the file at once.
    pub(in crate::scenario) fn hint(&self, faults: &Faults) -> Option<String> {
        let told = &faults.told;
        match &self.reason {
            Reason::OutsideScale { .. } | Reason::OutsideUnit { .. } if self.is_missing_code() => {
                let codes = values_of(told.iter().filter(|fault| fault.is_missing_code()));
                let there = faults.missing_codes.iter().map(f64::to_string).collect();
                let codes = codes.into_iter().map(str::to_owned).collect();
                Some(say!(
                    "is this a code for \"no answer\"? then {}",
                    Faults::listed("missing_codes", there, codes)
                ))
            }
            Reason::NotANumber => {
                let words = values_of(told.iter().filter(|fault| fault.reason == Reason::NotANumber));
                let written = |word: &str| toml::Value::from(word).to_string();
                let words: Vec<String> = words.into_iter().map(written).collect();
                let there = faults.missing_words.iter().map(|word| written(word)).collect();
                let first = words.first().map_or_else(|| "yes".to_owned(), String::clone);
                Some(say!(
                    "if it means \"no answer\", {}; if it is an answer in words, give the column `levels`, \
                     such as `levels = {{ {first} = 1 }}`",
                    Faults::listed("missing_words", there, words)
                ))
            }
            Reason::MissingColumn { suggestion, present } => {
                let columns = name_columns(present);
                Some(match suggestion {
                    Some(name) => say!("did you mean `{name}`? the columns are {columns}"),
                    None => say!("the columns are {columns}"),
                })
            }
            reason => reason.advice().map(|advice| advice.to_string()),
        }
    }

    fn is_missing_code(&self) -> bool {
        let outside = matches!(
            self.reason,
            Reason::OutsideScale { .. } | Reason::OutsideUnit { .. }
        );
        outside && self.value.as_deref().is_some_and(looks_like_missing_code)
    }
}

/// The different values of some faults, in order.
fn values_of<'a>(faults: impl Iterator<Item = &'a Fault>) -> Vec<&'a str> {
    let mut values = Vec::new();
    for value in faults.filter_map(|fault| fault.value.as_deref()) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

impl Fault {
    /// What is wrong, without the line.
    pub(super) fn words(&self) -> String {
        let column = self.column.as_ref().map(|column| say!("column `{column}`"));
        let value = self.value.as_deref().map(|value| match value {
            "" => say!("empty cell"),
            value => say!("value `{value}`"),
        });
        let place: Vec<String> = column.into_iter().chain(value).collect();
        if place.is_empty() {
            self.reason.to_string()
        } else {
            format!("{}: {}", place.join(", "), self.reason)
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let has_place = self.column.is_some() || self.value.is_some();
        let mark = if has_place { "," } else { ":" };
        out.write_str(&say!("line {}{mark} {}", self.line, self.words()))
    }
}

/// What is wrong with a cell, a row or a column.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Reason {
    /// A wanted column is not in the header.
    #[error("{}", say!("there is no such column"))]
    MissingColumn {
        /// A column with a similar name.
        suggestion: Option<String>,
        /// The columns there are.
        present: Vec<String>,
    },
    /// A wanted column is in the header more than once.
    #[error("{}", say!("the header has this column more than once"))]
    RepeatedColumn,
    /// A row has more or fewer cells than the header.
    #[error("{}", say!("cells in this row: {found}, in the first row: {expected}"))]
    Ragged {
        /// Cells in this row.
        found: usize,
        /// Cells in the first line.
        expected: usize,
        /// Whether a cell of the row runs over several lines.
        spans_lines: bool,
    },
    /// Text where a number should be.
    #[error("{}", say!("not a number"))]
    NotANumber,
    /// A comma within a number of a file separated by commas.
    #[error("{}", say!("a comma inside a number of a comma-separated file"))]
    CommaAmongCommas,
    /// A number that is grouped in thousands.
    #[error("{}", say!("looks like a thousands separator"))]
    ThousandsSeparator,
    /// One mark before three digits, and no other number tells which mark it is.
    #[error("{}", say!("may be a decimal mark or a thousands separator"))]
    AmbiguousMark,
    /// Decimal commas and decimal points in one file.
    #[error("{}", say!("decimal mark `{mark}`, but line {other_line} has `{other}`"))]
    MixedMarks {
        /// The mark here.
        mark: char,
        /// The mark seen first.
        other: char,
        /// Where it was seen first.
        other_line: u64,
    },
    /// A value beyond the scale, or beyond 0 to 1 without a scale.
    #[error("{}", say!("outside {low} to {high}", low = given(*low), high = given(*high)))]
    OutsideScale {
        /// Smallest value allowed.
        low: f64,
        /// Largest value allowed.
        high: f64,
        /// Whether a scale was given.
        scaled: bool,
    },
    /// An age or a free time beyond what there is.
    #[error("{}", say!("outside 0 to {high} {unit}", high = given(*high)))]
    OutsideUnit {
        /// Largest value allowed.
        high: f64,
        /// The unit of the trait.
        unit: Words,
    },
    /// A weight that is negative or beyond all measure.
    #[error("{}", say!("a weight must lie between 0 and 10¹²"))]
    BadWeight,
    /// A row without weight.
    #[error("{}", say!("the weight is missing"))]
    MissingWeight,
    /// A row without neighbourhood.
    #[error("{}", say!("the neighbourhood is missing and cannot be drawn"))]
    MissingNeighbourhood,
    /// A quoted cell over several lines whose lines are rows of this table.
    #[error("{}", say!("a quoted cell holds what reads as more rows"))]
    SwallowedRows,
    /// A respondent without id.
    #[error("{}", say!("the id is missing"))]
    MissingId,
    /// A respondent with the id of an earlier one.
    #[error("{}", say!("line {first_line} has this id too"))]
    RepeatedId {
        /// Line of the first respondent with it.
        first_line: u64,
    },
    /// A tie to somebody who is not in the file of citizens.
    #[error("{}", say!("nobody in the file of citizens has this id"))]
    UnknownId,
    /// A column without a single value.
    #[error("{}", say!("all values are missing"))]
    AllMissing,
    /// A citizen's number with a sign, a fraction or letters.
    #[error("{}", say!("not a whole number from 1"))]
    NotAWholeNumber,
    /// A citizen beyond the last one, or 0.
    #[error("{}", say!("there are citizens 1 to {citizens}"))]
    NoSuchCitizen {
        /// Number of citizens.
        citizens: usize,
    },
}

impl Reason {
    /// What helps against it, wherever it occurs.
    const fn advice(&self) -> Option<Words> {
        Some(match self {
            Self::OutsideScale { scaled: true, .. } => words!(
                "give the lowest and the highest possible answer as `low` and `high` of the column, or cut \
                 to them with `clamp = true`"
            ),
            Self::OutsideScale { scaled: false, .. } => words!(
                "give the column `low` and `high`, the values that become 0 and 1, if it has other units"
            ),
            Self::OutsideUnit { .. } => words!(
                "list answers that cannot be true as `missing_codes` of the column, or cut them with \
                 `clamp = true`"
            ),
            Self::RepeatedColumn => words!("give each column a name of its own"),
            Self::Ragged {
                spans_lines: true, ..
            } => words!("a quotation mark may be left open"),
            Self::Ragged { found, expected, .. } if *found < *expected => {
                words!("keep the separators where cells are empty")
            }
            Self::Ragged { .. } => words!("put values that contain the separator in quotation marks"),
            Self::CommaAmongCommas => words!("save the file with semicolons, or write a decimal point"),
            Self::ThousandsSeparator | Self::AmbiguousMark => {
                words!("save numbers without thousands separators")
            }
            Self::MixedMarks { .. } => words!("use one decimal mark throughout the file"),
            Self::MissingWeight => words!("give every row a weight, or leave the weights out"),
            Self::MissingNeighbourhood => words!(
                "give every row a neighbourhood, or set `missing = \"drop_row\"` under [population.data]"
            ),
            Self::SwallowedRows => {
                words!("a quotation mark is left open in this line, and another one closes it further down")
            }
            Self::MissingId | Self::RepeatedId { .. } => words!("give every respondent an id of its own"),
            Self::UnknownId => {
                words!("ties name citizens by `id` of [population.data], as it is written there")
            }
            Self::AllMissing => NO_ANSWERS,
            Self::NotAWholeNumber | Self::NoSuchCitizen { .. } => words!(
                "ties name citizens by their row in the file of citizens, from 1, unless `id` under \
                 [population.data] names a column"
            ),
            Self::NotANumber | Self::BadWeight | Self::MissingColumn { .. } => return None,
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
        names.push(say!("and {} more", present.len() - COLUMNS_TOLD));
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
