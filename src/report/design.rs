//! The design of a scenario in words.

use crate::figure::{percent, value_text};
use crate::scenario::{Scenario, register};
use crate::words::{self, Words, say, words};

/// A scenario in words.
pub(crate) struct Design {
    /// Society, time and rules.
    pub(crate) frame: Vec<Fact>,
    /// The programmes, in order.
    pub(crate) programmes: Vec<Programme>,
    /// Barriers above zero.
    pub(crate) barriers: Vec<Fact>,
    /// What the mechanisms do that are switched off.
    pub(crate) switched_off: Vec<Fact>,
}

/// A programme in words.
pub(crate) struct Programme {
    pub(crate) title: String,
    pub(crate) facts: Vec<Fact>,
}

/// Something that is so.
pub(crate) struct Fact {
    pub(crate) name: String,
    pub(crate) value: String,
    /// What it means, where the name does not say it.
    pub(crate) meaning: String,
}

/// Facts of every programme: name and key.
const FACTS: [(Words, &str); 7] = [
    (words!("Level"), "level"),
    (words!("Role of citizens"), "role"),
    (words!("Stages opened"), "stages"),
    (words!("Relation"), "relation"),
    (words!("Initiator"), "initiator"),
    (words!("Good"), "collective"),
    (words!("Neighbourhoods"), "neighbourhoods"),
];

/// Instruments: name, key, and words in which `{}` is the value and `{%}` the value in percent.
const INSTRUMENTS: [(Words, &str, Words); 10] = [
    (words!("Information"), "outreach", words!("intensity {}")),
    (
        words!("Personal invitation"),
        "invitation",
        words!("{} times the reference"),
    ),
    (
        words!("Kit"),
        "kit",
        words!("reaches the target group at a rate of {} a year"),
    ),
    (
        words!("Letter"),
        "letter",
        words!("reaches the target group at a rate of {} a year"),
    ),
    (
        words!("Training of professionals"),
        "training",
        words!("intensity {}"),
    ),
    (
        words!("Facilitation"),
        "facilitation",
        words!("{} times what professionals' attitude gives"),
    ),
    (
        words!("Citizens' budget"),
        "budget_share",
        words!("citizens decide on {%} of the budget"),
    ),
    (
        words!("Resources for proposals"),
        "resources",
        words!("{} on a scale to 1"),
    ),
    (
        words!("Staff hours to take over"),
        "staff_replaced",
        words!("{%} of the hours of the task"),
    ),
    (
        words!("Hours to deliver"),
        "required_hours_per_week",
        words!("{} a week and neighbourhood"),
    ),
];

impl Design {
    pub(crate) fn of(scenario: &Scenario) -> Self {
        Self {
            frame: frame(scenario),
            programmes: scenario
                .programme_keys
                .iter()
                .zip(&scenario.programme_titles)
                .map(|(key, title)| Programme {
                    title: title.clone(),
                    facts: programme_facts(scenario, key),
                })
                .collect(),
            barriers: under(scenario, "barriers.", is_above_zero),
            switched_off: under(scenario, "mechanisms.", |value| value.as_bool() == Some(false)),
        }
    }
}

fn plain(name: Words, value: String) -> Fact {
    Fact {
        name: name.to_string(),
        value,
        meaning: String::new(),
    }
}

fn frame(scenario: &Scenario) -> Vec<Fact> {
    let value = |key: &str| {
        let setting = scenario.settings.get(key);
        setting
            .map(|setting| value_text(&setting.value))
            .unwrap_or_default()
    };
    let rule = match value("simulation.decision_rule").as_str() {
        "logit" => say!("willingness is a chance that follows from all motives (logit)"),
        "threshold" => say!("willing once motives exceed a personal tipping point (threshold)"),
        "rational" => say!("willing once own benefits exceed own costs (rational)"),
        other => other.to_owned(),
    };
    let number_of = |key: &str, one: Words, several: Words| {
        let count = value(key);
        let noun = if count == "1" { one } else { several };
        format!("{count} {noun}")
    };
    let society = say!(
        "{} in {}",
        number_of("population.citizens", words!("citizen"), words!("citizens")),
        number_of(
            "population.neighbourhoods",
            words!("neighbourhood"),
            words!("neighbourhoods")
        ),
    );
    let professionals = say!(
        "{} full-time posts per 1,000 citizens, in {}",
        value("professionals.per_1000_citizens"),
        number_of(
            "organisation.units",
            words!("service unit"),
            words!("service units")
        ),
    );
    let time = say!(
        "{} in steps of a {}",
        number_of("simulation.horizon_years", words!("year"), words!("years")),
        value("simulation.tick"),
    );
    vec![
        plain(words!("Society"), society),
        plain(words!("Professionals"), professionals),
        plain(words!("Time"), time),
        plain(words!("Decision rule"), rule),
    ]
}

fn programme_facts(scenario: &Scenario, programme: &str) -> Vec<Fact> {
    let value = |name: &str| {
        let key = format!("programme.{programme}.{name}");
        scenario.settings.get(&key).map(|setting| &setting.value)
    };
    let mut facts: Vec<Fact> = FACTS
        .iter()
        .filter_map(|(title, name)| {
            let value = value(name)?;
            let text = match *name {
                "neighbourhoods" => places(scenario, value),
                name => meaning_of(name, value),
            };
            Some(plain(*title, text))
        })
        .collect();
    let established = value("established").and_then(toml::Value::as_bool) == Some(true);
    let start = match value("start_year") {
        Some(year) if !established => say!("decided in year {}", value_text(year)),
        _ => say!("already running"),
    };
    facts.push(plain(words!("Start"), start));
    for (title, name, sentence) in INSTRUMENTS {
        let said = |value: &toml::Value| {
            let share = percent(value.as_float().unwrap_or_default());
            sentence.replace("{%}", &share).replace("{}", &value_text(value))
        };
        let usual = register()
            .get(&format!("programme.*.{name}"))
            .map(|entry| &entry.default);
        match (value(name), usual) {
            (Some(value), _) if is_above_zero(value) => facts.push(plain(title, said(value))),
            // That nothing is done is part of a design where something is usual.
            (Some(_), Some(usual)) if is_above_zero(usual) => {
                facts.push(plain(title, say!("none; usual: {}", said(usual))));
            }
            _ => {}
        }
    }
    let kind = value("reward").and_then(toml::Value::as_str);
    if let (Some(kind), Some(size)) = (kind.filter(|kind| *kind != "none"), value("reward_eur_per_hour")) {
        let text = say!("{}, worth {} EUR an hour", words::choice(kind), value_text(size));
        facts.push(plain(words!("Reward"), text));
    }
    facts
}

/// The neighbourhoods of a list, by name where they have one.
fn places(scenario: &Scenario, list: &toml::Value) -> String {
    let numbers = list
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(toml::Value::as_integer);
    let names: Vec<String> = numbers
        .map(|number| scenario.neighbourhood_name(number as usize))
        .collect();
    if names.is_empty() {
        return say!("all");
    }
    names.join(", ")
}

/// What a choice is called in a sentence.
fn meaning_of(name: &str, value: &toml::Value) -> String {
    let text = match (name, value.as_str(), value.as_bool()) {
        ("level", Some("co_governance"), _) => {
            words!("co-governance: citizens join in policy, planning and priorities")
        }
        ("level", Some("co_management"), _) => {
            words!("co-management: civil society and municipality produce together")
        }
        ("level", Some("co_production"), _) => {
            words!("co-production: each citizen helps to produce the own service")
        }
        ("role", Some("informed"), _) => words!("informed only"),
        ("relation", Some("interdependent"), _) => words!("interdependent: neither side can do it alone"),
        ("relation", Some("substitutive"), _) => {
            words!("substitutive: citizens' hours replace professionals'")
        }
        ("relation", Some("supplementary"), _) => {
            words!("supplementary: citizens add to what professionals do")
        }
        ("collective", _, Some(true)) => words!("collective: those who do not take part benefit too"),
        ("collective", _, Some(false)) => words!("individual: those who take part benefit"),
        ("stages", ..) if value.as_array().is_some_and(Vec::is_empty) => words!("chosen for each initiative"),
        _ => return value_text(value),
    };
    text.to_string()
}

/// Settings of a table whose values pass, under the names of their keys.
fn under(scenario: &Scenario, table: &str, pass: impl Fn(&toml::Value) -> bool) -> Vec<Fact> {
    register()
        .entries()
        .iter()
        .filter(|entry| entry.key.starts_with(table))
        .filter(|entry| {
            scenario
                .settings
                .get(&entry.key)
                .is_some_and(|setting| pass(&setting.value))
        })
        .map(|entry| Fact {
            name: words::key_name(&entry.key, entry.label),
            value: value_text(&scenario.settings[&entry.key].value),
            meaning: entry.meaning.to_string(),
        })
        .collect()
}

fn is_above_zero(value: &toml::Value) -> bool {
    value.as_float().is_some_and(|number| number > 0.0)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn an_instrument_that_is_usual_is_named_where_it_is_not_used() {
        let facts = |text: &str| {
            let text = format!("[programme.parks]\n{text}");
            let scenario = Scenario::from_text(Path::new("parks.toml"), &text, &[]).unwrap();
            let facts = programme_facts(&scenario, "parks").into_iter();
            facts
                .map(|fact| format!("{}: {}", fact.name, fact.value))
                .collect::<Vec<_>>()
        };
        let of = |text: &str| {
            facts(text)
                .into_iter()
                .find(|fact| fact.starts_with("Personal invitation"))
        };
        assert_eq!(
            of("invitation = 0.0\n").unwrap(),
            "Personal invitation: none; usual: 1 times the reference"
        );
        assert!(!of("").unwrap().contains("none"));
        // What is not usual goes without saying.
        assert!(!facts("kit = 0.0\n").iter().any(|fact| fact.starts_with("Kit")));
    }
}
