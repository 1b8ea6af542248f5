//! An append-only file of numbered records, so that what has ended is never lost.
//!
//! A header of 116 bytes: `SAMSPILJ`, format version, number of columns, number of steps (`u32` each), [`ENGINE`] (64
//! digits), hash of the run (32 bytes). Then one record per number, all of the same length: the number (`u32`), its values by step
//! and column (`f64`), and the first eight bytes of the SHA-256 of both. All numbers are little endian.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::lock::is_at;
use super::{ENGINE, OutputError, RunHash, write_atomically};

const MAGIC: &[u8; 8] = b"SAMSPILJ";
const FORMAT_VERSION: u32 = 2;
pub(super) const HEADER_LENGTH: usize = 116;
/// Where the digits of the engine stand in the header.
pub(super) const ENGINE_DIGITS: std::ops::Range<usize> = 20..84;
const NUMBER_LENGTH: usize = 4;
const CHECKSUM_LENGTH: usize = 8;

/// Records of so many values each, found by their numbers.
///
/// They may be appended in any order. A record that is torn or damaged counts as not written.
#[derive(Debug)]
pub struct Records {
    path: PathBuf,
    file: File,
    /// Values in a record.
    width: usize,
    /// Place of the record of each number, counted in records.
    places: BTreeMap<u32, u32>,
    /// Where the next record goes, counted in records.
    end: u32,
    /// Why nothing can be appended, where nothing can.
    refusal: Option<OutputError>,
}

impl Records {
    /// Opens a file of records, or starts it, for so many columns and steps; only to read where there is a refusal.
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
        let mut records = Self {
            path: path.to_owned(),
            file,
            width: columns * steps,
            places: BTreeMap::new(),
            end: 0,
            refusal: refusal.cloned(),
        };
        records.scan(&header)?;
        Ok(records)
    }

    /// Appends the values of a number. One that is there already is kept.
    ///
    /// # Errors
    /// When the record cannot be written; the file then stands as before. When the file was deleted or moved.
    ///
    /// # Panics
    /// When `values` does not hold one value per step and column.
    pub fn append(&mut self, number: u32, values: &[f64]) -> Result<(), OutputError> {
        assert_eq!(values.len(), self.width, "one value per step and column");
        if self.places.contains_key(&number) {
            return Ok(());
        }
        if let Some(refusal) = &self.refusal {
            return Err(refusal.clone());
        }
        let record = record(number, values);
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
        self.places.insert(number, self.end);
        self.end += 1;
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

    /// Whether the record of a number is there.
    #[must_use]
    pub fn contains(&self, number: u32) -> bool {
        self.places.contains_key(&number)
    }

    /// Numbers of the records that are there, increasing.
    #[must_use]
    pub fn numbers(&self) -> impl ExactSizeIterator<Item = u32> + '_ {
        self.places.keys().copied()
    }

    /// Adds the values of a number to `values`; nothing when it is not there.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&self, number: u32, values: &mut Vec<f64>) -> Result<(), OutputError> {
        let Some(&place) = self.places.get(&number) else {
            return Ok(());
        };
        let mut record = vec![0; self.record_length()];
        let mut file = &self.file;
        file.seek(SeekFrom::Start(self.position(place)))
            .and_then(|_| file.read_exact(&mut record))
            .map_err(|error| OutputError::system(&self.path, &error))?;
        let (numbers, _) = record[NUMBER_LENGTH..record.len() - CHECKSUM_LENGTH].as_chunks();
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
            if let Some(number) = valid(&record) {
                self.places.insert(number, self.end);
            }
            self.end += 1;
        }
        if self.refusal.is_some() {
            return Ok(());
        }
        self.file.set_len(self.position(self.end)).map_err(system)
    }

    fn record_length(&self) -> usize {
        NUMBER_LENGTH + self.width * size_of::<f64>() + CHECKSUM_LENGTH
    }

    /// The byte at which the record in a place begins.
    fn position(&self, place: u32) -> u64 {
        HEADER_LENGTH as u64 + u64::from(place) * self.record_length() as u64
    }
}

/// Number of whole records in a file, whatever run they are of; `None` where it is no file of records.
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
        .checked_add(NUMBER_LENGTH + CHECKSUM_LENGTH)?;
    if header[ENGINE_DIGITS] != *ENGINE.as_bytes() {
        return None;
    }
    if header[..8] != *MAGIC || path.metadata().ok()?.len() < bytes as u64 {
        return Some(0).filter(|_| header[..8] == *MAGIC);
    }
    let mut record = vec![0; bytes];
    let mut numbers = BTreeSet::new();
    while let Some(()) = read_whole(&mut reader, &mut record).ok()? {
        numbers.extend(valid(&record));
    }
    Some(numbers.len())
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
    header[8..12].copy_from_slice(&FORMAT_VERSION.to_le_bytes());
    header[12..16].copy_from_slice(&count(columns).to_le_bytes());
    header[16..20].copy_from_slice(&count(steps).to_le_bytes());
    header[ENGINE_DIGITS].copy_from_slice(ENGINE.as_bytes());
    header[ENGINE_DIGITS.end..].copy_from_slice(hash.as_bytes());
    header
}

/// Why a journal with this header is not the one that is sought.
fn mismatch(path: &Path, header: &[u8; HEADER_LENGTH], expected: &[u8; HEADER_LENGTH]) -> OutputError {
    if header[..8] != expected[..8] {
        OutputError::foreign(path, "this is no journal of samspil")
    } else if header[8..12] != expected[8..12] {
        OutputError::foreign(path, "this journal has the format of another version of samspil")
    } else if header[ENGINE_DIGITS] != expected[ENGINE_DIGITS] {
        other_engine(path, &header[ENGINE_DIGITS], &expected[ENGINE_DIGITS])
    } else {
        OutputError::foreign(path, "this journal holds replications of another run")
    }
}

/// A flipped byte among the digits of an engine is no other engine.
fn other_engine(path: &Path, found: &[u8], expected: &[u8]) -> OutputError {
    let different = found.iter().zip(expected).filter(|(one, other)| one != other);
    match std::str::from_utf8(found) {
        Ok(engine) if different.count() > 8 && engine.bytes().all(|digit| digit.is_ascii_hexdigit()) => {
            OutputError::other_engine(path, engine)
        }
        _ => OutputError::foreign(path, "the first bytes of this journal are damaged"),
    }
}

fn record(number: u32, values: &[f64]) -> Vec<u8> {
    let mut record = Vec::with_capacity(NUMBER_LENGTH + size_of_val(values) + CHECKSUM_LENGTH);
    record.extend_from_slice(&number.to_le_bytes());
    record.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    let checksum = Sha256::digest(&record);
    record.extend_from_slice(&checksum[..CHECKSUM_LENGTH]);
    record
}

/// The number of a record, if its checksum is right.
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
