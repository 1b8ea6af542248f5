//! Parameters with their evidence.

use crate::figure::value_text;
use crate::scenario::{Origin, Scenario, register};
use crate::words::{self, say};

/// A parameter as a row of a table.
pub(crate) struct Parameter {
    pub(crate) key: String,
    pub(crate) meaning: &'static str,
    pub(crate) value: String,
    pub(crate) default: String,
    pub(crate) unit: &'static str,
    pub(crate) grade: &'static str,
    pub(crate) source: &'static str,
    /// Whether the value was given on the command line.
    pub(crate) from_command_line: bool,
}

/// The parameters a scenario sets to something else than the default, and all others.
pub(crate) fn of(scenario: &Scenario) -> (Vec<Parameter>, Vec<Parameter>) {
    scenario
        .settings
        .iter()
        .filter_map(|(key, setting)| {
            let entry = register().get(key)?;
            let changed = entry.default != setting.value;
            let parameter = Parameter {
                key: key.clone(),
                meaning: entry.meaning.text(),
                value: value_text(&setting.value),
                default: value_text(&entry.default),
                unit: words::unit(entry.unit.as_deref().unwrap_or_default()),
                grade: &entry.grade,
                source: &entry.source,
                from_command_line: setting.origin == Origin::CommandLine,
            };
            (entry.grade != "text").then_some((changed, parameter))
        })
        .fold(
            (Vec::new(), Vec::new()),
            |(mut set, mut others), (changed, parameter)| {
                if changed { &mut set } else { &mut others }.push(parameter);
                (set, others)
            },
        )
}

/// A list of events as it stands in a file, on one line.
pub(crate) fn event_text(events: &toml::Value) -> String {
    let texts: Vec<String> = events
        .as_array()
        .map(|events| events.iter().map(ToString::to_string).collect())
        .unwrap_or_default();
    if texts.is_empty() {
        say!("none")
    } else {
        texts.join("; ")
    }
}
