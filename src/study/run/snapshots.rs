//! All citizens of the first replication, as a run leaves them beside its tables.

use std::ops::ControlFlow;

use crate::experiment::observe_replication;
use crate::model::mechanisms::Society;
use crate::model::snapshot::{CITIZEN_COLUMNS, MEMBERSHIP_COLUMNS, SnapshotColumn};
use crate::output::{CodebookEntry, OutputError, Snapshot, write_snapshot};
use crate::scenario::Scenario;

use super::SingleRun;
use crate::study::reportable::TableTarget;

/// Lets the first replication live again and writes its citizens after the steps asked for.
pub(super) fn write(run: &SingleRun, target: &TableTarget<'_>) -> Result<(), OutputError> {
    let (scenario, steps) = (&run.scenario, &run.snapshot_steps);
    let Some(&last) = steps.iter().max() else {
        return Ok(());
    };
    let mut outcome = Ok(());
    observe_replication(
        &scenario.setup,
        target.folder.seed(),
        0,
        target.threads,
        &mut |observation| {
            if steps.contains(&observation.step) {
                let snapshot = snapshot(scenario, observation.society);
                outcome = write_snapshot(target.folder, observation.step, &snapshot, target.format);
            }
            if outcome.is_err() || observation.step == last {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        },
    );
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

/// What their columns mean.
pub(super) fn codebook(scenario: &Scenario) -> Vec<CodebookEntry> {
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
