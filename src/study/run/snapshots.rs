//! All citizens of the first replication, as a run leaves them beside its tables.

use std::ops::ControlFlow;

use super::SingleRun;
use crate::experiment::{Threads, observe_replication};
use crate::model::mechanisms::Society;
use crate::model::snapshot::{CITIZEN_COLUMNS, MEMBERSHIP_COLUMNS};
use crate::output::bounds::COUNT;
use crate::output::{OutputError, REPLICATION, Table, TableColumn, Tables};
use crate::scenario::Scenario;

/// Lets the first replication live again and writes its citizens after the steps asked for.
pub(super) fn write(run: &SingleRun, threads: &Threads, tables: &mut Tables<'_>) -> Result<(), OutputError> {
    let (scenario, steps) = (&run.scenario, &run.snapshot_steps);
    let Some(&last) = steps.iter().max() else {
        return Ok(());
    };
    let seed = tables.seed();
    let mut outcome = Ok(());
    observe_replication(&scenario.setup, seed, 0, threads, &mut |observation| {
        if steps.contains(&observation.step) {
            let name = format!("snapshot-{}", observation.step);
            outcome = write_citizens(scenario, observation.society, &name, tables);
        }
        if outcome.is_err() || observation.step == last {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    outcome
}

/// Writes all citizens as they are, and whom they stand for where they come from a survey.
fn write_citizens(
    scenario: &Scenario,
    society: &Society,
    name: &str,
    tables: &mut Tables<'_>,
) -> Result<(), OutputError> {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    society.visit_citizens(|citizen| rows.push(citizen.to_vec()));
    let mut places = CITIZEN_COLUMNS.iter();
    let place = places.position(|column| column.0 == "neighbourhood");
    let place = place.expect("citizens have a neighbourhood");
    let neighbourhood = |row: &Vec<f64>| scenario.neighbourhood_name(row[place] as usize);
    let neighbourhoods: Vec<String> = rows.iter().map(neighbourhood).collect();
    let replication = TableColumn::number("replication", REPLICATION, |_| 0.0);
    let mut columns = vec![replication.bounds(COUNT).key()];
    columns.extend(number_columns(scenario, &rows));
    columns.extend(survey_columns(scenario, society.respondents(), &neighbourhoods));
    tables.write(Table {
        name,
        length: rows.len(),
        columns,
    })
}

/// The columns of numbers, the citizen's own and then those for each programme.
fn number_columns<'a>(scenario: &'a Scenario, rows: &'a [Vec<f64>]) -> impl Iterator<Item = TableColumn<'a>> {
    let citizens = CITIZEN_COLUMNS.iter().map(|column| (column.0.to_owned(), column));
    let memberships = scenario.programme_keys.iter().flat_map(|programme| {
        let columns = MEMBERSHIP_COLUMNS.iter();
        columns.map(move |column| (format!("{programme}.{}", column.0), column))
    });
    let columns = citizens.chain(memberships).enumerate();
    columns.map(move |(place, (name, &(label, unit, bounds, definition)))| {
        let column = TableColumn::number(&name, definition, move |row| rows[row][place])
            .label(&label.replace('_', " "))
            .unit(unit)
            .bounds(bounds);
        if name == "citizen" { column.key() } else { column }
    })
}

/// The columns that only citizens of a survey have.
fn survey_columns<'a>(
    scenario: &'a Scenario,
    respondents: &'a [u32],
    neighbourhoods: &'a [String],
) -> Vec<TableColumn<'a>> {
    let origin = &scenario.respondents;
    let mut columns = Vec::new();
    if respondents.is_empty() {
        return columns;
    }
    let definition = "Row of the respondent in the file of citizens, without the header and empty rows";
    let row = move |row: usize| f64::from(origin.rows[respondents[row] as usize]);
    columns.push(TableColumn::number("row", definition, row).bounds((1.0, f64::INFINITY)));
    if !origin.ids.is_empty() {
        let definition = "Id of the respondent, as the file of citizens has it";
        let id = move |row: usize| origin.ids[respondents[row] as usize].as_str();
        columns.push(TableColumn::text("id", definition, id));
    }
    if !scenario.neighbourhood_names.is_empty() {
        let definition = "Name of the neighbourhood in the file of citizens";
        let name = move |row: usize| neighbourhoods[row].as_str();
        columns.push(TableColumn::text("neighbourhood_name", definition, name));
    }
    columns
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::output::{Format, RunFolder};
    use crate::study::StoppingRule;

    #[test]
    fn every_citizen_has_a_row_in_each_snapshot_and_every_column_a_meaning() {
        let text = "[simulation]\nhorizon_years = 0.5\n[population]\ncitizens = 60\n[programme.parks]\n";
        let scenario = Scenario::from_text(Path::new("parks.toml"), text, &[]).unwrap();
        let mut run = SingleRun::of(scenario, 1, StoppingRule::Number(1), 0);
        run.snapshot_steps = vec![0, 6];
        let root = tempfile::tempdir().unwrap();
        let folder = RunFolder::open(root.path(), "parks", "", 1).unwrap();
        let mut tables = Tables::new(&folder, Format::Csv, false);
        write(&run, &Threads::new(1).unwrap(), &mut tables).unwrap();
        tables.finish().unwrap();
        let records = |name: &str| -> Vec<csv::StringRecord> {
            let path = folder.path().join(name);
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_path(path)
                .unwrap();
            reader.records().map(Result::unwrap).collect()
        };
        let [start, end] = ["snapshot-0.csv", "snapshot-6.csv"].map(records);
        for snapshot in [&start, &end] {
            let citizens: Vec<&str> = snapshot[1..].iter().map(|row| &row[1]).collect();
            let numbers: Vec<String> = (1..=60).map(|number| number.to_string()).collect();
            assert_eq!(citizens, numbers);
        }
        assert_ne!(start, end);
        let codebook = records("codebook.csv");
        let described = codebook.iter().filter(|entry| &entry[0] == "snapshot");
        let names = described.map(|entry| &entry[1]);
        assert!(start[0].iter().eq(names), "{codebook:?}");
        let mut entries = codebook.iter();
        let hours = entries.find(|entry| &entry[1] == "parks.hours_per_week").unwrap();
        assert_eq!((&hours[2], &hours[4]), ("hours per week", "hours per week"));
    }
}
