//! What a comparison leaves in its folder.

use samspil::output::RunFolder;
use samspil::report::comparison::{Contents, render};
use samspil::study::comparison::{Comparison, Effort, Stand, write_tables};
use samspil::study::{Variant, Variants};

use super::Options;
use crate::cli::failure::Failure;
use crate::cli::results;

/// Whether the folder already holds all that this very command asks for.
pub(super) fn stand(
    options: &Options,
    folder: &RunFolder,
    arms: &[Variant],
    study: &Variants,
    effort: &Effort,
) -> Result<bool, Failure> {
    let Some(manifest) = folder.finished()? else {
        return Ok(false);
    };
    let same_titles = manifest.scenario.title == arms[0].title
        && manifest
            .variants
            .iter()
            .map(|variant| &variant.title)
            .eq(arms[1..].iter().map(|arm| &arm.title));
    let same_number = manifest.replications_done == study.common();
    Ok(same_titles
        && same_number
        && results::made_by_this_command(&manifest)
        && results::has_report_and("differences", options.results.format.into(), folder)
        && effort.stand(study, arms.len())? == Stand::Done)
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
        version: env!("CARGO_PKG_VERSION"),
    });
    results::write_report(folder, page)
}
