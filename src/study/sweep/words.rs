//! The answer of a sweep in words and for programs.

use super::report::{cautions, mean_and_interval, with_unit};
use crate::figure::numbers::MISSING;
use crate::statistics::Summary;
use crate::study::points::{PlannedPoints, value_said};
use crate::study::sweep::{Results, Row};
use serde_json::{Map, Value, json};

use crate::report::text::aligned;
use crate::words::{say, words};

/// Plans with more configurations show where each measure is smallest and largest.
const ROWS_MAX: usize = 12;
/// Measures in the table of configurations.
const MEASURES_SHOWN: usize = 4;

/// What the terminal shows.
pub(super) fn words(planned: &PlannedPoints, results: &Results) -> String {
    let plan = &planned.plan;
    let table = if planned.points.len() <= ROWS_MAX {
        configurations(planned, results)
    } else {
        extremes(planned, results)
    };
    let mut text = format!("{}\n\n{}", plan.title, aligned(&table));
    let more = plan.measures.len().saturating_sub(MEASURES_SHOWN);
    if more > 0 && planned.points.len() <= ROWS_MAX {
        text += &match more {
            1 => say!("1 more measure is in `summary`."),
            more => say!("{more} more measures are in `summary`."),
        };
        text.push('\n');
    }
    let certainty = if plan.replications > 1 {
        words!("± is the 95 % interval of the mean over replications.")
    } else {
        words!("One replication has no interval; -n 20 adds some.")
    };
    let sentences = std::iter::once(certainty.to_string()).chain(cautions(plan, results));
    format!("{text}\n{}", sentences.collect::<Vec<_>>().join(" "))
}

/// One row per configuration.
fn configurations(planned: &PlannedPoints, results: &Results) -> Vec<Vec<String>> {
    let plan = &planned.plan;
    let shown = plan.measures.len().min(MEASURES_SHOWN);
    let mut header = planned.plan.short_names();
    let measures = plan.measures[..shown].iter().enumerate();
    header.extend(measures.map(|(measure, measured)| with_unit(plan, measure, &measured.name)));
    let mut table = vec![header];
    for row in results.rows() {
        let mut cells = factor_values(planned, row.configuration);
        cells.extend((0..shown).map(|measure| value(planned, &row, measure)));
        table.push(cells);
    }
    table
}

/// Where each measure is smallest and where it is largest.
fn extremes(planned: &PlannedPoints, results: &Results) -> Vec<Vec<String>> {
    let mut header = vec![say!("measure"), String::new(), say!("mean")];
    header.extend(planned.plan.short_names());
    let mut table = vec![header];
    for (measure, measured) in planned.plan.measures.iter().enumerate() {
        let name = with_unit(&planned.plan, measure, &measured.name);
        let Some((low, high)) = results.extremes(measure) else {
            table.push(vec![name, String::new(), MISSING.to_string()]);
            continue;
        };
        for (name, word, row) in [(name.as_str(), say!("lowest"), low), ("", say!("highest"), high)] {
            let mut cells = vec![name.to_owned(), word, value(planned, &row, measure)];
            cells.extend(factor_values(planned, row.configuration));
            table.push(cells);
        }
    }
    table
}

fn factor_values(planned: &PlannedPoints, configuration: usize) -> Vec<String> {
    planned
        .points
        .values(configuration)
        .iter()
        .map(value_said)
        .collect()
}

fn value(planned: &PlannedPoints, row: &Row<'_>, measure: usize) -> String {
    mean_and_interval(&planned.plan, measure, row.summaries[measure].as_ref())
}

/// What programs read.
pub(super) fn json(planned: &PlannedPoints, results: &Results) -> Value {
    let names = planned.plan.measures.iter().map(|measured| measured.name.clone());
    let extremes: Map<String, Value> = names
        .enumerate()
        .map(|(measure, name)| {
            let extremes = results.extremes(measure);
            let value = json!({
                "lowest": extremes.map(|(low, _)| extreme(planned, &low, measure)),
                "highest": extremes.map(|(_, high)| extreme(planned, &high, measure)),
            });
            (name, value)
        })
        .collect();
    json!({ "configurations": planned.points.len(), "extremes": extremes })
}

fn extreme(planned: &PlannedPoints, row: &Row<'_>, measure: usize) -> Value {
    let points = &planned.points;
    let factors: Map<String, Value> = points
        .factors()
        .iter()
        .zip(points.values(row.configuration))
        .map(|(factor, value)| (factor.key.clone(), json!(value)))
        .collect();
    let number = |value: fn(&Summary) -> f64| {
        let value = row.summaries[measure].as_ref().map(value);
        value.filter(|value| value.is_finite())
    };
    json!({
        "configuration": row.configuration,
        "factors": factors,
        "mean": number(|summary| summary.mean),
        "interval": [number(|summary| summary.interval_low), number(|summary| summary.interval_high)],
    })
}
