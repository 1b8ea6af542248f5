//! Settings of which nothing can come.
//!
//! The register says of a key what it needs (`needs`): conditions each of which must hold, at the start or after some event,
//! for it to have any effect. Keys of the run itself make no variant of a society.

use std::sync::Arc;

use super::document::Table;
use super::event_settings::event_key;
use super::fault::{Finding, Place, ScenarioError, Text, Texts};
use super::need::Reason;
use super::plan::Factor;
use super::register::register;
use super::{Origin, Scenario};
use crate::words::say;

/// Keys of the run itself: every arm of a study has the same ones.
pub const KEYS_OF_THE_RUN: [&str; 2] = ["simulation.seed", "simulation.replications"];

impl Scenario {
    /// Why a setting of this key, or an event's change of one, has no effect, and what would give it one; `None` where it may
    /// have one.
    #[must_use]
    pub fn without_effect(&self, key: &str) -> Option<(String, String)> {
        self.without_effect_beside(key, &[])
    }

    /// The reason alone, as a clause.
    #[must_use]
    pub fn why_without_effect(&self, key: &str) -> Option<String> {
        Some(self.course.reason(key, &[])?.why)
    }

    /// Why a setting has no effect whatever values these factors take.
    pub(super) fn without_effect_beside(&self, key: &str, factors: &[&Factor]) -> Option<(String, String)> {
        let Reason { why, remedy } = self.course.reason(key, factors)?;
        Some((
            say!("`{key}` has no effect: {why}"),
            say!("{remedy}, or leave `{key}` out"),
        ))
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
        let of_events = self.course.changed.iter();
        written
            .map(|(key, _)| key.clone())
            .chain(of_events.map(|(event, _, key)| event_key(*event, key)))
            .filter_map(|key| Some(self.without_effect(&key)?.0 + "."))
            .collect()
    }

    /// Refuses settings of the command line that have no effect, whatever values the factors in `varying` take.
    ///
    /// # Errors
    /// A fault for each of them.
    pub fn refuse_idle(
        &self,
        settings: &[(String, String)],
        varying: &[Factor],
    ) -> Result<(), ScenarioError> {
        let varying: Vec<&Factor> = varying.iter().collect();
        refuse_settings(settings, |key| self.without_effect_beside(key, &varying))
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
        let message = say!("`{key}` is set twice: here and by {option}");
        Some((message, say!("leave one of them out; {option} alone is enough")))
    })
}

/// The option that sets a key of the run.
fn option_of(key: &str) -> Option<&'static str> {
    match key {
        "simulation.seed" => Some("--seed"),
        "simulation.replications" => Some("-n"),
        _ => None,
    }
}

/// Why a key of the run is passed over, and what is meant instead.
fn of_the_run(key: &str) -> Option<(String, String)> {
    let option = option_of(key)?;
    let message = say!("`{key}` has no effect here: every run of this command has the same");
    Some((message, say!("leave it out; {option} sets it")))
}

/// Why a key of the run makes no variant with this title, and what is meant instead; `None` for any other key.
#[must_use]
pub fn makes_no_variant(key: &str, title: &str) -> Option<(String, String)> {
    KEYS_OF_THE_RUN.contains(&key).then(|| {
        let message = say!(
            "`{key}` makes no variant: all arms run with the seed and the replications of the baseline, so that the same \
             society meets the same random numbers in each (`{title}`)"
        );
        (
            message,
            say!("leave it out here; --seed and -n set them for all arms"),
        )
    })
}

/// Refuses keys of the run that the file of a variant sets otherwise than the baseline, where the file is made of the baseline:
/// it extends it, or says nothing else of the society. There they can be meant for the variant only.
///
/// # Errors
/// A fault for each of them.
pub fn refuse_run_of_variant(
    variant: &Scenario,
    title: &str,
    baseline: &Scenario,
) -> Result<(), ScenarioError> {
    let keys = run_set_otherwise(variant, baseline);
    if keys.is_empty() || !(extends(variant, baseline) || variant.does_as(baseline)) {
        return Ok(());
    }
    let mut texts = Texts::default();
    let mut tables = Vec::new();
    for file in &variant.files {
        let source = texts.add(Text {
            path: file.path.clone(),
            content: Arc::clone(&file.content),
            origin: Origin::File,
        });
        tables.extend(Table::parse(source, &file.content).ok());
    }
    let finding = |key: &str| {
        // What extends a file stands before it, and goes before it.
        let place = tables.iter().find_map(|table| place_in(table, key))?;
        let (message, hint) = makes_no_variant(key, title)?;
        Some(Finding::new(place, key, message).code("no-effect").hint(hint))
    };
    let findings: Vec<Finding> = keys.into_iter().filter_map(finding).collect();
    if findings.is_empty() {
        Ok(())
    } else {
        Err(texts.faults(findings))
    }
}

/// What a reader should know of keys of the run in the file of a variant that is a scenario of its own: they hold where it runs
/// alone, and beside a baseline they are passed over. Those that are `asked` for in another way are passed over in all files.
#[must_use]
pub fn notes_on_run_of_variant(variant: &Scenario, baseline: &Scenario, asked: &[&str]) -> Vec<String> {
    let keys = run_set_otherwise(variant, baseline).into_iter();
    keys.filter(|key| !asked.contains(key))
        .filter_map(|key| {
            let value = |scenario: &Scenario| Some(scenario.settings.get(key)?.value.to_string());
            let (own, others) = (value(variant)?, value(baseline)?);
            let (file, option) = (variant.path.display(), option_of(key)?);
            Some(say!(
                "{file}: `{key}` = {own} is passed over: all arms run with {others}, as the baseline does; {option} sets another \
                 number."
            ))
        })
        .collect()
}

/// The keys of the run to which the files of a variant give another value than the baseline has.
fn run_set_otherwise(variant: &Scenario, baseline: &Scenario) -> Vec<&'static str> {
    let differs = |key: &&str| {
        let (own, others) = (variant.settings.get(*key), baseline.settings.get(*key));
        own.is_some_and(|own| {
            own.origin == Origin::File && others.is_none_or(|others| others.value != own.value)
        })
    };
    KEYS_OF_THE_RUN.into_iter().filter(differs).collect()
}

/// Whether the file of one scenario extends that of another; files are told by what is in them, however their paths are written.
fn extends(scenario: &Scenario, other: &Scenario) -> bool {
    let base = other.files.first();
    let mut extended = scenario.files.iter().skip(1);
    base.is_some_and(|base| extended.any(|file| file.content == base.content))
}

/// Where a table of a file sets a key.
fn place_in(table: &Table, key: &str) -> Option<Place> {
    let (section, name) = key.split_once('.')?;
    Some(table.table(section)?.row(name)?.place)
}

/// Findings for keys of the run in the tables of an arm.
pub(super) fn keys_of_the_run_in(tables: &[Table]) -> Vec<Finding> {
    let keys = || KEYS_OF_THE_RUN.iter();
    tables
        .iter()
        .flat_map(|table| keys().filter_map(move |key| Some((*key, place_in(table, key)?))))
        .filter_map(|(key, place)| {
            let (message, hint) = of_the_run(key)?;
            Some(Finding::new(place, key, message).code("no-effect").hint(hint))
        })
        .collect()
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
        let place = texts.add_setting("--set", key, value);
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
    use std::collections::BTreeMap;
    use std::ops::ControlFlow;
    use std::path::Path;

    use super::*;
    use crate::model::Model;
    use crate::model::executor::Serial;
    use crate::random::Draws;
    use crate::scenario::Kind;
    use crate::scenario::need::Need;
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

    /// A value with which a key is not what `need` asks for.
    fn off(entry: &Entry, need: &str) -> String {
        let other = |choice: &&String| !need.contains(choice.as_str());
        match entry.kind {
            Kind::Flag => need.ends_with(" = false").to_string(),
            Kind::Number | Kind::Integer => if need.contains(" > ") { "1" } else { "0" }.to_owned(),
            Kind::Choice => entry.choices.iter().find(other).unwrap().clone(),
            Kind::Text => "none".to_owned(),
            Kind::ListOfChoices if need.contains("[]") => format!("[\"{}\"]", entry.choices[0]),
            Kind::ListOfChoices | Kind::ListOfIntegers | Kind::ListOfNeighbourhoods => "[]".to_owned(),
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
        let parsed = Need::parse(need);
        let needed: Settings = parsed
            .keys()
            .flat_map(|needed| {
                let value = off(register().get(needed).unwrap(), need);
                let own = keys(needed, &programmes).into_iter();
                own.map(move |key| (key, value.clone()))
            })
            .collect();
        // An event turns it on, whatever is set at the start.
        let events = plain.events.to_string();
        if needed.iter().any(|(key, _)| events.contains(key)) {
            return None;
        }
        let arm = |end: usize| {
            let mut settings = needed.clone();
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
                one.without_effect(&keys(&entry.key, &programmes)[0]).is_some(),
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
