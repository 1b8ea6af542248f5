//! Tails of the binomial distribution.

/// Part of a sum from which on its falling terms are left out.
const NEGLIGIBLE: f64 = 1e-20;

/// P(X ≥ `successes`) of so many trials that succeed with a probability, relative to 1e-11 where it is small.
///
/// The terms fall on either side of the mean, so the side on which they fall is summed from its largest term on.
pub(in crate::statistics) fn upper_tail(successes: usize, trials: usize, probability: f64) -> f64 {
    if successes == 0 {
        return 1.0;
    }
    if successes > trials || probability <= 0.0 {
        return 0.0;
    }
    if probability >= 1.0 {
        return 1.0;
    }
    if successes as f64 > (trials + 1) as f64 * probability {
        falling_sum(successes, trials, probability)
    } else {
        // X ≤ successes − 1 is that at least the other trials fail.
        1.0 - falling_sum(trials + 1 - successes, trials, 1.0 - probability)
    }
}

/// P(X ≤ `successes`).
pub(in crate::statistics) fn cumulative(successes: usize, trials: usize, probability: f64) -> f64 {
    1.0 - upper_tail(successes + 1, trials, probability)
}

/// The smallest number that so many trials do not exceed with this probability or more.
pub(in crate::statistics) fn quantile(wanted: f64, trials: usize, probability: f64) -> usize {
    (0..trials)
        .find(|successes| cumulative(*successes, trials, probability) >= wanted)
        .unwrap_or(trials)
}

/// P(X ≥ `successes`) where `successes` lies above the mean, so that the terms fall.
fn falling_sum(successes: usize, trials: usize, probability: f64) -> f64 {
    let (k, n) = (successes as f64, trials as f64);
    let ways = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    let first = libm::exp(ways + k * libm::log(probability) + (n - k) * libm::log1p(-probability));
    let odds = probability / (1.0 - probability);
    let (mut term, mut sum) = (1.0, 1.0);
    for number in successes..trials {
        term *= (trials - number) as f64 / (number + 1) as f64 * odds;
        sum += term;
        if term < NEGLIGIBLE * sum {
            break;
        }
    }
    (first * sum).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_agree_with_scipy() {
        // from scipy.stats import binom
        // for k, n, p in ((3, 12, .0027), (57, 64, .25), (1, 5, .3), (500, 1000, .5), (300, 1000, .2)): print(binom.sf(k - 1, n, p))
        for (successes, trials, probability, expected) in [
            (3, 12, 0.0027, 4.252_019_304_192_908e-6),
            (57, 64, 0.25, 4.158_785_846_349_188e-27),
            (1, 5, 0.3, 0.831_93),
            (500, 1000, 0.5, 0.512_612_509_089_180_2),
            (300, 1000, 0.2, 3.811_044_687_488_596e-14),
        ] {
            let found = upper_tail(successes, trials, probability);
            assert!(
                (found / expected - 1.0).abs() < 1e-10,
                "{found:e} against {expected:e}"
            );
        }
    }

    #[test]
    fn what_is_certain_is_certain() {
        assert!((upper_tail(0, 4, 0.2) - 1.0).abs() < f64::MIN_POSITIVE);
        assert!((upper_tail(4, 4, 1.0) - 1.0).abs() < f64::MIN_POSITIVE);
        assert!(upper_tail(5, 4, 1.0).abs() < f64::MIN_POSITIVE);
        assert!(upper_tail(1, 4, 0.0).abs() < f64::MIN_POSITIVE);
        assert_eq!([0.0, 0.5, 1.0].map(|wanted| quantile(wanted, 2, 0.5)), [0, 1, 2]);
    }

    #[test]
    fn tails_are_sums_of_what_is_counted() {
        for successes in 0..=6 {
            let count = (0..64_u32)
                .filter(|set| set.count_ones() as usize >= successes)
                .count();
            assert!((upper_tail(successes, 6, 0.5) - count as f64 / 64.0).abs() < 1e-13);
        }
    }
}
