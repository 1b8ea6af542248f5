//! Mechanisms of one's own: keys, switch, draws, measures, and what is refused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use std::path::Path;
use std::process::Command;

use samspil::experiment::columns;
use samspil::model::columns::Column;
use samspil::model::measures::{Measure, Theme, measures};
use samspil::model::mechanisms::Society;
use samspil::model::mechanisms::own::{OwnMechanism, OwnParameters, OwnProcess, Process};
use samspil::scenario::{InstallError, Scenario, install, register};
use samspil::words::Words;

use support::rows;

/// Takes trust away from everybody, by a draw.
struct Rumour {
    name: &'static str,
    measure: &'static str,
    parameters: &'static str,
}

const RUMOUR: Rumour = Rumour {
    name: "rumour",
    measure: "rumour_heard",
    parameters: "loss = { default = 0.0, bounds = [0.0, 1.0], grade = \"J\", source = \"own\", meaning = \"Trust lost\" }",
};

impl OwnMechanism for Rumour {
    fn name(&self) -> &'static str {
        self.name
    }
    fn version(&self) -> &'static str {
        "1"
    }
    fn meaning(&self) -> &'static str {
        "Off: nobody hears rumours"
    }
    fn parameters(&self) -> &'static str {
        self.parameters
    }
    fn measures(&self) -> Vec<Measure> {
        let limits = (0.0, f64::INFINITY);
        vec![Measure::new(
            self.measure,
            Words::new("rumours", "rygter"),
            "citizens",
            limits,
            "own",
            Theme::Citizens,
            Words::new("Who heard", "Hvem der hørte"),
        )]
    }
    fn begin(&self) -> Box<dyn OwnProcess> {
        Box::new(Heard(0.0))
    }
}

struct Heard(f64);

impl OwnProcess for Heard {
    fn after(&mut self, process: Process, society: &mut Society, parameters: &OwnParameters<'_>) {
        if process != Process::Events {
            return;
        }
        let hears: Vec<bool> = (0..society.citizen_count())
            .map(|citizen| society.own_uniforms(citizen as u32, 0)[0] < 0.1)
            .collect();
        let loss = parameters.get("loss") as f32;
        society.change_column(
            Column::Trust,
            |citizen, trust| {
                if hears[citizen] { trust - loss } else { trust }
            },
        );
        self.0 = hears.iter().filter(|hears| **hears).count() as f64;
    }
    fn measure(&self, _society: &Society) -> Vec<f64> {
        vec![self.0]
    }
}

fn town(settings: &[(&str, &str)]) -> Result<Scenario, String> {
    let text = "[population]\ncitizens = 300\n[simulation]\nhorizon_years = 1.0\n[programme.parks]\n";
    let settings: Vec<(String, String)> = settings
        .iter()
        .map(|&(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    Scenario::from_text(Path::new("town.toml"), text, &settings).map_err(|error| error.to_string())
}

/// One test, since mechanisms are installed once in a program.
#[test]
fn a_mechanism_of_ones_own_is_like_the_shipped_ones() {
    refuses_names();
    refuses_parameters();
    refuses_measures();
    install(vec![Box::new(RUMOUR)]).unwrap();
    assert_eq!(register().get("rumour.loss").unwrap().bounds, Some((0.0, 1.0)));
    assert!(matches!(
        install(vec![Box::new(RUMOUR)]),
        Err(InstallError::TooLate)
    ));

    assert!(
        town(&[("rumour.los", "0.1")])
            .unwrap_err()
            .contains("did you mean `rumour.loss`")
    );
    assert!(town(&[("rumour.loss", "2")]).unwrap_err().contains("from 0 to 1"));
    refuses_text();
    let column = measures()
        .iter()
        .position(|one| one.key == "rumour_heard")
        .unwrap();
    let trust = measures().iter().position(|one| one.key == "trust").unwrap();
    let idle = town(&[]).unwrap();
    assert_eq!(columns(&idle.programme_keys, 1)[column].key, "rumour_heard");
    let heard: f64 = rows(&idle, 1, 0).iter().skip(1).map(|row| row[column]).sum();
    // 3,600 draws at .1: four standard errors.
    assert!((heard - 360.0).abs() < 4.0 * 18.0, "{heard} heard");

    let without = |row: &Vec<f64>| {
        let mut row = row.clone();
        row.remove(column);
        row.iter().map(|value| value.to_bits()).collect::<Vec<_>>()
    };
    let bits = |settings: &[(&str, &str)]| -> Vec<_> {
        rows(&town(settings).unwrap(), 1, 0).iter().map(without).collect()
    };
    assert_eq!(
        bits(&[]),
        bits(&[("mechanisms.rumour", "false"), ("rumour.loss", "0.5")])
    );
    let last = |loss: &str| {
        let rows = rows(&town(&[("rumour.loss", loss)]).unwrap(), 1, 0);
        rows.last().unwrap()[trust]
    };
    assert!(last("0.5") < last("0.0") - 0.05);
}

fn refuses(mechanism: &Rumour, word: &str) {
    let error = install(vec![Box::new(Rumour { ..*mechanism })])
        .unwrap_err()
        .to_string();
    assert!(error.contains(word), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
}

fn refuses_names() {
    let named = |name| Rumour { name, ..RUMOUR };
    refuses(&named("Rumour"), "is no name");
    let switches = [
        "crowding",
        "goals",
        "voice",
        "costs",
        "joint_production",
        "joining",
    ];
    let tables = [
        "outcome",
        "willingness",
        "mechanisms",
        "simulation",
        "event",
        "known",
    ];
    let others = [
        "title",
        "extends",
        "programme",
        "programmes",
        "decision_rule",
        "scenario",
    ];
    for name in switches.into_iter().chain(tables).chain(others) {
        refuses(&named(name), "is taken by a key, table or switch");
    }
    let twice = install(vec![Box::new(RUMOUR), Box::new(RUMOUR)]);
    assert!(
        twice
            .unwrap_err()
            .to_string()
            .contains("another of these mechanisms")
    );
}

fn refuses_parameters() {
    let with = |parameters| Rumour { parameters, ..RUMOUR };
    refuses(&with("loss = { default = 0.0 }"), "rumour.loss: missing field");
    refuses(&with("loss = {"), "this is not valid TOML");
    let rest = "grade = \"J\", source = \"own\", meaning = \"Trust lost\"";
    let loss = |default: &str| -> &'static str { format!("loss = {{ {default}, {rest} }}").leak() };
    refuses(
        &with(loss("default = \"much\"")),
        "neither a number nor true or false",
    );
    refuses(&with(loss("default = 0.5")), "a number has `bounds`");
    refuses(
        &with(loss("default = nan, bounds = [0.0, 1.0]")),
        "lies in the `range`",
    );
    refuses(&with(loss("default = 2, bounds = [0, 1]")), "lies in the `range`");
    for need in ["fatigue.gian", "fatigue.gain > much"] {
        let needs = format!("default = true, needs = [\"{need}\"]");
        refuses(&with(loss(&needs)), "is no condition on a key");
    }
    let elsewhere = format!("[population]\n{}", loss("default = true")).leak();
    refuses(&with(elsewhere), "population.loss: no keys of other tables");
    let within = format!("of_{}", loss("default = true"))
        .replacen('_', ".", 1)
        .leak();
    refuses(&with(within), "no tables within its own");
}

fn refuses_measures() {
    let measuring = |name, measure| Rumour {
        name,
        measure,
        ..RUMOUR
    };
    refuses(&measuring("rumour", "heard"), "does not begin with");
    refuses(&measuring("value", "value_user"), "`value_user` is there already");
    refuses(&measuring("kit", "kit_reach"), "`kit_reach` is there already");
}

/// What is no number has a place, and never becomes one.
fn refuses_text() {
    let text = "[programme.parks]\n[rumour]\nloss = \"much\"\n";
    let error = Scenario::from_text(Path::new("town.toml"), text, &[]).unwrap_err();
    let fault = &error.faults[0];
    assert_eq!((fault.line, fault.code), (3, "wrong-type"), "{error}");
    assert_eq!(fault.path, Path::new("town.toml"));
    assert!(town(&[("rumour.loss", "nan")]).is_err());
    assert!(town(&[("mechanisms.rumour", "1")]).is_err());
}

/// The examples are built beside the tests, and each says something.
#[test]
fn examples_run() {
    let examples = std::env::current_exe().unwrap();
    let examples = examples.parent().unwrap().parent().unwrap().join("examples");
    for name in ["own_mechanism", "own_intervention", "run", "compare", "stepping"] {
        let run = Command::new(examples.join(name))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        let told = String::from_utf8(run.stdout).unwrap();
        assert!(
            run.status.success() && told.lines().count() == 3,
            "{name}: {told}"
        );
        let lines: std::collections::BTreeSet<&str> = told.lines().collect();
        assert_eq!(lines.len(), 3, "{name} shows no effect: {told}");
    }
}
