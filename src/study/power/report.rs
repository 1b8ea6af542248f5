//! The report of a power analysis.

use askama::Template;

use super::words::{Told, reading, told, warnings};
use super::{PowerAnalysis, PowerAnswer};
use crate::figure::Figure;
use crate::figure::numbers::count;
use crate::report::{Provenance, ReportError, command_line};
use crate::study::comparison;
use crate::words::say;

/// What the report is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Contents<'a> {
    /// What was asked.
    pub(super) study: &'a PowerAnalysis,
    /// What came of it.
    pub(super) answer: &'a PowerAnswer,
    /// The figure.
    pub(super) figures: &'a [Figure],
    /// How it came about.
    pub(super) provenance: Provenance<'a>,
}

#[derive(Template)]
#[template(path = "study/power/report.html", config = "src/askama.toml")]
struct Page<'a> {
    contents: Contents<'a>,
    title: String,
    measure: &'a str,
    told: Vec<Told>,
    reading: Vec<String>,
    warnings: Vec<String>,
    replications: String,
    command: String,
}

/// Renders the report as HTML.
///
/// # Errors
/// When the template engine fails.
pub(super) fn render(contents: &Contents<'_>) -> Result<String, ReportError> {
    let Contents { study, answer, .. } = *contents;
    let mut notes = comparison::notes(&study.arms);
    notes.extend(warnings(study, answer));
    let page = Page {
        contents: *contents,
        title: say!("{}: how many replications?", study.arms[0].scenario.title),
        measure: study.column().measure.label.text(),
        told: told(study, answer),
        reading: reading(study, answer),
        warnings: notes,
        replications: count(study.replications as usize),
        command: command_line(contents.provenance.command),
    };
    Ok(page.render()?)
}
