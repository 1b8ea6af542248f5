//! Ensembles whose posterior is known, runs on several threads, and every way to be without worlds.

use std::path::PathBuf;

use super::*;
use crate::experiment::{Address, Threads, Unwatched};
use crate::output::OutputError;
use crate::random::{Draws, Purpose, normal_quantile};
use crate::scenario::WorldsPlan;
use crate::study::{Batch, Failed, Incomplete, Memory, Runs, Study as _};
use crate::world::{Ensemble, place};

const SCENARIO: &str = "[simulation]\nhorizon_years = 0.5\n[population]\ncitizens = 60\n[programme.parks]\n";

fn study(worlds: &str, targets: &str) -> BuildWorlds {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    std::fs::write(path("parks.toml"), SCENARIO).unwrap();
    std::fs::write(
        path("plan.toml"),
        format!("scenario = 'parks.toml'\n[worlds]\n{worlds}\n{targets}"),
    )
    .unwrap();
    BuildWorlds {
        plan: WorldsPlan::load(&path("plan.toml"), &[]).unwrap(),
    }
}

/// A target on the number itself, of the last share of participants.
fn target(value: f64, discrepancy: f64) -> String {
    format!(
        "[[targets]]\nmeasure = 'participants_share'\nscale = 'identity'\nvalue = {value}\nstandard_error = 0\n\
         discrepancy = {discrepancy}\n"
    )
}

/// The number that the made-up runs are about.
const KEY: &str = "willingness.motivation";
/// The play of chance in them.
const CHANCE: f64 = 0.1;

/// Runs that cost nothing: what a draw gives is its place in the prior of one number, and chance.
#[derive(Default)]
struct MadeUp {
    asked: u32,
    fails: bool,
}

impl Runs for MadeUp {
    fn reach(&mut self, batches: &[Batch<'_>]) -> Result<(), Incomplete> {
        self.asked = batches[0].configurations.end;
        Ok(())
    }

    fn contains(&self, _journal: &str, run: Address) -> bool {
        run.configuration < self.asked
    }

    fn read(&self, _journal: &str, run: Address, values: &mut Vec<f64>) -> Result<(), OutputError> {
        if !self.fails {
            let luck = Draws::new(9, run.configuration).uniform(0, 0, Purpose(1));
            let value = place(1, run.configuration, KEY) + CHANCE * normal_quantile(luck);
            values.extend([0.5, value, 0.1, 1_250.0, 36.0, 0.01]);
        }
        Ok(())
    }

    fn failed(&self, journal: &str) -> Vec<Failed> {
        let failed = (0..self.asked)
            .filter(|_| self.fails)
            .map(|configuration| Failed {
                journal: journal.to_owned(),
                configuration,
                replication: 0,
                reason: "they contradict".to_owned(),
            });
        failed.collect()
    }
}

/// Mean of a function over an even distribution from 0 to 1, by the midpoint rule.
fn mean(of: impl Fn(f64) -> f64) -> f64 {
    (0..10_000)
        .map(|step| of((f64::from(step) + 0.5) / 10_000.0))
        .sum::<f64>()
        / 10_000.0
}

#[test]
fn worlds_are_the_posterior_of_a_toy_that_is_known() {
    let study = study("count = 2000\ndraws_most = 20000", &target(0.3, 0.1));
    let found = study.answer(&mut MadeUp::default()).unwrap();
    // One run with a kernel of error and discrepancy alone: chance adds to the variance by itself, once.
    let variance = 0.01 + CHANCE * CHANCE;
    let weight = |place: f64| libm::exp(-0.5 * (place - 0.3) * (place - 0.3) / variance);
    let acceptance = mean(weight) * (0.01 / variance).sqrt();
    let draws = found.draws() as f64;
    let near = |value: f64, expected: f64, error: f64| {
        assert!((value - expected).abs() < 4.0 * error, "{value} for {expected}");
    };
    near(
        found.acceptance(),
        acceptance,
        (acceptance * (1.0 - acceptance) / draws).sqrt(),
    );
    let expected = mean(|place| place * weight(place)) / mean(weight);
    let spread = (mean(|place| place * place * weight(place)) / mean(weight) - expected * expected).sqrt();
    let places: Vec<f64> = found
        .ensemble
        .worlds
        .iter()
        .map(|world| place(1, world.number, KEY))
        .collect();
    assert_eq!(places.len(), 2_000);
    let average = places.iter().sum::<f64>() / 2_000.0;
    near(average, expected, spread / 2_000.0_f64.sqrt());
    let key = found.keys.iter().find(|key| key.key == KEY).unwrap();
    near(key.narrower, 1.0 - spread * 12.0_f64.sqrt(), 0.02);
    assert!(found.keys.iter().all(|other| other.distance <= key.distance));
    assert!(found.met[0].pull > 0.0 && found.effective > 2_000.0);
    // Chunks of 1,000, 2,000 and so on, the last of which gave enough; numbers rise.
    assert_eq!(found.chunks[0].draws, 0..1_000);
    assert_eq!(found.chunks[1].draws, 1_000..3_000);
    assert!(found.ensemble.worlds.is_sorted_by_key(|world| world.number));
}

#[test]
fn without_targets_worlds_are_as_they_were_thought_to_be() {
    let found = study("count = 400\ndraws_most = 400", "").answer(&mut MadeUp {
        asked: 0,
        fails: false,
    });
    // A run of no target keeps one number less.
    assert!(found.is_err());
    let threads = Threads::new(2).unwrap();
    let study = study("count = 6\ndraws_most = 8", "");
    let found = study.answer(&mut Memory::new(&threads, &Unwatched)).unwrap();
    assert_eq!(found.ensemble.worlds.len(), 6);
    let accepted: usize = found.chunks.iter().map(|chunk| chunk.accepted).sum();
    assert_eq!(accepted + found.failed.len(), found.draws());
}

#[test]
fn more_worlds_begin_with_fewer_and_the_ensemble_reads_back() {
    let of = |count: u32| {
        let study = study(&format!("count = {count}"), &target(0.3, 0.1));
        study.answer(&mut MadeUp::default()).unwrap().ensemble
    };
    let (few, many) = (of(50), of(700));
    assert_eq!(few.worlds[..], many.worlds[..50]);
    let again = Ensemble::read(&many.text(), crate::output::ENGINE).unwrap();
    assert_eq!(again, many);
    let values = again.values(699).unwrap();
    assert!(
        values
            .iter()
            .any(|(key, value)| key == KEY && value.as_float().is_some())
    );
    assert!(summary(&again).contains("700 worlds"));
}

#[test]
fn threads_make_no_difference() {
    let study = study("count = 3\ndraws_most = 9", &target(0.05, 0.2));
    let with = |threads: usize| {
        let threads = Threads::new(threads).unwrap();
        study.answer(&mut Memory::new(&threads, &Unwatched)).unwrap()
    };
    let one = with(1);
    for threads in [2, 7] {
        let other = with(threads);
        assert_eq!(other.ensemble, one.ensemble);
        assert_eq!(other.simulated, one.simulated);
    }
}

#[test]
fn it_is_said_why_there_are_no_worlds() {
    let refusal = |worlds: &str, targets: &str, fails: bool| match study(worlds, targets)
        .answer(&mut MadeUp { asked: 0, fails })
    {
        Err(Incomplete::NoAnswer(error)) => error.to_string(),
        other => panic!("{other:?}"),
    };
    let none = refusal("draws_most = 500", &target(0.999, 1e-9), false);
    assert!(none.starts_with("no world is left of 500 draws"), "{none}");
    let few = refusal("count = 100\ndraws_most = 200", &target(0.3, 0.02), false);
    assert!(
        few.starts_with("only ") && few.contains("of 100 worlds are found in 200 draws"),
        "{few}"
    );
    let broken = refusal("draws_most = 20", &target(0.3, 0.1), true);
    assert!(
        broken.starts_with("none of 20 draws can be run; the first: they contradict"),
        "{broken}"
    );
}

#[test]
fn the_question_is_the_targets_and_not_how_many_worlds_are_wanted() {
    let identity = |worlds: &str, targets: &str| study(worlds, targets).question().unwrap().identity;
    let one = identity("count = 10", &target(0.3, 0.1));
    assert_eq!(one, identity("count = 20\ndraws_most = 7", &target(0.3, 0.1)));
    assert_ne!(one, identity("count = 10", &target(0.3, 0.2)));
}
