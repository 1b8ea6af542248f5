//! A second model: the document `docs/mechanisms.md` programmed again, slowly and plainly, which the engine must equal.
//!
//! It holds one struct per citizen and calculates in `f64` throughout, without blocks, bits, tables or threads. From
//! the engine it takes citizens' traits and everyday ties at birth, the numbers of a scenario, the random bits and the
//! normal quantile, nothing else. Both live freely side by side for the whole run, from the initial state on, and are
//! compared after every step: every measure, and every citizen's state.
//!
//! Tolerances: the engine keeps citizens in `f32`, whose rounding (6e-8 relative in each operation) adds up over the
//! steps, so states may differ by 2e-5 and measures by 2e-5 of their size. Decisions must be equal. A decision whose
//! uniform falls within 1e-6 of its chance could turn out either way: a difference names how many there were, and if
//! there was one, another seed tells.

#[path = "../support/mod.rs"]
mod support;

mod asking;
mod ballot;
mod bank;
mod birth;
mod cases;
mod changing;
mod citizen;
mod council;
mod draws;
mod experience;
mod formulas;
mod growing;
mod measures;
mod production;
mod professional;
mod recruiting;
mod sides;
mod sides_at_work;
mod society;
mod value;

use std::ops::ControlFlow;

use samspil::experiment::columns;
use samspil::model::executor::Serial;
use samspil::model::snapshot::{CITIZEN_COLUMNS, MEMBERSHIP_COLUMNS};
use samspil::model::{Model, Observation};
use samspil::random::{Draws, Purpose};
use samspil::scenario::{Kind, Scenario, register};

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
            membership.credits,
        ]);
    }
    row
}

fn column_name(index: usize) -> String {
    CITIZEN_COLUMNS.get(index).map_or_else(
        || {
            let rest = index - CITIZEN_COLUMNS.len();
            let (programme, own) = (rest / MEMBERSHIP_COLUMNS.len(), rest % MEMBERSHIP_COLUMNS.len());
            format!("{} in programme {programme}", MEMBERSHIP_COLUMNS[own].0)
        },
        |column| column.0.to_owned(),
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
                found.push(format!(
                    "citizen {number}, {column}: engine {engine}, second model {own}"
                ));
            }
        }
        number += 1;
    });
    assert_eq!(number, second.citizens.len());
    let measures = second.measures(&scenario.programme_keys);
    let columns = columns(&scenario.programme_keys, scenario.municipalities());
    assert_eq!(measures.len(), columns.len(), "every measure is compared");
    for (column, &engine) in columns.iter().zip(seen.row) {
        let own = measures[&column.key];
        // Freed hours are what is left of two larger numbers, and as exact as these.
        let part = if column.key == "hours_freed" {
            measures["facilitation_hours"]
        } else {
            0.0
        };
        if !close(engine + part, own + part) {
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
    second
}

/// Tables of the register that belong to mechanics of cases, and to tasks and their initiators.
const MODULES: [&str; 6] = [
    "time_bank",
    "provision",
    "rehabilitation",
    "digital",
    "collective",
    "association",
];

const RULES: [&str; 3] = ["logit", "threshold", "rational"];

const GOALS: [&str; 5] = ["none", "involvement", "quality", "efficiency", "prevention"];

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
        assert!(
            second
                .citizens
                .iter()
                .any(|citizen| citizen.memberships[1].kit && citizen.memberships[1].letter)
        );
    }
}

/// Citizens' initiatives: every stage of their lives, spread, professionalisation, an ended grant.
#[test]
fn initiatives_that_grow() {
    for (number, (rule, tick)) in RULES.into_iter().zip(["month", "week", "month"]).enumerate() {
        let scenario = shipped(
            "tests/golden/grown.toml",
            &[("simulation.decision_rule", rule), ("simulation.tick", tick)],
        );
        let second = assert_equal(rule, &scenario, 1 + number as u64);
        assert!(second.born > 8.0, "few are born: {}", second.born);
    }
    for (key, value) in [
        ("mechanisms.willingness", "false"),
        ("mechanisms.staying", "false"),
        ("mechanisms.costs", "false"),
        ("mechanisms.initiatives", "false"),
        ("mechanisms.ballot", "false"),
        ("mechanisms.politics", "false"),
        ("initiatives.spread_imitation", "0.0"),
        ("initiatives.leadership", "0.0"),
        ("initiatives.professional_municipalities", "0"),
    ] {
        let scenario = shipped("tests/golden/grown.toml", &[(key, value)]);
        assert_equal(key, &scenario, 7);
    }
}

/// Three municipalities with given and grown programmes, some of them in two municipalities only.
#[test]
fn several_municipalities() {
    for (number, (rule, tick)) in RULES.into_iter().zip(["month", "week", "month"]).enumerate() {
        let scenario = shipped(
            "tests/golden/municipalities.toml",
            &[("simulation.decision_rule", rule), ("simulation.tick", tick)],
        );
        let second = assert_equal(rule, &scenario, 1 + number as u64);
        assert_eq!(second.councils.len(), 3);
        assert!(second.born > 8.0, "few are born: {}", second.born);
        let proven = second.proven.iter().flatten().filter(|&&proven| proven).count();
        assert!(proven >= 2, "the idea reaches {proven} municipalities");
    }
    for (key, value) in [
        ("network.across_municipalities", "0.0"),
        ("network.across_municipalities", "1.0"),
        ("initiatives.leadership", "0.0"),
        ("mechanisms.politics", "false"),
        ("mechanisms.backlash", "false"),
        ("mechanisms.costs", "false"),
        ("mechanisms.initiatives", "false"),
        ("mechanisms.social_capital", "false"),
        ("initiatives.spread_ceiling", "0.0"),
        ("initiatives.spread_ceiling", "1.0"),
        ("initiatives.spread_innovation", "5.0"),
        ("initiatives.municipalities", "3"),
        ("initiatives.professional_municipalities", "0"),
        ("programme.club.municipalities", "[3]"),
        ("barriers.political_risk_aversion", "0.9"),
    ] {
        let scenario = shipped("tests/golden/municipalities.toml", &[(key, value)]);
        assert_equal(&format!("{key} = {value}"), &scenario, 7);
    }
}

/// Case modules: every mechanic of a case at work, and switched off one by one.
#[test]
fn mechanics_of_cases() {
    for (number, (rule, tick)) in RULES.into_iter().zip(["month", "week", "month"]).enumerate() {
        let scenario = shipped(
            "tests/golden/modules.toml",
            &[("simulation.decision_rule", rule), ("simulation.tick", tick)],
        );
        let second = assert_equal(rule, &scenario, 1 + number as u64);
        second.assert_that_modules_are_busy();
    }
    for key in [
        "time_bank",
        "provision",
        "rehabilitation",
        "digital",
        "collective",
        "association",
        "staying",
        "outcome",
        "fatigue",
    ] {
        let key = format!("mechanisms.{key}");
        assert_equal(&key, &shipped("tests/golden/modules.toml", &[(&key, "false")]), 7);
    }
    let luck = Draws::new(23, 0);
    for number in 0..6 {
        let mut overrides = Vec::new();
        for (index, entry) in register().entries().iter().enumerate() {
            let table = entry.key.split('.').next().unwrap();
            if let Some((low, high)) = entry.range
                && entry.kind == Kind::Number
                && MODULES.contains(&table)
            {
                let position = luck.uniform(index as u32, number, Purpose(0));
                overrides.push((entry.key.as_str(), format!("{:?}", low + position * (high - low))));
            }
        }
        let overrides: Vec<(&str, &str)> = overrides
            .iter()
            .map(|(key, value)| (*key, value.as_str()))
            .collect();
        let scenario = shipped("tests/golden/modules.toml", &overrides);
        assert_equal(&format!("drawn parameters of modules {number}"), &scenario, 4);
    }
}

/// Changes of what was decided at birth, before and after a programme opens.
#[test]
fn changes_of_what_exists() {
    let text = "extends = \"everything.toml\"\n[population]\ncitizens = 200\n[simulation]\nhorizon_years = 2.25\n\
        [[event]]\nyear = 0.25\nchange = { \"barriers.unclear_goals\" = 0.2, \"barriers.control_retention\" = 0.1, \
        \"barriers.bureaucracy\" = 0.3, \"programme.parks.departments\" = 3, \"implementation.silos\" = -1.0 }\n\
        [[event]]\nyear = 1.25\nchange = { \"influence.co_designer\" = 0.8, \"programme.care.role\" = \"co_implementor\", \
        \"programme.parks.budget_share\" = 0.3, \"organisation.distance_exponent\" = 0.5, \"problem.need\" = 1.3, \
        \"barriers.political_risk_aversion\" = 0.8, \"backlash.objecting_share\" = 0.9, \"mechanisms.awareness\" = false, \
        \"barriers.unclear_goals\" = 0.9 }\n\
        [[event]]\nyear = 1.5\nstaff_cut = 0.1\n\
        [[event]]\nyear = 1.75\nchange = { \"mechanisms.goals\" = false, \"mechanisms.costs\" = false, \
        \"mechanisms.fatigue\" = false }\n";
    let scenario = support::from_text(&support::file("tests/golden"), text, &[]);
    assert_eq!(scenario.setup.phases.len(), 4);
    assert_equal("changes", &scenario, 5);
}

#[test]
fn need_of_a_baseline() {
    let load = |overrides: &[(&str, &str)]| {
        let small = [
            ("population.citizens", "200"),
            ("simulation.horizon_years", "2.25"),
        ];
        shipped("tests/golden/everything.toml", &[&small, overrides].concat())
    };
    let baseline = std::sync::Arc::new(load(&[]).setup);
    let mut variant = load(&[
        ("barriers.client_role", "0.0"),
        ("programme.parks.balanced_start", "false"),
    ]);
    variant.setup = variant.setup.with_need_of(baseline);
    assert_equal("need of a baseline", &variant, 6);
}

#[test]
fn weeks() {
    let weekly = [("simulation.tick", "week"), ("simulation.horizon_years", "2.25")];
    assert_equal("weeks", &shipped("tests/golden/everything.toml", &weekly), 2);
}

#[test]
fn each_mechanism_off() {
    for entry in register().under("mechanisms") {
        let scenario = shipped(
            "tests/golden/everything.toml",
            &[
                ("simulation.horizon_years", "2.25"),
                ("population.citizens", "200"),
                (&entry.key, "false"),
            ],
        );
        assert_equal(&entry.key, &scenario, 3);
    }
}

/// Associations, tasks of both kinds, prices of levers, and the corners of what is calculated at birth.
#[test]
fn associations_kinds_of_task_and_prices() {
    let association = ("programme.care.initiator", "association");
    let individual = ("programme.care.collective", "false");
    let cases: [&[(&str, &str)]; 16] = [
        &[association],
        &[association, individual],
        &[association, ("mechanisms.association", "false")],
        &[association, individual, ("mechanisms.collective", "false")],
        &[association, ("mechanisms.staying", "false")],
        &[association, ("mechanisms.joining", "false")],
        &[association, ("mechanisms.asking", "false")],
        &[association, ("programme.care.invitation", "0.0")],
        &[
            ("programme.care.episodic", "true"),
            ("programme.care.staff_share", "0.005"),
        ],
        &[
            ("programme.care.invitation", "9.0"),
            ("asking.invitation_ceiling", "1.0"),
        ],
        &[("organisation.reform_hours_per_post_per_year", "100.0")],
        &[
            ("politics.blame_exponent", "0.0"),
            ("politics.incident_rate", "2.0"),
        ],
        &[
            ("politics.blame_exponent", "0.5"),
            ("politics.incident_rate", "2.0"),
        ],
        &[("social_capital.trust_stable_share", "0.0")],
        &[("social_capital.trust_stable_share", "0.95")],
        &[("social_capital.trust_stable_share", "1.0")],
    ];
    for (number, own) in cases.into_iter().enumerate() {
        let small = [
            ("simulation.horizon_years", "2.25"),
            ("simulation.decision_rule", RULES[number % 3]),
            ("population.citizens", "200"),
        ];
        let scenario = shipped("tests/golden/everything.toml", &[&small, own].concat());
        assert_equal(&format!("{own:?}"), &scenario, 8);
    }
}

/// Every number of the register drawn from its plausible range, and designs that nothing else here uses.
#[test]
fn drawn_parameters() {
    // Sizes stay as they are; shares of cooperators and of staff could add up to more than one, and correlations to a
    // matrix that is none.
    let fixed = [
        "population.correlation",
        "population.citizens",
        "population.neighbourhoods",
        "population.free_rider_share",
        "organisation.",
        "simulation.",
        "staff_share",
        "target_share",
        "start_year",
        "initial_participants",
        "initial_awareness",
        "reward_eur_per_hour",
    ];
    let luck = Draws::new(17, 0);
    for number in 0..12 {
        let mut overrides: Vec<(String, String)> = vec![
            ("simulation.horizon_years".into(), "2.25".into()),
            ("simulation.decision_rule".into(), RULES[number % 3].into()),
            ("population.citizens".into(), "200".into()),
            ("programme.care.episodic".into(), (number % 4 == 1).to_string()),
            (
                "programme.parks.initiator".into(),
                ["municipality", "citizens", "association"][number % 3].into(),
            ),
            (
                "programme.care.reward".into(),
                [
                    "individual_money",
                    "collective_money",
                    "time_credit",
                    "recognition",
                ][number / 3]
                    .into(),
            ),
            (
                "organisation.distance_exponent".into(),
                (number as f64 / 12.0).to_string(),
            ),
            ("programme.care.goal".into(), GOALS[number % 5].into()),
            ("programme.parks.goal".into(), GOALS[number / 3].into()),
        ];
        for (index, entry) in register().entries().iter().enumerate() {
            let Some((low, high)) = entry.range else { continue };
            if entry.kind != Kind::Number || fixed.iter().any(|key| entry.key.contains(key)) {
                continue;
            }
            for (programme, key) in ["care", "parks"].into_iter().enumerate() {
                let purpose = Purpose(programme as u32);
                let position = luck.uniform(index as u32, number as u32, purpose);
                let value = low + position * (high - low);
                let key = entry.key.replacen('*', key, 1);
                if programme == 0 || entry.key.contains('*') {
                    overrides.push((key, format!("{value:?}")));
                }
            }
        }
        let overrides: Vec<(&str, &str)> = overrides
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect();
        let scenario = shipped("tests/golden/everything.toml", &overrides);
        assert_equal(&format!("drawn parameters {number}"), &scenario, 4);
    }
}
