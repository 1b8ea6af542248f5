//! The sampler against posteriors known in closed form, and against another implementation, draw by draw.

use std::convert::Infallible;

use rand::RngExt;

use super::*;
use crate::statistics::generator::{normal, substream};

const SETTINGS: PosteriorSettings = PosteriorSettings {
    dimensions: 1,
    particles: 1_000,
    rounds: 20,
    quantile: 0.5,
    final_tolerance: 1.0,
    least_acceptance: 0.001,
    budget: 1_000_000,
    seed: 5,
};

/// Standard normal draws of an attempt.
fn normal_draws<const N: usize>(proposal: &Proposal) -> [f64; N] {
    let mut draws = substream(77, (proposal.round * ATTEMPTS_MAX + proposal.attempt) as u64);
    std::array::from_fn(|_| normal(&mut draws))
}

fn sampled(settings: &PosteriorSettings, distance: impl Fn(&Proposal) -> f64) -> Posterior {
    let evaluate =
        |proposals: &[Proposal]| Ok::<_, Infallible>(proposals.iter().map(&distance).collect::<Vec<f64>>());
    sample_posterior(settings, evaluate, |_| {}).unwrap()
}

fn column(posterior: &Posterior, value: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let particles = posterior.particles.iter();
    particles
        .map(|particle| value(&particle.proposal.point))
        .collect()
}

fn weights(posterior: &Posterior) -> Vec<f64> {
    posterior
        .particles
        .iter()
        .map(|particle| particle.weight)
        .collect()
}

#[test]
fn the_mean_of_a_normal_has_the_posterior_it_must_have() {
    // Prior: flat from -4 to 4. Data: one draw from N(μ, 0.5²), observed as 0.7 up to 0.6. The posterior at that tolerance
    // is that of a figure with an even error: N(0.7, 0.5²) plus an even error of ±0.6, with variance 0.5² + 0.6²/3.
    let mean_of = |point: &[f64]| 8.0 * point[0] - 4.0;
    let posterior = sampled(&SETTINGS, |proposal| {
        let [noise] = normal_draws(proposal);
        (mean_of(&proposal.point) + 0.5 * noise - 0.7).abs() / 0.6
    });
    assert_eq!(posterior.ending, Ending::Reached);
    assert!(posterior.rounds.len() >= 3, "{:?}", posterior.rounds);
    let (values, weights) = (column(&posterior, mean_of), weights(&posterior));
    let size = effective_size(&weights);
    assert!(size > 500.0, "{size}");
    let (mean, deviation) = weighted_moments(&values, &weights);
    let expected = (0.25_f64 + 0.12).sqrt();
    assert!((mean - 0.7).abs() < 3.5 * expected / size.sqrt(), "{mean}");
    assert!(
        (deviation / expected - 1.0).abs() < 3.5 / (2.0 * size).sqrt(),
        "{deviation} {expected}"
    );
    // Distribution function of the sum, by the midpoint rule over the even error.
    let below = |value: f64| -> f64 {
        use statrs::distribution::{ContinuousCDF, Normal};
        let normal = Normal::new(0.7, 0.5).unwrap();
        let parts = (0..400).map(|part| -0.6 + 1.2 * (f64::from(part) + 0.5) / 400.0);
        parts.map(|error| normal.cdf(value - error)).sum::<f64>() / 400.0
    };
    for share in [0.05, 0.25, 0.5, 0.75, 0.95] {
        let found = below(weighted_quantile(&values, &weights, share));
        let error = (share * (1.0 - share) / size).sqrt();
        assert!((found - share).abs() < 3.5 * error, "{share}: {found}");
    }
}

#[test]
fn two_parameters_keep_their_covariance() {
    // Observed: a + b up to 0.2 and a − b up to 0.05, each with normal noise of 0.05; so their posterior variances are
    // v = 0.05² + tolerance²/3, and those of a and b are (v₊ + v₋)/4, their covariance (v₊ − v₋)/4.
    let settings = PosteriorSettings {
        dimensions: 2,
        ..SETTINGS
    };
    let posterior = sampled(&settings, |proposal| {
        let (a, b) = (4.0 * proposal.point[0] - 2.0, 4.0 * proposal.point[1] - 2.0);
        let [one, other] = normal_draws(proposal);
        let (plus, minus) = (a + b + 0.05 * one - 0.3, a - b + 0.05 * other - 0.1);
        (plus.abs() / 0.2).max(minus.abs() / 0.05)
    });
    assert_eq!(posterior.ending, Ending::Reached);
    let weights = weights(&posterior);
    let size = effective_size(&weights);
    let moments = |value: fn(&[f64]) -> f64| weighted_moments(&column(&posterior, value), &weights);
    let (plus, minus) = (
        moments(|point| 4.0 * (point[0] + point[1]) - 4.0),
        moments(|point| 4.0 * (point[0] - point[1])),
    );
    for ((mean, deviation), (at, tolerance)) in [(plus, (0.3, 0.2)), (minus, (0.1, 0.05))] {
        let expected = (0.0025 + tolerance * tolerance / 3.0_f64).sqrt();
        assert!((mean - at).abs() < 3.5 * expected / size.sqrt(), "{mean} {at}");
        assert!(
            (deviation / expected - 1.0).abs() < 3.5 / (2.0 * size).sqrt(),
            "{deviation} {expected}"
        );
    }
    assert!(size > 300.0, "{size}");
}

/// How many of 100 means, drawn from the prior, lie in the 90 % interval that a figure gives. The figure is one draw around the mean,
/// of standard deviation 0.3, with an error of standard deviation 1; `distance` is that of a run from the figure, given luck.
fn covered(distance: impl Fn(f64, f64) -> f64) -> usize {
    let is_covered = |number: &u64| {
        let mut draws = substream(41, *number);
        let truth = 8.0 * draws.random::<f64>() - 4.0;
        let figure = truth + 0.3 * normal(&mut draws) + normal(&mut draws);
        let settings = PosteriorSettings {
            particles: 100,
            least_acceptance: 0.02,
            seed: 1_000 + *number,
            ..SETTINGS
        };
        let mean_of = |point: &[f64]| 8.0 * point[0] - 4.0;
        let posterior = sampled(&settings, |proposal| {
            let attempt = (proposal.round * ATTEMPTS_MAX + proposal.attempt) as u64;
            let mut draws = substream(500 + *number, attempt);
            let noise = normal(&mut draws);
            let luck = draws.random::<f64>();
            distance(mean_of(&proposal.point) + 0.3 * noise - figure, luck)
        });
        let (values, weights) = (column(&posterior, mean_of), weights(&posterior));
        let [low, high] = [0.05, 0.95].map(|share| weighted_quantile(&values, &weights, share));
        low <= truth && truth <= high
    };
    (0..100).filter(is_covered).count()
}

#[test]
fn intervals_from_standard_errors_cover_the_truth_as_often_as_they_say() {
    // 90 expected, with a standard deviation of 3.
    let normal = covered(|away, luck| misfit(&[], &[away], luck));
    assert!((81..=98).contains(&normal), "{normal}");
    // An error that is even within ± s has a standard deviation of s/√3, so s is no standard error: 67 in theory.
    let even = covered(|away, luck| misfit(&[away], &[], luck));
    assert!(even < 82, "{even}");
}

#[test]
fn figures_of_both_kinds_have_the_posterior_they_must_have() {
    // Prior: flat from -4 to 4. One figure, 0.5, has a normal error of 0.4; the other, 0.9, an even one of ± 0.6. Runs have no
    // chance, so the posterior is the normal density around 0.5 cut off at 0.3 and 1.5.
    let mean_of = |point: &[f64]| 8.0 * point[0] - 4.0;
    let posterior = sampled(&SETTINGS, |proposal| {
        let value = mean_of(&proposal.point);
        let number = (proposal.round * ATTEMPTS_MAX + proposal.attempt) as u64;
        let luck = substream(78, number).random::<f64>();
        misfit(&[(value - 0.9) / 0.6], &[(value - 0.5) / 0.4], luck)
    });
    assert_eq!(posterior.ending, Ending::Reached);
    let (values, weights) = (column(&posterior, mean_of), weights(&posterior));
    let size = effective_size(&weights);
    assert!(size > 400.0, "{size}");
    let below = |value: f64| crate::statistics::student::normal_cdf((value - 0.5) / 0.4);
    let (low, high) = (below(0.3), below(1.5));
    for share in [0.05, 0.25, 0.5, 0.75, 0.95] {
        let found = (below(weighted_quantile(&values, &weights, share)) - low) / (high - low);
        let error = (share * (1.0 - share) / size).sqrt();
        assert!((found - share).abs() < 3.5 * error, "{share}: {found}");
    }
}

#[derive(serde::Deserialize)]
struct Fixture {
    rounds: Vec<FixtureRound>,
    particles: Vec<FixtureParticle>,
    means: [f64; 2],
}

#[derive(serde::Deserialize)]
struct FixtureRound {
    tolerance: f64,
    attempts: usize,
    effective_size: f64,
}

#[derive(serde::Deserialize)]
struct FixtureParticle {
    attempt: usize,
    point: [f64; 2],
    distance: f64,
    weight: f64,
}

#[test]
fn agrees_with_an_implementation_in_another_language() {
    let fixture: Fixture =
        serde_json::from_str(include_str!("../../../tests/fixtures/approximate_bayes.json")).unwrap();
    let settings = PosteriorSettings {
        dimensions: 2,
        particles: 100,
        seed: 11,
        ..SETTINGS
    };
    let posterior = sampled(&settings, |proposal| {
        let mut draws = substream(99, (proposal.round * ATTEMPTS_MAX + proposal.attempt) as u64);
        let noise: [f64; 2] = std::array::from_fn(|_| draws.random::<f64>() - 0.5);
        let [x, y] = [proposal.point[0], proposal.point[1]];
        let one = x + y + 0.1 * noise[0] - 0.9;
        let other = x * y + 0.05 * noise[1] - 0.2;
        (one.abs() / 0.05).max(other.abs() / 0.02)
    });
    let near = |found: f64, expected: f64| {
        assert!(
            (found - expected).abs() < 1e-9 * expected.abs().max(1e-3),
            "{found} {expected}"
        );
    };
    assert_eq!(posterior.rounds.len(), fixture.rounds.len());
    for (found, expected) in posterior.rounds.iter().zip(&fixture.rounds) {
        near(found.tolerance, expected.tolerance);
        near(found.effective_size, expected.effective_size);
        assert_eq!(found.attempts, expected.attempts);
    }
    for (found, expected) in posterior.particles.iter().zip(&fixture.particles) {
        assert_eq!(found.proposal.attempt, expected.attempt);
        near(found.distance, expected.distance);
        near(found.weight, expected.weight);
        for axis in 0..2 {
            near(found.proposal.point[axis], expected.point[axis]);
        }
    }
    for axis in 0..2 {
        let (mean, _) = weighted_moments(&column(&posterior, |point| point[axis]), &weights(&posterior));
        near(mean, fixture.means[axis]);
    }
}

#[test]
fn a_search_says_why_it_ended_and_a_larger_budget_goes_on() {
    let settings = PosteriorSettings {
        particles: 50,
        ..SETTINGS
    };
    let away = |proposal: &Proposal| 100.0 * (proposal.point[0] - 0.5).abs();
    let whole = sampled(&settings, away);
    assert_eq!(whole.ending, Ending::Reached);
    assert!(whole.particles.iter().all(|particle| particle.distance <= 1.0));
    // Not enough for the last round.
    let budget = whole.evaluated - whole.rounds[whole.rounds.len() - 1].evaluated + 40;
    let part = sampled(&PosteriorSettings { budget, ..settings }, away);
    assert_eq!(part.ending, Ending::Budget);
    assert_eq!(part.rounds[..], whole.rounds[..part.rounds.len()]);
    assert_eq!(part.rounds.len(), whole.rounds.len() - 1);
    assert!(part.evaluated <= budget);
    let few = sampled(
        &PosteriorSettings {
            rounds: 2,
            ..settings
        },
        away,
    );
    assert_eq!((few.ending, few.rounds.len()), (Ending::Rounds, 2));
    assert_eq!(few.rounds[..], whole.rounds[..2]);

    let nowhere = sampled(&settings, |_| f64::NAN);
    assert_eq!((nowhere.ending, nowhere.particles.len()), (Ending::Acceptance, 0));
    let level = sampled(&settings, |_| 3.0);
    assert_eq!((level.ending, level.rounds.len()), (Ending::Level, 1));
    let small = sampled(
        &PosteriorSettings {
            budget: 20,
            ..settings
        },
        away,
    );
    assert_eq!((small.ending, small.particles.len()), (Ending::Budget, 0));

    // Nothing lies nearer than 1.2, so few attempts do; what was found before stands.
    let far = PosteriorSettings {
        least_acceptance: 0.2,
        ..settings
    };
    let stuck = sampled(&far, |proposal| {
        let [noise] = normal_draws(proposal);
        1.2 + (noise * noise + 10.0 * (proposal.point[0] - 0.5).abs())
    });
    assert_eq!(stuck.ending, Ending::Acceptance);
    assert!(stuck.rounds.len() > 1 && stuck.particles.len() == 50);
}

#[test]
fn ties_of_counts_do_not_hold_a_search_up() {
    // Distances are whole: the quantile ties with the largest.
    let settings = PosteriorSettings {
        particles: 100,
        final_tolerance: 0.0,
        ..SETTINGS
    };
    let posterior = sampled(&settings, |proposal| {
        let steps = (8.0 * proposal.point[0]).floor();
        if steps < 6.0 { 5.0 } else { 7.0 - steps }
    });
    assert_eq!(posterior.ending, Ending::Reached);
    let tolerances: Vec<f64> = posterior.rounds.iter().map(|round| round.tolerance).collect();
    assert_eq!(tolerances, [5.0, 1.0, 0.0]);
}
