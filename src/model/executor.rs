//! Who walks over the blocks of citizens: this thread, or several.

/// Runs the same work on every item of a slice.
///
/// Items are independent of each other, so the result may not depend on the executor. The model itself
/// knows only [`Serial`]; executors with threads stand outside it.
pub trait Executor: Sync {
    /// Calls `work(index, item)` once for every item and collects the answers in index order.
    fn map<T: Send, R: Send>(
        &self,
        items: &mut [T],
        work: impl Fn(usize, &mut T) -> R + Sync + Send,
    ) -> Vec<R>;
}

/// One item after the other, on the calling thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct Serial;

impl Executor for Serial {
    fn map<T: Send, R: Send>(
        &self,
        items: &mut [T],
        work: impl Fn(usize, &mut T) -> R + Sync + Send,
    ) -> Vec<R> {
        items
            .iter_mut()
            .enumerate()
            .map(|(index, item)| work(index, item))
            .collect()
    }
}
