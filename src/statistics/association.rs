//! What goes with what among the members of a sample.

use super::{Moments, varies};

/// Most steps of Newton's method; logistic regressions need some six.
const STEPS_MAX: usize = 50;
/// Largest change of a coefficient at which the method has arrived.
const ARRIVED: f64 = 1e-10;
/// A coefficient beyond this is on its way to infinity: the predictors separate the outcomes.
const SEPARATED: f64 = 50.0;

/// Pearson's correlation of two lists of equal length; `NaN` where one of them does not vary.
///
/// ```
/// use samspil::statistics::correlation;
/// assert!((correlation(&[1.0, 2.0, 3.0], &[1.0, 2.0, 4.0]) - 0.981_980_506_061_966).abs() < 1e-12);
/// ```
///
/// # Panics
/// When the lists differ in length.
#[must_use]
pub fn correlation(one: &[f64], other: &[f64]) -> f64 {
    assert_eq!(one.len(), other.len(), "pairs need a partner");
    if !(varies(one) && varies(other)) {
        return f64::NAN;
    }
    let (first, second): (Moments, Moments) =
        (one.iter().copied().collect(), other.iter().copied().collect());
    let products: f64 = one
        .iter()
        .zip(other)
        .map(|(x, y)| (x - first.mean()) * (y - second.mean()))
        .sum();
    let covariance = products / (one.len() as f64 - 1.0);
    covariance / (first.standard_deviation() * second.standard_deviation())
}

/// Coefficients of a logistic regression of a yes/no outcome on predictors in units of their standard deviations.
///
/// One coefficient per predictor, without the intercept: the change of the logit per standard deviation (with
/// count − 1), by maximum likelihood (Newton's method). `None` where no finite maximum is found: a predictor does not
/// vary, predictors depend on each other, or they separate the outcomes.
///
/// # Panics
/// When a predictor does not have one value per outcome.
#[must_use]
pub fn standardised_logit(outcomes: &[bool], predictors: &[Vec<f64>]) -> Option<Vec<f64>> {
    if !predictors.iter().all(|values| varies(values)) {
        return None;
    }
    let columns: Vec<Vec<f64>> = predictors
        .iter()
        .map(|values| {
            assert_eq!(values.len(), outcomes.len(), "each outcome has its predictors");
            let moments: Moments = values.iter().copied().collect();
            let (mean, deviation) = (moments.mean(), moments.standard_deviation());
            values.iter().map(|value| (value - mean) / deviation).collect()
        })
        .collect();
    let size = columns.len() + 1;
    let design = |row: usize, column: usize| {
        if column == 0 {
            1.0
        } else {
            columns[column - 1][row]
        }
    };
    let mut beta = vec![0.0; size];
    for _ in 0..STEPS_MAX {
        let mut gradient = vec![0.0; size];
        let mut information = vec![0.0; size * size];
        for (row, &outcome) in outcomes.iter().enumerate() {
            let logit: f64 = (0..size).map(|column| beta[column] * design(row, column)).sum();
            let probability = 1.0 / (1.0 + libm::exp(-logit));
            let residual = f64::from(u8::from(outcome)) - probability;
            let weight = probability * (1.0 - probability);
            for one in 0..size {
                gradient[one] += residual * design(row, one);
                for other in 0..=one {
                    information[one * size + other] += weight * design(row, one) * design(row, other);
                }
            }
        }
        let step = solve_positive_definite(information, gradient)?;
        let mut largest: f64 = 0.0;
        for (value, change) in beta.iter_mut().zip(&step) {
            *value += change;
            largest = largest.max(change.abs());
        }
        if beta.iter().any(|value| value.abs() > SEPARATED) {
            return None;
        }
        if largest < ARRIVED {
            return Some(beta.split_off(1));
        }
    }
    None
}

/// Solves `matrix · x = right` by Cholesky; only the lower half of the matrix, row by row, is looked at. `None` where it
/// is not positive definite.
pub(in crate::statistics) fn solve_positive_definite(
    mut matrix: Vec<f64>,
    mut right: Vec<f64>,
) -> Option<Vec<f64>> {
    let size = right.len();
    for row in 0..size {
        for column in 0..=row {
            let known: f64 = (0..column)
                .map(|k| matrix[row * size + k] * matrix[column * size + k])
                .sum();
            let rest = matrix[row * size + column] - known;
            if row == column {
                let least = 1e-12 * matrix[row * size + row].abs();
                if rest.is_nan() || rest <= least {
                    return None;
                }
                matrix[row * size + row] = rest.sqrt();
            } else {
                matrix[row * size + column] = rest / matrix[column * size + column];
            }
        }
    }
    for row in 0..size {
        let known: f64 = (0..row).map(|k| matrix[row * size + k] * right[k]).sum();
        right[row] = (right[row] - known) / matrix[row * size + row];
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|k| matrix[k * size + row] * right[k]).sum();
        right[row] = (right[row] - known) / matrix[row * size + row];
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::fixtures::{Association, associations};

    #[test]
    fn agrees_with_scipy_and_statsmodels() {
        let Association {
            predictors,
            outcomes,
            correlation: expected,
            coefficients,
        } = associations().association;
        let flags: Vec<f64> = outcomes
            .iter()
            .map(|&outcome| f64::from(u8::from(outcome)))
            .collect();
        assert!((correlation(&predictors[0], &flags) - expected).abs() < 1e-12);
        let found = standardised_logit(&outcomes, &predictors).unwrap();
        assert_eq!(found.len(), coefficients.len());
        for (one, other) in found.iter().zip(&coefficients) {
            assert!((one - other).abs() < 1e-8, "{one} against {other}");
        }
    }

    #[test]
    fn what_has_no_maximum_has_no_coefficients() {
        let outcomes = [false, false, true, true, true];
        let rising = vec![1.0, 2.0, 3.0, 4.0, 5.0];
        assert_eq!(
            standardised_logit(&outcomes, std::slice::from_ref(&rising)),
            None,
            "separated"
        );
        let flat = vec![1.0; 5];
        assert_eq!(standardised_logit(&outcomes, &[flat]), None, "does not vary");
        let mixed = [false, true, false, true, true];
        let doubled = rising.iter().map(|value| 2.0 * value).collect();
        assert_eq!(standardised_logit(&mixed, &[rising, doubled]), None, "dependent");
        assert!(correlation(&[1.0, 1.0], &[0.0, 1.0]).is_nan());
    }
}
