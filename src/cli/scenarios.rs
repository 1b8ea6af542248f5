//! `samspil scenarios`: what there is to run.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use samspil::scenario::{self, Disk, introduction};
use samspil::shipped::{Kind, find, items};
use samspil::words::{Words, say, words};
use serde_json::{Value, json};

use super::CommandResult;
use super::failure::Failure;
use super::terminal::Terminal;

/// List what there is to run: what comes with Samspil, by name, and files of your own
#[derive(Args)]
#[command(after_help = "\
Examples: samspil scenarios
          samspil scenarios plans
          samspil scenarios hypotheses
          samspil scenarios facts")]
pub(crate) struct Options {
    /// `cases`, `theory`, `lessons`, `planner`, `plans`, `hypotheses` or `facts` for those that come along; or a folder in which to look for scenarios of your own
    /// [default: the current one, and `scenarios` in it]
    #[arg(value_name = "WHAT")]
    what: Option<PathBuf>,
}

/// What a group holds; nothing where there is none of that name.
fn kinds(group: &str) -> &'static [Kind] {
    match group {
        "cases" => &[Kind::Case],
        "theory" => &[Kind::Theory],
        "lessons" => &[Kind::Lesson],
        "planner" => &[Kind::Question],
        "plans" => &Kind::PLANS,
        "hypotheses" => &[Kind::Hypothesis],
        "facts" => &[Kind::Fact],
        _ => &[],
    }
}

/// A line of the list.
struct Entry {
    /// What a command takes.
    name: String,
    kind: &'static str,
    title: String,
    summary: String,
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let what = options.what.as_deref();
    let group = what.filter(|what| !what.exists()).and_then(Path::to_str);
    let entries = match group {
        Some(group) if !kinds(group).is_empty() => shipped(kinds(group)),
        _ => {
            let mut entries = shipped(&Kind::SCENARIOS);
            entries.extend(own(what)?);
            entries
        }
    };
    if terminal.json {
        let list: Vec<Value> = entries
            .iter()
            .map(|entry| {
                json!({
                    "name": entry.name, "kind": entry.kind, "title": entry.title, "summary": entry.summary,
                    "own": entry.kind == OWN,
                })
            })
            .collect();
        return Terminal::answer_json(&json!(list));
    }
    let mut text = String::new();
    let mut kind = "";
    for entry in &entries {
        if entry.kind != kind {
            let gap = if kind.is_empty() { "" } else { "\n" };
            writeln!(text, "{gap}{}:", heading(entry.kind)).expect("writing to a string cannot fail");
            kind = entry.kind;
        }
        writeln!(text, "  {}\n      {}", entry.name, entry.title).expect("writing to a string cannot fail");
        if !entry.summary.is_empty() {
            writeln!(text, "      {}", entry.summary).expect("writing to a string cannot fail");
        }
    }
    if group.is_none() {
        text += &say!(
            "\n`samspil scenarios plans`, `hypotheses` and `facts` list those, `lessons`, `cases`, `theory` \
             and `planner` parts of this list. `samspil new --from NAME my_town` copies one out.\n"
        );
    }
    Terminal::answer(&text)
}

const OWN: &str = "own";

fn heading(kind: &str) -> Words {
    match kind {
        "reference" => words!("Reference"),
        "case" => words!("Cases, what others did"),
        "theory" => words!("Contrasts of theory"),
        "lesson" => words!("Lessons"),
        "question" => words!("Planners' questions"),
        "sweep" => words!("Plans for `samspil sweep`"),
        "frontier" => words!("Plans for `samspil frontier`"),
        "calibration" => words!("Plans for `samspil calibrate`"),
        "worlds" => words!("Targets for `samspil worlds build`"),
        "hypothesis" => words!("Hypotheses for `samspil test`"),
        "fact" => words!("Facts for `samspil validate`"),
        _ => words!("Your own"),
    }
}

const fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Reference => "reference",
        Kind::Case => "case",
        Kind::Theory => "theory",
        Kind::Lesson => "lesson",
        Kind::Question => "question",
        Kind::SweepPlan => "sweep",
        Kind::FrontierPlan => "frontier",
        Kind::CalibrationPlan => "calibration",
        Kind::WorldsPlan => "worlds",
        Kind::Hypothesis => "hypothesis",
        Kind::Fact => "fact",
    }
}

/// What is shipped of these kinds.
fn shipped(kinds: &[Kind]) -> Vec<Entry> {
    let wanted = items().iter().filter(|item| kinds.contains(&item.kind));
    wanted
        .map(|item| Entry {
            name: item.short_name().to_owned(),
            kind: word(item.kind),
            title: item.title.clone(),
            summary: item.summary.clone(),
        })
        .collect()
}

/// Scenarios below a folder; without one, those in the current folder and below `scenarios`. Files of the source that are shipped
/// as they are do not count.
fn own(folder: Option<&Path>) -> Result<Vec<Entry>, Failure> {
    let unreadable = |folder: &Path, error: std::io::Error| {
        Failure::Other(anyhow::Error::msg(say!(
            "{}: {error}\nhint: `samspil scenarios FOLDER` looks in another folder",
            folder.display()
        )))
    };
    let mut found = match folder {
        Some(folder) => scenario::catalogue(&Disk, folder).map_err(|error| unreadable(folder, error))?,
        None => Vec::new(),
    };
    let below = Path::new("scenarios");
    if folder.is_none() && below.is_dir() {
        found = scenario::catalogue(&Disk, below).map_err(|error| unreadable(below, error))?;
    }
    let listed = found.into_iter().map(|entry| Entry {
        name: entry.path.display().to_string(),
        kind: OWN,
        title: entry.title,
        summary: entry.summary,
    });
    let mut entries = Vec::new();
    if folder.is_none() {
        entries = here().map_err(|error| unreadable(Path::new("."), error))?;
    }
    entries.extend(listed.filter(|entry| !is_shipped(&entry.name)));
    Ok(entries)
}

/// Scenarios in the current folder itself.
fn here() -> std::io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for file in std::fs::read_dir(".")? {
        let name = file?.file_name().to_string_lossy().into_owned();
        let is_toml = Path::new(&name)
            .extension()
            .is_some_and(|ending| ending == "toml");
        // What cannot be read is none.
        let text = if is_toml {
            std::fs::read_to_string(&name).unwrap_or_default()
        } else {
            String::new()
        };
        let words = introduction(&text);
        if words.is_scenario && words.kind.is_none() {
            entries.push(Entry {
                title: words
                    .title
                    .unwrap_or_else(|| name.trim_end_matches(".toml").to_owned()),
                kind: OWN,
                summary: words.summary,
                name,
            });
        }
    }
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(entries)
}

/// Whether a file is one of the source that is shipped as it is.
fn is_shipped(path: &str) -> bool {
    let text = || std::fs::read_to_string(path).ok();
    find(path).is_some_and(|item| item.path == Path::new(path) && text().as_deref() == Some(&*item.text()))
}
