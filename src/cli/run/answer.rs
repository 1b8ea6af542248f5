//! The answer of a run on the terminal.

use samspil::experiment::{BesideKnown, Ensemble, Stand, Summaries};
use samspil::output::RunFolder;
use samspil::report::{Answer, KnownRow, known_rows};
use samspil::scenario::Scenario;
use samspil::statistics::{Spread, Summary};
use serde_json::{Value, json};

use crate::cli::CommandResult;
use crate::cli::terminal::{Terminal, aligned};

/// Says what came out and where it lies.
pub(super) fn give(
    scenario: &Scenario,
    folder: &RunFolder,
    ensemble: &Ensemble,
    terminal: &Terminal,
) -> CommandResult {
    if terminal.json {
        return terminal.answer_study(as_json(scenario, folder, ensemble));
    }
    let words = Answer::of(ensemble, &Summaries::of(ensemble));
    let mut text = format!("{}\n\n{}\n", scenario.title, words.headline);
    for sentence in &words.sentences {
        text = text + "  " + sentence + "\n";
    }
    let replications = ensemble.replications().len();
    text += &known_text(&known_rows(&BesideKnown::all(scenario, ensemble)), replications);
    let report = folder.path().join("report.html");
    text = text + "\n" + &words.certainty + "\n" + "Report: " + &report.display().to_string() + "\n";
    Terminal::answer(&text.replace('\u{a0}', " "))
}

/// Known figures beside the model, where there are any.
fn known_text(rows: &[KnownRow], replications: usize) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let model = if replications < Spread::LEAST {
        "model (smallest to largest)"
    } else {
        "model (middle 90 %)"
    };
    let head = ["known of the real place", "known", model, ""].map(str::to_owned);
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
        "stand": beside.stand().map(Stand::word),
    })
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
    let known = BesideKnown::all(scenario, ensemble);
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
        "known": known.iter().map(known_json).collect::<Vec<_>>(),
        "data_notes": scenario.data_notes,
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
