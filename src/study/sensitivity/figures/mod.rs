//! The figures of a sensitivity analysis: the plane of a screening, or the bars of Sobol' indices.

mod bars;
mod plane;

use crate::figure::Figure;
use crate::scenario::Plan;
use crate::study::sensitivity::{Analysis, Dependence};

/// Draws what an analysis found, a panel for each measure.
#[must_use]
pub(super) fn draw(plan: &Plan, analysis: &Analysis) -> Figure {
    let screened = |findings: &crate::study::sensitivity::Findings| {
        matches!(findings.dependence, Dependence::Effects(_))
    };
    if analysis.findings.iter().all(screened) {
        plane::draw(plan, analysis)
    } else {
        bars::draw(plan, analysis)
    }
}
