//! `samspil run`: the main job, a scenario in and an answer out.

mod answer;
mod snapshots;

use std::path::PathBuf;

use clap::Args;
use samspil::experiment::{BesideKnown, Precision, Size, Threads};
use samspil::figure::Figure;
use samspil::output::{
    CodebookEntry, Format, KNOWN_COLUMNS, ManifestScenario, OutputError, known_table, remove_table,
    write_table, write_tables,
};
use samspil::report::{Contents, Frame, ReportError};
use samspil::scenario::Scenario;
use samspil::shipped::Kind;
use samspil::study::run::{RunAnswer, SingleRun};
use samspil::study::{Halt, Question, Runs, StoppingRule, Study};
use serde_json::Value;

use super::carry_out::carry_out;
use super::failure::Failure;
use super::files::load_scenario;
use super::options::{Carrying, Sampling, parse_half_width, unknown_measure};
use super::precise;
use super::presented::{Desk, Head, MeasureHead, Presented};
use super::terminal::Terminal;
use super::time::{WORTH_TELLING_SECONDS, duration};
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
    carrying: Carrying,
}

impl Options {
    pub(super) const fn carrying(&mut self) -> &mut Carrying {
        &mut self.carrying
    }
}

/// Runs until this takes longer get an estimate first.
const LONG_SECONDS: f64 = 20.0;
const LARGE_BYTES: u64 = 1 << 30;

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let scenario = load_scenario(&options.scenario, &options.settings)?;
    scenario.refuse_idle(&options.settings, &[])?;
    options
        .sampling
        .refuse_in(&options.settings, options.precision.is_some())?;
    let (stopping_rule, column) = stopping_rule(options, &scenario)?;
    check_snapshots(options, &scenario)?;
    let seed = options.sampling.seed.unwrap_or(scenario.seed);
    let run = WithSnapshots {
        run: SingleRun::of(scenario, seed, stopping_rule, column),
        steps: &options.snapshot,
    };
    carry_out(&run, &options.carrying, terminal)
}

/// A run, and the steps after which all citizens of its first replication are written.
struct WithSnapshots<'a> {
    run: SingleRun,
    steps: &'a [u32],
}

impl Study for WithSnapshots<'_> {
    type Answer = RunAnswer;

    fn question(&self) -> Result<Question, OutputError> {
        self.run.question()
    }

    fn answer(&self, runs: &mut dyn Runs) -> Result<RunAnswer, Halt> {
        self.run.answer(runs)
    }
}

impl Presented for WithSnapshots<'_> {
    fn head(&self) -> Head<'_> {
        let scenario = &self.run.scenario;
        let columns = self.run.columns().iter();
        Head {
            kind: "run",
            noun: "run",
            name: &scenario.name,
            title: &scenario.title,
            replications: self.run.stopping_rule.first(),
            scenario: ManifestScenario::of(scenario),
            arms: Vec::new(),
            measures: columns
                .map(|column| MeasureHead {
                    name: &column.key,
                    unit: column.measure.unit,
                })
                .collect(),
            data_notes: &scenario.data_notes,
        }
    }

    fn replications(&self, answer: &RunAnswer) -> u32 {
        answer.reached.replications
    }

    fn further_files(&self, format: Format) -> Vec<String> {
        let files = self.steps.iter();
        files
            .map(|step| format.file(&format!("snapshot-{step}")))
            .collect()
    }

    fn announcement(&self) -> String {
        let setup = &self.run.scenario.setup;
        let step = if setup.steps_per_year == 12 {
            "months"
        } else {
            "weeks"
        };
        format!(
            "{}: {} citizens, {} {step}, {}",
            samspil::study::name_of(&self.run.scenario.title),
            setup.phases[0].parameters.population.citizens,
            setup.steps,
            self.run.stopping_rule,
        )
    }

    fn estimate(&self, _runs: u64, threads: &Threads) -> Option<String> {
        let replications = self.run.stopping_rule.first();
        let size = Size::of(&self.run.scenario.setup, replications, threads);
        let is_large = size.society_bytes.max(size.results_bytes) > LARGE_BYTES;
        (size.seconds > LONG_SECONDS || is_large).then(|| {
            let time = if size.seconds < WORTH_TELLING_SECONDS {
                String::new()
            } else {
                format!("about {} and ", duration(size.seconds))
            };
            format!(
                "This takes {time}{:.1} GB of memory, and leaves {:.1} GB of results. Ctrl-C stops it; the same command goes on.",
                (size.society_bytes + size.results_bytes) as f64 / 1e9,
                size.results_bytes as f64 / 1e9,
            )
        })
    }

    fn notes(&self) -> Vec<String> {
        self.run.scenario.idle_notes()
    }

    fn remarks(&self, answer: &RunAnswer) -> Vec<String> {
        match self.run.stopping_rule {
            StoppingRule::Precise { precision, .. } if !answer.reached.is_enough => {
                vec![precise::out_of_reach(precision, answer.reached.replications)]
            }
            _ => Vec::new(),
        }
    }

    fn write_tables(&self, answer: &RunAnswer, _runs: &dyn Runs, desk: &Desk<'_>) -> Result<(), OutputError> {
        let scenario = &self.run.scenario;
        let mut others = Vec::new();
        let known = BesideKnown::all(scenario, &answer.ensemble);
        if known.is_empty() {
            remove_table(desk.folder, "known")?;
        } else {
            let times: Vec<String> = known.iter().map(|beside| beside.known.time.to_string()).collect();
            write_table(desk.folder, &known_table(&known, &times), desk.format)?;
            others.extend(KNOWN_COLUMNS.iter().map(CodebookEntry::fixed));
        }
        snapshots::write(self.steps, scenario, desk)?;
        if !self.steps.is_empty() {
            others.extend(snapshots::codebook(scenario));
        }
        write_tables(
            desk.folder,
            &answer.ensemble,
            &answer.summaries,
            &others,
            desk.format,
        )
    }

    fn figures(&self, answer: &RunAnswer) -> Vec<(String, Figure)> {
        let figures = samspil::figure::all(&self.run.scenario, &answer.ensemble, &answer.summaries);
        let figures = figures.into_iter();
        figures.map(|figure| (figure.name.to_owned(), figure)).collect()
    }

    fn page(&self, answer: &RunAnswer, figures: &[Figure], frame: Frame<'_>) -> Result<String, ReportError> {
        samspil::report::render(&Contents {
            scenario: &self.run.scenario,
            ensemble: &answer.ensemble,
            summaries: &answer.summaries,
            figures,
            frame,
        })
    }

    fn words(&self, answer: &RunAnswer) -> String {
        answer::words(&self.run.scenario, &answer.ensemble, &answer.summaries)
    }

    fn json(&self, answer: &RunAnswer) -> Value {
        answer::json(&self.run.scenario, &answer.ensemble, &answer.summaries)
    }
}

/// What the run aims at, checked against what there is and what fits into memory, and the column that it is about.
fn stopping_rule(options: &Options, scenario: &Scenario) -> Result<(StoppingRule, usize), Failure> {
    let most = Size::most_replications(&scenario.setup);
    let at_least = options.sampling.replications.unwrap_or(scenario.replications);
    if at_least > most {
        return Err(Failure::Usage(format!(
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
        Some(step) => Err(Failure::Usage(format!(
            "--snapshot {step}: the run ends after step {steps}"
        ))),
        None => Ok(()),
    }
}
