//! Which engine makes the numbers.

use std::sync::LazyLock;

/// What the engine does, as a digest of its behaviour: rows of small societies, the register of parameters, the purposes of
/// draws, the points of plans. Two programs with equal fingerprints give equal numbers; `tests/engine.rs` recomputes it.
pub const ENGINE: &str = include_str!("engine.txt").trim_ascii();

/// Which sources this program was built from: SHA-256 over all of them. It tells builds apart and is no part of any identity. A
/// debug build, whose sources change all the time, says so instead.
pub const SOURCE: &str = env!("SAMSPIL_SOURCE");

/// Format of journals, and of what folders are named after: runs of another one are left alone.
pub(super) const FORMAT: u32 = 4;

/// Version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The program, version and engine, for people.
pub static PROGRAM: LazyLock<String> = LazyLock::new(|| format!("{VERSION}, engine {}", short(ENGINE)));

/// The first eight digits of a digest, for people.
pub(super) fn short(digest: &str) -> &str {
    digest.get(..8).unwrap_or(digest)
}
