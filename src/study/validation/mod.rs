//! Stylised facts, measured: each figure with its interval, and whether the fact is met.
//!
//! The rule: a check is met where the whole 95 % interval lies in its target, and not met where it lies outside. Where it holds
//! an end of the target the check *turns with the seed*, which is a verdict of its own. The target of a sign begins at the
//! smallest effect of interest. Verdicts rest on all replications; equal batches of them tell how stable they are.

mod counts;
mod figure;
mod judge;
mod probe;
mod readings;
pub(crate) mod report;
mod reportable;
mod sample;
mod stability;
mod tables;
#[cfg(test)]
mod tests;
mod words;

use crate::experiment::{Column, Ensemble};
use crate::output::OutputError;
use crate::scenario::fact::{Fact, Followed, Reading};
use crate::study::arms::{Arms, identity_of};
use crate::study::{Batch, Incomplete, Question, Runs, Study, Variant};
pub use judge::{Batches, Figure, Found};
use probe::FactSocieties;
use sample::Samples;
pub use tables::write_tables;

/// Replications where nobody asks for another number: enough that few verdicts turn with the seed.
pub const REPLICATIONS_USUAL: u32 = 400;
/// Fewest replications; with fewer an interval is no more than a guess.
pub const REPLICATIONS_MIN: u32 = 30;

/// Whether a model shows a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It does.
    Met,
    /// The model cannot say.
    NotMeasured,
    /// The interval holds an end of the target, so that other seeds may say otherwise.
    Turns,
    /// The figure has no firm value: a ratio to something that may be 0, or no value in enough replications.
    Undecided,
    /// It does not.
    NotMet,
}

impl Verdict {
    /// All verdicts, in the order in which they are counted.
    pub const ALL: [Self; 5] = [
        Self::Met,
        Self::NotMet,
        Self::Turns,
        Self::Undecided,
        Self::NotMeasured,
    ];

    /// In words, for tables and programs.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not met",
            Self::Turns => "turns with the seed",
            Self::Undecided => "undecided",
            Self::NotMeasured => "not measured",
        }
    }

    /// In the reader's words.
    #[must_use]
    pub fn said(self) -> &'static str {
        use crate::words::words;
        let said = match self {
            Self::Met => words!("met"),
            Self::NotMet => words!("not met"),
            Self::Turns => words!("turns with the seed"),
            Self::Undecided => words!("undecided"),
            Self::NotMeasured => words!("not measured"),
        };
        said.text()
    }
}

/// A fact with what was found.
#[derive(Clone, Debug)]
pub struct Validated {
    /// The fact.
    pub fact: Fact,
    /// Its checks, in the order of the file.
    pub found: Vec<Found>,
    /// Replications of each arm.
    pub replications: u32,
}

impl Validated {
    /// The verdict on the fact as a whole: that of its worst check. What is measured beside it does not count, and what
    /// cannot be measured counts only where nothing can.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let own = self.found.iter().filter(|found| !found.check.beside);
        own.map(|found| found.verdict)
            .filter(|verdict| *verdict != Verdict::NotMeasured)
            .max()
            .unwrap_or(Verdict::NotMeasured)
    }
}

/// Facts that are measured together.
#[derive(Debug)]
pub struct Validation {
    /// Short name of the validation.
    pub name: String,
    /// The facts.
    pub facts: Vec<Fact>,
    /// Replications of every arm.
    pub replications: u32,
    /// Seed of all draws.
    pub seed: u64,
    arms: Vec<Arms>,
}

impl Validation {
    /// Measures facts on so many replications of every arm.
    #[must_use]
    pub fn of(name: String, facts: Vec<Fact>, seed: u64, replications: u32) -> Self {
        // Whole rows would take about a hundred times the room, and facts are measured on many replications.
        let arms_of = |fact: &Fact| {
            let steps = |last| sample::kept(fact, last);
            Arms::keeping(&variants(fact), seed, steps, |variant| columns(fact, variant))
        };
        Self {
            arms: facts.iter().map(arms_of).collect(),
            name,
            facts,
            replications,
            seed,
        }
    }

    /// The arms of all facts.
    pub fn variants(&self) -> impl Iterator<Item = Variant> + '_ {
        self.facts.iter().flat_map(variants)
    }
}

impl Study for Validation {
    type Answer = Vec<Validated>;

    fn question(&self) -> Result<Question, OutputError> {
        let identity = self.facts.iter().map(|fact| {
            let arms = identity_of(&variants(fact))?;
            Ok(format!("# {}\n{}\n{arms}", fact.id, fact.text()))
        });
        Ok(Question {
            name: format!("validate-{}", self.name),
            identity: identity.collect::<Result<_, OutputError>>()?,
            seed: self.seed,
        })
    }

    fn answer(&self, runs: &mut dyn Runs) -> Result<Vec<Validated>, Incomplete> {
        let all = || self.facts.iter().zip(&self.arms);
        let societies: Vec<FactSocieties<'_>> = all()
            .map(|(fact, arms)| FactSocieties::new(fact, arms.societies().clone()))
            .collect();
        let batches: Vec<Batch<'_>> = societies
            .iter()
            .zip(&self.arms)
            .map(|(societies, arms)| arms.batch_of(societies, self.replications))
            .collect();
        runs.reach(&batches)?;
        let validated = all().map(|(fact, arms)| {
            let ensembles = (0..fact.arms.len()).map(|arm| arms.ensemble(runs, arm, self.replications));
            let ensembles = ensembles.collect::<Result<Vec<Ensemble>, OutputError>>()?;
            let samples = Samples::of(fact, &ensembles, self.replications);
            let found = fact.checks.iter();
            Ok(Validated {
                fact: fact.clone(),
                found: found
                    .map(|check| judge::find(check, &samples, self.seed))
                    .collect(),
                replications: self.replications,
            })
        });
        validated.collect()
    }
}

/// What is kept of an arm: the measures that the checks name, and what is read from the agents.
fn columns(fact: &Fact, variant: &Variant) -> Vec<Column> {
    let measured = sample::measured(fact, &variant.scenario).into_iter();
    let measured = measured.map(|(_, column)| column);
    measured.chain(probe::columns(fact)).collect()
}

/// The arms of a fact as the variants of a study. Arms with the same programmes face the need of the first: need belongs to
/// the place, not to what is done there.
fn variants(fact: &Fact) -> Vec<Variant> {
    let asks = |reading: &Reading| reading.what.followed().is_some_and(Followed::needs_diaries);
    let diaries = fact.readings.iter().any(asks);
    let variants: Vec<Variant> = fact
        .arms
        .iter()
        .map(|arm| {
            let mut scenario = arm.scenario.clone();
            scenario.setup.diaries = diaries;
            Variant {
                // No id has a dot, so no other fact has a journal of this name.
                key: format!("{}.{}", fact.id, arm.name),
                title: format!("{}: {}", fact.id, arm.name),
                scenario,
            }
        })
        .collect();
    let first = variants[0].clone();
    let rest = variants.into_iter().skip(1);
    std::iter::once(first.clone())
        .chain(rest.map(|variant| variant.facing_need_of(&first)))
        .collect()
}
