//! `samspil calibrate`: which values of some parameters lead to a user's own figures.

mod answer;
mod dry_run;
mod results;

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use samspil::experiment::Threads;
use samspil::scenario::{CalibrationPlan, refuse_settings};
use samspil::shipped::{self, Kind};
use samspil::statistics::Round;
use samspil::study::calibration::{Calibration, Study};

use super::dry_run::seconds_of_run;
use super::failure::Failure;
use super::options::{Results, refuse_seed_of_plan, refuse_two_numbers};
use super::results::{Began, caution};
use super::signals;
use super::stages::watched;
use super::terminal::Terminal;
use super::time::duration;
use super::{CommandResult, completions, parse_setting};

/// Fit parameters to figures of your own, by approximate Bayesian computation
///
/// The plan names a scenario, the parameters to fit with what is known of them before, and the figures with their
/// tolerances. Results go to `output/calibration-<plan>-<hash>/`: what is known of the
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
    /// Only say what would be done: runs, memory, time
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    results: Results,
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let began = Began::now();
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
            let message = format!("`{key}` has no effect here: the plan says how often each society is run");
            let hint = "leave it out; `replications` under [sampler] of the plan sets it";
            (message, hint.to_owned())
        })
    })?;
    plan.seed = options.seed.unwrap_or(plan.seed);
    if let Some(budget) = options.budget {
        let least = plan.sampler.particles as u64 * u64::from(plan.sampler.replications);
        if budget < least {
            return Err(Failure::Usage(format!(
                "--budget {budget} does not fill the first round\nhint: it takes at least {least} runs"
            )));
        }
        plan.sampler.budget = budget;
    }
    let threads = Threads::new(options.results.threads()).context("no threads to be had")?;
    if options.dry_run {
        return dry_run::run(&plan, &threads, terminal);
    }
    let mut study = Study::open(&options.results.output, &plan)?;
    caution(study.folder(), terminal);
    signals::heed()?;
    announce(&plan, &threads, terminal);
    let calibration = fit(&plan, &mut study, &threads, terminal)?;
    results::write(
        &plan,
        &study,
        &calibration,
        options.results.format,
        began,
        terminal,
    )?;
    answer::give(&plan, &study, &calibration, terminal)
}

fn announce(plan: &CalibrationPlan, threads: &Threads, terminal: &Terminal) {
    let things = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    terminal.note(&format!(
        "{}: {} to {}, {} particles, up to {} runs, {} threads",
        plan.title,
        things(plan.parameters.len(), "parameter"),
        things(plan.targets.len(), "target"),
        plan.sampler.particles,
        plan.sampler.budget,
        threads.count()
    ));
    let seconds = seconds_of_run(&plan.scenario.setup, threads) * plan.sampler.budget as f64;
    if seconds > 20.0 {
        terminal.note(&format!(
            "This takes up to {}. Ctrl-C stops it; the same command goes on.",
            duration(seconds)
        ));
    }
}

/// Seeks particles, then runs societies drawn from them again, each with a progress bar of its own.
fn fit(
    plan: &CalibrationPlan,
    study: &mut Study<'_>,
    threads: &Threads,
    terminal: &Terminal,
) -> Result<Calibration, Failure> {
    let [particles, predictive] = Study::steps(plan);
    let setup = &plan.scenario.setup;
    let posterior = watched(setup, particles, terminal, |watch| {
        study.sample(threads, watch, |round| watch.note(&words(round)))
    })?;
    let calibration = watched(setup, predictive, terminal, |watch| {
        study.predict(&posterior, threads, watch)
    })?;
    Ok(calibration)
}

fn words(round: &Round) -> String {
    format!(
        "round {}: distance {:.3}, {:.0} % accepted, effective size {:.0}",
        round.number,
        round.tolerance,
        100.0 * round.acceptance,
        round.effective_size
    )
}
