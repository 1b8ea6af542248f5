//! The runs of a study of barriers: what is there, what is missing, and the answer.

use std::sync::Arc;

use super::{
    Arm, BarriersError, Findings, MEASURES, PERMUTATIONS_MAX, REPLICATIONS_MAX, RUNS_MAX, RemovalDesign,
};
use crate::experiment::{Address, Column, Recorder, Size, Societies, Threads, columns, numbers};
use crate::model::setup::Setup;
use crate::output::{OutputError, identity};
use crate::scenario::{Measured, Reducer, Scenario};
use crate::study::place::note_on_variant;
use crate::study::runs::samples;
use crate::study::{Batch, Incomplete, Question, RecordLayout, Runs, Study};

/// How much longer a life takes when half of the barriers are gone: more take part. Measured: a fifth when all are gone.
const DEARER_LIVES: f64 = 1.1;

/// How the name of a measure ends that is the mean over the run.
const MEAN: &str = ".mean";

/// What the barriers of a scenario do. Its configurations are the arms of the design, which more orders of removal do not
/// move.
#[derive(Debug)]
pub struct Barriers {
    /// The baseline.
    pub scenario: Scenario,
    /// What is simulated.
    pub design: RemovalDesign,
    /// Replications of every arm.
    pub replications: u32,
    /// Seed of all draws.
    pub seed: u64,
    baseline: Arc<Setup>,
    /// The scenario whose need all arms face, where this is a variant of one.
    place: Option<Scenario>,
    /// Whether it is a variant of a scenario.
    pub(super) is_variant: bool,
    /// What a reader should know where it is one in another place.
    pub(super) note: Option<String>,
    need_of: Arc<Setup>,
    /// What is kept of a run, in the order of [`MEASURES`].
    pub(super) measures: Vec<Measured>,
    kept: RecordLayout,
}

impl Barriers {
    /// Removes every barrier for free and at its price, halves and doubles it, and shares out the joint effect over so many
    /// pairs of orders.
    ///
    /// # Errors
    /// When no barrier is there, or there are too many runs.
    ///
    /// # Panics
    /// When there are more than [`REPLICATIONS_MAX`] replications or half of [`PERMUTATIONS_MAX`] pairs.
    pub fn of(scenario: Scenario, seed: u64, replications: u32, pairs: usize) -> Result<Self, BarriersError> {
        assert!(replications <= REPLICATIONS_MAX, "{replications} replications");
        assert!(2 * pairs <= PERMUTATIONS_MAX as usize, "{pairs} pairs of orders");
        let design = RemovalDesign::of(&scenario, pairs, seed)?;
        let arms = design.arms().len();
        if arms as u64 * u64::from(replications) > RUNS_MAX {
            return Err(BarriersError::TooManyRuns { arms, replications });
        }
        let baseline = Arc::new(scenario.setup.clone());
        Ok(Self {
            measures: measures(&scenario),
            place: None,
            is_variant: false,
            note: None,
            need_of: Arc::clone(&baseline),
            baseline,
            kept: RecordLayout::numbers("runs", MEASURES.len()),
            scenario,
            design,
            replications,
            seed,
        })
    }

    /// The same barriers where this is a variant of a scenario: all arms face the need of that, since need belongs to the
    /// place. Where the programmes are not the same ones, each keeps its own.
    #[must_use]
    pub fn as_variant_of(mut self, place: Scenario) -> Self {
        self.is_variant = true;
        self.note = note_on_variant(&self.scenario.title, &self.scenario, &place);
        if place.programme_keys == self.scenario.programme_keys {
            self.need_of = Arc::new(place.setup.clone());
            self.place = Some(place);
        }
        self
    }

    /// The columns that are kept, in the order of [`MEASURES`].
    #[must_use]
    pub fn columns(&self) -> Vec<Column> {
        let columns = columns(&self.scenario.programme_keys, self.scenario.municipalities());
        let kept = self.measures.iter();
        kept.map(|measured| Column {
            key: measured.name.clone(),
            ..columns[measured.position].clone()
        })
        .collect()
    }

    /// Seconds that a run takes, roughly, the threads shared among all.
    #[must_use]
    pub fn seconds_of_run(&self, threads: &Threads) -> f64 {
        let many = threads.count() as u32;
        let size = Size::of(&self.scenario.setup, many, threads);
        let lives = DEARER_LIVES * (size.seconds - size.birth_seconds);
        (lives + 2.0 * size.birth_seconds) / f64::from(many)
    }

    /// All its runs.
    #[must_use]
    pub fn batch(&self) -> Batch<'_> {
        Batch {
            societies: self,
            kept: std::slice::from_ref(&self.kept),
            configurations: 0..self.design.arms().len() as u32,
            replications: self.replications,
            steps: self.scenario.setup.steps,
            tolerant: false,
        }
    }

    /// The values of an arm: one list for each of [`MEASURES`], by replication.
    fn values(&self, runs: &dyn Runs, configuration: u32) -> Result<Vec<Vec<f64>>, OutputError> {
        samples(runs, &self.kept, configuration, self.replications)
    }

    /// Says which arm a run that failed belongs to.
    fn named(&self, incomplete: Incomplete) -> Incomplete {
        match incomplete {
            Incomplete::Failed {
                run:
                    Address {
                        configuration,
                        replication,
                    },
                reason,
            } => {
                let arm: Arm = self.design.arms()[configuration as usize];
                Incomplete::NoAnswer(Box::new(BarriersError::Failed {
                    arm: self.design.title(arm),
                    replication,
                    reason,
                }))
            }
            incomplete => incomplete,
        }
    }
}

impl Study for Barriers {
    type Answer = Findings;

    fn question(&self) -> Result<Question, OutputError> {
        let at_need_of = match &self.place {
            Some(place) => format!("## need of\n{}", identity(place)?),
            None => String::new(),
        };
        // Prices stand in the register and in no scenario, and other prices are other runs.
        let present = self.design.present.iter();
        let prices = present.map(|present| format!("{} {}", present.barrier.key, present.price.written()));
        let prices: String = prices.collect();
        let scenario = identity(&self.scenario)?;
        Ok(Question {
            name: format!("barriers-{}", self.scenario.name),
            identity: format!("# barriers\n{prices}{at_need_of}{scenario}"),
            seed: self.seed,
        })
    }

    fn answer(&self, runs: &mut dyn Runs) -> Result<Findings, Incomplete> {
        runs.reach(&[self.batch()])
            .map_err(|incomplete| self.named(incomplete))?;
        let arms = 0..self.design.arms().len() as u32;
        let samples: Result<Vec<_>, OutputError> = arms.map(|arm| self.values(runs, arm)).collect();
        Ok(Findings::of(self, samples?))
    }
}

impl Societies for Barriers {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        let arm = self.design.arms()[configuration as usize];
        let setup = arm.setup(&self.baseline, &self.design.present);
        Ok(Arc::new(setup.with_need_of(Arc::clone(&self.need_of))))
    }

    fn seed(&self, _configuration: u32) -> u64 {
        self.seed
    }

    fn recorder<'a>(&'a self, _configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        numbers(&self.measures, &[], setup)
    }

    fn citizens_most(&self) -> u64 {
        self.baseline.citizens().into()
    }
}

/// What is kept of the runs of a scenario: [`MEASURES`].
fn measures(scenario: &Scenario) -> Vec<Measured> {
    let columns = columns(&scenario.programme_keys, scenario.municipalities());
    let kept = |name: &&str| {
        let (measure, reducer) = match name.strip_suffix(MEAN) {
            Some(measure) => (measure, mean_over_run(&scenario.setup)),
            None => (*name, Reducer::Final),
        };
        let position = columns.iter().position(|column| column.key == measure);
        Measured {
            name: (*name).to_owned(),
            measure: measure.to_owned(),
            position: position.expect("every scenario has these measures"),
            reducer,
        }
    };
    MEASURES.iter().map(kept).collect()
}

/// The mean over all steps of a run, its start included.
fn mean_over_run(setup: &Setup) -> Reducer {
    Reducer::Mean {
        from_year: 0.0,
        to_year: f64::from(setup.steps) * setup.step_years,
    }
}
