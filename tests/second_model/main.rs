//! A second model: the document `docs/model.md` programmed again, slowly and plainly, which the engine must equal.
//!
//! It holds one struct per citizen and calculates in `f64` throughout, without blocks, bits, tables or threads. From
//! the engine it takes citizens' traits and everyday ties at birth, the numbers of a scenario, the random bits and the
//! normal quantile, nothing else. Both live freely side by side for the whole run, from the initial state on, and are
//! compared after every step: every measure, and every citizen's state.
//!
//! Tolerances: the engine keeps citizens in `f32`, whose rounding (6e-8 relative in each operation) adds up over the
//! steps, so states may differ by 2e-5 and measures by 2e-5 of their size. Decisions must be equal. A decision whose
//! uniform falls within 1e-6 of its chance could turn out either way, so the seeds are such that there is none; that is
//! checked too.

#[path = "../support/mod.rs"]
mod support;

mod citizen;
mod draws;
mod formulas;
mod measures;
mod public_side;
mod society;

use std::ops::ControlFlow;

use samspil::experiment::columns;
use samspil::model::executor::Serial;
use samspil::model::snapshot::{CITIZEN_COLUMNS, MEMBERSHIP_COLUMNS};
use samspil::model::{Model, Observation};
use samspil::random::Draws;
use samspil::scenario::Scenario;

use society::Society;
use support::shipped;

const TOLERANCE: f64 = 2e-5;

fn close(one: f64, other: f64) -> bool {
    (one.is_nan() && other.is_nan()) || (one - other).abs() <= TOLERANCE * f64::max(1.0, one.abs())
}

/// What a snapshot of the engine shows of a citizen, from the second model.
fn snapshot_row(society: &Society, number: usize) -> Vec<f64> {
    let citizen = &society.citizens[number];
    let flag = |condition: bool| f64::from(u8::from(condition));
    let mut row = vec![
        number as f64 + 1.0,
        citizen.place as f64 + 1.0,
        citizen.ses,
        f64::from(citizen.education),
        citizen.motivation,
        citizen.extrinsic,
        citizen.efficacy,
        citizen.knowledge,
        citizen.trust,
        1.0 - citizen.risk_aversion,
        citizen.free_time,
        citizen.affectedness,
        citizen.expectation,
        citizen.stance,
        citizen.fatigue,
        citizen.habit,
        citizen.wellbeing,
        citizen.everyday.len() as f64,
        citizen.made.iter().map(|tie| tie.strength).sum(),
        citizen.hours,
    ];
    for membership in &citizen.memberships {
        row.extend([
            flag(membership.aware),
            flag(membership.active),
            flag(membership.kit),
            membership.ownership,
            membership.hours,
        ]);
    }
    row
}

fn column_name(index: usize) -> String {
    CITIZEN_COLUMNS.get(index).map_or_else(
        || {
            let rest = index - CITIZEN_COLUMNS.len();
            let (programme, own) = (rest / MEMBERSHIP_COLUMNS.len(), rest % MEMBERSHIP_COLUMNS.len());
            format!("{} in programme {programme}", MEMBERSHIP_COLUMNS[own])
        },
        |&name| name.to_owned(),
    )
}

/// Everything that differs after a step.
fn differences(scenario: &Scenario, seen: &Observation<'_>, second: &mut Society) -> Vec<String> {
    let mut found = Vec::new();
    let mut number = 0;
    seen.society.visit_citizens(|engine| {
        let own = snapshot_row(second, number);
        for (index, (&engine, &own)) in engine.iter().zip(&own).enumerate() {
            if !close(engine, own) {
                let column = column_name(index);
                found.push(format!("citizen {number}, {column}: engine {engine}, second model {own}"));
            }
        }
        number += 1;
    });
    assert_eq!(number, second.citizens.len());
    let measures = second.measures(&scenario.programme_keys);
    let columns = columns(&scenario.programme_keys);
    assert_eq!(measures.len(), columns.len(), "every measure is compared");
    for (column, &engine) in columns.iter().zip(seen.row) {
        let own = measures[&column.key];
        if !close(engine, own) {
            let key = &column.key;
            found.push(format!("{key}: engine {engine}, second model {own}"));
        }
    }
    found
}

/// Lives the same run in both models.
fn assert_equal(name: &str, scenario: &Scenario, seed: u64) -> Society {
    let mut second = Society::new(&scenario.setup, seed, 0);
    let model = Model::new(&scenario.setup);
    let _ = model.simulate(&Draws::new(seed, 0), &Serial, &mut |seen| {
        if seen.step > 0 {
            second.live(&scenario.setup);
        }
        let found = differences(scenario, &seen, &mut second);
        assert!(
            found.is_empty(),
            "{name}, step {}: {} differences ({} near misses)\n{}",
            seen.step,
            found.len(),
            second.luck.near_misses,
            found[..found.len().min(25)].join("\n")
        );
        second.compare_from_here();
        ControlFlow::Continue(())
    });
    assert_eq!(
        second.luck.near_misses, 0,
        "{name}: a decision was too near to call, take another seed"
    );
    second
}

const RULES: [&str; 3] = ["logit", "threshold", "rational"];

#[test]
fn shipped_scenarios() {
    for path in [
        "scenarios/reference.toml",
        "scenarios/cases/aarhus_language_kits.toml",
        "scenarios/cases/norre_snede.toml",
        "scenarios/lessons/output_up_outcome_down.toml",
        "scenarios/theory/ostrom_police_large.toml",
    ] {
        let small = [
            ("population.citizens", "300"),
            ("simulation.horizon_years", "2.5"),
        ];
        assert_equal(path, &shipped(path, &small), 1);
    }
}

#[test]
fn everything_at_once() {
    for rule in RULES {
        let scenario = shipped(
            "tests/golden/everything.toml",
            &[
                ("simulation.horizon_years", "2.5"),
                ("simulation.decision_rule", rule),
            ],
        );
        let second = assert_equal(rule, &scenario, 1);
        // What the scenario is for did happen.
        assert!(second.citizens.iter().any(|citizen| !citizen.made.is_empty()));
        assert!(second
            .citizens
            .iter()
            .any(|citizen| citizen.memberships[1].kit && citizen.memberships[1].letter));
    }
}

#[test]
fn weeks() {
    let weekly = [
        ("simulation.tick", "week"),
        ("simulation.horizon_years", "2.25"),
    ];
    assert_equal("weeks", &shipped("tests/golden/everything.toml", &weekly), 2);
}
