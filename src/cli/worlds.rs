//! `samspil worlds`: ensembles of plausible worlds, built, shown and written out.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use samspil::output::write_atomically;
use samspil::scenario::{WorldsPlan, refuse_settings};
use samspil::shipped::{self, Kind};
use samspil::study::worlds::{BuildWorlds, summary};
use samspil::words::say;
use samspil::world::Ensemble;
use serde_json::{Map, Value, json};

use super::ensembles::read;
use super::execute::execute;
use super::failure::Failure;
use super::options::{ExecutionOptions, refuse_seed_of_plan, refuse_two_numbers};
use super::terminal::Terminal;
use super::{CommandResult, completions, parse_setting};

/// Build an ensemble of plausible worlds: all that is uncertain, drawn, and held against figures
///
/// A world is a full set of values of everything that is uncertain wherever one looks; place and design are no part of it.
#[derive(Args)]
#[command(after_help = "\
Examples: samspil worlds build worlds --dry-run
          samspil worlds show output/worlds-worlds-1a2b3c4d
          samspil worlds export output/worlds-worlds-1a2b3c4d --output all.csv")]
pub(crate) struct Options {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    Build(Box<BuildOptions>),
    Show(ShowOptions),
    Export(ExportOptions),
}

/// Draw worlds and keep those that the figures of a file of targets do not contradict
///
/// Each draw lives one run and is accepted as often as its figures demand. Results go to `output/worlds-<targets>-<hash>/`; an
/// interrupted search goes on where it stopped, and so does one with a larger `--count` or `--draws-most`.
#[derive(Args)]
#[command(after_help = "Example: samspil worlds build worlds --count 100")]
struct BuildOptions {
    /// The targets: a file, or the name of one that comes with Samspil
    #[arg(add = completions::names(&[Kind::WorldsPlan]))]
    targets: PathBuf,
    /// Worlds that are wanted [default: as the file says, 500 if it does not]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    count: Option<u32>,
    /// Draws at most, each with one run [default: as the file says, 400,000 if it does not]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    draws_most: Option<u32>,
    /// Seed of all draws [default: as the file says]
    #[arg(long, value_parser = clap::value_parser!(u64).range(0..=9_007_199_254_740_991))]
    seed: Option<u64>,
    /// Set a parameter of the scenario, in all worlds; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = parse_setting, add = completions::setting())]
    settings: Vec<(String, String)>,
    /// Try draws again that failed before
    #[arg(long)]
    retry_failed: bool,
    #[command(flatten)]
    execution: ExecutionOptions,
}

/// Show what an ensemble is, and the numbers of which its figures said most
#[derive(Args)]
#[command(after_help = "Example: samspil worlds show output/worlds-worlds-1a2b3c4d")]
struct ShowOptions {
    /// The folder of the ensemble, or its file; `shipped` is the one that comes with Samspil
    folder: PathBuf,
}

/// Write all values of every world of an ensemble: a row for each world, a column for each key
#[derive(Args)]
#[command(after_help = "Example: samspil worlds export output/worlds-worlds-1a2b3c4d --output all.csv")]
struct ExportOptions {
    /// The folder of the ensemble, or its file; `shipped` is the one that comes with Samspil
    folder: PathBuf,
    /// The file to write; without it the rows go to standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Options {
    pub(super) fn execution(&mut self) -> Option<&mut ExecutionOptions> {
        match &mut self.action {
            Action::Build(options) => Some(&mut options.execution),
            Action::Show(_) | Action::Export(_) => None,
        }
    }
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    match &options.action {
        Action::Build(options) => build(options, terminal),
        Action::Show(options) => show(options, terminal),
        Action::Export(options) => export(options, terminal),
    }
}

fn build(options: &BuildOptions, terminal: &Terminal) -> CommandResult {
    let place = shipped::locate(&options.targets, &[Kind::WorldsPlan])?;
    let mut plan = WorldsPlan::load_from(&place.files, &place.path, &options.settings)?;
    plan.scenario.refuse_idle(&options.settings, &[])?;
    refuse_two_numbers(&options.settings, options.seed, None)?;
    refuse_seed_of_plan(&options.settings, plan.seed, &plan.scenario)?;
    refuse_settings(&options.settings, |key| {
        (key == "simulation.replications").then(|| {
            let message = say!("`{key}` has no effect here: each draw is run once");
            (
                message,
                say!("leave it out; --count says how many worlds are wanted"),
            )
        })
    })?;
    if options.execution.worlds.is_some() {
        return Err(Failure::Usage(say!(
            "--worlds has no effect here: every draw is a world itself\nhint: leave it out"
        )));
    }
    plan.seed = options.seed.unwrap_or(plan.seed);
    plan.count = options.count.unwrap_or(plan.count);
    plan.draws_most = options.draws_most.unwrap_or(plan.draws_most);
    execute(
        &BuildWorlds { plan },
        &options.execution.retrying(options.retry_failed),
        terminal,
    )
}

fn show(options: &ShowOptions, terminal: &Terminal) -> CommandResult {
    let ensemble = read(&options.folder)?;
    if terminal.json {
        return Terminal::answer_json(&json!({
            "engine": ensemble.engine,
            "priors": ensemble.priors,
            "question": ensemble.question,
            "seed": ensemble.seed,
            "numbers": ensemble.worlds.iter().map(|world| world.number).collect::<Vec<_>>(),
        }));
    }
    Terminal::answer(&summary(&ensemble).replace('\u{a0}', " "))
}

fn export(options: &ExportOptions, terminal: &Terminal) -> CommandResult {
    let ensemble = read(&options.folder)?;
    let rows: Vec<Vec<(String, toml::Value)>> = (0..ensemble.worlds.len())
        .filter_map(|world| ensemble.values(world))
        .collect();
    if terminal.json && options.output.is_none() {
        let object = |row: Vec<(String, toml::Value)>| -> Map<String, Value> {
            row.into_iter().map(|(key, value)| (key, json!(value))).collect()
        };
        let worlds: Vec<Value> = rows.into_iter().map(|row| object(row).into()).collect();
        return Terminal::answer_json(&json!(worlds));
    }
    let text = table(&ensemble, &rows);
    let Some(file) = &options.output else {
        return Terminal::answer(&text);
    };
    write_atomically(file, |writer| std::io::Write::write_all(writer, text.as_bytes()))?;
    if terminal.json {
        return Terminal::answer_json(&json!({ "file": file, "worlds": rows.len() }));
    }
    Terminal::answer(&say!("{} worlds in {}\n", rows.len(), file.display()))
}

/// Worlds as a table. Intercepts of rules that a world does not follow are empty.
fn table(ensemble: &Ensemble, rows: &[Vec<(String, toml::Value)>]) -> String {
    let mut columns: Vec<&str> = Vec::new();
    for (key, _) in rows.iter().flatten() {
        if !columns.contains(&key.as_str()) {
            columns.push(key);
        }
    }
    let mut text = format!("number,{}\n", columns.join(","));
    for (world, row) in ensemble.worlds.iter().zip(rows) {
        text += &world.number.to_string();
        let values: BTreeMap<&str, &toml::Value> =
            row.iter().map(|(key, value)| (key.as_str(), value)).collect();
        for column in &columns {
            text.push(',');
            match values.get(column) {
                Some(toml::Value::Float(number)) => text += &number.to_string(),
                Some(toml::Value::String(word)) => text += word,
                Some(value) => text += &value.to_string(),
                None => {}
            }
        }
        text.push('\n');
    }
    text
}
