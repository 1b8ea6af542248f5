//! The folder of a run and what it is named after.

use std::fmt;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::engine::{ENGINE, VERSION, short};
use super::{Journal, OutputError};
use crate::experiment::Column;

const JOURNAL: &str = "replications.journal";
const LOCK: &str = ".lock";

/// SHA-256 of everything that determines the numbers of a run: resolved scenario, seed, [`ENGINE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunHash([u8; 32]);

impl RunHash {
    /// Hashes the canonical text of a resolved scenario with a seed.
    #[must_use]
    pub fn of(identity_text: &str, seed: u64) -> Self {
        Self::of_engine(ENGINE, identity_text, seed)
    }

    fn of_engine(engine: &str, identity_text: &str, seed: u64) -> Self {
        let question = format!("engine {engine}\nseed {seed}\n{identity_text}");
        Self(Sha256::digest(question.as_bytes()).into())
    }

    /// The first eight hexadecimal digits, as in the name of the folder.
    #[must_use]
    pub fn short(&self) -> String {
        let mut digits = self.to_string();
        digits.truncate(8);
        digits
    }

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for RunHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

/// The folder of one run, held by this process until it is dropped.
#[derive(Debug)]
pub struct RunFolder {
    path: PathBuf,
    name: String,
    identity_text: String,
    seed: u64,
    hash: RunHash,
    _lock: File,
}

impl RunFolder {
    /// Makes or finds `<root>/<name>-<hash>/` and holds it against other processes.
    ///
    /// `name` is the short name of the scenario; `identity_text` the canonical text of the resolved scenario,
    /// equal exactly when the scenarios give equal numbers.
    ///
    /// # Errors
    /// When the folder cannot be made, or another process holds it.
    pub fn open(root: &Path, name: &str, identity_text: &str, seed: u64) -> Result<Self, OutputError> {
        let hash = RunHash::of(identity_text, seed);
        let path = root.join(format!("{name}-{}", hash.short()));
        fs::create_dir_all(&path).map_err(|error| OutputError::system(&path, &error))?;
        Self::open_at(&path, name, identity_text, seed)
    }

    /// Holds a folder that is there already, whatever it is called.
    ///
    /// # Errors
    /// When another process holds it.
    pub fn open_at(path: &Path, name: &str, identity_text: &str, seed: u64) -> Result<Self, OutputError> {
        let hash = RunHash::of(identity_text, seed);
        let lock = lock(path)?;
        Ok(Self {
            path: path.to_owned(),
            name: name.to_owned(),
            identity_text: identity_text.to_owned(),
            seed,
            hash,
            _lock: lock,
        })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Short name of the scenario.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text the hash is made of, besides the seed and the engine.
    #[must_use]
    pub fn identity_text(&self) -> &str {
        &self.identity_text
    }

    /// The seed.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// What the folder is named after.
    #[must_use]
    pub const fn hash(&self) -> &RunHash {
        &self.hash
    }

    /// Opens the journal of finished replications for rows of these columns at these years.
    ///
    /// # Errors
    /// When the journal cannot be read or written, or belongs to another run.
    pub fn journal(&self, columns: Vec<Column>, years: Vec<f64>) -> Result<Journal, OutputError> {
        Journal::open_or_create(&self.path.join(JOURNAL), columns, years, &self.hash)
    }

    /// What every file of results should say about its origin, as names and values.
    #[must_use]
    pub fn origin(&self) -> Vec<(&'static str, String)> {
        vec![
            ("program", format!("samspil {VERSION}, engine {}", short(ENGINE))),
            ("scenario", self.name.clone()),
            ("hash", self.hash.to_string()),
            ("seed", self.seed.to_string()),
        ]
    }
}

fn lock(folder: &Path) -> Result<File, OutputError> {
    let path = folder.join(LOCK);
    let file = File::create(&path).map_err(|error| OutputError::system(&path, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OutputError::Busy {
            path: folder.to_owned(),
        }),
        Err(TryLockError::Error(error)) => Err(OutputError::system(&path, &error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_question_lands_in_the_same_folder() {
        let root = tempfile::tempdir().unwrap();
        let path = |text: &str, seed: u64| {
            RunFolder::open(root.path(), "parks", text, seed)
                .unwrap()
                .path()
                .to_owned()
        };
        let first = path("citizens = 2000\n", 1);
        assert_eq!(path("citizens = 2000\n", 1), first);
        assert_ne!(path("citizens = 2001\n", 1), first);
        assert_ne!(path("citizens = 2000\n", 2), first);
    }

    #[test]
    fn the_hash_is_that_of_the_documented_text() {
        // printf 'engine 1a2b\nseed 7\ncitizens = 2000\n' | sha256sum
        let hash = RunHash::of_engine("1a2b", "citizens = 2000\n", 7);
        assert_eq!(
            hash.to_string(),
            "e0f0e8945f8eee7b13486e7d5da3c79bd6822840438ce3ade8c9b8a5663aa6b5"
        );
        assert_eq!(hash.short(), "e0f0e894");
        assert_ne!(hash, RunHash::of_engine("1a2c", "citizens = 2000\n", 7));
    }

    #[test]
    fn one_process_at_a_time() {
        let root = tempfile::tempdir().unwrap();
        let held = RunFolder::open(root.path(), "parks", "", 1).unwrap();
        let error = RunFolder::open(root.path(), "parks", "", 1).unwrap_err();
        assert_eq!(
            error,
            OutputError::Busy {
                path: held.path().to_owned()
            }
        );
        RunFolder::open(root.path(), "parks", "", 2).unwrap();
        drop(held);
        RunFolder::open(root.path(), "parks", "", 1).unwrap();
    }

    #[test]
    fn a_file_in_the_way_is_named() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("output");
        fs::write(&file, "").unwrap();
        let error = RunFolder::open(&file, "parks", "", 1).unwrap_err().to_string();
        assert!(
            error.contains("a file stands where a folder is needed"),
            "{error}"
        );
    }
}
