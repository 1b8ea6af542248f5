//! The figures of a comparison of variants with a baseline.

mod arrows;
mod difference;
mod dumbbell;

use crate::figure::Figure;
use crate::study::comparison::Comparison;

/// All figures of a comparison, in the order in which a report shows them.
#[must_use]
pub(crate) fn all(comparison: &Comparison) -> Vec<Figure> {
    vec![
        arrows::draw(comparison),
        difference::draw(comparison),
        dumbbell::draw(comparison),
    ]
}
