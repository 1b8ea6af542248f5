//! Letting further replications live.

use std::collections::BTreeMap;

use super::{InterimComparison, InterimQuestion};
use crate::experiment::{Completion, Threads, Watch, by_replication, simulate};
use crate::study::Incomplete;

impl InterimComparison {
    /// A comparison of which no replication has ended.
    #[must_use]
    pub fn of(question: InterimQuestion) -> Self {
        Self {
            runs: vec![Vec::new(); question.arms.len()],
            question,
        }
    }

    /// What is asked.
    #[must_use]
    pub const fn question(&self) -> &InterimQuestion {
        &self.question
    }

    /// Replications of every arm that have ended.
    #[must_use]
    pub fn replications(&self) -> u32 {
        self.runs[0].len() as u32
    }

    /// Lets so many further replications of every arm live.
    ///
    /// # Errors
    /// When a run fails, or when it is stopped before all of them have ended; then none of them counts.
    pub fn extend(
        &mut self,
        replications: u32,
        threads: &Threads,
        watch: &dyn Watch,
    ) -> Result<(), Incomplete> {
        let (arms, done) = (self.runs.len() as u32, self.replications());
        let kept = u64::from(arms) * u64::from(done);
        let further = by_replication(arms, done + replications).skip(kept as usize);
        let mut ended = BTreeMap::new();
        let completion = simulate(&self.question, further, threads, watch, |run| match run.outcome {
            Ok(values) => {
                ended.insert(run.address, values);
                Ok(())
            }
            Err(reason) => Err(Incomplete::Failed {
                run: run.address,
                reason,
            }),
        })?;
        if completion == Completion::Stopped {
            let of = u64::from(arms) * u64::from(done + replications);
            return Err(Incomplete::Stopped { kept, of });
        }
        // Runs end in any order, and are kept in theirs.
        for (address, values) in ended {
            self.runs[address.configuration as usize].push(values);
        }
        Ok(())
    }
}
