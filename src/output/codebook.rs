//! What every column of every file means.

use super::bounds::{NONE, bounded};
use super::table::{Meaning, Table, TableColumn};

/// One column of one file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CodebookEntry {
    /// Name of the file, without its ending.
    pub(super) file: String,
    /// Name of the column.
    pub(super) column: String,
    /// What it means.
    pub(super) meaning: Meaning,
}

impl CodebookEntry {
    /// The entries of the columns of a table, in their order.
    pub(super) fn of<'a>(table: &'a Table<'_>) -> impl Iterator<Item = Self> + 'a {
        table.columns.iter().map(|column| Self {
            file: table.described_as().to_owned(),
            column: column.name.clone(),
            meaning: column.meaning.clone(),
        })
    }
}

/// One row per entry.
pub(super) fn codebook_table(entries: &[CodebookEntry]) -> Table<'_> {
    let bounds = move |row: usize| {
        let (low, high): (f64, f64) = entries.get(row).map_or(NONE, |entry| entry.meaning.bounds);
        (bounded(low), bounded(high))
    };
    Table {
        name: "codebook",
        length: entries.len(),
        columns: vec![
            TableColumn::text("file", "Name of the file, without its ending", |row| {
                &entries[row].file
            }),
            TableColumn::text("name", "Name of the column", |row| &entries[row].column),
            TableColumn::text("label", "Short name of the column", |row| {
                &entries[row].meaning.label
            }),
            TableColumn::text("definition", "What the column means", |row| {
                &entries[row].meaning.definition
            }),
            TableColumn::text("unit", "Unit; empty for indices and text", |row| {
                &entries[row].meaning.unit
            }),
            TableColumn::number(
                "minimum",
                "Smallest possible value; empty when there is none",
                move |row| bounds(row).0,
            ),
            TableColumn::number(
                "maximum",
                "Largest possible value; empty when there is none",
                move |row| bounds(row).1,
            ),
            TableColumn::text(
                "equation",
                "Id of the equation in the documentation of the model",
                |row| &entries[row].meaning.equation,
            ),
        ],
    }
}
