//! The answer of a comparison in words and for programs.

use super::report::{Row, Words as Told, rows};
use crate::model::measures::Better;
use crate::report::text::{figures_aligned, widths};
use crate::statistics::CONFIDENCE;
use crate::study::Variant;
use crate::study::comparison::{Compare, CompareAnswer, Comparison, Contrast, RANKED, Ranking, Versus};
use crate::study::ranking::{RankingFound, RankingUnderDraws, change};
use crate::study::why;
use crate::words::{Words, say, words};
use serde_json::{Map, Value, json};

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

/// What the columns mean that do not say so.
const COLUMNS: Words = words!(
    "d_z: the difference in units of its standard deviation over replications. Probability: that the same society fares better under \
     the variant, or is higher where nothing says which way is better. Gain: how many times more replications separate seeds would \
     need for an interval as narrow."
);

/// What the terminal shows.
pub(super) fn words(study: &Compare, answer: &CompareAnswer) -> String {
    let comparison = &answer.comparison;
    let words = Told::of(comparison);
    let mut text = say!("Baseline: {}", comparison.arms[0].title) + "\n";
    for (variant, versus) in words.variants.iter().zip(&comparison.versus) {
        let rows = rows(versus, &keys(study), study.target());
        let worlds = variant.worlds.as_deref().into_iter();
        for sentence in std::iter::once(variant.headline.as_str()).chain(worlds) {
            text.extend(["\n", sentence]);
        }
        text += &["\n", &table(&rows)].concat();
    }
    text.extend(["  ", COLUMNS.text(), "\n\n"]);
    for sentence in words
        .ranking
        .iter()
        .chain(&study.robustness(answer))
        .chain(&study.reasons(answer))
    {
        text += sentence;
        text.push('\n');
    }
    text + "\n" + &words.certainty
}

/// The measures shown, with that of `--precision`.
fn keys(study: &Compare) -> Vec<&str> {
    let mut keys = SHOWN.to_vec();
    if study.target().is_some() && !keys.contains(&study.key.as_str()) {
        keys.push(&study.key);
    }
    keys
}

/// Rows in columns as wide as they need.
fn table(rows: &[Row]) -> String {
    let head = [
        String::new(),
        say!("baseline"),
        say!("variant"),
        say!("difference"),
        say!("95 % interval"),
        "d_z".to_owned(),
        say!("probability"),
        say!("gain"),
    ];
    let mut lines = vec![head.to_vec()];
    lines.extend(rows.iter().map(|row| {
        vec![
            if row.unit.is_empty() {
                row.label.clone()
            } else {
                format!("{}, {}", row.label, row.unit)
            },
            row.baseline.clone(),
            row.variant.clone(),
            row.difference.clone(),
            row.interval.clone(),
            row.effect.clone(),
            row.probability.clone(),
            format!("×{}", row.reduction).replace("×–", "–"),
        ]
    }));
    figures_aligned(&lines, &widths(&lines))
}

/// What programs read.
pub(super) fn json(study: &Compare, answer: &CompareAnswer) -> Value {
    let comparison = &answer.comparison;
    let variants: Vec<Value> = comparison
        .variants()
        .map(|(variant, versus)| {
            json!({
                "arm": variant.key,
                "title": variant.title,
                "measures": measures(versus, study.target()),
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
        "years": comparison.years().last(),
        "variants": variants,
        "rankings": rankings,
        "why": study.shared(answer).map(|(why, variants)| {
            let told = variants.iter();
            told.map(|(variant, shared)| why::json(why, &variant.key, shared)).collect::<Vec<_>>()
        }),
        "robustness": study.ranking.as_ref().zip(answer.robustness.as_ref()).map(robustness),
    })
}

/// How a ranking fares over draws.
fn robustness((study, found): (&RankingUnderDraws, &RankingFound)) -> Value {
    let arms: Vec<&Variant> = study.arms().collect();
    let order = found.order.iter();
    let places = order.map(|&arm| json!({ "arm": arms[arm].key, "best_share": found.best_share(arm) }));
    json!({
        "measure": study.column.key,
        "draws": found.draws.len(),
        "draws_asked": study.draws,
        "replications": study.replications,
        "places": places.collect::<Vec<_>>(),
        "changes": found.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

fn measures(versus: &Versus, target: Option<f64>) -> Map<String, Value> {
    let last = versus.steps() - 1;
    let columns = versus.columns().iter().enumerate();
    columns
        .map(|(index, column)| {
            let better = column.measure.better;
            let value = measure(versus.at(index, last), better, target);
            (column.key.clone(), value)
        })
        .collect()
}

fn measure(contrast: &Contrast, better: Option<Better>, target: Option<f64>) -> Value {
    let paired = &contrast.paired;
    let (with_pairs, without) = contrast.replications_needed(target);
    json!({
        "pairs": paired.difference.count(),
        "baseline": paired.baseline.mean(),
        "variant": paired.variant.mean(),
        "difference": paired.difference.mean(),
        "interval": paired.interval(CONFIDENCE).ends(),
        "d_z": paired.standardised_effect(),
        "better": better.map(|better| match better {
            Better::Higher => "higher",
            Better::Lower => "lower",
        }),
        "probability_higher": paired.probability_higher,
        "probability_better": better.map(|better| contrast.probability(Some(better))),
        "variance_reduction": paired.variance_reduction(),
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
                "arm": comparison.arms[place.arm].key,
                "mean": place.mean,
                "best_share": place.best,
                "sure_ahead_of_next": place.ahead.map(|_| !place.is_unsure()),
            })
        })
        .collect();
    json!(places)
}
