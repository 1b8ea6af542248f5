//! Runs that go on where they stopped.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::{SCENARIO, command, results_in, run_into, text};

fn series(folder: &Path) -> Vec<u8> {
    fs::read(results_in(folder).join("series.csv")).unwrap()
}

#[test]
fn a_finished_run_is_recognised() {
    let folder = tempfile::tempdir().unwrap();
    run_into(folder.path(), &["-n", "3"]);
    let manifest = fs::read(results_in(folder.path()).join("manifest.json")).unwrap();
    let output = run_into(folder.path(), &["-n", "3"]);
    assert!(output.status.success());
    assert!(text(&output.stderr).contains("finished already"));
    assert_eq!(
        fs::read(results_in(folder.path()).join("manifest.json")).unwrap(),
        manifest
    );
}

#[test]
fn more_replications_are_added_to_those_there_are() {
    let (grown, whole) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    run_into(grown.path(), &["-n", "3"]);
    run_into(grown.path(), &["-n", "8"]);
    run_into(whole.path(), &["-n", "8"]);
    assert_eq!(series(grown.path()), series(whole.path()));
}

#[test]
fn a_damaged_journal_loses_only_what_is_damaged() {
    let (damaged, whole) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    run_into(damaged.path(), &["-n", "6"]);
    run_into(whole.path(), &["-n", "6"]);
    let results = results_in(damaged.path());
    let journal = results.join("replications.journal");
    let bytes = fs::read(&journal).unwrap();
    fs::write(&journal, &bytes[..bytes.len() * 2 / 3]).unwrap();
    fs::remove_file(results.join("manifest.json")).unwrap();
    let output = run_into(damaged.path(), &["-n", "6"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(series(damaged.path()), series(whole.path()));
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_goes_on_to_the_same_numbers() {
    let (interrupted, whole) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let arguments = |folder: &Path| -> Vec<String> {
        [
            "run",
            SCENARIO,
            "-n",
            "60",
            "--set",
            "population.citizens=400",
            "--output",
            folder.to_str().unwrap(),
        ]
        .map(str::to_owned)
        .to_vec()
    };
    let run = |folder: &Path| {
        let arguments = arguments(folder);
        command(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let child = run(interrupted.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for_a_replication(interrupted.path());
    std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("The same command goes on from there."));
    assert!(
        !results_in(interrupted.path()).join("series.csv").exists(),
        "nothing half-done under a name that matters"
    );
    assert!(run(interrupted.path()).output().unwrap().status.success());
    assert!(run(whole.path()).output().unwrap().status.success());
    assert_eq!(series(interrupted.path()), series(whole.path()));
}

/// Waits until the journal holds something besides its header.
pub(super) fn wait_for_a_replication(folder: &Path) {
    let began = Instant::now();
    while began.elapsed() < Duration::from_mins(1) {
        let journal = fs::read_dir(folder)
            .ok()
            .and_then(|mut entries| entries.next())
            .and_then(|entry| fs::metadata(entry.ok()?.path().join("replications.journal")).ok());
        if journal.is_some_and(|journal| journal.len() > 1_000) {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("no replication in a minute");
}
