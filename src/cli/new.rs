//! `samspil new`: a scenario to fill in, or a copy of something that is shipped.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use samspil::output::OutputError;
use samspil::scenario;
use samspil::shipped::{self, Item, Kind};
use serde_json::json;

use super::failure::Failure;
use super::terminal::Terminal;
use super::{Outcome, completions};

/// Write a new scenario file to fill in, or a copy of what comes with Samspil
#[derive(Args)]
#[command(after_help = "\
Examples: samspil new my_town
          samspil new --from norre_snede my_norre_snede
          samspil new --from invitation_by_ease my_plan")]
pub(crate) struct Options {
    /// Its name; the file is NAME.toml
    name: String,
    /// Copy this scenario, plan, hypothesis or fact, which `samspil scenarios` lists
    #[arg(long, value_name = "SHIPPED", add = completions::names(&Kind::ALL))]
    from: Option<String>,
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> Outcome {
    let name = options.name.strip_suffix(".toml").unwrap_or(&options.name);
    // `.toml` alone would be a hidden file without a name.
    let path = PathBuf::from(format!("{name}.toml"));
    let stem = path
        .file_stem()
        .and_then(|stem| stem.to_str())
        .filter(|_| !name.is_empty() && !name.ends_with(['/', '.']))
        .ok_or_else(|| Failure::Usage(format!("`{}` is no name for a file", options.name)))?;
    let from = options.from.as_deref().map(original).transpose()?;
    let text = from.map_or_else(|| scenario::template(stem), |item| shipped::copy_of(item, stem));
    write_new(&path, text.as_bytes())?;
    for (name, bytes) in from.map(shipped::data_of).unwrap_or_default() {
        let beside = path.with_file_name(name);
        // A copy made before brought it.
        if std::fs::read(&beside).is_ok_and(|found| found == *bytes) {
            continue;
        }
        write_new(&beside, &bytes)?;
    }
    if terminal.json {
        return Terminal::answer_json(&json!({ "path": path }));
    }
    let commands = commands(from.map(|item| item.kind), &path.display().to_string(), stem);
    Terminal::answer(&format!(
        "{} is ready. Edit it, then:\n{commands}",
        path.display()
    ))
}

/// Writes a file that is not there yet.
fn write_new(path: &Path, bytes: &[u8]) -> Outcome {
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::Other(anyhow::anyhow!(
            "{}: this file is there already\nhint: choose another name or another folder",
            path.display()
        )),
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
            Some(near) => format!("did you mean `{near}`?"),
            None => "`samspil scenarios` lists what comes with Samspil".to_owned(),
        };
        Failure::Usage(format!(
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
fn commands(kind: Option<Kind>, path: &str, stem: &str) -> String {
    let (path, stem) = (quoted(path), quoted(stem));
    let command = match kind {
        Some(Kind::SweepPlan) => format!("sweep {path}"),
        Some(Kind::FrontierPlan) => format!("frontier {path}"),
        Some(Kind::CalibrationPlan) => format!("calibrate {path}"),
        Some(Kind::Hypothesis) => format!("test {path}"),
        Some(Kind::Fact) => format!("validate --facts . {stem}"),
        _ => return format!("  samspil check {path}\n  samspil run {path}\n"),
    };
    format!("  samspil {command}\n")
}
