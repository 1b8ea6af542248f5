//! Tables as text: UTF-8, comma, one header line, missing values empty.

use std::io::{self, Write};

use crate::output::table::{Cells, Table};

/// Writes a table.
pub(super) fn write(table: &Table<'_>, writer: impl Write) -> io::Result<()> {
    let mut rows = Rows::new(writer);
    for column in &table.columns {
        rows.text(&column.name)?;
    }
    rows.end_row()?;
    for row in 0..table.length {
        for column in &table.columns {
            match &column.cells {
                Cells::Text(cell) => rows.text(cell(row))?,
                Cells::Count(cell) => rows.count(cell(row))?,
                Cells::Number(cell) => rows.number(cell(row))?,
            }
        }
        rows.end_row()?;
    }
    rows.finish()
}

/// Writes cell after cell, with one buffer for the text of all numbers.
struct Rows<W: Write> {
    writer: csv::Writer<W>,
    digits: Vec<u8>,
}

impl<W: Write> Rows<W> {
    fn new(writer: W) -> Self {
        Self {
            writer: csv::WriterBuilder::new()
                .buffer_capacity(1 << 16)
                .from_writer(writer),
            digits: Vec::new(),
        }
    }

    /// A cell of text, quoted where it must be.
    fn text(&mut self, text: &str) -> io::Result<()> {
        self.writer.write_field(text).map_err(io_error)
    }

    /// A whole number.
    fn count(&mut self, count: u32) -> io::Result<()> {
        self.digits.clear();
        write!(self.digits, "{count}")?;
        self.writer.write_field(&self.digits).map_err(io_error)
    }

    /// The shortest text that reads back as the same number; nothing for `NaN`.
    fn number(&mut self, number: f64) -> io::Result<()> {
        self.digits.clear();
        if !number.is_nan() {
            // Negative zero is zero.
            write!(self.digits, "{}", number + 0.0)?;
        }
        self.writer.write_field(&self.digits).map_err(io_error)
    }

    /// Ends the row, which must have as many cells as the first.
    fn end_row(&mut self) -> io::Result<()> {
        self.writer.write_record(None::<&[u8]>).map_err(io_error)
    }

    /// Hands on what is still in the buffer.
    fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// The error of the operating system, where there is one, so that a full disk is called a full disk.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::table::TableColumn;
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
                TableColumn::count("row", "Row", |row| row as u32),
                TableColumn::number("value", "Value", |row| values[row]),
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
        6,0
        ");
    }

    #[test]
    fn text_is_quoted_where_it_must_be() {
        let cells = ["plain", "comma, comma", "a \"word\"", ""];
        let table = Table {
            name: "texts",
            length: cells.len(),
            columns: vec![TableColumn::text("text, quoted", "Text", |row| cells[row])],
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
            let text = text(&numbers(&[value]));
            let cell = text.trim_end().rsplit(',').next().unwrap();
            let read: f64 = cell.parse().unwrap();
            prop_assert_eq!(read.to_bits(), bits);
        }
    }
}
