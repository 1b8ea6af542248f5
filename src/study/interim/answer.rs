//! What the replications that have ended say.

use super::InterimComparison;
use crate::statistics::{Paired, Sample, Summary};

impl InterimComparison {
    /// A measure, by its position among those asked for, in an arm: a summary of every step, `None` where no replication
    /// has a value.
    ///
    /// # Panics
    /// When there is no such measure or arm.
    pub fn course(&self, measure: usize, arm: usize) -> impl Iterator<Item = Option<Summary>> + '_ {
        (0..self.question.steps()).map(move |step| {
            let read = |place: usize| self.numbers(arm, place);
            self.question.at_step((measure, step), arm, read).summary()
        })
    }

    /// A column of the baseline, by its position, at the end in an arm; `None` where no replication has a value, or the arm
    /// does not have the column.
    ///
    /// # Panics
    /// When there is no such column or arm.
    #[must_use]
    pub fn end(&self, column: usize, arm: usize) -> Option<Summary> {
        self.at_end(column, arm)?.summary()
    }

    /// What sets an arm apart from the baseline at the end in a column of the baseline, by its position; `None` where no
    /// replication has a value in both.
    ///
    /// # Panics
    /// When there is no such column or arm.
    #[must_use]
    pub fn effect(&self, column: usize, arm: usize) -> Option<Paired> {
        let paired = self.at_end(column, 0)?.paired(&self.at_end(column, arm)?);
        (paired.difference.count() > 0).then_some(paired)
    }

    /// A column of the baseline at the end in an arm; `None` where the arm does not have it.
    fn at_end(&self, column: usize, arm: usize) -> Option<Sample> {
        let read = |place: usize| self.numbers(arm, place);
        self.question.at_end(column, arm, read)
    }

    /// One number of what is kept of every run of an arm, in the order of the replications.
    fn numbers(&self, arm: usize, place: usize) -> Vec<f64> {
        self.runs[arm].iter().map(|run| run[place]).collect()
    }
}
