//! The plan of a calibration: which parameters are fitted, to which figures, with how much effort.

pub(in crate::scenario) mod parameters;
pub(in crate::scenario) mod shape;
pub(in crate::scenario::plan) mod targets;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use super::reader::Reader;
use super::reading::{base, name, open, refuse_factors, refuse_idle, refuse_set};
use super::{Factor, Measured};
use crate::scenario::document::Table;
use crate::scenario::fault::{Finding, Place, ScenarioError};
use crate::scenario::file_kind::FileKind;
use crate::scenario::source::{Disk, Source};
use crate::scenario::{Base, Prior, Scenario};
use crate::words::{say, words};
use parameters::parameters;
use shape::SHAPE;
use targets::targets;

/// Most parameters: with more, hardly any attempt is accepted.
pub const FITTED_MAX: usize = 10;

/// A checked plan of a calibration.
#[derive(Clone, Debug)]
pub struct CalibrationPlan {
    /// Short name: the file's name without `.toml`.
    pub name: String,
    /// Title in reports (`title = "…"`).
    pub title: String,
    /// What it is about (`story = "…"`).
    pub story: String,
    /// The file it came from.
    pub path: PathBuf,
    /// The text of the base scenario, which societies are made of.
    pub base: Base,
    /// Settings from the command line, laid over the base scenario.
    pub settings: Vec<(String, String)>,
    /// Citizens of the societies that are simulated, where they are not as many as in the base scenario: as a setting.
    pub citizens: Option<(String, String)>,
    /// Citizens of the base scenario, where those simulated are not as many: the fitted scenario has them.
    pub own_citizens: Option<u32>,
    /// The base scenario itself, with those settings.
    pub scenario: Scenario,
    /// What is fitted.
    pub parameters: Vec<Fitted>,
    /// What it is fitted to.
    pub targets: Vec<Target>,
    /// What is kept of a run: the measures of the targets, in the same order.
    pub measures: Vec<Measured>,
    /// Seed of all runs and of the sampler.
    pub seed: u64,
    /// How hard to look.
    pub sampler: Sampler,
}

/// A parameter that is fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// Its key with what it means; its values are a range.
    pub factor: Factor,
    /// What is known of it before.
    pub prior: Prior,
    /// The value of the base scenario.
    pub base_value: f64,
}

/// A figure that runs should come near to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Target {
    /// The figure, in the unit of its measure.
    pub value: f64,
    /// How far off it may be: half the width of an even error (`tolerance = …`), or the standard error of a normal one
    /// (`standard_error = …`).
    pub tolerance: f64,
    /// Whether it is the latter.
    pub is_standard_error: bool,
    /// Where it comes from (`source = "…"`).
    pub source: String,
}

/// Standard deviations within which nine of ten normal errors lie.
const NINE_IN_TEN: f64 = 1.644_853_626_951_472_7;

impl Target {
    /// How far off the figure may reasonably be: the tolerance, or what nine of ten errors do not exceed.
    #[must_use]
    pub const fn margin(&self) -> f64 {
        if self.is_standard_error {
            NINE_IN_TEN * self.tolerance
        } else {
            self.tolerance
        }
    }
}

/// How hard to look: `[sampler]`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Sampler {
    /// Particles of a population.
    pub particles: usize,
    /// Most rounds.
    pub rounds: usize,
    /// Replications of each particle, whose mean is compared with the figures.
    pub replications: u32,
    /// Most runs while particles are sought.
    pub budget: u64,
    /// Share of the particles of a round that lie within the tolerance of the next.
    pub quantile: f64,
    /// The distance at which all is done: 1 where the errors of the targets are those of the plan, 2 where they are twice as large.
    pub distance: f64,
    /// A round in which a smaller share of attempts is accepted is the last.
    pub acceptance: f64,
    /// Fresh runs of the predictive check.
    pub predictive: u32,
}

impl CalibrationPlan {
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
    /// As [`CalibrationPlan::load`].
    pub fn load_from(
        files: &Arc<dyn Source>,
        path: &Path,
        settings: &[(String, String)],
    ) -> Result<Self, ScenarioError> {
        let (mut reader, mut root) = open(files, path, FileKind::CalibrationPlan)?;
        reader.check(&SHAPE, &mut root);
        let citizens = citizens(&root);
        if let Some((taken, count)) = &citizens {
            let said = |key: &str| say!("`{key}` is {count} in the plan (`citizens`)");
            refuse_set(&mut reader, settings, |key| key == taken, said);
        }
        let all: Vec<(String, String)> = settings.iter().chain(&citizens).cloned().collect();
        let (base, scenario) = base(&mut reader, path, &root, &all)?;
        let mut plan = read(&mut reader, path, &root, base, scenario, settings);
        if citizens.is_some() {
            let own = plan.base.with(settings)?.setup;
            plan.own_citizens = Some(own.citizens());
        }
        plan.citizens = citizens;
        if let (Some(row), Some((key, _))) = (root.row("citizens"), &plan.citizens)
            && plan.parameters.iter().any(|fitted| fitted.factor.key == *key)
        {
            let message = say!("`citizens` are a parameter of the plan");
            let label = words!("leave this out").text();
            reader.fault(Finding::new(row.place, "citizens", message).label(label));
        }
        if reader.findings.is_empty() {
            Ok(plan)
        } else {
            Err(reader.texts.faults(reader.findings))
        }
    }

    /// The values of the parameters at a point of the unit cube.
    #[must_use]
    pub fn values_at(&self, point: &[f64]) -> Vec<f64> {
        let places = self.parameters.iter().zip(point);
        places.map(|(fitted, place)| fitted.prior.value(*place)).collect()
    }

    /// The base scenario with these values of the parameters, with its own number of citizens or with that of the plan.
    ///
    /// # Errors
    /// When the values contradict one another or the scenario.
    pub fn society(&self, values: &[f64], own_citizens: bool) -> Result<Scenario, ScenarioError> {
        let citizens = self.citizens.iter().filter(|_| !own_citizens).cloned();
        let fitted = self.parameters.iter().zip(values).map(|(fitted, value)| {
            let value = if fitted.prior.whole {
                toml::Value::Integer(*value as i64)
            } else {
                toml::Value::Float(*value)
            };
            (fitted.factor.key.clone(), value.to_string())
        });
        let settings: Vec<(String, String)> = self
            .settings
            .iter()
            .cloned()
            .chain(citizens)
            .chain(fitted)
            .collect();
        self.base.with(&settings)
    }
}

fn read(
    reader: &mut Reader,
    path: &Path,
    root: &Table,
    base: Base,
    scenario: Scenario,
    settings: &[(String, String)],
) -> CalibrationPlan {
    let parameters = parameters(reader, root, &base, &scenario);
    let factors: Vec<Factor> = parameters.iter().map(|fitted| fitted.factor.clone()).collect();
    refuse_factors(reader, &factors, settings);
    refuse_idle(reader, &factors, &scenario);
    let (measures, targets) = targets(reader, root, &scenario).into_iter().unzip();
    let name = name(path);
    CalibrationPlan {
        title: root.said("title").unwrap_or_else(|| name.clone()),
        story: root.said("story").unwrap_or_default(),
        seed: root.count("seed").unwrap_or(scenario.seed),
        sampler: sampler(reader, root),
        name,
        path: path.to_owned(),
        base,
        settings: settings.to_vec(),
        citizens: None,
        own_citizens: None,
        scenario,
        parameters,
        targets,
        measures,
    }
}

/// The setting that a number of citizens is.
pub(in crate::scenario::plan) fn citizens(root: &Table) -> Option<(String, String)> {
    let count = root.count("citizens")?;
    Some(("population.citizens".to_owned(), count.to_string()))
}

fn sampler(reader: &mut Reader, root: &Table) -> Sampler {
    let empty = Table::default();
    let table = root.table("sampler").unwrap_or(&empty);
    let count = |name: &str, usual: u64| table.count(name).unwrap_or(usual);
    let number = |name: &str, usual: f64| table.number(name).unwrap_or(usual);
    let (particles, replications) = (count("particles", 500), count("replications", 1));
    let budget = count("budget", 50_000);
    let least = particles * replications;
    if budget < least {
        let place = table.place_of("budget", Place::START);
        let message = match budget {
            1 => say!("a budget of 1 run does not fill the first round"),
            _ => say!("a budget of {budget} runs does not fill the first round"),
        };
        let label = say!("it takes {least} runs");
        reader.fault(Finding::new(place, "sampler.budget", message).label(label));
    }
    Sampler {
        particles: particles as usize,
        rounds: count("rounds", 15) as usize,
        replications: replications as u32,
        budget,
        quantile: number("quantile", 0.5),
        distance: number("distance", 1.0),
        acceptance: number("acceptance", 0.01),
        predictive: count("predictive", 500) as u32,
    }
}
