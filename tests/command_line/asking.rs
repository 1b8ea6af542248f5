//! Commands that only answer.

use serde_json::Value;

use super::{SCENARIO, command, samspil, text};

#[test]
fn alone_it_says_where_to_begin() {
    let output = samspil(&[]);
    assert!(output.status.success());
    let answer = text(&output.stdout);
    assert_eq!(answer.lines().count(), 5);
    assert!(answer.contains("samspil run norre_snede"));
}

#[test]
fn every_command_has_help_with_an_example() {
    for name in [
        "run",
        "check",
        "explain",
        "scenarios",
        "new",
        "schema",
        "completions",
        "man",
        "licences",
        "calibrate-reference",
    ] {
        let output = samspil(&[name, "--help"]);
        assert!(output.status.success(), "{name}");
        let help = text(&output.stdout);
        assert!(
            help.contains("Example") && help.contains(&format!("samspil {name}")),
            "{name}: {help}"
        );
    }
}

#[test]
fn scenarios_are_listed_and_each_is_right() {
    let output = samspil(&["scenarios", "--json"]);
    let list: Value = serde_json::from_slice(&output.stdout).unwrap();
    let paths: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["name"].as_str().unwrap())
        .collect();
    assert!(paths.contains(&"norre_snede"));
    for path in paths {
        let output = samspil(&["check", path]);
        assert!(output.status.success(), "{path}: {}", text(&output.stderr));
        assert!(text(&output.stdout).contains("is right"));
    }
}

#[test]
fn a_resolved_scenario_checks_again() {
    let folder = tempfile::tempdir().unwrap();
    let resolved = samspil(&["check", SCENARIO, "--resolved"]).stdout;
    let path = folder.path().join("again.toml");
    std::fs::write(&path, resolved).unwrap();
    let output = samspil(&["check", path.to_str().unwrap()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[test]
fn explain_tells_of_keys_and_tables() {
    let answer = text(&samspil(&["explain", "population.citizens"]).stdout);
    assert!(
        answer.contains("Number of citizens") && answer.contains("2000"),
        "{answer}"
    );
    assert!(text(&samspil(&["explain", "barriers"]).stdout).contains("barriers.silos"));
}

#[test]
fn the_schema_is_json() {
    let schema: Value = serde_json::from_slice(&samspil(&["schema"]).stdout).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let schema: Value = serde_json::from_slice(&samspil(&["schema", "hypothesis"]).stdout).unwrap();
    assert_eq!(schema["title"], "Samspil: a hypothesis");
    assert_eq!(samspil(&["schema", "novel"]).status.code(), Some(2));
}

#[test]
fn keys_of_every_kind_of_file_are_explained() {
    insta::assert_snapshot!(text(&samspil(&["explain", "hypothesis.claim"]).stdout), @r#"
    hypothesis.claim
      The claim in one sentence
      allowed     a text
      is there    must be there
      example     claim = "Silos keep people from taking part"
    "#);
    assert!(text(&samspil(&["explain", "fact.check.band"]).stdout).contains("two numbers that rise"));
    assert!(text(&samspil(&["explain", "plan"]).stdout).contains("plan.factor.levels"));
    assert!(text(&samspil(&["explain", "lesson.en.debrief"]).stdout).contains("must be there"));
    let none = samspil(&["explain", "targets.tolerence"]);
    assert!(
        text(&none.stderr).contains("did you mean `targets."),
        "{}",
        text(&none.stderr)
    );
}

#[test]
fn a_new_file_of_any_kind_is_right_and_its_study_takes_it() {
    let folder = tempfile::tempdir().unwrap();
    let here = |arguments: &[&str]| {
        let output = command(arguments).current_dir(folder.path()).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        text(&output.stdout)
    };
    let small = [
        "--set",
        "population.citizens=40",
        "--set",
        "simulation.horizon_years=0.5",
    ];
    for (kind, study, what, further) in [
        ("scenario", "run", "a scenario", &["-n", "2"][..]),
        ("plan", "sweep", "a plan of a sweep", &["-n", "2"]),
        ("frontier", "frontier", "a plan of a search", &["--dry-run"]),
        ("hypothesis", "test", "a hypothesis", &[]),
        ("targets", "calibrate", "a plan of a calibration", &["--dry-run"]),
    ] {
        let told = here(&["new", kind]);
        let file = format!("my_{kind}.toml");
        assert!(told.contains(&format!("samspil {study} {file}")), "{told}");
        assert!(here(&["check", &file]).contains(what));
        here(&[&[study, &file], further, &small].concat());
    }
    here(&["new", "fact", "F-1"]);
    assert!(here(&["check", "F-1.toml"]).contains("a stylised fact"));
    here(&[&["validate", "--facts", ".", "F-1", "-n", "30"], &small[..]].concat());
    let novel = command(&["new", "novel", "mine"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(novel.status.code(), Some(2));
    assert!(text(&novel.stderr).contains("the kinds are scenario, plan,"));
    let slip = command(&["new", "hypotesis"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(slip.status.code(), Some(2));
    assert!(text(&slip.stderr).contains("did you mean `samspil new hypothesis`?"));
    assert!(!folder.path().join("hypotesis.toml").exists());
    for word in ["lesson", "calibration", "sweep"] {
        let refused = command(&["new", word])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert_eq!(refused.status.code(), Some(2), "{word}");
        let said = text(&refused.stderr);
        let hint = format!(
            "the kinds are scenario, plan, hypothesis_plan, frontier, hypothesis, fact, targets, worlds; a \
             scenario called \
             `{word}`: samspil new scenario {word}"
        );
        assert!(said.contains(&hint), "{said}");
        assert!(!folder.path().join(format!("{word}.toml")).exists());
        here(&["new", "scenario", word]);
        assert!(folder.path().join(format!("{word}.toml")).exists());
    }
}

#[test]
fn what_is_one_is_not_said_to_be_several() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.toml");
    let town = "[simulation]\nhorizon_years = 1\nreplications = 1\n[population]\ncitizens = 1\nneighbourhoods = 1\n\
                [organisation]\nunits = 1\n";
    std::fs::write(&path, town).unwrap();
    let check = |further: &[&str]| samspil(&[&["check", path.to_str().unwrap()], further].concat());
    let said = text(&check(&[]).stdout);
    assert!(
        said.contains("  1 citizen, 12 months, 1 replication\n  programmes: none\n"),
        "{said}"
    );
    let said = text(&check(&["--set", "population.neighbourhoods=2"]).stderr);
    assert!(
        said.contains("2 neighbourhoods are more than 1 citizen\n"),
        "{said}"
    );
    std::fs::write(&path, town.to_owned() + "[programme.late]\nstart_year = 2\n").unwrap();
    let said = text(&check(&[]).stderr);
    assert!(
        said.contains("the run lasts 1 year (`simulation.horizon_years`)"),
        "{said}"
    );
}

#[test]
fn a_check_says_which_data_file_is_missing() {
    let output = samspil(&["check", SCENARIO, "--set", "population.from=nowhere.csv"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("nowhere.csv: no such file"), "{said}");
    assert!(
        said.contains("no column of this file is mapped to a trait"),
        "{said}"
    );
}

#[test]
fn a_file_of_no_kind_is_one_fault() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("manifest.json");
    std::fs::write(&path, "{\n  \"command\": \"run\"\n}\n").unwrap();
    let output = samspil(&["check", path.to_str().unwrap()]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains("this is no file that samspil reads") && said.contains("1 fault"),
        "{said}"
    );
}

#[test]
fn a_new_scenario_checks_and_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let new = || {
        command(&["new", "my_town"])
            .current_dir(folder.path())
            .output()
            .unwrap()
    };
    let output = new();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let path = folder.path().join("my_town.toml");
    assert!(samspil(&["check", path.to_str().unwrap()]).status.success());
    std::fs::write(&path, "title = 'mine'").unwrap();
    let output = new();
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(text(&output.stderr), @"
    error: my_town.toml: this file is there already
    hint: choose another name or another folder
    ");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "title = 'mine'");
}

#[test]
fn the_frozen_calibration_is_what_the_command_gives() {
    let output = samspil(&["calibrate-reference", "-n", "2", "--json"]);
    let values: Value = serde_json::from_slice(&output.stdout).unwrap();
    // Two replications are within sampling error of the two hundred that were frozen.
    let logit = values["willingness.intercept_logit"].as_f64().unwrap();
    assert!((logit - -0.0364).abs() < 0.05, "{logit}");
    let ideas = values["initiatives.idea_rate"].as_f64().unwrap();
    assert!((ideas - 0.0094).abs() < 0.0004, "{ideas}");
}

#[test]
fn someone_who_closes_the_pipe_has_read_enough() {
    use std::io::Read;
    use std::process::Stdio;
    let mut child = command(&["schema"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut complaint = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut complaint)
        .unwrap();
    assert_eq!((child.wait().unwrap().code(), complaint.as_str()), (Some(0), ""));
}

#[test]
fn check_names_kind_and_command_for_programs() {
    for (name, kind, taker) in [
        ("H-02", "hypothesis", "test"),
        ("SF-01", "fact", "validate"),
        ("reference", "scenario", "run"),
    ] {
        let json: Value = serde_json::from_slice(&samspil(&["check", name, "--json"]).stdout).unwrap();
        assert_eq!(
            (&json["kind"], &json["command"]),
            (&kind.into(), &taker.into()),
            "{name}"
        );
    }
}

#[test]
fn what_a_plan_lacks_is_said_and_what_is_of_another_kind_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let said = |command: &str, lines: &str| {
        let path = folder.path().join("plan.toml");
        std::fs::write(&path, lines).unwrap();
        let output = samspil(&[command, path.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        text(&output.stderr)
    };
    let factor = "[[factor]]\nkey = 'network.degree'\nlevels = [4.0, 8.0]\n[[measure]]\nkey = 'outcome'\n";
    let plan = said("check", factor);
    assert!(plan.contains("`scenario` is missing"), "{plan}");
    let tested = said("run", &format!("hypothesis = 'H-03'\n{factor}"));
    assert!(
        tested.contains("this is a plan of a hypothesis, not a scenario"),
        "{tested}"
    );
}

#[test]
fn check_counts_the_points_of_a_hypothesis_as_a_sweep_does() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.toml");
    let lines = "hypothesis = 'H-03'\n[design]\nkind = 'latin_hypercube'\npoints = 500\n\
                 [[factor]]\nkey = 'population.free_time_mean_hours_per_week'\nrange = [4.0, 8.0]\n";
    std::fs::write(&path, lines).unwrap();
    let output = samspil(&["check", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("at 400 points at most"),
        "{}",
        text(&output.stderr)
    );
}

/// Every shipped file of every kind is checked, and the answer says which it is.
#[test]
fn check_takes_every_kind_of_file() {
    let said = |name: &str| {
        let checked = samspil(&["check", name]);
        assert!(checked.status.success(), "{name}: {}", text(&checked.stderr));
        text(&checked.stdout)
    };
    for item in samspil::shipped::items() {
        use samspil::shipped::Kind;
        let wanted = match item.kind {
            Kind::SweepPlan => "a plan of a sweep",
            Kind::FrontierPlan => "a plan of a search",
            Kind::CalibrationPlan => "a plan of a calibration",
            Kind::WorldsPlan => "targets for worlds",
            Kind::Hypothesis => "a hypothesis",
            Kind::Fact => "a stylised fact",
            // Scenarios are gone through in `documents`; one of each kind is enough here.
            _ if item.name != "reference" && item.name != "cases/norre_snede" => continue,
            _ => "a scenario",
        };
        assert!(said(&item.name).contains(wanted), "{}", item.name);
    }
    insta::assert_snapshot!(said("H-02"), @"
    H-02 is right: a hypothesis
      H-02: A zero-error culture harms participation through staff more than through the risk citizens see
      mediation in participants_share
      arms: control, treatment, treatment-held, treatment-held-attitude, treatment-held-facilitation, control-with-paths
      at most 100 replications
      `samspil test` takes it
    ");
}
