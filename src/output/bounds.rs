//! Bounds that many columns have, and what lies beyond all of them.

/// There are none, or the column is text.
pub const NONE: (f64, f64) = (f64::NAN, f64::NAN);
/// A share.
pub const SHARE: (f64, f64) = (0.0, 1.0);
/// Not negative.
pub const COUNT: (f64, f64) = (0.0, f64::INFINITY);

/// What is not finite has no value in a table.
#[must_use]
pub const fn bounded(value: f64) -> f64 {
    if value.is_finite() { value } else { f64::NAN }
}
