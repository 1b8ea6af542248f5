//! Real data: survey answers that become citizens, and lists of ties between them.
//!
//! Files are plain tables as spreadsheets and statistics programs save them: UTF-8, separated by commas,
//! semicolons or tabs. What could be read in two ways is refused, not guessed; all faults of a file come at once.

mod citizens;
mod error;
mod neighbourhoods;
mod number;
mod table;
#[cfg(test)]
mod tests;
mod ties;

pub use citizens::read_citizens;
pub use error::{DataError, Fault, Faults, Reason};
pub use ties::read_ties;

use crate::model::observed::{ObservedCitizens, ObservedTies, Trait};

/// How the columns of a survey file become traits.
#[derive(Clone, Debug, PartialEq)]
pub struct CitizensSpec {
    /// The traits the file supplies, each from one column.
    pub columns: Vec<ColumnMapping>,
    /// Column with survey weights, from 0 to 10¹².
    pub weight: Option<String>,
    /// Column with the neighbourhood of each respondent: any text or number.
    pub neighbourhood: Option<String>,
    /// What happens to rows in which a mapped value is missing.
    pub missing: MissingRule,
    /// Whether respondents become one citizen each, in file order.
    pub one_to_one: bool,
}

/// One column that supplies one trait.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnMapping {
    /// The trait.
    pub trait_name: Trait,
    /// Name of the column in the header, as written there.
    pub column: String,
    /// The data values that become 0 and 1; reversed when the first is the larger. Without a scale, shares
    /// must lie in `[0, 1]` already. Age (years, 0–120) and free time (hours a week, 0–112) take no scale.
    pub scale: Option<(f64, f64)>,
}

/// What happens to rows in which a mapped value is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingRule {
    /// The row stays, and the model draws the missing values.
    Draw,
    /// The row is dropped.
    DropRow,
}

/// Citizens read from a file.
#[derive(Clone, Debug, PartialEq)]
pub struct CitizensData {
    /// The respondents.
    pub citizens: ObservedCitizens,
    /// Rows dropped under [`MissingRule::DropRow`]. When there are any, the ids of a ties file no longer
    /// count the rows of this file.
    pub dropped_rows: usize,
    /// SHA-256 of the file, in hexadecimal digits.
    pub digest: String,
    /// What was read and what was done about missing values, one sentence each.
    pub notes: Vec<String>,
}

/// Ties read from a file.
#[derive(Clone, Debug, PartialEq)]
pub struct TiesData {
    /// The ties, from 0, each once.
    pub ties: ObservedTies,
    /// SHA-256 of the file, in hexadecimal digits.
    pub digest: String,
    /// What was read and what was dropped, one sentence each.
    pub notes: Vec<String>,
}
