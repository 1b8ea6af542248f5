//! Stylised facts, measured: each figure with its interval, and whether the fact is met.
//!
//! The acceptance rule: at least [`REPLICATIONS_MIN`] replications; a band is for the mean, a sign asks that the 95 %
//! interval of the paired difference lies on the stated side of 0.

mod figure;
mod judge;
mod probe;
pub(crate) mod report;
mod reportable;
mod sample;
mod tables;
#[cfg(test)]
mod tests;
mod words;

use crate::output::OutputError;
use crate::scenario::fact::Fact;
use crate::study::arms::{Arms, identity_of};
use crate::study::{Batch, Incomplete, Question, Runs, Study, Variant};
pub use judge::{Figure, Found};
use probe::FactSocieties;
pub use tables::write_tables;

/// Fewest replications of the acceptance rule.
pub const REPLICATIONS_MIN: u32 = 30;

/// Whether a model shows a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It does.
    Met,
    /// The model cannot say.
    NotMeasured,
    /// The figure has no firm value: a ratio to something that may be 0, or no value in enough replications.
    Undecided,
    /// It does not.
    NotMet,
}

impl Verdict {
    /// All verdicts, the best first.
    pub const ALL: [Self; 4] = [Self::Met, Self::NotMet, Self::Undecided, Self::NotMeasured];

    /// In words, for tables and programs.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not met",
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
        let arms = facts.iter().map(|fact| {
            let steps = |last| sample::kept(fact, last);
            Arms::of(&variants(fact), seed, steps, &probe::columns(fact))
        });
        Self {
            arms: arms.collect(),
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
            .map(|(societies, arms)| Batch {
                societies,
                ..arms.batch(self.replications)
            })
            .collect();
        runs.reach(&batches)?;
        let validated = all().map(|(fact, arms)| {
            let samples = sample::Samples::read(fact, arms, runs, self.replications)?;
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

/// The arms of a fact as the variants of a study. Arms with the same programmes face the need of the first: need belongs to
/// the place, not to what is done there.
fn variants(fact: &Fact) -> Vec<Variant> {
    let variants: Vec<Variant> = fact
        .arms
        .iter()
        .map(|arm| Variant {
            // No id has a dot, so no other fact has a journal of this name.
            key: format!("{}.{}", fact.id, arm.name),
            title: format!("{}: {}", fact.id, arm.name),
            scenario: arm.scenario.clone(),
        })
        .collect();
    let first = variants[0].clone();
    let rest = variants.into_iter().skip(1);
    std::iter::once(first.clone())
        .chain(rest.map(|variant| variant.facing_need_of(&first)))
        .collect()
}
