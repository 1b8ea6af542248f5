//! The tables of the report of a comparison.

use super::Line;
use crate::experiment::{MAIN_MEASURES, PROGRAMME_MAIN_MEASURES, municipality_keys};
use crate::figure::numbers::{MISSING, count, number};
use crate::figure::value_text;
use crate::model::measures::Better;
use crate::report::parameters::event_text;
use crate::scenario::register;
use crate::statistics::CONFIDENCE;
use crate::study::Variant;
use crate::study::comparison::{Comparison, Versus, differences};
use crate::study::run::report::WITHOUT_SPREAD;
use crate::words::say;

/// A part of a table of measures.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// What the measures are about.
    pub title: String,
    /// The measures.
    pub rows: Vec<Row>,
}

/// A measure of a variant against the baseline, all numbers written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Name of the measure.
    pub label: String,
    /// Its unit; empty for shares and indices.
    pub unit: String,
    /// What it means.
    pub definition: &'static str,
    /// Mean of the baseline.
    pub baseline: String,
    /// Mean of the variant.
    pub variant: String,
    /// Variant less baseline.
    pub difference: String,
    /// Its 95 % interval.
    pub interval: String,
    /// `d_z`.
    pub effect: String,
    /// Probability that the variant is better, or higher.
    pub probability: String,
    /// Variance reduction by pairing.
    pub reduction: String,
    /// Replications needed, paired and unpaired.
    pub needed: String,
}

/// The rows of some measures, by key, as far as both have them.
#[must_use]
pub(crate) fn rows(versus: &Versus, keys: &[&str], target: Option<f64>) -> Vec<Row> {
    keys.iter()
        .filter_map(|key| Some(row(&Line::of(versus, key)?, target)))
        .collect()
}

/// The main measures of a variant, by what they are about.
pub(super) fn groups(comparison: &Comparison, variant: usize, target: Option<f64>) -> Vec<Group> {
    let versus = &comparison.versus[variant];
    let mut groups: Vec<Group> = MAIN_MEASURES
        .iter()
        .map(|(title, keys)| Group {
            title: title.to_string(),
            rows: rows(versus, keys, target),
        })
        .collect();
    let scenario = &comparison.arms[0].scenario;
    if scenario.programme_keys.len() > 1 {
        let programmes = scenario.programme_keys.iter().zip(&scenario.programme_titles);
        groups.extend(programmes.map(|(programme, title)| {
            let keys = PROGRAMME_MAIN_MEASURES.map(|key| format!("{programme}.{key}"));
            Group {
                title: say!("Programme: {title}"),
                rows: rows(versus, &keys.each_ref().map(String::as_str), target),
            }
        }));
    }
    groups.extend((1..=scenario.municipalities()).map(|municipality| {
        let keys = municipality_keys(municipality);
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        Group {
            title: say!("Municipality {municipality}"),
            rows: rows(versus, &keys, target),
        }
    }));
    groups.retain(|group| !group.rows.is_empty());
    groups
}

fn row(line: &Line<'_>, target: Option<f64>) -> Row {
    let (notation, contrast) = (&line.notation, line.contrast);
    let paired = &contrast.paired;
    let interval = paired.interval(CONFIDENCE);
    let plain = |value: f64, decimals: usize| {
        if value.is_finite() {
            number(value, decimals)
        } else {
            "–".to_owned()
        }
    };
    let better = line.column.measure.better;
    let probability = contrast.probability(better);
    let percent = 100.0 * probability;
    let needed = |count_needed: Option<usize>| count_needed.map_or_else(|| "–".to_owned(), count);
    let (with_pairs, without) = contrast.replications_needed(target);
    Row {
        label: line.column.measure.label.to_string(),
        unit: notation.unit_apart(),
        definition: line.column.measure.definition.text(),
        baseline: notation.value(paired.baseline.mean()),
        variant: notation.value(paired.variant.mean()),
        difference: line.difference.change(paired.difference.mean()),
        interval: if paired.is_tied() {
            say!("does not differ")
        } else if interval.half_width() == 0.0 {
            WITHOUT_SPREAD.to_string()
        } else {
            let (low, high) = line.interval();
            line.difference.change_range(low, high)
        },
        effect: plain(paired.standardised_effect(), 2),
        probability: if paired.is_tied() {
            "–".to_owned()
        } else if probability.is_finite() {
            match better {
                Some(Better::Higher | Better::Lower) => say!("{percent:.0}\u{a0}% better"),
                None => say!("{percent:.0}\u{a0}% higher"),
            }
        } else {
            MISSING.to_string()
        },
        reduction: plain(paired.variance_reduction(), 1),
        needed: format!("{} / {}", needed(with_pairs), needed(without)),
    }
}

/// A setting that is not the same in all arms.
pub(super) struct Setting {
    pub(super) key: String,
    pub(super) meaning: String,
    /// Its value in each arm.
    pub(super) values: Vec<String>,
}

/// What differs between the arms.
pub(super) fn settings(arms: &[Variant]) -> Vec<Setting> {
    differences(arms)
        .into_iter()
        .map(|difference| Setting {
            meaning: register()
                .get(&difference.key)
                .map(|entry| entry.meaning.to_string())
                .unwrap_or_default(),
            values: difference
                .values
                .iter()
                .map(|value| match value {
                    None => "–".to_owned(),
                    Some(value) if difference.key == "event" => event_text(value),
                    Some(value) => value_text(value),
                })
                .collect(),
            key: difference.key,
        })
        .collect()
}
