//! What reports are made of: one HTML page that needs nothing else and prints well. The report of a kind of study stands in its
//! folder.
//!
//! A report answers in words first, then shows figures and numbers, and last what went in and how to get it again.

pub(crate) mod design;
pub(crate) mod finding;
pub(crate) mod parameters;
pub(crate) mod prose;
pub mod text;

use crate::words::say;

/// What every report says of how it came about.
#[derive(Clone, Copy, Debug)]
pub struct Provenance<'a> {
    /// The command that was given, word by word.
    pub command: &'a [String],
    /// The seed.
    pub seed: u64,
    /// What the folder is named after.
    pub hash: &'a str,
    /// Version of the program.
    pub version: &'a str,
    /// Worlds in which the runs live, one after the other; none where all live in the usual society.
    pub worlds: Option<usize>,
}

/// What it means for an answer that its runs live in so many plausible worlds.
#[must_use]
pub fn of_worlds(worlds: usize) -> String {
    say!(
        "Every run lives in a plausible world of its own, one after the other of {worlds}: intervals and bands carry what is not known of people \
         and staff, beside chance."
    )
}

/// A report that could not be written.
#[derive(Debug, thiserror::Error)]
#[error(
    "the report could not be put together: {0}\nhint: the tables and figures of the run are not affected"
)]
pub struct ReportError(#[from] askama::Error);

/// The words of a command as a shell reads them.
///
/// ```
/// let words = ["samspil", "run", "my town.toml"].map(String::from);
/// assert_eq!(samspil::report::command_line(&words), "samspil run 'my town.toml'");
/// ```
#[must_use]
pub fn command_line(words: &[String]) -> String {
    let plain = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|letter| letter.is_alphanumeric() || "-_./=:,+@%".contains(letter))
    };
    let quoted = |word: &String| {
        if plain(word) {
            word.clone()
        } else {
            format!("'{}'", word.replace('\'', "'\\''"))
        }
    };
    words.iter().map(quoted).collect::<Vec<_>>().join(" ")
}
