//! Answers to one question of a survey and their normal scores.

use crate::random::{normal_cdf, normal_quantile};

/// The answers of respondents, as values and as normal scores.
///
/// The score of a value is that of its mid-rank: the normal quantile of the weight below it and half the weight at it, as
/// a share of the weight of all answers.
#[derive(Clone, Debug)]
pub(super) struct Answers {
    /// Score by respondent; `NaN` where there is no answer.
    pub(super) scores: Vec<f64>,
    /// The different values in rising order, each with its score.
    levels: Vec<(f64, f64)>,
    /// Share of the weight at or below each of `levels`.
    share_up_to: Vec<f64>,
}

impl Answers {
    /// The answers of respondents with these weights; `NaN` where missing.
    pub(super) fn new(values: &[f64], weights: &[f64]) -> Self {
        let mut order: Vec<usize> = (0..values.len())
            .filter(|&index| !values[index].is_nan())
            .collect();
        order.sort_by(|&one, &other| values[one].total_cmp(&values[other]));
        let total = order
            .iter()
            .map(|&index| weights[index])
            .sum::<f64>()
            .max(f64::MIN_POSITIVE);
        let mut answers = Self {
            scores: vec![f64::NAN; values.len()],
            levels: Vec::new(),
            share_up_to: Vec::new(),
        };
        let mut below = 0.0;
        // In rising order, a value that is not below the next equals it.
        for equal in order.chunk_by(|&one, &next| values[one] >= values[next]) {
            let weight: f64 = equal.iter().map(|&index| weights[index]).sum();
            // Respondents without weight may lie beyond all others.
            let rank = ((below + 0.5 * weight) / total).clamp(1e-9, 1.0 - 1e-9);
            let score = normal_quantile(rank);
            for &index in equal {
                answers.scores[index] = score;
            }
            below += weight;
            answers.levels.push((values[equal[0]], score));
            answers.share_up_to.push(below / total);
        }
        answers
    }

    /// The value whose share of the weight contains that of a latent score, and the score of that value.
    pub(super) fn at(&self, latent: f64) -> (f64, f64) {
        let share = normal_cdf(latent);
        let place = self.share_up_to.partition_point(|&up_to| up_to <= share);
        // A value without weight has no share, so the last one with some is never behind such a one.
        let last = self
            .share_up_to
            .partition_point(|&up_to| up_to < self.share_up_to[self.levels.len() - 1]);
        self.levels[place.min(last)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latent_scores_give_back_values_by_their_weight() {
        let answers = Answers::new(&[2.0, f64::NAN, 1.0, 3.0, 2.0], &[1.0, 9.0, 2.0, 0.0, 1.0]);
        assert!(answers.scores[1].is_nan());
        assert!(
            (answers.at(-0.01).0 - 1.0).abs() < 1e-12,
            "half of the weight lies at 1"
        );
        for latent in [0.01, 3.0, 9.0] {
            assert!(
                (answers.at(latent).0 - 2.0).abs() < 1e-12,
                "the other half at 2, none at 3"
            );
        }
        assert!((answers.at(-1.0).1 - answers.scores[2]).abs() < 1e-12);
    }
}
