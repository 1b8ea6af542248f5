//! The journal of finished replications, from which a run resumes.

use std::path::Path;

use super::records::Records;
use super::{OutputError, RunHash};
use crate::experiment::{Column, Ensemble};

/// An append-only file of finished replications: [`Records`] of all values by step and column.
///
/// Replications may be appended in any order; they are read in increasing order. A record that is torn or damaged
/// counts as not written.
#[derive(Debug)]
pub struct Journal {
    records: Records,
    columns: Vec<Column>,
    years: Vec<f64>,
}

impl Journal {
    /// Opens a journal, or starts it, for rows of these columns at these years; only to read where there is a refusal.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds replications of another run.
    ///
    /// # Panics
    /// When there are more than `u32::MAX` columns or steps.
    pub(super) fn open_or_create(
        path: &Path,
        columns: Vec<Column>,
        years: Vec<f64>,
        hash: &RunHash,
        refusal: Option<&OutputError>,
    ) -> Result<Self, OutputError> {
        Ok(Self {
            records: Records::open_or_create(path, (columns.len(), years.len()), hash, refusal)?,
            columns,
            years,
        })
    }

    /// Appends a finished replication: its values by step and column. One that is there already is kept.
    ///
    /// # Errors
    /// When the record cannot be written; the journal then stands as before.
    ///
    /// # Panics
    /// When `values` does not hold one number per step and column.
    pub fn append(&mut self, replication: u32, values: &[f64]) -> Result<(), OutputError> {
        self.records.append(replication, values)
    }

    /// Numbers of the replications that are there, increasing.
    #[must_use]
    pub fn replications(&self) -> impl ExactSizeIterator<Item = u32> + '_ {
        self.records.numbers()
    }

    /// How many replications there are from the first on without a gap, which an interruption may leave.
    #[must_use]
    pub fn gapless(&self) -> u32 {
        let numbers = self.replications().zip(0..);
        numbers
            .take_while(|(replication, next)| replication == next)
            .count() as u32
    }

    /// Reads the replications below a number, whatever others there are.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&self, below: u32) -> Result<Ensemble, OutputError> {
        let replications: Vec<u32> = self
            .replications()
            .take_while(|replication| *replication < below)
            .collect();
        let mut values = Vec::with_capacity(replications.len() * self.columns.len() * self.years.len());
        for &replication in &replications {
            self.records.read(replication, &mut values)?;
        }
        Ok(Ensemble::new(
            self.columns.clone(),
            self.years.clone(),
            replications,
            values,
        ))
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, OpenOptions};
    use std::path::PathBuf;

    use super::*;
    use crate::experiment::columns;
    use crate::output::records::{ENGINE_DIGITS, HEADER_LENGTH};
    use proptest::prelude::*;

    const STEPS: usize = 2;

    fn open(path: &Path) -> Result<Journal, OutputError> {
        Journal::open_or_create(
            path,
            three_columns(),
            vec![0.0, 1.0 / 12.0],
            &RunHash::of("", 1),
            None,
        )
    }

    fn three_columns() -> Vec<Column> {
        columns(&[], 1).into_iter().take(3).collect()
    }

    fn values(replication: u32) -> Vec<f64> {
        (0..3 * STEPS)
            .map(|cell| f64::from(replication) + cell as f64 / 10.0)
            .collect()
    }

    fn written(replications: &[u32]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("replications.journal");
        let mut journal = open(&path).unwrap();
        for &replication in replications {
            journal.append(replication, &values(replication)).unwrap();
        }
        (folder, path)
    }

    fn assert_holds(journal: &Journal, replications: &[u32]) {
        assert!(journal.replications().eq(replications.iter().copied()));
        let ensemble = journal.read(u32::MAX).unwrap();
        let expected: Vec<f64> = replications
            .iter()
            .flat_map(|&replication| values(replication))
            .collect();
        assert_eq!(
            ensemble,
            Ensemble::new(
                three_columns(),
                vec![0.0, 1.0 / 12.0],
                replications.to_vec(),
                expected
            )
        );
    }

    #[test]
    fn reads_in_increasing_order_and_resumes() {
        let (_folder, path) = written(&[3, 0, 2]);
        let mut journal = open(&path).unwrap();
        assert_holds(&journal, &[0, 2, 3]);
        journal.append(1, &values(1)).unwrap();
        journal.append(2, &values(9)).unwrap();
        assert_holds(&journal, &[0, 1, 2, 3]);
        drop(journal);
        assert_holds(&open(&path).unwrap(), &[0, 1, 2, 3]);
    }

    #[test]
    fn keeps_every_bit() {
        let (_folder, path) = written(&[]);
        let special = [
            f64::NAN,
            -0.0,
            f64::INFINITY,
            f64::MIN_POSITIVE / 3.0,
            f64::MAX,
            0.1,
        ];
        open(&path).unwrap().append(0, &special).unwrap();
        let ensemble = open(&path).unwrap().read(u32::MAX).unwrap();
        let read: Vec<u64> = (0..STEPS)
            .flat_map(|step| ensemble.row(0, step).to_vec())
            .map(f64::to_bits)
            .collect();
        assert_eq!(read, special.map(f64::to_bits));
    }

    #[test]
    fn a_damaged_record_is_run_again() {
        let (_folder, path) = written(&[0, 1, 2]);
        let mut bytes = fs::read(&path).unwrap();
        let record_length = (bytes.len() - HEADER_LENGTH) / 3;
        bytes[HEADER_LENGTH + record_length + 9] ^= 1;
        fs::write(&path, bytes).unwrap();
        let mut journal = open(&path).unwrap();
        assert_holds(&journal, &[0, 2]);
        journal.append(1, &values(1)).unwrap();
        assert_holds(&open(&path).unwrap(), &[0, 1, 2]);
    }

    #[test]
    fn another_run_is_refused() {
        let (_folder, path) = written(&[0]);
        let other = Journal::open_or_create(
            &path,
            three_columns(),
            vec![0.0, 1.0 / 12.0],
            &RunHash::of("", 2),
            None,
        );
        assert!(
            other
                .unwrap_err()
                .to_string()
                .contains("replications of another run")
        );
        let longer = Journal::open_or_create(&path, three_columns(), vec![0.0; 3], &RunHash::of("", 1), None);
        assert!(
            longer
                .unwrap_err()
                .to_string()
                .contains("replications of another run")
        );
        fs::write(&path, [b'x'; 100]).unwrap();
        assert!(
            open(&path)
                .unwrap_err()
                .to_string()
                .contains("no journal of samspil")
        );
        assert_eq!(
            fs::read(&path).unwrap(),
            [b'x'; 100],
            "a foreign file is left alone"
        );
    }

    #[test]
    fn replications_of_another_engine_are_refused() {
        let (_folder, path) = written(&[0]);
        let mut bytes = fs::read(&path).unwrap();
        bytes[ENGINE_DIGITS].copy_from_slice(&[b'9'; 64]);
        fs::write(&path, &bytes).unwrap();
        let error = open(&path).unwrap_err().to_string();
        assert!(
            error.contains("made by another engine (99999999; this is "),
            "{error}"
        );
        assert_eq!(fs::read(&path).unwrap(), bytes, "they are left alone");
    }

    #[test]
    fn a_flipped_byte_in_the_head_is_damage_and_no_other_engine() {
        for (place, says) in [
            (0, "no journal of samspil"),
            (20, "damaged"),
            (60, "damaged"),
            (90, "another run"),
        ] {
            let (_folder, path) = written(&[0]);
            let mut bytes = fs::read(&path).unwrap();
            bytes[place] ^= 0x80;
            fs::write(&path, &bytes).unwrap();
            let error = open(&path).unwrap_err().to_string();
            assert!(error.contains(says), "{place}: {error}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn any_truncation_leaves_a_readable_prefix(
            order in Just((0..5_u32).collect::<Vec<_>>()).prop_shuffle(),
            share in 0.0..=1.0_f64,
        ) {
            let (_folder, path) = written(&order);
            let length = fs::metadata(&path).unwrap().len() as usize;
            let record_length = (length - HEADER_LENGTH) / order.len();
            let cut = (length as f64 * share) as usize;
            OpenOptions::new().write(true).open(&path).unwrap().set_len(cut as u64).unwrap();

            let whole = cut.saturating_sub(HEADER_LENGTH) / record_length;
            let mut expected = order[..whole].to_vec();
            expected.sort_unstable();
            let mut journal = open(&path).unwrap();
            assert_holds(&journal, &expected);

            journal.append(77, &values(77)).unwrap();
            expected.push(77);
            assert_holds(&open(&path).unwrap(), &expected);
        }
    }
}
