//! What a run is named after.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::OutputError;
use crate::scenario::Scenario;

/// The canonical text of everything that determines the numbers of a scenario but its seed: settings, events, and the
/// contents of its data files.
///
/// # Errors
/// When a data file can no longer be read.
pub fn identity(scenario: &Scenario) -> Result<String, OutputError> {
    let mut text = scenario.question_toml();
    let citizens = scenario.data_sources.citizens.as_ref().map(|(path, _)| path);
    for (name, path) in [
        ("citizens", citizens),
        ("ties", scenario.data_sources.ties.as_ref()),
    ] {
        if let Some(path) = path {
            writeln!(text, "# {name} {}", digest(path)?).expect("writing to a string cannot fail");
        }
    }
    Ok(text)
}

fn digest(path: &Path) -> Result<String, OutputError> {
    let bytes = fs::read(path).map_err(|error| OutputError::system(path, &error))?;
    let mut digits = String::new();
    for byte in Sha256::digest(&bytes) {
        write!(digits, "{byte:02x}").expect("writing to a string cannot fail");
    }
    Ok(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity_of(text: &str) -> String {
        identity(&Scenario::from_text(Path::new("parks.toml"), text, &[]).unwrap()).unwrap()
    }

    #[test]
    fn words_seed_and_replications_do_not_change_the_question() {
        let plain = identity_of("[programme.parks]\n");
        let told = "title = 'Parks'\nstory = 'A story.'\n[simulation]\nseed = 7\nreplications = 3\n[programme.parks]\n";
        assert_eq!(identity_of(told), plain);
    }

    #[test]
    fn settings_events_and_data_change_the_question() {
        let plain = identity_of("[programme.parks]\n");
        assert_ne!(identity_of("[programme.parks]\nease = 0.4\n"), plain);
        let event = "[programme.parks]\n[[event]]\nyear = 1.0\nelection = true\n";
        assert_ne!(identity_of(event), plain);
        let folder = tempfile::tempdir().unwrap();
        let people = folder.path().join("people.csv");
        let scenario = "[population]\nfrom = 'people.csv'\n[population.data.columns]\ntrust = { column = 'trust' }\n[programme.parks]\n";
        let with_data = |values: &str| {
            fs::write(&people, format!("trust\n{values}")).unwrap();
            let path = folder.path().join("parks.toml");
            identity(&Scenario::from_text(&path, scenario, &[]).unwrap()).unwrap()
        };
        assert_ne!(with_data("0.1\n0.2\n"), with_data("0.1\n0.3\n"));
    }
}
