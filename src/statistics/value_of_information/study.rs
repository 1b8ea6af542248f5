//! What a study of a parameter would be worth.

use super::net_benefits::value_of_choosing;
use super::regression::Regression;
use super::{InformationError, NetBenefits};
use crate::statistics::Moments;

/// Probability below which a result of a survey is passed over.
const NEGLIGIBLE: f64 = 1e-12;

/// What a study would be worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleInformation {
    /// EVSI, in the unit of the net benefits, between 0 and the value of knowing the parameter for certain.
    pub value: f64,
    /// Probability that its result changes the choice.
    pub change_probability: f64,
}

/// What a survey of a share would be worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurveyInformation {
    /// Exactly, over all numbers of yes.
    pub exact: SampleInformation,
    /// By [matching moments](NetBenefits::measurement).
    pub by_moments: SampleInformation,
    /// Worlds that carry weight once the survey is done, on average. Where it is small, take more worlds.
    pub effective_worlds: f64,
}

impl NetBenefits {
    /// Values a survey of `answers` people, each of whom says yes with the share of the world as probability (EVSI).
    ///
    /// After x times yes world w has the weight `π_w(x) ∝ Bin(x; n, p_w)`, and
    /// `EVSI = Σ_x P(x) max_d Σ_w π_w(x) ĝ_wd − max_d N̄_d`, `P(x) = mean_w Bin(x; n, p_w)`, with the fitted values ĝ of a cubic in the
    /// share, as few worlds carry weight after a large survey. Answers are effective ones: divide their number by the design effect.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::NetBenefits;
    /// let shares: Vec<f64> = (0..200_u32).map(|world| f64::from(world * 73 % 200) / 200.0).collect();
    /// let gain = shares.iter().map(|share| share - 0.6).collect();
    /// let choice = NetBenefits::of(&[vec![0.0; 200], gain]).unwrap();
    /// let [few, many] = [10, 1_000].map(|answers| choice.survey(&shares, answers).unwrap().exact.value);
    /// let certain = choice.partial_information(&[shares]).unwrap().value;
    /// assert!(0.0 < few && few < many && many < certain);
    /// ```
    ///
    /// # Errors
    /// When a share lies outside `[0, 1]` or is no number, or there are fewer than 20 worlds.
    ///
    /// # Panics
    /// When there is not a share for each world.
    pub fn survey(&self, shares: &[f64], answers: usize) -> Result<SurveyInformation, InformationError> {
        if shares.iter().any(|share| !(0.0..=1.0).contains(share)) {
            return Err(InformationError::NotAShare);
        }
        let fitted = self.fitted(shares)?;
        let moments: Moments = shares.iter().copied().collect();
        let within = shares.iter().map(|share| share * (1.0 - share)).sum::<f64>() / shares.len() as f64;
        let (exact, effective_worlds) = over_results(&fitted, shares, answers);
        let most = self.perfect_information().value;
        Ok(SurveyInformation {
            exact: SampleInformation {
                value: exact.value.min(most),
                ..exact
            },
            by_moments: self.matched(&fitted, part_learnt(answers, within, moments.variance())),
            effective_worlds,
        })
    }

    /// Values a study that measures a parameter `answers` times, each with the standard deviation `error` around its value (EVSI), by
    /// matching moments: `Ñ_wd = N̄_d + √f (ĝ_wd − N̄_d)`, `f = n/(n + τ²/Var θ)`, with the fitted values ĝ of a cubic in the parameter
    /// (Menzies, Medical Decision Making 36, 2016; Heath, Manolopoulou and Baio, 38, 2018).
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::NetBenefits;
    /// let parameter: Vec<f64> = (0..100_u32).map(|world| f64::from(world * 37 % 100)).collect();
    /// let gain = parameter.iter().map(|value| value - 60.0).collect();
    /// let choice = NetBenefits::of(&[vec![0.0; 100], gain]).unwrap();
    /// // Each answer is off by 30; nine of them take away nearly all that is unknown.
    /// let [once, often] = [1, 9].map(|answers| choice.measurement(&parameter, answers, 30.0).unwrap().value);
    /// assert!(3.0 < once && once < often && often < 7.8);
    /// ```
    ///
    /// # Errors
    /// When a value is no finite number, or there are fewer than 20 worlds.
    ///
    /// # Panics
    /// When the parameter does not have a value for each world.
    pub fn measurement(
        &self,
        parameter: &[f64],
        answers: usize,
        error: f64,
    ) -> Result<SampleInformation, InformationError> {
        let fitted = self.fitted(parameter)?;
        let moments: Moments = parameter.iter().copied().collect();
        Ok(self.matched(&fitted, part_learnt(answers, error * error, moments.variance())))
    }

    /// Fitted values of a cubic.
    fn fitted(&self, parameter: &[f64]) -> Result<Vec<Vec<f64>>, InformationError> {
        let features = self.features(&[parameter.to_vec()])?;
        Ok(Regression::of(&features, self.differences(), &vec![1.0; self.worlds()]).fitted)
    }

    fn matched(&self, fitted: &[Vec<f64>], part: f64) -> SampleInformation {
        let closer = |values: &Vec<f64>| -> Vec<f64> {
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            values
                .iter()
                .map(|value| mean + part.sqrt() * (value - mean))
                .collect()
        };
        let (value, change_probability) =
            value_of_choosing(&fitted.iter().map(closer).collect::<Vec<Vec<f64>>>());
        SampleInformation {
            value: value.min(self.perfect_information().value),
            change_probability,
        }
    }
}

/// The part of the variance of a parameter that a study takes away.
fn part_learnt(answers: usize, variance_of_answer: f64, variance: f64) -> f64 {
    if answers == 0 || variance == 0.0 {
        return 0.0;
    }
    let answers = answers as f64;
    answers / (answers + variance_of_answer / variance)
}

/// A survey over all its results, and the worlds that carry weight after it.
fn over_results(fitted: &[Vec<f64>], shares: &[f64], answers: usize) -> (SampleInformation, f64) {
    let logarithms: Vec<(f64, f64)> = shares
        .iter()
        .map(|share| (libm::log(*share), libm::log1p(-*share)))
        .collect();
    let (mut value, mut change_probability, mut effective_worlds) = (0.0, 0.0, 0.0);
    let mut likelihoods = vec![0.0; shares.len()];
    for yes in 0..=answers {
        let ways = log_choices(answers, yes);
        for (likelihood, (of_yes, of_no)) in likelihoods.iter_mut().zip(&logarithms) {
            *likelihood = libm::exp(ways + times(yes, *of_yes) + times(answers - yes, *of_no));
        }
        let sum: f64 = likelihoods.iter().sum();
        let probability = sum / shares.len() as f64;
        if probability < NEGLIGIBLE {
            continue;
        }
        let expected = |values: &Vec<f64>| {
            values
                .iter()
                .zip(&likelihoods)
                .map(|(value, weight)| value * weight)
                .sum::<f64>()
        };
        let gain = fitted.iter().map(expected).fold(0.0, f64::max) / sum;
        value += probability * gain;
        if gain > 0.0 {
            change_probability += probability;
        }
        let squares: f64 = likelihoods.iter().map(|weight| weight * weight).sum();
        effective_worlds += probability * sum * sum / squares;
    }
    let study = SampleInformation {
        value,
        change_probability,
    };
    (study, effective_worlds)
}

/// `count · logarithm`, where nothing times the logarithm of 0 is nothing.
fn times(count: usize, logarithm: f64) -> f64 {
    if count == 0 { 0.0 } else { count as f64 * logarithm }
}

/// Logarithm of the number of ways to choose some of so many.
fn log_choices(all: usize, some: usize) -> f64 {
    let log_factorial = |count: usize| libm::lgamma(count as f64 + 1.0);
    log_factorial(all) - log_factorial(some) - log_factorial(all - some)
}
