//! The pages of `samspil serve` in a real browser: runs the tests in `tests/browser/` against a server of its own.
//!
//! What they need (Node.js, npm packages, Chromium) is installed where it is missing. Where that fails the test fails
//! and says what to install; it is never left out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![cfg(feature = "serve")]

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// The tests, and what prepares them.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}

/// A server that ends with the test.
struct Server(Child);

impl Server {
    /// Opens the laboratory in a folder and says where.
    fn open(folder: &Path) -> (Self, String) {
        let mut process = Command::new(env!("CARGO_BIN_EXE_samspil"))
            .args(["serve", "--no-browser", "--port", "0"])
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let answer = process.stdout.take().unwrap();
        let server = Self(process);
        let mut address = String::new();
        BufReader::new(answer).read_line(&mut address).unwrap();
        assert!(address.starts_with("http://"), "the server does not open");
        (server, address.trim().to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// All that a command has written.
fn written(output: &Output) -> String {
    let text = |bytes| String::from_utf8_lossy(bytes).trim_end().to_owned();
    format!("{}\n{}", text(&output.stdout), text(&output.stderr))
}

/// Installs what is missing and returns the path of the browser.
fn prepare() -> String {
    let output = Command::new("bash")
        .arg(folder().join("prepare.sh"))
        .output()
        .unwrap_or_else(|error| panic!("The tests in the browser need bash: {error}"));
    assert!(output.status.success(), "{}", written(&output).trim_start());
    let path = String::from_utf8(output.stdout).unwrap();
    path.lines().last().unwrap().to_owned()
}

#[test]
fn the_pages_work_in_a_real_browser() {
    let browser = prepare();
    // Elsewhere than in the repository, the laboratory opens what comes with the program.
    let scratch = tempfile::tempdir().unwrap();
    let (_server, address) = Server::open(scratch.path());
    let output = Command::new("npm")
        .args(["test", "--silent"])
        .current_dir(folder())
        .env("SAMSPIL_URL", address)
        .env("CHROMIUM", browser)
        .output()
        .unwrap_or_else(|error| panic!("The tests in the browser need npm: {error}"));
    assert!(output.status.success(), "{}", written(&output));
}
