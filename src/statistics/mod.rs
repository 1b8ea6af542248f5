//! Moments, quantiles and intervals.
//!
//! Everything here is a plain function of its sample: no random numbers, no state. A [`Summary`] does not
//! depend on the order of the sample; [`Moments`] does in the last bits, so add to them in index order.

mod bootstrap;
mod generator;
mod hypothesis;
mod interval;
mod moments;
mod ordering;
mod paired;
mod power;
mod quantile;
mod ratio;
mod sequential;
mod student;
mod summary;
mod threshold;

pub use bootstrap::Bootstrap;
pub use hypothesis::{Alternative, Equivalence, TTest, holm};
pub use interval::{CONFIDENCE, Interval, half_width};
pub use moments::Moments;
pub use ordering::Ordering;
pub use paired::Paired;
pub use power::{COUNT_MAX, Design, power};
pub use quantile::quantile;
pub use ratio::{PlausibleRatios, Ratio};
pub use sequential::{Monitor, anytime_interval, evidence};
pub use summary::{PROBABILITIES, Summary};
pub use threshold::{Smooth, Threshold, ThresholdError};
