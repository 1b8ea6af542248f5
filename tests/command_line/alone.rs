//! The program alone: in an empty folder, with nothing of its source beside it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;

use super::book::{self, made_small, small_plans, words};
use super::{results_in, text};

fn in_folder(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(cargo_bin("samspil"))
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("LC_ALL", "C")
        .args(arguments)
        .output()
        .unwrap()
}

/// The commands that a text advises: lines, or what stands behind `Example:`, that begin with the name of the program.
fn advised(text: &str) -> Vec<Vec<String>> {
    let pieces: Vec<&str> = text.split("\\\n").map(str::trim_start).collect();
    let joined = pieces.concat();
    let lines = joined.lines().map(|line| {
        let line = line.trim();
        line.strip_prefix("Examples:")
            .or_else(|| line.strip_prefix("Example:"))
            .unwrap_or(line)
            .trim()
    });
    lines
        .filter_map(|line| line.strip_prefix("samspil "))
        .map(|rest| words(rest.split("   ").next().unwrap_or(rest)))
        .collect()
}

/// The commands that a bare call and all pages of help advise.
fn advised_by_help(folder: &Path) -> Vec<Vec<String>> {
    let mut commands = advised(&text(&in_folder(folder, &[]).stdout));
    assert!(commands.len() > 2, "{commands:?}");
    let help = text(&in_folder(folder, &["--help"]).stdout);
    let names = help.split_once("Commands:").unwrap().1.lines().skip(1);
    let names: Vec<&str> = names
        .take_while(|line| !line.trim().is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(names.len() > 15, "{names:?}");
    commands.extend(advised(&help));
    for name in names {
        let help = text(&in_folder(folder, &[name, "--help"]).stdout);
        let examples = help.split("Example").last().unwrap();
        for line in examples.lines() {
            assert!(line.len() < 80, "a terminal of 80 columns breaks this: {line}");
        }
        let own = advised(&help);
        assert!(!own.is_empty(), "{name} has no example: {help}");
        commands.extend(own);
    }
    commands
}

#[test]
fn everything_that_is_advised_runs_in_an_empty_folder() {
    let folder = tempfile::tempdir().unwrap();
    let mut commands = advised_by_help(folder.path());
    commands.extend(book::shown());
    // What is there comes before what is shipped.
    small_plans(folder.path());
    let mut seen = Vec::new();
    for command in commands {
        // The laboratory stays open, shards are joined and folders verified when they are there, pages would go to the home.
        if ["serve", "merge", "man", "verify"].contains(&command[0].as_str()) {
            continue;
        }
        // So are ensembles shown.
        if command[0] == "worlds" && command[1] != "build" {
            continue;
        }
        // Where the answer goes is the shell's part.
        let own = command.split(|word| word == ">").next().unwrap();
        let made = made_small(own);
        if seen.contains(&made) {
            continue;
        }
        let arguments: Vec<&str> = made.iter().map(String::as_str).collect();
        let output = in_folder(folder.path(), &arguments);
        assert!(output.status.success(), "{command:?}: {}", text(&output.stderr));
        seen.push(made);
    }
    assert!(seen.len() > 40, "{}", seen.len());
}

#[test]
fn results_are_the_same_from_the_source_and_from_the_program() {
    let empty = tempfile::tempdir().unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR"));
    let answered = |folder: &Path, scenario: &str| {
        let output = tempfile::tempdir().unwrap();
        let place = output.path().to_str().unwrap();
        let small = "population.citizens=150";
        let run = in_folder(
            folder,
            &["run", scenario, "--set", small, "-n", "2", "--output", place],
        );
        assert!(run.status.success(), "{}", text(&run.stderr));
        let results = results_in(output.path());
        let manifest: Value =
            serde_json::from_slice(&fs::read(results.join("manifest.json")).unwrap()).unwrap();
        let name = results.file_name().unwrap().to_owned();
        (
            name,
            manifest["scenario"].clone(),
            fs::read(results.join("summary.csv")).unwrap(),
        )
    };
    let inside = answered(empty.path(), "norre_snede");
    assert!(inside.0.to_str().unwrap().starts_with("norre_snede-"));
    assert_eq!(inside, answered(source, "scenarios/cases/norre_snede.toml"));
    assert_eq!(inside, answered(source, "cases/norre_snede"));
    assert_eq!(inside, answered(empty.path(), "scenarios/cases/norre_snede.toml"));
}

#[test]
fn a_file_that_is_there_comes_before_a_name() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("norre_snede"),
        "title = 'Mine'\n[programme.parks]\n",
    )
    .unwrap();
    let output = in_folder(folder.path(), &["check", "norre_snede"]);
    assert!(text(&output.stdout).contains("norre_snede is right: a scenario\n  Mine\n"));
}

#[test]
fn a_name_that_is_none_is_refused_with_the_nearest() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, hint) in [
        (&["run", "norre_sned"][..], "did you mean `norre_snede`?"),
        (
            &["compare", "pq_02_as_i", "pq_02_kits"],
            "did you mean `pq_02_as_is`?",
        ),
        (
            &["sweep", "invitation_ease"],
            "did you mean `invitation_by_ease`?",
        ),
        (&["test", "H-3"], "did you mean `H-03`?"),
        (&["validate", "sf_02"], "did you mean `SF-02`?"),
        (
            &["new", "--from", "norre_sned", "mine"],
            "did you mean `norre_snede`?",
        ),
        (&["sweep", "zzz"], "`samspil scenarios plans` lists"),
        (&["run", "zzz"], "`samspil scenarios` lists"),
    ] {
        let output = in_folder(folder.path(), arguments);
        assert!(!output.status.success(), "{arguments:?}");
        let complaint = text(&output.stderr);
        assert!(complaint.contains(hint), "{arguments:?}: {complaint}");
    }
}

#[test]
fn scenarios_are_listed_by_name_and_own_ones_are_said_to_be_own() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("mine.toml"),
        "title = 'My town'\nextends = 'norre_snede'\n",
    )
    .unwrap();
    fs::write(folder.path().join("Cargo.toml"), "[package]\nname = 'other'\n").unwrap();
    let list = text(&in_folder(folder.path(), &["scenarios"]).stdout);
    let (shipped, own) = list.split_once("Your own:").unwrap();
    assert!(shipped.contains("Cases, what others did:\n") && shipped.contains("\n  norre_snede\n"));
    assert!(
        own.contains("mine.toml\n      My town") && !own.contains("Cargo.toml"),
        "{own}"
    );
    let output = in_folder(
        folder.path(),
        &["run", "mine.toml", "-n", "2", "--set", "population.citizens=150"],
    );
    assert!(output.status.success(), "{}", text(&output.stderr));
    for (what, name) in [
        ("lessons", "bonding_or_bridging"),
        ("cases", "norre_snede"),
        ("theory", "big_society"),
        ("planner", "pq_02_kits"),
        ("plans", "invitation_by_ease"),
        ("hypotheses", "H-03"),
        ("facts", "SF-02"),
    ] {
        let list = in_folder(folder.path(), &["scenarios", what, "--json"]).stdout;
        let list: Value = serde_json::from_slice(&list).unwrap();
        let named = |entry: &Value| entry["name"] == name && entry["own"] == false;
        assert!(list.as_array().unwrap().iter().any(named), "{what}");
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = text(&in_folder(source, &["scenarios"]).stdout);
    assert!(
        !list.contains("Your own"),
        "what is shipped is not listed twice: {list}"
    );
}

#[test]
fn a_copy_runs_where_it_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let output = in_folder(folder.path(), &["new", "--from", "pq_02_kits", "my_town"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("samspil run my_town.toml"));
    let output = in_folder(folder.path(), &["check", "my_town.toml"]);
    assert!(
        text(&output.stdout).contains("my_town.toml is right: a scenario\n  my_town\n"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn a_copy_is_whole_or_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("survey_town.csv");
    let make = |name: &str| in_folder(folder.path(), &["new", "--from", "survey_town", name]);
    std::fs::write(&data, "idno\n1\n").unwrap();
    for _ in 0..2 {
        let output = make("mine");
        assert_eq!(output.status.code(), Some(1));
        let said = text(&output.stderr);
        assert!(
            said.contains("survey_town.csv: this file is there already")
                && said.contains("in another folder"),
            "{said}"
        );
        assert!(!folder.path().join("mine.toml").exists(), "nothing half-made");
    }
    std::fs::create_dir(folder.path().join("other")).unwrap();
    assert!(make("other/mine").status.success());
    std::fs::remove_file(&data).unwrap();
    assert!(make("mine").status.success());
    assert!(
        make("yours").status.success(),
        "the data of the first copy are those of the second"
    );
}

#[test]
fn a_name_that_begins_with_a_dash_is_no_option() {
    let folder = tempfile::tempdir().unwrap();
    let made = in_folder(folder.path(), &["new", "--", "-x"]);
    let said = text(&made.stdout);
    assert!(said.contains("samspil check ./-x.toml"), "{said}");
    assert!(in_folder(folder.path(), &["check", "./-x.toml"]).status.success());
}
