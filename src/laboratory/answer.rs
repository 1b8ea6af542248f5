//! What came of a study, to be told and shown.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use super::Error;
use crate::experiment::{Threads, Unwatched};
use crate::output::{PROGRAM, RunHash};
use crate::report::Provenance;
use crate::study::Memory;
use crate::study::reportable::Reportable;

/// What came of a study: its words, its numbers as JSON, its figures and its report.
///
/// `Display` gives the words that the terminal shows.
///
/// # Examples
/// ```
/// # fn main() -> Result<(), samspil::Error> {
/// let town = samspil::Scenario::from_toml(
///     "[simulation]\nhorizon_years = 0.5\n[population]\ncitizens = 60\n[programme.parks]\n",
/// )?;
/// let answer = town.barriers(2)?;
/// assert!(answer.words().contains("barrier"));
/// assert!(answer.figures().iter().all(|picture| picture.svg.starts_with("<svg")));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Answer(Arc<dyn Shown>);

/// A figure.
///
/// # Examples
/// ```
/// let folder = tempfile::tempdir()?;
/// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
/// for picture in town.run(2)?.answer().figures() {
///     std::fs::write(folder.path().join(format!("{}.svg", picture.name)), &picture.svg)?;
///     println!("{}: {}", picture.title, picture.caption);
/// }
/// assert!(folder.path().join("participation.svg").is_file());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Picture {
    /// Short name, as that of its file in a folder of results.
    pub name: String,
    /// Title.
    pub title: String,
    /// What it shows, in words.
    pub caption: String,
    /// The picture.
    pub svg: String,
}

/// A study with what came of it.
pub(super) struct Found<S: Reportable> {
    pub(super) study: S,
    pub(super) found: S::Answer,
}

impl<S: Reportable> Found<S> {
    /// Simulates all runs of a study in memory and answers it, on so many threads (0: one per core).
    pub(super) fn of(study: S, threads: usize) -> Result<Self, Error> {
        let threads = Threads::new(threads).map_err(Error::new)?;
        let found = study.answer(&mut Memory::new(&threads, &Unwatched))?;
        Ok(Self { study, found })
    }
}

/// What answers of all kinds have.
trait Shown: Send + Sync {
    fn words(&self) -> String;
    fn json(&self) -> String;
    fn figures(&self) -> Vec<Picture>;
    fn report(&self) -> Result<String, Error>;
}

impl<S> Shown for Found<S>
where
    S: Reportable + Send + Sync,
    S::Answer: Send + Sync,
{
    fn words(&self) -> String {
        self.study.words(&self.found).replace('\u{a0}', " ")
    }

    fn json(&self) -> String {
        self.study.json(&self.found).to_string()
    }

    fn figures(&self) -> Vec<Picture> {
        let figures = self.study.figures(&self.found).into_iter();
        figures
            .map(|(name, figure)| Picture {
                name,
                title: figure.title,
                caption: figure.caption,
                svg: figure.svg,
            })
            .collect()
    }

    fn report(&self) -> Result<String, Error> {
        let question = self.study.question()?;
        let (_, figures): (Vec<_>, Vec<_>) = self.study.figures(&self.found).into_iter().unzip();
        let provenance = Provenance {
            command: &["samspil".to_owned(), self.study.head().kind.to_owned()],
            seed: question.seed,
            hash: &RunHash::of(&question.identity, question.seed).to_string(),
            version: &PROGRAM,
            worlds: None,
        };
        self.study
            .page(&self.found, &figures, provenance)
            .map_err(Error::new)
    }
}

impl Answer {
    pub(super) fn of<S>(found: Arc<Found<S>>) -> Self
    where
        S: Reportable + Send + Sync + 'static,
        S::Answer: Send + Sync,
    {
        Self(found)
    }

    /// What came out, as the terminal tells it.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let words = town.run(2)?.answer().words();
    /// assert!(words.starts_with(town.title()));
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn words(&self) -> String {
        self.0.words()
    }

    /// The same for programs, as JSON: what stands under `answer` in `samspil … --json`.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let numbers: serde_json::Value = serde_json::from_str(&town.run(2)?.answer().json())?;
    /// assert!(numbers["measures"]["outcome"]["end"]["mean"].is_number());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn json(&self) -> String {
        self.0.json()
    }

    /// The figures, as SVG.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let figures = town.run(2)?.answer().figures();
    /// assert!(figures.iter().any(|picture| picture.name == "output_outcome"));
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn figures(&self) -> Vec<Picture> {
        self.0.figures()
    }

    /// The report: one page of HTML that needs nothing else.
    ///
    /// # Errors
    /// When it cannot be put together.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let page = town.run(2)?.answer().report()?;
    /// assert!(page.starts_with("<!DOCTYPE html>"));
    /// # Ok::<(), samspil::Error>(())
    /// ```
    pub fn report(&self) -> Result<String, Error> {
        self.0.report()
    }

    /// Writes the report into a file.
    ///
    /// # Errors
    /// When it cannot be put together, or the file not be written.
    ///
    /// # Examples
    /// ```
    /// let folder = tempfile::tempdir()?;
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// town.run(2)?.answer().save_report(folder.path().join("town.html"))?;
    /// assert!(folder.path().join("town.html").is_file());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn save_report(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        std::fs::write(path, self.report()?).map_err(Error::new)
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.words())
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Answer").field(&self.words()).finish()
    }
}
