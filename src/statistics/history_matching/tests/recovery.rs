//! Known truths and the prior.

use proptest::prelude::*;
use rand::RngExt;

use crate::statistics::generator::{generator, normal, substream};
use crate::statistics::history_matching::fixtures::{fixture, near};
use crate::statistics::history_matching::*;
use crate::statistics::student::normal_quantile;

#[test]
fn bands_are_those_of_the_binomial_distribution() {
    for expected in fixture().recovery_bands {
        let band = RecoveryBand::of(expected.truths, expected.nominal);
        assert_eq!((band.from, band.to), (expected.accept_from, expected.accept_to));
        near(band.probability, expected.probability_inside, 1e-9);
    }
}

#[test]
fn ranks_are_tested_as_in_scipy() {
    let expected = fixture().ranks;
    near(
        rank_uniformity(&expected.ranks, expected.worlds),
        expected.p_value,
        1e-9,
    );
    assert!(rank_uniformity(&[], 20).is_nan());
}

/// Truths and worlds from the same distribution of few values: most of them tie.
#[test]
fn ranks_are_uniform_where_worlds_are_draws_of_the_posterior() {
    let (mut rejected, mut shifted) = (0, 0);
    for repetition in 0..100 {
        let mut draws = substream(5, repetition);
        let mut value = || f64::from(draws.random_range(0..4_u32));
        let ranks = |shift: f64, value: &mut dyn FnMut() -> f64| -> Vec<usize> {
            let truths = 0..60_u64;
            truths
                .map(|truth| {
                    let worlds: Vec<f64> = (0..19).map(|_| value()).collect();
                    rank_among(value() + shift, &worlds, 60 * repetition + truth)
                })
                .collect()
        };
        rejected += usize::from(rank_uniformity(&ranks(0.0, &mut value), 19) < 0.05);
        shifted += usize::from(rank_uniformity(&ranks(1.0, &mut value), 19) < 0.05);
    }
    // 99.9 % of numbers of 100 that happen with probability .05 are up to 13.
    assert!(rejected <= 13 && shifted > 95, "{rejected} and {shifted}");
}

#[test]
fn distances_are_those_of_scipy() {
    for expected in fixture().kolmogorov_smirnov {
        let test = KolmogorovSmirnov::of(&expected.sample, |probability| match probability {
            0.0 => f64::NEG_INFINITY,
            1.0 => f64::INFINITY,
            _ => normal_quantile(probability),
        });
        near(test.distance, expected.distance, 1e-9);
        // The p-value of scipy is exact, the one here an expansion.
        near(test.p_value, expected.p_value, 2e-4);
    }
}

#[test]
fn the_distribution_may_have_atoms() {
    let steps = fixture().steps;
    let quantile = |probability: f64| {
        let (mut count, mut term) = (0.0, libm::exp(-steps.rate));
        let mut reached = term;
        while reached < probability && count < 60.0 {
            count += 1.0;
            term *= steps.rate / count;
            reached += term;
        }
        count
    };
    near(
        KolmogorovSmirnov::of(&steps.sample, quantile).distance,
        steps.distance,
        1e-9,
    );
}

#[test]
fn p_values_are_uniform_for_draws_of_the_prior() {
    let below = (0..400_u64)
        .filter(|repetition| {
            let mut draws = substream(6, *repetition);
            let sample: Vec<f64> = (0..50).map(|_| draws.random::<f64>()).collect();
            KolmogorovSmirnov::of(&sample, |probability| probability).p_value < 0.1
        })
        .count();
    // 40 ± 4 · 6.
    assert!((16..=64).contains(&below), "{below}");
}

#[test]
fn distances_have_known_ends() {
    let nothing = KolmogorovSmirnov::of(&[], |probability| probability);
    assert!(nothing.distance.is_nan() && nothing.p_value.is_nan());
    let far = KolmogorovSmirnov::of(&[2.0; 20], |probability| probability);
    assert!((far.distance - 1.0).abs() < 1e-15 && far.p_value < 1e-8);
    let lower = KolmogorovSmirnov::of(&[-2.0; 20], |probability| probability);
    assert!((lower.distance - 1.0).abs() < 1e-15);
}

proptest! {
    #[test]
    fn a_distance_does_not_hang_on_order_or_scale(
        seed: u64, count in 1..30_usize, shift in -2.0..2.0_f64, scale in 0.1..9.0_f64,
    ) {
        let mut draws = generator(seed);
        let sample: Vec<f64> = (0..count).map(|_| normal(&mut draws)).collect();
        let moved: Vec<f64> = sample.iter().rev().map(|value| shift + scale * value).collect();
        let plain = |probability: f64| normal_quantile(probability.clamp(1e-12, 1.0 - 1e-12));
        let one = KolmogorovSmirnov::of(&sample, plain);
        let other = KolmogorovSmirnov::of(&moved, |probability| shift + scale * plain(probability));
        prop_assert!((one.distance - other.distance).abs() < 1e-9);
        prop_assert!(one.distance >= 0.5 / count as f64 - 1e-9 && one.distance <= 1.0);
        prop_assert!((0.0..=1.0).contains(&one.p_value));
    }
}
