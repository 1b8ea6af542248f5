//! The answer of a search on the terminal.

use samspil::report::frontier::{board, sentences};
use samspil::scenario::FrontierPlan;
use samspil::study::frontier::{Design, Frontier, Study};
use serde_json::{Map, Value, json};

use crate::cli::CommandResult;
use crate::cli::terminal::{Terminal, aligned};

/// Designs that are shown.
const ROWS_MAX: usize = 12;

/// Says what came out and where it lies.
pub(super) fn give(
    plan: &FrontierPlan,
    study: &Study<'_>,
    frontier: &Frontier,
    terminal: &Terminal,
) -> CommandResult {
    if terminal.json {
        return terminal.answer_study(as_json(plan, study, frontier));
    }
    let board = board(plan, study.space(), frontier, true);
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
    let mut text = plan.title.clone() + "\nObjectives: " + &objectives.join("; ") + "\n\n";
    for sentence in sentences(plan, study.space(), frontier) {
        text = text + &sentence + "\n";
    }
    if !board.common.is_empty() {
        let common: Vec<String> = board
            .common
            .iter()
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        text = text + "All designs on the front have: " + &common.join(", ") + "\n";
    }
    let mut header = vec!["design".to_owned()];
    header.extend(board.factors.iter().chain(&board.measures).cloned());
    if board.drawn {
        header.push("on front in draws".to_owned());
        header.push(format!("worst {}", board.measures[0]));
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
    text = text + "\n" + &aligned(&table);
    let more = board.rows.len().saturating_sub(1 + ROWS_MAX);
    if more > 0 {
        text = text + &more.to_string() + " more on the front in the report.\n";
    }
    let report = study.folder().path().join("report.html");
    text = text
        + "\n± is the 95 % interval of the mean over "
        + &plan.confirmation.replications.to_string()
        + " fresh replications.\nReport: "
        + &report.display().to_string()
        + "\n";
    Terminal::answer(&text.replace('\u{a0}', " "))
}

fn as_json(plan: &FrontierPlan, study: &Study<'_>, frontier: &Frontier) -> Value {
    let folder = study.folder();
    let designs: Vec<Value> = frontier
        .designs
        .iter()
        .map(|own| design(plan, study, frontier, own))
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
        "plan": plan.name,
        "title": plan.title,
        "folder": folder.path(),
        "report": folder.path().join("report.html"),
        "hash": folder.hash().to_string(),
        "seed": plan.seed,
        "fresh_seed": study.fresh_seed(),
        "designs_there_are": study.space().size(),
        "designs_looked_at": frontier.searched.len() - 1,
        "exhaustive": frontier.exhaustive,
        "front_of_search": frontier.front.len(),
        "replications": plan.confirmation.replications,
        "draws": frontier.draws.len(),
        "objectives": objectives,
        "baseline": design(plan, study, frontier, &frontier.baseline),
        "front": designs,
    })
}

fn design(plan: &FrontierPlan, study: &Study<'_>, frontier: &Frontier, design: &Design) -> Value {
    let finite = |value: f64| Some(value).filter(|value| value.is_finite());
    let choice = frontier.searched[design.number].choice.as_ref();
    let factors: Option<Map<String, Value>> = choice.map(|choice| {
        plan.factors
            .iter()
            .enumerate()
            .map(|(index, factor)| (factor.key.clone(), json!(study.space().value(choice, index))))
            .collect()
    });
    let measures: Map<String, Value> = plan
        .measures
        .iter()
        .enumerate()
        .map(|(measure, measured)| {
            let summary = design.summaries[measure].as_ref();
            let toughness = design.toughness.as_ref();
            let value = json!({
                "mean": finite(design.mean(measure)),
                "interval_95": summary.map(|own| [finite(own.interval_low), finite(own.interval_high)]),
                "searched": finite(frontier.searched[design.number].means[measure]),
                "worst": toughness.and_then(|own| finite(own.worst[measure])),
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
        "unbeaten_share": design.toughness.as_ref().map(|own| own.unbeaten),
        "within_share": design.toughness.as_ref().map(|own| own.within),
    })
}
