//! Every file in `tests/invalid/` with the exact words a person reads about it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::path::Path;

use samspil::scenario::Scenario;

mod contradictions;
mod events;
mod files;
mod hints;
mod values;

/// What is said about a file of `tests/invalid/`; paths are as seen from the root of the project.
fn faults(name: &str) -> String {
    faults_of_path(&format!("tests/invalid/{name}.toml"))
}

/// What is said about a path.
fn faults_of_path(path: &str) -> String {
    Scenario::load(Path::new(path), &[]).unwrap_err().to_string()
}

/// What is said about `--set` arguments to the reference scenario.
fn faults_of_arguments(overrides: &[(&str, &str)]) -> String {
    let overrides: Vec<_> = overrides
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    Scenario::load(Path::new("scenarios/reference.toml"), &overrides)
        .unwrap_err()
        .to_string()
}

/// What is said about a file with these bytes, with its folder left out.
fn faults_of_bytes(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    faults_of_path(&path.display().to_string()).replace(&folder.path().display().to_string(), "[folder]")
}

#[test]
fn every_invalid_file_has_a_snapshot() {
    let tests = [
        include_str!("contradictions.rs"),
        include_str!("events.rs"),
        include_str!("files.rs"),
        include_str!("values.rs"),
    ]
    .concat();
    for entry in std::fs::read_dir("tests/invalid").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(
            tests.contains(&format!("faults(\"{name}\")")),
            "{name} has no snapshot"
        );
    }
}
