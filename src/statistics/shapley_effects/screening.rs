//! Which inputs to look at one by one.

use super::design::{Blocks, worlds_needed};
use super::input::{EnsembleInput, whole_worlds, worlds_by_alternative};
use crate::statistics::varies;

/// Equal parts of the worlds in the order of an input.
const BINS: usize = 20;
/// Worlds that a part has at least.
const WORLDS_PER_BIN: usize = 5;

/// First-order index of one input from given worlds: the share of the variance of the output that would go, on average, if this
/// input were known.
///
/// Worlds are cut into 20 equal parts in the order of the input (fewer parts below 100 worlds), or by alternative. Of the sums of
/// squares between parts and in all, `S = Σ n_k (ȳ_k − ȳ)² / Σ (y − ȳ)²`; from parts of chance alone it would be `(K − 1)/(n − 1)`
/// rather than 0, and `1 − (1 − S)(n − 1)/(n − K)` mends that. Plischke, Borgonovo and Smith, European Journal of
/// Operational Research 226, 2013. It also counts what an input tells about others that it hangs together with, may lie slightly
/// below 0, and does not see what acts only together with other inputs.
///
/// Worlds with the same value of the input stay in their order. A world without a value is left out; `NaN` where fewer than 10 are
/// left, each has an alternative of its own, or the output does not vary.
///
/// # Examples
/// ```
/// use samspil::statistics::{EnsembleInput, first_order_index};
/// let alternatives = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
/// let output = [1.0, 2.0, 3.0, 2.0, 2.0, 4.0, 5.0, 6.0, 5.0, 5.0];
/// // Squares: 22.5 between the two, 26.5 in all; 1 − (1 − 22.5/26.5) · 9/8.
/// let index = first_order_index(EnsembleInput::Alternatives(&alternatives), &output);
/// assert!((index - (1.0 - 4.0 / 26.5 * 9.0 / 8.0)).abs() < 1e-12);
/// ```
///
/// # Panics
/// When the input has not one value for each world.
#[must_use]
pub fn first_order_index(input: EnsembleInput, output: &[f64]) -> f64 {
    let worlds = whole_worlds(&[input], output);
    let known: Vec<f64> = worlds.iter().map(|world| output[*world]).collect();
    let parts = parts(input, worlds);
    let count = known.len();
    if parts.len() < 2 || count <= parts.len() || !varies(&known) {
        return f64::NAN;
    }
    let mean = known.iter().sum::<f64>() / count as f64;
    let total: f64 = known.iter().map(|value| (value - mean) * (value - mean)).sum();
    let between = |part: &Vec<usize>| {
        let size = part.len() as f64;
        let own = part.iter().map(|world| output[*world]).sum::<f64>() / size;
        size * (own - mean) * (own - mean)
    };
    let share = parts.iter().map(between).sum::<f64>() / total;
    1.0 - (1.0 - share) * (count - 1) as f64 / (count - parts.len()) as f64
}

/// The worlds, cut into equal parts in the order of the input or by alternative.
fn parts(input: EnsembleInput, mut worlds: Vec<usize>) -> Vec<Vec<usize>> {
    match input {
        EnsembleInput::Alternatives(values) => worlds_by_alternative(values, &worlds).into_values().collect(),
        EnsembleInput::Numbers(values) => {
            worlds.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
            let bins = BINS.min(worlds.len() / WORLDS_PER_BIN).max(1);
            let (size, larger) = (worlds.len() / bins, worlds.len() % bins);
            let mut rest = worlds.as_slice();
            (0..bins)
                .map(|bin| {
                    let (part, others) = rest.split_at(size + usize::from(bin < larger));
                    rest = others;
                    part.to_vec()
                })
                .collect()
        }
    }
}

/// Who shares an output: the inputs of the largest [`first_order_index`] one by one, largest first, and all others as one group at
/// the end.
///
/// There are at most so many players, and fewer where the worlds do not suffice for the products of so many inputs. For
/// [`ShapleyEffects::of`](super::ShapleyEffects::of); 8 to 12 players are a good number for 500 worlds. An input that acts only
/// together with others may end in the group, where what it does counts as unfitted.
///
/// # Examples
/// ```
/// use samspil::statistics::{EnsembleInput, screen};
/// let number = |world: usize, step: usize| (world * step % 101) as f64;
/// let inputs: Vec<Vec<f64>> = [2, 5, 17, 44]
///     .map(|step| (0..100).map(|world| number(world, step)).collect())
///     .to_vec();
/// let output: Vec<f64> = (0..100).map(|world| inputs[2][world] + 0.1 * inputs[1][world]).collect();
/// let inputs: Vec<EnsembleInput> = inputs.iter().map(|values| EnsembleInput::Numbers(values)).collect();
/// let players = screen(&inputs, &output, 3);
/// assert_eq!((players.len(), &players[0]), (3, &vec![2]));
/// assert_eq!(players[2].len(), 2);
/// ```
///
/// # Panics
/// When no player is asked for, or an input has not one value for each world.
#[must_use]
pub fn screen(inputs: &[EnsembleInput], output: &[f64], most: usize) -> Vec<Vec<usize>> {
    assert!(most > 0, "somebody shares the output");
    let worlds = whole_worlds(inputs, output);
    let index = |input: &EnsembleInput| {
        let index = first_order_index(*input, output);
        if index.is_nan() { f64::NEG_INFINITY } else { index }
    };
    let indices: Vec<f64> = inputs.iter().map(index).collect();
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    order.sort_by(|one, other| indices[*other].total_cmp(&indices[*one]));
    let players = |count: usize| -> Vec<Vec<usize>> {
        let alone = if count < order.len() {
            count.saturating_sub(1)
        } else {
            order.len()
        };
        let (first, rest) = order.split_at(alone);
        let singles = first.iter().map(|input| vec![*input]);
        singles.chain((!rest.is_empty()).then(|| rest.to_vec())).collect()
    };
    let suffices = |players: &Vec<Vec<usize>>| {
        let columns = Blocks::of(inputs, players, &worlds).width;
        worlds_needed(columns) <= worlds.len()
    };
    let fewer = (1..=most.min(inputs.len())).rev();
    fewer.map(players).find(suffices).unwrap_or_else(|| players(1))
}
