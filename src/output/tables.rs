//! The tables of a folder: each is written with what its columns mean, and at the end the codebook of all.

use super::bounds::COUNT;
use super::codebook::{CodebookEntry, codebook_table};
use super::table::{Meaning, Table, TableColumn};
use super::{Format, OutputError, RunFolder};
use crate::experiment::{Column, Ensemble, Summaries};
use crate::statistics::Summary;

/// The definition of the column of replications.
pub const REPLICATION: &str =
    "Number of the replication; the same number in another arm meets the same random numbers";

/// The tables that are written into one folder.
pub struct Tables<'a> {
    folder: &'a RunFolder,
    format: Format,
    wide: bool,
    entries: Vec<CodebookEntry>,
}

impl<'a> Tables<'a> {
    /// None yet; `wide` spreads tables of measures out ([`Table::wide`]).
    #[must_use]
    pub const fn new(folder: &'a RunFolder, format: Format, wide: bool) -> Self {
        Self {
            folder,
            format,
            wide,
            entries: Vec::new(),
        }
    }

    /// The seed of the folder that they are written into.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.folder.seed()
    }

    /// Writes one table as `<name>.csv` or `<name>.parquet`, and removes one of the other format.
    ///
    /// # Errors
    /// When the file cannot be written, or one of the other format not be removed.
    pub fn write(&mut self, table: Table<'_>) -> Result<(), OutputError> {
        let table = if self.wide { table.wide() } else { table };
        if !self
            .entries
            .iter()
            .any(|entry| entry.file == table.described_as())
        {
            self.entries.extend(CodebookEntry::of(&table));
        }
        self.put(&table)
    }

    fn put(&self, table: &Table<'_>) -> Result<(), OutputError> {
        self.folder.write(&self.format.file(table.name), |file| {
            self.format.write(table, &self.folder.origin(), file)
        })?;
        let others = Format::ENDINGS
            .iter()
            .filter(|ending| **ending != self.format.ending());
        others
            .map(|ending| format!("{}.{ending}", table.name))
            .try_for_each(|name| self.folder.remove(&name))
    }

    /// Removes a table that an earlier answer wrote and that is no longer true, in whatever format, if there is one.
    ///
    /// # Errors
    /// When the file cannot be removed.
    pub fn remove(&self, name: &str) -> Result<(), OutputError> {
        let mut endings = Format::ENDINGS.iter();
        endings.try_for_each(|ending| self.folder.remove(&format!("{name}.{ending}")))
    }

    /// Writes a whole text of the answer under a name, with `/` between folders.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write_text(&self, name: &str, text: &str) -> Result<(), OutputError> {
        self.folder.write_text(name, text)
    }

    /// Describes a measure that tables name, under the file `measure`.
    pub fn describe(&mut self, column: &Column) {
        self.entries.push(CodebookEntry {
            file: "measure".to_owned(),
            column: column.key.clone(),
            meaning: Meaning::of_measure(column),
        });
    }

    /// Writes `codebook`, which describes all columns, its own as well.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(mut self) -> Result<(), OutputError> {
        let own: Vec<CodebookEntry> = CodebookEntry::of(&codebook_table(&[])).collect();
        self.entries.extend(own);
        self.put(&codebook_table(&self.entries))
    }
}

/// Writes `replications`, `series` and `summary` of a run.
///
/// # Errors
/// When a file cannot be written.
///
/// # Panics
/// When the ensemble has no step.
pub fn write_run(
    tables: &mut Tables<'_>,
    ensemble: &Ensemble,
    summaries: &Summaries,
) -> Result<(), OutputError> {
    tables.write(replications_table(ensemble))?;
    tables.write(series_table(ensemble))?;
    tables.write(summary_table(ensemble, summaries))
}

/// One row per replication: the values of all columns at the last step.
fn replications_table(ensemble: &Ensemble) -> Table<'_> {
    let last = ensemble
        .years()
        .len()
        .checked_sub(1)
        .expect("a run has at least its initial state");
    let mut columns =
        vec![TableColumn::count("replication", REPLICATION, |row| ensemble.replications()[row]).key()];
    columns.extend(
        ensemble
            .columns()
            .iter()
            .enumerate()
            .map(|(index, column)| TableColumn::measured(column, move |row| ensemble.row(row, last)[index])),
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
        TableColumn::count("replication", REPLICATION, move |row| {
            ensemble.replications()[row / steps]
        })
        .key(),
        TableColumn::count(
            "step",
            "Number of steps since the start; 0 is the initial state",
            move |row| (row % steps) as u32,
        )
        .unit("steps")
        .key(),
        year_column(move |row| ensemble.years()[row % steps]),
    ];
    columns.extend(ensemble.columns().iter().enumerate().map(|(index, column)| {
        TableColumn::measured(column, move |row| ensemble.row(row / steps, row % steps)[index])
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
        year_column(move |row| ensemble.years()[row % steps]),
        TableColumn::text(
            "measure",
            "Name of the column of `series` that is summarised; unit and bounds of the numbers are those of that column",
            move |row| &ensemble.columns()[row / steps].key,
        )
        .key(),
    ];
    columns.extend(summary_columns("all replications at this time", move |row| {
        summaries.get(row / steps, row % steps)
    }));
    Table {
        name: "summary",
        length: ensemble.columns().len() * steps,
        columns,
    }
}

/// The column of the time since the start, a key.
pub fn year_column<'a>(year: impl Fn(usize) -> f64 + 'a) -> TableColumn<'a> {
    TableColumn::number("year", "Time since the start", year)
        .unit("years")
        .bounds(COUNT)
        .key()
}

/// The columns of a summary by row: count, mean, spread, interval and quantiles; `of` says what is summarised.
pub fn summary_columns<'a>(
    of: &str,
    summary: impl Fn(usize) -> Option<&'a Summary> + Copy + 'a,
) -> impl Iterator<Item = TableColumn<'a>> {
    let column = |name: &str, label: &str, definition: &str, value: fn(&Summary) -> f64| {
        let cell = move |row| summary(row).map_or(f64::NAN, value);
        TableColumn::number(name, &format!("{definition}; of {of}"), cell).label(label)
    };
    let count = TableColumn::count(
        "count",
        &format!("Number of values, or of parts of a ratio, that are summarised; of {of}"),
        move |row| summary(row).map_or(0, |summary| summary.count as u32),
    );
    [
        count.unit("replications"),
        column(
            "mean",
            "mean",
            "Mean; of a ratio, the ratio of the means of its parts",
            |summary| summary.mean,
        ),
        column(
            "standard_deviation",
            "standard deviation",
            "Standard deviation, with count - 1; of a ratio, of the jackknife's pseudo-values",
            |summary| summary.standard_deviation,
        )
        .bounds(COUNT),
        column(
            "interval_low",
            "interval, lower end",
            "Lower end of the 95 % Student t interval of the mean",
            |summary| summary.interval_low,
        ),
        column(
            "interval_high",
            "interval, upper end",
            "Upper end of the 95 % Student t interval of the mean",
            |summary| summary.interval_high,
        ),
        column(
            "q05",
            "5 % quantile",
            "5 % of the values lie below (type 7)",
            |summary| summary.quantiles[0],
        ),
        column(
            "q25",
            "25 % quantile",
            "25 % of the values lie below (type 7)",
            |summary| summary.quantiles[1],
        ),
        column(
            "q50",
            "median",
            "Half of the values lie below (type 7)",
            |summary| summary.quantiles[2],
        ),
        column(
            "q75",
            "75 % quantile",
            "75 % of the values lie below (type 7)",
            |summary| summary.quantiles[3],
        ),
        column(
            "q95",
            "95 % quantile",
            "95 % of the values lie below (type 7)",
            |summary| summary.quantiles[4],
        ),
    ]
    .into_iter()
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
        let mut tables = Tables::new(&folder, Format::Csv, false);
        write_run(&mut tables, ensemble, &Summaries::of(ensemble)).unwrap();
        tables.finish().unwrap();
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
