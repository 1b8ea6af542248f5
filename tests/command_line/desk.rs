//! A desk: a folder with files, and a command that reads the first of them.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use super::{results_in, samspil, text};

pub(super) struct Desk {
    folder: tempfile::TempDir,
    command: &'static str,
    file: &'static str,
}

impl Desk {
    /// Files by name and text; the command reads the first.
    pub(super) fn new(command: &'static str, files: &[(&'static str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        Self {
            folder,
            command,
            file: files[0].0,
        }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The words of a call that leaves its results in this folder of the desk.
    pub(super) fn arguments(&self, output: &str, further: &[&str]) -> Vec<String> {
        let folder = self.folder.path().display().to_string();
        let mut arguments = vec![self.command.to_owned()];
        arguments.extend(match self.command {
            "validate" => vec![self.file.replace(".toml", ""), "--facts".to_owned(), folder],
            "worlds" => vec!["build".to_owned(), self.path(self.file).display().to_string()],
            _ => vec![self.path(self.file).display().to_string()],
        });
        arguments.extend(["--output".to_owned(), self.path(output).display().to_string()]);
        arguments.extend(further.iter().map(|&word| word.to_owned()));
        arguments
    }

    pub(super) fn call(&self, output: &str, further: &[&str]) -> Output {
        let arguments = self.arguments(output, further);
        samspil(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The folder of results of a call that must go well.
    pub(super) fn results(&self, output: &str, further: &[&str]) -> PathBuf {
        let done = self.call(output, further);
        assert!(done.status.success(), "{}", text(&done.stderr));
        results_in(&self.path(output))
    }

    /// What a call says that must be refused before anything is written.
    pub(super) fn refusal(&self, further: &[&str], code: i32) -> String {
        let refused = self.failure(further, code);
        assert!(!self.path("refused").exists(), "nothing half-written");
        refused
    }

    /// What a call says that must fail.
    pub(super) fn failure(&self, further: &[&str], code: i32) -> String {
        let failed = self.call("refused", further);
        assert_eq!(failed.status.code(), Some(code), "{}", text(&failed.stderr));
        self.plain(&failed)
    }

    /// Standard error without the path of the desk.
    pub(super) fn plain(&self, output: &Output) -> String {
        text(&output.stderr).replace(&format!("{}/", self.folder.path().display()), "")
    }
}
