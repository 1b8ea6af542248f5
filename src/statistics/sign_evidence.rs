//! Evidence of signs: higher more often than lower, valid after every pair and without bounds.
//!
//! Of the pairs that do not tie, each is a win or a loss of the variant. If a win is no more probable than a loss, given the
//! pairs before, then for any θ above ½ the product of 2θ for each win and 2(1 − θ) for each loss is a supermartingale from
//! 1; so is its mean over θ uniform between ½ and 1. With a wins and c losses that is
//!
//! ```text
//! K = 2^(a+c+1) B(a+1, c+1) P(Beta(a+1, c+1) > ½) = Σ over j ≤ a of C(a+c+1, j) / ((a+c+1) C(a+c, a))
//! ```
//!
//! since P(Beta(a+1, c+1) > ½) = P(Bin(a+c+1, ½) ≤ a). Seven wins in a row reject at 5 %.
//!
//! It is another claim than that of a mean. Of a measure that is mostly a little higher and rarely much lower it says "higher in
//! more replications than lower", though the mean may be the same; both claims belong in words.
//!
//! Robbins, Annals of Mathematical Statistics 41, 1970; Ramdas, Grünwald, Vovk and Shafer, Statistical Science 38, 2023.

use super::anytime::Evidence;
use super::{Alternative, Interval, Withheld};

/// Where a growing sum is made smaller by this factor, so that it does not overflow.
const LARGE: f64 = 1e250;

/// Part of a sum from which on its falling terms are left out.
const NEGLIGIBLE: f64 = 1e-20;

/// Logarithm of the evidence for wins.
///
/// The term of j = a is 1/(c + 1), and each is j / (a + c + 2 − j) times the next, so that the sum needs no factorial; all terms
/// are positive and nothing cancels.
fn log_evidence(wins: usize, losses: usize) -> f64 {
    let all = wins + losses;
    let (mut term, mut sum, mut taken_out) = (1.0, 1.0, 0.0);
    for j in (1..=wins).rev() {
        term *= j as f64 / (all + 2 - j) as f64;
        sum += term;
        if sum > LARGE {
            term /= LARGE;
            sum /= LARGE;
            taken_out += libm::log(LARGE);
        } else if term < NEGLIGIBLE * sum {
            break;
        }
    }
    taken_out + libm::log(sum / (losses + 1) as f64)
}

/// The confidence sequence of the median that belongs to the evidence of signs: the values that neither "more lie above than below"
/// nor the reverse has refuted, both asked for 2/α, α = 1 − confidence.
///
/// All intervals of a growing sample cover the median at once with probability `confidence` or more, whatever the distribution. The
/// ends are values of the sample, and infinite while there are too few: up to seven at 95 %. What is not a finite number is passed
/// over.
///
/// ```
/// use samspil::statistics::median_interval;
/// let values: Vec<f64> = (1..=99).map(f64::from).collect();
/// let interval = median_interval(&values, 0.95);
/// assert_eq!((interval.low, interval.high), (34.0, 66.0));
/// ```
///
/// # Panics
/// When `confidence` does not lie between 0 and 1.
#[must_use]
pub fn median_interval(values: &[f64], confidence: f64) -> Interval {
    assert!(
        0.0 < confidence && confidence < 1.0,
        "confidence {confidence} outside (0, 1)"
    );
    let refuted_from = libm::log(2.0 / (1.0 - confidence));
    let mut rising: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    rising.sort_unstable_by(f64::total_cmp);
    let turned: Vec<f64> = rising.iter().rev().map(|value| -value).collect();
    Interval {
        low: lower_end(&rising, refuted_from),
        high: -lower_end(&turned, refuted_from),
    }
}

/// The first of some rising values above which the median is not shown to lie.
///
/// As a value rises fewer others lie above it and more below, so that the evidence for a median above it only falls.
fn lower_end(rising: &[f64], refuted_from: f64) -> f64 {
    let all = rising.len();
    if log_evidence(all, 0) < refuted_from {
        return f64::NEG_INFINITY;
    }
    let refuted = rising.partition_point(|value| {
        let below = rising.partition_point(|other| other <= value);
        log_evidence(all - below, below) >= refuted_from
    });
    rising[refuted]
}

/// A test of signs that is looked at after every pair.
///
/// ```
/// use samspil::statistics::{Alternative, SignMonitor};
/// let mut monitor = SignMonitor::default();
/// for difference in [0.2, 0.0, 31.0, 0.4, 0.1, 2.5, 0.3, 0.2] {
///     monitor.push(difference);
/// }
/// assert_eq!((monitor.wins(), monitor.losses(), monitor.ties()), (7, 0, 1));
/// assert!(monitor.p_value(Alternative::Greater) < 0.05);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SignMonitor {
    wins: usize,
    losses: usize,
    ties: usize,
    dropped: usize,
    evidence: Evidence,
}

impl SignMonitor {
    /// Adds the difference of the next pair, in the order of the seeds; what is not a finite number is counted and passed over.
    ///
    /// Differences that are no more than rounding should have been made 0, see [`difference`](super::difference).
    pub fn push(&mut self, difference: f64) {
        if !difference.is_finite() {
            self.dropped += 1;
            return;
        }
        if difference == 0.0 {
            self.ties += 1;
            return;
        }
        if difference > 0.0 {
            self.wins += 1;
        } else {
            self.losses += 1;
        }
        self.evidence.becomes(
            log_evidence(self.wins, self.losses),
            log_evidence(self.losses, self.wins),
        );
    }

    /// Pairs in which the variant is higher.
    #[must_use]
    pub const fn wins(&self) -> usize {
        self.wins
    }

    /// Pairs in which the variant is lower.
    #[must_use]
    pub const fn losses(&self) -> usize {
        self.losses
    }

    /// Pairs without any difference: no evidence for either side.
    #[must_use]
    pub const fn ties(&self) -> usize {
        self.ties
    }

    /// Pairs left out, because the difference is not a finite number.
    #[must_use]
    pub const fn dropped(&self) -> usize {
        self.dropped
    }

    /// Evidence as it stands: `Greater` against "a win is no more probable than a loss", `Less` the other way round, `TwoSided` the
    /// mean of both, which is the mixture over all θ. It does not depend on the order of the pairs and is infinite beyond 1e308.
    #[must_use]
    pub fn evidence(&self, alternative: Alternative) -> f64 {
        self.evidence.now(alternative)
    }

    /// The anytime-valid p-value, 1 over the largest evidence so far; it never rises.
    ///
    /// When a win is as probable as a loss, or less so for `Greater`, it ever falls to α or below with probability at most α.
    #[must_use]
    pub fn p_value(&self, alternative: Alternative) -> f64 {
        self.evidence.p_value(alternative)
    }

    /// What stands against a verdict, if anything. Ties count as pairs.
    #[must_use]
    pub fn withheld(&self) -> Option<Withheld> {
        Withheld::of(self.wins + self.losses + self.ties, self.dropped)
    }
}

#[cfg(test)]
mod tests {
    use super::super::anytime::log_mean_exp;
    use super::*;
    use crate::statistics::generator::generator;
    use proptest::prelude::*;
    use rand::RngExt;

    #[derive(serde::Deserialize)]
    struct Oracle {
        differences: Vec<f64>,
        signs: Signs,
        fewest_wins_by_signs: usize,
    }

    #[derive(serde::Deserialize)]
    struct Signs {
        wins: usize,
        losses: usize,
        ties: usize,
        greater: Vec<f64>,
        less_final: f64,
    }

    fn oracle() -> Oracle {
        serde_json::from_str(include_str!("../../tests/fixtures/betting.json")).unwrap()
    }

    #[test]
    fn evidence_agrees_with_scipy_after_every_pair() {
        let Oracle {
            differences,
            signs,
            fewest_wins_by_signs,
        } = oracle();
        let mut monitor = SignMonitor::default();
        let mut largest: f64 = 1.0;
        for (difference, expected) in differences.iter().zip(&signs.greater) {
            monitor.push(*difference);
            let found = monitor.evidence(Alternative::Greater);
            assert!(
                (found / expected - 1.0).abs() < 1e-12,
                "{found} against {expected}"
            );
            largest = largest.max(*expected);
        }
        assert_eq!(
            (monitor.wins(), monitor.losses(), monitor.ties()),
            (signs.wins, signs.losses, signs.ties)
        );
        let less = monitor.evidence(Alternative::Less);
        assert!((less - signs.less_final).abs() < 1e-12);
        let two_sided = monitor.evidence(Alternative::TwoSided);
        assert!((two_sided - f64::midpoint(signs.greater[39], less)).abs() < 1e-12);
        assert!((monitor.p_value(Alternative::Greater) - 1.0 / largest).abs() < 1e-12);
        let rejects = |wins: &usize| log_evidence(*wins, 0) >= libm::log(20.0);
        assert_eq!((1..50).find(rejects), Some(fewest_wins_by_signs));
    }

    #[test]
    fn evidence_agrees_with_quadrature_of_thirty_digits() {
        // mpmath, dps = 30: log(quad(lambda t: 2 * (2 * t)**a * (2 * (1 - t))**c, [.5, ..., 1])), and by betainc.
        for (wins, losses, expected) in [
            (300, 260, -0.865_789_221_676_320_4),
            (260, 300, -3.907_327_385_346_892),
            (5000, 4800, -1.657_373_990_578_072),
            (4800, 5000, -5.466_892_557_543_408),
            (0, 400, -5.993_961_427_306_569),
            (1, 2000, -7.600_902_958_793_081),
            (400, 0, 271.958_057_977_231_5),
            (900, 100, 365.018_285_527_925_46),
        ] {
            let found = log_evidence(wins, losses);
            assert!(
                (found - expected).abs() < 1e-11,
                "{wins}, {losses}: {found} against {expected}"
            );
        }
        // (2^(n + 1) − 1) / (n + 1), beyond what a number of 64 bits holds.
        let expected = 3001.0 * std::f64::consts::LN_2 - libm::log(3001.0);
        assert!((log_evidence(3000, 0) - expected).abs() < 1e-9);
    }

    #[test]
    fn ties_are_no_evidence() {
        let mut monitor = SignMonitor::default();
        for _ in 0..25 {
            monitor.push(0.0);
        }
        assert!((monitor.p_value(Alternative::TwoSided) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn the_interval_of_a_median_covers_it_at_all_looks() {
        const STREAMS: u64 = 400;
        let mut missed = 0.0;
        for seed in 0..STREAMS {
            let mut draws = generator(seed);
            // Four of ten tie at the median; the rest lies mostly above it, and far.
            let values: Vec<f64> = (0..200)
                .map(|_| match draws.random::<f64>() {
                    below if below < 0.3 => -below,
                    tie if tie < 0.7 => 0.0,
                    above => 1.0 / (1.0 - above + 1e-9),
                })
                .collect();
            let misses = |look: &usize| !median_interval(&values[..*look], 0.95).contains(0.0);
            missed += f64::from(u8::from([20, 50, 100, 200].iter().any(misses))) / STREAMS as f64;
        }
        assert!(
            missed <= 0.05 + 4.0 * (0.05 * 0.95 / STREAMS as f64).sqrt(),
            "{missed}"
        );
        assert_eq!(
            median_interval(&[1.0, f64::NAN], 0.95),
            Interval {
                low: f64::NEG_INFINITY,
                high: f64::INFINITY
            }
        );
    }

    #[test]
    fn a_verdict_needs_twenty_pairs_that_are_complete() {
        let mut monitor = SignMonitor::default();
        for _ in 0..7 {
            monitor.push(-1e9);
        }
        assert!(monitor.p_value(Alternative::Less) <= 0.05);
        assert_eq!(monitor.withheld(), Some(Withheld::TooFewPairs));
        for _ in 0..13 {
            monitor.push(0.0);
        }
        assert_eq!(monitor.withheld(), None);
        monitor.push(f64::NAN);
        assert_eq!((monitor.withheld(), monitor.dropped()), (None, 1));
        monitor.push(f64::NEG_INFINITY);
        assert_eq!(monitor.withheld(), Some(Withheld::TooManyDropped));
    }

    #[test]
    fn looking_after_every_pair_keeps_the_level() {
        const STREAMS: u64 = 1000;
        let mut rejected = [0.0; 2];
        for seed in 0..STREAMS {
            let mut draws = generator(seed);
            let mut monitor = SignMonitor::default();
            for _ in 0..400 {
                monitor.push(draws.random::<f64>() - 0.5);
            }
            for (share, alternative) in rejected
                .iter_mut()
                .zip([Alternative::Greater, Alternative::TwoSided])
            {
                *share += f64::from(u8::from(monitor.p_value(alternative) <= 0.05)) / STREAMS as f64;
            }
        }
        for share in rejected {
            assert!(
                share <= 0.05 + 4.0 * (0.05 * 0.95 / STREAMS as f64).sqrt(),
                "{share}"
            );
            assert!(share > 0.01, "{share} is wasteful beyond the theory");
        }
    }

    proptest! {
        #[test]
        fn a_pair_more_leaves_the_mean_of_the_evidence_as_it_is(wins in 0_usize..300, losses in 0_usize..300) {
            // A martingale where a win is as probable as a loss: K(a + 1, c) + K(a, c + 1) = 2 K(a, c).
            let of = |wins, losses| log_evidence(wins, losses);
            let after = log_mean_exp(&[of(wins + 1, losses), of(wins, losses + 1)]);
            prop_assert!((after - of(wins, losses)).abs() < 1e-10);
        }

        #[test]
        fn both_sides_together_are_the_mixture_over_all_shares(wins in 0_usize..200, losses in 0_usize..200) {
            // 2^n B(a + 1, c + 1) = 2^n / ((n + 1) C(n, a))
            let all = (wins + losses) as f64;
            let choices = libm::lgamma(all + 1.0) - libm::lgamma(wins as f64 + 1.0) - libm::lgamma(losses as f64 + 1.0);
            let expected = all * std::f64::consts::LN_2 - libm::log(all + 1.0) - choices;
            let found = log_mean_exp(&[log_evidence(wins, losses), log_evidence(losses, wins)]);
            prop_assert!((found - expected).abs() < 1e-9, "{found} against {expected}");
        }

        #[test]
        fn median_interval_and_evidence_say_the_same(
            values in prop::collection::vec(-20_i32..20, 0..60),
            null in -20_i32..20,
        ) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            // Between two values, so that no tie is neither a win nor a loss.
            let null = f64::from(null) + 0.5;
            let wins = values.iter().filter(|value| **value > null).count();
            let losses = values.len() - wins;
            let largest = log_evidence(wins, losses).max(log_evidence(losses, wins));
            let refuted_from = libm::log(40.0);
            prop_assume!((largest - refuted_from).abs() > 1e-8);
            let interval = median_interval(&values, 0.95);
            prop_assert_eq!(interval.contains(null), largest < refuted_from, "{:?}", interval);
        }

        #[test]
        fn sizes_and_order_do_not_matter(values in prop::collection::vec(-1e3..1e3_f64, 0..60)) {
            let (mut one, mut other) = (SignMonitor::default(), SignMonitor::default());
            for (value, from_the_end) in values.iter().zip(values.iter().rev()) {
                one.push(*value);
                other.push(from_the_end.signum() * 1e-6);
            }
            for alternative in [Alternative::Greater, Alternative::Less, Alternative::TwoSided] {
                prop_assert_eq!(one.evidence(alternative).to_bits(), other.evidence(alternative).to_bits());
            }
        }
    }
}
