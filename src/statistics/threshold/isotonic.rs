//! Responses that rise or fall throughout, in whatever form.

/// Rising values nearest to a sample in the sum of squares: runs of neighbours that fall are replaced by their mean.
///
/// Pool adjacent violators: Ayer, Brunk, Ewing, Reid and Silverman, Annals of Mathematical Statistics 26, 1955.
fn rising(sample: &[f64]) -> Vec<f64> {
    // Sum and count of each run.
    let mut runs: Vec<(f64, usize)> = Vec::with_capacity(sample.len());
    for value in sample {
        let mut run = (*value, 1);
        while let Some((sum, count)) = runs.last().copied() {
            if sum * run.1 as f64 <= run.0 * count as f64 {
                break;
            }
            runs.pop();
            run = (run.0 + sum, run.1 + count);
        }
        runs.push(run);
    }
    runs.iter()
        .flat_map(|(sum, count)| std::iter::repeat_n(sum / *count as f64, *count))
        .collect()
}

/// The monotone values nearest to a sample, rising or falling, and their sum of squared distances.
pub(super) fn monotone(sample: &[f64]) -> (Vec<f64>, f64) {
    let upward = rising(sample);
    let turned: Vec<f64> = sample.iter().map(|value| -value).collect();
    let downward: Vec<f64> = rising(&turned).iter().map(|value| -value).collect();
    let distance = |fit: &[f64]| -> f64 {
        let squares = fit
            .iter()
            .zip(sample)
            .map(|(one, other)| (one - other) * (one - other));
        squares.sum()
    };
    let (up, down) = (distance(&upward), distance(&downward));
    if up <= down {
        (upward, up)
    } else {
        (downward, down)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn neighbours_that_fall_are_pooled() {
        // R: isoreg(c(1, 0, 4, 3, 3, 2, 8, 5, 6))$yf
        let fit = rising(&[1.0, 0.0, 4.0, 3.0, 3.0, 2.0, 8.0, 5.0, 6.0]);
        let pooled = 19.0 / 3.0;
        let expected = [0.5, 0.5, 3.0, 3.0, 3.0, 3.0, pooled, pooled, pooled];
        assert!(
            fit.iter()
                .zip(expected)
                .all(|(value, known)| (value - known).abs() < 1e-12),
            "{fit:?}"
        );
    }

    proptest! {
        #[test]
        fn the_fit_is_the_projection_on_all_that_rise(sample in prop::collection::vec(-5.0..5.0_f64, 1..15)) {
            let fit = rising(&sample);
            prop_assert!(fit.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12));
            // Kuhn and Tucker: residuals sum to 0, and at the end of no beginning to more.
            let residuals: Vec<f64> = sample.iter().zip(&fit).map(|(value, fitted)| value - fitted).collect();
            let mut sum = 0.0;
            for residual in &residuals {
                sum += residual;
                prop_assert!(sum > -1e-9);
            }
            prop_assert!(sum.abs() < 1e-9);
            let along: f64 = residuals.iter().zip(&fit).map(|(residual, fitted)| residual * fitted).sum();
            prop_assert!(along.abs() < 1e-9);
            let (found, distance) = monotone(&sample);
            prop_assert!(distance <= residuals.iter().map(|residual| residual * residual).sum::<f64>() + 1e-12);
            // Falling is rising turned round.
            let turned: Vec<f64> = sample.iter().map(|value| -value).collect();
            let (other, same) = monotone(&turned);
            prop_assert!((same - distance).abs() < 1e-12);
            prop_assert!(found.iter().zip(&other).all(|(one, turned)| (one + turned).abs() < 1e-12));
        }
    }
}
