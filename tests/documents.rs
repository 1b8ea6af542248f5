//! Documents that are made from the code stay equal to it.
//!
//! `UPDATE_DOCUMENTS=1 cargo test --test documents` writes them anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::path::Path;

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
