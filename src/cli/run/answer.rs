//! The answer of a run on the terminal.

use std::fmt::Write as _;

use samspil::experiment::Ensemble;
use samspil::figure::numbers::{MISSING, Notation, number};
use samspil::output::RunFolder;
use samspil::scenario::Scenario;
use samspil::statistics::Summary;
use serde_json::{Value, json};

use crate::cli::Outcome;
use crate::cli::terminal::Terminal;

/// Says what came out and where it lies.
pub(super) fn give(
    scenario: &Scenario,
    folder: &RunFolder,
    ensemble: &Ensemble,
    terminal: &Terminal,
) -> Outcome {
    if terminal.json {
        return Terminal::answer_json(&as_json(scenario, folder, ensemble));
    }
    Terminal::answer(&format!(
        "{}\n{}\nreport: {}\n",
        scenario.title,
        table(ensemble),
        folder.path().join("report.html").display()
    ))
}

/// Measures on the terminal; the tables have them all.
const SHOWN: [&str; 10] = [
    "participants_share",
    "willingness",
    "citizen_hours",
    "output",
    "outcome",
    "unmet_need",
    "public_cost",
    "equity_ratio",
    "attitude",
    "implementation_rate",
];

/// Means at the start and the end, and the change between them with its interval.
fn table(ensemble: &Ensemble) -> String {
    let last = ensemble.years().len() - 1;
    let mut rows = vec![[
        "mean of".to_owned(),
        "at the start".to_owned(),
        format!("after {} years", number(ensemble.years()[last], 0)),
        "change".to_owned(),
        "95 % interval of the change".to_owned(),
    ]];
    rows.extend(SHOWN.iter().filter_map(|key| {
        let column = ensemble.column(key)?;
        let start = Summary::of(ensemble.sample(column, 0))?;
        let end = Summary::of(ensemble.sample(column, last))?;
        let change = ensemble.change(column)?;
        let measure = ensemble.columns()[column].measure;
        let notation = Notation::new(measure.unit, end.mean, change.half_width());
        let interval = if change.count > 1 {
            format!(
                "{} to {}",
                notation
                    .change(change.interval_low)
                    .trim_end_matches("\u{a0}points"),
                notation.change(change.interval_high)
            )
        } else {
            MISSING.to_owned()
        };
        Some([
            measure.label.to_owned(),
            notation.value(start.mean),
            notation.with_unit(end.mean),
            notation.change(change.mean),
            interval,
        ])
    }));
    aligned(&rows)
}

/// Columns side by side, numbers to the right.
fn aligned(rows: &[[String; 5]]) -> String {
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: [usize; 5] = std::array::from_fn(width);
    let mut text = String::new();
    for row in rows {
        let mut line = format!("  {:<width$}", row[0], width = widths[0]);
        for (cell, width) in row.iter().zip(widths).skip(1) {
            write!(line, "   {cell:>width$}").expect("writing to a string cannot fail");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn as_json(scenario: &Scenario, folder: &RunFolder, ensemble: &Ensemble) -> Value {
    let last = ensemble.years().len() - 1;
    let measures: serde_json::Map<String, Value> = ensemble
        .columns()
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let start = Summary::of(ensemble.sample(index, 0));
            let end = Summary::of(ensemble.sample(index, last));
            let value = json!({
                "unit": column.measure.unit,
                "start": start.as_ref().map(summary),
                "end": end.as_ref().map(summary),
                "change": ensemble.change(index).as_ref().map(summary),
            });
            (column.key.clone(), value)
        })
        .collect();
    json!({
        "scenario": scenario.name,
        "title": scenario.title,
        "folder": folder.path(),
        "report": folder.path().join("report.html"),
        "hash": folder.hash().to_string(),
        "seed": folder.seed(),
        "replications": ensemble.replications().len(),
        "years": ensemble.years()[last],
        "measures": measures,
    })
}

fn summary(summary: &Summary) -> Value {
    let number = |value: f64| value.is_finite().then_some(value);
    json!({
        "replications": summary.count,
        "mean": number(summary.mean),
        "standard_deviation": number(summary.standard_deviation),
        "interval_95": [number(summary.interval_low), number(summary.interval_high)],
        "quantiles_5_25_50_75_95": summary.quantiles,
    })
}
