//! Long studies in turns: they keep what is finished, and go on where they were when their turn comes again.

use std::time::{Duration, Instant};

use super::refusal::Refusal;
use super::turns::{TURN, Turns};
use crate::experiment::Watch;
use crate::output::RunFolder;
use crate::study::{Incomplete, Journals, ProgressObserver, Shard, Study, Workers};

/// A turn that ends when its time is up or nobody listens any more.
struct Slice<'a> {
    watch: &'a dyn Watch,
    until: Instant,
}

impl Watch for Slice<'_> {
    fn stopped(&self) -> bool {
        self.watch.stopped() || Instant::now() >= self.until
    }
}

/// Whoever watches a turn watches all that is simulated in it.
struct Passing<'a>(&'a dyn Watch);

impl Watch for Passing<'_> {
    fn step(&self) {
        self.0.step();
    }

    fn stopped(&self) -> bool {
        self.0.stopped()
    }
}

impl ProgressObserver for Passing<'_> {
    fn begin(&self, _steps: u64, _citizens: u64) -> Box<dyn Watch + '_> {
        Box::new(Passing(self.0))
    }
}

/// Answers a study, turn by turn, from a folder that is gone afterwards; nothing where nobody listens any more.
///
/// After a turn that did not end it, `passing` hears how many runs are finished. A turn
/// that finished none was too short for these societies, which are given up in the middle of their lives, so the next one is
/// twice as long.
pub(super) fn in_turns<S: Study>(
    study: &S,
    (turns, watch): (&Turns, &dyn Watch),
    mut passing: impl FnMut(&Journals<'_>, u64),
) -> Result<Option<S::Answer>, Refusal> {
    let question = study.question()?;
    let root = tempfile::tempdir()?;
    let folder = RunFolder::open(root.path(), &question.name, &question.identity, question.seed)?;
    let mut journals = Journals::open(&folder, Shard::WHOLE, false)?;
    let mut length: Duration = 3 * TURN;
    let mut finished = None;
    loop {
        let turn = if finished.is_none() {
            turns.first()
        } else {
            turns.next()
        };
        let slice = Slice {
            watch,
            until: Instant::now() + length,
        };
        let answer = study.answer(&mut Workers::new(&mut journals, &turn, &Passing(&slice)));
        drop(turn);
        let kept = match answer {
            Ok(answer) => return Ok(Some(answer)),
            Err(Incomplete::Stopped { .. }) if watch.stopped() => return Ok(None),
            Err(Incomplete::Stopped { kept, .. }) => kept,
            Err(incomplete) => return Err(incomplete.into()),
        };
        passing(&journals, kept);
        if finished == Some(kept) {
            length *= 2;
        }
        finished = Some(kept);
    }
}
