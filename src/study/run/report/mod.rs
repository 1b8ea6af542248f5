//! The report of a run.

mod answer;
mod known;
mod measures;
#[cfg(test)]
mod tests;

use askama::Template;

use crate::experiment::{BesideKnown, Ensemble, Summaries};
use crate::figure::numbers::count;
use crate::figure::{Figure, Happening, happenings, value_text};
use crate::report::design::Design;
use crate::report::parameters::{self, Parameter};
use crate::report::{Provenance, ReportError, command_line};
use crate::scenario::Scenario;
use crate::statistics::Spread;
use crate::words::say;
pub(crate) use answer::Answer;
pub(in crate::study) use answer::{Amount, Gap, MEASURES, gap, these};
pub(crate) use known::{KnownRow, known_rows};
use measures::Group;
pub(in crate::study) use measures::{WITHOUT_SPREAD, is_nothing};

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contents<'a> {
    /// What was run.
    pub scenario: &'a Scenario,
    /// What came of it.
    pub ensemble: &'a Ensemble,
    /// The same, summarised.
    pub summaries: &'a Summaries,
    /// The figures, as [`super::figures::all`] draws them.
    pub figures: &'a [Figure],
    /// How it came about.
    pub provenance: Provenance<'a>,
}

#[derive(Template)]
#[template(path = "study/run/report/report.html", config = "src/askama.toml")]
struct Page<'a> {
    contents: Contents<'a>,
    answer: Answer,
    known: Vec<KnownRow>,
    groups: Vec<Group>,
    design: Design,
    happenings: Vec<String>,
    /// Whether the replications are too few to have a middle nine tenths.
    few: bool,
    set: Vec<Parameter>,
    defaults: Vec<Parameter>,
    command: String,
    replications: String,
}

/// Renders the report as HTML.
///
/// # Errors
/// When the template engine fails.
///
/// # Panics
/// When the ensemble has no step.
pub(crate) fn render(contents: &Contents<'_>) -> Result<String, ReportError> {
    let (set, defaults) = parameters::of(contents.scenario);
    let page = Page {
        contents: *contents,
        answer: Answer::of(contents.ensemble, contents.summaries),
        known: known_rows(&BesideKnown::all(contents.scenario, contents.ensemble)),
        groups: measures::groups(contents),
        design: Design::of(contents.scenario),
        happenings: happenings(contents.scenario).iter().map(told).collect(),
        few: contents.ensemble.replications().len() < Spread::LEAST,
        set,
        defaults,
        command: command_line(contents.provenance.command),
        replications: count(contents.ensemble.replications().len()),
    };
    Ok(page.render()?)
}

/// What happens when, in a line.
fn told(happening: &Happening) -> String {
    let year = value_text(&toml::Value::Float(happening.year));
    say!("Year {year}: {}", happening.details.join("; "))
}
