//! `samspil schema`: the JSON Schema of a kind of file.

use clap::Args;
use clap::builder::PossibleValuesParser;
use samspil::scenario::{FileKind, KIND_NAMES, schema_of_kind};

use super::CommandResult;
use super::terminal::Terminal;

/// Print the JSON Schema of a kind of file, for editors that complete and check it
#[derive(Args)]
#[command(after_help = "\
Examples: samspil schema > scenario.schema.json
          samspil schema hypothesis > hypothesis.schema.json")]
pub(crate) struct Options {
    /// The kind of file
    #[arg(default_value = "scenario", value_parser = PossibleValuesParser::new(KIND_NAMES.map(|(name, _)| name)))]
    kind: String,
}

/// The kind of this name; `None` for a scenario, which names none.
pub(crate) fn kind_named(name: &str) -> Option<FileKind> {
    KIND_NAMES.iter().find(|(known, _)| *known == name)?.1
}

pub(crate) fn run(options: &Options) -> CommandResult {
    Terminal::answer_json(&schema_of_kind(kind_named(&options.kind)))
}
