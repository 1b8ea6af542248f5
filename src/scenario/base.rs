//! A scenario file that is read once and made many variants of.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Scenario;
use super::fault::ScenarioError;
use super::files::Document;
use super::load::{resolve, whole};
use super::source::{Disk, Source};

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
        Self::open_from(&Disk::shared(), path)
    }

    /// Reads a scenario file of a source; variants read their data files from there too.
    ///
    /// # Errors
    /// As [`Base::open`].
    pub fn open_from(files: &Arc<dyn Source>, path: &Path) -> Result<Self, ScenarioError> {
        Ok(Self {
            path: path.to_owned(),
            document: whole(Document::open(files, path)?)?,
        })
    }

    /// Reads a text as if it stood in the file `path` of a source, which need not exist.
    ///
    /// # Errors
    /// As [`Base::open`].
    pub fn from_text(files: &Arc<dyn Source>, path: &Path, text: &str) -> Result<Self, ScenarioError> {
        Ok(Self {
            path: path.to_owned(),
            document: whole(Document::parse(files, path, text)?)?,
        })
    }

    /// The text of the file itself, without those it extends.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.document.texts.get(0).content
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
