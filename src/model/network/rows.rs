//! The ties of one neighbourhood, gathered into rows.

use std::ops::Range;

/// A tie from one position to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tie {
    pub(super) from: u32,
    pub(super) to: u32,
}

/// Ties of the positions of one neighbourhood.
#[derive(Clone, Debug)]
pub(super) struct Part {
    positions: Range<usize>,
    /// Ties with both ends here, each once.
    pub(super) inside: Vec<Tie>,
    /// Ties from here to another neighbourhood.
    pub(super) outside: Vec<Tie>,
}

/// Rows of consecutive positions.
#[derive(Clone, Debug)]
pub(super) struct CompressedRows {
    /// Where each row ends in `neighbours`.
    pub(super) ends: Vec<u32>,
    pub(super) neighbours: Vec<u32>,
}

impl Part {
    pub(super) fn new(positions: Range<usize>) -> Self {
        Self {
            positions,
            inside: Vec::new(),
            outside: Vec::new(),
        }
    }

    /// Sorts the ties into rows by counting, without ties to oneself and repeated ties; gives up the ties.
    pub(super) fn rows(&mut self) -> CompressedRows {
        let inside = std::mem::take(&mut self.inside);
        let outside = std::mem::take(&mut self.outside);
        let row = |position: u32| position as usize - self.positions.start;
        let mut ends = vec![0_u32; self.positions.len() + 1];
        for tie in &inside {
            ends[row(tie.from) + 1] += 1;
            ends[row(tie.to) + 1] += 1;
        }
        for tie in &outside {
            ends[row(tie.from) + 1] += 1;
        }
        for index in 1..ends.len() {
            ends[index] += ends[index - 1];
        }
        // Every entry now says where the next tie of its row goes, and in the end where the row ends.
        let mut neighbours = vec![0_u32; ends[ends.len() - 1] as usize];
        let mut enter = |from: u32, to: u32| {
            let next = &mut ends[row(from)];
            neighbours[*next as usize] = to;
            *next += 1;
        };
        for tie in &inside {
            enter(tie.from, tie.to);
            enter(tie.to, tie.from);
        }
        for tie in &outside {
            enter(tie.from, tie.to);
        }
        ends.pop();
        self.tidy(ends, neighbours)
    }

    /// Sorts each row and removes the position itself and repetitions.
    fn tidy(&self, mut ends: Vec<u32>, mut neighbours: Vec<u32>) -> CompressedRows {
        let mut start = 0;
        let mut kept = 0;
        for (end, position) in ends.iter_mut().zip(self.positions.start as u32..) {
            let row_end = *end as usize;
            neighbours[start..row_end].sort_unstable();
            let row_start = kept;
            for index in start..row_end {
                let neighbour = neighbours[index];
                let repeated = kept > row_start && neighbours[kept - 1] == neighbour;
                if neighbour != position && !repeated {
                    neighbours[kept] = neighbour;
                    kept += 1;
                }
            }
            start = row_end;
            *end = kept as u32;
        }
        neighbours.truncate(kept);
        CompressedRows { ends, neighbours }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_free_of_repetitions_and_of_ties_to_oneself() {
        let mut part = Part::new(10..13);
        let tie = |from, to| Tie { from, to };
        part.inside = vec![tie(12, 10), tie(10, 12), tie(11, 11), tie(11, 10)];
        part.outside = vec![tie(12, 3), tie(12, 40), tie(12, 3)];
        let rows = part.rows();
        assert_eq!(rows.ends, [2, 3, 6]);
        assert_eq!(rows.neighbours, [11, 12, 10, 3, 10, 40]);
    }
}
