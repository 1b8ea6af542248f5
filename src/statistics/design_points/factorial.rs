//! All combinations of levels.

/// Every combination of the levels of several factors; the last factor changes fastest.
///
/// Combinations are computed when asked for, so a plan of millions takes no room.
///
/// ```
/// use samspil::statistics::Factorial;
/// let plan = Factorial::new(&[2, 3]).unwrap();
/// assert_eq!(plan.len(), 6);
/// assert_eq!(plan.levels(4), [1, 1]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factorial {
    counts: Vec<usize>,
    len: usize,
}

impl Factorial {
    /// The plan for factors with these numbers of levels; `None` when it has more combinations than can be counted.
    ///
    /// Without a factor there is one combination, the empty one; a factor without a level leaves none.
    #[must_use]
    pub fn new(counts: &[usize]) -> Option<Self> {
        let len = if counts.contains(&0) {
            0
        } else {
            counts
                .iter()
                .try_fold(1_usize, |product, count| product.checked_mul(*count))?
        };
        Some(Self {
            counts: counts.to_vec(),
            len,
        })
    }

    /// Number of combinations.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no combination.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The level of each factor in combination `index`, counted from 0.
    ///
    /// # Panics
    /// When there is no such combination.
    #[must_use]
    pub fn levels(&self, index: usize) -> Vec<usize> {
        assert!(index < self.len, "combination {index} of {}", self.len);
        let mut rest = index;
        let mut levels: Vec<usize> = self
            .counts
            .iter()
            .rev()
            .map(|count| {
                let level = rest % count;
                rest /= count;
                level
            })
            .collect();
        levels.reverse();
        levels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_every_combination_once_in_order() {
        let plan = Factorial::new(&[3, 1, 2, 4]).unwrap();
        let all: Vec<Vec<usize>> = (0..plan.len()).map(|index| plan.levels(index)).collect();
        let mut nested = Vec::new();
        for first in 0..3 {
            for third in 0..2 {
                for last in 0..4 {
                    nested.push(vec![first, 0, third, last]);
                }
            }
        }
        assert_eq!(all, nested);
    }

    #[test]
    fn edges_are_counted_right() {
        let none = Factorial::new(&[3, 0]).unwrap();
        assert!(none.is_empty());
        let empty = Factorial::new(&[]).unwrap();
        assert_eq!((empty.len(), empty.levels(0)), (1, vec![]));
        assert_eq!(Factorial::new(&[usize::MAX, 2]), None);
        assert!(Factorial::new(&[usize::MAX, 2, 0]).unwrap().is_empty());
    }
}
