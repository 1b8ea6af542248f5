//! Seats counted municipality by municipality.

use std::ops::Range;

use crate::model::municipality::{municipality_of, neighbourhoods_of};

/// Where the seats of each municipality lie.
///
/// Neighbourhoods of a municipality lie apart on the list of seats. Counted municipality by municipality, its seats
/// follow each other, so that a random one within it or outside it is one number.
pub(super) struct Borders {
    /// In the new order of neighbourhoods: seats counted before each, and its seats on the list.
    before: Vec<usize>,
    seats: Vec<Range<usize>>,
    /// By neighbourhood: its place in the new order.
    position: Vec<usize>,
    /// By municipality: its seats, as counted.
    own: Vec<Range<usize>>,
}

impl Borders {
    /// The borders between municipalities to which these neighbourhoods are dealt out.
    pub(super) fn new(neighbourhoods: &[Range<usize>], municipalities: usize) -> Self {
        let mut borders = Self {
            before: Vec::with_capacity(neighbourhoods.len()),
            seats: Vec::with_capacity(neighbourhoods.len()),
            position: vec![0; neighbourhoods.len()],
            own: Vec::with_capacity(municipalities),
        };
        let mut counted = 0;
        for municipality in 0..municipalities {
            let start = counted;
            for place in neighbourhoods_of(municipality, neighbourhoods.len(), municipalities) {
                borders.position[place] = borders.seats.len();
                borders.before.push(counted);
                borders.seats.push(neighbourhoods[place].clone());
                counted += neighbourhoods[place].len();
            }
            borders.own.push(start..counted);
        }
        borders
    }

    /// Number of seats.
    fn all(&self) -> usize {
        self.own.last().map_or(0, |last| last.end)
    }

    /// The seats of a neighbourhood's municipality, as counted.
    fn municipality(&self, neighbourhood: usize) -> &Range<usize> {
        &self.own[municipality_of(neighbourhood, self.own.len())]
    }

    /// Seats in the other neighbourhoods of the municipality.
    pub(super) fn beside(&self, neighbourhood: usize) -> usize {
        self.municipality(neighbourhood).len() - self.seats[self.position[neighbourhood]].len()
    }

    /// Seats in other municipalities.
    pub(super) fn beyond(&self, neighbourhood: usize) -> usize {
        self.all() - self.municipality(neighbourhood).len()
    }

    /// One of the seats beside, by number.
    pub(super) fn seat_beside(&self, neighbourhood: usize, number: usize) -> usize {
        let position = self.position[neighbourhood];
        let counted = self.municipality(neighbourhood).start + number;
        let skip = if counted < self.before[position] {
            0
        } else {
            self.seats[position].len()
        };
        self.seat(counted + skip)
    }

    /// One of the seats beyond, by number.
    pub(super) fn seat_beyond(&self, neighbourhood: usize, number: usize) -> usize {
        let own = self.municipality(neighbourhood);
        self.seat(if number < own.start {
            number
        } else {
            number + own.len()
        })
    }

    /// The seat on the list that is counted at this place.
    fn seat(&self, counted: usize) -> usize {
        let position = self.before.partition_point(|&before| before <= counted) - 1;
        self.seats[position].start + counted - self.before[position]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every seat outside the neighbourhood is beside or beyond, once.
    #[test]
    fn seats_are_counted_once() {
        let neighbourhoods = [0..3, 3..5, 5..9, 9..10, 10..12, 12..17];
        for municipalities in [1, 2, 3, 6] {
            let borders = Borders::new(&neighbourhoods, municipalities);
            for place in 0..neighbourhoods.len() {
                let municipality = |seat: &usize| {
                    let home = neighbourhoods.iter().position(|seats| seats.contains(seat));
                    home.unwrap() % municipalities
                };
                let beside: Vec<usize> = (0..borders.beside(place))
                    .map(|number| borders.seat_beside(place, number))
                    .collect();
                let beyond: Vec<usize> = (0..borders.beyond(place))
                    .map(|number| borders.seat_beyond(place, number))
                    .collect();
                let own = place % municipalities;
                assert!(beside.iter().all(|seat| municipality(seat) == own));
                assert!(beyond.iter().all(|seat| municipality(seat) != own));
                let mut all = [beside, beyond, neighbourhoods[place].clone().collect()].concat();
                all.sort_unstable();
                assert_eq!(all, (0..17).collect::<Vec<_>>());
            }
        }
    }

    /// With one municipality the other seats keep their order, so that the same draw leads to the same seat.
    #[test]
    fn one_municipality_keeps_the_order() {
        let borders = Borders::new(&[0..3, 3..5, 5..9], 1);
        let beside: Vec<usize> = (0..7).map(|number| borders.seat_beside(1, number)).collect();
        assert_eq!(beside, [0, 1, 2, 5, 6, 7, 8]);
    }
}
