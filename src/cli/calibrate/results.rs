//! What a calibration leaves in its folder.

use std::io::Write as _;
use std::time::Instant;

use samspil::figure::calibration as figure;
use samspil::output::{Execution, ManifestScenario, write_atomically, write_manifest_of};
use samspil::report::calibration::{Contents, render};
use samspil::scenario::CalibrationPlan;
use samspil::study::calibration::{Calibration, Study, write_tables};

use crate::cli::Outcome;
use crate::cli::options::TableFormat;

/// Writes everything that comes after the runs. Runs that were there already are not run again, but all else is written
/// anew: it takes no time, and is what this command asks for.
pub(super) fn write(
    plan: &CalibrationPlan,
    study: &Study<'_>,
    calibration: &Calibration,
    format: TableFormat,
    began: (Instant, jiff::Timestamp),
) -> Outcome {
    let folder = study.folder();
    write_tables(folder, plan, calibration, format.into())?;
    let text = |path: &str, text: &str| {
        write_atomically(&folder.path().join(path), |file| file.write_all(text.as_bytes()))
    };
    text("fitted.toml", &calibration.fitted_toml(plan)?)?;
    let figures = figure(plan, calibration);
    for figure in &figures {
        text(&format!("figures/{}.svg", figure.name), &figure.svg)?;
    }
    let command: Vec<String> = std::env::args().collect();
    let page = render(&Contents {
        plan,
        calibration,
        figures: &figures,
        command: &command,
        hash: &folder.hash().to_string(),
        version: env!("CARGO_PKG_VERSION"),
    })
    .map_err(anyhow::Error::new)?;
    text("report.html", &page)?;
    let execution = Execution {
        command,
        started: began.1.to_string(),
        duration_seconds: began.0.elapsed().as_secs_f64(),
        replications_asked: plan.sampler.replications,
        replications_done: plan.sampler.replications,
        finished: true,
    };
    write_manifest_of(
        folder,
        ManifestScenario::of(&plan.scenario),
        Vec::new(),
        plan.scenario.data_notes.clone(),
        execution,
    )?;
    Ok(())
}
