//! The answer of a run in words and for programs.

use super::report::{Answer, KnownRow, known_rows};
use crate::experiment::{BesideKnown, Ensemble, KnownPosition, Summaries};
use crate::scenario::Scenario;
use crate::statistics::{Spread, Summary};
use crate::words::{say, words};
use serde_json::{Value, json};

use crate::report::text::aligned;

/// What the terminal shows.
pub(super) fn words(scenario: &Scenario, ensemble: &Ensemble, summaries: &Summaries) -> String {
    let words = Answer::of(ensemble, summaries);
    let mut text = format!("{}\n\n{}\n", scenario.title, words.headline);
    for sentence in &words.sentences {
        text += "  ";
        text += sentence;
        text.push('\n');
    }
    let replications = ensemble.replications().len();
    text += &known_text(&known_rows(&BesideKnown::all(scenario, ensemble)), replications);
    text.push('\n');
    text + &words.certainty
}

/// Known figures beside the model, where there are any.
fn known_text(rows: &[KnownRow], replications: usize) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let model = if replications < Spread::LEAST {
        words!("model (smallest to largest)")
    } else {
        words!("model (middle 90 %)")
    };
    let head = [
        say!("known of the real place"),
        say!("known"),
        model.to_string(),
        String::new(),
    ];
    let rows = rows.iter().map(|row| {
        let cells = [&row.what, &row.known, &row.model].map(String::clone);
        cells.into_iter().chain([row.stand.to_owned()]).collect()
    });
    let table: Vec<Vec<String>> = std::iter::once(head.to_vec()).chain(rows).collect();
    "\n".to_owned() + &aligned(&table)
}

fn known_json(beside: &BesideKnown<'_>) -> Value {
    json!({
        "what": beside.known.what,
        "measure": beside.known.measure,
        "time": beside.known.time.to_string(),
        "value": beside.known.value,
        "interval": beside.known.interval,
        "source": beside.known.source,
        "note": beside.known.note,
        "model": beside.model.as_ref().map(summary),
        "stand": beside.stand().map(KnownPosition::word),
    })
}

/// What programs read.
pub(super) fn json(scenario: &Scenario, ensemble: &Ensemble, summaries: &Summaries) -> Value {
    let last = ensemble.years().len() - 1;
    let measures: serde_json::Map<String, Value> = ensemble
        .columns()
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let value = json!({
                "start": summaries.get(index, 0).map(summary),
                "end": summaries.get(index, last).map(summary),
                "change": ensemble.change(index).as_ref().map(summary),
            });
            (column.key.clone(), value)
        })
        .collect();
    let known = BesideKnown::all(scenario, ensemble);
    json!({
        "years": ensemble.years()[last],
        "measures": measures,
        "known": known.iter().map(known_json).collect::<Vec<_>>(),
    })
}

fn summary(summary: &Summary) -> Value {
    json!({
        "replications": summary.count,
        "mean": summary.mean,
        "standard_deviation": summary.standard_deviation,
        "interval": [summary.interval_low, summary.interval_high],
        "quantiles_5_25_50_75_95": summary.quantiles,
    })
}
