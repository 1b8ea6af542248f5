//! What every column of every file means.

use bounds::{COUNT, NONE};

use crate::experiment::Column;
use crate::scenario::{Factor, Measured};
use crate::words::{Language, within};

/// One column of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct CodebookEntry {
    /// Name of the file, without its ending.
    pub file: String,
    /// Name of the column.
    pub column: String,
    /// Short name for people.
    pub label: String,
    /// What it means.
    pub definition: String,
    /// Unit; empty for indices, shares and text.
    pub unit: String,
    /// Smallest possible value; not finite when there is no bound or the column is text.
    pub minimum: f64,
    /// Largest possible value; not finite when there is no bound or the column is text.
    pub maximum: f64,
    /// Id of the equation it comes from; empty when it comes from none.
    pub equation: String,
}

/// Bounds that many columns have.
pub mod bounds {
    /// There are none, or the column is text.
    pub const NONE: (f64, f64) = (f64::NAN, f64::NAN);
    /// A share.
    pub const SHARE: (f64, f64) = (0.0, 1.0);
    /// Not negative.
    pub const COUNT: (f64, f64) = (0.0, f64::INFINITY);
}

/// A column that means the same in every scenario: file, column, unit, bounds, definition.
pub type FixedColumn = (&'static str, &'static str, &'static str, (f64, f64), &'static str);

impl CodebookEntry {
    /// The entry of a column that means the same in every scenario; its label is its name in words.
    #[must_use]
    pub fn fixed(&(file, column, unit, (minimum, maximum), definition): &FixedColumn) -> Self {
        Self {
            file: file.to_owned(),
            column: column.to_owned(),
            label: column.replace('_', " "),
            definition: definition.to_owned(),
            unit: unit.to_owned(),
            minimum,
            maximum,
            equation: String::new(),
        }
    }

    /// The entry of a column that holds the values of a factor.
    #[must_use]
    pub fn factor(file: &str, factor: &Factor) -> Self {
        Self {
            file: file.to_owned(),
            column: factor.key.clone(),
            label: factor.key.clone(),
            definition: factor.meaning.clone(),
            unit: factor.unit.clone(),
            minimum: f64::NAN,
            maximum: f64::NAN,
            equation: String::new(),
        }
    }

    /// The entry of a column that holds what is kept of a measure; `what` ends the definition.
    #[must_use]
    pub fn kept(file: &str, column: String, measured: &Measured, what: &str) -> Self {
        let (minimum, maximum) = measured.limits();
        let measure = measured.definition();
        let (label, reducer) = within(Language::English, || {
            (measured.label(), measured.reducer.to_string())
        });
        Self {
            file: file.to_owned(),
            column,
            label,
            definition: format!("{}; {reducer}{what}", measure.definition.english),
            unit: measured.unit().to_owned(),
            minimum,
            maximum,
            equation: measure.equation.to_owned(),
        }
    }
}

/// Columns of a run besides the measures: file, column, label, unit, bounds, definition.
type Labelled = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    (f64, f64),
    &'static str,
);

#[rustfmt::skip]
const REPLICATION: Labelled = ("replications", "replication", "replication", "", COUNT, "Number of the replication; the same number under another policy meets the same luck");

#[rustfmt::skip]
const SERIES: [Labelled; 3] = [
    ("series", "replication", REPLICATION.2, REPLICATION.3, REPLICATION.4, REPLICATION.5),
    ("series", "step", "step", "steps", COUNT, "Number of steps since the start; 0 is the initial state"),
    ("series", "year", "year", "years", COUNT, "Time since the start"),
];

#[rustfmt::skip]
const SUMMARY: [Labelled; 2] = [
    ("summary", "year", "year", "years", COUNT, "Time since the start"),
    ("summary", "measure", "measure", "", NONE, "Name of the column of `series` that is summarised; unit and bounds of the numbers are those of that column"),
];

/// The columns of a summary: name, label, unit, bounds, and definition.
type Summarised = (&'static str, &'static str, &'static str, (f64, f64), &'static str);

#[rustfmt::skip]
pub(super) const SUMMARISED: [Summarised; 10] = [
    ("count", "count", "replications", COUNT, "Number of values that are summarised"),
    ("mean", "mean", "", NONE, "Mean"),
    ("standard_deviation", "standard deviation", "", COUNT, "Standard deviation, with count - 1"),
    ("interval_low", "interval, lower end", "", NONE, "Lower end of the 95 % Student t interval of the mean"),
    ("interval_high", "interval, upper end", "", NONE, "Upper end of the 95 % Student t interval of the mean"),
    ("q05", "5 % quantile", "", NONE, "5 % of the values lie below (type 7)"),
    ("q25", "25 % quantile", "", NONE, "25 % of the values lie below (type 7)"),
    ("q50", "median", "", NONE, "Half of the values lie below (type 7)"),
    ("q75", "75 % quantile", "", NONE, "75 % of the values lie below (type 7)"),
    ("q95", "95 % quantile", "", NONE, "95 % of the values lie below (type 7)"),
];

/// The entries of the columns that [`super::summary_columns`] gives in a file; `of` says what is summarised.
pub fn summary_entries(file: &str, of: &str) -> impl Iterator<Item = CodebookEntry> {
    SUMMARISED.iter().map(
        move |&(column, label, unit, (minimum, maximum), definition)| CodebookEntry {
            file: file.to_owned(),
            column: column.to_owned(),
            label: label.to_owned(),
            definition: format!("{definition}; of {of}"),
            unit: unit.to_owned(),
            minimum,
            maximum,
            equation: String::new(),
        },
    )
}

#[rustfmt::skip]
const CODEBOOK: [Labelled; 8] = [
    ("codebook", "file", "file", "", NONE, "Name of the file, without its ending"),
    ("codebook", "name", "name", "", NONE, "Name of the column"),
    ("codebook", "label", "label", "", NONE, "Short name of the column"),
    ("codebook", "definition", "definition", "", NONE, "What the column means"),
    ("codebook", "unit", "unit", "", NONE, "Unit; empty for indices and text"),
    ("codebook", "minimum", "minimum", "", NONE, "Smallest possible value; empty when there is none"),
    ("codebook", "maximum", "maximum", "", NONE, "Largest possible value; empty when there is none"),
    ("codebook", "equation", "equation", "", NONE, "Id of the equation in the documentation of the model"),
];

/// The codebook of the tables of an ensemble with these columns, in the order of files and columns.
pub(super) fn codebook(columns: &[Column]) -> Vec<CodebookEntry> {
    let measures = |file: &'static str| columns.iter().map(move |column| measured(file, column));
    std::iter::once(labelled(&REPLICATION))
        .chain(measures("replications"))
        .chain(SERIES.iter().map(labelled))
        .chain(measures("series"))
        .chain(SUMMARY.iter().map(labelled))
        .chain(summary_entries("summary", "all replications at this time"))
        .chain(CODEBOOK.iter().map(labelled))
        .collect()
}

fn labelled(&(file, column, label, unit, (minimum, maximum), definition): &Labelled) -> CodebookEntry {
    CodebookEntry {
        file: file.to_owned(),
        column: column.to_owned(),
        label: label.to_owned(),
        definition: definition.to_owned(),
        unit: unit.to_owned(),
        minimum,
        maximum,
        equation: String::new(),
    }
}

/// The entry of a measure in a file.
#[must_use]
pub fn measured(file: &str, column: &Column) -> CodebookEntry {
    let measure = column.measure;
    let label = match column
        .key
        .strip_suffix(measure.key)
        .and_then(|key| key.strip_suffix('.'))
    {
        Some(programme) => format!("{programme}: {}", measure.label.english),
        None => measure.label.english.to_owned(),
    };
    CodebookEntry {
        file: file.to_owned(),
        column: column.key.clone(),
        label,
        definition: measure.definition.english.to_owned(),
        unit: measure.unit.to_owned(),
        minimum: measure.minimum,
        maximum: measure.maximum,
        equation: measure.equation.to_owned(),
    }
}
