//! Lessons: what a scenario says to a class in its table `[lesson]`: the control, the one lever between the two, and words in
//! two languages.

use std::io;
use std::path::{Path, PathBuf};

use super::document::{Row, Table};
use super::fault::Finding;
use super::files::read_text;
use super::language::{Field, Shape, Value, check_table};
use super::source::Source;

/// A lesson.
pub(super) const SHAPE: Shape = Shape::new(
    "a lesson",
    &[&[
        Field::must("id", Value::Name, "The effect it shows", "\"EM-5\""),
        Field::must(
            "control",
            Value::Text,
            "The same society without what the lesson is about, seen from this file",
            "\"burnout_control.toml\"",
        ),
        Field::may(
            "others",
            Value::Texts(0, usize::MAX),
            "Further scenarios to try, seen from this file",
            "[\"burnout_quiet.toml\"]",
        ),
        Field::must(
            "key",
            Value::Text,
            "The key that is the lever",
            "\"programme.local.stretch\"",
        ),
        Field::must(
            "measures",
            Value::Texts(1, usize::MAX),
            "The measures to watch",
            "[\"participants_share\", \"fatigue\"]",
        ),
        Field::must("en", Value::Table(&WORDS), "The words in English", ""),
        Field::must("da", Value::Table(&WORDS), "The words in Danish", ""),
    ]],
);

const WORDS: Shape = Shape::new(
    "the words of a lesson",
    &[&[
        Field::must("title", Value::Text, "Title", "\"Burnout\""),
        Field::must(
            "question",
            Value::Text,
            "The question the lesson answers",
            "\"Who takes over when the most eager leave?\"",
        ),
        Field::must("lever", Value::Text, "What the lever is", "\"…\""),
        Field::must("watch", Value::Text, "What to watch", "\"…\""),
        Field::must("control", Value::Text, "What the control is", "\"…\""),
        Field::must(
            "debrief",
            Value::Text,
            "What to say when it has been seen",
            "\"…\"",
        ),
        Field::must(
            "discussion",
            Value::Texts(3, 3),
            "Questions to talk about",
            "[\"…\", \"…\", \"…\"]",
        ),
    ]],
);

/// A lesson, as its scenario says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// The effect it shows, such as EM-5.
    pub id: String,
    /// The scenario, as its source names it.
    pub scenario: PathBuf,
    /// The same society without what the lesson is about.
    pub control: PathBuf,
    /// Further scenarios to try.
    pub others: Vec<PathBuf>,
    /// The key that is the lever.
    pub key: String,
    /// The measures to watch.
    pub measures: Vec<String>,
    /// The words in English.
    pub en: LessonWords,
    /// The words in Danish.
    pub da: LessonWords,
}

/// What a lesson says in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonWords {
    /// Title.
    pub title: String,
    /// The question the lesson answers.
    pub question: String,
    /// What the lever is.
    pub lever: String,
    /// What to watch.
    pub watch: String,
    /// What the control is.
    pub control: String,
    /// What to say when it has been seen.
    pub debrief: String,
    /// Questions to talk about.
    pub discussion: Vec<String>,
}

/// A language that lessons are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Danish.
    Danish,
}

impl Lesson {
    /// The words in a language.
    #[must_use]
    pub const fn words(&self, language: Language) -> &LessonWords {
        match language {
            Language::English => &self.en,
            Language::Danish => &self.da,
        }
    }
}

/// What is wrong with the table of a lesson.
pub(super) fn faults(row: &Row) -> Vec<Finding> {
    let mut findings = Vec::new();
    check_table(&SHAPE, &mut row.clone(), &mut findings);
    findings
}

/// Every lesson among the scenarios under a folder, by id; one with faults is none, which reading its scenario says.
///
/// # Errors
/// When the folder cannot be read.
pub fn lessons(files: &dyn Source, folder: &Path) -> io::Result<Vec<Lesson>> {
    let paths = files.files(folder)?.into_iter();
    let mut lessons: Vec<Lesson> = paths.filter_map(|path| lesson(files, &path)).collect();
    lessons.sort_by(|left, right| left.id.cmp(&right.id));
    Ok(lessons)
}

/// The lesson of a scenario, where it is one.
fn lesson(files: &dyn Source, path: &Path) -> Option<Lesson> {
    if path.extension()? != "toml" {
        return None;
    }
    let text = read_text(files, path).ok()?;
    let table = Table::parse(0, &text).ok()?;
    let row = table.row("lesson")?;
    if !faults(row).is_empty() {
        return None;
    }
    let lesson = row.item.as_table()?;
    let others = lesson.texts("others");
    let words = |language: &str| words(lesson.table(language)?);
    Some(Lesson {
        id: lesson.text("id")?,
        scenario: path.to_owned(),
        control: files.beside(path, &lesson.text("control")?),
        others: others.iter().map(|other| files.beside(path, other)).collect(),
        key: lesson.text("key")?,
        measures: lesson.texts("measures"),
        en: words("en")?,
        da: words("da")?,
    })
}

fn words(table: &Table) -> Option<LessonWords> {
    let [title, question, lever, watch, control, debrief] =
        ["title", "question", "lever", "watch", "control", "debrief"].map(|name| table.text(name));
    Some(LessonWords {
        title: title?,
        question: question?,
        lever: lever?,
        watch: watch?,
        control: control?,
        debrief: debrief?,
        discussion: table.texts("discussion"),
    })
}

/// Headings of a page of lessons.
struct Headings {
    page: &'static str,
    lead: &'static str,
    lever: &'static str,
    watch: &'static str,
    control: &'static str,
    debrief: &'static str,
    discussion: &'static str,
    others: &'static str,
}

const ENGLISH: Headings = Headings {
    page: "Lessons",
    lead: "Nine effects to show in a class. Each needs two runs, which one command makes and sets side by side; open the \
           report it names.",
    lever: "The lever",
    watch: "What to watch",
    control: "The control",
    debrief: "Afterwards",
    discussion: "To talk about",
    others: "Try also",
};

const DANISH: Headings = Headings {
    page: "Lektioner",
    lead: "Ni effekter at vise i en klasse. Hver af dem kræver to kørsler, som én kommando laver og stiller op ved siden af \
           hinanden; åbn den rapport, den nævner.",
    lever: "Håndtaget",
    watch: "Hold øje med",
    control: "Kontrollen",
    debrief: "Bagefter",
    discussion: "At tale om",
    others: "Prøv også",
};

/// The lessons as a page of the documentation.
#[must_use]
pub fn lessons_markdown(lessons: &[Lesson], language: Language) -> String {
    let headings = match language {
        Language::English => &ENGLISH,
        Language::Danish => &DANISH,
    };
    let mut page = format!("# {}\n\n{}\n", headings.page, headings.lead);
    for lesson in lessons {
        page += &lesson_markdown(lesson, lesson.words(language), headings);
    }
    page
}

/// The name by which commands know a scenario of a lesson.
fn name_of(path: &Path) -> String {
    path.file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

fn lesson_markdown(lesson: &Lesson, words: &LessonWords, headings: &Headings) -> String {
    let (control, scenario) = (name_of(&lesson.control), name_of(&lesson.scenario));
    let measures: Vec<String> = lesson.measures.iter().map(|key| format!("`{key}`")).collect();
    let debrief = words.debrief.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut lines = vec![
        format!("\n## {} ({})\n\n**{}**\n", words.title, lesson.id, words.question),
        format!("```\nsamspil compare {control} {scenario}\n```\n"),
        format!("* **{}** (`{}`): {}", headings.lever, lesson.key, words.lever),
        format!(
            "* **{}** ({}): {}",
            headings.watch,
            measures.join(", "),
            words.watch
        ),
        format!("* **{}**: {}", headings.control, words.control),
    ];
    if !lesson.others.is_empty() {
        let others: Vec<String> = lesson
            .others
            .iter()
            .map(|path| format!("`{}`", name_of(path)))
            .collect();
        lines.push(format!("* **{}**: {}", headings.others, others.join(", ")));
    }
    lines.push(format!(
        "\n**{}.** {debrief}\n\n**{}**\n",
        headings.debrief, headings.discussion
    ));
    lines.extend(words.discussion.iter().map(|question| format!("1. {question}")));
    lines.join("\n") + "\n"
}
