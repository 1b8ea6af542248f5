//! Stylised facts, measured: each figure with its interval, and whether the fact is met.
//!
//! The acceptance rule: at least [`REPLICATIONS_MIN`] replications; a band is for the mean, a sign asks that the 95 %
//! interval of the paired difference lies on the stated side of 0.

mod judge;
mod probe;
mod sample;
mod tables;
#[cfg(test)]
mod tests;

use crate::experiment::{Completion, Threads, Watch};
use crate::output::{OutputError, RunFolder};
use crate::scenario::fact::Fact;
use crate::study::{Variant, Variants};
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

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not met",
            Self::Undecided => "undecided",
            Self::NotMeasured => "not measured",
        }
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

/// A fact with its runs.
#[derive(Debug)]
pub struct Validation<'a> {
    fact: &'a Fact,
    seed: u64,
    variants: Variants,
}

impl<'a> Validation<'a> {
    /// The arms of a fact as the variants of a study. Arms with the same programmes face the need of the first: need
    /// belongs to the place, not to what is done there.
    #[must_use]
    pub fn variants_of(fact: &Fact) -> Vec<Variant> {
        let variants: Vec<Variant> = fact
            .arms
            .iter()
            .map(|arm| Variant {
                key: format!("{}-{}", fact.id, arm.name.replace('.', "_")),
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

    /// Opens the runs of a fact in the folder of a study.
    ///
    /// # Errors
    /// When a journal cannot be opened.
    pub fn open(folder: &RunFolder, fact: &'a Fact) -> Result<Self, OutputError> {
        let variants = Variants::open_probed(
            folder,
            &Self::variants_of(fact),
            |last| sample::kept(fact, last),
            &probe::columns(fact),
        )?;
        Ok(Self {
            fact,
            seed: folder.seed(),
            variants,
        })
    }

    /// Steps that societies have still to live until every arm has so many replications.
    #[must_use]
    pub fn missing_steps(&self, replications: u32) -> u64 {
        self.variants.missing_steps(replications)
    }

    /// Simulates until every arm has so many replications.
    ///
    /// # Errors
    /// When a journal cannot be written.
    pub fn reach(
        &mut self,
        replications: u32,
        threads: &Threads,
        watch: &dyn Watch,
    ) -> Result<Completion, OutputError> {
        let societies = FactSocieties::new(self.fact, self.variants.societies().clone());
        self.variants.reach_of(&societies, replications, threads, watch)
    }

    /// Measures all checks on the first so many replications.
    ///
    /// # Errors
    /// When a journal cannot be read.
    pub fn conclude(&self, replications: u32) -> Result<Validated, OutputError> {
        let samples = sample::Samples::read(self.fact, &self.variants, replications)?;
        let found = self.fact.checks.iter();
        Ok(Validated {
            fact: self.fact.clone(),
            found: found
                .map(|check| judge::find(check, &samples, self.seed))
                .collect(),
            replications,
        })
    }
}
