//! The columns of the surrogate and their cross products.

use std::ops::Range;

use super::input::EnsembleInput;

/// Worlds for each column of the surrogate. In resamples of `n` worlds, `p` columns fit about as well as `2 p` do in a fresh
/// sample, so that less than 3 would leave little to tell them by.
const WORLDS_PER_COLUMN: usize = 3;

/// Worlds that so many columns, the constant not counted, need.
pub(super) const fn worlds_needed(columns: usize) -> usize {
    WORLDS_PER_COLUMN * (columns + 1)
}

/// Which columns belong to which player, and which to two of them together.
#[derive(Clone, Debug)]
pub(super) struct Blocks {
    pub(super) own: Vec<Range<usize>>,
    /// Products of each player with each before it; empty where one of them is a group.
    pub(super) joint: Vec<Vec<Range<usize>>>,
    /// Number of columns, the constant not counted.
    pub(super) width: usize,
}

impl Blocks {
    /// The columns of each player come first, then the products.
    pub(super) fn of(inputs: &[EnsembleInput], players: &[Vec<usize>], worlds: &[usize]) -> Self {
        let widths: Vec<(usize, usize)> = inputs.iter().map(|input| input.widths(worlds)).collect();
        let mut width = 0;
        let mut take = |columns: usize| {
            width += columns;
            width - columns..width
        };
        let own_width = |player: &Vec<usize>| -> usize {
            let members = player.iter().map(|input| widths[*input]);
            members.map(|(straight, squares)| straight + squares).sum()
        };
        let own = players.iter().map(|player| take(own_width(player))).collect();
        let joint = (0..players.len()).map(|second| {
            let firsts = players[..second].iter();
            firsts
                .map(|first| {
                    let product = match (&first[..], &players[second][..]) {
                        ([one], [other]) => widths[*one].0 * widths[*other].0,
                        _ => 0,
                    };
                    take(product)
                })
                .collect()
        });
        let joint = joint.collect();
        Self { own, joint, width }
    }

    /// The columns that come in when a player joins others.
    pub(super) fn joining(&self, player: usize, others: impl Iterator<Item = usize>) -> Vec<usize> {
        let products = others.flat_map(|other| self.joint[player.max(other)][player.min(other)].clone());
        self.own[player].clone().chain(products).collect()
    }
}

/// The surrogate's columns over the worlds, each less its mean, and the output likewise.
pub(super) struct Design {
    /// World by world.
    columns: Vec<f64>,
    output: Vec<f64>,
    width: usize,
}

impl Design {
    /// For each number itself and its square, for alternatives a column for each but the first, and the products of two players
    /// that are not groups.
    pub(super) fn of(
        inputs: &[EnsembleInput],
        players: &[Vec<usize>],
        output: &[f64],
        worlds: &[usize],
    ) -> Self {
        let straight: Vec<Vec<Vec<f64>>> = inputs.iter().map(|input| input.straight(worlds)).collect();
        let mut columns: Vec<Vec<f64>> = Vec::new();
        for input in players.iter().flatten() {
            columns.extend(straight[*input].iter().cloned());
            if matches!(inputs[*input], EnsembleInput::Numbers(_)) {
                columns.extend(straight[*input].iter().map(|column| product(column, column)));
            }
        }
        for (number, second) in players.iter().enumerate() {
            for first in &players[..number] {
                if let ([one], [other]) = (&first[..], &second[..]) {
                    for column in &straight[*one] {
                        columns.extend(straight[*other].iter().map(|factor| product(column, factor)));
                    }
                }
            }
        }
        let columns: Vec<Vec<f64>> = columns.into_iter().map(centred).collect();
        let by_world = (0..worlds.len()).flat_map(|world| columns.iter().map(move |column| column[world]));
        Self {
            columns: by_world.collect(),
            output: centred(worlds.iter().map(|world| output[*world]).collect()),
            width: columns.len(),
        }
    }

    /// Number of worlds.
    pub(super) const fn worlds(&self) -> usize {
        self.output.len()
    }

    /// Of each world its columns and its output.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&[f64], f64)> {
        let row = |world: usize| &self.columns[world * self.width..(world + 1) * self.width];
        (0..self.worlds()).map(move |world| (row(world), self.output[world]))
    }

    /// The cross products when each world counts so many times.
    pub(super) fn gram(&self, times: &[u32]) -> Gram {
        let width = self.width;
        let mut gram = Gram {
            width,
            products: vec![0.0; width * width],
            with_output: vec![0.0; width],
            total: 0.0,
            worlds: times.iter().map(|count| f64::from(*count)).sum(),
        };
        let (mut sums, mut sum) = (vec![0.0; width], 0.0);
        for ((row, value), count) in self.rows().zip(times).filter(|(_, count)| **count > 0) {
            let weight = f64::from(*count);
            add_scaled(&mut sums, weight, row);
            sum += weight * value;
            gram.add(weight, row, value);
        }
        // The columns have mean 0 in the sample, and about so in a resample: what is taken off is small.
        let share = -1.0 / gram.worlds;
        gram.add(share, &sums, sum);
        gram
    }
}

/// Sums of squares and products, about the mean, of all columns with each other and with the output.
#[derive(Clone, Debug)]
pub(super) struct Gram {
    pub(super) width: usize,
    /// Of column `i` with column `j ≤ i` at `i · width + j`.
    pub(super) products: Vec<f64>,
    pub(super) with_output: Vec<f64>,
    /// Of the output with itself.
    pub(super) total: f64,
    pub(super) worlds: f64,
}

impl Gram {
    fn add(&mut self, weight: f64, row: &[f64], value: f64) {
        for (column, cell) in row.iter().enumerate() {
            let start = column * self.width;
            add_scaled(
                &mut self.products[start..=start + column],
                weight * cell,
                &row[..=column],
            );
        }
        add_scaled(&mut self.with_output, weight * value, row);
        self.total += weight * value * value;
    }

    /// Of two columns.
    pub(super) fn of(&self, one: usize, other: usize) -> f64 {
        self.products[one.max(other) * self.width + one.min(other)]
    }
}

/// Adds `factor · row` to the sums.
fn add_scaled(sums: &mut [f64], factor: f64, row: &[f64]) {
    for (sum, cell) in sums.iter_mut().zip(row) {
        *sum += factor * cell;
    }
}

fn product(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(a, b)| a * b).collect()
}

fn centred(column: Vec<f64>) -> Vec<f64> {
    let mean = column.iter().sum::<f64>() / column.len() as f64;
    column.into_iter().map(|value| value - mean).collect()
}
