//! The answer of a sweep on the terminal.

use samspil::figure::numbers::{MISSING, Notation};
use samspil::statistics::Summary;
use samspil::study::sweep::{Results, Row, Sweep};
use serde_json::{Map, Value, json};

use crate::cli::CommandResult;
use crate::cli::terminal::{Terminal, aligned};

/// Plans with more configurations show where each measure is smallest and largest.
const ROWS_MAX: usize = 12;
/// Measures in the table of configurations.
const MEASURES_SHOWN: usize = 4;

/// Says what came out and where it lies.
pub(super) fn give(sweep: &Sweep, results: &Results, terminal: &Terminal) -> CommandResult {
    if terminal.json {
        return terminal.answer_study(as_json(sweep, results));
    }
    let description = sweep.description();
    let table = if sweep.points().len() <= ROWS_MAX {
        configurations(sweep, results)
    } else {
        extremes(sweep, results)
    };
    let mut text = format!("{}\n\n{}", description.title, aligned(&table));
    let more = description.measures.len().saturating_sub(MEASURES_SHOWN);
    if more > 0 && sweep.points().len() <= ROWS_MAX {
        text = text + &more.to_string() + " more measures are in `summary`.\n";
    }
    let certainty = if description.replications > 1 {
        "± is the 95 % interval of the mean over replications."
    } else {
        "One replication has no interval; -n 20 adds some."
    };
    let report = sweep.folder().path().join("report.html");
    text = text + "\n" + certainty + "\nReport: " + &report.display().to_string() + "\n";
    Terminal::answer(&text.replace('\u{a0}', " "))
}

/// Says that a share is done.
pub(super) fn give_shard(sweep: &Sweep, terminal: &Terminal) -> CommandResult {
    let description = sweep.description();
    let shard = description
        .shard
        .map_or_else(String::new, |shard| shard.to_string());
    let runs = sweep.runs().count();
    if terminal.json {
        return terminal.answer_study(json!({
            "plan": description.name,
            "shard": shard,
            "runs": runs,
            "failed": sweep.failed().len(),
            "folder": sweep.folder().path(),
        }));
    }
    Terminal::answer(&format!(
        "Shard {shard} of {} is done: {runs} runs in {}\nWhen all shards are there: samspil merge FOLDER…\n",
        description.title,
        sweep.folder().path().display()
    ))
}

/// One row per configuration.
fn configurations(sweep: &Sweep, results: &Results) -> Vec<Vec<String>> {
    let description = sweep.description();
    let shown = description.measures.len().min(MEASURES_SHOWN);
    let mut header = sweep.description().short_names();
    header.extend(
        description.measures[..shown]
            .iter()
            .map(|measured| measured.name.clone()),
    );
    let mut table = vec![header];
    for row in results.rows() {
        let mut cells = factor_values(sweep, row.configuration);
        cells.extend((0..shown).map(|measure| value(sweep, &row, measure)));
        table.push(cells);
    }
    table
}

/// Where each measure is smallest and where it is largest.
fn extremes(sweep: &Sweep, results: &Results) -> Vec<Vec<String>> {
    let mut header = vec!["measure".to_owned(), String::new(), "mean".to_owned()];
    header.extend(sweep.description().short_names());
    let mut table = vec![header];
    for (measure, measured) in sweep.description().measures.iter().enumerate() {
        let Some((low, high)) = results.extremes(measure) else {
            table.push(vec![measured.name.clone(), String::new(), MISSING.to_owned()]);
            continue;
        };
        for (name, word, row) in [(measured.name.as_str(), "lowest", low), ("", "highest", high)] {
            let mut cells = vec![name.to_owned(), word.to_owned(), value(sweep, &row, measure)];
            cells.extend(factor_values(sweep, row.configuration));
            table.push(cells);
        }
    }
    table
}

fn factor_values(sweep: &Sweep, configuration: usize) -> Vec<String> {
    let points = sweep.points();
    (0..points.factors().len())
        .map(|factor| {
            let value = &points.values(configuration)[factor];
            match value.as_float() {
                Some(number) => format!("{}", (number * 1e6).round() / 1e6),
                None => points.text(configuration, factor),
            }
        })
        .collect()
}

fn value(sweep: &Sweep, row: &Row<'_>, measure: usize) -> String {
    let Some(summary) = &row.summaries[measure] else {
        return MISSING.to_owned();
    };
    let half_width = summary.half_width();
    let notation = Notation::new(sweep.description().unit(measure), summary.mean, half_width);
    if half_width.is_finite() {
        format!(
            "{} ± {}",
            notation.value(summary.mean),
            notation.value(half_width)
        )
    } else {
        notation.value(summary.mean)
    }
}

fn as_json(sweep: &Sweep, results: &Results) -> Value {
    let description = sweep.description();
    let measures: Map<String, Value> = description
        .measures
        .iter()
        .enumerate()
        .map(|(measure, measured)| {
            let extremes = results.extremes(measure);
            let value = json!({
                "unit": description.unit(measure),
                "lowest": extremes.map(|(low, _)| extreme(sweep, &low, measure)),
                "highest": extremes.map(|(_, high)| extreme(sweep, &high, measure)),
            });
            (measured.name.clone(), value)
        })
        .collect();
    json!({
        "plan": description.name,
        "title": description.title,
        "folder": sweep.folder().path(),
        "report": sweep.folder().path().join("report.html"),
        "hash": sweep.folder().hash().to_string(),
        "seed": description.seed,
        "configurations": sweep.points().len(),
        "replications": description.replications,
        "failed": sweep.failed().len(),
        "data_notes": description.data_notes,
        "measures": measures,
    })
}

fn extreme(sweep: &Sweep, row: &Row<'_>, measure: usize) -> Value {
    let points = sweep.points();
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
        "interval_95": [number(|summary| summary.interval_low), number(|summary| summary.interval_high)],
    })
}
