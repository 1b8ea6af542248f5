//! The targets of an ensemble of worlds: which figures a world must be able to meet, and how far off the model may be.

mod scale;
pub(in crate::scenario) mod shape;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Measured;
use super::calibration::citizens;
use super::calibration::targets::{figure, measured};
use super::reader::Reader;
use super::reading::{base, name, open, refuse_set};
use crate::scenario::document::Table;
use crate::scenario::fault::{Finding, Place, ScenarioError};
use crate::scenario::file_kind::FileKind;
use crate::scenario::source::{Disk, Source};
use crate::scenario::{Base, Origin, Scenario};
use crate::words::{given, say, words};
pub use scale::{Scale, WorldTarget};
use shape::SHAPE;

/// Beginnings of the keys that every world has of its own: its decision rule, and the constants that are solved for it.
const OF_WORLDS: [&str; 5] = [
    "simulation.decision_rule",
    "willingness.intercept_",
    "production.professional_reference",
    "production.citizen_reference",
    "initiatives.idea_rate",
];

/// A checked file of targets.
#[derive(Clone, Debug)]
pub struct WorldsPlan {
    /// Short name: the file's name without `.toml`.
    pub name: String,
    /// Title in reports (`title = "…"`).
    pub title: String,
    /// What it is about (`story = "…"`).
    pub story: String,
    /// The file it came from.
    pub path: PathBuf,
    /// The text of the base scenario, beneath which worlds are laid.
    pub base: Base,
    /// Settings over the base scenario: those of the command line, and the number of citizens of the file.
    pub settings: Vec<(String, String)>,
    /// The base scenario itself, with those settings.
    pub scenario: Scenario,
    /// What worlds are held against.
    pub targets: Vec<WorldTarget>,
    /// What is kept of a run: the measures of the targets, in the same order.
    pub measures: Vec<Measured>,
    /// Seed of all draws and runs.
    pub seed: u64,
    /// Worlds that are wanted.
    pub count: u32,
    /// Draws at most.
    pub draws_most: u32,
}

impl WorldsPlan {
    /// Reads and checks a file of targets with its base scenario, over which `settings` (`--set`) are laid.
    ///
    /// # Errors
    /// Every fault of the file and of the scenario, each with its place.
    pub fn load(path: &Path, settings: &[(String, String)]) -> Result<Self, ScenarioError> {
        Self::load_from(&Disk::shared(), path, settings)
    }

    /// Reads and checks one of a source, with what it names from there too.
    ///
    /// # Errors
    /// As [`WorldsPlan::load`].
    pub fn load_from(
        files: &Arc<dyn Source>,
        path: &Path,
        settings: &[(String, String)],
    ) -> Result<Self, ScenarioError> {
        let (mut reader, mut root) = open(files, path, FileKind::WorldsPlan)?;
        reader.check(&SHAPE, &mut root);
        let citizens = citizens(&root);
        if let Some((taken, count)) = &citizens {
            let said = |key: &str| say!("`{key}` is {count} in the plan (`citizens`)");
            refuse_set(&mut reader, settings, |key| key == taken, said);
        }
        let settings: Vec<(String, String)> = settings.iter().cloned().chain(citizens).collect();
        let (base, scenario) = base(&mut reader, path, &root, &settings)?;
        refuse_own_of_worlds(&mut reader, &root, &scenario);
        let (measures, targets) = targets(&mut reader, &root, &scenario).into_iter().unzip();
        let empty = Table::default();
        let worlds = root.table("worlds").unwrap_or(&empty);
        let name = name(path);
        if !reader.findings.is_empty() {
            return Err(reader.texts.faults(reader.findings));
        }
        Ok(Self {
            title: root.said("title").unwrap_or_else(|| name.clone()),
            story: root.said("story").unwrap_or_default(),
            seed: root.count("seed").unwrap_or(scenario.seed),
            count: worlds.count("count").unwrap_or(500) as u32,
            draws_most: worlds.count("draws_most").unwrap_or(400_000) as u32,
            name,
            path: path.to_owned(),
            base,
            settings,
            scenario,
            targets,
            measures,
        })
    }

    /// The base scenario on a world: its values beneath all that the scenario writes.
    ///
    /// # Errors
    /// When the values contradict one another or the scenario.
    pub fn society(&self, values: &[(String, toml::Value)]) -> Result<Scenario, ScenarioError> {
        self.base.clone().beneath(values)?.with(&self.settings)
    }
}

/// A scenario must not write what every world has of its own.
fn refuse_own_of_worlds(reader: &mut Reader, root: &Table, scenario: &Scenario) {
    let written = scenario.settings.iter().filter(|(key, setting)| {
        setting.origin != Origin::Register && OF_WORLDS.iter().any(|own| key.starts_with(own))
    });
    for (key, _) in written {
        let message = say!("the scenario sets `{key}`, which every world has of its own");
        let place = root.place_of("scenario", Place::START);
        reader.fault(Finding::new(place, "scenario", message).label(words!("name one that does not").text()));
    }
}

/// The figures of `[[targets]]`, each with the measure it is one of.
fn targets(reader: &mut Reader, root: &Table, scenario: &Scenario) -> Vec<(Measured, WorldTarget)> {
    let mut targets: Vec<(Measured, WorldTarget)> = Vec::new();
    for (place, table) in root.tables("targets") {
        let Some((measured, target)) = target(reader, table, place, scenario) else {
            continue;
        };
        if targets.iter().any(|(other, _)| other.name == measured.name) {
            let message = say!("`{}` is a target twice", measured.name);
            reader.fault(
                Finding::new(place, "targets", message)
                    .code("duplicate")
                    .label(words!("leave this one out").text()),
            );
        } else {
            targets.push((measured, target));
        }
    }
    targets
}

fn target(
    reader: &mut Reader,
    table: &Table,
    place: Place,
    scenario: &Scenario,
) -> Option<(Measured, WorldTarget)> {
    let measured = measured(reader, table, place, scenario);
    let value = figure(reader, table, measured.as_ref().map(Measured::limits));
    let (measured, value) = measured.zip(value)?;
    let limits = measured.limits();
    let usual = Scale::of_limits(limits);
    let scale = table
        .text("scale")
        .and_then(|name| Scale::named(&name))
        .unwrap_or(usual);
    let target = WorldTarget {
        value,
        standard_error: table.number("standard_error")?,
        discrepancy: table.number("discrepancy")?,
        scale,
        fact: table.text("fact").unwrap_or_default(),
        source: table.text("source").unwrap_or_default(),
    };
    let refuse = |key: &str, message: String, label: String| {
        Finding::new(table.place_of(key, place), &format!("targets.{key}"), message).label(label)
    };
    if !scale.holds(value) {
        let (value, name) = (given(value), scale.name());
        let label = words!("another `scale`, or a figure within the bounds of this one").text();
        reader.fault(refuse(
            "value",
            say!("{value} has no place on the scale `{name}`"),
            label.to_owned(),
        ));
        return None;
    }
    if target.variance() <= 0.0 {
        let message = say!("with neither a standard error nor a discrepancy no run would do");
        let label = words!("how far off the model may be").text();
        reader.fault(refuse("discrepancy", message, label.to_owned()));
        return None;
    }
    Some((measured, target))
}
