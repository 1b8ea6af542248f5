//! Lessons: what a scenario says to a class in its table `[lesson]`: the control, the one lever between the two, and words in
//! two languages.

use std::io;
use std::path::{Path, PathBuf};

use super::document::{Item, Row, Table};
use super::fault::Finding;
use super::files::read_text;
use super::language::{Field, Shape, Value, check_table, check_value};
use super::register::register;
use super::source::Source;
use crate::words::{say, words};

/// A lesson.
pub(super) const SHAPE: Shape = Shape::new(
    words!("a lesson"),
    &[&[
        Field::must("id", Value::Name, words!("The effect it shows"), "\"EM-5\""),
        Field::must(
            "control",
            Value::Text,
            words!("The same society without what the lesson is about, seen from this file"),
            "\"burnout_control.toml\"",
        ),
        Field::may(
            "others",
            Value::Texts(0, usize::MAX),
            words!("Further scenarios to try, seen from this file"),
            "[\"burnout_quiet.toml\"]",
        ),
        Field::must(
            "key",
            Value::Text,
            words!("The key that is the lever"),
            "\"programme.local.stretch\"",
        ),
        Field::must(
            "measures",
            Value::Texts(1, usize::MAX),
            words!("The measures to watch"),
            "[\"participants_share\", \"fatigue\"]",
        ),
        Field::must("en", Value::Table(&WORDS), words!("The words in English"), ""),
        Field::must("da", Value::Table(&WORDS), words!("The words in Danish"), ""),
    ]],
);

const WORDS: Shape = Shape::new(
    words!("the words of a lesson"),
    &[&[
        Field::must("title", Value::Text, words!("Title"), "\"Burnout\""),
        Field::must(
            "question",
            Value::Text,
            words!("The question the lesson answers"),
            "\"Who takes over when the most eager leave?\"",
        ),
        Field::must("lever", Value::Text, words!("What the lever is"), "\"…\""),
        Field::must("watch", Value::Text, words!("What to watch"), "\"…\""),
        Field::must("control", Value::Text, words!("What the control is"), "\"…\""),
        Field::must(
            "debrief",
            Value::Text,
            words!("What to say when it has been seen"),
            "\"…\"",
        ),
        Field::must(
            "discussion",
            Value::Texts(3, 3),
            words!("Questions to talk about"),
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
    let (mut row, mut findings) = (row.clone(), Vec::new());
    check_table(&SHAPE, &mut row, &mut findings);
    // What is wrong has been taken out, so nothing is told twice.
    if let Some(lesson) = row.item.as_table() {
        findings.extend(unknown_key(lesson));
        findings.extend(unknown_measures(lesson));
        let unnamed = files_of(lesson)
            .into_iter()
            .filter(|(_, item)| item.as_text().is_some_and(|name| name.trim().is_empty()));
        findings.extend(unnamed.map(|(key, item)| {
            let message = say!("`{key}` names no file");
            Finding::new(item.place, key, message)
        }));
    }
    findings
}

/// The scenarios that a lesson names, each with the key under which it stands.
fn files_of(lesson: &Table) -> Vec<(&'static str, &Item)> {
    let control = lesson.row("control").map(|row| ("lesson.control", &row.item));
    let others = lesson.items("others").iter();
    control
        .into_iter()
        .chain(others.map(|item| ("lesson.others", item)))
        .collect()
}

/// The lever of a lesson, where no scenario has such a key.
fn unknown_key(lesson: &Table) -> Option<Finding> {
    let row = lesson.row("key")?;
    let key = row.item.as_text()?;
    if register().get(key).is_some() {
        return None;
    }
    let nearest = register().nearest(key);
    let hint = nearest.first().map(|near| say!("did you mean `{near}`?"));
    let message = say!("there is no key `{key}`");
    let finding = Finding::new(row.item.place, "lesson.key", message);
    Some(finding.code("unknown-name").hint(hint))
}

/// The measures of a lesson that there are not.
fn unknown_measures(lesson: &Table) -> Vec<Finding> {
    let measure = |item: &Item| {
        let row = Row {
            name: "measures".to_owned(),
            place: item.place,
            item: item.clone(),
        };
        check_value(&Value::Measure, &row, "lesson.measures")
    };
    lesson.items("measures").iter().flat_map(measure).collect()
}

/// Finds fault with a lesson that names the file in which it stands: nothing could be set against it.
pub(super) fn refuse_itself(files: &dyn Source, path: &Path, row: &Row) -> Vec<Finding> {
    let named = row.item.as_table().map_or_else(Vec::new, files_of);
    let itself = named.into_iter().filter(|(_, item)| {
        let name = item.as_text().filter(|name| !name.trim().is_empty());
        name.is_some_and(|name| files.identity(&files.beside(path, name)) == files.identity(path))
    });
    itself
        .map(|(key, item)| Finding::new(item.place, key, say!("`{key}` names the file in which it stands")))
        .collect()
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

#[cfg(test)]
mod tests {
    use super::super::Scenario;
    use super::*;

    #[test]
    fn a_lesson_names_keys_measures_and_files_that_there_can_be() {
        let told = "title = 't'\nquestion = 'q'\nlever = 'l'\nwatch = 'w'\ncontrol = 'c'\ndebrief = 'd'\n\
                    discussion = ['a', 'b', 'c']\n";
        let lesson = |lines: &str| {
            let text = format!(
                "[programme.parks]\n[lesson]\nid = 'EM-1'\n{lines}\n[lesson.en]\n{told}[lesson.da]\n{told}"
            );
            Scenario::from_text(Path::new("town.toml"), &text, &[])
        };
        let right = "control = 'other.toml'\nkey = 'programme.parks.ease'\nmeasures = ['outcome']";
        lesson(right).unwrap();
        let error = lesson("control = ''\nkey = 'barriers.silo'\nmeasures = ['outcom']").unwrap_err();
        let lines: Vec<usize> = error.faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [4, 5, 6], "{error}");
        let error = lesson(&format!("others = ['town.toml']\n{right}")).unwrap_err();
        assert_eq!(error.faults.len(), 1, "{error}");
        assert_eq!(error.faults[0].key.as_deref(), Some("lesson.others"));
    }
}
