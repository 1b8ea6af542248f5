//! Regressions on the columns of some players, one player after another.

use super::design::{Blocks, Design, Gram};
use crate::statistics::TIE;

/// The least squares of the output on the columns of the players who have joined.
///
/// What is kept is the upper triangle `U` of the Cholesky factor of the cross products, `UᵀU`, and `U⁻ᵀ` times those with the
/// output. A player who joins adds columns at its right, and one who leaves takes the last away, so that regressions on nested
/// sets share their work.
pub(super) struct Regression<'a> {
    blocks: &'a Blocks,
    gram: &'a Gram,
    /// The players with the number of columns before each.
    joined: Vec<(usize, usize)>,
    columns: Vec<usize>,
    /// Row by row, each as long as the surrogate is wide.
    upper: Vec<f64>,
    solved: Vec<f64>,
}

impl<'a> Regression<'a> {
    /// On the constant alone.
    pub(super) fn new(blocks: &'a Blocks, gram: &'a Gram) -> Self {
        Self {
            blocks,
            gram,
            joined: Vec::with_capacity(blocks.own.len()),
            columns: Vec::with_capacity(gram.width),
            upper: vec![0.0; gram.width * gram.width],
            solved: Vec::with_capacity(gram.width),
        }
    }

    /// Takes a player in, with its own columns and its products with all who are there.
    pub(super) fn join(&mut self, player: usize) {
        let before = self.columns.len();
        let others = self.joined.iter().map(|(other, _)| *other);
        for column in self.blocks.joining(player, others) {
            self.add(column);
        }
        self.joined.push((player, before));
    }

    /// Lets the last who joined go.
    pub(super) fn leave(&mut self) {
        if let Some((_, before)) = self.joined.pop() {
            self.columns.truncate(before);
            self.solved.truncate(before);
        }
    }

    /// A column that the others tell but for rounding is passed over: it adds nothing, and costs no degree of freedom.
    fn add(&mut self, column: usize) {
        let size = self.columns.len();
        let mut cells: Vec<f64> = self
            .columns
            .iter()
            .map(|other| self.gram.of(column, *other))
            .collect();
        self.substitute(&mut cells);
        let whole = self.gram.of(column, column);
        let left = whole - cells.iter().map(|cell| cell * cell).sum::<f64>();
        if left.is_nan() || left <= TIE * whole {
            return;
        }
        let diagonal = left.sqrt();
        let known: f64 = cells
            .iter()
            .zip(&self.solved)
            .map(|(cell, value)| cell * value)
            .sum();
        self.solved
            .push((self.gram.with_output[column] - known) / diagonal);
        for (row, cell) in cells.into_iter().enumerate() {
            self.upper[row * self.gram.width + size] = cell;
        }
        self.upper[size * self.gram.width + size] = diagonal;
        self.columns.push(column);
    }

    /// `U⁻ᵀ` times the cells. Row by row of `U`, whose cells lie side by side.
    fn substitute(&self, cells: &mut [f64]) {
        let size = cells.len();
        for row in 0..size {
            let start = row * self.gram.width;
            let upper = &self.upper[start..start + size];
            let solved = cells[row] / upper[row];
            cells[row] = solved;
            for (cell, above) in cells[row + 1..].iter_mut().zip(&upper[row + 1..]) {
                *cell -= solved * above;
            }
        }
    }

    /// `1 − (1 − R²)(n − 1)/(n − p)`, with the constant among the `p` columns; 0 on the constant alone.
    pub(super) fn adjusted(&self) -> f64 {
        let explained = self.solved.iter().map(|value| value * value).sum::<f64>() / self.gram.total;
        let free = self.gram.worlds - 1.0;
        1.0 - (1.0 - explained) * free / (free - self.columns.len() as f64)
    }

    /// `1 − Σ (eᵢ/(1 − hᵢ))² / Σ (y − ȳ)²`, with the residual and the leverage of each world: the share that is explained of worlds
    /// the regression has not seen. What only one world tells about is predicted by the mean for it.
    pub(super) fn leave_one_out(&self, design: &Design) -> f64 {
        let error = |(row, value): (&[f64], f64)| {
            let mut cells: Vec<f64> = self.columns.iter().map(|column| row[*column]).collect();
            self.substitute(&mut cells);
            let unseen = 1.0 - 1.0 / self.gram.worlds - cells.iter().map(|cell| cell * cell).sum::<f64>();
            let fitted: f64 = cells
                .iter()
                .zip(&self.solved)
                .map(|(cell, part)| cell * part)
                .sum();
            let error = if unseen > TIE {
                (value - fitted) / unseen
            } else {
                value
            };
            error * error
        };
        1.0 - design.rows().map(error).sum::<f64>() / self.gram.total
    }
}
