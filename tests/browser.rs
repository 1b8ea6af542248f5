//! The pages of `samspil serve` in a real browser; the tests themselves are in `tests/browser/`.
//!
//! `tests/browser/prepare.sh` installs what is missing: the packages of the tests, and Chromium.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![cfg(all(feature = "serve", unix))]

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use assert_cmd::cargo::cargo_bin;

#[test]
fn the_pages_work_in_a_browser() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tests = root.join("tests/browser");
    let prepared = Command::new("bash")
        .arg("prepare.sh")
        .current_dir(&tests)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(
        prepared.status.success(),
        "tests/browser/prepare.sh failed, see above"
    );
    let chromium = String::from_utf8(prepared.stdout).unwrap();

    let mut server = Command::new(cargo_bin("samspil"))
        .args(["serve", "--no-browser", "--port", "0"])
        .current_dir(root)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut page = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut page)
        .unwrap();
    let tested = Command::new("npm")
        .args(["test", "--silent"])
        .current_dir(&tests)
        .env("SAMSPIL_URL", page.trim().trim_end_matches('/'))
        .env("CHROMIUM", chromium.trim())
        .status();
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(
        tested.unwrap().success(),
        "a test in the browser failed, see above"
    );
}
