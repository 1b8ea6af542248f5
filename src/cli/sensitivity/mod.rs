//! `samspil sensitivity`: which parameters a scenario depends on.

mod answer;
mod results;

use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};
use samspil::experiment::{Completion, Threads};
use samspil::figure::numbers::counted;
use samspil::scenario::{FactorGroup, Plan, refuse_passed_over};
use samspil::shipped;
use samspil::study::sensitivity::{Analysis, Method};
use samspil::study::sweep::{Description, Sweep};

use super::failure::Failure;
use super::options::{Results, refuse_two_numbers};
use super::results::Began;
use super::run::{WORTH_TELLING_SECONDS, duration};
use super::signals;
use super::stages::quietly;
use super::sweep::{citizens_most, seconds_of_run};
use super::terminal::Terminal;
use super::{CommandResult, completions, parse_setting};

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
    /// What varies: a key; a table such as `barriers` for its keys; [NAME=]KEY,KEY… for a group; may be repeated.
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
    /// Try runs again that failed before
    #[arg(long)]
    retry_failed: bool,
    #[command(flatten)]
    results: Results,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Elementary effects: cheap, and finds what does not matter
    Morris,
    /// Shares of the variance, first-order and total
    Sobol,
}

impl Options {
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
        let (mut plan, groups) = Plan::varying(
            &place.files,
            &place.path,
            &self.settings,
            parameters,
            &self.measures(),
        )?;
        plan.scenario.refuse_idle(&self.settings, &plan.factors)?;
        refuse_two_numbers(&self.settings, self.seed, None)?;
        refuse_passed_over(&self.settings, &["simulation.replications"])?;
        plan.replications = self.replications;
        plan.seed = self.seed.unwrap_or(plan.seed);
        method
            .lay_out(&mut plan, &groups)
            .map_err(|error| Failure::Usage(error.to_string()))?;
        Ok((plan, groups))
    }
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    if options.top.is_some() && options.method == Kind::Morris {
        let message = "--top goes with --method sobol\nhint: a screening looks at all parameters";
        return Err(Failure::Usage(message.to_owned()));
    }
    let threads = Threads::new(options.results.threads()).context("no threads to be had")?;
    let stage = Stage {
        options,
        threads: &threads,
        terminal,
    };
    let (method, parameters) = match options.method {
        Kind::Morris => (options.morris(), options.parameters.clone()),
        Kind::Sobol if options.parameters.is_empty() => (options.sobol(), stage.first_of_a_screening()?),
        Kind::Sobol => (options.sobol(), options.parameters.clone()),
    };
    let (sweep, analysis) = stage.analyse(&parameters, method)?;
    results::note_failures(&sweep, terminal);
    answer::give(&sweep, &analysis, terminal)
}

/// What the stages of a command share.
struct Stage<'a> {
    options: &'a Options,
    threads: &'a Threads,
    terminal: &'a Terminal,
}

impl Stage<'_> {
    /// Screens all parameters and gives the keys of the first.
    fn first_of_a_screening(&self) -> Result<Vec<String>, Failure> {
        let options = self.options;
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
        Description::of(&second)?.points()?;
        let points = options.morris().points(plan.factors.len()) + options.sobol().points(kept);
        let runs = points as f64 * f64::from(options.replications);
        let seconds = seconds_of_run(&plan.scenario.setup, self.threads) * runs;
        self.terminal.note(&format!(
            "A screening, then Sobol\u{2019} indices of its first {}: together about {}.",
            kept,
            duration(seconds)
        ));
        let (sweep, analysis) = self.analyse(&[], options.morris())?;
        results::note_failures(&sweep, self.terminal);
        let keys = analysis.top(0, top).into_iter();
        Ok(keys
            .map(|factor| sweep.description().factors[factor].key.clone())
            .collect())
    }

    /// Does what is missing of one analysis and writes it down.
    fn analyse(&self, parameters: &[String], method: Method) -> Result<(Sweep, Analysis), Failure> {
        let began = Began::now();
        let (plan, groups) = self.options.plan(parameters, method)?;
        let mut sweep = Sweep::open(&self.options.results.output, Description::of(&plan)?)?;
        let open = sweep.missing(self.options.retry_failed).count();
        let format = self.options.results.format;
        if results::stand(&sweep, format, self.terminal)? && open == 0 {
            self.terminal
                .note("This analysis is finished already; nothing had to be done.");
            let analysis = Analysis::of(&sweep, groups)?;
            return Ok((sweep, analysis));
        }
        signals::heed()?;
        self.announce(&plan, &groups, &sweep, open);
        self.simulate(&plan, &mut sweep, open)?;
        let analysis = Analysis::of(&sweep, groups)?;
        results::write(&sweep, &analysis, format, began, self.terminal)?;
        Ok((sweep, analysis))
    }

    fn announce(&self, plan: &Plan, groups: &[FactorGroup], sweep: &Sweep, open: usize) {
        let what = match plan.factors.len() {
            factors if factors == groups.len() => counted(factors, "parameter"),
            factors => format!("{factors} parameters in {}", counted(groups.len(), "group")),
        };
        let seconds = seconds_of_run(&plan.scenario.setup, self.threads) * open as f64;
        self.terminal.note(&format!(
            "{}: {what}, {} points, {} each, {} threads",
            plan.title,
            sweep.points().len(),
            counted(plan.replications as usize, "run"),
            self.threads.count(),
        ));
        if seconds >= WORTH_TELLING_SECONDS {
            self.terminal.note(&format!(
                "This takes about {}. Ctrl-C stops it; the same command goes on.",
                duration(seconds)
            ));
        }
    }

    fn simulate(&self, plan: &Plan, sweep: &mut Sweep, open: usize) -> CommandResult {
        let citizens = citizens_most(plan, sweep.points());
        let steps = u64::from(plan.scenario.setup.steps) * open as u64;
        let progress = self.terminal.progress(steps, citizens);
        let retry = self.options.retry_failed;
        let completion = quietly(|| sweep.go_on(plan, retry, self.threads, &progress));
        progress.clear();
        match completion? {
            Completion::Whole => Ok(()),
            Completion::Stopped => {
                let all = sweep.runs().count();
                Err(Failure::Interrupted(format!(
                    "Interrupted: {} of {all} runs are kept. The same command goes on from there.",
                    all - sweep.missing(false).count(),
                )))
            }
        }
    }
}
