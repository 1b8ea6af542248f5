//! Citizens' initiatives (M21) in whole societies: how often ideas come, what a group needs to last, how far it spreads.

mod support;

use samspil::scenario::Scenario;

use support::{Rows, column, from_text, rows, same, shipped};

/// A town with one programme that grows from ideas, in years of 12 steps.
fn town(overrides: &[(&str, &str)]) -> Scenario {
    let text = "extends = \"reference.toml\"\ntitle = \"Town\"\n[programme.local]\nstaff_share = 0.8\n\
        [programme.club]\ninitiator = \"citizens\"\ngrown = true\nestablished = false\ninitial_participants = 0.0\n\
        role = \"co_initiator\"\nstages = [\"co_planning\", \"co_delivery\"]\nstaff_share = 0.2\n";
    from_text(&support::file("scenarios"), text, overrides)
}

fn lives(scenario: &Scenario, replications: u32) -> Vec<Rows> {
    (0..replications)
        .map(|replication| rows(scenario, 1, replication))
        .collect()
}

/// Mean of a measure over all steps but the first and all replications.
fn mean(scenario: &Scenario, lives: &[Rows], key: &str) -> f64 {
    let column = column(scenario, key);
    let values: Vec<f64> = lives
        .iter()
        .flat_map(|rows| rows[1..].iter().map(|row| row[column]))
        .collect();
    values.iter().sum::<f64>() / values.len() as f64
}

/// Largest value of a measure in any step.
fn most(scenario: &Scenario, lives: &[Rows], key: &str) -> f64 {
    let column = column(scenario, key);
    let values = lives.iter().flat_map(|rows| rows.iter().map(|row| row[column]));
    values.fold(0.0, f64::max)
}

/// What the rate of ideas is calibrated to: 0.5 to 1 per 1,000 citizens a year, with some 90 ideas observed.
#[test]
fn ideas_come_as_often_as_they_should() {
    let scenario = town(&[("simulation.horizon_years", "2.0")]);
    let ideas = mean(&scenario, &lives(&scenario, 30), "ideas");
    assert!((0.5..=1.0).contains(&ideas), "{ideas} per 1,000 a year");
}

/// Ideas are proportional to the platform: with a whole one twice as many as with the usual half.
#[test]
fn a_platform_brings_ideas() {
    let ideas = |missing: &str| {
        let scenario = town(&[
            ("barriers.missing_platform", missing),
            ("initiatives.idea_rate", "0.1"),
            ("simulation.horizon_years", "1.0"),
        ]);
        mean(&scenario, &lives(&scenario, 10), "ideas")
    };
    let (none, half, whole) = (ideas("1.0"), ideas("0.5"), ideas("0.0"));
    assert!(same(none, 0.0));
    // About 160 ideas in the first, so the ratio has a standard error of a tenth.
    assert!((1.6..2.5).contains(&(whole / half)), "{whole} against {half}");
}

/// Critical mass and leader are each needed: where they cannot be had, groups come and go but none is taken up.
#[test]
fn without_mass_or_leader_nothing_lasts() {
    let plenty = [
        ("initiatives.idea_rate", "0.2"),
        ("initiatives.support", "8.0"),
        ("initiatives.formalisation", "4.0"),
        ("initiatives.leadership", "0.3"),
        ("simulation.horizon_years", "3.0"),
    ];
    let seen = |key: &str, value: &str| {
        let scenario = town(&[&plenty, [(key, value)].as_slice()].concat());
        let lives = lives(&scenario, 3);
        let later = most(&scenario, &lives, "grown_supported") + most(&scenario, &lives, "grown_formal");
        (most(&scenario, &lives, "grown_informal"), later)
    };
    let (informal, later) = seen("initiatives.critical_mass", "4");
    assert!(informal > 0.0 && later > 0.0, "{informal} and {later}");
    for (key, value) in [
        ("initiatives.critical_mass", "100"),
        ("initiatives.leadership", "1.0"),
    ] {
        let (informal, later) = seen(key, value);
        assert!(
            informal > 0.0 && same(later, 0.0),
            "{key}: {informal} and {later}"
        );
    }
}

/// The busy little society of the golden runs sees every stage, so that what is compared there does happen.
#[test]
fn every_stage_is_lived() {
    let scenario = shipped("tests/golden/grown.toml", &[]);
    let lives = lives(&scenario, 3);
    for key in [
        "ideas",
        "grown_informal",
        "grown_supported",
        "grown_formal",
        "grown_professional",
        "grown_dormant",
    ] {
        assert!(most(&scenario, &lives, key) > 0.0, "{key}");
    }
    assert!(most(&scenario, &lives, "municipalities") > 3.0);
}

/// A grant that ends drives people out faster where nothing was absorbed: the hazard doubles, but for chance.
#[test]
fn an_unabsorbed_grant_doubles_exits() {
    let exits = |factor: &str, lost: &str| {
        let text = format!(
            "extends = \"reference.toml\"\n[simulation]\nhorizon_years = 0.5\n[mechanisms]\nfatigue = false\n[staying]\ngrant_end_factor = {factor}\n\
             [programme.local]\nfacilitation = 0.0\noutreach = 0.0\nresources = 0.0\ninitial_participants = 0.3\n\
             [[event]]\nyear = 0.25\ngrant_ends = \"local\"\nshare = {lost}\n"
        );
        let scenario = from_text(&support::file("scenarios"), &text, &[]);
        let column = column(&scenario, "exit_rate");
        let rates = (0..200).map(|replication| rows(&scenario, 1, replication)[4][column]);
        rates.sum::<f64>() / 200.0
    };
    let (usual, doubled, absorbed) = (exits("1.0", "1.0"), exits("2.0", "1.0"), exits("2.0", "0.0"));
    assert!(
        (1.8..2.2).contains(&(doubled / usual)),
        "{doubled} against {usual}"
    );
    assert!(same(absorbed, exits("1.0", "0.0")), "what is absorbed is no loss");
}
