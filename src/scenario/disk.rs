//! The files of the disk as a source.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::source::{Disk, OpenError, Opened, Source, normal};

impl Opened {
    /// An open file of the disk, if it is a regular one: what counts is the file that is open, not what its path leads to now.
    ///
    /// # Errors
    /// When it is a folder, a device or a pipe.
    pub fn regular(file: File) -> Result<Self, OpenError> {
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(OpenError::Folder);
        }
        if !metadata.is_file() {
            return Err(OpenError::NotRegular);
        }
        Ok(Self::new(file, metadata.len()))
    }
}

impl Source for Disk {
    fn open(&self, path: &Path) -> Result<Opened, OpenError> {
        let mut options = File::options();
        options.read(true);
        // A pipe without a writer is opened at once, and then refused.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, without_waiting());
        match options.open(path) {
            Ok(file) => Opened::regular(file),
            // Where folders cannot be opened, the machine calls that by another name.
            Err(_) if path.is_dir() => Err(OpenError::Folder),
            Err(error) => Err(error.into()),
        }
    }

    fn files(&self, folder: &Path) -> Result<Vec<PathBuf>, OpenError> {
        let mut found = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder)? {
                let entry = entry?;
                // The type of the entry itself: a link to a folder above would lead in a circle.
                if entry.file_type()?.is_dir() {
                    folders.push(entry.path());
                } else {
                    found.push(entry.path());
                }
            }
        }
        found.sort();
        Ok(found)
    }

    fn identity(&self, path: &Path) -> PathBuf {
        path.canonicalize().unwrap_or_else(|_| normal(path))
    }
}

/// Flags with which opening does not wait, and does not make a terminal that of the program.
#[cfg(unix)]
#[must_use]
pub fn without_waiting() -> i32 {
    use rustix::fs::OFlags;
    (OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed()
}
