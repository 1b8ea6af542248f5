//! What the events of a scenario change, as settings that can be moved.

use crate::scenario::{Scenario, event_key};

/// A value that an event gives to a parameter.
pub(super) struct Changed<'a> {
    /// Key of the setting that moves it.
    pub(super) key: String,
    /// The parameter.
    pub(super) parameter: &'a str,
    /// When.
    pub(super) year: Option<f64>,
    /// Its value from then on.
    pub(super) value: &'a toml::Value,
}

/// All changes, in the order of the events.
pub(super) fn changes(scenario: &Scenario) -> Vec<Changed<'_>> {
    let events = scenario.events.as_array().into_iter().flatten().enumerate();
    let changes = events.flat_map(|(index, event)| {
        let year = event.get("year").and_then(number);
        let changes = event.get("change").and_then(toml::Value::as_table);
        changes
            .into_iter()
            .flatten()
            .map(move |(parameter, value)| Changed {
                key: event_key(index + 1, parameter),
                parameter,
                year,
                value,
            })
    });
    changes.collect()
}

/// The keys of all changes.
pub(super) fn keys_of_events(scenario: &Scenario) -> Vec<String> {
    changes(scenario).into_iter().map(|change| change.key).collect()
}

/// A number, whole or not.
fn number(value: &toml::Value) -> Option<f64> {
    value
        .as_float()
        .or_else(|| value.as_integer().map(|number| number as f64))
}
