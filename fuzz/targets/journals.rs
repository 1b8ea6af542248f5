//! Journals of replications.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

#[path = "../hostile.rs"]
mod hostile;

static FOLDER: LazyLock<tempfile::TempDir> =
    LazyLock::new(|| tempfile::tempdir().expect("there is a folder for temporary files"));

fuzz_target!(|bytes: &[u8]| hostile::journal(FOLDER.path(), bytes));
