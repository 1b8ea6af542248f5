//! Files that lay arms over a scenario: from a path or a text to what it says, or to all its faults.

use std::path::Path;
use std::sync::Arc;

use crate::scenario::Origin;
use crate::scenario::document::Table;
use crate::scenario::fault::{Fault, Finding, ScenarioError, Text, Texts};
use crate::scenario::file_kind::{FileKind, nothing};
use crate::scenario::files::read_text;
use crate::scenario::source::Source;

/// Why a file is refused: faults of its own, or of the scenarios it asks for.
pub(in crate::scenario) enum Refusal {
    Here(Vec<Finding>),
    Arms(ScenarioError),
}

/// The text of such a file.
pub(in crate::scenario) fn text_of(files: &dyn Source, path: &Path) -> Result<String, ScenarioError> {
    read_text(files, path).map_err(|(message, hint)| ScenarioError {
        faults: vec![Fault::of_file(path, message, hint)],
    })
}

/// What a text says, as if it stood in the file `path`, a file of the wanted kind.
pub(in crate::scenario) fn parse<T>(
    path: &Path,
    text: &str,
    wanted: FileKind,
    read: impl FnOnce(Text, Table) -> Result<T, Refusal>,
) -> Result<T, ScenarioError> {
    let source = Text {
        path: path.to_owned(),
        content: Arc::from(text),
        origin: Origin::File,
    };
    let mut texts = Texts::default();
    let index = texts.add(source.clone());
    let table = Table::parse(index, text).map_err(|findings| texts.faults(findings))?;
    if let Some(finding) = nothing(&table, index, path, Some(wanted)) {
        return Err(texts.faults(vec![finding]));
    }
    read(source, table).map_err(|refusal| match refusal {
        Refusal::Here(findings) => texts.faults(findings),
        Refusal::Arms(error) => error,
    })
}
