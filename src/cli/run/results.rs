//! What a run leaves in its folder.

use std::ops::ControlFlow;

use samspil::experiment::{BesideKnown, Ensemble, Summaries, Threads, observe_replication};
use samspil::model::mechanisms::Society;
use samspil::model::snapshot::{CITIZEN_COLUMNS, MEMBERSHIP_COLUMNS, SnapshotColumn};
use samspil::output::{
    CodebookEntry, Format, KNOWN_COLUMNS, ManifestScenario, OutputError, PROGRAM, RunFolder, Snapshot,
    known_table, remove_table, write_snapshot, write_table, write_tables,
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
        version: &PROGRAM,
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
    let mut outcome = Ok(());
    observe_replication(&scenario.setup, folder.seed(), 0, threads, &mut |observation| {
        if steps.contains(&observation.step) {
            let snapshot = snapshot(scenario, observation.society);
            outcome = write_snapshot(folder, observation.step, &snapshot, format);
        }
        if outcome.is_err() || observation.step == last {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    outcome
}

/// All citizens as they are, and whom they stand for where they come from a survey.
fn snapshot(scenario: &Scenario, society: &Society) -> Snapshot {
    let mut rows = Vec::new();
    society.visit_citizens(|citizen| {
        let mut row = vec![0.0];
        row.extend_from_slice(citizen);
        rows.push(row);
    });
    let columns = snapshot_columns(scenario).map(|(name, _)| name);
    let mut snapshot = Snapshot {
        numbers: std::iter::once("replication".to_owned()).chain(columns).collect(),
        rows,
        texts: Vec::new(),
    };
    let respondents = society.respondents();
    if respondents.is_empty() {
        return snapshot;
    }
    let origin = &scenario.respondents;
    for (row, respondent) in snapshot.rows.iter_mut().zip(respondents) {
        row.push(f64::from(origin.rows[*respondent as usize]));
    }
    if !origin.ids.is_empty() {
        let ids = respondents
            .iter()
            .map(|respondent| origin.ids[*respondent as usize].clone());
        snapshot.texts.push((ID.0.to_owned(), ids.collect()));
    }
    if !scenario.neighbourhood_names.is_empty() {
        let place = snapshot.numbers.iter().position(|name| name == "neighbourhood");
        let place = place.expect("citizens have a neighbourhood");
        let name = |row: &Vec<f64>| scenario.neighbourhood_name(row[place] as usize);
        let names = snapshot.rows.iter().map(name).collect();
        snapshot.texts.push((NEIGHBOURHOOD_NAME.0.to_owned(), names));
    }
    snapshot.numbers.push(ROW.0.to_owned());
    snapshot
}

/// Columns of citizens who come from a survey.
const ROW: SnapshotColumn = (
    "row",
    "",
    (1.0, f64::INFINITY),
    "Row of the respondent in the file of citizens, without the header and empty rows",
);
const ID: SnapshotColumn = (
    "id",
    "",
    (f64::NAN, f64::NAN),
    "Id of the respondent, as the file of citizens has it",
);
const NEIGHBOURHOOD_NAME: SnapshotColumn = (
    "neighbourhood_name",
    "",
    (f64::NAN, f64::NAN),
    "Name of the neighbourhood in the file of citizens",
);

/// The columns of numbers of every snapshot, after the replication: their names in the file and what they are.
fn snapshot_columns(scenario: &Scenario) -> impl Iterator<Item = (String, &'static SnapshotColumn)> {
    let citizens = CITIZEN_COLUMNS.iter().map(|column| (column.0.to_owned(), column));
    let memberships = scenario.programme_keys.iter().flat_map(|programme| {
        MEMBERSHIP_COLUMNS
            .iter()
            .map(move |column| (format!("{programme}.{}", column.0), column))
    });
    citizens.chain(memberships)
}

/// The columns that only citizens of a survey have.
fn survey_columns(scenario: &Scenario) -> impl Iterator<Item = (String, &'static SnapshotColumn)> {
    let origin = &scenario.respondents;
    [
        (!origin.rows.is_empty(), &ROW),
        (!origin.ids.is_empty(), &ID),
        (!scenario.neighbourhood_names.is_empty(), &NEIGHBOURHOOD_NAME),
    ]
    .into_iter()
    .filter(|(has, _)| *has)
    .map(|(_, column)| (column.0.to_owned(), column))
}

fn snapshot_codebook(scenario: &Scenario) -> Vec<CodebookEntry> {
    snapshot_columns(scenario)
        .chain(survey_columns(scenario))
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
