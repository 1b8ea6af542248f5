//! `samspil new`: a scenario to fill in.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use clap::Args;
use samspil::scenario;
use serde_json::json;

use super::Outcome;
use super::failure::Failure;
use super::terminal::Terminal;

/// Write a new scenario file to fill in
#[derive(Args)]
#[command(after_help = "Example: samspil new my_town")]
pub(crate) struct Options {
    /// Its name; the file is NAME.toml
    name: String,
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> Outcome {
    let name = options.name.strip_suffix(".toml").unwrap_or(&options.name);
    let path = PathBuf::from(format!("{name}.toml"));
    let stem = path
        .file_stem()
        .and_then(|stem| stem.to_str())
        .filter(|stem| !stem.is_empty())
        .ok_or_else(|| Failure::Usage(format!("`{}` is no name for a file", options.name)))?;
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)
        .map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => Failure::Other(anyhow::anyhow!(
                "{}: this file is there already\nhint: choose another name",
                path.display()
            )),
            _ => Failure::Other(anyhow::Error::new(error).context(path.display().to_string())),
        })?;
    file.write_all(scenario::template(stem).as_bytes())
        .map_err(|error| Failure::Other(anyhow::Error::new(error).context(path.display().to_string())))?;
    if terminal.json {
        return Terminal::answer_json(&json!({ "path": path }));
    }
    Terminal::answer(&format!(
        "{} is ready. Edit it, then:\n  samspil check {0}\n  samspil run {0}\n",
        path.display()
    ))
}
