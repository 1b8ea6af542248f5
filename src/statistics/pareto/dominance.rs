//! Dominance, fronts and crowding.

use crate::statistics::difference;

/// What a design came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// Objectives, all of them to be minimised; a good is entered with its sign turned.
    pub objectives: Vec<f64>,
    /// How far constraints are violated in all; 0 for a feasible design.
    pub violation: f64,
}

impl Evaluation {
    /// A feasible design.
    #[must_use]
    pub const fn feasible(objectives: Vec<f64>) -> Self {
        Self {
            objectives,
            violation: 0.0,
        }
    }

    /// Violation, or infinity when it or an objective is not a finite number: a failed run is worse than any other.
    #[must_use]
    pub fn effective_violation(&self) -> f64 {
        let usable = self.violation.is_finite() && self.objectives.iter().all(|value| value.is_finite());
        if usable {
            self.violation.max(0.0)
        } else {
            f64::INFINITY
        }
    }

    /// Whether this design dominates `other`: it violates constraints less, or it is feasible like the other, nowhere worse,
    /// and somewhere better. Values that tie ([`difference`]) are equally good.
    ///
    /// Constraint domination of Deb, Pratap, Agarwal and Meyarivan, IEEE Transactions on Evolutionary Computation 6, 2002,
    /// definition 1.
    ///
    /// # Panics
    /// When both have not the same number of objectives.
    #[must_use]
    pub fn dominates(&self, other: &Self) -> bool {
        assert_eq!(
            self.objectives.len(),
            other.objectives.len(),
            "the same objectives for all designs"
        );
        let (violation, others) = (self.effective_violation(), other.effective_violation());
        if violation > 0.0 || others > 0.0 {
            return violation < others;
        }
        let gains = || {
            let pairs = self.objectives.iter().zip(&other.objectives);
            pairs.map(|(one, other)| difference(*one, *other))
        };
        gains().all(|gain| gain >= 0.0) && gains().any(|gain| gain > 0.0)
    }
}

/// The designs sorted into fronts, as indices in rising order: the first holds those nobody dominates, the next those nobody
/// else dominates once the first is gone, and so on.
///
/// Fast non-dominated sorting of Deb et al. 2002, section III.A; `O(objectives · designs²)`.
#[must_use]
pub fn fronts(evaluations: &[Evaluation]) -> Vec<Vec<usize>> {
    let mut dominated = vec![Vec::new(); evaluations.len()];
    let mut dominators = vec![0_usize; evaluations.len()];
    for one in 0..evaluations.len() {
        for other in 0..one {
            let (winner, loser) = if evaluations[one].dominates(&evaluations[other]) {
                (one, other)
            } else if evaluations[other].dominates(&evaluations[one]) {
                (other, one)
            } else {
                continue;
            };
            dominated[winner].push(loser);
            dominators[loser] += 1;
        }
    }
    let mut fronts = Vec::new();
    let mut front: Vec<usize> = (0..evaluations.len())
        .filter(|index| dominators[*index] == 0)
        .collect();
    while !front.is_empty() {
        let mut next = Vec::new();
        for winner in &front {
            for loser in &dominated[*winner] {
                dominators[*loser] -= 1;
                if dominators[*loser] == 0 {
                    next.push(*loser);
                }
            }
        }
        next.sort_unstable();
        fronts.push(std::mem::replace(&mut front, next));
    }
    fronts
}

/// How much room each design of a front has, in the order of `front`: over the objectives, the sum of the distances of its
/// two neighbours as shares of the front's range; infinite at the ends.
///
/// Deb et al. 2002, section III.B. An objective that does not vary is passed over.
#[must_use]
pub fn crowding_distances(evaluations: &[Evaluation], front: &[usize]) -> Vec<f64> {
    let mut distances = vec![0.0; front.len()];
    let Some(first) = front.first() else {
        return distances;
    };
    for objective in 0..evaluations[*first].objectives.len() {
        let value = |place: usize| evaluations[front[place]].objectives[objective];
        let mut order: Vec<usize> = (0..front.len()).collect();
        order.sort_by(|one, other| value(*one).total_cmp(&value(*other)));
        let (lowest, highest) = (order[0], order[front.len() - 1]);
        let range = difference(value(lowest), value(highest));
        // Not only 0: a front of failed runs has no range at all.
        if !(range > 0.0 && range.is_finite()) {
            continue;
        }
        distances[lowest] = f64::INFINITY;
        distances[highest] = f64::INFINITY;
        for neighbours in order.windows(3) {
            distances[neighbours[1]] += (value(neighbours[2]) - value(neighbours[0])) / range;
        }
    }
    distances
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn designs(objectives: &[[f64; 2]]) -> Vec<Evaluation> {
        objectives
            .iter()
            .map(|pair| Evaluation::feasible(pair.to_vec()))
            .collect()
    }

    #[test]
    fn a_small_example_by_hand() {
        let evaluations = designs(&[
            [1.0, 5.0],
            [2.0, 3.0],
            [4.0, 1.0],
            [3.0, 4.0],
            [5.0, 5.0],
            [2.0, 3.0],
        ]);
        assert_eq!(fronts(&evaluations), [vec![0, 1, 2, 5], vec![3], vec![4]]);
        let distances = crowding_distances(&evaluations, &[0, 1, 2, 5]);
        assert!(distances[0].is_infinite() && distances[2].is_infinite());
        // Ranges 3 and 4. In rising order of the first objective 0, 1, 5, 2; of the second 2, 1, 5, 0.
        assert!((distances[1] - (1.0 / 3.0 + 2.0 / 4.0)).abs() < 1e-12);
        assert!((distances[3] - (2.0 / 3.0 + 2.0 / 4.0)).abs() < 1e-12);
    }

    #[test]
    fn feasible_before_infeasible_before_failed() {
        let mut evaluations = designs(&[[9.0, 9.0], [1.0, 1.0], [1.0, 1.0], [f64::NAN, 0.0]]);
        evaluations[1].violation = 2.0;
        evaluations[2].violation = 1.0;
        assert_eq!(fronts(&evaluations), [vec![0], vec![2], vec![1], vec![3]]);
        assert!(evaluations[3].effective_violation().is_infinite());
        let failed = designs(&[[f64::NAN, 1.0], [f64::INFINITY, 2.0]]);
        assert_eq!(fronts(&failed), [vec![0, 1]]);
        assert!(!crowding_distances(&failed, &[0, 1])[0].is_nan());
        assert!(fronts(&[]).is_empty() && crowding_distances(&[], &[]).is_empty());
    }

    /// Fronts by peeling: who is dominated by nobody among those left.
    fn peel(evaluations: &[Evaluation]) -> Vec<Vec<usize>> {
        let mut left: Vec<usize> = (0..evaluations.len()).collect();
        let mut fronts = Vec::new();
        while !left.is_empty() {
            let front: Vec<usize> = left
                .iter()
                .copied()
                .filter(|one| {
                    !left
                        .iter()
                        .any(|other| evaluations[*other].dominates(&evaluations[*one]))
                })
                .collect();
            left.retain(|index| !front.contains(index));
            fronts.push(front);
        }
        fronts
    }

    proptest! {
        #[test]
        fn sorting_is_peeling(
            designs in prop::collection::vec((prop::collection::vec(0..5_u8, 3), 0..3_u8), 0..40)
        ) {
            let evaluations: Vec<Evaluation> = designs
                .into_iter()
                .map(|(objectives, violation)| Evaluation {
                    objectives: objectives.into_iter().map(f64::from).collect(),
                    violation: f64::from(violation),
                })
                .collect();
            prop_assert_eq!(fronts(&evaluations), peel(&evaluations));
        }
    }
}
