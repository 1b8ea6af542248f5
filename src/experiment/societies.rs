//! Societies to run, by number, and what is kept of each.

use std::sync::Arc;

use super::recorder::{Recorder, Rows};
use super::reduce::Reduction;
use crate::model::setup::Setup;
use crate::scenario::{Condition, Measured};

/// Which run: a society is its configuration, and the same replication number meets the same random streams in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// Number of the configuration.
    pub configuration: u32,
    /// Number of the replication.
    pub replication: u32,
}

/// The addresses of a number of replications of each configuration: by replication, so that pairs are whole early.
pub fn by_replication(configurations: u32, replications: u32) -> impl Iterator<Item = Address> + Clone {
    (0..replications).flat_map(move |replication| {
        (0..configurations).map(move |configuration| Address {
            configuration,
            replication,
        })
    })
}

/// The same by configuration, so that a configuration is made as seldom as possible.
pub fn by_configuration(
    configurations: std::ops::Range<u32>,
    replications: u32,
) -> impl Iterator<Item = Address> + Clone {
    configurations.flat_map(move |configuration| {
        (0..replications).map(move |replication| Address {
            configuration,
            replication,
        })
    })
}

/// The setup of a society, or why there is none.
pub type Made = Result<Arc<Setup>, String>;

/// Numbered societies, made where they are run.
pub trait Societies: Sync {
    /// The setup of a configuration.
    ///
    /// # Errors
    /// Why there is no such society: settings that contradict one another, say.
    fn setup(&self, configuration: u32) -> Made;

    /// The setup of one replication, made of that of its configuration, where replications differ in more than their luck.
    fn setup_of_replication(&self, _setup: &Setup, _address: Address) -> Option<Made> {
        None
    }

    /// The seed of a configuration.
    fn seed(&self, configuration: u32) -> u64;

    /// What records one run of a configuration.
    fn recorder<'a>(&'a self, configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a>;

    /// Citizens of the largest society, by which threads are divided.
    fn citizens_most(&self) -> u64;
}

/// Keeps years lived, and one number per measure (`NaN` where there is none), of a run that a condition may end.
#[must_use]
pub fn numbers<'a>(
    measures: &'a [Measured],
    stops: &'a [Condition],
    setup: &Setup,
) -> Box<dyn Recorder + 'a> {
    Box::new(Reduction::new(measures, stops, setup.step_years))
}

/// Setups that are there already, of one seed, whose rows are kept.
#[derive(Clone, Debug)]
pub struct Ready {
    setups: Vec<Arc<Setup>>,
    seed: u64,
    /// Steps whose rows are kept, by setup; `None` for all.
    steps: Option<Vec<Vec<u32>>>,
}

impl Ready {
    /// Keeps all rows.
    #[must_use]
    pub fn new(setups: impl IntoIterator<Item = Setup>, seed: u64) -> Self {
        Self {
            setups: setups.into_iter().map(Arc::new).collect(),
            seed,
            steps: None,
        }
    }

    /// Keeps the rows of these steps, by setup.
    #[must_use]
    pub fn at(self, steps: Vec<Vec<u32>>) -> Self {
        Self {
            steps: Some(steps),
            ..self
        }
    }

    /// The setups.
    #[must_use]
    pub fn setups(&self) -> &[Arc<Setup>] {
        &self.setups
    }
}

impl Societies for Ready {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        Ok(Arc::clone(&self.setups[configuration as usize]))
    }

    fn seed(&self, _configuration: u32) -> u64 {
        self.seed
    }

    fn recorder<'a>(&'a self, configuration: u32, _setup: &Setup) -> Box<dyn Recorder + 'a> {
        Box::new(match &self.steps {
            Some(steps) => Rows::at(&steps[configuration as usize]),
            None => Rows::default(),
        })
    }

    fn citizens_most(&self) -> u64 {
        let citizens = |setup: &Arc<Setup>| u64::from(setup.citizens());
        self.setups.iter().map(citizens).max().unwrap_or(0)
    }
}
