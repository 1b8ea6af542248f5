//! Stylised facts SF-01 to SF-05, SF-10 and SF-24, measured on the reference society and variants of it.
//!
//! Only what the model meets is asserted; `docs/stylised_facts.md` says what it does not meet and why.
//! `cargo test --test stylised_facts -- --nocapture` prints every number of that page.
#![allow(clippy::print_stdout, reason = "--nocapture shows what was measured")]

mod support;

use std::ops::ControlFlow;

use samspil::model::Model;
use samspil::model::executor::Serial;
use samspil::model::snapshot::{CITIZEN_COLUMNS, MEMBERSHIP_COLUMNS};
use samspil::random::Draws;
use samspil::scenario::Scenario;
use samspil::statistics::Moments;

use support::{Rows, column, shipped};

/// The protocol asks for 30 at least.
const REPLICATIONS: u32 = 30;

fn reference(overrides: &[(&str, &str)]) -> Scenario {
    let mut all = vec![("population.citizens", "1000")];
    all.extend(overrides);
    shipped("scenarios/reference.toml", &all)
}

fn ensemble(scenario: &Scenario) -> Vec<Rows> {
    (0..REPLICATIONS)
        .map(|replication| support::rows(scenario, 1, replication))
        .collect()
}

/// A measure at one year, over replications.
fn at(scenario: &Scenario, ensemble: &[Rows], key: &str, year: usize) -> Moments {
    let column = column(scenario, key);
    let mut moments = Moments::default();
    for rows in ensemble {
        moments.push(rows[12 * year][column]);
    }
    moments
}

/// A measure averaged over the months of some years that have a value, over replications.
fn over(scenario: &Scenario, ensemble: &[Rows], key: &str, years: std::ops::Range<usize>) -> Moments {
    let column = column(scenario, key);
    let mut moments = Moments::default();
    for rows in ensemble {
        let months = &rows[12 * years.start + 1..=12 * years.end];
        let values: Vec<f64> = months
            .iter()
            .map(|row| row[column])
            .filter(|value| value.is_finite())
            .collect();
        if !values.is_empty() {
            moments.push(values.iter().sum::<f64>() / values.len() as f64);
        }
    }
    moments
}

/// Prints a measured number with its 95 % interval, and hands its mean on.
fn show(what: &str, moments: &Moments) -> f64 {
    println!("{what}: {:.4} ± {:.4}", moments.mean(), moments.half_width(0.95));
    moments.mean()
}

/// SF-01 (without the 4 % floor in every single year), SF-02, SF-03 and SF-04, under the default decision rule.
#[test]
fn quiet_decade() {
    let scenario = reference(&[("simulation.horizon_years", "10.0")]);
    let runs = ensemble(&scenario);
    let shares: Vec<f64> = (0..=10)
        .map(|year| {
            let share = at(&scenario, &runs, "participants_share", year);
            show(&format!("SF-01 share of participants, year {year}"), &share)
        })
        .collect();
    for (year, share) in shares.iter().enumerate() {
        assert!((share - shares[0]).abs() <= 0.025, "year {year} drifts");
    }
    let share = over(&scenario, &runs, "participants_share", 0..8);
    let share = show("SF-01 share of participants, years 0-8", &share);
    assert!((0.04..=0.09).contains(&share));

    let hours = over(&scenario, &runs, "hours_per_participant", 0..8);
    let hours = show("SF-02 hours of a participant in a month, years 0-8", &hours);
    assert!((12.0..=18.0).contains(&hours));

    let exits = show(
        "SF-03 yearly exit hazard, years 0-8",
        &over(&scenario, &runs, "exit_rate", 0..8),
    );
    assert!((0.20..=0.43).contains(&exits));

    let willing = show(
        "SF-04 willingness, years 0-8",
        &over(&scenario, &runs, "willingness", 0..8),
    );
    assert!((0.30..=0.41).contains(&willing));
    println!("SF-04 willing per participant: {:.2}", willing / share);
    assert!(willing / share >= 4.0);
    let asked = reference(&[
        ("simulation.horizon_years", "8.0"),
        ("programme.local.invitation", "2.0"),
    ]);
    let twice = at(&asked, &ensemble(&asked), "participants_share", 8);
    let twice = show("SF-04 share when asked twice as often, year 8", &twice);
    println!("SF-04 relative rise: {:+.3}", twice / shares[8] - 1.0);
    assert!(twice >= 1.3 * shares[8]);
}

/// A miss that the page states must not be cured in silence.
const NO_LONGER_MISSED: &str =
    "docs/stylised_facts.md says that this is not met, and now it is: assert it instead";

/// SF-01 and SF-03 under the other decision rules are not met.
#[test]
fn quiet_decade_under_other_rules() {
    for rule in ["threshold", "rational"] {
        let scenario = reference(&[
            ("simulation.horizon_years", "8.0"),
            ("simulation.decision_rule", rule),
        ]);
        let runs = ensemble(&scenario);
        let shares = [0, 4, 8].map(|year| {
            let share = at(&scenario, &runs, "participants_share", year);
            show(
                &format!("SF-01 {rule}, share of participants, year {year}"),
                &share,
            )
        });
        assert!(shares[2] - shares[0] > 0.025, "{NO_LONGER_MISSED}");
        let exits = over(&scenario, &runs, "exit_rate", 0..8);
        let exits = show(&format!("SF-03 {rule}, yearly exit hazard, years 0-8"), &exits);
        assert!(exits < 0.20, "{NO_LONGER_MISSED}");
        let willing = over(&scenario, &runs, "willingness", 0..8);
        let willing = show(&format!("SF-04 {rule}, willingness, years 0-8"), &willing);
        assert!((0.30..=0.41).contains(&willing));
    }
}

/// SF-05: participation of the richest quarter relative to that of the poorest, all replications together.
#[test]
fn status_gradient() {
    const STATUS: usize = 2;
    const ACTIVE: usize = CITIZEN_COLUMNS.len() + 1;
    assert_eq!(CITIZEN_COLUMNS[STATUS].0, "ses");
    assert_eq!(MEMBERSHIP_COLUMNS[1].0, "active");
    let scenario = reference(&[]);
    let model = Model::new(&scenario.setup);
    let mut active = [[0.0; 2]; 9];
    for replication in 0..REPLICATIONS {
        let _ = model.simulate(&Draws::new(1, replication), &Serial, &mut |seen| {
            if seen.step.is_multiple_of(12) {
                let mut people: Vec<(f64, f64)> = Vec::new();
                seen.society
                    .visit_citizens(|row| people.push((row[STATUS], row[ACTIVE])));
                people.sort_by(|one, other| one.0.total_cmp(&other.0));
                let quarter = people.len() / 4;
                let count = |people: &[(f64, f64)]| people.iter().map(|person| person.1).sum::<f64>();
                let [poorest, richest] = &mut active[seen.step as usize / 12];
                *poorest += count(&people[..quarter]);
                *richest += count(&people[people.len() - quarter..]);
            }
            ControlFlow::Continue(())
        });
    }
    for (year, [poorest, richest]) in active.iter().enumerate() {
        let ratio = richest / poorest;
        println!("SF-05 richest to poorest quarter, year {year}: {ratio:.3}");
        assert!((1.2..=2.5).contains(&ratio), "year {year}");
    }
}

/// SF-10: effect of money on willingness, the same citizens with and without.
#[test]
fn money() {
    let plain = reference(&[("simulation.horizon_years", "1.0")]);
    let unpaid = ensemble(&plain);
    let column = column(&plain, "willingness");
    let effect = |kind: &str, rate: &str| {
        let paid = ensemble(&reference(&[
            ("simulation.horizon_years", "1.0"),
            ("programme.local.reward", kind),
            ("programme.local.reward_eur_per_hour", rate),
        ]));
        let mut rises = Moments::default();
        for (unpaid, paid) in unpaid.iter().zip(&paid) {
            rises.push(100.0 * (paid[12][column] - unpaid[12][column]));
        }
        show(
            &format!("SF-10 willingness at {rate} EUR an hour, {kind}, after a year, points"),
            &rises,
        )
    };
    assert!(effect("individual_money", "2.0").abs() <= 1.0);
    assert!((2.0..=10.0).contains(&effect("individual_money", "10.0")));
    effect("collective_money", "2.0");
    effect("collective_money", "10.0");
}

/// The setting of EM-1, in which norms drive participation; everyone a conditional cooperator or the usual mix.
fn norm_driven(social: &str, everyone: bool, threshold: &str, first: &str) -> f64 {
    let usual = &reference(&[]).setup.phases[0].parameters.willingness;
    let harder = format!("{:?}", usual.intercept_logit - 5.0);
    let mut overrides = vec![
        ("population.citizens", "500"),
        ("simulation.horizon_years", "6.0"),
        ("willingness.intercept_logit", harder.as_str()),
        ("willingness.social", social),
        ("population.threshold_mean", threshold),
        ("population.threshold_sd", "0.04"),
        ("social_influence.steepness", "0.04"),
        ("network.rewire", "0.5"),
        ("network.bridge", "0.5"),
        ("asking.general", "1.0"),
        ("asking.per_active_tie", "1.5"),
        ("asking.follow_through", "1.0"),
        ("staying.exit_base", "0.6"),
        ("programme.local.outreach", "5.0"),
        ("awareness.forgetting", "0.0"),
        ("mechanisms.attitude", "false"),
        ("fatigue.gain", "0.05"),
        ("programme.local.initial_participants", first),
    ];
    if everyone {
        overrides.push(("population.conditional_share", "1.0"));
        overrides.push(("population.free_rider_share", "0.0"));
    }
    let scenario = reference(&overrides);
    let share = at(&scenario, &ensemble(&scenario), "participants_share", 6);
    let who = if everyone { "all" } else { "half" };
    show(
        &format!("SF-24 β_s {social}, τ {threshold}, {who} conditional, first {first}, share after 6 years"),
        &share,
    )
}

/// SF-24: a small step in the first share makes a large one in the last, somewhere between 10 and 40 %, and no step
/// does where norms do not count.
#[test]
fn critical_mass() {
    let first = ["0.05", "0.1", "0.15", "0.2", "0.25", "0.3", "0.4"];
    let last = first.map(|first| norm_driven("9.0", true, "0.32", first));
    let rises: Vec<f64> = last.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let largest = rises.iter().copied().fold(0.0, f64::max);
    let place = rises.iter().position(|&rise| rise >= largest).unwrap();
    println!("SF-24 largest rise {largest:.3}, from {} on", first[place]);
    assert!(largest >= 0.3);
    assert!(place >= 1, "the jump lies at 10 % or above");
    let without = ["0.05", "0.2", "0.4"].map(|first| norm_driven("0.0", true, "0.32", first));
    for share in without {
        assert!((share - without[0]).abs() < 0.02, "no jump without norms");
    }
}

/// SF-24 with the usual mix of cooperators: at the threshold of EM-1 no first share ignites anything.
#[test]
fn critical_mass_with_the_usual_mix() {
    let last = ["0.05", "0.4"].map(|first| norm_driven("9.0", false, "0.32", first));
    assert!(last[1] < 0.1, "{NO_LONGER_MISSED}");
    for first in ["0.05", "0.1", "0.2", "0.3"] {
        norm_driven("9.0", false, "0.2", first);
    }
}
