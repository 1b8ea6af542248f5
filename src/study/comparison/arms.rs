//! The scenarios that are compared: whether they can be, and what sets them apart.

use crate::scenario::{KEYS_OF_THE_RUN, Origin};
use crate::study::Variant;
use crate::study::place::{note_on_need, note_on_place};
use crate::words::say;

/// Why scenarios cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// They run for different times.
    #[error(
        "{}",
        say!(
            "`{variant}` runs for {steps} steps and the baseline for {baseline_steps}, so there is no common end to compare\n\
             hint: give both the same `simulation.horizon_years`"
        )
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
        "{}",
        say!(
            "`{variant}` is the same as the baseline, so there is nothing to compare: {same}\n\
             hint: give it a value of its own; `samspil check --resolved` shows those of the baseline"
        )
    )]
    Copy {
        /// Title of the variant.
        variant: String,
        /// What is the same in both.
        same: String,
    },
    /// Two variants are the same.
    #[error(
        "{}",
        say!(
            "`{variant}` is the same as `{other}`: both would be compared with the baseline, and share the place of the best\n\
             hint: give it a value of its own, or leave one of them out"
        )
    )]
    Twin {
        /// Title of the variant.
        variant: String,
        /// Title of the one before it.
        other: String,
    },
    /// Their steps differ in length.
    #[error(
        "{}",
        say!(
            "`{variant}` does not go forward in the same steps as the baseline, so their months cannot be compared\n\
             hint: give both the same `simulation.tick`"
        )
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
        .map(|(key, setting)| say!("`{key}` is {} in the baseline too", setting.value))
        .collect();
    if set.is_empty() {
        say!("nothing in it differs")
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
            notes.push(say!(
                "`{}` and `{}` are the same scenario, so there is no difference to find.",
                arm.name(),
                other.name()
            ));
        }
    }
    let Some((baseline, variants)) = arms.split_first() else {
        return notes;
    };
    let on_places: Vec<String> = variants
        .iter()
        .flat_map(|variant| [note_on_place(baseline, variant), note_on_need(baseline, variant)])
        .flatten()
        .collect();
    notes.splice(0..0, on_places);
    for variant in variants {
        let (ours, theirs) = (&baseline.scenario, &variant.scenario);
        let own = |one: &[String], other: &[String]| -> Vec<String> {
            let own = one.iter().filter(|key| !other.contains(key));
            own.map(|key| format!("`{key}`")).collect()
        };
        let mut lone = own(&ours.programme_keys, &theirs.programme_keys);
        lone.extend(own(&theirs.programme_keys, &ours.programme_keys));
        if !lone.is_empty() {
            notes.push(unshared(&variant.name(), &lone));
        }
        let counts = [theirs, ours].map(|scenario| scenario.programme_keys.len());
        if counts[0] != counts[1] {
            notes.push(say!(
                "`{}` has {} programmes and the baseline {}. Cost per output and cost per outcome add up what programmes reach, and \
                 a task that is written as two counts twice, so these two cannot be compared here.",
                variant.name(),
                counts[0],
                counts[1]
            ));
        }
        if ours.programme_keys != theirs.programme_keys {
            notes.push(say!(
                "`{}` has other programmes than the baseline, so each faces the need its own start is balanced with.",
                variant.name()
            ));
        }
    }
    notes
}

/// A note on programmes that only one of two arms has.
fn unshared(variant: &str, programmes: &[String]) -> String {
    match programmes {
        [programme] => say!(
            "`{variant}` and the baseline do not share the programme {programme}: measures of single programmes are \
             compared only where both have them."
        ),
        programmes => say!(
            "`{variant}` and the baseline do not share the programmes {}: measures of single programmes are compared only \
             where both have them.",
            programmes.join(", ")
        ),
    }
}

/// Whether nothing but words sets two arms apart.
fn are_the_same(one: &Variant, other: &Variant) -> bool {
    one.scenario.does_as(&other.scenario)
}
