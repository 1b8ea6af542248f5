//! Hypotheses at the command line: verdicts against the tables, and every way to refuse.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use super::{results_in, samspil, text};

const HYPOTHESIS: &str = "\
id = 'T-1'
claim = 'Kits raise knowledge'
scenario = 'SCENARIO'
measure = 'knowledge'
time = [0.5, 1.0]
smallest_effect = 0.001
replications = 6
kind = 'difference'
direction = 'greater'
[settings]
simulation.horizon_years = 1.0
population.citizens = 120
[treatment]
programme.local.kit = 2.0
";

/// A folder with one hypothesis in it.
fn folder_with(contents: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("claims.toml");
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference.toml");
    fs::write(&path, contents.replace("SCENARIO", reference.to_str().unwrap())).unwrap();
    (folder, path)
}

fn test_into(hypotheses: &Path, output: &Path, further: &[&str]) -> Output {
    let mut arguments = vec![
        "test",
        hypotheses.to_str().unwrap(),
        "--output",
        output.to_str().unwrap(),
        "--quiet",
    ];
    arguments.extend(further);
    samspil(&arguments)
}

/// The columns of a table, by name.
fn column(table: &Path, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_path(table).unwrap();
    let position = reader
        .headers()
        .unwrap()
        .iter()
        .position(|it| it == name)
        .unwrap();
    reader
        .records()
        .map(|record| record.unwrap()[position].to_owned())
        .collect()
}

fn numbers(table: &Path, name: &str) -> Vec<f64> {
    column(table, name)
        .iter()
        .map(|cell| cell.parse().unwrap())
        .collect()
}

#[test]
fn a_verdict_follows_from_plain_runs_of_both_arms() {
    let (_folder, path) = folder_with(HYPOTHESIS);
    let output = tempfile::tempdir().unwrap();
    let answer = test_into(&path, output.path(), &[]);
    assert!(answer.status.success(), "{}", text(&answer.stderr));
    let results = results_in(output.path());
    let means: Vec<Vec<f64>> = ["0", "2.0"].iter().map(|kit| means_of_run(kit)).collect();
    let differences: Vec<f64> = means[0].iter().zip(&means[1]).map(|(c, t)| t - c).collect();
    let mean = differences.iter().sum::<f64>() / 6.0;
    let effect = numbers(&results.join("verdicts.csv"), "effect")[0];
    assert!((effect - mean).abs() < 1e-12, "{effect} against {mean}");
    let square: f64 = differences.iter().map(|it| (it - mean) * (it - mean)).sum();
    // scipy.stats.t.ppf(.975, 5) = 2.570581835636314
    let half_width = 2.570_581_835_636_314 * (square / 5.0 / 6.0).sqrt();
    let low = numbers(&results.join("verdicts.csv"), "interval_low")[0];
    assert!((low - (mean - half_width)).abs() < 1e-9);
    let treated: Vec<f64> = numbers(&results.join("samples.csv"), "value")
        .into_iter()
        .skip(1)
        .step_by(2)
        .collect();
    assert!(
        treated
            .iter()
            .zip(&means[1])
            .all(|(one, other)| (one - other).abs() < 1e-12)
    );
    assert_eq!(column(&results.join("verdicts.csv"), "verdict"), ["supported"]);
    for name in [
        "figures/forest.svg",
        "report.html",
        "manifest.json",
        "codebook.csv",
        "arms.csv",
    ] {
        assert!(results.join(name).is_file(), "{name}");
    }
}

/// Mean knowledge over months 6 to 12 in each replication, from `samspil run`.
fn means_of_run(kit: &str) -> Vec<f64> {
    let kit = format!("programme.local.kit={kit}");
    let lives = lives_of_run("knowledge", &["simulation.horizon_years=1", &kit]);
    lives
        .iter()
        .map(|life| life[6..].iter().sum::<f64>() / 7.0)
        .collect()
}

/// A measure from month to month in each of six replications of a small reference society, from `samspil run`.
fn lives_of_run(measure: &str, settings: &[&str]) -> Vec<Vec<f64>> {
    let output = tempfile::tempdir().unwrap();
    let folder = output.path().to_str().unwrap();
    let mut arguments = vec!["run", "scenarios/reference.toml", "-n", "6", "--output", folder];
    for setting in ["population.citizens=120"].iter().chain(settings) {
        arguments.extend(["--set", setting]);
    }
    let run = samspil(&arguments);
    assert!(run.status.success(), "{}", text(&run.stderr));
    let values = numbers(&results_in(output.path()).join("series.csv"), measure);
    let steps = values.len() / 6;
    values.chunks(steps).map(<[f64]>::to_vec).collect()
}

/// The share of three waves of three years, by regression on the wave, in yearly means of plain runs.
#[test]
fn a_cycle_is_that_of_plain_runs() {
    let lines = HYPOTHESIS
        .replace("time = [0.5, 1.0]", "time = [1, 10]")
        .replace("measure = 'knowledge'", "measure = 'trust'")
        .replace(
            "kind = 'difference'",
            "kind = 'cycle'\nperiod_years = 3.0\nyearly = 'mean'",
        )
        .replace("horizon_years = 1.0", "horizon_years = 10.0")
        .replace("programme.local.kit = 2.0", "politics.pre_election_factor = 10.0");
    let (_folder, path) = folder_with(&lines);
    let output = tempfile::tempdir().unwrap();
    let answer = test_into(&path, output.path(), &[]);
    assert!(answer.status.success(), "{}", text(&answer.stderr));
    let values = numbers(&results_in(output.path()).join("samples.csv"), "value");
    let found: Vec<f64> = values.into_iter().step_by(2).collect();
    let lives = lives_of_run("trust", &["simulation.horizon_years=10"]);
    assert_eq!(found.len(), lives.len());
    for (found, life) in found.iter().zip(&lives) {
        let years = life[13..].chunks(12);
        let years: Vec<f64> = years.map(|it| it.iter().sum::<f64>() / 12.0).collect();
        let expected = share_of_three_waves(&years);
        assert!((found - expected).abs() < 1e-9, "{found} against {expected}");
    }
}

fn share_of_three_waves(years: &[f64]) -> f64 {
    let times: Vec<f64> = (0..years.len()).map(|year| year as f64 - 4.0).collect();
    let product = |one: &[f64], other: &[f64]| one.iter().zip(other).map(|(a, b)| a * b).sum::<f64>();
    let mean = years.iter().sum::<f64>() / 9.0;
    let slope = product(&times, years) / product(&times, &times);
    let left: Vec<f64> = years
        .iter()
        .zip(&times)
        .map(|(y, t)| y - mean - slope * t)
        .collect();
    let wave = |part: fn(f64) -> f64| -> Vec<f64> {
        let angle = |time: &f64| std::f64::consts::TAU * time / 3.0;
        times.iter().map(|time| part(angle(time))).collect()
    };
    let squared = |part| libm::pow(product(&left, &wave(part)), 2.0);
    (squared(libm::cos) + squared(libm::sin)) * 2.0 / 9.0 / product(&left, &left)
}

#[test]
fn a_test_can_be_lengthened_and_does_not_depend_on_threads() {
    let (_folder, path) = folder_with(HYPOTHESIS);
    let (grown, whole) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    test_into(
        &path,
        grown.path(),
        &["-n", "3", "--draws", "2", "--threads", "1"],
    );
    test_into(
        &path,
        grown.path(),
        &["-n", "5", "--draws", "3", "--threads", "1"],
    );
    test_into(
        &path,
        whole.path(),
        &["-n", "5", "--draws", "3", "--threads", "2"],
    );
    let (grown, whole) = (results_in(grown.path()), results_in(whole.path()));
    for name in ["verdicts.csv", "samples.csv", "draws.csv"] {
        assert_eq!(
            fs::read(grown.join(name)).unwrap(),
            fs::read(whole.join(name)).unwrap(),
            "{name}"
        );
    }
    assert_eq!(column(&whole.join("draws.csv"), "draw"), ["0", "1", "2"]);
}

#[test]
fn a_sequential_test_stops_when_it_is_clear() {
    let (_folder, path) = folder_with(&HYPOTHESIS.replace("replications = 6", "sequential = 500"));
    let output = tempfile::tempdir().unwrap();
    let answer = test_into(&path, output.path(), &["--json"]);
    let answer: serde_json::Value = serde_json::from_slice(&answer.stdout).unwrap();
    let found = &answer["answer"]["hypotheses"][0];
    assert_eq!(found["verdict"], "supported");
    assert_eq!(
        (&found["replications"], &found["sequential"]),
        (&20.into(), &true.into())
    );
    // Each difference is larger than ten times the smallest effect.
    assert_eq!(answer["answer"]["family"], 1);
    let rests_on = &found["rests_on"];
    assert_eq!(
        (&rests_on["method"], &rests_on["clipped"]),
        (&"bets".into(), &20.into())
    );
    assert!(rests_on["evidence"].as_f64().unwrap() >= 20.0, "{rests_on}");
    let clip = rests_on["clip"].as_f64().unwrap();
    assert!((clip - 0.01).abs() < 1e-12 && (found["effect"].as_f64().unwrap() - clip).abs() < 1e-9);
    assert!(rests_on["mean_unclipped"].as_f64().unwrap() > clip);
    let verdicts = results_in(output.path()).join("verdicts.csv");
    assert_eq!(column(&verdicts, "method"), ["bets"]);
    assert_eq!(
        (numbers(&verdicts, "clipped"), numbers(&verdicts, "ties")),
        (vec![20.0], vec![0.0])
    );
    // The terminal says what was clipped.
    let said = text(&test_into(&path, output.path(), &[]).stdout);
    assert!(said.contains("clipped to ± 0.01: 20"), "{said}");
}

/// What goes through a path is told with what comes by none of it, by it alone, and by both.
#[test]
fn effects_through_a_path_are_told() {
    let lines = HYPOTHESIS
        .replace(
            "kind = 'difference'",
            "kind = 'mediation'\nbound = 0.5\npaths = ['knowledge']",
        )
        .replace("smallest_effect = 0.001", "smallest_effect = 0.1");
    let (_folder, path) = folder_with(&lines);
    let output = tempfile::tempdir().unwrap();
    let said = text(&test_into(&path, output.path(), &[]).stdout);
    assert!(
        said.contains("part of the effect on `knowledge` over years 0.5 to 1 that goes through knowledge")
            && said.contains("takes both (interaction)"),
        "{said}"
    );
    let results = results_in(output.path());
    let verdicts = results.join("verdicts.csv");
    let [whole, direct, pure, interaction, part] = [
        "effect_whole",
        "effect_direct",
        "effect_pure_indirect",
        "effect_interaction",
        "effect",
    ]
    .map(|name| numbers(&verdicts, name)[0]);
    // Kits that teach nothing leave no effect at all, and knowledge that comes from nowhere is knowledge too.
    assert!(whole > 0.01 && direct.abs() < 1e-12 && (part - 1.0).abs() < 1e-12);
    assert!((pure - whole).abs() < 1e-12 && interaction.abs() < 1e-12);
    assert_eq!(column(&results.join("paths.csv"), "path"), ["knowledge"]);
    assert!((numbers(&results.join("paths.csv"), "share")[0] - whole).abs() < 1e-12);
}

#[test]
fn markdown_has_a_row_for_each_hypothesis() {
    let (_folder, path) = folder_with(HYPOTHESIS);
    let output = tempfile::tempdir().unwrap();
    let answer = text(&test_into(&path, output.path(), &["--markdown"]).stdout);
    let rows: Vec<&str> = answer.lines().collect();
    assert_eq!(rows.len(), 3, "{answer}");
    assert!(rows[2].starts_with(
        "| T-1 | Kits raise knowledge | difference in `knowledge` over years 0.5 to 1 | supported |"
    ));
}

/// What a refused test says.
fn refusal(hypotheses: &[&Path], further: &[&str], code: i32) -> String {
    let output = tempfile::tempdir().unwrap();
    let mut arguments = vec!["test", "--output", output.path().to_str().unwrap()];
    arguments.extend(hypotheses.iter().map(|path| path.to_str().unwrap()));
    arguments.extend(further);
    let refused = samspil(&arguments);
    assert_eq!(refused.status.code(), Some(code), "{}", text(&refused.stderr));
    assert_eq!(text(&refused.stdout), "");
    assert_eq!(
        fs::read_dir(output.path()).unwrap().count(),
        0,
        "nothing half-written"
    );
    let folder = hypotheses[0].parent().unwrap();
    text(&refused.stderr).replace(folder.to_str().unwrap(), "[folder]")
}

#[test]
fn bad_input_is_refused_in_one_message() {
    let (_folder, path) = folder_with(&HYPOTHESIS.replace("direction = 'greater'\n", ""));
    insta::assert_snapshot!(refusal(&[&path], &[], 1), @"
    error: `direction` is missing
     --> [folder]/claims.toml:1:1
      |
    1 | id = 'T-1'
      | ^
      |
      = hint: Which way the effect goes: one of greater, less, either

    1 fault
    ");
    let (_folder, path) = folder_with(HYPOTHESIS);
    insta::assert_snapshot!(refusal(&[&path], &["-n", "1"], 2), @"
    error: invalid value '1' for '--replications <REPLICATIONS>': one replication gives no interval

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(refusal(&[&path, &path], &[], 2), @"
    error: [folder]/claims.toml is named twice
    hint: name it once
    ");
    insta::assert_snapshot!(refusal(&[&path], &["--set", "barriers.silo=1"], 2), @"
    error: there is no key `barriers.silo`
     --> --set:1:1
      |
    1 | barriers.silo=1
      | ^^^^^^^^^^^^^ unknown key
      |
      = hint: did you mean `barriers.silos`?

    1 fault
    ");
    let empty = tempfile::tempdir().unwrap();
    let none = empty.path().join("none");
    fs::create_dir(&none).unwrap();
    insta::assert_snapshot!(refusal(&[&none], &[], 1), @"
    error: [folder]/none: there is no hypothesis in this folder
    hint: hypotheses are files that end in .toml
    ");
}
