//! `samspil run` and what it leaves.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{results_in, run_into, text};

/// Names and bytes of the files of numbers.
fn numbers(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let results = results_in(folder);
    ["replications.csv", "series.csv", "summary.csv"]
        .into_iter()
        .map(|name| (name.to_owned(), fs::read(results.join(name)).unwrap()))
        .collect()
}

#[test]
fn leaves_everything_it_should() {
    let folder = tempfile::tempdir().unwrap();
    let output = run_into(folder.path(), &["-n", "4", "--snapshot", "0,12"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let results = results_in(folder.path());
    for name in [
        "manifest.json",
        "replications.csv",
        "series.csv",
        "summary.csv",
        "codebook.csv",
        "snapshot-0.csv",
        "snapshot-12.csv",
        "report.html",
    ] {
        assert!(results.join(name).is_file(), "{name} is missing");
    }
    let series = fs::read_to_string(results.join("series.csv")).unwrap();
    assert_eq!(
        series.lines().count(),
        1 + 4 * 25,
        "a header, and a row per replication and month"
    );
    let snapshot = fs::read_to_string(results.join("snapshot-12.csv")).unwrap();
    assert_eq!(
        snapshot.lines().count(),
        1 + 150,
        "a header, and a row per citizen"
    );
    let manifest: Value = serde_json::from_slice(&fs::read(results.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(
        (&manifest["replications_done"], &manifest["finished"]),
        (&4.into(), &true.into())
    );
    let leftovers = fs::read_dir(&results).unwrap().filter(|entry| {
        entry
            .as_ref()
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with(".part-")
    });
    assert_eq!(leftovers.count(), 0);
    every_column_is_in_the_codebook(&results);
}

fn every_column_is_in_the_codebook(results: &Path) {
    let mut reader = csv::Reader::from_path(results.join("codebook.csv")).unwrap();
    let entries: Vec<(String, String)> = reader
        .records()
        .map(|row| row.unwrap())
        .map(|row| (row[0].to_owned(), row[1].to_owned()))
        .collect();
    for (file, name) in [
        ("replications.csv", "replications"),
        ("series.csv", "series"),
        ("snapshot-12.csv", "snapshot"),
    ] {
        let mut table = csv::Reader::from_path(results.join(file)).unwrap();
        for column in table
            .headers()
            .unwrap()
            .iter()
            .filter(|column| *column != "replication")
        {
            assert!(
                entries
                    .iter()
                    .any(|(entry_file, entry)| entry == column && (entry_file == name || name != "snapshot")),
                "{file}: the codebook says nothing of {column}"
            );
        }
    }
}

#[test]
fn municipalities_stand_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    let mut arguments = vec!["-n", "2", "--snapshot", "0,12"];
    for setting in [
        "organisation.municipalities=2",
        "organisation.units=2",
        "population.neighbourhoods=4",
    ] {
        arguments.extend(["--set", setting]);
    }
    let output = run_into(folder.path(), &arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let results = results_in(folder.path());
    let figure = fs::read_to_string(results.join("figures/municipalities.svg")).unwrap();
    let report = fs::read_to_string(results.join("report.html")).unwrap();
    for number in [1, 2] {
        assert!(figure.contains(&format!("municipality {number} ")), "{figure}");
        assert!(report.contains(&format!("Municipality {number}")));
    }
    every_column_is_in_the_codebook(&results);
}

#[test]
fn numbers_do_not_depend_on_the_threads() {
    let run = |threads: &str| {
        let folder = tempfile::tempdir().unwrap();
        let output = run_into(folder.path(), &["-n", "5", "--threads", threads]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        numbers(folder.path())
    };
    let alone = run("1");
    assert_eq!(run("2"), alone);
    assert_eq!(run("7"), alone);
}

#[test]
fn json_says_the_same_as_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let output = run_into(folder.path(), &["-n", "6", "--json", "--quiet"]);
    assert_eq!(text(&output.stderr), "");
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let stated = answer["answer"]["measures"]["outcome"]["end"]["mean"]
        .as_f64()
        .unwrap();
    let mut table = csv::Reader::from_path(results_in(folder.path()).join("replications.csv")).unwrap();
    let column = table
        .headers()
        .unwrap()
        .iter()
        .position(|name| name == "outcome")
        .unwrap();
    let values: Vec<f64> = table
        .records()
        .map(|row| row.unwrap()[column].parse().unwrap())
        .collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    assert_eq!(values.len(), 6);
    assert!((mean - stated).abs() < 1e-12, "{mean} against {stated}");
}

#[test]
fn goes_on_until_the_interval_is_narrow_enough() {
    let folder = tempfile::tempdir().unwrap();
    let output = run_into(
        folder.path(),
        &["--precision", "0.02", "--measure", "outcome", "--json"],
    );
    assert!(output.status.success(), "{}", text(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let interval = &answer["answer"]["measures"]["outcome"]["end"]["interval"];
    let width = interval[1].as_f64().unwrap() - interval[0].as_f64().unwrap();
    assert!(width <= 0.04, "{width}");
    assert!(answer["replications"].as_u64().unwrap() >= 50);
}

#[cfg(feature = "parquet")]
#[test]
fn writes_parquet_on_request() {
    let folder = tempfile::tempdir().unwrap();
    let output = run_into(folder.path(), &["-n", "2", "--format", "parquet"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let bytes = fs::read(results_in(folder.path()).join("series.parquet")).unwrap();
    assert_eq!(
        (&bytes[..4], &bytes[bytes.len() - 4..]),
        (&b"PAR1"[..], &b"PAR1"[..])
    );
}

#[test]
fn another_question_has_another_folder() {
    let folder = tempfile::tempdir().unwrap();
    for further in [
        &["-n", "1"][..],
        &["-n", "1", "--seed", "2"],
        &["-n", "1", "--set", "programme.upkeep.ease=0.5"],
    ] {
        assert!(run_into(folder.path(), further).status.success());
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}
