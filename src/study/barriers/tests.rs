//! Small studies against plain runs of the same scenarios.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::path::Path;

use super::*;
use crate::experiment::{Completion, Ready, Threads, Unwatched, by_configuration, columns, simulate};
use crate::output::{Format, RunFolder, Tables};
use crate::scenario::Scenario;
use crate::statistics::{Coalition, Moments, Paired};
use crate::study::{Incomplete, Journals, Shard, Study as _, Variant, Workers};

const REPLICATIONS: u32 = 4;

/// Three barriers are above 0; a fourth is made so by an event of some scenarios.
fn scenario(further: &str, overrides: &[(String, String)]) -> Scenario {
    let absent: Vec<String> = BARRIERS
        .iter()
        .filter(|barrier| !["silos", "client_role", "zero_error"].contains(&barrier.key))
        .map(|barrier| format!("{} = 0.0\n", barrier.key))
        .collect();
    let text = format!(
        "[simulation]\nhorizon_years = 1\n[population]\ncitizens = 90\n[programme.parks]\n[barriers]\nsilos = 0.5\n\
         client_role = 0.4\nzero_error = 0.3\n{}{further}",
        absent.concat()
    );
    Scenario::from_text(Path::new("parks.toml"), &text, overrides).unwrap_or_else(|error| panic!("{error}"))
}

/// A study with its folder and what came out of it.
fn study(
    root: &Path,
    scenario: Scenario,
    replications: u32,
    pairs: usize,
    threads: usize,
) -> (RunFolder, Barriers, Findings) {
    let study = Barriers::of(scenario, 1, replications, pairs).unwrap();
    let question = study.question().unwrap();
    let folder = RunFolder::open(root, &question.name, &question.identity, 1).unwrap();
    let threads = Threads::new(threads).unwrap();
    let mut journals = Journals::open(&folder, Shard::WHOLE, false).unwrap();
    let findings = study
        .answer(&mut Workers::new(&mut journals, &threads, &Unwatched))
        .unwrap();
    (folder, study, findings)
}

/// The values of all measures at the end without these barriers, at the need of the baseline, from plain runs.
fn plain_without(keys: &[&str]) -> Vec<Vec<f64>> {
    let settings: Vec<(&str, f64)> = keys.iter().map(|key| (*key, 0.0)).collect();
    plain(&settings)
}

/// The same with barriers of other strengths, or with other keys that are written in full.
fn plain(settings: &[(&str, f64)]) -> Vec<Vec<f64>> {
    let settings: Vec<(String, String)> = settings
        .iter()
        .map(|(key, value)| {
            let key = if key.contains('.') {
                (*key).to_owned()
            } else {
                format!("barriers.{key}")
            };
            (key, format!("{value:?}"))
        })
        .collect();
    let arm = |key: &str, overrides: &[(String, String)]| Variant {
        key: key.to_owned(),
        title: key.to_owned(),
        scenario: scenario("", overrides),
    };
    let baseline = arm("baseline", &[]);
    let changed = arm("changed", &settings).facing_need_of(&baseline);
    let columns = columns(
        &changed.scenario.programme_keys,
        changed.scenario.municipalities(),
    );
    let societies = Ready::new([changed.scenario.setup], 1);
    let mut rows = vec![Vec::new(); REPLICATIONS as usize];
    let threads = Threads::new(1).unwrap();
    let completion = simulate(
        &societies,
        by_configuration(0..1, REPLICATIONS),
        &threads,
        &Unwatched,
        |run| {
            let replication = run.address.replication as usize;
            rows[replication] = run.values();
            Ok::<_, Infallible>(())
        },
    );
    assert_eq!(completion, Ok(Completion::Whole));
    let value = |name: &str, run: &[f64]| {
        let measure = name.strip_suffix(".mean");
        let key = measure.unwrap_or(name);
        let position = columns.iter().position(|column| column.key == key).unwrap();
        let course: Vec<f64> = run.chunks(columns.len()).map(|row| row[position]).collect();
        match measure {
            Some(_) => course.iter().sum::<f64>() / course.len() as f64,
            None => course[course.len() - 1],
        }
    };
    let sample = |name: &&str| rows.iter().map(|run| value(name, run)).collect();
    MEASURES.iter().map(sample).collect()
}

fn assert_near(found: f64, expected: f64, what: &str) {
    // The same numbers, added in another order.
    assert!(
        (found - expected).abs() < 1e-10,
        "{what}: {found} against {expected}"
    );
}

#[test]
fn a_barrier_without_a_programme_that_it_hinders_is_not_there() {
    let present = |grown: &str| -> Vec<&str> {
        let settings = [
            ("barriers.missing_platform", "0.5"),
            ("programme.parks.established", "false"),
            ("programme.parks.initiator", "citizens"),
            ("programme.parks.grown", grown),
        ];
        let overrides = settings.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let design = RemovalDesign::of(&scenario("", &overrides), 1, 1).unwrap();
        let present = design.present.iter();
        present.map(|present| present.barrier.key).collect()
    };
    assert_eq!(present("false"), ["zero_error", "silos", "client_role"]);
    assert_eq!(
        present("true"),
        ["zero_error", "silos", "client_role", "missing_platform"]
    );
}

#[test]
fn a_barrier_whose_mechanism_is_off_is_not_there_and_says_why() {
    let with = |key: &str, value: &str| {
        let setting = (key.to_owned(), value.to_owned());
        Barriers::of(scenario("", &[setting]), 1, 3, 2).unwrap()
    };
    for study in [
        with("mechanisms.organisation", "false"),
        with("model.core", "true"),
    ] {
        let present: Vec<&str> = study.design.present.iter().map(|it| it.barrier.key).collect();
        assert_eq!(present, ["client_role"]);
        let off = study
            .design
            .absent
            .iter()
            .filter(|(_, why)| why.word() == "mechanism off");
        let keys: Vec<&str> = off.map(|(barrier, _)| barrier.key).collect();
        assert_eq!(keys, ["zero_error", "silos"]);
        let threads = Threads::new(1).unwrap();
        let findings = study
            .answer(&mut crate::study::Memory::new(&threads, &Unwatched))
            .unwrap();
        let told = report::Words::of(&findings).absent;
        let off = told
            .iter()
            .find(|sentence| sentence.contains("silos (B-07, B-14)"))
            .unwrap();
        assert!(
            off.contains("mechanisms.organisation") && !off.contains("at all times"),
            "{off}"
        );
    }
}

/// Values by which a barrier does this to the outcome for free, and that at its price.
fn told_of(free: [f64; 2], priced: [f64; 2]) -> String {
    let root = tempfile::tempdir().unwrap();
    let off = ["zero_error", "client_role"].map(|key| (format!("barriers.{key}"), "0".to_owned()));
    let (_folder, _study, mut findings) = study(root.path(), scenario("", &off), 3, 2, 1);
    let effect = |[low, high]: [f64; 2]| Paired::of(&[0.0; 4], &[low, high, low, high]);
    findings.found[0].removed[0].paired = effect(free);
    findings.found[0].at_price[0].paired = effect(priced);
    let words = report::Words::of(&findings);
    words
        .sentences
        .iter()
        .filter(|sentence| sentence.contains("outcome"))
        .cloned()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn no_two_sentences_about_a_barrier_contradict_each_other() {
    let (up, down, none) = ([1.0, 1.1], [-1.0, -1.1], [-1.0, 1.0]);
    assert_eq!(
        told_of(up, none),
        "Removing silos raises the outcome for free, but is not seen to raise it at its price."
    );
    assert_eq!(
        told_of(up, down),
        "Removing silos raises the outcome for free, but lowers it at its price."
    );
    assert_eq!(
        told_of(none, down),
        "Removing silos is not seen to change the outcome for free, and lowers it at its price."
    );
    assert_eq!(
        told_of(down, down),
        "Removing silos lowers the outcome, for free and at its price."
    );
    assert_eq!(
        told_of(none, none),
        "No effect on the outcome is seen when one of these is removed alone, even for free: silos."
    );
    assert_eq!(told_of(up, up), "");
}

#[test]
fn a_barrier_without_a_delay_is_told_so() {
    let root = tempfile::tempdir().unwrap();
    let of = |off: [&str; 2]| {
        let off = off.map(|key| (format!("barriers.{key}"), "0".to_owned()));
        let (_folder, _study, mut findings) = study(root.path(), scenario("", &off), 3, 2, 1);
        findings.found[0].at_price[0].paired = Paired::of(&[0.0; 4], &[1.0, 1.1, 1.0, 1.1]);
        let headline = report::Words::of(&findings).headline;
        let row = report::barriers(&findings).swap_remove(0).price;
        let drawn = figures::all(&findings).swap_remove(0).svg;
        [
            headline.contains("without the delay"),
            row.contains("gone from the start"),
            drawn.contains("Gone from the start"),
        ]
    };
    assert_eq!(of(["zero_error", "silos"]), [true; 3]);
    assert_eq!(of(["zero_error", "client_role"]), [false; 3]);
}

fn mean_difference(one: &[f64], other: &[f64]) -> f64 {
    let sum: f64 = one.iter().zip(other).map(|(before, after)| after - before).sum();
    sum / one.len() as f64
}

#[test]
fn effects_are_those_of_plain_runs() {
    let root = tempfile::tempdir().unwrap();
    let (_folder, _study, findings) = study(root.path(), scenario("", &[]), REPLICATIONS, 3, 2);
    let keys: Vec<&str> = findings.design.present.iter().map(|it| it.barrier.key).collect();
    assert_eq!(keys, ["zero_error", "silos", "client_role"]);
    assert_eq!(findings.design.absent.len(), BARRIERS.len() - 3);
    let baseline = plain_without(&[]);
    let assert_same =
        |paired: fn(&Found, usize) -> &Paired, barrier: usize, changed: &[Vec<f64>], what: &str| {
            for (measure, found) in findings.found.iter().enumerate() {
                let expected = mean_difference(&baseline[measure], &changed[measure]);
                let effect = paired(found, barrier).difference.mean();
                assert_near(effect, expected, &format!("{what}, {}", MEASURES[measure]));
                // Cost is staff, whatever the barriers; and so few citizens need not change their minds.
                assert!(
                    effect.abs() > 1e-6 || MEASURES[measure] != "outcome",
                    "{what} says something about the outcome"
                );
            }
        };
    // 2 · 0.5 is more silos than there can be.
    for (barrier, key, half, double) in [
        (0, "zero_error", 0.15, 0.6),
        (1, "silos", 0.25, 0.9),
        (2, "client_role", 0.2, 0.8),
    ] {
        let removed = plain_without(&[key]);
        assert_same(
            |found, barrier| &found.removed[barrier].paired,
            barrier,
            &removed,
            key,
        );
        let halved = plain(&[(key, half)]);
        assert_same(
            |found, barrier| &found.halved[barrier].paired,
            barrier,
            &halved,
            key,
        );
        let doubled = plain(&[(key, double)]);
        assert_same(
            |found, barrier| &found.doubled[barrier].paired,
            barrier,
            &doubled,
            key,
        );
    }
    let none = plain_without(&["silos", "client_role", "zero_error"]);
    assert_same(|found, _| &found.joint, 0, &none, "all");
    assert!(findings.design.present[1].is_cut() && !findings.design.present[2].is_cut());
}

#[test]
fn effects_at_a_price_are_those_of_plain_runs() {
    const HOURS: &str = "organisation.reform_hours_per_post_per_year";
    let root = tempfile::tempdir().unwrap();
    let (_folder, _study, findings) = study(root.path(), scenario("", &[]), REPLICATIONS, 3, 2);
    let baseline = plain_without(&[]);
    let design = &findings.design;
    // A year is too short for any of these prices, but the client role is the same throughout a run.
    let left = |barrier: usize| {
        let present = &design.present[barrier];
        if present.price.is_fixed {
            0.0
        } else {
            present.strength
        }
    };
    let hours = |barrier: usize| design.present[barrier].price.removal.hours_per_post_per_year;
    let key = |barrier: usize| design.present[barrier].barrier.key;
    for barrier in 0..3 {
        let paid = plain(&[(key(barrier), left(barrier)), (HOURS, hours(barrier))]);
        for (measure, found) in findings.found.iter().enumerate() {
            let expected = mean_difference(&baseline[measure], &paid[measure]);
            let effect = found.at_price[barrier].paired.difference.mean();
            assert_near(effect, expected, MEASURES[measure]);
            let between = effect - found.removed[barrier].paired.difference.mean();
            assert_near(
                found.price[barrier].difference.mean(),
                between,
                "what the price does",
            );
        }
    }
    let mut settings: Vec<(&str, f64)> = (0..3).map(|barrier| (key(barrier), left(barrier))).collect();
    settings.push((HOURS, (0..3).map(hours).sum()));
    let expected = mean_difference(&baseline[0], &plain(&settings)[0]);
    assert_near(
        findings.found[0].joint_at_price.difference.mean(),
        expected,
        "all",
    );
    assert!(expected.abs() > 1e-6);
}

#[test]
fn shares_are_averages_over_all_orders_of_removal() {
    let root = tempfile::tempdir().unwrap();
    let (_folder, _study, findings) = study(root.path(), scenario("", &[]), REPLICATIONS, 3, 1);
    let keys = ["zero_error", "silos", "client_role"];
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let mut values: BTreeMap<BTreeSet<usize>, Vec<Vec<f64>>> = BTreeMap::new();
    for order in orders {
        for length in 0..=3 {
            let removed: BTreeSet<usize> = order[..length].iter().copied().collect();
            values.entry(removed.clone()).or_insert_with(|| {
                plain_without(&removed.iter().map(|barrier| keys[*barrier]).collect::<Vec<_>>())
            });
        }
    }
    for (measure, found) in findings.found.iter().enumerate() {
        // Each replication's shares, by the definition.
        let mut shares = vec![vec![0.0; REPLICATIONS as usize]; 3];
        for order in orders {
            let mut removed = BTreeSet::new();
            for barrier in order {
                let before = &values[&removed][measure];
                removed.insert(barrier);
                let after = &values[&removed][measure];
                for replication in 0..before.len() {
                    shares[barrier][replication] += (after[replication] - before[replication]) / 6.0;
                }
            }
        }
        let measure = MEASURES[measure];
        let mut sum = 0.0;
        for (barrier, values) in shares.iter().enumerate() {
            let expected: Moments = values.iter().copied().collect();
            let share = &found.shares[barrier];
            assert_near(share.share.value, expected.mean(), measure);
            assert_near(share.share.order_error, 0.0, measure);
            assert_near(share.interval.half_width(), expected.half_width(0.95), measure);
            sum += share.share.value;
        }
        assert_near(sum, found.joint.difference.mean(), "the sum of the shares");
        let alone: f64 = found
            .removed
            .iter()
            .map(|effect| effect.paired.difference.mean())
            .sum();
        assert_near(found.interplay.sum.mean(), alone, "the sum of single effects");
        assert_near(found.interplay.excess.mean(), sum - alone, "the excess");
    }
}

#[test]
fn the_ranking_is_by_what_removal_gains_at_its_price() {
    let root = tempfile::tempdir().unwrap();
    let (_folder, _study, findings) = study(root.path(), scenario("", &[]), 6, 3, 2);
    let outcome = &findings.found[0];
    let gain = |place: &Place| outcome.at_price[place.barrier].paired.difference.mean();
    for pair in findings.ranking.windows(2) {
        assert!(gain(&pair[0]) >= gain(&pair[1]));
        let ahead = pair[0].ahead.unwrap().difference.mean();
        assert_near(ahead, gain(&pair[0]) - gain(&pair[1]), "the lead");
        assert!(pair[0].p_holm >= pair[0].ahead.unwrap().test().p_value);
    }
    let free = |rank: u32| {
        let barrier = findings.rank_free.iter().position(|own| *own == rank).unwrap();
        outcome.removed[barrier].paired.difference.mean()
    };
    assert!(free(1) >= free(2) && free(2) >= free(3));
    let last = findings.ranking.last().unwrap();
    assert!(last.ahead.is_none() && !last.is_sure());
}

#[test]
fn sampled_shares_add_up_and_more_orders_and_replications_keep_what_is_there() {
    let overrides: Vec<(String, String)> = BARRIERS[..5]
        .iter()
        .map(|barrier| (barrier.full_key(), "0.2".to_owned()))
        .collect();
    let root = tempfile::tempdir().unwrap();
    let scenario = scenario("", &overrides);
    let runs = |study: &Barriers| study.batch().count();
    let (folder, small, few) = study(root.path(), scenario.clone(), 3, 2, 2);
    assert_eq!((small.design.present.len(), small.design.pairs), (7, 2));
    let done = runs(&small);
    drop(folder);
    let large = Barriers::of(scenario.clone(), 1, 4, 3).unwrap();
    assert!(large.design.arms().len() > small.design.arms().len());
    let question = large.question().unwrap();
    let folder = RunFolder::open(root.path(), &question.name, &question.identity, 1).unwrap();
    let mut journals = Journals::open(&folder, Shard::WHOLE, false).unwrap();
    match large.answer(&mut journals) {
        Err(Incomplete::Missing(missing)) => assert_eq!(missing.own, runs(&large) - done),
        other => panic!("{other:?}"),
    }
    drop(journals);
    drop(folder);
    let (folder, large, many) = study(root.path(), scenario.clone(), 4, 3, 1);
    let fresh_root = tempfile::tempdir().unwrap();
    let (fresh_folder, fresh, fresh_found) = study(fresh_root.path(), scenario, 4, 3, 2);
    let written = |folder: &RunFolder, study: &Barriers, findings: &Findings| {
        let mut tables = Tables::new(folder, Format::Csv, false);
        findings.write_tables(study, &mut tables).unwrap();
        tables.finish().unwrap();
        [
            "effects",
            "prices",
            "interplay",
            "shapley",
            "arms",
            "samples",
            "codebook",
        ]
        .map(|name| std::fs::read(folder.path().join(format!("{name}.csv"))).unwrap())
    };
    assert!(written(&folder, &large, &many) == written(&fresh_folder, &fresh, &fresh_found));
    for found in few.found.iter().chain(&many.found) {
        let sum: f64 = found.shares.iter().map(|share| share.share.value).sum();
        assert_near(sum, found.joint.difference.mean(), &found.column.key);
    }
    // Where barriers add up, all orders share alike; in some measure they do not.
    let mut found = few.found.iter().chain(&many.found);
    assert!(found.any(|found| found.shares.iter().any(|share| share.share.order_error > 0.0)));
}

#[test]
fn arms_are_named_by_what_is_changed() {
    let root = tempfile::tempdir().unwrap();
    let (folder, study, findings) = study(root.path(), scenario("", &[]), REPLICATIONS, 3, 1);
    let mut tables = Tables::new(&folder, Format::Csv, false);
    findings.write_tables(&study, &mut tables).unwrap();
    let names = |table: &str| -> Vec<String> {
        let text = std::fs::read_to_string(folder.path().join(format!("{table}.csv"))).unwrap();
        let cells = text.lines().skip(1).map(|line| line.split(',').next().unwrap());
        cells.map(str::to_owned).collect()
    };
    let (arms, mut sampled) = (names("arms"), names("samples"));
    assert_eq!(
        arms[..6],
        [
            "baseline",
            "removed:zero_error",
            "removed:silos",
            "removed:client_role",
            "removed:zero_error+silos+client_role",
            "halved:zero_error"
        ]
    );
    assert_eq!(arms[8], "doubled:zero_error");
    assert_eq!(arms[11], "at_price:zero_error");
    assert_eq!(arms[14], "at_price:zero_error+silos+client_role");
    sampled.dedup();
    assert_eq!(sampled, arms);
}

#[test]
fn a_barrier_that_an_event_brings_is_removed_too() {
    let event = "[[event]]\nyear = 0.5\nchange = { 'barriers.silos' = 0.8, 'barriers.bureaucracy' = 0.4 }\n";
    let with_event = scenario(event, &[]);
    let design = RemovalDesign::of(&with_event, 2, 1).unwrap();
    let present: Vec<(&str, bool)> = design
        .present
        .iter()
        .map(|present| (present.barrier.key, present.changes))
        .collect();
    assert_eq!(
        present,
        [
            ("zero_error", false),
            ("bureaucracy", true),
            ("silos", true),
            ("client_role", false)
        ]
    );
    let silos = |arm: Arm| -> Vec<f64> {
        let setup = arm.setup(&with_event.setup, &design.present);
        let phases = setup.phases.iter();
        phases.map(|phase| phase.parameters.barriers.silos).collect()
    };
    assert_eq!(silos(Arm::BASELINE), [0.5, 0.8]);
    assert_eq!(
        silos(Arm::Without(Coalition::default().with(2).with(0))),
        [0.0, 0.0]
    );
    assert_eq!(silos(Arm::Halved(2)), [0.25, 0.4]);
    assert_eq!(silos(Arm::Doubled(2)), [0.9, 0.9]);
    assert_eq!(silos(Arm::Doubled(1)), [0.5, 0.8]);
}

/// Hours that the scenario of a price has by itself.
const OWN: f64 = 10.0;

/// A town with one barrier that is gone after a year; its posts spend these hours, and these barriers are 0.
fn town_spending(hours: f64, events: &str, gone: &[&str]) -> Scenario {
    let mut settings = vec![
        ("simulation.horizon_years".to_owned(), "2.5".to_owned()),
        ("barriers.uninviting_structures".to_owned(), "0.4".to_owned()),
        (
            "organisation.reform_hours_per_post_per_year".to_owned(),
            format!("{hours:?}"),
        ),
    ];
    let gone = gone
        .iter()
        .map(|key| (format!("barriers.{key}"), "0.0".to_owned()));
    settings.extend(gone);
    scenario(events, &settings)
}

/// From this year on posts spend these hours; `further` may change more.
fn spending_from(year: f64, hours: f64, further: &str) -> String {
    format!(
        "[[event]]\nyear = {year:?}\nchange = {{ 'organisation.reform_hours_per_post_per_year' = {hours:?}{further} }}\n"
    )
}

/// A barrier of such a town.
fn present_in(design: &RemovalDesign, key: &str) -> (usize, Present) {
    let mut present = design.present.iter().copied().enumerate();
    present.find(|(_, present)| present.barrier.key == key).unwrap()
}

#[test]
fn a_price_is_hours_from_the_start_and_an_event() {
    let town = town_spending(OWN, "", &[]);
    let design = RemovalDesign::of(&town, 2, 1).unwrap();
    let at_price = |barrier: usize| Arm::at_price(barrier).setup(&town.setup, &design.present).phases;

    // It goes when its years are over.
    let (barrier, Present { price, .. }) = present_in(&design, "uninviting_structures");
    let (hours, years, kept) = numbers(price);
    let gone = spending_from(years, OWN + kept, ", 'barriers.uninviting_structures' = 0.0");
    let expected = town_spending(OWN + hours, &gone, &[]).setup.phases;
    assert_eq!(at_price(barrier), expected);
    assert_eq!(price.delay_years(), Some(years));
    assert_near(
        price.hours_per_post,
        hours * years + kept * (2.5 - years),
        "hours",
    );

    // What stays the same throughout a run is gone from the start, and paid for all the same.
    let (barrier, Present { price, .. }) = present_in(&design, "client_role");
    let (hours, years, kept) = numbers(price);
    let later = spending_from(years, OWN + kept, "");
    let expected = town_spending(OWN + hours, &later, &["client_role"]).setup.phases;
    assert_eq!(at_price(barrier), expected);
    assert_eq!(price.delay_years(), None);

    // What outlasts the run is paid for and stays.
    let (barrier, Present { price, .. }) = present_in(&design, "silos");
    let (hours, years, _) = numbers(price);
    assert!(years > 2.5 && !price.is_paid_off());
    let expected = town_spending(OWN + hours, "", &[]).setup.phases;
    assert_eq!(at_price(barrier), expected);
}

/// Hours a year until a barrier is gone, years until then, and hours a year from then on.
fn numbers(price: Price) -> (f64, f64, f64) {
    let removal = price.removal;
    (
        removal.hours_per_post_per_year,
        removal.years,
        removal.kept_hours_per_post_per_year,
    )
}

#[test]
fn hours_of_several_prices_add_up() {
    let town = town_spending(OWN, "", &[]);
    let design = RemovalDesign::of(&town, 2, 1).unwrap();
    let (first, one) = present_in(&design, "uninviting_structures");
    let (second, other) = present_in(&design, "client_role");
    let both = Arm::AtPrice(Coalition::default().with(first).with(second));
    let setup = both.setup(&town.setup, &design.present);
    let found: Vec<(u32, f64)> = setup
        .phases
        .iter()
        .map(|phase| {
            let organisation = &phase.parameters.organisation;
            (phase.from_step, organisation.reform_hours_per_post_per_year)
        })
        .collect();
    let (hours, years, kept) = numbers(one.price);
    let (more_hours, more_years, more_kept) = numbers(other.price);
    assert!(years < more_years);
    let step = |years: f64| (12.0 * years).round() as u32;
    assert_eq!(
        found,
        [
            (0, OWN + (hours + more_hours)),
            (step(years), OWN + (kept + more_hours)),
            (step(more_years), OWN + (kept + more_kept))
        ]
    );
}

#[test]
fn a_single_barrier_has_the_whole_effect_and_none_is_refused() {
    let off = ["zero_error", "client_role"].map(|key| (format!("barriers.{key}"), "0".to_owned()));
    let root = tempfile::tempdir().unwrap();
    let (_folder, _study, findings) = study(root.path(), scenario("", &off), 3, 2, 1);
    assert_eq!(findings.design.arms().len(), 5);
    let outcome = &findings.found[0];
    let effect = outcome.joint.difference.mean();
    assert_near(outcome.removed[0].paired.difference.mean(), effect, "alone");
    assert_near(outcome.shares[0].share.value, effect, "share");
    assert_near(outcome.interplay.excess.mean(), 0.0, "excess");
    let all_off =
        ["zero_error", "client_role", "silos"].map(|key| (format!("barriers.{key}"), "0".to_owned()));
    let error = Barriers::of(scenario("", &all_off), 1, 3, 2).unwrap_err();
    assert!(matches!(error, BarriersError::NoBarrier), "{error}");
}

#[test]
fn barriers_of_a_variant_face_the_need_of_the_scenario() {
    use crate::experiment::Societies as _;
    let easier = [("programme.parks.ease".to_owned(), "0.9".to_owned())];
    let (place, variant) = (scenario("", &[]), scenario("", &easier));
    let alone = Barriers::of(variant.clone(), 1, 3, 2).unwrap();
    let of_variant = Barriers::of(variant, 1, 3, 2)
        .unwrap()
        .as_variant_of(place.clone());
    assert_ne!(alone.question().unwrap(), of_variant.question().unwrap());
    let ease_of_need = |study: &Barriers| {
        let setup = study.setup(0).unwrap();
        let need_of = setup.need_of.as_ref().unwrap();
        need_of.phases[0].parameters.programmes[0].ease
    };
    assert!(ease_of_need(&of_variant) < 0.8 && ease_of_need(&alone) > 0.8);
}
