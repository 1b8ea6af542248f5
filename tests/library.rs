//! The library that anyone can call: its surface, and that its numbers are those of the command.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use samspil::Scenario;

/// Public items without a promise are hidden; these are documented.
const ITEMS_MAX: usize = 150;

fn small(name: &str) -> Scenario {
    let town = Scenario::load(name).unwrap();
    let town = town.set("population.citizens", 120).unwrap();
    town.set("simulation.horizon_years", 2).unwrap()
}

/// The lines that declare public items of the library's front, with the file they stand in.
fn surface() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/laboratory");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut items = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).unwrap();
        let lines = text.lines().map(str::trim_start);
        let public = lines.filter(|line| line.starts_with("pub ") && !line.starts_with("pub use"));
        for line in public {
            let line = line.trim_end_matches(['{', ' ', ',', '(']);
            items.push(format!("{name}: {line}"));
        }
    }
    items
}

#[test]
fn the_surface_is_small_and_written_down() {
    let items = surface();
    assert!(items.len() <= ITEMS_MAX, "{} items", items.len());
    let written = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/library.txt");
    let text = items.join("\n") + "\n";
    if std::env::var_os("UPDATE_LIBRARY").is_some() {
        fs::write(&written, &text).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&written).unwrap_or_default(),
        text,
        "UPDATE_LIBRARY=1 accepts a new surface"
    );
    let front = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let lines: Vec<&str> = front.lines().collect();
    for (number, line) in lines.iter().enumerate() {
        if line.starts_with("pub mod ") {
            assert_eq!(lines[number - 1], "#[doc(hidden)]", "{line}");
        }
    }
}

#[test]
fn numbers_are_those_of_the_command() {
    let town = small("norre_snede");
    let asked = town.set("programme.upkeep.invitation", 1).unwrap();
    let comparison = town.compare(&[("asked", &asked)], 6).unwrap();
    let place = tempfile::tempdir().unwrap();
    let settings = [
        "--everywhere",
        "population.citizens=120",
        "--everywhere",
        "simulation.horizon_years=2",
        "--variant",
        "asked: programme.upkeep.invitation=1",
    ];
    let output = Command::cargo_bin("samspil")
        .unwrap()
        .env("LC_ALL", "C")
        .args(["compare", "norre_snede", "-n", "6", "--json", "-q", "--output"])
        .arg(place.path())
        .args(settings)
        .output()
        .unwrap();
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let own: serde_json::Value = serde_json::from_str(&comparison.answer().json()).unwrap();
    assert_eq!(told["answer"], own);
    let run = town.run(6).unwrap();
    let difference = comparison.difference("outcome", 0);
    let apart = run.summary("outcome").mean - difference.baseline_mean;
    assert!(apart.abs() < 1e-12, "{apart}");
    assert!(run.answer().report().unwrap().contains("<svg"));
}

#[test]
fn a_society_that_is_stepped_through_is_that_of_the_run() {
    let town = small("reference");
    let run = town.run(2).unwrap();
    for replication in 0..2 {
        let mut society = town.society(replication);
        let mut step = 0;
        loop {
            for measure in ["outcome", "participants_share", "fatigue"] {
                let lived = society.measure(measure).unwrap();
                let value = run.values(measure, step)[replication as usize];
                assert_eq!(lived.to_bits(), value.to_bits(), "{measure} after {step} steps");
            }
            let taking_part = society.participants(0).iter().filter(|active| **active).count();
            assert!(taking_part <= society.citizens().count());
            if !society.step() {
                break;
            }
            step += 1;
        }
        assert_eq!(society.steps_lived(), town.steps());
    }
}

/// The seed belongs to the town, whatever is set in it later.
#[test]
fn a_seed_stays() {
    let town = small("reference");
    let mean = |town: &Scenario| town.run(3).unwrap().summary("outcome").mean.to_bits();
    let first = town.clone().seed(7).set("willingness.ease", 1.2).unwrap();
    let last = town.set("willingness.ease", 1.2).unwrap().seed(7);
    assert_eq!(mean(&first), mean(&last));
    assert_ne!(mean(&first), mean(&town.set("willingness.ease", 1.2).unwrap()));
}

#[test]
fn what_cannot_be_is_said() {
    let town = small("reference");
    let said = |error: samspil::Error| error.to_string();
    assert!(said(town.set("willingness.efficcy", 1).unwrap_err()).contains("willingness.efficacy"));
    assert!(said(Scenario::load("refrence").unwrap_err()).contains("reference"));
    assert!(said(town.compare(&[("same", &town)], 2).unwrap_err()).contains("same"));
    assert!(said(samspil::test(&[]).unwrap_err()).contains("no hypothesis"));
    assert!(said(samspil::test(&["H-03", "H-03"]).unwrap_err()).contains("named twice"));
    assert!(said(town.barriers(1 << 20).unwrap_err()).contains("replications"));
    let many = [("a", &town); 7];
    assert!(said(town.compare(&many, 4).unwrap_err()).contains("variants"));
    assert!(town.value("nothing.like_this").is_none());
}

/// Whoever looks an item up sees how it is used.
#[test]
fn every_item_has_an_example() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/laboratory");
    for file in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let text = fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
        let kinds = [
            "pub fn ",
            "pub const fn ",
            "pub struct ",
            "pub enum ",
            "pub trait ",
        ];
        for (number, line) in lines.iter().enumerate() {
            if !kinds.iter().any(|kind| line.starts_with(kind)) {
                continue;
            }
            let above = lines[..number].iter().rev();
            let mut head = above.take_while(|line| line.starts_with("///") || line.starts_with("#["));
            assert!(
                head.any(|line| *line == "/// # Examples"),
                "{}: {line}",
                file.display()
            );
        }
    }
}
