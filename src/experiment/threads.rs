//! Threads: how many, and whether they share one replication or each take their own.

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use crate::model::executor::Executor;

/// Populations from this size on are divided among the threads; smaller ones lose more by waiting for each other
/// than they gain.
const DIVIDED_CITIZENS_MIN: u64 = 200_000;

/// The threads of a run.
#[derive(Debug)]
pub struct Threads {
    pool: ThreadPool,
}

impl Threads {
    /// This number of threads; 0 means one per core.
    ///
    /// # Errors
    /// When the operating system gives no threads.
    pub fn new(count: usize) -> Result<Self, ThreadPoolBuildError> {
        let pool = ThreadPoolBuilder::new().num_threads(count).build()?;
        Ok(Self { pool })
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.pool.current_num_threads()
    }

    /// The pool they form.
    pub(super) const fn pool(&self) -> &ThreadPool {
        &self.pool
    }

    /// Whether the threads divide the citizens of one replication, instead of taking a replication each.
    ///
    /// The numbers are the same either way; this is about time and memory.
    #[must_use]
    pub fn divide(&self, citizens: u64, replications: u64) -> bool {
        self.count() > 1 && citizens >= DIVIDED_CITIZENS_MIN
            || replications == 1 && citizens >= DIVIDED_CITIZENS_MIN / 10
    }
}

/// Divides the blocks of citizens among the threads of the current pool.
#[derive(Clone, Copy, Debug, Default)]
pub struct Divided;

impl Executor for Divided {
    fn map<T: Send, R: Send>(
        &self,
        items: &mut [T],
        work: impl Fn(usize, &mut T) -> R + Sync + Send,
    ) -> Vec<R> {
        items
            .par_iter_mut()
            .enumerate()
            .map(|(index, item)| work(index, item))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_index_order() {
        let mut items: Vec<usize> = (0..1000).collect();
        let threads = Threads::new(7).unwrap();
        let answers = threads.pool().install(|| {
            Divided.map(&mut items, |index, item| {
                *item += 1;
                index * 2
            })
        });
        assert_eq!(answers, (0..1000).map(|index| index * 2).collect::<Vec<_>>());
        assert_eq!(items, (1..=1000).collect::<Vec<_>>());
    }

    #[test]
    fn only_large_populations_are_divided() {
        let two = Threads::new(2).unwrap();
        assert!(!two.divide(2_000, 200));
        assert!(!two.divide(2_000, 1));
        assert!(two.divide(5_900_000, 10));
        assert!(two.divide(50_000, 1));
        let one = Threads::new(1).unwrap();
        assert!(!one.divide(5_900_000, 10));
    }
}
