//! What a run leaves in its folder.

use std::ops::ControlFlow;

use samspil::experiment::{BesideKnown, Ensemble, Summaries, Threads, observe_replication};
use samspil::model::snapshot::{CITIZEN_COLUMNS, MEMBERSHIP_COLUMNS, SnapshotColumn};
use samspil::output::{
    CodebookEntry, KNOWN_COLUMNS, OutputError, RunFolder, known_table, remove_table, write_snapshot,
    write_table, write_tables,
};
use samspil::report::Contents;
use samspil::scenario::Scenario;

use super::Options;
use super::replications::{Aim, Replications};
use crate::cli::failure::Failure;
use crate::cli::results;

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
    let has_snapshots = options
        .snapshot
        .iter()
        .all(|step| folder.path().join(format!("snapshot-{step}.csv")).is_file());
    let same_words = manifest.scenario.words == scenario.words_toml();
    let whole = results::has_report_and("series", options.results.format.into(), folder) && has_snapshots;
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
    let format = options.results.format.into();
    let known = BesideKnown::all(scenario, ensemble);
    let mut others = Vec::new();
    if known.is_empty() {
        remove_table(folder, "known")?;
    } else {
        let times: Vec<String> = known.iter().map(|beside| beside.known.time.to_string()).collect();
        write_table(folder, &known_table(&known, &times), format)?;
        others.extend(KNOWN_COLUMNS.iter().map(CodebookEntry::fixed));
    }
    if !options.snapshot.is_empty() {
        others.extend(snapshot_codebook(scenario));
    }
    write_tables(folder, ensemble, &others, format)?;
    write_report(scenario, folder, ensemble)
}

fn write_report(scenario: &Scenario, folder: &RunFolder, ensemble: &Ensemble) -> Result<(), Failure> {
    let summaries = Summaries::of(ensemble);
    let figures = samspil::figure::all(scenario, ensemble, &summaries);
    results::write_figures(folder, &figures)?;
    let page = samspil::report::render(&Contents {
        scenario,
        ensemble,
        summaries: &summaries,
        figures: &figures,
        command: &results::command(),
        seed: folder.seed(),
        hash: &folder.hash().to_string(),
        version: env!("CARGO_PKG_VERSION"),
    });
    results::write_report(folder, page)
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
