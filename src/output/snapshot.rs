//! Agents at one step.

use super::{Format, OutputError, RunFolder, Table, TableColumn, write_table};

/// Agents at one step: a row for each, in the order of their numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// Names of the columns of numbers.
    pub numbers: Vec<String>,
    /// One number per column for each agent; `NaN` where missing.
    pub rows: Vec<Vec<f64>>,
    /// Names of the columns of text, and their cells.
    pub texts: Vec<(String, Vec<String>)>,
}

/// Writes `snapshot-<step>`: the numbers of each agent, then the texts.
///
/// What the columns are is the caller's choice, which also describes them in the codebook
/// ([`CodebookEntry`](super::CodebookEntry)).
///
/// # Errors
/// When the file cannot be written.
pub fn write_snapshot(
    folder: &RunFolder,
    step: u32,
    snapshot: &Snapshot,
    format: Format,
) -> Result<(), OutputError> {
    let numbers = snapshot
        .numbers
        .iter()
        .enumerate()
        .map(|(column, name)| TableColumn::number(name, move |row| snapshot.rows[row][column]));
    let texts = snapshot
        .texts
        .iter()
        .map(|(name, cells)| TableColumn::text(name, |row| cells[row].as_str()));
    let name = format!("snapshot-{step}");
    let table = Table {
        name: &name,
        length: snapshot.rows.len(),
        columns: numbers.chain(texts).collect(),
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
        let snapshot = Snapshot {
            numbers: ["replication", "citizen", "trust"].map(str::to_owned).to_vec(),
            rows: vec![
                vec![0.0, 0.0, 0.25],
                vec![0.0, 1.0, f64::NAN],
                vec![1.0, -0.0, 0.5],
            ],
            texts: vec![("id".to_owned(), ["a", "b, c", "d"].map(str::to_owned).to_vec())],
        };
        write_snapshot(&folder, 12, &snapshot, Format::Csv).unwrap();
        let text = std::fs::read_to_string(folder.path().join("snapshot-12.csv")).unwrap();
        insta::assert_snapshot!(text, @r#"
        replication,citizen,trust,id
        0,0,0.25,a
        0,1,,"b, c"
        1,0,0.5,d
        "#);
    }

    #[cfg(feature = "parquet")]
    #[test]
    fn takes_the_format_of_the_other_tables() {
        let root = tempfile::tempdir().unwrap();
        let folder = RunFolder::open(root.path(), "parks", "", 1).unwrap();
        let snapshot = Snapshot {
            numbers: vec!["replication".to_owned()],
            rows: vec![vec![0.0]],
            texts: Vec::new(),
        };
        for format in [Format::Csv, Format::Parquet] {
            write_snapshot(&folder, 12, &snapshot, format).unwrap();
        }
        let bytes = std::fs::read(folder.path().join("snapshot-12.parquet")).unwrap();
        assert!(bytes.starts_with(b"PAR1"));
        assert!(!folder.path().join("snapshot-12.csv").exists());
    }
}
