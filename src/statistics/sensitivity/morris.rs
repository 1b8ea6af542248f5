//! Screening by elementary effects.

use rand::RngExt;
use rand::seq::SliceRandom;

use crate::statistics::generator::generator;
use crate::statistics::{Bootstrap, CONFIDENCE, Interval, Moments, difference};

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
    let effects = effects(points, outputs);
    effects
        .iter()
        .map(|effects| {
            let finite: Vec<f64> = effects
                .iter()
                .copied()
                .filter(|effect| effect.is_finite())
                .collect();
            summarise(&finite, seed)
        })
        .collect()
}

/// The effects of each factor, one per trajectory.
fn effects(points: &[Vec<f64>], outputs: &[f64]) -> Vec<Vec<f64>> {
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
            effects[factor].push(difference(change[0], change[1]) / (step[1][factor] - step[0][factor]));
        }
    }
    effects
}

/// How far replications that were too few may have moved μ* of a factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EffectNoise {
    /// Standard error of μ* from replications alone, at these trajectories: the jackknife over replications.
    pub error: f64,
    /// The μ* that noise alone would give a factor without any effect: `√(2/π)` times the standard error of a single
    /// effect.
    pub floor: f64,
}

/// The noise in μ* of each factor, from outputs by point and then replication; replications share their random numbers between
/// points, and μ* is that of the means over them.
///
/// Effects one of whose outputs is not a finite number are left out; `NaN` without two replications.
///
/// # Panics
/// As [`elementary_effects`], and when not every point has as many replications.
#[must_use]
pub fn effect_noise(points: &[Vec<f64>], outputs: &[Vec<f64>]) -> Vec<EffectNoise> {
    let replications = outputs.first().map_or(0, Vec::len);
    assert!(
        outputs.iter().all(|values| values.len() == replications),
        "points have as many replications"
    );
    let count = replications as f64;
    // By replication, factor and trajectory.
    let single: Vec<Vec<Vec<f64>>> = (0..replications)
        .map(|replication| {
            let of: Vec<f64> = outputs.iter().map(|values| values[replication]).collect();
            effects(points, &of)
        })
        .collect();
    let factors = points.first().map_or(0, Vec::len);
    (0..factors)
        .map(|factor| {
            let paths: Vec<usize> = (0..points.len() / (factors + 1))
                .filter(|path| single.iter().all(|effects| effects[factor][*path].is_finite()))
                .collect();
            let over_replications =
                |path: &usize| -> Moments { single.iter().map(|effects| effects[factor][*path]).collect() };
            let without = |left_out: usize| {
                let importance: Moments = paths
                    .iter()
                    .map(|path| {
                        let sum = over_replications(path).mean() * count - single[left_out][factor][*path];
                        (sum / (count - 1.0)).abs()
                    })
                    .collect();
                importance.mean()
            };
            let left_out: Moments = (0..replications).map(without).collect();
            let variance: Moments = paths
                .iter()
                .map(|path| over_replications(path).variance() / count)
                .collect();
            EffectNoise {
                error: ((count - 1.0) * (count - 1.0) / count * left_out.variance()).sqrt(),
                floor: (2.0 / std::f64::consts::PI * variance.mean()).sqrt(),
            }
        })
        .collect()
}

fn summarise(effects: &[f64], seed: u64) -> ElementaryEffects {
    let plain: Moments = effects.iter().copied().collect();
    let absolute: Moments = effects.iter().map(|effect| effect.abs()).collect();
    let interval = |moments: &Moments| Interval::around(moments.mean(), moments.half_width(CONFIDENCE));
    let deviation = Bootstrap::of(effects.len(), RESAMPLES, seed, |units| {
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
    use crate::statistics::generator::normal;
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

    #[test]
    fn noise_is_that_of_the_means_over_replications() {
        // Effects 1 + e and 1 − e of the two replications, where e = ±d/STEP in turns: μ* is 1, its error |e| averaged
        // over signs, and the floor √(2/π) |e|.
        let points = trajectories(200, 1, 1);
        let outputs: Vec<Vec<f64>> = points
            .iter()
            .enumerate()
            .map(|(index, point)| {
                if index % 2 == 0 {
                    vec![point[0]; 2]
                } else {
                    vec![point[0] + 0.1, point[0] - 0.1]
                }
            })
            .collect();
        let noise = effect_noise(&points, &outputs)[0];
        let effect = 0.1 / STEP;
        assert!(
            (noise.floor - (2.0 / std::f64::consts::PI).sqrt() * effect).abs() < 1e-12,
            "{noise:?}"
        );
        let rising = points.chunks(2).filter(|path| path[1][0] > path[0][0]).count() as f64;
        let expected = effect * (2.0 * rising / 200.0 - 1.0).abs();
        assert!((noise.error - expected).abs() < 1e-12, "{noise:?} {expected}");
    }

    #[test]
    fn noise_alone_has_the_importance_of_the_floor() {
        let points = trajectories(400, 5, 2);
        let mut draws = generator(9);
        let outputs: Vec<Vec<f64>> = points
            .iter()
            .map(|_| (0..4).map(|_| normal(&mut draws)).collect())
            .collect();
        let means: Vec<f64> = outputs
            .iter()
            .map(|values| values.iter().sum::<f64>() / 4.0)
            .collect();
        for (noise, effects) in effect_noise(&points, &outputs)
            .iter()
            .zip(elementary_effects(&points, &means, 1))
        {
            // 400 absolute normal values: relative standard error 0.755/20, and that of the floor less.
            assert!(
                (effects.mean_absolute / noise.floor - 1.0).abs() < 4.0 * 0.755 / 20.0,
                "{noise:?}"
            );
        }
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
