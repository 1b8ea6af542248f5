//! `samspil test`: declared hypotheses in, verdicts out.

mod answer;
mod results;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use samspil::experiment::{Completion, Size, Threads};
use samspil::output::RunFolder;
use samspil::scenario::hypothesis::{Hypothesis, REPLICATIONS_MAX, REPLICATIONS_MIN};
use samspil::scenario::{ScenarioError, refuse_idle_everywhere};
use samspil::shipped::{self, Kind, Place};
use samspil::study::Variants;
use samspil::study::hypothesis::{DRAW_REPLICATIONS_MAX, Draws, Stand, Tested, Trial, TrialError, conclude};

use super::failure::Failure;
use super::files::in_folder;
use super::options::TableFormat;
use super::results::{Began, caution};
use super::signals;
use super::terminal::Terminal;
use super::time::duration;
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
    /// Format of the tables
    #[arg(long, value_enum, default_value_t = TableFormat::Csv)]
    format: TableFormat,
    /// Folder for the results
    #[arg(long, value_name = "FOLDER", default_value = "output")]
    output: PathBuf,
    /// Threads; results do not depend on it [default: one per core]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
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

/// Tests until this takes longer get an estimate first.
const LONG_SECONDS: f64 = 20.0;

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let began = Began::now();
    let hypotheses = load(options)?;
    let threads = Threads::new(options.threads.unwrap_or(0).into()).context("no threads to be had")?;
    let folder = RunFolder::open(
        &options.output,
        &format!("test-{}", name(options)),
        &identity(&hypotheses)?,
        options.seed,
    )?;
    caution(&folder, terminal);
    signals::heed()?;
    announce(options, &hypotheses, &threads, terminal);
    let mut found = Vec::with_capacity(hypotheses.len());
    for hypothesis in &hypotheses {
        let mut trial = Trial::open(&folder, hypothesis, options.replications)?;
        found.push(settle(
            &mut trial,
            hypothesis,
            hypotheses.len(),
            &threads,
            terminal,
        )?);
    }
    let mut tested = conclude(&hypotheses, found.into_iter().map(|found| *found).collect());
    if options.draws > 0 {
        for tested in &mut tested {
            draw(options, tested, &folder, &threads, terminal)?;
        }
    }
    results::write(options, &folder, &tested, began, terminal)?;
    answer::give(options, &folder, &tested, terminal)
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
    let mut ids: BTreeMap<&str, &Path> = BTreeMap::new();
    for hypothesis in &hypotheses {
        if let Some(other) = ids.insert(&hypothesis.id, &hypothesis.path) {
            return Err(Failure::Usage(format!(
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
            files.extend(in_folder(path, "hypothesis", "hypotheses")?);
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

/// What the numbers and verdicts depend on, besides the seed.
fn identity(hypotheses: &[Hypothesis]) -> Result<String, Failure> {
    let mut text = String::new();
    for hypothesis in hypotheses {
        text = text + "# " + &hypothesis.id + "\n" + hypothesis.text() + "\n";
        text += &Variants::identity(&Trial::variants_of(hypothesis, &hypothesis.arms))?;
    }
    Ok(text)
}

/// Says what is about to happen, and how long it may take when that is long.
fn announce(options: &Options, hypotheses: &[Hypothesis], threads: &Threads, terminal: &Terminal) {
    let seconds: f64 = hypotheses
        .iter()
        .map(|hypothesis| {
            let replications = options.replications.unwrap_or_else(|| hypothesis.effort.most());
            let once: f64 = hypothesis
                .arms
                .iter()
                .map(|arm| Size::of(&arm.scenario.setup, replications, threads).seconds)
                .sum();
            let drawn = replications.min(DRAW_REPLICATIONS_MAX) * options.draws;
            once * (1.0 + f64::from(drawn) / f64::from(replications))
        })
        .sum();
    let count = hypotheses.len();
    terminal.note(&format!(
        "{count} hypothes{}, {} threads",
        if count == 1 { "is" } else { "es" },
        threads.count()
    ));
    if seconds > LONG_SECONDS {
        terminal.note(&format!(
            "This takes at most about {}. Ctrl-C stops it; the same command goes on.",
            duration(seconds)
        ));
    }
}

/// Runs a hypothesis until its verdict can be given.
fn settle(
    trial: &mut Trial<'_>,
    hypothesis: &Hypothesis,
    family: usize,
    threads: &Threads,
    terminal: &Terminal,
) -> Result<
    Box<(
        samspil::study::hypothesis::Samples,
        samspil::study::hypothesis::Estimate,
    )>,
    Failure,
> {
    loop {
        match trial.stand(family)? {
            Stand::Done(found) => return Ok(found),
            Stand::Missing(number) => {
                let progress = terminal.progress(trial.variants.missing_steps(number), citizens(hypothesis));
                let completion = trial.variants.reach(number, threads, &progress);
                progress.clear();
                if completion? == Completion::Stopped {
                    return Err(interrupted(&hypothesis.id));
                }
            }
        }
    }
}

/// Repeats a verdict over draws of the parameters.
fn draw(
    options: &Options,
    tested: &mut Tested,
    folder: &RunFolder,
    threads: &Threads,
    terminal: &Terminal,
) -> CommandResult {
    let hypothesis = tested.hypothesis.clone();
    let mut draws = Draws::open(folder, &hypothesis, tested.replications())?;
    let missing = draws.missing(options.draws);
    if !missing.is_empty() {
        terminal.note(&format!("{}: {} draws", hypothesis.id, missing.len()));
    }
    let progress = terminal.progress(draws.steps() * missing.len() as u64, citizens(&hypothesis));
    for number in missing {
        let completion = draws.run(number, threads, &progress)?;
        if completion == Completion::Stopped {
            progress.clear();
            return Err(interrupted(&hypothesis.id));
        }
    }
    progress.clear();
    tested.robustness = Some(draws.robustness(options.draws));
    Ok(())
}

fn citizens(hypothesis: &Hypothesis) -> u64 {
    let population = &hypothesis.arms[0].scenario.setup.phases[0].parameters.population;
    population.citizens.into()
}

fn interrupted(id: &str) -> Failure {
    Failure::Interrupted(format!(
        "Interrupted at {id}. What is finished is kept; the same command goes on from there."
    ))
}

impl From<TrialError> for Failure {
    fn from(error: TrialError) -> Self {
        match error {
            TrialError::Output(error) => error.into(),
            threshold @ TrialError::Threshold { .. } => Self::Other(threshold.into()),
        }
    }
}
