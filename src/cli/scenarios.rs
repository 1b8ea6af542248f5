//! `samspil scenarios`: what there is to run.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use samspil::scenario::{self, Disk};
use serde_json::json;

use super::Outcome;
use super::failure::Failure;
use super::terminal::Terminal;

/// List the scenarios in a folder, with their titles
#[derive(Args)]
#[command(after_help = "Example: samspil scenarios")]
pub(crate) struct Options {
    /// Where to look
    #[arg(default_value = "scenarios")]
    folder: PathBuf,
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> Outcome {
    let entries = scenario::catalogue(&Disk, &options.folder).map_err(|error| {
        Failure::Other(anyhow::anyhow!(
            "{}: {error}\nhint: `samspil scenarios FOLDER` looks in another folder",
            options.folder.display()
        ))
    })?;
    if terminal.json {
        let list: Vec<_> = entries
            .iter()
            .map(|entry| json!({ "path": entry.path, "title": entry.title, "summary": entry.summary }))
            .collect();
        return Terminal::answer_json(&json!(list));
    }
    let mut text = String::new();
    for entry in &entries {
        writeln!(text, "{}\n    {}", entry.path.display(), entry.title)
            .expect("writing to a string cannot fail");
        if !entry.summary.is_empty() {
            writeln!(text, "    {}", entry.summary).expect("writing to a string cannot fail");
        }
    }
    Terminal::answer(&text)
}
