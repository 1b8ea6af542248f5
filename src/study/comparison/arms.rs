//! The scenarios that are compared: whether they can be, and what sets them apart.

use std::collections::BTreeSet;

use crate::scenario::{DataSources, InputFile};
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
                variant: variant.title.clone(),
            });
        }
        if setup.steps != baseline.steps {
            return Err(Mismatch::Horizon {
                variant: variant.title.clone(),
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
                arm.title, other.title
            ));
        }
    }
    let Some((baseline, variants)) = arms.split_first() else {
        return notes;
    };
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
                variant.title,
                if lone.len() == 1 { "" } else { "s" },
                lone.join(", ")
            ));
        }
        if ours.programme_keys != theirs.programme_keys {
            notes.push(format!(
                "`{}` has other programmes than the baseline, so each faces the need its own start is balanced with.",
                variant.title
            ));
        }
        let citizens = |arm: &Variant| arm.scenario.setup.phases[0].parameters.population.citizens;
        if citizens(variant) != citizens(baseline) {
            notes.push(format!(
                "`{}` has {} citizens and the baseline {}: they are not the same society, and pairing may gain little.",
                variant.title,
                citizens(variant),
                citizens(baseline)
            ));
        }
    }
    notes
}

/// Whether nothing but words sets two arms apart.
fn are_the_same(one: &Variant, other: &Variant) -> bool {
    one.scenario.data_sources == other.scenario.data_sources
        && differences(&[one.clone(), other.clone()]).is_empty()
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
