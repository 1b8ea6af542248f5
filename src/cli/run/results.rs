//! What a run leaves in its folder.

use std::io::Write as _;
use std::ops::ControlFlow;

use samspil::experiment::{Ensemble, Summaries, Threads, observe_replication};
use samspil::model::snapshot::{CITIZEN_COLUMNS, MEMBERSHIP_COLUMNS, SnapshotColumn};
use samspil::output::{
    CodebookEntry, OutputError, RunFolder, write_atomically, write_snapshot, write_tables,
};
use samspil::report::Contents;
use samspil::scenario::Scenario;

use super::Options;
use super::replications::{Aim, Replications};
use crate::cli::failure::Failure;
use crate::cli::options::TableFormat;

/// Whether the folder already holds all that is asked for.
pub(super) fn stand(
    options: &Options,
    scenario: &Scenario,
    folder: &RunFolder,
    replications: &Replications<'_>,
    aim: Aim,
) -> Result<bool, Failure> {
    let Some(manifest) = folder.finished()? else {
        return Ok(false);
    };
    let tables = match options.results.format {
        TableFormat::Csv => "series.csv",
        #[cfg(feature = "parquet")]
        TableFormat::Parquet => "series.parquet",
    };
    let mut wanted = vec![tables.to_owned(), "report.html".to_owned()];
    wanted.extend(options.snapshot.iter().map(|step| format!("snapshot-{step}.csv")));
    let same_words = manifest.scenario.title == scenario.title;
    let whole = wanted.iter().all(|name| folder.path().join(name).is_file());
    Ok(same_words && whole && replications.missing(aim)?.is_none())
}

/// Writes snapshots, tables, figures and report.
pub(super) fn write(
    options: &Options,
    scenario: &Scenario,
    folder: &RunFolder,
    ensemble: &Ensemble,
    threads: &Threads,
) -> Result<(), Failure> {
    write_snapshots(&options.snapshot, scenario, folder, threads)?;
    let others = if options.snapshot.is_empty() {
        Vec::new()
    } else {
        snapshot_codebook(scenario)
    };
    write_tables(folder, ensemble, &others, options.results.format.into())?;
    write_report(scenario, folder, ensemble)
}

fn write_report(scenario: &Scenario, folder: &RunFolder, ensemble: &Ensemble) -> Result<(), Failure> {
    let summaries = Summaries::of(ensemble);
    let figures = samspil::figure::all(scenario, ensemble, &summaries);
    let write = |path: &str, text: &str| {
        write_atomically(&folder.path().join(path), |file| file.write_all(text.as_bytes()))
    };
    for figure in &figures {
        write(&format!("figures/{}.svg", figure.name), &figure.svg)?;
    }
    let command: Vec<String> = std::env::args().collect();
    let report = samspil::report::render(&Contents {
        scenario,
        ensemble,
        summaries: &summaries,
        figures: &figures,
        command: &command,
        seed: folder.seed(),
        hash: &folder.hash().to_string(),
        version: env!("CARGO_PKG_VERSION"),
    })
    .map_err(anyhow::Error::new)?;
    Ok(write("report.html", &report)?)
}

/// Lets the first replication live again and writes its citizens after the steps asked for.
fn write_snapshots(
    steps: &[u32],
    scenario: &Scenario,
    folder: &RunFolder,
    threads: &Threads,
) -> Result<(), OutputError> {
    let Some(&last) = steps.iter().max() else {
        return Ok(());
    };
    let columns: Vec<String> = std::iter::once("replication".to_owned())
        .chain(snapshot_columns(scenario).map(|(name, _)| name))
        .collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut outcome = Ok(());
    observe_replication(&scenario.setup, folder.seed(), 0, threads, &mut |observation| {
        if steps.contains(&observation.step) {
            let mut rows = Vec::new();
            observation.society.visit_citizens(|citizen| {
                let mut row = vec![0.0];
                row.extend_from_slice(citizen);
                rows.push(row);
            });
            outcome = write_snapshot(folder, observation.step, &columns, rows.into_iter());
        }
        if outcome.is_err() || observation.step == last {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    outcome
}

/// The columns of a snapshot after the replication: their names in the file and what they are.
fn snapshot_columns(scenario: &Scenario) -> impl Iterator<Item = (String, &'static SnapshotColumn)> {
    let citizens = CITIZEN_COLUMNS.iter().map(|column| (column.0.to_owned(), column));
    let memberships = scenario.programme_keys.iter().flat_map(|programme| {
        MEMBERSHIP_COLUMNS
            .iter()
            .map(move |column| (format!("{programme}.{}", column.0), column))
    });
    citizens.chain(memberships)
}

fn snapshot_codebook(scenario: &Scenario) -> Vec<CodebookEntry> {
    snapshot_columns(scenario)
        .map(
            |(column, &(label, unit, (minimum, maximum), definition))| CodebookEntry {
                file: "snapshot".to_owned(),
                column,
                label: label.replace('_', " "),
                definition: definition.to_owned(),
                unit: unit.to_owned(),
                minimum,
                maximum,
                equation: String::new(),
            },
        )
        .collect()
}
