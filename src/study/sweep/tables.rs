//! The tables of a sweep: points, runs, summary, failures.

use std::cell::RefCell;

use super::Results;
use crate::experiment::Address;
use crate::output::bounds::COUNT;
use crate::output::{OutputError, Table, TableColumn, Tables, summary_columns};
use crate::study::points::{PlannedPoints, factor_columns, words};
use crate::study::{Failed, Runs};
use crate::words::{Language, within};

/// From so many runs on tables are written as Parquet unless asked otherwise.
pub const PARQUET_FROM_RUNS: usize = 100_000;
/// Runs that are held in memory at once while the table of runs is written.
const BLOCK_RUNS: usize = 1 << 14;
/// What a column of configurations says.
const CONFIGURATION: &str = "Number of the configuration: a row of `points`";

/// Writes `points`, `runs`, `summary` and `failures` (where there are any) of a study over points.
///
/// # Errors
/// When a file cannot be written, or the journal not be read.
pub(in crate::study) fn write_tables(
    (planned, runs): (&PlannedPoints, &dyn Runs),
    (results, failed): (&Results, &[Failed]),
    tables: &mut Tables<'_>,
) -> Result<(), OutputError> {
    write_points(planned, tables)?;
    write_runs((planned, runs), tables)?;
    tables.write(summary_table(planned, results))?;
    if failed.is_empty() {
        // Failures that were there before, and have since been put right, are no longer true.
        tables.remove("failures")
    } else {
        tables.write(failures_table(failed))
    }
}

/// One row per configuration: the values of all factors.
fn write_points(planned: &PlannedPoints, tables: &mut Tables<'_>) -> Result<(), OutputError> {
    let words = words(&planned.points);
    let mut columns = vec![TableColumn::count("configuration", CONFIGURATION, |row| row as u32).key()];
    columns.extend(factor_columns(&planned.points, &words));
    let seed = TableColumn::number(
        "seed",
        "Seed of the configuration; the same for all where they run on common random numbers",
        |row| planned.seed_of(row as u32) as f64,
    );
    columns.push(seed.bounds(COUNT));
    tables.write(Table {
        name: "points",
        length: planned.points.len(),
        columns,
    })
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

/// Writes the runs, unless some of them cannot be read.
fn write_runs(
    (planned, runs): (&PlannedPoints, &dyn Runs),
    tables: &mut Tables<'_>,
) -> Result<(), OutputError> {
    let runs = Rows {
        planned,
        runs,
        order: planned.done(runs),
        block: RefCell::default(),
    };
    tables.write(runs_table(&runs))?;
    match runs.block.into_inner().error {
        None => Ok(()),
        // A table with gaps that are none must not stay.
        Some(error) => tables.remove("runs").and(Err(error)),
    }
}

/// One row per run that ended well.
fn runs_table<'a>(runs: &'a Rows<'a>) -> Table<'a> {
    let plan = &runs.planned.plan;
    let replication = "Number of the replication; with a shared seed the same number meets the same random numbers in every \
                       configuration";
    let years = "How long the run lasted; shorter than the horizon where a stop condition ended it";
    let mut columns = vec![
        TableColumn::count("configuration", CONFIGURATION, |row| {
            runs.order[row].configuration
        })
        .key(),
        TableColumn::count("replication", replication, |row| runs.order[row].replication).key(),
        TableColumn::number("years", years, |row| runs.value(row, 0))
            .unit("years")
            .bounds(COUNT),
    ];
    let what = match plan.variant {
        Some(_) => "; variant less scenario at the same point and with common random numbers",
        None => "",
    };
    columns.extend(plan.measures.iter().enumerate().map(|(index, measured)| {
        let label = within(Language::English, || plan.label(index));
        let cell = move |row| runs.value(row, 1 + index);
        TableColumn::kept(&measured.name, measured, what, cell)
            .label(&label)
            .bounds(plan.limits(index))
    }));
    Table {
        name: "runs",
        length: runs.order.len(),
        columns,
    }
}

/// One row per configuration and measure.
fn summary_table<'a>(planned: &'a PlannedPoints, results: &'a Results) -> Table<'a> {
    let measures = &planned.plan.measures;
    let count = measures.len();
    let measure = "Name of the column of `runs` that is summarised; unit and bounds of the numbers are those of that column";
    let mut columns = vec![
        TableColumn::count("configuration", CONFIGURATION, move |row| (row / count) as u32).key(),
        TableColumn::text("measure", measure, move |row| &measures[row % count].name).key(),
    ];
    columns.extend(summary_columns("the runs of a configuration", move |row| {
        results.summary(row / count, row % count)
    }));
    Table {
        name: "summary",
        length: planned.points.len() * count,
        columns,
    }
}

fn failures_table(failed: &[Failed]) -> Table<'_> {
    let reason = "Why the run failed; `--retry-failed` tries it again";
    Table {
        name: "failures",
        length: failed.len(),
        columns: vec![
            TableColumn::count("configuration", CONFIGURATION, |row| failed[row].configuration).key(),
            TableColumn::count("replication", "Number of the replication", |row| {
                failed[row].replication
            })
            .key(),
            TableColumn::text("reason", reason, |row| &failed[row].reason),
        ],
    }
}
