//! What a regression makes of parameters.

use crate::statistics::{Moments, quantile, varies};

/// Most parameters whose curves are fitted freely.
pub(super) const FREE_MAX: usize = 4;
/// Worlds for each column beyond which squares and products are left out.
const WORLDS_PER_COLUMN: usize = 5;
/// Shares of worlds below the four knots of a spline (Harrell, Regression Modeling Strategies, 2001).
const KNOTS: [f64; 4] = [0.05, 0.35, 0.65, 0.95];
/// Penalties that a ridge chooses from, per world, for columns of variance 1.
const PENALTIES: [f64; 8] = [1e-4, 1e-3, 1e-2, 0.03, 0.1, 0.3, 1.0, 3.0];

/// Columns of a regression, a value for each world.
pub(super) struct Features {
    /// In the regression in any case, the constant first.
    pub(super) always: Vec<Vec<f64>>,
    /// In it where they help to foretell.
    pub(super) candidates: Vec<Vec<f64>>,
    /// Penalties to choose from, per world.
    pub(super) penalties: &'static [f64],
}

impl Features {
    /// One parameter: a cubic. Up to [`FREE_MAX`]: a natural spline of each, and products of two as candidates. More: a ridge on all,
    /// with their squares and products as far as there are five worlds for each column.
    pub(super) fn of(parameters: &[Vec<f64>]) -> Self {
        let standardised: Vec<Vec<f64>> = parameters.iter().map(|values| standardised(values)).collect();
        let worlds = parameters[0].len();
        let (columns, candidates, penalties): (_, _, &[f64]) = match standardised.as_slice() {
            [only] => (powers(only), Vec::new(), &[0.0]),
            few if few.len() <= FREE_MAX => {
                let curves = few.iter().flat_map(|values| curve(values));
                (curves.collect(), products(few), &[0.0])
            }
            many => (with_squares_and_products(many, worlds), Vec::new(), &PENALTIES),
        };
        let mut always = vec![vec![1.0; worlds]];
        always.extend(columns);
        Self {
            always,
            candidates,
            penalties,
        }
    }
}

/// Parameters, their squares and their products, all standardised; without products, or without both, where worlds are too few.
fn with_squares_and_products(parameters: &[Vec<f64>], worlds: usize) -> Vec<Vec<f64>> {
    let mut columns = parameters.to_vec();
    columns.extend(parameters.iter().map(|values| times(values, values)));
    columns.extend(products(parameters));
    let room = worlds / WORLDS_PER_COLUMN;
    let fits = [columns.len(), 2 * parameters.len()]
        .into_iter()
        .find(|count| *count <= room);
    columns.truncate(fits.unwrap_or(parameters.len()));
    columns.iter().map(|column| standardised(column)).collect()
}

/// Worlds that a regression on so many parameters needs.
pub(super) fn worlds_needed(parameters: usize) -> usize {
    let columns = match parameters {
        1 => 4,
        2..=FREE_MAX => 1 + 3 * parameters,
        more => (1 + more).max(1 + 3 * FREE_MAX),
    };
    WORLDS_PER_COLUMN * columns
}

/// In standard deviations from the mean; 0 for what does not vary.
fn standardised(values: &[f64]) -> Vec<f64> {
    let moments: Moments = values.iter().copied().collect();
    if !varies(values) {
        return vec![0.0; values.len()];
    }
    let deviation = moments.standard_deviation();
    values
        .iter()
        .map(|value| (value - moments.mean()) / deviation)
        .collect()
}

fn times(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(one, other)| one * other).collect()
}

fn products(columns: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let pairs = (0..columns.len()).flat_map(|one| (one + 1..columns.len()).map(move |other| (one, other)));
    pairs
        .map(|(one, other)| times(&columns[one], &columns[other]))
        .collect()
}

/// A cubic: up to four levels, as of structural alternatives, each have a mean of their own.
fn powers(values: &[f64]) -> Vec<Vec<f64>> {
    let square = times(values, values);
    let cube = times(&square, values);
    vec![values.to_vec(), square, cube]
}

/// A natural cubic spline with four knots; a cubic where knots fall together, as of few levels.
fn curve(values: &[f64]) -> Vec<Vec<f64>> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let knots = KNOTS.map(|share| quantile(&sorted, share));
    if knots.windows(2).any(|pair| pair[0] >= pair[1]) {
        return powers(values);
    }
    vec![
        values.to_vec(),
        bend(values, knots[0], knots),
        bend(values, knots[1], knots),
    ]
}

/// A curve that is cubic from a knot on, up to the last one, and straight beyond (Harrell).
fn bend(values: &[f64], from: f64, [first, .., before, last]: [f64; 4]) -> Vec<f64> {
    let cube = |beyond: f64| {
        let beyond = beyond.max(0.0);
        beyond * beyond * beyond
    };
    let scale = (last - first) * (last - first);
    let of = |value: &f64| {
        let straightened = cube(value - before) * (last - from) - cube(value - last) * (before - from);
        (cube(value - from) - straightened / (last - before)) / scale
    };
    values.iter().map(of).collect()
}
