//! Whether a folder is what its manifest says.

use std::path::Path;
use std::{fmt, fs, io};

use super::engine::{ENGINE, short};
use super::folder::RunFolder;
use super::journal::kept_in;
use super::lock::Lock;
use super::manifest::{FILE, Manifest, ManifestFile, Unread};
use super::{OutputError, digest};
use crate::words::{say, words};

/// What a folder holds of a finished run.
#[derive(Clone, Debug, PartialEq)]
pub enum Finished {
    /// Nothing: no run has finished here yet.
    Nothing,
    /// All files, as they were written.
    Whole(Box<Manifest>),
    /// All files, but for what this process has begun to write in their place.
    Rewritten(Box<Manifest>),
    /// Files that are no longer what they were.
    Damaged {
        /// Which, and how.
        defects: Vec<Defect>,
        /// Replications of the answer; 0 where the manifest itself is damaged.
        replications: u32,
    },
}

/// What is wrong with a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Defect {
    /// A file is not there.
    Missing {
        /// Its name.
        name: String,
    },
    /// Something else stands in its place: a folder, a link or a device.
    Replaced {
        /// Its name.
        name: String,
        /// What stands there.
        by: &'static str,
    },
    /// A file is shorter than it was.
    Cut {
        /// Its name.
        name: String,
        /// Its size.
        bytes: u64,
        /// The size it had.
        bytes_written: u64,
    },
    /// A file has other contents than it had.
    Altered {
        /// Its name.
        name: String,
    },
    /// There is no manifest, but the journals of a run that is not finished.
    Begun {
        /// Replications that are kept.
        kept: usize,
    },
    /// There is nothing that a command leaves.
    NoResults,
    /// Another process is writing here.
    InUse,
    /// The run was not finished.
    Unfinished {
        /// Replications there are.
        done: u32,
        /// Replications that were asked for.
        asked: u32,
    },
    /// Another engine made the numbers.
    OtherEngine {
        /// The first digits of its fingerprint.
        engine: String,
    },
}

impl fmt::Display for Defect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Missing { name } => say!("{name} is missing"),
            Self::Replaced { name, by } => say!("{by} stands in place of {name}"),
            Self::Cut {
                name,
                bytes,
                bytes_written,
            } => say!("{name} is cut: {bytes} of {bytes_written} bytes are there"),
            Self::Altered { name } => say!("{name} was altered"),
            Self::Begun { kept } => {
                let kept = match kept {
                    0 => say!("no replication is kept"),
                    1 => say!("1 replication is kept"),
                    several => say!("{several} replications are kept"),
                };
                say!("this run is not finished: {kept}, and the same command goes on from there")
            }
            Self::NoResults => {
                say!("this is no folder of results: {FILE} is missing, and so is any journal")
            }
            Self::InUse => say!("this run is not finished: another process is running into this folder"),
            Self::Unfinished { done, asked } => say!("{done} of {asked} replications are done"),
            Self::OtherEngine { engine } => say!(
                "another engine made these numbers ({engine}; this is {})",
                short(ENGINE)
            ),
        };
        formatter.write_str(&text)
    }
}

impl RunFolder {
    /// What this folder holds of a finished run. Files are compared by their digests.
    ///
    /// # Errors
    /// When a file cannot be read, or the manifest is that of another run.
    pub fn finished(&self) -> Result<Finished, OutputError> {
        let manifest = match Manifest::read(self.path()) {
            Ok(Some(manifest)) => manifest,
            Ok(None) => return Ok(Finished::Nothing),
            Err(Unread::Damaged) => {
                return Ok(Finished::Damaged {
                    defects: vec![altered(FILE)],
                    replications: 0,
                });
            }
            Err(Unread::Output(error)) => return Err(error),
        };
        if manifest.hash != self.hash().to_string() {
            let path = self.path().join(FILE);
            return Err(OutputError::foreign(
                &path,
                say!("this is the manifest of another run"),
            ));
        }
        if !manifest.finished {
            return Ok(Finished::Nothing);
        }
        let written = self.written();
        let (anew, others): (Vec<ManifestFile>, Vec<ManifestFile>) = manifest
            .files
            .iter()
            .cloned()
            .partition(|file| written.contains(&file.name));
        let defects = defects(self.path(), &others)?;
        // What this process has written already is no damage, but no longer what the manifest lists either.
        Ok(
            if !self::defects(self.path(), &anew)?.is_empty() && defects.is_empty() {
                Finished::Rewritten(Box::new(manifest))
            } else if defects.is_empty() {
                Finished::Whole(Box::new(manifest))
            } else {
                Finished::Damaged {
                    defects,
                    replications: manifest.replications_done,
                }
            },
        )
    }
}

/// A folder that was looked through.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// Its manifest; `None` where there is none that can be trusted.
    pub manifest: Option<Manifest>,
    /// Everything that is wrong.
    pub defects: Vec<Defect>,
}

/// Looks through a folder of results of any kind: whether all files are what they were when the run ended, whether it ended,
/// and whether this engine made the numbers.
///
/// # Errors
/// When a file cannot be read.
pub fn verify(folder: &Path) -> Result<Verified, OutputError> {
    let damaged = |defect| Verified {
        manifest: None,
        defects: vec![defect],
    };
    let manifest = match Manifest::read(folder) {
        Ok(Some(manifest)) => manifest,
        Ok(None) => {
            return Ok(damaged(unwritten(folder)?));
        }
        Err(Unread::Damaged) => return Ok(damaged(altered(FILE))),
        Err(Unread::Output(error)) => return Err(error),
    };
    let mut defects = defects(folder, &manifest.files)?;
    let (done, asked) = (manifest.replications_done, manifest.replications_asked);
    if !manifest.finished {
        defects.push(Defect::Unfinished { done, asked });
    }
    if manifest.engine != ENGINE {
        defects.push(Defect::OtherEngine {
            engine: short(&manifest.engine).to_owned(),
        });
    }
    Ok(Verified {
        manifest: Some(manifest),
        defects,
    })
}

/// What is wrong with a folder without a manifest.
fn unwritten(folder: &Path) -> Result<Defect, OutputError> {
    if Lock::is_held(folder) {
        return Ok(Defect::InUse);
    }
    let kept = kept(folder)?;
    Ok(kept.map_or(Defect::NoResults, |kept| Defect::Begun { kept }))
}

/// How many whole replications the journals in a folder hold together; `None` where there is no journal.
///
/// # Errors
/// When the folder cannot be read.
pub fn kept(folder: &Path) -> Result<Option<usize>, OutputError> {
    let system = |error: io::Error| OutputError::system(folder, &error);
    let mut kept = None;
    for entry in fs::read_dir(folder).map_err(system)? {
        let path = entry.map_err(system)?.path();
        if path.extension().is_some_and(|ending| ending == "journal") {
            kept = Some(kept.unwrap_or(0) + kept_in(&path).unwrap_or(0));
        }
    }
    Ok(kept)
}

/// The files that are no longer what they were.
fn defects(folder: &Path, files: &[ManifestFile]) -> Result<Vec<Defect>, OutputError> {
    let mut defects = Vec::new();
    for file in files {
        defects.extend(defect(folder, file)?);
    }
    Ok(defects)
}

fn defect(folder: &Path, file: &ManifestFile) -> Result<Option<Defect>, OutputError> {
    let name = || file.name.clone();
    let found = file
        .place(folder)
        .and_then(|path| Some((path.symlink_metadata().ok()?, path)));
    let Some((metadata, path)) = found else {
        return Ok(Some(Defect::Missing { name: name() }));
    };
    if !metadata.is_file() {
        // A link is not the file that was left, whatever it leads to.
        let by = match metadata.file_type() {
            kind if kind.is_dir() => words!("a folder"),
            kind if kind.is_symlink() => words!("a link"),
            _ => words!("a device or a pipe"),
        };
        let by = by.text();
        return Ok(Some(Defect::Replaced { name: name(), by }));
    }
    let (bytes, sha256) =
        digest::of_file(&path, file.bytes).map_err(|error| OutputError::system(&path, &error))?;
    Ok(if bytes < file.bytes {
        Some(Defect::Cut {
            name: name(),
            bytes,
            bytes_written: file.bytes,
        })
    } else if sha256 != file.sha256 || bytes > file.bytes && !file.grows() {
        Some(altered(&file.name))
    } else {
        None
    })
}

fn altered(name: &str) -> Defect {
    Defect::Altered {
        name: name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::experiment::Address;
    use crate::output::{Execution, ManifestScenario, write_manifest_of};

    fn scenario() -> ManifestScenario {
        ManifestScenario {
            name: "parks".to_owned(),
            title: String::new(),
            words: String::new(),
            path: String::new(),
            inputs: Vec::new(),
            settings: serde_json::Map::new(),
        }
    }

    fn finish(folder: &RunFolder, finished: bool) -> Manifest {
        let execution = Execution {
            command: Vec::new(),
            started: String::new(),
            duration_seconds: 0.0,
            replications_asked: 3,
            replications_done: if finished { 3 } else { 2 },
            finished,
            asked: String::new(),
        };
        write_manifest_of(folder, scenario(), Vec::new(), Vec::new(), execution).unwrap()
    }

    /// A folder with a table, a figure and a journal.
    fn written(root: &Path, finished: bool) -> RunFolder {
        let folder = RunFolder::open(root, "parks", "", 1).unwrap();
        for name in ["series.csv", "figures/outcome.svg", "runs.journal"] {
            folder.write(name, |file| file.write_all(b"as written")).unwrap();
        }
        finish(&folder, finished);
        drop(folder);
        // As a later process finds it.
        RunFolder::open(root, "parks", "", 1).unwrap()
    }

    #[test]
    fn only_a_finished_run_is_finished() {
        let root = tempfile::tempdir().unwrap();
        let folder = RunFolder::open(root.path(), "parks", "", 1).unwrap();
        assert_eq!(folder.finished(), Ok(Finished::Nothing));
        finish(&folder, false);
        assert_eq!(folder.finished(), Ok(Finished::Nothing));
        let manifest = finish(&folder, true);
        assert_eq!(folder.finished(), Ok(Finished::Whole(Box::new(manifest))));
    }

    #[test]
    fn each_file_that_is_missing_cut_or_altered_is_named() {
        let root = tempfile::tempdir().unwrap();
        let folder = written(root.path(), true);
        let text = fs::read(folder.path().join(FILE)).unwrap();
        for name in ["series.csv", "figures/outcome.svg", "runs.journal", FILE] {
            let path = folder.path().join(name);
            let whole = fs::read(&path).unwrap();
            let found = || match folder.finished().unwrap() {
                Finished::Damaged { defects, .. } => defects[0].to_string(),
                other => panic!("{name}: {other:?}"),
            };
            let mut altered = whole.clone();
            altered[5] ^= 1;
            fs::write(&path, altered).unwrap();
            assert_eq!(found(), format!("{name} was altered"));
            fs::write(&path, &whole[..4]).unwrap();
            assert!(found().starts_with(name), "{}", found());
            fs::remove_file(&path).unwrap();
            if name != FILE {
                assert_eq!(found(), format!("{name} is missing"));
            }
            fs::write(&path, whole).unwrap();
            assert!(matches!(folder.finished(), Ok(Finished::Whole(_))));
        }
        assert_eq!(fs::read(folder.path().join(FILE)).unwrap(), text);
    }

    #[cfg(unix)]
    #[test]
    fn what_stands_in_place_of_a_file_is_named() {
        let root = tempfile::tempdir().unwrap();
        let folder = written(root.path(), true);
        let path = folder.path().join("series.csv");
        fs::rename(&path, root.path().join("elsewhere.csv")).unwrap();
        let words = || verify(folder.path()).unwrap().defects[0].to_string();
        std::os::unix::fs::symlink(root.path().join("elsewhere.csv"), &path).unwrap();
        assert_eq!(words(), "a link stands in place of series.csv");
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert_eq!(words(), "a folder stands in place of series.csv");
    }

    #[test]
    fn a_journal_that_has_grown_is_whole_and_a_table_is_not() {
        let root = tempfile::tempdir().unwrap();
        let folder = written(root.path(), true);
        let grow = |name: &str| fs::write(folder.path().join(name), "as written, and more").unwrap();
        grow("runs.journal");
        assert!(matches!(folder.finished(), Ok(Finished::Whole(_))));
        grow("series.csv");
        assert!(matches!(folder.finished(), Ok(Finished::Damaged { .. })));
    }

    #[test]
    fn the_manifest_of_another_run_is_refused() {
        let root = tempfile::tempdir().unwrap();
        let folder = written(root.path(), true);
        let other = RunFolder::open(root.path(), "parks", "", 2).unwrap();
        fs::copy(folder.path().join(FILE), other.path().join(FILE)).unwrap();
        let error = other.finished().unwrap_err().to_string();
        assert!(error.contains("manifest of another run"), "{error}");
    }

    #[test]
    fn a_folder_is_verified_as_a_whole() {
        let root = tempfile::tempdir().unwrap();
        let words = |found: Verified| found.defects.iter().map(ToString::to_string).collect::<Vec<_>>();
        let folder = RunFolder::open(root.path(), "parks", "", 1).unwrap();
        assert_eq!(
            words(verify(folder.path()).unwrap()),
            ["this run is not finished: another process is running into this folder"]
        );
        let mut journal = folder.journal("runs", 1, 1).unwrap();
        for replication in [0, 1] {
            journal
                .append(
                    Address {
                        configuration: 0,
                        replication,
                    },
                    &[0.5],
                )
                .unwrap();
        }
        drop((journal, folder));
        let folder = root.path().read_dir().unwrap().next().unwrap().unwrap().path();
        assert_eq!(
            words(verify(&folder).unwrap()),
            ["this run is not finished: 2 replications are kept, and the same command goes on from there"]
        );
        fs::remove_file(folder.join("runs.journal")).unwrap();
        assert_eq!(
            words(verify(&folder).unwrap()),
            ["this is no folder of results: manifest.json is missing, and so is any journal"]
        );
        let folder = written(root.path(), false);
        assert_eq!(
            words(verify(folder.path()).unwrap()),
            ["2 of 3 replications are done"]
        );
        drop(folder);
        let folder = written(root.path(), true);
        fs::remove_file(folder.path().join("runs.journal")).unwrap();
        assert_eq!(words(verify(folder.path()).unwrap()), ["runs.journal is missing"]);
    }
}
