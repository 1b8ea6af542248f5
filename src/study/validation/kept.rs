//! What is kept of a fact's runs: of each arm the measures that its checks name, at the steps they name.

use super::probe;
use super::sample;
use crate::experiment::{Column, Ensemble, Ready, Societies};
use crate::output::OutputError;
use crate::scenario::fact::Fact;
use crate::study::runs::rows;
use crate::study::{Batch, RecordLayout, Runs, Variant};

/// The arms of a fact, each with a journal of its own; their configurations are their numbers. Whole rows would take about a
/// hundred times the room, and facts are measured on many replications.
#[derive(Debug)]
pub(super) struct FactArms {
    societies: Ready,
    kept: Vec<RecordLayout>,
    columns: Vec<Vec<Column>>,
    /// Years of the steps that are kept, by arm.
    years: Vec<Vec<f64>>,
    steps_most: u32,
}

impl FactArms {
    /// The arms of a fact as variants of a study.
    pub(super) fn of(fact: &Fact, variants: &[Variant], seed: u64) -> Self {
        let setups = || variants.iter().map(|variant| &variant.scenario.setup);
        let years = setups().map(|setup| {
            let steps = sample::kept(fact, setup.steps);
            let years = steps.iter().map(|step| f64::from(*step) * setup.step_years);
            years.collect()
        });
        let columns = variants.iter().map(|variant| {
            let measured = sample::measured(fact, &variant.scenario).into_iter();
            let measured = measured.map(|(_, column)| column);
            measured.chain(probe::columns(fact)).collect()
        });
        let (years, columns): (Vec<Vec<f64>>, Vec<Vec<Column>>) = (years.collect(), columns.collect());
        let kept = variants.iter().zip(&columns).zip(&years);
        Self {
            kept: kept
                .map(|((variant, columns), years)| RecordLayout {
                    journal: variant.key.clone(),
                    columns: columns.len(),
                    steps: years.len(),
                })
                .collect(),
            steps_most: setups().map(|setup| setup.steps).max().unwrap_or(0),
            societies: Ready::new(setups().cloned(), seed),
            columns,
            years,
        }
    }

    /// Who is run, without what is read from them.
    pub(super) const fn societies(&self) -> &Ready {
        &self.societies
    }

    /// So many replications of every arm; `societies` are those of the fact.
    pub(super) fn batch<'a>(&'a self, societies: &'a dyn Societies, replications: u32) -> Batch<'a> {
        Batch {
            societies,
            kept: &self.kept,
            configurations: 0..self.kept.len() as u32,
            replications,
            steps: self.steps_most,
            tolerant: false,
        }
    }

    /// The first so many replications of an arm.
    ///
    /// # Errors
    /// When they cannot be read.
    pub(super) fn ensemble(
        &self,
        runs: &dyn Runs,
        arm: usize,
        replications: u32,
    ) -> Result<Ensemble, OutputError> {
        Ok(Ensemble::new(
            self.columns[arm].clone(),
            self.years[arm].clone(),
            (0..replications).collect(),
            rows(runs, &self.kept[arm], arm as u32, replications)?,
        ))
    }
}
