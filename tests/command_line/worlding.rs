//! Worlds: what an ensemble leaves, how it is shown and written out, and how others are refused.

use std::fs;

use super::desk::Desk;
use super::{rows, samspil, text};

const SCENARIO: &str = "[simulation]\nhorizon_years = 0.5\n[population]\ncitizens = 60\n[programme.parks]\n";
const TARGETS: &str = "title = 'Worlds'\nscenario = 'parks.toml'\n[worlds]\ncount = 2\ndraws_most = 6\n[[targets]]\n\
                       measure = 'willingness'\nvalue = 0.36\nstandard_error = 0.02\ndiscrepancy = 3.0\n";

#[test]
fn an_ensemble_is_built_shown_and_written_out() {
    let desk = Desk::new("worlds", &[("worlds.toml", TARGETS), ("parks.toml", SCENARIO)]);
    let done = desk.call("out", &[]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let said = text(&done.stdout);
    assert!(
        said.starts_with("Worlds\nEverything that is said over worlds rests on the discrepancies"),
        "{said}"
    );
    let folder = desk.results("out", &[]);
    let place = folder.to_str().unwrap();
    for name in [
        "report.html",
        "ensemble.txt",
        "figures/narrowed.svg",
        "figures/targets.svg",
    ] {
        assert!(folder.join(name).is_file(), "{name}");
    }
    let worlds = rows(&folder.join("worlds.csv"));
    let shown = samspil(&["worlds", "show", place]);
    assert!(
        text(&shown.stdout).contains("2 worlds, seed 1"),
        "{}",
        text(&shown.stdout)
    );
    let file = desk.path("all.csv");
    let written = samspil(&["worlds", "export", place, "--output", file.to_str().unwrap()]);
    assert!(written.status.success(), "{}", text(&written.stderr));
    let values = rows(&file);
    assert_eq!(values.len(), 2);
    for (world, values) in worlds.iter().zip(&values) {
        assert_eq!(world["number"], values["number"]);
        let intercept = format!("willingness.intercept_{}", values["simulation.decision_rule"]);
        assert_eq!(world["intercept"], values[&intercept]);
    }

    let ensemble = folder.join("ensemble.txt");
    let foreign = fs::read_to_string(&ensemble)
        .unwrap()
        .replace("# engine ", "# engine 0");
    fs::write(&ensemble, foreign).unwrap();
    let refused = samspil(&["worlds", "show", place]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        text(&refused.stderr).contains("plausible under another engine"),
        "{}",
        text(&refused.stderr)
    );
}

/// Runs live in worlds where some are named: the question is another one, and the answer says so.
#[test]
fn answers_are_given_over_worlds() {
    let desk = Desk::new("worlds", &[("worlds.toml", TARGETS), ("parks.toml", SCENARIO)]);
    let done = desk.call("out", &[]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let (ensemble, output) = (desk.results("out", &[]), desk.path("answers"));
    let scenario = desk.path("parks.toml").display().to_string();
    let answer = |further: &[&str]| {
        let words = [
            "run",
            &scenario,
            "-n",
            "40",
            "--json",
            "--output",
            output.to_str().unwrap(),
        ];
        let done = samspil(&[&words, further].concat());
        assert!(done.status.success(), "{}", text(&done.stderr));
        serde_json::from_slice::<serde_json::Value>(&done.stdout).unwrap()
    };
    let over_worlds = answer(&["--worlds", ensemble.to_str().unwrap()]);
    let usual = answer(&["--worlds", "none"]);
    assert_eq!(over_worlds["worlds"], 2);
    assert!(usual["worlds"].is_null());
    assert_ne!(over_worlds["folder"], usual["folder"]);
    let report = |answer: &serde_json::Value| fs::read_to_string(answer["report"].as_str().unwrap()).unwrap();
    assert!(report(&over_worlds).contains("one after the other of 2"));
    assert!(!report(&usual).contains("one after the other of"));
    // In two worlds half of the runs have the numbers of each.
    let willing = |answer: &serde_json::Value| answer["answer"]["measures"]["willingness"]["start"].clone();
    assert_ne!(willing(&over_worlds)["mean"], willing(&usual)["mean"]);
    assert!(
        willing(&over_worlds)["standard_deviation"].as_f64() > willing(&usual)["standard_deviation"].as_f64()
    );

    let compared = samspil(&[
        "compare",
        &scenario,
        "--set",
        "programme.parks.ease=0.9",
        "-n",
        "80",
        "--output",
        output.to_str().unwrap(),
        "--worlds",
        ensemble.join("ensemble.txt").to_str().unwrap(),
    ]);
    assert!(compared.status.success(), "{}", text(&compared.stderr));
    assert!(
        text(&compared.stdout).contains("Of 100 plausible towns, each with a world and luck of its own: "),
        "{}",
        text(&compared.stdout)
    );

    let missing = samspil(&["run", &scenario, "--worlds", "nowhere.txt"]);
    assert!(
        text(&missing.stderr).contains("nowhere.txt"),
        "{}",
        text(&missing.stderr)
    );
    let own = desk.call("out", &["--worlds", ensemble.to_str().unwrap()]);
    assert!(
        text(&own.stderr).contains("every draw is a world itself"),
        "{}",
        text(&own.stderr)
    );
}

/// The worlds that are shipped fit the engine and the register as they are now.
#[test]
fn the_shipped_worlds_are_those_of_this_engine() {
    let shown = samspil(&["worlds", "show", "shipped"]);
    assert!(shown.status.success(), "{}", text(&shown.stderr));
    assert!(
        text(&shown.stdout).contains("500 worlds, seed 1"),
        "{}",
        text(&shown.stdout)
    );
}
