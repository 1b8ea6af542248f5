//! The scenarios a request is about: one of the library or a text, with settings laid over it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::library::Library;
use super::refusal::Refusal;
use crate::scenario::{Base, Scenario, ScenarioError};
use crate::study::Variant;
use crate::study::comparison;

/// Citizens of a scenario, at most: a class should not wait for one society.
pub(super) const CITIZENS_MAX: u32 = 200_000;
/// Arms at most: a baseline and as many variants as have colours of their own.
pub(super) const ARMS_MAX: usize = 1 + comparison::VARIANTS_MAX;
/// Replications at most.
pub(super) const REPLICATIONS_MAX: u32 = 5_000;
/// Keys by which a scenario names files.
const FILE_KEYS: [&str; 3] = ["extends", "population.from", "network.from"];

/// Settings as after `--set`, by key.
pub(super) type Settings = BTreeMap<String, String>;

/// Where a scenario comes from.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Source {
    /// One of the library.
    Shelf {
        /// Its id.
        id: String,
    },
    /// A text of the visitor's.
    Own {
        /// Name of the file.
        name: String,
        /// The text.
        toml: String,
    },
}

/// An arm of a comparison.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Arm {
    /// Its name.
    pub(super) name: String,
    /// What is set in it.
    #[serde(default)]
    pub(super) settings: Settings,
}

/// Baseline and variants.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Compared {
    pub(super) source: Source,
    pub(super) arms: Vec<Arm>,
    #[serde(default)]
    pub(super) replications: Option<u32>,
    #[serde(default)]
    pub(super) seed: Option<u64>,
}

impl Source {
    /// The text, read but not checked.
    pub(super) fn base(&self, library: &Library) -> Result<Base, Refusal> {
        match self {
            Self::Shelf { id } => Ok(Base::open(library.path(id)?)?),
            Self::Own { name, toml } => {
                if let Ok(table) = toml.parse::<toml::Table>() {
                    for key in FILE_KEYS {
                        if let Some(path) = text_at(&table, key) {
                            stay_within(library, key, path)?;
                        }
                    }
                }
                let name = Path::new(name).file_name().unwrap_or_default();
                Ok(Base::from_text(&library.folder().join(name), toml)?)
            }
        }
    }

    /// The scenario with settings laid over it.
    pub(super) fn scenario(&self, library: &Library, settings: &Settings) -> Result<Scenario, Refusal> {
        let base = self.base(library)?;
        check_size(base.with(&pairs(library, settings)?)?)
    }
}

impl Compared {
    /// Baseline and variants, which face the need of the baseline; all faults of all arms at once.
    pub(super) fn load(&self, library: &Library) -> Result<Vec<Variant>, Refusal> {
        if !(1..=ARMS_MAX).contains(&self.arms.len()) {
            return Err(Refusal::malformed(format!(
                "There are {} arms; from 1 to {ARMS_MAX} can be told apart.",
                self.arms.len()
            )));
        }
        let base = self.source.base(library)?;
        let mut arms: Vec<Variant> = Vec::with_capacity(self.arms.len());
        let mut faults = Vec::new();
        for (index, arm) in self.arms.iter().enumerate() {
            match base.with(&pairs(library, &arm.settings)?) {
                Ok(scenario) => arms.push(Variant {
                    key: if index == 0 {
                        "baseline".to_owned()
                    } else {
                        format!("variant-{index}")
                    },
                    title: arm.name.clone(),
                    scenario: check_size(scenario)?,
                }),
                Err(error) => faults.extend(error.faults),
            }
        }
        ScenarioError::none_of(faults)?;
        comparison::check(&arms).map_err(|mismatch| Refusal::impossible(mismatch.to_string()))?;
        let (baseline, variants) = arms.split_first().expect("there is at least one arm");
        let variants = variants
            .iter()
            .map(|variant| variant.clone().facing_need_of(baseline));
        Ok(std::iter::once(baseline.clone()).chain(variants).collect())
    }

    /// Replications of each arm.
    pub(super) fn replications(&self, fallback: u32) -> Result<u32, Refusal> {
        let number = self.replications.unwrap_or(fallback);
        replications(number, REPLICATIONS_MAX, "compare")
    }

    /// The seed.
    pub(super) fn seed(&self, arms: &[Variant]) -> u64 {
        self.seed.unwrap_or(arms[0].scenario.seed)
    }

    /// The same question on the command line, word by word.
    pub(super) fn command(&self, library: &Library, replications: u32, seed: u64) -> Vec<String> {
        let file = match &self.source {
            Source::Shelf { id } => library.written(id),
            Source::Own { name, .. } => name.clone(),
        };
        let (baseline, variants) = self.arms.split_first().expect("there is at least one arm");
        let (command, option) = if variants.is_empty() {
            ("run", "--set")
        } else {
            ("compare", "--everywhere")
        };
        let mut words = vec!["samspil".to_owned(), command.to_owned(), file];
        for (key, value) in &baseline.settings {
            words.extend([option.to_owned(), format!("{key}={value}")]);
        }
        for arm in variants {
            let own = arm
                .settings
                .iter()
                .filter(|(key, value)| baseline.settings.get(*key) != Some(value));
            let list: Vec<String> = own.map(|(key, value)| format!("{key}={value}")).collect();
            let name = arm.name.replace(':', " ");
            words.extend(["--variant".to_owned(), format!("{name}: {}", list.join(", "))]);
        }
        let ends = ["-n", &replications.to_string(), "--seed", &seed.to_string()].map(str::to_owned);
        words.extend(ends);
        words
    }
}

/// Replications that are asked for, if a page may ask for so many; `command` takes more.
pub(super) fn replications(number: u32, most: u32, command: &str) -> Result<u32, Refusal> {
    if (2..=most).contains(&number) {
        return Ok(number);
    }
    Err(Refusal::malformed(format!(
        "{number} replications are asked for; from 2 to {most} can be run here.\n\
         hint: `samspil {command}` takes more"
    )))
}

/// Settings as the reader takes them.
pub(super) fn pairs(library: &Library, settings: &Settings) -> Result<Vec<(String, String)>, Refusal> {
    for key in FILE_KEYS {
        if let Some(path) = settings.get(key) {
            stay_within(library, key, path.trim_matches(['"', '\'']))?;
        }
    }
    Ok(settings
        .iter()
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect())
}

/// The text at a key of one or two parts.
fn text_at<'a>(table: &'a toml::Table, key: &str) -> Option<&'a str> {
    match key.split_once('.') {
        Some((outer, inner)) => table.get(outer)?.as_table()?.get(inner)?.as_str(),
        None => table.get(key)?.as_str(),
    }
}

/// A visitor's scenario may name files of the library only.
fn stay_within(library: &Library, key: &str, path: &str) -> Result<(), Refusal> {
    let outside = || {
        Refusal::impossible(format!(
            "`{key}` names {path}, and in the browser a scenario can use only files of the scenario folder.\n\
             hint: write the path as seen from there, such as cases/norre_snede.toml, or use the command line"
        ))
    };
    let folder = library.folder().canonicalize().map_err(|_| outside())?;
    let file = folder.join(path).canonicalize().map_err(|_| outside())?;
    if file.starts_with(&folder) {
        Ok(())
    } else {
        Err(outside())
    }
}

fn check_size(scenario: Scenario) -> Result<Scenario, Refusal> {
    let citizens = scenario.setup.phases[0].parameters.population.citizens;
    if citizens > CITIZENS_MAX {
        return Err(Refusal::too_large(format!(
            "{citizens} citizens are more than can be simulated while someone waits (limit: {CITIZENS_MAX}).\n\
             hint: set `population.citizens`, or use the command line"
        )));
    }
    Ok(scenario)
}
