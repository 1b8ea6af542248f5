//! `samspil run`: the main job, a scenario in and an answer out.

mod answer;
mod replications;
mod results;

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use samspil::experiment::{Precision, Size, Threads};
use samspil::output::{RunFolder, identity, write_manifest};
use samspil::scenario::Scenario;
use samspil::shipped::Kind;

use super::failure::Failure;
use super::files::load_scenario;
use super::options::{Results, Sampling, parse_half_width, unknown_measure};
use super::precise;
use super::results::{Began, note_fewer};
use super::signals;
use super::terminal::Terminal;
use super::{CommandResult, completions, parse_setting};
use replications::{Replications, Stand, StoppingRule};

/// Simulate a scenario many times and report output against outcome
///
/// Results go to `output/<scenario>-<hash>/`. The same question always has the same folder: a finished run is
/// recognised, an interrupted one goes on where it stopped, a larger `-n` adds replications, and a smaller one answers with
/// the first so many of them.
#[derive(Args)]
#[command(after_help = "\
Examples: samspil run norre_snede
          samspil run norre_snede --set programme.upkeep.invitation=1 -n 500
          samspil run norre_snede \\
              --precision 0.002 --measure participants_share")]
pub(crate) struct Options {
    /// The scenario: a file, or the name of one that comes with Samspil
    #[arg(add = completions::names(&Kind::SCENARIOS))]
    scenario: PathBuf,
    #[command(flatten)]
    sampling: Sampling,
    /// Set a parameter on top of the file; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = parse_setting, add = completions::setting())]
    settings: Vec<(String, String)>,
    /// Go on until the 95 % interval of the measure's final mean is at most this much to either side; it is first looked at
    /// after 50 replications, or after `-n` where that is more
    #[arg(long, value_name = "HALF_WIDTH", value_parser = parse_half_width, allow_negative_numbers = true)]
    precision: Option<f64>,
    /// The measure that `--precision` is about
    #[arg(
        long,
        value_name = "MEASURE",
        default_value = "participants_share",
        requires = "precision"
    )]
    measure: String,
    /// Most replications of a `--precision`; what is reached by then is the answer [default: 20000]
    #[arg(long, value_name = "NUMBER", requires = "precision", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    most: Option<u32>,
    /// Write all citizens of the first replication after these steps, as in `--snapshot 12,48`
    #[arg(long, value_name = "STEPS", value_delimiter = ',')]
    snapshot: Vec<u32>,
    #[command(flatten)]
    results: Results,
}

/// Runs until this takes longer get an estimate first.
const LONG_SECONDS: f64 = 20.0;
const LARGE_BYTES: u64 = 1 << 30;
/// What takes less is over before a sentence on it is read.
pub(super) const WORTH_TELLING_SECONDS: f64 = 2.0;

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let began = Began::now();
    let scenario = load_scenario(&options.scenario, &options.settings)?;
    scenario.refuse_idle(&options.settings, &[])?;
    options
        .sampling
        .refuse_in(&options.settings, options.precision.is_some())?;
    let threads = Threads::new(options.results.threads()).context("no threads to be had")?;
    let stopping_rule = stopping_rule(options, &scenario)?;
    check_snapshots(options, &scenario)?;
    let seed = options.sampling.seed.unwrap_or(scenario.seed);
    let folder = RunFolder::open(
        &options.results.output,
        &scenario.name,
        &identity(&scenario)?,
        seed,
    )?;
    let finished = results::finished(options, &scenario, &folder, terminal)?;
    let mut replications = Replications::open(&scenario, &folder)?;
    let (reached, is_there) = match replications.stand(stopping_rule)? {
        Stand::Reached(reached) if finished == Some(reached.replications) => {
            terminal.note("This run is finished already; nothing had to be done.");
            (reached, true)
        }
        _ => {
            signals::heed()?;
            announce(&scenario, stopping_rule, &threads, terminal);
            for note in scenario.idle_notes() {
                terminal.note(&note);
            }
            (replications.reach(stopping_rule, &threads, terminal)?, false)
        }
    };
    if let (StoppingRule::Precision { precision, .. }, false) = (stopping_rule, reached.precise) {
        terminal.note(&precise::out_of_reach(precision, reached.replications));
    }
    let ensemble = replications.ensemble(reached.replications)?;
    if !is_there {
        note_fewer(&folder, reached.replications, terminal)?;
        results::write(options, &scenario, &folder, &ensemble, &threads)?;
        write_manifest(&folder, &scenario, began.execution(reached.replications))?;
    }
    answer::give(&scenario, &folder, &ensemble, terminal)
}

/// What the run aims at, checked against what there is and what fits into memory.
fn stopping_rule(options: &Options, scenario: &Scenario) -> Result<StoppingRule, Failure> {
    let most = Size::most_replications(&scenario.setup);
    let at_least = options.sampling.replications.unwrap_or(scenario.replications);
    if at_least > most {
        return Err(Failure::Usage(format!(
            "{at_least} replications of {} steps give more results than can be summarised in memory (limit: {most})\n\
             hint: ask for fewer replications or a shorter horizon",
            scenario.setup.steps
        )));
    }
    let Some(half_width) = options.precision else {
        return Ok(StoppingRule::Number(at_least));
    };
    let columns = samspil::experiment::columns(&scenario.programme_keys, scenario.municipalities());
    let Some(column) = columns.iter().position(|column| column.key == options.measure) else {
        return Err(unknown_measure(&options.measure, &columns));
    };
    let at_least = options.sampling.replications.unwrap_or(0);
    Ok(StoppingRule::Precision {
        precision: Precision { half_width },
        column,
        at_least,
        most: precise::limit(options.most, at_least, most)?,
    })
}

fn check_snapshots(options: &Options, scenario: &Scenario) -> CommandResult {
    let steps = scenario.setup.steps;
    match options.snapshot.iter().find(|&&step| step > steps) {
        Some(step) => Err(Failure::Usage(format!(
            "--snapshot {step}: the run ends after step {steps}"
        ))),
        None => Ok(()),
    }
}

/// Says what is about to happen, and how long it may take when that is long.
fn announce(scenario: &Scenario, stopping_rule: StoppingRule, threads: &Threads, terminal: &Terminal) {
    let setup = &scenario.setup;
    let step = if setup.steps_per_year == 12 {
        "months"
    } else {
        "weeks"
    };
    let citizens = setup.phases[0].parameters.population.citizens;
    terminal.note(&format!(
        "{}: {} citizens, {} {step}, {stopping_rule}, {} threads",
        samspil::study::name_of(&scenario.title),
        citizens,
        setup.steps,
        threads.count()
    ));
    let size = Size::of(setup, stopping_rule.first(), threads);
    if size.seconds > LONG_SECONDS || size.society_bytes.max(size.results_bytes) > LARGE_BYTES {
        let time = if size.seconds < WORTH_TELLING_SECONDS {
            String::new()
        } else {
            format!("about {} and ", duration(size.seconds))
        };
        terminal.note(&format!(
            "This takes {time}{:.1} GB of memory, and leaves {:.1} GB of results. Ctrl-C stops it; the same command goes on.",
            (size.society_bytes + size.results_bytes) as f64 / 1e9,
            size.results_bytes as f64 / 1e9,
        ));
    }
}

pub(super) fn duration(seconds: f64) -> String {
    match seconds {
        seconds if seconds < 90.0 => format!("{seconds:.0} seconds"),
        seconds if seconds < 5_400.0 => format!("{:.0} minutes", seconds / 60.0),
        seconds => format!("{:.0} hours", seconds / 3_600.0),
    }
}
