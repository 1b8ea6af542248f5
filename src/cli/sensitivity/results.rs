//! What a sensitivity analysis leaves in its folder.

use std::io::Write as _;
use std::time::Instant;

use samspil::figure::sensitivity as figure;
use samspil::output::{Execution, write_atomically, write_manifest_of};
use samspil::report::sensitivity::{Contents, render};
use samspil::scenario::Design;
use samspil::study::sensitivity::{Analysis, write_tables};
use samspil::study::sweep::Sweep;

use crate::cli::Outcome;
use crate::cli::failure::Failure;
use crate::cli::options::TableFormat;
use crate::cli::sweep::results as sweeping;
use crate::cli::terminal::Terminal;

/// Whether the folder already holds all that is asked for.
pub(super) fn stand(sweep: &Sweep, format: TableFormat) -> Result<bool, Failure> {
    let Some(manifest) = sweep.folder().finished()? else {
        return Ok(false);
    };
    let description = sweep.description();
    let table = match description.design {
        Design::Saltelli { .. } => "indices",
        _ => "effects",
    };
    let ending = match format {
        TableFormat::Csv => "csv",
        #[cfg(feature = "parquet")]
        TableFormat::Parquet => "parquet",
    };
    let whole = [format!("{table}.{ending}"), "report.html".to_owned()]
        .iter()
        .all(|name| sweep.folder().path().join(name).is_file());
    Ok(whole
        && manifest.replications_done == description.replications
        && manifest.scenario.title == description.base.title)
}

/// Writes everything that comes after the runs.
pub(super) fn write(
    sweep: &Sweep,
    analysis: &Analysis,
    format: TableFormat,
    began: (Instant, jiff::Timestamp),
) -> Outcome {
    let failed = sweep.failed();
    if failed.len() == sweep.runs().count() {
        return Err(sweeping::all_failed(&failed));
    }
    write_tables(sweep, analysis, format.into())?;
    let text = |path: &str, text: &str| {
        write_atomically(&sweep.folder().path().join(path), |file| {
            file.write_all(text.as_bytes())
        })
    };
    let figures = [figure(sweep.description(), analysis)];
    for figure in &figures {
        text(&format!("figures/{}.svg", figure.name), &figure.svg)?;
    }
    let command: Vec<String> = std::env::args().collect();
    let page = render(&Contents {
        description: sweep.description(),
        analysis,
        points: sweep.points().len(),
        figures: &figures,
        failed: &failed,
        command: &command,
        version: env!("CARGO_PKG_VERSION"),
    })
    .map_err(anyhow::Error::new)?;
    text("report.html", &page)?;
    let description = sweep.description();
    let execution = Execution {
        command,
        started: began.1.to_string(),
        duration_seconds: began.0.elapsed().as_secs_f64(),
        replications_asked: description.replications,
        replications_done: description.replications,
        finished: true,
    };
    write_manifest_of(
        sweep.folder(),
        description.base.clone(),
        Vec::new(),
        description.data_notes.clone(),
        execution,
    )?;
    Ok(())
}

/// Says what failed, if anything did.
pub(super) fn note_failures(sweep: &Sweep, terminal: &Terminal) {
    sweeping::note_failures(sweep, &sweep.failed(), terminal);
}
