//! `samspil test`: declared hypotheses in, verdicts out.

mod answer;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use samspil::experiment::{Size, Threads};
use samspil::figure::Figure;
use samspil::output::{ManifestScenario, OutputError};
use samspil::report::hypotheses::{Contents, render};
use samspil::report::{Frame, ReportError};
use samspil::scenario::hypothesis::{Hypothesis, REPLICATIONS_MAX, REPLICATIONS_MIN};
use samspil::scenario::{ScenarioError, refuse_idle_everywhere};
use samspil::shipped::{self, Kind, Place};
use samspil::study::Runs;
use samspil::study::hypothesis::{DRAW_REPLICATIONS_MAX, HypothesisTest, Tested, write_tables};
use serde_json::Value;

use super::carry_out::carry_out;
use super::failure::Failure;
use super::files::in_folder;
use super::options::Carrying;
use super::presented::{Desk, Head, Presented, described, time_of};
use super::terminal::Terminal;
use super::{CommandResult, completions, parse_setting};

/// Test declared hypotheses and give verdicts: supported, rejected, undecided
///
/// A hypothesis file names a scenario, the settings of its arms, a measure, a direction, and the smallest effect of
/// interest. All arms run on common random numbers. p-values are corrected over all hypotheses of the call (Holm).
/// Results go to `output/test-<name>-<hash>/`; an interrupted test goes on where it stopped.
#[derive(Args)]
#[command(after_help = "\
Examples: samspil test hypotheses
          samspil test H-02 -n 200
          samspil test H-02 -n 30 --draws 200")]
pub(crate) struct Options {
    /// Hypotheses: files, folders of them, or names of those that come with Samspil; `hypotheses` is all of those
    #[arg(required = true, value_name = "HYPOTHESES", add = completions::names(&[Kind::Hypothesis]))]
    hypotheses: Vec<PathBuf>,
    /// Replications of every arm, the most where a hypothesis is sequential [default: as each file says]
    #[arg(short = 'n', long, value_parser = parse_replications)]
    replications: Option<u32>,
    /// Repeat the verdicts over so many draws of the parameters from their plausible ranges, each with at most 20
    /// replications
    #[arg(long, value_name = "NUMBER", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    draws: u32,
    /// Seed of all draws
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(0..=9_007_199_254_740_991))]
    seed: u64,
    /// Set a parameter in every arm of every hypothesis; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = parse_setting, add = completions::setting())]
    settings: Vec<(String, String)>,
    /// Answer as a table in Markdown
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    #[command(flatten)]
    carrying: Carrying,
}

impl Options {
    pub(super) const fn carrying(&mut self) -> &mut Carrying {
        &mut self.carrying
    }
}

fn parse_replications(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(1) => Err("one replication gives no interval".to_owned()),
        Ok(number) if (REPLICATIONS_MIN..=REPLICATIONS_MAX).contains(&number) => Ok(number),
        _ => Err(format!(
            "expected a whole number from {REPLICATIONS_MIN} to {REPLICATIONS_MAX}"
        )),
    }
}

pub(crate) fn run(options: &Options, terminal: &Terminal) -> CommandResult {
    let hypotheses = load(options)?;
    let (seed, draws) = (options.seed, options.draws);
    let study = HypothesisTest::of(name(options), hypotheses, seed, options.replications, draws);
    carry_out(&study, &options.carrying.in_markdown(options.markdown), terminal)
}

/// Reads all files; all faults of all of them at once.
fn load(options: &Options) -> Result<Vec<Hypothesis>, Failure> {
    let mut hypotheses: Vec<Hypothesis> = Vec::new();
    let mut faults = Vec::new();
    for place in files(&options.hypotheses)? {
        match Hypothesis::load_from(&place.files, &place.path, &options.settings) {
            Ok(hypothesis) => {
                faults.extend(
                    hypothesis
                        .refuse_copies()
                        .err()
                        .into_iter()
                        .flat_map(|error| error.faults),
                );
                hypotheses.push(hypothesis);
            }
            Err(error) => faults.extend(error.faults),
        }
    }
    ScenarioError::none_of(faults)?;
    let arms = hypotheses.iter().flat_map(|hypothesis| &hypothesis.arms);
    let arms: Vec<_> = arms.map(|arm| &arm.scenario).collect();
    refuse_idle_everywhere(&options.settings, &arms)?;
    let mut ids: BTreeMap<&str, &Path> = BTreeMap::new();
    for hypothesis in &hypotheses {
        if let Some(other) = ids.insert(&hypothesis.id, &hypothesis.path) {
            return Err(Failure::Usage(format!(
                "two hypotheses are called `{}`: {} and {}\nhint: give one of them another `id`",
                hypothesis.id,
                other.display(),
                hypothesis.path.display()
            )));
        }
    }
    Ok(hypotheses)
}

/// The files that are named, and those in the folders that are named, by name.
fn files(paths: &[PathBuf]) -> Result<Vec<Place>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(in_folder(path, "hypothesis", "hypotheses")?);
        } else if path.as_os_str() == ALL && !path.exists() {
            files.extend(shipped::all(Kind::Hypothesis));
        } else {
            files.push(shipped::locate(path, &[Kind::Hypothesis])?);
        }
    }
    Ok(files)
}

/// All hypotheses that are shipped.
const ALL: &str = "hypotheses";

/// Title of a test, of however many hypotheses.
const TITLE: &str = "Hypotheses";

/// Short name of the test: of its only file or folder, or `hypotheses`.
fn name(options: &Options) -> String {
    match &options.hypotheses[..] {
        [path] => path.file_stem().map_or_else(
            || "hypotheses".to_owned(),
            |stem| stem.to_string_lossy().into_owned(),
        ),
        _ => "hypotheses".to_owned(),
    }
}

impl Presented for HypothesisTest {
    fn head(&self) -> Head<'_> {
        let most = (0..self.hypotheses.len()).map(|index| self.replications_most(index));
        let first = &self.hypotheses[0];
        Head {
            kind: "test",
            noun: "test",
            name: &self.name,
            title: TITLE,
            replications: most.max().unwrap_or(0),
            scenario: ManifestScenario::of_many(&self.name, TITLE, &first.path, &first.arms[0].scenario),
            arms: self.variants().map(|variant| described(&variant)).collect(),
            measures: Vec::new(),
            data_notes: &[],
        }
    }

    fn asked(&self) -> String {
        let most = (0..self.hypotheses.len()).map(|index| self.replications_most(index).to_string());
        let most: Vec<String> = most.collect();
        format!("{} replications, {} draws, ", most.join(" "), self.draws)
    }

    fn replications(&self, tested: &Vec<Tested>) -> u32 {
        tested.iter().map(Tested::replications).max().unwrap_or(0)
    }

    fn announcement(&self) -> String {
        let count = self.hypotheses.len();
        format!("{count} hypothes{}", if count == 1 { "is" } else { "es" })
    }

    fn estimate(&self, _runs: u64, threads: &Threads) -> Option<String> {
        let seconds = self.hypotheses.iter().enumerate().map(|(index, hypothesis)| {
            let replications = self.replications_most(index);
            let arms = hypothesis.arms.iter();
            let once: f64 = arms
                .map(|arm| Size::of(&arm.scenario.setup, replications, threads).seconds)
                .sum();
            let drawn = replications.min(DRAW_REPLICATIONS_MAX) * self.draws;
            once * (1.0 + f64::from(drawn) / f64::from(replications))
        });
        time_of(seconds.sum())
    }

    fn write_tables(
        &self,
        tested: &Vec<Tested>,
        _runs: &dyn Runs,
        desk: &Desk<'_>,
    ) -> Result<(), OutputError> {
        write_tables(desk.folder, tested, desk.format)
    }

    fn figures(&self, tested: &Vec<Tested>) -> Vec<(String, Figure)> {
        let figure = samspil::figure::forest(tested);
        vec![(figure.name.to_owned(), figure)]
    }

    fn page(
        &self,
        tested: &Vec<Tested>,
        figures: &[Figure],
        frame: Frame<'_>,
    ) -> Result<String, ReportError> {
        render(&Contents {
            tested,
            figure: &figures[0],
            frame,
        })
    }

    fn words(&self, tested: &Vec<Tested>) -> String {
        answer::words(tested)
    }

    fn markdown(&self, tested: &Vec<Tested>) -> Option<String> {
        Some(answer::markdown(tested))
    }

    fn json(&self, tested: &Vec<Tested>) -> Value {
        answer::json(tested)
    }
}
