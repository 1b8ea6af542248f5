//! The tables of a sweep: points, runs, summary, failures, codebook.

use std::cell::RefCell;
use std::fs;

use super::Results;
use crate::experiment::Address;
use crate::output::bounds::{COUNT, NONE};
use crate::output::{
    CodebookEntry, FixedColumn, Format, OutputError, RunFolder, Table, TableColumn, remove_table,
    summary_columns, summary_entries, write_codebook, write_table,
};
use crate::study::points::{PlannedPoints, factor_columns, words};
use crate::study::{Failed, Runs};
use crate::words::{Language, within};

/// From so many runs on tables are written as Parquet unless asked otherwise.
pub const PARQUET_FROM_RUNS: usize = 100_000;
/// Runs that are held in memory at once while the table of runs is written.
const BLOCK_RUNS: usize = 1 << 14;

/// Writes `points`, `runs`, `summary`, `failures` (where there are any) and `codebook` into the folder of a study over
/// points, with the entries of the tables it adds.
///
/// # Errors
/// When a file cannot be written, or the journal not be read.
pub(in crate::study) fn write_tables(
    (planned, runs): (&PlannedPoints, &dyn Runs),
    (results, failed): (&Results, &[Failed]),
    (folder, format): (&RunFolder, Format),
    more: &[CodebookEntry],
) -> Result<(), OutputError> {
    write_points(planned, folder, format)?;
    write_runs((planned, runs), folder, format)?;
    write_table(folder, &summary_table(planned, results), format)?;
    if failed.is_empty() {
        // Failures that were there before, and have since been put right, are no longer true.
        remove_table(folder, "failures")?;
    } else {
        write_table(folder, &failures_table(failed), format)?;
    }
    let mut codebook = codebook(planned, !failed.is_empty());
    codebook.extend_from_slice(more);
    write_codebook(folder, &codebook, format)
}

/// One row per configuration: the values of all factors.
fn write_points(planned: &PlannedPoints, folder: &RunFolder, format: Format) -> Result<(), OutputError> {
    let words = words(&planned.points);
    let mut columns = vec![TableColumn::count("configuration", |row| row as u32)];
    columns.extend(factor_columns(&planned.points, &words));
    columns.push(TableColumn::number("seed", |row| {
        planned.seed_of(row as u32) as f64
    }));
    let table = Table {
        name: "points",
        length: planned.points.len(),
        columns,
    };
    write_table(folder, &table, format)
}

/// Runs by configuration and replication, of which a block at a time is in memory.
struct Rows<'a> {
    planned: &'a PlannedPoints,
    runs: &'a dyn Runs,
    /// Configuration and replication by row.
    order: Vec<Address>,
    block: RefCell<Block>,
}

#[derive(Default)]
struct Block {
    number: Option<usize>,
    values: Vec<f64>,
    /// The first error of reading.
    error: Option<OutputError>,
}

impl Rows<'_> {
    /// A value of a run: years lived first, then the measures.
    fn value(&self, row: usize, column: usize) -> f64 {
        let width = self.planned.plan.measures.len() + 1;
        let mut block = self.block.borrow_mut();
        if block.number != Some(row / BLOCK_RUNS) {
            block.number = Some(row / BLOCK_RUNS);
            block.values.clear();
            let first = row / BLOCK_RUNS * BLOCK_RUNS;
            for run in self.order.iter().skip(first).take(BLOCK_RUNS) {
                if let Err(error) = self.planned.read(self.runs, *run, &mut block.values) {
                    block.error.get_or_insert(error);
                    break;
                }
            }
        }
        let position = row % BLOCK_RUNS * width + column;
        block.values.get(position).copied().unwrap_or(f64::NAN)
    }
}

/// One row per run that ended well.
fn write_runs(
    (planned, runs): (&PlannedPoints, &dyn Runs),
    folder: &RunFolder,
    format: Format,
) -> Result<(), OutputError> {
    let runs = Rows {
        planned,
        runs,
        order: planned.done(runs),
        block: RefCell::default(),
    };
    let names = std::iter::once("years").chain(
        planned
            .plan
            .measures
            .iter()
            .map(|measured| measured.name.as_str()),
    );
    let runs_ref = &runs;
    let mut columns = vec![
        TableColumn::count("configuration", |row| runs_ref.order[row].configuration),
        TableColumn::count("replication", |row| runs_ref.order[row].replication),
    ];
    columns.extend(
        names
            .enumerate()
            .map(|(column, name)| TableColumn::number(name, move |row| runs_ref.value(row, column))),
    );
    let table = Table {
        name: "runs",
        length: runs.order.len(),
        columns,
    };
    write_table(folder, &table, format)?;
    drop(table);
    match runs.block.into_inner().error {
        None => Ok(()),
        Some(error) => {
            // A table with gaps that are none must not stay.
            for ending in ["csv", "parquet"] {
                let _ = fs::remove_file(folder.path().join(format!("runs.{ending}")));
            }
            Err(error)
        }
    }
}

/// One row per configuration and measure.
fn summary_table<'a>(planned: &'a PlannedPoints, results: &'a Results) -> Table<'a> {
    let measures = &planned.plan.measures;
    let count = measures.len();
    let mut columns = vec![
        TableColumn::count("configuration", move |row| (row / count) as u32),
        TableColumn::text("measure", move |row| &measures[row % count].name),
    ];
    columns.extend(summary_columns(move |row| {
        results.summary(row / count, row % count)
    }));
    Table {
        name: "summary",
        length: planned.points.len() * count,
        columns,
    }
}

fn failures_table(failed: &[Failed]) -> Table<'_> {
    Table {
        name: "failures",
        length: failed.len(),
        columns: vec![
            TableColumn::count("configuration", |row| failed[row].configuration),
            TableColumn::count("replication", |row| failed[row].replication),
            TableColumn::text("reason", |row| &failed[row].reason),
        ],
    }
}

const CONFIGURATION: &str = "Number of the configuration: a row of `points`";

#[rustfmt::skip]
const BEFORE_FACTORS: &[FixedColumn] = &[
    ("points", "configuration", "", COUNT, CONFIGURATION),
];

#[rustfmt::skip]
const BEFORE_MEASURES: &[FixedColumn] = &[
    ("points", "seed", "", COUNT, "Seed of the configuration; the same for all where luck is shared"),
    ("runs", "configuration", "", COUNT, CONFIGURATION),
    ("runs", "replication", "", COUNT, "Number of the replication; with a shared seed the same number meets the same luck in every configuration"),
    ("runs", "years", "years", COUNT, "How long the run lasted; shorter than the horizon where a stop condition ended it"),
];

#[rustfmt::skip]
const SUMMARY: &[FixedColumn] = &[
    ("summary", "configuration", "", COUNT, CONFIGURATION),
    ("summary", "measure", "", NONE, "Name of the column of `runs` that is summarised; unit and bounds of the numbers are those of that column"),
];

#[rustfmt::skip]
const FAILURES: &[FixedColumn] = &[
    ("failures", "configuration", "", COUNT, CONFIGURATION),
    ("failures", "replication", "", COUNT, "Number of the replication"),
    ("failures", "reason", "", NONE, "Why the run failed; `--retry-failed` tries it again"),
];

fn codebook(planned: &PlannedPoints, failures: bool) -> Vec<CodebookEntry> {
    let plan = &planned.plan;
    let fixed = |entries: &'static [FixedColumn]| entries.iter().map(CodebookEntry::fixed);
    let factors = plan
        .factors
        .iter()
        .map(|factor| CodebookEntry::factor("points", factor));
    let measures = plan.measures.iter().enumerate().map(|(index, measured)| {
        let what = match plan.variant {
            Some(_) => "; variant less scenario at the same point and with the same luck",
            None => "",
        };
        let (minimum, maximum) = plan.limits(index);
        CodebookEntry {
            label: within(Language::English, || plan.label(index)),
            minimum,
            maximum,
            ..CodebookEntry::kept("runs", measured.name.clone(), measured, what)
        }
    });
    fixed(BEFORE_FACTORS)
        .chain(factors)
        .chain(fixed(BEFORE_MEASURES))
        .chain(measures)
        .chain(fixed(SUMMARY))
        .chain(summary_entries("summary", "the runs of a configuration"))
        .chain(fixed(if failures { FAILURES } else { &[] }))
        .collect()
}
