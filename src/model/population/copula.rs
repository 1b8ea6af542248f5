//! Gaussian copula: traits depend on each other through normal scores.
//!
//! Every trait has a latent normal score. Scores are jointly normal, so what is not known of a citizen
//! can be drawn given what is known: with the known traits first, `L` the Cholesky factor of the
//! covariance and `m` the mean, `z = m + L e`. Known scores give their `e` by forward substitution,
//! unknown ones take theirs from the draws.

use crate::model::observed::Trait;
use crate::model::population::Correlation;

/// Number of traits.
pub(super) const TRAITS: usize = Trait::ALL.len();

/// One number for each trait, in the order of [`Trait::ALL`].
pub(super) type PerTrait = [f64; TRAITS];

/// Covariances of the scores.
pub(super) type Covariance = [PerTrait; TRAITS];

/// A set of traits: bit `i` is trait `i` of [`Trait::ALL`].
pub(super) type TraitSet = u16;

/// Latent correlations of all traits; pairs without a parameter are independent.
pub(super) fn correlations(correlation: &Correlation) -> Covariance {
    let pairs = [
        (Trait::Ses, Trait::Education, correlation.ses_education),
        (Trait::Ses, Trait::Motivation, correlation.ses_motivation),
        (Trait::Ses, Trait::Efficacy, correlation.ses_efficacy),
        (Trait::Ses, Trait::Knowledge, correlation.ses_knowledge),
        (Trait::Ses, Trait::Affectedness, correlation.ses_affectedness),
        (Trait::Ses, Trait::Sociability, correlation.ses_sociability),
        (Trait::Ses, Trait::Trust, correlation.ses_trust),
        (Trait::Ses, Trait::FreeTime, correlation.ses_free_time),
        (Trait::Efficacy, Trait::Knowledge, correlation.efficacy_knowledge),
        (
            Trait::Efficacy,
            Trait::Motivation,
            correlation.efficacy_motivation,
        ),
        (Trait::Trust, Trait::Sociability, correlation.trust_sociability),
    ];
    let mut matrix = [[0.0; TRAITS]; TRAITS];
    for (index, row) in matrix.iter_mut().enumerate() {
        row[index] = 1.0;
    }
    for (one, other, value) in pairs {
        matrix[one.index()][other.index()] = value;
        matrix[other.index()][one.index()] = value;
    }
    matrix
}

/// Covariances among people of the same neighbourhood, when `within_share` of the variance of status lies
/// within neighbourhoods: `R - (1 - within_share) r r'`, `r` the correlations with status.
pub(super) fn within_neighbourhoods(correlations: &Covariance, within_share: f64) -> Covariance {
    let with_status = &correlations[Trait::Ses.index()];
    let mut covariance = *correlations;
    for (row, left) in covariance.iter_mut().zip(with_status) {
        for (entry, right) in row.iter_mut().zip(with_status) {
            *entry -= (1.0 - within_share) * left * right;
        }
    }
    covariance
}

/// How unknown scores follow from known ones.
#[derive(Clone, Debug)]
pub(super) struct Conditional {
    /// Traits, the known ones first.
    order: [usize; TRAITS],
    known: usize,
    /// Cholesky factor in that order.
    lower: Covariance,
}

impl Conditional {
    /// Prepares for citizens of whom exactly the traits of `known` are known.
    ///
    /// Panics if the covariances are not positive definite.
    pub(super) fn new(covariance: &Covariance, known: TraitSet) -> Self {
        let mut order: [usize; TRAITS] = std::array::from_fn(|index| index);
        order.sort_by_key(|&index| (known >> index & 1 == 0, index));
        let permuted = order.map(|row| order.map(|column| covariance[row][column]));
        Self {
            order,
            known: known.count_ones() as usize,
            lower: cholesky(&permuted),
        }
    }

    /// Fills in a citizen: on entry `scores` holds the scores of the known traits and independent standard
    /// normal draws for all others, on return the scores of all.
    pub(super) fn complete(&self, scores: &mut PerTrait, mean: &PerTrait) {
        let mut innovations = [0.0; TRAITS];
        for (row, &index) in self.order.iter().enumerate() {
            let explained: f64 = self.lower[row][..row]
                .iter()
                .zip(&innovations)
                .map(|(loading, innovation)| loading * innovation)
                .sum();
            let spread = self.lower[row][row];
            if row < self.known {
                innovations[row] = (scores[index] - mean[index] - explained) / spread;
            } else {
                innovations[row] = scores[index];
                scores[index] = mean[index] + explained + spread * innovations[row];
            }
        }
    }
}

/// Lower triangular `L` with `L L' = matrix`.
fn cholesky(matrix: &Covariance) -> Covariance {
    let mut lower = [[0.0; TRAITS]; TRAITS];
    for row in 0..TRAITS {
        for column in 0..=row {
            let explained: f64 = (0..column).map(|k| lower[row][k] * lower[column][k]).sum();
            let rest = matrix[row][column] - explained;
            if row == column {
                assert!(rest > 0.0, "correlations of traits must be positive definite");
                lower[row][row] = rest.sqrt();
            } else {
                lower[row][column] = rest / lower[column][column];
            }
        }
    }
    lower
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::population::fixtures::population;

    fn reference() -> Covariance {
        correlations(&population().correlation)
    }

    #[test]
    fn the_factor_gives_back_the_covariances() {
        let covariance = within_neighbourhoods(&reference(), 0.6);
        let lower = cholesky(&covariance);
        for row in 0..TRAITS {
            for column in 0..TRAITS {
                let product: f64 = (0..TRAITS).map(|k| lower[row][k] * lower[column][k]).sum();
                assert!((product - covariance[row][column]).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn one_known_trait_predicts_the_others_by_its_correlation() {
        let (ses, knowledge) = (Trait::Ses.index(), Trait::Knowledge.index());
        let conditional = Conditional::new(&reference(), 1 << knowledge);
        let mut scores = [0.0; TRAITS];
        scores[knowledge] = 1.5;
        conditional.complete(&mut scores, &[0.0; TRAITS]);
        assert!((scores[knowledge] - 1.5).abs() < 1e-15, "known scores stay");
        assert!(
            (scores[ses] - 0.54 * 1.5).abs() < 1e-12,
            "regression on one variable"
        );
    }

    #[test]
    fn two_known_traits_predict_by_the_normal_equations() {
        let matrix = reference();
        let [a, b, c] = [Trait::Efficacy, Trait::Knowledge, Trait::Ses].map(Trait::index);
        let (z_a, z_b) = (0.7, -1.1);
        let (r_ac, r_bc, r_ab) = (matrix[a][c], matrix[b][c], matrix[a][b]);
        let expected = ((r_ac - r_bc * r_ab) * z_a + (r_bc - r_ac * r_ab) * z_b) / (1.0 - r_ab * r_ab);
        let mut scores = [0.0; TRAITS];
        scores[a] = z_a;
        scores[b] = z_b;
        Conditional::new(&matrix, 1 << a | 1 << b).complete(&mut scores, &[0.0; TRAITS]);
        assert!((scores[c] - expected).abs() < 1e-12);
    }

    #[test]
    #[should_panic(expected = "positive definite")]
    fn impossible_correlations_are_refused() {
        let mut correlation = population().correlation;
        correlation.ses_efficacy = 0.95;
        correlation.ses_knowledge = -0.95;
        correlation.efficacy_knowledge = 0.9;
        Conditional::new(&correlations(&correlation), 0);
    }
}
