//! Options that several commands have.

use samspil::output::Format;

/// Format of the tables.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum TableFormat {
    Csv,
    #[cfg(feature = "parquet")]
    Parquet,
}

impl From<TableFormat> for Format {
    fn from(format: TableFormat) -> Self {
        match format {
            TableFormat::Csv => Self::Csv,
            #[cfg(feature = "parquet")]
            TableFormat::Parquet => Self::Parquet,
        }
    }
}
