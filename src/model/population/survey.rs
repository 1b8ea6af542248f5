//! Citizens from a survey: who stands for whom, and what is known of each.

use std::collections::BTreeMap;

use crate::model::observed::ObservedCitizens;
use crate::model::purpose::POPULATION_DISPOSITION;
use crate::random::{Draws, normal_quantile};

use super::copula::{Conditional, Covariance, PerTrait, TRAITS, TraitSet};

/// Respondents, prepared for drawing citizens from them.
#[derive(Clone, Debug)]
pub(super) struct Survey<'a> {
    observed: &'a ObservedCitizens,
    /// Normal scores of the observed traits, beside `observed.traits`.
    scores: Vec<Vec<f64>>,
    /// Respondents by neighbourhood where it is observed, else in file order.
    order: Vec<u32>,
    /// Sum of the weights up to and including each respondent of `order`.
    weight_up_to: Vec<f64>,
    /// Which of `conditionals` belongs to a respondent.
    pattern: Vec<u32>,
    /// One for each pattern of missing values.
    conditionals: Vec<Conditional>,
}

impl<'a> Survey<'a> {
    /// Prepares respondents; `covariance` is that of the scores before anything is observed but the
    /// neighbourhood.
    pub(super) fn new(observed: &'a ObservedCitizens, covariance: &Covariance) -> Self {
        let count = observed.len();
        let weights = if observed.one_to_one || observed.weights.is_empty() {
            vec![1.0; count]
        } else {
            observed.weights.clone()
        };
        let mut order: Vec<u32> = (0..count as u32).collect();
        if let Some(neighbourhood) = &observed.neighbourhood {
            order.sort_by_key(|&respondent| neighbourhood[respondent as usize]);
        }
        let mut sum = 0.0;
        let weight_up_to: Vec<f64> = order
            .iter()
            .map(|&respondent| {
                sum += weights[respondent as usize];
                sum
            })
            .collect();
        assert!(sum > 0.0, "some respondent has a positive weight");
        let (pattern, conditionals) = patterns(observed, covariance);
        let scores = observed
            .traits
            .iter()
            .map(|(_, values)| normal_scores(values, &weights))
            .collect();
        Self {
            observed,
            scores,
            order,
            weight_up_to,
            pattern,
            conditionals,
        }
    }

    /// Number of citizens: that of respondents where each is one citizen, else as asked for.
    pub(super) fn citizens(&self, asked_for: usize) -> usize {
        if self.observed.one_to_one {
            self.observed.len()
        } else {
            asked_for
        }
    }

    /// The respondent behind each citizen.
    ///
    /// Weights are laid end to end and cut into as many equal intervals as there are citizens; every citizen
    /// takes the respondent at a uniform point of its own interval. So a respondent of weight `w` out of
    /// `W` stands for `citizens * w / W` citizens on average, and for that number rounded up or down
    /// at its ends.
    pub(super) fn choose(&self, citizens: usize, draws: &Draws) -> Vec<u32> {
        if self.observed.one_to_one {
            return self.order.clone();
        }
        let total = self.weight_up_to[self.weight_up_to.len() - 1];
        let respondent = |citizen: usize| {
            let luck = draws.uniforms(citizen as u32, 0, POPULATION_DISPOSITION)[2];
            let point = total * (citizen as f64 + luck) / citizens as f64;
            let place = self.weight_up_to.partition_point(|&weight| weight <= point);
            self.order[place.min(self.order.len() - 1)]
        };
        (0..citizens).map(respondent).collect()
    }

    /// Observed neighbourhoods, by respondent.
    pub(super) fn neighbourhood(&self) -> Option<&[u32]> {
        self.observed.neighbourhood.as_deref()
    }

    /// Enters what is known of a respondent: scores and values; values stay `NaN` where unknown.
    pub(super) fn enter(&self, respondent: usize, scores: &mut PerTrait, values: &mut PerTrait) {
        for ((which, observed), observed_scores) in self.observed.traits.iter().zip(&self.scores) {
            let value = observed[respondent];
            if !value.is_nan() {
                values[which.index()] = value;
                scores[which.index()] = observed_scores[respondent];
            }
        }
    }

    /// How the unknown traits of a respondent follow from the known ones.
    pub(super) fn conditional(&self, respondent: usize) -> &Conditional {
        &self.conditionals[self.pattern[respondent] as usize]
    }
}

/// The pattern of missing values of each respondent, and what belongs to each pattern.
fn patterns(observed: &ObservedCitizens, covariance: &Covariance) -> (Vec<u32>, Vec<Conditional>) {
    const { assert!(TRAITS <= TraitSet::BITS as usize) };
    let mut seen: BTreeMap<TraitSet, u32> = BTreeMap::new();
    let mut conditionals = Vec::new();
    let pattern = (0..observed.len())
        .map(|respondent| {
            let known = observed
                .traits
                .iter()
                .filter(|(_, values)| !values[respondent].is_nan())
                .fold(0, |known, (which, _)| known | 1 << which.index());
            *seen.entry(known).or_insert_with(|| {
                conditionals.push(Conditional::new(covariance, known));
                conditionals.len() as u32 - 1
            })
        })
        .collect();
    (pattern, conditionals)
}

/// Normal scores of values by their mid-ranks: the normal quantile of the weight below a value and half the
/// weight at it, as a share of all weight. Missing values stay `NaN`.
fn normal_scores(values: &[f64], weights: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len())
        .filter(|&index| !values[index].is_nan())
        .collect();
    order.sort_by(|&one, &other| values[one].total_cmp(&values[other]));
    let total = order
        .iter()
        .map(|&index| weights[index])
        .sum::<f64>()
        .max(f64::MIN_POSITIVE);
    let mut scores = vec![f64::NAN; values.len()];
    let mut below = 0.0;
    // In rising order, a value that is not below the next equals it.
    for equal in order.chunk_by(|&one, &next| values[one] >= values[next]) {
        let weight: f64 = equal.iter().map(|&index| weights[index]).sum();
        // Respondents without weight may lie beyond all others.
        let rank = ((below + 0.5 * weight) / total).clamp(1e-9, 1.0 - 1e-9);
        let score = normal_quantile(rank);
        for &index in equal {
            scores[index] = score;
        }
        below += weight;
    }
    scores
}
