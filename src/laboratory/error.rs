//! Why something cannot be done.

use crate::output::OutputError;
use crate::scenario::ScenarioError;
use crate::study::Incomplete;
use crate::words::say;

/// Why something cannot be done, in words for the person at the keyboard.
///
/// # Examples
/// ```
/// let error = samspil::Scenario::load("norre_snide").unwrap_err();
/// assert!(error.to_string().contains("norre_snede"));
/// ```
#[derive(Debug)]
pub struct Error(Box<dyn std::error::Error + Send + Sync>);

impl Error {
    pub(super) fn new(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(error.into())
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for Error {}

impl From<ScenarioError> for Error {
    fn from(error: ScenarioError) -> Self {
        Self::new(error)
    }
}

impl From<OutputError> for Error {
    fn from(error: OutputError) -> Self {
        Self::new(error)
    }
}

impl From<Incomplete> for Error {
    fn from(incomplete: Incomplete) -> Self {
        match incomplete {
            Incomplete::NoAnswer(error) => Self(error),
            Incomplete::Store(error) => Self::new(error),
            Incomplete::Failed { run, reason } => Self::new(say!(
                "configuration {}, replication {}: {reason}",
                run.configuration,
                run.replication
            )),
            // Nobody stops a study here, and what is missing is made.
            Incomplete::Stopped { .. } | Incomplete::Missing(_) => Self::new(say!("the study was stopped")),
        }
    }
}
