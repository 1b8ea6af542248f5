//! Calibration: which values of some parameters lead to a user's own figures.
//!
//! [`Study::sample`] looks for societies whose figures lie within the tolerances of the targets, by approximate Bayesian computation
//! ([`sample_posterior`]); each society has luck of its own. Accepted runs were chosen for
//! being near, so [`Study::predict`] runs societies drawn from the posterior again with fresh luck, and only these are held
//! against the figures. [`Calibration::of`] puts both together and [`write_tables`] writes them down. Runs are kept in two
//! journals, numbered by round and attempt, so that an interrupted search goes on where it stopped, a larger budget adds to
//! what is there, and results depend on neither threads nor interruptions.

mod error;
mod results;
mod tables;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use crate::experiment::{self, Recorder, Threads, Watch};
use crate::model::setup::Setup;
use crate::output::{OutputError, RunFolder, identity};
use crate::scenario::{CalibrationPlan, Measured, Prior};
use crate::statistics::{
    ATTEMPTS_MAX, Posterior, PosteriorSettings, Proposal, Round, choose_by_weight, mixed, sample_posterior,
};
use crate::study::points::{own_seed, reason};
use crate::study::stage_runs::StageRuns;
pub use error::CalibrationError;
pub use results::{Calibration, Check, Marginal};
pub use tables::write_tables;

/// Room for the draws of a predictive check in the numbers of its journal.
const PREDICTIVE_MAX: u32 = 100_000;

/// The part of a plan that determines numbers, as it stands in the identity of its folder. What only says when to stop is not
/// among it.
#[derive(Serialize)]
struct Question<'a> {
    parameters: Vec<(&'a str, Prior)>,
    measures: &'a [Measured],
    targets: Vec<(f64, f64)>,
    particles: usize,
    replications: u32,
    quantile: f64,
    distance: f64,
    /// The fitted scenario has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    own_citizens: Option<u32>,
}

/// A calibration with its folder.
#[derive(Debug)]
pub struct Study<'a> {
    plan: &'a CalibrationPlan,
    folder: RunFolder,
    particles: StageRuns,
    predictive: StageRuns,
}

/// Societies to run: the values of their parameters and their seeds.
struct Societies<'a> {
    plan: &'a CalibrationPlan,
    by_number: BTreeMap<u32, (Vec<f64>, u64)>,
}

impl experiment::Societies for Societies<'_> {
    fn setup(&self, configuration: u32) -> Result<Arc<Setup>, String> {
        let scenario = self.plan.society(&self.by_number[&configuration].0, false);
        Ok(Arc::new(scenario.map_err(|error| reason(&error))?.setup))
    }

    fn seed(&self, configuration: u32) -> u64 {
        self.by_number[&configuration].1
    }

    fn recorder<'a>(&'a self, _configuration: u32, setup: &Setup) -> Box<dyn Recorder + 'a> {
        experiment::numbers(&self.plan.measures, &[], setup)
    }

    fn citizens_most(&self) -> u64 {
        self.plan.scenario.setup.phases[0]
            .parameters
            .population
            .citizens
            .into()
    }
}

impl<'a> Study<'a> {
    /// Opens the folder of a calibration, or starts it: `calibration-<plan>-<hash>`.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn open(root: &Path, plan: &'a CalibrationPlan) -> Result<Self, CalibrationError> {
        let parameters = plan.parameters.iter();
        let question = Question {
            parameters: parameters
                .map(|fitted| (fitted.factor.key.as_str(), fitted.prior))
                .collect(),
            measures: &plan.measures,
            targets: plan
                .targets
                .iter()
                .map(|target| (target.value, target.tolerance))
                .collect(),
            particles: plan.sampler.particles,
            replications: plan.sampler.replications,
            quantile: plan.sampler.quantile,
            distance: plan.sampler.distance,
            own_citizens: plan.own_citizens,
        };
        let question = serde_json::to_string(&question)
            .map_err(|error| OutputError::foreign(&plan.path, error.to_string()))?;
        let text = format!("{}# calibration {question}\n", identity(&plan.scenario)?);
        let folder = RunFolder::open(root, &format!("calibration-{}", plan.name), &text, plan.seed)?;
        let runs = |name: &str| StageRuns::open(&folder, name, plan.measures.len());
        Ok(Self {
            particles: runs("particles")?,
            predictive: runs("predictive")?,
            plan,
            folder,
        })
    }

    /// Its folder.
    #[must_use]
    pub const fn folder(&self) -> &RunFolder {
        &self.folder
    }

    /// The seed from which those of the runs of the predictive check are made.
    fn fresh_seed(&self) -> u64 {
        own_seed(self.plan.seed, u32::MAX)
    }

    /// Seeks particles, from the journal as far as it goes; `ended` hears of each whole round.
    ///
    /// # Errors
    /// When it was stopped, the journal cannot be written, or not even the first round could be filled.
    pub fn sample(
        &mut self,
        threads: &Threads,
        watch: &dyn Watch,
        ended: impl FnMut(&Round),
    ) -> Result<Posterior, CalibrationError> {
        let sampler = &self.plan.sampler;
        let settings = PosteriorSettings {
            dimensions: self.plan.parameters.len(),
            particles: sampler.particles,
            rounds: sampler.rounds,
            quantile: sampler.quantile,
            final_tolerance: sampler.distance,
            least_acceptance: sampler.acceptance,
            budget: (sampler.budget / u64::from(sampler.replications)) as usize,
            // Not that of the runs, lest luck and parameters go together.
            seed: mixed(self.plan.seed, u64::MAX),
        };
        let mut failures = BTreeMap::new();
        let mut missing = vec![0_usize; self.plan.targets.len()];
        let evaluate = |proposals: &[Proposal]| -> Result<Vec<f64>, CalibrationError> {
            let failed = self.run(proposals, threads, watch)?;
            let distances: Result<Vec<f64>, CalibrationError> = proposals
                .iter()
                .map(|proposal| {
                    let means = self.means(&self.particles, particle_number(proposal))?;
                    for (count, mean) in missing.iter_mut().zip(&means) {
                        *count += usize::from(!mean.is_finite());
                    }
                    Ok(self.plan.distance(&means))
                })
                .collect();
            failures.extend(failed);
            distances
        };
        let posterior = sample_posterior(&settings, evaluate, ended)?;
        if !posterior.particles.is_empty() {
            return Ok(posterior);
        }
        let attempts = posterior.evaluated;
        if failures.len() == attempts
            && let Some(reason) = failures.into_values().next()
        {
            return Err(CalibrationError::NoneRuns { attempts, reason });
        }
        let worst = (0..missing.len()).max_by_key(|target| missing[*target]);
        let measure = worst.map_or_else(String::new, |target| self.plan.measures[target].name.clone());
        Err(CalibrationError::NoValues { attempts, measure })
    }

    /// Runs what is missing of some proposals; gives those that cannot be run by number.
    fn run(
        &mut self,
        proposals: &[Proposal],
        threads: &Threads,
        watch: &dyn Watch,
    ) -> Result<BTreeMap<u32, String>, CalibrationError> {
        let replications = self.plan.sampler.replications;
        let by_number: BTreeMap<u32, (Vec<f64>, u64)> = proposals
            .iter()
            .map(|proposal| {
                let number = particle_number(proposal);
                let values = self.plan.values_at(&proposal.point);
                (number, (values, own_seed(self.plan.seed, number)))
            })
            .collect();
        let numbers: Vec<u32> = by_number.keys().copied().collect();
        let societies = Societies {
            plan: self.plan,
            by_number,
        };
        Ok(self
            .particles
            .reach(&societies, numbers, replications, (threads, watch))?)
    }

    /// Means over the replications of a society, target by target; missing where that of a replication is.
    fn means(&self, runs: &StageRuns, number: u32) -> Result<Vec<f64>, CalibrationError> {
        let samples = runs.samples(number, self.plan.sampler.replications)?;
        let mean = |sample: &Vec<f64>| sample.iter().sum::<f64>() / sample.len() as f64;
        Ok(samples.iter().map(mean).collect())
    }

    /// Runs societies drawn from a posterior with fresh luck.
    ///
    /// # Errors
    /// When it was stopped, or the journal cannot be written.
    pub fn predict(
        &mut self,
        posterior: &Posterior,
        threads: &Threads,
        watch: &dyn Watch,
    ) -> Result<Calibration, CalibrationError> {
        let (draws, replications) = (self.plan.sampler.predictive, self.plan.sampler.replications);
        let weights: Vec<f64> = posterior
            .particles
            .iter()
            .map(|particle| particle.weight)
            .collect();
        let chosen = choose_by_weight(&weights, draws as usize, self.fresh_seed());
        // A larger budget may add rounds, and with them comes another posterior.
        let first = posterior.rounds.len() as u32 * PREDICTIVE_MAX;
        let of_draw = |(draw, particle): (u32, &usize)| {
            let values = self
                .plan
                .values_at(&posterior.particles[*particle].proposal.point);
            (first + draw, (values, own_seed(self.fresh_seed(), draw)))
        };
        let societies = Societies {
            plan: self.plan,
            by_number: (0..).zip(&chosen).map(of_draw).collect(),
        };
        self.predictive
            .reach(&societies, first..first + draws, replications, (threads, watch))?;
        let numbers = posterior.particles.iter().map(|particle| &particle.proposal);
        let simulated: Result<Vec<Vec<f64>>, CalibrationError> = numbers
            .map(|proposal| self.means(&self.particles, particle_number(proposal)))
            .collect();
        let predicted: Result<Vec<Vec<f64>>, CalibrationError> = (0..draws)
            .map(|draw| self.means(&self.predictive, first + draw))
            .collect();
        Ok(Calibration::of(self.plan, posterior, &simulated?, &predicted?))
    }

    /// Steps that are lived in each stage at most, for a progress bar: particles, predictive check.
    #[must_use]
    pub fn steps(plan: &CalibrationPlan) -> [u64; 2] {
        let steps = u64::from(plan.scenario.setup.steps);
        let sampler = &plan.sampler;
        let predictive = u64::from(sampler.predictive) * u64::from(sampler.replications);
        [sampler.budget * steps, predictive * steps]
    }
}

/// The number of an attempt among those of all rounds.
fn particle_number(proposal: &Proposal) -> u32 {
    (proposal.round * ATTEMPTS_MAX + proposal.attempt) as u32
}
