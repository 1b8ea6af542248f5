//! What a search leaves in its folder.

use samspil::figure::frontier as figure;
use samspil::output::{ManifestScenario, PROGRAM, write_manifest_of};
use samspil::report::frontier::{Contents, render};
use samspil::scenario::FrontierPlan;
use samspil::study::frontier::{Frontier, Study, write_tables};

use crate::cli::CommandResult;
use crate::cli::options::TableFormat;
use crate::cli::results::{self, Began};
use crate::cli::terminal::Terminal;

/// Writes everything that comes after the runs. Runs that were there already are not run again, but all else is written
/// anew: it takes no time, and is what this command asks for.
pub(super) fn write(
    plan: &FrontierPlan,
    study: &Study<'_>,
    frontier: &Frontier,
    format: TableFormat,
    began: Began,
    terminal: &Terminal,
) -> CommandResult {
    let folder = study.folder();
    results::note_fewer(folder, plan.confirmation.replications, terminal)?;
    write_tables(folder, plan, study.space(), frontier, format.into())?;
    let figures = [figure(plan, frontier)];
    results::write_figures(folder, &figures)?;
    let page = render(&Contents {
        plan,
        space: study.space(),
        frontier,
        figures: &figures,
        command: &results::command(),
        fresh_seed: study.fresh_seed(),
        hash: &folder.hash().to_string(),
        version: &PROGRAM,
    });
    results::write_report(folder, page)?;
    write_manifest_of(
        folder,
        ManifestScenario::of(&plan.scenario),
        Vec::new(),
        plan.scenario.data_notes.clone(),
        began.execution(plan.confirmation.replications),
    )?;
    Ok(())
}
