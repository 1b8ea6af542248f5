//! Moments, quantiles and intervals.
//!
//! Everything here is a plain function of its sample: no random numbers, no state. A [`Summary`] does not
//! depend on the order of the sample; [`Moments`] does in the last bits, so add to them in index order.

mod hypothesis;
mod interval;
mod moments;
mod paired;
mod power;
mod quantile;
mod student;
mod summary;

pub use hypothesis::{Alternative, Equivalence, TTest, holm};
pub use interval::{CONFIDENCE, Interval, half_width};
pub use moments::Moments;
pub use paired::Paired;
pub use power::{COUNT_MAX, Design, power};
pub use quantile::quantile;
pub use summary::{PROBABILITIES, Summary};
