//! Sweeps: numbers against runs of the same settings, shards, resuming, failures, and every way it refuses.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use super::desk::Desk;
use super::{command, number, results_in, rows, samspil, text};

const SCENARIO: &str = "
[simulation]
horizon_years = 1.5
[population]
citizens = 120
neighbourhoods = 10
[programme.parks]
";

const HEAD: &str = "
scenario = 'parks.toml'
replications = 3
[[factor]]
key = 'programme.parks.invitation'
levels = [0.2, 1.0]
[[factor]]
key = 'programme.parks.ease'
range = [0.3, 0.7]
steps = 3
";

const MEASURES: &str = "
[[measure]]
key = 'participants_share'
[[measure]]
key = 'parks.willingness'
reduce = 'mean'
years = [0.5, 1.25]
[[measure]]
key = 'unmet_need'
reduce = 'first'
above = 1.9
";

const TABLES: [&str; 6] = [
    "points.csv",
    "runs.csv",
    "summary.csv",
    "codebook.csv",
    "figures/map.svg",
    "figures/along-programme.parks.ease.svg",
];

/// A folder with a scenario and the plan `plan.toml`.
fn desk_with(plan: &str) -> Desk {
    Desk::new("sweep", &[("plan.toml", plan), ("parks.toml", SCENARIO)])
}

fn usual() -> Desk {
    desk_with(&format!("{HEAD}{MEASURES}"))
}

fn merge(desk: &Desk, output: &str, folders: &[&Path]) -> Output {
    let mut arguments = vec!["merge"];
    arguments.extend(folders.iter().map(|folder| folder.to_str().unwrap()));
    let output = desk.path(output);
    arguments.extend(["--output", output.to_str().unwrap()]);
    samspil(&arguments)
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
fn numbers_are_those_of_runs_with_the_same_settings() {
    let desk = usual();
    let folder = desk.results("sweep", &[]);
    let (points, runs) = (rows(&folder.join("points.csv")), rows(&folder.join("runs.csv")));
    assert_eq!((points.len(), runs.len()), (6, 18));
    for configuration in [0, 4] {
        let point = &points[configuration];
        let setting = |key: &str| format!("{key}={}", point[key]);
        let output = desk.path(&format!("run-{configuration}"));
        let run = samspil(&[
            "run",
            desk.path("parks.toml").to_str().unwrap(),
            "--output",
            output.to_str().unwrap(),
            "-n",
            "3",
            "--set",
            &setting("programme.parks.invitation"),
            "--set",
            &setting("programme.parks.ease"),
        ]);
        assert!(run.status.success(), "{}", text(&run.stderr));
        let series = rows(&results_in(&output).join("series.csv"));
        for replication in 0..3 {
            let months: Vec<_> = series
                .iter()
                .filter(|row| row["replication"] == replication.to_string())
                .collect();
            let row = &runs[configuration * 3 + replication];
            assert_eq!(row["participants_share.final"], months[18]["participants_share"]);
            let window = &months[6..=15];
            let mean = window
                .iter()
                .map(|row| number(&row["parks.willingness"]))
                .sum::<f64>()
                / 10.0;
            assert!((number(&row["parks.willingness.mean_0.5_1.25"]) - mean).abs() < 1e-14);
            let first = months.iter().position(|row| number(&row["unmet_need"]) > 1.9);
            let expected = first.map_or(f64::NAN, |month| month as f64);
            let found = number(&row["unmet_need.first_above_1.9"]);
            assert!((found - expected).abs() < 1e-9 || found.is_nan() && expected.is_nan());
        }
    }
}

#[test]
fn summaries_are_means_over_replications() {
    let desk = usual();
    let folder = desk.results("sweep", &[]);
    let runs = rows(&folder.join("runs.csv"));
    for row in rows(&folder.join("summary.csv")) {
        let values: Vec<f64> = runs
            .iter()
            .filter(|run| run["configuration"] == row["configuration"])
            .map(|run| number(&run[&row["measure"]]))
            .filter(|value| value.is_finite())
            .collect();
        assert_eq!(row["count"], values.len().to_string());
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let found = number(&row["mean"]);
        assert!((found - mean).abs() < 1e-12 || values.is_empty() && found.is_nan());
    }
}

#[test]
fn joined_shards_threads_and_grown_sweeps_equal_the_whole() {
    let desk = usual();
    let whole = desk.results("whole", &["--threads", "1"]);
    assert_same(&whole, &desk.results("threads", &["--threads", "3"]));
    desk.results("grown", &["-n", "1"]);
    assert_same(&whole, &desk.results("grown", &[]));
    // More shares than configurations: six with three runs each.
    let shards: Vec<PathBuf> = ["1/8", "2/8", "3/8", "4/8", "5/8", "6/8", "7/8", "8/8"]
        .map(|shard| desk.results(&shard.replace('/', "-"), &["--shard", shard]))
        .to_vec();
    let folders: Vec<&Path> = shards.iter().rev().map(PathBuf::as_path).collect();
    let merged = merge(&desk, "merged", &folders);
    assert!(merged.status.success(), "{}", text(&merged.stderr));
    let merged = results_in(&desk.path("merged"));
    assert_eq!(merged.file_name(), whole.file_name());
    assert_same(&whole, &merged);
    let done = desk.call("merged", &[]);
    assert!(text(&done.stderr).contains("finished already"));
}

#[test]
fn a_failed_run_loses_only_itself() {
    let plan = format!(
        "{HEAD}[[factor]]\nkey = 'programme.parks.relation'\nlevels = ['supplementary', 'substitutive']\n\
         [[factor]]\nkey = 'programme.parks.staff_share'\nlevels = [0.0, 0.5]\n{MEASURES}"
    );
    let desk = desk_with(&plan);
    let folder = desk.results("sweep", &[]);
    let (runs, failures) = (rows(&folder.join("runs.csv")), rows(&folder.join("failures.csv")));
    let points = rows(&folder.join("points.csv"));
    assert_eq!((points.len(), runs.len(), failures.len()), (24, 54, 18));
    for failure in &failures {
        let point = &points[failure["configuration"].parse::<usize>().unwrap()];
        assert_eq!(point["programme.parks.relation"], "substitutive");
        assert_eq!(point["programme.parks.staff_share"], "0");
        assert!(failure["reason"].contains("staff_share"), "{}", failure["reason"]);
    }
    let again = desk.call("sweep", &["--retry-failed"]);
    assert!(text(&again.stderr).contains("18 of 72 runs failed"));
    assert_eq!(rows(&folder.join("failures.csv")), failures);
    let dry = desk.call("dry", &["--dry-run"]);
    assert!(text(&dry.stdout).contains("6 of 24 configurations looked at cannot be run"));
    assert!(!desk.path("dry").exists());
}

#[test]
fn a_run_ends_when_a_condition_holds() {
    let desk = desk_with(&format!(
        "{HEAD}{MEASURES}[[stop]]\nkey = 'unmet_need'\nabove = 1.9\n"
    ));
    let runs = rows(&desk.results("sweep", &[]).join("runs.csv"));
    let mut stopped = 0;
    for run in &runs {
        let first = number(&run["unmet_need.first_above_1.9"]);
        if first.is_finite() {
            stopped += 1;
            assert!((12.0 * number(&run["years"]) - first).abs() < 1e-9);
        } else {
            assert_eq!(run["years"], "1.5");
        }
    }
    assert!(stopped > 0 && stopped < runs.len(), "{stopped} of {}", runs.len());
}

#[test]
fn independent_configurations_have_seeds_that_runs_can_take() {
    let desk = desk_with(&format!("seeds = 'independent'{HEAD}{MEASURES}"));
    let folder = desk.results("sweep", &[]);
    let points = rows(&folder.join("points.csv"));
    let point = &points[1];
    assert_ne!(point["seed"], points[0]["seed"]);
    let output = desk.path("run");
    let ease = format!("programme.parks.ease={}", point["programme.parks.ease"]);
    let run = samspil(&[
        "run",
        desk.path("parks.toml").to_str().unwrap(),
        "--output",
        output.to_str().unwrap(),
        "-n",
        "1",
        "--seed",
        &point["seed"],
        "--set",
        "programme.parks.invitation=0.2",
        "--set",
        &ease,
    ]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    let replications = rows(&results_in(&output).join("replications.csv"));
    let runs = rows(&folder.join("runs.csv"));
    assert_eq!(
        runs[3]["participants_share.final"],
        replications[0]["participants_share"]
    );
}

#[test]
fn designs_that_fill_space_and_own_points() {
    let factors = "[[factor]]\nkey = 'programme.parks.ease'\nrange = [0.2, 0.8]\n\
                   [[factor]]\nkey = 'simulation.decision_rule'\nlevels = ['logit', 'threshold', 'rational']\n";
    for kind in ["latin_hypercube", "sobol"] {
        let desk = desk_with(&format!(
            "scenario = 'parks.toml'\nreplications = 1\n{factors}[design]\nkind = '{kind}'\npoints = 6\n{MEASURES}"
        ));
        let points = rows(&desk.results("sweep", &[]).join("points.csv"));
        assert_eq!(points.len(), 6);
        let eases = points.iter().map(|point| number(&point["programme.parks.ease"]));
        assert!(eases.into_iter().all(|ease| (0.2..=0.8).contains(&ease)));
    }
    let desk = desk_with(&format!(
        "scenario = 'parks.toml'\nreplications = 1\n[design]\nkind = 'points'\nfile = 'own.csv'\n{MEASURES}"
    ));
    fs::write(
        desk.path("own.csv"),
        "programme.parks.ease,mechanisms.fatigue\n0.4,true\n0.6,false\n",
    )
    .unwrap();
    let points = rows(&desk.results("sweep", &[]).join("points.csv"));
    let values: Vec<_> = points
        .iter()
        .map(|point| {
            (
                point["programme.parks.ease"].as_str(),
                point["mechanisms.fatigue"].as_str(),
            )
        })
        .collect();
    assert_eq!(values, [("0.4", "true"), ("0.6", "false")]);
}

#[cfg(unix)]
#[test]
fn an_interrupted_sweep_goes_on_to_the_same_numbers() {
    let desk = usual();
    let arguments = desk.arguments("interrupted", &["-n", "40", "--threads", "1"]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let child = command(&arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for_a_run(&desk.path("interrupted"));
    std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("The same command goes on from there."));
    assert!(!results_in(&desk.path("interrupted")).join("runs.csv").exists());
    let resumed = desk.results("interrupted", &["-n", "40"]);
    assert_same(&desk.results("whole", &["-n", "40"]), &resumed);
}

/// Waits until the journal holds something besides its header.
fn wait_for_a_run(folder: &Path) {
    let began = Instant::now();
    while began.elapsed() < Duration::from_mins(1) {
        let journal = fs::read_dir(folder)
            .ok()
            .and_then(|mut entries| entries.next())
            .and_then(|entry| fs::metadata(entry.ok()?.path().join("runs.journal")).ok());
        if journal.is_some_and(|journal| journal.len() > 116) {
            return;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    panic!("no run in a minute");
}

#[cfg(feature = "parquet")]
#[test]
fn tables_come_as_parquet_when_asked() {
    let folder = usual();
    let folder = folder.results("sweep", &["-n", "1", "--format", "parquet"]);
    for name in ["points", "runs", "summary", "codebook"] {
        let bytes = fs::read(folder.join(format!("{name}.parquet"))).unwrap();
        assert_eq!(&bytes[..4], b"PAR1");
    }
    assert!(!folder.join("runs.csv").exists());
}

#[test]
fn what_a_sweep_says() {
    let desk = usual();
    let answer = desk.call("sweep", &["-n", "2", "--quiet"]);
    let folder = results_in(&desk.path("sweep"));
    let answer = text(&answer.stdout).replace(folder.to_str().unwrap(), "[folder]");
    insta::assert_snapshot!(answer, @"
    plan

      invitation  ease  participants_share.final  parks.willingness.mean_0.5_1.25  unmet_need.first_above_1.9 (months)
      0.2         0.3   3 % (0 to 14 %)           32 % ± 9 %                       no value
      0.2         0.5   4 % (0 to 20 %)           38 % ± 7 %                       no value
      0.2         0.7   4 % (0 to 20 %)           43 % ± 6 %                       no value
      1           0.3   4 % (0 to 25 %)           32 % ± 9 %                       no value
      1           0.5   5 % (0 to 31 %)           37 % ± 7 %                       no value
      1           0.7   5 % (0 to 31 %)           43 % ± 7 %                       no value

    ± is the 95 % interval of the mean over replications. Where ± would reach beyond what a measure can be, both ends of the interval stand in brackets, cut at its limit. An interval from 2 replications is rough: fewer than 20 say little of how much they vary; -n 20 adds some.
    Report: [folder]/report.html
    ");
    let json = desk.call("sweep", &["-n", "2", "--quiet", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(
        (
            &json["kind"],
            &json["answer"]["configurations"],
            &json["replications"]
        ),
        (&"sweep".into(), &6.into(), &2.into())
    );
    assert_eq!(json["measures"][0]["name"], "participants_share.final");
    let extremes = &json["answer"]["extremes"]["participants_share.final"];
    assert!(extremes["highest"]["mean"].is_f64());
}

#[test]
fn the_difference_of_a_first_month_is_said_to_be_in_months() {
    let desk = usual();
    let variant = "replaced: programme.parks.staff_replaced=0.5";
    let said = text(&desk.call("o", &["-n", "2", "--variant", variant]).stdout);
    assert!(
        said.contains("unmet_need.first_above_1.9.difference (months)"),
        "{said}"
    );
    let report = fs::read_to_string(results_in(&desk.path("o")).join("report.html")).unwrap();
    assert!(report.contains("(months)"), "{said}");
    // Shares carry their sign, and many replications need no warning.
    assert!(!said.contains("(share"), "{said}");
    let many = text(&desk.call("o", &["-n", "20", "--variant", variant]).stdout);
    assert!(said.contains("is rough") && !many.contains("is rough"), "{many}");
}

#[test]
fn bad_plans_and_options_are_refused() {
    let desk = usual();
    insta::assert_snapshot!(desk.refusal(&["--shard", "17/16"], 2), @"
    error: invalid value '17/16' for '--shard <SHARD/SHARDS>': there is no shard 17 of 16: they count from 1 to 16

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(desk.refusal(&["-n", "1000000", "--set", "programme.parks.ease=0.5"], 2), @"
    error: `programme.parks.ease` is a factor of the plan
     --> --set:1:1
      |
    1 | programme.parks.ease=0.5
      | ^^^^^^^^^^^^^^^^^^^^ leave this out

    1 fault
    ");
    insta::assert_snapshot!(desk.refusal(&["--set", "programme.parks.eas=0.5"], 2), @"
    error: there is no key `programme.parks.eas`
     --> --set:1:1
      |
    1 | programme.parks.eas=0.5
      | ^^^^^^^^^^^^^^^^^^^ unknown key
      |
      = hint: did you mean `programme.parks.ease`?

    1 fault
    ");
    let large = desk_with(&format!("{HEAD}{MEASURES}").replace("steps = 3", "steps = 9"));
    insta::assert_snapshot!(large.refusal(&["-n", "1000000"], 1), @"
    error: 18 configurations with 1000000 replications each are more than 10000000 runs
    hint: take fewer replications or fewer points
    ");
}

#[test]
fn a_sweep_of_which_every_run_fails_says_so() {
    let desk = desk_with(
        "scenario = 'parks.toml'\nreplications = 2\n[[factor]]\nkey = 'programme.parks.reward_eur_per_hour'\n\
         levels = [2.0, 4.0]\n[[measure]]\nkey = 'outcome'\n",
    );
    let output = desk.call("failing", &["--quiet"]);
    assert_eq!(output.status.code(), Some(1));
    let results = results_in(&desk.path("failing"));
    let failures = fs::read_to_string(results.join("failures.jsonl")).unwrap();
    assert_eq!(failures.lines().filter(|line| !line.is_empty()).count(), 4);
    assert!(!results.join("runs.csv").exists(), "there is no answer");
    insta::assert_snapshot!(desk.plain(&output), @"
    error: all 4 runs failed; the first: a reward has a size but no kind (choose a kind with `programme.parks.reward`)
    hint: --retry-failed tries them again
    ");
}

#[test]
fn shards_that_do_not_fit_are_refused() {
    let desk = usual();
    let shard = |output: &str, further: &[&str]| desk.results(output, further);
    let (one, two) = (shard("1", &["--shard", "1/3"]), shard("2", &["--shard", "2/3"]));
    let other = shard("4", &["--shard", "2/3", "--seed", "7"]);
    let plain = |folders: &[&Path]| {
        let output = merge(&desk, "merged", folders);
        assert_eq!(output.status.code(), Some(1));
        let hash = |folder: &Path| {
            let name = folder.file_name().unwrap().to_str().unwrap();
            name.rsplit('-').next().unwrap().to_owned()
        };
        desk.plain(&output)
            .replace(&hash(&one), "[hash]")
            .replace(&hash(&other), "[other]")
            .replace(&samspil::output::ENGINE[..8], "[engine]")
    };
    insta::assert_snapshot!(plain(&[&one, &other, &two, &two, &desk.path("nowhere")]), @"
    error: these folders cannot be merged:
      4/sweep-plan-shard-2-of-3-[other]: it answers another question than 1/sweep-plan-shard-1-of-3-[hash]
      nowhere: there is no such folder
    hint: nothing was changed; put this right and merge again
    ");
    let manifest = fs::read_to_string(two.join("manifest.json")).unwrap();
    fs::write(
        two.join("manifest.json"),
        manifest.replace("\"finished\": true", "\"finished\": false"),
    )
    .unwrap();
    insta::assert_snapshot!(plain(&[&one, &two]), @"
    error: these folders cannot be merged:
      2/sweep-plan-shard-2-of-3-[hash]/manifest.json: it was altered
    hint: move the folder away or delete it, and run again
    hint: nothing was changed; put this right and merge again
    ");
    fs::write(two.join("manifest.json"), manifest).unwrap();
    assert!(!desk.path("merged").exists(), "nothing half-written");
    let plan = fs::read_to_string(desk.path("plan.toml")).unwrap();
    fs::write(desk.path("plan.toml"), plan.replace("1.0]", "0.9]")).unwrap();
    insta::assert_snapshot!(plain(&[&one, &two]), @"
    error: these folders answer another question than the files of their command ask now
    hint: put the files back that were there when the shards were made
    ");
    assert!(!desk.path("merged").exists(), "nothing half-written");
    fs::write(desk.path("plan.toml"), plan).unwrap();
    insta::assert_snapshot!(plain(&[&one, &two]), @"
    error: 6 of 18 runs are missing
    hint: what there is was put together in merged/sweep-plan-[hash]; run the shards again where that folder stands in their --output, which shows them what to simulate next, and merge again; or go on with the command that made the shards, without its --shard
    ");
    // Shards of another cut make it whole.
    let (third, sixth) = (shard("3", &["--shard", "3/6"]), shard("6", &["--shard", "6/6"]));
    assert!(merge(&desk, "merged", &[&third, &sixth]).status.success());
    assert_same(&desk.results("whole", &[]), &results_in(&desk.path("merged")));
}

#[test]
fn seeds_of_own_points_are_said_to_be_passed_over() {
    let plan = "scenario = 'parks.toml'\nreplications = 1\n[design]\nkind = 'points'\nfile = 'points.csv'\n\
                [[measure]]\nkey = 'outcome'\n";
    let points = "programme.parks.ease,seed\n0.5,7\n0.25,8\n";
    let files = [
        ("plan.toml", plan),
        ("parks.toml", SCENARIO),
        ("points.csv", points),
    ];
    let desk = Desk::new("sweep", &files);
    let note = "points.csv, column `seed`: passed over";
    for more in [&["--dry-run"][..], &[]] {
        let said = text(&desk.call("o", more).stderr);
        assert!(said.contains(note), "{said}");
        let answer = desk.call("o", &[more, &["--json"]].concat()).stdout;
        let answer: serde_json::Value = serde_json::from_slice(&answer).unwrap();
        let noted = answer["data_notes"].as_array().unwrap();
        assert!(noted[0].as_str().unwrap().contains(note), "{answer}");
    }
}

/// The settings of a point and the name of the folder for what is asked of it.
const POINTS: [(&str, &str); 2] = [("0.3", "low"), ("0.6", "high")];

#[test]
fn a_variant_differs_at_every_point_as_in_a_comparison_there() {
    let plan = "scenario = 'parks.toml'\nreplications = 4\n[[factor]]\nkey = 'programme.parks.ease'\n\
                levels = [0.3, 0.6]\n[[measure]]\nkey = 'parks.willingness'\n";
    let desk = desk_with(plan);
    let variant = "fewer asked: programme.parks.invitation=0.2";
    let folder = desk.results("swept", &["--variant", variant]);
    let runs = rows(&folder.join("runs.csv"));
    let measure = "parks.willingness.final.difference";
    for (configuration, (ease, name)) in POINTS.iter().enumerate() {
        let scenario = desk.path("parks.toml").display().to_string();
        let output = desk.path(name).display().to_string();
        let everywhere = format!("programme.parks.ease={ease}");
        let compared = samspil(&[
            "compare",
            &scenario,
            "--variant",
            variant,
            "--everywhere",
            &everywhere,
            "-n",
            "4",
            "--output",
            &output,
        ]);
        assert!(compared.status.success(), "{}", text(&compared.stderr));
        let ends = rows(&results_in(&desk.path(name)).join("replications.csv"));
        let value = |arm: &str, replication: &str| {
            let is_it = |row: &&std::collections::BTreeMap<String, String>| {
                (
                    row["arm"].as_str(),
                    row["replication"].as_str(),
                    row["measure"].as_str(),
                ) == (arm, replication, "parks.willingness")
            };
            number(&ends.iter().find(is_it).unwrap()["value"])
        };
        let own: Vec<_> = runs
            .iter()
            .filter(|row| row["configuration"] == configuration.to_string())
            .collect();
        assert_eq!(own.len(), 4);
        for row in own {
            let replication = &row["replication"];
            let difference = value("fewer-asked", replication) - value("baseline", replication);
            assert!((number(&row[measure]) - difference).abs() < 1e-12, "{row:?}");
        }
    }
}

#[test]
fn a_variant_that_makes_no_difference_to_keep_is_refused() {
    let desk = usual();
    for (variant, why) in [
        ("programme.parks.ease=0.5", "varies already"),
        (
            "programme.parks.relation='supplementary'",
            "the same as the scenario",
        ),
    ] {
        let refused = desk.failure(&["--variant", variant], 1);
        assert!(refused.contains(why), "{refused}");
    }
    let seeded = "replaced: programme.parks.staff_replaced=0.5, simulation.seed=5";
    let refused = desk.failure(&["--variant", seeded], 2);
    assert!(
        refused.contains("`simulation.seed` makes no variant") && refused.contains("--> --variant:1:1"),
        "{refused}"
    );
}

const CLAIM: &str = "id = 'T-1'\nclaim = 'Ease makes willing'\nscenario = 'parks.toml'\nmeasure = 'willingness'\n\
                     time = 'end'\nsmallest_effect = 0.001\nreplications = 5\nkind = 'difference'\n\
                     direction = 'greater'\n[treatment]\nprogramme.parks.ease = 0.9\n";

#[test]
fn a_hypothesis_is_tested_at_every_point_as_alone() {
    let plan =
        "hypothesis = 'T-1.toml'\n[[factor]]\nkey = 'programme.parks.invitation'\nlevels = [0.3, 0.6]\n";
    let desk = Desk::new(
        "sweep",
        &[("plan.toml", plan), ("parks.toml", SCENARIO), ("T-1.toml", CLAIM)],
    );
    let done = desk.call("swept", &[]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(
        text(&done.stdout).contains("Of 2 points"),
        "{}",
        text(&done.stdout)
    );
    let folder = results_in(&desk.path("swept"));
    let (cells, points) = (
        rows(&folder.join("verdicts.csv")),
        rows(&folder.join("points.csv")),
    );
    for (point, (invitation, name)) in POINTS.iter().enumerate() {
        assert_eq!(points[point]["programme.parks.invitation"], *invitation);
        assert_eq!(points[point]["id"], cells[point]["id"]);
        let output = desk.path(name).display().to_string();
        let claim = desk.path("T-1.toml").display().to_string();
        let set = format!("programme.parks.invitation={invitation}");
        let tested = samspil(&["test", &claim, "--set", &set, "--output", &output]);
        assert!(tested.status.success(), "{}", text(&tested.stderr));
        let alone = rows(&results_in(&desk.path(name)).join("verdicts.csv"));
        for column in ["effect", "interval_low", "p", "verdict"] {
            assert_eq!(alone[0][column], cells[point][column], "{column} at {invitation}");
        }
    }
    let own_key = plan.replace("invitation", "ease");
    fs::write(desk.path("plan.toml"), own_key).unwrap();
    let refused = desk.refusal(&[], 1);
    assert!(refused.contains("is what the arm"), "{refused}");
}
