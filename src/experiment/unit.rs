//! The unit of work: the replications of one configuration, one after the other.
//!
//! What comes out depends on the societies' setups, their seed and the addresses alone, not on where or when it is done, so
//! that a thread, a process on another machine or a worker in a browser can do it.

use std::any::Any;
use std::ops::{ControlFlow, Range};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::societies::{Address, Made, Societies};
use crate::model::Model;
use crate::model::executor::{Executor, Serial};
use crate::model::setup::Setup;
use crate::random::{Draws, Tables};
use crate::words::{Language, within};

/// Someone who watches runs and may stop them. All methods are called from many threads.
pub trait Watch: Sync {
    /// A society has lived another step.
    fn step(&self) {}

    /// Whether to stop as soon as possible; replications under way are then given up.
    fn stopped(&self) -> bool {
        false
    }
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {}

/// A run that has ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Which one.
    pub address: Address,
    /// What its recorder kept, or why it failed.
    pub outcome: Result<Vec<f64>, String>,
}

impl Run {
    /// What its recorder kept.
    ///
    /// # Panics
    /// When it failed, for the same reason.
    #[must_use]
    pub fn values(self) -> Vec<f64> {
        self.outcome.unwrap_or_else(|reason| panic!("{reason}"))
    }
}

/// Runs replications of one configuration on the calling thread, in order; a run that fails loses nothing but itself.
#[must_use]
pub fn runs(societies: &dyn Societies, configuration: u32, replications: Range<u32>) -> Vec<Run> {
    let setup = made(societies, configuration);
    let prepared = Prepared::new(&setup, &mut Tables::default());
    let address = |replication| Address {
        configuration,
        replication,
    };
    replications
        .filter_map(|replication| replicate(societies, &prepared, address(replication), &Serial, &Unwatched))
        .collect()
}

/// Makes the setup of a configuration. Why it fails is kept with the runs, so it is said in English whoever reads.
pub(super) fn made(societies: &dyn Societies, configuration: u32) -> Made {
    let setup = || societies.setup(configuration);
    catching(|| within(Language::English, setup)).and_then(|setup| setup)
}

/// A setup with its model.
pub(super) struct Prepared<'a> {
    setup: &'a Setup,
    model: Model<'a>,
    tables: Tables,
}

impl<'a> Prepared<'a> {
    /// The model of a setup; `tables` are used where they fit, and completed.
    pub(super) fn new(setup: &'a Made, tables: &mut Tables) -> Result<Self, String> {
        let setup = setup.as_ref().map_err(Clone::clone)?;
        let model = catching(|| Model::sharing(setup, tables))?;
        let tables = tables.clone();
        Ok(Self { setup, model, tables })
    }
}

/// Runs one replication; `None` when it was given up.
pub(super) fn replicate<E: Executor>(
    societies: &dyn Societies,
    prepared: &Result<Prepared<'_>, String>,
    address: Address,
    executor: &E,
    watch: &dyn Watch,
) -> Option<Run> {
    let live = |prepared: &Prepared<'_>| catching(|| record(societies, prepared, address, executor, watch));
    let outcome = prepared.as_ref().map_err(Clone::clone).and_then(|usual| {
        let Some(own) = made_of_replication(societies, usual.setup, address) else {
            return live(usual);
        };
        Prepared::new(&own, &mut usual.tables.clone()).and_then(|own| live(&own))
    });
    let outcome = outcome.transpose()?;
    Some(Run { address, outcome })
}

/// The setup of one replication, where it has one of its own.
fn made_of_replication(societies: &dyn Societies, usual: &Setup, address: Address) -> Option<Made> {
    let setup = || societies.setup_of_replication(usual, address);
    let made = catching(|| within(Language::English, setup)).transpose()?;
    Some(made.and_then(|setup| setup))
}

/// What is kept of one run; `None` when it was given up. Steps that its recorder spares it count as lived.
fn record<E: Executor>(
    societies: &dyn Societies,
    Prepared { setup, model, .. }: &Prepared<'_>,
    address: Address,
    executor: &E,
    watch: &dyn Watch,
) -> Option<Vec<f64>> {
    let draws = Draws::new(societies.seed(address.configuration), address.replication);
    let mut recorder = societies.recorder(address.configuration, setup);
    let (mut given_up, mut steps) = (false, 0);
    // The run ends early when it was given up, or when its recorder says so.
    let _ = model.simulate(&draws, executor, &mut |observation| {
        if watch.stopped() {
            given_up = true;
            return ControlFlow::Break(());
        }
        steps = observation.step;
        if steps > 0 {
            watch.step();
        }
        recorder.see(&observation)
    });
    if given_up {
        return None;
    }
    for _ in steps..setup.steps {
        watch.step();
    }
    Some(recorder.finish())
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
