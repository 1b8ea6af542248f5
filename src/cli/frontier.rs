//! `samspil frontier`: which designs no other beats, under a budget.

use std::path::PathBuf;

use clap::Args;
use samspil::scenario::{FrontierPlan, refuse_passed_over};
use samspil::shipped::{self, Kind};
use samspil::study::frontier::FrontierSearch;

use super::execute::execute;
use super::options::{ExecutionOptions, refuse_seed_of_plan, refuse_two_numbers};
use super::terminal::Terminal;
use super::{CommandResult, completions, parse_setting};

/// Search for the designs that no other beats in outcome, cost and equity at once, under a budget
///
/// The plan names a base scenario, what a design may choose, what is good and what it may cost. What the search finds is run again with a fresh seed, and
/// over draws of the parameters. Results go to
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
    /// Judge designs over draws of the parameters, each replication in a draw of its own, and not at the values of the register
    /// [default: as the plan says]
    #[arg(long)]
    drawn: bool,
    /// Seed of the runs of the search [default: as the plan says]
    #[arg(long, value_parser = clap::value_parser!(u64).range(0..=9_007_199_254_740_991))]
    seed: Option<u64>,
    /// Set a parameter of the base scenario; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = parse_setting, add = completions::setting())]
    settings: Vec<(String, String)>,
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

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let place = shipped::locate(&options.plan, &[Kind::FrontierPlan])?;
    let mut plan = FrontierPlan::load_from(&place.files, &place.path, &options.settings)?;
    plan.scenario.refuse_idle(&options.settings, &plan.factors)?;
    refuse_two_numbers(&options.settings, options.seed, options.replications)?;
    refuse_passed_over(&options.settings, &["simulation.replications"])?;
    refuse_seed_of_plan(&options.settings, plan.seed, &plan.scenario)?;
    plan.confirmation.replications = options.replications.unwrap_or(plan.confirmation.replications);
    plan.robustness.draws = options.draws.unwrap_or(plan.robustness.draws);
    plan.search.drawn |= options.drawn;
    plan.seed = options.seed.unwrap_or(plan.seed);
    execute(
        &FrontierSearch::of(plan),
        &options.execution.retrying(options.retry_failed),
        terminal,
    )
}
