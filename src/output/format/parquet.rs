//! Tables as Apache Parquet: the same columns and rows as the text, missing values null, the origin as metadata.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use parquet::basic::{Compression, GzipLevel, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};

use crate::output::table::{Cells, Table, TableColumn};

/// Rows of a group; a reader may skip groups.
const GROUP_ROWS: usize = 1 << 20;
/// Rows of a column that are held in memory at once.
const BATCH_ROWS: usize = 1 << 14;

/// Writes a table with `origin` as key-value metadata of the file.
pub(super) fn write(
    table: &Table<'_>,
    origin: &[(&'static str, String)],
    writer: impl Write + Send,
) -> io::Result<()> {
    write_groups(table, origin, writer).map_err(io_error)
}

fn write_groups(
    table: &Table<'_>,
    origin: &[(&'static str, String)],
    writer: impl Write + Send,
) -> Result<(), ParquetError> {
    let metadata = origin
        .iter()
        .map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()))
        .collect();
    let properties = WriterProperties::builder()
        .set_compression(Compression::GZIP(GzipLevel::default()))
        .set_key_value_metadata(Some(metadata))
        .build();
    let mut writer = SerializedFileWriter::new(writer, schema(table)?, Arc::new(properties))?;
    for rows in pieces(0..table.length, GROUP_ROWS) {
        let mut group = writer.next_row_group()?;
        for column in &table.columns {
            let mut chunk = group.next_column()?.expect("the schema has as many columns");
            for batch in pieces(rows.clone(), BATCH_ROWS) {
                write_cells(chunk.untyped(), &column.cells, batch)?;
            }
            chunk.close()?;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(())
}

/// Pieces of a range of rows, in order.
fn pieces(rows: Range<usize>, length: usize) -> impl Iterator<Item = Range<usize>> {
    let end = rows.end;
    rows.step_by(length)
        .map(move |start| start..(start + length).min(end))
}

fn schema(table: &Table<'_>) -> Result<TypePtr, ParquetError> {
    let fields = table.columns.iter().map(|column| field(column).map(Arc::new));
    let group = Type::group_type_builder("table").with_fields(fields.collect::<Result<_, _>>()?);
    Ok(Arc::new(group.build()?))
}

fn field(column: &TableColumn<'_>) -> Result<Type, ParquetError> {
    let (physical, logical, repetition) = match column.cells {
        Cells::Text(_) => (
            Physical::BYTE_ARRAY,
            Some(LogicalType::String),
            Repetition::REQUIRED,
        ),
        Cells::Count(_) => (
            Physical::INT32,
            Some(LogicalType::integer(32, false)),
            Repetition::REQUIRED,
        ),
        Cells::Number(_) => (Physical::DOUBLE, None, Repetition::OPTIONAL),
    };
    Type::primitive_type_builder(&column.name, physical)
        .with_logical_type(logical)
        .with_repetition(repetition)
        .build()
}

/// Writes some rows of a column; a number that is missing has the level 0 and no value.
fn write_cells(
    writer: &mut ColumnWriter<'_>,
    cells: &Cells<'_>,
    rows: Range<usize>,
) -> Result<usize, ParquetError> {
    match (cells, writer) {
        (Cells::Text(cell), ColumnWriter::ByteArrayColumnWriter(writer)) => {
            let texts: Vec<ByteArray> = rows.map(|row| cell(row).into()).collect();
            writer.write_batch(&texts, None, None)
        }
        (Cells::Count(cell), ColumnWriter::Int32ColumnWriter(writer)) => {
            // An unsigned number is kept as the signed one of the same bits.
            let counts: Vec<i32> = rows.map(|row| cell(row).cast_signed()).collect();
            writer.write_batch(&counts, None, None)
        }
        (Cells::Number(cell), ColumnWriter::DoubleColumnWriter(writer)) => {
            let numbers: Vec<f64> = rows.map(cell).collect();
            let levels: Vec<i16> = numbers.iter().map(|number| i16::from(!number.is_nan())).collect();
            let present: Vec<f64> = numbers.into_iter().filter(|number| !number.is_nan()).collect();
            writer.write_batch(&present, Some(&levels), None)
        }
        _ => unreachable!("the schema gives each kind of cell its own kind of column"),
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
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::{Field, RowAccessor as _};

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
                TableColumn::text("text", "Text", |row| if row == 0 { "zero" } else { "more" }),
                TableColumn::count("row", "Row", |row| row as u32),
                TableColumn::number("value", "Value", number),
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

        let reader = SerializedFileReader::new(file).unwrap();
        let metadata = reader.metadata().file_metadata().key_value_metadata().unwrap();
        for (key, value) in [("hash", "abc"), ("seed", "1")] {
            let found = metadata.iter().find(|entry| entry.key == key).unwrap();
            assert_eq!(found.value.as_deref(), Some(value));
        }
        let mut rows = 0;
        for (number, row) in reader.get_row_iter(None).unwrap().enumerate() {
            let row = row.unwrap();
            assert_eq!(row.get_string(0).unwrap() == "zero", number == 0);
            assert_eq!(row.get_uint(1).unwrap() as usize, number);
            let (_, value) = row.get_column_iter().nth(2).unwrap();
            if number % 3 == 0 {
                assert_eq!(value, &Field::Null);
            } else {
                let number = number as f64 / 7.0;
                assert!(matches!(value, Field::Double(value) if value.to_bits() == number.to_bits()));
            }
            rows += 1;
        }
        assert_eq!(rows, ROWS);
    }

    #[test]
    fn pieces_cover_all_rows_once() {
        let all: Vec<Range<usize>> = pieces(3..10, 3).collect();
        assert_eq!(all, [3..6, 6..9, 9..10]);
        assert_eq!(pieces(0..0, 3).count(), 0);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_called_a_full_disk() {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let error = write(&table(), &[], full).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}
