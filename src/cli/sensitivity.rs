//! `samspil sensitivity`: which parameters a scenario depends on.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};
use samspil::experiment::Threads;
use samspil::scenario::{FactorGroup, Plan, refuse_passed_over};
use samspil::shipped;
use samspil::study::Study as _;
use samspil::study::points::PlannedPoints;
use samspil::study::sensitivity::{Method, Sensitivity};
use samspil::words::{say, words};

use super::arms::{Named, parse_variant};
use super::execute::{execute, execute_first};
use super::failure::Failure;
use super::options::{ExecutionOptions, refuse_two_numbers};
use super::terminal::Terminal;
use super::{CommandResult, completions, parse_setting};
use samspil::experiment::seconds_of_run;
use samspil::report::text::duration;

/// Parameters of a screening that are looked at again unless `--top` says otherwise.
const TOP: usize = 6;
const MEASURES: [&str; 3] = ["outcome", "output", "participants_share"];

/// Which parameters a scenario depends on, over the plausible ranges of the register: Morris screening, Sobol' indices
///
/// The screening looks at every parameter that has a range and that the scenario does not write, but for the design of
/// programmes and the correlations of traits; Sobol' indices divide the variance up among a few: those named, or the first of
/// a screening. The page “Model” of `samspil serve` describes both, under “Sensitivity”. Results go to
/// `output/sensitivity-<scenario>-<hash>/`. An interrupted analysis goes on where it stopped, and a larger `-n` adds
/// replications.
#[derive(Args)]
#[command(after_help = "\
Examples: samspil sensitivity reference
          samspil sensitivity reference --method sobol --top 6
          samspil sensitivity norre_snede \\
              --variant \"fewer asked: programme.upkeep.invitation=1\"
          samspil sensitivity reference --method sobol \\
              --parameter staying.exit_base --parameter barriers
          samspil sensitivity reference --method sobol \\
              --parameter people=population,network \\
              --parameter staff=professionals,attitude,belief")]
pub(crate) struct Options {
    /// The scenario: a file, or the name of one that comes with Samspil
    #[arg(add = completions::names(&shipped::Kind::SCENARIOS))]
    scenario: PathBuf,
    /// How to look
    #[arg(long, value_enum, default_value_t = Kind::Morris)]
    method: Kind,
    /// What varies: a key; a table such as `barriers` for those of its keys that are not set; [NAME=]KEY,KEY… for a group; may
    /// be repeated.
    /// Members of a group vary together in Sobol' indices and each for itself in a screening [default: every parameter]
    #[arg(long = "parameter", value_name = "KEY")]
    parameters: Vec<String>,
    /// Sobol' indices of the first so many parameters of a screening, by the first measure [default: 6]
    #[arg(long, conflicts_with = "parameters", value_parser = clap::value_parser!(u16).range(1..=100))]
    top: Option<u16>,
    /// What depends on them, at the end of the run; may be repeated [default: outcome, output and the share of participants]
    #[arg(long = "measure", value_name = "MEASURE")]
    measures: Vec<String>,
    /// Trajectories of a screening
    #[arg(long, default_value_t = 10)]
    trajectories: u32,
    /// Rows of points for Sobol' indices; a power of two keeps them balanced
    #[arg(long, default_value_t = 128)]
    rows: u32,
    /// Replications of each point
    #[arg(short = 'n', long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    replications: u32,
    /// Seed of all draws [default: as the scenario says, 1 if it does not]
    #[arg(long, value_parser = clap::value_parser!(u64).range(0..=9_007_199_254_740_991))]
    seed: Option<u64>,
    /// Set a parameter of the scenario, which then does not vary; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = parse_setting, add = completions::setting())]
    settings: Vec<(String, String)>,
    /// Ask what the difference depends on that a variant makes: at every point it runs with the same luck as the scenario
    #[arg(long, value_name = "NAME: KEY=VALUE, …", value_parser = parse_variant)]
    variant: Option<Named>,
    /// Try runs again that failed before
    #[arg(long)]
    retry_failed: bool,
    #[command(flatten)]
    execution: ExecutionOptions,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Elementary effects: cheap, and finds what does not matter
    Morris,
    /// Shares of the variance, first-order and total
    Sobol,
}

impl Options {
    pub(super) const fn execution(&mut self) -> &mut ExecutionOptions {
        &mut self.execution
    }

    fn measures(&self) -> Vec<String> {
        if self.measures.is_empty() {
            MEASURES.map(str::to_owned).to_vec()
        } else {
            self.measures.clone()
        }
    }

    const fn morris(&self) -> Method {
        Method::Morris {
            trajectories: self.trajectories as usize,
        }
    }

    const fn sobol(&self) -> Method {
        Method::Sobol {
            rows: self.rows as usize,
        }
    }

    /// The plan of one stage.
    fn plan(&self, parameters: &[String], method: Method) -> Result<(Plan, Vec<FactorGroup>), Failure> {
        let place = shipped::locate(&self.scenario, &shipped::Kind::SCENARIOS)?;
        let variant = self.variant.as_ref().map(Named::in_plan).transpose()?;
        let (mut plan, groups) = Plan::varying(
            &place.files,
            &place.path,
            &self.settings,
            parameters,
            &self.measures(),
            variant.as_ref(),
        )?;
        plan.scenario.refuse_idle(&self.settings, &plan.factors)?;
        refuse_two_numbers(&self.settings, self.seed, None)?;
        refuse_passed_over(&self.settings, &["simulation.replications"])?;
        plan.replications = self.replications;
        plan.seed = self.seed.unwrap_or(plan.seed);
        if let Some(variant) = variant {
            plan = plan.against(variant)?;
        }
        method
            .lay_out(&mut plan, &groups)
            .map_err(|error| Failure::Usage(error.to_string()))?;
        Ok((plan, groups))
    }
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    if options.top.is_some() && options.method == Kind::Morris {
        return Err(Failure::Usage(say!(
            "--top goes with --method sobol\nhint: a screening looks at all parameters"
        )));
    }
    let (method, parameters) = match options.method {
        Kind::Morris => (options.morris(), options.parameters.clone()),
        Kind::Sobol if options.parameters.is_empty() => match first_of_a_screening(options, terminal)? {
            Some(first) => (options.sobol(), first),
            None => return Ok(()),
        },
        Kind::Sobol => (options.sobol(), options.parameters.clone()),
    };
    let (plan, groups) = options.plan(&parameters, method)?;
    let study = Sensitivity {
        planned: PlannedPoints::of(plan)?,
        groups,
    };
    execute(
        &study,
        &options.execution.retrying(options.retry_failed),
        terminal,
    )
}

/// Screens all parameters and gives the keys of the first; nothing where the screening has no answer yet.
fn first_of_a_screening(options: &Options, terminal: &Terminal) -> Result<Option<Vec<String>>, Failure> {
    let top = options.top.map_or(TOP, usize::from);
    let (plan, groups) = options.plan(&[], options.morris())?;
    // What the second stage could not do is said before the first takes its time.
    let mut second = plan.clone();
    second.factors.truncate(top);
    let kept = second.factors.len();
    options
        .sobol()
        .lay_out(&mut second, &groups[..kept])
        .map_err(|error| Failure::Usage(error.to_string()))?;
    PlannedPoints::of(second)?;
    let points = options.morris().points(plan.factors.len()) + options.sobol().points(kept);
    let arms = if options.variant.is_some() { 2.0 } else { 1.0 };
    let runs = arms * points as f64 * f64::from(options.replications);
    let threads = Threads::new(options.execution.threads()).context(words!("no threads to be had"))?;
    let seconds = seconds_of_run(&plan.scenario.setup, &threads) * runs;
    terminal.note(&say!(
        "A screening, then Sobol\u{2019} indices of its first {}: together about {}.",
        kept,
        duration(seconds)
    ));
    let study = Sensitivity {
        planned: PlannedPoints::of(plan)?,
        groups,
    };
    let execution = options.execution.retrying(options.retry_failed);
    if execution.merges(&study.question()?) {
        execute(&study, &execution, terminal)?;
        terminal.note(&say!(
            "The screening is put together. Run the same shards again where its folder stands in their --output: they go on \
             with Sobol\u{2019} indices."
        ));
        return Ok(None);
    }
    let answer = execute_first(&study, &execution, terminal)?;
    Ok(answer.map(|answer| {
        let first = answer.analysis.top(0, top).into_iter();
        first
            .map(|factor| study.planned.plan.factors[factor].key.clone())
            .collect()
    }))
}
