//! Whether the latent correlations can hold together: their matrix must be positive definite.

use crate::model::observed::Trait;

use super::data_files::trait_name;
use super::fault::{Finding, Place};
use super::register::register;
use super::values::Values;
use crate::words::say;

const TABLE: &str = "population.correlation";
const TRAITS: usize = Trait::ALL.len();
/// Smallest pivot accepted; below it the factor of the copula is made of rounding errors.
const PIVOT_MIN: f64 = 1e-6;

type Matrix = [[f64; TRAITS]; TRAITS];

/// A correlation between two traits.
struct Pair {
    key: String,
    traits: (Trait, Trait),
    value: f64,
}

/// The finding for correlations that contradict one another, at the pair to bring closer to 0.
pub(super) fn find(values: &Values, anywhere: Place) -> Option<Finding> {
    let pairs = pairs(values);
    if is_positive_definite(&matrix(&pairs, None)) {
        return None;
    }
    let pair = pair_to_lower(&pairs, values);
    let (first, second) = (trait_name(pair.traits.0), trait_name(pair.traits.1));
    let message = say!("these correlations cannot hold together: {first} and {second} are too close");
    let place = values.get(&pair.key).place.unwrap_or(anywhere);
    let hint = say!(
        "bring `{}` closer to 0, or the other correlations of {first} and {second}",
        pair.key
    );
    Some(
        Finding::new(place, &pair.key, message)
            .code("contradiction")
            .label(say!("the matrix is not positive definite"))
            .hint(hint),
    )
}

/// The largest correlation somebody wrote that resolves the contradiction when it is 0, or else the largest.
fn pair_to_lower<'a>(pairs: &'a [Pair], values: &Values) -> &'a Pair {
    let mut by_size: Vec<&Pair> = pairs.iter().collect();
    by_size.sort_by(|left, right| right.value.abs().total_cmp(&left.value.abs()));
    let written = |pair: &&&Pair| values.get(&pair.key).place.is_some();
    let resolves = |pair: &&&Pair| is_positive_definite(&matrix(pairs, Some(&pair.key)));
    let found = by_size.iter().filter(written).find(resolves);
    found
        .or_else(|| by_size.iter().find(written))
        .unwrap_or(&by_size[0])
}

fn pairs(values: &Values) -> Vec<Pair> {
    register()
        .under(TABLE)
        .iter()
        .map(|entry| Pair {
            key: entry.key.clone(),
            traits: traits_of(&entry.key[TABLE.len() + 1..]),
            value: values.number(&entry.key),
        })
        .collect()
}

/// The two traits in a name such as `ses_free_time`.
fn traits_of(name: &str) -> (Trait, Trait) {
    Trait::ALL
        .into_iter()
        .find_map(|first| {
            let rest = name.strip_prefix(trait_name(first))?.strip_prefix('_')?;
            Some((
                first,
                Trait::ALL
                    .into_iter()
                    .find(|second| trait_name(*second) == rest)?,
            ))
        })
        .expect("keys of correlations join the names of two traits, as a test checks")
}

fn matrix(pairs: &[Pair], without: Option<&str>) -> Matrix {
    let mut matrix = [[0.0; TRAITS]; TRAITS];
    for (index, row) in matrix.iter_mut().enumerate() {
        row[index] = 1.0;
    }
    for pair in pairs.iter().filter(|pair| Some(pair.key.as_str()) != without) {
        let (first, second) = (pair.traits.0.index(), pair.traits.1.index());
        matrix[first][second] = pair.value;
        matrix[second][first] = pair.value;
    }
    matrix
}

/// Cholesky decomposition: it exists just when every pivot is positive.
fn is_positive_definite(matrix: &Matrix) -> bool {
    let mut factor = [[0.0; TRAITS]; TRAITS];
    for row in 0..TRAITS {
        for column in 0..=row {
            let inner: f64 = (0..column).map(|k| factor[row][k] * factor[column][k]).sum();
            let rest = matrix[row][column] - inner;
            if row == column {
                if rest < PIVOT_MIN {
                    return false;
                }
                factor[row][row] = rest.sqrt();
            } else {
                factor[row][column] = rest / factor[column][column];
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two(correlation: f64) -> Matrix {
        let traits = (Trait::Ses, Trait::Age);
        matrix(
            &[Pair {
                key: String::new(),
                traits,
                value: correlation,
            }],
            None,
        )
    }

    #[test]
    fn two_traits_contradict_only_beyond_one() {
        assert!(is_positive_definite(&two(0.999)));
        assert!(is_positive_definite(&two(-0.999)));
        assert!(!is_positive_definite(&two(1.0)));
        assert!(!is_positive_definite(&two(1.1)));
    }

    #[test]
    fn three_traits_follow_the_closed_form() {
        // For unit variances the determinant is 1 + 2abc - a² - b² - c².
        for step in 0..40 {
            let third = f64::from(step).mul_add(0.05, -0.975);
            let pair = |first, second, value| Pair {
                key: String::new(),
                traits: (first, second),
                value,
            };
            let pairs = [
                pair(Trait::Ses, Trait::Efficacy, 0.8),
                pair(Trait::Ses, Trait::Knowledge, 0.6),
                pair(Trait::Efficacy, Trait::Knowledge, third),
            ];
            let determinant = 1.0 + 2.0 * 0.8 * 0.6 * third - 0.64 - 0.36 - third * third;
            assert_eq!(
                is_positive_definite(&matrix(&pairs, None)),
                determinant > 1e-6,
                "{third}"
            );
        }
    }

    #[test]
    fn every_key_names_two_traits() {
        for entry in register().under(TABLE) {
            let (first, second) = traits_of(&entry.key[TABLE.len() + 1..]);
            assert_ne!(first, second);
        }
        assert_eq!(traits_of("ses_free_time"), (Trait::Ses, Trait::FreeTime));
    }
}
