//! Options that several commands have.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use samspil::experiment::Column;
use samspil::output::{Format, RunHash};
use samspil::scenario::{Scenario, ScenarioError, refuse_passed_over, refuse_set_twice, refuse_settings};
use samspil::study::{Question, Shard};
use samspil::words::say;

use super::failure::Failure;
use super::results;

/// How often, and with which seed.
#[derive(Args)]
pub(crate) struct Sampling {
    /// Replications: the first so many, whatever was run before; beside `--precision` the least number
    /// [default: as the scenario says, 200 if it does not]
    #[arg(short = 'n', long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) replications: Option<u32>,
    /// Seed of all draws [default: as the scenario says, 1 if it does not]
    #[arg(long, value_parser = clap::value_parser!(u64).range(0..=9_007_199_254_740_991))]
    pub(crate) seed: Option<u64>,
}

/// Refuses a seed and a number of replications that are set with `--set` although an option says them too.
pub(crate) fn refuse_two_numbers(
    settings: &[(String, String)],
    seed: Option<u64>,
    replications: Option<u32>,
) -> Result<(), ScenarioError> {
    let options = [
        ("simulation.seed", "--seed", seed.is_some()),
        ("simulation.replications", "-n", replications.is_some()),
    ];
    refuse_set_twice(settings, &options)
}

/// Refuses a seed that is set in the scenario of a plan which has another one of its own.
pub(crate) fn refuse_seed_of_plan(
    settings: &[(String, String)],
    seed: u64,
    scenario: &Scenario,
) -> Result<(), ScenarioError> {
    let passed_over: &[&str] = if seed == scenario.seed {
        &[]
    } else {
        &["simulation.seed"]
    };
    refuse_passed_over(settings, passed_over)
}

impl Sampling {
    /// Refuses settings that say the same as these options, or a number that a precision passes over.
    pub(crate) fn refuse_in(
        &self,
        settings: &[(String, String)],
        to_precision: bool,
    ) -> Result<(), ScenarioError> {
        refuse_two_numbers(settings, self.seed, self.replications)?;
        refuse_settings(settings, |key| {
            (to_precision && key == "simulation.replications").then(|| {
                let message =
                    say!("`{key}` has no effect beside --precision, which says when there are enough");
                (message, say!("leave it out; -n sets the least number"))
            })
        })
    }
}

/// How a study is carried out, and what becomes of its results.
#[derive(Args, Clone)]
pub(crate) struct ExecutionOptions {
    /// Simulate one shard of the runs into a folder of its own; `samspil merge` joins them
    #[arg(
        long,
        value_name = "SHARD/SHARDS",
        default_value = "1/1",
        hide_default_value = true
    )]
    pub(crate) shard: Shard,
    /// Only say what would be done: runs, memory, time, and configurations that cannot be
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) tables: TableOptions,
    /// Folder for the results
    #[arg(long, value_name = "FOLDER", default_value = "output")]
    pub(crate) output: PathBuf,
    /// Let every run live in a plausible world of its own, so that answers carry what nobody knows of people and staff: a file or
    /// folder of `samspil worlds build`, or `shipped` for the worlds that come with Samspil [default: none]
    #[arg(long, value_name = "FILE")]
    pub(crate) worlds: Option<PathBuf>,
    /// Threads; results do not depend on it [default: one per core]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Whether runs are tried again that failed before.
    #[arg(skip)]
    pub(crate) retry_failed: bool,
    /// Whether the answer is told as a table in Markdown.
    #[arg(skip)]
    pub(crate) markdown: bool,
    /// What is put together, where shards are merged.
    #[arg(skip)]
    pub(crate) merging: Option<Merging>,
}

/// How tables are written.
#[derive(Args, Clone, Copy)]
pub(crate) struct TableOptions {
    /// Format of the tables [default: csv; of a sweep from 100,000 runs on parquet]
    #[arg(long, value_parser = table_format())]
    pub(crate) format: Option<Format>,
    /// Write tables of measures in the wide form: a row for all measures, a column for each
    #[arg(long)]
    pub(crate) wide: bool,
}

/// Folders that are put together.
#[derive(Clone)]
pub(crate) struct Merging {
    /// The folders.
    pub(crate) folders: Vec<PathBuf>,
    /// What they are named after.
    pub(crate) hash: String,
    /// The command that made them, without its shard.
    pub(crate) command: Vec<String>,
}

impl ExecutionOptions {
    /// Number of threads; 0 for one per core.
    pub(crate) fn threads(&self) -> usize {
        self.threads.unwrap_or(0).into()
    }

    /// Whether the folders of this question are put together.
    pub(crate) fn merges(&self, question: &Question) -> bool {
        let hash = || RunHash::of(&question.identity, question.seed).to_string();
        self.merging
            .as_ref()
            .is_some_and(|merging| merging.hash == hash())
    }

    /// The same, trying runs again that failed before, where that is asked for.
    pub(crate) fn retrying(&self, retry_failed: bool) -> Self {
        Self {
            // What failed in all shards has failed; putting them together makes no run.
            retry_failed: retry_failed && self.merging.is_none(),
            ..self.clone()
        }
    }

    /// The same, telling the answer as a table in Markdown, where that is asked for.
    pub(crate) fn in_markdown(&self, markdown: bool) -> Self {
        Self {
            markdown,
            ..self.clone()
        }
    }

    /// Short name of the folder of a question, or of a shard of it.
    pub(crate) fn name(&self, question: &Question) -> String {
        question.name.clone() + &self.shard.suffix()
    }

    /// The command whose answer is given, word by word.
    pub(crate) fn command(&self) -> Vec<String> {
        let merging = self.merging.as_ref();
        merging.map_or_else(results::command, |merging| merging.command.clone())
    }
}

/// Reads the format of tables by the ending of their names.
pub(crate) fn table_format() -> impl TypedValueParser<Value = Format> {
    let endings = Format::ALL.iter().map(|format| format.ending());
    PossibleValuesParser::new(endings).map(|ending| {
        let mut formats = Format::ALL.iter();
        let named = formats.find(|format| format.ending() == ending);
        *named.expect("only endings of formats are taken")
    })
}

/// The half-width of a `--precision`.
pub(crate) fn parse_half_width(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(value) if f64::is_finite(value) && value > 0.0 => Ok(value),
        _ => Err("expected a number above 0".to_owned()),
    }
}

/// Says that there is no such measure, and which one may be meant.
pub(crate) fn unknown_measure(name: &str, columns: &[Column]) -> Failure {
    let nearest = columns
        .iter()
        .map(|column| (strsim::jaro_winkler(name, &column.key), &column.key))
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .filter(|(similarity, _)| *similarity > 0.75);
    let hint = match nearest {
        Some((_, near)) => say!("did you mean `{near}`?"),
        None => say!("`codebook.csv` of any run lists the {} measures", columns.len()),
    };
    Failure::Usage(say!("there is no measure `{name}`\nhint: {hint}"))
}
