//! Agents at one step.

use super::csv::Rows;
use super::{OutputError, RunFolder, write_atomically};

/// Writes `snapshot-<step>.csv`: one row of numbers per agent, in the order given.
///
/// The first column is the replication; what the others are is the caller's choice, which also describes them
/// in the codebook ([`CodebookEntry`](super::CodebookEntry)). Missing values (`NaN`) are empty.
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
    rows: impl Iterator<Item = Vec<f64>>,
) -> Result<(), OutputError> {
    assert_eq!(
        columns.first(),
        Some(&"replication"),
        "the first column is the replication"
    );
    let path = folder.path().join(format!("snapshot-{step}.csv"));
    write_atomically(&path, |file| {
        let mut writer = Rows::new(file);
        for column in columns {
            writer.text(column)?;
        }
        writer.end_row()?;
        for row in rows {
            assert_eq!(row.len(), columns.len(), "one number per column");
            for number in row {
                writer.number(number)?;
            }
            writer.end_row()?;
        }
        writer.finish()
    })
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
            rows.into_iter(),
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
}
