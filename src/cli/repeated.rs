//! Settings that a command line gives twice.

use clap::{ArgMatches, Command};
use samspil::scenario::{ScenarioError, refuse_repeated};

/// What an option is followed by where it sets a key.
const SETS: &str = "KEY=VALUE";

/// Refuses a key that an option of a command, or of one beneath it, sets twice.
pub(super) fn refuse(command: &Command, matches: &ArgMatches) -> Result<(), ScenarioError> {
    for argument in command.get_arguments() {
        let names = argument.get_value_names().unwrap_or_default();
        if names.iter().any(|name| name == SETS) {
            let given = matches.get_many::<(String, String)>(argument.get_id().as_str());
            let settings: Vec<(String, String)> = given.into_iter().flatten().cloned().collect();
            let option = argument.get_long().unwrap_or_default();
            refuse_repeated(&format!("--{option}"), &settings)?;
        }
    }
    match matches.subcommand() {
        Some((name, matches)) => command
            .find_subcommand(name)
            .map_or(Ok(()), |command| refuse(command, matches)),
        None => Ok(()),
    }
}
