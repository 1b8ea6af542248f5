//! What is wrong with a scenario: all of it at once, each with the place in the text.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

use super::fault_codes::FAULT_CODES;
use super::readable::{KEY_CHARACTERS_MAX, WORDS_CHARACTERS_MAX, fit_to_read, shortened};
use crate::words::{say, words};

/// Faults that are explained one by one; the rest is counted.
pub(super) const FAULTS_EXPLAINED: usize = 50;
/// Longest line that is shown under a fault, bytes.
const LINE_BYTES_MAX: usize = 2_000;
/// Everything that is wrong with a scenario.
///
/// `Display` renders every fault in plain text; [`ScenarioError::render`] can colour it.
#[derive(Clone, Debug, thiserror::Error)]
pub struct ScenarioError {
    /// The faults, at least one, in the order of the text; of very many, the last one only counts the rest.
    pub faults: Vec<Fault>,
}

impl ScenarioError {
    /// The same faults, where those of these settings say that they come from this option.
    #[must_use]
    pub fn from_option(mut self, option: &str, settings: &[(String, String)]) -> Self {
        let is_of = |excerpt: &Excerpt| {
            let mut texts = settings.iter().map(|(key, value)| format!("{key}={value}"));
            texts.any(|text| text == *excerpt.text)
        };
        for fault in &mut self.faults {
            if fault.path == Path::new("--set") && fault.excerpt.as_ref().is_some_and(is_of) {
                fault.path = option.into();
            }
        }
        self
    }

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
    /// The kind of fault: one of [`FAULT_CODES`].
    pub code: &'static str,
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
    /// Number of faults it stands for: 1, but for that of a data file, and for the one that counts the rest.
    pub stands_for: usize,
    /// The rows of a data file that it stands for, one by one.
    pub rows: Vec<RowFault>,
    excerpt: Option<Excerpt>,
}

/// What is wrong with a row of a data file; message and note of the [`Fault`] tell all of them in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The data file.
    pub path: PathBuf,
    /// Line of the file, from 1; 0 for the fault that counts the rest.
    pub line: u64,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
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
        text += &match self.count() {
            1 => say!("1 fault"),
            count => say!("{count} faults"),
        };
        text
    }

    /// Number of faults, with those that are only counted.
    #[must_use]
    pub fn count(&self) -> usize {
        self.faults.iter().map(|fault| fault.stands_for).sum()
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
        let error = Level::ERROR.with_name(words!("error").text());
        let note = Level::NOTE.with_name(words!("note").text());
        let title = error.primary_title(&self.message);
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
            None if self.label.is_empty() => Group::with_title(title).element(Origin::path(path)),
            None => Group::with_title(title)
                .element(Origin::path(path).line(self.line).char_column(self.column))
                .element(note.clone().message(normalize_untrusted_str(&self.label))),
        };
        if let Some(words) = &self.note {
            group = group.element(note.message(normalize_untrusted_str(words)));
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
            code: "unreadable-file",
            path: path.to_owned(),
            line: 1,
            column: 1,
            key: None,
            message,
            label: String::new(),
            note: None,
            hint,
            stands_for: 1,
            rows: Vec::new(),
            excerpt: None,
        }
    }

    /// The fault that stands for those that are not explained.
    fn rest(path: PathBuf, (line, column): (usize, usize), number: usize) -> Self {
        Self {
            code: "more-faults",
            path,
            line,
            column,
            key: None,
            message: match number {
                1 => say!("and 1 more fault from here on"),
                number => say!("and {number} more faults from here on"),
            },
            label: String::new(),
            note: None,
            hint: Some(say!("mend those above first")),
            stands_for: number,
            rows: Vec::new(),
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
pub(super) struct Texts {
    all: Vec<Text>,
    /// A programme there is, which hints name in place of `*`.
    pub(super) programme: Option<String>,
}

/// A fault in the making: it knows its place but not yet the text around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) place: Place,
    code: &'static str,
    key: String,
    message: String,
    label: String,
    note: Option<String>,
    hint: Option<Hint>,
    stands_for: usize,
    rows: Vec<RowFault>,
}

/// What to do about a finding: words, or what finds them once it is sure that they are shown, since looking for a key that
/// is meant takes long.
#[derive(Clone, Debug)]
enum Hint {
    Words(String),
    Later {
        of: String,
        find: fn(&str) -> Option<String>,
    },
}

impl PartialEq for Hint {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Words(one), Self::Words(other))
            | (Self::Later { of: one, .. }, Self::Later { of: other, .. }) => one == other,
            _ => false,
        }
    }
}

impl Eq for Hint {}

impl Finding {
    pub(super) fn new(place: Place, key: &str, message: impl Into<String>) -> Self {
        Self {
            place,
            code: "invalid",
            key: shortened(key, KEY_CHARACTERS_MAX),
            message: fit_to_read(&message.into()),
            label: String::new(),
            note: None,
            hint: None,
            stands_for: 1,
            rows: Vec::new(),
        }
    }

    /// The faults of rows of a data file, of which there may be more than are told.
    pub(super) fn rows(mut self, rows: Vec<RowFault>, count: usize) -> Self {
        self.rows = rows;
        self.stands_for = count.max(1);
        self
    }

    /// The key it is about; empty where it is about none.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// The kind of fault, where it is a more telling one than `invalid`.
    pub(super) fn code(mut self, code: &'static str) -> Self {
        debug_assert!(FAULT_CODES.iter().any(|(known, _)| *known == code), "{code}");
        self.code = code;
        self
    }

    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = shortened(&label.into(), WORDS_CHARACTERS_MAX);
        self
    }

    pub(super) fn note(mut self, note: impl Into<Option<String>>) -> Self {
        self.note = note.into().map(|note| fit_to_read(&note));
        self
    }

    pub(super) fn hint(mut self, hint: impl Into<Option<String>>) -> Self {
        self.hint = hint
            .into()
            .map(|hint| Hint::Words(shortened(&hint, WORDS_CHARACTERS_MAX)));
        self
    }

    /// A hint that is looked for only where the finding is shown.
    pub(super) fn hint_later(mut self, of: &str, find: fn(&str) -> Option<String>) -> Self {
        let of = shortened(of, KEY_CHARACTERS_MAX);
        self.hint = Some(Hint::Later { of, find });
        self
    }
}

impl Texts {
    /// Adds a text and returns its index.
    pub(super) fn add(&mut self, source: Text) -> usize {
        self.all.push(source);
        self.all.len() - 1
    }

    /// Adds an argument of the command line and gives its place.
    pub(super) fn add_argument(&mut self, option: &str, argument: &str) -> Place {
        let source = self.add(Text {
            path: option.into(),
            content: Arc::from(argument),
            origin: super::Origin::CommandLine,
        });
        Place {
            source,
            start: 0,
            end: argument.len(),
        }
    }

    /// Adds a `KEY=VALUE` of the command line and gives the place of the key.
    pub(super) fn add_setting(&mut self, option: &str, key: &str, value: &str) -> Place {
        Place {
            end: key.len(),
            ..self.add_argument(option, &format!("{key}={value}"))
        }
    }

    /// The texts that are files.
    pub(super) fn files(&self) -> impl Iterator<Item = &Text> {
        self.all.iter().filter(|text| text.origin == super::Origin::File)
    }

    pub(super) fn get(&self, index: usize) -> &Text {
        &self.all[index]
    }

    /// Paths and texts of one origin, in the order in which they were read.
    pub(super) fn of_origin(&self, origin: super::Origin) -> Vec<(&Path, &str)> {
        let of_origin = self.all.iter().filter(|text| text.origin == origin);
        of_origin
            .map(|text| (text.path.as_path(), &*text.content))
            .collect()
    }

    /// The faults in the order of the texts, each once; so many are explained, and the rest is counted.
    pub(super) fn faults(&self, mut findings: Vec<Finding>) -> ScenarioError {
        findings.sort_by_key(|finding| finding.place);
        findings.dedup();
        let rest = findings.split_off(findings.len().min(FAULTS_EXPLAINED));
        let mut faults: Vec<Fault> = findings.into_iter().map(|finding| self.fault(finding)).collect();
        if let Some(first) = rest.first() {
            let text = self.get(first.place.source);
            let place = line_and_column(&text.content, first.place.start);
            faults.push(Fault::rest(text.path.clone(), place, rest.len()));
        }
        ScenarioError { faults }
    }

    /// A hint whose keys are those of a programme there is.
    fn named(&self, hint: String) -> String {
        match &self.programme {
            Some(programme) => hint.replace("`programme.*.", &format!("`programme.{programme}.")),
            None => hint,
        }
    }

    fn fault(&self, finding: Finding) -> Fault {
        let source = self.get(finding.place.source);
        let (line, column) = line_and_column(&source.content, finding.place.start);
        Fault {
            path: source.path.clone(),
            line,
            column,
            code: finding.code,
            key: (!finding.key.is_empty()).then_some(finding.key),
            message: finding.message,
            label: finding.label,
            note: finding.note,
            hint: finding.hint.and_then(Hint::words).map(|hint| self.named(hint)),
            stands_for: finding.stands_for,
            rows: finding.rows,
            excerpt: Excerpt::of(&source.content, finding.place),
        }
    }
}

impl Hint {
    fn words(self) -> Option<String> {
        match self {
            Self::Words(words) => Some(words),
            Self::Later { of, find } => find(&of),
        }
    }
}

impl Excerpt {
    /// The text around a place; none where its lines are too long to be shown.
    fn of(text: &Arc<str>, place: Place) -> Option<Self> {
        let start = text.floor_char_boundary(place.start);
        let line = text[..start].rfind('\n').map_or(0, |position| position + 1);
        let end = text[start..]
            .find('\n')
            .map_or(text.len(), |length| start + length);
        let span = place.start..place.end.min(end.max(place.start));
        (end - line <= LINE_BYTES_MAX).then(|| Self {
            text: Arc::clone(text),
            span: if place.end > end + LINE_BYTES_MAX {
                span
            } else {
                place.start..place.end
            },
        })
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
