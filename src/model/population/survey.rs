//! Citizens from a survey: who stands for whom, and what is known of each.

use super::copula::{Conditional, Covariance, PerTrait, TRAITS, TraitSet};
use super::imputation::Imputation;
use super::scores::Answers;
use crate::model::observed::ObservedCitizens;
use crate::model::population::POPULATION_DISPOSITION;
use crate::random::Draws;

/// Respondents, prepared for drawing citizens from them.
#[derive(Clone, Debug)]
pub(super) struct Survey<'a> {
    observed: &'a ObservedCitizens,
    /// Answers with their normal scores, beside `observed.traits`.
    answers: Vec<Answers>,
    imputation: Imputation,
    /// Respondents by neighbourhood where it is observed, else in file order.
    order: Vec<u32>,
    /// Sum of the weights up to and including each respondent of `order`.
    weight_up_to: Vec<f64>,
    /// How the traits that were not observed follow from those that were.
    conditional: Conditional,
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
        const { assert!(TRAITS <= TraitSet::BITS as usize) };
        let known = observed
            .traits
            .iter()
            .fold(0, |known, (which, _)| known | 1 << which.index());
        let answers: Vec<Answers> = observed
            .traits
            .iter()
            .map(|(_, values)| Answers::new(values, &weights))
            .collect();
        let imputation = Imputation::new(&answers, observed.neighbourhood.as_deref(), &weights);
        Self {
            observed,
            answers,
            imputation,
            order,
            weight_up_to,
            conditional: Conditional::new(covariance, known),
        }
    }

    pub(super) const fn observed(&self) -> &ObservedCitizens {
        self.observed
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
            let uniform = draws.uniforms(citizen as u32, 0, POPULATION_DISPOSITION)[2];
            let point = total * (citizen as f64 + uniform) / citizens as f64;
            let place = self.weight_up_to.partition_point(|&weight| weight <= point);
            self.order[place.min(self.order.len() - 1)]
        };
        (0..citizens).map(respondent).collect()
    }

    /// Observed neighbourhoods, by respondent.
    pub(super) fn neighbourhood(&self) -> Option<&[u32]> {
        self.observed.neighbourhood.as_deref()
    }

    /// Enters the observed traits of a respondent: scores and values, drawn where the respondent did not answer with the
    /// normal draw that `scores` holds on entry; values stay `NaN` where a trait was not observed.
    pub(super) fn enter(&self, respondent: usize, scores: &mut PerTrait, values: &mut PerTrait) {
        let mut own = [f64::NAN; TRAITS];
        for (score, answers) in own.iter_mut().zip(&self.answers) {
            *score = answers.scores[respondent];
        }
        for (position, (which, observed)) in self.observed.traits.iter().enumerate() {
            let value = observed[respondent];
            values[which.index()] = if value.is_nan() {
                let draw = scores[which.index()];
                let latent = self.imputation.latent_score(respondent, position, &own, draw);
                let (value, score) = self.answers[position].at(latent);
                own[position] = score;
                value
            } else {
                value
            };
            scores[which.index()] = own[position];
        }
    }

    /// How the traits that were not observed follow from those that were.
    pub(super) const fn conditional(&self) -> &Conditional {
        &self.conditional
    }
}
