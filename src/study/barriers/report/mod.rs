//! The report of a study of barriers: in words first, then figures and all effects.

mod table;
mod words;

use std::path::Path;

use askama::Template;

use crate::figure::Figure;
use crate::figure::numbers::count;
use crate::report::{Provenance, ReportError, command_line};
use crate::study::barriers::Findings;
use crate::words::say;
pub(crate) use table::{BarrierRows, JointRow, barriers, joint};
pub(crate) use words::Words;

/// What the report of a study of barriers is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contents<'a> {
    /// What came out.
    pub findings: &'a Findings,
    /// Title of the scenario.
    pub title: &'a str,
    /// Its file.
    pub path: &'a Path,
    /// The figures, as [`super::figures::all`] draws them.
    pub figures: &'a [Figure],
    /// How it came about.
    pub provenance: Provenance<'a>,
}

#[derive(Template)]
#[template(path = "study/barriers/report/report.html", config = "src/askama.toml")]
struct Page<'a> {
    contents: Contents<'a>,
    title: String,
    words: Words,
    joint: Vec<JointRow>,
    barriers: Vec<BarrierRows>,
    command: String,
    replications: String,
    arms: String,
}

/// Renders the report of a study of barriers as HTML.
///
/// # Errors
/// When the template engine fails.
pub(crate) fn render(contents: &Contents<'_>) -> Result<String, ReportError> {
    let findings = contents.findings;
    let page = Page {
        contents: *contents,
        title: say!("{}: what its barriers do", contents.title),
        words: Words::of(findings),
        joint: joint(findings),
        barriers: barriers(findings),
        command: command_line(contents.provenance.command),
        replications: count(findings.replications as usize),
        arms: count(findings.design.arms().len()),
    };
    Ok(page.render()?)
}
