//! Stylised facts at the command line: figures and verdicts against plain runs, and every way to refuse.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

use super::{number, results_in, rows, samspil, text};

const FACT: &str = "\
id = 'SF-90'
claim = 'Asking brings people'
role = 'calibration'
content = 'emergent'
evidence = ['Ev-90', 'Ev-20']
sources = ['Ev-90 (a test)']
scenario = 'SCENARIO'
[settings]
simulation.horizon_years = 1.0
population.citizens = 120
[[arm]]
name = 'usual'
[[arm]]
name = 'asked'
programme.local.invitation = 4.0
[[check]]
pattern = 'participants'
kind = 'mean'
measure = 'participants_share'
arm = 'usual'
time = [0.5, 1.0]
band = [0.5, 0.9]
[[check]]
pattern = 'participants when asked, change'
kind = 'mean'
measure = 'participants_share'
time = 1
arms = { asked = 1, usual = -1 }
sign = 'greater'
smallest_effect = 1e-6
[[check]]
pattern = 'moods'
kind = 'not_measured'
reason = 'There are none'
";

/// A folder with one fact in it.
fn folder_with(name: &str, contents: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let facts = folder.path().join("facts");
    fs::create_dir(&facts).unwrap();
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference.toml");
    let contents = contents.replace("SCENARIO", reference.to_str().unwrap());
    fs::write(facts.join(name), contents).unwrap();
    (folder, facts)
}

fn validate_into(facts: &Path, output: &Path, further: &[&str]) -> Output {
    let mut arguments = vec!["validate", "--facts", facts.to_str().unwrap(), "--quiet"];
    arguments.extend(["--output", output.to_str().unwrap()]);
    arguments.extend(further);
    samspil(&arguments)
}

/// Share of participants after each step of each of so many replications, from `samspil run`.
fn shares(invitation: &str, replications: &str) -> Vec<Vec<f64>> {
    let output = tempfile::tempdir().unwrap();
    let invitation = format!("programme.local.invitation={invitation}");
    let run = samspil(&[
        "run",
        "scenarios/reference.toml",
        "-n",
        replications,
        "--set",
        "simulation.horizon_years=1",
        "--set",
        "population.citizens=120",
        "--set",
        &invitation,
        "--output",
        output.path().to_str().unwrap(),
    ]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    let series = rows(&results_in(output.path()).join("series.csv"));
    let values: Vec<f64> = series
        .iter()
        .map(|row| number(&row["participants_share"]))
        .collect();
    values.chunks(13).map(<[f64]>::to_vec).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn figures_follow_from_plain_runs_of_the_arms() {
    let (_folder, facts) = folder_with("SF-90.toml", FACT);
    let output = tempfile::tempdir().unwrap();
    let answer = validate_into(&facts, output.path(), &["-n", "30"]);
    assert!(answer.status.success(), "{}", text(&answer.stderr));
    let results = results_in(output.path());
    let found = rows(&results.join("facts.csv"));
    assert_eq!(found.len(), 3);
    let (usual, asked) = (shares("1", "30"), shares("4", "30"));
    let level = mean(&usual.iter().map(|run| mean(&run[6..])).collect::<Vec<_>>());
    assert!((number(&found[0]["value"]) - level).abs() < 1e-12);
    let changes: Vec<f64> = usual
        .iter()
        .zip(&asked)
        .map(|(usual, asked)| asked[12] - usual[12])
        .collect();
    let change = mean(&changes);
    let square: f64 = changes.iter().map(|it| (it - change) * (it - change)).sum();
    // scipy.stats.t.ppf(.975, 29) = 2.045229642132703
    let half_width = 2.045_229_642_132_703 * (square / 29.0 / 30.0).sqrt();
    assert!((number(&found[1]["value"]) - change).abs() < 1e-12);
    assert!((number(&found[1]["interval_low"]) - (change - half_width)).abs() < 1e-9);
    let verdicts: Vec<&str> = found.iter().map(|row| row["verdict"].as_str()).collect();
    assert_eq!(verdicts, ["not met", "met", "not measured"]);
    assert!(
        found
            .iter()
            .all(|row| row["fact_verdict"] == "not met" && row["role"] == "calibration")
    );
    assert!(
        found
            .iter()
            .all(|row| row["evidence"] == "Ev-90; Ev-20" && row["content"] == "emergent")
    );
    assert_eq!(found[0]["smallest_effect"], "");
    assert!((number(&found[1]["smallest_effect"]) - 1e-6).abs() < 1e-18);
    assert_eq!(
        found[1]["batches"], "0",
        "30 replications are too few for batches"
    );
    for name in [
        "figures/facts.svg",
        "report.html",
        "manifest.json",
        "codebook.csv",
    ] {
        assert!(results.join(name).is_file(), "{name}");
    }
    let codebook: Vec<String> = rows(&results.join("codebook.csv"))
        .into_iter()
        .filter(|row| row["file"] == "facts")
        .map(|mut row| row.remove("name").unwrap())
        .collect();
    assert!(
        found[0].keys().all(|column| codebook.contains(column)),
        "{codebook:?}"
    );
    assert_eq!(found[0].len(), codebook.len());
}

#[test]
fn batches_are_equal_parts_of_the_replications() {
    let (_folder, facts) = folder_with("SF-90.toml", FACT);
    let output = tempfile::tempdir().unwrap();
    let answer = validate_into(&facts, output.path(), &["-n", "165"]);
    assert!(answer.status.success(), "{}", text(&answer.stderr));
    let results = results_in(output.path());
    assert!(results.join("figures/stability.svg").is_file());
    let found = rows(&results.join("facts.csv"));
    let (usual, asked) = (shares("1", "165"), shares("4", "165"));
    let changes: Vec<f64> = usual
        .iter()
        .zip(&asked)
        .map(|(usual, asked)| asked[12] - usual[12])
        .collect();
    let (mut met, mut not_met, mut inside) = (0, 0, 0);
    for batch in changes.chunks_exact(10) {
        let middle = mean(batch);
        let square: f64 = batch.iter().map(|it| (it - middle) * (it - middle)).sum();
        // scipy.stats.t.ppf(.975, 9) = 2.2621571628540993
        let half_width = 2.262_157_162_854_099_3 * (square / 9.0 / 10.0).sqrt();
        met += i32::from(middle - half_width >= 1e-6);
        not_met += i32::from(middle + half_width < 1e-6);
        inside += i32::from(middle >= 1e-6);
    }
    let row = &found[1];
    for (column, expected) in [
        ("batches", 16),
        ("batches_met", met),
        ("batches_not_met", not_met),
        ("batches_inside", inside),
    ] {
        assert_eq!(row[column], expected.to_string(), "{column}");
    }
    assert_eq!(found[0]["batches_not_met"], "16");
    assert_eq!(found[2]["batches"], "0", "nothing is measured");
}

#[test]
fn a_validation_can_be_lengthened_and_does_not_depend_on_threads() {
    let (_folder, facts) = folder_with("SF-90.toml", FACT);
    let (grown, whole) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    validate_into(&facts, grown.path(), &["-n", "30", "--threads", "1"]);
    validate_into(&facts, grown.path(), &["-n", "34", "--threads", "1"]);
    validate_into(&facts, whole.path(), &["-n", "34", "--threads", "2"]);
    let table = |folder: &Path| fs::read(results_in(folder).join("facts.csv")).unwrap();
    assert_eq!(table(grown.path()), table(whole.path()));
}

#[test]
fn answers_name_every_check() {
    let (_folder, facts) = folder_with("SF-90.toml", FACT);
    let output = tempfile::tempdir().unwrap();
    let plain = text(&validate_into(&facts, output.path(), &["SF-90", "-n", "30"]).stdout);
    assert!(plain.contains("SF-90 c  not met "), "{plain}");
    assert!(
        plain.contains("Calibration: 0 of 1 facts met; not met: SF-90\n")
            && plain.contains("No validation facts; 1 calibration"),
        "{plain}"
    );
    let output = tempfile::tempdir().unwrap();
    let markdown = text(&validate_into(&facts, output.path(), &["-n", "30", "--markdown"]).stdout);
    let lines: Vec<&str> = markdown.lines().collect();
    assert_eq!(lines.len(), 5, "{markdown}");
    assert!(
        lines[2].starts_with("| SF-90 *c* | participants | Ev-90 | 0.5 to 0.9 | "),
        "{markdown}"
    );
    assert!(lines[2].ends_with(" | **not met** |"), "{markdown}");
    let json = text(&validate_into(&facts, output.path(), &["-n", "30", "--json"]).stdout);
    let json: Value = serde_json::from_str(&json).unwrap();
    let fact = &json["answer"]["facts"][0];
    assert_eq!(fact["checks"][1]["verdict"], "met");
    assert_eq!(fact["checks"][1]["batches"]["count"], 0);
    assert_eq!(fact["checks"][2]["value"], Value::Null);
    let shared = fact["evidence_of_parameters"].as_object().unwrap();
    assert!(shared.keys().eq(["Ev-20"]), "{shared:?}");
    assert_eq!(json["answer"]["counts"]["calibration"]["facts"], 1);
}

/// The page says what the command says, for facts that take little time.
#[test]
fn documented_verdicts_are_those_of_the_command() {
    let output = tempfile::tempdir().unwrap();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/facts");
    let answer = validate_into(&shipped, output.path(), &["SF-10", "--markdown"]);
    let document = include_str!("../../docs/validation.md");
    let answer = text(&answer.stdout);
    assert_eq!(answer.lines().count(), 4, "{answer}");
    for line in answer.lines().skip(2) {
        assert!(document.contains(line), "docs/validation.md does not say: {line}");
    }
}

/// What a refused validation says.
fn refusal(facts: &Path, further: &[&str], code: i32) -> String {
    let output = tempfile::tempdir().unwrap();
    let refused = validate_into(facts, output.path(), further);
    assert_eq!(refused.status.code(), Some(code), "{}", text(&refused.stderr));
    assert_eq!(text(&refused.stdout), "");
    assert_eq!(
        fs::read_dir(output.path()).unwrap().count(),
        0,
        "nothing half-written"
    );
    let folder = facts.parent().unwrap();
    text(&refused.stderr).replace(folder.to_str().unwrap(), "[folder]")
}

#[test]
fn bad_input_is_refused_in_one_message() {
    let (_folder, facts) = folder_with("SF-90.toml", FACT);
    insta::assert_snapshot!(refusal(&facts, &["SF-9"], 2), @"
    error: there is no fact `SF-9` in [folder]/facts
    hint: did you mean `SF-90`?
    ");
    insta::assert_snapshot!(refusal(&facts, &["-n", "29"], 2), @"
    error: invalid value '29' for '--replications <REPLICATIONS>': a verdict needs at least 30 replications

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(refusal(&facts, &["-n", "many"], 2), @"
    error: invalid value 'many' for '--replications <REPLICATIONS>': expected a whole number from 30 to 1000000

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(refusal(&facts, &["--set", "barriers.silo=1"], 2), @"
    error: there is no key `barriers.silo`
     --> --set:1:1
      |
    1 | barriers.silo=1
      | ^^^^^^^^^^^^^ unknown key
      |
      = hint: did you mean `barriers.silos`?

    1 fault
    ");
    let (_folder, named) = folder_with("SF-91.toml", FACT);
    insta::assert_snapshot!(refusal(&named, &[], 2), @"
    error: [folder]/facts/SF-91.toml holds the fact `SF-90`
    hint: a fact stands in a file of its name
    ");
    let (_folder, faulty) = folder_with("SF-90.toml", &FACT.replace("band = [0.5, 0.9]\n", ""));
    insta::assert_snapshot!(refusal(&faulty, &[], 1), @"
    error: a check needs one of `band`, `at_least`, `at_most` and `sign`
      --> [folder]/facts/SF-90.toml:16:1
       |
    16 | [[check]]
       | ^^^^^^^^^
       |
       = hint: Between what the figure lies, such as band = [0.0, 0.2]

    1 fault
    ");
    let (_folder, unbounded) = folder_with("SF-90.toml", &FACT.replace("smallest_effect = 1e-6\n", ""));
    insta::assert_snapshot!(refusal(&unbounded, &[], 1), @"
    error: a check with `sign` needs `smallest_effect`
      --> [folder]/facts/SF-90.toml:23:1
       |
    23 | [[check]]
       | ^^^^^^^^^
       |
       = hint: the smallest effect that would matter, such as smallest_effect = 0.01

    1 fault
    ");
    let (_folder, none) = folder_with("read.me", "");
    insta::assert_snapshot!(refusal(&none, &[], 1), @"
    error: [folder]/facts: there is no fact in this folder
    hint: facts are files that end in .toml
    ");
    let missing = none.join("nowhere");
    assert!(refusal(&missing, &[], 1).contains("cannot be read"));
}

/// A town of 24 citizens in four neighbourhoods, of which towns of 6 to 12,000 are made.
const TOWN: &str = "[simulation]\nhorizon_years = 0.5\n[population]\ncitizens = 24\ncitizens_per_neighbourhood = 6\n\
                    [organisation]\nreference_citizens_per_unit = 6\n[programme.parks]\n";

/// A folder with that town in it.
fn town() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("town.toml"), TOWN).unwrap();
    folder
}

/// `samspil validate --invariance` of that town, into a folder beside it.
fn invariance(folder: &Path, output: &str, further: &[&str]) -> Output {
    let (town, output) = (folder.join("town.toml"), folder.join(output));
    let mut arguments = vec!["validate", "--invariance", town.to_str().unwrap(), "--quiet"];
    arguments.extend(["--output", output.to_str().unwrap()]);
    arguments.extend(further);
    samspil(&arguments)
}

/// The tables of such an answer.
fn tables(results: &Path) -> Vec<Vec<u8>> {
    let names = ["invariance.csv", "towns.csv", "sizes.csv", "codebook.csv"];
    names.map(|name| fs::read(results.join(name)).unwrap()).to_vec()
}

#[test]
fn means_of_towns_are_those_of_plain_runs() {
    let folder = town();
    let answer = invariance(folder.path(), "whole", &["-n", "30"]);
    assert!(answer.status.success(), "{}", text(&answer.stderr));
    let said = text(&answer.stdout);
    assert!(said.contains("of 105 means are equal"), "{said}");
    let results = results_in(&folder.path().join("whole"));
    let name = results.file_name().unwrap().to_string_lossy().into_owned();
    assert!(name.starts_with("validate-invariance-town-"), "{name}");
    for file in [
        "figures/sizes.svg",
        "figures/around.svg",
        "report.html",
        "manifest.json",
    ] {
        assert!(results.join(file).is_file(), "{file}");
    }
    let found = rows(&results.join("invariance.csv"));
    assert_eq!(found.len(), 105);
    let [town, output] = ["town.toml", "run"].map(|name| folder.path().join(name));
    for (citizens, runs) in [("6", "30"), ("120", "10")] {
        let setting = format!("population.citizens={citizens}");
        let run = samspil(&[
            "run",
            town.to_str().unwrap(),
            "--set",
            &setting,
            "-n",
            runs,
            "--output",
            output.join(citizens).to_str().unwrap(),
        ]);
        assert!(run.status.success(), "{}", text(&run.stderr));
        let summary = rows(&results_in(&output.join(citizens)).join("replications.csv"));
        for measure in ["participants_share", "outcome", "public_cost"] {
            let values: Vec<f64> = summary.iter().map(|row| number(&row[measure])).collect();
            let configuration = format!("citizens-{citizens}");
            let is_it = |row: &&std::collections::BTreeMap<String, String>| {
                row["configuration"] == configuration && row["measure"] == measure
            };
            let row = found.iter().find(is_it).unwrap();
            assert!((number(&row["mean"]) - mean(&values)).abs() < 1e-9, "{measure}");
            assert_eq!(
                (row["runs"].as_str(), row["pairing"].as_str()),
                (runs, "independent")
            );
            assert_eq!(row["reference"], "citizens-600");
        }
    }
    let again = invariance(folder.path(), "whole", &["-n", "30"]);
    assert_eq!(text(&again.stdout), said);
}

#[test]
fn an_invariance_is_cut_joined_foretold_and_lengthened() {
    let folder = town();
    let whole = |output: &str, further: &[&str]| {
        let done = invariance(folder.path(), output, further);
        assert!(done.status.success(), "{}", text(&done.stderr));
        tables(&results_in(&folder.path().join(output)))
    };
    let foretold = invariance(folder.path(), "whole", &["-n", "30", "--dry-run", "--json"]);
    let foretold: Value = serde_json::from_slice(&foretold.stdout).unwrap();
    // Thirty of the smallest town, ten of each of the other sixteen configurations.
    assert_eq!(foretold["runs"], 190);
    assert_eq!(foretold["missing"], 190);
    assert!(!folder.path().join("whole").exists());
    let expected = whole("whole", &["-n", "30"]);
    let parts = folder.path().join("parts");
    for shard in ["1/2", "2/2"] {
        let done = invariance(folder.path(), "parts", &["-n", "30", "--shard", shard]);
        assert!(done.status.success(), "{}", text(&done.stderr));
    }
    let shards: Vec<String> = fs::read_dir(&parts)
        .unwrap()
        .map(|entry| entry.unwrap().path().display().to_string())
        .collect();
    let merged = folder.path().join("merged");
    let mut words = vec!["merge", "--output", merged.to_str().unwrap()];
    words.extend(shards.iter().map(String::as_str));
    let done = samspil(&words);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(tables(&results_in(&merged)) == expected);
    let longer = whole("longer", &["-n", "60", "--threads", "1"]);
    assert!(longer != expected && whole("whole", &["-n", "60"]) == longer);
}

#[test]
fn an_invariance_asks_about_one_scenario() {
    let folder = town();
    let said = |arguments: &[&str], code: i32| {
        let refused = samspil(&[&["validate"][..], arguments].concat());
        assert_eq!(refused.status.code(), Some(code), "{}", text(&refused.stderr));
        text(&refused.stderr)
    };
    let facts = said(&["SF-02", "--invariance"], 2);
    assert!(facts.contains("cannot be used with"), "{facts}");
    let misspelt = said(&["--invariance", "norre_sned"], 1);
    assert!(misspelt.contains("did you mean `norre_snede`?"), "{misspelt}");
    let few = said(&["--invariance", "reference", "-n", "3"], 2);
    assert!(few.contains("at least 30 replications"), "{few}");
    let place = folder.path().join("town.toml");
    let seed = said(
        &[
            "--invariance",
            place.to_str().unwrap(),
            "--set",
            "simulation.seed=3",
        ],
        2,
    );
    assert!(seed.contains("leave it out; --seed sets it"), "{seed}");
    fs::write(&place, TOWN.to_owned() + "neighbourhoods = [1]\n").unwrap();
    let named = said(&["--invariance", place.to_str().unwrap()], 2);
    assert!(named.contains("names neighbourhoods by number"), "{named}");
}
