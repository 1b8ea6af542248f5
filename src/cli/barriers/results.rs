//! What a study of barriers leaves in its folder.

use samspil::output::{PROGRAM, write_manifest};
use samspil::report::barriers::{Contents, render};
use samspil::study::barriers::{Findings, Study, write_tables};

use super::Options;
use crate::cli::failure::Failure;
use crate::cli::results::{self, Began};
use crate::cli::terminal::Terminal;

/// Whether the folder already holds all that this very command asks for.
pub(super) fn stand(options: &Options, study: &Study, terminal: &Terminal) -> Result<bool, Failure> {
    results::caution(study.folder(), terminal);
    let Some(manifest) = results::finished(study.folder(), terminal)? else {
        return Ok(false);
    };
    Ok(results::made_by_this_command(&manifest)
        && results::has_report_and("effects", options.results.format.into(), &manifest)
        && manifest.scenario.title == study.scenario.title
        && study.missing().next().is_none())
}

/// Writes tables, figures, report and, last, the manifest.
pub(super) fn write(
    options: &Options,
    study: &Study,
    findings: &Findings,
    began: Began,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let folder = study.folder();
    results::note_fewer(folder, study.replications, terminal)?;
    write_tables(study, findings, options.results.format.into())?;
    let figures = samspil::figure::barriers(findings);
    results::write_figures(folder, &figures)?;
    let page = render(&Contents {
        findings,
        title: &study.scenario.title,
        path: &study.scenario.path,
        figures: &figures,
        command: &results::command(),
        seed: folder.seed(),
        hash: &folder.hash().to_string(),
        version: &PROGRAM,
    });
    results::write_report(folder, page)?;
    write_manifest(folder, &study.scenario, began.execution(study.replications))?;
    Ok(())
}
