//! The answer of a run on the terminal.

use samspil::experiment::{Ensemble, Summaries};
use samspil::output::RunFolder;
use samspil::report::Answer;
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
    let words = Answer::of(ensemble, &Summaries::of(ensemble));
    let mut text = format!("{}\n\n{}\n", scenario.title, words.headline);
    for sentence in &words.sentences {
        text = text + "  " + sentence + "\n";
    }
    let report = folder.path().join("report.html");
    text = text + "\n" + &words.certainty + "\n" + "Report: " + &report.display().to_string() + "\n";
    Terminal::answer(&text.replace('\u{a0}', " "))
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
