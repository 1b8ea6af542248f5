//! From normal scores to values: the marginal distributions of the traits.

use std::sync::Arc;

use super::copula::{PerTrait, TRAITS};
use super::neighbourhoods::Neighbourhoods;
use super::{OLDER_FROM_YEARS, YOUNG_BELOW_YEARS};
use crate::model::barriers::Barriers;
use crate::model::observed::Trait;
use crate::model::population::Population;
use crate::random::{QuantileTable, Tables, normal_cdf, normal_quantile};

const ADULT_FROM_YEARS: f64 = 18.0;
const OLDEST_YEARS: f64 = 90.0;

/// Marginal distributions of all traits.
#[derive(Clone, Debug)]
pub(super) struct Marginals {
    neighbourhoods: Neighbourhoods,
    short_education_below: f64,
    long_education_from: f64,
    motivation: Arc<QuantileTable>,
    extrinsic: Arc<QuantileTable>,
    young_extrinsic_bonus: f64,
    efficacy: Arc<QuantileTable>,
    knowledge: Arc<QuantileTable>,
    trust: Arc<QuantileTable>,
    risk_tolerance: Arc<QuantileTable>,
    free_time: Arc<QuantileTable>,
    older_free_time_ratio: f64,
    affectedness: Arc<QuantileTable>,
    sociability: Arc<QuantileTable>,
    expectation: Arc<QuantileTable>,
    stance: Arc<QuantileTable>,
    young_share: f64,
    older_share: f64,
}

impl Marginals {
    pub(super) fn new(
        population: &Population,
        barriers: &Barriers,
        neighbourhoods: Neighbourhoods,
        tables: &mut Tables,
    ) -> Self {
        let share = |tables: &mut Tables, mean, sd| tables.truncated_normal(mean, sd, 0.0, 1.0);
        let high = population.trust_high_share;
        let free_time_mean =
            population.free_time_mean_hours_per_week * (1.0 - 0.5 * barriers.lacking_resources);
        Self {
            neighbourhoods,
            short_education_below: score_at(population.short_education_share),
            long_education_from: score_at(1.0 - population.long_education_share),
            motivation: tables.beta(population.motivation_mean, population.motivation_concentration),
            extrinsic: tables.beta(population.extrinsic_mean, population.extrinsic_concentration),
            young_extrinsic_bonus: population.young_extrinsic_bonus,
            efficacy: share(tables, population.efficacy_mean, population.efficacy_sd),
            knowledge: share(tables, population.knowledge_mean, population.knowledge_sd),
            trust: tables.mixture_of_normals(
                &[
                    (1.0 - high, population.trust_low, population.trust_sd),
                    (high, population.trust_high, population.trust_sd),
                ],
                0.0,
                1.0,
            ),
            risk_tolerance: tables.beta(
                population.risk_tolerance_mean,
                population.risk_tolerance_concentration,
            ),
            free_time: tables.gamma(population.free_time_shape, free_time_mean),
            older_free_time_ratio: population.older_free_time_ratio,
            affectedness: tables.beta(
                population.affectedness_mean,
                population.affectedness_concentration,
            ),
            sociability: tables.beta(population.sociability_mean, population.sociability_concentration),
            expectation: share(tables, population.expectation_mean, population.expectation_sd),
            stance: share(tables, 1.0 - barriers.client_role, population.stance_sd),
            young_share: population.young_share,
            older_share: population.older_share,
        }
    }

    /// Values of all traits of a citizen: those that are not `NaN` in `known` as they are, all others from
    /// their scores.
    pub(super) fn values(&self, scores: &PerTrait, known: &PerTrait) -> PerTrait {
        let age = Trait::Age.index();
        let age_years = if known[age].is_nan() {
            self.age_years(scores[age])
        } else {
            known[age]
        };
        let mut values = [0.0; TRAITS];
        for which in Trait::ALL {
            let index = which.index();
            values[index] = if known[index].is_nan() {
                self.value(which, scores[index], age_years)
            } else {
                known[index]
            };
        }
        values
    }

    fn value(&self, which: Trait, score: f64, age_years: f64) -> f64 {
        match which {
            Trait::Ses => self.neighbourhoods.status(score),
            Trait::Education => self.education(score),
            Trait::Motivation => self.motivation.at_score(score),
            Trait::Extrinsic if age_years < YOUNG_BELOW_YEARS => {
                (self.extrinsic.at_score(score) + self.young_extrinsic_bonus).min(1.0)
            }
            Trait::Extrinsic => self.extrinsic.at_score(score),
            Trait::Efficacy => self.efficacy.at_score(score),
            Trait::Knowledge => self.knowledge.at_score(score),
            Trait::Trust => self.trust.at_score(score),
            Trait::RiskTolerance => self.risk_tolerance.at_score(score),
            Trait::FreeTime if age_years >= OLDER_FROM_YEARS => {
                self.free_time.at_score(score) * self.older_free_time_ratio
            }
            Trait::FreeTime => self.free_time.at_score(score),
            Trait::Affectedness => self.affectedness.at_score(score),
            Trait::Sociability => self.sociability.at_score(score),
            Trait::Expectation => self.expectation.at_score(score),
            Trait::Stance => self.stance.at_score(score),
            Trait::Age => age_years,
        }
    }

    /// Education as a share of the scale: short 0, middle 0.5, long 1.
    fn education(&self, score: f64) -> f64 {
        if score < self.short_education_below {
            0.0
        } else if score < self.long_education_from {
            0.5
        } else {
            1.0
        }
    }

    /// Age in years: uniform within the young, the middle-aged and the older.
    fn age_years(&self, score: f64) -> f64 {
        let p = normal_cdf(score);
        let older_from = 1.0 - self.older_share;
        let (place, from, to) = if p < self.young_share {
            (p / self.young_share, ADULT_FROM_YEARS, YOUNG_BELOW_YEARS)
        } else if p < older_from {
            let width = older_from - self.young_share;
            (
                (p - self.young_share) / width,
                YOUNG_BELOW_YEARS,
                OLDER_FROM_YEARS,
            )
        } else {
            (
                (p - older_from) / self.older_share,
                OLDER_FROM_YEARS,
                OLDEST_YEARS,
            )
        };
        from + place * (to - from)
    }
}

/// Normal score below which a share lies; infinite at 0 and 1.
fn score_at(share: f64) -> f64 {
    if share <= 0.0 {
        f64::NEG_INFINITY
    } else if share >= 1.0 {
        f64::INFINITY
    } else {
        normal_quantile(share)
    }
}
