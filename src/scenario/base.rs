//! A scenario file that is read once and made many variants of.

use std::path::{Path, PathBuf};

use super::Scenario;
use super::fault::ScenarioError;
use super::files::Document;
use super::load::resolve;

/// The text of a scenario file and of those it extends, read but not yet checked.
///
/// Making a variant of it reads no scenario file again, so that all variants come from the same text.
#[derive(Clone, Debug)]
pub struct Base {
    path: PathBuf,
    document: Document,
}

impl Base {
    /// Reads a scenario file.
    ///
    /// # Errors
    /// When it, or a file it extends, cannot be read or is no TOML.
    pub fn open(path: &Path) -> Result<Self, ScenarioError> {
        Ok(Self {
            path: path.to_owned(),
            document: Document::open(path)?,
        })
    }

    /// Reads a text as if it stood in the file `path`, which need not exist.
    ///
    /// # Errors
    /// As [`Base::open`].
    pub fn from_text(path: &Path, text: &str) -> Result<Self, ScenarioError> {
        Ok(Self {
            path: path.to_owned(),
            document: Document::parse(path, text)?,
        })
    }

    /// The scenario with these settings, `KEY` and `VALUE` as after `--set`, laid over the file.
    ///
    /// # Errors
    /// Every fault there is, as [`Scenario::load`].
    pub fn with(&self, settings: &[(String, String)]) -> Result<Scenario, ScenarioError> {
        resolve(&self.path, self.document.clone(), settings)
    }

    /// The same text with values beneath everything that it writes, as if they were the defaults.
    ///
    /// # Errors
    /// When a value does not fit its key.
    pub fn beneath(mut self, values: &[(String, toml::Value)]) -> Result<Self, ScenarioError> {
        let lines: Vec<String> = values
            .iter()
            .map(|(key, value)| format!("{key} = {value}\n"))
            .collect();
        self.document.lay_beneath(&lines.concat())?;
        Ok(self)
    }

    pub(super) const fn document(&self) -> &Document {
        &self.document
    }
}
