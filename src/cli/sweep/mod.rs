//! `samspil sweep`: one scenario at many points.

mod answer;
mod dry_run;
pub(super) mod results;

pub(super) use dry_run::{bytes, citizens_most, seconds_of_run};

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use samspil::experiment::{Completion, Threads};
use samspil::figure::numbers::counted;
use samspil::scenario::{Plan, refuse_passed_over};
use samspil::shipped::{self, Kind};
use samspil::study::sweep::{Description, Shard, Sweep};

use super::failure::Failure;
use super::options::{TableFormat, refuse_seed_of_plan, refuse_two_numbers};
use super::results::Began;
use super::run::duration;
use super::signals;
use super::stages::quietly;
use super::terminal::Terminal;
use super::{CommandResult, completions, parse_setting};

/// Simulate a scenario at many points: factors in a factorial, Latin hypercube, Sobol' or own design
///
/// The plan names a base scenario, what varies, at which points, and what is kept of each run. Results go to `output/sweep-<plan>-<hash>/`. An interrupted sweep goes on where it stopped, and a
/// larger `-n` adds replications.
#[derive(Args)]
#[command(after_help = "\
Examples: samspil sweep invitation_by_ease
          samspil sweep invitation_by_ease --dry-run
          samspil sweep invitation_by_ease --shard 3/16")]
pub(crate) struct Options {
    /// The plan: a file, or the name of one that comes with Samspil
    #[arg(add = completions::names(&[Kind::SweepPlan]))]
    plan: PathBuf,
    /// Replications of each configuration: the first so many, whatever was run before [default: as the plan says]
    #[arg(short = 'n', long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    replications: Option<u32>,
    /// Seed of all runs [default: as the plan says]
    #[arg(long, value_parser = clap::value_parser!(u64).range(0..=9_007_199_254_740_991))]
    seed: Option<u64>,
    /// Set a parameter of the base scenario; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = parse_setting, add = completions::setting())]
    settings: Vec<(String, String)>,
    /// Run one share of the plan into a folder of its own; `samspil merge` joins them
    #[arg(long, value_name = "SHARE/SHARES")]
    shard: Option<Shard>,
    /// Try runs again that failed before
    #[arg(long)]
    retry_failed: bool,
    /// Only say what would be done: runs, memory, time, and configurations that cannot be
    #[arg(long)]
    dry_run: bool,
    /// Format of the tables [default: csv, and parquet from 100,000 runs on]
    #[arg(long, value_enum)]
    format: Option<TableFormat>,
    /// Folder for the results
    #[arg(long, value_name = "FOLDER", default_value = "output")]
    output: PathBuf,
    /// Threads; results do not depend on it [default: one per core]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let began = Began::now();
    let place = shipped::locate(&options.plan, &[Kind::SweepPlan])?;
    let mut plan = Plan::load_from(&place.files, &place.path, &options.settings)?;
    plan.scenario.refuse_idle(&options.settings, &plan.factors)?;
    refuse_two_numbers(&options.settings, options.seed, options.replications)?;
    // What the plan says itself goes before what is set in its scenario.
    refuse_seed_of_plan(&options.settings, plan.seed, &plan.scenario)?;
    if plan.replications != plan.scenario.replications {
        refuse_passed_over(&options.settings, &["simulation.replications"])?;
    }
    for note in &plan.notes {
        terminal.note(note);
    }
    plan.replications = options.replications.unwrap_or(plan.replications);
    plan.seed = options.seed.unwrap_or(plan.seed);
    let threads = Threads::new(options.threads.unwrap_or(0).into()).context("no threads to be had")?;
    let mut description = Description::of(&plan)?;
    description.shard = options.shard;
    if options.dry_run {
        return dry_run::run(&plan, &description, &threads, terminal);
    }
    let mut sweep = Sweep::open(&options.output, description)?;
    let open = sweep.missing(options.retry_failed).count();
    if results::stand(&sweep, options.format, terminal)? && open == 0 {
        terminal.note("This sweep is finished already; nothing had to be done.");
        return results::answer(&sweep, terminal);
    }
    signals::heed()?;
    announce(&plan, &sweep, open, &threads, terminal);
    simulate(options, &plan, &mut sweep, &threads, terminal)?;
    results::finish(&sweep, options.format, began, terminal)
}

fn announce(plan: &Plan, sweep: &Sweep, open: usize, threads: &Threads, terminal: &Terminal) {
    let share = match sweep.description().shard {
        Some(shard) => format!(" in shard {shard}"),
        None => String::new(),
    };
    let runs = sweep.runs().count();
    let replications = plan.replications as usize;
    terminal.note(&format!(
        "{}: {}{share}, {} each, {} threads",
        plan.title,
        counted(runs / replications, "configuration"),
        counted(replications, "run"),
        threads.count()
    ));
    let seconds = dry_run::seconds_of_run(&plan.scenario.setup, threads) * open as f64;
    if seconds > 20.0 {
        terminal.note(&format!(
            "This takes about {}. Ctrl-C stops it; the same command goes on.",
            duration(seconds)
        ));
    }
}

/// Does what is missing.
fn simulate(
    options: &Options,
    plan: &Plan,
    sweep: &mut Sweep,
    threads: &Threads,
    terminal: &Terminal,
) -> CommandResult {
    let open = sweep.missing(options.retry_failed).count();
    let setup = &plan.scenario.setup;
    let progress = terminal.progress(
        u64::from(setup.steps) * open as u64,
        setup.phases[0].parameters.population.citizens.into(),
    );
    let completion = quietly(|| sweep.go_on(plan, options.retry_failed, threads, &progress));
    progress.clear();
    match completion? {
        Completion::Whole => Ok(()),
        Completion::Stopped => Err(Failure::Interrupted(format!(
            "Interrupted: {} of {} runs are kept. The same command goes on from there.",
            sweep.runs().count() - sweep.missing(false).count(),
            sweep.runs().count(),
        ))),
    }
}
