//! A baseline against variants: what differs, how surely, and what common random numbers bought.

mod arms;
mod compare;
pub(crate) mod figures;
mod ranking;
pub(crate) mod report;
mod reportable;
mod tables;
#[cfg(test)]
mod tests;
mod words;

use super::Variant;
pub use super::place::{Difference, differences, place_differences};
use crate::experiment::{Column, Ensemble};
use crate::model::measures::Better;
use crate::statistics::{CONFIDENCE, Paired, Sample, Summary};
pub use arms::{Mismatch, check, notes, refuse_copies};
pub use compare::{Compare, CompareAnswer};
pub use ranking::{Place, RANKED, Ranking};
pub use tables::write_tables;

/// Variants at most: as many as there are colours that everyone can tell apart.
pub const VARIANTS_MAX: usize = 6;

/// A measure of one variant against the baseline at one step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contrast {
    /// Both means, their difference, and what can be said of it.
    pub paired: Paired,
    /// Variant less baseline over the replications; `None` where no replication has both.
    pub difference: Option<Summary>,
}

impl Contrast {
    /// Pairs two samples; both are in the order of the replications.
    ///
    /// # Panics
    /// When they have not as many replications.
    #[must_use]
    pub fn of(baseline: &Sample, variant: &Sample) -> Self {
        Self {
            paired: baseline.paired(variant),
            difference: baseline.difference(variant),
        }
    }

    /// Probability that the same society fares better under the variant, or, where it is not said which way is
    /// better, that its value is higher.
    #[must_use]
    pub fn probability(&self, better: Option<Better>) -> f64 {
        match better {
            Some(Better::Lower) => 1.0 - self.paired.probability_higher,
            Some(Better::Higher) | None => self.paired.probability_higher,
        }
    }

    /// Replications, paired and unpaired, whose interval of the difference is no wider than that of the pairs there
    /// are, or than ± `target` where one is given; `None` where that cannot be said.
    #[must_use]
    pub fn replications_needed(&self, target: Option<f64>) -> (Option<usize>, Option<usize>) {
        let target = target.unwrap_or_else(|| self.paired.difference.half_width(CONFIDENCE));
        if target.is_nan() || target <= 0.0 {
            return (None, None);
        }
        (
            self.paired
                .paired_design()
                .replications_for_half_width(target, CONFIDENCE),
            self.paired
                .unpaired_design()
                .replications_for_half_width(target, CONFIDENCE),
        )
    }
}

/// One variant against the baseline: all measures that both have, at every step.
#[derive(Clone, Debug, PartialEq)]
pub struct Versus {
    columns: Vec<Column>,
    steps: usize,
    contrasts: Vec<Contrast>,
}

impl Versus {
    fn of(baseline: &Ensemble, variant: &Ensemble) -> Self {
        let shared: Vec<(usize, usize, Column)> = baseline
            .columns()
            .iter()
            .enumerate()
            .filter_map(|(index, column)| Some((index, variant.column(&column.key)?, column.clone())))
            .collect();
        let steps = baseline.years().len();
        let contrasts = shared
            .iter()
            .flat_map(|(before, after, _)| (0..steps).map(move |step| (*before, *after, step)))
            .map(|(before, after, step)| {
                let before = baseline.over_replications(before, step);
                Contrast::of(&before, &variant.over_replications(after, step))
            })
            .collect();
        Self {
            columns: shared.into_iter().map(|(_, _, column)| column).collect(),
            steps,
            contrasts,
        }
    }

    /// The columns that both have.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Number of steps, the initial state included.
    #[must_use]
    pub const fn steps(&self) -> usize {
        self.steps
    }

    /// A column at a step, both by position.
    ///
    /// # Panics
    /// When there is no such column or step.
    #[must_use]
    pub fn at(&self, column: usize, step: usize) -> &Contrast {
        assert!(step < self.steps, "step {step} of {}", self.steps);
        &self.contrasts[column * self.steps + step]
    }

    /// A column by its name, with its contrast at the end; `None` where not both have it.
    #[must_use]
    pub fn end(&self, key: &str) -> Option<(&Column, &Contrast)> {
        let column = self.columns.iter().position(|column| column.key == key)?;
        Some((&self.columns[column], self.at(column, self.steps - 1)))
    }
}

/// A baseline and its variants with all their replications.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Baseline and variants, in order.
    pub arms: Vec<Variant>,
    /// The replications of each arm, the same ones in all of them.
    pub ensembles: Vec<Ensemble>,
    /// Each variant against the baseline.
    pub versus: Vec<Versus>,
}

impl Comparison {
    /// Compares.
    ///
    /// # Panics
    /// When the arms have not run the same replications over the same time.
    #[must_use]
    pub fn of(arms: Vec<Variant>, ensembles: Vec<Ensemble>) -> Self {
        assert_eq!(arms.len(), ensembles.len(), "every arm has its replications");
        for ensemble in &ensembles {
            assert_eq!(ensemble.replications(), ensembles[0].replications());
            assert_eq!(ensemble.years().len(), ensembles[0].years().len());
        }
        let versus = ensembles[1..]
            .iter()
            .map(|variant| Versus::of(&ensembles[0], variant))
            .collect();
        Self {
            arms,
            ensembles,
            versus,
        }
    }

    /// The variants, each against the baseline.
    pub fn variants(&self) -> impl Iterator<Item = (&Variant, &Versus)> {
        self.arms[1..].iter().zip(&self.versus)
    }

    /// The variants that do what the baseline does, in every measure of every replication.
    pub fn without_effect(&self) -> impl Iterator<Item = &Variant> {
        let tied = |contrast: &Contrast| contrast.paired.is_tied() || contrast.paired.difference.count() == 0;
        self.variants()
            .filter(move |(_, versus)| versus.contrasts.iter().all(tied))
            .map(|(variant, _)| variant)
    }

    /// Number of replications of each arm.
    #[must_use]
    pub fn replications(&self) -> usize {
        self.ensembles[0].replications().len()
    }

    /// Time of each step in years from the start.
    #[must_use]
    pub fn years(&self) -> &[f64] {
        self.ensembles[0].years()
    }
}
