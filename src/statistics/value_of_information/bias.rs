//! By how much chance in a fit raises the value of choosing by it.

use super::NormalDifference;
use super::regression::Regression;
use crate::statistics::{sobol_points, student};

/// Points over which errors of the fits of more than two options are averaged; a power of two keeps them balanced.
const POINTS: usize = 1_024;

/// What a maximum gains by fits being uncertain: with the standard error `s_w` of a fit, `mean_w L(ĝ_w, s_w) − L(ḡ, s̄)` for two options,
/// L the normal loss; for more the same gains of the highest, averaged over the joint normal distribution of the fits.
pub(super) fn bias(regression: &Regression, outcomes: &[Vec<f64>]) -> f64 {
    let covariance = covariance(regression, outcomes);
    let errors = if outcomes.len() > 1 {
        normal_errors(&covariance)
    } else {
        Vec::new()
    };
    let gain = |fitted: &[f64], variance: f64| match fitted {
        [only] => {
            let uncertain = NormalDifference {
                mean: *only,
                standard_deviation: (variance * covariance[0][0]).sqrt(),
            };
            uncertain.value()
        }
        several => gain_of_highest(several, variance.sqrt(), &errors),
    };
    let variances = regression.variances();
    let worlds = variances.len() as f64;
    let mut sum = 0.0;
    for (world, variance) in variances.iter().enumerate() {
        let fitted: Vec<f64> = regression.fitted.iter().map(|values| values[world]).collect();
        sum += gain(&fitted, *variance);
    }
    let means: Vec<f64> = outcomes
        .iter()
        .map(|values| values.iter().sum::<f64>() / worlds)
        .collect();
    sum / worlds - gain(&means, 1.0 / worlds)
}

/// Covariance of what the fits leave.
fn covariance(regression: &Regression, outcomes: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let residuals = regression.residuals(outcomes);
    let product =
        |one: &[f64], other: &[f64]| -> f64 { one.iter().zip(other).map(|(one, other)| one * other).sum() };
    let with_all = |one: &Vec<f64>| {
        let products = residuals
            .iter()
            .map(|other| product(one, other) / regression.degrees_of_freedom);
        products.collect()
    };
    residuals.iter().map(with_all).collect()
}

/// How much higher the highest of 0 and some values is on average once errors are added, of so many standard deviations.
fn gain_of_highest(values: &[f64], deviations: f64, errors: &[Vec<f64>]) -> f64 {
    let highest = |errors: &Vec<f64>| {
        let pairs = values.iter().zip(errors);
        pairs
            .map(|(value, error)| value + deviations * error)
            .fold(0.0, f64::max)
    };
    let now = values.iter().copied().fold(0.0, f64::max);
    errors.iter().map(highest).sum::<f64>() / errors.len() as f64 - now
}

/// Normal errors with this covariance, at points that fill their space evenly.
fn normal_errors(covariance: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let root = square_root(covariance);
    let points =
        sobol_points(POINTS, covariance.len()).expect("so many points, and no more than 257 options");
    points
        .iter()
        .map(|point| {
            // The middle of its cell: the first point lies in the corner.
            let middle = |share: &f64| student::normal_quantile(share + 0.5 / POINTS as f64);
            let draws: Vec<f64> = point.iter().map(middle).collect();
            let error = |row: &Vec<f64>| row.iter().zip(&draws).map(|(cell, draw)| cell * draw).sum();
            root.iter().map(error).collect()
        })
        .collect()
}

/// Cholesky's lower triangle; what follows from the rows before has no part of its own.
fn square_root(covariance: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let size = covariance.len();
    let mut root = vec![vec![0.0; size]; size];
    for row in 0..size {
        for column in 0..=row {
            let known: f64 = (0..column).map(|k| root[row][k] * root[column][k]).sum();
            let rest: f64 = covariance[row][column] - known;
            root[row][column] = if row == column {
                rest.max(0.0).sqrt()
            } else if root[column][column] > 1e-7 * covariance[column][column].sqrt() {
                rest / root[column][column]
            } else {
                0.0
            };
        }
    }
    root
}
