//! Sensitivity: numbers against a plain computation from the runs, resuming, threads, failures, and every way it refuses.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::desk::Desk;
use super::{number, results_in, rows, text};

const SCENARIO: &str = "
[simulation]
horizon_years = 1.5
[population]
citizens = 120
older_share = 0.7
[programme.parks]
";

const TWO: [&str; 4] = [
    "--parameter",
    "population.motivation_mean",
    "--parameter",
    "asking.general",
];

type Row = BTreeMap<String, String>;

/// A folder with a scenario.
fn desk() -> Desk {
    Desk::new("sensitivity", &[("parks.toml", SCENARIO)])
}

/// Means over replications of a measure by configuration, and each replication.
fn outputs(folder: &Path, measure: &str) -> Vec<Vec<f64>> {
    let mut outputs: Vec<Vec<f64>> = Vec::new();
    for row in rows(&folder.join("runs.csv")) {
        let configuration: usize = row["configuration"].parse().unwrap();
        outputs.resize(outputs.len().max(configuration + 1), Vec::new());
        outputs[configuration].push(number(&row[measure]));
    }
    outputs
}

fn square(value: f64) -> f64 {
    value * value
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn row<'a>(table: &'a [Row], measure: &str, parameter: &str) -> &'a Row {
    let found = |row: &&Row| row["measure"] == measure && row["parameter"] == parameter;
    table.iter().find(found).unwrap()
}

fn near(cell: &str, expected: f64) {
    let found = number(cell);
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs().max(1e-3),
        "{found} {expected}"
    );
}

#[test]
fn effects_are_those_of_the_runs() {
    let desk = desk();
    let mut further = TWO.to_vec();
    further.extend(["--trajectories", "4", "-n", "3"]);
    let folder = desk.results("out", &further);
    let (points, table) = (
        rows(&folder.join("points.csv")),
        rows(&folder.join("effects.csv")),
    );
    assert_eq!(points.len(), 4 * 3);
    for measure in ["outcome.final", "output.final", "participants_share.final"] {
        let outputs = outputs(&folder, measure);
        for key in ["population.motivation_mean", "asking.general"] {
            let (low, high) = samspil::scenario::register().get(key).unwrap().range.unwrap();
            let at = |point: usize| (number(&points[point][key]) - low) / (high - low);
            let mut effects = Vec::new();
            for point in 0..points.len() - 1 {
                let step = at(point + 1) - at(point);
                if point % 3 != 2 && step.abs() > 1e-9 {
                    effects.push((mean(&outputs[point + 1]) - mean(&outputs[point])) / step);
                }
            }
            assert_eq!(effects.len(), 4);
            let row = row(&table, measure, key);
            let absolute: Vec<f64> = effects.iter().map(|effect| effect.abs()).collect();
            near(&row["mu"], mean(&effects));
            near(&row["mu_star"], mean(&absolute));
            let squares: f64 = effects.iter().map(|effect| square(effect - mean(&effects))).sum();
            near(&row["sigma"], (squares / 3.0).sqrt());
            assert!(number(&row["noise_floor"]) > 0.0 && number(&row["noise_error"]) > 0.0);
        }
    }
    for name in [
        "report.html",
        "manifest.json",
        "codebook.csv",
        "figures/screening.svg",
    ] {
        assert!(folder.join(name).is_file(), "{name}");
    }
    let again = desk.call("out", &further);
    assert!(text(&again.stderr).contains("finished already"));
    assert!(text(&again.stdout).contains("population.motivation_mean"));
}

#[test]
fn indices_are_those_of_the_runs() {
    let desk = desk();
    let further = [
        "--method",
        "sobol",
        "--rows",
        "8",
        "-n",
        "2",
        "--parameter",
        "asked=asking.general,asking.per_enabling",
        "--parameter",
        "population.motivation_mean",
        "--measure",
        "participants_share",
    ];
    let folder = desk.results("out", &further);
    let outputs = outputs(&folder, "participants_share.final");
    let means: Vec<f64> = outputs.iter().map(|values| mean(values)).collect();
    assert_eq!(means.len(), 8 * 4);
    let ends: Vec<f64> = means.chunks(4).flat_map(|row| [row[0], row[3]]).collect();
    let variance = ends.iter().map(|end| square(end - mean(&ends))).sum::<f64>() / 16.0;
    let table = rows(&folder.join("indices.csv"));
    for (group, name) in ["asked", "population.motivation_mean"].into_iter().enumerate() {
        let row = row(&table, "participants_share.final", name);
        let total: f64 = means
            .chunks(4)
            .map(|row| 0.5 * square(row[0] - row[1 + group]))
            .sum();
        near(&row["total"], total / 8.0 / variance);
        let first: f64 = means
            .chunks(4)
            .map(|row| (row[3] - mean(&means)) * (row[1 + group] - row[0]))
            .sum();
        near(&row["first"], first / 8.0 / variance);
    }
    // Interaction of points and replications in a two-way layout with two replications: half the differences.
    let differences: Vec<f64> = outputs.iter().map(|values| values[0] - values[1]).collect();
    let rest: f64 = differences
        .iter()
        .map(|difference| 0.5 * square(difference - mean(&differences)))
        .sum();
    near(&table[0]["noise_share"], rest / 31.0 / 2.0 / variance);
    let points = rows(&folder.join("points.csv"));
    assert_eq!(
        points[1]["population.motivation_mean"],
        points[0]["population.motivation_mean"]
    );
    assert_eq!(points[1]["asking.general"], points[3]["asking.general"]);
    let json = desk.call("out", &[&further[..], &["--json", "--quiet"]].concat());
    let answer: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let first = &answer["answer"]["dependence"]["participants_share.final"]["indices"][0];
    assert!((first["total"].as_f64().unwrap() - number(&table[0]["total"])).abs() < 1e-12);
}

#[test]
fn threads_interruptions_and_added_replications_leave_no_trace() {
    let desk = desk();
    let ask = |output: &str, further: &[&str]| {
        let mut all = TWO.to_vec();
        all.extend(["--trajectories", "3"]);
        all.extend(further);
        desk.results(output, &all)
    };
    let whole = ask("whole", &["-n", "3", "--threads", "1"]);
    let grown = ask("grown", &["-n", "2", "--threads", "3"]);
    ask("grown", &["-n", "3", "--threads", "2"]);
    let torn = ask("torn", &["-n", "3", "--threads", "2"]);
    let journal = torn.join("runs.journal");
    let bytes = fs::read(&journal).unwrap();
    fs::write(&journal, &bytes[..bytes.len() - 100]).unwrap();
    ask("torn", &["-n", "3", "--threads", "2"]);
    for other in [grown, torn] {
        for name in [
            "effects.csv",
            "points.csv",
            "runs.csv",
            "summary.csv",
            "codebook.csv",
            "figures/screening.svg",
        ] {
            assert!(
                fs::read(whole.join(name)).unwrap() == fs::read(other.join(name)).unwrap(),
                "{name} differs"
            );
        }
    }
}

#[test]
fn points_that_cannot_be_lose_only_themselves() {
    // With 70 % older citizens, 35 % young ones, the upper end of the range, are too many.
    let desk = desk();
    let further = [
        "--parameter",
        "population.young_share",
        "--parameter",
        "asking.general",
        "--trajectories",
        "8",
        "-n",
        "2",
        "--measure",
        "outcome",
    ];
    let done = desk.call("out", &further);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(
        text(&done.stderr).contains("runs failed"),
        "{}",
        text(&done.stderr)
    );
    let folder = results_in(&desk.path("out"));
    let points = rows(&folder.join("points.csv"));
    let bad = |point: usize| number(&points[point]["population.young_share"]) > 0.34;
    let failed = (0..points.len()).filter(|&point| bad(point)).count();
    assert!(failed > 0 && failed < points.len());
    assert_eq!(rows(&folder.join("failures.csv")).len(), 2 * failed);
    let lost = (0..points.len() - 1)
        .filter(|point| point % 3 != 2 && (bad(*point) || bad(point + 1)))
        .count();
    let kept: usize = rows(&folder.join("effects.csv"))
        .iter()
        .map(|row| row["effects"].parse::<usize>().unwrap())
        .sum();
    assert_eq!(kept, 2 * 8 - lost);
}

#[test]
fn the_first_of_a_screening_are_looked_at_again() {
    let desk = desk();
    let further = [
        "--method",
        "sobol",
        "--top",
        "2",
        "--trajectories",
        "2",
        "--rows",
        "2",
        "-n",
        "2",
        "--set",
        "simulation.horizon_years=0.25",
        "--set",
        "population.citizens=40",
        "--measure",
        "participants_share",
    ];
    let done = desk.call("out", &further);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(text(&done.stderr).contains("A screening, then"));
    let folders: Vec<PathBuf> = fs::read_dir(desk.path("out"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(folders.len(), 2);
    let table = |name: &str| {
        let folder = folders.iter().find(|folder| folder.join(name).is_file()).unwrap();
        rows(&folder.join(name))
    };
    let mut screened: Vec<String> = table("effects.csv")[..2]
        .iter()
        .map(|row| row["parameter"].clone())
        .collect();
    let mut divided: Vec<String> = table("indices.csv")
        .iter()
        .map(|row| row["parameter"].clone())
        .collect();
    screened.sort();
    divided.sort();
    assert_eq!(screened, divided);
}

#[test]
fn few_trajectories_are_said_to_be_few() {
    let desk = desk();
    let said = |further: &[&str]| {
        let measures = [
            "-n",
            "2",
            "--measure",
            "participants_share",
            "--measure",
            "outcome",
        ];
        let done = desk.call("out", &[&TWO[..], &measures, further].concat());
        assert!(done.status.success(), "{}", text(&done.stderr));
        text(&done.stdout)
    };
    let few = said(&["--trajectories", "2"]);
    assert!(few.contains("Intervals from 2 trajectories are rough"), "{few}");
    let usual = said(&["--trajectories", "10"]);
    assert!(!usual.contains("are rough"), "{usual}");
    for said in [&few, &usual] {
        assert!(said.contains(" of 2 parameters stand"), "{said}");
        assert!(!said.contains("1 of 2 parameters stand "), "{said}");
    }
    let shares = said(&["--method", "sobol", "--rows", "4"]);
    assert!(shares.contains("Intervals from 4 rows are rough"), "{shares}");
    assert!(
        shares.contains("[0.00, 1.00]") && !shares.contains("[-"),
        "{shares}"
    );
}

#[test]
fn a_table_of_parameters_is_thinned_by_what_a_variant_sets() {
    let desk = desk();
    let said = |further: &[&str]| {
        let small = ["-n", "2", "--trajectories", "2", "--measure", "outcome"];
        desk.call("out", &[&small[..], further].concat())
    };
    let variant = "open: asking.general=0.1";
    let done = said(&["--parameter", "asking", "--variant", variant]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let varied: Vec<String> = rows(&results_in(&desk.path("out")).join("effects.csv"))
        .iter()
        .map(|row| row["parameter"].clone())
        .collect();
    assert!(
        !varied.contains(&"asking.general".to_owned()) && varied.len() > 1,
        "{varied:?}"
    );
    let named = said(&["--parameter", "asking.general", "--variant", variant]);
    assert_eq!(named.status.code(), Some(1));
    assert!(
        text(&named.stderr).contains("`asking.general` varies already"),
        "{}",
        text(&named.stderr)
    );
    let barriers = ["--parameter", "barriers", "--set", "barriers.silos=0.2"];
    let thinned = said(&[&barriers[..], &["--dry-run"]].concat());
    assert!(thinned.status.success(), "{}", text(&thinned.stderr));
}

#[test]
#[allow(clippy::too_many_lines, reason = "one list of refusals")]
fn what_cannot_be_answered_is_refused() {
    let desk = desk();
    let parameter = |key: &str| desk.refusal(&["--parameter", key], 2);
    insta::assert_snapshot!(parameter("asking.generel"), @"
    error: there is no key `asking.generel`
     --> --parameter:1:1
      |
    1 | asking.generel
      | ^^^^^^^^^^^^^^ unknown key
      |
      = hint: did you mean `asking.general`?

    1 fault
    ");
    insta::assert_snapshot!(parameter("population.citizens"), @"
    error: `population.citizens` has no plausible range in the register
     --> --parameter:1:1
      |
    1 | population.citizens
      | ^^^^^^^^^^^^^^^^^^^
      |
      = hint: a plan for `samspil sweep` may give it one of your own

    1 fault
    ");
    insta::assert_snapshot!(parameter("simulation.decision_rule"), @"
    error: `simulation.decision_rule` is no number, so it has no range
     --> --parameter:1:1
      |
    1 | simulation.decision_rule
      | ^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = hint: a plan for `samspil sweep` may list its levels

    1 fault
    ");
    insta::assert_snapshot!(parameter("programme.parks.title"), @"
    error: `programme.parks.title` changes words, not numbers
     --> --parameter:1:1
      |
    1 | programme.parks.title
      | ^^^^^^^^^^^^^^^^^^^^^

    1 fault
    ");
    insta::assert_snapshot!(parameter("programme.harbour.ease"), @"
    error: the scenario has no programme `harbour`
     --> --parameter:1:1
      |
    1 | programme.harbour.ease
      | ^^^^^^^^^^^^^^^^^^^^^^

    1 fault
    ");
    insta::assert_snapshot!(parameter("mechanisms"), @"
    error: no key of `mechanisms` has a plausible range
     --> --parameter:1:1
      |
    1 | mechanisms
      | ^^^^^^^^^^

    1 fault
    ");
    insta::assert_snapshot!(parameter("asking,asking.general"), @"
    error: `asking.general` varies already
     --> --parameter:1:8
      |
    1 | asking,asking.general
      |        ^^^^^^^^^^^^^^ leave it out

    1 fault
    ");
    insta::assert_snapshot!(desk.refusal(&["--measure", "outcom"], 2), @"
    error: there is no measure `outcom`
     --> --measure:1:1
      |
    1 | outcom
      | ^^^^^^ unknown measure
      |
      = hint: did you mean `outcome`?

    1 fault
    ");
    insta::assert_snapshot!(desk.refusal(&["--trajectories", "1"], 2), @"
    error: one trajectory has no spread, so no interval and no σ
    hint: take at least two; ten are usual
    ");
    insta::assert_snapshot!(desk.refusal(&["-n", "1"], 2), @"
    error: one replication cannot tell effects from noise
    hint: take at least two with -n 2
    ");
    insta::assert_snapshot!(desk.refusal(&["--method", "sobol", "--rows", "1", "--parameter", "asking"], 2), @"
    error: one row has no variance to divide up
    hint: take at least two; 128 or more are usual
    ");
    insta::assert_snapshot!(desk.refusal(&["--method", "sobol", "--rows", "100000", "--parameter", "asking.general"], 2), @"
    error: 300000 points are more than 100000
    hint: take fewer trajectories, rows or parameters
    ");
    insta::assert_snapshot!(desk.refusal(&["--top", "3"], 2), @"
    error: --top goes with --method sobol
    hint: a screening looks at all parameters
    ");
    insta::assert_snapshot!(desk.refusal(&["--parameter", "asking.general", "--set", "asking.general=0.1"], 2), @"
    error: `asking.general` is a factor of the plan
     --> --set:1:1
      |
    1 | asking.general=0.1
      | ^^^^^^^^^^^^^^ leave this out

    1 fault
    ");
}
