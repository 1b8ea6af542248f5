//! Calibration: what it leaves, what it says, how it goes on, and every way it refuses.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use super::{number, results_in, rows, samspil, text};

const SCENARIO: &str = "
title = 'Parks'
[simulation]
horizon_years = 0.5
[population]
citizens = 80
[programme.parks]
";

const PLAN: &str = "
title = 'Hours & <figures>'
scenario = 'parks.toml'
[parameters]
hours.per_week = [1.5, 6.0]
asking.general = 'log_uniform'
[[targets]]
measure = 'hours_per_participant'
value = 15
tolerance = 2
source = 'a survey'
[[targets]]
measure = 'participants_share'
month = 6
value = 0.6
tolerance = 0.05
[sampler]
particles = 20
rounds = 3
budget = 400
predictive = 20
";

struct Desk(tempfile::TempDir);

impl Desk {
    fn new(plan: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("parks.toml"), SCENARIO).unwrap();
        fs::write(folder.path().join("plan.toml"), plan).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn ask(&self, output: &str, further: &[&str]) -> Output {
        let (plan, output) = (self.path("plan.toml"), self.path(output));
        let mut arguments = vec![
            "calibrate",
            plan.to_str().unwrap(),
            "--output",
            output.to_str().unwrap(),
        ];
        arguments.extend(further);
        samspil(&arguments)
    }
}

#[test]
fn a_calibration_leaves_what_it_found_and_a_scenario_to_run() {
    let desk = Desk::new(PLAN);
    let done = desk.ask("out", &[]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let folder = results_in(&desk.path("out"));
    for name in ["report.html", "manifest.json", "codebook.csv", "fitted.toml"] {
        assert!(folder.join(name).is_file(), "{name}");
    }
    let posterior = rows(&folder.join("posterior.csv"));
    assert_eq!(posterior.len(), 20);
    let sum: f64 = posterior.iter().map(|row| number(&row["weight"])).sum();
    assert!((sum - 1.0).abs() < 1e-9);
    for row in &posterior {
        let away = [
            ("hours_per_participant.final", 15.0, 2.0),
            ("participants_share.month_6", 0.6, 0.05),
        ]
        .map(|(name, figure, tolerance): (&str, f64, f64)| (number(&row[name]) - figure).abs() / tolerance);
        assert!((number(&row["distance"]) - away[0].max(away[1])).abs() < 1e-9);
    }
    // Each weight is one over the mixture it was drawn from: equal weights belong to the first round alone.
    assert!(
        posterior
            .iter()
            .any(|row| row["weight"] != posterior[0]["weight"])
    );
    let rounds = rows(&folder.join("rounds.csv"));
    let tolerances: Vec<f64> = rounds.iter().map(|row| number(&row["tolerance"])).collect();
    assert!(
        tolerances.windows(2).all(|pair| pair[1] < pair[0]),
        "{tolerances:?}"
    );
    assert!(
        posterior
            .iter()
            .all(|row| number(&row["distance"]) <= tolerances[tolerances.len() - 1])
    );
    let columns: Vec<String> = posterior[0].keys().cloned().collect();
    let codebook = rows(&folder.join("codebook.csv"));
    for column in columns {
        assert!(
            codebook
                .iter()
                .any(|row| row["file"] == "posterior" && row["name"] == column),
            "{column}"
        );
    }
    let report = fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(
        report.contains("Hours &#38; &#60;figures&#62;") || report.contains("Hours &amp; &lt;figures&gt;")
    );
    // Six in ten take part in no such town, and that is said.
    let answer = text(&done.stdout);
    assert!(answer.contains("is not reached"), "{answer}");
    assert!(report.contains("is not reached"));
    let predictive = rows(&folder.join("predictive.csv"));
    assert_eq!(
        (&*predictive[1]["reached"], &*predictive[0]["source"]),
        ("0", "a survey")
    );
}

#[test]
fn figures_with_standard_errors_accept_by_chance_and_say_so() {
    let desk = Desk::new(&PLAN.replace("tolerance = 2", "standard_error = 2"));
    let done = desk.ask("out", &["--json"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let json: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let targets = &json["answer"]["targets"];
    let (hours, share) = (
        &targets["hours_per_participant.final"],
        &targets["participants_share.month_6"],
    );
    let told = |target: &serde_json::Value| [target["standard_error"].as_f64(), target["tolerance"].as_f64()];
    assert_eq!(told(hours), [Some(2.0), None]);
    assert_eq!(told(share), [None, Some(0.05)]);
    let folder = results_in(&desk.path("out"));
    let predictive = rows(&folder.join("predictive.csv"));
    assert_eq!(
        (&*predictive[0]["standard_error"], &*predictive[0]["tolerance"]),
        ("2", "")
    );
    assert_eq!(
        (&*predictive[1]["standard_error"], &*predictive[1]["tolerance"]),
        ("", "0.05")
    );
    let said = text(&desk.ask("out", &[]).stdout);
    assert!(
        said.contains("stand for figures with") && said.contains("(standard error 2"),
        "{said}"
    );
    // Another question than that of a tolerance of the same size.
    fs::write(desk.path("plan.toml"), PLAN).unwrap();
    assert!(desk.ask("other", &[]).status.success());
    assert_ne!(results_in(&desk.path("other")).file_name(), folder.file_name());
}

#[test]
fn the_fitted_scenario_runs_and_a_second_time_nothing_is_done() {
    let desk = Desk::new(PLAN);
    assert!(desk.ask("out", &[]).status.success());
    let folder = results_in(&desk.path("out"));
    let fitted = folder.join("fitted.toml");
    let into = desk.path("runs");
    let run = samspil(&[
        "run",
        fitted.to_str().unwrap(),
        "-n",
        "2",
        "--output",
        into.to_str().unwrap(),
    ]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    let median = &rows(&folder.join("summary.csv"))[0]["q50"];
    assert!(
        fs::read_to_string(fitted)
            .unwrap()
            .contains(&format!("per_week = {median}"))
    );

    // A second time nothing is run, and all comes out the same.
    let journal = fs::read(folder.join("particles.journal")).unwrap();
    let table = fs::read(folder.join("posterior.csv")).unwrap();
    let again = desk.ask("out", &["--json", "--threads", "1"]);
    let json: serde_json::Value = serde_json::from_slice(&again.stdout).unwrap();
    assert!(
        (json["answer"]["parameters"]["hours.per_week"]["median"]
            .as_f64()
            .unwrap()
            - number(median))
        .abs()
            < 1e-12
    );
    assert_eq!(fs::read(folder.join("particles.journal")).unwrap(), journal);
    assert_eq!(fs::read(folder.join("posterior.csv")).unwrap(), table);
}

#[test]
fn a_dry_run_says_what_it_takes_and_writes_nothing() {
    let desk = Desk::new(PLAN);
    let dry = desk.ask("out", &["--dry-run"]);
    let answer = text(&dry.stdout);
    assert!(answer.contains("at most 420 runs in all"), "{answer}");
    assert!(
        answer.contains("asking.general: log-uniform from 0.03 to 0.26, 0.086 in the scenario"),
        "{answer}"
    );
    assert!(!desk.path("out").exists());
    let json = desk.ask("out", &["--dry-run", "--json", "--budget", "900"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["runs_at_most"], 920);
}

#[test]
fn what_cannot_be_fitted_is_refused_before_anything_is_written() {
    let refused = |plan: &str, code: i32, further: &[&str]| {
        let desk = Desk::new(plan);
        let refused = desk.ask("out", further);
        assert_eq!(refused.status.code(), Some(code), "{}", text(&refused.stderr));
        assert!(!desk.path("out").exists(), "nothing half-written");
        text(&refused.stderr)
    };
    let with = |old: &str, new: &str| refused(&PLAN.replace(old, new), 1, &[]);
    for (old, new, line, message) in [
        (
            "hours.per_week",
            "hours.per_wek",
            5,
            "there is no key `hours.per_wek`",
        ),
        (
            "[1.5, 6.0]",
            "[6.0, 1.5]",
            5,
            "`hours.per_week` runs from 6 to 1.5: the lower end is above the upper",
        ),
        (
            "[1.5, 6.0]",
            "[1.5, 600.0]",
            5,
            "`hours.per_week` is out of bounds: 600",
        ),
        (
            "tolerance = 2",
            "tolerance = -2",
            10,
            "`targets.tolerance` cannot be the number -2",
        ),
        (
            "tolerance = 2\n",
            "",
            7,
            "a target needs one of `standard_error` and `tolerance`",
        ),
        (
            "month = 6",
            "month = 7",
            14,
            "month 7 does not lie within the run",
        ),
        ("value = 0.6", "value = 60", 15, "this measure can never be 60"),
        (
            "'participants_share'",
            "'participants'\ntime = 3",
            14,
            "a target has no key `targets.time`",
        ),
        (
            "budget = 400",
            "budget = 10",
            20,
            "a budget of 10 runs does not fill the first round",
        ),
    ] {
        let told = with(old, new);
        assert!(told.contains(message), "{told}");
        assert!(told.contains(&format!("plan.toml:{line}:")), "{line}: {told}");
        assert!(told.contains("1 fault"), "{told}");
    }
    assert!(refused(PLAN, 2, &["--budget", "5"]).contains("--budget 5 does not fill the first round"));
    assert!(refused(PLAN, 2, &["--set", "hours.per_week=3"]).contains("is a factor of the plan"));
    assert!(refused(SCENARIO, 1, &[]).contains("this is a scenario, not a plan on one"));
}
