//! Who the citizens are, how they are tied and how much time they give.
//!
//! Field names are the keys of the parameter register, where units, ranges and sources stand.

use serde::Deserialize;

/// Marginals of citizens' traits.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// Number of citizens (`N`), citizens.
    pub citizens: u32,
    /// Number of neighbourhoods of equal size, from the poorest to the richest, areas.
    pub neighbourhoods: u32,
    /// Mean socio-economic status.
    pub ses_mean: f64,
    /// Difference in mean status between the richest and the poorest neighbourhood.
    pub ses_gradient: f64,
    /// Spread of status within a neighbourhood.
    pub ses_sd: f64,
    /// Share of citizens aged 18-34.
    pub young_share: f64,
    /// Share of citizens aged 65 or more.
    pub older_share: f64,
    /// Share with short education.
    pub short_education_share: f64,
    /// Share with long education.
    pub long_education_share: f64,
    /// Mean intrinsic motivation (`m`).
    pub motivation_mean: f64,
    /// Concentration (a + b) of the Beta distribution of intrinsic motivation.
    pub motivation_concentration: f64,
    /// Mean susceptibility to extrinsic rewards (`x`).
    pub extrinsic_mean: f64,
    /// Concentration of the Beta distribution of extrinsic susceptibility.
    pub extrinsic_concentration: f64,
    /// Added extrinsic susceptibility of the young, who want to learn and use the experience elsewhere.
    pub young_extrinsic_bonus: f64,
    /// Mean self-efficacy (`e`).
    pub efficacy_mean: f64,
    /// Spread of self-efficacy.
    pub efficacy_sd: f64,
    /// Mean knowledge (`k`).
    pub knowledge_mean: f64,
    /// Spread of knowledge.
    pub knowledge_sd: f64,
    /// Share of citizens who trust most people (`g`).
    pub trust_high_share: f64,
    /// Mean trust of those who trust.
    pub trust_high: f64,
    /// Mean trust of those who do not.
    pub trust_low: f64,
    /// Spread of trust within both groups.
    pub trust_sd: f64,
    /// Mean risk tolerance (`r`).
    pub risk_tolerance_mean: f64,
    /// Concentration of the Beta distribution of risk tolerance.
    pub risk_tolerance_concentration: f64,
    /// Mean free time that could be given (`T`), h/week.
    pub free_time_mean_hours_per_week: f64,
    /// Shape of the Gamma distribution of free time.
    pub free_time_shape: f64,
    /// Free time of those aged 65 or more relative to others.
    pub older_free_time_ratio: f64,
    /// Mean affectedness by the problem (need) (`a`).
    pub affectedness_mean: f64,
    /// Concentration of the Beta distribution of affectedness.
    pub affectedness_concentration: f64,
    /// Mean sociability, from which a citizen's number of ties follows.
    pub sociability_mean: f64,
    /// Concentration of the Beta distribution of sociability.
    pub sociability_concentration: f64,
    /// Mean initial expectation that the public side wants to cooperate (`w_0`).
    pub expectation_mean: f64,
    /// Spread of that expectation.
    pub expectation_sd: f64,
    /// Spread of the stance from client (0) to co-producer (1); its mean is `1 - barriers.client_role`.
    pub stance_sd: f64,
    /// Share of conditional cooperators.
    pub conditional_share: f64,
    /// Share of free riders.
    pub free_rider_share: f64,
    /// Mean share of active ties at which social influence sets in (`τ`).
    pub threshold_mean: f64,
    /// Spread of that threshold.
    pub threshold_sd: f64,
    /// Latent correlations of the Gaussian copula between traits.
    pub correlation: Correlation,
}

/// Latent correlations of the Gaussian copula between traits.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correlation {
    /// Latent correlation of status and education.
    pub ses_education: f64,
    /// Latent correlation of status and intrinsic motivation.
    pub ses_motivation: f64,
    /// Latent correlation of status and self-efficacy.
    pub ses_efficacy: f64,
    /// Latent correlation of status and knowledge.
    pub ses_knowledge: f64,
    /// Latent correlation of status and affectedness.
    pub ses_affectedness: f64,
    /// Latent correlation of status and sociability.
    pub ses_sociability: f64,
    /// Latent correlation of status and generalised trust.
    pub ses_trust: f64,
    /// Latent correlation of status and free time.
    pub ses_free_time: f64,
    /// Latent correlation of self-efficacy and knowledge.
    pub efficacy_knowledge: f64,
    /// Latent correlation of self-efficacy and intrinsic motivation.
    pub efficacy_motivation: f64,
    /// Latent correlation of trust and sociability.
    pub trust_sociability: f64,
}

/// Shape of the network of everyday ties.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkShape {
    /// Mean number of everyday ties of a citizen, ties.
    pub degree: f64,
    /// Share of ties that go to a random citizen of the same neighbourhood.
    pub rewire: f64,
    /// Share of ties that go to another neighbourhood.
    pub bridge: f64,
    /// How strictly neighbours are sorted by status (0 at random, 1 strictly).
    pub homophily: f64,
    /// How strongly a citizen's number of ties follows sociability (0 not at all, 1 in proportion).
    pub sociability: f64,
    /// Share of the ties to another neighbourhood that cross into another municipality of the run.
    pub across_municipalities: f64,
}

/// Hours given (M6).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// Hours of a participant with mean motivation and no fatigue (`h̄`), h/week.
    pub per_week: f64,
    /// Hours of an unmotivated participant relative to the mean.
    pub motivation_floor: f64,
    /// Part of the hours that full fatigue takes away.
    pub fatigue_loss: f64,
    /// Hours of a participant in an episodic programme, h/year.
    pub episodic_per_year: f64,
    /// Largest share of free time anyone gives, over all programmes.
    pub free_time_share_max: f64,
}
