//! The files that a text from a browser can name: those that are served, since what lies beside it is not sent along.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::scenario::{OpenError, Opened, Source};

/// The files that are served, for a text that has come alone.
#[derive(Clone, Debug)]
pub(super) struct Sent(pub(super) Arc<dyn Source>);

impl Source for Sent {
    fn open(&self, path: &Path) -> Result<Opened, OpenError> {
        self.0.open(path).map_err(|error| match error {
            OpenError::Missing => OpenError::NotSent,
            error => error,
        })
    }

    fn files(&self, folder: &Path) -> Result<Vec<PathBuf>, OpenError> {
        self.0.files(folder)
    }

    fn identity(&self, path: &Path) -> PathBuf {
        self.0.identity(path)
    }

    fn beside(&self, file: &Path, written: &str) -> PathBuf {
        self.0.beside(file, written)
    }
}
