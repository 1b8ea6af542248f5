//! What a validation leaves in its folder.

use samspil::output::{PROGRAM, RunFolder, write_manifest};
use samspil::report::validation::{Contents, render};
use samspil::study::validation::{Validated, write_tables};

use super::Options;
use crate::cli::failure::Failure;
use crate::cli::results::{self, Began};
use crate::cli::terminal::Terminal;

/// Writes table, figure, report and, last, the manifest.
pub(super) fn write(
    options: &Options,
    folder: &RunFolder,
    validated: &[Validated],
    began: Began,
    terminal: &Terminal,
) -> Result<(), Failure> {
    results::note_fewer(folder, options.replications, terminal)?;
    write_tables(folder, validated, options.results.format.into())?;
    let figure = samspil::figure::validation(validated);
    results::write_figure(folder, figure.name, &figure)?;
    let page = render(&Contents {
        validated,
        figure: &figure,
        command: &results::command(),
        seed: folder.seed(),
        hash: &folder.hash().to_string(),
        version: &PROGRAM,
    });
    results::write_report(folder, page)?;
    let first = &validated[0].fact;
    let heading = results::of_many(folder, "Stylised facts", &first.path, &first.arms[0].scenario);
    write_manifest(folder, &heading, began.execution(options.replications))?;
    Ok(())
}
