//! `samspil frontier`: which designs no other beats, under a budget.

mod answer;
mod results;

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use samspil::experiment::{Size, Threads};
use samspil::scenario::{FrontierPlan, refuse_passed_over};
use samspil::shipped::{self, Kind};
use samspil::study::frontier::{Frontier, Study};

use super::failure::Failure;
use super::options::{Results, refuse_seed_of_plan, refuse_two_numbers};
use super::results::{Began, caution};
use super::signals;
use super::stages::watched;
use super::terminal::Terminal;
use super::time::duration;
use super::{CommandResult, completions, parse_setting};

/// Search for the designs that no other beats in outcome, cost and equity at once, under a budget
///
/// The plan names a base scenario, what a design may choose, what is good and what it may cost. What the search finds is run again with fresh luck, and over draws of the parameters. Results go to
/// `output/frontier-<plan>-<hash>/`. An interrupted search goes on where it stopped; larger `-n` and `--draws` add to
/// what is there.
#[derive(Args)]
#[command(after_help = "\
Examples: samspil frontier suitcases_on_a_budget
          samspil frontier suitcases_on_a_budget -n 500 --draws 200")]
pub(crate) struct Options {
    /// The plan: a file, or the name of one that comes with Samspil
    #[arg(add = completions::names(&[Kind::FrontierPlan]))]
    plan: PathBuf,
    /// Fresh replications of each design on the front [default: as the plan says, 100 if it does not]
    #[arg(short = 'n', long, value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    replications: Option<u32>,
    /// Draws of the parameters over which the front is tried [default: as the plan says, 50 if it does not]
    #[arg(long, value_parser = clap::value_parser!(u32).range(0..=1_000))]
    draws: Option<u32>,
    /// Seed of the runs of the search [default: as the plan says]
    #[arg(long, value_parser = clap::value_parser!(u64).range(0..=9_007_199_254_740_991))]
    seed: Option<u64>,
    /// Set a parameter of the base scenario; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = parse_setting, add = completions::setting())]
    settings: Vec<(String, String)>,
    #[command(flatten)]
    results: Results,
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let began = Began::now();
    let place = shipped::locate(&options.plan, &[Kind::FrontierPlan])?;
    let mut plan = FrontierPlan::load_from(&place.files, &place.path, &options.settings)?;
    plan.scenario.refuse_idle(&options.settings, &plan.factors)?;
    refuse_two_numbers(&options.settings, options.seed, options.replications)?;
    refuse_passed_over(&options.settings, &["simulation.replications"])?;
    refuse_seed_of_plan(&options.settings, plan.seed, &plan.scenario)?;
    plan.confirmation.replications = options.replications.unwrap_or(plan.confirmation.replications);
    plan.robustness.draws = options.draws.unwrap_or(plan.robustness.draws);
    plan.seed = options.seed.unwrap_or(plan.seed);
    let threads = Threads::new(options.results.threads()).context("no threads to be had")?;
    let mut study = Study::open(&options.results.output, &plan)?;
    caution(study.folder(), terminal);
    signals::heed()?;
    announce(&plan, &study, &threads, terminal);
    let frontier = find(&plan, &mut study, &threads, terminal)?;
    results::write(&plan, &study, &frontier, options.results.format, began, terminal)?;
    answer::give(&plan, &study, &frontier, terminal)
}

fn announce(plan: &FrontierPlan, study: &Study<'_>, threads: &Threads, terminal: &Terminal) {
    let most = study.most_designs();
    let designs = match study.space().size() {
        Some(all) if all <= most => format!("all {all} designs"),
        _ => format!("up to {most} designs"),
    };
    terminal.note(&format!(
        "{}: {designs}, {} replications each, {} threads",
        plan.title,
        plan.search.replications,
        threads.count()
    ));
    let setup = &plan.scenario.setup;
    let many = threads.count() as u32;
    let seconds_of_step = Size::of(setup, many, threads).seconds / f64::from(many) / f64::from(setup.steps);
    let seconds = study.steps().iter().sum::<u64>() as f64 * seconds_of_step;
    if seconds > 20.0 {
        terminal.note(&format!(
            "This takes up to {}. Ctrl-C stops it; the same command goes on.",
            duration(seconds)
        ));
    }
}

/// The three stages, each with a progress bar of its own.
fn find(
    plan: &FrontierPlan,
    study: &mut Study<'_>,
    threads: &Threads,
    terminal: &Terminal,
) -> Result<Frontier, Failure> {
    let [search, confirmation, draws] = study.steps();
    let setup = &plan.scenario.setup;
    let findings = watched(setup, search, terminal, |watch| study.search(threads, watch))?;
    let samples = watched(setup, confirmation, terminal, |watch| {
        study.confirm(&findings, threads, watch)
    })?;
    let drawn = watched(setup, draws, terminal, |watch| {
        study.draw(&findings, threads, watch)
    })?;
    Ok(Frontier::of(plan, findings, &samples, &drawn))
}
