//! The report of a sweep: the plan in words, figures, and where each measure is smallest and largest.

use askama::Template;

use crate::figure::Figure;
use crate::figure::numbers::{MISSING, Notation, count};
use crate::report::design::Fact;
use crate::report::{Provenance, ReportError, command_line};
use crate::scenario::{Design, FactorValues};
use crate::study::Failed;
use crate::study::points::PlannedPoints;
use crate::study::sweep::{Results, Row};

/// Configurations of a plan that are listed in full.
const LISTED_MAX: usize = 60;
/// Failed runs that are listed.
const FAILURES_SHOWN: usize = 20;

/// What the report of a sweep is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contents<'a> {
    /// What was asked.
    pub planned: &'a PlannedPoints,
    /// What came of it.
    pub results: &'a Results,
    /// The figures.
    pub figures: &'a [Figure],
    /// Runs that failed.
    pub failed: &'a [Failed],
    /// How it came about.
    pub provenance: Provenance<'a>,
}

#[derive(Template)]
#[template(path = "study/sweep/report.html", config = "src/askama.toml")]
struct Page<'a> {
    contents: Contents<'a>,
    title: &'a str,
    story: &'a str,
    factors: Vec<Fact>,
    frame: Vec<Fact>,
    extremes: Vec<Extreme>,
    short_names: Vec<String>,
    names: Vec<String>,
    configurations: Vec<Vec<String>>,
    failed: Vec<String>,
    notes: &'a [String],
    command: String,
}

/// Where a measure is smallest or largest.
struct Extreme {
    measure: String,
    word: &'static str,
    mean: String,
    factors: Vec<String>,
}

/// Renders the report of a sweep as HTML.
///
/// # Errors
/// When the template engine fails.
pub(crate) fn render(contents: &Contents<'_>) -> Result<String, ReportError> {
    let plan = &contents.planned.plan;
    let short_names = plan.short_names();
    let mut names = short_names.clone();
    let extremes = extremes(contents);
    let configurations = if contents.planned.points.len() <= LISTED_MAX {
        names.extend((0..plan.measures.len()).map(|measure| plan.label(measure)));
        contents
            .results
            .rows()
            .map(|row| listed(contents, &row))
            .collect()
    } else {
        Vec::new()
    };
    let page = Page {
        contents: *contents,
        title: &plan.title,
        story: &plan.story,
        factors: factors(contents),
        frame: frame(contents),
        extremes,
        short_names,
        names,
        configurations,
        failed: contents
            .failed
            .iter()
            .take(FAILURES_SHOWN)
            .map(|failed| {
                format!(
                    "configuration {}, replication {}: {}",
                    failed.configuration, failed.replication, failed.reason
                )
            })
            .collect(),
        notes: &plan.scenario.data_notes,
        command: command_line(contents.provenance.command),
    };
    Ok(page.render()?)
}

fn factors(contents: &Contents<'_>) -> Vec<Fact> {
    let plan = &contents.planned.plan;
    plan.factors
        .iter()
        .map(|factor| {
            let value = match &factor.values {
                FactorValues::Levels(levels) => {
                    let levels: Vec<String> = levels.iter().map(words).collect();
                    levels.join(", ")
                }
                FactorValues::Range { low, high, .. } => format!("{low} to {high}"),
                FactorValues::Listed => "as the file of points lists".to_owned(),
            };
            Fact {
                name: factor.key.clone(),
                value: if factor.unit.is_empty() {
                    value
                } else {
                    format!("{value} {}", factor.unit)
                },
                meaning: factor.meaning.clone(),
            }
        })
        .collect()
}

fn words(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn frame(contents: &Contents<'_>) -> Vec<Fact> {
    let plan = &contents.planned.plan;
    let fact = |name: &str, value: String, meaning: &str| Fact {
        name: name.to_owned(),
        value,
        meaning: meaning.to_owned(),
    };
    let mut facts = vec![
        fact(
            "base scenario",
            plan.scenario.title.clone(),
            &plan.scenario.path.display().to_string(),
        ),
        fact("design", design(&plan.design), ""),
        fact("configurations", count(contents.planned.points.len()), ""),
        fact("replications of each", count(plan.replications as usize), ""),
        if plan.independent {
            fact(
                "luck",
                "independent".to_owned(),
                "each configuration has a seed of its own",
            )
        } else {
            fact(
                "luck",
                "shared".to_owned(),
                "the same replication meets the same luck in every configuration",
            )
        },
    ];
    facts.extend(plan.stops.iter().map(|stop| {
        fact(
            "a run ends early when",
            stop.to_string(),
            "the end of a run is then its last step",
        )
    }));
    facts
}

/// A design in words.
pub(in crate::study) fn design(design: &Design) -> String {
    match design {
        Design::Factorial => "factorial: every combination of levels".to_owned(),
        Design::LatinHypercube { seed, .. } => format!("Latin hypercube, seed {seed}"),
        Design::Sobol { .. } => "first points of the Sobol\u{2019} sequence".to_owned(),
        Design::Points(_) => "own points".to_owned(),
        Design::Morris { trajectories, .. } => format!("Morris trajectories, {trajectories} of them"),
        Design::Saltelli { rows, .. } => format!("Saltelli points, {rows} rows"),
    }
}

fn extremes(contents: &Contents<'_>) -> Vec<Extreme> {
    let plan = &contents.planned.plan;
    let mut extremes = Vec::new();
    for measure in 0..plan.measures.len() {
        let Some((low, high)) = contents.results.extremes(measure) else {
            extremes.push(Extreme {
                measure: plan.label(measure),
                word: "",
                mean: MISSING.to_owned(),
                factors: vec![String::new(); plan.factors.len()],
            });
            continue;
        };
        extremes.extend([("lowest", low), ("highest", high)].map(|(word, row)| Extreme {
            measure: plan.label(measure),
            word,
            mean: mean(contents, &row, measure),
            factors: factor_values(contents, &row),
        }));
    }
    extremes
}

fn listed(contents: &Contents<'_>, row: &Row<'_>) -> Vec<String> {
    let mut cells = factor_values(contents, row);
    let measures = contents.planned.plan.measures.len();
    cells.extend((0..measures).map(|measure| mean(contents, row, measure)));
    cells
}

fn factor_values(contents: &Contents<'_>, row: &Row<'_>) -> Vec<String> {
    let points = &contents.planned.points;
    points
        .values(row.configuration)
        .iter()
        .map(|value| match value.as_float() {
            Some(number) => format!("{}", (number * 1e6).round() / 1e6),
            None => words(value),
        })
        .collect()
}

fn mean(contents: &Contents<'_>, row: &Row<'_>, measure: usize) -> String {
    let Some(summary) = &row.summaries[measure] else {
        return MISSING.to_owned();
    };
    let half_width = summary.half_width();
    let notation = Notation::new(contents.planned.plan.unit(measure), summary.mean, half_width);
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
