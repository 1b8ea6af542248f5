//! The plan of a sweep: which scenario, which factors, which points, what is kept of each run.

pub(super) mod calibration;
mod factors;
pub(super) mod frontier;
mod measures;
mod points_file;
mod reader;
mod reading;
mod row_names;
pub(super) mod shape;
#[cfg(test)]
mod tests;
mod variant;
mod varying;
pub(super) mod worlds;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::fault::ScenarioError;
use super::measure_names::measure_named;
use super::register::register;
use super::source::{Disk, Source};
use super::{Base, Scenario};
use crate::model::measures::Measure;
use crate::words::{given, marked, say};
pub use calibration::{CalibrationPlan, FITTED_MAX, Fitted, Sampler, Target};
pub use frontier::{Confirmation, Direction, FrontierPlan, Limit, Objective, RobustnessSettings, Search};
pub(in crate::scenario) use reading::{name, open, points, refuse_factors};
pub use variant::PlanVariant;
pub use varying::FactorGroup;
pub use worlds::{Scale, WorldTarget, WorldsPlan};

/// Most configurations of a plan.
pub const CONFIGURATIONS_MAX: usize = 100_000;
/// Most runs of a plan, all configurations and replications together.
pub const RUNS_MAX: u64 = 10_000_000;
/// Most measures of a plan.
pub const MEASURED_MAX: usize = 24;

/// A checked plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Short name: the file's name without `.toml`.
    pub name: String,
    /// Title in reports (`title = "…"`).
    pub title: String,
    /// What it is about (`story = "…"`).
    pub story: String,
    /// The file it came from.
    pub path: PathBuf,
    /// The text of the base scenario, which configurations are made of.
    pub base: Base,
    /// Settings from the command line, laid over the base scenario.
    pub settings: Vec<(String, String)>,
    /// The base scenario itself, with those settings.
    pub scenario: Scenario,
    /// What varies.
    pub factors: Vec<Factor>,
    /// At which points.
    pub design: Design,
    /// Replications of each configuration.
    pub replications: u32,
    /// Seed of all runs.
    pub seed: u64,
    /// Whether each configuration has a seed of its own (`seeds = "independent"`).
    pub independent: bool,
    /// What is kept of a run.
    pub measures: Vec<Measured>,
    /// A run ends as soon as one of these holds.
    pub stops: Vec<Condition>,
    /// The variant whose difference is kept instead of the measures themselves, where there is one.
    pub variant: Option<PlanVariant>,
    /// What was passed over in the files of the plan.
    pub notes: Vec<String>,
}

impl Plan {
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
    /// As [`Plan::load`].
    pub fn load_from(
        files: &Arc<dyn Source>,
        path: &Path,
        settings: &[(String, String)],
    ) -> Result<Self, ScenarioError> {
        reading::read(files, path, settings)
    }

    /// What a measure means.
    #[must_use]
    pub fn measure(&self, index: usize) -> &'static Measure {
        self.measures[index].definition()
    }

    /// The short name of a measure with its programme and its reducer, for people.
    #[must_use]
    pub fn label(&self, index: usize) -> String {
        let label = self.measures[index].label();
        match self.variant {
            Some(_) => label + &say!(", difference"),
            None => label,
        }
    }

    /// The unit of a measure, as the register of measures writes it.
    #[must_use]
    pub fn unit(&self, index: usize) -> &'static str {
        self.measures[index].unit()
    }

    /// Smallest and largest possible value of a measure.
    #[must_use]
    pub fn limits(&self, index: usize) -> (f64, f64) {
        let (low, high) = self.measures[index].limits();
        match self.variant {
            Some(_) => (low - high, high - low),
            None => (low, high),
        }
    }

    /// The last parts of the factors' keys, or the whole keys where those do not tell them apart.
    #[must_use]
    pub fn short_names(&self) -> Vec<String> {
        Factor::short_names(&self.factors)
    }

    /// Whether a run may end without a value for some measure because a condition is never met.
    #[must_use]
    pub fn may_miss(&self) -> bool {
        self.measures
            .iter()
            .any(|measured| matches!(measured.reducer, Reducer::First(_)))
    }
}

/// Something that varies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// A key of the register, with the name of the programme where it is one of a programme.
    pub key: String,
    /// What it means in English, as the register says.
    pub meaning: String,
    /// Unit; empty for shares, scales and choices.
    pub unit: String,
    /// Which values it takes.
    pub values: FactorValues,
}

impl Factor {
    /// What it means, in the reader's language.
    #[must_use]
    pub fn said(&self) -> String {
        register()
            .get(&self.key)
            .map_or_else(|| self.meaning.clone(), |entry| entry.meaning.to_string())
    }

    /// The last parts of the factors' keys, or the whole keys where those do not tell them apart.
    #[must_use]
    pub fn short_names(factors: &[Self]) -> Vec<String> {
        let last = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
        factors
            .iter()
            .map(|factor| {
                let short = last(&factor.key);
                let namesakes = factors.iter().filter(|other| last(&other.key) == short);
                if namesakes.count() == 1 {
                    short
                } else {
                    factor.key.clone()
                }
            })
            .collect()
    }
}

/// Which values a factor takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorValues {
    /// These.
    Levels(Vec<toml::Value>),
    /// Any between two numbers, both included.
    Range {
        /// Smallest.
        low: f64,
        /// Largest.
        high: f64,
        /// Whether only whole numbers are meant.
        whole: bool,
    },
    /// Those that stand in the file of points.
    Listed,
}

/// How points are laid out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Design {
    /// Every combination of levels; the last factor changes fastest.
    Factorial,
    /// A Latin hypercube.
    LatinHypercube {
        /// Number of points.
        points: usize,
        /// Seed of the points, not of the runs.
        seed: u64,
    },
    /// The first points of the Sobol' sequence.
    Sobol {
        /// Number of points.
        points: usize,
    },
    /// The points of a file, factor by factor.
    Points(Vec<Vec<toml::Value>>),
    /// Trajectories through a grid of four levels, each moving one factor after the other (Morris 1991).
    Morris {
        /// Number of trajectories.
        trajectories: usize,
        /// Seed of the points, not of the runs.
        seed: u64,
    },
    /// Rows of two points and of points between them, for Sobol' indices (Saltelli 2010).
    Saltelli {
        /// Number of rows.
        rows: usize,
        /// The group of each factor; factors of a group move together.
        groups: Vec<usize>,
    },
}

impl Design {
    /// The command whose design this is; it begins the name of the folder.
    #[must_use]
    pub const fn command(&self) -> &'static str {
        match self {
            Self::Factorial | Self::LatinHypercube { .. } | Self::Sobol { .. } | Self::Points(_) => "sweep",
            Self::Morris { .. } | Self::Saltelli { .. } => "sensitivity",
        }
    }
}

/// What is kept of a run: one number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Name of its column: measure and reducer.
    pub name: String,
    /// The measure, as columns of results are named.
    pub measure: String,
    /// Its position in a row of the model.
    pub position: usize,
    /// How the months of a run become one number.
    pub reducer: Reducer,
}

impl Measured {
    /// What the measure means.
    ///
    /// # Panics
    /// When there is no such measure, which reading a plan rules out.
    #[must_use]
    pub fn definition(&self) -> &'static Measure {
        measure_named(&self.measure).expect("a plan keeps measures there are")
    }

    /// Its short name with its programme and its reducer, for people.
    #[must_use]
    pub fn label(&self) -> String {
        let label = self.definition().label;
        let of = self
            .measure
            .split_once('.')
            .map_or_else(String::new, |(programme, _)| format!("{programme}: "));
        match self.reducer {
            Reducer::Final => format!("{of}{label}"),
            _ => format!("{of}{label}, {}", self.reducer),
        }
    }

    /// Its unit, as the register of measures writes it.
    #[must_use]
    pub fn unit(&self) -> &'static str {
        match self.reducer {
            Reducer::First(_) => "months",
            _ => self.definition().unit,
        }
    }

    /// Its smallest and largest possible value.
    #[must_use]
    pub fn limits(&self) -> (f64, f64) {
        match self.reducer {
            Reducer::First(_) => (0.0, f64::INFINITY),
            _ => (self.definition().minimum, self.definition().maximum),
        }
    }
}

/// How the steps of a run become one number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reducer {
    /// The value at the last step.
    Final,
    /// The mean over the steps in a window of years, both ends included.
    Mean {
        /// From this year of the run.
        from_year: f64,
        /// To this year of the run.
        to_year: f64,
    },
    /// The first month, from 0, in which a condition holds; no value when it never does.
    First(Condition),
}

/// A measure above or below a bound.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// The measure.
    pub measure: String,
    /// Its position in a row of the model.
    pub position: usize,
    /// Whether it must lie above the bound, or else below.
    pub above: bool,
    /// The bound, itself excluded.
    pub bound: f64,
}

impl Condition {
    /// Whether it holds for a row of the model; never for a measure without a value.
    #[must_use]
    pub fn holds(&self, row: &[f64]) -> bool {
        let value = row[self.position];
        if self.above {
            value > self.bound
        } else {
            value < self.bound
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (measure, bound) = (&self.measure, given(self.bound));
        formatter.write_str(&if self.above {
            say!("{measure} above {bound}")
        } else {
            say!("{measure} below {bound}")
        })
    }
}

impl fmt::Display for Reducer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&match *self {
            Self::Final => say!("at the end of the run"),
            // To a hundredth: years of months are no round numbers.
            Self::Mean { from_year, to_year } if from_year >= to_year => {
                let year = format!("{from_year:.2}");
                match year.trim_end_matches('0').trim_end_matches('.') {
                    "1" => say!("after 1 year"),
                    year => {
                        let year = marked(year);
                        say!("after {year} years")
                    }
                }
            }
            Self::Mean { from_year, to_year } => {
                let (from_year, to_year) = (given(from_year), given(to_year));
                say!("mean over years {from_year} to {to_year}")
            }
            Self::First(ref condition) => {
                let bound = given(condition.bound);
                if condition.above {
                    say!("first month above {bound}")
                } else {
                    say!("first month below {bound}")
                }
            }
        })
    }
}
