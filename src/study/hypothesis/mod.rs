//! Declared hypotheses, tested: effect, interval, and a verdict that can be *rejected* or *undecided*.
//!
//! Two tests stand behind a verdict. The first asks whether the effect lies where the claim says, the second whether it
//! falls short of the smallest effect of interest (or lies on the other side, where the file says so). Both families of
//! p-values, over all hypotheses of a call, are corrected by Holm's method; see [`conclude`]. How differences are tested depends on
//! whether the number of replications was fixed beforehand (`differences.rs`).

pub(in crate::study) mod decimals;
mod differences;
mod draws;
mod figure;
mod judge;
mod note;
mod paths;
pub(crate) mod report;
mod reportable;
mod sample;
#[cfg(test)]
mod simulated;
mod societies;
mod study;
mod tables;
#[cfg(test)]
mod tests;
mod words;

use crate::scenario::hypothesis::Hypothesis;
use crate::statistics::{Moments, holm_of_family};
pub use differences::{By, Sequential};
pub use draws::{DRAW_REPLICATIONS_MAX, DrawVerdict, VerdictRobustness};
pub use judge::{Bend, Estimate, Reach, judge};
pub use note::Note;
pub use paths::PathEffects;
pub use sample::Samples;
pub use study::{HypothesisTest, NoThreshold, ROUND, TestedPoints, TestedPointsError};
pub use tables::write_tables;

/// Error probability of a family of claims.
pub const LEVEL: f64 = 0.05;

/// What the evidence says of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The effect lies where the claim says, and is at least as large as what would matter.
    Supported,
    /// It is shown to be too small to matter, or to lie on the other side.
    Rejected,
    /// Neither has been shown.
    Undecided,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Self; 3] = [Self::Supported, Self::Rejected, Self::Undecided];

    /// In one word, for tables and programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Rejected => "rejected",
            Self::Undecided => "undecided",
        }
    }

    /// In one word of the reader.
    #[must_use]
    pub fn said(self) -> &'static str {
        use crate::words::words;
        let word = match self {
            Self::Supported => words!("supported"),
            Self::Rejected => words!("rejected"),
            Self::Undecided => words!("undecided"),
        };
        word.text()
    }

    /// The verdict that p-values, corrected as is due, give an estimate.
    ///
    /// Rejection goes first: an effect can lie on the right side for certain and still be too small to matter. A claim is
    /// supported only when the effect itself, not just its sign, is as large as what would matter.
    #[must_use]
    pub fn of(estimate: &Estimate, claim_p: f64, rejection_p: f64) -> Self {
        if rejection_p <= LEVEL && estimate.reach != Reach::Claimed {
            Self::Rejected
        } else if claim_p <= LEVEL && estimate.reach != Reach::Short {
            Self::Supported
        } else {
            Self::Undecided
        }
    }
}

/// A hypothesis with all that was found.
#[derive(Clone, Debug)]
pub struct Tested {
    /// The hypothesis.
    pub hypothesis: Hypothesis,
    /// What the arms show.
    pub estimate: Estimate,
    /// p-value of the claim after Holm's correction.
    pub claim_p_holm: f64,
    /// p-value of the rejection after Holm's correction.
    pub rejection_p_holm: f64,
    /// The verdict.
    pub verdict: Verdict,
    /// The numbers it rests on.
    pub samples: Samples,
    /// The same question over draws of the parameters, where that was asked for.
    pub robustness: Option<VerdictRobustness>,
}

impl Tested {
    /// Replications of each arm.
    #[must_use]
    pub fn replications(&self) -> u32 {
        self.samples.replications() as u32
    }

    /// The measure in each arm at the time of the hypothesis.
    #[must_use]
    pub fn arms(&self) -> Vec<Moments> {
        self.samples.moments()
    }
}

/// Puts the estimates of a call together: corrects their p-values and gives the verdicts.
///
/// # Panics
/// When there is not one estimate per hypothesis.
#[must_use]
pub fn conclude(hypotheses: &[Hypothesis], found: Vec<(Samples, Estimate)>) -> Vec<Tested> {
    assert_eq!(hypotheses.len(), found.len(), "one estimate per hypothesis");
    let corrected = |p: fn(&Estimate) -> f64| {
        let raw: Vec<f64> = found.iter().map(|(_, estimate)| p(estimate)).collect();
        holm_of_family(&raw, hypotheses.len())
    };
    let claims = corrected(|estimate| estimate.claim_p);
    let rejections = corrected(|estimate| estimate.rejection_p);
    hypotheses
        .iter()
        .zip(found)
        .zip(claims.into_iter().zip(rejections))
        .map(
            |((hypothesis, (samples, estimate)), (claim_p_holm, rejection_p_holm))| Tested {
                hypothesis: hypothesis.clone(),
                verdict: Verdict::of(&estimate, claim_p_holm, rejection_p_holm),
                estimate,
                claim_p_holm,
                rejection_p_holm,
                samples,
                robustness: None,
            },
        )
        .collect()
}
