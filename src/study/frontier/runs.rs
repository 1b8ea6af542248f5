//! Runs of designs, kept in a journal as they end.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Choice, FrontierError, Space};
use crate::experiment::{Completion, Configurations, RunOutcome, Threads, Watch, sweep, tasks};
use crate::model::setup::Setup;
use crate::output::{Records, RunFolder};
use crate::scenario::{Base, Condition, FrontierPlan, Measured, ScenarioError};
use crate::study::Variant;
use crate::study::sweep::reason;

/// A base scenario and what becomes of it without a design: the baseline, whose need all designs face.
pub(super) struct Ground {
    base: Base,
    baseline: Variant,
}

impl Ground {
    /// The base scenario of a plan.
    pub(super) fn of(plan: &FrontierPlan) -> Self {
        Self {
            base: plan.base.clone(),
            baseline: variant(plan.scenario.clone()),
        }
    }

    /// The same with other values beneath what it writes.
    pub(super) fn with(plan: &FrontierPlan, values: &[(String, toml::Value)]) -> Result<Self, ScenarioError> {
        let base = plan.base.clone().beneath(values)?;
        let baseline = variant(base.with(&plan.settings)?);
        Ok(Self { base, baseline })
    }
}

fn variant(scenario: crate::scenario::Scenario) -> Variant {
    Variant {
        key: scenario.name.clone(),
        title: scenario.title.clone(),
        scenario,
    }
}

/// Designs on grounds, as societies to run: all designs on the first ground, then all on the next.
pub(super) struct Societies<'a> {
    pub(super) plan: &'a FrontierPlan,
    pub(super) space: &'a Space,
    pub(super) grounds: &'a [Ground],
    /// The designs; `None` is the baseline.
    pub(super) designs: &'a [Option<Choice>],
    pub(super) seed: u64,
}

impl Configurations for Societies<'_> {
    fn setup(&self, configuration: u32) -> Result<Setup, String> {
        let index = configuration as usize;
        let ground = &self.grounds[index / self.designs.len()];
        let Some(choice) = &self.designs[index % self.designs.len()] else {
            return Ok(ground.baseline.scenario.setup.clone());
        };
        let mut settings = self.plan.settings.clone();
        settings.extend(self.space.settings(choice));
        let scenario = ground.base.with(&settings).map_err(|error| reason(&error))?;
        let design = variant(scenario).facing_need_of(&ground.baseline);
        Ok(design.scenario.setup)
    }

    fn seed(&self, _configuration: u32) -> u64 {
        self.seed
    }

    fn measures(&self) -> &[Measured] {
        &self.plan.measures
    }

    fn stops(&self) -> &[Condition] {
        &[]
    }
}

/// A journal of runs.
#[derive(Debug)]
pub(super) struct Journal {
    records: Records,
    measures: usize,
}

impl Journal {
    /// Opens `<name>.journal` in a folder.
    pub(super) fn open(folder: &RunFolder, name: &str, measures: usize) -> Result<Self, FrontierError> {
        let path: &Path = &folder.path().join(format!("{name}.journal"));
        Ok(Self {
            records: Records::open_or_create(path, (1 + measures, 1), folder.hash())?,
            measures,
        })
    }

    /// Runs what is missing of so many replications of some configurations; gives those that cannot be run, with the
    /// reason. `number` is that of a configuration and a replication in the journal.
    pub(super) fn reach(
        &mut self,
        societies: &Societies<'_>,
        configurations: std::ops::Range<u32>,
        replications: u32,
        number: impl Fn(u32, u32) -> u32,
        (threads, watch): (&Threads, &dyn Watch),
    ) -> Result<BTreeMap<u32, String>, FrontierError> {
        let missing: Vec<(u32, u32)> = configurations
            .flat_map(|configuration| (0..replications).map(move |replication| (configuration, replication)))
            .filter(|&(configuration, replication)| {
                !self.records.contains(number(configuration, replication))
            })
            .collect();
        let citizens = societies.plan.scenario.setup.phases[0]
            .parameters
            .population
            .citizens;
        let divide = threads.divide(citizens.into(), missing.len() as u64);
        let tasks = tasks(missing.into_iter(), threads);
        let records = &mut self.records;
        let mut failures = BTreeMap::new();
        let completion = sweep(societies, &tasks, threads, divide, watch, |run| {
            match run.outcome {
                RunOutcome::Values(values) => {
                    records.append(number(run.configuration, run.replication), &values)?;
                }
                RunOutcome::Failed(reason) => {
                    failures.insert(run.configuration, reason);
                }
            }
            Ok::<_, FrontierError>(())
        })?;
        match completion {
            Completion::Whole => Ok(failures),
            Completion::Stopped => Err(FrontierError::Stopped {
                kept: self.records.len(),
            }),
        }
    }

    /// The values of some runs by measure; missing where a run is.
    pub(super) fn samples(
        &self,
        numbers: impl ExactSizeIterator<Item = u32>,
    ) -> Result<Vec<Vec<f64>>, FrontierError> {
        let mut samples = vec![Vec::with_capacity(numbers.len()); self.measures];
        let mut values = Vec::with_capacity(1 + self.measures);
        for number in numbers {
            values.clear();
            self.records.read(number, &mut values)?;
            for (measure, sample) in samples.iter_mut().enumerate() {
                sample.push(values.get(1 + measure).copied().unwrap_or(f64::NAN));
            }
        }
        Ok(samples)
    }
}
