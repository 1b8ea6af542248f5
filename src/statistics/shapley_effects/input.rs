//! Inputs as they lie over the worlds of an ensemble.

use std::collections::BTreeMap;

use crate::statistics::Moments;

/// One input over the worlds of an ensemble, a value for each world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EnsembleInput<'a> {
    /// A number, on a scale on which it is bounded or about symmetric (a share by its logit, a duration by its logarithm).
    Numbers(&'a [f64]),
    /// Which of several alternatives without order; any numbers may stand for them.
    Alternatives(&'a [usize]),
}

impl EnsembleInput<'_> {
    /// Number of worlds.
    pub(super) const fn len(&self) -> usize {
        match self {
            Self::Numbers(values) => values.len(),
            Self::Alternatives(values) => values.len(),
        }
    }

    /// Whether there is a value in this world.
    pub(super) fn is_known(&self, world: usize) -> bool {
        match self {
            Self::Numbers(values) => values[world].is_finite(),
            Self::Alternatives(_) => true,
        }
    }

    /// The columns of the input in these worlds: for a number itself, in standard deviations from its mean; for alternatives one
    /// for each but the first, 1 where it holds.
    pub(super) fn straight(&self, worlds: &[usize]) -> Vec<Vec<f64>> {
        match self {
            Self::Numbers(values) => {
                let moments: Moments = worlds.iter().map(|world| values[*world]).collect();
                let deviation = moments.standard_deviation();
                let scale = if deviation > 0.0 { 1.0 / deviation } else { 0.0 };
                let standard = |world: &usize| scale * (values[*world] - moments.mean());
                vec![worlds.iter().map(standard).collect()]
            }
            Self::Alternatives(values) => {
                let held = worlds_by_alternative(values, worlds);
                let others = held.keys().skip(1);
                let holds = |alternative: &usize| {
                    let one = |world: &usize| f64::from(u8::from(values[*world] == *alternative));
                    worlds.iter().map(one).collect()
                };
                others.map(holds).collect()
            }
        }
    }

    /// How many columns [`EnsembleInput::straight`] has, and how many more the squares are.
    pub(super) fn widths(&self, worlds: &[usize]) -> (usize, usize) {
        match self {
            Self::Numbers(_) => (1, 1),
            Self::Alternatives(values) => {
                let alternatives = worlds_by_alternative(values, worlds).len();
                (alternatives.saturating_sub(1), 0)
            }
        }
    }
}

/// The worlds, among these, in which each alternative holds.
pub(super) fn worlds_by_alternative(values: &[usize], worlds: &[usize]) -> BTreeMap<usize, Vec<usize>> {
    let mut held: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for world in worlds {
        held.entry(values[*world]).or_default().push(*world);
    }
    held
}

/// The worlds in which the output and all inputs have a value.
///
/// # Panics
/// When an input has not one value for each world.
pub(super) fn whole_worlds(inputs: &[EnsembleInput], output: &[f64]) -> Vec<usize> {
    assert!(
        inputs.iter().all(|input| input.len() == output.len()),
        "each world has a value of every input"
    );
    (0..output.len())
        .filter(|world| output[*world].is_finite() && inputs.iter().all(|input| input.is_known(*world)))
        .collect()
}
