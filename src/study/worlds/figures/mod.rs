//! The figures of an ensemble: what the figures narrowed, and whether worlds meet them.

mod narrowed;
mod targets;

use super::PlausibleWorlds;
use crate::figure::Figure;
use crate::scenario::WorldsPlan;

/// Draws both; without targets there is none to be met.
#[must_use]
pub(super) fn draw(plan: &WorldsPlan, found: &PlausibleWorlds) -> Vec<Figure> {
    let mut figures = vec![narrowed::draw(found)];
    if !plan.targets.is_empty() {
        figures.insert(0, targets::draw(plan, found));
    }
    figures
}
