//! The plan of a search for a front: what a design may choose, what is good, what is allowed, how hard to look.

mod reading;
pub(in crate::scenario) mod shape;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use super::reading::{base, open};
use super::{Factor, Measured};
use crate::model::measures::{Better, Measure, Theme};
use crate::scenario::fault::ScenarioError;
use crate::scenario::file_kind::FileKind;
use crate::scenario::source::{Disk, Source};
use crate::scenario::{Base, Scenario};
use crate::words::words;
use reading::read;
use shape::SHAPE;

/// A checked plan of a search for the designs that no other beats.
#[derive(Clone, Debug)]
pub struct FrontierPlan {
    /// Short name: the file's name without `.toml`.
    pub name: String,
    /// Title in reports (`title = "…"`).
    pub title: String,
    /// What it is about (`story = "…"`).
    pub story: String,
    /// The file it came from.
    pub path: PathBuf,
    /// The text of the base scenario, which designs are made of.
    pub base: Base,
    /// Settings from the command line, laid over the base scenario.
    pub settings: Vec<(String, String)>,
    /// The base scenario itself, with those settings: the baseline, whose need all designs face.
    pub scenario: Scenario,
    /// What a design chooses.
    pub factors: Vec<Factor>,
    /// The factor whose levels have colours in the figure.
    pub colour: Option<usize>,
    /// What is kept of a run, for objectives and limits.
    pub measures: Vec<Measured>,
    /// What is good.
    pub objectives: Vec<Objective>,
    /// What is allowed.
    pub limits: Vec<Limit>,
    /// Seed of the runs of the search; those that confirm it have another.
    pub seed: u64,
    /// How hard to look.
    pub search: Search,
    /// How the front is run again.
    pub confirmation: Confirmation,
    /// How the front is tried over the parameter space.
    pub robustness: RobustnessSettings,
}

/// Which way an objective is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Nearer to zero is better.
    Zero,
}

/// Choices for `better`.
const DIRECTIONS: [(&str, Direction); 3] = [
    ("higher", Direction::Higher),
    ("lower", Direction::Lower),
    ("zero", Direction::Zero),
];

impl Direction {
    /// A number that is smaller the better the value is.
    #[must_use]
    pub fn loss(self, value: f64) -> f64 {
        match self {
            Self::Higher => -value,
            Self::Lower => value,
            Self::Zero => value.abs(),
        }
    }

    /// What is better, in a word or two.
    #[must_use]
    pub fn words(self) -> &'static str {
        let words = match self {
            Self::Higher => words!("higher is better"),
            Self::Lower => words!("lower is better"),
            Self::Zero => words!("nearer to zero is better"),
        };
        words.text()
    }

    fn of(measure: &Measure) -> Option<Self> {
        match measure.better {
            Some(Better::Higher) => Some(Self::Higher),
            Some(Better::Lower) => Some(Self::Lower),
            // A gap between groups, whichever is ahead.
            None if measure.theme == Theme::Equity && measure.minimum < 0.0 => Some(Self::Zero),
            None => None,
        }
    }
}

/// Something to be good at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Objective {
    /// Position in the measures of the plan.
    pub measure: usize,
    /// Which way is better.
    pub direction: Direction,
}

/// Something to keep to: the mean of a measure above or below a bound, the bound included.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Limit {
    /// Position in the measures of the plan.
    pub measure: usize,
    /// Whether it must lie above the bound, or else below.
    pub above: bool,
    /// The bound.
    pub bound: f64,
}

impl Limit {
    /// How far a value lies beyond the bound, relative to its size; 0 within.
    #[must_use]
    pub fn excess(&self, value: f64) -> f64 {
        let beyond = if self.above {
            self.bound - value
        } else {
            value - self.bound
        };
        let size = if self.bound == 0.0 { 1.0 } else { self.bound.abs() };
        // Not `max`, which would make a missing value a good one.
        if beyond <= 0.0 { 0.0 } else { beyond / size }
    }
}

/// How hard to look: `[search]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Search {
    /// Designs per generation.
    pub designs: usize,
    /// Generations after the first.
    pub generations: usize,
    /// Replications of each design.
    pub replications: u32,
    /// Seed of the search's own draws.
    pub seed: u64,
    /// Whether designs are judged over draws of the parameters, each replication in a draw of its own, and not at the values
    /// of the register.
    #[serde(skip_serializing_if = "is_usual")]
    pub drawn: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
const fn is_usual(drawn: &bool) -> bool {
    !*drawn
}

/// How the front is run again: `[confirm]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Confirmation {
    /// At most so many designs of the front, spread over it.
    pub designs: usize,
    /// Replications of each.
    pub replications: u32,
}

/// How the front is tried over the parameter space: `[robustness]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RobustnessSettings {
    /// Draws of the parameters.
    pub draws: u32,
    /// Replications of each design under a draw.
    pub replications: u32,
}

impl FrontierPlan {
    /// Reads and checks a plan with its base scenario, over which `settings` (`--set`) are laid.
    ///
    /// # Errors
    /// Every fault of the plan and of the scenario, each with its place.
    pub fn load(path: &Path, settings: &[(String, String)]) -> Result<Self, ScenarioError> {
        Self::load_from(&Disk::shared(), path, settings)
    }

    /// Reads and checks a plan of a source, with what it names from there too.
    ///
    /// # Errors
    /// As [`FrontierPlan::load`].
    pub fn load_from(
        files: &Arc<dyn Source>,
        path: &Path,
        settings: &[(String, String)],
    ) -> Result<Self, ScenarioError> {
        let (mut reader, mut root) = open(files, path, FileKind::FrontierPlan)?;
        reader.check(&SHAPE, &mut root);
        let (base, scenario) = base(&mut reader, path, &root, settings)?;
        let plan = read(&mut reader, path, &root, base, scenario, settings);
        if reader.findings.is_empty() {
            Ok(plan)
        } else {
            Err(reader.texts.faults(reader.findings))
        }
    }

    /// The objective that a measure is, if it is one.
    #[must_use]
    pub fn direction_of(&self, measure: usize) -> Option<Direction> {
        let objective = self
            .objectives
            .iter()
            .find(|objective| objective.measure == measure);
        objective.map(|objective| objective.direction)
    }
}
