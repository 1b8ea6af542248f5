//! Student's t distribution, central and noncentral.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// Nodes and weights of the Gauss–Legendre rule of five points on [-1, 1].
const GAUSS_LEGENDRE: [(f64, f64); 5] = [
    (-0.906_179_845_938_664, 0.236_926_885_056_189_08),
    (-0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
    (0.0, 0.568_888_888_888_888_9),
    (0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
    (0.906_179_845_938_664, 0.236_926_885_056_189_08),
];

/// Standard deviations beyond which the mass of a distribution is below 1e-16.
const REACH: f64 = 9.0;

/// Degrees of freedom beyond which t quantiles are expanded around normal ones.
const MANY: f64 = 20_000.0;

/// Panels per piece of the integral of [`noncentral_cdf`].
const PANELS: usize = 48;

fn standard(degrees_of_freedom: f64) -> StudentsT {
    StudentsT::new(0.0, 1.0, degrees_of_freedom).expect("callers have at least one degree of freedom")
}

/// P(T > t).
pub(in crate::statistics) fn upper_tail(t: f64, degrees_of_freedom: f64) -> f64 {
    if t.is_nan() {
        return f64::NAN;
    }
    if t.is_infinite() {
        return if t > 0.0 { 0.0 } else { 1.0 };
    }
    standard(degrees_of_freedom).sf(t)
}

/// The t with P(T ≤ t) = `probability`.
///
/// Beyond [`MANY`] degrees of freedom, where the inversion of `statrs` no longer ends, by the expansion around the
/// normal quantile (Abramowitz and Stegun, 26.7.5), whose error there is below 1e-12.
pub(in crate::statistics) fn quantile(probability: f64, degrees_of_freedom: f64) -> f64 {
    if degrees_of_freedom <= MANY {
        return standard(degrees_of_freedom).inverse_cdf(probability);
    }
    let z = normal_quantile(probability);
    let square = z * z;
    let first = z * (square + 1.0) / 4.0;
    let second = z * ((5.0 * square + 16.0) * square + 3.0) / 96.0;
    z + (first + second / degrees_of_freedom) / degrees_of_freedom
}

/// P(Z ≤ z) of the standard normal distribution.
pub(in crate::statistics) fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// The z with P(Z ≤ z) = `probability`.
pub(in crate::statistics) fn normal_quantile(probability: f64) -> f64 {
    Normal::standard().inverse_cdf(probability)
}

/// P(T ≤ t) of the noncentral t distribution, T = (Z + δ) / S with S = √(χ²/ν).
///
/// Integrates Φ(t s − δ) over the density of S, which is proportional to s^(ν−1) exp(−ν s²/2). The
/// usual series (Lenth, Applied Statistics 38, 1989, AS 243) underflows beyond δ ≈ 37, which strongly paired
/// runs reach; the integral does not. Absolute error below 1e-10.
pub(in crate::statistics) fn noncentral_cdf(t: f64, degrees_of_freedom: f64, noncentrality: f64) -> f64 {
    let spread = (0.5 / degrees_of_freedom).sqrt();
    let low = (1.0 - REACH * spread).max(0.0);
    let high = 1.0 + REACH * spread;
    // Φ(t s − δ) rises within a few 1/t of δ/t: give that piece panels of its own.
    let centre = noncentrality / t;
    let width = REACH / t.abs();
    let mut cuts = [low, centre - width, centre + width, high].map(|cut| {
        if cut.is_finite() {
            cut.clamp(low, high)
        } else {
            low
        }
    });
    cuts.sort_unstable_by(f64::total_cmp);
    let (mut mass, mut below) = (0.0, 0.0);
    for piece in cuts.windows(2).filter(|piece| piece[1] > piece[0]) {
        let half = 0.5 * (piece[1] - piece[0]) / PANELS as f64;
        for panel in 0..PANELS {
            let middle = piece[0] + half * (2 * panel + 1) as f64;
            for (node, weight) in GAUSS_LEGENDRE {
                let s = middle + half * node;
                let logarithm = (degrees_of_freedom - 1.0) * libm::log1p(s - 1.0)
                    - 0.5 * degrees_of_freedom * (s - 1.0) * (s + 1.0);
                let density = half * weight * libm::exp(logarithm);
                mass += density;
                below += density * normal_cdf(t * s - noncentrality);
            }
        }
    }
    (below / mass).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_agree_with_scipy() {
        // from scipy.stats import t
        // for x, n in ((2.5, 9), (-1.2, 4), (12, 30), (40, 199)): print(x, n, t.sf(x, n))
        for (value, degrees, tail) in [
            (0.0, 3.0, 0.5),
            (2.5, 9.0, 0.016_930_913_841_492_867),
            (-1.2, 4.0, 0.851_824_303_343_823_3),
            (12.0, 30.0, 2.790_092_707_599_630_3e-13),
            (40.0, 199.0, 2.169_729_283_464_559_4e-97),
        ] {
            let found = upper_tail(value, degrees);
            assert!((found / tail - 1.0).abs() < 1e-9, "{found} against {tail}");
        }
        assert!(upper_tail(f64::INFINITY, 3.0).abs() < f64::MIN_POSITIVE);
        assert!(upper_tail(f64::NAN, 3.0).is_nan());
    }

    #[test]
    fn quantiles_agree_with_scipy_at_many_degrees_of_freedom() {
        // from scipy.stats import t; for n in (20_000, 20_001, 1_000_000, 10**9): print(n, t.ppf(.975, n), t.ppf(.001, n))
        for (degrees, high, low) in [
            (20_000.0, 1.960_082_605_158_134_8, -3.090_639_861_854_331),
            (20_001.0, 1.960_082_599_227_047_6, -3.090_639_841_475_103_3),
            (1_000_000.0, 1.959_966_356_814_107, -3.090_240_456_316_52),
            (1_000_000_000.0, 1.959_963_986_912_325, -3.090_232_314_317_942_7),
        ] {
            assert!((quantile(0.975, degrees) - high).abs() < 1e-9);
            assert!((quantile(0.001, degrees) - low).abs() < 1e-9);
        }
    }

    #[test]
    fn the_noncentral_distribution_agrees_with_quadrature_of_thirty_digits() {
        // The integral of the documentation in mpmath (dps = 30); the first seven equal scipy.stats.nct.cdf.
        for (t, degrees, noncentrality, expected) in [
            (2.0, 9.0, 1.5, 0.655_875_913_998_549_7),
            (-1.0, 4.0, 0.7, 0.059_925_595_055_688_48),
            (0.0, 12.0, 2.0, 0.022_750_131_948_179_21),
            (30.0, 5.0, 25.0, 0.627_151_592_745_070_2),
            (5.0, 1.0, 1.0, 0.831_319_718_724_686_1),
            (2.1, 200.0, 4.0, 0.029_231_537_641_592_1),
            (-3.0, 3.0, -2.0, 0.319_972_825_944_477_6),
            (75.0, 199.0, 70.0, 0.897_292_485_264_269_3),
            (900.0, 4.0, 1_000.0, 0.293_691_059_687_003_7),
        ] {
            let found = noncentral_cdf(t, degrees, noncentrality);
            assert!(
                (found - expected).abs() < 1e-10,
                "{t}, {degrees}, {noncentrality}: {found} against {expected}"
            );
        }
    }
}
