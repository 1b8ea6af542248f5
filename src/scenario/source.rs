//! Where files are read from: whoever opens one that a user names asks a [`Source`], and gets a regular file or a refusal.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Cursor, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::words::{Words, say, words};

/// The files that a scenario, a plan or a list may name.
pub trait Source: fmt::Debug + Send + Sync {
    /// Opens a regular file. Never waits for one, as opening a pipe would.
    ///
    /// # Errors
    /// When there is no such file, it is none, or it is out of reach.
    fn open(&self, path: &Path) -> Result<Opened, OpenError>;

    /// Every file in a folder and in those below it, in the order of the paths. Links to folders are not followed.
    ///
    /// # Errors
    /// When there is no such folder, or it is out of reach.
    fn files(&self, folder: &Path) -> Result<Vec<PathBuf>, OpenError>;

    /// The path by which a file is recognised when it comes up again.
    fn identity(&self, path: &Path) -> PathBuf {
        normal(path)
    }

    /// The path of what `file` names as `written`: seen from the folder it stands in.
    fn beside(&self, file: &Path, written: &str) -> PathBuf {
        beside(file, written)
    }
}

/// `written` as seen from the folder of `file`.
pub(super) fn beside(file: &Path, written: &str) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).join(written)
}

/// How a page gets at more than one file.
pub(super) const SENT_WITH: Words =
    words!("put them in one folder and open that, with `samspil serve --scenarios FOLDER`");

/// Why a file is not opened, or not read to its end.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The path leads nowhere.
    #[error("{}", say!("there is no such file"))]
    Missing,
    /// The path leads to a folder.
    #[error("{}", say!("this is a folder, not a file"))]
    Folder,
    /// The path leads to a device, a pipe or a socket.
    #[error("{}", say!("this is a device or a pipe, not a file"))]
    NotRegular,
    /// Only some files can be used, and this is none of them; whether it exists is not said.
    #[error("{}", say!("here only files of the scenario folder can be used"))]
    Outside,
    /// The text that names the file has come without it, as from a browser.
    #[error("{}", say!("a browser hands over the scenario file alone, without the files beside it"))]
    NotSent,
    /// The file is larger than what is read of its kind.
    #[error("{}", say!("the file is larger than {most} bytes"))]
    TooLarge {
        /// Most bytes that are read.
        most: u64,
    },
    /// Nobody waits for what is read any more, or it takes too long.
    #[error("{}", say!("reading was stopped"))]
    Stopped,
    /// The machine fails.
    #[error("{}", say!("the file cannot be read: {0}", .0))]
    Unreadable(io::Error),
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::Missing,
            ErrorKind::IsADirectory => Self::Folder,
            _ => Self::Unreadable(error),
        }
    }
}

impl From<OpenError> for io::Error {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Unreadable(error) => error,
            OpenError::Missing => Self::new(ErrorKind::NotFound, error),
            _ => Self::other(error),
        }
    }
}

/// A regular file that is open.
pub struct Opened {
    reader: Box<dyn Read + Send>,
    length_bytes: u64,
    left_bytes: u64,
}

impl Opened {
    /// What a reader gives, said to be so long.
    pub fn new(reader: impl Read + Send + 'static, length_bytes: u64) -> Self {
        Self {
            reader: Box::new(reader),
            length_bytes,
            left_bytes: u64::MAX,
        }
    }

    /// Length when it was opened, bytes.
    #[must_use]
    pub const fn length_bytes(&self) -> u64 {
        self.length_bytes
    }

    /// The same with an end to what can be read of it: a file that grows meanwhile fails.
    ///
    /// # Errors
    /// When it is longer now.
    pub fn at_most(mut self, bytes: u64) -> Result<Self, OpenError> {
        if self.length_bytes > bytes {
            return Err(OpenError::TooLarge { most: bytes });
        }
        self.left_bytes = bytes;
        Ok(self)
    }

    /// All of it.
    ///
    /// # Errors
    /// When it has more than `most` bytes, or cannot be read.
    pub fn read_all(self, most: u64) -> Result<Vec<u8>, OpenError> {
        let mut bytes = Vec::new();
        match self.at_most(most)?.read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            Err(error) if error.kind() == ErrorKind::FileTooLarge => Err(OpenError::TooLarge { most }),
            Err(error) => Err(error.into()),
        }
    }
}

impl Read for Opened {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        match self.left_bytes.checked_sub(read as u64) {
            Some(left) => self.left_bytes = left,
            None => return Err(ErrorKind::FileTooLarge.into()),
        }
        Ok(read)
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Opened")
            .field("length_bytes", &self.length_bytes)
            .finish_non_exhaustive()
    }
}

/// Every file of the disk, as on the command line; in the pure core there is no disk, and every path leads nowhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

#[cfg(not(feature = "program"))]
impl Source for Disk {
    fn open(&self, _path: &Path) -> Result<Opened, OpenError> {
        Err(OpenError::Missing)
    }

    fn files(&self, _folder: &Path) -> Result<Vec<PathBuf>, OpenError> {
        Err(OpenError::Missing)
    }
}

impl Disk {
    /// The disk as the source of what is loaded.
    #[must_use]
    pub fn shared() -> Arc<dyn Source> {
        Arc::new(Self)
    }
}

/// Files that are held in memory, by path: those of the program, and those of tests.
#[derive(Clone, Default)]
pub struct Memory(BTreeMap<PathBuf, Cow<'static, [u8]>>);

impl Memory {
    /// Holds a file, in place of the one that had the path.
    pub fn put(&mut self, path: impl AsRef<Path>, bytes: impl Into<Cow<'static, [u8]>>) {
        self.0.insert(normal(path.as_ref()), bytes.into());
    }
}

impl Source for Memory {
    fn open(&self, path: &Path) -> Result<Opened, OpenError> {
        let path = normal(path);
        match self.0.get(&path) {
            Some(bytes) => Ok(Opened::new(Cursor::new(bytes.clone()), bytes.len() as u64)),
            None if self.0.keys().any(|file| file.starts_with(&path)) => Err(OpenError::Folder),
            None => Err(OpenError::Missing),
        }
    }

    fn files(&self, folder: &Path) -> Result<Vec<PathBuf>, OpenError> {
        let folder = normal(folder);
        let within = self.0.keys().filter(|file| file.starts_with(&folder));
        let found: Vec<PathBuf> = within.cloned().collect();
        if found.is_empty() {
            return Err(OpenError::Missing);
        }
        Ok(found)
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

/// Another source until a question is answered with yes; from then on, nothing.
pub struct Until<Stopped> {
    files: Arc<dyn Source>,
    stopped: Stopped,
}

impl<Stopped: Fn() -> bool + Clone + Send + Sync + 'static> Until<Stopped> {
    /// These files, until `stopped` says so. It is asked before each file and each piece of one.
    pub fn new(files: Arc<dyn Source>, stopped: Stopped) -> Self {
        Self { files, stopped }
    }

    fn go_on(&self) -> Result<(), OpenError> {
        if (self.stopped)() {
            return Err(OpenError::Stopped);
        }
        Ok(())
    }
}

impl<Stopped: Fn() -> bool + Clone + Send + Sync + 'static> Source for Until<Stopped> {
    fn open(&self, path: &Path) -> Result<Opened, OpenError> {
        self.go_on()?;
        let opened = self.files.open(path)?;
        let (length_bytes, stopped) = (opened.length_bytes(), self.stopped.clone());
        Ok(Opened::new(Piecewise { opened, stopped }, length_bytes))
    }

    fn files(&self, folder: &Path) -> Result<Vec<PathBuf>, OpenError> {
        self.go_on()?;
        self.files.files(folder)
    }

    fn beside(&self, file: &Path, written: &str) -> PathBuf {
        self.files.beside(file, written)
    }

    fn identity(&self, path: &Path) -> PathBuf {
        self.files.identity(path)
    }
}

impl<Stopped> fmt::Debug for Until<Stopped> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Until").field(&self.files).finish()
    }
}

/// A file that asks before each piece whether to go on.
struct Piecewise<Stopped> {
    opened: Opened,
    stopped: Stopped,
}

impl<Stopped: Fn() -> bool> Read for Piecewise<Stopped> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if (self.stopped)() {
            return Err(io::Error::other(OpenError::Stopped));
        }
        self.opened.read(buffer)
    }
}

/// A path without `.` and, where that is possible without looking, without `..`.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match (part, normal.components().next_back()) {
            (Component::ParentDir, Some(Component::Normal(_))) => {
                normal.pop();
            }
            (Component::CurDir, _) | (Component::ParentDir, Some(Component::RootDir)) => {}
            _ => normal.push(part),
        }
    }
    normal
}
