use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;
use std::sync::atomic::AtomicU32;

use super::*;
use crate::experiment::{Job, Unwatched, replicate};
use crate::scenario::{Reducer, Scenario};

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

impl Configurations for Eases {
    fn setup(&self, configuration: u32) -> Result<Setup, String> {
        match configuration {
            2 => Err("no such society".to_owned()),
            3 => Ok(Setup {
                phases: Vec::new(),
                ..setup(0)
            }),
            other => Ok(setup(other)),
        }
    }

    fn seed(&self, configuration: u32) -> u64 {
        u64::from(configuration) + 1
    }

    fn measures(&self) -> &[Measured] {
        &self.measures
    }

    fn stops(&self) -> &[Condition] {
        &[]
    }
}

fn all(configurations: u32, replications: u32) -> impl Iterator<Item = (u32, u32)> {
    (0..configurations)
        .flat_map(move |configuration| (0..replications).map(move |replication| (configuration, replication)))
}

fn run(threads: usize, watch: &dyn Watch) -> (BTreeMap<(u32, u32), RunOutcome>, Completion) {
    let threads = Threads::new(threads).unwrap();
    let mut runs = BTreeMap::new();
    let completion = sweep(
        &eases(),
        &tasks(all(4, 3), &threads),
        &threads,
        false,
        watch,
        |run| {
            let key = (run.configuration, run.replication);
            assert!(
                runs.insert(key, run.outcome).is_none(),
                "each run is handed over once"
            );
            Ok::<_, Infallible>(())
        },
    );
    (runs, completion.unwrap())
}

#[test]
fn a_configuration_that_cannot_be_run_loses_only_itself() {
    let (runs, completion) = run(2, &Unwatched);
    assert_eq!((runs.len(), completion), (12, Completion::Whole));
    let failed = |configuration: u32| match &runs[&(configuration, 1)] {
        RunOutcome::Failed(reason) => reason.clone(),
        RunOutcome::Values(values) => panic!("{values:?}"),
    };
    assert_eq!(failed(2), "no such society");
    assert_eq!(failed(3), "the model stopped: a setup has a phase from step 0");
    assert!(matches!(&runs[&(1, 2)], RunOutcome::Values(values) if values.len() == 2));
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
        if *key == (0, 1) {
            assert_eq!(
                *outcome,
                RunOutcome::Failed("the model stopped: tripped".to_owned())
            );
        } else {
            assert_eq!(*outcome, whole[key]);
        }
    }
}

#[test]
fn numbers_are_those_of_replications_and_do_not_depend_on_threads() {
    let (alone, _) = run(1, &Unwatched);
    let (shared, _) = run(5, &Unwatched);
    assert_eq!(alone, shared);
    let threads = Threads::new(1).unwrap();
    let job = Job {
        setup: 0,
        replication: 2,
    };
    replicate(&[setup(1)], 2, &[job], &threads, &Unwatched, |_, rows| {
        let last = rows.len() - rows.len() / (STEPS as usize + 1);
        assert_eq!(alone[&(1, 2)], RunOutcome::Values(vec![0.5, rows[last]]));
        Ok::<_, Infallible>(())
    })
    .unwrap();
}

#[test]
fn tasks_are_large_where_there_is_enough_to_do() {
    let threads = Threads::new(2).unwrap();
    assert_eq!(
        tasks(all(2, 3), &threads).len(),
        6,
        "few runs are done one by one"
    );
    let many = tasks(all(200, 5), &threads);
    assert_eq!(many.len(), 200, "many configurations are made once");
    assert_eq!(many[7].replications, [0, 1, 2, 3, 4]);
    assert_eq!(tasks(all(1, 320), &threads).len(), 32);
}

#[test]
fn a_stopped_sweep_says_so() {
    struct Stopped;
    impl Watch for Stopped {
        fn stopped(&self) -> bool {
            true
        }
    }
    let (runs, completion) = run(2, &Stopped);
    assert_eq!((runs.len(), completion), (0, Completion::Stopped));
}
