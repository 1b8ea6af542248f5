//! `samspil explain`: what a key means.

use clap::Args;
use samspil::scenario;
use serde_json::json;

use super::CommandResult;
use super::completions;
use super::failure::Failure;
use super::terminal::Terminal;

/// Say what a key of a scenario means: unit, range, default, evidence and source
#[derive(Args)]
#[command(
    after_help = "Examples: samspil explain willingness.efficacy\n          samspil explain programme\n          samspil explain M32\n          samspil explain grades"
)]
pub(crate) struct Options {
    /// A key (`willingness.efficacy`), a table (`willingness`) or a mechanism (`M3`)
    #[arg(add = completions::key())]
    key: String,
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let text = scenario::explain(&options.key).map_err(|error| Failure::Usage(error.to_string()))?;
    if terminal.json {
        return Terminal::answer_json(&json!({ "key": options.key, "text": text }));
    }
    Terminal::answer(&format!("{}\n", text.trim_end()))
}
