//! The design of a scenario in words.

use crate::figure::{percent, value_text};
use crate::scenario::{Scenario, register};

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
const FACTS: [(&str, &str); 7] = [
    ("Level", "level"),
    ("Role of citizens", "role"),
    ("Stages opened", "stages"),
    ("Relation", "relation"),
    ("Initiator", "initiator"),
    ("Good", "collective"),
    ("Neighbourhoods", "neighbourhoods"),
];

/// Instruments: name, key, and words in which `{}` is the value and `{%}` the value in percent.
const INSTRUMENTS: [(&str, &str, &str); 10] = [
    ("Information", "outreach", "intensity {}"),
    ("Personal invitation", "invitation", "{} times the reference"),
    ("Kit", "kit", "reaches the target group at a rate of {} a year"),
    (
        "Letter",
        "letter",
        "reaches the target group at a rate of {} a year",
    ),
    ("Training of professionals", "training", "intensity {}"),
    (
        "Facilitation",
        "facilitation",
        "{} times what professionals' attitude gives",
    ),
    (
        "Citizens' budget",
        "budget_share",
        "citizens decide on {%} of the budget",
    ),
    ("Resources for proposals", "resources", "{} on a scale to 1"),
    (
        "Staff hours to take over",
        "staff_replaced",
        "{%} of the hours of the task",
    ),
    (
        "Hours to deliver",
        "required_hours_per_week",
        "{} a week and neighbourhood",
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

fn plain(name: &str, value: String) -> Fact {
    Fact {
        name: name.to_owned(),
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
        "logit" => "willingness is a chance that follows from all motives (logit)".to_owned(),
        "threshold" => "willing once motives exceed a personal tipping point (threshold)".to_owned(),
        "rational" => "willing once own benefits exceed own costs (rational)".to_owned(),
        other => other.to_owned(),
    };
    let number_of = |key: &str, one: &str| {
        let count = value(key);
        let plural = if count == "1" { "" } else { "s" };
        format!("{count} {one}{plural}")
    };
    let society = format!(
        "{} in {}",
        number_of("population.citizens", "citizen"),
        number_of("population.neighbourhoods", "neighbourhood"),
    );
    let professionals = format!(
        "{} full-time posts per 1,000 citizens, in {}",
        value("professionals.per_1000_citizens"),
        number_of("organisation.units", "service unit"),
    );
    let time = format!(
        "{} in steps of a {}",
        number_of("simulation.horizon_years", "year"),
        value("simulation.tick"),
    );
    vec![
        plain("Society", society),
        plain("Professionals", professionals),
        plain("Time", time),
        plain("Decision rule", rule),
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
                name => words(name, value),
            };
            Some(plain(title, text))
        })
        .collect();
    let established = value("established").and_then(toml::Value::as_bool) == Some(true);
    let start = match value("start_year") {
        Some(year) if !established => format!("decided in year {}", value_text(year)),
        _ => "already running".to_owned(),
    };
    facts.push(plain("Start", start));
    for (title, name, sentence) in INSTRUMENTS {
        if let Some(value) = value(name).filter(|value| is_above_zero(value)) {
            let share = percent(value.as_float().unwrap_or_default());
            let text = sentence.replace("{%}", &share).replace("{}", &value_text(value));
            facts.push(plain(title, text));
        }
    }
    let kind = value("reward").and_then(toml::Value::as_str);
    if let (Some(kind), Some(size)) = (kind.filter(|kind| *kind != "none"), value("reward_eur_per_hour")) {
        let text = format!(
            "{}, worth {} EUR an hour",
            kind.replace('_', " "),
            value_text(size)
        );
        facts.push(plain("Reward", text));
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
        return "all".to_owned();
    }
    names.join(", ")
}

/// What a choice is called in a sentence.
fn words(name: &str, value: &toml::Value) -> String {
    let text = match (name, value.as_str(), value.as_bool()) {
        ("level", Some("co_governance"), _) => {
            "co-governance: citizens join in policy, planning and priorities"
        }
        ("level", Some("co_management"), _) => {
            "co-management: civil society and municipality produce together"
        }
        ("level", Some("co_production"), _) => "co-production: each citizen helps to produce the own service",
        ("role", Some("informed"), _) => "informed only",
        ("relation", Some("interdependent"), _) => "interdependent: neither side can do it alone",
        ("relation", Some("substitutive"), _) => "substitutive: citizens' hours replace professionals'",
        ("relation", Some("supplementary"), _) => "supplementary: citizens add to what professionals do",
        ("collective", _, Some(true)) => "collective: those who do not take part benefit too",
        ("collective", _, Some(false)) => "individual: those who take part benefit",
        ("stages", ..) if value.as_array().is_some_and(Vec::is_empty) => "chosen for each initiative",
        _ => return value_text(value).replace("co ", "co-"),
    };
    text.to_owned()
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
            name: entry.key[table.len()..].replace('_', " "),
            value: value_text(&scenario.settings[&entry.key].value),
            meaning: entry.meaning.to_string(),
        })
        .collect()
}

fn is_above_zero(value: &toml::Value) -> bool {
    value.as_float().is_some_and(|number| number > 0.0)
}
