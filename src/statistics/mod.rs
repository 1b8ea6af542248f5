//! Moments and intervals, paired comparisons and their tests, plans of points and what their outputs say.
//!
//! Everything here is a plain function of its sample and, where it resamples or draws a plan, of a seed: no model,
//! no files, no threads. A [`Summary`] does not depend on the order of the sample; [`Moments`] does in the last
//! bits, so add to them in index order.
//!
//! | question | answer |
//! |---|---|
//! | Do two variants differ? | [`difference`], [`Paired`], [`TTest`], [`one_sided`]; [`holm`] and [`holm_of_family`] for several |
//! | Is a difference too small to matter? | [`Equivalence`] |
//! | Does a mean depend on the size of the town? | [`Closeness`], [`drift_per_decade`], [`finite_size`], [`spread_by_size`] |
//! | How many replications? | [`Pairing`], [`power()`]; or stop when the evidence of [`BettingMonitor`] or [`SignMonitor`] is enough |
//! | A ratio of means over replications? | [`Sample`], [`contributions`] |
//! | A ratio of effects, a threshold, a cycle? | [`Ratio`], [`Threshold`], [`Periodogram`] |
//! | What goes with what? | [`correlation`], [`standardised_logit`], [`LogisticCurve`] |
//! | Who caused a joint effect? | [`AttributionPlan`] |
//! | What of an effect goes through which path? | [`PathShares`] |
//! | Which factors matter? | [`trajectories`] and [`elementary_effects`], [`SaltelliPlan`] |
//! | Where to look? | [`Factorial`], [`latin_hypercube`], [`sobol_points`] |
//! | What is best? | [`fronts`], [`search_front`] |
//! | Which inputs lead to what was observed? | [`sample_posterior`] |
//! | How much of the spread is chance, and in how many worlds does it hold? | [`VarianceComponents`], [`RestoredWorlds`], [`ShareOfWorlds`], [`spread_by_chance`] |
//! | How many runs of each world? | [`runs_per_world_for_mean`], [`runs_per_world_for_variance`] |
//! | What would be worth knowing before a choice? | [`NetBenefits`], [`NormalDifference`] |
//! | Which draws contradict what was observed? | [`Target`] and [`cut_off`]; [`Emulator`] where runs are dear |
//! | Worlds of equal weight? | [`Kernel`], [`accepts`]; [`RecoveryBand`], [`rank_uniformity`] and [`KolmogorovSmirnov`] check them |
//! | When does it turn? | [`simple_condition`], [`prim`] |
//! | What is prudent? | [`worst_mean`], [`Decision`] |

mod anytime;
mod approximate_bayes;
mod association;
mod betting;
mod binomial;
mod bootstrap;
mod boxes;
mod cut;
mod design_points;
mod equivalence;
mod family;
#[cfg(test)]
mod fixtures;
mod generator;
mod growth;
mod history_matching;
mod hypothesis;
mod interval;
mod invariance;
mod moments;
mod paired;
mod pareto;
mod paths;
mod periodogram;
mod power;
mod quantile;
mod ratio;
mod ratio_of_means;
mod regret;
mod sensitivity;
mod shape;
mod shapley;
mod shapley_effects;
mod sign_evidence;
mod student;
mod summary;
mod threshold;
mod tie;
mod unseen;
mod value_of_information;
mod worlds;

pub use anytime::{PAIRS_FOR_VERDICT, Withheld};
pub use approximate_bayes::{
    ATTEMPTS_MAX, Ending, Particle, Posterior, PosteriorSettings, Proposal, ROUNDS_MAX, Round,
    choose_by_weight, effective_size, misfit, sample_posterior, weighted_moments, weighted_quantile,
};
pub use association::{correlation, standardised_logit};
pub use betting::{BettingMonitor, Bounds};
pub use bootstrap::Bootstrap;
pub use boxes::{
    CASES_FOR_CONDITION, Condition, HALVES, Limits, NoCondition, WorldBox, prim, simple_condition,
};
pub use cut::{Cut, cuts};
pub use design_points::{DIMENSIONS_MAX, Factorial, POINTS_MAX, SobolError, latin_hypercube, sobol_points};
pub use equivalence::{Equivalence, EquivalenceMethod, PAIRS_FOR_EQUIVALENCE, one_sided};
pub use family::holm_of_family;
pub use generator::mixed;
pub use growth::LogisticCurve;
pub use history_matching::{
    AcceptanceError, CutOff, Emulation, Emulator, EmulatorCheck, EmulatorError, FigureOf, Kernel,
    KernelError, KolmogorovSmirnov, Prediction, RUNS_FOR_EMULATOR, RUNS_HELD_OUT, RecoveryBand,
    SolvedIntercept, Target, Term, accepts, correlated_implausibility, cut_off, log_chance_variance,
    rank_among, rank_uniformity, ranked_implausibility, truth_ruled_out, wrongly_ruled_out,
};
pub use hypothesis::{Alternative, TTest, holm};
pub use interval::{CONFIDENCE, Interval, half_width};
pub use invariance::{
    Closeness, ClosenessVerdict, WeightedLine, drift_per_decade, finite_size, spread_by_size,
};
pub use moments::Moments;
pub use paired::Paired;
pub use pareto::{
    Allele, Evaluation, Gene, Genome, Individual, SearchSettings, crowding_distances, fronts, search_front,
};
pub use paths::{PathShare, PathShares};
pub use periodogram::Periodogram;
pub use power::{COUNT_MAX, Pairing, power};
pub use quantile::quantile;
pub use ratio::{PlausibleRatios, Ratio};
pub use ratio_of_means::{Sample, contributions};
pub use regret::{Decision, OptionOutlook, worst_mean, worst_mean_error};
pub use sensitivity::{
    EffectNoise, ElementaryEffects, SaltelliPlan, SensitivityIndices, effect_noise, elementary_effects,
    trajectories,
};
pub use shape::{Shape, standard_deviation_interval};
pub use shapley::{AttributionPlan, Coalition, EXACT_PLAYERS_MAX, PLAYERS_MAX, Share};
pub use shapley_effects::{
    EXACT_EFFECTS_MAX, EnsembleInput, Rest, ShapleyEffect, ShapleyEffects, ShapleyEffectsError,
    first_order_index, screen,
};
pub use sign_evidence::{SignMonitor, median_interval};
pub use summary::{PROBABILITIES, Spread, Summary};
pub use threshold::{Threshold, ThresholdError, ThresholdVerdict};
pub use tie::{TIE, TIE_NEAR_ZERO, difference, noticeable, settled, varies};
pub use unseen::Unseen;
pub use value_of_information::{
    InformationError, NetBenefits, NormalDifference, PartialInformation, PerfectInformation,
    SampleInformation, SurveyInformation,
};
pub use worlds::{
    RestoredWorlds, RunsPerWorld, ShareOfWorlds, VarianceComponents, WorldsError, WorldsVerdict,
    runs_per_world_for_mean, runs_per_world_for_variance, spread_by_chance,
};
