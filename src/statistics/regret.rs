//! Caution: what options do in the worst worlds, and what is missed by choosing one of them.

use super::{Moments, difference, quantile, weighted_quantile};

/// Share of the worlds that [`OptionOutlook::worst_tenth`] is of.
const TENTH: f64 = 0.1;

/// The regret that is published: the largest grows with the number of worlds.
const HIGH_REGRET: f64 = 0.95;

/// Mean of the worst share of worlds, high being good: the conditional value at risk.
///
/// `CVaR_a = (1/a) [Σ w v below + (a − Σ w below) v at the border]` with weights that add up to 1, so the world at the border
/// counts in part; it equals `max over t of t − E(t − v)⁺/a` (Rockafellar and Uryasev, Journal of Risk 2, 2000; Acerbi and Tasche,
/// Journal of Banking & Finance 26, 2002). Weights need not add up to 1; worlds of equal weight all have 1. `NaN` without a world
/// that weighs something.
///
/// Of one noisy run for each world it lies too low: the worst worlds are partly the unlucky ones.
///
/// # Examples
/// ```
/// use samspil::statistics::worst_mean;
/// let values = [5.0, 1.0, 9.0, 3.0];
/// assert_eq!(worst_mean(&values, &[1.0; 4], 0.5), 2.0);
/// // All of the first world, and half of the second.
/// assert!((worst_mean(&values, &[1.0; 4], 0.375) - 5.0 / 3.0).abs() < 1e-12);
/// ```
///
/// # Panics
/// When there is not a weight for each value, one is below 0, a value is no number, or the share does not lie above 0 and up to 1.
#[must_use]
pub fn worst_mean(values: &[f64], weights: &[f64], share: f64) -> f64 {
    check(values, weights);
    assert!(0.0 < share && share <= 1.0, "share {share} outside (0, 1]");
    let total: f64 = weights.iter().sum();
    let whole = share * total;
    if whole <= 0.0 {
        return f64::NAN;
    }
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
    let (mut left, mut sum) = (whole, 0.0);
    for world in order {
        let taken = left.min(weights[world]);
        sum += taken * values[world];
        left -= taken;
        // A sum of weights is exact only to rounding.
        if left <= 1e-15 * total {
            break;
        }
    }
    sum / whole
}

/// Standard error of [`worst_mean`] of worlds of equal weight: the standard deviation of `(t − v)⁺/a` over √W, t the a-quantile.
/// `NaN` for fewer than two worlds.
///
/// # Examples
/// ```
/// use samspil::statistics::worst_mean_error;
/// let values: Vec<f64> = (0..100).map(f64::from).collect();
/// assert!((worst_mean_error(&values, 0.1) - 1.866_6).abs() < 1e-4);
/// ```
///
/// # Panics
/// When the share does not lie above 0 and up to 1.
#[must_use]
pub fn worst_mean_error(values: &[f64], share: f64) -> f64 {
    assert!(0.0 < share && share <= 1.0, "share {share} outside (0, 1]");
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let border = quantile(&sorted, share);
    let moments: Moments = values
        .iter()
        .map(|value| (border - value).max(0.0) / share)
        .collect();
    moments.standard_deviation() / (values.len() as f64).sqrt()
}

/// What an option is worth over worlds, and what is missed by choosing it.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionOutlook {
    /// Weighted mean of its values.
    pub mean: f64,
    /// Mean of the worst tenth of worlds, see [`worst_mean`].
    pub worst_tenth: f64,
    /// In each world, by how much the best option there is better.
    pub regrets: Vec<f64>,
    /// Their weighted mean.
    pub mean_regret: f64,
    /// Their 95 % quantile.
    pub high_regret: f64,
    /// The largest; it grows with the number of worlds (a normal difference of mean .5: 1.8 at 50, 2.5 at 500, 2.9 at 2,000).
    pub largest_regret: f64,
    /// Weight of the worlds in which no option is better.
    pub best_share: f64,
}

/// Options over worlds, and which of them is best by several measures of caution.
///
/// Each list holds all options that tie, the one with the better mean first.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The options in the order given.
    pub options: Vec<OptionOutlook>,
    /// Those with the highest mean, which have the least mean regret, too; that is what knowing the world would be worth.
    pub best_mean: Vec<usize>,
    /// Those whose largest regret is least (Savage, Journal of the American Statistical Association 46, 1951).
    pub minimax_regret: Vec<usize>,
    /// Those whose worst tenth is highest.
    pub best_worst_tenth: Vec<usize>,
}

impl Decision {
    /// Looks at options by their values, high being good: a row for each option with a value for each world. Weights of the worlds need
    /// not add up to 1.
    ///
    /// Of one noisy run for each world, regrets are too large, as the best option is partly the luckiest.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::Decision;
    /// let values = [vec![4.0, 4.0, 4.0], vec![9.0, 6.0, 0.0]];
    /// let decision = Decision::of(&values, &[1.0; 3]);
    /// assert_eq!((&decision.best_mean[..], &decision.best_worst_tenth[..]), (&[1][..], &[0][..]));
    /// assert_eq!(decision.options[0].regrets, [5.0, 2.0, 0.0]);
    /// assert_eq!(decision.minimax_regret, [1]);
    /// ```
    ///
    /// # Panics
    /// Without an option, when an option has not one value for each world, or a weight is below 0 or adds up to nothing.
    #[must_use]
    pub fn of(values: &[Vec<f64>], weights: &[f64]) -> Self {
        assert!(!values.is_empty(), "there is nothing to decide without an option");
        for option in values {
            check(option, weights);
        }
        let total: f64 = weights.iter().sum();
        assert!(total > 0.0, "no world weighs anything");
        let best: Vec<f64> = (0..weights.len())
            .map(|world| {
                values
                    .iter()
                    .map(|option| option[world])
                    .fold(f64::NEG_INFINITY, f64::max)
            })
            .collect();
        let mean = |values: &[f64]| -> f64 {
            let products = values.iter().zip(weights).map(|(value, weight)| weight * value);
            products.sum::<f64>() / total
        };
        let options: Vec<OptionOutlook> = values
            .iter()
            .map(|option| {
                let regrets: Vec<f64> = option
                    .iter()
                    .zip(&best)
                    .map(|(value, best)| difference(*value, *best))
                    .collect();
                let is_best: Vec<f64> = regrets
                    .iter()
                    .map(|regret| f64::from(u8::from(*regret == 0.0)))
                    .collect();
                OptionOutlook {
                    mean: mean(option),
                    worst_tenth: worst_mean(option, weights, TENTH),
                    mean_regret: mean(&regrets),
                    high_regret: weighted_quantile(&regrets, weights, HIGH_REGRET),
                    largest_regret: largest(&regrets, weights),
                    best_share: mean(&is_best),
                    regrets,
                }
            })
            .collect();
        Self {
            best_mean: highest(&options, |option| option.mean),
            minimax_regret: highest(&options, |option| -option.largest_regret),
            best_worst_tenth: highest(&options, |option| option.worst_tenth),
            options,
        }
    }
}

/// The largest value among those that weigh something.
fn largest(values: &[f64], weights: &[f64]) -> f64 {
    let counted = values.iter().zip(weights).filter(|(_, weight)| **weight > 0.0);
    counted.map(|(value, _)| *value).fold(0.0, f64::max)
}

/// The options that tie at the highest measure, the one with the better mean first.
fn highest(options: &[OptionOutlook], measure: impl Fn(&OptionOutlook) -> f64) -> Vec<usize> {
    let most = options.iter().map(&measure).fold(f64::NEG_INFINITY, f64::max);
    let mut found: Vec<usize> = (0..options.len())
        .filter(|option| difference(measure(&options[*option]), most) == 0.0)
        .collect();
    found.sort_by(|one, other| options[*other].mean.total_cmp(&options[*one].mean));
    found
}

fn check(values: &[f64], weights: &[f64]) {
    assert_eq!(values.len(), weights.len(), "each world has a value and a weight");
    assert!(
        values.iter().all(|value| value.is_finite()),
        "a value of a world is no finite number"
    );
    let weighs = |weight: &f64| weight.is_finite() && *weight >= 0.0;
    assert!(
        weights.iter().all(weighs),
        "a weight of a world is below 0 or no number"
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::generator::{normal, substream};
    use proptest::prelude::*;

    /// What `tests/fixtures/h_boxes_and_regret.py` makes of a decision and of normal differences.
    #[derive(serde::Deserialize)]
    struct Fixture {
        decision: Given,
        dependence: Dependence,
    }

    #[derive(serde::Deserialize)]
    struct Given {
        designs: Vec<String>,
        values: Vec<Vec<f64>>,
        weights: Vec<f64>,
        regret: Vec<Vec<f64>>,
        summary: Vec<Row>,
        best_mean: String,
        minimax_regret: String,
    }

    #[derive(serde::Deserialize)]
    struct Row {
        mean: f64,
        worst_tenth_weighted: f64,
        worst_quarter_weighted: f64,
        worst_tenth_equal: f64,
        worst_quarter_equal: f64,
        mean_regret: f64,
        largest_regret: f64,
        regret_90_weighted: f64,
        best_in_share_of_worlds: f64,
    }

    #[derive(serde::Deserialize)]
    struct Dependence {
        exact_worst_tenth: f64,
        rows: Vec<[f64; 5]>,
    }

    fn fixture() -> Fixture {
        serde_json::from_str(include_str!("../../tests/fixtures/h_boxes_and_regret.json")).unwrap()
    }

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found} against {expected}");
    }

    #[test]
    fn a_decision_is_summed_up_as_in_numpy() {
        let given = fixture().decision;
        let decision = Decision::of(&given.values, &given.weights);
        for (number, row) in given.summary.iter().enumerate() {
            let (option, values) = (&decision.options[number], &given.values[number]);
            assert_eq!(option.regrets, given.regret[number]);
            near(option.mean, row.mean);
            near(option.worst_tenth, row.worst_tenth_weighted);
            near(
                worst_mean(values, &given.weights, 0.25),
                row.worst_quarter_weighted,
            );
            near(worst_mean(values, &[1.0; 10], 0.1), row.worst_tenth_equal);
            near(worst_mean(values, &[1.0; 10], 0.25), row.worst_quarter_equal);
            near(option.mean_regret, row.mean_regret);
            near(option.largest_regret, row.largest_regret);
            near(
                weighted_quantile(&option.regrets, &given.weights, 0.9),
                row.regret_90_weighted,
            );
            assert!((row.regret_90_weighted..=row.largest_regret).contains(&option.high_regret));
            near(option.best_share, row.best_in_share_of_worlds);
        }
        let names = |options: &[usize]| -> Vec<&str> {
            options
                .iter()
                .map(|option| given.designs[*option].as_str())
                .collect()
        };
        assert_eq!(names(&decision.best_mean), [given.best_mean.as_str()]);
        // Both have 12, and the one with the better mean comes first.
        assert_eq!(
            names(&decision.minimax_regret),
            ["facilitators", given.minimax_regret.as_str()]
        );
        assert_eq!(names(&decision.best_worst_tenth), ["letters"]);
        let least = decision
            .options
            .iter()
            .map(|option| option.mean_regret)
            .fold(f64::INFINITY, f64::min);
        near(least, decision.options[decision.best_mean[0]].mean_regret);
    }

    #[test]
    fn the_worst_tenth_and_the_largest_regret_of_normal_differences() {
        let expected = fixture().dependence;
        for [worlds, largest, tenth, deviation, noisy] in expected.rows {
            let repetitions = if worlds > 1_000.0 { 40_u64 } else { 200 };
            let mut found = [Moments::default(); 4];
            for repetition in 0..repetitions {
                let mut draws = substream(worlds as u64, repetition);
                let values: Vec<f64> = (0..worlds as usize).map(|_| 0.5 + normal(&mut draws)).collect();
                let with_chance: Vec<f64> = values
                    .iter()
                    .map(|value| value + 0.5 * normal(&mut draws))
                    .collect();
                let weights = vec![1.0; values.len()];
                let decision = Decision::of(&[vec![0.0; values.len()], values.clone()], &weights);
                found[0].push(decision.options[1].largest_regret);
                found[1].push(decision.options[1].worst_tenth);
                found[2].push(worst_mean(&with_chance, &weights, 0.1));
                found[3].push(worst_mean_error(&values, 0.1));
            }
            for (found, expected) in found.iter().zip([largest, tenth, noisy, deviation]) {
                // The expected numbers are simulated, too, 400 times each.
                let error = found.standard_deviation() * (1.0 / repetitions as f64 + 1.0 / 400.0).sqrt();
                let off = (found.mean() - expected).abs();
                // A standard deviation of 400 values is itself known to a 28th; one of few worlds lies low.
                let slack = if expected > 0.0 && expected < 0.3 {
                    0.2 * expected
                } else {
                    0.0
                };
                assert!(
                    off < 4.0 * error + slack,
                    "{} against {expected} at {worlds} worlds",
                    found.mean()
                );
            }
            near(expected.exact_worst_tenth, -1.254_983_319_324_868_3);
        }
    }

    #[test]
    fn what_weighs_nothing_is_not_there() {
        let values = [vec![1.0, 5.0, -900.0], vec![2.0, 2.0, 900.0]];
        let with = Decision::of(&values, &[1.0, 3.0, 0.0]);
        let without = Decision::of(&values.map(|option| option[..2].to_vec()), &[1.0, 3.0]);
        for (one, other) in with.options.iter().zip(&without.options) {
            near(one.mean, other.mean);
            near(one.worst_tenth, other.worst_tenth);
            near(one.largest_regret, other.largest_regret);
            near(one.high_regret, other.high_regret);
        }
        assert!(worst_mean(&[1.0], &[0.0], 0.1).is_nan() && worst_mean(&[], &[], 0.1).is_nan());
        assert!(worst_mean_error(&[1.0], 0.1).is_nan());
    }

    #[test]
    #[should_panic(expected = "a value of a world is no finite number")]
    fn values_are_numbers() {
        let _ = Decision::of(&[vec![1.0, f64::NAN]], &[1.0, 1.0]);
    }

    proptest! {
        #[test]
        fn the_worst_mean_is_the_dual_of_rockafellar_and_uryasev(
            worlds in prop::collection::vec((-9.0..9.0_f64, 0.01..1.0_f64), 1..20),
            share in 0.05..1.0_f64,
        ) {
            let (values, weights): (Vec<f64>, Vec<f64>) = worlds.into_iter().unzip();
            let total: f64 = weights.iter().sum();
            let dual = values
                .iter()
                .map(|t| {
                    let below = values.iter().zip(&weights).map(|(v, w)| w / total * (t - v).max(0.0));
                    t - below.sum::<f64>() / share
                })
                .fold(f64::NEG_INFINITY, f64::max);
            prop_assert!((worst_mean(&values, &weights, share) - dual).abs() < 1e-9);
        }

        #[test]
        fn regret_is_least_where_the_mean_is_best(
            values in prop::collection::vec(prop::collection::vec(-9.0..9.0_f64, 6), 1..5),
            weights in prop::collection::vec(0.01..1.0_f64, 6),
        ) {
            let decision = Decision::of(&values, &weights);
            let chosen = &decision.options[decision.best_mean[0]];
            for option in &decision.options {
                prop_assert!(option.mean_regret >= chosen.mean_regret - 1e-9);
                prop_assert!(option.regrets.iter().all(|regret| *regret >= 0.0));
                prop_assert!(option.worst_tenth <= option.mean + 1e-9);
            }
            let shares: f64 = decision.options.iter().map(|option| option.best_share).sum();
            prop_assert!(shares > 1.0 - 1e-9);
        }
    }
}
