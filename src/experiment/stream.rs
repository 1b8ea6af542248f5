//! Tasks on all threads, their results handed over one by one as they come.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use super::threads::{Divided, Threads};
use crate::model::executor::{Executor, Serial};

/// Tasks that can be done in any order.
pub(super) trait Work: Sync {
    /// What comes out of a task, once or several times.
    type Result: Send;

    /// Does the task of this number and hands over what comes out; `Break` when nobody wants the rest any more.
    fn perform<E: Executor>(
        &self,
        task: usize,
        executor: &E,
        hand_over: &mut dyn FnMut(Self::Result) -> ControlFlow<()>,
    ) -> ControlFlow<()>;

    /// Nobody wants the rest any more.
    fn give_up(&self);
}

/// Does so many tasks, beginning them in order.
///
/// `divide` says whether the threads share one task at a time or take a task each. `finished` runs on the calling
/// thread, one result at a time.
///
/// # Errors
/// The first error of `finished`; the work is then given up.
pub(super) fn stream<W: Work, F>(
    work: &W,
    tasks: usize,
    threads: &Threads,
    divide: bool,
    mut finished: impl FnMut(W::Result) -> Result<(), F>,
) -> Result<(), F> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::sync_channel(2 * threads.count());
    std::thread::scope(|scope| {
        let next = &next;
        scope.spawn(move || {
            if divide {
                threads
                    .pool()
                    .install(|| take(work, tasks, next, &Divided, &sender));
            } else {
                threads
                    .pool()
                    .broadcast(|_| take(work, tasks, next, &Serial, &sender));
            }
        });
        for result in receiver {
            finished(result).inspect_err(|_| work.give_up())?;
        }
        Ok(())
    })
}

/// Takes one task after the other until there is none left.
fn take<W: Work, E: Executor>(
    work: &W,
    tasks: usize,
    next: &AtomicUsize,
    executor: &E,
    sender: &mpsc::SyncSender<W::Result>,
) {
    let mut hand_over = |result| match sender.send(result) {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    };
    loop {
        let task = next.fetch_add(1, Ordering::Relaxed);
        if task >= tasks || work.perform(task, executor, &mut hand_over).is_break() {
            return;
        }
    }
}
