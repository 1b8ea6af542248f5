//! Responses that rise or fall smoothly.

use super::families::{i_splines, shapes};
use super::least_squares::{Columns, Cone, centred, dot};

/// The best of four I-splines together, or of the shapes alone.
pub(super) struct SmoothCurves {
    splines: Cone,
    /// Centred and of length 1.
    shapes: Vec<Vec<f64>>,
    side_by_side: Columns,
}

impl SmoothCurves {
    pub(super) fn of(shares: &[f64]) -> Self {
        let shapes: Vec<Vec<f64>> = shapes(shares)
            .iter()
            .map(|shape| {
                let mut shape = centred(shape);
                let length = dot(&shape, &shape).sqrt();
                for value in &mut shape {
                    *value /= length;
                }
                shape
            })
            .collect();
        Self {
            splines: Cone::of(&i_splines(shares)),
            side_by_side: Columns::of(&shapes),
            shapes,
        }
    }

    /// By how much the best curve lowers the sum of squares of a centred sample.
    pub(super) fn gain(&self, sample: &[f64]) -> f64 {
        let products = self.side_by_side.products(sample);
        products
            .iter()
            .map(|product| product * product)
            .fold(self.splines.gain(sample), f64::max)
    }

    /// What the best curve fits to a centred sample.
    pub(super) fn fit(&self, sample: &[f64]) -> Vec<f64> {
        let mut best = (self.splines.gain(sample), None);
        for (shape, product) in self.shapes.iter().zip(self.side_by_side.products(sample)) {
            if product * product > best.0 {
                best = (product * product, Some((shape, product)));
            }
        }
        match best.1 {
            Some((shape, product)) => shape.iter().map(|value| product * value).collect(),
            None => self.splines.fit(sample),
        }
    }
}
