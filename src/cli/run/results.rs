//! What a run leaves in its folder.

use std::ops::ControlFlow;

use samspil::experiment::{BesideKnown, Ensemble, Summaries, Threads, observe_replication};
use samspil::model::snapshot::{CITIZEN_COLUMNS, MEMBERSHIP_COLUMNS, SnapshotColumn};
use samspil::output::{
    CodebookEntry, Format, KNOWN_COLUMNS, ManifestScenario, OutputError, RunFolder, known_table,
    remove_table, write_snapshot, write_table, write_tables,
};
use samspil::report::Contents;
use samspil::scenario::Scenario;

use super::Options;
use crate::cli::failure::Failure;
use crate::cli::results;
use crate::cli::terminal::Terminal;

/// The number of replications of the finished answer in the folder; `None` where it lacks anything that is asked for.
pub(super) fn finished(
    options: &Options,
    scenario: &Scenario,
    folder: &RunFolder,
    terminal: &Terminal,
) -> Result<Option<u32>, Failure> {
    results::caution(folder, terminal);
    let Some(manifest) = results::finished(folder, terminal)? else {
        return Ok(None);
    };
    let format = Format::from(options.results.format);
    let mut snapshots = options
        .snapshot
        .iter()
        .map(|step| format.file(&format!("snapshot-{step}")));
    let now = ManifestScenario::of(scenario);
    let whole = results::has_report_and("series", format, &manifest)
        && snapshots.all(|name| manifest.has(&name))
        && manifest.scenario.words == now.words
        && digests(&manifest.scenario).eq(digests(&now));
    Ok(whole.then_some(manifest.replications_done))
}

/// What was in the files that a scenario was read from, whatever they are called.
fn digests(scenario: &ManifestScenario) -> impl Iterator<Item = &str> {
    scenario.inputs.iter().map(|input| input.sha256.as_str())
}

/// Writes snapshots, tables, figures and report.
pub(super) fn write(
    options: &Options,
    scenario: &Scenario,
    folder: &RunFolder,
    ensemble: &Ensemble,
    threads: &Threads,
) -> Result<(), Failure> {
    let format = options.results.format.into();
    write_snapshots(&options.snapshot, scenario, folder, threads, format)?;
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
    format: Format,
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
            outcome = write_snapshot(folder, observation.step, &columns, &rows, format);
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
