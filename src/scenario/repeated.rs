//! Settings of the command line that are given twice.

use super::data_keys::is_file_key;
use super::event_settings::address;
use super::fault::{Finding, ScenarioError, Texts};
use super::files::unknown_key;
use super::register::register;
use crate::words::say;

/// Refuses a key that an option sets twice: the one or the other would be passed over.
///
/// # Errors
/// A fault for each setting of a key that is set already.
pub fn refuse_repeated(option: &str, settings: &[(String, String)]) -> Result<(), ScenarioError> {
    let mut texts = Texts::default();
    let (mut findings, mut unknown) = (Vec::new(), Vec::new());
    for (index, (key, value)) in settings.iter().enumerate() {
        let place = texts.add_setting(option, key, value);
        match settings[..index].iter().find(|(other, _)| other == key) {
            Some((_, first)) => findings.push(
                Finding::new(place, key, say!("`{key}` is set already, to {first}"))
                    .code("duplicate")
                    .hint(say!("leave one of them out")),
            ),
            None if is_nowhere(key) => unknown.push(unknown_key(place, key)),
            None => {}
        }
    }
    if findings.is_empty() {
        Ok(())
    } else {
        // No file is read after this, so what no file can have is said here.
        findings.extend(unknown);
        Err(texts.faults(findings))
    }
}

/// Whether a key is one that no scenario has.
fn is_nowhere(key: &str) -> bool {
    let in_files_only = ["title", "story", "sources", "extends"].contains(&key);
    let of_data = is_file_key(key) || key == "population.data" || key.starts_with("population.data.");
    register().get(key).is_none() && address(key).is_none() && !in_files_only && !of_data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_nowhere_is_said_beside_what_is_twice() {
        let twice = |key: &str| vec![(key.to_owned(), "3".to_owned()), (key.to_owned(), "4".to_owned())];
        let faults = refuse_repeated("--set", &twice("population.ctizens"))
            .unwrap_err()
            .faults;
        let mut codes: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
        codes.sort_unstable();
        assert_eq!(codes, ["duplicate", "unknown-key"]);
        assert!(faults.iter().all(|fault| fault.hint.is_some()), "{faults:?}");
        let known = refuse_repeated("--set", &twice("population.citizens")).unwrap_err();
        assert_eq!(known.faults.len(), 1);
    }
}
