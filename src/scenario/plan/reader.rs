//! What is found while a plan is read.

use std::sync::Arc;

use crate::scenario::document::Table;
use crate::scenario::fault::{Finding, Place, Texts};
use crate::scenario::file_kind::FileKind;
use crate::scenario::language::{Shape, check};
use crate::scenario::source::Source;

/// The texts of a plan and what was found wrong so far.
pub(super) struct Reader {
    /// Where the files that the plan names are read from.
    pub(super) files: Arc<dyn Source>,
    /// The kind of plan that is read.
    pub(super) kind: FileKind,
    pub(super) texts: Texts,
    pub(super) findings: Vec<Finding>,
    /// What a reader of the results should know of files that were read.
    pub(super) notes: Vec<String>,
}

impl Reader {
    pub(super) fn new(files: &Arc<dyn Source>, kind: FileKind) -> Self {
        Self {
            files: Arc::clone(files),
            kind,
            texts: Texts::default(),
            findings: Vec::new(),
            notes: Vec::new(),
        }
    }

    pub(super) fn fault(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Finds all that is wrong with the keys of a plan and takes it out.
    pub(super) fn check(&mut self, shape: &Shape, table: &mut Table) {
        check(shape, table, "", Place::START, &mut self.findings);
    }

    /// Finds fault with a key that must be there and is not.
    pub(super) fn missing(&mut self, place: Place, key: &str, hint: &str) {
        self.findings.push(
            Finding::new(place, key, format!("`{key}` is missing"))
                .code("missing-key")
                .hint(Some(hint.to_owned())),
        );
    }
}
