//! Faults as a program reads them: under `--json` every command that fails says why in one way.

use std::fs;

use serde_json::Value;

use super::{SCENARIO, samspil, text};

/// The faults that a failing command prints, after checking that it says nothing else; with its exit code.
fn faults(arguments: &[&str]) -> (Vec<Value>, i32) {
    let mut all = arguments.to_vec();
    all.push("--json");
    let output = samspil(&all);
    let code = output.status.code().unwrap();
    assert_ne!(code, 0, "{arguments:?}");
    assert_eq!(text(&output.stderr), "", "{arguments:?}");
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer.as_object().unwrap().len(), 1);
    let faults = answer["faults"].as_array().unwrap().clone();
    assert!(!faults.is_empty());
    for fault in &faults {
        let mut keys: Vec<&String> = fault.as_object().unwrap().keys().collect();
        keys.sort();
        assert_eq!(keys, ["code", "column", "file", "hint", "line", "message"]);
        assert!(
            fault["message"]
                .as_str()
                .is_some_and(|message| !message.is_empty())
        );
        let code = fault["code"].as_str().unwrap();
        assert!(
            code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'),
            "{code}"
        );
        let listed = fs::read_to_string("docs/faults.md").unwrap();
        assert!(
            listed.contains(&format!("| `{code}` |")),
            "{code} is not in docs/faults.md"
        );
    }
    (faults, code)
}

/// Code of the first fault and exit code of a command that fails.
fn first(arguments: &[&str]) -> (String, i32) {
    let (faults, code) = faults(arguments);
    (faults[0]["code"].as_str().unwrap().to_owned(), code)
}

fn file(folder: &tempfile::TempDir, name: &str, contents: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, contents).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_fault_of_a_file_has_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let town = file(
        &folder,
        "town.toml",
        "[programme.local]\nnonsense = 1\nease = 2.0\n",
    );
    let (faults, code) = faults(&["check", &town]);
    assert_eq!(code, 1);
    assert_eq!(faults.len(), 2);
    assert_eq!(faults[0]["file"], town.as_str());
    assert_eq!((&faults[0]["line"], &faults[0]["column"]), (&2.into(), &1.into()));
    assert_eq!(faults[0]["code"], "unknown-key");
    assert_eq!(faults[1]["code"], "out-of-range");
    assert!(
        faults[1]["message"]
            .as_str()
            .unwrap()
            .contains("a number from 0 to 1")
    );
}

#[test]
fn faults_of_a_data_file_come_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    file(&folder, "people.csv", "trust\n1\nhigh\n99\n3\n");
    let town = file(
        &folder,
        "town.toml",
        "[population]\nfrom = 'people.csv'\n[population.data.columns]\ntrust = { column = 'trust', low = 0, high = 10 }\n\
         [programme.parks]\n",
    );
    let (faults, _) = faults(&["check", &town]);
    let lines: Vec<_> = faults
        .iter()
        .map(|fault| fault["line"].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [3, 4]);
    for fault in &faults {
        assert!(fault["file"].as_str().unwrap().ends_with("people.csv"));
        assert_eq!(fault["code"], "data-file");
        assert!(fault["hint"].is_string(), "{fault}");
    }
    assert!(
        faults[0]["message"]
            .as_str()
            .unwrap()
            .starts_with("column `trust`, value `high`")
    );
    let words = text(&samspil(&["check", &town]).stderr);
    assert!(words.ends_with("2 faults\n"), "{words}");
}

#[test]
fn every_kind_of_failure_is_told_in_the_same_way() {
    let folder = tempfile::tempdir().unwrap();
    let empty = file(&folder, "empty.toml", "# nothing\n");
    let broken = file(&folder, "broken.toml", "[population\n");
    let town = file(&folder, "town.toml", "title = \"T\"\n[programme.local]\n");
    let in_the_way = file(&folder, "in_the_way", "");
    let said = |code: &str, exit: i32| (code.to_owned(), exit);
    for command in [
        "check",
        "run",
        "barriers",
        "sensitivity",
        "sweep",
        "frontier",
        "calibrate",
        "sensitivity",
        "test",
    ] {
        assert_eq!(first(&[command, &empty]), said("empty-file", 1), "{command}");
        assert_eq!(first(&[command, &broken]), said("syntax", 1), "{command}");
        let missing = folder.path().join("nowhere.toml");
        assert_eq!(
            first(&[command, missing.to_str().unwrap()]),
            said("unreadable-file", 1),
            "{command}"
        );
    }
    assert_eq!(first(&["compare", &empty, &town]), said("empty-file", 1));
    assert_eq!(first(&["compare", &town]), said("usage", 2));
    assert_eq!(first(&["explain", "nonsense"]), said("usage", 2));
    assert_eq!(first(&["new", ""]), said("usage", 2));
    let below_a_file = format!("{in_the_way}/page");
    assert_eq!(first(&["man", &below_a_file]), said("system", 1));
    assert_eq!(first(&["new", &below_a_file]), said("system", 1));
    assert_eq!(first(&["validate", "--facts", &in_the_way]), said("usage", 2));
    let copy = file(&folder, "copy.toml", "title = \"Copy\"\n[programme.local]\n");
    assert_eq!(first(&["compare", &town, &copy]), said("no-effect", 2));
    assert_eq!(
        first(&["run", &town, "--set", "programme.local.eas=1"]),
        said("unknown-key", 2)
    );
    assert_eq!(first(&["run", &town, "--nonsense"]), said("usage", 2));
    assert_eq!(first(&["run"]), said("usage", 2));
    assert_eq!(first(&["rnu", &town]), said("usage", 2));
    assert_eq!(first(&["run", &town, "--output", &in_the_way]), said("system", 1));
    assert_eq!(first(&["merge", &in_the_way, "--output", &in_the_way]).1, 1);
}

#[test]
fn what_is_set_twice_is_refused_by_every_command() {
    let said = ("duplicate".to_owned(), 2);
    let twice = |option: &'static str| {
        [
            option,
            "programme.local.ease=0.3",
            option,
            "programme.local.ease=0.4",
        ]
    };
    for command in [
        "run",
        "check",
        "compare",
        "barriers",
        "test",
        "validate",
        "sweep",
        "frontier",
        "calibrate",
        "sensitivity",
    ] {
        let mut arguments = vec![command, "reference"];
        arguments.extend(twice("--set"));
        assert_eq!(first(&arguments), said, "{command}");
    }
    let mut everywhere = vec!["compare", "reference", "--set", "barriers.silos=0.6"];
    everywhere.extend(twice("--everywhere"));
    assert_eq!(first(&everywhere), said);
    let variant = "a: barriers.silos=0.3, barriers.silos=0.5";
    assert_eq!(first(&["compare", SCENARIO, "--variant", variant]).0, "duplicate");
}

#[test]
fn settings_of_a_mechanism_that_is_off_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let off = "[mechanisms]\nstaying = false\n[programme.local]\n";
    let town = file(&folder, "town.toml", off);
    let setting = ["--set", "staying.satisfaction=2"];
    assert_eq!(first(&["run", &town, setting[0], setting[1]]).0, "no-effect");
    let plan = "scenario = 'town.toml'\nreplications = 2\n[[factor]]\nkey = 'staying.satisfaction'\nlevels = [0.5, 2.0]\n\
                [[measure]]\nkey = 'outcome'\n";
    let plan = file(&folder, "plan.toml", plan);
    assert_eq!(first(&["sweep", &plan]).0, "no-effect");
    let told = file(
        &folder,
        "told.toml",
        &format!("{off}[staying]\nsatisfaction = 2.0\n"),
    );
    let output = samspil(&["check", &told, "--json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(
        answer["without_effect"]
            .to_string()
            .contains("staying.satisfaction"),
        "{answer}"
    );
}

#[test]
fn a_fault_of_the_command_line_has_its_hint() {
    let (faults, _) = faults(&["check", SCENARIO, "--setting", "x=1"]);
    assert!(faults[0]["message"].as_str().unwrap().contains("--setting"));
    assert_eq!(faults[0]["hint"], "did you mean `--set`?");
    assert_eq!(faults[0]["file"], Value::Null);
    let (unknown, _) = self::faults(&["explain", "willingness.efficac"]);
    assert!(
        unknown[0]["hint"]
            .as_str()
            .unwrap()
            .contains("willingness.efficacy")
    );
    assert!(!unknown[0]["message"].as_str().unwrap().contains("hint"));
    let (unknown, _) = self::faults(&["run", "reference", "--nonsense"]);
    let advice = unknown[0]["hint"].as_str().unwrap();
    assert!(
        advice.contains("'-- --nonsense'") && !advice.contains("did you mean"),
        "{advice}"
    );
    // Nothing is suggested where nothing is near.
    let (unknown, _) = self::faults(&["zzzz"]);
    assert!(unknown[0]["hint"].as_str().unwrap().contains("--help"));
}

#[test]
fn help_and_version_are_no_faults() {
    let output = samspil(&["run", "--help", "--json"]);
    assert!(output.status.success() && text(&output.stdout).contains("Usage"));
}
