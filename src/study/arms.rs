//! The arms of a study on common random numbers, each with a journal of its own.

use super::runs::rows;
use super::{Batch, RecordLayout, Runs, Variant};
use crate::experiment::{Column, Ensemble, Ready, Societies, columns};
use crate::output::{OutputError, identity};

/// Arms whose rows are kept at some of their steps. Their configurations are their numbers.
#[derive(Debug)]
pub(in crate::study) struct Arms {
    societies: Ready,
    kept: Vec<RecordLayout>,
    columns: Vec<Vec<Column>>,
    /// Years of the steps that are kept, by arm.
    years: Vec<Vec<f64>>,
    steps_most: u32,
}

impl Arms {
    /// Arms of which `steps` says, from the number of an arm's last step, which ones are kept, in increasing order.
    pub(in crate::study) fn of(variants: &[Variant], seed: u64, steps: impl Fn(u32) -> Vec<u32>) -> Self {
        Self::keeping(variants, seed, steps, |variant| {
            columns(
                &variant.scenario.programme_keys,
                variant.scenario.municipalities(),
            )
        })
    }

    /// The same, of which other societies than [`Self::societies`] keep these columns of an arm.
    pub(in crate::study) fn keeping(
        variants: &[Variant],
        seed: u64,
        steps: impl Fn(u32) -> Vec<u32>,
        columns: impl Fn(&Variant) -> Vec<Column>,
    ) -> Self {
        let setups = || variants.iter().map(|variant| &variant.scenario.setup);
        let steps: Vec<Vec<u32>> = setups().map(|setup| steps(setup.steps)).collect();
        let years = setups().zip(&steps).map(|(setup, steps)| {
            let years = steps.iter().map(|step| f64::from(*step) * setup.step_years);
            years.collect()
        });
        let columns: Vec<Vec<Column>> = variants.iter().map(columns).collect();
        let kept = variants.iter().zip(&columns).zip(&steps);
        Self {
            kept: kept
                .map(|((variant, columns), steps)| RecordLayout {
                    journal: variant.key.clone(),
                    columns: columns.len(),
                    steps: steps.len(),
                })
                .collect(),
            years: years.collect(),
            columns,
            steps_most: setups().map(|setup| setup.steps).max().unwrap_or(0),
            societies: Ready::new(setups().cloned(), seed).at(steps),
        }
    }

    /// The columns of an arm.
    pub(in crate::study) fn columns(&self, arm: usize) -> &[Column] {
        &self.columns[arm]
    }

    /// Who is run.
    pub(in crate::study) const fn societies(&self) -> &Ready {
        &self.societies
    }

    /// So many replications of every arm.
    pub(in crate::study) fn batch(&self, replications: u32) -> Batch<'_> {
        self.batch_of(&self.societies, replications)
    }

    /// The same of societies that keep other columns.
    pub(in crate::study) fn batch_of<'a>(
        &'a self,
        societies: &'a dyn Societies,
        replications: u32,
    ) -> Batch<'a> {
        Batch {
            societies,
            kept: &self.kept,
            configurations: 0..self.kept.len() as u32,
            replications,
            steps: self.steps_most,
            tolerant: false,
        }
    }

    /// The rows of the first so many replications of an arm.
    ///
    /// # Errors
    /// When they cannot be read.
    pub(in crate::study) fn rows(
        &self,
        runs: &dyn Runs,
        arm: usize,
        replications: u32,
    ) -> Result<Vec<f64>, OutputError> {
        rows(runs, &self.kept[arm], arm as u32, replications)
    }

    /// The same, with columns and years.
    ///
    /// # Errors
    /// When they cannot be read.
    pub(in crate::study) fn ensemble(
        &self,
        runs: &dyn Runs,
        arm: usize,
        replications: u32,
    ) -> Result<Ensemble, OutputError> {
        Ok(Ensemble::new(
            self.columns[arm].clone(),
            self.years[arm].clone(),
            (0..replications).collect(),
            self.rows(runs, arm, replications)?,
        )
        .lived_in(runs.worlds()))
    }
}

/// The text that names a study: the identities of all its arms, in order.
///
/// # Errors
/// When a data file can no longer be read.
pub(in crate::study) fn identity_of(variants: &[Variant]) -> Result<String, OutputError> {
    variants
        .iter()
        .map(|variant| Ok(format!("## {}\n{}", variant.key, identity(&variant.scenario)?)))
        .collect()
}
