//! The report of a sweep: the plan in words, figures, and where each measure is smallest and largest.

use askama::Template;

use crate::figure::Figure;
use crate::figure::numbers::{MISSING, count};
use crate::report::design::Fact;
use crate::report::{Provenance, ReportError, command_line};
use crate::scenario::{Design, FactorValues, Plan};
use crate::statistics::{Spread, Summary};
use crate::study::Failed;
use crate::study::points::{PlannedPoints, mean_said, notation_of, range_said, value_said};
use crate::study::sweep::{Results, Row};
use crate::words::{Words, say, unit, words};

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
    cautions: Vec<String>,
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
        names.extend((0..plan.measures.len()).map(|measure| label(plan, measure)));
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
        cautions: cautions(plan, contents.results),
        short_names,
        names,
        configurations,
        failed: contents
            .failed
            .iter()
            .take(FAILURES_SHOWN)
            .map(|failed| {
                let reason = &failed.reason;
                say!(
                    "configuration {}, replication {}: {reason}",
                    failed.configuration,
                    failed.replication
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
                    let levels: Vec<String> = levels.iter().map(value_said).collect();
                    levels.join(", ")
                }
                FactorValues::Range { low, high, .. } => range_said(*low, *high),
                FactorValues::Listed => say!("as the file of points lists"),
            };
            Fact {
                name: factor.key.clone(),
                value: if factor.unit.is_empty() {
                    value
                } else {
                    format!("{value} {}", unit(&factor.unit))
                },
                meaning: factor.said(),
            }
        })
        .collect()
}

fn frame(contents: &Contents<'_>) -> Vec<Fact> {
    let plan = &contents.planned.plan;
    let fact = |name: Words, value: String, meaning: &str| Fact {
        name: name.to_string(),
        value,
        meaning: meaning.to_owned(),
    };
    let mut facts = vec![
        fact(
            words!("base scenario"),
            plan.scenario.title.clone(),
            &plan.scenario.path.display().to_string(),
        ),
        fact(words!("design"), design(&plan.design), ""),
        fact(words!("configurations"), count(contents.planned.points.len()), ""),
        fact(
            words!("replications of each"),
            count(plan.replications as usize),
            "",
        ),
        if plan.independent {
            fact(
                words!("luck"),
                say!("independent"),
                &words!("each configuration has a seed of its own"),
            )
        } else {
            fact(
                words!("luck"),
                say!("shared"),
                &words!("the same replication meets the same luck in every configuration"),
            )
        },
    ];
    facts.extend(plan.stops.iter().map(|stop| {
        fact(
            words!("a run ends early when"),
            stop.to_string(),
            &words!("the end of a run is then its last step"),
        )
    }));
    facts
}

/// A design in words.
pub(in crate::study) fn design(design: &Design) -> String {
    match design {
        Design::Factorial => say!("factorial: every combination of levels"),
        Design::LatinHypercube { seed, .. } => say!("Latin hypercube, seed {seed}"),
        Design::Sobol { .. } => say!("first points of the Sobol\u{2019} sequence"),
        Design::Points(_) => say!("own points"),
        Design::Morris { trajectories, .. } => say!("Morris trajectories, {trajectories} of them"),
        Design::Saltelli { rows, .. } => say!("Saltelli points, {rows} rows"),
    }
}

fn extremes(contents: &Contents<'_>) -> Vec<Extreme> {
    let plan = &contents.planned.plan;
    let mut extremes = Vec::new();
    for measure in 0..plan.measures.len() {
        let Some((low, high)) = contents.results.extremes(measure) else {
            extremes.push(Extreme {
                measure: label(plan, measure),
                word: "",
                mean: MISSING.to_string(),
                factors: vec![String::new(); plan.factors.len()],
            });
            continue;
        };
        let ends = [(words!("lowest"), low), (words!("highest"), high)];
        extremes.extend(ends.map(|(word, row)| Extreme {
            measure: label(plan, measure),
            word: word.text(),
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
    let values = contents.planned.points.values(row.configuration);
    values.iter().map(value_said).collect()
}

fn mean(contents: &Contents<'_>, row: &Row<'_>, measure: usize) -> String {
    let plan = &contents.planned.plan;
    mean_and_interval(plan, measure, row.summaries[measure].as_ref())
}

fn label(plan: &Plan, measure: usize) -> String {
    with_unit(plan, measure, &plan.label(measure))
}

/// The name of a measure with its unit, where its numbers do not carry it: shares are written in percent or points.
pub(super) fn with_unit(plan: &Plan, measure: usize, name: &str) -> String {
    let own = plan.unit(measure);
    if own.is_empty() || own.starts_with("share") {
        name.to_owned()
    } else {
        format!("{name} ({})", unit(own))
    }
}

/// The mean of a measure with half of its interval, or with both ends of it where one is cut.
pub(super) fn mean_and_interval(plan: &Plan, measure: usize, summary: Option<&Summary>) -> String {
    let cut = summary.and_then(|summary| Some((summary, cut_ends(plan.limits(measure), summary)?)));
    let Some((summary, (low, high))) = cut else {
        return mean_said(plan, measure, summary);
    };
    let notation = notation_of(plan, measure, summary.mean, summary.half_width());
    let (mean, range) = if plan.variant.is_some() {
        (notation.change(summary.mean), notation.change_range(low, high))
    } else {
        (notation.value(summary.mean), notation.range(low, high))
    };
    format!("{mean} ({range})")
}

/// The ends of an interval that reaches beyond what the measure can be, cut there; `None` where it does not.
pub(in crate::study) fn cut_ends((least, most): (f64, f64), summary: &Summary) -> Option<(f64, f64)> {
    // A mean that rounding puts past a limit stays within its interval.
    let low = summary.interval_low.max(least.min(summary.mean));
    let high = summary.interval_high.min(most.max(summary.mean));
    (summary.interval_low < low || high < summary.interval_high).then_some((low, high))
}

/// What is to be known of the intervals.
pub(super) fn cautions(plan: &Plan, results: &Results) -> Vec<String> {
    let is_cut = |(measure, summary): (usize, &Option<Summary>)| {
        let summary = summary.as_ref();
        summary.is_some_and(|summary| cut_ends(plan.limits(measure), summary).is_some())
    };
    let mut rows = results.rows();
    let are_cut = rows.any(|row| row.summaries.iter().enumerate().any(is_cut));
    cautions_of(are_cut, plan.replications)
}

/// What is to be known of intervals of means: where they are cut, if they are, and that few replications say little.
pub(in crate::study) fn cautions_of(are_cut: bool, replications: u32) -> Vec<String> {
    let cut = are_cut.then(|| {
        say!(
            "Where ± would reach beyond what a measure can be, both ends of the interval stand in brackets, cut at its limit."
        )
    });
    let least = Spread::LEAST;
    let is_few = (2..least).contains(&(replications as usize));
    let few = is_few.then(|| {
        say!(
            "An interval from {replications} replications is rough: fewer than {least} say little of how much they vary; \
             -n {least} adds some."
        )
    });
    cut.into_iter().chain(few).collect()
}
