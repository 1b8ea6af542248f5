//! A calibration as a study: particles, then fresh runs from their posterior.

use std::cell::RefCell;

use serde::Serialize;

use super::societies::{Numbered, Society};
use super::{Calibration, CalibrationError};
use crate::figure::numbers;
use crate::output::{OutputError, identity};
use crate::scenario::{CalibrationPlan, Measured, Prior};
use crate::statistics::{
    ATTEMPTS_MAX, Posterior, PosteriorSettings, Proposal, Round, choose_by_weight, misfit, mixed,
    sample_posterior,
};
use crate::study::points::own_seed;
use crate::study::runs::{failed_of, samples};
use crate::study::{Batch, Failed, Incomplete, Question, RecordLayout, Runs, Study};
use crate::words::say;

/// Room for the draws of a predictive check in the numbers of its journal.
const PREDICTIVE_MAX: u32 = 100_000;
/// Journal of the particles.
const PARTICLES: &str = "particles";
/// Journal of the predictive check.
const PREDICTIVE: &str = "predictive";

/// The part of a plan that determines numbers, as it stands in the identity of its folder. What only says when to stop is not
/// among it.
#[derive(Serialize)]
struct Asked<'a> {
    parameters: Vec<(&'a str, Prior)>,
    measures: &'a [Measured],
    targets: Vec<(f64, f64)>,
    /// Numbers of the targets whose second number is a standard error.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    standard_errors: Vec<usize>,
    particles: usize,
    replications: u32,
    quantile: f64,
    distance: f64,
    /// The fitted scenario has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    own_citizens: Option<u32>,
}

/// The calibration of a plan.
#[derive(Debug)]
pub struct Calibrate {
    /// The plan.
    pub plan: CalibrationPlan,
}

impl Calibrate {
    /// Runs at most: of the particles and of the predictive check.
    #[must_use]
    pub fn runs_at_most(&self) -> u64 {
        let sampler = &self.plan.sampler;
        sampler.budget + u64::from(sampler.predictive) * u64::from(sampler.replications)
    }

    /// The seed from which those of the runs of the predictive check are made.
    pub(super) fn fresh_seed(&self) -> u64 {
        own_seed(self.plan.seed, u32::MAX)
    }

    /// Seeks particles; gives them with the runs that failed on the way.
    pub(super) fn sample(&self, runs: &mut dyn Runs) -> Result<(Posterior, Vec<Failed>), Incomplete> {
        let sampler = &self.plan.sampler;
        let settings = PosteriorSettings {
            dimensions: self.plan.parameters.len(),
            particles: sampler.particles,
            rounds: sampler.rounds,
            quantile: sampler.quantile,
            final_tolerance: sampler.distance,
            least_acceptance: sampler.acceptance,
            budget: (sampler.budget / u64::from(sampler.replications)) as usize,
            // Not that of the runs, lest their draws and those of the parameters go together.
            seed: mixed(self.plan.seed, u64::MAX),
        };
        let mut seeking = Seeking {
            calibrate: self,
            failed: Vec::new(),
            missing: vec![0; self.plan.targets.len()],
        };
        let runs = RefCell::new(runs);
        let posterior = sample_posterior(
            &settings,
            |proposals| seeking.distances(proposals, *runs.borrow_mut()),
            |round| runs.borrow_mut().remark(&words(round)),
        )?;
        if posterior.particles.is_empty() {
            let none = seeking.none(posterior.evaluated);
            return Err(Incomplete::NoAnswer(Box::new(none)));
        }
        Ok((posterior, seeking.failed))
    }

    /// How far the figures of the society of this number lie from the targets, in errors of these: at a distance of up to 1 it is accepted
    /// as figures with such errors demand, see [`misfit`]. `NaN` when one has no value.
    pub(super) fn distance(&self, simulated: &[f64], number: u32) -> f64 {
        let away = |standard: bool| -> Vec<f64> {
            let targets = self.plan.targets.iter().zip(simulated);
            targets
                .filter(|(target, _)| target.is_standard_error == standard)
                .map(|(target, value)| (value - target.value) / target.tolerance)
                .collect()
        };
        misfit(&away(false), &away(true), self.luck(number))
    }

    /// A number between 0 and 1 that is a society's own, by which figures with standard errors accept it or not.
    fn luck(&self, number: u32) -> f64 {
        /// Numbers of as many binary digits are told apart, and half a step more leaves out both ends.
        const STEPS: u64 = 1 << 52;
        // Neither the seed of the runs nor that of the sampler.
        let bits = mixed(mixed(self.plan.seed, u64::MAX - 1), u64::from(number));
        ((bits % STEPS) as f64 + 0.5) / STEPS as f64
    }

    /// Means over the replications of a society, target by target; missing where that of a replication is.
    fn means(&self, runs: &dyn Runs, kept: &RecordLayout, number: u32) -> Result<Vec<f64>, OutputError> {
        let samples = samples(runs, kept, number, self.plan.sampler.replications)?;
        let mean = |sample: &Vec<f64>| sample.iter().sum::<f64>() / sample.len() as f64;
        Ok(samples.iter().map(mean).collect())
    }

    fn kept(&self, journal: &str) -> RecordLayout {
        RecordLayout::numbers(journal, self.plan.measures.len())
    }

    fn reach(
        &self,
        runs: &mut dyn Runs,
        kept: &RecordLayout,
        societies: &Numbered<'_>,
    ) -> Result<Vec<Failed>, Incomplete> {
        let batch = Batch {
            societies,
            kept: std::slice::from_ref(kept),
            configurations: societies.numbers(),
            replications: self.plan.sampler.replications,
            steps: self.plan.scenario.setup.steps,
            tolerant: true,
        };
        runs.reach(std::slice::from_ref(&batch))?;
        Ok(failed_of(runs, &batch))
    }

    /// Runs societies drawn from a posterior with fresh random streams.
    fn predict(&self, posterior: &Posterior, runs: &mut dyn Runs) -> Result<Calibration, Incomplete> {
        let draws = self.plan.sampler.predictive;
        let particles = &posterior.particles;
        let weights: Vec<f64> = particles.iter().map(|particle| particle.weight).collect();
        let chosen = choose_by_weight(&weights, draws as usize, self.fresh_seed());
        let of_draw = |(draw, particle): (u32, &usize)| Society {
            values: self.plan.values_at(&particles[*particle].proposal.point),
            seed: own_seed(self.fresh_seed(), draw),
        };
        let societies = Numbered {
            plan: &self.plan,
            // A larger budget may add rounds, and with them comes another posterior.
            first: posterior.rounds.len() as u32 * PREDICTIVE_MAX,
            societies: (0..).zip(&chosen).map(of_draw).collect(),
        };
        let (kept, particles_kept) = (self.kept(PREDICTIVE), self.kept(PARTICLES));
        self.reach(runs, &kept, &societies)?;
        let proposals = particles.iter().map(|particle| &particle.proposal);
        let simulated = proposals.map(|proposal| self.means(runs, &particles_kept, number(proposal)));
        let simulated = simulated.collect::<Result<Vec<_>, _>>()?;
        let predicted = societies.numbers().map(|number| self.means(runs, &kept, number));
        let predicted = predicted.collect::<Result<Vec<_>, _>>()?;
        Ok(Calibration::of(&self.plan, posterior, &simulated, &predicted))
    }
}

impl Study for Calibrate {
    type Answer = Calibration;

    fn question(&self) -> Result<Question, OutputError> {
        let plan = &self.plan;
        let parameters = plan.parameters.iter();
        let targets = plan.targets.iter();
        let asked = Asked {
            parameters: parameters
                .map(|fitted| (fitted.factor.key.as_str(), fitted.prior))
                .collect(),
            measures: &plan.measures,
            targets: targets.map(|target| (target.value, target.tolerance)).collect(),
            standard_errors: (0..plan.targets.len())
                .filter(|number| plan.targets[*number].is_standard_error)
                .collect(),
            particles: plan.sampler.particles,
            replications: plan.sampler.replications,
            quantile: plan.sampler.quantile,
            distance: plan.sampler.distance,
            own_citizens: plan.own_citizens,
        };
        let asked = serde_json::to_string(&asked)
            .map_err(|error| OutputError::foreign(&plan.path, error.to_string()))?;
        Ok(Question {
            name: format!("calibration-{}", plan.name),
            identity: format!("{}# calibration {asked}\n", identity(&plan.scenario)?),
            seed: plan.seed,
        })
    }

    fn answer(&self, runs: &mut dyn Runs) -> Result<Calibration, Incomplete> {
        let (posterior, failed) = self.sample(runs)?;
        let calibration = self.predict(&posterior, runs)?;
        Ok(Calibration {
            failed,
            ..calibration
        })
    }
}

/// A search for particles on its way.
struct Seeking<'a> {
    calibrate: &'a Calibrate,
    failed: Vec<Failed>,
    /// Societies without a value of a target, by target.
    missing: Vec<usize>,
}

impl Seeking<'_> {
    /// How far the figures of proposals, whose numbers follow one another, lie from the targets.
    fn distances(&mut self, proposals: &[Proposal], runs: &mut dyn Runs) -> Result<Vec<f64>, Incomplete> {
        let (calibrate, plan) = (self.calibrate, &self.calibrate.plan);
        let Some(first) = proposals.first() else {
            return Ok(Vec::new());
        };
        let society = |proposal: &Proposal| Society {
            values: plan.values_at(&proposal.point),
            seed: own_seed(plan.seed, number(proposal)),
        };
        let societies = Numbered {
            plan,
            first: number(first),
            societies: proposals.iter().map(society).collect(),
        };
        let kept = calibrate.kept(PARTICLES);
        self.failed.extend(calibrate.reach(runs, &kept, &societies)?);
        let distances = societies.numbers().map(|number| {
            let means = calibrate.means(runs, &kept, number)?;
            for (count, mean) in self.missing.iter_mut().zip(&means) {
                *count += usize::from(!mean.is_finite());
            }
            Ok(calibrate.distance(&means, number))
        });
        distances.collect()
    }

    /// Why there are no particles after so many attempts.
    fn none(self, attempts: usize) -> CalibrationError {
        let replications = self.calibrate.plan.sampler.replications as usize;
        if self.failed.len() == attempts * replications
            && let Some(first) = self.failed.into_iter().next()
        {
            let reason = first.reason;
            return CalibrationError::NoneRuns { attempts, reason };
        }
        let worst = (0..self.missing.len()).max_by_key(|target| self.missing[*target]);
        let measure = worst.map_or_else(String::new, |target| {
            self.calibrate.plan.measures[target].name.clone()
        });
        CalibrationError::NoValues { attempts, measure }
    }
}

/// The number of an attempt among those of all rounds.
fn number(proposal: &Proposal) -> u32 {
    (proposal.round * ATTEMPTS_MAX + proposal.attempt) as u32
}

fn words(round: &Round) -> String {
    say!(
        "round {}: distance {}, {} % accepted, effective size {}",
        round.number,
        numbers::number(round.tolerance, 3),
        numbers::number(100.0 * round.acceptance, 0),
        numbers::number(round.effective_size, 0)
    )
}
