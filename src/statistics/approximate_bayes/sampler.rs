//! Population Monte Carlo with tolerances that fall from round to round.

use rand::RngExt;

use super::kernel::Kernel;
use super::particle::{Particle, Proposal};
use super::weighted::effective_size;
use crate::statistics::generator::substream;
use crate::statistics::quantile;

/// Most rounds.
pub const ROUNDS_MAX: usize = 50;
/// Most attempts in a round.
pub const ATTEMPTS_MAX: usize = 1_000_000;
/// Fewest attempts that are evaluated at once, so that threads are busy.
const BATCH_MIN: usize = 32;

/// How a posterior is sampled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PosteriorSettings {
    /// Dimensions of the cube, at least 1.
    pub dimensions: usize,
    /// Particles of a population, at least 2.
    pub particles: usize,
    /// Most rounds, 1 to [`ROUNDS_MAX`].
    pub rounds: usize,
    /// Share of the particles of a round that lie within the tolerance of the next, inside `(0, 1)`.
    pub quantile: f64,
    /// The tolerance at which all is done.
    pub final_tolerance: f64,
    /// A round in which a smaller share of attempts is accepted is the last, inside `(0, 1]`.
    pub least_acceptance: f64,
    /// Most points that are evaluated, all rounds together.
    pub budget: usize,
    /// Seed of every draw.
    pub seed: u64,
}

/// What a round came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Round {
    /// Number of the round, from 0.
    pub number: usize,
    /// Distances up to this were accepted: in the first round the largest there was.
    pub tolerance: f64,
    /// Attempts up to the last that was accepted.
    pub attempts: usize,
    /// Points that were evaluated, those after the last accepted included.
    pub evaluated: usize,
    /// Share of attempts that were accepted.
    pub acceptance: f64,
    /// Effective size of the population (Kish).
    pub effective_size: f64,
}

/// Why a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All particles lie within the final tolerance.
    Reached,
    /// There were as many rounds as were allowed.
    Rounds,
    /// Too few attempts were accepted.
    Acceptance,
    /// As many points were evaluated as were allowed.
    Budget,
    /// All particles are equally far away, so the tolerance cannot fall.
    Level,
}

/// The last whole population and how it came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// The particles, in the order of their attempts; none when not even the first round was filled.
    pub particles: Vec<Particle>,
    /// The whole rounds.
    pub rounds: Vec<Round>,
    /// Points that were evaluated, those of a round that was not filled included.
    pub evaluated: usize,
    /// Why it ended.
    pub ending: Ending,
}

/// How a round ended.
enum Filled {
    Whole(Vec<Particle>, usize),
    Given(Ending),
}

/// Samples which points of the unit cube, all equally likely before, lead to data within a tolerance of those observed.
///
/// Population Monte Carlo: Toni, Welch, Strelkowa, Ipsen and Stumpf, Journal of the Royal Society Interface 6, 2009;
/// Beaumont, Cornuet, Marin and Robert, Biometrika 96, 2009. The first round draws from the cube and accepts every point
/// whose distance is finite. Each later round accepts distances up to a quantile of those of the round before, but never asks
/// for less than the final tolerance. Its points are particles of the round before, chosen by weight and moved by a
/// normal kernel with twice their weighted covariance (Filippi and others, Statistical Applications in Genetics and Molecular
/// Biology 12, 2013); what leaves the cube is drawn anew. A particle at `θ` has the weight
/// `1 / Σ_j w_j K(θ | θ_j)`, for the prior is flat.
///
/// `evaluate` gets several points at once, so that it can run them in parallel, and answers with their distances in the
/// order it was asked; a distance that is not finite is never accepted. The data behind a distance must not share
/// their random numbers between points. `ended` hears of each whole round.
///
/// Each attempt draws from a stream of its own, and a round is filled by the first attempts that are accepted, in their
/// order: what comes out depends on the settings and the distances alone, and with a larger budget it is the same as far as it goes.
///
/// # Errors
/// What `evaluate` returns as an error ends the search.
///
/// # Panics
/// When a setting is not as described, or `evaluate` does not answer for every point.
pub fn sample_posterior<E>(
    settings: &PosteriorSettings,
    mut evaluate: impl FnMut(&[Proposal]) -> Result<Vec<f64>, E>,
    mut ended: impl FnMut(&Round),
) -> Result<Posterior, E> {
    check(settings);
    let mut posterior = Posterior {
        particles: Vec::new(),
        rounds: Vec::new(),
        evaluated: 0,
        ending: Ending::Rounds,
    };
    let mut tolerance = f64::MAX;
    while posterior.rounds.len() < settings.rounds {
        let number = posterior.rounds.len();
        let kernel = (number > 0).then(|| Kernel::of(&posterior.particles));
        let before = posterior.evaluated;
        let (mut particles, attempts) = match fill(
            settings,
            number,
            tolerance,
            kernel.as_ref(),
            &mut posterior.evaluated,
            &mut evaluate,
        )? {
            Filled::Whole(particles, attempts) => (particles, attempts),
            Filled::Given(ending) => {
                posterior.ending = ending;
                break;
            }
        };
        weigh(&mut particles, kernel.as_ref());
        let weights: Vec<f64> = particles.iter().map(|particle| particle.weight).collect();
        let furthest = particles
            .iter()
            .map(|particle| particle.distance)
            .fold(0.0, f64::max);
        let round = Round {
            number,
            tolerance: if number == 0 { furthest } else { tolerance },
            attempts,
            evaluated: posterior.evaluated - before,
            acceptance: settings.particles as f64 / attempts as f64,
            effective_size: effective_size(&weights),
        };
        ended(&round);
        posterior.rounds.push(round);
        posterior.particles = particles;
        if furthest <= settings.final_tolerance {
            posterior.ending = Ending::Reached;
            break;
        }
        if round.acceptance < settings.least_acceptance {
            posterior.ending = Ending::Acceptance;
            break;
        }
        let Some(next) = next_tolerance(settings, &posterior.particles, furthest) else {
            posterior.ending = Ending::Level;
            break;
        };
        tolerance = next;
    }
    Ok(posterior)
}

fn check(settings: &PosteriorSettings) {
    assert!(settings.dimensions > 0, "a point needs a dimension");
    assert!(settings.particles >= 2, "a population needs two particles");
    assert!(
        (1..=ROUNDS_MAX).contains(&settings.rounds),
        "rounds out of bounds"
    );
    assert!(
        0.0 < settings.quantile && settings.quantile < 1.0,
        "quantile out of bounds"
    );
    assert!(
        0.0 < settings.least_acceptance && settings.least_acceptance <= 1.0,
        "acceptance out of bounds"
    );
}

/// The tolerance of the next round; `None` when all distances are equal, so that none is smaller than the largest.
fn next_tolerance(settings: &PosteriorSettings, particles: &[Particle], furthest: f64) -> Option<f64> {
    let mut distances: Vec<f64> = particles.iter().map(|particle| particle.distance).collect();
    distances.sort_by(f64::total_cmp);
    let wanted = quantile(&distances, settings.quantile).max(settings.final_tolerance);
    if wanted < furthest {
        return Some(wanted);
    }
    // Distances of counts tie: the quantile may be the largest of them.
    distances.into_iter().rfind(|distance| *distance < furthest)
}

/// Tries points until a population is full.
fn fill<E>(
    settings: &PosteriorSettings,
    round: usize,
    tolerance: f64,
    kernel: Option<&Kernel>,
    evaluated: &mut usize,
    evaluate: &mut impl FnMut(&[Proposal]) -> Result<Vec<f64>, E>,
) -> Result<Filled, E> {
    let most = (settings.particles as f64 / settings.least_acceptance).ceil() as usize;
    let most = most.min(ATTEMPTS_MAX);
    let expected = if round == 0 { 1.0 } else { settings.quantile };
    let mut accepted: Vec<Particle> = Vec::with_capacity(settings.particles);
    let mut attempts = 0;
    loop {
        let missing = (settings.particles - accepted.len()) as f64;
        let rate = (accepted.len() as f64 + expected) / (attempts as f64 + 1.0);
        let wanted =
            ((missing / rate).ceil() as usize).clamp(BATCH_MIN, 4 * settings.particles.max(BATCH_MIN));
        let left = settings.budget.saturating_sub(*evaluated);
        let count = wanted.min(most - attempts).min(left);
        if count == 0 {
            let ending = if attempts == most {
                Ending::Acceptance
            } else {
                Ending::Budget
            };
            return Ok(Filled::Given(ending));
        }
        let proposals: Vec<Proposal> = (attempts..attempts + count)
            .map(|attempt| propose(settings, round, attempt, kernel))
            .collect();
        let distances = evaluate(&proposals)?;
        assert_eq!(distances.len(), proposals.len(), "each point has an answer");
        *evaluated += count;
        attempts += count;
        for (proposal, distance) in proposals.into_iter().zip(distances) {
            if !distance.is_finite() || distance > tolerance {
                continue;
            }
            let last = proposal.attempt;
            accepted.push(Particle {
                proposal,
                distance,
                weight: 0.0,
            });
            if accepted.len() == settings.particles {
                return Ok(Filled::Whole(accepted, last + 1));
            }
        }
    }
}

/// The point of an attempt.
fn propose(settings: &PosteriorSettings, round: usize, attempt: usize, kernel: Option<&Kernel>) -> Proposal {
    let mut draws = substream(settings.seed, (round * ATTEMPTS_MAX + attempt) as u64);
    let point = match kernel {
        None => (0..settings.dimensions).map(|_| draws.random()).collect(),
        Some(kernel) => loop {
            let point = kernel.draw(&mut draws);
            if point.iter().all(|coordinate| (0.0..1.0).contains(coordinate)) {
                break point;
            }
        },
    };
    Proposal {
        round,
        attempt,
        point,
    }
}

fn weigh(particles: &mut [Particle], kernel: Option<&Kernel>) {
    for particle in particles.iter_mut() {
        particle.weight = kernel.map_or(1.0, |kernel| 1.0 / kernel.density(&particle.proposal.point));
    }
    let sum: f64 = particles.iter().map(|particle| particle.weight).sum();
    for particle in particles {
        particle.weight /= sum;
    }
}
