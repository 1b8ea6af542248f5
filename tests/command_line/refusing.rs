//! Every bad input: one clear message on standard error, the right exit code, nothing half-written.

use std::fs;
use std::path::Path;

use super::{SCENARIO, run_into, samspil, text};

/// What a refused command says, after checking its exit code and that it answered nothing.
fn refusal(arguments: &[&str], code: i32) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut all = arguments.to_vec();
    let folder_text = folder.path().to_str().unwrap();
    if arguments.first() == Some(&"run") && !arguments.contains(&"--output") {
        all.extend(["--output", folder_text]);
    }
    let output = samspil(&all);
    assert_eq!(output.status.code(), Some(code), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "");
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        0,
        "nothing half-written"
    );
    text(&output.stderr)
}

fn refusal_of_file(contents: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("town.toml");
    fs::write(&path, contents).unwrap();
    refusal(&["run", path.to_str().unwrap()], 1).replace(folder.path().to_str().unwrap(), "[folder]")
}

#[test]
fn files_that_are_none() {
    insta::assert_snapshot!(refusal(&["run", "scenarios/nowhere.toml"], 1), @"");
    insta::assert_snapshot!(refusal(&["run", "scenarios"], 1), @"");
    insta::assert_snapshot!(refusal_of_file(b"title = \"caf\xe9\"\n"), @"");
    insta::assert_snapshot!(refusal_of_file(b"[population\ncitizens = 3\n"), @"");
}

#[test]
fn values_that_cannot_be() {
    insta::assert_snapshot!(refusal_of_file(b"[population]\ncitizens = \"many\"\n"), @"");
    insta::assert_snapshot!(refusal_of_file(b"[population]\ncitizens = 0\n"), @"");
    insta::assert_snapshot!(refusal_of_file(b"[population]\ncitizens = 1000000000\n"), @"");
    insta::assert_snapshot!(refusal_of_file(b"[programme.a]\nrole = \"co_initiator\"\nstages = [\"co_delivery\"]\n"), @"");
    insta::assert_snapshot!(
        refusal_of_file(b"[programme.a]\nrelation = \"substitutive\"\nstaff_replaced = 0.3\nstaff_share = 0\n"), @""
    );
}

#[test]
fn command_lines_that_cannot_be() {
    insta::assert_snapshot!(refusal(&["run", SCENARIO, "-n", "0"], 2), @"");
    insta::assert_snapshot!(refusal(&["run", SCENARIO, "--set", "population.citizen=3"], 2), @"");
    insta::assert_snapshot!(refusal(&["run", SCENARIO, "--set", "population.citizens"], 2), @"");
    insta::assert_snapshot!(refusal(&["run", SCENARIO, "--precision", "-1"], 2), @"");
    insta::assert_snapshot!(refusal(&["run", SCENARIO, "--precision", "0.1", "--measure", "outcom"], 2), @"");
    insta::assert_snapshot!(refusal(&["run", SCENARIO, "--snapshot", "12,400"], 2), @"");
    insta::assert_snapshot!(refusal(&["run", SCENARIO, "-n", "900000"], 2), @"");
    insta::assert_snapshot!(refusal(&["run"], 2), @"");
    insta::assert_snapshot!(refusal(&["explain", "population.citizen"], 2), @"");
    insta::assert_snapshot!(refusal(&["walk"], 2), @"");
}

#[test]
fn folders_that_are_not_there_to_write_in() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("output");
    fs::write(&file, "mine").unwrap();
    let output = run_into(&file, &["-n", "1"]);
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output.stderr).replace(folder.path().to_str().unwrap(), "[folder]");
    insta::assert_snapshot!(message, @"");
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_cannot_be_written() {
    // A folder of the kernel's own refuses new files to everyone, even to the superuser.
    let output = run_into(Path::new("/proc/samspil"), &["-n", "1"]);
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output.stderr);
    assert!(
        message.contains("/proc/samspil") && message.contains("hint: "),
        "{message}"
    );
}
