//! M20: measures of inequality.

use super::{Block, Rates, sums};
use crate::model::lane::lanes;

sums! {
    /// Voices of participants, times status, and times affectedness.
    VoiceSums { weight, ses, affectedness }
}

/// Gini coefficient of values that are not negative; `zeros` further values are zero. Sorts the values.
///
/// `G = (2 Σ i x_i) / (n Σ x) - (n + 1)/n` with values in increasing order; `NaN` when all are zero.
pub(crate) fn gini(values: &mut [f32], zeros: usize) -> f64 {
    values.sort_unstable_by(f32::total_cmp);
    let count = (values.len() + zeros) as f64;
    let (mut total, mut ranked) = (0.0, 0.0);
    for (index, &value) in values.iter().enumerate() {
        total += f64::from(value);
        ranked += f64::from(value) * (zeros + index + 1) as f64;
    }
    2.0 * ranked / (count * total) - (count + 1.0) / count
}

/// Concentration index of a quantity by rank in `(0, 1)`: `2 Σ x r / Σ x - 1`; `NaN` when all are zero.
pub(crate) fn concentration(total: f64, total_by_rank: f64) -> f64 {
    2.0 * total_by_rank / total - 1.0
}

/// Adds up participants' voices.
pub(crate) fn count(block: &mut Block, programme: usize, rates: &Rates) {
    let mut sums = block.memberships[programme].sums;
    let membership = &block.memberships[programme];
    for lane in lanes(membership.active) {
        let fixed = &block.fixed;
        let voice = f64::from(if rates.mechanisms.voice {
            fixed.voice[lane]
        } else {
            1.0
        });
        sums.voice.weight += voice;
        sums.voice.ses += voice * f64::from(fixed.ses[lane]);
        sums.voice.affectedness += voice * f64::from(fixed.affectedness[lane]);
    }
    block.memberships[programme].sums = sums;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gini_of_equal_values_is_zero() {
        assert!(gini(&mut [2.0; 10], 0).abs() < 1e-12);
    }

    #[test]
    fn gini_of_one_owner_is_one_less_one_over_n() {
        assert!((gini(&mut [5.0], 9) - 0.9).abs() < 1e-12);
    }

    /// By definition: half the mean absolute difference over the mean.
    #[test]
    fn gini_is_the_mean_difference() {
        let mut values = [3.0, 0.5, 1.0, 7.0, 2.5];
        let all: Vec<f64> = values
            .iter()
            .map(|&value| f64::from(value))
            .chain([0.0, 0.0])
            .collect();
        let n = all.len() as f64;
        let differences: f64 = all
            .iter()
            .flat_map(|a| all.iter().map(move |b| (a - b).abs()))
            .sum();
        let expected = differences / (n * n) / (2.0 * all.iter().sum::<f64>() / n);
        assert!((gini(&mut values, 2) - expected).abs() < 1e-9);
    }

    #[test]
    fn nothing_to_share_has_no_gini() {
        assert!(gini(&mut [], 10).is_nan());
        assert!(concentration(0.0, 0.0).is_nan());
    }

    #[test]
    fn concentration_is_positive_when_the_better_off_give() {
        assert!(concentration(10.0, 9.0) > 0.0);
        assert!(concentration(10.0, 5.0).abs() < 1e-12);
        assert!(concentration(10.0, 1.0) < 0.0);
    }
}
