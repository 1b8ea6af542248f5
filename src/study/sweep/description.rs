//! Everything about a plan that is needed once its runs are done.

use std::io::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Points, Shard, SweepError};
use crate::model::measures::Measure;
use crate::output::{ENGINE, ManifestScenario, OutputError, RunFolder, RunHash, VERSION, identity};
use crate::scenario::{Condition, Design, Factor, FactorValues, Measured, Plan, RUNS_MAX, Reducer};
use crate::statistics::mixed;

/// Name of the file of a description in the folder of its sweep.
pub(super) const FILE: &str = "plan.json";

/// A plan without its scenario: what stands in `plan.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// Version of the program.
    pub version: String,
    /// The engine, [`ENGINE`].
    pub engine: String,
    /// Hash of engine, seed and identity.
    pub hash: String,
    /// The share that was run in this folder; `None` for the whole plan.
    pub shard: Option<Shard>,
    /// Short name of the plan.
    pub name: String,
    /// Title.
    pub title: String,
    /// What it is about.
    pub story: String,
    /// The file of the plan.
    pub path: String,
    /// The base scenario.
    pub base: ManifestScenario,
    /// Notes on data that were read.
    pub data_notes: Vec<String>,
    /// What varies.
    pub factors: Vec<Factor>,
    /// At which points.
    pub design: Design,
    /// Replications of each configuration.
    pub replications: u32,
    /// Seed of all runs.
    pub seed: u64,
    /// Whether each configuration has a seed of its own.
    pub independent: bool,
    /// What is kept of a run.
    pub measures: Vec<Measured>,
    /// What ends a run.
    pub stops: Vec<Condition>,
    /// The canonical text of all that determines the numbers of a run, but its seed.
    pub identity: String,
}

/// The part of a plan that determines numbers, as it stands in its identity.
#[derive(Serialize)]
struct Question<'a> {
    factors: Vec<(&'a str, &'a FactorValues)>,
    design: &'a Design,
    independent: bool,
    measures: &'a [Measured],
    stops: &'a [Condition],
}

impl Description {
    /// Describes a plan.
    ///
    /// # Errors
    /// When a data file of the scenario can no longer be read, or the plan not be written as JSON.
    pub fn of(plan: &Plan) -> Result<Self, OutputError> {
        let question = Question {
            factors: plan
                .factors
                .iter()
                .map(|factor| (factor.key.as_str(), &factor.values))
                .collect(),
            design: &plan.design,
            independent: plan.independent,
            measures: &plan.measures,
            stops: &plan.stops,
        };
        let question = serde_json::to_string(&question)
            .map_err(|error| OutputError::foreign(&plan.path, error.to_string()))?;
        let identity = format!("{}# sweep {question}\n", identity(&plan.scenario)?);
        Ok(Self {
            version: VERSION.to_owned(),
            engine: ENGINE.to_owned(),
            hash: RunHash::of(&identity, plan.seed).to_string(),
            shard: None,
            name: plan.name.clone(),
            title: plan.title.clone(),
            story: plan.story.clone(),
            path: plan.path.display().to_string(),
            base: ManifestScenario::of(&plan.scenario),
            data_notes: plan.scenario.data_notes.clone(),
            factors: plan.factors.clone(),
            design: plan.design.clone(),
            replications: plan.replications,
            seed: plan.seed,
            independent: plan.independent,
            measures: plan.measures.clone(),
            stops: plan.stops.clone(),
            identity,
        })
    }

    /// The points of the plan, checked against the limits.
    ///
    /// # Errors
    /// When there are too many runs or shards.
    pub fn points(&self) -> Result<Points, SweepError> {
        let points = Points::of(&self.factors, &self.design)?;
        if points.len() as u64 * u64::from(self.replications) > RUNS_MAX {
            return Err(SweepError::TooManyRuns {
                configurations: points.len(),
                replications: self.replications,
                most: RUNS_MAX,
            });
        }
        if let Some(shard) = self.shard
            && shard.count as usize > points.len()
        {
            return Err(SweepError::TooManyShards {
                configurations: points.len(),
                count: shard.count,
            });
        }
        Ok(points)
    }

    /// The seed of a configuration: that of the plan, or one of its own.
    #[must_use]
    pub fn seed_of(&self, configuration: u32) -> u64 {
        if self.independent {
            own_seed(self.seed, configuration)
        } else {
            self.seed
        }
    }

    /// What a measure means.
    #[must_use]
    pub fn measure(&self, index: usize) -> &'static Measure {
        self.measures[index].definition()
    }

    /// The short name of a measure with its programme and its reducer, for people.
    #[must_use]
    pub fn label(&self, index: usize) -> String {
        self.measures[index].label()
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

    /// The unit of a measure, as the register of measures writes it.
    #[must_use]
    pub fn unit(&self, index: usize) -> &'static str {
        self.measures[index].unit()
    }

    /// Smallest and largest possible value of a measure.
    #[must_use]
    pub fn limits(&self, index: usize) -> (f64, f64) {
        self.measures[index].limits()
    }

    /// Writes `plan.json` into a folder, if it does not stand there already.
    pub(super) fn write(&self, folder: &RunFolder) -> Result<(), OutputError> {
        let mut text = serde_json::to_vec_pretty(self)
            .map_err(|error| OutputError::foreign(&folder.path().join(FILE), error.to_string()))?;
        text.push(b'\n');
        if std::fs::read(folder.path().join(FILE)).is_ok_and(|there| there == text) {
            folder.keep(FILE);
            return Ok(());
        }
        folder.write(FILE, |file| file.write_all(&text))
    }

    /// Reads `plan.json` of a folder.
    ///
    /// # Errors
    /// What is wrong with the folder, in words.
    pub(super) fn read(folder: &Path) -> Result<Self, String> {
        let path = folder.join(FILE);
        let text = std::fs::read(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
                format!("{}: this is no folder of a sweep", folder.display())
            }
            _ => format!("{}: cannot be read: {error}", path.display()),
        })?;
        let value: serde_json::Value = serde_json::from_slice(&text)
            .map_err(|error| format!("{}: this is no description of a sweep: {error}", path.display()))?;
        let engine = value.get("engine").and_then(serde_json::Value::as_str);
        if let Some(engine) = engine.filter(|engine| *engine != ENGINE) {
            let error = OutputError::other_engine(folder, engine).to_string();
            return Err(error.lines().next().unwrap_or_default().to_owned());
        }
        let description: Self = serde_json::from_value(value)
            .map_err(|error| format!("{}: this is no description of a sweep: {error}", path.display()))?;
        if description.hash == RunHash::of(&description.identity, description.seed).to_string() {
            Ok(description)
        } else {
            Err(format!("{}: it was changed by hand", path.display()))
        }
    }
}

/// A seed below 2⁵³ from another and a number: the finaliser of `SplitMix64` (Steele, Lea and Flood 2014).
pub(in crate::study) fn own_seed(seed: u64, configuration: u32) -> u64 {
    mixed(seed, configuration.into()) >> 11
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_seeds_are_those_of_split_mix() {
        // python3: M=2**64-1; z=(0+0x9E3779B97F4A7C15)&M; z=((z^(z>>30))*0xBF58476D1CE4E5B9)&M;
        //   z=((z^(z>>27))*0x94D049BB133111EB)&M; print((z^(z>>31))>>11)
        assert_eq!(own_seed(0, 0), 0xE220_A839_7B1D_CDAF >> 11);
        assert_ne!(own_seed(0, 1), own_seed(0, 0));
        assert_ne!(own_seed(1, 0), own_seed(0, 0));
    }
}
