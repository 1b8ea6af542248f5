//! Worlds of equal weight, against posteriors in closed form.

use rand::RngExt;

use crate::statistics::generator::{normal, substream};
use crate::statistics::history_matching::fixtures::{LinearGaussian, fixture, near, targets};
use crate::statistics::history_matching::*;
use crate::statistics::{Moments, effective_size, weighted_moments};

const DRAWS: u64 = 40_000;

/// Draws of the linear example with their expectations and one noisy run of each.
struct Drawn {
    inputs: Vec<Vec<f64>>,
    expectations: Vec<Vec<f64>>,
    runs: Vec<Vec<f64>>,
}

fn drawn(example: &LinearGaussian) -> Drawn {
    let mut drawn = Drawn {
        inputs: Vec::new(),
        expectations: Vec::new(),
        runs: Vec::new(),
    };
    for address in 0..DRAWS {
        let mut luck = substream(20, address);
        let inputs: Vec<f64> = (0..3).map(|_| normal(&mut luck)).collect();
        let expectations: Vec<f64> = example
            .slopes
            .iter()
            .zip(&example.constants)
            .map(|(row, constant)| {
                constant
                    + row
                        .iter()
                        .zip(&inputs)
                        .map(|(slope, input)| slope * input)
                        .sum::<f64>()
            })
            .collect();
        let chance = expectations.iter().zip(&example.chance_variance);
        drawn.runs.push(
            chance
                .map(|(mean, variance)| mean + variance.sqrt() * normal(&mut luck))
                .collect(),
        );
        drawn.inputs.push(inputs);
        drawn.expectations.push(expectations);
    }
    drawn
}

fn example_targets(example: &LinearGaussian) -> Vec<Target> {
    targets(
        &example.z,
        &example.observation_variance,
        &example.discrepancy_variance,
    )
}

/// The weight of each draw by values of so many runs each.
fn weights(example: &LinearGaussian, values: &[Vec<f64>], runs: usize) -> Vec<f64> {
    let targets = example_targets(example);
    let of_draw = |values: &Vec<f64>| {
        let distances: Vec<f64> = (0..targets.len())
            .map(|figure| {
                let kernel = targets[figure].kernel_variance(example.chance_variance[figure], runs);
                targets[figure].distance(values[figure], kernel.unwrap())
            })
            .collect();
        Kernel::Normal.weight(&distances)
    };
    values.iter().map(of_draw).collect()
}

fn accepted(weights: &[f64], seed: u64) -> Vec<usize> {
    let addresses = 0..weights.len();
    addresses
        .filter(|address| accepts(weights[*address], 1.0, seed, *address as u64).unwrap())
        .collect()
}

fn four_errors_of_share(share: f64) -> f64 {
    4.0 * (share * (1.0 - share) / DRAWS as f64).sqrt()
}

#[test]
fn one_noisy_run_of_each_draw_gives_the_posterior() {
    let example = fixture().linear_gaussian;
    let Drawn {
        inputs,
        expectations,
        runs,
    } = drawn(&example);
    // So many runs that a mean of them is an expectation.
    let noiseless = accepted(&weights(&example, &expectations, 1_000_000_000), 3);
    let noisy = accepted(&weights(&example, &runs, 1), 4);
    for (worlds, share) in [
        (&noiseless, example.acceptance_of_prior_draws),
        (&noisy, example.acceptance_with_one_noisy_run),
    ] {
        let found = worlds.len() as f64 / DRAWS as f64;
        assert!(
            (found - share).abs() < four_errors_of_share(share),
            "{found} against {share}"
        );
        for input in 0..3 {
            let (mean, variance) = (
                example.posterior_mean[input],
                example.posterior_covariance[input][input],
            );
            let moments: Moments = worlds.iter().map(|world| inputs[*world][input]).collect();
            let count = moments.count() as f64;
            assert!((moments.mean() - mean).abs() < 4.0 * (variance / count).sqrt());
            let error = variance * (2.0 / count).sqrt();
            assert!((moments.variance() - variance).abs() < 4.0 * error);
        }
    }
}

#[test]
fn weighted_draws_are_worth_what_the_closed_form_says() {
    let example = fixture().linear_gaussian;
    let Drawn {
        inputs, expectations, ..
    } = drawn(&example);
    let weights = weights(&example, &expectations, 1_000_000_000);
    let share = effective_size(&weights) / DRAWS as f64;
    let expected = example.effective_share_of_prior_draws;
    let (first, second): (Moments, Moments) = (
        weights.iter().copied().collect(),
        weights.iter().map(|weight| weight * weight).collect(),
    );
    let influence: Moments = weights
        .iter()
        .map(|weight| 2.0 * weight / first.mean() - weight * weight / second.mean())
        .collect();
    let error = share * influence.standard_deviation() / (DRAWS as f64).sqrt();
    assert!(
        error < 0.002 && (share - expected).abs() < 4.0 * error,
        "{share} against {expected}"
    );
    let kept = example.not_ruled_out[1].prior_mass_not_ruled_out;
    near(
        expected / kept,
        example.effective_share_of_draws_not_ruled_out_at_3,
        1e-9,
    );
    for input in 0..3 {
        let values: Vec<f64> = inputs.iter().map(|draw| draw[input]).collect();
        let (mean, deviation) = weighted_moments(&values, &weights);
        let error = deviation / effective_size(&weights).sqrt();
        assert!((mean - example.posterior_mean[input]).abs() < 4.0 * error);
    }
}

#[test]
fn cuts_lose_what_the_closed_form_says() {
    let example = fixture().linear_gaussian;
    let expectations = drawn(&example).expectations;
    let weights = weights(&example, &expectations, 1_000_000_000);
    let total: f64 = weights.iter().sum();
    let targets = example_targets(&example);
    let implausibility: Vec<f64> = expectations
        .iter()
        .map(|draw| {
            let of_figures: Vec<f64> = (0..3)
                .map(|figure| {
                    targets[figure].implausibility(&Prediction {
                        mean: draw[figure],
                        chance_variance: example.chance_variance[figure],
                        emulator_variance: 0.0,
                    })
                })
                .collect();
            ranked_implausibility(&of_figures, 1)
        })
        .collect();
    for row in &example.not_ruled_out {
        let kept = implausibility
            .iter()
            .filter(|of_draw| **of_draw <= row.cut)
            .count();
        let share = kept as f64 / DRAWS as f64;
        let expected = row.prior_mass_not_ruled_out;
        assert!(
            (share - expected).abs() < four_errors_of_share(expected),
            "{share} against {expected}"
        );
        let beyond = |draw: usize| f64::from(u8::from(implausibility[draw] > row.cut));
        let lost: f64 = (0..weights.len())
            .map(|draw| weights[draw] * beyond(draw))
            .sum::<f64>()
            / total;
        let squares: f64 = (0..weights.len())
            .map(|draw| weights[draw] * (beyond(draw) - lost))
            .map(|part| part * part)
            .sum();
        let error = squares.sqrt() / total;
        assert!(
            (lost - row.posterior_mass_ruled_out).abs() < 4.0 * error,
            "{lost} against {} by {error}",
            row.posterior_mass_ruled_out
        );
    }
}

#[test]
fn acceptance_hangs_on_the_address_alone() {
    let forwards: Vec<bool> = (0..200)
        .map(|address| accepts(0.4, 1.0, 9, address).unwrap())
        .collect();
    let mut backwards: Vec<bool> = (0..200)
        .rev()
        .map(|address| accepts(0.4, 1.0, 9, address).unwrap())
        .collect();
    backwards.reverse();
    assert_eq!(forwards, backwards);
    for address in 0..200 {
        assert_eq!(accepts(0.0, 1.0, 9, address), Ok(false));
        assert_eq!(accepts(2.0, 2.0, 9, address), Ok(true));
        // The uniform is the same whatever the weight.
        assert!(!forwards[address as usize] || accepts(0.7, 1.0, 9, address).unwrap());
        assert_eq!(accepts(0.8, 2.0, 9, address), accepts(0.4, 1.0, 9, address));
    }
    for weight in [-0.1, f64::NAN, f64::INFINITY] {
        assert!(matches!(
            accepts(weight, 1.0, 9, 0),
            Err(AcceptanceError::NoWeight { .. })
        ));
    }
    assert_eq!(
        accepts(1.5, 1.0, 9, 0),
        Err(AcceptanceError::AboveBound {
            weight: 1.5,
            bound: 1.0
        })
    );
    assert!(accepts(0.5, f64::NAN, 9, 0).is_err());
}

/// The example of a solved intercept: f₁ = b (1 + x²), f₂ = b + 2x, b ~ N(.5, .7²), x even up to 1.5.
fn solved(x: f64, level: f64) -> (f64, SolvedIntercept) {
    let slope = 1.0 + x * x;
    let b = level / slope;
    let u = (b - 0.5) / 0.7;
    (
        b,
        SolvedIntercept {
            prior_density: libm::exp(-0.5 * u * u),
            slope,
        },
    )
}

const OTHER: Target = Target {
    figure: 1.5,
    observation_variance: 0.16,
    discrepancy_variance: 0.09,
    of: FigureOf::Town,
};
const FIRST: Target = Target {
    figure: 1.2,
    observation_variance: 0.01,
    discrepancy_variance: 0.0,
    of: FigureOf::Town,
};

#[test]
fn a_solved_intercept_has_its_density_in_the_weight() {
    type Factor = fn(&SolvedIntercept) -> f64;
    let expected = fixture().solved_intercept;
    let ways: [(&str, Factor); 4] = [
        ("prior and slope in the weight (right)", SolvedIntercept::factor),
        ("full posterior", SolvedIntercept::factor),
        ("prior without slope", |solved| solved.prior_density),
        ("neither", |_| 1.0),
    ];
    // Gauss and Legendre's three points in each panel of x, and evenly spaced levels: exact to 1e-12.
    let nodes = [(-0.6_f64.sqrt(), 5.0), (0.0, 8.0), (0.6_f64.sqrt(), 5.0)];
    for (name, factor) in ways {
        let mut sums = [0.0; 3];
        for (panel, (node, share)) in (0..100).flat_map(|panel| nodes.map(|node| (panel, node))) {
            let x = 0.0075 * (f64::from(2 * panel + 1) + node);
            for place in -40..=40 {
                let u = 0.2 * f64::from(place);
                let (b, solved) = solved(x, FIRST.figure + 0.1 * u);
                let other = Kernel::Normal.weight(&[OTHER.distance(b + 2.0 * x, 0.25)]);
                let weight = share * libm::exp(-0.5 * u * u) * factor(&solved) * other;
                for (sum, power) in sums.iter_mut().zip([1.0, x, x * x]) {
                    *sum += weight * power;
                }
            }
        }
        let mean = sums[1] / sums[0];
        near(mean, expected[name].mean_x, 1e-9);
        near(
            (sums[2] / sums[0] - mean * mean).sqrt(),
            expected[name].sd_x,
            1e-9,
        );
    }
}

#[test]
fn worlds_of_solved_intercepts_are_those_of_the_posterior() {
    let expected = &fixture().solved_intercept["full posterior"];
    let mut worlds = Moments::default();
    let kernel = FIRST.kernel_variance(f64::NAN, 1).unwrap();
    let bound = SolvedIntercept {
        prior_density: 1.0,
        slope: 1.0,
    }
    .factor();
    let mut levels = Moments::default();
    for address in 0..20_000 {
        let x = 1.5 * substream(77, address).random::<f64>();
        let level = FIRST.wished_level(kernel, 5, address);
        levels.push(level);
        let (b, solved) = solved(x, level);
        let weight = solved.factor() * Kernel::Normal.weight(&[OTHER.distance(b + 2.0 * x, 0.25)]);
        if accepts(weight, bound, 5, address).unwrap() {
            worlds.push(x);
        }
    }
    let error = expected.sd_x / (worlds.count() as f64).sqrt();
    assert!(worlds.count() > 2_000 && (worlds.mean() - expected.mean_x).abs() < 4.0 * error);
    assert!((levels.mean() - FIRST.figure).abs() < 4.0 * 0.1 / 20_000_f64.sqrt());
    assert!((levels.standard_deviation() - 0.1).abs() < 4.0 * 0.1 / 40_000_f64.sqrt());
}

#[test]
fn a_bound_is_that_of_the_first_wave() {
    let wave = [(0.2, -0.5), (0.9, 2.0), (0.4, 0.25)];
    let wave = wave.map(|(prior_density, slope)| SolvedIntercept { prior_density, slope });
    let bound = SolvedIntercept::bound(&wave);
    near(bound, 3.6, 1e-12);
    assert!(wave.iter().all(|solved| solved.factor() <= bound));
    assert!(SolvedIntercept::bound(&[]).is_nan());
    let flat = SolvedIntercept {
        prior_density: 0.5,
        slope: 0.0,
    };
    assert!(accepts(flat.factor(), bound, 1, 0).is_err());
}

#[test]
fn a_figure_pulls_at_worlds() {
    near(OTHER.pull(&[1.0, 2.0, 3.0], 0.25), 1.0, 1e-12);
    let missing = Target {
        figure: f64::NAN,
        ..OTHER
    };
    assert!(missing.pull(&[1.0], 0.25).is_nan() && OTHER.pull(&[], 0.25).is_nan());
}
