//! What tests have in common that may be looked at after every pair.

use super::Alternative;

/// Pairs from which on a verdict is given.
///
/// The tests are valid from the first pair on; a verdict of fewer than these would hardly be believed.
pub const PAIRS_FOR_VERDICT: usize = 20;

/// Share of pairs that may be without a difference: with more, those that have one are another population.
const DROPPED_MAX: f64 = 0.05;

/// Why there is no verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withheld {
    /// There are fewer than [`PAIRS_FOR_VERDICT`].
    TooFewPairs,
    /// More than 5 % of the pairs have no difference, because one of both has no value.
    TooManyDropped,
    /// A difference lies beyond bounds that were declared to be exact, so that the declaration is wrong.
    BeyondExactBounds,
}

impl Withheld {
    /// What stands against a verdict from `pairs` differences, `dropped` pairs having none.
    pub(super) fn of(pairs: usize, dropped: usize) -> Option<Self> {
        if pairs < PAIRS_FOR_VERDICT {
            Some(Self::TooFewPairs)
        } else if dropped as f64 > DROPPED_MAX * (pairs + dropped) as f64 {
            Some(Self::TooManyDropped)
        } else {
            None
        }
    }
}

/// Evidence for both directions, as logarithms, and the largest there ever was.
///
/// Each is 1 before the first pair and a supermartingale under its null hypothesis, so it ever reaches 1/α with probability at
/// most α (Ville, Étude critique de la notion de collectif, 1939). The mean of both serves the two-sided question.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Evidence {
    greater: f64,
    less: f64,
    largest_greater: f64,
    largest_less: f64,
    largest_two_sided: f64,
}

impl Evidence {
    /// Takes note of the evidence after one more pair.
    pub(super) fn becomes(&mut self, greater: f64, less: f64) {
        (self.greater, self.less) = (greater, less);
        self.largest_greater = self.largest_greater.max(greater);
        self.largest_less = self.largest_less.max(less);
        self.largest_two_sided = self.largest_two_sided.max(log_mean_exp(&[greater, less]));
    }

    /// Evidence as it stands.
    pub(super) fn now(&self, alternative: Alternative) -> f64 {
        libm::exp(match alternative {
            Alternative::Greater => self.greater,
            Alternative::Less => self.less,
            Alternative::TwoSided => log_mean_exp(&[self.greater, self.less]),
        })
    }

    /// 1 over the largest evidence so far.
    pub(super) fn p_value(&self, alternative: Alternative) -> f64 {
        libm::exp(-match alternative {
            Alternative::Greater => self.largest_greater,
            Alternative::Less => self.largest_less,
            Alternative::TwoSided => self.largest_two_sided,
        })
    }
}

/// Logarithm of the mean of numbers of which the logarithms are given.
pub(super) fn log_mean_exp(logarithms: &[f64]) -> f64 {
    let largest = logarithms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = logarithms
        .iter()
        .map(|logarithm| libm::exp(logarithm - largest))
        .sum();
    largest + libm::log(sum / logarithms.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_of_logarithms_neither_overflows_nor_vanishes() {
        let two = libm::log(2.0);
        assert!((log_mean_exp(&[0.0, libm::log(3.0)]) - two).abs() < 1e-15);
        assert!((log_mean_exp(&[900.0, 900.0 + libm::log(3.0)]) - 900.0 - two).abs() < 1e-12);
        assert!((log_mean_exp(&[-900.0, f64::NEG_INFINITY]) + 900.0 + two).abs() < 1e-12);
    }

    #[test]
    fn a_p_value_remembers_the_largest_evidence() {
        let mut evidence = Evidence::default();
        for (greater, less) in [(4.0, -3.0), (-3.0, 1.0), (-5.0, 4.0)] {
            evidence.becomes(greater, less);
        }
        assert!((evidence.p_value(Alternative::Greater) - libm::exp(-4.0)).abs() < 1e-15);
        assert!((evidence.now(Alternative::Greater) - libm::exp(-5.0)).abs() < 1e-15);
    }

    #[test]
    fn few_or_incomplete_pairs_get_no_verdict() {
        assert_eq!(Withheld::of(19, 0), Some(Withheld::TooFewPairs));
        assert_eq!(Withheld::of(20, 1), None);
        assert_eq!(Withheld::of(20, 2), Some(Withheld::TooManyDropped));
        assert_eq!(Withheld::of(95, 5), None);
    }
}
