//! What is found while a plan is read.

use std::sync::Arc;

use crate::scenario::document::Table;
use crate::scenario::fault::{Finding, Place, Texts};
use crate::scenario::file_kind::FileKind;
use crate::scenario::language::{Shape, check};
use crate::scenario::source::Source;
use crate::words::say;

/// The texts of a plan and what was found wrong so far.
pub(in crate::scenario) struct Reader {
    /// Where the files that the plan names are read from.
    pub(in crate::scenario) files: Arc<dyn Source>,
    /// The kind of plan that is read.
    pub(in crate::scenario) kind: FileKind,
    pub(in crate::scenario) texts: Texts,
    pub(in crate::scenario) findings: Vec<Finding>,
    /// What a reader of the results should know of files that were read.
    pub(in crate::scenario) notes: Vec<String>,
}

impl Reader {
    pub(in crate::scenario) fn new(files: &Arc<dyn Source>, kind: FileKind) -> Self {
        Self {
            files: Arc::clone(files),
            kind,
            texts: Texts::default(),
            findings: Vec::new(),
            notes: Vec::new(),
        }
    }

    pub(in crate::scenario) fn fault(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Where the plan first has these letters.
    pub(in crate::scenario) fn mention(&self, letters: &str) -> Option<Place> {
        let start = self.texts.get(0).content.find(letters)?;
        Some(Place {
            source: 0,
            start,
            end: start + letters.len(),
        })
    }

    /// Finds all that is wrong with the keys of a plan and takes it out.
    pub(in crate::scenario) fn check(&mut self, shape: &Shape, table: &mut Table) {
        check(shape, table, "", Place::START, &mut self.findings);
    }

    /// Finds fault with a key that must be there and is not.
    pub(in crate::scenario) fn missing(&mut self, place: Place, key: &str, hint: &str) {
        self.findings.push(
            Finding::new(place, key, say!("`{key}` is missing"))
                .code("missing-key")
                .hint(Some(hint.to_owned())),
        );
    }
}
