//! Moments, quantiles and intervals.
//!
//! Everything here is a plain function of its sample: no random numbers, no state. A [`Summary`] does not
//! depend on the order of the sample; [`Moments`] does in the last bits, so add to them in index order.

mod interval;
mod moments;
mod quantile;
mod summary;

pub use interval::{CONFIDENCE, half_width};
pub use moments::Moments;
pub use quantile::quantile;
pub use summary::{PROBABILITIES, Summary};
