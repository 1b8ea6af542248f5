//! The arms of a hypothesis as societies to run: as its file has them, and under draws of the parameters.

use std::sync::Arc;

use super::Samples;
use super::sample::Extractor;
use crate::experiment::{Address, Ready, Recorder, Societies};
use crate::model::setup::Setup;
use crate::output::OutputError;
use crate::scenario::hypothesis::{Arm, Hypothesis};
use crate::study::draws::parameters;
use crate::study::points::reason;
use crate::study::{Batch, RecordLayout, Runs, Variant};

/// The arms of a hypothesis. Their configurations are their numbers; a run keeps the value and the denominator.
#[derive(Debug)]
pub(super) struct HypothesisArms {
    ready: Ready,
    extractors: Vec<Extractor>,
    kept: RecordLayout,
    steps: u32,
}

impl HypothesisArms {
    pub(super) fn of(hypothesis: &Hypothesis, seed: u64) -> Self {
        let setups = setups(hypothesis, &hypothesis.arms);
        let arms = hypothesis.arms.iter();
        Self {
            steps: setups.iter().map(|setup| setup.steps).max().unwrap_or(0),
            ready: Ready::new(setups, seed),
            extractors: arms.map(|arm| Extractor::of(hypothesis, arm)).collect(),
            kept: kept(&hypothesis.id),
        }
    }

    /// So many replications of every arm.
    pub(super) fn batch(&self, replications: u32) -> Batch<'_> {
        Batch {
            societies: self,
            kept: std::slice::from_ref(&self.kept),
            configurations: 0..self.extractors.len() as u32,
            replications,
            steps: self.steps,
            tolerant: false,
        }
    }

    /// Replications that every arm has, from the first on without a gap.
    pub(super) fn common(&self, runs: &dyn Runs) -> u32 {
        let has = |configuration, replication| {
            let run = Address {
                configuration,
                replication,
            };
            runs.contains(&self.kept.journal, run)
        };
        let all = |replication: &u32| (0..self.extractors.len() as u32).all(|arm| has(arm, *replication));
        (0..u32::MAX).take_while(all).count() as u32
    }

    /// What the first so many replications of every arm show.
    pub(super) fn samples(&self, runs: &dyn Runs, replications: u32) -> Result<Samples, OutputError> {
        samples(runs, &self.kept, 0..self.extractors.len() as u32, replications)
    }
}

impl Societies for HypothesisArms {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        self.ready.setup(configuration)
    }

    fn seed(&self, configuration: u32) -> u64 {
        self.ready.seed(configuration)
    }

    fn recorder<'a>(&'a self, configuration: u32, _setup: &Setup) -> Box<dyn Recorder + 'a> {
        Box::new(self.extractors[configuration as usize].recorder())
    }

    fn citizens_most(&self) -> u64 {
        self.ready.citizens_most()
    }
}

/// The arms of a hypothesis under draws of the parameters. The configuration of an arm under a draw is the number of the
/// draw times the number of arms, plus that of the arm.
pub(super) struct DrawnArms<'a> {
    hypothesis: &'a Hypothesis,
    arms: &'a HypothesisArms,
    seed: u64,
    kept: RecordLayout,
}

impl<'a> DrawnArms<'a> {
    pub(super) fn of(hypothesis: &'a Hypothesis, arms: &'a HypothesisArms, seed: u64) -> Self {
        Self {
            hypothesis,
            arms,
            seed,
            // No id has a dot, so no other journal has this name.
            kept: kept(&format!("{}.draws", hypothesis.id)),
        }
    }

    /// So many replications of every arm under so many draws. What is drawn may contradict what is written.
    pub(super) fn batch(&self, draws: u32, replications: u32) -> Batch<'_> {
        Batch {
            societies: self,
            kept: std::slice::from_ref(&self.kept),
            configurations: 0..draws * self.count(),
            replications,
            steps: self.arms.steps,
            tolerant: true,
        }
    }

    fn count(&self) -> u32 {
        self.arms.extractors.len() as u32
    }

    /// What so many replications of every arm show under a draw; nothing where one of them has failed.
    pub(super) fn samples(
        &self,
        runs: &dyn Runs,
        draw: u32,
        replications: u32,
    ) -> Result<Option<Samples>, OutputError> {
        let configurations = draw * self.count()..(draw + 1) * self.count();
        let all = crate::experiment::by_configuration(configurations.clone(), replications)
            .all(|run| runs.contains(&self.kept.journal, run));
        if !all {
            return Ok(None);
        }
        samples(runs, &self.kept, configurations, replications).map(Some)
    }
}

impl Societies for DrawnArms<'_> {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        let values = parameters(self.seed, configuration / self.count());
        let arm = (configuration % self.count()) as usize;
        let arms = self.hypothesis.arm_with(&values, arm);
        let mut setups = setups(self.hypothesis, &arms.map_err(|error| reason(&error))?);
        // The first comes along for the need that all face.
        Ok(Arc::new(setups.pop().ok_or("there is no such arm")?))
    }

    fn seed(&self, _configuration: u32) -> u64 {
        self.seed
    }

    fn recorder<'a>(&'a self, configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        self.arms.recorder(configuration % self.count(), setup)
    }

    fn citizens_most(&self) -> u64 {
        self.arms.citizens_most()
    }
}

/// A value and a denominator in a journal of this name.
fn kept(journal: &str) -> RecordLayout {
    RecordLayout {
        journal: journal.to_owned(),
        columns: 2,
        steps: 1,
    }
}

fn samples(
    runs: &dyn Runs,
    kept: &RecordLayout,
    configurations: std::ops::Range<u32>,
    replications: u32,
) -> Result<Samples, OutputError> {
    let mut samples = Samples::default();
    for configuration in configurations {
        let rows = crate::study::runs::rows(runs, kept, configuration, replications)?;
        let (values, denominators) = rows.chunks_exact(2).map(|pair| (pair[0], pair[1])).unzip();
        samples.values.push(values);
        samples.denominators.push(denominators);
    }
    Ok(samples)
}

/// The arms of a hypothesis, as the file has them or under a draw, as the variants of a study.
///
/// All arms face the need of the first: need belongs to the place, not to what is done there. Those in which paths are held do so
/// already, as does what they are held at.
pub(super) fn variants(hypothesis: &Hypothesis, arms: &[Arm]) -> Vec<Variant> {
    let need = arms.first().map(|arm| Arc::new(arm.scenario.setup.clone()));
    arms.iter()
        .enumerate()
        .map(|(position, arm)| {
            let mut scenario = arm.scenario.clone();
            let faces_none = position > 0 && scenario.setup.hold.is_none();
            if let Some(need) = need.as_ref().filter(|_| faces_none) {
                scenario.setup = scenario.setup.with_need_of(Arc::clone(need));
            }
            Variant {
                key: format!("{}.{}", hypothesis.id, arm.name),
                title: format!("{}: {}", hypothesis.id, arm.name),
                scenario,
            }
        })
        .collect()
}

fn setups(hypothesis: &Hypothesis, arms: &[Arm]) -> Vec<Setup> {
    let variants = variants(hypothesis, arms).into_iter();
    variants.map(|variant| variant.scenario.setup).collect()
}
