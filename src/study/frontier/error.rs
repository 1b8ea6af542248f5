//! Why there is no front.

use super::Searched;
use crate::figure::numbers::number;
use crate::figure::value_text;
use crate::scenario::FrontierPlan;
use crate::words::say;

/// Why a search has no front to show.
#[derive(Debug, thiserror::Error)]
pub enum FrontierError {
    /// No design can be run.
    #[error(
        "{}",
        say!(
            "none of {designs} designs can be run; the first: {reason}\n\
             hint: choose levels that go together, or set what they need with --set"
        )
    )]
    NoneRuns {
        /// Designs that were looked at.
        designs: usize,
        /// Why the first of them cannot.
        reason: String,
    },
    /// No design has a value of every objective.
    #[error(
        "{}",
        say!(
            "none of {designs} designs has a value of `{measure}`\n\
             hint: choose another objective or limit, or leave out [[objective]] for outcome, cost and equity"
        )
    )]
    NoneHasValues {
        /// Designs that were looked at.
        designs: usize,
        /// The measure.
        measure: String,
    },
    /// No design keeps to the limits.
    #[error(
        "{}",
        say!(
            "none of {designs} designs keeps to the limits; the nearest has {nearest}\n\
             hint: widen the limit, or let designs choose something cheaper"
        )
    )]
    NoneWithinLimits {
        /// Designs that were looked at.
        designs: usize,
        /// The nearest design's values where there are limits.
        nearest: String,
    },
}

impl FrontierError {
    /// Why none of these designs is on the front.
    pub(super) fn none(plan: &FrontierPlan, found: &[Searched]) -> Self {
        let designs = &found[1..];
        let count = designs.len();
        if let (true, Some(reason)) = (
            designs.iter().all(|design| design.failure.is_some()),
            designs.iter().find_map(|design| design.failure.clone()),
        ) {
            return Self::NoneRuns {
                designs: count,
                reason,
            };
        }
        let missing = plan.measures.iter().enumerate().find(|(measure, _)| {
            designs
                .iter()
                .filter(|design| design.failure.is_none())
                .all(|design| !design.means[*measure].is_finite())
        });
        if let Some((_, measured)) = missing {
            return Self::NoneHasValues {
                designs: count,
                measure: measured.name.clone(),
            };
        }
        let violation = |design: &Searched| design.evaluation.effective_violation();
        let nearest = designs
            .iter()
            .min_by(|one, other| violation(one).total_cmp(&violation(other)))
            .expect("a plan has a design");
        let values: Vec<String> = plan
            .limits
            .iter()
            .map(|limit| {
                let name = &plan.measures[limit.measure].name;
                let value = number(nearest.means[limit.measure], 3);
                let bound = value_text(&limit.bound.into());
                if limit.above {
                    say!("{name} {value} where it must lie above {bound}")
                } else {
                    say!("{name} {value} where it must lie below {bound}")
                }
            })
            .collect();
        Self::NoneWithinLimits {
            designs: count,
            nearest: values.join(", "),
        }
    }
}
