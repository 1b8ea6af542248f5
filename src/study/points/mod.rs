//! From the factors of a plan to points, and from points to societies: what sweeps and sensitivity analyses share.

mod columns;
mod error;
mod layout;
mod planned;
mod said;

pub(in crate::study) use columns::{factor_columns, words};
pub use error::PointsError;
pub use layout::Points;
pub use planned::PlannedPoints;
pub(in crate::study) use planned::{own_seed, reason};
pub(in crate::study) use said::{mean_said, notation_of, range_said, unit_said, value_said};
