//! The report of a sensitivity analysis, and the tables it shares with the terminal.

use askama::Template;

use crate::figure::Figure;
use crate::figure::numbers::{MISSING, Notation, count, counted, fixed, nouns, percent};
use crate::report::design::Fact;
use crate::report::{Provenance, ReportError, command_line};
use crate::scenario::{Design, Factor, FactorValues, Plan};
use crate::statistics::Interval;
use crate::study::Failed;
use crate::study::points::{notation_of, range_said};
use crate::study::sensitivity::{Analysis, Dependence, Effect, VarianceShare};
use crate::words::{say, unit, words};

/// Parameters in a table of the report.
const LISTED: usize = 25;
/// Parameters in a sentence.
const NAMED: usize = 3;
/// Trajectories and rows that are usual: intervals from fewer are rough.
const USUAL_TRAJECTORIES: usize = 10;
const USUAL_ROWS: usize = 128;

/// What the report of an analysis is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contents<'a> {
    /// What was asked.
    pub plan: &'a Plan,
    /// What came of it.
    pub analysis: &'a Analysis,
    /// Number of points.
    pub points: usize,
    /// The figures.
    pub figures: &'a [Figure],
    /// Runs that failed.
    pub failed: &'a [Failed],
    /// How it came about.
    pub provenance: Provenance<'a>,
}

#[derive(Template)]
#[template(path = "study/sensitivity/report.html", config = "src/askama.toml")]
struct Page<'a> {
    contents: Contents<'a>,
    sentences: Vec<String>,
    heading: &'static str,
    file: &'static str,
    reading: String,
    tables: Vec<Ranking>,
    factors: Vec<Fact>,
    points: String,
    command: String,
}

/// What one measure depends on, as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ranking {
    /// The measure.
    pub measure: String,
    /// What is to be known about all rows.
    pub note: String,
    /// Names of the columns.
    pub header: Vec<&'static str>,
    /// The most important first.
    pub rows: Vec<Vec<String>>,
}

/// Renders the report of an analysis as HTML.
///
/// # Errors
/// When the template engine fails.
pub(crate) fn render(contents: &Contents<'_>) -> Result<String, ReportError> {
    let screened = contents
        .analysis
        .findings
        .iter()
        .all(|findings| matches!(findings.dependence, Dependence::Effects(_)));
    let (heading, file) = if screened {
        (words!("Elementary effects"), "effects")
    } else {
        (words!("Sobol\u{2019} indices"), "indices")
    };
    let page = Page {
        contents: *contents,
        sentences: sentences(contents.plan, contents.analysis),
        heading: heading.text(),
        file,
        reading: reading(contents.plan, contents.analysis),
        tables: rankings(contents.plan, contents.analysis, LISTED),
        factors: contents.plan.factors.iter().map(fact).collect(),
        points: format!(
            "{} ({})",
            count(contents.points),
            crate::study::sweep::report::design(&contents.plan.design)
        ),
        command: command_line(contents.provenance.command),
    };
    Ok(page.render()?)
}

/// How to read a table, and how far its intervals can be trusted.
#[must_use]
pub(crate) fn reading(plan: &Plan, analysis: &Analysis) -> String {
    let reading = if matches!(plan.design, Design::Morris { .. }) {
        words!(
            "μ*: mean absolute change of the measure over the whole range of a parameter, ± half of its 95 % interval \
             over trajectories. μ: the same with its sign. σ: how unevenly it acts. Error: what replications leave open \
             of μ*. Floor: the μ* that noise alone would show; a * marks what does not stand out from it."
        )
    } else {
        words!(
            "First: share of the variance that would go if this alone were known. Total: share that would stay if all \
             others were known. Brackets: 95 % bootstrap intervals. Totals hold the noise too."
        )
    };
    let sentences = std::iter::once(reading.to_string()).chain(cautions(plan, analysis));
    sentences.collect::<Vec<_>>().join(" ")
}

/// What is to be known of the intervals: where they are cut, and that few trajectories or rows say little.
fn cautions(plan: &Plan, analysis: &Analysis) -> Vec<String> {
    let is_cut = |measure: usize, dependence: &Dependence| match dependence {
        Dependence::Effects(effects) => effects
            .iter()
            .any(|effect| cut_ends(plan, measure, effect).is_some()),
        Dependence::Shares { .. } => false,
    };
    let mut findings = analysis.findings.iter().enumerate();
    let mut cautions = Vec::new();
    if findings.any(|(measure, findings)| is_cut(measure, &findings.dependence)) {
        cautions.push(say!(
            "Where ± would reach beyond what a change can be, both ends of the interval stand in brackets, cut at its limit."
        ));
    }
    match plan.design {
        Design::Morris { trajectories, .. } if trajectories < USUAL_TRAJECTORIES => cautions.push(say!(
            "Intervals from {trajectories} trajectories are rough; --trajectories {USUAL_TRAJECTORIES} is usual."
        )),
        Design::Saltelli { rows, .. } if rows < USUAL_ROWS => cautions.push(say!(
            "Intervals from {rows} rows are rough; --rows {USUAL_ROWS} is usual."
        )),
        _ => {}
    }
    cautions
}

/// What each measure depends on, the first so many.
#[must_use]
pub(crate) fn rankings(plan: &Plan, analysis: &Analysis, most: usize) -> Vec<Ranking> {
    analysis
        .findings
        .iter()
        .enumerate()
        .map(|(measure, findings)| {
            let spread = spread(plan, measure, findings.mean, findings.deviation);
            match &findings.dependence {
                Dependence::Effects(effects) => Ranking {
                    measure: plan.label(measure),
                    note: format!(
                        "{} {spread}",
                        standing_out(&unit_of_effects(plan.unit(measure)), effects)
                    ),
                    header: vec![
                        words!("parameter").text(),
                        "μ*",
                        "μ",
                        "σ",
                        words!("error").text(),
                        words!("floor").text(),
                    ],
                    rows: effects
                        .iter()
                        .take(most)
                        .map(|effect| effect_row(plan, measure, effect))
                        .collect(),
                },
                Dependence::Shares { shares, noise } => Ranking {
                    measure: plan.label(measure),
                    note: if noise.is_finite() {
                        say!(
                            "{} of the variance is replication noise. {spread}",
                            percent(*noise)
                        )
                    } else {
                        spread
                    },
                    header: vec![
                        words!("parameter").text(),
                        words!("first").text(),
                        "",
                        words!("total").text(),
                        "",
                    ],
                    rows: shares
                        .iter()
                        .take(most)
                        .map(|share| share_row(analysis, share))
                        .collect(),
                },
            }
        })
        .collect()
}

/// In which unit effects are, and how many of them noise does not explain.
fn standing_out(unit: &str, effects: &[Effect]) -> String {
    let all = counted(effects.len(), nouns::PARAMETER);
    match effects.iter().filter(|effect| effect.is_seen()).count() {
        1 => say!("In {unit}. 1 of {all} stands out from noise."),
        several => say!("In {unit}. {several} of {all} stand out from noise."),
    }
}

fn spread(plan: &Plan, measure: usize, mean: f64, deviation: f64) -> String {
    let notation = notation_of(plan, measure, mean, deviation);
    say!(
        "Over the points its mean is {} and its standard deviation {}.",
        notation.with_unit(mean),
        notation.value(deviation).replace('%', &words!("points")),
    )
}

/// Differences of shares are in percentage points.
fn unit_of_effects(unit: &str) -> String {
    let unit = Notation::ticks(unit, 1.0).unit();
    match unit.strip_prefix('%') {
        Some(rest) => say!("percentage points{rest}"),
        None if unit.is_empty() => say!("units of the measure"),
        None => unit,
    }
}

fn effect_row(plan: &Plan, measure: usize, effect: &Effect) -> Vec<String> {
    let own = &effect.effects;
    let notation = Notation::new(plan.unit(measure), own.mean_absolute, effect.error);
    let digits = |value: f64| notation.value(value).replace("\u{a0}%", "");
    let mark = if effect.is_seen() { "" } else { " *" };
    vec![
        plan.factors[effect.factor].key.clone() + mark,
        if let Some((low, high)) = cut_ends(plan, measure, effect) {
            let (low, high) = (digits(low), digits(high));
            format!("{} ({})", digits(own.mean_absolute), say!("{low} to {high}"))
        } else {
            let half_width = own.mean_absolute_interval.half_width();
            format!("{} ± {}", digits(own.mean_absolute), digits(half_width))
        },
        digits(own.mean),
        digits(own.deviation),
        digits(effect.error),
        digits(effect.floor),
    ]
}

/// The ends of the interval of an absolute change that reaches below none or beyond the whole range of the measure, cut there;
/// `None` where it does not.
fn cut_ends(plan: &Plan, measure: usize, effect: &Effect) -> Option<(f64, f64)> {
    let (least, most) = plan.limits(measure);
    let Interval { low, high } = effect.effects.mean_absolute_interval;
    // An effect is scaled up from a part of the range of its parameter, so the estimate itself may lie beyond.
    let widest = (most - least).max(effect.effects.mean_absolute);
    let ends = (low.max(0.0), high.min(widest));
    (low < ends.0 || ends.1 < high).then_some(ends)
}

fn share_row(analysis: &Analysis, share: &VarianceShare) -> Vec<String> {
    let indices = &share.indices;
    // A share lies between none and all; an estimate that chance puts past an end stays within its interval.
    let range = |index: f64, interval: Interval| {
        if interval.low.is_finite() {
            let low = fixed(interval.low.max(index.min(0.0)), 2);
            let high = fixed(interval.high.min(index.max(1.0)), 2);
            say!("[{low}, {high}]")
        } else {
            String::new()
        }
    };
    vec![
        analysis.groups[share.group].name.clone(),
        index(indices.first),
        range(indices.first, indices.first_interval),
        index(indices.total),
        range(indices.total, indices.total_interval),
    ]
}

fn index(value: f64) -> String {
    if value.is_finite() {
        fixed(value, 2)
    } else {
        MISSING.to_string()
    }
}

/// What each measure depends on, in a sentence each.
fn sentences(plan: &Plan, analysis: &Analysis) -> Vec<String> {
    let list = |names: Vec<String>| crate::figure::enumeration(&names, &words!("and"));
    analysis
        .findings
        .iter()
        .enumerate()
        .map(|(measure, findings)| {
            let label = plan.label(measure);
            match &findings.dependence {
                Dependence::Effects(effects) => {
                    let seen = effects.iter().filter(|effect| effect.is_seen()).take(NAMED);
                    let names: Vec<String> = seen
                        .map(|effect| plan.factors[effect.factor].key.clone())
                        .collect();
                    if names.is_empty() {
                        say!("{label}: no parameter stands out from replication noise.")
                    } else {
                        say!("{label} depends most on {}.", list(names))
                    }
                }
                Dependence::Shares { shares, noise } => {
                    let sum: f64 = shares.iter().map(|share| share.indices.first).sum();
                    let names: Vec<String> = shares
                        .iter()
                        .take(NAMED)
                        .map(|share| {
                            let total = percent(share.indices.total);
                            format!("{} ({total})", analysis.groups[share.group].name)
                        })
                        .collect();
                    if sum.is_finite() {
                        say!(
                            "{label}: most of the variance goes with {}, by total index; first-order indices add up to {}, \
                             and {} is replication noise.",
                            list(names),
                            percent(sum),
                            percent(*noise)
                        )
                    } else {
                        say!("{label} does not vary over the points.")
                    }
                }
            }
        })
        .collect()
}

fn fact(factor: &Factor) -> Fact {
    let value = match &factor.values {
        FactorValues::Range { low, high, .. } => {
            let range = range_said(*low, *high);
            format!("{range} {}", unit(&factor.unit))
        }
        FactorValues::Levels(_) | FactorValues::Listed => String::new(),
    };
    Fact {
        name: factor.key.clone(),
        value: value.trim_end().to_owned(),
        meaning: factor.said(),
    }
}
