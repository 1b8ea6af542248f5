//! The design of a scenario in words.

use crate::figure::value_text;
use crate::scenario::{Scenario, register};

/// A scenario in words.
pub(super) struct Design {
    /// Society, time and rules.
    pub(super) frame: Vec<Fact>,
    /// The programmes, in order.
    pub(super) programmes: Vec<Programme>,
    /// Barriers above zero.
    pub(super) barriers: Vec<Fact>,
    /// What the mechanisms do that are switched off.
    pub(super) switched_off: Vec<Fact>,
}

/// A programme in words.
pub(super) struct Programme {
    pub(super) title: String,
    pub(super) facts: Vec<Fact>,
}

/// Something that is so.
pub(super) struct Fact {
    pub(super) name: String,
    pub(super) value: String,
    /// What it means, where the name does not say it.
    pub(super) meaning: String,
}

/// Facts of every programme: name, key, and words for what the values mean.
const FACTS: [(&str, &str); 7] = [
    ("Level", "level"),
    ("Role of citizens", "role"),
    ("Stages opened", "stages"),
    ("Relation of contributions", "relation"),
    ("Initiator", "initiator"),
    ("Good", "collective"),
    ("Neighbourhoods", "neighbourhoods"),
];

/// Instruments, with what stands for "not used".
const INSTRUMENTS: [(&str, &str); 12] = [
    ("Information", "outreach"),
    ("Personal invitation", "invitation"),
    ("Kit", "kit"),
    ("Letter", "letter"),
    ("Training of professionals", "training"),
    ("Facilitation", "facilitation"),
    ("Reward", "reward"),
    ("Size of the reward", "reward_eur_per_hour"),
    ("Budget citizens decide on", "budget_share"),
    ("Resources for proposals", "resources"),
    ("Staff hours citizens take over", "staff_replaced"),
    ("Hours an initiative must deliver", "required_hours_per_week"),
];

impl Design {
    pub(super) fn of(scenario: &Scenario) -> Self {
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

fn frame(scenario: &Scenario) -> Vec<Fact> {
    [
        ("Citizens", "population.citizens"),
        ("Neighbourhoods", "population.neighbourhoods"),
        ("Service units", "organisation.units"),
        ("Professionals", "professionals.per_1000_citizens"),
        ("Horizon", "simulation.horizon_years"),
        ("Length of a step", "simulation.tick"),
        ("Decision rule", "simulation.decision_rule"),
    ]
    .into_iter()
    .filter_map(|(name, key)| {
        let mut fact = fact(scenario, name, key)?;
        if key == "professionals.per_1000_citizens" {
            fact.value.push_str(" per 1,000 citizens");
        }
        Some(fact)
    })
    .collect()
}

fn programme_facts(scenario: &Scenario, programme: &str) -> Vec<Fact> {
    let key = |name: &str| format!("programme.{programme}.{name}");
    let value = |name: &str| scenario.settings.get(&key(name)).map(|setting| &setting.value);
    let mut facts: Vec<Fact> = FACTS
        .iter()
        .filter_map(|(title, name)| {
            let words = words(name, value(name)?);
            Some(Fact {
                name: (*title).to_owned(),
                value: words,
                meaning: String::new(),
            })
        })
        .collect();
    let established = value("established").and_then(toml::Value::as_bool) == Some(true);
    facts.push(Fact {
        name: "Start".to_owned(),
        value: match value("start_year") {
            Some(year) if !established => format!("decided in year {}", value_text(year)),
            _ => "already running".to_owned(),
        },
        meaning: String::new(),
    });
    facts.extend(
        INSTRUMENTS
            .iter()
            .filter(|(_, name)| value(name).is_some_and(is_used))
            .filter_map(|(title, name)| fact(scenario, title, &key(name))),
    );
    facts
}

/// A setting with its unit and the meaning the register gives it.
fn fact(scenario: &Scenario, name: &str, key: &str) -> Option<Fact> {
    let value = value_text(&scenario.settings.get(key)?.value);
    let entry = register().get(key)?;
    let unit = entry.unit.as_ref().map(|unit| format!(" {unit}"));
    Some(Fact {
        name: name.to_owned(),
        value: format!(
            "{value}{}",
            unit.filter(|_| !name.eq_ignore_ascii_case(entry.unit.as_deref().unwrap_or("")))
                .unwrap_or_default()
        ),
        meaning: entry.meaning.clone(),
    })
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
        ("neighbourhoods", ..) if value.as_array().is_some_and(Vec::is_empty) => "all",
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
        .filter_map(|entry| {
            let name = entry.key[table.len()..].replace('_', " ");
            fact(scenario, &name, &entry.key)
        })
        .collect()
}

fn is_above_zero(value: &toml::Value) -> bool {
    value.as_float().is_some_and(|number| number > 0.0)
}

fn is_used(value: &toml::Value) -> bool {
    is_above_zero(value) || value.as_str().is_some_and(|choice| choice != "none")
}
