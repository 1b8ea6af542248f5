//! Who holds a folder of results.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;

use super::OutputError;

/// Name of the file that is locked.
const LOCK: &str = ".lock";

/// How this process has a folder.
#[derive(Debug)]
pub(super) enum Lock {
    /// It holds the folder. The system lets go of it when the process ends, however it ends.
    Held(File),
    /// It writes, but the file system knows no locks, so that another process may write too.
    Unlocked(File),
    /// It can only read, for this reason.
    ReadOnly(OutputError),
}

impl Lock {
    /// Takes the lock of a folder.
    pub(super) fn take(folder: &Path) -> Result<Self, OutputError> {
        Self::with(
            folder,
            |path| {
                // A lock that is there is left as it is, its times too.
                File::options()
                    .write(true)
                    .create(true)
                    .truncate(false)
                    .open(path)
            },
            File::try_lock,
        )
    }

    /// Whether another process holds a folder; nothing is written there to find out.
    pub(super) fn is_held(folder: &Path) -> bool {
        File::open(folder.join(LOCK))
            .is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    }

    /// [`Lock::take`] with the two questions to the system.
    fn with(
        folder: &Path,
        create: impl FnOnce(&Path) -> io::Result<File>,
        try_lock: impl FnOnce(&File) -> Result<(), TryLockError>,
    ) -> Result<Self, OutputError> {
        let path = folder.join(LOCK);
        let file = match create(&path) {
            Ok(file) => file,
            Err(error) if is_refusal(&error) => {
                return Ok(Self::ReadOnly(OutputError::system(folder, &error)));
            }
            Err(error) => return Err(OutputError::system(&path, &error)),
        };
        match try_lock(&file) {
            Ok(()) => Ok(Self::Held(file)),
            Err(TryLockError::WouldBlock) => Err(OutputError::Busy {
                path: folder.to_owned(),
            }),
            Err(TryLockError::Error(error)) if is_unsupported(&error) => Ok(Self::Unlocked(file)),
            Err(TryLockError::Error(error)) => Err(OutputError::system(&path, &error)),
        }
    }

    /// Why the folder cannot be written, where it cannot.
    pub(super) const fn refusal(&self) -> Option<&OutputError> {
        match self {
            Self::ReadOnly(error) => Some(error),
            Self::Held(_) | Self::Unlocked(_) => None,
        }
    }

    /// An error when the folder is no longer where it was, so that what is written there now would be lost or stand alone.
    pub(super) fn check(&self, folder: &Path) -> Result<(), OutputError> {
        match self {
            Self::Held(file) | Self::Unlocked(file) if !is_at(file, &folder.join(LOCK)) => {
                Err(OutputError::Gone {
                    path: folder.to_owned(),
                })
            }
            _ => Ok(()),
        }
    }
}

/// Whether a disk or folder lets nobody write, or not this user.
fn is_refusal(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied
    )
}

/// Whether a file system knows no locks.
fn is_unsupported(error: &io::Error) -> bool {
    /// What Linux says where locks of a network file system are switched off.
    const NO_LOCKS: i32 = 37;
    error.kind() == ErrorKind::Unsupported
        || cfg!(target_os = "linux") && error.raw_os_error() == Some(NO_LOCKS)
}

/// Whether an open file still stands under its name.
pub(super) fn is_at(file: &File, path: &Path) -> bool {
    let Ok(named) = fs::metadata(path) else {
        return false;
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        file.metadata()
            .is_ok_and(|open| (open.dev(), open.ino()) == (named.dev(), named.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        named.is_file()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(kind: ErrorKind) -> impl FnOnce(&Path) -> io::Result<File> {
        move |_| Err(kind.into())
    }

    #[test]
    fn a_disk_that_cannot_be_written_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        for kind in [ErrorKind::ReadOnlyFilesystem, ErrorKind::PermissionDenied] {
            let lock = Lock::with(folder.path(), refused(kind), |_| unreachable!()).unwrap();
            let refusal = lock.refusal().unwrap().to_string();
            assert!(refusal.contains("no permission to write here"), "{refusal}");
            assert_eq!(lock.check(folder.path()), Ok(()));
        }
        let error = Lock::with(folder.path(), refused(ErrorKind::StorageFull), |_| unreachable!());
        assert!(error.unwrap_err().to_string().contains("no space left"));
    }

    #[test]
    fn a_file_system_without_locks_is_written_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let without = |error: io::Error| {
            Lock::with(
                folder.path(),
                |path| File::create(path),
                |_| Err(TryLockError::Error(error)),
            )
        };
        let lock = without(ErrorKind::Unsupported.into()).unwrap();
        assert!(matches!(lock, Lock::Unlocked(_)) && lock.refusal().is_none());
        assert!(without(ErrorKind::Interrupted.into()).is_err());
    }

    #[test]
    fn a_folder_that_was_moved_or_made_again_is_noticed() {
        let root = tempfile::tempdir().unwrap();
        let (folder, other) = (root.path().join("parks"), root.path().join("elsewhere"));
        fs::create_dir(&folder).unwrap();
        let lock = Lock::take(&folder).unwrap();
        assert_eq!(lock.check(&folder), Ok(()));
        fs::rename(&folder, other).unwrap();
        let gone = Err(OutputError::Gone { path: folder.clone() });
        assert_eq!(lock.check(&folder), gone);
        fs::create_dir(&folder).unwrap();
        Lock::take(&folder).unwrap();
        assert_eq!(lock.check(&folder), gone);
    }
}
