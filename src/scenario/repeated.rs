//! Settings of the command line that are given twice.

use std::sync::Arc;

use super::Origin;
use super::fault::{Finding, Place, ScenarioError, Text, Texts};

/// Refuses a key that an option sets twice: the one or the other would be passed over.
///
/// # Errors
/// A fault for each setting of a key that is set already.
pub fn refuse_repeated(option: &str, settings: &[(String, String)]) -> Result<(), ScenarioError> {
    let mut texts = Texts::default();
    let mut findings = Vec::new();
    for (index, (key, value)) in settings.iter().enumerate() {
        let Some((_, first)) = settings[..index].iter().find(|(other, _)| other == key) else {
            continue;
        };
        let source = texts.add(Text {
            path: option.into(),
            content: Arc::from(format!("{key}={value}")),
            origin: Origin::CommandLine,
        });
        let place = Place {
            source,
            start: 0,
            end: key.len(),
        };
        findings.push(
            Finding::new(place, key, format!("`{key}` is set already, to {first}"))
                .code("duplicate")
                .label("leave one of them out"),
        );
    }
    if findings.is_empty() {
        Ok(())
    } else {
        Err(texts.faults(findings))
    }
}
