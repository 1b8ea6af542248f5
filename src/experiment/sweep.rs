//! Many configurations, each made where it is run, and each run kept as a few numbers.

use std::any::Any;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::reduce::Reduction;
use super::stream::{Work, stream};
use super::threads::Threads;
use super::{Completion, Watch};
use crate::model::Model;
use crate::model::executor::Executor;
use crate::model::setup::Setup;
use crate::random::{Draws, Tables};
use crate::scenario::{Condition, Measured};

/// What a sweep runs over.
pub trait Configurations: Sync {
    /// The setup of a configuration.
    ///
    /// # Errors
    /// Why there is no such society: settings that contradict one another, say.
    fn setup(&self, configuration: u32) -> Result<Setup, String>;

    /// The seed of a configuration.
    fn seed(&self, configuration: u32) -> u64;

    /// What is kept of a run.
    fn measures(&self) -> &[Measured];

    /// What ends a run.
    fn stops(&self) -> &[Condition];
}

/// Runs of one configuration that a thread does one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Number of the configuration.
    pub configuration: u32,
    /// Numbers of the replications.
    pub replications: Vec<u32>,
}

/// A run that has ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Number of the configuration.
    pub configuration: u32,
    /// Number of the replication.
    pub replication: u32,
    /// How it ended.
    pub outcome: RunOutcome,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq)]
pub enum RunOutcome {
    /// Years lived, and one number per measure; `NaN` where there is none.
    Values(Vec<f64>),
    /// It failed, for this reason.
    Failed(String),
}

/// Tasks for these runs, given by configuration and then replication, so that threads are busy to the end and a
/// configuration is made as seldom as that allows.
#[must_use]
pub fn tasks(runs: impl Iterator<Item = (u32, u32)>, threads: &Threads) -> Vec<Task> {
    const TASKS_PER_THREAD: usize = 16;
    let mut tasks: Vec<Task> = Vec::new();
    let mut count = 0;
    for (configuration, replication) in runs {
        count += 1;
        match tasks.last_mut() {
            Some(task) if task.configuration == configuration => task.replications.push(replication),
            _ => tasks.push(Task {
                configuration,
                replications: vec![replication],
            }),
        }
    }
    let length = (count / (TASKS_PER_THREAD * threads.count())).max(1);
    tasks
        .into_iter()
        .flat_map(|task| {
            let configuration = task.configuration;
            let parts: Vec<Task> = task
                .replications
                .chunks(length)
                .map(|part| Task {
                    configuration,
                    replications: part.to_vec(),
                })
                .collect();
            parts
        })
        .collect()
}

/// Does the tasks and hands every run over as it ends.
///
/// Runs may end in any order; what comes out of one depends on its configuration, seed and replication alone. A run
/// that fails, by a panic in the model even, loses nothing but itself. `divide` says whether the threads share one
/// run at a time, for very large populations. `finished` runs on the calling thread.
///
/// # Errors
/// The first error of `finished`; the sweep then stops.
pub fn sweep<E>(
    configurations: &dyn Configurations,
    tasks: &[Task],
    threads: &Threads,
    divide: bool,
    watch: &dyn Watch,
    mut finished: impl FnMut(Run) -> Result<(), E>,
) -> Result<Completion, E> {
    let sweep = Sweep {
        configurations,
        tasks,
        watch,
        tables: OnceLock::new(),
        given_up: AtomicBool::new(false),
    };
    let mut open: usize = tasks.iter().map(|task| task.replications.len()).sum();
    stream(&sweep, tasks.len(), threads, divide, |run| {
        finished(run)?;
        open -= 1;
        Ok(())
    })?;
    Ok(if open == 0 {
        Completion::Whole
    } else {
        Completion::Stopped
    })
}

/// What the threads of a sweep share.
struct Sweep<'a> {
    configurations: &'a dyn Configurations,
    tasks: &'a [Task],
    watch: &'a dyn Watch,
    /// Those of the model that was made first; which one that is makes no difference to the numbers.
    tables: OnceLock<Tables>,
    given_up: AtomicBool,
}

impl Work for Sweep<'_> {
    type Result = Run;

    fn perform<E: Executor>(
        &self,
        task: usize,
        executor: &E,
        hand_over: &mut dyn FnMut(Run) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let Task {
            configuration,
            ref replications,
        } = self.tasks[task];
        let setup = catching(|| self.configurations.setup(configuration)).and_then(|setup| setup);
        let model = match &setup {
            Ok(setup) => catching(|| self.model(setup)).map(|model| (model, setup)),
            Err(reason) => Err(reason.clone()),
        };
        for &replication in replications {
            if self.is_over() {
                return ControlFlow::Break(());
            }
            let outcome = match &model {
                Ok((model, setup)) => {
                    catching(|| self.live(model, setup, configuration, replication, executor))
                }
                Err(reason) => Err(reason.clone()),
            };
            let outcome = match outcome {
                Ok(Some(values)) => RunOutcome::Values(values),
                Ok(None) => return ControlFlow::Break(()),
                Err(reason) => RunOutcome::Failed(reason),
            };
            hand_over(Run {
                configuration,
                replication,
                outcome,
            })?;
        }
        ControlFlow::Continue(())
    }

    fn give_up(&self) {
        self.given_up.store(true, Ordering::Relaxed);
    }
}

impl Sweep<'_> {
    fn model<'a>(&self, setup: &'a Setup) -> Model<'a> {
        let mut tables = self.tables.get().cloned().unwrap_or_default();
        let model = Model::sharing(setup, &mut tables);
        self.tables.get_or_init(|| tables);
        model
    }

    fn is_over(&self) -> bool {
        self.watch.stopped() || self.given_up.load(Ordering::Relaxed)
    }

    /// The numbers of one run; `None` when it was given up. Steps that a stop condition spares count as lived.
    fn live<E: Executor>(
        &self,
        model: &Model<'_>,
        setup: &Setup,
        configuration: u32,
        replication: u32,
        executor: &E,
    ) -> Option<Vec<f64>> {
        let configurations = self.configurations;
        let draws = Draws::new(configurations.seed(configuration), replication);
        let mut reduction = Reduction::new(
            configurations.measures(),
            configurations.stops(),
            setup.step_years,
        );
        let mut given_up = false;
        // The run ends early when it was given up, or when a condition says so.
        let _ = model.simulate(&draws, executor, &mut |observation| {
            if self.is_over() {
                given_up = true;
                return ControlFlow::Break(());
            }
            if observation.step > 0 {
                self.watch.step();
            }
            reduction.take(observation.step, observation.row)
        });
        if given_up {
            return None;
        }
        for _ in reduction.steps()..setup.steps {
            self.watch.step();
        }
        Some(reduction.finish())
    }
}

/// What `work` gives, or the message of its panic. Nothing `work` has touched is used after a panic.
fn catching<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| message(payload.as_ref()))
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned());
    match text {
        Some(text) => format!("the model stopped: {text}"),
        None => "the model stopped without saying why".to_owned(),
    }
}

#[cfg(test)]
mod tests;
