//! `samspil new`: a file of some kind to fill in, or a copy of something that is shipped.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use samspil::output::OutputError;
use samspil::scenario::{FileKind, KIND_NAMES, file_to_begin_with};
use samspil::shipped::{self, Item, Kind};
use samspil::words::{say, words};
use serde_json::json;

use super::failure::Failure;
use super::schema::kind_named;
use super::terminal::Terminal;
use super::{CommandResult, completions, whole_command};

/// Write a new file to fill in, or a copy of what comes with Samspil
#[derive(Args)]
#[command(after_help = "\
Examples: samspil new my_town
          samspil new hypothesis my_claim
          samspil new --from norre_snede my_norre_snede
          samspil new --from invitation_by_ease my_plan")]
pub(crate) struct Options {
    /// The kind of file (`scenario`, `plan`, `hypothesis_plan`, `frontier`, `hypothesis`, `fact`, `targets` or `worlds`), or else the name of a new scenario
    #[arg(value_name = "KIND")]
    kind_or_name: String,
    /// Its name; the file is NAME.toml [default: `my_` and the kind]
    #[arg(value_name = "NAME", conflicts_with = "from")]
    name: Option<String>,
    /// Copy this scenario, plan, hypothesis or fact, which `samspil scenarios` lists
    #[arg(long, value_name = "SHIPPED", add = completions::names(&Kind::ALL))]
    from: Option<String>,
}

/// The kind and the name of the file that is asked for.
fn asked(options: &Options) -> Result<(Option<FileKind>, String), Failure> {
    let first = &options.kind_or_name;
    let is_kind = options.from.is_none() && KIND_NAMES.iter().any(|(name, _)| name == first);
    match (is_kind, &options.name) {
        (true, Some(name)) => Ok((kind_named(first), name.clone())),
        (true, None) => Ok((kind_named(first), format!("my_{first}"))),
        (false, None) => match meant(first).filter(|_| options.from.is_none()) {
            // Nobody who slips wants a scenario of that name.
            Some(kind) => Err(Failure::Usage(say!(
                "there is no kind of file `{first}`\nhint: did you mean `samspil new {kind}`?"
            ))),
            None if options.from.is_none() && sounds_like_a_kind(first) => {
                let names = names_of_kinds();
                Err(Failure::Usage(say!(
                    "there is no kind of file `{first}`\n\
                     hint: the kinds are {names}; a scenario called `{first}`: samspil new scenario {first}"
                )))
            }
            None => Ok((None, first.clone())),
        },
        (false, Some(_)) => {
            let names = names_of_kinds();
            Err(Failure::Usage(say!(
                "there is no kind of file `{first}`\nhint: the kinds are {names}"
            )))
        }
    }
}

fn names_of_kinds() -> String {
    KIND_NAMES.map(|(name, _)| name).join(", ")
}

/// Words of this program that are no kinds of files, beside the names of its commands.
const OTHER_WORDS: [&str; 11] = [
    "calibration",
    "comparison",
    "event",
    "known",
    "lesson",
    "programme",
    "search",
    "study",
    "sweep",
    "validation",
    "variant",
];

/// Whether a name is a word of this program, or differs from one by a slip: whoever gives it alone means no town.
fn sounds_like_a_kind(name: &str) -> bool {
    let lower = name.to_lowercase().replace('-', "_");
    let word = lower.strip_suffix("_plan").unwrap_or(&lower);
    let is_command = |command: &clap::Command| command.get_name().replace('-', "_") == word;
    OTHER_WORDS
        .iter()
        .any(|other| strsim::damerau_levenshtein(word, other) <= 1)
        || whole_command().get_subcommands().any(is_command)
}

/// The kind of file that a name differs from by a slip: a letter too many, too few or another, two that changed places, or
/// capitals. A short name is as near to many words, so of those only the capitals count.
fn meant(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase().replace('-', "_");
    let mut kinds = KIND_NAMES.iter().map(|(kind, _)| *kind);
    kinds.find(|kind| strsim::damerau_levenshtein(&lower, kind) <= usize::from(kind.len() > 4))
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let (kind, name) = asked(options)?;
    let name = name.strip_suffix(".toml").unwrap_or(&name);
    // `.toml` alone would be a hidden file without a name.
    let path = PathBuf::from(format!("{name}.toml"));
    let stem = path
        .file_stem()
        .and_then(|stem| stem.to_str())
        .filter(|_| !name.is_empty() && !name.ends_with(['/', '.']))
        .ok_or_else(|| Failure::Usage(say!("`{name}` is no name for a file")))?;
    let from = options.from.as_deref().map(original).transpose()?;
    let text = from.map_or_else(
        || file_to_begin_with(kind, stem),
        |item| shipped::copy_of(item, stem),
    );
    let data = from.map(shipped::data_of).unwrap_or_default();
    let beside: Vec<(PathBuf, &[u8])> = data
        .iter()
        .map(|(name, bytes)| (path.with_file_name(name), &**bytes))
        // A copy made before brought it.
        .filter(|(beside, bytes)| !std::fs::read(beside).is_ok_and(|found| found == *bytes))
        .collect();
    // Nothing is written unless all can be.
    refuse_if_there(&path, &words!("choose another name or another folder"))?;
    for (file, _) in &beside {
        let hint =
            words!("the copy reads a file of this name and would read yours: make it in another folder");
        refuse_if_there(file, &hint)?;
    }
    write_new(&path, text.as_bytes())?;
    for (file, bytes) in &beside {
        write_new(file, bytes)?;
    }
    if terminal.json {
        return Terminal::answer_json(&json!({ "path": path }));
    }
    let kind = from.map_or(kind, |item| item.kind.of_file());
    let commands = commands(kind, &path.display().to_string(), stem);
    Terminal::answer(&say!("{} is ready. Edit it, then:\n{commands}", path.display()))
}

fn is_there(path: &Path, hint: &str) -> Failure {
    Failure::Other(anyhow::Error::msg(say!(
        "{}: this file is there already\nhint: {hint}",
        path.display()
    )))
}

fn refuse_if_there(path: &Path, hint: &str) -> CommandResult {
    match path.symlink_metadata() {
        Ok(_) => Err(is_there(path, hint)),
        Err(_) => Ok(()),
    }
}

/// Writes a file that is not there yet.
fn write_new(path: &Path, bytes: &[u8]) -> CommandResult {
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => is_there(path, &words!("choose another name or another folder")),
        _ => OutputError::system(path, &error).into(),
    };
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(failed)?;
    file.write_all(bytes).map_err(failed)
}

/// What is shipped under a name.
fn original(name: &str) -> Result<&'static Item, Failure> {
    shipped::find(name).ok_or_else(|| {
        let hint = match shipped::nearest(name, &Kind::ALL) {
            Some(near) => say!("did you mean `{near}`?"),
            None => say!("`samspil scenarios` lists what comes with Samspil"),
        };
        Failure::Usage(say!(
            "nothing that comes with Samspil is called `{name}`\nhint: {hint}"
        ))
    })
}

/// A word as a shell takes it for one.
fn quoted(word: &str) -> String {
    let plain = |character: char| character.is_alphanumeric() || "/._-\\:~".contains(character);
    if word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// What can be done with a file of a kind.
fn commands(kind: Option<FileKind>, path: &str, stem: &str) -> String {
    // What begins with a dash would be taken for an option.
    let is_like_option = |word: &str| word.starts_with('-');
    let path = quoted(&if is_like_option(path) {
        format!("./{path}")
    } else {
        path.to_owned()
    });
    let stem = if is_like_option(stem) {
        format!("-- {}", quoted(stem))
    } else {
        quoted(stem)
    };
    let command = match kind {
        Some(FileKind::Plan | FileKind::HypothesisPlan) => format!("sweep {path}"),
        Some(FileKind::FrontierPlan) => format!("frontier {path}"),
        Some(FileKind::CalibrationPlan) => format!("calibrate {path}"),
        Some(FileKind::WorldsPlan) => format!("worlds build {path}"),
        Some(FileKind::Hypothesis) => format!("test {path}"),
        Some(FileKind::Fact) => format!("validate --facts . {stem}"),
        None => format!("run {path}"),
    };
    format!("  samspil check {path}\n  samspil {command}\n")
}

#[cfg(test)]
mod tests {
    use super::{meant, sounds_like_a_kind};

    #[test]
    fn a_name_that_differs_from_a_kind_by_a_slip_is_known() {
        for (name, kind) in [
            ("hypotesis", "hypothesis"),
            ("Plan", "plan"),
            ("scenarios", "scenario"),
            ("hypothesis-plan", "hypothesis_plan"),
        ] {
            assert_eq!(meant(name), Some(kind), "{name}");
        }
        for name in ["my_town", "plane", "plan_b", "facade", "my_plan", "frontier_town"] {
            assert_eq!(meant(name), None, "{name}");
            assert!(!sounds_like_a_kind(name), "{name}");
        }
    }

    #[test]
    fn words_of_the_program_are_no_names_of_towns() {
        for name in [
            "lesson",
            "Lessons",
            "calibration",
            "sweep-plan",
            "validate",
            "known",
        ] {
            assert_eq!(meant(name), None, "{name}");
            assert!(sounds_like_a_kind(name), "{name}");
        }
    }
}
