//! The journal of finished replications, from which a run resumes.
//!
//! A header of 52 bytes: `SAMSPILJ`, format version, number of columns, number of steps (`u32` each), hash of the
//! run (32 bytes). Then one record per replication, all of the same length: its number (`u32`), its values by step
//! and column (`f64`), and the first eight bytes of the SHA-256 of both. All numbers are little endian.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{OutputError, RunHash, write_atomically};
use crate::experiment::{Column, Ensemble};

const MAGIC: &[u8; 8] = b"SAMSPILJ";
const FORMAT_VERSION: u32 = 1;
const HEADER_LENGTH: usize = 52;
const NUMBER_LENGTH: usize = 4;
const CHECKSUM_LENGTH: usize = 8;

/// An append-only file of finished replications.
///
/// Replications may be appended in any order; they are read in increasing order. A record that is torn or damaged
/// counts as not written.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    columns: Vec<Column>,
    years: Vec<f64>,
    /// Position of the record of each replication.
    records: BTreeMap<u32, u64>,
    /// Where the next record goes.
    end: u64,
}

impl Journal {
    /// Opens a journal, or starts it, for rows of these columns at these years.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds replications of another run.
    ///
    /// # Panics
    /// When there are more than `u32::MAX` columns or steps.
    pub fn open_or_create(
        path: &Path,
        columns: Vec<Column>,
        years: Vec<f64>,
        hash: &RunHash,
    ) -> Result<Self, OutputError> {
        let header = header(columns.len(), years.len(), hash);
        let system = |error: io::Error| OutputError::system(path, &error);
        // A header that was cut off holds no replication: start again.
        if !path
            .metadata()
            .is_ok_and(|metadata| metadata.len() >= HEADER_LENGTH as u64)
        {
            write_atomically(path, |file| file.write_all(&header))?;
        }
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .open(path)
            .map_err(system)?;
        let mut journal = Self {
            path: path.to_owned(),
            file,
            columns,
            years,
            records: BTreeMap::new(),
            end: HEADER_LENGTH as u64,
        };
        journal.scan(&header)?;
        Ok(journal)
    }

    /// Appends a finished replication: its values by step and column. One that is there already is kept.
    ///
    /// # Errors
    /// When the record cannot be written; the journal then stands as before.
    ///
    /// # Panics
    /// When `values` does not hold one number per step and column.
    pub fn append(&mut self, replication: u32, values: &[f64]) -> Result<(), OutputError> {
        assert_eq!(
            values.len(),
            self.columns.len() * self.years.len(),
            "one value per step and column"
        );
        if self.records.contains_key(&replication) {
            return Ok(());
        }
        let record = record(replication, values);
        if let Err(error) = write_at(&mut self.file, self.end, &record) {
            // Reading skips the torn record all the same, should even this fail.
            let _ = self.file.set_len(self.end);
            return Err(OutputError::system(&self.path, &error));
        }
        self.records.insert(replication, self.end);
        self.end += record.len() as u64;
        Ok(())
    }

    /// Numbers of the replications that are there, increasing.
    #[must_use]
    pub fn replications(&self) -> impl ExactSizeIterator<Item = u32> + '_ {
        self.records.keys().copied()
    }

    /// Reads all replications.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read_all(&self) -> Result<Ensemble, OutputError> {
        let mut values = Vec::with_capacity(self.records.len() * self.columns.len() * self.years.len());
        let mut record = vec![0; self.record_length()];
        let mut file = &self.file;
        for &position in self.records.values() {
            file.seek(SeekFrom::Start(position))
                .and_then(|_| file.read_exact(&mut record))
                .map_err(|error| OutputError::system(&self.path, &error))?;
            let (numbers, _) = record[NUMBER_LENGTH..record.len() - CHECKSUM_LENGTH].as_chunks();
            values.extend(numbers.iter().map(|&bytes| f64::from_le_bytes(bytes)));
        }
        let replications = self.replications().collect();
        Ok(Ensemble::new(
            self.columns.clone(),
            self.years.clone(),
            replications,
            values,
        ))
    }

    /// Checks the header, finds the whole records and cuts off a torn one at the end.
    fn scan(&mut self, expected: &[u8; HEADER_LENGTH]) -> Result<(), OutputError> {
        let system = |error: io::Error| OutputError::system(&self.path, &error);
        let mut reader = BufReader::with_capacity(1 << 16, &self.file);
        let mut header = [0; HEADER_LENGTH];
        reader.read_exact(&mut header).map_err(system)?;
        if header != *expected {
            return Err(OutputError::foreign(&self.path, mismatch(&header, expected)));
        }
        let mut record = vec![0; self.record_length()];
        while let Some(()) = read_whole(&mut reader, &mut record).map_err(system)? {
            if let Some(replication) = valid(&record) {
                self.records.insert(replication, self.end);
            }
            self.end += record.len() as u64;
        }
        self.file.set_len(self.end).map_err(system)
    }

    fn record_length(&self) -> usize {
        NUMBER_LENGTH + self.columns.len() * self.years.len() * size_of::<f64>() + CHECKSUM_LENGTH
    }
}

fn header(columns: usize, steps: usize, hash: &RunHash) -> [u8; HEADER_LENGTH] {
    let count = |length: usize| u32::try_from(length).expect("limits keep columns and steps below 2^32");
    let mut header = [0; HEADER_LENGTH];
    header[..8].copy_from_slice(MAGIC);
    header[8..12].copy_from_slice(&FORMAT_VERSION.to_le_bytes());
    header[12..16].copy_from_slice(&count(columns).to_le_bytes());
    header[16..20].copy_from_slice(&count(steps).to_le_bytes());
    header[20..].copy_from_slice(hash.as_bytes());
    header
}

fn mismatch(header: &[u8; HEADER_LENGTH], expected: &[u8; HEADER_LENGTH]) -> &'static str {
    if header[..8] != expected[..8] {
        "this is no journal of samspil"
    } else if header[8..12] != expected[8..12] {
        "this journal has the format of another version of samspil"
    } else {
        "this journal holds replications of another run"
    }
}

fn record(replication: u32, values: &[f64]) -> Vec<u8> {
    let mut record = Vec::with_capacity(NUMBER_LENGTH + size_of_val(values) + CHECKSUM_LENGTH);
    record.extend_from_slice(&replication.to_le_bytes());
    record.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    let checksum = Sha256::digest(&record);
    record.extend_from_slice(&checksum[..CHECKSUM_LENGTH]);
    record
}

/// The replication of a record, if its checksum is right.
fn valid(record: &[u8]) -> Option<u32> {
    let (contents, checksum) = record.split_at(record.len() - CHECKSUM_LENGTH);
    if Sha256::digest(contents)[..CHECKSUM_LENGTH] != *checksum {
        return None;
    }
    contents.first_chunk().map(|&number| u32::from_le_bytes(number))
}

/// Fills the buffer; `None` when the rest of the file is shorter.
fn read_whole(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<Option<()>> {
    match reader.read_exact(buffer) {
        Ok(()) => Ok(Some(())),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

fn write_at(file: &mut File, position: u64, bytes: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(position))?;
    file.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::experiment::columns;
    use proptest::prelude::*;

    const STEPS: usize = 2;

    fn open(path: &Path) -> Result<Journal, OutputError> {
        Journal::open_or_create(path, three_columns(), vec![0.0, 1.0 / 12.0], &RunHash::of("", 1))
    }

    fn three_columns() -> Vec<Column> {
        columns(&[]).into_iter().take(3).collect()
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
        let ensemble = journal.read_all().unwrap();
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
        let ensemble = open(&path).unwrap().read_all().unwrap();
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
        let other =
            Journal::open_or_create(&path, three_columns(), vec![0.0, 1.0 / 12.0], &RunHash::of("", 2));
        assert!(
            other
                .unwrap_err()
                .to_string()
                .contains("replications of another run")
        );
        let longer = Journal::open_or_create(&path, three_columns(), vec![0.0; 3], &RunHash::of("", 1));
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
