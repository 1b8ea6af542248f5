//! Moments, quantiles and intervals.
//!
//! Everything here is a plain function of its sample: no random numbers, no state. A [`Summary`] does not
//! depend on the order of the sample; [`Moments`] does in the last bits, so add to them in index order.

mod bootstrap;
mod design_points;
mod generator;
mod hypothesis;
mod interval;
mod moments;
mod ordering;
mod paired;
mod power;
mod quantile;
mod ratio;
mod sensitivity;
mod sequential;
mod shapley;
mod student;
mod summary;
mod threshold;

pub use bootstrap::Bootstrap;
pub use design_points::{DIMENSIONS_MAX, Factorial, POINTS_MAX, SobolError, latin_hypercube, sobol_points};
pub use hypothesis::{Alternative, Equivalence, TTest, holm};
pub use interval::{CONFIDENCE, Interval, half_width};
pub use moments::Moments;
pub use ordering::Ordering;
pub use paired::Paired;
pub use power::{COUNT_MAX, Design, power};
pub use quantile::quantile;
pub use ratio::{PlausibleRatios, Ratio};
pub use sensitivity::{
    ElementaryEffects, SaltelliPlan, SensitivityIndices, elementary_effects, trajectories,
};
pub use sequential::{Monitor, anytime_interval, evidence};
pub use shapley::{AttributionPlan, Coalition, EXACT_PLAYERS_MAX, PLAYERS_MAX, Share};
pub use summary::{PROBABILITIES, Summary};
pub use threshold::{Smooth, Threshold, ThresholdError};
