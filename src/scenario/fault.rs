//! What is wrong with a scenario: all of it at once, each with the place in the text.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

/// Everything that is wrong with a scenario.
///
/// `Display` renders every fault in plain text; [`ScenarioError::render`] can colour it.
#[derive(Clone, Debug, thiserror::Error)]
pub struct ScenarioError {
    /// The faults, at least one, in the order of the text.
    pub faults: Vec<Fault>,
}

impl ScenarioError {
    /// Nothing where there are no faults; else one error of them, each told once: what `--set` does wrong it does in
    /// every file.
    ///
    /// # Errors
    /// The faults, where there are any.
    pub fn none_of(faults: Vec<Fault>) -> Result<(), Self> {
        let mut once: Vec<Fault> = Vec::new();
        for fault in faults {
            if !once.contains(&fault) {
                once.push(fault);
            }
        }
        if once.is_empty() {
            Ok(())
        } else {
            Err(Self { faults: once })
        }
    }
}

/// One thing that is wrong, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, or `--set` for an argument of the command line.
    pub path: PathBuf,
    /// Line, from 1; 1 when the fault is the file as a whole.
    pub line: usize,
    /// Column in characters, from 1; 1 when the fault is the file as a whole.
    pub column: usize,
    /// The key at fault (`programme.parks.ease`), where there is one.
    pub key: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What is allowed here, shown under the text; empty when the message says it all.
    pub label: String,
    /// Further lines about what is wrong, as of a data file.
    pub note: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
    excerpt: Option<Excerpt>,
}

/// The text around a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Excerpt {
    text: Arc<str>,
    span: Range<usize>,
}

impl ScenarioError {
    /// The faults as text for a terminal, with a count at the end, optionally in colour.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        let mut text = String::new();
        for fault in &self.faults {
            text.push_str(&fault.render(colour));
            text.push_str("\n\n");
        }
        let count = self.faults.len();
        text + &format!("{count} fault{}", if count == 1 { "" } else { "s" })
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.render(false))
    }
}

impl Fault {
    /// The fault as text for a terminal.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let title = Level::ERROR.primary_title(&self.message);
        let path = self.path.display().to_string();
        let mut group = match &self.excerpt {
            Some(excerpt) => {
                let annotation = AnnotationKind::Primary.span(excerpt.span.clone());
                let annotation = if self.label.is_empty() {
                    annotation
                } else {
                    annotation.label(&self.label)
                };
                title.element(Snippet::source(&*excerpt.text).path(path).annotation(annotation))
            }
            None => Group::with_title(title).element(Origin::path(path)),
        };
        if let Some(note) = &self.note {
            group = group.element(Level::NOTE.message(normalize_untrusted_str(note)));
        }
        if let Some(hint) = &self.hint {
            group = group.element(
                Level::HELP
                    .with_name("hint")
                    .message(normalize_untrusted_str(hint)),
            );
        }
        renderer.render(&[group])
    }

    /// A fault of a file as a whole.
    pub(crate) fn of_file(path: &Path, message: String, hint: Option<String>) -> Self {
        Self {
            path: path.to_owned(),
            line: 1,
            column: 1,
            key: None,
            message,
            label: String::new(),
            note: None,
            hint,
            excerpt: None,
        }
    }
}

/// A place in one of the texts a scenario is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Index into [`Texts`].
    pub(super) source: usize,
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
}

/// A text a scenario is read from: a file, or an argument of the command line.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) path: PathBuf,
    pub(super) content: Arc<str>,
    pub(super) origin: super::Origin,
}

/// All texts a scenario is read from.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts(Vec<Text>);

/// A fault in the making: it knows its place but not yet the text around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) place: Place,
    key: String,
    message: String,
    label: String,
    note: Option<String>,
    hint: Option<String>,
}

impl Finding {
    pub(super) fn new(place: Place, key: &str, message: impl Into<String>) -> Self {
        Self {
            place,
            key: key.to_owned(),
            message: message.into(),
            label: String::new(),
            note: None,
            hint: None,
        }
    }

    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub(super) fn note(mut self, note: impl Into<Option<String>>) -> Self {
        self.note = note.into();
        self
    }

    pub(super) fn hint(mut self, hint: impl Into<Option<String>>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl Texts {
    /// Adds a text and returns its index.
    pub(super) fn add(&mut self, source: Text) -> usize {
        self.0.push(source);
        self.0.len() - 1
    }

    /// The texts that are files.
    pub(super) fn files(&self) -> impl Iterator<Item = &Text> {
        self.0.iter().filter(|text| text.origin == super::Origin::File)
    }

    pub(super) fn get(&self, index: usize) -> &Text {
        &self.0[index]
    }

    /// Paths and texts of one origin, in the order in which they were read.
    pub(super) fn of_origin(&self, origin: super::Origin) -> Vec<(&Path, &str)> {
        let of_origin = self.0.iter().filter(|text| text.origin == origin);
        of_origin
            .map(|text| (text.path.as_path(), &*text.content))
            .collect()
    }

    /// The faults in the order of the texts, each once.
    pub(super) fn faults(&self, mut findings: Vec<Finding>) -> ScenarioError {
        findings.sort_by_key(|finding| finding.place);
        findings.dedup();
        ScenarioError {
            faults: findings.into_iter().map(|finding| self.fault(finding)).collect(),
        }
    }

    fn fault(&self, finding: Finding) -> Fault {
        let source = self.get(finding.place.source);
        let (line, column) = line_and_column(&source.content, finding.place.start);
        Fault {
            path: source.path.clone(),
            line,
            column,
            key: (!finding.key.is_empty()).then_some(finding.key),
            message: finding.message,
            label: finding.label,
            note: finding.note,
            hint: finding.hint,
            excerpt: Some(Excerpt {
                text: Arc::clone(&source.content),
                span: finding.place.start..finding.place.end,
            }),
        }
    }
}

/// Line and column in characters, both from 1.
pub(super) fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(byte)];
    let line_start = before.rfind('\n').map_or(0, |position| position + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}
