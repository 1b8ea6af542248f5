//! What a folder of results is named after.

use std::fmt;

use sha2::{Digest, Sha256};

use super::ENGINE;
use super::engine::FORMAT;

/// SHA-256 of everything that determines the numbers of a run: resolved scenario, seed, [`ENGINE`], and the format of journals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunHash([u8; 32]);

impl RunHash {
    /// Hashes the canonical text of a resolved scenario with a seed.
    #[must_use]
    pub fn of(identity_text: &str, seed: u64) -> Self {
        Self::of_engine(ENGINE, identity_text, seed)
    }

    fn of_engine(engine: &str, identity_text: &str, seed: u64) -> Self {
        let question = format!("format {FORMAT}\nengine {engine}\nseed {seed}\n{identity_text}");
        Self(Sha256::digest(question.as_bytes()).into())
    }

    /// The first eight hexadecimal digits, as in the name of the folder.
    #[must_use]
    pub fn short(&self) -> String {
        let mut digits = self.to_string();
        digits.truncate(8);
        digits
    }

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for RunHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_documented_text() {
        // printf 'format 4\nengine 1a2b\nseed 7\ncitizens = 2000\n' | sha256sum
        let hash = RunHash::of_engine("1a2b", "citizens = 2000\n", 7);
        assert_eq!(
            hash.to_string(),
            "f1e651f7e6ea7d00b888a97106b08b3c6321afec2f4933e7a8cf28f859114d88"
        );
        assert_eq!(hash.short(), "f1e651f7");
        assert_ne!(hash, RunHash::of_engine("1a2c", "citizens = 2000\n", 7));
    }
}
