//! A study of barriers with its folder: what is done, what is missing, and doing it.

use std::path::Path;
use std::sync::Arc;

use super::{Arm, BarriersError, Design, MEASURES, PERMUTATIONS_MAX, REPLICATIONS_MAX, RUNS_MAX};
use crate::experiment::{
    Address, Column, Completion, Recorder, Size, Societies, Threads, Watch, by_configuration, columns,
    numbers, simulate,
};
use crate::model::setup::Setup;
use crate::output::{Journal, OutputError, RunFolder, identity};
use crate::scenario::{Measured, Reducer, Scenario};

const JOURNAL: &str = "runs";
/// How much longer a life takes when half of the barriers are gone: more take part. Measured: a fifth when all are gone.
const DEARER_LIVES: f64 = 1.1;

/// A study of the barriers of a scenario, in its folder.
#[derive(Debug)]
pub struct Study {
    /// The baseline.
    pub scenario: Scenario,
    /// What is simulated.
    pub design: Design,
    /// Replications of every arm.
    pub replications: u32,
    folder: RunFolder,
    journal: Journal,
    measures: Vec<Measured>,
}

impl Study {
    /// Opens the folder of a study, or starts it: `barriers-<scenario>-<hash>`.
    ///
    /// The folder does not depend on the numbers of replications and orders: more of them are added to the runs there are.
    ///
    /// # Errors
    /// When no barrier is there, there are too many runs, or the folder cannot be used.
    ///
    /// # Panics
    /// When there are more than [`REPLICATIONS_MAX`] replications or half of [`PERMUTATIONS_MAX`] pairs.
    pub fn open(
        root: &Path,
        scenario: Scenario,
        seed: u64,
        replications: u32,
        pairs: usize,
    ) -> Result<Self, BarriersError> {
        assert!(replications <= REPLICATIONS_MAX, "{replications} replications");
        assert!(2 * pairs <= PERMUTATIONS_MAX as usize, "{pairs} pairs of orders");
        let design = Design::of(&scenario, pairs, seed)?;
        let arms = design.arms().len();
        if arms as u64 * u64::from(replications) > RUNS_MAX {
            return Err(BarriersError::TooManyRuns { arms, replications });
        }
        let name = format!("barriers-{}", scenario.name);
        let question = format!("# barriers\n{}", identity(&scenario)?);
        let folder = RunFolder::open(root, &name, &question, seed)?;
        let journal = folder.journal(JOURNAL, 1 + MEASURES.len(), 1)?;
        Ok(Self {
            measures: kept(&scenario)
                .into_iter()
                .map(|(position, column)| Measured {
                    name: column.key.clone(),
                    measure: column.key,
                    position,
                    reducer: Reducer::Final,
                })
                .collect(),
            scenario,
            design,
            replications,
            folder,
            journal,
        })
    }

    /// Its folder.
    #[must_use]
    pub const fn folder(&self) -> &RunFolder {
        &self.folder
    }

    /// The columns that are kept, in the order of [`MEASURES`].
    #[must_use]
    pub fn columns(&self) -> Vec<Column> {
        kept(&self.scenario)
            .into_iter()
            .map(|(_, column)| column)
            .collect()
    }

    /// Runs that have not ended; a configuration is the position of an arm.
    pub fn missing(&self) -> impl Iterator<Item = Address> + '_ {
        let arms = self.design.arms().len() as u32;
        by_configuration(0..arms, self.replications).filter(|run| !self.journal.contains(*run))
    }

    /// Seconds the missing runs take, roughly.
    #[must_use]
    pub fn seconds(&self, threads: &Threads) -> f64 {
        let many = threads.count() as u32;
        let size = Size::of(&self.scenario.setup, many, threads);
        let lives = DEARER_LIVES * (size.seconds - size.birth_seconds);
        (lives + 2.0 * size.birth_seconds) / f64::from(many) * self.missing().count() as f64
    }

    /// Does what is missing.
    ///
    /// # Errors
    /// When the journal cannot be written, or a run fails.
    pub fn go_on(&mut self, threads: &Threads, watch: &dyn Watch) -> Result<Completion, BarriersError> {
        let missing: Vec<Address> = self.missing().collect();
        let arms = Arms {
            baseline: Arc::new(self.scenario.setup.clone()),
            design: &self.design,
            seed: self.folder.seed(),
            measures: &self.measures,
        };
        let journal = &mut self.journal;
        simulate(&arms, missing, threads, watch, |run| {
            let arm = arms.design.arms()[run.address.configuration as usize];
            match run.outcome {
                Ok(values) => Ok(journal.append(run.address, &values)?),
                Err(reason) => Err(BarriersError::Failed {
                    arm: arms.design.title(arm),
                    replication: run.address.replication,
                    reason,
                }),
            }
        })
    }

    /// The values of an arm: one list for each of [`MEASURES`], by replication. Runs that are missing are left out.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub(super) fn values(&self, arm: Arm) -> Result<Vec<Vec<f64>>, OutputError> {
        // More orders of removal do not move an arm.
        let configuration = self.design.position(arm) as u32;
        let mut values = vec![Vec::with_capacity(self.replications as usize); MEASURES.len()];
        let mut run = Vec::new();
        for replication in 0..self.replications {
            run.clear();
            let address = Address {
                configuration,
                replication,
            };
            self.journal.read(address, &mut run)?;
            // The first number of a run is how long it lasted.
            for (values, value) in values.iter_mut().zip(run.iter().skip(1)) {
                values.push(*value);
            }
        }
        Ok(values)
    }
}

/// The columns of [`MEASURES`] with their positions in a row of the model.
fn kept(scenario: &Scenario) -> Vec<(usize, Column)> {
    let columns = columns(&scenario.programme_keys, scenario.municipalities());
    MEASURES
        .iter()
        .map(|key| {
            let found = columns.iter().enumerate().find(|(_, column)| column.key == *key);
            let (position, column) = found.expect("every scenario has these measures");
            (position, column.clone())
        })
        .collect()
}

/// The arms as configurations of a sweep.
struct Arms<'a> {
    baseline: Arc<Setup>,
    design: &'a Design,
    seed: u64,
    measures: &'a [Measured],
}

impl Societies for Arms<'_> {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        let arm = self.design.arms()[configuration as usize];
        let setup = arm.setup(&self.baseline, &self.design.present);
        Ok(Arc::new(setup.with_need_of(Arc::clone(&self.baseline))))
    }

    fn seed(&self, _configuration: u32) -> u64 {
        self.seed
    }

    fn recorder<'a>(&'a self, _configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        numbers(self.measures, &[], setup)
    }

    fn citizens_most(&self) -> u64 {
        self.baseline.phases[0].parameters.population.citizens.into()
    }
}
