//! Who is connected, and who gives way when there is no room for one more.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// Whose a connection is: the address at its other end. Of IPv6 the first half, since a machine has all addresses below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Peer(IpAddr);

impl Peer {
    /// The peer at an address.
    pub(super) fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
            address @ IpAddr::V4(_) => address,
        })
    }
}

/// The one who sends a request.
#[derive(Clone, Debug)]
pub(super) struct Visitor {
    /// Whose connection it is.
    pub(super) peer: Peer,
    ended: Arc<Notify>,
}

impl Visitor {
    /// Someone at this peer.
    pub(super) fn new(peer: Peer) -> Self {
        Self {
            peer,
            ended: Arc::default(),
        }
    }

    /// Ends the connection at once.
    pub(super) fn cut(&self) {
        self.ended.notify_one();
    }

    /// Waits until the connection is to be ended.
    pub(super) async fn is_cut(&self) {
        self.ended.notified().await;
    }
}

/// The open connections.
#[derive(Clone, Debug)]
pub(super) struct Connections {
    most: usize,
    open: Arc<Mutex<Open>>,
}

#[derive(Debug, Default)]
struct Open {
    next: u64,
    /// In the order in which they came to rest or were opened.
    visitors: BTreeMap<u64, (Visitor, bool)>,
}

/// A place among the connections; it is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    connections: Connections,
    number: Mutex<u64>,
}

/// A request under way; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Busy(Arc<Place>);

impl Connections {
    /// At most so many.
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            open: Arc::default(),
        }
    }

    /// A place for one more. Where all are taken, the peer with most connections gives one up: one that rests, the longest
    /// resting first, else its newest. Peers that have as few as the one who comes give up only what rests.
    pub(super) fn admit(&self, visitor: &Visitor) -> Option<Arc<Place>> {
        let mut open = self.open();
        if open.visitors.len() >= self.most {
            let given_up = open.gives_way(visitor.peer)?;
            if let Some((other, _)) = open.visitors.remove(&given_up) {
                other.cut();
            }
        }
        let number = open.add(visitor.clone(), false);
        Some(Arc::new(Place {
            connections: self.clone(),
            number: Mutex::new(number),
        }))
    }

    /// A thread that panicked while it held the list left it whole.
    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn add(&mut self, visitor: Visitor, busy: bool) -> u64 {
        let number = self.next;
        self.next += 1;
        self.visitors.insert(number, (visitor, busy));
        number
    }

    fn gives_way(&self, newcomer: Peer) -> Option<u64> {
        let mut counts: BTreeMap<Peer, usize> = BTreeMap::new();
        for (visitor, _) in self.visitors.values() {
            *counts.entry(visitor.peer).or_default() += 1;
        }
        let own = counts.get(&newcomer).copied().unwrap_or(0) + 1;
        let most = counts.values().max().copied()?;
        let of_most = || {
            self.visitors
                .iter()
                .filter(|(_, (visitor, _))| counts[&visitor.peer] == most)
        };
        let resting = of_most().find(|(_, (_, busy))| !busy);
        let newest = || of_most().next_back().filter(|_| most > own);
        let anyone_resting = || self.visitors.iter().find(|(_, (_, busy))| !busy);
        let found = resting.or_else(newest).or_else(anyone_resting);
        found.map(|(number, _)| *number)
    }
}

impl Place {
    /// Marks a request as under way.
    pub(super) fn begin(self: &Arc<Self>) -> Busy {
        self.mark(true);
        Busy(Arc::clone(self))
    }

    fn mark(&self, busy: bool) {
        let mut number = self.number.lock().unwrap_or_else(PoisonError::into_inner);
        let mut open = self.connections.open();
        // One that gave way is on its way out.
        if let Some((visitor, _)) = open.visitors.remove(&number) {
            *number = open.add(visitor, busy);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let number = self.number.lock().unwrap_or_else(PoisonError::into_inner);
        self.connections.open().visitors.remove(&number);
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.mark(false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visitor(address: &str) -> Visitor {
        Visitor::new(Peer::of(address.parse().unwrap()))
    }

    /// Whether the connection has been told to end.
    fn cut(visitor: &Visitor) -> bool {
        let ended = visitor.is_cut();
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        std::pin::pin!(ended).poll(&mut context).is_ready()
    }

    #[test]
    fn one_machine_is_one_peer() {
        let peer = |address: &str| visitor(address).peer;
        assert_eq!(peer("2001:db8::1"), peer("2001:db8::ffff:2"));
        assert_ne!(peer("2001:db8::1"), peer("2001:db8:0:1::1"));
        assert_eq!(peer("::ffff:10.0.0.1"), peer("10.0.0.1"));
        assert_ne!(peer("10.0.0.2"), peer("10.0.0.1"));
    }

    #[test]
    fn the_longest_resting_gives_way() {
        let connections = Connections::new(2);
        let (first, second, third) = (visitor("10.0.0.1"), visitor("10.0.0.1"), visitor("10.0.0.1"));
        let place = connections.admit(&first).unwrap();
        let _other = connections.admit(&second).unwrap();
        drop(place.begin());
        let _new = connections.admit(&third).unwrap();
        assert_eq!(
            (cut(&first), cut(&second)),
            (false, true),
            "the first has rested for less time"
        );
    }

    #[test]
    fn who_has_most_gives_way_and_nobody_else() {
        let connections = Connections::new(3);
        let greedy = [visitor("10.0.0.1"), visitor("10.0.0.1"), visitor("10.0.0.1")];
        let places: Vec<_> = greedy
            .iter()
            .map(|visitor| connections.admit(visitor).unwrap())
            .collect();
        let _busy: Vec<_> = places.iter().map(Place::begin).collect();
        assert!(
            connections.admit(&visitor("10.0.0.1")).is_none(),
            "no more for one"
        );
        let other = visitor("10.0.0.2");
        let place = connections.admit(&other).unwrap();
        assert_eq!(greedy.iter().filter(|visitor| cut(visitor)).count(), 1);
        let _busy = place.begin();
        assert!(
            connections.admit(&visitor("10.0.0.2")).is_none(),
            "not at the cost of an equal"
        );
        assert!(!cut(&other));
    }

    #[test]
    fn a_place_is_free_again() {
        let connections = Connections::new(1);
        let first = visitor("10.0.0.1");
        drop(connections.admit(&first).unwrap());
        let _second = connections.admit(&visitor("10.0.0.1")).unwrap();
        assert!(!cut(&first));
    }
}
