//! Golden runs: shipped scenarios, cut to size, have the same bits today as when they were last accepted.
//!
//! `UPDATE_GOLDEN=1 cargo test --test golden` accepts the numbers of today. Do that on purpose only, and say in the
//! change log why the numbers changed. Values are the shortest decimals that read back to the same `f64`.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::fmt::Write as _;

use samspil::scenario::Scenario;

use support::{column, file, rows, same, shipped};

/// Measures that are kept, at least one for every mechanism.
const MEASURES: [&str; 28] = [
    "participants_share",
    "citizen_hours",
    "entry_rate",
    "exit_rate",
    "awareness_share",
    "willingness",
    "output",
    "outcome",
    "unmet_need",
    "fit",
    "severe_need_share",
    "implementation_rate",
    "public_cost",
    "coproduction_cost",
    "hours_freed",
    "equity_ratio",
    "voice_inequality",
    "trust",
    "expectation",
    "bonding_ties",
    "motivation",
    "efficacy",
    "ownership",
    "fatigue",
    "wellbeing",
    "attitude",
    "belief",
    "public_value",
];

/// Decision rules and ticks of each scenario, with the steps that are kept: two and a half years.
const RUNS: [(&str, &str, [usize; 5]); 4] = [
    ("logit", "month", [0, 1, 6, 18, 30]),
    ("threshold", "month", [0, 1, 6, 18, 30]),
    ("rational", "month", [0, 1, 6, 18, 30]),
    ("logit", "week", [0, 1, 26, 78, 130]),
];

/// One line of a golden file.
struct Line {
    rule: &'static str,
    tick: &'static str,
    step: usize,
    values: Vec<f64>,
}

fn lines(load: impl Fn(&[(&str, &str)]) -> Scenario) -> Vec<Line> {
    let mut lines = Vec::new();
    for (rule, tick, steps) in RUNS {
        let scenario = load(&[
            ("population.citizens", "310"),
            ("simulation.horizon_years", "2.5"),
            ("simulation.decision_rule", rule),
            ("simulation.tick", tick),
        ]);
        let columns = MEASURES.map(|measure| column(&scenario, measure));
        let rows = rows(&scenario, scenario.seed, 0);
        lines.extend(steps.map(|step| Line {
            rule,
            tick,
            step,
            values: columns.iter().map(|&column| rows[step][column]).collect(),
        }));
    }
    lines
}

fn written(lines: &[Line]) -> String {
    let mut text = format!("rule,tick,step,{}\n", MEASURES.join(","));
    for line in lines {
        let _ = write!(text, "{},{},{}", line.rule, line.tick, line.step);
        for value in &line.values {
            let _ = write!(text, ",{value:?}");
        }
        text.push('\n');
    }
    text
}

/// What differs from the golden text, a line for each number.
fn differences(name: &str, lines: &[Line], golden: &str) -> Vec<String> {
    let mut found = Vec::new();
    let header = written(&[]);
    if golden.lines().next() != header.lines().next() {
        found.push(format!("{name}: other measures are kept than in the golden file"));
        return found;
    }
    let golden: Vec<Vec<&str>> = golden
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    if golden.len() != lines.len() {
        found.push(format!("{name}: {} lines, golden {}", lines.len(), golden.len()));
    }
    for (line, golden) in lines.iter().zip(&golden) {
        let place = format!("{name}, {} rule, {}, step {}", line.rule, line.tick, line.step);
        let address = [line.rule.to_owned(), line.tick.to_owned(), line.step.to_string()];
        assert_eq!(golden[..3], address, "{place}: the golden file is out of order");
        for ((measure, &value), kept) in MEASURES.iter().zip(&line.values).zip(&golden[3..]) {
            if !kept.parse().is_ok_and(|kept: f64| same(value, kept)) {
                found.push(format!("{place}, {measure}: {value:?}, golden {kept}"));
            }
        }
    }
    found
}

fn check(name: &str, load: impl Fn(&[(&str, &str)]) -> Scenario) -> Vec<String> {
    let path = file(&format!("tests/golden/{name}.csv"));
    let lines = lines(load);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, written(&lines)).unwrap();
    }
    match std::fs::read_to_string(&path) {
        Ok(golden) => differences(name, &lines, &golden),
        Err(error) => vec![format!("{name}: {}: {error}", path.display())],
    }
}

fn assert_none(differences: &[String]) {
    assert!(
        differences.is_empty(),
        "{} numbers differ; UPDATE_GOLDEN=1 accepts them on purpose:\n{}",
        differences.len(),
        differences[..differences.len().min(20)].join("\n")
    );
}

/// One or two of each kind; more of the library would say nothing more of the engine.
const SCENARIOS: [&str; 6] = [
    "reference",
    "cases/aarhus_language_kits",
    "cases/norre_snede",
    "theory/ostrom_police",
    "theory/ostrom_police_large",
    "lessons/output_up_outcome_down",
];

#[test]
fn shipped_scenarios_keep_their_bits() {
    let mut found = Vec::new();
    for scenario in SCENARIOS {
        let name = scenario.rsplit('/').next().unwrap();
        let path = format!("scenarios/{scenario}.toml");
        found.extend(check(name, |overrides| shipped(&path, overrides)));
    }
    assert_none(&found);
}

#[test]
fn every_mechanism_at_once_keeps_its_bits() {
    assert_none(&check("everything", |overrides| {
        shipped("tests/golden/everything.toml", overrides)
    }));
    for name in ["grown", "modules", "municipalities"] {
        assert_none(&check(name, |overrides| {
            shipped(&format!("tests/golden/{name}.toml"), overrides)
        }));
    }
}

/// The comparison itself can fail, and says where.
#[test]
fn a_changed_number_is_named() {
    let line = |value| Line {
        rule: "logit",
        tick: "month",
        step: 6,
        values: (0..MEASURES.len())
            .map(|index| if index == 7 { value } else { f64::NAN })
            .collect(),
    };
    let golden = written(&[line(0.1)]);
    assert!(differences("town", &[line(0.1)], &golden).is_empty());
    let found = differences("town", &[line(0.1_f64.next_up())], &golden);
    assert_eq!(
        found,
        ["town, logit rule, month, step 6, outcome: 0.10000000000000002, golden 0.1"]
    );
}
