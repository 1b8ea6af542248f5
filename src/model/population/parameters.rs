//! Marginals of citizens' traits and their latent correlations.

#![expect(missing_docs, reason = "the register says what each parameter is")]

use serde::{Deserialize, Serialize};

/// Marginals of citizens' traits.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Population {
    pub citizens: u32,
    pub neighbourhoods: u32,
    pub citizens_per_neighbourhood: u32,
    pub ses_mean: f64,
    pub ses_gradient: f64,
    pub ses_sd: f64,
    pub young_share: f64,
    pub older_share: f64,
    pub short_education_share: f64,
    pub long_education_share: f64,
    pub motivation_mean: f64,
    pub motivation_concentration: f64,
    pub extrinsic_mean: f64,
    pub extrinsic_concentration: f64,
    pub young_extrinsic_bonus: f64,
    pub efficacy_mean: f64,
    pub efficacy_sd: f64,
    pub knowledge_mean: f64,
    pub knowledge_sd: f64,
    pub trust_high_share: f64,
    pub trust_high: f64,
    pub trust_low: f64,
    pub trust_sd: f64,
    pub risk_tolerance_mean: f64,
    pub risk_tolerance_concentration: f64,
    pub free_time_mean_hours_per_week: f64,
    pub free_time_shape: f64,
    pub older_free_time_ratio: f64,
    pub affectedness_mean: f64,
    pub affectedness_concentration: f64,
    pub sociability_mean: f64,
    pub sociability_concentration: f64,
    pub expectation_mean: f64,
    pub expectation_sd: f64,
    pub stance_sd: f64,
    pub conditional_share: f64,
    pub free_rider_share: f64,
    pub threshold_mean: f64,
    pub threshold_sd: f64,
    pub correlation: Correlation,
}

/// Latent correlations of the Gaussian copula between traits.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Correlation {
    pub ses_education: f64,
    pub ses_motivation: f64,
    pub ses_efficacy: f64,
    pub ses_knowledge: f64,
    pub ses_affectedness: f64,
    pub ses_sociability: f64,
    pub ses_trust: f64,
    pub ses_free_time: f64,
    pub efficacy_knowledge: f64,
    pub efficacy_motivation: f64,
    pub trust_sociability: f64,
}
