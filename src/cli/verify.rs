//! `samspil verify`: is a folder of results still what it was?

use std::path::PathBuf;

use clap::Args;
use samspil::figure::numbers::count;
use samspil::output::{Verified, verify};
use samspil::words::say;
use serde_json::json;

use super::CommandResult;
use super::failure::Failure;
use super::terminal::Terminal;

/// Check that a folder of results is whole, unaltered, and made by this engine
///
/// Every file is compared with its digest in `manifest.json`. It takes any folder that a command has left.
#[derive(Args)]
#[command(after_help = "Example: samspil verify output/norre_snede-1a2b3c4d")]
pub(crate) struct Options {
    /// The folder
    folder: PathBuf,
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let folder = &options.folder;
    if !folder.is_dir() {
        return Err(Failure::Other(anyhow::Error::msg(say!(
            "{}: there is no such folder\nhint: name a folder that a command has left, such as \
             output/norre_snede-1a2b3c4d",
            folder.display()
        ))));
    }
    let verified = verify(folder)?;
    let files = verified
        .manifest
        .as_ref()
        .map_or(0, |manifest| manifest.files.len() + 1);
    if terminal.json {
        Terminal::answer_json(&as_json(&verified, files))?;
    } else {
        Terminal::answer(&in_words(options, &verified, files))?;
    }
    if verified.defects.is_empty() {
        Ok(())
    } else {
        Err(Failure::Told)
    }
}

fn in_words(options: &Options, verified: &Verified, files: usize) -> String {
    let folder = options.folder.display();
    if verified.defects.is_empty() {
        return match files {
            1 => say!("{folder}: 1 file agrees\n"),
            files => say!("{folder}: {} files agree\n", count(files)),
        };
    }
    verified
        .defects
        .iter()
        .fold(say!("{folder} is not as it was left:\n"), |text, defect| {
            text + "  " + &defect.to_string() + "\n"
        })
}

fn as_json(verified: &Verified, files: usize) -> serde_json::Value {
    let manifest = verified.manifest.as_ref();
    json!({
        "agrees": verified.defects.is_empty(),
        "files": files,
        "engine": manifest.map(|manifest| &manifest.engine),
        "version": manifest.map(|manifest| &manifest.version),
        "replications": manifest.map(|manifest| manifest.replications_done),
        "defects": verified.defects.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}
