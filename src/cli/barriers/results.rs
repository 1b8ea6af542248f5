//! What a study of barriers leaves in its folder.

use std::io::Write as _;
use std::time::Instant;

use samspil::output::{Execution, Format, write_atomically, write_manifest};
use samspil::report::barriers::{Contents, render};
use samspil::study::barriers::{Findings, Study, write_tables};

use super::Options;
use crate::cli::failure::Failure;

/// Whether the folder already holds all that this very command asks for.
pub(super) fn stand(options: &Options, study: &Study) -> Result<bool, Failure> {
    let Some(manifest) = study.folder().finished()? else {
        return Ok(false);
    };
    let tables = match options.results.format.into() {
        Format::Csv => "effects.csv",
        #[cfg(feature = "parquet")]
        Format::Parquet => "effects.parquet",
    };
    let same_command = manifest.command.into_iter().skip(1).eq(std::env::args().skip(1));
    let whole = [tables, "report.html"]
        .iter()
        .all(|name| study.folder().path().join(name).is_file());
    Ok(same_command
        && whole
        && manifest.scenario.title == study.scenario.title
        && study.missing().next().is_none())
}

/// Writes tables, figures, report and, last, the manifest.
pub(super) fn write(
    options: &Options,
    study: &Study,
    findings: &Findings,
    (began, started): (Instant, jiff::Timestamp),
) -> Result<(), Failure> {
    let folder = study.folder();
    write_tables(study, findings, options.results.format.into())?;
    let figures = samspil::figure::barriers(findings);
    let text = |path: &str, text: &str| {
        write_atomically(&folder.path().join(path), |file| file.write_all(text.as_bytes()))
    };
    for figure in &figures {
        text(&format!("figures/{}.svg", figure.name), &figure.svg)?;
    }
    let command: Vec<String> = std::env::args().collect();
    let report = render(&Contents {
        findings,
        title: &study.scenario.title,
        path: &study.scenario.path,
        figures: &figures,
        command: &command,
        seed: folder.seed(),
        hash: &folder.hash().to_string(),
        version: env!("CARGO_PKG_VERSION"),
    })
    .map_err(anyhow::Error::new)?;
    text("report.html", &report)?;
    let execution = Execution {
        command,
        started: started.to_string(),
        duration_seconds: began.elapsed().as_secs_f64(),
        replications_asked: study.replications,
        replications_done: study.replications,
        finished: true,
    };
    write_manifest(folder, &study.scenario, execution)?;
    Ok(())
}
