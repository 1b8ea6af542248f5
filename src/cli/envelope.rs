//! What programs read of an answer.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use samspil::study::reportable::MeasureHead;
use serde::Serialize;
use serde_json::Value;

use super::failure::Failure;

/// An answer as programs read it: the same head for all kinds, and what is a kind's own under `answer`.
#[derive(Serialize)]
pub(super) struct Envelope<'a> {
    pub(super) kind: &'static str,
    pub(super) name: &'a str,
    pub(super) title: &'a str,
    pub(super) folder: &'a Path,
    pub(super) report: Option<PathBuf>,
    pub(super) hash: String,
    pub(super) engine: &'static str,
    pub(super) seed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) worlds: Option<usize>,
    pub(super) replications: u32,
    pub(super) failed: usize,
    pub(super) arms: Vec<String>,
    pub(super) measures: Vec<MeasureHead<'a>>,
    pub(super) notes: Vec<String>,
    pub(super) data_notes: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) answer: Option<Value>,
}

impl Envelope<'_> {
    /// The same as JSON.
    pub(super) fn value(&self) -> Result<Value, Failure> {
        Ok(serde_json::to_value(self).context("the answer cannot be written as JSON")?)
    }
}
