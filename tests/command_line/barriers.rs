//! Barriers at the command line: tables against naive sums, going on, threads, and every way to refuse.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use super::{results_in, samspil, text};

/// Three barriers are above 0.
const THREE: &str = "\
title = 'Parks'
[simulation]
horizon_years = 1
[population]
citizens = 90
[programme.parks]
[barriers]
silos = 0.5
client_role = 0.4
zero_error = 0.3
rigid_financing = 0.0
unmeasurable_outcomes = 0.0
missing_competence = 0.0
control_retention = 0.0
bureaucracy = 0.0
professional_tradition = 0.0
weak_management_support = 0.0
political_risk_aversion = 0.0
distrust_of_citizens = 0.0
resource_differences = 0.0
uninviting_structures = 0.0
unclear_goals = 0.0
missing_platform = 0.0
";

/// The reference society, small and short.
const SMALL_REFERENCE: [&str; 7] = [
    "scenarios/reference.toml",
    "--set",
    "population.citizens=100",
    "--set",
    "simulation.horizon_years=1",
    "--permutations",
    "4",
];

const TABLES: [&str; 7] = [
    "effects",
    "prices",
    "interplay",
    "shapley",
    "arms",
    "samples",
    "codebook",
];

/// Measures whose tables are held against naive sums.
const TOLD: [&str; 5] = [
    "outcome",
    "output",
    "participants_share",
    "cost_per_outcome",
    "outcome.mean",
];

fn folder_with(scenario: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("parks.toml");
    fs::write(&path, scenario).unwrap();
    (folder, path)
}

fn barriers_into(output: &Path, arguments: &[&str]) -> Output {
    let mut all = vec!["barriers", "--output", output.to_str().unwrap()];
    all.extend(arguments);
    samspil(&all)
}

/// The results of a study that went well.
fn studied(arguments: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let output = tempfile::tempdir().unwrap();
    let answer = barriers_into(output.path(), arguments);
    assert!(answer.status.success(), "{}", text(&answer.stderr));
    let results = results_in(output.path());
    (output, results)
}

fn rows(table: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(table).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn number(row: &BTreeMap<String, String>, name: &str) -> f64 {
    row[name].parse().unwrap_or(f64::NAN)
}

/// The values of a measure by change and barriers, from `arms` and `samples`.
fn samples(results: &Path, measure: &str) -> BTreeMap<(String, String), Vec<f64>> {
    let arms: BTreeMap<String, BTreeMap<String, String>> = rows(&results.join("arms.csv"))
        .into_iter()
        .map(|arm| (arm["arm"].clone(), arm))
        .collect();
    let mut samples: BTreeMap<(String, String), Vec<f64>> = BTreeMap::new();
    for row in rows(&results.join("samples.csv")) {
        let arm = &arms[&row["arm"]];
        let values = samples
            .entry((arm["change"].clone(), arm["barriers"].clone()))
            .or_default();
        assert_eq!(row["replication"], values.len().to_string());
        values.push(number(&row, measure));
    }
    samples
}

fn differences(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter()
        .zip(other)
        .map(|(before, after)| after - before)
        .collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn effects_and_shares_follow_from_the_samples() {
    let (_folder, scenario) = folder_with(THREE);
    let (_output, results) = studied(&[scenario.to_str().unwrap(), "-n", "5"]);
    let (effects, shapley) = (
        rows(&results.join("effects.csv")),
        rows(&results.join("shapley.csv")),
    );
    assert_eq!((effects.len(), shapley.len()), (6 * 3 * 4, 6 * 3));
    for measure in TOLD {
        let samples = samples(&results, measure);
        assert_eq!(samples.len(), 8 + 3 + 3 + 4, "coalitions and changes of one");
        let of = |change: &str, barriers: &str| &samples[&(change.to_owned(), barriers.to_owned())];
        let baseline = of("baseline", "");
        for row in effects.iter().filter(|row| row["measure"] == measure) {
            let differences = differences(baseline, of(&row["change"], &row["barrier"]));
            let effect = mean(&differences);
            assert!((number(row, "effect") - effect).abs() < 1e-9, "{row:?}");
            let squares: f64 = differences.iter().map(|it| (it - effect) * (it - effect)).sum();
            // scipy.stats.t.ppf(.975, 4) = 2.7764451051977934
            let half_width = 2.776_445_105_197_793_4 * (squares / 4.0 / 5.0).sqrt();
            assert!(
                (number(row, "interval_low") - (effect - half_width)).abs() < 1e-6,
                "{row:?}"
            );
        }
        // Barriers stand in the order of docs/barriers.md.
        let keys = ["zero_error", "silos", "client_role"];
        let value = |removed: [bool; 3]| {
            let names: Vec<&str> = keys
                .into_iter()
                .zip(removed)
                .filter(|it| it.1)
                .map(|it| it.0)
                .collect();
            let change = if names.is_empty() { "baseline" } else { "removed" };
            mean(of(change, &names.join(" ")))
        };
        for (player, key) in keys.into_iter().enumerate() {
            // Alone and last have a third of the orders each, after either of the others a sixth.
            let mut share = 0.0;
            for others in [[false, false], [true, false], [false, true], [true, true]] {
                let mut removed = [false; 3];
                removed[(player + 1) % 3] = others[0];
                removed[(player + 2) % 3] = others[1];
                let before = value(removed);
                removed[player] = true;
                let weight = if others[0] == others[1] {
                    1.0 / 3.0
                } else {
                    1.0 / 6.0
                };
                share += weight * (value(removed) - before);
            }
            let row = shapley
                .iter()
                .find(|row| row["measure"] == measure && row["barrier"] == key)
                .unwrap();
            assert!((number(row, "share") - share).abs() < 1e-9, "{measure} {key}");
        }
    }
    for name in [
        "figures/tornado.svg",
        "figures/shapley.svg",
        "report.html",
        "manifest.json",
    ] {
        assert!(results.join(name).is_file(), "{name}");
    }
}

#[test]
fn prices_follow_from_the_samples() {
    let (_folder, scenario) = folder_with(THREE);
    let (_output, results) = studied(&[scenario.to_str().unwrap(), "-n", "3"]);
    let prices = rows(&results.join("prices.csv"));
    assert_eq!(prices.len(), 6 * 3);
    for row in &prices {
        let samples = samples(&results, &row["measure"]);
        let of = |change: &str| &samples[&(change.to_owned(), row["barrier"].clone())];
        let effect = mean(&differences(of("removed"), of("at_price")));
        let scale = number(row, "free_mean").abs().max(1.0);
        assert!((number(row, "effect") - effect).abs() < 1e-9 * scale, "{row:?}");
        // The run is a year long, and no barrier here is gone by then.
        assert!((number(row, "hours_per_post") - number(row, "hours_per_post_per_year")).abs() < 1e-9);
        assert!(row["delay"].is_empty(), "{row:?}");
    }
}

#[test]
fn the_baseline_is_a_plain_run() {
    let (_folder, scenario) = folder_with(THREE);
    let scenario = scenario.to_str().unwrap();
    let (_output, results) = studied(&[scenario, "-n", "3"]);
    let output = tempfile::tempdir().unwrap();
    samspil(&[
        "run",
        scenario,
        "-n",
        "3",
        "--output",
        output.path().to_str().unwrap(),
    ]);
    let run: Vec<f64> = rows(&results_in(output.path()).join("replications.csv"))
        .iter()
        .map(|row| number(row, "outcome"))
        .collect();
    let samples = samples(&results, "outcome");
    let differences = differences(&run, &samples[&("baseline".to_owned(), String::new())]);
    assert!(differences.iter().all(|difference| difference.abs() < 1e-12));
}

#[test]
fn sampled_orders_share_out_the_joint_effect_and_threads_do_not_matter() {
    let arguments = |further: &[&'static str]| [&SMALL_REFERENCE[..], further].concat();
    let (_output, grown) = studied(&arguments(&["-n", "2", "--threads", "1"]));
    let again = |further: &[&'static str]| {
        let output = barriers_into(grown.parent().unwrap(), &arguments(further));
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stderr)
    };
    // What there is gets more replications; then its journal is damaged.
    again(&["-n", "3", "--threads", "1"]);
    let journal = grown.join("runs.journal");
    let bytes = fs::read(&journal).unwrap();
    fs::write(&journal, &bytes[..bytes.len() * 2 / 3]).unwrap();
    again(&["-n", "3", "--threads", "1"]);
    let (_output, whole) = studied(&arguments(&["-n", "3", "--threads", "2"]));
    for name in TABLES {
        let read = |folder: &Path| fs::read(folder.join(format!("{name}.csv"))).unwrap();
        assert!(read(&grown) == read(&whole), "{name}");
    }
    assert!(again(&["-n", "3", "--threads", "1"]).contains("finished already"));
    let shapley = rows(&whole.join("shapley.csv"));
    for row in rows(&whole.join("interplay.csv")) {
        let own = shapley.iter().filter(|share| share["measure"] == row["measure"]);
        let (mut shares, mut alone) = (0.0, 0.0);
        for share in own {
            shares += number(share, "share");
            alone += number(share, "alone");
        }
        let (joint, sum) = (number(&row, "joint"), number(&row, "sum_of_single"));
        let close = |one: f64, other: f64| (one - other).abs() < 1e-9 * number(&row, "baseline_mean");
        assert!(close(shares, joint) && close(alone, sum), "{row:?}");
        assert!(close(joint - sum, number(&row, "excess")), "{row:?}");
    }
}

#[test]
fn tables_are_described_and_answers_can_be_read_by_programs() {
    let (_folder, scenario) = folder_with(THREE);
    let output = tempfile::tempdir().unwrap();
    let answer = barriers_into(
        output.path(),
        &[scenario.to_str().unwrap(), "-n", "3", "--json", "--quiet"],
    );
    assert_eq!(text(&answer.stderr), "");
    let answer: serde_json::Value = serde_json::from_slice(&answer.stdout).unwrap();
    assert_eq!(
        (&answer["answer"]["arms"], &answer["answer"]["permutations"]),
        (&18.into(), &0.into())
    );
    let answer = &answer["answer"];
    assert_eq!(answer["barriers"].as_array().unwrap().len(), 3);
    assert_eq!(answer["absent"].as_array().unwrap().len(), 15);
    let results = results_in(output.path());
    let effect = &answer["barriers"][0]["measures"]["outcome"]["at_price"]["effect"];
    let first = &rows(&results.join("effects.csv"))[0];
    assert_eq!(first["change"], "at_price");
    assert!((effect.as_f64().unwrap() - number(first, "effect")).abs() < 1e-12);
    let described: Vec<String> = rows(&results.join("codebook.csv"))
        .iter()
        .map(|row| format!("{}.{}", row["file"], row["name"]))
        .collect();
    for name in TABLES.iter().filter(|name| **name != "codebook") {
        let mut reader = csv::Reader::from_path(results.join(format!("{name}.csv"))).unwrap();
        for column in reader.headers().unwrap() {
            assert!(described.contains(&format!("{name}.{column}")), "{name}.{column}");
        }
    }
    let report = fs::read_to_string(results.join("report.html")).unwrap();
    for part in [
        "What the barriers do",
        "h of each post in the run",
        "B-25",
        "Not there in this scenario",
        "rigid financing (B-01)",
        "not adjusted for the",
    ] {
        assert!(report.contains(part), "{part}");
    }
}

/// What a refused study says.
fn refusal(scenario: &Path, further: &[&str], code: i32) -> String {
    let output = tempfile::tempdir().unwrap();
    let arguments = [&[scenario.to_str().unwrap()], further].concat();
    let refused = barriers_into(output.path(), &arguments);
    assert_eq!(refused.status.code(), Some(code), "{}", text(&refused.stderr));
    assert_eq!(text(&refused.stdout), "");
    assert_eq!(
        fs::read_dir(output.path()).unwrap().count(),
        0,
        "nothing half-written"
    );
    text(&refused.stderr)
}

#[test]
fn bad_input_is_refused_in_one_message() {
    let (_folder, scenario) = folder_with(THREE);
    let off = [
        "--set",
        "barriers.silos=0",
        "--set",
        "barriers.client_role=0",
        "--set",
        "barriers.zero_error=0",
    ];
    insta::assert_snapshot!(refusal(&scenario, &off, 2), @"
    error: this scenario has no barrier above 0 that hinders a programme and whose mechanism is on, so there is nothing to remove
    hint: set one, as in --set barriers.silos=0.3; `samspil explain barriers` lists them with what they need
    ");
    insta::assert_snapshot!(refusal(&scenario, &["-n", "1"], 2), @"
    error: invalid value '1' for '--replications <REPLICATIONS>': one replication gives no interval, so an effect could be mere chance

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(refusal(&scenario, &["--permutations", "7"], 2), @"
    error: invalid value '7' for '--permutations <NUMBER>': expected an even number from 4 to 2000, since orders come in pairs and one pair gives no interval

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(refusal(&scenario, &["--set", "barriers.silo=0.3"], 2), @"
    error: there is no key `barriers.silo`
     --> --set:1:1
      |
    1 | barriers.silo=0.3
      | ^^^^^^^^^^^^^ unknown key
      |
      = hint: did you mean `barriers.silos`?

    1 fault
    ");
    let reference = Path::new("scenarios/reference.toml");
    insta::assert_snapshot!(refusal(reference, &["-n", "60000", "--permutations", "2000"], 2), @"
    error: 12916 variants with 60000 replications each are more than 10000000 runs
    hint: take fewer replications or fewer permutations
    ");
}
