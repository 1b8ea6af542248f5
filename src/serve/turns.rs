//! Turns at the machine: who wants to simulate waits for a turn, takes all threads for a short while, and waits again.
//!
//! Turns go round, so a long study does not keep anyone waiting, and whoever is new has every second turn, so that a
//! first answer comes soon even when many are at work. One turn lasts about [`TURN`].

use std::collections::VecDeque;
use std::ops::Deref;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::experiment::Threads;

/// How long a turn should last.
pub(super) const TURN: Duration = Duration::from_millis(100);

/// The machine, which one at a time may use.
#[derive(Debug)]
pub(super) struct Turns {
    threads: Threads,
    line: Mutex<Line>,
    moved: Condvar,
}

/// Who waits.
#[derive(Debug, Default)]
struct Line {
    next_ticket: u64,
    /// Those who have had no turn yet.
    fresh: VecDeque<u64>,
    /// Those who go on.
    waiting: VecDeque<u64>,
    /// The one whose turn it is.
    serving: Option<u64>,
    fresh_was_last: bool,
}

/// A turn; it ends when it is dropped.
#[derive(Debug)]
pub(super) struct Turn<'a>(&'a Turns);

impl Turns {
    /// A machine with these threads.
    pub(super) fn new(threads: Threads) -> Self {
        Self {
            threads,
            line: Mutex::default(),
            moved: Condvar::new(),
        }
    }

    /// The threads of the machine, to reckon with; who simulates on them waits for a turn.
    pub(super) const fn threads(&self) -> &Threads {
        &self.threads
    }

    /// Waits for the first turn of someone new.
    pub(super) fn first(&self) -> Turn<'_> {
        self.wait(true)
    }

    /// Waits for a further turn.
    pub(super) fn next(&self) -> Turn<'_> {
        self.wait(false)
    }

    fn wait(&self, fresh: bool) -> Turn<'_> {
        let mut line = self.line();
        let ticket = line.next_ticket;
        line.next_ticket += 1;
        if fresh {
            line.fresh.push_back(ticket);
        } else {
            line.waiting.push_back(ticket);
        }
        if line.serving.is_none() {
            line.call();
        }
        while line.serving != Some(ticket) {
            line = self.moved.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
        Turn(self)
    }

    /// A thread that panicked while it held the line left it whole: nothing in here can fail halfway.
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Line {
    /// Calls the one whose turn it is: new ones and others in turn, each in order.
    fn call(&mut self) {
        let fresh_first = !self.fresh_was_last || self.waiting.is_empty();
        let fresh = if fresh_first { self.fresh.pop_front() } else { None };
        self.fresh_was_last = fresh.is_some();
        self.serving = fresh.or_else(|| self.waiting.pop_front());
    }
}

impl Deref for Turn<'_> {
    type Target = Threads;

    fn deref(&self) -> &Threads {
        &self.0.threads
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.line().call();
        self.0.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Calls everyone in `line` and says in which order.
    fn order(mut line: Line) -> Vec<u64> {
        std::iter::from_fn(|| {
            line.call();
            line.serving
        })
        .collect()
    }

    #[test]
    fn new_ones_have_every_second_turn() {
        let line = Line {
            fresh: [10, 11, 12].into(),
            waiting: [1, 2].into(),
            ..Line::default()
        };
        assert_eq!(order(line), [10, 1, 11, 2, 12]);
    }

    #[test]
    fn others_keep_their_order() {
        let line = Line {
            waiting: [3, 1, 2].into(),
            ..Line::default()
        };
        assert_eq!(order(line), [3, 1, 2]);
    }

    #[test]
    fn one_at_a_time_and_nobody_is_forgotten() {
        let turns = Turns::new(Threads::new(1).unwrap());
        let (busy, most) = (
            std::sync::atomic::AtomicU32::new(0),
            std::sync::atomic::AtomicU32::new(0),
        );
        let order = std::sync::atomic::Ordering::SeqCst;
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for round in 0..20 {
                        let turn = if round == 0 { turns.first() } else { turns.next() };
                        most.fetch_max(busy.fetch_add(1, order) + 1, order);
                        busy.fetch_sub(1, order);
                        drop(turn);
                    }
                });
            }
        });
        assert_eq!(most.into_inner(), 1);
        assert_eq!(turns.line().serving, None);
    }
}
