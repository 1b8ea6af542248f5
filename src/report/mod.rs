//! The report of a run: one HTML page that needs nothing else and prints well.
//!
//! It answers in words first, then shows figures and numbers, and last what went in and how to get it again.

mod answer;
pub mod barriers;
pub mod calibration;
pub mod comparison;
mod design;
mod finding;
pub mod frontier;
pub mod hypotheses;
mod known;
mod measures;
mod parameters;
mod prose;
pub mod sensitivity;
pub mod sweep;
#[cfg(test)]
mod tests;
pub mod validation;

use askama::Template;

use crate::experiment::{BesideKnown, Ensemble, Summaries};
use crate::figure::numbers::count;
use crate::figure::{Figure, Happening, happenings};
use crate::scenario::Scenario;
use crate::statistics::Spread;
pub use answer::Answer;
use design::Design;
pub use known::{KnownRow, known_rows};
use measures::Group;
use parameters::Parameter;

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Contents<'a> {
    /// What was run.
    pub scenario: &'a Scenario,
    /// What came of it.
    pub ensemble: &'a Ensemble,
    /// The same, summarised.
    pub summaries: &'a Summaries,
    /// The figures, as [`crate::figure::all`] draws them.
    pub figures: &'a [Figure],
    /// How it came about.
    pub frame: Frame<'a>,
}

/// What every report says of how it came about.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The command that was given, word by word.
    pub command: &'a [String],
    /// The seed.
    pub seed: u64,
    /// What the folder is named after.
    pub hash: &'a str,
    /// Version of the program.
    pub version: &'a str,
}

/// A report that could not be written.
#[derive(Debug, thiserror::Error)]
#[error(
    "the report could not be put together: {0}\nhint: the tables and figures of the run are not affected"
)]
pub struct ReportError(#[from] askama::Error);

#[derive(Template)]
#[template(path = "report.html", config = "src/report/askama.toml")]
struct Page<'a> {
    contents: Contents<'a>,
    answer: Answer,
    known: Vec<KnownRow>,
    groups: Vec<Group>,
    design: Design,
    happenings: Vec<Happening>,
    /// Whether the replications are too few to have a middle nine tenths.
    few: bool,
    set: Vec<Parameter>,
    defaults: Vec<Parameter>,
    command: String,
    replications: String,
}

/// Renders the report as HTML.
///
/// # Errors
/// When the template engine fails.
///
/// # Panics
/// When the ensemble has no step.
pub fn render(contents: &Contents<'_>) -> Result<String, ReportError> {
    let (set, defaults) = parameters::of(contents.scenario);
    let page = Page {
        contents: *contents,
        answer: Answer::of(contents.ensemble, contents.summaries),
        known: known_rows(&BesideKnown::all(contents.scenario, contents.ensemble)),
        groups: measures::groups(contents),
        design: Design::of(contents.scenario),
        happenings: happenings(contents.scenario),
        few: contents.ensemble.replications().len() < Spread::LEAST,
        set,
        defaults,
        command: command_line(contents.frame.command),
        replications: count(contents.ensemble.replications().len()),
    };
    Ok(page.render()?)
}

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
