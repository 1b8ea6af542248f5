//! Long studies in turns: they keep what is finished, and go on where they were when their turn comes again.

use std::time::{Duration, Instant};

use super::stream::Writer;
use super::turns::{TURN, Turns};
use crate::experiment::{Completion, Threads, Watch};
use crate::study::Overseer;

/// A turn that ends when its time is up or nobody listens any more.
struct Slice<'a> {
    writer: &'a Writer,
    until: Instant,
}

impl Watch for Slice<'_> {
    fn stopped(&self) -> bool {
        self.writer.stopped() || Instant::now() >= self.until
    }
}

/// Whoever watches a turn watches all that is simulated in it.
pub(super) struct Passing<'a>(pub(super) &'a dyn Watch);

impl Watch for Passing<'_> {
    fn step(&self) {
        self.0.step();
    }

    fn stopped(&self) -> bool {
        self.0.stopped()
    }
}

impl Overseer for Passing<'_> {
    fn begin(&self, _steps: u64, _citizens: u64) -> Box<dyn Watch + '_> {
        Box::new(Passing(self.0))
    }
}

/// Lets a study go on, turn by turn, until it is whole or nobody listens any more.
///
/// `go_on` works until it is stopped and says how many runs are finished. A turn that finished none was too short for
/// these societies, which are given up in the middle of their lives, so the next one is twice as long.
pub(super) fn in_turns<E>(
    turns: &Turns,
    writer: &Writer,
    mut go_on: impl FnMut(&Threads, &dyn Watch) -> Result<(Completion, u64), E>,
) -> Result<Completion, E> {
    let mut length: Duration = 3 * TURN;
    let mut finished = None;
    loop {
        let turn = if finished.is_none() {
            turns.first()
        } else {
            turns.next()
        };
        let slice = Slice {
            writer,
            until: Instant::now() + length,
        };
        let (completion, now) = go_on(&turn, &slice)?;
        drop(turn);
        if completion == Completion::Whole || writer.stopped() {
            return Ok(completion);
        }
        if finished == Some(now) {
            length *= 2;
        }
        finished = Some(now);
    }
}
