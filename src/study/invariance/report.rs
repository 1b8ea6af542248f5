//! The report: what is equal, what is not, and how means follow the size.

use askama::Template;

use super::words::{LIMITS, MARGINS, Told, headlines, reasons, sizes, told};
use super::{Invariance, InvarianceAnswer};
use crate::figure::Figure;
use crate::figure::numbers::count;
use crate::report::{Provenance, ReportError, command_line};
use crate::words::say;

/// What the report is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Contents<'a> {
    /// What was asked.
    pub(super) study: &'a Invariance,
    /// What came of it.
    pub(super) answer: &'a InvarianceAnswer,
    /// The figures.
    pub(super) figures: &'a [Figure],
    /// How it came about.
    pub(super) provenance: Provenance<'a>,
}

#[derive(Template)]
#[template(path = "study/invariance/report.html", config = "src/askama.toml")]
struct Page<'a> {
    contents: Contents<'a>,
    title: String,
    headlines: Vec<String>,
    notes: Vec<String>,
    heads: [String; 8],
    rows: Vec<Told>,
    sizes: Vec<Vec<String>>,
    replications: String,
    command: String,
}

/// Renders the report as HTML.
///
/// # Errors
/// When the template engine fails.
pub(super) fn render(contents: &Contents<'_>) -> Result<String, ReportError> {
    let Contents { study, answer, .. } = *contents;
    let mut notes = vec![MARGINS.to_string()];
    notes.extend(reasons(answer));
    notes.extend(study.design.left_out.iter().cloned());
    notes.push(LIMITS.to_string());
    let page = Page {
        contents: *contents,
        title: say!("{}: does its size matter?", study.usual().title),
        headlines: headlines(answer),
        notes,
        heads: Told::heads(),
        rows: told(study, answer, true),
        sizes: sizes(study, answer),
        replications: count(study.replications as usize),
        command: command_line(contents.provenance.command),
    };
    Ok(page.render()?)
}
