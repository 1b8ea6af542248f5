//! Real data: survey answers that become citizens, and lists of ties between them.
//!
//! Files are plain tables as spreadsheets and statistics programs save them: UTF-8, separated by commas,
//! semicolons or tabs. What could be read in two ways is refused, not guessed; all faults of a file come at once.

mod answers;
mod citizens;
mod error;
mod fault;
mod neighbourhoods;
mod number;
mod quotes;
mod respondents;
mod specification;
mod table;
#[cfg(test)]
mod tests;
mod ties;

pub use citizens::read_citizens;
pub use error::DataError;
pub use fault::{Fault, Faults, Reason};
pub(in crate::scenario) use number::NumberReader;
pub(in crate::scenario) use quotes::{QuoteFault, quote_fault};
pub use respondents::Respondents;
pub(in crate::scenario) use table::{Separator, opening_error};
pub use ties::read_ties;

use crate::model::observed::{ObservedCitizens, ObservedTies, Trait};

/// How the columns of a survey file become traits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CitizensSpec {
    /// The traits the file supplies, each from one column.
    pub columns: Vec<ColumnMapping>,
    /// Column with survey weights, from 0 to 10¹².
    pub weight: Option<String>,
    /// Column with an id of each respondent, by which ties name them: any text or number.
    pub id: Option<String>,
    /// Column with the neighbourhood of each respondent: any text or number.
    pub neighbourhood: Option<String>,
    /// All neighbourhoods from the poorest to the richest; empty where the observed status says so, or nothing does.
    pub poorest_first: Vec<String>,
    /// What happens to rows in which a mapped value is missing.
    pub missing: MissingRule,
    /// Numbers that mean "no answer" in every column on whose scale they do not lie.
    pub missing_codes: Vec<f64>,
    /// Words that mean "no answer" in every column, besides those that always do.
    pub missing_words: Vec<String>,
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
    /// Answers in words, with the numbers they stand for, before the scale.
    pub levels: Vec<(String, f64)>,
    /// Numbers that mean "no answer" in this column.
    pub missing_codes: Vec<f64>,
    /// Words that mean "no answer" in this column.
    pub missing_words: Vec<String>,
    /// Whether numbers outside the scale are cut to its ends, instead of being faults.
    pub clamp: bool,
}

/// What happens to rows in which a mapped value is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissingRule {
    /// The row stays, and missing values are drawn from those of others.
    #[default]
    Draw,
    /// The row is dropped.
    DropRow,
}

/// Citizens read from a file.
#[derive(Clone, Debug, PartialEq)]
pub struct CitizensData {
    /// The answers.
    pub citizens: ObservedCitizens,
    /// Who gave them.
    pub respondents: Respondents,
    /// Names of the neighbourhoods by their number; empty where they are not observed.
    pub neighbourhood_names: Vec<String>,
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
