//! What sets the scenarios of a study apart, and whether they are in the same place.

use std::collections::BTreeSet;

use super::Variant;
use crate::scenario::{DataSources, InputFile, Scenario, register};
use crate::words::say;

/// Keys named in a note, at most.
const NAMED_MAX: usize = 5;

/// A note on a variant that is not in the same place as the baseline.
pub(in crate::study) fn note_on_place(baseline: &Variant, variant: &Variant) -> Option<String> {
    let held = held_needs(baseline, variant);
    let mut keys = place_differences(baseline, variant);
    keys.retain(|key| !held.contains(key));
    let mut named: Vec<String> = keys
        .iter()
        .take(NAMED_MAX)
        .map(|key| format!("`{key}`"))
        .collect();
    if keys.len() > NAMED_MAX {
        named.push(say!("{} more", keys.len() - NAMED_MAX));
    }
    (!keys.is_empty()).then(|| {
        say!(
            "Two places are compared: `{}` and the baseline differ in {}, which no design decides. Their difference is \
             not that of the designs alone, and pairing may gain little.",
            variant.name(),
            named.join(", ")
        )
    })
}

/// What need arises is said by these keys.
const NEED: [&str; 2] = ["problem.need", "problem.need_gradient"];

/// The keys of need by which a variant differs from the baseline and of which nothing comes, as it faces the need of the baseline.
fn held_needs(baseline: &Variant, variant: &Variant) -> Vec<String> {
    let setup = &variant.scenario.setup;
    let mut programmes = setup.phases[0].parameters.programmes.iter();
    if setup.need_of.is_none() || !programmes.all(|programme| programme.balanced_start) {
        return Vec::new();
    }
    // An event scales need by what it was.
    let changed = changes_of_place(variant);
    let differs = |key: &&str| {
        let value = |arm: &Variant| {
            arm.scenario
                .settings
                .get(*key)
                .map(|setting| setting.value.clone())
        };
        value(baseline) != value(variant) && !changed.iter().any(|(_, other, _)| other == key)
    };
    let keys = NEED.into_iter().filter(differs);
    keys.map(str::to_owned).collect()
}

/// A note on a variant that sets a need, where it faces that of the baseline.
pub(in crate::study) fn note_on_need(baseline: &Variant, variant: &Variant) -> Option<String> {
    let keys = held_needs(baseline, variant);
    let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    (!keys.is_empty()).then(|| {
        say!(
            "`{}` sets {}, which changes nothing here: need belongs to the place, so every variant faces that of the baseline and \
             all designs meet the same task. To ask about another need, give it to all of them (`--everywhere`).",
            variant.name(),
            keys.join(", ")
        )
    })
}

/// Whether a need that is held is all that sets a variant apart from the baseline.
pub(in crate::study) fn is_held_need_alone(baseline: &Variant, variant: &Variant) -> bool {
    let held = held_needs(baseline, variant);
    let differences = differences(&[baseline.clone(), variant.clone()]);
    !held.is_empty()
        && differences
            .iter()
            .all(|difference| held.contains(&difference.key))
}

/// The same for a scenario and a variant of it with this title.
pub(in crate::study) fn note_on_variant(
    title: &str,
    variant: &Scenario,
    baseline: &Scenario,
) -> Option<String> {
    let arm = |title: &str, scenario: &Scenario| Variant {
        key: String::new(),
        title: title.to_owned(),
        scenario: scenario.clone(),
    };
    let baseline = arm(&baseline.title, baseline);
    let variant = arm(title, variant).facing_need_of(&baseline);
    let notes = [
        note_on_place(&baseline, &variant),
        note_on_need(&baseline, &variant),
    ];
    let notes: Vec<String> = notes.into_iter().flatten().collect();
    (!notes.is_empty()).then(|| notes.join(" "))
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
