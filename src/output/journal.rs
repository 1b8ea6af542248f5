//! The journal of finished runs, from which a study goes on.
//!
//! A header of 116 bytes: `SAMSPILJ`, format version, number of columns, number of steps (`u32` each), [`ENGINE`] (64
//! digits), hash of the journal's name and the run (32 bytes). Then one record per run, all of the same length: numbers of its
//! configuration and its replication (`u32` each), its values by step and column (`f64`), and the first eight bytes of the
//! SHA-256 of all that. All numbers are little endian.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::engine::FORMAT;
use super::lock::is_at;
use super::{ENGINE, OutputError, RunHash, write_atomically};
use crate::experiment::{Address, Column, Ensemble};
use crate::words::say;

const MAGIC: &[u8; 8] = b"SAMSPILJ";
const HEADER_LENGTH: usize = 116;
/// Where the digits of the engine stand in the header.
const ENGINE_DIGITS: std::ops::Range<usize> = 20..84;
const ADDRESS_LENGTH: usize = 8;
const CHECKSUM_LENGTH: usize = 8;

/// An append-only file of finished runs of so many values each, found by their addresses.
///
/// They may be appended in any order. A record that is torn or damaged counts as not written.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    /// Values in a record.
    width: usize,
    /// Place of the record of each run, counted in records.
    places: BTreeMap<Address, u32>,
    /// Where the next record goes, counted in records.
    end: u32,
    /// Why nothing can be appended, where nothing can.
    refusal: Option<OutputError>,
}

impl Journal {
    /// Opens a journal, or starts it, for so many columns and steps; only to read where there is a refusal.
    ///
    /// # Errors
    /// When the file cannot be read or written, or belongs to another run.
    ///
    /// # Panics
    /// When there are more than `u32::MAX` columns or steps.
    pub(super) fn open_or_create(
        path: &Path,
        (columns, steps): (usize, usize),
        hash: &RunHash,
        refusal: Option<&OutputError>,
    ) -> Result<Self, OutputError> {
        let header = header(columns, steps, hash);
        if begins_anew(path, &header)? {
            if let Some(refusal) = refusal {
                return Err(refusal.clone());
            }
            write_atomically(path, |file| file.write_all(&header))?;
        }
        let file = OpenOptions::new()
            .read(true)
            .write(refusal.is_none())
            .open(path)
            .map_err(|error| OutputError::system(path, &error))?;
        let mut journal = Self {
            path: path.to_owned(),
            file,
            width: columns * steps,
            places: BTreeMap::new(),
            end: 0,
            refusal: refusal.cloned(),
        };
        journal.scan(&header)?;
        Ok(journal)
    }

    /// Opens a journal of another folder to read; nothing where there is none, or one that was only begun.
    ///
    /// # Errors
    /// When the file cannot be read, or belongs to another run.
    pub(super) fn open_to_read(
        path: &Path,
        shape: (usize, usize),
        hash: &RunHash,
    ) -> Result<Option<Self>, OutputError> {
        if begins_anew(path, &header(shape.0, shape.1, hash))? {
            return Ok(None);
        }
        let refusal = OutputError::foreign(path, say!("this journal is only read"));
        Self::open_or_create(path, shape, hash, Some(&refusal)).map(Some)
    }

    /// Appends the values of a run. One that is there already is kept.
    ///
    /// # Errors
    /// When the record cannot be written; the file then stands as before. When the file was deleted or moved.
    ///
    /// # Panics
    /// When `values` does not hold one value per step and column.
    pub fn append(&mut self, run: Address, values: &[f64]) -> Result<(), OutputError> {
        assert_eq!(values.len(), self.width, "one value per step and column");
        if self.places.contains_key(&run) {
            return Ok(());
        }
        if let Some(refusal) = &self.refusal {
            return Err(refusal.clone());
        }
        let record = record(run, values);
        let position = self.position(self.end);
        if let Err(error) = write_at(&mut self.file, position, &record) {
            // Reading skips the torn record all the same, should even this fail.
            let _ = self.file.set_len(position);
            return Err(OutputError::system(&self.path, &error));
        }
        if !is_at(&self.file, &self.path) {
            return Err(OutputError::Gone {
                path: self.path.parent().unwrap_or(&self.path).to_owned(),
            });
        }
        self.places.insert(run, self.end);
        self.end += 1;
        Ok(())
    }

    /// Takes over the runs of another journal of the same kind.
    ///
    /// # Errors
    /// When a file cannot be read or written, or the two have different numbers for one run.
    pub fn take_over(&mut self, other: &Self) -> Result<(), OutputError> {
        let (mut values, mut own) = (Vec::new(), Vec::new());
        for run in other.runs() {
            values.clear();
            own.clear();
            other.read(run, &mut values)?;
            self.read(run, &mut own)?;
            let differs = |(one, two): (&f64, &f64)| one.to_bits() != two.to_bits();
            if own.iter().zip(&values).any(differs) {
                let reason = say!(
                    "configuration {}, replication {} has other numbers than in {}; \
                     one of the two was made by a broken machine",
                    run.configuration,
                    run.replication,
                    self.path.display()
                );
                return Err(OutputError::foreign(&other.path, reason));
            }
            self.append(run, &values)?;
        }
        Ok(())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Whether a run is there.
    #[must_use]
    pub fn contains(&self, run: Address) -> bool {
        self.places.contains_key(&run)
    }

    /// The runs that are there, by configuration and replication.
    #[must_use]
    pub fn runs(&self) -> impl ExactSizeIterator<Item = Address> + '_ {
        self.places.keys().copied()
    }

    /// The replications of a configuration below a number, whatever others there are, as rows of these columns at these years.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn ensemble(
        &self,
        configuration: u32,
        below: u32,
        columns: Vec<Column>,
        years: Vec<f64>,
    ) -> Result<Ensemble, OutputError> {
        let address = |replication| Address {
            configuration,
            replication,
        };
        let runs = self.places.range(address(0)..address(below));
        let replications: Vec<u32> = runs.map(|(run, _)| run.replication).collect();
        let mut values = Vec::with_capacity(replications.len() * self.width);
        for &replication in &replications {
            self.read(address(replication), &mut values)?;
        }
        Ok(Ensemble::new(columns, years, replications, values))
    }

    /// Adds the values of a run to `values`; nothing when it is not there.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&self, run: Address, values: &mut Vec<f64>) -> Result<(), OutputError> {
        let Some(&place) = self.places.get(&run) else {
            return Ok(());
        };
        let mut record = vec![0; self.record_length()];
        let mut file = &self.file;
        file.seek(SeekFrom::Start(self.position(place)))
            .and_then(|_| file.read_exact(&mut record))
            .map_err(|error| OutputError::system(&self.path, &error))?;
        if valid(&record) != Some(run) {
            // Where no lock holds, another process may have written over it.
            return Err(OutputError::foreign(
                &self.path,
                say!("this journal was changed while it was read"),
            ));
        }
        let (numbers, _) = record[ADDRESS_LENGTH..record.len() - CHECKSUM_LENGTH].as_chunks();
        values.extend(numbers.iter().map(|&bytes| f64::from_le_bytes(bytes)));
        Ok(())
    }

    /// Checks the header, finds the whole records and cuts off a torn one at the end.
    fn scan(&mut self, expected: &[u8; HEADER_LENGTH]) -> Result<(), OutputError> {
        let system = |error: io::Error| OutputError::system(&self.path, &error);
        let mut reader = BufReader::with_capacity(1 << 16, &self.file);
        let mut header = [0; HEADER_LENGTH];
        reader.read_exact(&mut header).map_err(system)?;
        if header != *expected {
            return Err(mismatch(&self.path, &header, expected));
        }
        let mut record = vec![0; self.record_length()];
        while let Some(()) = read_whole(&mut reader, &mut record).map_err(system)? {
            if let Some(run) = valid(&record) {
                self.places.insert(run, self.end);
            }
            self.end += 1;
        }
        if self.refusal.is_some() {
            return Ok(());
        }
        let whole = self.position(self.end);
        if self.file.metadata().map_err(system)?.len() == whole {
            return Ok(());
        }
        self.file.set_len(whole).map_err(system)
    }

    fn record_length(&self) -> usize {
        ADDRESS_LENGTH + self.width * size_of::<f64>() + CHECKSUM_LENGTH
    }

    /// The byte at which the record in a place begins.
    fn position(&self, place: u32) -> u64 {
        HEADER_LENGTH as u64 + u64::from(place) * self.record_length() as u64
    }
}

/// Number of whole runs in a journal, whatever they are of; `None` where it is no journal of this engine.
pub(super) fn kept_in(path: &Path) -> Option<usize> {
    let mut reader = BufReader::with_capacity(1 << 16, File::open(path).ok()?);
    let mut header = [0; HEADER_LENGTH];
    reader.read_exact(&mut header).ok()?;
    let number = |start: usize| {
        let bytes = header[start..start + 4].try_into().ok()?;
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    };
    let values = number(12)?.checked_mul(number(16)?)?;
    // A header that lies asks for no more memory than the file could fill.
    let bytes = values
        .checked_mul(size_of::<f64>())?
        .checked_add(ADDRESS_LENGTH + CHECKSUM_LENGTH)?;
    if header[ENGINE_DIGITS] != *ENGINE.as_bytes() || number(8)? != FORMAT as usize {
        return None;
    }
    if header[..8] != *MAGIC || path.metadata().ok()?.len() < bytes as u64 {
        return Some(0).filter(|_| header[..8] == *MAGIC);
    }
    let mut record = vec![0; bytes];
    let mut runs = BTreeSet::new();
    while let Some(()) = read_whole(&mut reader, &mut record).ok()? {
        runs.extend(valid(&record));
    }
    Some(runs.len())
}

/// Whether there is no file yet, or one whose header was cut off, which no record follows.
fn begins_anew(path: &Path, header: &[u8; HEADER_LENGTH]) -> Result<bool, OutputError> {
    let mut found = Vec::new();
    match File::open(path).and_then(|file| file.take(HEADER_LENGTH as u64).read_to_end(&mut found)) {
        Ok(_) if found.len() == HEADER_LENGTH => Ok(false),
        Ok(_) if header.starts_with(&found) => Ok(true),
        Ok(length) => {
            let mut padded = *header;
            padded[..length].copy_from_slice(&found);
            Err(mismatch(path, &padded, header))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(OutputError::system(path, &error)),
    }
}

fn header(columns: usize, steps: usize, hash: &RunHash) -> [u8; HEADER_LENGTH] {
    let count = |length: usize| u32::try_from(length).expect("limits keep columns and steps below 2^32");
    let mut header = [0; HEADER_LENGTH];
    header[..8].copy_from_slice(MAGIC);
    header[8..12].copy_from_slice(&FORMAT.to_le_bytes());
    header[12..16].copy_from_slice(&count(columns).to_le_bytes());
    header[16..20].copy_from_slice(&count(steps).to_le_bytes());
    header[ENGINE_DIGITS].copy_from_slice(ENGINE.as_bytes());
    header[ENGINE_DIGITS.end..].copy_from_slice(hash.as_bytes());
    header
}

/// Why a journal with this header is not the one that is sought.
fn mismatch(path: &Path, header: &[u8; HEADER_LENGTH], expected: &[u8; HEADER_LENGTH]) -> OutputError {
    if header[..8] != expected[..8] {
        OutputError::foreign(path, say!("this is no journal of samspil"))
    } else if header[8..12] != expected[8..12] {
        OutputError::foreign(
            path,
            say!("this journal has the format of another version of samspil"),
        )
    } else if header[ENGINE_DIGITS] != expected[ENGINE_DIGITS] {
        other_engine(path, &header[ENGINE_DIGITS], &expected[ENGINE_DIGITS])
    } else {
        OutputError::foreign(path, say!("this journal holds replications of another run"))
    }
}

/// A flipped byte among the digits of an engine is no other engine.
fn other_engine(path: &Path, found: &[u8], expected: &[u8]) -> OutputError {
    let different = found.iter().zip(expected).filter(|(one, other)| one != other);
    match std::str::from_utf8(found) {
        Ok(engine) if different.count() > 8 && engine.bytes().all(|digit| digit.is_ascii_hexdigit()) => {
            OutputError::other_engine(path, engine)
        }
        _ => OutputError::foreign(path, say!("the first bytes of this journal are damaged")),
    }
}

fn record(run: Address, values: &[f64]) -> Vec<u8> {
    let mut record = Vec::with_capacity(ADDRESS_LENGTH + size_of_val(values) + CHECKSUM_LENGTH);
    record.extend_from_slice(&run.configuration.to_le_bytes());
    record.extend_from_slice(&run.replication.to_le_bytes());
    record.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    let checksum = Sha256::digest(&record);
    record.extend_from_slice(&checksum[..CHECKSUM_LENGTH]);
    record
}

/// The run of a record, if its checksum is right.
fn valid(record: &[u8]) -> Option<Address> {
    let (contents, checksum) = record.split_at(record.len() - CHECKSUM_LENGTH);
    if Sha256::digest(contents)[..CHECKSUM_LENGTH] != *checksum {
        return None;
    }
    let (configuration, rest) = contents.split_first_chunk()?;
    Some(Address {
        configuration: u32::from_le_bytes(*configuration),
        replication: u32::from_le_bytes(*rest.first_chunk()?),
    })
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
    use std::fs::{self, OpenOptions};
    use std::path::PathBuf;

    use super::*;
    use crate::experiment::columns;
    use proptest::prelude::*;

    const STEPS: usize = 2;

    fn open(path: &Path) -> Result<Journal, OutputError> {
        Journal::open_or_create(path, (3, STEPS), &RunHash::of("", 1), None)
    }

    fn run(replication: u32) -> Address {
        Address {
            configuration: 7,
            replication,
        }
    }

    fn ensemble(journal: &Journal) -> Ensemble {
        journal
            .ensemble(7, u32::MAX, three_columns(), vec![0.0, 1.0 / 12.0])
            .unwrap()
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
            journal.append(run(replication), &values(replication)).unwrap();
        }
        (folder, path)
    }

    fn assert_holds(journal: &Journal, replications: &[u32]) {
        assert!(
            journal
                .runs()
                .eq(replications.iter().map(|&replication| run(replication)))
        );
        let ensemble = ensemble(journal);
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
        journal.append(run(1), &values(1)).unwrap();
        journal.append(run(2), &values(9)).unwrap();
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
        open(&path).unwrap().append(run(0), &special).unwrap();
        let ensemble = ensemble(&open(&path).unwrap());
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
        bytes[HEADER_LENGTH + record_length + 13] ^= 1;
        fs::write(&path, bytes).unwrap();
        let mut journal = open(&path).unwrap();
        assert_holds(&journal, &[0, 2]);
        journal.append(run(1), &values(1)).unwrap();
        assert_holds(&open(&path).unwrap(), &[0, 1, 2]);
    }

    #[test]
    fn another_run_is_refused() {
        let (_folder, path) = written(&[0]);
        for (steps, seed) in [(STEPS, 2), (3, 1)] {
            let other = Journal::open_or_create(&path, (3, steps), &RunHash::of("", seed), None);
            assert!(
                other
                    .unwrap_err()
                    .to_string()
                    .contains("replications of another run")
            );
        }
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

            journal.append(run(77), &values(77)).unwrap();
            expected.push(77);
            assert_holds(&open(&path).unwrap(), &expected);
        }
    }
}
