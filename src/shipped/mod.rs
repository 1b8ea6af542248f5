//! What comes with the program: scenarios, plans, hypotheses, facts and lessons. They are part of it, so that it needs no
//! folder beside it, and have names.
//!
//! | question | file |
//! |---|---|
//! | what is there, and under which name? | `shelf` |
//! | where is what somebody names read from? | `place` |
//! | may I have a copy to change? | `copying` |

mod copying;
mod place;
mod shelf;

use std::borrow::Cow;
use std::path::Path;

use rust_embed::RustEmbed;

pub use copying::{DataFile, copy_of, data_of};
pub use place::{Place, all, locate, or_shipped};
pub use shelf::{Item, Kind, find, items, nearest};

use crate::scenario::Memory;

#[derive(RustEmbed)]
#[folder = "scenarios"]
struct Scenarios;

/// The folder of the scenarios, seen from the root of the project.
const FOLDER: &str = "scenarios";

/// The scenarios and what is about them, as seen from their folder.
#[must_use]
pub fn scenarios() -> Memory {
    memory::<Scenarios>(Path::new(""))
}

/// The same, as seen from the root of the project.
fn project() -> Memory {
    memory::<Scenarios>(Path::new(FOLDER))
}

fn memory<Files: RustEmbed>(folder: &Path) -> Memory {
    let mut memory = Memory::default();
    for name in Files::iter() {
        if let Some(file) = Files::get(&name) {
            memory.put(folder.join(&*name), file.data);
        }
    }
    memory
}

/// The ensemble of plausible worlds that comes with the program, as text.
///
/// # Panics
/// Never: a test reads it.
#[must_use]
pub fn worlds() -> Cow<'static, [u8]> {
    contents(Path::new("plans/worlds.txt")).expect("the file is part of the program")
}

/// The contents of a file as seen from the folder of the scenarios.
fn contents(path: &Path) -> Option<Cow<'static, [u8]>> {
    Some(Scenarios::get(path.to_str()?)?.data)
}
