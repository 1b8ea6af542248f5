//! Bounds that many columns have.

/// There are none, or the column is text.
pub const NONE: (f64, f64) = (f64::NAN, f64::NAN);
/// A share.
pub const SHARE: (f64, f64) = (0.0, 1.0);
/// Not negative.
pub const COUNT: (f64, f64) = (0.0, f64::INFINITY);
