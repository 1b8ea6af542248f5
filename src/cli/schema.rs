//! `samspil schema`: the JSON Schema of scenario files.

use clap::Args;
use samspil::scenario;

use super::CommandResult;
use super::terminal::Terminal;

/// Print the JSON Schema of scenario files, for editors that complete and check them
#[derive(Args)]
#[command(after_help = "Example: samspil schema > scenario.schema.json")]
pub(crate) struct Options {}

pub(crate) fn run(_: &Options) -> CommandResult {
    Terminal::answer_json(&scenario::schema())
}
