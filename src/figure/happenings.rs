//! What happens during a run, in words: programmes that open, and events.

use super::numbers::number;
use crate::scenario::{Scenario, register};
use crate::words::{self, say};

/// Something that happens at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// When, in years from the start.
    pub year: f64,
    /// What, in a few words.
    pub text: String,
    /// The same in full: one line per setting that changes.
    pub details: Vec<String>,
}

/// What happens during a run of a scenario, in order of time.
#[must_use]
pub fn happenings(scenario: &Scenario) -> Vec<Happening> {
    let mut all: Vec<Happening> = openings(scenario).chain(events(scenario)).collect();
    all.sort_by(|one, other| one.year.total_cmp(&other.year));
    all
}

fn openings(scenario: &Scenario) -> impl Iterator<Item = Happening> + '_ {
    let programmes = scenario.programme_keys.iter().zip(&scenario.programme_titles);
    programmes.filter_map(|(key, title)| {
        let value = |name: &str| Some(&scenario.settings.get(&format!("programme.{key}.{name}"))?.value);
        let established = value("established")?.as_bool()?;
        let year = as_number(value("start_year")?)?;
        let text = say!("decision on {title}");
        (!established).then(|| Happening {
            year,
            details: vec![text.clone()],
            text,
        })
    })
}

fn events(scenario: &Scenario) -> impl Iterator<Item = Happening> + '_ {
    let events = scenario.events.as_array().map_or(&[][..], Vec::as_slice);
    events.iter().filter_map(|event| {
        let event = event.as_table()?;
        let details = details(scenario, event);
        let text = match details.as_slice() {
            [only] => only.clone(),
            several => say!("{} settings change", several.len()),
        };
        Some(Happening {
            year: as_number(event.get("year")?)?,
            text,
            details,
        })
    })
}

fn details(scenario: &Scenario, event: &toml::Table) -> Vec<String> {
    if let Some(changes) = event.get("change").and_then(toml::Value::as_table) {
        return changes
            .iter()
            .map(|(key, value)| change(scenario, key, value))
            .collect();
    }
    let programme = |key: &str| -> Option<&str> { Some(title(scenario, event.get(key)?.as_str()?)) };
    let amount = |key: &str| event.get(key).and_then(as_number);
    let text = if let Some(programme) = programme("grant_ends") {
        match amount("share") {
            Some(part) if part < 1.0 => say!("{} of the grant ends: {programme}", percent(part)),
            _ => say!("grant ends: {programme}"),
        }
    } else if let Some(part) = amount("staff_cut") {
        say!("staff cut by {}", percent(part))
    } else if let Some(programme) = programme("campaign") {
        let months = amount("months").unwrap_or_default();
        let length = if plain(months) == "1" {
            say!("1 month")
        } else {
            say!("{} months", plain(months))
        };
        say!("campaign for {length}: {programme}")
    } else if let Some(part) = amount("shock") {
        say!("{} of participants leave", percent(part))
    } else {
        say!("election")
    };
    vec![text]
}

fn change(scenario: &Scenario, key: &str, value: &toml::Value) -> String {
    let mut parts = key.split('.');
    let label = register().get(key).and_then(|entry| entry.label);
    let name = words::key_name(key, label);
    let value = value_text(value);
    match (parts.next(), parts.next()) {
        (Some("programme"), Some(programme)) => {
            say!("{name} of {} becomes {value}", title(scenario, programme))
        }
        _ => say!("{name} becomes {value}"),
    }
}

/// The title of a programme.
fn title<'a>(scenario: &'a Scenario, programme: &'a str) -> &'a str {
    let position = scenario.programme_keys.iter().position(|key| key == programme);
    position.map_or(programme, |position| &scenario.programme_titles[position])
}

/// A value of a scenario file as a reader wants it: no quotation marks, words instead of underscores.
#[must_use]
pub fn value_text(value: &toml::Value) -> String {
    match value {
        toml::Value::Float(value) => plain(*value),
        toml::Value::Integer(value) => number(*value as f64, 0),
        toml::Value::Boolean(true) => say!("yes"),
        toml::Value::Boolean(false) => say!("no"),
        toml::Value::String(text) => words::choice(text),
        toml::Value::Array(values) if values.is_empty() => say!("none"),
        toml::Value::Array(values) => values.iter().map(value_text).collect::<Vec<_>>().join(", "),
        toml::Value::Table(_) | toml::Value::Datetime(_) => value.to_string(),
    }
}

/// A share of a scenario file in percent, with all the decimals it was given.
#[must_use]
pub fn percent(share: f64) -> String {
    const EXACT: f64 = 1e8;
    format!("{}\u{a0}%", plain((share * EXACT).round() / (EXACT / 100.0)))
}

/// A number with all the decimals it was given.
fn plain(value: f64) -> String {
    let text = value.to_string();
    let decimals = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    number(value, decimals)
}

fn as_number(value: &toml::Value) -> Option<f64> {
    value
        .as_float()
        .or_else(|| value.as_integer().map(|number| number as f64))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn openings_and_events_are_told_in_order_of_time() {
        let text = "
            [programme.parks]
            title = 'Our parks'
            established = false
            start_year = 1.5
            [[event]]
            year = 3.0
            grant_ends = 'parks'
            share = 0.4
            [[event]]
            year = 1
            staff_cut = 0.125
            [[event]]
            year = 2.0
            change = { 'barriers.output_appraisal' = 1.0, 'programme.parks.outreach' = 1.25 }
            [[event]]
            year = 4.0
            campaign = 'parks'
            intensity = 2.0
            months = 6
        ";
        let scenario = Scenario::from_text(Path::new("parks.toml"), text, &[]).unwrap();
        let told: Vec<String> = happenings(&scenario)
            .iter()
            .map(|happening| {
                let details = happening.details.join("; ");
                format!("{} {} [{details}]", happening.year, happening.text).replace('\u{a0}', " ")
            })
            .collect();
        insta::assert_snapshot!(told.join("\n"), @r"
        1 staff cut by 12.5 % [staff cut by 12.5 %]
        1.5 decision on Our parks [decision on Our parks]
        2 2 settings change [output appraisal becomes 1; outreach of Our parks becomes 1.25]
        3 40 % of the grant ends: Our parks [40 % of the grant ends: Our parks]
        4 campaign for 6 months: Our parks [campaign for 6 months: Our parks]
        ");
    }

    #[test]
    fn what_changes_has_a_name_in_the_readers_language() {
        let text = "
            [programme.parks]
            title = 'Vores parker'
            [[event]]
            year = 2.0
            change = { 'barriers.output_appraisal' = 1.0, 'programme.parks.outreach_target' = 'need' }
        ";
        let scenario = Scenario::from_text(Path::new("parks.toml"), text, &[]).unwrap();
        let told = within(Language::Danish, || happenings(&scenario));
        let told = told
            .iter()
            .find(|happening| happening.details.len() == 2)
            .unwrap();
        assert_eq!(told.details[0], "bedømmelse af medarbejdere på output bliver 1");
        assert!(
            told.details[1].starts_with("modtagere af informationen for Vores parker bliver "),
            "{}",
            told.details[1]
        );
    }

    #[test]
    fn values_read_as_words() {
        let text = |value: toml::Value| value_text(&value);
        assert_eq!(text("co_design".into()), "co-design");
        assert_eq!(text(vec!["a_b", "c"].into()), "a b, c");
        assert_eq!(text(0.25.into()), "0.25");
        assert_eq!(text(12_000.into()), "12,000");
        assert_eq!(text(true.into()), "yes");
        assert_eq!(percent(0.07), "7\u{a0}%");
        assert_eq!(percent(0.125), "12.5\u{a0}%");
    }
}
