//! The scenarios of the arms: a scenario file with tables laid over it, and draws beneath.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use super::Arm;
use crate::scenario::base::Base;
use crate::scenario::document::Table;
use crate::scenario::fault::{Fault, Finding, Place, ScenarioError, Text};
use crate::scenario::files::Document;
use crate::scenario::idle::keys_of_the_run_in;
use crate::scenario::load::resolve;
use crate::scenario::source::Source;
use crate::words::say;

/// An arm as the file describes it: its name and the tables laid over the scenario, the lowest first.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Layer {
    pub(in crate::scenario) name: String,
    pub(in crate::scenario) tables: Vec<Table>,
}

impl Layer {
    pub(in crate::scenario) fn new(name: &str, tables: Vec<Table>) -> Self {
        Self {
            name: name.to_owned(),
            tables,
        }
    }
}

/// Everything the scenarios of a hypothesis are made of.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Layers {
    files: Arc<dyn Source>,
    /// The file that lays the arms over the scenario.
    asker: Text,
    /// Where the file names the scenario.
    named: Place,
    scenario: PathBuf,
    arms: Vec<Layer>,
    overrides: Vec<(String, String)>,
}

impl Layers {
    pub(in crate::scenario) fn new(
        files: &Arc<dyn Source>,
        asker: Text,
        named: Place,
        scenario: PathBuf,
        arms: Vec<Layer>,
        overrides: Vec<(String, String)>,
    ) -> Self {
        Self {
            files: Arc::clone(files),
            asker,
            named,
            scenario,
            arms,
            overrides,
        }
    }

    pub(super) fn base(&self) -> Result<Base, ScenarioError> {
        Base::open_from(&self.files, &self.scenario)
    }

    /// Arms that are written; others may follow from them.
    pub(super) const fn count(&self) -> usize {
        self.arms.len()
    }

    pub(in crate::scenario) fn text(&self) -> &str {
        &self.asker.content
    }

    /// Keys of the run that the file sets: all arms have the same ones.
    pub(in crate::scenario) fn keys_of_the_run(&self) -> Vec<Finding> {
        let layers = self.arms.iter();
        layers
            .flat_map(|layer| keys_of_the_run_in(&layer.tables))
            .collect()
    }

    /// Refuses arms of which two are the same, since there is nothing to find between them.
    ///
    /// # Errors
    /// A fault for each arm that is the same as one before it.
    pub(in crate::scenario) fn refuse_copies(&self, arms: &[Arm]) -> Result<(), ScenarioError> {
        let mut faults = Vec::new();
        for (index, arm) in arms.iter().enumerate() {
            let is_copy =
                |other: &&Arm| is_free(arm) && is_free(other) && other.scenario.does_as(&arm.scenario);
            if let Some(other) = arms[..index].iter().find(is_copy) {
                let message = say!(
                    "the arms `{}` and `{}` are the same, so there is no effect to find between them",
                    other.name,
                    arm.name
                );
                let hint = say!(
                    "set something in one of them that the other does not have; what --set sets holds in both"
                );
                let mut fault = Fault::of_file(&self.asker.path, message, Some(hint));
                fault.code = "no-effect";
                faults.push(fault);
            }
        }
        ScenarioError::none_of(faults)
    }

    /// The scenarios.
    ///
    /// # Errors
    /// The faults of all arms, each once.
    pub(in crate::scenario) fn arms(&self) -> Result<Vec<Arm>, ScenarioError> {
        self.arms_with(&[], |_| true)
    }

    /// Some of the scenarios, by number, with these values beneath everything that is written.
    ///
    /// # Errors
    /// The faults of all of them, each once.
    pub(in crate::scenario) fn arms_with(
        &self,
        values: &[(String, toml::Value)],
        wanted: impl Fn(usize) -> bool,
    ) -> Result<Vec<Arm>, ScenarioError> {
        let mut below = String::new();
        for (key, value) in values {
            writeln!(below, "{key} = {value}").expect("writing to a string cannot fail");
        }
        let mut arms = Vec::with_capacity(self.arms.len());
        let mut faults = Vec::new();
        let layers = self.arms.iter().enumerate();
        for (_, layer) in layers.filter(|(number, _)| wanted(*number)) {
            let tables: Vec<&Table> = layer.tables.iter().collect();
            let scenario = Document::between(
                &self.files,
                &self.asker,
                self.named,
                &self.scenario,
                &below,
                &tables,
            )
            .and_then(|document| resolve(&self.scenario, document, &self.overrides));
            match scenario {
                Ok(scenario) => arms.push(Arm {
                    name: layer.name.clone(),
                    scenario,
                }),
                Err(error) => {
                    for fault in error.faults {
                        if !faults.contains(&fault) {
                            faults.push(fault);
                        }
                    }
                }
            }
        }
        if faults.is_empty() {
            Ok(arms)
        } else {
            Err(ScenarioError { faults })
        }
    }
}

/// Whether nothing is held in an arm: what is held sets arms apart that are written alike.
const fn is_free(arm: &Arm) -> bool {
    arm.scenario.setup.hold.is_none()
}
