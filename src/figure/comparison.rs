//! The figures of a comparison of variants with a baseline.

use super::{Figure, arrows, difference, dumbbell};
use crate::study::comparison::Comparison;

/// All figures of a comparison, in the order in which a report shows them.
#[must_use]
pub fn all(comparison: &Comparison) -> Vec<Figure> {
    vec![
        arrows::draw(comparison),
        difference::draw(comparison),
        dumbbell::draw(comparison),
    ]
}
