//! What can be wrong with a cell, a row or a column, and what helps against it.

use std::fmt;

use thiserror::Error;

use super::CitizensSpec;

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
pub(super) const NO_ANSWERS: &str = "map columns that hold answers, or leave `population.from` and [population.data] out, so \
                                     that the model draws every trait";

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
        let verb = if there.is_empty() { "add" } else { "make it" };
        let all = [there, more].concat();
        format!("{verb} `{name} = [{}]` under [population.data]", all.join(", "))
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
            1 => write!(out, "1 fault")?,
            count => write!(out, "{count} faults")?,
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

    /// What the person can do about it; keys that take a list get the values of all faults of the file at once.
    pub(in crate::scenario) fn hint(&self, faults: &Faults) -> Option<String> {
        let told = &faults.told;
        match &self.reason {
            Reason::OutsideScale { .. } | Reason::OutsideUnit { .. } if self.is_missing_code() => {
                let codes = values_of(told.iter().filter(|fault| fault.is_missing_code()));
                let there = faults.missing_codes.iter().map(f64::to_string).collect();
                let codes = codes.into_iter().map(str::to_owned).collect();
                Some(format!(
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
                Some(format!(
                    "if it means \"no answer\", {}; if it is an answer in words, give the column `levels`, such as `levels = \
                     {{ {first} = 1 }}`",
                    Faults::listed("missing_words", there, words)
                ))
            }
            Reason::MissingColumn { suggestion, present } => {
                let question = suggestion.as_ref().map(|name| format!("did you mean `{name}`? "));
                Some(format!(
                    "{}the columns are {}",
                    question.unwrap_or_default(),
                    name_columns(present)
                ))
            }
            reason => reason.advice().map(str::to_owned),
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
        let column = self.column.as_ref().map(|column| format!("column `{column}`"));
        let value = self.value.as_deref().map(|value| match value {
            "" => "empty cell".to_owned(),
            value => format!("value `{value}`"),
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
        write!(out, "line {}{mark} {}", self.line, self.words())
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
    /// A quoted cell over several lines whose lines are rows of this table.
    #[error("a quoted cell holds what reads as more rows")]
    SwallowedRows,
    /// A respondent without id.
    #[error("the id is missing")]
    MissingId,
    /// A respondent with the id of an earlier one.
    #[error("line {first_line} has this id too")]
    RepeatedId {
        /// Line of the first respondent with it.
        first_line: u64,
    },
    /// A tie to somebody who is not in the file of citizens.
    #[error("nobody in the file of citizens has this id")]
    UnknownId,
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
        citizens: usize,
    },
}

impl Reason {
    /// What helps against it, wherever it occurs.
    const fn advice(&self) -> Option<&'static str> {
        Some(match self {
            Self::OutsideScale { scaled: true, .. } => {
                "give the lowest and the highest possible answer as `low` and `high` of the column, or cut to them \
                 with `clamp = true`"
            }
            Self::OutsideScale { scaled: false, .. } => {
                "give the column `low` and `high`, the values that become 0 and 1, if it has other units"
            }
            Self::OutsideUnit { .. } => {
                "list answers that cannot be true as `missing_codes` of the column, or cut them with `clamp = true`"
            }
            Self::RepeatedColumn => "give each column a name of its own",
            Self::Ragged {
                spans_lines: true, ..
            } => "a quotation mark may be left open",
            Self::Ragged { found, expected, .. } if *found < *expected => {
                "keep the separators where cells are empty"
            }
            Self::Ragged { .. } => "put values that contain the separator in quotation marks",
            Self::CommaAmongCommas => "save the file with semicolons, or write a decimal point",
            Self::ThousandsSeparator | Self::AmbiguousMark => "save numbers without thousands separators",
            Self::MixedMarks { .. } => "use one decimal mark throughout the file",
            Self::MissingWeight => "give every row a weight, or leave the weights out",
            Self::MissingNeighbourhood => {
                "give every row a neighbourhood, or set `missing = \"drop_row\"` under [population.data]"
            }
            Self::SwallowedRows => {
                "a quotation mark is left open in this line, and another one closes it further down"
            }
            Self::MissingId | Self::RepeatedId { .. } => "give every respondent an id of its own",
            Self::UnknownId => "ties name citizens by `id` of [population.data], as it is written there",
            Self::AllMissing => NO_ANSWERS,
            Self::NotAWholeNumber | Self::NoSuchCitizen { .. } => {
                "ties name citizens by their row in the file of citizens, from 1, unless `id` under [population.data] \
                 names a column"
            }
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
