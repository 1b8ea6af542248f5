//! Facts that count as evidence rest on nothing that the model rests on, and the others say truthfully what they are.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::path::{Path, PathBuf};

use samspil::scenario::fact::{Asked, Content, Fact, Role, Target, cites, keys_sourced_by};
use samspil::scenario::register;
use samspil::shipped::{self, Kind};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

fn facts() -> Vec<Fact> {
    let facts = shipped::all(Kind::Fact).into_iter().map(|place| {
        Fact::load_from(&place.files, &place.path, &[]).unwrap_or_else(|error| panic!("{error}"))
    });
    facts.collect()
}

/// What the rooms of the model say at their heads of where they come from.
fn rooms() -> Vec<(PathBuf, String)> {
    let mut folders = vec![root().join("src/model")];
    let mut rooms = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let head = text.lines().take_while(|line| line.starts_with("//!"));
                let head: Vec<&str> = head.map(|line| line.trim_start_matches("//!")).collect();
                rooms.push((path, head.join(" ")));
            }
        }
    }
    rooms
}

/// Where the model rests on some evidence: keys of the register and rooms.
fn users(evidence: &str, rooms: &[(PathBuf, String)]) -> Vec<String> {
    let keys = keys_sourced_by(evidence).into_iter().map(str::to_owned);
    let rooms = rooms.iter().filter(|(_, head)| cites(head, evidence));
    keys.chain(rooms.map(|(path, _)| path.display().to_string()))
        .collect()
}

#[test]
fn no_validation_fact_shares_its_evidence_with_the_model() {
    let rooms = rooms();
    let sourced = rooms.iter().filter(|(_, head)| head.contains("Sources: "));
    assert!(sourced.count() > 30, "rooms say where they come from");
    let mut shared = Vec::new();
    for fact in facts() {
        let used: Vec<String> = fact
            .evidence
            .iter()
            .flat_map(|evidence| {
                let users = users(evidence, &rooms).into_iter();
                users.map(move |user| format!("{evidence}: {user}"))
            })
            .collect();
        match fact.role {
            Role::Validation if !used.is_empty() => shared.push(format!("{}: {}", fact.id, used.join(", "))),
            Role::BuiltIn => assert!(!used.is_empty(), "{} is built into nothing", fact.id),
            Role::Validation | Role::Calibration => {}
        }
    }
    assert!(
        shared.is_empty(),
        "declare these as built in:\n{}",
        shared.join("\n")
    );
}

/// What the register itself calls a source has set a parameter.
#[test]
fn facts_that_parameters_were_set_by_are_calibration() {
    let facts = facts();
    let mut seen = 0;
    for entry in register().entries() {
        for fact in facts.iter().filter(|fact| cites(&entry.source, &fact.id)) {
            assert_eq!(fact.role, Role::Calibration, "{} sets {}", fact.id, entry.key);
            seen += 1;
        }
    }
    assert!(seen > 0, "SF-01 is a source");
}

/// Ids of evidence are those of the glossary, ids of the review those of its coverage; sources tell them all.
#[test]
fn evidence_is_what_the_sources_name() {
    let glossary = read("docs/glossary.md").replace(" … ", " to ");
    let coverage = read("docs/coverage.md");
    for fact in facts().iter().filter(|fact| fact.id.starts_with("SF-")) {
        let sources = fact.sources.join("; ");
        for evidence in &fact.evidence {
            assert!(cites(&sources, evidence), "{}: {evidence}", fact.id);
            let page = if evidence.starts_with("Ev-") {
                &glossary
            } else {
                &coverage
            };
            assert!(cites(page, evidence), "{evidence} is explained nowhere");
        }
    }
}

#[test]
fn a_smallest_effect_has_its_reason_in_the_note() {
    let mut seen = 0;
    for fact in facts() {
        let has_sign = fact.checks.iter().any(|check| {
            let Asked::Measured { target, .. } = &check.asked else {
                return false;
            };
            matches!(target, Target::Sign { .. })
        });
        if has_sign {
            let danish = fact.note.danish.as_deref().unwrap_or_default();
            assert!(
                fact.note.english.contains("mallest effect") && danish.contains("indste effekt"),
                "{}",
                fact.id
            );
            seen += 1;
        }
    }
    assert!(seen >= 12, "{seen}");
}

/// Arithmetic can be evidence of nothing but the constants.
#[test]
fn what_counts_as_evidence_emerges() {
    for fact in facts().iter().filter(|fact| fact.role == Role::Validation) {
        assert_eq!(fact.content, Content::Emergent, "{}", fact.id);
    }
}
