//! The scenarios that are compared: whether they can be, and what sets them apart.

use std::collections::BTreeSet;

use crate::scenario::{DataSources, InputFile, KEYS_OF_THE_RUN, Origin, register};
use crate::study::Variant;

/// Why scenarios cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// They run for different times.
    #[error(
        "`{variant}` runs for {steps} steps and the baseline for {baseline_steps}, so there is no common end to compare\n\
         hint: give both the same `simulation.horizon_years`"
    )]
    Horizon {
        /// Title of the variant.
        variant: String,
        /// Steps of the variant.
        steps: u32,
        /// Steps of the baseline.
        baseline_steps: u32,
    },
    /// A variant is the baseline once more.
    #[error(
        "`{variant}` is the same as the baseline, so there is nothing to compare: {same}\n\
         hint: give it a value of its own; `samspil check --resolved` shows those of the baseline"
    )]
    Copy {
        /// Title of the variant.
        variant: String,
        /// What is the same in both.
        same: String,
    },
    /// Two variants are the same.
    #[error(
        "`{variant}` is the same as `{other}`: both would be compared with the baseline, and share the place of the best\n\
         hint: give it a value of its own, or leave one of them out"
    )]
    Twin {
        /// Title of the variant.
        variant: String,
        /// Title of the one before it.
        other: String,
    },
    /// Their steps differ in length.
    #[error(
        "`{variant}` does not go forward in the same steps as the baseline, so their months cannot be compared\n\
         hint: give both the same `simulation.tick`"
    )]
    Tick {
        /// Title of the variant.
        variant: String,
    },
}

/// Refuses variants that are the baseline once more, or each other.
///
/// # Errors
/// For the first of them.
pub fn refuse_copies(arms: &[Variant]) -> Result<(), Mismatch> {
    let Some((baseline, variants)) = arms.split_first() else {
        return Ok(());
    };
    if let Some(variant) = variants.iter().find(|variant| are_the_same(variant, baseline)) {
        return Err(Mismatch::Copy {
            variant: variant.name(),
            same: same_values(variant),
        });
    }
    let twin = variants.iter().enumerate().find_map(|(index, variant)| {
        let other = variants[..index]
            .iter()
            .find(|other| are_the_same(variant, other))?;
        Some(Mismatch::Twin {
            variant: variant.name(),
            other: other.name(),
        })
    });
    twin.map_or(Ok(()), Err)
}

/// What the command line sets in an arm, with its values.
fn same_values(arm: &Variant) -> String {
    let set = arm.scenario.settings.iter();
    let set: Vec<String> = set
        .filter(|(key, setting)| {
            setting.origin == Origin::CommandLine && !KEYS_OF_THE_RUN.contains(&key.as_str())
        })
        .map(|(key, setting)| format!("`{key}` is {} in the baseline too", setting.value))
        .collect();
    if set.is_empty() {
        "nothing in it differs".to_owned()
    } else {
        set.join(", ")
    }
}

/// Whether the arms can be compared with the first of them.
///
/// # Errors
/// When one runs for another time or in other steps.
pub fn check(arms: &[Variant]) -> Result<(), Mismatch> {
    let Some((baseline, variants)) = arms.split_first() else {
        return Ok(());
    };
    let baseline = &baseline.scenario.setup;
    for variant in variants {
        let setup = &variant.scenario.setup;
        if setup.steps_per_year != baseline.steps_per_year {
            return Err(Mismatch::Tick {
                variant: variant.name(),
            });
        }
        if setup.steps != baseline.steps {
            return Err(Mismatch::Horizon {
                variant: variant.name(),
                steps: setup.steps,
                baseline_steps: baseline.steps,
            });
        }
    }
    Ok(())
}

/// What a reader of the comparison should know about its arms.
#[must_use]
pub fn notes(arms: &[Variant]) -> Vec<String> {
    let mut notes = Vec::new();
    for (index, arm) in arms.iter().enumerate() {
        if let Some(other) = arms[..index].iter().find(|other| are_the_same(arm, other)) {
            notes.push(format!(
                "`{}` and `{}` are the same scenario, so there is no difference to find.",
                arm.name(),
                other.name()
            ));
        }
    }
    let Some((baseline, variants)) = arms.split_first() else {
        return notes;
    };
    notes.splice(0..0, notes_on_places(baseline, variants));
    for variant in variants {
        let (ours, theirs) = (&baseline.scenario, &variant.scenario);
        let own = |one: &[String], other: &[String]| -> Vec<String> {
            let own = one.iter().filter(|key| !other.contains(key));
            own.map(|key| format!("`{key}`")).collect()
        };
        let mut lone = own(&ours.programme_keys, &theirs.programme_keys);
        lone.extend(own(&theirs.programme_keys, &ours.programme_keys));
        if !lone.is_empty() {
            notes.push(format!(
                "`{}` and the baseline do not share the programme{} {}: measures of single programmes are compared only \
                 where both have them.",
                variant.name(),
                if lone.len() == 1 { "" } else { "s" },
                lone.join(", ")
            ));
        }
        if ours.programme_keys != theirs.programme_keys {
            notes.push(format!(
                "`{}` has other programmes than the baseline, so each faces the need its own start is balanced with.",
                variant.name()
            ));
        }
    }
    notes
}

/// Keys named in a note, at most.
const NAMED_MAX: usize = 5;

/// One note for each variant that is not in the same place as the baseline.
fn notes_on_places(baseline: &Variant, variants: &[Variant]) -> Vec<String> {
    let note = |variant: &Variant| {
        let keys = place_differences(baseline, variant);
        let mut named: Vec<String> = keys
            .iter()
            .take(NAMED_MAX)
            .map(|key| format!("`{key}`"))
            .collect();
        if keys.len() > NAMED_MAX {
            named.push(format!("{} more", keys.len() - NAMED_MAX));
        }
        (!keys.is_empty()).then(|| {
            format!(
                "Two places are compared: `{}` and the baseline differ in {}, which no design decides. Their difference is \
                 not that of the designs alone, and pairing may gain little.",
                variant.name(),
                named.join(", ")
            )
        })
    };
    variants.iter().filter_map(note).collect()
}

/// The keys by which a variant is in another place than the baseline: its people, staff, task or time are others, or its
/// people are taken to be otherwise. Programmes that only one of them has do not count.
#[must_use]
pub fn place_differences(baseline: &Variant, variant: &Variant) -> Vec<String> {
    let of_place = |difference: &Difference| match difference.key.as_str() {
        "event" => changes_of_place(baseline) != changes_of_place(variant),
        "population.from" | "network.from" => true,
        key => {
            difference.values.iter().all(Option::is_some)
                && register().get(key).is_some_and(|entry| entry.place)
        }
    };
    differences(&[baseline.clone(), variant.clone()])
        .into_iter()
        .filter(of_place)
        .map(|difference| difference.key)
        .collect()
}

/// What events change about the place, and when.
fn changes_of_place(arm: &Variant) -> Vec<(Option<&toml::Value>, &String, &toml::Value)> {
    let changes = arm
        .scenario
        .events
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|event| {
            let changed = event.get("change").and_then(toml::Value::as_table);
            changed
                .into_iter()
                .flatten()
                .map(move |(key, value)| (event.get("year"), key, value))
        });
    changes
        .filter(|(_, key, _)| register().get(key).is_some_and(|entry| entry.place))
        .collect()
}

/// Whether nothing but words sets two arms apart.
fn are_the_same(one: &Variant, other: &Variant) -> bool {
    one.scenario.does_as(&other.scenario)
}

/// A setting that is not the same in all arms.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Key of the setting; `event` for the list of events, `population.from` and `network.from` for data files.
    pub key: String,
    /// Its value in each arm; `None` where there is no such setting.
    pub values: Vec<Option<toml::Value>>,
}

/// What differs between the arms, by key; words, seed and number of replications do not count.
#[must_use]
pub fn differences(arms: &[Variant]) -> Vec<Difference> {
    let asked = |key: &str| {
        let name = key.rsplit('.').next();
        !matches!(key, "simulation.seed" | "simulation.replications") && name != Some("title")
    };
    let keys: BTreeSet<&String> = arms
        .iter()
        .flat_map(|arm| arm.scenario.settings.keys())
        .filter(|key| asked(key))
        .collect();
    let data = |key: &str, file: fn(&DataSources) -> Option<&InputFile>| Difference {
        key: key.to_owned(),
        values: arms
            .iter()
            .map(|arm| file(&arm.scenario.data_sources).map(|file| file.path.display().to_string().into()))
            .collect(),
    };
    let others = [
        data("population.from", |sources| {
            sources.citizens.as_ref().map(|(file, _)| file)
        }),
        data("network.from", |sources| sources.ties.as_ref()),
        Difference {
            key: "event".to_owned(),
            values: arms.iter().map(|arm| Some(arm.scenario.events.clone())).collect(),
        },
    ];
    keys.into_iter()
        .map(|key| Difference {
            key: key.clone(),
            values: arms
                .iter()
                .map(|arm| {
                    arm.scenario
                        .settings
                        .get(key)
                        .map(|setting| setting.value.clone())
                })
                .collect(),
        })
        .chain(others)
        .filter(|difference| {
            difference
                .values
                .iter()
                .any(|value| *value != difference.values[0])
        })
        .collect()
}
