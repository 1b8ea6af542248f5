//! Every bad input: one clear message on standard error, the right exit code, nothing half-written.

use std::fs;
use std::path::Path;

use super::{SCENARIO, run_into, samspil, text};

/// What a refused command says, after checking its exit code and that it answered nothing.
fn refusal(arguments: &[&str], code: i32) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut all = arguments.to_vec();
    let folder_text = folder.path().to_str().unwrap();
    if arguments.first() == Some(&"run") && !arguments.contains(&"--output") {
        all.extend(["--output", folder_text]);
    }
    let output = samspil(&all);
    assert_eq!(output.status.code(), Some(code), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "");
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        0,
        "nothing half-written"
    );
    text(&output.stderr)
}

fn refusal_of_file(contents: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("town.toml");
    fs::write(&path, contents).unwrap();
    refusal(&["run", path.to_str().unwrap()], 1).replace(folder.path().to_str().unwrap(), "[folder]")
}

#[test]
fn files_that_are_none() {
    insta::assert_snapshot!(refusal(&["run", "scenarios/nowhere.toml"], 1), @"
    error: there is no such file, and nothing that comes with Samspil has this name
    --> scenarios/nowhere.toml
     = hint: `samspil scenarios` lists what comes with Samspil

    1 fault
    ");
    insta::assert_snapshot!(refusal(&["run", "scenarios"], 1), @"
    error: this is a folder, not a file
    --> scenarios
     = hint: name a file in it, such as scenarios/scenario.toml

    1 fault
    ");
    insta::assert_snapshot!(refusal_of_file(b"title = \"caf\xe9\"\n"), @"
    error: line 1 is not UTF-8 text
    --> [folder]/town.toml
     = hint: save the file with the encoding UTF-8

    1 fault
    ");
    insta::assert_snapshot!(refusal_of_file(b"[population\ncitizens = 3\n"), @"
    error: this is not valid TOML: unclosed table, expected `]`
     --> [folder]/town.toml:1:12
      |
    1 | [population
      |            ^

    1 fault
    ");
}

#[test]
fn values_that_cannot_be() {
    insta::assert_snapshot!(refusal_of_file(b"[population]\ncitizens = \"many\"\n"), @r#"
    error: `population.citizens` cannot be the text `many`
     --> [folder]/town.toml:2:12
      |
    2 | citizens = "many"
      |            ^^^^^^ expected a whole number from 1 to 20000000 (citizens)

    1 fault
    "#);
    insta::assert_snapshot!(refusal_of_file(b"[population]\ncitizens = 0\n"), @"
    error: `population.citizens` is out of bounds: 0
     --> [folder]/town.toml:2:12
      |
    2 | citizens = 0
      |            ^ allowed: a whole number from 1 to 20000000 (citizens)

    1 fault
    ");
    insta::assert_snapshot!(refusal_of_file(b"[population]\ncitizens = 1000000000\n"), @"
    error: `population.citizens` is out of bounds: 1000000000
     --> [folder]/town.toml:2:12
      |
    2 | citizens = 1000000000
      |            ^^^^^^^^^^ allowed: a whole number from 1 to 20000000 (citizens)

    1 fault
    ");
    insta::assert_snapshot!(refusal_of_file(b"[programme.a]\nrole = \"co_initiator\"\nstages = [\"co_delivery\"]\n"), @r#"
    error: a co_initiator needs a stage to enter, and none of its stages is open
     --> [folder]/town.toml:2:8
      |
    2 | role = "co_initiator"
      |        ^^^^^^^^^^^^^^
      |
      = hint: open `co_planning` with `programme.a.stages`

    1 fault
    "#);
    insta::assert_snapshot!(
        refusal_of_file(b"[programme.a]\nrelation = \"substitutive\"\nstaff_replaced = 0.3\nstaff_share = 0\n"), @"
    error: citizens cannot replace professionals who give this task no time
     --> [folder]/town.toml:4:15
      |
    4 | staff_share = 0
      |               ^
      |
      = hint: raise `programme.a.staff_share` above 0

    1 fault
    "
    );
}

#[test]
fn command_lines_that_cannot_be() {
    insta::assert_snapshot!(refusal(&["run", SCENARIO, "-n", "0"], 2), @"
    error: invalid value '0' for '--replications <REPLICATIONS>': 0 is not in 1..=1000000

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(refusal(&["run", SCENARIO, "--set", "population.citizen=3"], 2), @"
    error: there is no key `population.citizen`
     --> --set:1:1
      |
    1 | population.citizen=3
      | ^^^^^^^^^^^^^^^^^^ unknown key
      |
      = hint: did you mean `population.citizens`?

    1 fault
    ");
    insta::assert_snapshot!(refusal(&["run", SCENARIO, "--set", "population.citizens"], 2), @"
    error: invalid value 'population.citizens' for '--set <KEY=VALUE>': expected KEY=VALUE, as in programme.parks.invitation=0.8

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(refusal(&["run", SCENARIO, "--precision", "-1"], 2), @"
    error: invalid value '-1' for '--precision <HALF_WIDTH>': expected a number above 0

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(refusal(&["run", SCENARIO, "--precision", "0.1", "--measure", "outcom"], 2), @"
    error: there is no measure `outcom`
    hint: did you mean `outcome`?
    ");
    insta::assert_snapshot!(refusal(&["run", SCENARIO, "--snapshot", "12,400"], 2), @"error: --snapshot 400: the run ends after step 72");
    insta::assert_snapshot!(refusal(&["run", SCENARIO, "-n", "900000"], 2), @"
    error: 900000 replications of 72 steps give more results than can be summarised in memory (limit: 122573)
    hint: ask for fewer replications or a shorter horizon
    ");
    insta::assert_snapshot!(refusal(&["run"], 2), @"
    error: the following required arguments were not provided:
      <SCENARIO>

    Usage: samspil run --output <FOLDER> <SCENARIO>

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(refusal(&["explain", "population.citizen"], 2), @"
    error: there is no key or table `population.citizen`
    hint: did you mean `population.citizens`?
    ");
    insta::assert_snapshot!(refusal(&["walk"], 2), @"
    error: unrecognized subcommand 'walk'

    Usage: samspil [OPTIONS] [COMMAND]

    For more information, try '--help'.
    ");
}

/// A seed or a number of replications that is said twice, or that a command or a plan passes over.
#[test]
fn two_seeds_and_two_numbers_are_refused() {
    let (sweep, search, fit) = (
        "invitation_by_ease",
        "suitcases_on_a_budget",
        "local_initiative_to_figures",
    );
    let (seed, number) = ("simulation.seed=7", "simulation.replications=5");
    let twice = |option: &str| format!("is set twice: here and by {option}");
    for (command, set, more, said) in [
        (["run", SCENARIO], seed, &["--seed", "3"][..], twice("--seed")),
        (["run", SCENARIO], number, &["-n", "2"], twice("-n")),
        (
            ["run", SCENARIO],
            number,
            &["--precision", "0.1"],
            "no effect beside --precision".to_owned(),
        ),
        (["barriers", SCENARIO], seed, &["--seed", "3"], twice("--seed")),
        (["sensitivity", SCENARIO], seed, &["--seed", "3"], twice("--seed")),
        (["sweep", sweep], seed, &["--seed", "3"], twice("--seed")),
        (["sweep", sweep], number, &["-n", "3"], twice("-n")),
        (["frontier", search], seed, &["--seed", "3"], twice("--seed")),
        (["frontier", search], number, &["-n", "3"], twice("-n")),
        (["calibrate", fit], seed, &["--seed", "3"], twice("--seed")),
        (
            ["calibrate", fit],
            number,
            &[],
            "the plan says how often".to_owned(),
        ),
    ] {
        let arguments = [&command[..], &["--set", set], more].concat();
        let message = refusal(&arguments, 2);
        assert!(message.contains(&said), "{arguments:?}: {message}");
    }
    for (set, more, said) in [
        (seed, ["--seed", "3"], twice("--seed")),
        (number, ["-n", "2"], twice("-n")),
        (
            number,
            ["--precision", "0.1"],
            "no effect beside --precision".to_owned(),
        ),
    ] {
        let variant = [
            "compare",
            SCENARIO,
            "--set",
            "barriers.silos=0",
            "--everywhere",
            set,
        ];
        let message = refusal(&[&variant[..], &more].concat(), 2);
        assert!(message.contains(&said), "{message}");
    }
}

#[test]
fn a_seed_beside_that_of_the_plan_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (command, shipped) in [
        ("sweep", "invitation_by_ease"),
        ("frontier", "suitcases_on_a_budget"),
        ("calibrate", "local_initiative_to_figures"),
    ] {
        let plan = folder.path().join(format!("{command}.toml"));
        let plan = plan.to_str().unwrap();
        let made = samspil(&["new", "--from", shipped, plan]);
        assert!(made.status.success(), "{}", text(&made.stderr));
        let written = fs::read_to_string(plan).unwrap();
        let mut lines: Vec<&str> = written
            .lines()
            .filter(|line| !line.starts_with("seed ="))
            .collect();
        let at = lines
            .iter()
            .position(|line| line.starts_with("scenario ="))
            .unwrap();
        lines.insert(at, "seed = 9");
        fs::write(plan, lines.join("\n")).unwrap();
        let message = refusal(&[command, plan, "--set", "simulation.seed=7"], 2);
        assert!(
            message.contains("`simulation.seed` has no effect here"),
            "{message}"
        );
    }
}

#[test]
fn folders_that_are_not_there_to_write_in() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("output");
    fs::write(&file, "mine").unwrap();
    let output = run_into(&file, &["-n", "1"]);
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output.stderr).replace(folder.path().to_str().unwrap(), "[folder]");
    let hash = message.split_once("norre_snede-").unwrap().1[..8].to_owned();
    let message = message.replace(&hash, "[hash]");
    insta::assert_snapshot!(message, @"
    error: [folder]/output/norre_snede-[hash]: a file stands where a folder is needed
    hint: move or rename that file
    ");
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_cannot_be_written() {
    // A folder of the kernel's own refuses new files to everyone, even to the superuser.
    let output = run_into(Path::new("/proc/samspil"), &["-n", "1"]);
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output.stderr);
    assert!(
        message.contains("/proc/samspil") && message.contains("hint: "),
        "{message}"
    );
}

#[test]
fn says_which_command_takes_another_kind_of_file() {
    for (command, file, taker) in [
        ("run", "scenarios/plans/suitcases_on_a_budget.toml", "frontier"),
        (
            "run",
            "scenarios/plans/local_initiative_to_figures.toml",
            "calibrate",
        ),
        ("run", "scenarios/facts/SF-02.toml", "validate"),
        ("test", "scenarios/facts/SF-02.toml", "validate"),
        ("sweep", "scenarios/facts/SF-02.toml", "validate"),
        ("frontier", "scenarios/hypotheses/H-02.toml", "test"),
        ("calibrate", "scenarios/hypotheses/H-02.toml", "test"),
        ("calibrate", "suitcases_on_a_budget", "frontier"),
        ("calibrate", "invitation_by_ease", "sweep"),
        ("frontier", "invitation_by_ease", "sweep"),
        ("frontier", "local_initiative_to_figures", "calibrate"),
        ("sweep", "local_initiative_to_figures", "calibrate"),
        ("sweep", "suitcases_on_a_budget", "frontier"),
        ("test", "suitcases_on_a_budget", "frontier"),
    ] {
        let said = refusal(&[command, file], 1);
        assert!(
            said.contains(&format!("hint: `samspil {taker}` takes it")),
            "{command} {file}: {said}"
        );
        assert!(said.ends_with("1 fault\n"), "{command} {file}: {said}");
    }
    let facts = ["validate", "--facts", "scenarios/hypotheses"];
    let said = refusal(&facts, 1);
    assert!(
        said.contains("this is a hypothesis on a scenario, not a stylised fact"),
        "{said}"
    );
    insta::assert_snapshot!(refusal(&["run", "scenarios/plans/invitation_by_ease.toml"], 1), @r#"
    error: this is a plan of a sweep on a scenario, not a scenario
      --> scenarios/plans/invitation_by_ease.toml:18:1
       |
    18 | scenario = "../cases/norre_snede.toml"
       | ^^^^^^^^
       |
       = hint: `samspil sweep` takes it

    1 fault
    "#);
    let resolved = refusal(&["check", "H-02", "--resolved"], 2);
    insta::assert_snapshot!(resolved, @"
    error: --resolved shows a scenario, and H-02 is a hypothesis
    hint: name the scenario that it names
    ");
    insta::assert_snapshot!(refusal(&["sweep", "scenarios/reference.toml"], 1), @r#"
    error: this is a scenario, not a plan on one
     --> scenarios/reference.toml:1:1
      |
    1 | title = "The reference society"
      | ^
      |
      = hint: `samspil run` takes it; a plan names it with `scenario`

    1 fault
    "#);
}
