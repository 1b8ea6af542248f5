//! The scenarios and lessons there are to open.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use super::refusal::Refusal;
use crate::scenario::{self, CatalogueEntry, Lesson, Source, Until};
use crate::shipped;
use crate::words::say;

/// What there is to open; other files are out of reach.
#[derive(Clone, Debug)]
pub(super) struct Library {
    /// The files that scenarios can be read from.
    files: Arc<dyn Source>,
    /// The folder as a command names it; `None` where commands know its scenarios by name.
    written: Option<PathBuf>,
    entries: BTreeMap<String, CatalogueEntry>,
    lessons: Vec<Lesson>,
    hypotheses: BTreeMap<String, PathBuf>,
}

/// A scenario on the shelf.
#[derive(Debug, Serialize)]
pub(super) struct Card<'a> {
    id: &'a str,
    kind: Kind,
    title: &'a str,
    summary: &'a str,
    /// The lesson whose scenario it is.
    lesson: Option<&'a str>,
}

/// What a scenario is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Reference,
    Case,
    Theory,
    Lesson,
    Question,
    Own,
}

impl Kind {
    /// The folder a scenario lies in says what it is for.
    fn of(id: &str) -> Self {
        match id.split_once('/') {
            None if id == "reference" => Self::Reference,
            Some(("cases" | "data", _)) => Self::Case,
            Some(("theory", _)) => Self::Theory,
            Some(("lessons", _)) => Self::Lesson,
            Some(("planner", _)) => Self::Question,
            _ => Self::Own,
        }
    }
}

impl Library {
    /// Looks at what is in a folder of scenarios, which commands name as `written` where they do not
    /// know its scenarios by name.
    ///
    /// # Errors
    /// When they cannot be read.
    pub(super) fn open(files: Arc<dyn Source>, written: Option<&Path>) -> io::Result<Self> {
        let all = Path::new("");
        let entries = scenario::catalogue(&*files, all)?;
        let hypotheses = files.files(Path::new("hypotheses")).unwrap_or_default();
        Ok(Self {
            entries: entries
                .into_iter()
                .map(|entry| (id_of(&entry.path), entry))
                .collect(),
            lessons: scenario::lessons(&*files, all)?,
            hypotheses: hypotheses
                .into_iter()
                .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
                .filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), path)))
                .collect(),
            files,
            written: written.map(Path::to_owned),
        })
    }

    /// The same, whose files can be read until `stopped` says so.
    pub(super) fn until(&self, stopped: impl Fn() -> bool + Clone + Send + Sync + 'static) -> Self {
        Self {
            files: Arc::new(Until::new(Arc::clone(&self.files), stopped)),
            ..self.clone()
        }
    }

    /// The files that scenarios can be read from.
    pub(super) const fn files(&self) -> &Arc<dyn Source> {
        &self.files
    }

    /// The lessons.
    pub(super) fn lessons(&self) -> &[Lesson] {
        &self.lessons
    }

    /// Declared hypotheses by the name of their file.
    pub(super) const fn hypotheses(&self) -> &BTreeMap<String, PathBuf> {
        &self.hypotheses
    }

    /// All scenarios, by what they are for.
    pub(super) fn cards(&self) -> Vec<Card<'_>> {
        let mut cards: Vec<Card<'_>> = self
            .entries
            .iter()
            .map(|(id, entry)| Card {
                id,
                kind: Kind::of(id),
                title: &entry.title,
                summary: &entry.summary,
                lesson: self.lesson_of(id),
            })
            .collect();
        cards.sort_by_key(|card| card.kind);
        cards
    }

    fn lesson_of(&self, id: &str) -> Option<&str> {
        let lesson = self.lessons.iter().find(|lesson| id_of(&lesson.scenario) == id)?;
        Some(&lesson.id)
    }

    /// The file or the name of a scenario as it is written on the command line.
    pub(super) fn written(&self, id: &str) -> String {
        match (&self.written, shipped::find(id)) {
            (None, Some(item)) => item.short_name().to_owned(),
            (None, None) => id.to_owned(),
            (Some(folder), _) => folder.join(format!("{id}.toml")).display().to_string(),
        }
    }

    /// The file of a scenario, as seen from the folder.
    pub(super) fn path(&self, id: &str) -> Result<&Path, Refusal> {
        match self.entries.get(id) {
            Some(entry) => Ok(&entry.path),
            None => Err(Refusal::missing(say!("There is no scenario `{id}`.")).because("no_scenario")),
        }
    }
}

/// A scenario's path from the folder on, without its ending.
pub(super) fn id_of(path: &Path) -> String {
    let path = path.with_extension("");
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}
