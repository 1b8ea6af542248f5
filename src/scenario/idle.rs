//! Settings of which nothing can come.
//!
//! The register says of a key what it needs (`needs`): keys each of which must be on, at the start or after some event, for
//! it to have any effect. Keys of the run itself make no variant of a society.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::document::Table;
use super::events::Change;
use super::fault::{Finding, Place, ScenarioError, Text, Texts};
use super::register::register;
use super::values::Values;
use super::{Origin, Scenario};

/// Keys of the run itself: every arm of a study has the same ones.
pub const KEYS_OF_THE_RUN: [&str; 2] = ["simulation.seed", "simulation.replications"];

/// Every key that can have no effect in a scenario, with the key it needs.
pub(super) fn find(start: &Values, changes: &[Change], programmes: &[String]) -> BTreeMap<String, String> {
    let mut phases = vec![start.clone()];
    for change in changes {
        let mut next = phases[phases.len() - 1].clone();
        for (key, valued) in &change.values {
            next.set(key.clone(), valued.clone());
        }
        phases.push(next);
    }
    let is_on = |key: &str| phases.iter().any(|values| is_on(&values.get(key).value));
    let mut idle = BTreeMap::new();
    for entry in register()
        .entries()
        .iter()
        .filter(|entry| !entry.needs.is_empty())
    {
        let of_programme = entry.key.starts_with("programme.*.");
        let own: Vec<Option<&String>> = if of_programme {
            programmes.iter().map(Some).collect()
        } else {
            vec![None]
        };
        for programme in own {
            let unmet = entry.needs.iter().find(|need| {
                let keys = match programme {
                    Some(programme) => vec![need.replacen('*', programme, 1)],
                    None if need.contains('*') => {
                        let each = programmes.iter();
                        each.map(|programme| need.replacen('*', programme, 1)).collect()
                    }
                    None => vec![(*need).clone()],
                };
                !keys.iter().any(|key| is_on(key))
            });
            let own = |key: &str| programme.map_or_else(|| key.to_owned(), |own| key.replacen('*', own, 1));
            if let Some(need) = unmet {
                idle.insert(own(&entry.key), own(need));
            }
        }
    }
    idle
}

/// Whether a value is that of something at work: true, other than zero, other than `none`.
fn is_on(value: &toml::Value) -> bool {
    match value {
        toml::Value::Boolean(flag) => *flag,
        toml::Value::Integer(number) => *number != 0,
        toml::Value::Float(number) => *number != 0.0,
        toml::Value::String(text) => !matches!(text.as_str(), "" | "none"),
        toml::Value::Array(items) => !items.is_empty(),
        toml::Value::Datetime(_) | toml::Value::Table(_) => true,
    }
}

impl Scenario {
    /// Why a setting of this key has no effect, and what would give it one; `None` where it may have one.
    #[must_use]
    pub fn without_effect(&self, key: &str) -> Option<(String, String)> {
        let need = self.idle.get(key)?;
        let why = match need.split_once('*') {
            None => format!(
                "`{key}` has no effect: `{need}` is {}",
                self.settings
                    .get(need)
                    .map_or_else(String::new, |setting| setting.value.to_string())
            ),
            Some((_, name)) => format!("`{key}` has no effect: no programme has `{}`", &name[1..]),
        };
        let set = match self.programme_keys.first() {
            Some(programme) if need.contains('*') => {
                format!("set `{}` too, for instance", need.replacen('*', programme, 1))
            }
            _ => format!("set `{need}` too"),
        };
        Some((why, format!("{set}, or leave `{key}` out")))
    }

    /// Whether nothing but words and keys of the run sets two scenarios apart.
    #[must_use]
    pub fn does_as(&self, other: &Self) -> bool {
        let told = |scenario: &Self| -> Vec<(String, toml::Value)> {
            let settings = scenario.settings.iter();
            let counts =
                |key: &str| !KEYS_OF_THE_RUN.contains(&key) && key.rsplit('.').next() != Some("title");
            settings
                .filter(|(key, _)| counts(key))
                .map(|(key, setting)| (key.clone(), setting.value.clone()))
                .collect()
        };
        self.data_sources == other.data_sources && self.events == other.events && told(self) == told(other)
    }

    /// What a reader should know of settings in the files that have no effect.
    #[must_use]
    pub fn idle_notes(&self) -> Vec<String> {
        let written = self.settings.iter().filter(|(key, setting)| {
            let default = register().get(key).map(|entry| &entry.default);
            setting.origin == Origin::File && default != Some(&setting.value)
        });
        written
            .filter_map(|(key, _)| Some(self.without_effect(key)?.0 + "."))
            .collect()
    }

    /// Refuses settings of the command line that have no effect; not those that wait for one of the keys in `varying`.
    ///
    /// # Errors
    /// A fault for each of them.
    pub fn refuse_idle(&self, settings: &[(String, String)], varying: &[&str]) -> Result<(), ScenarioError> {
        refuse_settings(settings, |key| {
            let need = self.idle.get(key)?;
            let waits = varying.iter().any(|factor| general(factor) == general(need));
            (!waits).then(|| self.without_effect(key)).flatten()
        })
    }
}

/// Refuses settings of the command line that have no effect in any arm of a study with arms, and those of the run.
///
/// # Errors
/// A fault for each of them.
pub fn refuse_idle_everywhere(
    settings: &[(String, String)],
    arms: &[&Scenario],
) -> Result<(), ScenarioError> {
    refuse_settings(settings, |key| {
        of_the_run(key).or_else(|| {
            let reasons = arms.iter().map(|arm| arm.without_effect(key));
            reasons.collect::<Option<Vec<_>>>()?.into_iter().next()
        })
    })
}

/// Refuses those settings of the command line for the run itself that a study does not heed.
///
/// # Errors
/// A fault for each of them.
pub fn refuse_passed_over(settings: &[(String, String)], passed_over: &[&str]) -> Result<(), ScenarioError> {
    refuse_settings(settings, |key| {
        passed_over.contains(&key).then(|| of_the_run(key)).flatten()
    })
}

/// Refuses those settings of the command line for the run itself that an option sets too: each key with its option, and whether
/// that is there.
///
/// # Errors
/// A fault for each of them.
pub fn refuse_set_twice(
    settings: &[(String, String)],
    options: &[(&str, &str, bool)],
) -> Result<(), ScenarioError> {
    refuse_settings_as("duplicate", settings, |key| {
        let (_, option, _) = options.iter().find(|(own, _, given)| *given && *own == key)?;
        let message = format!("`{key}` is set twice: here and by {option}");
        Some((
            message,
            format!("leave one of them out; {option} alone is enough"),
        ))
    })
}

/// Why a key of the run is passed over, and what is meant instead.
fn of_the_run(key: &str) -> Option<(String, String)> {
    let option = match key {
        "simulation.seed" => "--seed",
        "simulation.replications" => "-n",
        _ => return None,
    };
    let message = format!("`{key}` has no effect here: every run of this command has the same");
    Some((message, format!("leave it out; {option} sets it")))
}

/// Findings for keys of the run in the tables of an arm.
pub(super) fn keys_of_the_run_in(tables: &[Table]) -> Vec<Finding> {
    let set = |table: &Table, key: &str| {
        let (section, name) = key.split_once('.')?;
        Some(table.table(section)?.row(name)?.place)
    };
    let keys = || KEYS_OF_THE_RUN.iter();
    tables
        .iter()
        .flat_map(|table| keys().filter_map(move |key| Some((*key, set(table, key)?))))
        .filter_map(|(key, place)| {
            let (message, hint) = of_the_run(key)?;
            Some(Finding::new(place, key, message).code("no-effect").hint(hint))
        })
        .collect()
}

/// A key with any programme in place of its own.
fn general(key: &str) -> String {
    super::register::general_key(key)
}

/// Refuses those of some settings of which `why` says why nothing can come of them, with a hint.
///
/// # Errors
/// A fault for each of them.
pub fn refuse_settings(
    settings: &[(String, String)],
    why: impl FnMut(&str) -> Option<(String, String)>,
) -> Result<(), ScenarioError> {
    refuse_settings_as("no-effect", settings, why)
}

fn refuse_settings_as(
    code: &'static str,
    settings: &[(String, String)],
    mut why: impl FnMut(&str) -> Option<(String, String)>,
) -> Result<(), ScenarioError> {
    let mut texts = Texts::default();
    let mut findings = Vec::new();
    for (key, value) in settings {
        let Some((message, hint)) = why(key) else {
            continue;
        };
        let source = texts.add(Text {
            path: "--set".into(),
            content: Arc::from(format!("{key}={value}")),
            origin: Origin::CommandLine,
        });
        let place = Place {
            source,
            start: 0,
            end: key.len(),
        };
        findings.push(Finding::new(place, key, message).code(code).hint(hint));
    }
    if findings.is_empty() {
        Ok(())
    } else {
        Err(texts.faults(findings))
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::path::Path;

    use super::*;
    use crate::model::Model;
    use crate::model::executor::Serial;
    use crate::random::Draws;
    use crate::scenario::Kind;
    use crate::scenario::register::Entry;

    type Settings = Vec<(String, String)>;

    /// Steps after which effects would show.
    const STEPS: u32 = 15;
    /// Scenarios that have every module among them.
    const FILES: [&str; 3] = ["everything", "grown", "modules"];

    /// One of them, small, with these settings; `None` where they contradict each other.
    fn scenario(file: &str, settings: &Settings) -> Option<Scenario> {
        let mut all = vec![("population.citizens".to_owned(), "120".to_owned())];
        all.extend_from_slice(settings);
        let path = format!("tests/golden/{file}.toml");
        Scenario::load(Path::new(&path), &all).ok()
    }

    fn rows(scenario: &Scenario) -> Vec<u64> {
        let mut rows = Vec::new();
        let model = Model::new(&scenario.setup);
        let _ = model.simulate(&Draws::new(1, 0), &Serial, &mut |seen| {
            rows.extend(seen.row.iter().map(|value| value.to_bits()));
            if seen.step < STEPS {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        rows
    }

    /// A key for each programme.
    fn keys(key: &str, programmes: &[String]) -> Vec<String> {
        if key.contains('*') {
            programmes
                .iter()
                .map(|programme| key.replacen('*', programme, 1))
                .collect()
        } else {
            vec![key.to_owned()]
        }
    }

    fn off(entry: &Entry) -> &'static str {
        match entry.kind {
            Kind::Flag => "false",
            Kind::Number | Kind::Integer => "0",
            Kind::Choice | Kind::Text => "none",
            Kind::ListOfChoices | Kind::ListOfIntegers | Kind::ListOfNeighbourhoods => "[]",
        }
    }

    /// Two values of a key that are far apart.
    fn apart(entry: &Entry) -> [String; 2] {
        match entry.kind {
            Kind::Flag => ["true".to_owned(), "false".to_owned()],
            Kind::Integer => {
                let (low, high) = entry.range.or(entry.bounds).unwrap();
                [format!("{low:.0}"), format!("{high:.0}")]
            }
            Kind::Number => {
                let (low, high) = entry.range.or(entry.bounds).unwrap();
                [format!("{low:?}"), format!("{high:?}")]
            }
            _ => [entry.choices[0].clone(), entry.choices[1].clone()],
        }
    }

    /// Whether keys have no effect in a scenario without what they need; `None` where that cannot be tried.
    fn are_without_effect(file: &str, entries: &[&Entry], need: &str) -> Option<bool> {
        let plain = scenario(file, &Vec::new())?;
        let programmes = plain.programme_keys;
        let needed = register().get(need).unwrap();
        // An event turns it on, whatever is set at the start.
        let events = plain.events.to_string();
        if keys(need, &programmes).iter().any(|key| events.contains(key)) {
            return None;
        }
        let arm = |end: usize| {
            let mut settings: Settings = keys(need, &programmes)
                .into_iter()
                .map(|key| (key, off(needed).to_owned()))
                .collect();
            for entry in entries {
                let value = &apart(entry)[end];
                let own = keys(&entry.key, &programmes).into_iter();
                settings.extend(own.map(|key| (key, value.clone())));
            }
            scenario(file, &settings)
        };
        let (one, other) = (arm(0)?, arm(1)?);
        for entry in entries {
            assert!(
                one.idle.contains_key(&keys(&entry.key, &programmes)[0]),
                "{}",
                entry.key
            );
        }
        Some(rows(&one) == rows(&other))
    }

    #[test]
    fn without_what_it_needs_a_key_has_no_effect_to_the_last_bit() {
        let mut by_need: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in register().entries() {
            for need in &entry.needs {
                by_need.entry(need).or_default().push(entry);
            }
        }
        for (need, entries) in by_need {
            for file in FILES {
                // All at once, or one by one where all at once contradict each other.
                let all = are_without_effect(file, &entries, need);
                let each = || {
                    entries
                        .iter()
                        .map(|entry| are_without_effect(file, &[entry], need))
                };
                let found: Vec<Option<bool>> = all.map_or_else(|| each().collect(), |all| vec![Some(all)]);
                assert!(
                    !found.contains(&Some(false)),
                    "without {need} in {file}: {found:?}"
                );
            }
        }
    }
}
