//! The formats that tables are written in: one file each, and its line here.

mod csv;
#[cfg(feature = "parquet")]
mod parquet;

use std::io::{self, Write};

use super::table::Table;

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
    pub(super) const ENDINGS: [&'static str; 2] = ["csv", "parquet"];

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

    /// Writes a table; `origin` says how it came about, where the format has a place for it.
    #[cfg_attr(
        not(feature = "parquet"),
        expect(unused_variables, reason = "text has no place for the origin")
    )]
    pub(super) fn write(
        self,
        table: &Table<'_>,
        origin: &[(&'static str, String)],
        writer: impl Write + Send,
    ) -> io::Result<()> {
        match self {
            Self::Csv => csv::write(table, writer),
            #[cfg(feature = "parquet")]
            Self::Parquet => parquet::write(table, origin, writer),
        }
    }
}
