//! Settings that reach into the `[[event]]` list: `event.1.change.facilitation.ceiling` is the value that the first event
//! of the file gives to that parameter.

use super::document::{Content, Item, Table};
use super::fault::{Finding, Place};
use super::value::did_you_mean;
use crate::words::say;

/// A value in the `change` of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    /// Number of the event, from 1, in the order of the list.
    number: usize,
    /// The parameter it changes.
    key: &'a str,
}

/// The key of a setting that says what an event, counted from 1, gives to a parameter.
#[must_use]
pub fn event_key(number: usize, key: &str) -> String {
    format!("event.{number}.change.{key}")
}

/// The event and the parameter that the key of a setting is about, such as those of [`event_key`].
#[must_use]
pub fn event_of_key(key: &str) -> Option<(usize, &str)> {
    address(key).map(|Address { number, key }| (number, key))
}

/// Reads the key of a setting that is about an event.
pub(super) fn address(key: &str) -> Option<Address<'_>> {
    let (number, rest) = key.strip_prefix("event.")?.split_once('.')?;
    Some(Address {
        number: number.parse().ok().filter(|number| *number > 0)?,
        key: rest.strip_prefix("change.")?,
    })
}

/// Puts a value in place of the one that an event gives to a parameter; the finding when no event does.
pub(super) fn put(
    root: &mut Table,
    Address { number, key }: Address<'_>,
    (written, place): (&str, Place),
    item: Item,
) -> Option<Finding> {
    let count = events(root).map_or(0, |events| events.len());
    let Some(event) = events(root).and_then(|events| events.get_mut(number - 1)) else {
        let message = match count {
            0 => say!("the scenario has no event"),
            1 => say!("the scenario has 1 event, and no event {number}"),
            _ => say!("the scenario has {count} events, and no event {number}"),
        };
        return Some(Finding::new(place, written, message));
    };
    let Some(changes) = table(event)
        .and_then(|event| event.row_mut("change"))
        .and_then(|row| table(&mut row.item))
    else {
        return Some(Finding::new(
            place,
            written,
            say!("event {number} changes no parameter"),
        ));
    };
    let hint = did_you_mean(key, changes.rows.iter().map(|row| row.name.as_str()))
        .or_else(|| changes.rows.first().map(|row| say!("it changes `{}`", row.name)));
    let Some(row) = changes.row_mut(key) else {
        let message = say!("event {number} does not change `{key}`");
        return Some(Finding::new(place, written, message).hint(hint));
    };
    row.item = item;
    None
}

fn events(root: &mut Table) -> Option<&mut Vec<Item>> {
    match &mut root.row_mut("event")?.item.content {
        Content::List(events) => Some(events),
        Content::Leaf(_) | Content::Table(_) => None,
    }
}

fn table(item: &mut Item) -> Option<&mut Table> {
    match &mut item.content {
        Content::Table(table) => Some(table),
        Content::Leaf(_) | Content::List(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::scenario::{Scenario, ScenarioError};

    const TOWN: &str = "[simulation]\nhorizon_years = 3.0\n[programme.parks]\n\
        [[event]]\nyear = 1\nstaff_cut = 0.1\n\
        [[event]]\nyear = 2\nchange = { \"facilitation.ceiling\" = 0.6, \"barriers.silos\" = 0.1 }\n";

    fn with(key: &str, value: &str) -> Result<Scenario, ScenarioError> {
        let settings = [(key.to_owned(), value.to_owned())];
        Scenario::from_text(Path::new("town.toml"), TOWN, &settings)
    }

    fn message(key: &str, value: &str) -> String {
        let fault = &with(key, value).unwrap_err().faults[0];
        format!("{} {}", fault.message, fault.hint.as_deref().unwrap_or_default())
    }

    #[test]
    fn a_setting_reaches_the_change_of_an_event() {
        let scenario = with("event.2.change.facilitation.ceiling", "0.2").unwrap();
        let ceilings: Vec<f64> = scenario
            .setup
            .phases
            .iter()
            .map(|phase| phase.parameters.facilitation.ceiling)
            .collect();
        assert_eq!(ceilings, [0.4, 0.2]);
        let written = TOWN.replace("0.6", "0.2");
        let written = Scenario::from_text(Path::new("town.toml"), &written, &[]).unwrap();
        assert_eq!(scenario.question_toml(), written.question_toml());
    }

    #[test]
    fn what_no_event_does_is_said() {
        assert_eq!(
            message("event.2.change.barriers.silo", "0"),
            "event 2 does not change `barriers.silo` did you mean `barriers.silos`?"
        );
        assert_eq!(
            message("event.1.change.barriers.silos", "0"),
            "event 1 changes no parameter "
        );
        assert_eq!(
            message("event.7.change.barriers.silos", "0"),
            "the scenario has 2 events, and no event 7 "
        );
        assert!(message("event.2.change.barriers.silos", "3").contains("barriers.silos"));
        assert!(message("event.2.year", "3").contains("event.2.year"));
    }
}
