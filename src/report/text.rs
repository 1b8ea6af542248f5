//! Tables and times as plain text.

use crate::words::{say, words};

/// What takes less is over before a sentence on it is read.
const WORTH_TELLING_SECONDS: f64 = 2.0;

/// A time in words.
#[must_use]
pub fn duration(seconds: f64) -> String {
    match seconds {
        seconds if seconds < 1.5 => say!("a second"),
        seconds if seconds < 90.0 => say!("{seconds:.0} seconds"),
        seconds if seconds < 5_400.0 => say!("{:.0} minutes", seconds / 60.0),
        seconds => say!("{:.0} hours", seconds / 3_600.0),
    }
}

/// What so many seconds of simulating are told as, with the room that results take, where either is worth telling.
#[must_use]
pub fn time_of(seconds: f64, room: Option<String>) -> Option<String> {
    let time = (seconds >= WORTH_TELLING_SECONDS).then(|| say!("about {}", duration(seconds)));
    let parts: Vec<String> = time.into_iter().chain(room).collect();
    (!parts.is_empty()).then(|| {
        say!(
            "This takes {}. Ctrl-C stops it; the same command goes on.",
            parts.join(&words!(" and "))
        )
    })
}

/// A row of a table in Markdown.
#[must_use]
pub fn markdown_row<const COLUMNS: usize>(cells: [&String; COLUMNS]) -> String {
    let cells = cells.map(|cell| cell.replace('|', "\\|"));
    format!("| {} |\n", cells.join(" | "))
}

/// The width of each column.
#[must_use]
pub fn widths(table: &[Vec<String>]) -> Vec<usize> {
    let columns = table.iter().map(Vec::len).max().unwrap_or(0);
    (0..columns)
        .map(|column| {
            let width = |row: &Vec<String>| row.get(column).map_or(0, |cell| cell.chars().count());
            table.iter().map(width).max().unwrap_or(0)
        })
        .collect()
}

/// Rows of figures in columns of these widths, the first to the left and the others to the right.
#[must_use]
pub fn figures_aligned(table: &[Vec<String>], widths: &[usize]) -> String {
    let aligned = table.iter().map(|row| {
        let cells = row.iter().zip(widths).enumerate();
        let cells = cells.map(|(column, (cell, &width))| match column {
            0 => format!("{cell:width$}"),
            _ => format!("{cell:>width$}"),
        });
        format!("  {}\n", cells.collect::<Vec<_>>().join("  "))
    });
    aligned.collect()
}

/// Columns set out with spaces, the header first.
#[must_use]
pub fn aligned(table: &[Vec<String>]) -> String {
    let widths = widths(table);
    let mut text = String::new();
    for row in table {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, &width)| format!("{cell:width$}"))
            .collect();
        let line = "  ".to_owned() + &cells.join("  ");
        text += line.trim_end();
        text.push('\n');
    }
    text
}
