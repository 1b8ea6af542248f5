//! Does a verdict hold over the plausible parameter space?

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::sample::Extractor;
use super::{Samples, Trial, Verdict, judge};
use crate::experiment::{Completion, Ready, Threads, Watch, by_replication, simulate};
use crate::output::{OutputError, RunFolder};
use crate::scenario::hypothesis::Hypothesis;
use crate::study::draws::parameters;

/// Most replications of an arm under one draw: many draws say more about the parameter space than many replications.
pub const DRAW_REPLICATIONS_MAX: u32 = 20;

/// A hypothesis under one draw of the parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrawVerdict {
    /// Number of the draw.
    pub draw: u32,
    /// Replications of each arm.
    pub replications: u32,
    /// The verdict from uncorrected p-values; `None` when the drawn values contradict what is written.
    pub verdict: Option<Verdict>,
    /// The effect, where it is finite.
    pub effect: Option<f64>,
}

/// The verdicts over draws, counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Robustness {
    /// The draws, in order.
    pub draws: Vec<DrawVerdict>,
}

impl Robustness {
    /// Draws with this verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.draws
            .iter()
            .filter(|draw| draw.verdict == Some(verdict))
            .count()
    }

    /// Share of the draws with this verdict; `NaN` without a draw that could be run.
    #[must_use]
    pub fn share(&self, verdict: Verdict) -> f64 {
        let run = self.draws.iter().filter(|draw| draw.verdict.is_some()).count();
        self.count(verdict) as f64 / run as f64
    }
}

/// The draws of one hypothesis, kept in a file that grows by a line a draw.
#[derive(Debug)]
pub struct Draws<'a> {
    hypothesis: &'a Hypothesis,
    path: PathBuf,
    seed: u64,
    replications: u32,
    done: Vec<DrawVerdict>,
}

impl<'a> Draws<'a> {
    /// Opens the draws of a hypothesis in the folder of a study, each with as many replications as the verdict itself,
    /// but at most [`DRAW_REPLICATIONS_MAX`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn open(
        folder: &RunFolder,
        hypothesis: &'a Hypothesis,
        replications: u32,
    ) -> Result<Self, OutputError> {
        let replications = replications.min(DRAW_REPLICATIONS_MAX);
        let path = folder.path().join(format!("{}.draws", hypothesis.id));
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(OutputError::system(&path, &error)),
        };
        // A torn last line, or one of another number of replications, is run again.
        let mut done: Vec<DrawVerdict> = text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .filter(|draw: &DrawVerdict| draw.replications == replications)
            .collect();
        done.sort_by_key(|draw| draw.draw);
        done.dedup_by_key(|draw| draw.draw);
        Ok(Self {
            hypothesis,
            path,
            seed: folder.seed(),
            replications,
            done,
        })
    }

    /// Numbers of the draws that are missing among the first so many.
    #[must_use]
    pub fn missing(&self, count: u32) -> Vec<u32> {
        (0..count)
            .filter(|number| !self.done.iter().any(|draw| draw.draw == *number))
            .collect()
    }

    /// Steps that the societies of one draw live.
    #[must_use]
    pub fn steps(&self) -> u64 {
        let steps = |arm: &crate::scenario::hypothesis::Arm| u64::from(arm.scenario.setup.steps);
        u64::from(self.replications) * self.hypothesis.arms.iter().map(steps).sum::<u64>()
    }

    /// Simulates and judges one draw, and keeps what was found.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn run(
        &mut self,
        number: u32,
        threads: &Threads,
        watch: &dyn Watch,
    ) -> Result<Completion, OutputError> {
        let values = parameters(self.seed, number);
        let mut verdict = DrawVerdict {
            draw: number,
            replications: self.replications,
            verdict: None,
            effect: None,
        };
        if let Ok(arms) = self.hypothesis.arms_with(&values) {
            let extractors: Vec<Extractor> = arms
                .iter()
                .map(|arm| Extractor::of(self.hypothesis, arm))
                .collect();
            let variants = Trial::variants_of(self.hypothesis, &arms).into_iter();
            let societies = Ready::new(variants.map(|variant| variant.scenario.setup), self.seed);
            let Some(samples) = self.simulate(&societies, &extractors, threads, watch) else {
                return Ok(Completion::Stopped);
            };
            if let Ok(estimate) = judge(self.hypothesis, &samples, self.seed) {
                verdict.verdict = Some(Verdict::of(&estimate, estimate.claim_p, estimate.rejection_p));
                verdict.effect = Some(estimate.effect).filter(|effect| effect.is_finite());
            }
        }
        self.keep(verdict)?;
        Ok(Completion::Whole)
    }

    /// The first so many draws.
    #[must_use]
    pub fn robustness(&self, count: u32) -> Robustness {
        Robustness {
            draws: self
                .done
                .iter()
                .filter(|draw| draw.draw < count)
                .cloned()
                .collect(),
        }
    }

    /// `None` when it was stopped.
    fn simulate(
        &self,
        societies: &Ready,
        extractors: &[Extractor],
        threads: &Threads,
        watch: &dyn Watch,
    ) -> Option<Samples> {
        let arms = societies.setups().len();
        let count = self.replications as usize;
        let mut samples = Samples {
            values: vec![vec![f64::NAN; count]; arms],
            denominators: vec![vec![f64::NAN; count]; arms],
        };
        let runs = by_replication(arms as u32, self.replications);
        let completion = simulate(societies, runs, threads, watch, |run| {
            let (arm, replication) = (
                run.address.configuration as usize,
                run.address.replication as usize,
            );
            let (value, denominator) = extractors[arm].of_run(&run.values());
            samples.values[arm][replication] = value;
            samples.denominators[arm][replication] = denominator;
            Ok::<_, std::convert::Infallible>(())
        });
        match completion {
            Ok(Completion::Whole) => Some(samples),
            Ok(Completion::Stopped) => None,
            Err(never) => match never {},
        }
    }

    fn keep(&mut self, verdict: DrawVerdict) -> Result<(), OutputError> {
        let line = serde_json::to_string(&verdict).expect("numbers and words can be written as JSON");
        append(&self.path, &line).map_err(|error| OutputError::system(&self.path, &error))?;
        self.done.push(verdict);
        self.done.sort_by_key(|draw| draw.draw);
        Ok(())
    }
}

/// Begins with a line end, so that a torn line before it stays alone.
fn append(path: &Path, line: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(format!("\n{line}\n").as_bytes())
}
