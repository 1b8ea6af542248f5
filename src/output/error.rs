//! Why something could not be written or read back.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::engine::{ENGINE, short};
use crate::words::{say, words};

/// A file or folder of a run that could not be written or read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum OutputError {
    /// The operating system refused.
    #[error("{}: {reason}\nhint: {hint}", path.display())]
    System {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong.
        reason: String,
        /// What to do about it.
        hint: &'static str,
    },
    /// Another process holds the folder of this run.
    #[error(
        "{}",
        say!(
            "{}: another process is running this scenario into the same folder\n\
             hint: wait until it ends, or stop it",
            path.display()
        )
    )]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// The folder was taken away while the run went on.
    #[error(
        "{}",
        say!(
            "{}: this folder was deleted or moved while the run went on\n\
             hint: run again; what was moved goes on from where it is now, under its old name",
            path.display()
        )
    )]
    Gone {
        /// The folder.
        path: PathBuf,
    },
    /// Replications of another engine, which must not be mixed with those of this one.
    #[error(
        "{}",
        say!(
            "{}: these replications were made by another engine ({engine}; this is {})\n\
             hint: go on with the samspil that began them, or move the folder away and run again",
            path.display(),
            short(ENGINE)
        )
    )]
    OtherEngine {
        /// The file.
        path: PathBuf,
        /// The first digits of its fingerprint.
        engine: String,
    },
    /// A file is not what this run would have written.
    #[error(
        "{}",
        say!("{}: {reason}\nhint: move the folder away or delete it, and run again", path.display())
    )]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl OutputError {
    /// Says what an error of the operating system means for a file.
    #[must_use]
    pub fn system(path: &Path, error: &io::Error) -> Self {
        let (reason, hint) = match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => (
                say!("no space left on the disk"),
                words!("free some space and run again; finished replications are kept"),
            ),
            ErrorKind::FileTooLarge => (
                say!("the file would be larger than may be written here"),
                words!("raise the limit (`ulimit -f`) and run again; finished replications are kept"),
            ),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => (
                say!("no permission to write here"),
                words!("make the folder writable, or start from a folder that is"),
            ),
            ErrorKind::IsADirectory => (
                say!("a folder stands where a file is needed"),
                words!("move or remove that folder, and run again; finished replications are kept"),
            ),
            ErrorKind::NotADirectory | ErrorKind::AlreadyExists => (
                say!("a file stands where a folder is needed"),
                words!("move or rename that file"),
            ),
            _ => (
                error.to_string(),
                words!("check that the path is right and the disk is there"),
            ),
        };
        Self::System {
            path: path.to_owned(),
            reason,
            hint: hint.text(),
        }
    }

    /// A file of an engine with another fingerprint.
    #[must_use]
    pub fn other_engine(path: &Path, engine: &str) -> Self {
        Self::OtherEngine {
            path: path.to_owned(),
            engine: short(engine).to_owned(),
        }
    }

    /// A file that is not what it should be, and why.
    #[must_use]
    pub fn foreign(path: &Path, reason: impl Into<String>) -> Self {
        Self::Foreign {
            path: path.to_owned(),
            reason: reason.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn say_what_where_and_what_to_do() {
        let message =
            |kind: ErrorKind| OutputError::system(Path::new("output/parks"), &kind.into()).to_string();
        insta::assert_snapshot!(message(ErrorKind::StorageFull), @r"
        output/parks: no space left on the disk
        hint: free some space and run again; finished replications are kept
        ");
        insta::assert_snapshot!(message(ErrorKind::FileTooLarge), @r"
        output/parks: the file would be larger than may be written here
        hint: raise the limit (`ulimit -f`) and run again; finished replications are kept
        ");
        insta::assert_snapshot!(message(ErrorKind::ReadOnlyFilesystem), @r"
        output/parks: no permission to write here
        hint: make the folder writable, or start from a folder that is
        ");
        insta::assert_snapshot!(message(ErrorKind::NotADirectory), @r"
        output/parks: a file stands where a folder is needed
        hint: move or rename that file
        ");
        insta::assert_snapshot!(message(ErrorKind::IsADirectory), @r"
        output/parks: a folder stands where a file is needed
        hint: move or remove that folder, and run again; finished replications are kept
        ");
        insta::assert_snapshot!(message(ErrorKind::TimedOut), @r"
        output/parks: timed out
        hint: check that the path is right and the disk is there
        ");
        let busy = OutputError::Busy {
            path: "output/parks".into(),
        };
        insta::assert_snapshot!(busy, @r"
        output/parks: another process is running this scenario into the same folder
        hint: wait until it ends, or stop it
        ");
    }
}
