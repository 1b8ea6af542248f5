//! Tests of the reader on small files, one per way in which a file can be right or wrong.

mod citizens;
mod files;
mod proptests;
mod ties;

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::{CitizensData, CitizensSpec, ColumnMapping, DataError, Respondents, read_citizens};
use crate::model::observed::Trait;
use crate::scenario::source::Disk;

/// A file that lives as long as its folder.
struct Sample {
    folder: TempDir,
}

impl Sample {
    fn new(content: impl AsRef<[u8]>) -> Self {
        let sample = Self {
            folder: TempDir::new().unwrap(),
        };
        fs::write(sample.path(), content).unwrap();
        sample
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("people.csv")
    }

    /// The message of an error, without the folder.
    fn tell(&self, error: &DataError) -> String {
        error
            .to_string()
            .replace(&format!("{}/", self.folder.path().display()), "")
    }
}

fn map(trait_name: Trait, column: &str, scale: Option<(f64, f64)>) -> ColumnMapping {
    ColumnMapping {
        trait_name,
        column: column.to_owned(),
        scale,
        levels: Vec::new(),
        missing_codes: Vec::new(),
        missing_words: Vec::new(),
        clamp: false,
    }
}

/// Trust on a scale from 0 to 10, and age.
fn trust_and_age() -> CitizensSpec {
    CitizensSpec {
        columns: vec![
            map(Trait::Trust, "trust", Some((0.0, 10.0))),
            map(Trait::Age, "age", None),
        ],
        ..CitizensSpec::default()
    }
}

fn read(content: impl AsRef<[u8]>, spec: &CitizensSpec) -> CitizensData {
    let sample = Sample::new(content);
    read_citizens(&Disk, &sample.path(), spec).unwrap()
}

fn message(content: impl AsRef<[u8]>, spec: &CitizensSpec) -> String {
    let sample = Sample::new(content);
    sample.tell(&read_citizens(&Disk, &sample.path(), spec).unwrap_err())
}

/// So many respondents without ids.
fn respondents(count: u32) -> Respondents {
    Respondents {
        rows: (1..=count).collect(),
        rows_of_file: count as usize,
        ..Respondents::default()
    }
}

/// Values of the first mapped trait.
fn first_trait(data: &CitizensData) -> &[f64] {
    &data.citizens.traits[0].1
}
