//! A baseline and its variants as a study.

use super::{Comparison, Ranking};
use crate::experiment::{Column, sample_of};
use crate::output::OutputError;
use crate::statistics::Sample;
use crate::study::arms::{Arms, identity_of};
use crate::study::ranking::{RankingFound, RankingUnderDraws};
use crate::study::why::{Shared, Why};
use crate::study::{Batch, Incomplete, Question, Reached, Runs, StoppingRule, Study, Variant, until};

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
    /// The ranking by that measure over draws of the parameters, where that is asked for.
    pub ranking: Option<RankingUnderDraws>,
    /// Why variants differ, where that is asked for.
    pub why: Option<Why>,
    runs: Arms,
}

/// What came of a comparison.
#[derive(Clone, Debug)]
pub struct CompareAnswer {
    /// All arms, and each variant against the baseline.
    pub comparison: Comparison,
    /// Replications of each arm, and whether they are enough.
    pub reached: Reached,
    /// How the ranking fares over draws, where that is asked for and there is one.
    pub robustness: Option<RankingFound>,
    /// By which ways each variant differs; empty where that is not asked for.
    pub why: Vec<Shared>,
}

impl Compare {
    /// Compares arms that run over the same time ([`super::check`]), the first of them the baseline.
    ///
    /// # Panics
    /// When there is no arm.
    #[must_use]
    pub fn of(arms: Vec<Variant>, seed: u64, stopping_rule: StoppingRule, key: &str) -> Self {
        assert!(!arms.is_empty(), "a comparison has a baseline");
        Self {
            runs: Arms::of(&arms, seed, |last| (0..=last).collect()),
            arms,
            seed,
            stopping_rule,
            key: key.to_owned(),
            ranking: None,
            why: None,
        }
    }

    /// The same, and whether the ranking of the arms holds over draws of the parameters.
    #[must_use]
    pub fn over_draws(self, ranking: RankingUnderDraws) -> Self {
        Self {
            ranking: Some(ranking),
            ..self
        }
    }

    /// The same, and by which ways the effects come about.
    #[must_use]
    pub fn with_why(self, why: Why) -> Self {
        Self {
            why: Some(why),
            ..self
        }
    }

    /// The variants, each with the ways by which it differs; nothing where that is not asked for.
    pub(super) fn shared<'a>(
        &'a self,
        answer: &'a CompareAnswer,
    ) -> Option<(&'a Why, Vec<(&'a Variant, &'a Shared)>)> {
        let variants = self.arms[1..].iter().zip(&answer.why);
        Some((self.why.as_ref()?, variants.collect()))
    }

    /// The columns of the baseline.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        self.runs.columns(0)
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
        self.runs.batch(replications)
    }

    /// The measure that a precision is about at the end of the first so many replications of an arm.
    ///
    /// # Panics
    /// When the arm does not have it.
    fn ends(&self, runs: &dyn Runs, arm: usize, replications: u32) -> Result<Sample, OutputError> {
        let columns = self.runs.columns(arm);
        let column = columns
            .iter()
            .position(|column| column.key == self.key)
            .expect("callers have checked that every arm has the measure");
        let steps = 1 + self.arms[arm].scenario.setup.steps as usize;
        let rows = self.runs.rows(runs, arm, replications)?;
        let ends = |column: usize| -> Vec<f64> {
            let replications = rows.chunks_exact(columns.len() * steps);
            let ends = replications.map(|rows| rows[rows.len() - columns.len() + column]);
            ends.collect()
        };
        Ok(sample_of(columns, column, ends))
    }
}

impl Study for Compare {
    type Answer = CompareAnswer;

    fn question(&self) -> Result<Question, OutputError> {
        Ok(Question {
            name: format!("compare-{}", self.arms[0].scenario.name),
            identity: identity_of(&self.arms)?,
            seed: self.seed,
        })
    }

    fn answer(&self, runs: &mut dyn Runs) -> Result<CompareAnswer, Incomplete> {
        if let (Some(why), StoppingRule::Number(number)) = (&self.why, self.stopping_rule) {
            // Asked for at once, so that shards of one round are all there is.
            runs.reach(&[self.batch(number), why.batch(number)])?;
        }
        let reached = until(
            self.stopping_rule,
            runs,
            &self.batch(self.stopping_rule.first()),
            |runs, count| {
                let baseline = self.ends(runs, 0, count)?;
                let differences = (1..self.arms.len()).map(|arm| {
                    let variant = self.ends(runs, arm, count)?;
                    Ok(baseline.differences(&variant))
                });
                differences.collect()
            },
        )?;
        let arms = 0..self.arms.len();
        let ensembles = arms.map(|arm| self.runs.ensemble(runs, arm, reached.replications));
        let ensembles = ensembles.collect::<Result<Vec<_>, OutputError>>()?;
        let comparison = Comparison::of(self.arms.clone(), ensembles);
        let robustness = match &self.ranking {
            Some(study) => Ranking::of(&comparison, &self.key)
                .map(|ranking| {
                    let order = ranking.places.iter().map(|place| place.arm).collect();
                    study.of_order(order, runs)
                })
                .transpose()?,
            None => None,
        };
        let why = match &self.why {
            Some(why) => why.answer(runs, reached.replications)?,
            None => Vec::new(),
        };
        Ok(CompareAnswer {
            comparison,
            reached,
            robustness,
            why,
        })
    }
}
