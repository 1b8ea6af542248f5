//! Files that commands are given.

use std::path::{Path, PathBuf};

use samspil::scenario::{Disk, Scenario, ScenarioError};
use samspil::shipped::{self, Kind, Place};
use samspil::words::say;

use super::failure::Failure;

/// The scenario of this path or name, with `--set KEY=VALUE` laid over it.
pub(super) fn load_scenario(given: &Path, settings: &[(String, String)]) -> Result<Scenario, ScenarioError> {
    let place = shipped::locate(given, &Kind::SCENARIOS)?;
    Scenario::load_from(&place.files, &place.path, settings)
}

/// The files of a folder that end in `.toml`, by name; `one` and `several` say what they should hold.
pub(super) fn in_folder(folder: &Path, one: &str, several: &str) -> Result<Vec<Place>, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::Other(anyhow::Error::new(error).context(say!("{} cannot be read", folder.display())))
    };
    if folder.is_file() {
        return Err(Failure::Usage(say!(
            "{}: this is a file, and a folder of {several} is needed\nhint: name the folder it stands in",
            folder.display()
        )));
    }
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(Failure::Other(anyhow::Error::msg(say!(
            "{}: there is no {one} in this folder\nhint: {several} are files that end in .toml",
            folder.display()
        ))));
    }
    paths.sort();
    let files = shipped::or_shipped(Disk::shared());
    let place = |path| Place {
        files: files.clone(),
        path,
    };
    Ok(paths.into_iter().map(place).collect())
}
