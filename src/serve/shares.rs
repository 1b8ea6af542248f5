//! Something there is so much of, shared fairly among those who ask: memory, answers, readers.
//!
//! Who holds least is served first, and nobody who holds something gets more than would leave as much for others as he
//! then holds. So one alone can have half of all, and whoever comes finds something free.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::connections::Peer;

/// What is shared.
#[derive(Clone, Debug)]
pub(super) struct Shares(Arc<Mutex<Book>>);

/// Who holds how much, and who waits.
#[derive(Debug)]
struct Book {
    most: usize,
    free: usize,
    held: BTreeMap<Peer, usize>,
    /// In the order in which they came.
    waiting: Vec<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    peer: Peer,
    amount: usize,
    granted: oneshot::Sender<Share>,
}

/// What someone holds; it is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Share {
    shares: Shares,
    peer: Peer,
    amount: usize,
}

impl Shares {
    /// So much of it.
    pub(super) fn new(most: usize) -> Self {
        Self(Arc::new(Mutex::new(Book {
            most,
            free: most,
            held: BTreeMap::new(),
            waiting: Vec::new(),
        })))
    }

    /// How much is held by anyone.
    pub(super) fn held(&self) -> usize {
        let book = self.book();
        book.most - book.free
    }

    /// Waits until the peer may hold so much more, which must be at most half of all.
    pub(super) async fn take(&self, peer: Peer, amount: usize) -> Share {
        let (granted, grant) = oneshot::channel();
        self.book().waiting.push(Waiting {
            peer,
            amount,
            granted,
        });
        self.hand_out();
        grant.await.expect("whoever waits is kept until he is served")
    }

    fn hand_out(&self) {
        let mut served = Vec::new();
        let mut book = self.book();
        while let Some(waiting) = book.next() {
            let share = Share {
                shares: self.clone(),
                peer: waiting.peer,
                amount: waiting.amount,
            };
            served.push((waiting.granted, share));
        }
        // A share that nobody waits for any more goes back, which needs the book.
        drop(book);
        for (granted, share) in served {
            let _returned = granted.send(share);
        }
    }

    /// A thread that panicked while it held the book left it whole.
    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    /// Serves the next one.
    fn next(&mut self) -> Option<Waiting> {
        self.waiting.retain(|waiting| !waiting.granted.is_closed());
        let held = |peer: &Peer| self.held.get(peer).copied().unwrap_or(0);
        let within_share = |waiting: &Waiting| {
            let held = held(&waiting.peer);
            held == 0 || held + 2 * waiting.amount <= self.free
        };
        let (position, waiting) = self
            .waiting
            .iter()
            .enumerate()
            .filter(|(_, waiting)| within_share(waiting))
            .min_by_key(|(_, waiting)| held(&waiting.peer))?;
        // Where there is not enough for who is next, nobody overtakes, or large wishes would wait for ever.
        if waiting.amount > self.free {
            return None;
        }
        let waiting = self.waiting.remove(position);
        self.free -= waiting.amount;
        *self.held.entry(waiting.peer).or_default() += waiting.amount;
        Some(waiting)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut book = self.shares.book();
        book.free += self.amount;
        if let Some(held) = book.held.get_mut(&self.peer) {
            *held -= self.amount;
            if *held == 0 {
                book.held.remove(&self.peer);
            }
        }
        drop(book);
        self.shares.hand_out();
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::Pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    type Taking = Pin<Box<dyn Future<Output = Share>>>;

    fn peer(number: u8) -> Peer {
        Peer::of([10, 0, 0, number].into())
    }

    fn taking(shares: &Shares, number: u8, amount: usize) -> Taking {
        let shares = shares.clone();
        let mut taking: Taking = Box::pin(async move { shares.take(peer(number), amount).await });
        assert!(got(&mut taking).is_none(), "there is nothing to wait for");
        taking
    }

    fn got(taking: &mut Taking) -> Option<Share> {
        match taking.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(share) => Some(share),
            Poll::Pending => None,
        }
    }

    fn now(shares: &Shares, number: u8, amount: usize) -> Share {
        let shares = shares.clone();
        let mut taking: Taking = Box::pin(async move { shares.take(peer(number), amount).await });
        got(&mut taking).expect("there is room")
    }

    #[test]
    fn one_alone_has_half_and_others_find_room() {
        let shares = Shares::new(8);
        let held: Vec<Share> = (0..4).map(|_| now(&shares, 1, 1)).collect();
        let mut more = taking(&shares, 1, 1);
        let others: Vec<Share> = (2..4).map(|number| now(&shares, number, 1)).collect();
        assert_eq!(shares.held(), 6);
        drop(others);
        assert!(got(&mut more).is_none(), "half is the most for one");
        drop(held);
        assert!(got(&mut more).is_some());
    }

    #[test]
    fn who_holds_least_is_served_first() {
        let shares = Shares::new(4);
        let mut held = vec![
            now(&shares, 1, 1),
            now(&shares, 1, 1),
            now(&shares, 2, 1),
            now(&shares, 3, 1),
        ];
        let mut of_one = taking(&shares, 1, 1);
        let mut of_two = taking(&shares, 2, 1);
        let mut of_new = taking(&shares, 4, 1);
        held.remove(0);
        let new = got(&mut of_new).expect("who holds nothing comes first");
        assert!(got(&mut of_one).is_none() && got(&mut of_two).is_none());
        drop((new, held));
        assert!(got(&mut of_one).is_some() && got(&mut of_two).is_some());
    }

    #[test]
    fn a_large_wish_is_not_overtaken_for_ever() {
        let shares = Shares::new(8);
        let small = now(&shares, 1, 4);
        let other = now(&shares, 2, 1);
        let mut large = taking(&shares, 3, 4);
        let mut late = taking(&shares, 4, 1);
        drop(other);
        let held = got(&mut large).expect("its turn comes first");
        assert!(got(&mut late).is_none());
        drop((small, held));
        assert!(got(&mut late).is_some());
    }

    #[test]
    fn who_stops_waiting_leaves_nothing_behind() {
        let shares = Shares::new(2);
        let held = now(&shares, 1, 2);
        let left = taking(&shares, 2, 2);
        drop(left);
        let unread = taking(&shares, 3, 2);
        drop(held);
        assert_eq!(shares.held(), 2, "it was handed over");
        drop(unread);
        assert_eq!(shares.held(), 0);
    }
}
