//! The language of the reader: of the environment, of an option, and of programs.

use std::fs;
use std::path::Path;
use std::process::Output;

use super::{SCENARIO, SMALL, command, results_in, text};

/// `samspil run` of a small society by a Danish reader, with further arguments.
fn danish(folder: &Path, further: &[&str]) -> Output {
    let mut arguments = vec!["run", SCENARIO, "-n", "3", "--output", folder.to_str().unwrap()];
    arguments.extend(SMALL);
    arguments.extend(further);
    command(&arguments).env("LC_ALL", "da_DK.UTF-8").output().unwrap()
}

#[test]
fn the_environment_chooses_the_language_and_an_option_another() {
    let folder = tempfile::tempdir().unwrap();
    let first = text(&danish(folder.path(), &[]).stdout);
    assert!(first.contains("Gennemsnit over 3 gennemløb."), "{first}");
    let results = results_in(folder.path());
    let report = || fs::read_to_string(results.join("report.html")).unwrap();
    assert!(report().contains("<html lang=\"da\">") && report().contains("Hvad der sker"));
    let figures = fs::read_to_string(results.join("figures/output_outcome.svg")).unwrap();
    assert!(figures.contains("år fra starten") || figures.contains("måneder fra starten"));
    let tables = || {
        ["summary.csv", "codebook.csv", "series.csv", "known.csv"]
            .map(|name| fs::read(results.join(name)).unwrap())
    };
    let before = tables();

    let again = danish(folder.path(), &["--language", "en"]);
    assert!(text(&again.stdout).contains("Means over 3 replications."));
    assert!(
        !text(&again.stderr).contains("3 / 3"),
        "nothing is simulated anew"
    );
    assert!(report().contains("<html lang=\"en\">") && report().contains("What happens"));
    assert_eq!(tables(), before, "tables are in no language");
}

#[test]
fn what_programs_read_is_english() {
    let folder = tempfile::tempdir().unwrap();
    let danish = danish(folder.path(), &["--json"]);
    let value: serde_json::Value = serde_json::from_slice(&danish.stdout).unwrap();
    assert_eq!(value["title"], "Nørre Snede: a town takes over its upkeep");
}

#[test]
fn a_program_that_reads_an_answer_leaves_its_report_in_the_language_of_its_reader() {
    let folder = tempfile::tempdir().unwrap();
    danish(folder.path(), &[]);
    let report = || fs::read_to_string(results_in(folder.path()).join("report.html")).unwrap();
    let before = report();
    assert!(before.contains("<html lang=\"da\">"));
    let read = danish(folder.path(), &["--json"]);
    assert!(read.status.success(), "{}", text(&read.stderr));
    assert!(report() == before, "the report was written anew");
    danish(folder.path(), &["--json", "--language", "en"]);
    assert!(report().contains("<html lang=\"en\">"));
}

#[test]
fn faults_and_meanings_are_said_in_danish() {
    let said = |arguments: &[&str]| {
        command(arguments)
            .env("LANG", "da_DK")
            .env_remove("LC_ALL")
            .output()
            .unwrap()
    };
    let fault = said(&["check", SCENARIO, "--set", "barriers.silo=0.2"]);
    insta::assert_snapshot!(text(&fault.stderr), @r"
    fejl: der er ingen nøgle `barriers.silo`
     --> --set:1:1
      |
    1 | barriers.silo=0.2
      | ^^^^^^^^^^^^^ ukendt nøgle
      |
      = hint: mente du `barriers.silos`?

    1 fejl
    ");
    let meaning = text(&said(&["explain", "barriers.silos"]).stdout);
    assert!(meaning.contains("Mentale og organisatoriske siloer"), "{meaning}");
    let other = said(&["explain", "barriers.silos", "--language", "fr"]);
    assert_eq!(other.status.code(), Some(2));
    assert!(text(&other.stderr).contains("there are `en`, English, and `da`, Danish"));
}
