//! What net benefits are on average where parameters are what they are.

use super::features::Features;
use super::least_squares::Basis;

/// Shortest rest of a leverage to 1; what is fitted by itself alone foretells nothing.
const REST_LEAST: f64 = 1e-9;

/// A regression of several outcomes on the same columns.
pub(super) struct Regression {
    /// Of each outcome: the fitted value in each world, also in worlds that did not count.
    pub(super) fitted: Vec<Vec<f64>>,
    /// Worlds less what the fit takes of them.
    pub(super) degrees_of_freedom: f64,
    basis: Basis,
}

impl Regression {
    /// Regresses outcomes over the worlds that count (1; 0 for others), by the penalty and on the candidates for columns that foretell
    /// best: the sum of the squared leave-one-out errors of all outcomes, which have the same unit, is least.
    pub(super) fn of(features: &Features, outcomes: &[Vec<f64>], counts: &[f64]) -> Self {
        let worlds: f64 = counts.iter().sum();
        let columns: Vec<&Vec<f64>> = features.always.iter().chain(&features.candidates).collect();
        let mut best: Option<(f64, Basis)> = None;
        for penalty in features.penalties {
            let mut basis = Basis::of(&columns, counts, penalty * worlds);
            for column in 0..features.always.len() {
                basis.take(column);
            }
            let error = leave_one_out(&basis, outcomes, counts);
            if best.as_ref().is_none_or(|(least, _)| error < *least) {
                best = Some((error, basis));
            }
        }
        let (error, basis) = best.expect("there is a penalty, if only of 0");
        let candidates = (features.always.len()..columns.len()).collect();
        let basis = with_candidates(basis, error, candidates, |basis| {
            leave_one_out(basis, outcomes, counts)
        });
        let taken: f64 = basis
            .leverages()
            .iter()
            .zip(counts)
            .map(|(leverage, counts)| leverage * counts)
            .sum();
        Self {
            fitted: outcomes.iter().map(|outcome| basis.fit(outcome)).collect(),
            degrees_of_freedom: worlds - taken,
            basis,
        }
    }

    /// Variance of the fitted value of each world in variances of an outcome.
    pub(super) fn variances(&self) -> Vec<f64> {
        self.basis.variances()
    }

    /// What the fitted values leave of the outcomes.
    pub(super) fn residuals(&self, outcomes: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let pairs = outcomes.iter().zip(&self.fitted);
        pairs
            .map(|(values, fitted)| {
                values
                    .iter()
                    .zip(fitted)
                    .map(|(value, fit)| value - fit)
                    .collect()
            })
            .collect()
    }
}

/// Adds candidates, that which lowers the error most first, while one does.
fn with_candidates(
    mut basis: Basis,
    mut error: f64,
    mut candidates: Vec<usize>,
    error_of: impl Fn(&Basis) -> f64,
) -> Basis {
    loop {
        let mut best = None;
        for (place, column) in candidates.iter().enumerate() {
            let mut tried = basis.clone();
            tried.take(*column);
            let found = error_of(&tried);
            if found < error {
                error = found;
                best = Some((place, tried));
            }
        }
        let Some((place, better)) = best else {
            return basis;
        };
        candidates.remove(place);
        basis = better;
    }
}

/// Sum of the squared errors with which worlds that count are foretold from the others: residuals over `1 − leverage`.
fn leave_one_out(basis: &Basis, outcomes: &[Vec<f64>], counts: &[f64]) -> f64 {
    let leverages = basis.leverages();
    let mut sum = 0.0;
    for outcome in outcomes {
        for (world, fitted) in basis.fit(outcome).iter().enumerate() {
            let error = (outcome[world] - fitted) / (1.0 - leverages[world]).max(REST_LEAST);
            sum += counts[world] * error * error;
        }
    }
    sum
}
