//! Rules of the model that a whole society must show, each in a society made for it.

mod support;

use std::sync::Arc;

use samspil::scenario::Scenario;

use support::{column, from_text, rows};

/// A small society with this text after the usual settings.
fn society(text: &str) -> Scenario {
    let head = "title = \"Rules\"\n[population]\ncitizens = 400\nneighbourhoods = 4\n[organisation]\nunits = 2\n\
                [simulation]\nhorizon_years = 2.0\n";
    from_text(&support::file("scenarios"), &format!("{head}{text}"), &[])
}

/// A measure at every step of the first replication.
fn course(scenario: &Scenario, measure: &str) -> Vec<f64> {
    let column = column(scenario, measure);
    rows(scenario, 1, 0).iter().map(|row| row[column]).collect()
}

#[test]
fn what_is_undefined_has_no_value() {
    let nobody = society("[programme.one]\ninitial_participants = 0.0\n");
    assert!(course(&nobody, "score_equity")[0].is_nan());
    assert!(course(&nobody, "score_fairness")[0].is_nan());
    let needless = society("[problem]\nneed = 0.0\n[programme.one]\nbalanced_start = false\n");
    assert!(course(&needless, "value_user")[0].is_nan());
}

#[test]
fn costs_switched_off_are_zero() {
    let scenario =
        society("[programme.one]\n[[event]]\nyear = 1.0\nchange = { \"mechanisms.costs\" = false }\n");
    let costs = course(&scenario, "public_cost");
    assert!(costs[..=12].iter().all(|&cost| cost > 0.0));
    assert!(costs[13..].iter().all(|&cost| cost == 0.0), "{costs:?}");
}

/// Support is what the hours of facilitation cover: both fall alike where citizens take hours over and where less support
/// keeps and tires nobody else.
#[test]
fn hours_taken_over_give_no_support() {
    let of = |replaced: &str| {
        let scenario = society(&format!(
            "[mechanisms]\nstaying = false\nfatigue = false\n[programme.one]\nrelation = \"substitutive\"\nstaff_replaced = {replaced}\ninitial_participants = 0.2\n"
        ));
        let first = |measure: &str| course(&scenario, measure)[0];
        (first("support"), first("facilitation_hours"))
    };
    let ((support, hours), (less_support, fewer_hours)) = (of("0.0"), of("0.5"));
    assert!(support > 0.0 && hours > 0.0);
    assert!((fewer_hours / hours - 0.5).abs() < 1e-9);
    assert!(
        (less_support / support - 0.5).abs() < 1e-9,
        "{less_support} of {support}"
    );
}

/// Money is summed over programmes, and so is what it buys.
#[test]
fn cost_and_output_are_summed_over_programmes() {
    let whole = society("[programme.one]\n");
    let halves = society("[programme.one]\nstaff_share = 0.5\n[programme.two]\nstaff_share = 0.5\n");
    for (per, what) in [("cost_per_output", "output"), ("cost_per_outcome", "outcome")] {
        for scenario in [&whole, &halves] {
            let programmes = scenario.programme_keys.iter();
            let bought: f64 = programmes
                .map(|key| course(scenario, &format!("{key}.{what}"))[12])
                .sum();
            let months = if what == "output" { 12.0 } else { 1.0 };
            let expected = months * course(scenario, "public_cost")[12] / bought;
            let found = course(scenario, per)[12];
            assert!(
                (found / expected - 1.0).abs() < 1e-9,
                "{per}: {found}, expected {expected}"
            );
        }
    }
}

/// Off takes the movement of fatigue away: participants are as tired as is typical, staff as they begin with it on.
#[test]
fn fatigue_switched_off_stays_typical() {
    let programme = "[programme.one]\ninitial_participants = 0.1\n";
    let (on, off) = (
        society(programme),
        society(&format!("[mechanisms]\nfatigue = false\n{programme}")),
    );
    let (with, without) = (course(&on, "staff_fatigue")[0], course(&off, "staff_fatigue")[0]);
    assert!((with - without).abs() < 1e-9, "{with} on, {without} off");
    let typical = off.setup.phases[0].parameters.staying.fatigue_reference;
    let fatigue = course(&off, "fatigue");
    assert!(
        fatigue.iter().all(|value| (value - typical).abs() < 1e-6),
        "{fatigue:?}"
    );
}

/// A programme in one of four neighbourhoods has nothing in the other three.
#[test]
fn a_programme_does_not_exist_where_it_is_not() {
    let everywhere = society("[programme.one]\n");
    let here = society("[programme.one]\nneighbourhoods = [2]\n");
    let start = |scenario: &Scenario, measure: &str| course(scenario, measure)[0];
    let hours = start(&here, "production_hours") / start(&everywhere, "production_hours");
    assert!((hours - 0.25).abs() < 0.01, "a quarter of the hours, {hours}");
    let (local, overall) = (
        start(&here, "one.awareness_share"),
        start(&here, "awareness_share"),
    );
    assert!(local > 0.3, "known where it is: {local}");
    assert!((local - overall).abs() < 1e-9, "{local} and {overall}");
    assert!(start(&here, "enabling_share") > 0.9 * start(&everywhere, "enabling_share"));
    // With everything else at rest, a problem that is not there moves nobody's wellbeing.
    let frozen = "[mechanisms]\noutcome = false\njoining = false\nstaying = false\n[staying]\nexit_base = 0.0\n\
                  [wellbeing]\nparticipation = 0.0\nfatigue = 0.0\n[programme.one]\nneighbourhoods = [2]\n";
    let wellbeing = course(&society(frozen), "wellbeing");
    assert!((wellbeing[24] - wellbeing[0]).abs() < 1e-6, "{wellbeing:?}");
}

/// The months without an event are no failure: with the same people taking part, a yearly event teaches professionals
/// and participants what weekly work teaches them, and its problem rests as it was dimensioned to.
#[test]
fn the_off_season_is_neutral() {
    let of = |episodic: &str| {
        society(&format!(
            "[mechanisms]\njoining = false\nstaying = false\nfatigue = false\npolitics = false\n[staying]\nexit_base = 0.0\n\
             [programme.one]\nrelation = \"interdependent\"\ninitial_participants = 0.1\nepisodic = {episodic}\n"
        ))
    };
    let (weekly, yearly) = (of("false"), of("true"));
    for measure in ["belief", "attitude", "efficacy"] {
        let (week, year) = (course(&weekly, measure), course(&yearly, measure));
        assert!(
            (week[24] - year[24]).abs() < 0.01,
            "{measure}: {} and {}",
            week[24],
            year[24]
        );
    }
    let unmet = course(&yearly, "unmet_need");
    let swing = unmet
        .iter()
        .fold(0.0_f64, |most, value| most.max((value - unmet[0]).abs()));
    assert!(swing < 0.3 * unmet[0], "{unmet:?}");
}

/// Need belongs to the place: without the client role citizens give more, and with the need of the baseline the outcome
/// gains by it, as it does where need is a given number. Balanced anew, need would grow with what is given.
#[test]
fn a_barrier_is_removed_at_the_need_of_the_baseline() {
    let load = |role: &str, balanced: &str| {
        society(&format!(
            "[barriers]\nclient_role = {role}\n[programme.one]\nbalanced_start = {balanced}\n"
        ))
    };
    let gain = |variant: &Scenario, baseline: &Scenario| {
        let outcome = column(baseline, "outcome");
        let difference = |replication| {
            let last = |scenario| rows(scenario, 1, replication)[24][outcome];
            last(variant) - last(baseline)
        };
        (0..8).map(difference).sum::<f64>() / 8.0
    };
    let baseline = load("0.5", "true");
    let mut held = load("0.0", "true");
    held.setup = held.setup.with_need_of(Arc::new(baseline.setup.clone()));
    let given = gain(&load("0.0", "false"), &load("0.5", "false"));
    let gained = gain(&held, &baseline);
    assert!(given > 0.01, "with a given need {given}");
    assert!(gained > 0.01, "with the need of the baseline {gained}");
    assert!(gain(&load("0.0", "true"), &baseline) < 0.0, "balanced anew");
}
