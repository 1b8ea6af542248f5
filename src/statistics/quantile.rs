//! Quantiles of a sample.

/// The quantile of a sorted sample by linear interpolation between order statistics.
///
/// This is type 7 of Hyndman and Fan (The American Statistician 50, 1996), the default of R and of `NumPy`:
/// with `h = (n - 1) p`, the value lies between the order statistics `⌊h⌋` and `⌊h⌋ + 1`, counted from 0.
/// `NaN` for an empty sample.
///
/// ```
/// use samspil::statistics::quantile;
/// assert_eq!(quantile(&[1.0, 2.0, 4.0, 8.0], 0.5), 3.0);
/// ```
///
/// # Panics
/// When `probability` lies outside `[0, 1]`.
#[must_use]
pub fn quantile(sorted: &[f64], probability: f64) -> f64 {
    assert!(
        (0.0..=1.0).contains(&probability),
        "probability {probability} outside [0, 1]"
    );
    debug_assert!(sorted.is_sorted(), "sample must be sorted");
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let position = last as f64 * probability;
    let below = (position as usize).min(last);
    let above = (below + 1).min(last);
    sorted[below] + (position - below as f64) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn agrees_with_numpy() {
        // python3 -c "import numpy as np; print(np.quantile([-1,-.125,.25,2.5,3.5,3.5,7,12], [0,.05,.25,.5,.75,.95,1]))"
        let sorted = [-1.0, -0.125, 0.25, 2.5, 3.5, 3.5, 7.0, 12.0];
        for (probability, expected) in [
            (0.0, -1.0),
            (0.05, -0.693_75),
            (0.25, 0.156_25),
            (0.5, 3.0),
            (0.75, 4.375),
            (0.95, 10.25),
            (1.0, 12.0),
        ] {
            let value = quantile(&sorted, probability);
            assert!(
                (value - expected).abs() < 1e-13,
                "{probability}: {value} against {expected}"
            );
        }
    }

    #[test]
    fn a_single_value_is_every_quantile() {
        for probability in [0.0, 0.3, 1.0] {
            assert_eq!(quantile(&[7.5], probability).to_bits(), 7.5_f64.to_bits());
        }
        assert!(quantile(&[], 0.5).is_nan());
    }

    proptest! {
        #[test]
        fn rises_with_the_probability_and_stays_in_the_sample(
            mut values in prop::collection::vec(-1e6..1e6_f64, 1..40),
            low in 0.0..=1.0_f64,
            high in 0.0..=1.0_f64,
        ) {
            values.sort_by(f64::total_cmp);
            let (low, high) = (low.min(high), low.max(high));
            let (lower, upper) = (quantile(&values, low), quantile(&values, high));
            prop_assert!(lower <= upper + 1e-9);
            prop_assert!(values[0] <= lower && upper <= values[values.len() - 1] + 1e-9);
        }
    }
}
