//! The keys about data files: the one place where the reader, the JSON Schema, and explanations look.

use super::data::MissingRule;
use crate::words::{Words, words};

/// A key with what it takes and means.
pub(super) struct DataKey {
    pub(super) name: &'static str,
    pub(super) kind: DataKind,
    pub(super) meaning: Words,
    /// As it would stand in a file.
    pub(super) example: &'static str,
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DataKind {
    /// The name of a column.
    Column,
    /// A list of texts.
    Texts,
    /// A list of numbers.
    Numbers,
    Number,
    Flag,
    /// One of [`MISSING_RULES`].
    MissingRule,
    /// A table of words with their numbers.
    Levels,
    /// A table of traits with their columns, each with the keys of [`COLUMN_KEYS`].
    Traits,
}

/// The keys that name files: table, key, meaning.
pub(super) const FILE_KEYS: [(&str, &str, Words); 2] = [
    (
        "population",
        "from",
        words!(
            "CSV file of survey respondents, seen from the scenario file (after `--set`, from where the command \
             runs)"
        ),
    ),
    (
        "network",
        "from",
        words!("CSV file of ties between the respondents: columns `from` and `to`; needs `one_to_one`"),
    ),
];

/// Whether a key names a data file.
pub(super) fn is_file_key(key: &str) -> bool {
    FILE_KEYS
        .iter()
        .any(|(table, name, _)| key == format!("{table}.{name}"))
}

/// What `missing` can be.
pub(super) const MISSING_RULES: [(&str, MissingRule); 2] =
    [("draw", MissingRule::Draw), ("drop_row", MissingRule::DropRow)];

const fn key(name: &'static str, kind: DataKind, example: &'static str, meaning: Words) -> DataKey {
    DataKey {
        name,
        kind,
        meaning,
        example,
    }
}

/// Keys of `[population.data]`.
#[rustfmt::skip]
pub(super) const SPEC_KEYS: [DataKey; 9] = [
    key("weight", DataKind::Column, "\"pspwght\"", words!("Column with survey weights, 0 to 10¹²")),
    key("id", DataKind::Column, "\"idno\"", words!("Column with an id of each respondent, by which `network.from` names them; without it ties name rows, from 1")),
    key("neighbourhood", DataKind::Column, "\"area\"", words!("Column with the neighbourhood of each respondent; it also says how many there are and what they are called")),
    key("poorest_first", DataKind::Texts, "[\"North\", \"South\"]", words!("All neighbourhoods from the poorest to the richest; left out, the mean of the observed `ses` orders them, and without `ses` none is poorer")),
    key("missing", DataKind::MissingRule, "\"draw\"", words!("What happens to a row without an answer: \"draw\" draws it from the answers of others, \"drop_row\" leaves the row out (default \"draw\")")),
    key("missing_codes", DataKind::Numbers, "[77, 88]", words!("Numbers that mean \"no answer\" in every column on whose scale they do not lie")),
    key("missing_words", DataKind::Texts, "[\":\", \"..\"]", words!("Words that mean \"no answer\" in every column, besides empty cells, `.`, NA, N/A, #N/A, NULL, NaN and inf, which do where the column has no level of that name")),
    key("one_to_one", DataKind::Flag, "true", words!("Whether each respondent becomes one citizen; otherwise citizens are drawn from them by weight (default false)")),
    key("columns", DataKind::Traits, "{ trust = { column = \"trstplc\", low = 0, high = 10 } }", words!("Columns by the trait they supply")),
];

/// Keys of a column under `[population.data.columns]`.
#[rustfmt::skip]
pub(super) const COLUMN_KEYS: [DataKey; 7] = [
    key("column", DataKind::Column, "\"trstplc\"", words!("Name of the column in the header; must be given")),
    key("low", DataKind::Number, "0", words!("Value of the file that becomes 0; `age` (years, 0 to 120) and `free_time` (hours a week, 0 to 112) take no scale")),
    key("high", DataKind::Number, "10", words!("Value of the file that becomes 1; smaller than `low` where the scale is reversed")),
    key("levels", DataKind::Levels, "{ no = 0, yes = 10 }", words!("Numbers that answers in words stand for, on the scale of the column")),
    key("missing_codes", DataKind::Numbers, "[99]", words!("Numbers that mean \"no answer\" in this column, on its scale or not")),
    key("missing_words", DataKind::Texts, "[\"refused\"]", words!("Words that mean \"no answer\" in this column")),
    key("clamp", DataKind::Flag, "true", words!("Whether values outside the scale are cut to its ends instead of refused (default false)")),
];
