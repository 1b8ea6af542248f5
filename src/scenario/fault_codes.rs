//! The kinds of faults.

use crate::words::{Words, words};

/// The kinds of faults of files and settings, each with what it says. A code keeps its meaning from version to version.
pub const FAULT_CODES: [(&str, Words); 15] = [
    (
        "contradiction",
        words!("values that are each allowed cannot hold together"),
    ),
    (
        "data-file",
        words!("a data file cannot be read, or says what cannot be"),
    ),
    ("duplicate", words!("something stands there twice")),
    ("empty-file", words!("a file says nothing")),
    ("invalid", words!("a value or table that is wrong in another way")),
    ("missing-key", words!("a key that must be there is not")),
    (
        "more-faults",
        words!("the faults that are counted and not explained"),
    ),
    ("no-effect", words!("a setting of which nothing can come")),
    (
        "out-of-range",
        words!("a number or time lies beyond what is allowed"),
    ),
    ("syntax", words!("a text is not TOML, or not CSV")),
    ("unknown-key", words!("there is no such key or table")),
    (
        "unknown-name",
        words!("there is no such choice, measure, programme or arm"),
    ),
    ("unreadable-file", words!("a file is missing or cannot be read")),
    (
        "wrong-kind-of-file",
        words!("a file of one kind stands where another is needed"),
    ),
    (
        "wrong-type",
        words!("a value of another type is needed, such as a number in place of a text"),
    ),
];
