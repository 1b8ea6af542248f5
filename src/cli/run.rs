//! `samspil run`: the main job, a scenario in and an answer out.

use std::path::PathBuf;

use clap::Args;
use samspil::experiment::{Precision, Size};
use samspil::scenario::Scenario;
use samspil::shipped::Kind;
use samspil::study::StoppingRule;
use samspil::study::run::SingleRun;
use samspil::words::say;

use super::execute::execute;
use super::failure::Failure;
use super::files::load_scenario;
use super::options::{ExecutionOptions, Sampling, parse_half_width, unknown_measure};
use super::precise;
use super::terminal::Terminal;
use super::{CommandResult, completions, parse_setting};

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
    execution: ExecutionOptions,
}

impl Options {
    pub(super) const fn execution(&mut self) -> &mut ExecutionOptions {
        &mut self.execution
    }
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let scenario = load_scenario(&options.scenario, &options.settings)?;
    scenario.refuse_idle(&options.settings, &[])?;
    options
        .sampling
        .refuse_in(&options.settings, options.precision.is_some())?;
    let (stopping_rule, column) = stopping_rule(options, &scenario)?;
    check_snapshots(options, &scenario)?;
    let seed = options.sampling.seed.unwrap_or(scenario.seed);
    let mut study = SingleRun::of(scenario, seed, stopping_rule, column);
    study.snapshot_steps.clone_from(&options.snapshot);
    execute(&study, &options.execution, terminal)
}

/// What the run aims at, checked against what there is and what fits into memory, and the column that it is about.
fn stopping_rule(options: &Options, scenario: &Scenario) -> Result<(StoppingRule, usize), Failure> {
    let most = Size::most_replications(&scenario.setup);
    let at_least = options.sampling.replications.unwrap_or(scenario.replications);
    if at_least > most {
        return Err(Failure::Usage(say!(
            "{at_least} replications of {} steps give more results than can be summarised in memory (limit: {most})\n\
             hint: ask for fewer replications or a shorter horizon",
            scenario.setup.steps
        )));
    }
    let Some(half_width) = options.precision else {
        return Ok((StoppingRule::Number(at_least), 0));
    };
    let columns = samspil::experiment::columns(&scenario.programme_keys, scenario.municipalities());
    let Some(column) = columns.iter().position(|column| column.key == options.measure) else {
        return Err(unknown_measure(&options.measure, &columns));
    };
    let at_least = options.sampling.replications.unwrap_or(0);
    let stopping_rule = StoppingRule::Precise {
        precision: Precision { half_width },
        at_least,
        most: precise::limit(options.most, at_least, most)?,
    };
    Ok((stopping_rule, column))
}

fn check_snapshots(options: &Options, scenario: &Scenario) -> CommandResult {
    let steps = scenario.setup.steps;
    match options.snapshot.iter().find(|&&step| step > steps) {
        Some(step) => Err(Failure::Usage(say!(
            "--snapshot {step}: the run ends after step {steps}"
        ))),
        None => Ok(()),
    }
}
