//! The one loop that runs societies: on all threads, each run handed over as it ends.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{OnceLock, mpsc};

use super::societies::{Address, Made, Societies};
use super::threads::{Divided, Threads};
use super::unit::{Prepared, Run, Watch, made, replicate};
use crate::model::executor::{Executor, Serial};
use crate::model::setup::Setup;
use crate::model::{Model, Observation};
use crate::random::{Draws, Tables};

/// Configurations that are made once and held, at most; of more, each is made where it is run.
const HELD_MAX: usize = 64;

/// How a simulation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// Every run has ended.
    Whole,
    /// It was stopped before; what was handed over until then is right.
    Stopped,
}

/// Runs societies and hands every run over as it ends.
///
/// Runs begin in the order given and may end in any; what comes out of one depends on its setup, seed and replication
/// alone, not on the threads. A run that fails, by a panic in the model even, loses nothing but itself. `finished` runs on
/// the calling thread, one run at a time.
///
/// # Errors
/// The first error of `finished`; the simulation then stops.
pub fn simulate<E>(
    societies: &dyn Societies,
    runs: impl IntoIterator<Item = Address>,
    threads: &Threads,
    watch: &dyn Watch,
    mut finished: impl FnMut(Run) -> Result<(), E>,
) -> Result<Completion, E> {
    let batches = batches(runs.into_iter(), threads);
    let mut open: usize = batches.iter().map(|batch| batch.replications.len()).sum();
    let divide = threads.divide(societies.citizens_most(), open as u64);
    let setups = held(&batches);
    let work = Work {
        societies,
        batches: &batches,
        watch,
        tables: OnceLock::new(),
        given_up: AtomicBool::new(false),
        next: AtomicUsize::new(0),
        models: setups.keys().map(|number| (*number, OnceLock::new())).collect(),
        setups: &setups,
    };
    let (sender, receiver) = mpsc::sync_channel(2 * threads.count());
    std::thread::scope(|scope| {
        let work = &work;
        scope.spawn(move || {
            if divide {
                threads.pool().install(|| work.take(&Divided, &sender));
            } else {
                threads.pool().broadcast(|_| work.take(&Serial, &sender));
            }
        });
        for run in receiver {
            finished(run).inspect_err(|_| work.given_up.store(true, Ordering::Relaxed))?;
            open -= 1;
        }
        Ok(if open == 0 {
            Completion::Whole
        } else {
            Completion::Stopped
        })
    })
}

/// Runs one replication, and shows it to `observe` at the start and after every step until it says `Break`.
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

/// Runs of one configuration that a thread does one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Batch {
    configuration: u32,
    replications: Range<u32>,
}

/// Batches of these runs, so that threads are busy to the end: single runs where all configurations are held, else as many
/// runs of a configuration together as that allows.
fn batches(runs: impl Iterator<Item = Address>, threads: &Threads) -> Vec<Batch> {
    const UNITS_PER_THREAD: usize = 16;
    let (mut batches, mut count): (Vec<Batch>, usize) = (Vec::new(), 0);
    for run in runs {
        count += 1;
        match batches.last_mut() {
            Some(batch)
                if (batch.configuration, batch.replications.end) == (run.configuration, run.replication) =>
            {
                batch.replications.end += 1;
            }
            _ => batches.push(Batch {
                configuration: run.configuration,
                replications: run.replication..run.replication + 1,
            }),
        }
    }
    let length = if held(&batches).is_empty() {
        (count / (UNITS_PER_THREAD * threads.count())).max(1)
    } else {
        1
    };
    batches.iter().flat_map(|batch| batch.parts(length)).collect()
}

impl Batch {
    /// Its runs, so many together.
    fn parts(&self, length: usize) -> impl Iterator<Item = Self> + '_ {
        let end = self.replications.end;
        self.replications.clone().step_by(length).map(move |first| Self {
            configuration: self.configuration,
            replications: first..end.min(first.saturating_add(length as u32)),
        })
    }
}

/// Room for the configurations of these batches, where they are few.
fn held(batches: &[Batch]) -> BTreeMap<u32, OnceLock<Made>> {
    let mut numbers = BTreeSet::new();
    for batch in batches {
        numbers.insert(batch.configuration);
        if numbers.len() > HELD_MAX {
            return BTreeMap::new();
        }
    }
    numbers
        .into_iter()
        .map(|number| (number, OnceLock::new()))
        .collect()
}

/// What the threads share.
struct Work<'a> {
    societies: &'a dyn Societies,
    batches: &'a [Batch],
    watch: &'a dyn Watch,
    /// Those of the model that was made first; which one that is makes no difference to the numbers.
    tables: OnceLock<Tables>,
    /// Nobody wants the rest any more.
    given_up: AtomicBool,
    /// The batch that is taken next.
    next: AtomicUsize,
    /// The configurations that are held.
    setups: &'a BTreeMap<u32, OnceLock<Made>>,
    models: BTreeMap<u32, OnceLock<Result<Prepared<'a>, String>>>,
}

impl Work<'_> {
    /// Does one batch after the other until there is none left.
    fn take<E: Executor>(&self, executor: &E, sender: &mpsc::SyncSender<Run>) {
        while let Some(batch) = self.batches.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            let configuration = batch.configuration;
            let done = match (self.setups.get(&configuration), self.models.get(&configuration)) {
                (Some(setup), Some(ready)) => {
                    let ready = ready.get_or_init(|| {
                        self.ready(setup.get_or_init(|| made(self.societies, configuration)))
                    });
                    self.perform(batch, ready, executor, sender)
                }
                _ => self.perform(
                    batch,
                    &self.ready(&made(self.societies, configuration)),
                    executor,
                    sender,
                ),
            };
            if done.is_break() {
                return;
            }
        }
    }

    fn ready<'b>(&self, setup: &'b Made) -> Result<Prepared<'b>, String> {
        let mut tables = self.tables.get().cloned().unwrap_or_default();
        let prepared = Prepared::new(setup, &mut tables)?;
        self.tables.get_or_init(|| tables);
        Ok(prepared)
    }

    fn perform<E: Executor>(
        &self,
        batch: &Batch,
        ready: &Result<Prepared<'_>, String>,
        executor: &E,
        sender: &mpsc::SyncSender<Run>,
    ) -> ControlFlow<()> {
        for replication in batch.replications.clone() {
            if self.stopped() {
                return ControlFlow::Break(());
            }
            let address = Address {
                configuration: batch.configuration,
                replication,
            };
            let Some(run) = replicate(self.societies, ready, address, executor, self) else {
                return ControlFlow::Break(());
            };
            if sender.send(run).is_err() {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    }
}

impl Watch for Work<'_> {
    fn step(&self) {
        self.watch.step();
    }

    fn stopped(&self) -> bool {
        self.watch.stopped() || self.given_up.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests;
