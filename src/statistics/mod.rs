//! Moments and intervals, paired comparisons and their tests, plans of points and what their outputs say.
//!
//! Everything here is a plain function of its sample and, where it resamples or draws a plan, of a seed: no model,
//! no files, no threads. A [`Summary`] does not depend on the order of the sample; [`Moments`] does in the last
//! bits, so add to them in index order.
//!
//! | question | answer |
//! |---|---|
//! | Do two variants differ? | [`difference`], [`Paired`], [`TTest`], [`Equivalence`], [`holm`] for several |
//! | How many replications? | [`Pairing`], [`power()`]; or stop when [`Monitor`] or [`anytime_interval`] says so |
//! | A ratio, a threshold, a cycle? | [`Ratio`], [`Threshold`], [`Periodogram`] |
//! | What goes with what? | [`correlation`], [`standardised_logit`], [`LogisticCurve`] |
//! | Who caused a joint effect? | [`AttributionPlan`] |
//! | Which factors matter? | [`trajectories`] and [`elementary_effects`], [`SaltelliPlan`] |
//! | Where to look? | [`Factorial`], [`latin_hypercube`], [`sobol_points`] |
//! | What is best? | [`fronts`], [`search_front`] |
//! | Which inputs lead to what was observed? | [`sample_posterior`] |

mod approximate_bayes;
mod association;
mod bootstrap;
mod cut;
mod design_points;
#[cfg(test)]
mod fixtures;
mod generator;
mod growth;
mod hypothesis;
mod interval;
mod moments;
mod paired;
mod pareto;
mod periodogram;
mod power;
mod quantile;
mod ratio;
mod sensitivity;
mod sequential;
mod shape;
mod shapley;
mod student;
mod summary;
mod threshold;
mod tie;

pub use approximate_bayes::{
    ATTEMPTS_MAX, Ending, Particle, Posterior, PosteriorSettings, Proposal, ROUNDS_MAX, Round,
    choose_by_weight, effective_size, sample_posterior, weighted_moments, weighted_quantile,
};
pub use association::{correlation, standardised_logit};
pub use bootstrap::Bootstrap;
pub use cut::{Cut, cuts};
pub use design_points::{DIMENSIONS_MAX, Factorial, POINTS_MAX, SobolError, latin_hypercube, sobol_points};
pub use generator::mixed;
pub use growth::LogisticCurve;
pub use hypothesis::{Alternative, Equivalence, TTest, holm};
pub use interval::{CONFIDENCE, Interval, half_width};
pub use moments::Moments;
pub use paired::Paired;
pub use pareto::{
    Allele, Evaluation, Gene, Genome, Individual, SearchSettings, crowding_distances, fronts, search_front,
};
pub use periodogram::Periodogram;
pub use power::{COUNT_MAX, Pairing, power};
pub use quantile::quantile;
pub use ratio::{PlausibleRatios, Ratio};
pub use sensitivity::{
    EffectNoise, ElementaryEffects, SaltelliPlan, SensitivityIndices, effect_noise, elementary_effects,
    trajectories,
};
pub use sequential::{Monitor, anytime_interval, evidence};
pub use shape::{Shape, standard_deviation_interval};
pub use shapley::{AttributionPlan, Coalition, EXACT_PLAYERS_MAX, PLAYERS_MAX, Share};
pub use summary::{PROBABILITIES, Spread, Summary};
pub use threshold::{Smooth, Threshold, ThresholdError};
pub use tie::{TIE, TIE_NEAR_ZERO, difference, noticeable, settled, varies};
