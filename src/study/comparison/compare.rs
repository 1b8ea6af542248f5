//! A baseline and its variants as a study.

use super::Comparison;
use crate::experiment::{Column, Ensemble, Ready, columns};
use crate::output::OutputError;
use crate::statistics::difference;
use crate::study::runs::rows;
use crate::study::{
    Batch, Halt, Kept, Question, Reached, Runs, StoppingRule, Study, Variant, Variants, until,
};

/// A baseline and variants of it, on common random numbers. Its configurations are the arms, each with a journal of its own.
#[derive(Debug)]
pub struct Compare {
    /// Baseline and variants, in order.
    pub arms: Vec<Variant>,
    /// Seed of all draws.
    pub seed: u64,
    /// When there are enough replications.
    pub stopping_rule: StoppingRule,
    /// The measure whose difference a precision is about, by its key.
    pub key: String,
    societies: Ready,
    kept: Vec<Kept>,
    columns: Vec<Vec<Column>>,
    years: Vec<f64>,
}

/// What came of a comparison.
#[derive(Clone, Debug)]
pub struct CompareAnswer {
    /// All arms, and each variant against the baseline.
    pub comparison: Comparison,
    /// Replications of each arm, and whether they are enough.
    pub reached: Reached,
}

impl Compare {
    /// Compares arms that run over the same time ([`super::check`]), the first of them the baseline.
    ///
    /// # Panics
    /// When there is no arm.
    #[must_use]
    pub fn of(arms: Vec<Variant>, seed: u64, stopping_rule: StoppingRule, key: &str) -> Self {
        let setup = &arms[0].scenario.setup;
        let years: Vec<f64> = (0..=setup.steps)
            .map(|step| f64::from(step) * setup.step_years)
            .collect();
        let columns: Vec<Vec<Column>> = arms
            .iter()
            .map(|arm| columns(&arm.scenario.programme_keys, arm.scenario.municipalities()))
            .collect();
        let kept = arms.iter().zip(&columns).map(|(arm, columns)| Kept {
            journal: arm.key.clone(),
            columns: columns.len(),
            steps: years.len(),
        });
        Self {
            kept: kept.collect(),
            societies: Ready::new(arms.iter().map(|arm| arm.scenario.setup.clone()), seed),
            arms,
            seed,
            stopping_rule,
            key: key.to_owned(),
            columns,
            years,
        }
    }

    /// The columns of the baseline.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns[0]
    }

    /// The half-width that is asked for, where one is.
    #[must_use]
    pub fn target(&self) -> Option<f64> {
        match self.stopping_rule {
            StoppingRule::Number(_) => None,
            StoppingRule::Precise { precision, .. } => Some(precision.half_width),
        }
    }

    /// So many replications of every arm.
    #[must_use]
    pub fn batch(&self, replications: u32) -> Batch<'_> {
        Batch {
            societies: &self.societies,
            kept: &self.kept,
            configurations: 0..self.arms.len() as u32,
            replications,
            steps: self.arms[0].scenario.setup.steps,
            tolerant: false,
        }
    }

    /// The measure that a precision is about at the end of the first so many replications of an arm.
    ///
    /// # Panics
    /// When the arm does not have it.
    fn ends(&self, runs: &dyn Runs, arm: usize, replications: u32) -> Result<Vec<f64>, OutputError> {
        let column = self.columns[arm]
            .iter()
            .position(|column| column.key == self.key)
            .expect("callers have checked that every arm has the measure");
        let kept = &self.kept[arm];
        let rows = rows(runs, kept, arm as u32, replications)?;
        let ends = rows.chunks_exact(kept.columns * kept.steps);
        Ok(ends
            .map(|rows| rows[rows.len() - kept.columns + column])
            .collect())
    }
}

impl Study for Compare {
    type Answer = CompareAnswer;

    fn question(&self) -> Result<Question, OutputError> {
        Ok(Question {
            name: format!("compare-{}", self.arms[0].scenario.name),
            identity: Variants::identity(&self.arms)?,
            seed: self.seed,
        })
    }

    fn answer(&self, runs: &mut dyn Runs) -> Result<CompareAnswer, Halt> {
        let reached = until(
            self.stopping_rule,
            runs,
            &self.batch(self.stopping_rule.first()),
            |runs, count| {
                let baseline = self.ends(runs, 0, count)?;
                let differences = (1..self.arms.len()).map(|arm| {
                    let pairs = baseline.iter().zip(self.ends(runs, arm, count)?);
                    Ok(pairs.map(|(before, after)| difference(*before, after)).collect())
                });
                differences.collect()
            },
        )?;
        let arms = 0..self.arms.len();
        let ensembles = arms.map(|arm| {
            let rows = rows(runs, &self.kept[arm], arm as u32, reached.replications)?;
            let replications = (0..reached.replications).collect();
            Ok(Ensemble::new(
                self.columns[arm].clone(),
                self.years.clone(),
                replications,
                rows,
            ))
        });
        let ensembles = ensembles.collect::<Result<Vec<_>, OutputError>>()?;
        Ok(CompareAnswer {
            comparison: Comparison::of(self.arms.clone(), ensembles),
            reached,
        })
    }
}
