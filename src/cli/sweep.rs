//! `samspil sweep`: one scenario at many points.

use std::path::PathBuf;

use clap::Args;
use samspil::scenario::{FileKind, HypothesisPlan, Plan, kind_of, refuse_passed_over};
use samspil::shipped::{self, Kind};
use samspil::study::hypothesis::HypothesisTest;
use samspil::study::points::PlannedPoints;
use samspil::study::sweep::Sweep;
use samspil::words::say;

use super::arms::{Named, parse_variant};
use super::execute::execute;
use super::failure::Failure;
use super::options::{ExecutionOptions, refuse_seed_of_plan, refuse_two_numbers};
use super::terminal::Terminal;
use super::{CommandResult, completions, parse_setting};

/// Simulate a scenario at many points: factors in a factorial, Latin hypercube, Sobol' or own design
///
/// The plan names a base scenario, what varies, at which points, and what is kept of each run; or a hypothesis, which is then
/// tested at every point. Results go to `output/sweep-<plan>-<hash>/`. An interrupted sweep goes on where it stopped, and a
/// larger `-n` adds replications.
#[derive(Args)]
#[command(after_help = "\
Examples: samspil sweep invitation_by_ease
          samspil sweep invitation_by_ease --dry-run
          samspil sweep invitation_by_ease \\
              --variant \"handed over: programme.upkeep.staff_replaced=0.5\"
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
    /// Keep the difference that a variant makes: at every point it runs with the same luck as the base scenario
    #[arg(long, value_name = "NAME: KEY=VALUE, …", value_parser = parse_variant)]
    variant: Option<Named>,
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
    let place = shipped::locate(&options.plan, &[Kind::SweepPlan])?;
    if kind_of(&*place.files, &place.path)? == Some(FileKind::HypothesisPlan) {
        let plan = HypothesisPlan::load_from(&place.files, &place.path, &options.settings)?;
        return test_at_points(plan, options, terminal);
    }
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
    if let Some(variant) = &options.variant {
        plan = plan.against(variant.in_plan()?)?;
    }
    let sweep = Sweep {
        planned: PlannedPoints::of(plan)?,
    };
    execute(
        &sweep,
        &options.execution.retrying(options.retry_failed),
        terminal,
    )
}

/// Tests a hypothesis at every point of a plan.
fn test_at_points(plan: HypothesisPlan, options: &Options, terminal: &Terminal) -> CommandResult {
    refuse_two_numbers(&options.settings, options.seed, options.replications)?;
    refuse_passed_over(&options.settings, &["simulation.seed", "simulation.replications"])?;
    if options.variant.is_some() {
        return Err(Failure::Usage(say!(
            "a hypothesis has arms of its own, so --variant does not go with a plan that names one\n\
             hint: leave it out"
        )));
    }
    if options.replications == Some(1) {
        return Err(Failure::Usage(say!(
            "one replication gives no interval\nhint: ask for more with -n"
        )));
    }
    let study = HypothesisTest::at_points(plan, options.seed, options.replications)?;
    execute(
        &study,
        &options.execution.retrying(options.retry_failed),
        terminal,
    )
}
