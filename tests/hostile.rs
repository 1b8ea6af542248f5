//! Hostile files: whatever stands in them, the answer is a value or faults in words. Shipped files are cut, spliced and given extreme
//! numbers; `fuzz/` does the same for hours.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

#[path = "../fuzz/hostile.rs"]
mod hostile;

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;

static SHIPPED: LazyLock<hostile::Shipped> =
    LazyLock::new(|| hostile::Shipped::read(Path::new(env!("CARGO_MANIFEST_DIR"))));

/// What hostile hands write into a file.
const PIECES: [&str; 24] = [
    "1e308",
    "-1e308",
    "nan",
    "inf",
    "-0.0",
    "0",
    "-1",
    "9223372036854775807",
    "9223372036854775808",
    "1e-308",
    "\"\"",
    "\"x\"",
    "[]",
    "{}",
    "true",
    "=",
    "\n",
    "\"",
    "'''",
    "[",
    "]]",
    ".",
    "\u{0}",
    "é\u{202e}",
];
/// What hostile hands write into a table.
const CELLS: [&str; 16] = [
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    "\"",
    "\"\"",
    "NA",
    "1e999",
    "-7",
    "0,5",
    "TRUE",
    "\u{0}",
    "é",
    "99999999999999999999",
    "trust",
];
const SURVEY: &str =
    "id,trust,age,weight,area\n1,3,40,1.5,Nord\n2,NA,31,0.5,Syd\n3,10,77,1,Nord\n4,0,18,2,Syd\n";

/// One change of a text.
#[derive(Clone, Debug)]
enum Edit {
    Put(Index, &'static str),
    Cut(Index, usize),
    Repeat(Index, usize),
    /// The first number after a place becomes a piece.
    Number(Index, &'static str),
}

fn edit(pieces: &'static [&'static str]) -> impl Strategy<Value = Edit> {
    let piece = proptest::sample::select(pieces);
    prop_oneof![
        (any::<Index>(), piece.clone()).prop_map(|(place, piece)| Edit::Put(place, piece)),
        (any::<Index>(), 1..80_usize).prop_map(|(place, length)| Edit::Cut(place, length)),
        (any::<Index>(), 1..80_usize).prop_map(|(place, length)| Edit::Repeat(place, length)),
        (any::<Index>(), piece).prop_map(|(place, piece)| Edit::Number(place, piece)),
    ]
}

fn edited(text: &str, edits: &[Edit]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for edit in edits {
        let length = bytes.len();
        let at = |place: &Index| place.index(length + 1);
        match edit {
            Edit::Put(place, piece) => {
                let at = at(place);
                bytes.splice(at..at, piece.bytes());
            }
            Edit::Cut(place, cut) => {
                let at = at(place);
                bytes.drain(at..(at + cut).min(length));
            }
            Edit::Repeat(place, repeated) => {
                let at = at(place);
                bytes.extend_from_within(at..(at + repeated).min(length));
            }
            Edit::Number(place, piece) => {
                let from = at(place);
                let is_digit = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
                if let Some(begin) = bytes[from..].iter().position(is_digit) {
                    let begin = from + begin;
                    let end = bytes[begin..]
                        .iter()
                        .position(|byte| !is_digit(byte))
                        .map_or(length, |end| begin + end);
                    bytes.splice(begin..end, piece.bytes());
                }
            }
        }
    }
    bytes
}

#[test]
fn a_byte_of_no_text_is_a_fault_in_every_table() {
    hostile::table(&SHIPPED, b"trust,age\n\0,1\n");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn texts_are_read_or_refused(
        file in any::<Index>(),
        edits in proptest::collection::vec(edit(&PIECES), 1..6),
    ) {
        hostile::text(&SHIPPED, &edited(file.get(&SHIPPED.texts).1, &edits));
    }

    #[test]
    fn tables_are_read_or_refused(edits in proptest::collection::vec(edit(&CELLS), 1..8)) {
        hostile::table(&SHIPPED, &edited(SURVEY, &edits));
    }

    #[test]
    fn bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        hostile::text(&SHIPPED, &bytes);
        hostile::table(&SHIPPED, &bytes);
        hostile::journal(tempfile::tempdir().unwrap().path(), &bytes);
    }
}
