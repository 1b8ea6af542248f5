//! Golden tables: what every kind of study answers with, to the last digit.
//!
//! `UPDATE_GOLDEN=1 cargo test --test tables` accepts the tables of today. Do that on purpose only, and say in the change log
//! why they changed. `GOLDEN_TABLES=FOLDER` keeps the tables themselves, to be compared with those of another day.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod kinds;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use kinds::KINDS;

/// The file of the digests.
const FILE: &str = "tests/golden/tables.csv";

/// All CSV tables below a folder, in the order of their names.
fn tables(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(tables(&path));
        } else if path.extension().is_some_and(|ending| ending == "csv") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn digest(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for byte in &Sha256::digest(bytes)[..8] {
        write!(digits, "{byte:02x}").unwrap();
    }
    digits
}

/// The digests of the tables of a study; of its words where it writes no table.
fn answers(name: &str, arguments: &[&str], kept: Option<&Path>) -> String {
    let scratch = tempfile::tempdir().unwrap();
    let folder = kept.map_or(scratch.path().to_owned(), |kept| kept.join(name));
    let mut command = Command::new(env!("CARGO_BIN_EXE_samspil"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments);
    let writes = arguments[0] != "calibrate-reference";
    if writes {
        command.arg("--output").arg(&folder);
    }
    let output = command.env("NO_COLOR", "1").output().unwrap();
    assert!(
        output.status.success(),
        "{name}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    if !writes {
        return format!("{name},words,{}\n", digest(&output.stdout));
    }
    check_codebook(name, &folder);
    let mut text = String::new();
    for table in tables(&folder) {
        let file = table.file_name().unwrap().to_str().unwrap();
        writeln!(text, "{name},{file},{}", digest(&std::fs::read(&table).unwrap())).unwrap();
    }
    assert!(!text.is_empty(), "{name} writes no table");
    text
}

/// Columns that say what a row is of: they stand first, in this order.
const FIRST: [&str; 8] = [
    "id",
    "configuration",
    "design",
    "arm",
    "draw",
    "replication",
    "step",
    "year",
];
/// Names that no column has: another is agreed on, or databases take it for a word of their own.
const AVOIDED: [&str; 12] = [
    "sd", "variant", "column", "check", "table", "order", "group", "index", "key", "user", "from", "to",
];

/// The records of a table, the header first.
fn records(table: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(table)
        .unwrap();
    let records = reader.records().map(Result::unwrap);
    records
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}

/// Every column of every table stands in the codebook, in order, and has the name that is agreed on.
fn check_codebook(name: &str, folder: &Path) {
    let tables = tables(folder);
    let is_codebook = |table: &&PathBuf| table.ends_with("codebook.csv");
    let codebook = records(tables.iter().find(is_codebook).unwrap());
    for table in tables.iter().filter(|table| !is_codebook(table)) {
        let file = table.file_stem().unwrap().to_str().unwrap();
        let header = &records(table)[0];
        let entries = codebook.iter().filter(|entry| entry[0] == file);
        let described: Vec<&String> = entries.map(|entry| &entry[1]).collect();
        assert!(
            header.iter().eq(described.iter().copied()),
            "{name}: {file}: {header:?} {described:?}"
        );
        let avoided = header.iter().find(|column| AVOIDED.contains(&column.as_str()));
        assert!(avoided.is_none(), "{name}: {file}: {avoided:?}");
        let place = |column: &String| FIRST.iter().position(|first| first == column);
        let places: Vec<Option<usize>> = header.iter().map(place).collect();
        let first = places.iter().take_while(|place| place.is_some()).count();
        assert!(
            places[..first].is_sorted() && places[first..].iter().all(Option::is_none),
            "{name}: {file}: {header:?}"
        );
    }
}

#[test]
fn tables_of_all_kinds_keep_their_digits() {
    let kept = std::env::var_os("GOLDEN_TABLES").map(PathBuf::from);
    let mut text = "study,table,digest\n".to_owned();
    let studies: Vec<_> = KINDS.iter().flat_map(|kind| kind.golden).collect();
    let answers: Vec<String> = studies
        .par_iter()
        .map(|(name, arguments)| answers(name, arguments, kept.as_deref()))
        .collect();
    text += &answers.concat();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&file, &text).unwrap();
    }
    let golden = std::fs::read_to_string(&file).unwrap();
    let golden: Vec<&str> = golden.lines().collect();
    let other: Vec<&str> = text.lines().filter(|line| !golden.contains(line)).collect();
    assert!(
        other.is_empty() && golden.len() == text.lines().count(),
        "{} tables differ; UPDATE_GOLDEN=1 accepts them on purpose:\n{}",
        other.len(),
        other.join("\n")
    );
}
