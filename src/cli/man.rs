//! `samspil man`: the manual pages.

use std::path::PathBuf;

use clap::Args;
use clap_mangen::Man;
use samspil::output::OutputError;
use samspil::words::say;
use serde_json::json;

use super::failure::Failure;
use super::terminal::Terminal;
use super::{CommandResult, whole_command};

/// Write the manual pages
///
/// Without a folder the first page goes to standard output, for `samspil man | man -l -`. With one, a page for the program
/// and one for each command are written there; `~/.local/share/man/man1` is where `man` looks.
#[derive(Args)]
#[command(after_help = "Example: samspil man ~/.local/share/man/man1")]
pub(crate) struct Options {
    /// Folder for the pages; it is made where it is not there
    folder: Option<PathBuf>,
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let Some(folder) = &options.folder else {
        let mut page = Vec::new();
        Man::new(whole_command())
            .render(&mut page)
            .map_err(|error| Failure::Other(error.into()))?;
        return Terminal::answer(&String::from_utf8_lossy(&page));
    };
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(whole_command(), folder))
        .map_err(|error| OutputError::system(folder, &error))?;
    if terminal.json {
        return Terminal::answer_json(&json!({ "folder": folder }));
    }
    Terminal::answer(&say!("The manual pages are in {}.\n", folder.display()))
}
