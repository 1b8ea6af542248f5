//! Moments, quantiles and intervals.

mod summary;

pub use summary::Summary;
