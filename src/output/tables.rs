//! The tables of a run, independent of the format they are written in.

use super::codebook::{CodebookEntry, SUMMARISED, codebook};
use super::table::{Table, TableColumn};
use super::{OutputError, RunFolder};
use crate::experiment::{Ensemble, Summaries};
use crate::statistics::Summary;

/// Format of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text, comma separated (`.csv`).
    Csv,
    /// Apache Parquet with its origin as metadata (`.parquet`).
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Format {
    /// All that this program writes.
    pub const ALL: &'static [Self] = &[
        Self::Csv,
        #[cfg(feature = "parquet")]
        Self::Parquet,
    ];

    /// How the names of tables end, in any format that a program with all features writes.
    const ENDINGS: [&'static str; 2] = ["csv", "parquet"];

    /// How the names of its tables end.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            #[cfg(feature = "parquet")]
            Self::Parquet => "parquet",
        }
    }

    /// The name of the file of a table.
    #[must_use]
    pub fn file(self, table: &str) -> String {
        format!("{table}.{}", self.ending())
    }
}

/// Writes `replications`, `series`, `summary` and `codebook` into the folder of a run.
///
/// `others` describes the columns of further files, the snapshots say, in the codebook.
///
/// # Errors
/// When a file cannot be written.
///
/// # Panics
/// When the ensemble has no step.
pub fn write_tables(
    folder: &RunFolder,
    ensemble: &Ensemble,
    summaries: &Summaries,
    others: &[CodebookEntry],
    format: Format,
) -> Result<(), OutputError> {
    let mut entries = codebook(ensemble.columns());
    entries.extend_from_slice(others);
    for table in [
        replications_table(ensemble),
        series_table(ensemble),
        summary_table(ensemble, summaries),
        codebook_table(&entries),
    ] {
        write_table(folder, &table, format)?;
    }
    Ok(())
}

/// Writes one table as `<name>.csv` or `<name>.parquet` into the folder of a run, and removes one of the other format.
///
/// # Errors
/// When the file cannot be written, or one of the other format not be removed.
pub fn write_table(folder: &RunFolder, table: &Table<'_>, format: Format) -> Result<(), OutputError> {
    folder.write(&format.file(table.name), |file| match format {
        Format::Csv => super::csv::write(table, file),
        #[cfg(feature = "parquet")]
        Format::Parquet => super::parquet::write(table, &folder.origin(), file),
    })?;
    let others = Format::ENDINGS
        .iter()
        .filter(|ending| **ending != format.ending());
    others
        .map(|ending| format!("{}.{ending}", table.name))
        .try_for_each(|name| folder.remove(&name))
}

/// Removes a table that an earlier run wrote and that is no longer true, in whatever format, if there is one.
///
/// # Errors
/// When the file cannot be removed.
pub fn remove_table(folder: &RunFolder, name: &str) -> Result<(), OutputError> {
    let mut endings = Format::ENDINGS.iter();
    endings.try_for_each(|ending| folder.remove(&format!("{name}.{ending}")))
}

/// Writes `codebook` into the folder of a run.
///
/// # Errors
/// When the file cannot be written.
pub fn write_codebook(
    folder: &RunFolder,
    entries: &[CodebookEntry],
    format: Format,
) -> Result<(), OutputError> {
    write_table(folder, &codebook_table(entries), format)
}

/// One row per replication: the values of all columns at the last step.
fn replications_table(ensemble: &Ensemble) -> Table<'_> {
    let last = ensemble
        .years()
        .len()
        .checked_sub(1)
        .expect("a run has at least its initial state");
    let mut columns = vec![TableColumn::count("replication", |row| {
        ensemble.replications()[row]
    })];
    columns.extend(
        ensemble.columns().iter().enumerate().map(|(index, column)| {
            TableColumn::number(&column.key, move |row| ensemble.row(row, last)[index])
        }),
    );
    Table {
        name: "replications",
        length: ensemble.replications().len(),
        columns,
    }
}

/// One row per replication and step: the values of all columns.
fn series_table(ensemble: &Ensemble) -> Table<'_> {
    let steps = ensemble.years().len();
    let mut columns = vec![
        TableColumn::count("replication", move |row| ensemble.replications()[row / steps]),
        TableColumn::count("step", move |row| (row % steps) as u32),
        TableColumn::number("year", move |row| ensemble.years()[row % steps]),
    ];
    columns.extend(ensemble.columns().iter().enumerate().map(|(index, column)| {
        TableColumn::number(&column.key, move |row| {
            ensemble.row(row / steps, row % steps)[index]
        })
    }));
    Table {
        name: "series",
        length: ensemble.replications().len() * steps,
        columns,
    }
}

/// One row per column and year: count, mean, spread, interval and quantiles over replications.
fn summary_table<'a>(ensemble: &'a Ensemble, summaries: &'a Summaries) -> Table<'a> {
    let steps = ensemble.years().len();
    let mut columns = vec![
        TableColumn::number("year", move |row| ensemble.years()[row % steps]),
        TableColumn::text("measure", move |row| &ensemble.columns()[row / steps].key),
    ];
    columns.extend(summary_columns(move |row| {
        summaries.get(row / steps, row % steps)
    }));
    Table {
        name: "summary",
        length: ensemble.columns().len() * steps,
        columns,
    }
}

/// The columns of a summary by row: count, mean, spread, interval and quantiles.
pub fn summary_columns<'a>(
    summary: impl Fn(usize) -> Option<&'a Summary> + Copy + 'a,
) -> impl Iterator<Item = TableColumn<'a>> {
    let value = |place: usize| {
        move |summary: &Summary| match place {
            1 => summary.mean,
            2 => summary.standard_deviation,
            3 => summary.interval_low,
            4 => summary.interval_high,
            _ => summary.quantiles[place - 5],
        }
    };
    SUMMARISED
        .iter()
        .enumerate()
        .map(move |(place, &(name, ..))| match place {
            0 => TableColumn::count(name, move |row| {
                summary(row).map_or(0, |summary| summary.count as u32)
            }),
            _ => TableColumn::number(name, move |row| summary(row).map_or(f64::NAN, value(place))),
        })
}

/// One row per entry of the codebook.
fn codebook_table(entries: &[CodebookEntry]) -> Table<'_> {
    let bound = |value: f64| if value.is_finite() { value } else { f64::NAN };
    Table {
        name: "codebook",
        length: entries.len(),
        columns: vec![
            TableColumn::text("file", |row| &entries[row].file),
            TableColumn::text("name", |row| &entries[row].column),
            TableColumn::text("label", |row| &entries[row].label),
            TableColumn::text("definition", |row| &entries[row].definition),
            TableColumn::text("unit", |row| &entries[row].unit),
            TableColumn::number("minimum", move |row| bound(entries[row].minimum)),
            TableColumn::number("maximum", move |row| bound(entries[row].maximum)),
            TableColumn::text("equation", |row| &entries[row].equation),
        ],
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::experiment::columns;

    /// Three replications of two columns at two steps; one value is missing.
    fn small() -> Ensemble {
        let columns = vec![
            columns(&[], 1)[0].clone(),
            columns(&["parks".to_owned()], 1).pop().unwrap(),
        ];
        let values = vec![0.0, 1.0, 0.5, 2.0, 0.0, 1.0, 0.25, f64::NAN, 0.0, 1.0, 0.75, 4.0];
        Ensemble::new(columns, vec![0.0, 0.5], vec![0, 1, 2], values)
    }

    fn written(ensemble: &Ensemble) -> impl Fn(&str) -> String + use<> {
        let root = tempfile::tempdir().unwrap();
        let folder = RunFolder::open(root.path(), "parks", "", 1).unwrap();
        write_tables(&folder, ensemble, &Summaries::of(ensemble), &[], Format::Csv).unwrap();
        let path = folder.path().to_owned();
        move |name| {
            let _root = &root;
            fs::read_to_string(path.join(name)).unwrap()
        }
    }

    #[test]
    fn tables_read_as_documented() {
        let file = written(&small());
        insta::assert_snapshot!(file("replications.csv"), @r"
        replication,participants_share,parks.kit_reach
        0,0.5,2
        1,0.25,
        2,0.75,4
        ");
        insta::assert_snapshot!(file("series.csv"), @r"
        replication,step,year,participants_share,parks.kit_reach
        0,0,0,0,1
        0,1,0.5,0.5,2
        1,0,0,0,1
        1,1,0.5,0.25,
        2,0,0,0,1
        2,1,0.5,0.75,4
        ");
    }

    #[test]
    fn summary_has_a_row_for_every_column_and_year() {
        let file = written(&small());
        let summary = file("summary.csv");
        let rows: Vec<&str> = summary.lines().collect();
        assert_eq!(
            rows[0],
            "year,measure,count,mean,standard_deviation,interval_low,interval_high,q05,q25,q50,q75,q95"
        );
        assert_eq!(rows.len(), 1 + 2 * 2);
        assert_eq!(rows[1], "0,participants_share,3,0,0,0,0,0,0,0,0,0");
        let last: Vec<&str> = rows[4].split(',').collect();
        assert_eq!(
            last[..4],
            ["0.5", "parks.kit_reach", "2", "3"],
            "the missing value is left out"
        );
        assert_eq!(last[9], "3", "median of 2 and 4");
    }

    #[test]
    fn a_column_without_values_keeps_its_row() {
        let ensemble = Ensemble::new(
            vec![columns(&[], 1)[0].clone()],
            vec![0.0],
            vec![0],
            vec![f64::NAN],
        );
        let rows = written(&ensemble)("summary.csv");
        assert_eq!(rows.lines().nth(1), Some("0,participants_share,0,,,,,,,,,"));
    }

    #[test]
    fn codebook_describes_every_column_of_every_file_once_and_in_order() {
        let file = written(&small());
        let codebook = file("codebook.csv");
        let mut described: Vec<csv::StringRecord> = csv::Reader::from_reader(codebook.as_bytes())
            .records()
            .map(Result::unwrap)
            .collect();
        let last = described
            .iter()
            .rfind(|record| &record[1] == "parks.kit_reach")
            .unwrap();
        assert_eq!(&last[2], "parks: reach of kits");
        assert_eq!((&last[5], &last[6]), ("0", "1"));
        for name in ["replications", "series", "summary", "codebook"] {
            let text = file(&format!("{name}.csv"));
            let header = text.lines().next().unwrap();
            let columns: Vec<String> = described
                .iter()
                .filter(|record| &record[0] == name)
                .map(|record| record[1].to_owned())
                .collect();
            assert_eq!(columns.join(","), header, "{name}");
            described.retain(|record| &record[0] != name);
        }
        assert!(described.is_empty());
    }
}
