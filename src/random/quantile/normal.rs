//! The standard normal distribution.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// Distribution function Φ(x) of the standard normal, with full relative accuracy in the lower tail.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// Density φ(x) of the standard normal.
pub(super) fn normal_density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x) / libm::sqrt(2.0 * PI)
}

/// Quantile function Φ⁻¹(p) of the standard normal: the normal score of `p`.
///
/// Relative error about 10⁻¹⁶. −∞ at 0, +∞ at 1, `NaN` outside `[0, 1]`.
///
/// Source: Wichura, "Algorithm AS 241: the percentage points of the normal distribution",
/// *Applied Statistics* 37 (1988) 477–484, routine PPND16.
///
/// ```
/// use samspil::random::normal_quantile;
///
/// assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-15);
/// ```
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let from_centre = p - 0.5;
    if from_centre.abs() <= 0.425 {
        let r = 0.180_625 - from_centre * from_centre;
        return from_centre * ratio(r, &CENTRE_NUMERATOR, &CENTRE_DENOMINATOR);
    }
    let tail = if from_centre < 0.0 { p } else { 1.0 - p };
    if tail == 0.0 {
        return f64::INFINITY.copysign(from_centre);
    }
    let r = libm::sqrt(-libm::log(tail));
    let magnitude = if r <= 5.0 {
        ratio(r - 1.6, &MIDDLE_NUMERATOR, &MIDDLE_DENOMINATOR)
    } else {
        ratio(r - 5.0, &FAR_NUMERATOR, &FAR_DENOMINATOR)
    };
    magnitude.copysign(from_centre)
}

/// Ratio of two polynomials, coefficients from the constant upwards.
fn ratio(x: f64, numerator: &[f64; 8], denominator: &[f64; 8]) -> f64 {
    let polynomial = |coefficients: &[f64; 8]| {
        coefficients
            .iter()
            .rev()
            .fold(0.0, |sum, coefficient| sum * x + coefficient)
    };
    polynomial(numerator) / polynomial(denominator)
}

const CENTRE_NUMERATOR: [f64; 8] = [
    3.387_132_872_796_366_5,
    133.141_667_891_784_38,
    1_971.590_950_306_551_3,
    13_731.693_765_509_46,
    45_921.953_931_549_87,
    67_265.770_927_008_7,
    33_430.575_583_588_13,
    2_509.080_928_730_122_7,
];
const CENTRE_DENOMINATOR: [f64; 8] = [
    1.0,
    42.313_330_701_600_91,
    687.187_007_492_057_9,
    5_394.196_021_424_751,
    21_213.794_301_586_597,
    39_307.895_800_092_71,
    28_729.085_735_721_943,
    5_226.495_278_852_854,
];
const MIDDLE_NUMERATOR: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    0.241_780_725_177_450_6,
    0.022_723_844_989_269_184,
    7.745_450_142_783_414e-4,
];
const MIDDLE_DENOMINATOR: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    0.689_767_334_985_1,
    0.148_103_976_427_480_08,
    0.015_198_666_563_616_457,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const FAR_NUMERATOR: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    0.296_560_571_828_504_87,
    0.026_532_189_526_576_124,
    0.001_242_660_947_388_078_4,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const FAR_DENOMINATOR: [f64; 8] = [
    1.0,
    0.599_832_206_555_888,
    0.136_929_880_922_735_8,
    0.014_875_361_290_850_615,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_7e-15,
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use statrs::distribution::{ContinuousCDF, Normal};

    #[test]
    fn agrees_with_tabulated_percentage_points() {
        let points = [
            (0.5, 0.0),
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_5),
            (1e-20, -9.262_340_089_798_408),
        ];
        for (p, z) in points {
            assert!((normal_quantile(p) - z).abs() <= 2e-15 * f64::max(1.0, z.abs()));
        }
        let (lowest, highest) = (normal_quantile(0.0), normal_quantile(1.0));
        assert!(lowest.is_infinite() && lowest < 0.0);
        assert!(highest.is_infinite() && highest > 0.0);
        assert!(normal_quantile(-0.1).is_nan() && normal_quantile(f64::NAN).is_nan());
    }

    #[test]
    fn distribution_function_agrees_with_statrs() {
        let oracle = Normal::standard();
        for i in -600..=600 {
            let x = f64::from(i) / 100.0;
            let error = (normal_cdf(x) - oracle.cdf(x)).abs();
            assert!(error < 1e-10, "{error:e} at {x}");
        }
    }

    proptest! {
        #[test]
        fn inverts_the_distribution_function(z in -8.0..4.0_f64) {
            let tolerance = 1e-15 * f64::max(1.0, 1.0 / normal_density(z.max(0.0)));
            prop_assert!((normal_quantile(normal_cdf(z)) - z).abs() < 8.0 * tolerance);
        }

        #[test]
        fn is_monotone(p in 0.0..1.0_f64, q in 0.0..1.0_f64) {
            prop_assert!(normal_quantile(p.min(q)) <= normal_quantile(p.max(q)));
        }
    }
}
