//! How many replications a comparison needs, and which effect could be found: a pilot on common random numbers says how much
//! differences vary, and the power of the t test follows from that.

mod figure;
mod pilot;
mod report;
mod reportable;
mod tables;
#[cfg(test)]
mod tests;
mod words;

use crate::experiment::Column;
use crate::output::OutputError;
use crate::study::arms::{Arms, identity_of};
use crate::study::{Batch, Incomplete, Question, Runs, Study, Variant};
pub use pilot::{Effect, EffectOf, Estimate, Pilot, Seeds, Silence};

/// Level of the two-sided test that a power belongs to.
pub const SIGNIFICANCE: f64 = 0.05;
/// Pairs of a pilot at least; the standard deviation of fewer is open by more than a factor of three.
pub const PILOT_MIN: u32 = 5;
/// Pairs of a pilot at most; more are a comparison.
pub const PILOT_MAX: u32 = 10_000;
/// Replications of each arm for which the effect is told that could be found.
pub const COUNTS: [usize; 7] = [25, 50, 100, 200, 500, 1_000, 2_000];

/// What a pilot is to answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Aim {
    /// Key of the measure whose difference at the end is looked for.
    pub key: String,
    /// The effect that is to be found, in the unit of the measure and above 0; `None` for half of, the whole, and twice the
    /// pilot's own difference.
    pub effect: Option<f64>,
    /// Probabilities with which it is to be found, each above [`SIGNIFICANCE`] and below 1, in increasing order.
    pub powers: Vec<f64>,
}

/// A pilot of a baseline and its variants. Its configurations are the arms, each with a journal of its own, of which only the
/// last step is kept.
#[derive(Debug)]
pub struct PowerAnalysis {
    /// Baseline and variants, in order.
    pub arms: Vec<Variant>,
    /// Seed of all draws.
    pub seed: u64,
    /// Replications of each arm in the pilot.
    pub replications: u32,
    /// What is asked.
    pub aim: Aim,
    runs: Arms,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct PowerAnswer {
    /// The pilot of each variant, in order.
    pub pilots: Vec<Pilot>,
}

impl PowerAnalysis {
    /// Asks about arms that can be compared ([`comparison::check`](crate::study::comparison::check)) and have the measure, the
    /// first of them the baseline.
    ///
    /// # Panics
    /// When there is no arm, or one has no such measure.
    #[must_use]
    pub fn of(arms: Vec<Variant>, seed: u64, replications: u32, aim: Aim) -> Self {
        assert!(!arms.is_empty(), "a pilot has a baseline");
        let study = Self {
            runs: Arms::of(&arms, seed, |last| vec![last]),
            arms,
            seed,
            replications,
            aim,
        };
        for arm in 0..study.arms.len() {
            study.place(arm);
        }
        study
    }

    /// The column of the measure in the baseline.
    #[must_use]
    pub fn column(&self) -> &Column {
        &self.runs.columns(0)[self.place(0)]
    }

    /// The variants, each with its pilot.
    pub fn variants<'a>(&'a self, answer: &'a PowerAnswer) -> impl Iterator<Item = (&'a Variant, &'a Pilot)> {
        self.arms[1..].iter().zip(&answer.pilots)
    }

    /// The runs of the pilot.
    #[must_use]
    pub fn batch(&self) -> Batch<'_> {
        self.runs.batch(self.replications)
    }

    /// Where the measure stands in a row of an arm.
    fn place(&self, arm: usize) -> usize {
        let mut columns = self.runs.columns(arm).iter();
        columns
            .position(|column| column.key == self.aim.key)
            .expect("every arm has the measure")
    }

    /// The measure at the end of each replication of an arm.
    fn ends(&self, runs: &dyn Runs, arm: usize) -> Result<Vec<f64>, OutputError> {
        let place = self.place(arm);
        let rows = self.runs.rows(runs, arm, self.replications)?;
        let rows = rows.chunks_exact(self.runs.columns(arm).len());
        Ok(rows.map(|row| row[place]).collect())
    }
}

impl Study for PowerAnalysis {
    type Answer = PowerAnswer;

    fn question(&self) -> Result<Question, OutputError> {
        Ok(Question {
            name: format!("power-{}", self.arms[0].scenario.name),
            // A comparison of the same arms keeps other steps, so its runs cannot be joined with these.
            identity: format!("pilot\n{}", identity_of(&self.arms)?),
            seed: self.seed,
        })
    }

    fn answer(&self, runs: &mut dyn Runs) -> Result<PowerAnswer, Incomplete> {
        runs.reach(&[self.batch()])?;
        let baseline = self.ends(runs, 0)?;
        let pilots = (1..self.arms.len()).map(|arm| Ok(Pilot::of(&baseline, &self.ends(runs, arm)?)));
        Ok(PowerAnswer {
            pilots: pilots.collect::<Result<_, OutputError>>()?,
        })
    }
}
