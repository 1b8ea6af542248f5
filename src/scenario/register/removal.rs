//! What removing a barrier takes: time of every post, and years.

use serde::Deserialize;

use super::in_both;
use crate::words::{Words, say};

/// What begins the keys of barriers, which alone can be removed.
const BARRIERS: &str = "barriers.";

/// The price of removing a barrier altogether.
#[derive(Clone, Debug, PartialEq)]
pub struct Removal {
    /// Hours that each full-time post spends on it in a year until it is gone.
    pub hours_per_post_per_year: f64,
    /// Years until it is gone.
    pub years: f64,
    /// Hours that each full-time post spends in a year from then on, so that it does not come back.
    pub kept_hours_per_post_per_year: f64,
    /// Grade of the evidence for all three, as that of an entry.
    pub grade: String,
    /// Where they come from.
    pub source: String,
    /// What is done.
    pub meaning: Words,
}

/// The price as it stands in a file of the register.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenRemoval {
    hours_per_post_per_year: f64,
    years: f64,
    kept_hours_per_post_per_year: f64,
    grade: String,
    source: String,
    meaning: String,
    da: Danish,
}

/// What is done, in Danish.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Danish {
    meaning: String,
}

impl Removal {
    /// The price of the entry with this key: every barrier has one, and nothing else.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn of(key: &str, written: Option<WrittenRemoval>) -> Result<Option<Self>, String> {
        let written = match (key.starts_with(BARRIERS), written) {
            (false, None) => return Ok(None),
            (false, Some(_)) => return Err(say!("{key}: only a barrier has `removal`")),
            (true, None) => return Err(say!("{key}: a barrier has `removal`")),
            (true, Some(written)) => written,
        };
        let numbers = [
            written.hours_per_post_per_year,
            written.years,
            written.kept_hours_per_post_per_year,
        ];
        if numbers.iter().any(|number| !number.is_finite() || *number < 0.0) {
            return Err(say!("{key}: hours and years of `removal` are 0 or more"));
        }
        Ok(Some(Self {
            hours_per_post_per_year: written.hours_per_post_per_year,
            years: written.years,
            kept_hours_per_post_per_year: written.kept_hours_per_post_per_year,
            grade: written.grade,
            source: written.source,
            meaning: in_both(written.meaning, Some(written.da.meaning)),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::register;

    fn read(text: &str) -> Result<WrittenRemoval, toml::de::Error> {
        toml::from_str(text)
    }

    const WRITTEN: &str = "hours_per_post_per_year = 12.0\nyears = 1.5\nkept_hours_per_post_per_year = 0\n\
        grade = 'J'\nsource = 'judged'\nmeaning = 'Courses'\nda.meaning = 'Kurser'\n";

    #[test]
    fn every_barrier_has_a_price_and_nothing_else() {
        for entry in register().entries() {
            assert_eq!(
                entry.removal.is_some(),
                entry.key.starts_with(BARRIERS),
                "{}",
                entry.key
            );
            let Some(removal) = &entry.removal else { continue };
            assert!(
                removal.hours_per_post_per_year > 0.0 && removal.years > 0.0,
                "{} cannot be removed for nothing",
                entry.key
            );
            assert_eq!(removal.grade, "J", "{}: a better grade has a source", entry.key);
            for words in [
                removal.source.as_str(),
                removal.meaning.english,
                removal.meaning.danish,
            ] {
                assert!(!words.is_empty() && !words.ends_with('.'), "{}", entry.key);
            }
            assert_ne!(removal.meaning.english, removal.meaning.danish, "{}", entry.key);
        }
    }

    #[test]
    fn a_price_is_read_and_what_is_none_is_refused() {
        let price = Removal::of("barriers.silos", read(WRITTEN).ok())
            .unwrap()
            .unwrap();
        assert!((price.years - 1.5).abs() < 1e-12 && price.kept_hours_per_post_per_year == 0.0);
        assert_eq!(Removal::of("network.bridge", None), Ok(None));
        let refused = |key: &str, text: &str| Removal::of(key, read(text).ok()).unwrap_err();
        assert!(refused("network.bridge", WRITTEN).contains("only a barrier"));
        assert!(refused("barriers.silos", "").contains("has `removal`"));
        assert!(refused("barriers.silos", &WRITTEN.replace("1.5", "-1.0")).contains("0 or more"));
        assert!(refused("barriers.silos", &WRITTEN.replace("12.0", "inf")).contains("0 or more"));
        assert!(read(&WRITTEN.replace("years", "months")).is_err());
    }
}
