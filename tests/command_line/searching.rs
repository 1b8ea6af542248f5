//! Fronts: numbers against runs with the same settings, resuming, threads, and every way they refuse.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::desk::Desk;
use super::{command, number, results_in, rows, text};

const SCENARIO: &str = "
[simulation]
horizon_years = 1.0
[population]
citizens = 100
[programme.parks]
";

const PLAN: &str = "
title = 'Parks on a budget'
scenario = 'parks.toml'
[[factor]]
key = 'programme.parks.relation'
levels = ['supplementary', 'substitutive']
[[factor]]
key = 'programme.parks.outreach'
range = [0.0, 10.0]
[[factor]]
key = 'programme.parks.training'
levels = [0.0, 1.0]
[[objective]]
key = 'participants_share'
better = 'higher'
[[objective]]
key = 'coproduction_cost'
reduce = 'mean'
[search]
designs = 8
generations = 3
replications = 2
[confirm]
designs = 4
replications = 4
[robustness]
draws = 3
replications = 2
";

const TABLES: [&str; 7] = [
    "designs.csv",
    "front.csv",
    "runs.csv",
    "robustness.csv",
    "draws.csv",
    "codebook.csv",
    "figures/front.svg",
];

/// A folder with a scenario and the plan `plan.toml`.
fn desk_with(plan: &str) -> Desk {
    Desk::new("frontier", &[("plan.toml", plan), ("parks.toml", SCENARIO)])
}

/// What a search says that must fail.
fn refusal(desk: &Desk, further: &[&str], code: i32) -> String {
    desk.failure(&[&["--quiet"], further].concat(), code)
}

fn assert_same(one: &Path, other: &Path) {
    for name in TABLES {
        assert!(
            fs::read(one.join(name)).unwrap() == fs::read(other.join(name)).unwrap(),
            "{name} differs"
        );
    }
}

#[test]
fn tables_agree_with_one_another() {
    let desk = desk_with(PLAN);
    let folder = desk.results("out", &[]);
    let [designs, front, runs, draws] =
        ["designs", "front", "runs", "draws"].map(|name| rows(&folder.join(format!("{name}.csv"))));
    let measures = ["participants_share.final", "coproduction_cost.mean_0_1"];
    // Each design once.
    let choices: Vec<Vec<&String>> = designs[1..]
        .iter()
        .map(|row| {
            ["relation", "outreach", "training"]
                .map(|key| &row[&format!("programme.parks.{key}")])
                .to_vec()
        })
        .collect();
    for (index, choice) in choices.iter().enumerate() {
        assert!(!choices[..index].contains(choice), "{choice:?}");
    }
    // On the front are those that no other beats.
    let values = |row: &BTreeMap<String, String>| measures.map(|measure| number(&row[measure]));
    let beats = |one: [f64; 2], other: [f64; 2]| {
        one[0] >= other[0] && one[1] <= other[1] && (one[0] > other[0] || one[1] < other[1])
    };
    for row in &designs[1..] {
        let beaten = designs[1..].iter().any(|other| beats(values(other), values(row)));
        assert_eq!(row["on_front"], if beaten { "0" } else { "1" });
    }
    assert_eq!(designs[0]["on_front"], "0", "the baseline is none of the designs");
    // Means and differences from the runs.
    for row in &front {
        let sample = |design: &str| -> Vec<f64> {
            runs.iter()
                .filter(|run| run["design"] == design)
                .map(|run| number(&run[&row["measure"]]))
                .collect()
        };
        let (own, baseline) = (sample(&row["design"]), sample("0"));
        assert_eq!(own.len(), 4);
        let mean = own.iter().sum::<f64>() / 4.0;
        assert!((number(&row["mean"]) - mean).abs() < 1e-12 * (1.0 + mean.abs()));
        let difference = own
            .iter()
            .zip(&baseline)
            .map(|(own, base)| own - base)
            .sum::<f64>()
            / 4.0;
        assert!((number(&row["difference"]) - difference).abs() < 1e-9 * (1.0 + mean.abs()));
        let searched = &designs[row["design"].parse::<usize>().unwrap()];
        assert_eq!(row["searched"], searched[&row["measure"]]);
    }
    // Worst values over draws.
    for row in rows(&folder.join("robustness.csv")) {
        let own: Vec<[f64; 2]> = draws
            .iter()
            .filter(|draw| draw["design"] == row["design"])
            .map(values)
            .collect();
        let least = own.iter().map(|means| means[0]).fold(f64::INFINITY, f64::min);
        let most = own.iter().map(|means| means[1]).fold(f64::NEG_INFINITY, f64::max);
        assert!((number(&row["worst_participants_share.final"]) - least).abs() < 1e-15);
        assert!((number(&row["worst_coproduction_cost.mean_0_1"]) - most).abs() < 1e-12);
    }
    let codebook = rows(&folder.join("codebook.csv"));
    for name in ["designs", "front", "runs", "robustness", "draws"] {
        let header = fs::read_to_string(folder.join(format!("{name}.csv"))).unwrap();
        let described: Vec<&str> = codebook
            .iter()
            .filter(|entry| entry["file"] == name)
            .map(|entry| entry["name"].as_str())
            .collect();
        assert_eq!(described.join(","), header.lines().next().unwrap(), "{name}");
    }
    let report = fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(report.contains("Parks on a budget") && report.contains("<svg"));
}

#[test]
fn threads_and_grown_searches_leave_no_trace() {
    let desk = desk_with(PLAN);
    let whole = desk.results("whole", &["--threads", "1"]);
    assert_same(&whole, &desk.results("threads", &["--threads", "3"]));
    let small = desk.results("grown", &["-n", "2", "--draws", "0"]);
    assert!(!small.join("robustness.csv").exists());
    assert_same(&whole, &desk.results("grown", &[]));
    desk.results("grown", &["--draws", "0"]);
    assert!(
        !small.join("robustness.csv").exists(),
        "what is no longer true is gone"
    );
}

#[cfg(unix)]
#[test]
fn an_interrupted_search_goes_on_to_the_same_numbers() {
    let plan = PLAN.replace(
        "designs = 8\ngenerations = 3\nreplications = 2",
        "designs = 12\ngenerations = 5\nreplications = 12",
    );
    let desk = desk_with(&plan);
    let mut child = command(&[])
        .args(desk.arguments("interrupted", &["--quiet"]))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let began = Instant::now();
    let grown = || {
        let folder = fs::read_dir(desk.path("interrupted")).ok()?.next()?.ok()?.path();
        let length = fs::metadata(folder.join("search.journal")).ok()?.len();
        (length > 2_000).then_some(())
    };
    while grown().is_none() {
        assert!(began.elapsed() < Duration::from_mins(1), "nothing was kept");
        std::thread::sleep(Duration::from_millis(5));
    }
    let killed = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(130));
    let folder = results_in(&desk.path("interrupted"));
    assert!(!folder.join("manifest.json").exists());
    desk.results("interrupted", &[]);
    assert_same(&folder, &desk.results("whole", &[]));
}

#[test]
fn the_answer_is_short_and_also_json() {
    let desk = desk_with(PLAN);
    let output = desk.call("out", &["--quiet"]);
    let folder = results_in(&desk.path("out"));
    let answer = text(&output.stdout).replace(folder.to_str().unwrap(), "[folder]");
    insta::assert_snapshot!(answer, @"
    Parks on a budget
    Objectives: participants (higher is better); cost of co-production, EUR/month per citizen (lower is better)

    24 of 404 designs were looked at. In the search 4 are beaten by no other; 4 of these, spread over the front, were run again with fresh luck, and 2 hold.
    None of them beats the baseline.
    A search selects luck together with designs. Fresh runs say so, on average over the designs run again: participants worse by 0.56 points, cost of co-production better by 1.3 EUR/month per citizen.
    Over 3 draws of the parameters from their plausible ranges, all designs that hold stay on the front equally often: in 33 % of them.
    All designs on the front have: training 0

      design    relation       outreach  participants   cost of co-production  on front in draws  worst participants
      baseline  supplementary  1         5.3 % ± 3.5 %  29 ± 5                 100 %              4.50 %
      19        substitutive   6.2       6.0 % ± 3.4 %  30 ± 5                 33 %               4.50 %
      5         supplementary  3.9       5.5 % ± 4.2 %  29 ± 5                 33 %               4.50 %

    ± is the 95 % interval of the mean over 4 fresh replications. An interval from 4 replications is rough: fewer than 20 say little of how much they vary; -n 20 adds some.
    Report: [folder]/report.html
    ");
    let json = desk.call("out", &["--quiet", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["answer"]["front"].as_array().unwrap().len(), 4);
    assert_eq!(
        (&json["answer"]["exhaustive"], &json["replications"]),
        (&false.into(), &4.into())
    );
    let first = &json["answer"]["front"][0];
    assert!(first["measures"]["coproduction_cost.mean_0_1"]["mean"].is_f64());
    assert!(first["unbeaten_share"].is_f64() && first["factors"]["programme.parks.relation"].is_string());
}

#[test]
fn what_cannot_be_searched_is_told_in_one_message() {
    let limited = format!("{PLAN}[[limit]]\nkey = 'coproduction_cost'\nreduce = 'mean'\nbelow = 0.001\n");
    let limited = refusal(&desk_with(&limited), &[], 1);
    insta::assert_snapshot!(limited, @"
    error: none of 24 designs keeps to the limits; the nearest has coproduction_cost.mean_0_1 30.485 where it must lie below 0.001
    hint: widen the limit, or let designs choose something cheaper
    ");
    let contradictory = PLAN.replace(
        "[[factor]]\nkey = 'programme.parks.training'\nlevels = [0.0, 1.0]",
        "[[factor]]\nkey = 'programme.parks.reward_eur_per_hour'\nlevels = [1.0, 2.0]",
    );
    insta::assert_snapshot!(refusal(&desk_with(&contradictory), &[], 1), @"
    error: none of 22 designs can be run; the first: a reward has a size but no kind (choose a kind with `programme.parks.reward`)
    hint: choose levels that go together, or set what they need with --set
    ");
    let desk = desk_with("scenario = 'parks.toml'\n");
    insta::assert_snapshot!(refusal(&desk, &[], 1), @"
    error: `factor` is missing
     --> plan.toml:1:1
      |
    1 | scenario = 'parks.toml'
      | ^
      |
      = hint: What a design chooses, each under a heading [[factor]]

    1 fault
    ");
    assert!(!desk.path("refused").exists(), "nothing half-written");
    insta::assert_snapshot!(refusal(&desk_with(PLAN), &["-n", "1"], 2), @"
    error: invalid value '1' for '--replications <REPLICATIONS>': 1 is not in 2..=1000000

    For more information, try '--help'.
    ");
}
