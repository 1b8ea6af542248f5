//! What a comparison leaves in its folder.

use samspil::output::{PROGRAM, RunFolder};
use samspil::report::comparison::{Contents, render};
use samspil::study::Variant;
use samspil::study::comparison::{Comparison, Effort, write_tables};

use super::Options;
use crate::cli::failure::Failure;
use crate::cli::results;
use crate::cli::terminal::Terminal;

/// The number of replications of the finished answer in the folder; `None` where it is not that of this very command.
pub(super) fn finished(
    options: &Options,
    folder: &RunFolder,
    arms: &[Variant],
    terminal: &Terminal,
) -> Result<Option<u32>, Failure> {
    results::caution(folder, terminal);
    let Some(manifest) = results::finished(folder, terminal)? else {
        return Ok(None);
    };
    let same_titles = manifest.scenario.title == arms[0].title
        && manifest
            .variants
            .iter()
            .map(|variant| &variant.title)
            .eq(arms[1..].iter().map(|arm| &arm.title));
    let whole = same_titles
        && results::made_by_this_command(&manifest)
        && results::has_report_and("differences", options.results.format.into(), &manifest);
    Ok(whole.then_some(manifest.replications_done))
}

/// Writes tables, figures and report.
pub(super) fn write(
    options: &Options,
    folder: &RunFolder,
    comparison: &Comparison,
    effort: &Effort,
    notes: &[String],
) -> Result<(), Failure> {
    write_tables(folder, comparison, effort.target(), options.results.format.into())?;
    let figures = samspil::figure::comparison(comparison);
    results::write_figures(folder, &figures)?;
    let page = render(&Contents {
        comparison,
        target: effort.target(),
        notes,
        figures: &figures,
        command: &results::command(),
        seed: folder.seed(),
        hash: &folder.hash().to_string(),
        version: &PROGRAM,
    });
    results::write_report(folder, page)
}
