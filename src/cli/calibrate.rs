//! `samspil calibrate`: which values of some parameters lead to a user's own figures.

use std::path::PathBuf;

use clap::Args;
use samspil::scenario::{CalibrationPlan, refuse_settings};
use samspil::shipped::{self, Kind};
use samspil::study::calibration::Calibrate;
use samspil::words::say;

use super::execute::execute;
use super::failure::Failure;
use super::options::{ExecutionOptions, refuse_seed_of_plan, refuse_two_numbers};
use super::terminal::Terminal;
use super::{CommandResult, completions, parse_setting};

/// Fit parameters to figures of your own, by approximate Bayesian computation
///
/// The plan names a scenario, the parameters to fit with what is known of them before, and the figures with their
/// errors. Results go to `output/calibration-<plan>-<hash>/`: what is known of the
/// parameters now, whether runs from there meet the figures, and `fitted.toml`, a scenario for `samspil run`. An interrupted
/// calibration goes on where it stopped, and a larger `--budget` adds to what is there. `calibrate-reference`
/// is another thing: it repeats how the intercepts of the model itself were set.
#[derive(Args)]
#[command(after_help = "\
Examples: samspil calibrate local_initiative_to_figures
          samspil calibrate local_initiative_to_figures --dry-run
          samspil calibrate local_initiative_to_figures --budget 200000")]
pub(crate) struct Options {
    /// The plan: a file, or the name of one that comes with Samspil
    #[arg(add = completions::names(&[Kind::CalibrationPlan]))]
    plan: PathBuf,
    /// Most runs while particles are sought [default: as the plan says, 50,000 if it does not]
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    budget: Option<u64>,
    /// Seed of all draws [default: as the plan says]
    #[arg(long, value_parser = clap::value_parser!(u64).range(0..=9_007_199_254_740_991))]
    seed: Option<u64>,
    /// Set a parameter of the scenario; may be repeated
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
    let place = shipped::locate(&options.plan, &[Kind::CalibrationPlan])?;
    let mut plan = CalibrationPlan::load_from(&place.files, &place.path, &options.settings)?;
    let fitted: Vec<_> = plan
        .parameters
        .iter()
        .map(|fitted| fitted.factor.clone())
        .collect();
    plan.scenario.refuse_idle(&options.settings, &fitted)?;
    refuse_two_numbers(&options.settings, options.seed, None)?;
    refuse_seed_of_plan(&options.settings, plan.seed, &plan.scenario)?;
    refuse_settings(&options.settings, |key| {
        (key == "simulation.replications").then(|| {
            let message = say!("`{key}` has no effect here: the plan says how often each society is run");
            let hint = say!("leave it out; `replications` under [sampler] of the plan sets it");
            (message, hint)
        })
    })?;
    plan.seed = options.seed.unwrap_or(plan.seed);
    if let Some(budget) = options.budget {
        let least = plan.sampler.particles as u64 * u64::from(plan.sampler.replications);
        if budget < least {
            return Err(Failure::Usage(say!(
                "--budget {budget} does not fill the first round\nhint: it takes at least {least} runs"
            )));
        }
        plan.sampler.budget = budget;
    }
    execute(
        &Calibrate { plan },
        &options.execution.retrying(options.retry_failed),
        terminal,
    )
}
