//! The scenarios and lessons that come with the program, for when it is opened away from its source.

use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;
use tempfile::TempDir;

#[derive(RustEmbed)]
#[folder = "scenarios"]
struct Scenarios;

#[derive(RustEmbed)]
#[folder = "lessons"]
struct Lessons;

/// Folders with what comes with the program; they are gone when this is dropped.
#[derive(Debug)]
pub(super) struct Unpacked(TempDir);

impl Unpacked {
    /// Unpacks all files.
    pub(super) fn new() -> std::io::Result<Self> {
        let folder = tempfile::tempdir()?;
        unpack::<Scenarios>(&folder.path().join("scenarios"))?;
        unpack::<Lessons>(&folder.path().join("lessons"))?;
        Ok(Self(folder))
    }

    /// The folder of the scenarios.
    pub(super) fn scenarios(&self) -> PathBuf {
        self.0.path().join("scenarios")
    }

    /// The folder of the lessons.
    pub(super) fn lessons(&self) -> PathBuf {
        self.0.path().join("lessons")
    }
}

fn unpack<Files: RustEmbed>(folder: &Path) -> std::io::Result<()> {
    for name in Files::iter() {
        let path = folder.join(&*name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        let file = Files::get(&name).map(|file| file.data).unwrap_or_default();
        std::fs::write(path, file)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Disk, catalogue, lessons};

    #[test]
    fn what_is_unpacked_is_what_is_in_the_source() {
        let unpacked = Unpacked::new().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let ours = catalogue(&Disk, &unpacked.scenarios()).unwrap();
        assert_eq!(
            ours.len(),
            catalogue(&Disk, &root.join("scenarios")).unwrap().len()
        );
        assert_eq!(
            lessons(&Disk, &unpacked.lessons()).unwrap(),
            lessons(&Disk, &root.join("lessons")).unwrap()
        );
    }
}
