//! The files of one folder, and none besides: what a visitor names can lead nowhere else.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};

use crate::scenario::{OpenError, Opened, Source};

/// A folder of the disk; paths are seen from it, and the system does not follow one out of it.
#[derive(Debug)]
pub(super) struct Bounded(Dir);

impl Bounded {
    /// Holds a folder.
    pub(super) fn to(folder: &Path) -> io::Result<Self> {
        Dir::open_ambient_dir(folder, ambient_authority()).map(Self)
    }

    fn collect(folder: &Dir, path: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
        for entry in folder.entries()? {
            let entry = entry?;
            let path = path.join(entry.file_name());
            // The type of the entry itself: a link to a folder above would lead in a circle.
            if entry.file_type()?.is_dir() {
                Self::collect(&entry.open_dir()?, &path, found)?;
            } else {
                found.push(path);
            }
        }
        Ok(())
    }
}

impl Source for Bounded {
    fn open(&self, path: &Path) -> Result<Opened, OpenError> {
        let mut options = OpenOptions::new();
        options.read(true);
        #[cfg(unix)]
        cap_std::fs::OpenOptionsExt::custom_flags(&mut options, crate::scenario::without_waiting());
        let file = self.0.open_with(path, &options).map_err(refused)?;
        Opened::regular(file.into_std())
    }

    fn files(&self, folder: &Path) -> Result<Vec<PathBuf>, OpenError> {
        let mut found = Vec::new();
        if folder.as_os_str().is_empty() {
            Self::collect(&self.0, folder, &mut found)?;
        } else {
            let inner = self.0.open_dir(folder).map_err(refused)?;
            Self::collect(&inner, folder, &mut found)?;
        }
        // What leads out of the folder, or is no file, could not be opened.
        found.retain(|path| self.0.metadata(path).is_ok_and(|found| found.is_file()));
        found.sort();
        Ok(found)
    }
}

/// A path that leads out of the folder is refused as one that may not be opened.
fn refused(error: io::Error) -> OpenError {
    match error.kind() {
        ErrorKind::PermissionDenied => OpenError::Outside,
        _ => error.into(),
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    /// A folder with a file, a folder, a pipe, and links in and out; beside it a file that is none of its own.
    fn folder() -> tempfile::TempDir {
        let desk = tempfile::tempdir().unwrap();
        std::fs::write(desk.path().join("secret.toml"), "outside").unwrap();
        let folder = desk.path().join("folder");
        std::fs::create_dir_all(folder.join("inner")).unwrap();
        std::fs::write(folder.join("inner/here.toml"), "inside").unwrap();
        symlink("inner/here.toml", folder.join("link.toml")).unwrap();
        symlink("../secret.toml", folder.join("out.toml")).unwrap();
        symlink(desk.path().join("secret.toml"), folder.join("far.toml")).unwrap();
        symlink("..", folder.join("up")).unwrap();
        symlink("inner", folder.join("sideways")).unwrap();
        symlink("loop.toml", folder.join("loop.toml")).unwrap();
        symlink("../nowhere.toml", folder.join("dangling.toml")).unwrap();
        let pipe = Command::new("mkfifo").arg(folder.join("pipe.toml")).status();
        assert!(pipe.unwrap().success());
        desk
    }

    fn open(desk: &tempfile::TempDir, path: &str) -> Result<Vec<u8>, OpenError> {
        let bounded = Bounded::to(&desk.path().join("folder")).unwrap();
        bounded.open(Path::new(path))?.read_all(100)
    }

    #[test]
    fn files_of_the_folder_are_opened_by_any_way_that_stays_in_it() {
        let desk = folder();
        for path in [
            "inner/here.toml",
            "./inner/../inner/here.toml",
            "link.toml",
            "sideways/here.toml",
            "inner/../link.toml",
        ] {
            assert_eq!(open(&desk, path).unwrap(), b"inside", "{path}");
        }
    }

    #[test]
    fn ways_out_are_refused_alike_whether_or_not_anything_is_there() {
        let desk = folder();
        let secret = desk.path().join("secret.toml");
        let folder_itself = desk.path().join("folder/inner/here.toml");
        for path in [
            "../secret.toml",
            "../nowhere.toml",
            "inner/../../secret.toml",
            "inner/../../nowhere/at/all.toml",
            "out.toml",
            "far.toml",
            "dangling.toml",
            "up/secret.toml",
            "up/nowhere.toml",
            "/etc/passwd",
            "/no/such/file",
            "//etc/passwd",
            secret.to_str().unwrap(),
            folder_itself.to_str().unwrap(),
        ] {
            let refused = open(&desk, path).unwrap_err();
            assert!(matches!(refused, OpenError::Outside), "{path}: {refused:?}");
        }
    }

    #[test]
    fn what_is_no_regular_file_is_refused_at_once() {
        let desk = folder();
        assert!(matches!(open(&desk, "pipe.toml"), Err(OpenError::NotRegular)));
        assert!(matches!(open(&desk, "inner"), Err(OpenError::Folder)));
        assert!(matches!(open(&desk, "inner/none.toml"), Err(OpenError::Missing)));
        for path in ["loop.toml", "inner/here.toml/x", "a\0b", "", &"x".repeat(5000)] {
            assert!(open(&desk, path).is_err(), "{path}");
        }
    }

    #[test]
    fn all_files_of_the_folder_are_listed_and_links_to_folders_not_followed() {
        let desk = folder();
        let bounded = Bounded::to(&desk.path().join("folder")).unwrap();
        let found = bounded.files(Path::new("")).unwrap();
        assert!(found.contains(&PathBuf::from("inner/here.toml")), "{found:?}");
        assert!(
            !found.iter().any(|path| path.starts_with("up/folder")),
            "{found:?}"
        );
        assert_eq!(
            found,
            [PathBuf::from("inner/here.toml"), PathBuf::from("link.toml")]
        );
        assert_eq!(
            bounded.files(Path::new("inner")).unwrap(),
            [PathBuf::from("inner/here.toml")]
        );
        assert!(matches!(bounded.files(Path::new("..")), Err(OpenError::Outside)));
    }
}
