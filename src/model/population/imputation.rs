//! Answers that were not given, drawn from those that were.
//!
//! A Gaussian copula of the answers themselves. Among the respondents who answered a question, its normal score is
//! regressed on the scores of the other questions:
//!
//! ```text
//! z_t = e_t(h) + c + Σ β_k (z_k − e_k(h)) + rest
//! ```
//!
//! `e_k(h)` is what neighbourhood `h` adds where it is observed: the weighted mean of the scores there, drawn to that of all
//! the more the fewer answered. A missing answer takes the value at the latent score `(the regression) / λ + s · draw`, with
//! `λ` the variance of the scores of the answers: scores of few different values spread less than the latent ones, which
//! weakens slopes as much as `λ` says. `s` fills the variance up to 1. So answers that are missing at random, given what
//! the others tell, are drawn without bias, and several of one respondent in turn, each given those before it.

use std::collections::BTreeMap;

use super::copula::TraitSet;
use super::scores::Answers;

/// How missing answers follow from given ones.
#[derive(Clone, Debug)]
pub(super) struct Imputation {
    /// What the neighbourhood adds to a score, by question, then neighbourhood; one for all without neighbourhoods.
    effects: Vec<Vec<f64>>,
    neighbourhood: Option<Vec<u32>>,
    /// Which questions each respondent answered; empty where every one answered all.
    answered: Vec<TraitSet>,
    /// For each set of answers: the regressions of the questions that are missing in it, in order.
    regressions: BTreeMap<TraitSet, Vec<(usize, Regression)>>,
}

/// The latent score of one question given the others: `constant + slopes · (scores − effects) + spread · draw`.
#[derive(Clone, Debug)]
struct Regression {
    effect_slope: f64,
    constant: f64,
    slopes: Vec<f64>,
    spread: f64,
}

impl Imputation {
    /// Prepares for respondents with these answers, homes and weights.
    pub(super) fn new(answers: &[Answers], neighbourhood: Option<&[u32]>, weights: &[f64]) -> Self {
        let set_of = |respondent: usize| {
            let given = answers
                .iter()
                .enumerate()
                .filter(|(_, one)| !one.scores[respondent].is_nan());
            given.fold(0, |set: TraitSet, (question, _)| set | 1 << question)
        };
        let all = answers
            .iter()
            .enumerate()
            .fold(0, |set: TraitSet, (question, _)| set | 1 << question);
        let mut answered: Vec<TraitSet> = (0..weights.len()).map(set_of).collect();
        if answered.iter().all(|set| *set == all) {
            answered.clear();
        }
        let effects = answers
            .iter()
            .map(|one| effects(&one.scores, neighbourhood, weights))
            .collect();
        let mut imputation = Self {
            effects,
            neighbourhood: neighbourhood.map(<[u32]>::to_vec),
            answered,
            regressions: BTreeMap::new(),
        };
        let mut moments: BTreeMap<usize, Moments> = BTreeMap::new();
        let sets: std::collections::BTreeSet<TraitSet> = imputation.answered.iter().copied().collect();
        for set in sets {
            let mut known: Vec<usize> = (0..answers.len())
                .filter(|question| set >> question & 1 == 1)
                .collect();
            let missing: Vec<usize> = (0..answers.len())
                .filter(|question| set >> question & 1 == 0)
                .collect();
            let mut regressions = Vec::new();
            for question in missing {
                let moments = moments
                    .entry(question)
                    .or_insert_with(|| imputation.moments(question, answers, weights));
                regressions.push((question, moments.regression(question, &known)));
                known.push(question);
            }
            imputation.regressions.insert(set, regressions);
        }
        imputation
    }

    /// The latent score of a question that a respondent did not answer, given all that is known or drawn of the others in
    /// `scores`.
    ///
    /// # Panics
    /// When the respondent answered it.
    pub(super) fn latent_score(&self, respondent: usize, question: usize, scores: &[f64], draw: f64) -> f64 {
        let of_set = &self.regressions[&self.answered[respondent]];
        let (_, regression) = of_set
            .iter()
            .find(|(missing, _)| *missing == question)
            .expect("a question is missing where there is no answer");
        let explained: f64 = regression
            .slopes
            .iter()
            .enumerate()
            .filter(|(_, slope)| **slope != 0.0)
            .map(|(other, slope)| slope * (scores[other] - self.effect(other, respondent)))
            .sum();
        regression.constant
            + regression.effect_slope * self.effect(question, respondent)
            + explained
            + regression.spread * draw
    }

    /// What the neighbourhood of a respondent adds to the score of a question.
    fn effect(&self, question: usize, respondent: usize) -> f64 {
        let home = self
            .neighbourhood
            .as_ref()
            .map_or(0, |homes| homes[respondent] as usize);
        self.effects[question][home]
    }

    /// Moments of all questions among those who answered one.
    fn moments(&self, question: usize, answers: &[Answers], weights: &[f64]) -> Moments {
        let count = answers.len();
        let mut moments = Moments::new(count);
        let mut rest = vec![f64::NAN; count];
        for (respondent, weight) in weights.iter().enumerate() {
            let own = answers[question].scores[respondent];
            if own.is_nan() || *weight <= 0.0 {
                continue;
            }
            for (other, rest) in rest.iter_mut().enumerate() {
                *rest = answers[other].scores[respondent] - self.effect(other, respondent);
            }
            moments.add(*weight, own, self.effect(question, respondent), &rest);
        }
        moments
    }
}

/// Weighted sums over respondents who answered one question, of what is left of scores beside the neighbourhood.
struct Moments {
    weight: f64,
    squared_weights: f64,
    /// Of the score of the question: its square, and that of its neighbourhood's part.
    square: f64,
    square_of_effect: f64,
    /// By pair of questions, over those who answered both: weight, sum of the first, sum of the product.
    pairs: Vec<Vec<[f64; 3]>>,
}

impl Moments {
    fn new(questions: usize) -> Self {
        Self {
            weight: 0.0,
            squared_weights: 0.0,
            square: 0.0,
            square_of_effect: 0.0,
            pairs: vec![vec![[0.0; 3]; questions]; questions],
        }
    }

    fn add(&mut self, weight: f64, score: f64, effect: f64, rest: &[f64]) {
        self.weight += weight;
        self.squared_weights += weight * weight;
        self.square += weight * score * score;
        self.square_of_effect += weight * effect * effect;
        for (row, one) in self.pairs.iter_mut().zip(rest) {
            for (sums, other) in row.iter_mut().zip(rest) {
                if !one.is_nan() && !other.is_nan() {
                    sums[0] += weight;
                    sums[1] += weight * one;
                    sums[2] += weight * one * other;
                }
            }
        }
    }

    /// Mean of the first question and covariance, over those who answered both.
    fn mean_and_covariance(&self, one: usize, other: usize) -> (f64, f64) {
        let [weight, sum, product] = self.pairs[one][other];
        if weight <= 0.0 {
            return (0.0, 0.0);
        }
        let (mean, mean_of_other) = (sum / weight, self.pairs[other][one][1] / weight);
        (mean, product / weight - mean * mean_of_other)
    }

    /// The regression of the question on those that are known.
    fn regression(&self, question: usize, known: &[usize]) -> Regression {
        let covariance = |one: usize, other: usize| self.mean_and_covariance(one, other).1;
        let towards: Vec<f64> = known.iter().map(|other| covariance(*other, question)).collect();
        let matrix: Vec<Vec<f64>> = known
            .iter()
            .map(|one| known.iter().map(|other| covariance(*one, *other)).collect())
            .collect();
        // Slopes from few answers are drawn towards 0.
        let ridge = self.squared_weights / (self.weight * self.weight).max(f64::MIN_POSITIVE);
        let few = solve(&matrix, &towards, ridge.clamp(1e-9, 1.0));
        let spread_of_scores = (self.square / self.weight.max(f64::MIN_POSITIVE)).max(f64::MIN_POSITIVE);
        let of_others: f64 = few
            .iter()
            .zip(&matrix)
            .map(|(slope, row)| {
                slope
                    * row
                        .iter()
                        .zip(&few)
                        .map(|(entry, other)| entry * other)
                        .sum::<f64>()
            })
            .sum();
        let of_effect = self.square_of_effect / self.weight.max(f64::MIN_POSITIVE);
        let explained = (of_others + of_effect) / (spread_of_scores * spread_of_scores);
        // What is explained cannot exceed the whole.
        let scale = if explained > 1.0 {
            1.0 / explained.sqrt()
        } else {
            1.0
        } / spread_of_scores;
        let mut slopes = vec![0.0; self.pairs.len()];
        let mut constant = scale * self.mean_and_covariance(question, question).0;
        for (other, slope) in known.iter().zip(&few) {
            slopes[*other] = slope * scale;
            constant -= slope * scale * self.mean_and_covariance(*other, question).0;
        }
        Regression {
            effect_slope: scale,
            constant,
            slopes,
            spread: (1.0 - explained).max(0.0).sqrt(),
        }
    }
}

/// What neighbourhoods add to the scores of a question: weighted means, drawn to the mean of all as the spread between and
/// within neighbourhoods says.
fn effects(scores: &[f64], neighbourhood: Option<&[u32]>, weights: &[f64]) -> Vec<f64> {
    let Some(homes) = neighbourhood else {
        return vec![0.0];
    };
    let places = homes.iter().max().map_or(0, |last| *last as usize + 1);
    let mut sums = vec![[0.0; 4]; places];
    for ((score, home), weight) in scores.iter().zip(homes).zip(weights) {
        if !score.is_nan() {
            let [total, squares, sum, products] = &mut sums[*home as usize];
            *total += weight;
            *squares += weight * weight;
            *sum += weight * score;
            *products += weight * score * score;
        }
    }
    let add = |index: usize| sums.iter().map(|sums| sums[index]).sum::<f64>();
    let total = add(0).max(f64::MIN_POSITIVE);
    let mean = add(2) / total;
    let answered = || sums.iter().filter(|[total, ..]| *total > 0.0);
    let (mut within, mut freedom, mut between, mut sizes) = (0.0, 0.0, 0.0, 0.0);
    for [weight, squares, sum, products] in answered() {
        let persons = weight * weight / squares;
        let own = sum / weight;
        within += products - weight * own * own;
        freedom += weight * (1.0 - 1.0 / persons);
        between += weight * (own - mean) * (own - mean);
        sizes += weight / persons;
    }
    let within = if freedom > 0.0 { within / freedom } else { 0.0 };
    // The means of neighbourhoods differ by what their sampling adds, too.
    let between = ((between - within * sizes) / total).max(0.0);
    sums.iter()
        .map(|[weight, squares, sum, _]| {
            if *weight <= 0.0 {
                return mean;
            }
            let of_sampling = within * squares / (weight * weight);
            let trust = if between > 0.0 {
                between / (between + of_sampling)
            } else {
                0.0
            };
            mean + trust * (sum / weight - mean)
        })
        .collect()
}

/// Solves `(matrix + ridge) x = right`, with as much more ridge as it takes to be positive definite.
fn solve(matrix: &[Vec<f64>], right: &[f64], ridge: f64) -> Vec<f64> {
    let mut ridge = ridge;
    loop {
        if let Some(solution) = try_solve(matrix, right, ridge) {
            return solution;
        }
        ridge *= 10.0;
    }
}

/// By Cholesky's factor; `None` where the matrix is not positive definite.
fn try_solve(matrix: &[Vec<f64>], right: &[f64], ridge: f64) -> Option<Vec<f64>> {
    let count = right.len();
    let mut lower = vec![vec![0.0; count]; count];
    for row in 0..count {
        for column in 0..=row {
            let explained: f64 = (0..column).map(|k| lower[row][k] * lower[column][k]).sum();
            let rest = matrix[row][column] - explained;
            lower[row][column] = if row == column {
                let pivot = rest + ridge;
                if pivot < 0.5 * ridge.min(1e-6) {
                    return None;
                }
                pivot.sqrt()
            } else {
                rest / lower[column][column]
            };
        }
    }
    let mut solution = right.to_vec();
    for row in 0..count {
        let before: f64 = (0..row).map(|k| lower[row][k] * solution[k]).sum();
        solution[row] = (solution[row] - before) / lower[row][row];
    }
    for row in (0..count).rev() {
        let behind: f64 = (row + 1..count).map(|k| lower[k][row] * solution[k]).sum();
        solution[row] = (solution[row] - behind) / lower[row][row];
    }
    Some(solution)
}
