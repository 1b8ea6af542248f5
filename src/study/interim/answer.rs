//! What the replications that have ended say.

use super::InterimComparison;
use crate::statistics::{Paired, Summary};

impl InterimComparison {
    /// A measure, by its position among those asked for, in an arm: a summary of every step, `None` where no replication
    /// has a value.
    ///
    /// # Panics
    /// When there is no such measure or arm.
    pub fn course(&self, measure: usize, arm: usize) -> impl Iterator<Item = Option<Summary>> + '_ {
        (0..self.question.steps())
            .map(move |step| Summary::of(self.sample(arm, self.question.at_step(measure, step))))
    }

    /// A column of the baseline, by its position, at the end in an arm; `None` where no replication has a value, or the arm
    /// does not have the column.
    ///
    /// # Panics
    /// When there is no such column or arm.
    #[must_use]
    pub fn end(&self, column: usize, arm: usize) -> Option<Summary> {
        let at = self.question.at_end(column, arm)?;
        Summary::of(self.sample(arm, at))
    }

    /// What sets an arm apart from the baseline at the end in a column of the baseline, by its position; `None` where no
    /// replication has a value in both.
    ///
    /// # Panics
    /// When there is no such column or arm.
    #[must_use]
    pub fn effect(&self, column: usize, arm: usize) -> Option<Paired> {
        let sample = |arm| -> Option<Vec<f64>> {
            let at = self.question.at_end(column, arm)?;
            Some(self.sample(arm, at).collect())
        };
        let paired = Paired::of(&sample(0)?, &sample(arm)?);
        (paired.difference.count() > 0).then_some(paired)
    }

    /// One number of what is kept of every run of an arm, in the order of the replications.
    fn sample(&self, arm: usize, at: usize) -> impl Iterator<Item = f64> + '_ {
        self.runs[arm].iter().map(move |run| run[at])
    }
}
