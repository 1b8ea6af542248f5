//! The functions with which the model turns rates into probabilities.
//!
//! The `f32` functions have no branches and use only `+ − × ÷` and bit operations, so they have the
//! same bits on every platform, and the compiler runs several in one vector. The `f64` ones, for what
//! is computed once per step, go over `libm`.

use std::f64::consts::LN_2;

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
