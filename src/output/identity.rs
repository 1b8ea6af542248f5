//! What a run is named after.

use std::fmt::Write as _;

use super::OutputError;
use crate::scenario::Scenario;

/// The canonical text of everything that determines the numbers of a scenario but its seed: settings, events, and the
/// contents of its data files.
///
/// # Errors
/// When a data file can no longer be read.
pub fn identity(scenario: &Scenario) -> Result<String, OutputError> {
    let mut text = scenario.question_toml();
    let data = &scenario.data_sources;
    let citizens = data.citizens.as_ref().map(|(file, _)| file);
    for (name, file) in [("citizens", citizens), ("ties", data.ties.as_ref())] {
        if let Some(file) = file {
            writeln!(text, "# {name} {}", file.digest).expect("writing to a string cannot fail");
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

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
