//! `samspil barriers`: every barrier of a scenario removed, at its price and for free, halved and doubled, all together, and
//! who has which share.

use std::path::PathBuf;

use clap::Args;
use samspil::scenario::{PlanVariant, Scenario, ScenarioError, refuse_passed_over};
use samspil::shipped::Kind;
use samspil::study::barriers::{Barriers, BarriersError, PERMUTATIONS_MAX, REPLICATIONS_MAX};
use samspil::words::say;

use super::arms::{Named, parse_variant};
use super::execute::execute;
use super::failure::Failure;
use super::files::load_scenario;
use super::options::{ExecutionOptions, refuse_two_numbers};
use super::terminal::Terminal;
use super::{CommandResult, completions, parse_setting};

/// Remove every barrier, at its price and for free, halve and double it, and share out what all of them do together
///
/// Effects on output and outcome stand side by side, on common random numbers and at the need of the baseline. The price
/// of removing a barrier is staff hours and time (`samspil explain barriers.silos` tells it); barriers are ranked by what
/// removing them at it does. Barriers that are 0 are named and left out. What all barriers do together is shared out by Shapley value: over all
/// orders of removal for up to 6 barriers, over a sample of orders for more. Results go to
/// `output/barriers-<scenario>-<hash>/`; an interrupted study goes on where it stopped, and larger `-n` and
/// `--permutations` add runs.
#[derive(Args)]
#[command(after_help = "\
Examples: samspil barriers reference
          samspil barriers norre_snede -n 100 --permutations 40
          samspil barriers reference --set barriers.lacking_resources=0.2
          samspil barriers norre_snede \\
              --variant \"fewer asked: programme.upkeep.invitation=1\"")]
pub(crate) struct Options {
    /// The scenario: a file, or the name of one that comes with Samspil
    #[arg(add = completions::names(&Kind::SCENARIOS))]
    scenario: PathBuf,
    /// Replications of every variant
    #[arg(short = 'n', long, value_name = "REPLICATIONS", default_value_t = 40, value_parser = parse_replications)]
    replications: u32,
    /// Orders of removal that are sampled for the shares, in pairs of an order and its reverse
    #[arg(long, value_name = "NUMBER", default_value_t = 12, value_parser = parse_permutations)]
    permutations: u32,
    /// Seed of all draws [default: as the scenario says, 1 if it does not]
    #[arg(long, value_parser = clap::value_parser!(u64).range(0..=9_007_199_254_740_991))]
    seed: Option<u64>,
    /// Study the barriers of this variant of the scenario, at the need of the scenario
    #[arg(long, value_name = "NAME: KEY=VALUE, …", value_parser = parse_variant)]
    variant: Option<Named>,
    /// Set a parameter on top of the file; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = parse_setting, add = completions::setting())]
    settings: Vec<(String, String)>,
    #[command(flatten)]
    execution: ExecutionOptions,
}

impl Options {
    pub(super) const fn execution(&mut self) -> &mut ExecutionOptions {
        &mut self.execution
    }
}

fn parse_replications(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(1) => Err("one replication gives no interval, so an effect could be mere chance".to_owned()),
        Ok(number) if (2..=REPLICATIONS_MAX).contains(&number) => Ok(number),
        _ => Err(format!("expected a whole number from 2 to {REPLICATIONS_MAX}")),
    }
}

fn parse_permutations(text: &str) -> Result<u32, String> {
    match text.parse::<u32>() {
        Ok(number) if (4..=PERMUTATIONS_MAX).contains(&number) && number.is_multiple_of(2) => Ok(number),
        _ => Err(format!(
            "expected an even number from 4 to {PERMUTATIONS_MAX}, since orders come in pairs and one pair gives no interval"
        )),
    }
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let scenario = load_scenario(&options.scenario, &options.settings)?;
    scenario.refuse_idle(&options.settings, &[])?;
    refuse_two_numbers(&options.settings, options.seed, None)?;
    refuse_passed_over(&options.settings, &["simulation.replications"])?;
    let seed = options.seed.unwrap_or(scenario.seed);
    let pairs = options.permutations as usize / 2;
    let study = match &options.variant {
        None => Barriers::of(scenario, seed, options.replications, pairs)?,
        Some(named) => {
            let variant = variant_of(&scenario, named, options)?;
            Barriers::of(variant, seed, options.replications, pairs)?.as_variant_of(scenario)
        }
    };
    execute(&study, &options.execution, terminal)
}

/// A variant of the scenario that differs from it in something but the seed.
fn variant_of(scenario: &Scenario, named: &Named, options: &Options) -> Result<Scenario, Failure> {
    let PlanVariant { title, settings } = named.in_plan()?;
    let in_variant = |error: ScenarioError| error.from_option("--variant", &settings);
    refuse_passed_over(&settings, &["simulation.seed", "simulation.replications"]).map_err(in_variant)?;
    let all: Vec<_> = options.settings.iter().chain(&settings).cloned().collect();
    let variant = load_scenario(&options.scenario, &all);
    let mut variant = variant.map_err(in_variant)?;
    variant.refuse_idle(&settings, &[]).map_err(in_variant)?;
    if variant.does_as(scenario) {
        return Err(Failure::NoEffect(say!(
            "`{title}` is the same as the scenario\nhint: give it a value of its own, or leave out --variant"
        )));
    }
    variant.title = format!("{}: {title}", scenario.title);
    Ok(variant)
}

impl From<BarriersError> for Failure {
    fn from(error: BarriersError) -> Self {
        match error {
            BarriersError::NoBarrier | BarriersError::TooManyRuns { .. } => Self::Usage(error.to_string()),
            BarriersError::Failed { .. } => Self::Other(error.into()),
        }
    }
}
