//! Agents at one step.

use super::table::{Table, TableColumn};
use super::{Format, OutputError, RunFolder, write_table};

/// Writes `snapshot-<step>` as a table: one row of numbers per agent, in the order given.
///
/// The first column is the replication; what the others are is the caller's choice, which also describes them
/// in the codebook ([`CodebookEntry`](super::CodebookEntry)). Missing values are `NaN`.
///
/// # Errors
/// When the file cannot be written.
///
/// # Panics
/// When the first column is not `replication`, or a row does not hold one number per column.
pub fn write_snapshot(
    folder: &RunFolder,
    step: u32,
    columns: &[&str],
    rows: &[Vec<f64>],
    format: Format,
) -> Result<(), OutputError> {
    assert_eq!(
        columns.first(),
        Some(&"replication"),
        "the first column is the replication"
    );
    assert!(
        rows.iter().all(|row| row.len() == columns.len()),
        "one number per column"
    );
    let table = Table {
        name: &format!("snapshot-{step}"),
        length: rows.len(),
        columns: columns
            .iter()
            .enumerate()
            .map(|(column, name)| TableColumn::number(name, move |row| rows[row][column]))
            .collect(),
    };
    write_table(folder, &table, format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_one_row_per_agent() {
        let root = tempfile::tempdir().unwrap();
        let folder = RunFolder::open(root.path(), "parks", "", 1).unwrap();
        let rows = [
            vec![0.0, 0.0, 0.25],
            vec![0.0, 1.0, f64::NAN],
            vec![1.0, 0.0, 0.5],
        ];
        write_snapshot(
            &folder,
            12,
            &["replication", "citizen", "trust"],
            &rows,
            Format::Csv,
        )
        .unwrap();
        let text = std::fs::read_to_string(folder.path().join("snapshot-12.csv")).unwrap();
        insta::assert_snapshot!(text, @r"
        replication,citizen,trust
        0,0,0.25
        0,1,
        1,0,0.5
        ");
    }

    #[cfg(feature = "parquet")]
    #[test]
    fn takes_the_format_of_the_other_tables() {
        let root = tempfile::tempdir().unwrap();
        let folder = RunFolder::open(root.path(), "parks", "", 1).unwrap();
        for format in [Format::Csv, Format::Parquet] {
            write_snapshot(&folder, 12, &["replication"], &[vec![0.0]], format).unwrap();
        }
        let bytes = std::fs::read(folder.path().join("snapshot-12.parquet")).unwrap();
        assert!(bytes.starts_with(b"PAR1"));
        assert!(!folder.path().join("snapshot-12.csv").exists());
    }
}
