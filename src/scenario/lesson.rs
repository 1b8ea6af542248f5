//! Lessons: a scenario, its control, the one lever between them, and words for the class in two languages.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::files::read_text;
use super::source::Source;

/// A lesson, as its file says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// The effect it shows, such as EM-5.
    pub id: String,
    /// The scenario, seen from the root of the project.
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
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
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
    pub discussion: [String; 3],
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

/// Every lesson in a folder, by id.
///
/// # Errors
/// When the folder or a file cannot be read, or a file is no lesson.
pub fn lessons(files: &dyn Source, folder: &Path) -> io::Result<Vec<Lesson>> {
    let mut lessons = Vec::new();
    for path in files.files(folder)? {
        let refused = |words: &dyn fmt::Display| io::Error::other(format!("{}: {words}", path.display()));
        let text = read_text(files, &path).map_err(|(message, _)| refused(&message))?;
        let lesson: Lesson = toml::from_str(&text).map_err(|error| refused(&error))?;
        lessons.push(lesson);
    }
    lessons.sort_by(|left, right| left.id.cmp(&right.id));
    Ok(lessons)
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
