//! The kinds of files by name, and what is made of their tables of fields: schema, explanation, a file to begin with, a page.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use super::catalogue::introduction;
use super::document::Table;
use super::explain::{UnknownKey, explain as explain_key, list_top};
use super::fault::{Fault, ScenarioError};
use super::file_kind::FileKind;
use super::files::{NOT_TEXT, read_text};
use super::hypothesis::layered::text_of;
use super::language::{DANISH, Shape, begin, explain as explain_field, field_rows, keys_of};
use super::plan::{self, calibration, frontier};
use super::reading::TOP_LEVEL;
use super::register::register;
use super::schema::{schema, schema_of};
use super::source::Source;
use super::template::template;
use super::value::closest;
use super::{danish, fact, hypothesis, known, lesson, tested_plan};
use crate::words::{Language, say, within};

/// The names of the kinds of files; a scenario is none of those that name one.
pub const KIND_NAMES: [(&str, Option<FileKind>); 8] = [
    ("scenario", None),
    ("plan", Some(FileKind::Plan)),
    ("hypothesis_plan", Some(FileKind::HypothesisPlan)),
    ("frontier", Some(FileKind::FrontierPlan)),
    ("hypothesis", Some(FileKind::Hypothesis)),
    ("fact", Some(FileKind::Fact)),
    ("targets", Some(FileKind::CalibrationPlan)),
    ("worlds", Some(FileKind::WorldsPlan)),
];

/// The table of fields of a kind.
const fn shape_of(kind: FileKind) -> &'static Shape {
    match kind {
        FileKind::Fact => &fact::shape::SHAPE,
        FileKind::Hypothesis => &hypothesis::shape::SHAPE,
        FileKind::CalibrationPlan => &calibration::shape::SHAPE,
        FileKind::WorldsPlan => &plan::worlds::shape::SHAPE,
        FileKind::FrontierPlan => &frontier::shape::SHAPE,
        FileKind::Plan => &plan::shape::SHAPE,
        FileKind::HypothesisPlan => &tested_plan::SHAPE,
    }
}

/// The name of a kind.
fn name_of(kind: Option<FileKind>) -> &'static str {
    let found = KIND_NAMES.iter().find(|(_, other)| *other == kind);
    found.map_or("scenario", |(name, _)| name)
}

/// Which kind of file stands in a place; `None` where it is a scenario, or too broken to tell.
///
/// # Errors
/// When it cannot be read, or is no file of any kind.
pub fn kind_of(files: &dyn Source, path: &Path) -> Result<Option<FileKind>, ScenarioError> {
    let refuse = |fault| Err(ScenarioError { faults: vec![fault] });
    match read_text(files, path) {
        Ok(text) if is_foreign(path, &text) => refuse(foreign(path)),
        Ok(text) => Ok(introduction(&text).kind),
        Err((_, hint)) if hint.as_deref() == Some(NOT_TEXT.text()) && !is_toml(path) => refuse(foreign(path)),
        Err(_) => text_of(files, path).map(|_| None),
    }
}

fn is_toml(path: &Path) -> bool {
    path.extension()
        .is_none_or(|ending| ending.eq_ignore_ascii_case("toml"))
}

/// Whether a text is that of no kind of file: it is no TOML and does not say that it is, or has no key that any kind has, nor
/// one like it.
fn is_foreign(path: &Path, text: &str) -> bool {
    let Ok(table) = Table::parse(0, text) else {
        return !is_toml(path);
    };
    let names: Vec<&str> = table.rows.iter().map(|row| row.name.as_str()).collect();
    // Many files beside ours have such words.
    let mut telling = names.iter().filter(|name| !WORDS.contains(name)).peekable();
    telling.peek().is_some() && !telling.any(|name| is_like_ours(name))
}

/// Keys that files of other programs have too.
const WORDS: [&str; 6] = ["title", "story", "note", "sources", "id", "kind"];

/// How much alike two words are of which one is a slip of the other.
const SLIP: f64 = 0.9;

/// Whether some kind of file has this key at its top, or one so like it that it may be a slip.
fn is_like_ours(name: &str) -> bool {
    let of_kinds = KIND_NAMES.iter().filter_map(|(_, kind)| Some(shape_of((*kind)?)));
    let keys = of_kinds.flat_map(keys_of).filter(|key| !key.contains('.'));
    let of_scenarios = register()
        .entries()
        .iter()
        .filter_map(|entry| entry.key.split('.').next());
    let all = of_scenarios.chain(TOP_LEVEL).map(str::to_owned).chain(keys);
    name.len() <= 40
        && all
            .into_iter()
            .any(|key| strsim::jaro_winkler(name, &key) >= SLIP)
}

fn foreign(path: &Path) -> Fault {
    let message = say!("this is no file that samspil reads: {}", path.display());
    let hint = say!(
        "it reads scenarios, plans, hypotheses, facts and targets, all of them TOML; a scenario names its data files itself, \
         and `samspil verify FOLDER` looks at results"
    );
    let mut fault = Fault::of_file(path, message, Some(hint));
    fault.code = "wrong-kind-of-file";
    fault
}

/// JSON Schema (draft 2020-12) of a kind of file; of a scenario where it is `None`.
///
/// It knows every key, type, bound and choice and refuses unknown keys. What only the reader sees: whether numbers rise, what
/// stands in the scenario that is named, and files that are missing.
#[must_use]
pub fn schema_of_kind(kind: Option<FileKind>) -> Value {
    within(Language::English, || {
        kind.map_or_else(schema, |kind| schema_of(shape_of(kind)))
    })
}

/// A file of a kind to begin with, called `name`, with a comment on every key; of a scenario where the kind is `None`. It is
/// right as it stands, and its first line names the schema for editors.
#[must_use]
pub fn file_to_begin_with(kind: Option<FileKind>, name: &str) -> String {
    let word = name_of(kind);
    let head = format!("#:schema {word}.schema.json\n")
        + &say!("# For editors: `samspil schema {word} > {word}.schema.json` writes the schema.\n\n");
    let Some(kind) = kind else {
        return head + &template(name);
    };
    let shape = shape_of(kind);
    let title = toml::Value::String(name.to_owned()).to_string();
    // Whoever names a file in another way gives the id by hand.
    let id = name
        .chars()
        .all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_');
    let id = if id && (1..=40).contains(&name.len()) {
        title.clone()
    } else {
        "\"mine\"".to_owned()
    };
    let given = [("title", title), ("id", id)];
    let (what, command) = kind.words();
    let about = say!(
        "# This is {what}, which `samspil {command}` takes. What is left out takes its default;\n\
         # `samspil explain {word}` lists all keys, and `samspil check` reads this file.\n\n"
    );
    format!("{head}{about}{}", begin(shape, &given))
}

/// Explains a key of the register, of an event or a data file, or lists the keys of a table; and, behind the name of a kind
/// of file, a key of that kind.
///
/// ```
/// let text = samspil::scenario::explain("barriers.silos").unwrap();
/// assert!(text.contains("Mental and organisational silos"));
/// assert!(samspil::scenario::explain("population").unwrap().contains("population.trust_high"));
/// assert_eq!(samspil::scenario::explain("barriers.silo").unwrap_err().nearest[0], "barriers.silos");
/// assert!(samspil::scenario::explain("hypothesis.claim").unwrap().contains("must be there"));
/// ```
///
/// # Errors
/// [`UnknownKey`] with the keys that look most like it.
pub fn explain(key: &str) -> Result<String, UnknownKey> {
    let (first, rest) = key.split_once('.').unwrap_or((key, ""));
    if first == SCENARIO {
        return explain_scenario(key, rest);
    }
    let of_kind = KIND_NAMES.iter().find(|(name, _)| *name == first);
    let shape = match of_kind {
        Some((_, Some(kind))) => shape_of(*kind),
        None if first == "lesson" => &lesson::SHAPE,
        None if first == DANISH => &danish::SHAPE,
        None if first == "known" && !rest.is_empty() => &known::SHAPE,
        _ => return explain_key(key).map_err(|error| of_meant_kind(error, first, rest)),
    };
    explain_field(first, shape, rest).ok_or_else(|| {
        let keys = keys_of(shape);
        let last = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
        let names: Vec<String> = keys.iter().map(|key| last(key)).collect();
        let name = closest(&last(rest), names.iter().map(String::as_str)).unwrap_or_default();
        let nearest = keys.iter().find(|key| last(key) == name);
        UnknownKey {
            key: key.to_owned(),
            nearest: nearest.iter().map(|near| format!("{first}.{near}")).collect(),
        }
    })
}

/// The name of the kind that names none.
const SCENARIO: &str = "scenario";

/// Explains a key behind `scenario.`, or lists what stands at the top of a scenario.
fn explain_scenario(key: &str, rest: &str) -> Result<String, UnknownKey> {
    if rest.is_empty() {
        return Ok(list_top());
    }
    let is_kind = |name: &str| KIND_NAMES.iter().any(|(kind, _)| *kind == name);
    let first = rest.split('.').next().unwrap_or_default();
    let found = if is_kind(first) {
        explain_key(rest)
    } else {
        explain(rest)
    };
    found.map_err(|error| UnknownKey {
        key: key.to_owned(),
        ..error
    })
}

/// An unknown key with the kind of file that its first part is meant for, where there is one.
fn of_meant_kind(error: UnknownKey, first: &str, rest: &str) -> UnknownKey {
    let lower = first.to_lowercase();
    let names = KIND_NAMES
        .iter()
        .map(|(name, _)| *name)
        .chain(["lesson", "known"]);
    let near = names.filter(|name| *name != first);
    let near = near.max_by(|one, other| {
        let score = |name: &str| strsim::jaro_winkler(&lower, name);
        score(one).total_cmp(&score(other))
    });
    let Some(kind) = near.filter(|name| strsim::jaro_winkler(&lower, name) >= SLIP) else {
        return error;
    };
    let full = format!("{kind}.{rest}");
    let nearest = if !rest.is_empty() && explain(&full).is_ok() {
        full
    } else {
        kind.to_owned()
    };
    UnknownKey {
        nearest: vec![nearest],
        ..error
    }
}

/// The fields of the kinds of files that name a scenario, and of the table `[lesson]`, as a page of the documentation.
#[must_use]
pub fn fields_markdown() -> String {
    within(Language::English, english_markdown)
}

fn english_markdown() -> String {
    let mut page = String::from(HEAD);
    let kinds = KIND_NAMES.iter().filter_map(|(name, kind)| {
        let kind = (*kind)?;
        Some((*name, kind.words().0, shape_of(kind)))
    });
    let lesson = ("lesson", "the table `[lesson]` of a scenario", &lesson::SHAPE);
    let known = ("known", "a table `[[known]]` of a scenario", &known::SHAPE);
    for (name, what, shape) in kinds.chain([lesson, known]) {
        write!(page, "\n## {name}: {what}\n\n{}", field_rows(shape))
            .expect("writing to a string cannot fail");
    }
    page
}

const HEAD: &str = "# Keys of files

Every key of the files that name a scenario, from the tables by which they are read. Keys marked * must be there; keys that belong to a
choice are there with it only. `samspil explain hypothesis.claim` says the same of one key, `samspil schema hypothesis` writes the
schema for editors, `samspil new hypothesis my_claim` a file to begin with, and `samspil check` says what a file is and what is
wrong with it. The keys of scenarios are on a page of their own: [parameters](parameters.md).
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_a_file_to_begin_with_can_be_taken_into_use_as_it_stands() {
        let fact = file_to_begin_with(Some(FileKind::Fact), "mine");
        assert!(fact.contains("# [reading.one.slice]"), "{fact}");
        for kind in [FileKind::Plan, FileKind::FrontierPlan] {
            let text = file_to_begin_with(Some(kind), "mine");
            assert!(
                text.contains("# above = ") && !text.contains("# below = "),
                "{text}"
            );
        }
    }

    #[test]
    fn what_differs_by_a_choice_is_explained_for_each() {
        let figure = explain("fact.check.figure").unwrap();
        assert!(
            figure.contains("kind = jump") && figure.contains("kind = growth"),
            "{figure}"
        );
        assert!(explain("fact.check.years").unwrap().contains("a list of 1 to"));
        for key in [
            "plan.measure.reduce",
            "plan.design.kind",
            "hypothesis.kind",
            "fact.reading.kind",
        ] {
            let (kind, _) = key.split_once('.').unwrap();
            assert!(explain(kind).unwrap().contains(key), "{key}");
        }
    }

    #[test]
    fn a_scenario_is_explained_and_a_kind_that_is_meant_is_named() {
        assert!(explain("scenario").unwrap().contains("population"));
        for key in [
            "title",
            "scenario.title",
            "scenario.extends",
            "scenario.da.title",
            "scenario.population",
        ] {
            assert!(explain(key).is_ok(), "{key}");
        }
        for (key, near) in [
            ("Plan", "plan"),
            ("hypotesis.claim", "hypothesis.claim"),
            ("scenaro.title", "scenario.title"),
        ] {
            assert_eq!(explain(key).unwrap_err().nearest, [near], "{key}");
        }
        assert!(explain("scenario.plan").is_err());
    }
}
