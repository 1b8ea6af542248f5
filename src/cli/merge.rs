//! `samspil merge`: the shards of a sweep become one.

use std::path::PathBuf;

use clap::Args;
use samspil::study::sweep::merge;

use super::CommandResult;
use super::options::TableFormat;
use super::results::Began;
use super::sweep::results;
use super::terminal::Terminal;

/// Join the shards of a sweep
///
/// All shards of one plan, run by the same engine (`samspil --version`), become the folder that the whole plan would have
/// made: the same numbers to the last bit. The shards are left as they are.
#[derive(Args)]
#[command(after_help = "Example: samspil merge output/sweep-invitation_by_ease-shard-*")]
pub(crate) struct Options {
    /// The folders of all shards
    #[arg(required = true, value_name = "FOLDER")]
    folders: Vec<PathBuf>,
    /// Format of the tables [default: csv, and parquet from 100,000 runs on]
    #[arg(long, value_enum)]
    format: Option<TableFormat>,
    /// Folder for the results
    #[arg(long, value_name = "FOLDER", default_value = "output")]
    output: PathBuf,
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let began = Began::now();
    let sweep = merge(&options.output, &options.folders)?;
    results::finish(&sweep, options.format, began, terminal)
}
