//! The answer of a search on the terminal.

use super::report::{board, cautions, sentences};
use crate::study::frontier::{Frontier, FrontierDesign, FrontierSearch};
use serde_json::{Map, Value, json};

use crate::report::text::aligned;
use crate::words::say;

/// Designs that are shown.
const ROWS_MAX: usize = 12;

/// What came out: the front in words, then its designs.
pub(super) fn words(search: &FrontierSearch, frontier: &Frontier) -> String {
    let (plan, space) = (&search.plan, &search.space);
    let board = board(plan, space, frontier, true);
    let objectives: Vec<String> = plan
        .objectives
        .iter()
        .map(|objective| {
            let unit = &board.units[objective.measure];
            let unit = if unit.is_empty() {
                String::new()
            } else {
                format!(", {unit}")
            };
            format!(
                "{}{unit} ({})",
                board.measures[objective.measure],
                objective.direction.words()
            )
        })
        .collect();
    let objectives = say!("Objectives: {}", objectives.join("; "));
    let mut text = format!("{}\n{objectives}\n\n", plan.title);
    for sentence in sentences(plan, space, frontier) {
        text += &sentence;
        text.push('\n');
    }
    if !board.common.is_empty() {
        let common: Vec<String> = board
            .common
            .iter()
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        text += &say!("All designs on the front have: {}", common.join(", "));
        text.push('\n');
    }
    let mut header = vec![say!("design")];
    header.extend(board.factors.iter().chain(&board.measures).cloned());
    if board.drawn {
        header.push(say!("on front in draws"));
        header.push(say!("worst {}", board.measures[0]));
    }
    let mut table = vec![header];
    for row in board.rows.iter().take(1 + ROWS_MAX) {
        let mut cells = vec![row.name.clone()];
        cells.extend(row.factors.iter().chain(&row.means).cloned());
        if board.drawn {
            cells.push(row.unbeaten.clone());
            cells.extend(row.worst.first().cloned());
        }
        table.push(cells);
    }
    text.push('\n');
    text += &aligned(&table);
    let more = board.rows.len().saturating_sub(1 + ROWS_MAX);
    if more > 0 {
        text += &say!("{more} more on the front in the report.");
        text.push('\n');
    }
    text.push('\n');
    let mut certainty = vec![say!(
        "± is the 95 % interval of the mean over {} fresh replications.",
        plan.confirmation.replications
    )];
    certainty.extend(cautions(plan, frontier));
    text + &certainty.join(" ")
}

/// What programs read.
pub(super) fn json(search: &FrontierSearch, frontier: &Frontier) -> Value {
    let plan = &search.plan;
    let designs: Vec<Value> = frontier
        .designs
        .iter()
        .map(|own| design(search, frontier, own))
        .collect();
    let objectives: Vec<Value> = plan
        .objectives
        .iter()
        .enumerate()
        .map(|(index, objective)| {
            json!({
                "measure": plan.measures[objective.measure].name,
                "better": objective.direction,
                "flattered_by": frontier.optimism(index),
            })
        })
        .collect();
    json!({
        "fresh_seed": search.fresh_seed(),
        "designs_there_are": search.space.size(),
        "designs_looked_at": frontier.searched.len() - 1,
        "parameters": if plan.search.drawn { "drawn" } else { "usual" },
        "exhaustive": frontier.exhaustive,
        "front_of_search": frontier.front.len(),
        "draws": frontier.draws.len(),
        "objectives": objectives,
        "baseline": design(search, frontier, &frontier.baseline),
        "front": designs,
    })
}

fn design(search: &FrontierSearch, frontier: &Frontier, design: &FrontierDesign) -> Value {
    let plan = &search.plan;
    let finite = |value: f64| Some(value).filter(|value| value.is_finite());
    let choice = frontier.searched[design.number].choice.as_ref();
    let factors: Option<Map<String, Value>> = choice.map(|choice| {
        plan.factors
            .iter()
            .enumerate()
            .map(|(index, factor)| (factor.key.clone(), json!(search.space.value(choice, index))))
            .collect()
    });
    let measures: Map<String, Value> = plan
        .measures
        .iter()
        .enumerate()
        .map(|(measure, measured)| {
            let summary = design.summaries[measure].as_ref();
            let robustness = design.robustness.as_ref();
            let value = json!({
                "mean": finite(design.mean(measure)),
                "interval": summary.map(|own| [finite(own.interval_low), finite(own.interval_high)]),
                "searched": finite(frontier.searched[design.number].means[measure]),
                "worst": robustness.and_then(|own| finite(own.worst[measure])),
            });
            (measured.name.clone(), value)
        })
        .collect();
    json!({
        "design": design.number,
        "factors": factors,
        "measures": measures,
        "holds": design.holds(),
        "keeps_limits": design.keeps_limits(),
        "beaten_by": design.beaten_by,
        "unbeaten_share": design.robustness.as_ref().map(|own| own.unbeaten),
        "within_share": design.robustness.as_ref().map(|own| own.within),
    })
}
