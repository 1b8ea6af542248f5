//! What a calibration leaves in its folder.

use samspil::figure::calibration as figure;
use samspil::output::{ManifestScenario, PROGRAM, write_manifest_of};
use samspil::report::calibration::{Contents, render};
use samspil::scenario::CalibrationPlan;
use samspil::study::calibration::{Calibration, Study, write_tables};

use crate::cli::CommandResult;
use crate::cli::options::TableFormat;
use crate::cli::results::{self, Began};
use crate::cli::terminal::Terminal;

/// Writes everything that comes after the runs. Runs that were there already are not run again, but all else is written
/// anew: it takes no time, and is what this command asks for.
pub(super) fn write(
    plan: &CalibrationPlan,
    study: &Study<'_>,
    calibration: &Calibration,
    format: TableFormat,
    began: Began,
    terminal: &Terminal,
) -> CommandResult {
    let folder = study.folder();
    results::note_fewer(folder, plan.sampler.replications, terminal)?;
    write_tables(folder, plan, calibration, format.into())?;
    results::write_text(folder, "fitted.toml", &calibration.fitted_toml(plan)?)?;
    let figures = figure(plan, calibration);
    results::write_figures(folder, &figures)?;
    let page = render(&Contents {
        plan,
        calibration,
        figures: &figures,
        command: &results::command(),
        hash: &folder.hash().to_string(),
        version: &PROGRAM,
    });
    results::write_report(folder, page)?;
    write_manifest_of(
        folder,
        ManifestScenario::of(&plan.scenario),
        Vec::new(),
        plan.scenario.data_notes.clone(),
        began.execution(plan.sampler.replications),
    )?;
    Ok(())
}
