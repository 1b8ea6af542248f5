//! Many replications, in parallel, each handed over as it ends.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use super::stream::{Work, stream};
use super::threads::{Divided, Threads};
use crate::model::executor::Executor;
use crate::model::setup::Setup;
use crate::model::{Model, Observation};
use crate::random::{Draws, Tables};

/// One society to run: which setup, and which of its replications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Job {
    /// Position of the setup.
    pub setup: usize,
    /// Number of the replication; the same number meets the same luck in every setup.
    pub replication: u32,
}

/// Someone who watches a run and may stop it. All methods are called from many threads.
pub trait Watch: Sync {
    /// A society has lived another step.
    fn step(&self) {}

    /// Whether to stop as soon as possible; societies in the middle of their lives are then given up.
    fn stopped(&self) -> bool {
        false
    }
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {}

/// Someone who reads more from societies than their measures.
pub trait Probe: Sync {
    /// What reads one society of a setup, from its birth on: it is shown every step and adds the same number of values to
    /// each row.
    fn begin(&self, setup: usize) -> Reader<'_>;
}

/// Reads one society: it is shown every step and adds its values to the row.
pub type Reader<'a> = Box<dyn FnMut(&Observation<'_>, &mut Vec<f64>) + 'a>;

/// Measures are enough.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unprobed;

impl Probe for Unprobed {
    fn begin(&self, _: usize) -> Reader<'_> {
        Box::new(|_, _| ())
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// Every job is done.
    Whole,
    /// It was stopped before; what was handed over until then is right.
    Stopped,
}

/// Runs jobs and hands each over as it ends: its number and its rows of measures, step after step.
///
/// Jobs begin in the order given and may end in any. What is handed over depends on setup, seed and replication
/// alone, not on the threads. `finished` runs on the calling thread, one job at a time.
///
/// # Errors
/// The first error of `finished`; the run then stops.
pub fn replicate<E>(
    setups: &[Setup],
    seed: u64,
    jobs: &[Job],
    threads: &Threads,
    watch: &dyn Watch,
    finished: impl FnMut(Job, Vec<f64>) -> Result<(), E>,
) -> Result<Completion, E> {
    replicate_probed(setups, seed, jobs, threads, (watch, &Unprobed), finished)
}

/// [`replicate`] with what a probe reads at the end of each row.
///
/// # Errors
/// As [`replicate`].
pub fn replicate_probed<E>(
    setups: &[Setup],
    seed: u64,
    jobs: &[Job],
    threads: &Threads,
    (watch, probe): (&dyn Watch, &dyn Probe),
    mut finished: impl FnMut(Job, Vec<f64>) -> Result<(), E>,
) -> Result<Completion, E> {
    let mut tables = Tables::default();
    let run = Run {
        models: setups
            .iter()
            .map(|setup| Model::sharing(setup, &mut tables))
            .collect(),
        seed,
        jobs,
        watch,
        probe,
        given_up: AtomicBool::new(false),
    };
    let divide = jobs.iter().any(|job| {
        let citizens = setups[job.setup].phases[0].parameters.population.citizens;
        threads.divide(u64::from(citizens), jobs.len() as u64)
    });
    let mut handed_over = 0;
    stream(&run, jobs.len(), threads, divide, |(job, rows)| {
        finished(job, rows)?;
        handed_over += 1;
        Ok(())
    })?;
    Ok(if handed_over == jobs.len() {
        Completion::Whole
    } else {
        Completion::Stopped
    })
}

/// Lets one replication live, and shows it to `observe` at the start and after every step until it says `Break`.
pub fn observe_replication(
    setup: &Setup,
    seed: u64,
    replication: u32,
    threads: &Threads,
    observe: &mut (dyn FnMut(Observation<'_>) -> ControlFlow<()> + Send),
) {
    let model = Model::new(setup);
    // That the observer has seen enough is its own doing.
    let _ = threads
        .pool()
        .install(|| model.simulate(&Draws::new(seed, replication), &Divided, observe));
}

/// What the threads of a run share.
struct Run<'a> {
    models: Vec<Model<'a>>,
    seed: u64,
    jobs: &'a [Job],
    watch: &'a dyn Watch,
    probe: &'a dyn Probe,
    /// Nobody wants the rest any more.
    given_up: AtomicBool,
}

impl Work for Run<'_> {
    type Result = (Job, Vec<f64>);

    fn perform<E: Executor>(
        &self,
        task: usize,
        executor: &E,
        hand_over: &mut dyn FnMut(Self::Result) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let job = self.jobs[task];
        match self.live(job, executor) {
            Some(rows) => hand_over((job, rows)),
            None => ControlFlow::Break(()),
        }
    }

    fn give_up(&self) {
        self.given_up.store(true, Ordering::Relaxed);
    }
}

impl Run<'_> {
    /// The rows of one society; `None` when it was given up.
    fn live<E: Executor>(&self, job: Job, executor: &E) -> Option<Vec<f64>> {
        let mut rows = Vec::new();
        let mut read = self.probe.begin(job.setup);
        let outcome = self.models[job.setup].simulate(
            &Draws::new(self.seed, job.replication),
            executor,
            &mut |observation| {
                if self.watch.stopped() || self.given_up.load(Ordering::Relaxed) {
                    return ControlFlow::Break(());
                }
                rows.extend_from_slice(observation.row);
                read(&observation, &mut rows);
                if observation.step > 0 {
                    self.watch.step();
                }
                ControlFlow::Continue(())
            },
        );
        outcome.is_continue().then_some(rows)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::convert::Infallible;
    use std::path::Path;
    use std::sync::atomic::AtomicUsize;

    use super::*;
    use crate::scenario::Scenario;

    fn setup(citizens: &str) -> Setup {
        let overrides = [
            ("population.citizens".to_owned(), citizens.to_owned()),
            ("simulation.horizon_years".to_owned(), "0.5".to_owned()),
        ];
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference.toml");
        Scenario::load(&path, &overrides).unwrap().setup
    }

    fn jobs(replications: u32) -> Vec<Job> {
        (0..replications)
            .map(|replication| Job {
                setup: 0,
                replication,
            })
            .collect()
    }

    fn run(setups: &[Setup], jobs: &[Job], threads: usize) -> BTreeMap<Job, Vec<f64>> {
        let mut results = BTreeMap::new();
        let completion = replicate(
            setups,
            1,
            jobs,
            &Threads::new(threads).unwrap(),
            &Unwatched,
            |job, rows| {
                assert!(
                    results.insert(job, rows).is_none(),
                    "each job is handed over once"
                );
                Ok::<_, Infallible>(())
            },
        );
        assert_eq!(completion, Ok(Completion::Whole));
        results
    }

    #[test]
    fn results_do_not_depend_on_the_threads() {
        let setups = [setup("150")];
        let alone = run(&setups, &jobs(9), 1);
        assert_eq!(alone.len(), 9);
        let bits = |results: &BTreeMap<Job, Vec<f64>>| -> Vec<u64> {
            results.values().flatten().map(|value| value.to_bits()).collect()
        };
        for threads in [2, 7] {
            assert_eq!(bits(&run(&setups, &jobs(9), threads)), bits(&alone));
        }
    }

    #[test]
    fn one_replication_alone_equals_the_same_among_others() {
        let setups = [setup("150"), setup("140")];
        let job = Job {
            setup: 1,
            replication: 4,
        };
        let alone = run(&setups, &[job], 1);
        let mut many = jobs(3);
        many.push(job);
        let among = run(&setups, &many, 2);
        let bits = |rows: &[f64]| rows.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&alone[&job]), bits(&among[&job]));
    }

    #[test]
    fn an_error_of_the_receiver_ends_the_run() {
        let setups = [setup("100")];
        let threads = Threads::new(2).unwrap();
        let outcome = replicate(&setups, 1, &jobs(1_000), &threads, &Unwatched, |_, _| {
            Err("disk full")
        });
        assert_eq!(outcome, Err("disk full"));
    }

    #[test]
    fn a_stopped_run_hands_over_whole_replications_only() {
        struct AfterSteps(AtomicUsize);
        impl Watch for AfterSteps {
            fn step(&self) {
                self.0.fetch_add(1, Ordering::Relaxed);
            }
            fn stopped(&self) -> bool {
                self.0.load(Ordering::Relaxed) >= 20
            }
        }
        let setups = [setup("100")];
        let threads = Threads::new(1).unwrap();
        let watch = AfterSteps(AtomicUsize::new(0));
        let mut numbers = Vec::new();
        let completion = replicate(&setups, 1, &jobs(100), &threads, &watch, |job, _| {
            numbers.push(job.replication);
            Ok::<_, Infallible>(())
        });
        assert_eq!(completion, Ok(Completion::Stopped));
        assert_eq!(numbers, [0, 1, 2]);
    }
}
