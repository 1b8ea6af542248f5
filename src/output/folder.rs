//! The folder of a run and what it is named after.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::atomic::PART;
use super::engine::PROGRAM;
use super::lock::Lock;
use super::{Journal, OutputError, RunHash, write_atomically};

/// The folder of one run, held by this process until it is dropped.
///
/// Where the disk or the folder cannot be written, it is there to read: a finished run answers.
#[derive(Debug)]
pub struct RunFolder {
    path: PathBuf,
    name: String,
    identity_text: String,
    seed: u64,
    hash: RunHash,
    lock: Lock,
    /// Names of the files that belong to the answer this process gives.
    written: Mutex<BTreeSet<String>>,
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
        let path = Self::place(root, name, identity_text, seed);
        fs::create_dir_all(&path).map_err(|error| OutputError::system(&path, &error))?;
        Self::open_at(&path, name, identity_text, seed)
    }

    /// Where the folder of a question is, or would be.
    #[must_use]
    pub fn place(root: &Path, name: &str, identity_text: &str, seed: u64) -> PathBuf {
        let hash = RunHash::of(identity_text, seed);
        root.join(format!("{name}-{}", hash.short()))
    }

    /// Holds a folder that is there already, whatever it is called.
    ///
    /// # Errors
    /// When another process holds it.
    pub fn open_at(path: &Path, name: &str, identity_text: &str, seed: u64) -> Result<Self, OutputError> {
        Self::with_lock(path, name, identity_text, seed, Lock::take(path)?)
    }

    fn with_lock(
        path: &Path,
        name: &str,
        identity_text: &str,
        seed: u64,
        lock: Lock,
    ) -> Result<Self, OutputError> {
        if let Lock::Held(_) = lock {
            // Whoever left them is dead, or this process would not hold the folder.
            remove_leftovers(path).map_err(|error| OutputError::system(path, &error))?;
        }
        Ok(Self {
            path: path.to_owned(),
            name: name.to_owned(),
            identity_text: identity_text.to_owned(),
            seed,
            hash: RunHash::of(identity_text, seed),
            lock,
            written: Mutex::default(),
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

    /// Whether nothing keeps another process from writing here at the same time.
    #[must_use]
    pub const fn is_unguarded(&self) -> bool {
        matches!(self.lock, Lock::Unlocked(_))
    }

    /// Opens a journal, `<name>.journal`, for runs of so many columns at so many steps.
    ///
    /// # Errors
    /// When the journal cannot be read or written, or belongs to another run.
    pub fn journal(&self, name: &str, columns: usize, steps: usize) -> Result<Journal, OutputError> {
        let hash = hash_of_journal(name, &self.identity_text, self.seed);
        let path = self.path.join(format!("{name}.journal"));
        Journal::open_or_create(&path, (columns, steps), &hash, self.lock.refusal())
    }

    /// Writes a whole text of the answer under a name, with `/` between folders.
    ///
    /// # Errors
    /// As [`RunFolder::write`].
    pub fn write_text(&self, name: &str, text: &str) -> Result<(), OutputError> {
        self.write(name, |file| io::Write::write_all(file, text.as_bytes()))
    }

    /// Writes a whole file of the answer under a name, with `/` between folders.
    ///
    /// # Errors
    /// When the file cannot be written; one of that name then stands as it was.
    pub fn write(
        &self,
        name: &str,
        write: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>,
    ) -> Result<(), OutputError> {
        if let Some(refusal) = self.lock.refusal() {
            return Err(refusal.clone());
        }
        write_atomically(&self.path.join(name), write)?;
        self.keep(name);
        Ok(())
    }

    /// Counts a file that is there already among those of the answer.
    pub fn keep(&self, name: &str) {
        self.names().insert(name.to_owned());
    }

    /// Removes a file that is not part of the answer, if it is there.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(&self, name: &str) -> Result<(), OutputError> {
        let path = self.path.join(name);
        if !path.exists() {
            return Ok(());
        }
        if let Some(refusal) = self.lock.refusal() {
            return Err(refusal.clone());
        }
        self.names().remove(name);
        fs::remove_file(&path).map_err(|error| OutputError::system(&path, &error))
    }

    /// The files of the answer so far.
    pub(super) fn written(&self) -> BTreeSet<String> {
        self.names().clone()
    }

    fn names(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        // A set of names is whole whatever panicked beside it.
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An error when the folder was deleted or moved since it was opened.
    pub(super) fn check(&self) -> Result<(), OutputError> {
        self.lock.check(&self.path)
    }

    /// What every file of results should say about its origin, as names and values.
    #[must_use]
    pub fn origin(&self) -> Vec<(&'static str, String)> {
        vec![
            ("program", format!("samspil {}", *PROGRAM)),
            ("scenario", self.name.clone()),
            ("hash", self.hash.to_string()),
            ("seed", self.seed.to_string()),
        ]
    }
}

/// Removes what dead processes left half-written, in the folder and in those in it.
fn remove_leftovers(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            remove_leftovers(&entry.path())?;
        } else if kind.is_file() && entry.file_name().to_string_lossy().starts_with(PART) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Opens a journal in another folder of a question to read; nothing where there is none. A run that another process is just
/// appending there counts as not written.
///
/// # Errors
/// When the file cannot be read, or belongs to another run.
pub fn journal_beside(
    folder: &Path,
    name: &str,
    shape: (usize, usize),
    identity_text: &str,
    seed: u64,
) -> Result<Option<Journal>, OutputError> {
    let hash = hash_of_journal(name, identity_text, seed);
    Journal::open_to_read(&folder.join(format!("{name}.journal")), shape, &hash)
}

fn hash_of_journal(name: &str, identity_text: &str, seed: u64) -> RunHash {
    RunHash::of(&format!("{name}\n{identity_text}"), seed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Address;

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

    #[test]
    fn what_dead_processes_left_half_written_is_removed() {
        let root = tempfile::tempdir().unwrap();
        let held = RunFolder::open(root.path(), "parks", "", 1).unwrap();
        let path = |name: &str| held.path().join(name);
        fs::create_dir(path("figures")).unwrap();
        let leftovers = [path(".part-a1b2"), path("figures/.part-c3d4")];
        for name in [&leftovers[0], &leftovers[1], &path("notes.txt"), &path(".hidden")] {
            fs::write(name, "").unwrap();
        }
        RunFolder::open(root.path(), "parks", "", 1).unwrap_err();
        assert!(
            leftovers.iter().all(|path| path.exists()),
            "of a process that lives"
        );
        let (notes, hidden) = (path("notes.txt"), path(".hidden"));
        drop(held);
        RunFolder::open(root.path(), "parks", "", 1).unwrap();
        assert!(!leftovers.iter().any(|path| path.exists()));
        assert!(notes.exists() && hidden.exists(), "what is not ours stays");
    }

    fn run(replication: u32) -> Address {
        Address {
            configuration: 0,
            replication,
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_there_to_read() {
        let root = tempfile::tempdir().unwrap();
        let held = RunFolder::open(root.path(), "parks", "", 1).unwrap();
        let mut journal = held.journal("runs", 2, 1).unwrap();
        journal.append(run(0), &[0.25, 4.0]).unwrap();
        let path = held.path().to_owned();
        drop((held, journal));
        let refusal = OutputError::system(&path, &io::ErrorKind::ReadOnlyFilesystem.into());
        let lock = Lock::ReadOnly(refusal.clone());
        let folder = RunFolder::with_lock(&path, "parks", "", 1, lock).unwrap();
        let mut journal = folder.journal("runs", 2, 1).unwrap();
        let mut values = Vec::new();
        journal.read(run(0), &mut values).unwrap();
        assert_eq!(values, [0.25, 4.0]);
        assert_eq!(journal.append(run(1), &[0.5, 2.0]), Err(refusal.clone()));
        assert_eq!(folder.write("series.csv", |_| Ok(())), Err(refusal.clone()));
        assert_eq!(folder.remove("known.csv"), Ok(()), "it is not there");
        assert_eq!(folder.journal("others", 3, 1).unwrap_err(), refusal);
    }

    #[test]
    fn a_folder_that_is_deleted_takes_no_replication() {
        let root = tempfile::tempdir().unwrap();
        let folder = RunFolder::open(root.path(), "parks", "", 1).unwrap();
        let mut journal = folder.journal("runs", 2, 1).unwrap();
        journal.append(run(0), &[0.25, 4.0]).unwrap();
        fs::remove_dir_all(folder.path()).unwrap();
        let gone = OutputError::Gone {
            path: folder.path().to_owned(),
        };
        assert_eq!(journal.append(run(1), &[0.5, 2.0]), Err(gone.clone()));
        assert_eq!(folder.check(), Err(gone));
    }
}
