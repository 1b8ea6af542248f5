//! The figures of a sensitivity analysis: the plane of a screening, or the bars of Sobol' indices.

mod bars;
mod plane;

use super::Figure;
use crate::study::sensitivity::{Analysis, Dependence};
use crate::study::sweep::Description;

/// Draws what an analysis found, a panel for each measure.
#[must_use]
pub fn draw(description: &Description, analysis: &Analysis) -> Figure {
    let screened = |findings: &crate::study::sensitivity::Findings| {
        matches!(findings.dependence, Dependence::Effects(_))
    };
    if analysis.findings.iter().all(screened) {
        plane::draw(description, analysis)
    } else {
        bars::draw(description, analysis)
    }
}
