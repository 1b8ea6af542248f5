//! Screening by elementary effects.

use rand::RngExt;
use rand::seq::SliceRandom;

use crate::statistics::generator::generator;
use crate::statistics::{Bootstrap, CONFIDENCE, Interval, Moments};

/// Levels of each factor, at 0, 1/3, 2/3 and 1.
const LEVELS: usize = 4;

/// Length of a step, `p / (2 (p − 1))` of the range, which gives all levels the same chance.
const STEP: f64 = LEVELS as f64 / (2.0 * (LEVELS as f64 - 1.0));

/// Resamples for the interval of σ.
const RESAMPLES: usize = 999;

/// What the elementary effects of a factor say: the change of the output per unit range of the factor, here and there in
/// the cube.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ElementaryEffects {
    /// Number of effects; less than that of trajectories where an output is not a finite number.
    pub count: usize,
    /// μ, the mean effect.
    pub mean: f64,
    /// 95 % t interval of μ.
    pub mean_interval: Interval,
    /// μ*, the mean absolute effect: the measure of importance (Campolongo, Cariboni and Saltelli, Environmental
    /// Modelling & Software 22, 2007).
    pub mean_absolute: f64,
    /// 95 % t interval of μ*.
    pub mean_absolute_interval: Interval,
    /// σ, the standard deviation of the effects: how far the factor acts in curves or in concert with others.
    pub deviation: f64,
    /// 95 % percentile interval of σ over resamples of the trajectories.
    pub deviation_interval: Interval,
}

/// The points of `count` trajectories through a grid of four levels, one after the other, `factors + 1` points each.
///
/// A trajectory starts at random and moves one factor after the other, in random order, by two thirds of its range
/// (Morris, Technometrics 33, 1991). The same seed gives the same points.
#[must_use]
pub fn trajectories(count: usize, factors: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut draws = generator(seed);
    let mut order: Vec<usize> = (0..factors).collect();
    let mut points = Vec::with_capacity(count * (factors + 1));
    for _ in 0..count {
        let mut point: Vec<f64> = (0..factors)
            .map(|_| draws.random_range(0..LEVELS) as f64 / (LEVELS - 1) as f64)
            .collect();
        order.shuffle(&mut draws);
        points.push(point.clone());
        for factor in &order {
            // Only one of both directions stays in the range.
            point[*factor] += if point[*factor] < 0.5 { STEP } else { -STEP };
            // 1/3 + 2/3 and 1 − 2/3 in whole thirds.
            point[*factor] = (point[*factor] * (LEVELS - 1) as f64).round() / (LEVELS - 1) as f64;
            points.push(point.clone());
        }
    }
    points
}

/// Sums up the effects of each factor, from the outputs at the points of [`trajectories`], or of any trajectories in
/// which one factor moves at a time and each of them once.
///
/// An effect one of whose two outputs is not a finite number is left out.
///
/// # Panics
/// When points are not whole trajectories, there is not one output per point, or not exactly one factor moves.
#[must_use]
pub fn elementary_effects(points: &[Vec<f64>], outputs: &[f64], seed: u64) -> Vec<ElementaryEffects> {
    assert_eq!(points.len(), outputs.len(), "each point has an output");
    let Some(factors) = points.first().map(Vec::len) else {
        return Vec::new();
    };
    assert_eq!(points.len() % (factors + 1), 0, "trajectories are whole");
    let mut effects = vec![Vec::new(); factors];
    for (path, outputs) in points.chunks(factors + 1).zip(outputs.chunks(factors + 1)) {
        for (step, change) in path.windows(2).zip(outputs.windows(2)) {
            let mut moved = (0..factors).filter(|factor| (step[1][*factor] - step[0][*factor]).abs() > 0.0);
            let factor = moved.next().expect("a factor moves at each step");
            assert_eq!(moved.next(), None, "one factor moves at a time");
            let effect = (change[1] - change[0]) / (step[1][factor] - step[0][factor]);
            if effect.is_finite() {
                effects[factor].push(effect);
            }
        }
    }
    effects.iter().map(|effects| summarise(effects, seed)).collect()
}

fn summarise(effects: &[f64], seed: u64) -> ElementaryEffects {
    let plain: Moments = effects.iter().copied().collect();
    let absolute: Moments = effects.iter().map(|effect| effect.abs()).collect();
    let interval = |moments: &Moments| Interval::around(moments.mean(), moments.half_width(CONFIDENCE));
    let deviation = Bootstrap::without_acceleration(effects.len(), RESAMPLES, seed, |units| {
        let resample: Moments = units.iter().map(|unit| effects[*unit]).collect();
        resample.standard_deviation()
    });
    ElementaryEffects {
        count: effects.len(),
        mean: plain.mean(),
        mean_interval: interval(&plain),
        mean_absolute: absolute.mean(),
        mean_absolute_interval: interval(&absolute),
        deviation: plain.standard_deviation(),
        deviation_interval: deviation.percentile(CONFIDENCE),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{g_function, salib};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn agrees_with_salib_on_the_same_sample() {
        let expected = salib().morris;
        for (point, output) in expected.sample.iter().zip(&expected.output) {
            assert!((g_function(point) - output).abs() < 1e-12);
        }
        let effects = elementary_effects(&expected.sample, &expected.output, 1);
        assert_eq!(effects.len(), 6);
        for (factor, effect) in effects.iter().enumerate() {
            assert!((effect.mean - expected.mu[factor]).abs() < 1e-10);
            assert!((effect.mean_absolute - expected.mu_star[factor]).abs() < 1e-10);
            assert!((effect.deviation - expected.sigma[factor]).abs() < 1e-10);
            // SALib's interval is 1.96 bootstrap standard errors, without the factor √(n/(n−1)) t/1.96 of the t
            // interval: 2.262/1.96/√0.9 = 1.217 for ten effects. Its 10,000 resamples scatter by 0.7 %; four of those.
            let share = effect.mean_absolute_interval.half_width() / expected.mu_star_conf[factor];
            assert!((share / 1.217 - 1.0).abs() < 0.028, "{share}");
            assert!(effect.deviation_interval.low <= effect.deviation);
        }
    }

    #[test]
    fn linear_outputs_have_their_slopes() {
        let points = trajectories(8, 3, 5);
        let outputs: Vec<f64> = points.iter().map(|p| 4.0 * p[0] - 2.0 * p[1]).collect();
        let effects = elementary_effects(&points, &outputs, 1);
        for (effect, slope) in effects.iter().zip([4.0, -2.0, 0.0_f64]) {
            assert_eq!(effect.count, 8);
            assert!(
                (effect.mean - slope).abs() < 1e-12 && (effect.mean_absolute - slope.abs()).abs() < 1e-12
            );
            assert!(effect.deviation < 1e-12 && effect.deviation_interval.high < 1e-12);
        }
    }

    #[test]
    fn interplay_shows_in_the_deviation() {
        // y = x₀ x₁: the effect of x₀ is x₁, on four equally likely levels: mean ½, variance 5/36.
        let points = trajectories(4000, 2, 3);
        let outputs: Vec<f64> = points.iter().map(|p| p[0] * p[1]).collect();
        for effect in elementary_effects(&points, &outputs, 1) {
            assert!((effect.mean - 0.5).abs() < 4.0 * (5.0 / 36.0 / 4000.0_f64).sqrt());
            assert!((effect.deviation - (5.0 / 36.0_f64).sqrt()).abs() < 0.01);
        }
    }

    #[test]
    fn failed_runs_lose_only_their_effects() {
        let points = trajectories(3, 2, 1);
        let mut outputs: Vec<f64> = points.iter().map(|p| p[0] + p[1]).collect();
        outputs[3] = f64::NAN;
        let effects = elementary_effects(&points, &outputs, 1);
        assert_eq!(effects.iter().map(|effect| effect.count).sum::<usize>(), 5);
        assert!(elementary_effects(&[], &[], 1).is_empty());
    }

    proptest! {
        #[test]
        fn trajectories_move_each_factor_once_on_the_grid(count in 1..6_usize, factors in 1..8_usize, seed: u64) {
            let points = trajectories(count, factors, seed);
            prop_assert_eq!(points.len(), count * (factors + 1));
            for path in points.chunks(factors + 1) {
                let mut moves = vec![0; factors];
                for step in path.windows(2) {
                    for factor in 0..factors {
                        let length = (step[1][factor] - step[0][factor]).abs();
                        prop_assert!(length == 0.0 || (length - 2.0 / 3.0).abs() < 1e-12);
                        moves[factor] += i32::from(length > 0.0);
                    }
                }
                prop_assert!(moves.iter().all(|number| *number == 1));
                for value in path.iter().flatten() {
                    prop_assert!([0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0].contains(value), "{value}");
                }
            }
        }
    }
}
