//! Small comparisons against all rows of the same runs.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::Debug;
use std::path::Path;

use super::*;
use crate::experiment::{
    Address, Column, Completion, Ready, Threads, Unwatched, Watch, by_configuration, columns, sample_of,
    simulate,
};
use crate::scenario::Scenario;
use crate::statistics::{Sample, Summary};
use crate::study::{Incomplete, Variant};

const SEED: u64 = 7;
const STEPS: usize = 6;
const REPLICATIONS: u32 = 5;

fn arm(title: &str, programme: &str) -> Variant {
    let text = format!("[simulation]\nhorizon_years = 0.5\n[population]\ncitizens = 80\n{programme}");
    Variant {
        key: title.to_owned(),
        title: title.to_owned(),
        scenario: Scenario::from_text(Path::new("town.toml"), &text, &[]).unwrap(),
    }
}

/// A baseline, a variant that faces its need, and one with another programme.
fn question() -> InterimQuestion {
    let baseline = arm("baseline", "[programme.parks]\nease = 0.5\n");
    let easier = arm("easier", "[programme.parks]\nease = 0.9\n").facing_need_of(&baseline);
    let kits = arm("kits", "[programme.kits]\n");
    // The last one is a ratio, which is told by its parts.
    let measures = ["outcome", "parks.willingness", "equity_ratio"];
    let measures = measures.map(str::to_owned).to_vec();
    InterimQuestion::of(vec![baseline, easier, kits], measures, SEED)
}

/// All rows of some replications of an arm.
struct Plain {
    columns: Vec<Column>,
    runs: Vec<Vec<f64>>,
}

impl Plain {
    /// A measure at a step in the first so many replications; `None` where the arm does not have it.
    fn sample(&self, key: &str, step: usize, replications: u32) -> Option<Sample> {
        let at = self.columns.iter().position(|column| column.key == key)?;
        let runs = &self.runs[..replications as usize];
        let read = |column: usize| -> Vec<f64> {
            let rows = runs.iter();
            rows.map(|rows| rows[step * self.columns.len() + column])
                .collect()
        };
        Some(sample_of(&self.columns, at, read))
    }

    fn summary(&self, key: &str, step: usize, replications: u32) -> Option<Summary> {
        self.sample(key, step, replications)?.summary()
    }
}

/// The arms of a question, run by the one loop.
fn plain(question: &InterimQuestion, threads: &Threads) -> Vec<Plain> {
    let setups = question.arms.iter().map(|arm| arm.scenario.setup.clone());
    let societies = Ready::new(setups, SEED);
    let runs = by_configuration(0..question.arms.len() as u32, REPLICATIONS);
    let mut ended: BTreeMap<Address, Vec<f64>> = BTreeMap::new();
    let completion = simulate(&societies, runs, threads, &Unwatched, |run| {
        let address = run.address;
        ended.insert(address, run.values());
        Ok::<_, Infallible>(())
    });
    assert_eq!(completion, Ok(Completion::Whole));
    let arms = question.arms.iter().map(|arm| Plain {
        columns: columns(&arm.scenario.programme_keys, arm.scenario.municipalities()),
        runs: Vec::new(),
    });
    let mut arms: Vec<Plain> = arms.collect();
    for (address, rows) in ended {
        arms[address.configuration as usize].runs.push(rows);
    }
    arms
}

/// The same to the last bit, also where there is no number.
fn assert_same(found: &impl Debug, expected: &impl Debug, what: &str) {
    assert_eq!(format!("{found:?}"), format!("{expected:?}"), "{what}");
}

fn assert_agrees(comparison: &InterimComparison, plain: &[Plain]) {
    let (question, count) = (comparison.question(), comparison.replications());
    for (arm, rows) in plain.iter().enumerate() {
        for (measure, key) in question.measures.iter().enumerate() {
            let found: Vec<Option<Summary>> = comparison.course(measure, arm).collect();
            let expected: Vec<Option<Summary>> =
                (0..=STEPS).map(|step| rows.summary(key, step, count)).collect();
            assert_same(&found, &expected, key);
        }
        for (position, column) in question.columns().iter().enumerate() {
            let key = &column.key;
            assert_same(
                &comparison.end(position, arm),
                &rows.summary(key, STEPS, count),
                key,
            );
            let samples = plain[0]
                .sample(key, STEPS, count)
                .zip(rows.sample(key, STEPS, count));
            let paired = samples.map(|(before, after)| before.paired(&after));
            let expected = paired.filter(|paired| paired.difference.count() > 0);
            assert_same(&comparison.effect(position, arm), &expected, key);
        }
    }
}

#[test]
fn answers_are_those_of_all_rows_after_every_round() {
    let threads = Threads::new(2).unwrap();
    let plain = plain(&question(), &threads);
    let mut comparison = InterimComparison::of(question());
    assert_agrees(&comparison, &plain);
    for (further, replications) in [(1, 1), (3, 4), (1, REPLICATIONS)] {
        comparison.extend(further, &threads, &Unwatched).unwrap();
        assert_eq!(comparison.replications(), replications);
        assert_agrees(&comparison, &plain);
    }
}

#[test]
fn only_what_both_have_is_compared() {
    let threads = Threads::new(2).unwrap();
    let mut comparison = InterimComparison::of(question());
    comparison.extend(4, &threads, &Unwatched).unwrap();
    let at = |key: &str| {
        let columns = comparison.question().columns();
        columns.iter().position(|column| column.key == key).unwrap()
    };
    let (output, willingness) = (at("output"), at("parks.willingness"));
    let effect = comparison.effect(output, 1).unwrap();
    assert!(effect.difference.count() == 4 && effect.difference.mean() != 0.0);
    assert!(comparison.effect(output, 2).is_some());
    assert!(comparison.effect(willingness, 1).is_some());
    assert!(comparison.effect(willingness, 2).is_none() && comparison.end(willingness, 2).is_none());
    let values = |arm| comparison.course(1, arm).flatten().count();
    assert_eq!((values(1) > 0, values(2)), (true, 0));
    assert_eq!(comparison.question().years().count(), STEPS + 1);
}

#[test]
fn bytes_are_those_that_are_kept() {
    let threads = Threads::new(2).unwrap();
    let mut comparison = InterimComparison::of(question());
    comparison.extend(3, &threads, &Unwatched).unwrap();
    let numbers: usize = comparison.runs.iter().flatten().map(Vec::len).sum();
    let room: usize = comparison.runs.iter().flatten().map(Vec::capacity).sum();
    assert_eq!(room, numbers, "there is room for nothing else");
    assert_eq!(
        comparison.question().bytes(3),
        (numbers * size_of::<f64>()) as u64
    );
}

/// Nobody waits for the answer.
struct Gone;

impl Watch for Gone {
    fn stopped(&self) -> bool {
        true
    }
}

#[test]
fn a_round_that_is_stopped_does_not_count() {
    let threads = Threads::new(2).unwrap();
    let mut comparison = InterimComparison::of(question());
    comparison.extend(2, &threads, &Unwatched).unwrap();
    let stopped = comparison.extend(2, &threads, &Gone).unwrap_err();
    assert!(
        matches!(stopped, Incomplete::Stopped { kept: 6, of: 12 }),
        "{stopped:?}"
    );
    assert_eq!(comparison.replications(), 2);
    comparison.extend(3, &threads, &Unwatched).unwrap();
    assert_agrees(&comparison, &plain(&question(), &threads));
}
