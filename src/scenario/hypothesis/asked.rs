//! What a hypothesis asks of its arms.

use super::{Direction, Side};
use crate::model::hold::Path;
use crate::scenario::Time;

/// What is asked of the arms; numbers are positions of arms.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// Arms control, treatment: treatment less control lies on one side of 0, or is not 0.
    Difference {
        /// Which side.
        direction: Direction,
    },
    /// Arms control, treatment: the difference is smaller than the smallest effect of interest.
    Equivalence,
    /// Arms control, first, second, both: the first changes what the second does,
    /// `(both − second) − (first − control)`.
    Interaction {
        /// Which side of 0.
        direction: Direction,
    },
    /// What part of the effect goes through some paths: `1 − (effect with the paths held)/(effect)`, which is the total natural
    /// indirect effect over the effect.
    ///
    /// Arms control, treatment; then the treatment by who of the paths run free, the others being held at what they are under
    /// control: the number of the arm less 2 has a bit for each path that does, so that the first of these holds all of them,
    /// and the one in which all run free is the treatment itself and left out; last the control, all of whose paths are held at what
    /// they are under treatment. Every path is held step by step and agent by agent, in the same replication.
    Mediation {
        /// Which side of the bound.
        direction: Side,
        /// What it is held against.
        bound: f64,
        /// The paths.
        paths: Vec<Path>,
    },
    /// Each arm is higher (lower) than the one before.
    Ordering {
        /// Whether they rise or fall.
        direction: Side,
    },
    /// The response to a rising dose bends at one place, more sharply than a smooth curve, or hardly bends.
    Threshold {
        /// The sign of the change of slope; `None` when the claim is that there is no threshold.
        direction: Option<Side>,
        /// The dose in each arm.
        levels: Vec<f64>,
    },
    /// The ratio of two contrasts lies on one side of a bound.
    Ratio {
        /// Which side.
        direction: Side,
        /// The ratio the claim is held against.
        bound: f64,
        /// Weight of each arm above the line.
        numerator: Vec<f64>,
        /// Weight of each arm below the line.
        denominator: Vec<f64>,
        /// When the denominator is taken.
        denominator_time: Time,
    },
    /// Arms control, treatment: the share of the variance over years that a cycle has, treatment less control.
    Cycle {
        /// Which side of 0.
        direction: Direction,
        /// The cycle.
        cycle: Cycle,
    },
}

/// A cycle that is looked for in a measure's values year by year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cycle {
    /// Years from one wave to the next.
    pub period_years: f64,
    /// What stands for a year.
    pub yearly: Yearly,
    /// First year of the window, counted from the start: the values are those of the years after it.
    pub from_year: u32,
    /// Years in the window.
    pub years: u32,
    /// Waves in the window.
    pub waves: u32,
}

/// What stands for a year of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yearly {
    /// Its mean over the steps of the year.
    Mean,
    /// How much it rises in the year.
    Rise,
}

impl Question {
    /// Its kind, as the file names it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Difference { .. } => "difference",
            Self::Equivalence => "equivalence",
            Self::Interaction { .. } => "interaction",
            Self::Mediation { .. } => "mediation",
            Self::Ordering { .. } => "ordering",
            Self::Threshold { .. } => "threshold",
            Self::Ratio { .. } => "ratio",
            Self::Cycle { .. } => "cycle",
        }
    }

    /// The side of the bound on which the claim puts the effect; `None` where it names no side.
    #[must_use]
    pub const fn side(&self) -> Option<Side> {
        match self {
            Self::Difference { direction }
            | Self::Interaction { direction }
            | Self::Cycle { direction, .. } => match direction {
                Direction::To(side) => Some(*side),
                Direction::Either => None,
            },
            Self::Mediation { direction, .. }
            | Self::Ordering { direction }
            | Self::Ratio { direction, .. } => Some(*direction),
            Self::Threshold { direction, .. } => *direction,
            Self::Equivalence => None,
        }
    }

    /// The value the effect is held against: 0, or the bound of a ratio or mediation.
    #[must_use]
    pub const fn bound(&self) -> f64 {
        match self {
            Self::Mediation { bound, .. } | Self::Ratio { bound, .. } => *bound,
            _ => 0.0,
        }
    }
}
