//! `samspil test`: declared hypotheses in, verdicts out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use samspil::scenario::hypothesis::{Hypothesis, REPLICATIONS_MAX, REPLICATIONS_MIN};
use samspil::scenario::{ScenarioError, refuse_idle_everywhere};
use samspil::shipped::{self, Kind, Place};
use samspil::study::hypothesis::HypothesisTest;
use samspil::words::{say, words};

use super::execute::execute;
use super::failure::Failure;
use super::files::in_folder;
use super::options::ExecutionOptions;
use super::terminal::Terminal;
use super::{CommandResult, completions, parse_setting};

/// Test declared hypotheses and give verdicts: supported, rejected, undecided
///
/// A hypothesis file names a scenario, the settings of its arms, a measure, a direction, and the smallest effect of
/// interest. All arms run on common random numbers. p-values are corrected over all hypotheses of the call (Holm).
/// Results go to `output/test-<name>-<hash>/`; an interrupted test goes on where it stopped.
#[derive(Args)]
#[command(after_help = "\
Examples: samspil test hypotheses
          samspil test H-02 -n 200
          samspil test H-02 -n 30 --draws 200")]
pub(crate) struct Options {
    /// Hypotheses: files, folders of them, or names of those that come with Samspil; `hypotheses` is all of those
    #[arg(required = true, value_name = "HYPOTHESES", add = completions::names(&[Kind::Hypothesis]))]
    hypotheses: Vec<PathBuf>,
    /// Replications of every arm, the most where a hypothesis is sequential [default: as each file says]
    #[arg(short = 'n', long, value_parser = parse_replications)]
    replications: Option<u32>,
    /// Repeat the verdicts over so many draws of the parameters from their plausible ranges, each with at most 20
    /// replications
    #[arg(long, value_name = "NUMBER", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    draws: u32,
    /// Seed of all draws
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(0..=9_007_199_254_740_991))]
    seed: u64,
    /// Set a parameter in every arm of every hypothesis; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = parse_setting, add = completions::setting())]
    settings: Vec<(String, String)>,
    /// Answer as a table in Markdown
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    /// Try runs again that failed before
    #[arg(long)]
    retry_failed: bool,
    #[command(flatten)]
    execution: ExecutionOptions,
}

impl Options {
    pub(super) const fn execution(&mut self) -> &mut ExecutionOptions {
        &mut self.execution
    }
}

fn parse_replications(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(1) => Err("one replication gives no interval".to_owned()),
        Ok(number) if (REPLICATIONS_MIN..=REPLICATIONS_MAX).contains(&number) => Ok(number),
        _ => Err(format!(
            "expected a whole number from {REPLICATIONS_MIN} to {REPLICATIONS_MAX}"
        )),
    }
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let hypotheses = load(options)?;
    let (seed, draws) = (options.seed, options.draws);
    let study = HypothesisTest::of(name(options), hypotheses, seed, options.replications, draws);
    let execution = options.execution.in_markdown(options.markdown);
    execute(&study, &execution.retrying(options.retry_failed), terminal)
}

/// Reads all files; all faults of all of them at once.
fn load(options: &Options) -> Result<Vec<Hypothesis>, Failure> {
    let mut hypotheses: Vec<Hypothesis> = Vec::new();
    let mut faults = Vec::new();
    for place in files(&options.hypotheses)? {
        match Hypothesis::load_from(&place.files, &place.path, &options.settings) {
            Ok(hypothesis) => {
                faults.extend(
                    hypothesis
                        .refuse_copies()
                        .err()
                        .into_iter()
                        .flat_map(|error| error.faults),
                );
                hypotheses.push(hypothesis);
            }
            Err(error) => faults.extend(error.faults),
        }
    }
    ScenarioError::none_of(faults)?;
    let arms = hypotheses.iter().flat_map(|hypothesis| &hypothesis.arms);
    let arms: Vec<_> = arms.map(|arm| &arm.scenario).collect();
    refuse_idle_everywhere(&options.settings, &arms)?;
    // Some file systems do not tell large letters from small ones.
    let mut ids: BTreeMap<String, &Path> = BTreeMap::new();
    for hypothesis in &hypotheses {
        if let Some(other) = ids.insert(hypothesis.id.to_lowercase(), &hypothesis.path) {
            if other == hypothesis.path {
                let message = say!("{} is named twice\nhint: name it once", other.display());
                return Err(Failure::Usage(message));
            }
            return Err(Failure::Usage(say!(
                "two hypotheses are called `{}`: {} and {}\nhint: give one of them another `id`",
                hypothesis.id,
                other.display(),
                hypothesis.path.display()
            )));
        }
    }
    Ok(hypotheses)
}

/// The files that are named, and those in the folders that are named, by name.
fn files(paths: &[PathBuf]) -> Result<Vec<Place>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(in_folder(path, &words!("hypothesis"), &words!("hypotheses"))?);
        } else if path.as_os_str() == ALL && !path.exists() {
            files.extend(shipped::all(Kind::Hypothesis));
        } else {
            files.push(shipped::locate(path, &[Kind::Hypothesis])?);
        }
    }
    Ok(files)
}

/// All hypotheses that are shipped.
const ALL: &str = "hypotheses";

/// Short name of the test: of its only file or folder, or `hypotheses`.
fn name(options: &Options) -> String {
    match &options.hypotheses[..] {
        [path] => path.file_stem().map_or_else(
            || "hypotheses".to_owned(),
            |stem| stem.to_string_lossy().into_owned(),
        ),
        _ => "hypotheses".to_owned(),
    }
}
