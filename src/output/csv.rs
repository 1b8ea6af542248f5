//! Tables as text: UTF-8, comma, one header line, missing values empty.

use std::io::{self, Write};

use super::tables::{Cells, Table};

/// Writes a table; numbers are the shortest text that reads back as the same number.
pub(super) fn write(table: &Table<'_>, writer: impl Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .buffer_capacity(1 << 16)
        .from_writer(writer);
    writer.write_record(table.columns.iter().map(|column| column.name.as_bytes()))?;
    let mut text = Vec::new();
    for row in 0..table.length {
        for column in &table.columns {
            match &column.cells {
                Cells::Text(cell) => writer.write_field(cell(row))?,
                Cells::Count(cell) => {
                    text.clear();
                    write!(text, "{}", cell(row))?;
                    writer.write_field(&text)?;
                }
                Cells::Number(cell) => {
                    write_number(cell(row), &mut text)?;
                    writer.write_field(&text)?;
                }
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

/// Puts the text of a number into a buffer that is used again: no text for `NaN`.
pub(super) fn write_number(value: f64, text: &mut Vec<u8>) -> io::Result<()> {
    text.clear();
    if value.is_nan() {
        Ok(())
    } else {
        write!(text, "{value}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::tables::TableColumn;
    use proptest::prelude::*;

    fn text(table: &Table<'_>) -> String {
        let mut bytes = Vec::new();
        write(table, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn numbers(values: &[f64]) -> Table<'_> {
        Table {
            name: "numbers",
            length: values.len(),
            columns: vec![
                TableColumn::new("row", Cells::Count(Box::new(|row| row as u32))),
                TableColumn::new("value", Cells::Number(Box::new(|row| values[row]))),
            ],
        }
    }

    #[test]
    fn numbers_are_short_and_gaps_empty() {
        let values = [0.1, 1.0, f64::NAN, -2.5e-7, 1e21, f64::INFINITY, -0.0];
        insta::assert_snapshot!(text(&numbers(&values)), @r"
        row,value
        0,0.1
        1,1
        2,
        3,-0.00000025
        4,1000000000000000000000
        5,inf
        6,-0
        ");
    }

    #[test]
    fn text_is_quoted_where_it_must_be() {
        let cells = ["plain", "comma, comma", "a \"word\"", ""];
        let table = Table {
            name: "texts",
            length: cells.len(),
            columns: vec![TableColumn::new(
                "text, quoted",
                Cells::Text(Box::new(|row| cells[row])),
            )],
        };
        insta::assert_snapshot!(text(&table), @r#"
        "text, quoted"
        plain
        "comma, comma"
        "a ""word"""
        ""
        "#);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_an_error() {
        let values = vec![0.1; 100_000];
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let error = write(&numbers(&values), full).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }

    proptest! {
        #[test]
        fn numbers_read_back_as_they_were(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            prop_assume!(!value.is_nan());
            let mut text = Vec::new();
            write_number(value, &mut text).unwrap();
            let read: f64 = std::str::from_utf8(&text).unwrap().parse().unwrap();
            prop_assert_eq!(read.to_bits(), bits);
        }
    }
}
