//! `samspil barriers`: every barrier of a scenario removed, halved and doubled, all together, and who has which share.

mod answer;
mod results;

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use samspil::experiment::{Completion, Threads};
use samspil::figure::numbers::{count, counted};
use samspil::scenario::refuse_passed_over;
use samspil::shipped::Kind;
use samspil::study::barriers::{BarriersError, Findings, PERMUTATIONS_MAX, REPLICATIONS_MAX, Study};

use super::failure::Failure;
use super::files::load_scenario;
use super::options::{Results, refuse_two_numbers};
use super::results::Began;
use super::run::duration;
use super::signals;
use super::terminal::Terminal;
use super::{CommandResult, completions, parse_setting};

/// Remove, halve and double every barrier, and share out what all of them do together
///
/// Effects on output and outcome stand side by side, on common random numbers and at the need of the baseline. Barriers
/// that are 0 are named and left out. What all barriers do together is shared out by Shapley value: over all
/// orders of removal for up to 6 barriers, over a sample of orders for more. Results go to
/// `output/barriers-<scenario>-<hash>/`; an interrupted study goes on where it stopped, and larger `-n` and
/// `--permutations` add runs.
#[derive(Args)]
#[command(after_help = "\
Examples: samspil barriers reference
          samspil barriers norre_snede -n 100 --permutations 40
          samspil barriers reference --set barriers.lacking_resources=0.2")]
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
    /// Set a parameter on top of the file; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = parse_setting, add = completions::setting())]
    settings: Vec<(String, String)>,
    #[command(flatten)]
    results: Results,
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
    let began = Began::now();
    let scenario = load_scenario(&options.scenario, &options.settings)?;
    scenario.refuse_idle(&options.settings, &[])?;
    refuse_two_numbers(&options.settings, options.seed, None)?;
    refuse_passed_over(&options.settings, &["simulation.replications"])?;
    let threads = Threads::new(options.results.threads()).context("no threads to be had")?;
    let seed = options.seed.unwrap_or(scenario.seed);
    let pairs = options.permutations as usize / 2;
    let root = &options.results.output;
    let mut study = Study::open(root, scenario, seed, options.replications, pairs)?;
    if results::stand(options, &study, terminal)? {
        terminal.note("This study is finished already; nothing had to be done.");
        let findings = Findings::of(&study)?;
        return answer::give(&study, &findings, terminal);
    }
    signals::heed()?;
    announce(&study, &threads, terminal);
    simulate(&mut study, &threads, terminal)?;
    let findings = Findings::of(&study)?;
    results::write(options, &study, &findings, began, terminal)?;
    answer::give(&study, &findings, terminal)
}

/// Says what is about to happen, and how long it may take.
fn announce(study: &Study, threads: &Threads, terminal: &Terminal) {
    let (present, absent) = (study.design.present.len(), &study.design.absent);
    let arms = study.design.arms().len();
    terminal.note(&format!(
        "{}: {} above 0{}; {}, {} replications each, {} threads",
        study.scenario.title,
        counted(present, "barrier"),
        match absent.len() {
            0 => String::new(),
            number => format!(", {number} not there"),
        },
        counted(arms, "variant"),
        study.replications,
        threads.count()
    ));
    let missing = study.missing().count();
    if missing > 0 {
        terminal.note(&format!(
            "{} runs take about {}. Ctrl-C stops them; the same command goes on.",
            count(missing),
            duration(study.seconds(threads))
        ));
    }
}

fn simulate(study: &mut Study, threads: &Threads, terminal: &Terminal) -> CommandResult {
    let setup = &study.scenario.setup;
    let steps = u64::from(setup.steps) * study.missing().count() as u64;
    let citizens = setup.phases[0].parameters.population.citizens.into();
    let progress = terminal.progress(steps, citizens);
    let completion = study.go_on(threads, &progress);
    progress.clear();
    match completion? {
        Completion::Whole => Ok(()),
        Completion::Stopped => {
            let all = study.design.arms().len() * study.replications as usize;
            Err(Failure::Interrupted(format!(
                "Interrupted: {} of {} runs are kept. The same command goes on from there.",
                count(all - study.missing().count()),
                count(all)
            )))
        }
    }
}

impl From<BarriersError> for Failure {
    fn from(error: BarriersError) -> Self {
        match error {
            BarriersError::NoBarrier | BarriersError::TooManyRuns { .. } => Self::Usage(error.to_string()),
            BarriersError::Output(error) => error.into(),
            BarriersError::Failed { .. } => Self::Other(error.into()),
        }
    }
}
