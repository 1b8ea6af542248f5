//! What a comparison leaves in its folder.

use std::io::Write as _;

use samspil::output::{Format, RunFolder, write_atomically};
use samspil::report::comparison::{Contents, render};
use samspil::study::comparison::{Comparison, Effort, Stand, write_tables};
use samspil::study::{Variant, Variants};

use super::Options;
use crate::cli::failure::Failure;

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
    let tables = match options.results.format.into() {
        Format::Csv => "differences.csv",
        #[cfg(feature = "parquet")]
        Format::Parquet => "differences.parquet",
    };
    let whole = [tables, "report.html"]
        .iter()
        .all(|name| folder.path().join(name).is_file());
    let same_command = manifest
        .command
        .iter()
        .skip(1)
        .eq(std::env::args().skip(1).collect::<Vec<_>>().iter());
    let same_titles = manifest.scenario.title == arms[0].title
        && manifest
            .variants
            .iter()
            .map(|variant| &variant.title)
            .eq(arms[1..].iter().map(|arm| &arm.title));
    let same_number = manifest.replications_done == study.common();
    Ok(
        same_command
            && same_titles
            && same_number
            && whole
            && effort.stand(study, arms.len())? == Stand::Done,
    )
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
    let write = |path: &str, text: &str| {
        write_atomically(&folder.path().join(path), |file| file.write_all(text.as_bytes()))
    };
    for figure in &figures {
        write(&format!("figures/{}.svg", figure.name), &figure.svg)?;
    }
    let command: Vec<String> = std::env::args().collect();
    let report = render(&Contents {
        comparison,
        target: effort.target(),
        notes,
        figures: &figures,
        command: &command,
        seed: folder.seed(),
        hash: &folder.hash().to_string(),
        version: env!("CARGO_PKG_VERSION"),
    })
    .map_err(anyhow::Error::new)?;
    Ok(write("report.html", &report)?)
}
