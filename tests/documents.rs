//! Documents that are made from the code stay equal to it.
//!
//! `UPDATE_DOCUMENTS=1 cargo test --test documents` writes them anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::path::Path;

use samspil::scenario::fact::{Fact, Role};
use samspil::scenario::{Scenario, catalogue, parameters_markdown};

fn same(document: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(document);
    if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
        std::fs::write(&path, expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "{document} is out of date: UPDATE_DOCUMENTS=1 cargo test --test documents"
    );
}

#[test]
fn parameters_are_those_of_the_register() {
    same("docs/parameters.md", &parameters_markdown());
}

#[test]
fn hypotheses_are_those_of_the_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut ids: Vec<String> = std::fs::read_dir(root.join("scenarios/hypotheses"))
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    ids.sort();
    let document = std::fs::read_to_string(root.join("docs/hypotheses.md")).unwrap();
    let first_cells = |after: &str| -> Vec<String> {
        let (_, section) = document.split_once(after).unwrap();
        let rows = section.lines().skip_while(|line| !line.starts_with("| H-"));
        rows.take_while(|line| line.starts_with("| H-"))
            .map(|line| line.split('|').nth(1).unwrap().trim().to_owned())
            .collect()
    };
    assert_eq!(first_cells("## Verdicts of this version"), ids);
    let left_out = first_cells("## What was left out");
    for number in 1..=20 {
        let id = format!("H-{number:02}");
        let is_there = |list: &[String]| list.iter().any(|it| it.starts_with(&id));
        assert!(
            is_there(&ids) != is_there(&left_out),
            "{id} is tested or left out"
        );
    }
}

#[test]
fn facts_are_those_of_the_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = std::fs::read_to_string(root.join("docs/validation.md")).unwrap();
    let mut rows: Vec<(String, String)> = document
        .lines()
        .filter(|line| line.starts_with("| SF-"))
        .map(|line| {
            let mut cells = line.split('|').map(str::trim);
            let id = cells.nth(1).unwrap().to_owned();
            (id, cells.next().unwrap().to_owned())
        })
        .collect();
    rows.sort();
    let mut expected = Vec::new();
    for entry in std::fs::read_dir(root.join("scenarios/facts")).unwrap() {
        let fact = Fact::load(&entry.unwrap().path(), &[]).unwrap_or_else(|error| panic!("{error}"));
        let mark = if fact.role == Role::Calibration {
            " *c*"
        } else {
            ""
        };
        expected.extend(
            fact.checks
                .iter()
                .map(|check| (fact.id.clone() + mark, check.pattern.clone())),
        );
    }
    expected.sort();
    assert_eq!(rows, expected);
}

#[test]
fn every_shipped_scenario_is_valid() {
    let shipped = catalogue(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")).unwrap();
    assert!(shipped.len() >= 6);
    for entry in shipped {
        let scenario = Scenario::load(&entry.path, &[]).unwrap_or_else(|error| panic!("{error}"));
        assert!(!scenario.title.is_empty(), "{} has a title", entry.path.display());
        assert!(
            !scenario.sources.is_empty(),
            "{} has sources",
            entry.path.display()
        );
    }
}
