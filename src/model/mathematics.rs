//! The functions with which the model turns rates into probabilities.
//!
//! The `f32` functions have no branches and use only `+ − × ÷` and bit operations, so they have the
//! same bits on every platform, and the compiler runs several in one vector. The `f64` ones, for what
//! is computed once per step, go over `libm`.

use std::f64::consts::LN_2;

/// Weeks of a year, throughout the model.
pub const WEEKS_PER_YEAR: f64 = 52.0;
/// Weeks of a month, a twelfth of a year.
pub(in crate::model) const WEEKS_PER_MONTH: f64 = WEEKS_PER_YEAR / 12.0;

/// The largest argument of [`exp`]; e⁸⁸ ≈ 1.7·10³⁸ is the last power of e that `f32` can hold.
const LARGEST_EXPONENT: f32 = 88.0;
/// The smallest argument of [`exp`]; e⁻⁸⁷ ≈ 1.6·10⁻³⁸ is the last one that is not subnormal.
const SMALLEST_EXPONENT: f32 = -87.0;

/// Exponential function, relative error below 2·10⁻⁷.
///
/// The argument is clamped to `[−87, 88]`, so the result is finite and positive. `NaN` stays `NaN`.
#[inline]
#[must_use]
pub fn exp(x: f32) -> f32 {
    let (power, rest) = split_exponential(x);
    power + power * rest
}

/// Logistic function 1 / (1 + e⁻ˣ), relative error below 3·10⁻⁷ for x ≥ −87 and at least e⁻⁸⁷ below.
#[inline]
#[must_use]
pub fn logistic(x: f32) -> f32 {
    // Above e⁸⁷ the quotient would be subnormal, which is slow.
    1.0 / (1.0 + exp(-x.clamp(SMALLEST_EXPONENT, -SMALLEST_EXPONENT)))
}

/// Probability 1 − exp(−rate · step) that an event of `rate_per_year` ≥ 0 happens within
/// `step_years`, relative error below 3·10⁻⁷ down to the rarest event.
///
/// ```
/// use samspil::model::mathematics::probability;
///
/// assert_eq!(probability(0.0, 1.0 / 12.0), 0.0);
/// assert!((probability(1e-9, 0.5) / 5e-10 - 1.0).abs() < 1e-6);
/// ```
#[inline]
#[must_use]
pub fn probability(rate_per_year: f32, step_years: f32) -> f32 {
    let (power, rest) = split_exponential(-(rate_per_year * step_years));
    (1.0 - power) - power * rest
}

/// [`probability`] in double precision.
#[must_use]
pub fn probability_f64(rate_per_year: f64, step_years: f64) -> f64 {
    -libm::expm1(-rate_per_year * step_years)
}

/// Moves a value toward a target at a yearly rate.
pub(in crate::model) fn toward(value: f64, target: f64, rate_per_year: f64, step_years: f64) -> f64 {
    value + probability_f64(rate_per_year, step_years) * (target - value)
}

/// Share of the way to its target that a state with this yearly rate goes in a step.
pub(in crate::model) fn rate_share(rate_per_year: f64, step_years: f64) -> f32 {
    probability_f64(rate_per_year, step_years) as f32
}

/// Share 1 − 2^(−step / half-life) of a distance that is covered within a step when half of it takes
/// `half_life_years`. A half-life of 0 covers all of it, an infinite one nothing.
///
/// ```
/// use samspil::model::mathematics::half_life_share;
///
/// assert!((half_life_share(0.5, 0.5) - 0.5).abs() < 1e-15);
/// ```
#[must_use]
pub fn half_life_share(step_years: f64, half_life_years: f64) -> f64 {
    -libm::expm1(-LN_2 * step_years / half_life_years)
}

/// [`logistic`] in double precision; 0 and 1 at the infinities.
#[must_use]
pub fn logistic_f64(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// Splits eˣ = 2ⁿ eʳ with |r| ≤ ½ ln 2 (Cody and Waite 1980) into 2ⁿ and eʳ − 1.
#[inline]
fn split_exponential(x: f32) -> (f32, f32) {
    /// Adding 1.5 · 2²³ rounds to a whole number and leaves it in the lowest bits.
    const ROUNDER: f32 = 12_582_912.0;
    /// The upper 9 bits of ln 2: their product with n is exact.
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    let x = x.clamp(SMALLEST_EXPONENT, LARGEST_EXPONENT);
    let rounded = x * std::f32::consts::LOG2_E + ROUNDER;
    let n = rounded - ROUNDER;
    let r = (x - n * LN_2_HIGH) - n * LN_2_LOW;
    let power = f32::from_bits((rounded.to_bits().wrapping_add(127)) << 23);
    // Taylor polynomial; the first term left out is below 2·10⁻⁸ of the sum.
    let series = 0.5
        + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0 + r * (1.0 / 5_040.0)))));
    (power, r + r * r * series)
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "the extremes are exact")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Evenly spaced arguments, both ends included.
    fn grid(low: f32, high: f32) -> impl Iterator<Item = f32> {
        (0..=400_000).map(move |i| low + (high - low) * (i as f32 / 400_000.0))
    }

    /// Largest relative error over the arguments.
    fn relative_error(
        arguments: impl Iterator<Item = f32>,
        function: impl Fn(f32) -> f32,
        exact: impl Fn(f64) -> f64,
    ) -> f64 {
        arguments
            .map(|x| (f64::from(function(x)) / exact(f64::from(x)) - 1.0).abs())
            .fold(0.0, f64::max)
    }

    #[test]
    fn exp_agrees_with_libm() {
        for (low, high) in [(-87.0, 88.0), (-1.0, 1.0), (-1e-4, 1e-4)] {
            let error = relative_error(grid(low, high), exp, libm::exp);
            assert!(error < 2e-7, "{error:e}");
        }
    }

    #[test]
    fn exp_is_clamped() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(f32::INFINITY), exp(88.0));
        assert_eq!(exp(f32::NEG_INFINITY), exp(-87.0));
        assert!(exp(88.0).is_finite() && exp(-87.0).is_normal());
        assert!(exp(f32::NAN).is_nan());
    }

    #[test]
    fn logistic_agrees_with_libm() {
        let error = relative_error(grid(-87.0, 87.0), logistic, logistic_f64);
        assert!(error < 3e-7, "{error:e}");
        let error = relative_error(grid(-4.0, 4.0), logistic, logistic_f64);
        assert!(error < 3e-7, "{error:e}");
    }

    #[test]
    fn logistic_is_a_probability_at_the_extremes() {
        assert_eq!(logistic(0.0), 0.5);
        assert_eq!(logistic(f32::INFINITY), 1.0);
        assert!(logistic(f32::NEG_INFINITY).is_normal() && logistic(-1e9) < 1e-37);
        assert!(logistic(f32::NAN).is_nan());
        assert_eq!(logistic_f64(f64::NEG_INFINITY), 0.0);
        assert_eq!(logistic_f64(f64::INFINITY), 1.0);
    }

    #[test]
    fn probability_agrees_with_libm_down_to_rare_events() {
        for high in [100.0, 1.0, 1e-3, 1e-8, 1e-30] {
            let arguments = grid(0.0, high).skip(1);
            let error = relative_error(arguments, |x| probability(x, 1.0), |x| probability_f64(x, 1.0));
            assert!(error < 3e-7, "{error:e} up to {high:e}");
        }
    }

    #[test]
    fn probability_at_the_extremes() {
        assert_eq!(probability(0.0, 1.0), 0.0);
        assert_eq!(probability(f32::INFINITY, 1.0), 1.0);
        assert_eq!(probability_f64(f64::INFINITY, 1.0), 1.0);
        assert!((probability_f64(2.0, 0.25) - (1.0 - libm::exp(-0.5))).abs() < 1e-15);
    }

    #[test]
    fn half_life_share_at_the_extremes() {
        assert_eq!(half_life_share(1.0, f64::INFINITY), 0.0);
        assert_eq!(half_life_share(1.0, 0.0), 1.0);
        assert!((half_life_share(1.0, 0.5) - 0.75).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn results_do_not_depend_on_the_step(rate in 0.0..20.0_f64, half_life in 0.1..20.0_f64) {
            let twelve_times = |share: f64| 1.0 - (0..12).fold(1.0, |rest, _| rest * (1.0 - share));
            let monthly = twelve_times(probability_f64(rate, 1.0 / 12.0));
            prop_assert!((monthly - probability_f64(rate, 1.0)).abs() < 1e-14);
            let monthly = twelve_times(half_life_share(1.0 / 12.0, half_life));
            prop_assert!((monthly - half_life_share(1.0, half_life)).abs() < 1e-14);
        }

        #[test]
        fn every_bit_pattern_gives_a_probability(bits: u32) {
            let x = f32::from_bits(bits);
            prop_assume!(!x.is_nan());
            prop_assert!((0.0..=1.0).contains(&logistic(x)));
            prop_assert!((0.0..=1.0).contains(&probability(x.abs(), 1.0)));
        }
    }
}
