//! What is varied and how often it is run, what the runs say, and what is refused.

use std::path::Path;
use std::sync::Arc;

use super::expectations::whole;
use super::judge::margin;
use super::*;
use crate::experiment::{Threads, Unwatched};
use crate::scenario::{Memory as Files, Source};
use crate::statistics::ClosenessVerdict;
use crate::study::Memory;
use crate::study::reportable::Reportable as _;
use crate::words::{Language, within};

/// A town of 24 citizens in four neighbourhoods.
const TOWN: &str = "[simulation]\nhorizon_years = 0.5\n[population]\ncitizens = 24\ncitizens_per_neighbourhood = 6\n\
                    [organisation]\nreference_citizens_per_unit = 6\n[programme.parks]\n";

fn base(text: &str) -> Base {
    let mut files = Files::default();
    files.put("people.csv", &b"trust\n0.1\n0.2\n0.3\n"[..]);
    let files: Arc<dyn Source> = Arc::new(files);
    Base::from_text(&files, Path::new("parks.toml"), text).unwrap()
}

fn study(text: &str, replications: u32) -> Invariance {
    Invariance::of(&base(text), &[], 1, replications).unwrap()
}

fn keys(study: &Invariance) -> Vec<&str> {
    study.design.arms.iter().map(|arm| arm.key.as_str()).collect()
}

/// Where a configuration stands.
fn place(study: &Invariance, key: &str) -> usize {
    keys(study).iter().position(|own| *own == key).unwrap()
}

fn scenario<'a>(study: &'a Invariance, key: &str) -> &'a Scenario {
    &study.design.arms[place(study, key)].scenario
}

fn counts(study: &Invariance, key: &str) -> [f64; 3] {
    let numbers = [
        "population.citizens",
        "population.neighbourhoods",
        "organisation.units",
    ];
    numbers.map(|number| whole(scenario(study, key), number))
}

#[track_caller]
fn same(found: [f64; 3], expected: [u32; 3]) {
    assert_eq!(found.map(|number| number as u32), expected);
}

#[test]
fn sizes_and_what_else_is_varied() {
    let study = study(TOWN, 3_000);
    assert_eq!(
        keys(&study),
        [
            "citizens-6",
            "citizens-24",
            "citizens-120",
            "citizens-600",
            "citizens-2400",
            "citizens-12000",
            "neighbourhoods-doubled",
            "neighbourhoods-halved",
            "units-halved",
            "tick",
            "horizon",
            "idle-2",
            "idle-5",
            "order-usual",
            "order",
            "seed",
            "rest",
        ]
    );
    let runs: Vec<u32> = study.design.towns.iter().map(|town| town.replications).collect();
    assert_eq!(runs[..6], [3_000, 750, 150, 30, 10, 10]);
    assert!(runs[6..].iter().all(|runs| *runs == 750), "{runs:?}");
    assert_eq!(keys(&study)[study.design.reference], "citizens-600");
    same(counts(&study, "citizens-6"), [6, 1, 1]);
    same(counts(&study, "citizens-12000"), [12_000, 2_000, 2_000]);
    same(counts(&study, "neighbourhoods-doubled"), [24, 8, 8]);
    same(counts(&study, "neighbourhoods-halved"), [24, 2, 2]);
    same(counts(&study, "units-halved"), [24, 4, 2]);
    let steps = |key: &str| {
        let town = &study.design.towns[place(&study, key)];
        (town.setup.steps, town.steps.clone())
    };
    assert_eq!(steps("tick"), (26, vec![26]));
    assert_eq!(steps("horizon"), (9, vec![6]));
    assert_eq!(steps("rest"), (30, vec![6, 30]));
    let programmes = |key: &str| scenario(&study, key).programme_keys.join(" ");
    assert_eq!(programmes("idle-2"), "parks idle_1 idle_2");
    assert_eq!(programmes("order-usual"), "parks second_1");
    assert_eq!(programmes("order"), "second_1 parks");
    let seeds: Vec<u64> = study.design.towns.iter().map(|town| town.seed).collect();
    assert_eq!(seeds.iter().sum::<u64>(), seeds.len() as u64 + 1);
    assert_eq!(seeds[place(&study, "seed")], 2);
    assert!(study.design.left_out.is_empty(), "{:?}", study.design.left_out);
}

#[test]
fn differences_are_expected_where_people_per_initiative_or_unit_differ() {
    let study = study(TOWN, 30);
    let expected = |change: Change| -> Vec<&str> {
        let mut comparisons = study.comparisons().iter();
        let comparison = comparisons
            .find(|comparison| comparison.change == change)
            .unwrap();
        comparison
            .expectations
            .iter()
            .map(|expected| expected.key)
            .collect()
    };
    let both = ["people_per_initiative", "people_per_unit"];
    assert_eq!(expected(Change::NeighbourhoodsDoubled), both);
    assert_eq!(expected(Change::NeighbourhoodsHalved), both);
    assert_eq!(expected(Change::UnitsHalved), both[1..]);
    for change in [
        Change::Citizens(6),
        Change::Citizens(12_000),
        Change::Tick,
        Change::Idle(5),
        Change::Order,
        Change::Rest,
    ] {
        assert!(expected(change).is_empty(), "{change:?}");
    }
}

#[test]
fn what_is_written_grows_with_the_town() {
    let text = TOWN.replace("citizens_per_neighbourhood = 6", "neighbourhoods = 4");
    let written = study(&text.replace("reference_citizens_per_unit = 6", "units = 2"), 30);
    same(counts(&written, "citizens-6"), [6, 1, 1]);
    same(counts(&written, "citizens-120"), [120, 20, 10]);
    same(counts(&written, "neighbourhoods-halved"), [24, 2, 1]);
}

#[test]
fn what_cannot_be_made_is_not_or_is_told() {
    let one = study(
        &TOWN.replace(
            "citizens_per_neighbourhood = 6",
            "citizens_per_neighbourhood = 24",
        ),
        30,
    );
    let halves = |key: &&str| key.contains("halved");
    assert!(!keys(&one).iter().any(halves), "{:?}", keys(&one));
    assert!(one.design.left_out.is_empty());
    let five = ["a", "b", "c", "d", "e"].map(|name| format!("[programme.{name}]\nstaff_share = 0.2\n"));
    let many = study(&TOWN.replace("[programme.parks]\n", &five.concat()), 30);
    assert!(!keys(&many).contains(&"idle-5") && keys(&many).contains(&"idle-2"));
    let [told] = &many.design.left_out[..] else {
        panic!("{:?}", many.design.left_out);
    };
    assert!(
        told.contains("5 programmes in which nothing happens") && told.contains('8'),
        "{told}"
    );
    assert_eq!(many.notes(), many.design.left_out);
    let large = study(&TOWN.replace("citizens = 24\n", "citizens = 4000\n"), 30);
    assert!(!keys(&large).contains(&"citizens-2000000"));
    let long = study(&TOWN.replace("horizon_years = 0.5", "horizon_years = 80"), 30);
    assert!(!keys(&long).contains(&"horizon") && !keys(&long).contains(&"rest"));
}

#[test]
fn there_is_one_town_of_observed_people_and_of_named_neighbourhoods() {
    let refused = |text: &str| match Invariance::of(&base(text), &[], 1, 30) {
        Err(InvarianceError::OneTown(message)) => message,
        other => panic!("{other:?}"),
    };
    let observed = "[population]\nfrom = 'people.csv'\n[population.data.columns]\ntrust = { column = 'trust' }\n\
                    [organisation]\nunits = 1\n[programme.parks]\n";
    assert!(refused(observed).contains("observed"));
    let named = TOWN.to_owned() + "neighbourhoods = [1]\n";
    assert!(refused(&named).contains("`programme.parks.neighbourhoods`"));
    let faulty = Invariance::of(
        &base(TOWN),
        &[("barriers.silo".to_owned(), "1".to_owned())],
        1,
        30,
    );
    assert!(matches!(faulty, Err(InvarianceError::Scenario(_))));
}

#[test]
fn margins_are_a_point_of_shares_and_a_twentieth_of_others() {
    let study = study(TOWN, 30);
    let margins: Vec<f64> = (0..MEASURES.len())
        .map(|measure| margin(study.column(measure).measure, -2.0))
        .collect();
    let expected = [0.01, 0.01, 0.1, 0.1, 0.1, 0.01, 0.1];
    for ((margin, expected), measure) in margins.iter().zip(expected).zip(MEASURES) {
        assert!((margin - expected).abs() < 1e-12, "{measure}: {margin}");
    }
}

#[test]
fn every_mean_is_held_against_its_reference() {
    let study = study(TOWN, 240);
    let threads = Threads::new(0).unwrap();
    let answer = study.answer(&mut Memory::new(&threads, &Unwatched)).unwrap();
    assert_eq!(answer.rows.len(), 15 * MEASURES.len());
    let row = |change: Change, key: &str| {
        let comparison = study.comparisons().iter().position(|own| own.change == change);
        let measure = MEASURES.iter().position(|own| *own == key);
        let mut rows = answer.rows.iter();
        let is_it = |row: &&Row| Some(row.comparison) == comparison && Some(row.measure) == measure;
        rows.find(is_it).unwrap()
    };
    // A run that goes on is the same run until then.
    for key in ["participants_share", "outcome", "public_cost"] {
        let same = row(Change::Horizon, key);
        assert!(same.close.difference.abs() < f64::MIN_POSITIVE && same.close.p_value.is_nan());
        assert_eq!(
            (same.runs, same.close.verdict),
            ((60, 60), ClosenessVerdict::Equal)
        );
    }
    let mean = row(Change::Horizon, "outcome").mean;
    assert!((row(Change::Tick, "outcome").reference_mean - mean).abs() < 1e-12);
    assert!((row(Change::Rest, "outcome").reference_mean - mean).abs() < 1e-12);
    assert!((row(Change::Citizens(24), "outcome").mean - mean).abs() < 1e-12);
    assert_eq!(row(Change::Citizens(6), "outcome").runs, (240, 10));
    assert!(row(Change::UnitsHalved, "outcome").expected.is_some());
    // Idle programmes have no participants, and their outcome is not that of the first programme.
    let idle = row(Change::Idle(5), "outcome");
    assert!(
        (idle.reference_mean - mean).abs() < 1e-12 && idle.mean > 0.2,
        "{idle:?}"
    );
    let count = |expected| {
        let verdicts = [
            ClosenessVerdict::Equal,
            ClosenessVerdict::Differs,
            ClosenessVerdict::NotShown,
        ];
        verdicts
            .map(|verdict| answer.count(verdict, expected))
            .iter()
            .sum::<usize>()
    };
    assert_eq!(
        (count(true), count(false)),
        (3 * MEASURES.len(), 12 * MEASURES.len())
    );
    let curve = &answer.curves[0];
    let citizens: Vec<u32> = curve.sizes.iter().map(|(citizens, _)| *citizens).collect();
    assert_eq!(citizens, [6, 24, 120, 600, 2_400, 12_000]);
    let spread = curve.spread.unwrap();
    assert!(spread.slope < -0.5 && spread.slope > -1.5, "{spread:?}");
    told_in_both_languages(&study, &answer);
}

#[test]
fn the_same_society_is_equal_to_the_last_bit_however_few_runs_there_are() {
    let study = study(TOWN, 30);
    let threads = Threads::new(0).unwrap();
    let answer = study.answer(&mut Memory::new(&threads, &Unwatched)).unwrap();
    let is_of = |row: &Row, wanted: fn(Change) -> bool| wanted(study.comparisons()[row.comparison].change);
    let is_same_society = |change| matches!(change, Change::Horizon | Change::Idle(_));
    let rows = || answer.rows.iter();
    assert!(
        rows()
            .filter(|row| is_of(row, is_same_society))
            .all(|row| row.is_same && row.close.verdict == ClosenessVerdict::Equal)
    );
    // Other luck, and another town, may have nobody in it just as well.
    let is_other = |change| matches!(change, Change::Seed | Change::UnitsHalved | Change::Citizens(_));
    assert!(rows().filter(|row| is_of(row, is_other)).all(|row| !row.is_same));
    let words = study.words(&answer);
    assert!(
        words.contains("Equal to the last bit, being the same society: "),
        "{words}"
    );
    let sentence = words.lines().find(|line| line.starts_with("Not shown")).unwrap();
    assert!(sentence.contains(" times as many runs"), "{sentence}");
    let factor = sentence
        .split("up to ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .unwrap();
    assert!(
        factor.chars().all(|digit| digit.is_ascii_digit() || digit == ','),
        "{sentence}"
    );
    let table = study.markdown(&answer).unwrap();
    assert!(table.contains("| equal, to the last bit |"), "{table}");
}

#[test]
fn more_runs_are_asked_for_where_they_can_tell() {
    let study = study(TOWN, 30);
    let threads = Threads::new(0).unwrap();
    let mut answer = study.answer(&mut Memory::new(&threads, &Unwatched)).unwrap();
    answer.rows.truncate(1);
    let mut said = |standard_error: f64, runs: usize| {
        let row = &mut answer.rows[0];
        (row.is_same, row.runs) = (false, (runs, runs));
        row.close.verdict = ClosenessVerdict::NotShown;
        (row.close.standard_error, row.close.margin) = (standard_error, 1.0);
        super::words::headlines(&answer).pop().unwrap()
    };
    assert!(said(1.0, 100).ends_with("; up to 11 times as many runs would tell if there is no difference."));
    assert!(said(0.0, 20).contains("up to 3 times"));
    assert_eq!(
        [said(0.1, 100), said(f64::NAN, 1)],
        ["Not shown: 1.", "Not shown: 1."]
    );
}

#[test]
fn a_scenario_without_a_programme_is_refused() {
    let text = TOWN.replace("[programme.parks]\n", "");
    let refused = Invariance::of(&base(&text), &[], 1, 30);
    assert!(
        matches!(&refused, Err(InvarianceError::NoProgramme(message)) if message.contains("has no programme")),
        "{refused:?}"
    );
}

fn told_in_both_languages(study: &Invariance, answer: &InvarianceAnswer) {
    let words = study.words(answer);
    assert!(
        words.contains("Not equal within the margin") && words.contains("of 105 means"),
        "{words}"
    );
    assert!(
        words.contains("* A difference is expected. Units serve") && !words.contains("NaN"),
        "{words}"
    );
    let danish = within(Language::Danish, || study.words(answer));
    assert!(danish.contains("Ikke ens inden for grænsen"), "{danish}");
    let table = within(Language::Danish, || study.markdown(answer)).unwrap();
    assert_eq!(table.lines().count(), 2 + answer.rows.len());
    assert!(table.starts_with("| what is varied | measure | "), "{table}");
    let figures = study.figures(answer);
    assert_eq!(figures.len(), 2);
    assert!(
        figures
            .iter()
            .all(|(_, figure)| figure.svg.contains("in units of the margin"))
    );
    let json = study.json(answer);
    assert_eq!(
        json["comparisons"].as_array().map(Vec::len),
        Some(answer.rows.len())
    );
    assert_eq!(json["sizes"][0]["towns"][0]["citizens"], 6);
}
