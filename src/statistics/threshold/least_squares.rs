//! Least squares of a constant and multiples, all of one sign, of a few columns; prepared once, for many samples.

use crate::statistics::TIE;
use crate::statistics::association::solve_positive_definite;

/// A sample less its mean; all 0 where its values differ by no more than rounding.
pub(super) fn centred(sample: &[f64]) -> Vec<f64> {
    let mean = sample.iter().sum::<f64>() / sample.len() as f64;
    let largest = sample
        .iter()
        .fold(0.0, |largest: f64, value| largest.max(value.abs()));
    let mut centred: Vec<f64> = sample.iter().map(|value| value - mean).collect();
    if centred.iter().all(|value| value.abs() <= TIE * largest) {
        centred.fill(0.0);
    }
    centred
}

/// The sum of the products of two samples.
pub(super) fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// Whether none points against another.
pub(super) fn of_one_sign(multiples: &[f64]) -> bool {
    multiples.iter().all(|value| *value >= 0.0) || multiples.iter().all(|value| *value <= 0.0)
}

/// Columns kept level by level, so that the products of all of them with a sample are computed side by side.
pub(super) struct Columns {
    count: usize,
    values: Vec<f64>,
}

impl Columns {
    pub(super) fn of(columns: &[Vec<f64>]) -> Self {
        let levels = columns.first().map_or(0, Vec::len);
        let values = (0..levels)
            .flat_map(|level| columns.iter().map(move |column| column[level]))
            .collect();
        Self {
            count: columns.len(),
            values,
        }
    }

    /// The product of each column with the sample.
    pub(super) fn products(&self, sample: &[f64]) -> Vec<f64> {
        let mut products = vec![0.0; self.count];
        for (row, value) in self.values.chunks_exact(self.count).zip(sample) {
            for (product, cell) in products.iter_mut().zip(row) {
                *product += value * cell;
            }
        }
        products
    }
}

/// Some of the columns of a cone, and the inverse of their cross products.
struct Face {
    members: Vec<usize>,
    inverse: Vec<Vec<f64>>,
}

/// All multiples, of one sign, of a few columns.
///
/// The best of them is free least squares on some of the columns, a *face*; which one, is found by trying all. That is exact,
/// and all that a face needs is prepared. A face whose columns depend on each other is passed over: what they reach
/// with multiples of one sign, some of them reach alone (Carathéodory).
pub(super) struct Cone {
    columns: Vec<Vec<f64>>,
    faces: Vec<Face>,
}

impl Cone {
    pub(super) fn of(columns: &[Vec<f64>]) -> Self {
        let columns: Vec<Vec<f64>> = columns.iter().map(|column| centred(column)).collect();
        let faces = (1..1_usize << columns.len())
            .filter_map(|set| {
                let members: Vec<usize> = (0..columns.len())
                    .filter(|index| (set >> index) & 1 == 1)
                    .collect();
                let inverse = inverse(&columns, &members)?;
                Some(Face { members, inverse })
            })
            .collect();
        Self { columns, faces }
    }

    /// The multiples of the columns that lower the sum of squares of a centred sample most, and by how much.
    fn best(&self, sample: &[f64]) -> (Vec<f64>, f64) {
        let products: Vec<f64> = self.columns.iter().map(|column| dot(column, sample)).collect();
        let mut best = (vec![0.0; self.columns.len()], 0.0);
        for Face { members, inverse } in &self.faces {
            let known: Vec<f64> = members.iter().map(|index| products[*index]).collect();
            let multiples: Vec<f64> = inverse.iter().map(|row| dot(row, &known)).collect();
            let gain = dot(&multiples, &known);
            if gain > best.1 && of_one_sign(&multiples) {
                best.0.fill(0.0);
                for (index, multiple) in members.iter().zip(multiples) {
                    best.0[*index] = multiple;
                }
                best.1 = gain;
            }
        }
        best
    }

    /// By how much the best multiples lower the sum of squares of a centred sample.
    pub(super) fn gain(&self, sample: &[f64]) -> f64 {
        self.best(sample).1
    }

    /// What the best multiples fit to a centred sample.
    pub(super) fn fit(&self, sample: &[f64]) -> Vec<f64> {
        let mut fitted = vec![0.0; sample.len()];
        for (column, multiple) in self.columns.iter().zip(self.best(sample).0) {
            for (value, cell) in fitted.iter_mut().zip(column) {
                *value += multiple * cell;
            }
        }
        fitted
    }
}

/// The inverse of the cross products of some columns; `None` where they depend on each other.
fn inverse(columns: &[Vec<f64>], members: &[usize]) -> Option<Vec<Vec<f64>>> {
    let products: Vec<f64> = members
        .iter()
        .flat_map(|one| members.iter().map(|other| dot(&columns[*one], &columns[*other])))
        .collect();
    (0..members.len())
        .map(|index| {
            let mut unit = vec![0.0; members.len()];
            unit[index] = 1.0;
            solve_positive_definite(products.clone(), unit)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_rounding_is_nothing() {
        assert_eq!(centred(&[0.3, 0.1 + 0.2, 0.3]), [0.0; 3]);
        let far = centred(&[1e6, 1e6 + 1.0, 1e6 + 2.0]);
        assert!(
            far.iter()
                .zip([-1.0, 0.0, 1.0])
                .all(|(one, other)| (one - other).abs() < 1e-9)
        );
    }

    #[test]
    fn columns_that_depend_on_each_other_count_once() {
        let column = vec![0.0, 1.0, 2.0, 3.0];
        let twice: Vec<f64> = column.iter().map(|value| 2.0 * value).collect();
        let sample = centred(&[0.0, 1.0, 2.5, 2.5]);
        let (alone, both) = (
            Cone::of(std::slice::from_ref(&column)),
            Cone::of(&[column, twice]),
        );
        assert!((alone.gain(&sample) - both.gain(&sample)).abs() < 1e-12 && alone.gain(&sample) > 4.0);
    }

    proptest! {
        #[test]
        fn nothing_of_one_sign_fits_better(
            columns in prop::collection::vec(prop::collection::vec(-3.0..3.0_f64, 7), 1..5),
            sample in prop::collection::vec(-3.0..3.0_f64, 7),
        ) {
            let cone = Cone::of(&columns);
            let sample = centred(&sample);
            let (multiples, gain) = cone.best(&sample);
            prop_assert!(of_one_sign(&multiples));
            let fitted = cone.fit(&sample);
            let rest: Vec<f64> = sample.iter().zip(&fitted).map(|(value, fit)| value - fit).collect();
            prop_assert!((dot(&sample, &sample) - dot(&rest, &rest) - gain).abs() < 1e-8);
            prop_assert!((dot(&rest, &fitted)).abs() < 1e-8);
            // The best rising fit and the best falling one: a column that would lower the rest more, at the same sign, is none.
            let sign = if multiples.iter().any(|value| *value < 0.0) { -1.0 } else { 1.0 };
            for column in &columns {
                prop_assert!(gain < 1e-12 || sign * dot(&centred(column), &rest) < 1e-6);
            }
            let other = Cone::of(&columns.iter().map(|column| column.iter().map(|value| -value).collect()).collect::<Vec<_>>());
            prop_assert!((other.gain(&sample) - gain).abs() < 1e-9);
        }
    }
}
