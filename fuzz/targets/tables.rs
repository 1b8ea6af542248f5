//! Surveys, lists of ties, points.
#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

#[path = "../hostile.rs"]
mod hostile;

static SHIPPED: LazyLock<hostile::Shipped> =
    LazyLock::new(|| hostile::Shipped::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))));

fuzz_target!(|bytes: &[u8]| hostile::table(&SHIPPED, bytes));
