//! The command as a person runs it: answers, results, and every way it refuses.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;

mod alone;
mod asking;
mod barriers;
mod book;
mod calibrating;
mod comparing;
mod data;
mod desk;
mod faults;
mod installing;
#[path = "../kinds/mod.rs"]
mod kinds;
mod language;
mod powering;
mod refusing;
mod resuming;
mod running;
mod searching;
mod sensing;
mod sharing;
#[cfg(unix)]
mod stopping;
mod sweeping;
mod testing;
mod trusting;
mod validating;
mod worlding;

const SCENARIO: &str = "scenarios/cases/norre_snede.toml";

/// A small, short run of the first case.
const SMALL: [&str; 4] = [
    "--set",
    "population.citizens=150",
    "--set",
    "simulation.horizon_years=2",
];

/// The command with these arguments, ready to run from the root of the project.
fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin("samspil"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_COLOR", "1")
        .env("LC_ALL", "C")
        .args(arguments);
    command
}

fn samspil(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

/// `samspil run SCENARIO` small, into a folder, with further arguments.
fn run_into(folder: &Path, further: &[&str]) -> Output {
    let mut arguments = vec!["run", SCENARIO, "--output", folder.to_str().unwrap()];
    arguments.extend(SMALL);
    arguments.extend(further);
    samspil(&arguments)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The one folder of results in a folder.
fn results_in(folder: &Path) -> std::path::PathBuf {
    let mut entries: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(entries.len(), 1, "one run, one folder: {entries:?}");
    entries.remove(0)
}

/// `samspil verify` of a folder of results.
fn verified(folder: &Path) -> Output {
    samspil(&["verify", folder.to_str().unwrap()])
}

/// The rows of a table, by the names of their columns.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// A cell as a number; `NaN` where it holds none.
fn number(cell: &str) -> f64 {
    cell.parse().unwrap_or(f64::NAN)
}
