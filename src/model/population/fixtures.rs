//! A society for tests.

use crate::model::barriers::Barriers;
use crate::model::executor::Executor;
use crate::model::population::{Correlation, Population};

/// The reference population of the parameter register.
pub(in crate::model) fn population() -> Population {
    Population {
        citizens: 2000,
        neighbourhoods: 10,
        citizens_per_neighbourhood: 200,
        ses_mean: 0.5,
        ses_gradient: 0.4,
        ses_sd: 0.15,
        young_share: 0.27,
        older_share: 0.25,
        short_education_share: 0.25,
        long_education_share: 0.35,
        motivation_mean: 0.571,
        motivation_concentration: 7.0,
        extrinsic_mean: 0.5,
        extrinsic_concentration: 6.0,
        young_extrinsic_bonus: 0.1,
        efficacy_mean: 0.5,
        efficacy_sd: 0.18,
        knowledge_mean: 0.5,
        knowledge_sd: 0.155,
        trust_high_share: 0.77,
        trust_high: 0.72,
        trust_low: 0.33,
        trust_sd: 0.08,
        risk_tolerance_mean: 0.4,
        risk_tolerance_concentration: 6.0,
        free_time_mean_hours_per_week: 10.0,
        free_time_shape: 2.5,
        older_free_time_ratio: 1.3,
        affectedness_mean: 0.45,
        affectedness_concentration: 4.0,
        sociability_mean: 0.55,
        sociability_concentration: 6.0,
        expectation_mean: 0.6,
        expectation_sd: 0.08,
        stance_sd: 0.15,
        conditional_share: 0.5,
        free_rider_share: 0.3,
        threshold_mean: 0.25,
        threshold_sd: 0.1,
        correlation: Correlation {
            ses_education: 0.6,
            ses_motivation: 0.0,
            ses_efficacy: 0.3,
            ses_knowledge: 0.54,
            ses_affectedness: -0.4,
            ses_sociability: 0.15,
            ses_trust: 0.2,
            ses_free_time: 0.0,
            efficacy_knowledge: 0.16,
            efficacy_motivation: 0.1,
            trust_sociability: 0.15,
        },
    }
}

/// Barriers that leave citizens alone.
pub(in crate::model) fn barriers() -> Barriers {
    Barriers {
        client_role: 0.5,
        missing_platform: 0.5,
        ..Barriers::default()
    }
}

/// Two threads, each with half of the items.
pub(in crate::model) struct TwoThreads;

impl Executor for TwoThreads {
    fn map<T: Send, R: Send>(
        &self,
        items: &mut [T],
        work: impl Fn(usize, &mut T) -> R + Sync + Send,
    ) -> Vec<R> {
        let half = items.len() / 2;
        let (first, second) = items.split_at_mut(half);
        let run = |from: usize, items: &mut [T]| -> Vec<R> {
            items
                .iter_mut()
                .enumerate()
                .map(|(index, item)| work(from + index, item))
                .collect()
        };
        std::thread::scope(|scope| {
            let other = scope.spawn(|| run(half, second));
            let mut answers = run(0, first);
            answers.extend(other.join().unwrap());
            answers
        })
    }
}

/// Mean of a column.
pub(in crate::model) fn mean(values: &[f32]) -> f64 {
    values.iter().map(|&value| f64::from(value)).sum::<f64>() / values.len() as f64
}

/// Pearson correlation of two columns.
pub(in crate::model) fn correlation(one: &[f32], other: &[f32]) -> f64 {
    let (mean_one, mean_other) = (mean(one), mean(other));
    let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
    for (&x, &y) in one.iter().zip(other) {
        let (x, y) = (f64::from(x) - mean_one, f64::from(y) - mean_other);
        both += x * y;
        first += x * x;
        second += y * y;
    }
    both / (first * second).sqrt()
}
