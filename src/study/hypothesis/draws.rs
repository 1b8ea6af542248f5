//! Does a verdict hold over the plausible parameter space?

use super::Verdict;

/// Most replications of an arm under one draw: many draws say more about the parameter space than many replications.
pub const DRAW_REPLICATIONS_MAX: u32 = 20;

/// A hypothesis under one draw of the parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawVerdict {
    /// Number of the draw.
    pub draw: u32,
    /// Replications of each arm.
    pub replications: u32,
    /// The verdict from uncorrected p-values; `None` when the drawn values contradict what is written.
    pub verdict: Option<Verdict>,
    /// The effect, where it is finite.
    pub effect: Option<f64>,
}

/// The verdicts over draws, counted.
#[derive(Clone, Debug, PartialEq)]
pub struct VerdictRobustness {
    /// The draws, in order.
    pub draws: Vec<DrawVerdict>,
}

impl VerdictRobustness {
    /// Draws with this verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.draws
            .iter()
            .filter(|draw| draw.verdict == Some(verdict))
            .count()
    }

    /// Share of the draws with this verdict; `NaN` without a draw that could be run.
    #[must_use]
    pub fn share(&self, verdict: Verdict) -> f64 {
        let run = self.draws.iter().filter(|draw| draw.verdict.is_some()).count();
        self.count(verdict) as f64 / run as f64
    }
}
