//! Tables as Apache Parquet: the same columns and rows as the text, missing values null, the origin as metadata.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, StringArray, UInt32Array};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::table::{Cells, Table};

/// Rows that are held in memory at once.
const BATCH_ROWS: usize = 1 << 14;

/// Writes a table with `origin` as key-value metadata of the file.
pub(super) fn write(
    table: &Table<'_>,
    origin: &[(&'static str, String)],
    writer: impl Write + Send,
) -> io::Result<()> {
    write_batches(table, origin, writer).map_err(io_error)
}

fn write_batches(
    table: &Table<'_>,
    origin: &[(&'static str, String)],
    writer: impl Write + Send,
) -> Result<(), ParquetError> {
    let metadata = origin
        .iter()
        .map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()))
        .collect();
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_key_value_metadata(Some(metadata))
        .build();
    let schema = schema(table);
    let mut writer = ArrowWriter::try_new(writer, Arc::clone(&schema), Some(properties))?;
    for start in (0..table.length).step_by(BATCH_ROWS) {
        let rows = start..(start + BATCH_ROWS).min(table.length);
        let columns = table
            .columns
            .iter()
            .map(|column| array(&column.cells, rows.clone()))
            .collect();
        writer.write(&RecordBatch::try_new(Arc::clone(&schema), columns)?)?;
    }
    writer.close()?;
    Ok(())
}

fn schema(table: &Table<'_>) -> SchemaRef {
    let fields: Vec<Field> = table
        .columns
        .iter()
        .map(|column| match column.cells {
            Cells::Text(_) => Field::new(&column.name, DataType::Utf8, false),
            Cells::Count(_) => Field::new(&column.name, DataType::UInt32, false),
            Cells::Number(_) => Field::new(&column.name, DataType::Float64, true),
        })
        .collect();
    Arc::new(Schema::new(fields))
}

fn array(cells: &Cells<'_>, rows: Range<usize>) -> ArrayRef {
    match cells {
        Cells::Text(cell) => Arc::new(StringArray::from_iter_values(rows.map(cell))),
        Cells::Count(cell) => Arc::new(UInt32Array::from_iter_values(rows.map(cell))),
        Cells::Number(cell) => Arc::new(
            rows.map(|row| Some(cell(row)).filter(|value| !value.is_nan()))
                .collect::<Float64Array>(),
        ),
    }
}

/// The error of the operating system, where there is one, so that a full disk is called a full disk.
fn io_error(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(cause) => io::Error::other(cause),
        },
        error => io::Error::other(error),
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::{Array, AsArray};
    use arrow::datatypes::{Float64Type, UInt32Type};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    use super::*;
    use crate::output::table::TableColumn;

    /// More rows than one batch holds, every third number missing.
    const ROWS: usize = BATCH_ROWS + 5;

    fn table() -> Table<'static> {
        let number = |row: usize| {
            if row.is_multiple_of(3) {
                f64::NAN
            } else {
                row as f64 / 7.0
            }
        };
        Table {
            name: "numbers",
            length: ROWS,
            columns: vec![
                TableColumn::new(
                    "text",
                    Cells::Text(Box::new(|row| if row == 0 { "zero" } else { "more" })),
                ),
                TableColumn::new("row", Cells::Count(Box::new(|row| row as u32))),
                TableColumn::new("value", Cells::Number(Box::new(number))),
            ],
        }
    }

    #[test]
    fn reads_back_with_gaps_and_origin() {
        let mut file = tempfile::tempfile().unwrap();
        write(
            &table(),
            &[("hash", "abc".to_owned()), ("seed", "1".to_owned())],
            &mut file,
        )
        .unwrap();

        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        let metadata = reader
            .metadata()
            .file_metadata()
            .key_value_metadata()
            .unwrap()
            .clone();
        for (key, value) in [("hash", "abc"), ("seed", "1")] {
            let found = metadata.iter().find(|entry| entry.key == key).unwrap();
            assert_eq!(found.value.as_deref(), Some(value));
        }
        let mut row = 0;
        for batch in reader.build().unwrap() {
            let batch = batch.unwrap();
            let (texts, counts) = (
                batch.column(0).as_string::<i32>(),
                batch.column(1).as_primitive::<UInt32Type>(),
            );
            let numbers = batch.column(2).as_primitive::<Float64Type>();
            for index in 0..batch.num_rows() {
                assert_eq!(texts.value(index) == "zero", row == 0);
                assert_eq!(counts.value(index) as usize, row);
                assert_eq!(numbers.is_null(index), row % 3 == 0);
                assert!(row % 3 == 0 || numbers.value(index).to_bits() == (row as f64 / 7.0).to_bits());
                row += 1;
            }
        }
        assert_eq!(row, ROWS);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_called_a_full_disk() {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let error = write(&table(), &[], full).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}
