//! Samples whose values count unequally.

use rand::distr::Distribution;
use rand::distr::weighted::WeightedIndex;

use crate::statistics::generator::substream;

/// Effective size of a weighted sample, `(Σ w)² / Σ w²` (Kish 1965): the size of an unweighted sample that is as good.
/// 0 for an empty one.
#[must_use]
pub fn effective_size(weights: &[f64]) -> f64 {
    let sum: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}

/// Mean and standard deviation of a weighted sample, `m = Σ w x / Σ w` and `√(Σ w (x − m)² / Σ w)`; `NaN` for an empty
/// one. The weights need not add up to 1.
#[must_use]
pub fn weighted_moments(values: &[f64], weights: &[f64]) -> (f64, f64) {
    let sum: f64 = weights.iter().sum();
    let mean = values
        .iter()
        .zip(weights)
        .map(|(value, weight)| weight * value)
        .sum::<f64>()
        / sum;
    let squares: f64 = values
        .iter()
        .zip(weights)
        .map(|(value, weight)| weight * (value - mean) * (value - mean))
        .sum();
    (mean, (squares / sum).sqrt())
}

/// The smallest value at which the weights of it and of all below reach a share of all weights: the inverse of the
/// weighted distribution function. `NaN` for an empty sample.
///
/// ```
/// use samspil::statistics::weighted_quantile;
/// assert_eq!(weighted_quantile(&[3.0, 1.0, 2.0], &[0.2, 0.2, 0.6], 0.5), 2.0);
/// ```
///
/// # Panics
/// When `probability` lies outside `[0, 1]`.
#[must_use]
pub fn weighted_quantile(values: &[f64], weights: &[f64], probability: f64) -> f64 {
    assert!(
        (0.0..=1.0).contains(&probability),
        "probability {probability} outside [0, 1]"
    );
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
    // Sums of weights are exact only to rounding, and a share that is reached must count as reached.
    let wanted = probability * weights.iter().sum::<f64>() * (1.0 - 1e-12);
    let mut reached = 0.0;
    for index in &order {
        reached += weights[*index];
        if reached >= wanted && weights[*index] > 0.0 {
            return values[*index];
        }
    }
    order.last().map_or(f64::NAN, |index| values[*index])
}

/// Positions in a weighted sample, `count` of them, each drawn for itself with a chance in proportion to its weight.
///
/// A larger `count` adds to those of a smaller one.
///
/// # Panics
/// When the sample is empty, a weight is below 0 or no number, or none is above 0.
#[must_use]
pub fn choose_by_weight(weights: &[f64], count: usize, seed: u64) -> Vec<usize> {
    let choice = WeightedIndex::new(weights).expect("there is something to choose from");
    (0..count)
        .map(|number| choice.sample(&mut substream(seed, number as u64)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_weights_are_no_weights() {
        let values = [1.0, 2.0, 4.0, 9.0];
        let (mean, deviation) = weighted_moments(&values, &[0.25; 4]);
        assert!((mean - 4.0).abs() < 1e-15 && (deviation - 9.5_f64.sqrt()).abs() < 1e-15);
        assert!((effective_size(&[3.0; 4]) - 4.0).abs() < 1e-12);
        let quantile = |share| weighted_quantile(&values, &[0.1; 4], share) as i32;
        assert_eq!([0.0, 0.25, 0.26, 0.5, 1.0].map(quantile), [1, 1, 2, 2, 9]);
    }

    #[test]
    fn choices_follow_the_weights_and_can_be_added_to() {
        let weights = [0.1, 0.0, 0.6, 0.3];
        let many = choose_by_weight(&weights, 20_000, 4);
        assert_eq!(many[..50], choose_by_weight(&weights, 50, 4));
        for (position, weight) in weights.iter().enumerate() {
            let share = many.iter().filter(|chosen| **chosen == position).count() as f64 / 20_000.0;
            assert!((share - weight).abs() < 0.014, "{position}: {share}");
        }
    }

    #[test]
    fn a_value_without_weight_is_not_there() {
        let (values, weights) = ([5.0, -100.0, 7.0], [1.0, 0.0, 3.0]);
        let (mean, deviation) = weighted_moments(&values, &weights);
        assert!((mean - 6.5).abs() < 1e-15 && (deviation - 0.75_f64.sqrt()).abs() < 1e-15);
        assert!((effective_size(&weights) - 1.6).abs() < 1e-15);
        let quantile = |share| weighted_quantile(&values, &weights, share) as i32;
        assert_eq!([0.0, 0.25, 0.3].map(quantile), [5, 5, 7]);
        assert!(weighted_quantile(&[], &[], 0.5).is_nan());
    }
}
