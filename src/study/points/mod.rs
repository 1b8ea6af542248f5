//! From the factors of a plan to points, and from points to societies: what sweeps and sensitivity analyses share.

mod columns;
mod error;
mod grid;
mod layout;

pub(in crate::study) use columns::{factor_columns, words};
pub use error::PointsError;
pub use grid::PlannedPoints;
pub(in crate::study) use grid::{own_seed, reason};
pub use layout::Points;
