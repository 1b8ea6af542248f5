//! What a sensitivity analysis leaves in its folder.

use samspil::figure::sensitivity as figure;
use samspil::output::write_manifest_of;
use samspil::report::sensitivity::{Contents, render};
use samspil::scenario::Design;
use samspil::study::sensitivity::{Analysis, write_tables};
use samspil::study::sweep::Sweep;

use crate::cli::CommandResult;
use crate::cli::failure::Failure;
use crate::cli::options::TableFormat;
use crate::cli::results::{self, Began};
use crate::cli::sweep::results as sweeping;
use crate::cli::terminal::Terminal;

/// Whether the folder already holds all that is asked for.
pub(super) fn stand(sweep: &Sweep, format: TableFormat, terminal: &Terminal) -> Result<bool, Failure> {
    results::caution(sweep.folder(), terminal);
    let Some(manifest) = results::finished(sweep.folder(), terminal)? else {
        return Ok(false);
    };
    let description = sweep.description();
    let table = match description.design {
        Design::Saltelli { .. } => "indices",
        _ => "effects",
    };
    Ok(results::has_report_and(table, format.into(), &manifest)
        && manifest.replications_done == description.replications
        && manifest.scenario.title == description.base.title)
}

/// Writes everything that comes after the runs.
pub(super) fn write(
    sweep: &Sweep,
    analysis: &Analysis,
    format: TableFormat,
    began: Began,
    terminal: &Terminal,
) -> CommandResult {
    let failed = sweep.failed();
    if failed.len() == sweep.runs().count() {
        return Err(sweeping::all_failed(&failed));
    }
    results::note_fewer(sweep.folder(), sweep.description().replications, terminal)?;
    write_tables(sweep, analysis, format.into())?;
    let figures = [figure(sweep.description(), analysis)];
    results::write_figures(sweep.folder(), &figures)?;
    let page = render(&Contents {
        description: sweep.description(),
        analysis,
        points: sweep.points().len(),
        figures: &figures,
        failed: &failed,
        command: &results::command(),
        version: env!("CARGO_PKG_VERSION"),
    });
    results::write_report(sweep.folder(), page)?;
    let description = sweep.description();
    write_manifest_of(
        sweep.folder(),
        description.base.clone(),
        Vec::new(),
        description.data_notes.clone(),
        began.execution(description.replications),
    )?;
    Ok(())
}

/// Says what failed, if anything did.
pub(super) fn note_failures(sweep: &Sweep, terminal: &Terminal) {
    sweeping::note_failures(sweep, &sweep.failed(), terminal);
}
