//! The answer of a comparison on the terminal.

use samspil::model::measures::Better;
use samspil::output::RunFolder;
use samspil::report::comparison::{Row, Words, rows};
use samspil::statistics::CONFIDENCE;
use samspil::study::comparison::{Comparison, Contrast, Effort, RANKED, Ranking, Versus};
use serde_json::{Map, Value, json};

use crate::cli::CommandResult;
use crate::cli::terminal::Terminal;

/// The measures of the table on the terminal.
const SHOWN: [&str; 9] = [
    "participants_share",
    "output",
    "outcome",
    "unmet_need",
    "public_cost",
    "cost_per_outcome",
    "equity_gap",
    "trust",
    "public_value",
];

/// Says what came out and where it lies.
pub(super) fn give(
    folder: &RunFolder,
    comparison: &Comparison,
    effort: &Effort,
    notes: &[String],
    terminal: &Terminal,
) -> CommandResult {
    if terminal.json {
        return terminal.answer_study(as_json(folder, comparison, effort, notes));
    }
    let words = Words::of(comparison);
    let mut text = format!("Baseline: {}\n", comparison.arms[0].title);
    for (variant, versus) in words.variants.iter().zip(&comparison.versus) {
        text = text + "\n" + &variant.headline + "\n" + &table(&rows(versus, &keys(effort), effort.target()));
    }
    text.push('\n');
    for sentence in &words.ranking {
        text = text + sentence + "\n";
    }
    text = text + "\n" + &words.certainty + "\n";
    text = text + "Report: " + &folder.path().join("report.html").display().to_string() + "\n";
    Terminal::answer(&text.replace('\u{a0}', " "))
}

/// The measures shown, with that of `--precision`.
fn keys(effort: &Effort) -> Vec<&str> {
    let mut keys = SHOWN.to_vec();
    if let Effort::Precise { key, .. } = effort
        && !keys.contains(&key.as_str())
    {
        keys.push(key);
    }
    keys
}

/// Rows in columns as wide as they need.
fn table(rows: &[Row]) -> String {
    let head = [
        "",
        "baseline",
        "variant",
        "difference",
        "95 % interval",
        "d_z",
        "probability",
        "gain",
    ]
    .map(str::to_owned);
    let mut lines = vec![head];
    lines.extend(rows.iter().map(|row| {
        [
            format!("{} {}", row.label, row.unit).trim().to_owned(),
            row.baseline.clone(),
            row.variant.clone(),
            row.difference.clone(),
            row.interval.clone(),
            row.effect.clone(),
            row.probability.clone(),
            format!("×{}", row.reduction).replace("×–", "–"),
        ]
    }));
    let widths: Vec<usize> = (0..lines[0].len())
        .map(|column| {
            let width = |line: &[String; 8]| line[column].chars().count();
            lines.iter().map(width).max().unwrap_or(0)
        })
        .collect();
    let aligned = lines.iter().map(|line| {
        let cells = line.iter().zip(&widths).enumerate();
        let cells = cells.map(|(column, (cell, &width))| match column {
            0 => format!("{cell:width$}"),
            _ => format!("{cell:>width$}"),
        });
        format!("  {}\n", cells.collect::<Vec<_>>().join("  "))
    });
    aligned.collect()
}

fn as_json(folder: &RunFolder, comparison: &Comparison, effort: &Effort, notes: &[String]) -> Value {
    let variants: Vec<Value> = comparison
        .variants()
        .map(|(variant, versus)| {
            json!({
                "variant": variant.key,
                "title": variant.title,
                "measures": measures(versus, effort),
            })
        })
        .collect();
    let rankings: Map<String, Value> = RANKED
        .iter()
        .filter_map(|key| {
            Some((
                (*key).to_owned(),
                ranking(comparison, &Ranking::of(comparison, key)?),
            ))
        })
        .collect();
    json!({
        "baseline": { "title": comparison.arms[0].title, "scenario": comparison.arms[0].scenario.name },
        "folder": folder.path(),
        "report": folder.path().join("report.html"),
        "hash": folder.hash().to_string(),
        "seed": folder.seed(),
        "replications": comparison.replications(),
        "years": comparison.years().last(),
        "notes": notes,
        "variants": variants,
        "rankings": rankings,
    })
}

fn measures(versus: &Versus, effort: &Effort) -> Map<String, Value> {
    let last = versus.steps() - 1;
    let columns = versus.columns().iter().enumerate();
    columns
        .map(|(index, column)| {
            let better = column.measure.better;
            let value = measure(
                versus.at(index, last),
                column.measure.unit,
                better,
                effort.target(),
            );
            (column.key.clone(), value)
        })
        .collect()
}

fn measure(contrast: &Contrast, unit: &str, better: Option<Better>, target: Option<f64>) -> Value {
    let number = |value: f64| value.is_finite().then_some(value);
    let paired = &contrast.paired;
    let interval = paired.interval(CONFIDENCE);
    let (with_pairs, without) = contrast.replications_needed(target);
    json!({
        "unit": unit,
        "pairs": paired.difference.count(),
        "baseline": number(paired.baseline.mean()),
        "variant": number(paired.variant.mean()),
        "difference": number(paired.difference.mean()),
        "interval_95": [number(interval.low), number(interval.high)],
        "d_z": number(paired.standardised_effect()),
        "better": better.map(|better| match better {
            Better::Higher => "higher",
            Better::Lower => "lower",
        }),
        "probability_higher": number(paired.probability_higher),
        "probability_better": better.and_then(|better| number(contrast.probability(Some(better)))),
        "variance_reduction": number(paired.variance_reduction()),
        "replications_paired": with_pairs,
        "replications_unpaired": without,
    })
}

fn ranking(comparison: &Comparison, ranking: &Ranking) -> Value {
    let places: Vec<Value> = ranking
        .places
        .iter()
        .map(|place| {
            json!({
                "variant": comparison.arms[place.arm].key,
                "mean": place.mean,
                "best_share": place.best,
                "sure_ahead_of_next": place.ahead.map(|_| !place.is_unsure()),
            })
        })
        .collect();
    json!(places)
}
