use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use super::*;
use crate::experiment::{self, Recorder, Unwatched, by_configuration, by_replication};
use crate::scenario::{Measured, Reducer, Scenario};

/// Eases 0.3, 0.5, 0.7, … of a small programme; number 2 cannot be, and number 3 breaks the model.
struct Eases {
    measures: Vec<Measured>,
}

const STEPS: u32 = 6;

fn eases() -> Eases {
    Eases {
        measures: vec![Measured {
            name: "participants_share.final".to_owned(),
            measure: "participants_share".to_owned(),
            position: 0,
            reducer: Reducer::Final,
        }],
    }
}

fn setup(configuration: u32) -> Setup {
    let text = format!(
        "[simulation]\nhorizon_years = 0.5\n[population]\ncitizens = 90\n[programme.parks]\nease = 0.{}\n",
        3 + 2 * configuration
    );
    Scenario::from_text(Path::new("parks.toml"), &text, &[])
        .unwrap()
        .setup
}

impl Societies for Eases {
    fn setup(&self, configuration: u32) -> Made {
        match configuration {
            2 => Err("no such society".to_owned()),
            3 => Ok(Arc::new(Setup {
                phases: Vec::new(),
                ..setup(0)
            })),
            other => Ok(Arc::new(setup(other))),
        }
    }

    fn seed(&self, configuration: u32) -> u64 {
        u64::from(configuration) + 1
    }

    fn recorder<'a>(&'a self, _configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        experiment::numbers(&self.measures, &[], setup)
    }

    fn citizens_most(&self) -> u64 {
        90
    }
}

type Runs = BTreeMap<Address, Result<Vec<f64>, String>>;

fn address(configuration: u32, replication: u32) -> Address {
    Address {
        configuration,
        replication,
    }
}

fn run_all(
    societies: &dyn Societies,
    runs: impl IntoIterator<Item = Address>,
    threads: usize,
    watch: &dyn Watch,
) -> (Runs, Completion) {
    let threads = Threads::new(threads).unwrap();
    let mut ended = BTreeMap::new();
    let completion = simulate(societies, runs, &threads, watch, |run| {
        assert!(
            ended.insert(run.address, run.outcome).is_none(),
            "each run is handed over once"
        );
        Ok::<_, Infallible>(())
    });
    (ended, completion.unwrap())
}

fn run(threads: usize, watch: &dyn Watch) -> (Runs, Completion) {
    run_all(&eases(), by_configuration(0..4, 3), threads, watch)
}

#[test]
fn a_configuration_that_cannot_be_run_loses_only_itself() {
    let (runs, completion) = run(2, &Unwatched);
    assert_eq!((runs.len(), completion), (12, Completion::Whole));
    let failed = |configuration: u32| runs[&address(configuration, 1)].clone().unwrap_err();
    assert_eq!(failed(2), "no such society");
    assert_eq!(failed(3), "the model stopped: a setup has a phase from step 0");
    assert!(matches!(&runs[&address(1, 2)], Ok(values) if values.len() == 2));
}

#[test]
fn a_panic_in_the_middle_of_a_run_loses_only_that_run() {
    struct Tripping(AtomicU32);
    impl Watch for Tripping {
        fn step(&self) {
            assert!(self.0.fetch_add(1, Ordering::Relaxed) != STEPS + 2, "tripped");
        }
    }
    let (runs, completion) = run(1, &Tripping(AtomicU32::new(0)));
    assert_eq!((runs.len(), completion), (12, Completion::Whole));
    let (whole, _) = run(1, &Unwatched);
    for (key, outcome) in &runs {
        if *key == address(0, 1) {
            assert_eq!(*outcome, Err("the model stopped: tripped".to_owned()));
        } else {
            assert_eq!(*outcome, whole[key]);
        }
    }
}

#[test]
fn a_unit_of_work_alone_gives_what_threads_give() {
    let (together, _) = run(2, &Unwatched);
    for configuration in 0..4 {
        for run in experiment::runs(&eases(), configuration, 1..3) {
            assert_eq!(run.outcome, together[&run.address]);
        }
    }
}

#[test]
fn numbers_are_those_of_replications_and_do_not_depend_on_threads() {
    let (alone, _) = run(1, &Unwatched);
    let (shared, _) = run(5, &Unwatched);
    assert_eq!(alone, shared);
    let ready = experiment::Ready::new([setup(1)], 2);
    let (rows, _) = run_all(&ready, [address(0, 2)], 1, &Unwatched);
    let rows = rows[&address(0, 2)].clone().unwrap();
    let last = rows.len() - rows.len() / (STEPS as usize + 1);
    assert_eq!(alone[&address(1, 2)], Ok(vec![0.5, rows[last]]));
}

#[test]
fn many_configurations_are_made_where_they_are_run() {
    struct Many(Eases);
    impl Societies for Many {
        fn setup(&self, configuration: u32) -> Made {
            self.0.setup(configuration % 2)
        }
        fn seed(&self, configuration: u32) -> u64 {
            self.0.seed(configuration % 2)
        }
        fn recorder<'a>(&'a self, configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
            self.0.recorder(configuration, setup)
        }
        fn citizens_most(&self) -> u64 {
            self.0.citizens_most()
        }
    }
    let count = HELD_MAX as u32 + 1;
    let (many, completion) = run_all(&Many(eases()), by_configuration(0..count, 2), 2, &Unwatched);
    let (few, _) = run(2, &Unwatched);
    assert_eq!((many.len() as u32, completion), (2 * count, Completion::Whole));
    for (key, outcome) in many {
        assert_eq!(outcome, few[&address(key.configuration % 2, key.replication)]);
    }
}

#[test]
fn units_are_large_where_configurations_are_many() {
    let threads = Threads::new(2).unwrap();
    let few = batches(by_replication(2, 3), &threads);
    assert_eq!(
        few.len(),
        6,
        "few configurations are held, and runs done one by one"
    );
    let many = batches(by_configuration(0..200, 5), &threads);
    assert_eq!(many.len(), 200, "many configurations are made once");
    assert_eq!(many[7].replications, 0..5);
    let long = batches(by_configuration(0..80, 12), &threads);
    assert_eq!(long.len(), 80);
    let gap = [0, 1, 3].map(|replication| address(7, replication));
    assert_eq!(batches(gap.into_iter(), &threads).len(), 3);
}

fn ready(citizens: &[&str]) -> experiment::Ready {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference.toml");
    let setup = |citizens: &&str| {
        let overrides = [
            ("population.citizens".to_owned(), (*citizens).to_owned()),
            ("simulation.horizon_years".to_owned(), "0.5".to_owned()),
        ];
        Scenario::load(&path, &overrides).unwrap().setup
    };
    experiment::Ready::new(citizens.iter().map(setup), 1)
}

fn bits(runs: &Runs) -> Vec<u64> {
    let values = runs.values().flat_map(|outcome| outcome.clone().unwrap());
    values.map(f64::to_bits).collect()
}

#[test]
fn rows_do_not_depend_on_the_threads() {
    let ready = ready(&["150"]);
    let alone = run_all(&ready, by_replication(1, 9), 1, &Unwatched).0;
    assert_eq!(alone.len(), 9);
    for threads in [2, 7] {
        let shared = run_all(&ready, by_replication(1, 9), threads, &Unwatched).0;
        assert_eq!(bits(&shared), bits(&alone));
    }
}

#[test]
fn one_run_alone_equals_the_same_among_others() {
    let ready = ready(&["150", "140"]);
    let alone = run_all(&ready, [address(1, 4)], 1, &Unwatched).0;
    let among = run_all(&ready, by_replication(2, 5), 2, &Unwatched).0;
    let among: Runs = among
        .into_iter()
        .filter(|(run, _)| *run == address(1, 4))
        .collect();
    assert_eq!(bits(&alone), bits(&among));
}

#[test]
fn an_error_of_the_receiver_ends_the_simulation() {
    let threads = Threads::new(2).unwrap();
    let outcome = simulate(
        &ready(&["100"]),
        by_replication(1, 1_000),
        &threads,
        &Unwatched,
        |_| Err("disk full"),
    );
    assert_eq!(outcome, Err("disk full"));
}

#[test]
fn a_stopped_simulation_hands_over_whole_runs_only() {
    struct AfterSteps(AtomicU32);
    impl Watch for AfterSteps {
        fn step(&self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
        fn stopped(&self) -> bool {
            self.0.load(Ordering::Relaxed) >= 20
        }
    }
    let watch = AfterSteps(AtomicU32::new(0));
    let (runs, completion) = run_all(&ready(&["100"]), by_replication(1, 100), 1, &watch);
    assert_eq!(completion, Completion::Stopped);
    assert!(runs.keys().map(|run| run.replication).eq([0, 1, 2]));
}

#[test]
fn a_simulation_that_is_stopped_at_once_runs_nothing() {
    struct Stopped;
    impl Watch for Stopped {
        fn stopped(&self) -> bool {
            true
        }
    }
    let (runs, completion) = run(2, &Stopped);
    assert_eq!((runs.len(), completion), (0, Completion::Stopped));
}
