//! The runs behind one hypothesis: how many there are, and how many more it takes.

use std::sync::Arc;

use super::sample::Extractor;
use super::{Estimate, LEVEL, Reach, Samples, judge};
use crate::output::{OutputError, RunFolder};
use crate::scenario::hypothesis::{Arm, Effort, Hypothesis};
use crate::statistics::ThresholdError;
use crate::study::{Variant, Variants};

/// Replications between two looks of a sequential test.
pub const ROUND: u32 = 20;

/// How far a trial is.
#[derive(Clone, Debug)]
pub enum Stand {
    /// Every arm needs so many replications before the next look.
    Missing(u32),
    /// The verdict can be given.
    Done(Box<(Samples, Estimate)>),
}

/// Why a hypothesis cannot be judged.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// A journal cannot be read.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// There are too few complete replications for a threshold.
    #[error("{id}: {error}")]
    Threshold {
        /// The hypothesis.
        id: String,
        /// What is missing.
        error: ThresholdError,
    },
}

/// One hypothesis with its runs.
#[derive(Debug)]
pub struct Trial<'a> {
    hypothesis: &'a Hypothesis,
    extractors: Vec<Extractor>,
    effort: Effort,
    seed: u64,
    /// The runs, which the command lets grow.
    pub variants: Variants,
}

impl<'a> Trial<'a> {
    /// The arms of a hypothesis, as the file has them or under a draw, as the variants of a study.
    ///
    /// All arms face the need of the first: need belongs to the place, not to what is done there.
    #[must_use]
    pub fn variants_of(hypothesis: &Hypothesis, arms: &[Arm]) -> Vec<Variant> {
        let need = arms.first().map(|arm| Arc::new(arm.scenario.setup.clone()));
        arms.iter()
            .enumerate()
            .map(|(position, arm)| {
                let mut scenario = arm.scenario.clone();
                if let Some(need) = need.as_ref().filter(|_| position > 0) {
                    scenario.setup = scenario.setup.with_need_of(Arc::clone(need));
                }
                Variant {
                    key: format!("{}-{}", hypothesis.id, arm.name),
                    title: format!("{}: {}", hypothesis.id, arm.name),
                    scenario,
                }
            })
            .collect()
    }

    /// Opens the runs of a hypothesis in the folder of a study; `replications` takes the place of the file's number.
    ///
    /// # Errors
    /// When a journal cannot be opened.
    pub fn open(
        folder: &RunFolder,
        hypothesis: &'a Hypothesis,
        replications: Option<u32>,
    ) -> Result<Self, OutputError> {
        let steps_per_year = hypothesis.arms[0].scenario.setup.steps_per_year;
        let variants = Variants::open(folder, &Self::variants_of(hypothesis, &hypothesis.arms), |last| {
            Extractor::kept(hypothesis, steps_per_year, last)
        })?;
        let effort = match (hypothesis.effort, replications) {
            (effort, None) => effort,
            (Effort::Fixed(_), Some(number)) => Effort::Fixed(number),
            (Effort::Sequential(_), Some(number)) => Effort::Sequential(number),
        };
        Ok(Self {
            hypothesis,
            extractors: hypothesis
                .arms
                .iter()
                .map(|arm| Extractor::of(hypothesis, arm))
                .collect(),
            effort,
            seed: folder.seed(),
            variants,
        })
    }

    /// How far it is, in a call of so many hypotheses.
    ///
    /// A sequential test stops when its verdict is clear whatever the others show: below the level divided by their
    /// number. The looks fall after fixed numbers of replications, so an interrupted test stops at the same one.
    ///
    /// # Errors
    /// When a journal cannot be read, or a threshold cannot be looked for.
    pub fn stand(&self, family: usize) -> Result<Stand, TrialError> {
        let most = self.effort.most();
        let mut look = match self.effort {
            Effort::Fixed(number) => number,
            Effort::Sequential(_) => ROUND.min(most),
        };
        loop {
            if self.variants.common() < look {
                return Ok(Stand::Missing(look));
            }
            let samples = self.samples(look)?;
            let estimate =
                judge(self.hypothesis, &samples, self.seed).map_err(|error| TrialError::Threshold {
                    id: self.hypothesis.id.clone(),
                    error,
                })?;
            let strict = LEVEL / family as f64;
            let clear = estimate.rejection_p <= strict && estimate.reach != Reach::Claimed
                || estimate.claim_p <= strict && estimate.reach != Reach::Short;
            if clear || look == most {
                return Ok(Stand::Done(Box::new((samples, estimate))));
            }
            look = (look + ROUND).min(most);
        }
    }

    /// What the first so many replications of every arm show.
    ///
    /// # Errors
    /// When a journal cannot be read.
    pub fn samples(&self, replications: u32) -> Result<Samples, OutputError> {
        let mut samples = Samples::empty(self.extractors.len());
        for (position, extractor) in self.extractors.iter().enumerate() {
            let ensemble = self.variants.ensemble(position, replications)?;
            let setup = &self.hypothesis.arms[position].scenario.setup;
            let (values, denominators) = extractor.of_ensemble(&ensemble, setup, replications);
            samples.values[position] = values;
            samples.denominators[position] = denominators;
        }
        Ok(samples)
    }
}
