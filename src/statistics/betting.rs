//! Evidence about the mean of a bounded difference, by betting: valid after every pair and for any distribution.
//!
//! A t test that may be looked at after every pair rests on normal differences. Where nine of ten replications tie and the tenth
//! differs by 0.1, it calls the mean of 0.01 smaller than that in two of three ensembles of 400 (nominal: one in twenty). Bets need
//! no more than bounds: whoever thinks the mean higher than `null` stakes the same share γ of what he has on every pair, at odds
//! that are fair if the mean is `null` and bad if it is lower. Who gets rich nevertheless has evidence.
//!
//! ```text
//! K⁺ = mean over γ of Π (1 + γ (D − null) / (null − low))     against "the mean is null or less"
//! K⁻ = mean over γ of Π (1 + γ (null − D) / (high − null))    against "the mean is null or more"
//! ```
//!
//! Under its null hypothesis each is a non-negative supermartingale from 1, so that it ever reaches 1/α with probability at most
//! α (Ville), if only the mean of each pair given those before is on that side. The stakes are constant, so the evidence
//! of some pairs does not depend on their order; bets that learn from the pairs so far (Waudby-Smith and Ramdas 2024) see large
//! effects sooner and do depend on it.
//!
//! * **Bounds decide.** A constant difference δ, losses down to −b being possible, needs ln(1/α) / ln(1 + δ/b) pairs by *any* valid
//!   test, since a rare −b cannot be excluded sooner (Bahadur and Savage 1956): for δ/b of 1/10, 1/20 and 1/100 at 5 % that
//!   is 32, 62 and 302, and by these bets 47, 91 and 444. So what is tested is the mean of the *clipped* difference, the bounds
//!   being declared beforehand: [`Bounds::of_furthest`].
//! * **Ties** are values like others. They cost nothing against a null value of 0, and where all pairs tie, K is 1.
//! * **Worlds.** Pairs must be independent draws: over worlds, each world once.
//!
//! Waudby-Smith and Ramdas, Journal of the Royal Statistical Society B 86, 2024; Shafer, Journal of the Royal Statistical
//! Society A 184, 2021; Robbins, Annals of Mathematical Statistics 41, 1970; Bahadur and Savage, same 27, 1956.

use super::anytime::{Evidence, log_mean_exp};
use super::{Alternative, Interval, Moments, Withheld, noticeable};

/// Shares of what one has that are staked; the bets start with equal parts. High stakes see large differences soon, low ones
/// survive the pairs that speak against.
const STAKES: [f64; 5] = [0.99, 0.6, 0.3, 0.1, 0.03];

/// Where differences are clipped, in smallest effects of interest: low enough to see such an effect in some fifty pairs, high
/// enough to leave most differences as they are.
const CLIP: f64 = 10.0;

/// Halvings after which the end of an interval is known to its last bits.
const HALVINGS: usize = 60;

/// Where a difference lies or is clipped to lie, declared before any is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    low: f64,
    high: f64,
    exact: bool,
}

impl Bounds {
    /// Bounds that the measure has: a share cannot change by more than 1. A difference beyond them shows that
    /// they were declared wrongly, so that there is no verdict; the evidence is then about the clipped difference.
    ///
    /// # Panics
    /// When `low` is not less than `high`, or one of both is not finite.
    #[must_use]
    pub fn exact(low: f64, high: f64) -> Self {
        Self {
            exact: true,
            ..Self::clipped(low, high)
        }
    }

    /// Bounds that differences are clipped to: the claim is about the mean of what is left, and how many were clipped belongs
    /// to the answer.
    ///
    /// # Panics
    /// When `low` is not less than `high`, or one of both is not finite.
    #[must_use]
    pub fn clipped(low: f64, high: f64) -> Self {
        assert!(
            low < high && low.is_finite() && high.is_finite(),
            "bounds {low} and {high} enclose nothing"
        );
        Self {
            low,
            high,
            exact: false,
        }
    }

    /// Differences clipped at ten times the smallest effect of interest, either way.
    ///
    /// # Panics
    /// When `smallest` is not positive and finite.
    #[must_use]
    pub fn of_smallest_effect(smallest: f64) -> Self {
        Self::clipped(-CLIP * smallest, CLIP * smallest)
    }

    /// Bounds of a difference that lies no further from 0 than `furthest`: exactly these where they are no wider than a clip at ten
    /// times the smallest effect of interest, and that clip where they are. Wide bounds are blind: a share may change by 1, so
    /// that a change of 0.01 in every pair would be seen after 444 of them.
    ///
    /// # Panics
    /// When `smallest` is not positive and finite.
    #[must_use]
    pub fn of_furthest(furthest: f64, smallest: f64) -> Self {
        let clip = Self::of_smallest_effect(smallest);
        // A null value of ± the smallest effect must lie between the bounds.
        if smallest < furthest && furthest <= clip.high {
            Self::exact(-furthest, furthest)
        } else {
            clip
        }
    }

    /// Upper bound.
    #[must_use]
    pub const fn high(&self) -> f64 {
        self.high
    }

    /// Whether they are those of the measure, so that nothing should lie beyond them.
    #[must_use]
    pub const fn are_exact(&self) -> bool {
        self.exact
    }

    /// Whether a value lies outside by more than rounding.
    fn is_beyond(&self, value: f64) -> bool {
        let outside = (value - self.high).max(self.low - value);
        noticeable(outside, value.abs()) > 0.0
    }
}

/// A test of the mean of a bounded difference that is looked at after every pair.
///
/// What it says of the sample (evidence, interval, counts) does not depend on the order of the pairs, but for last bits. The
/// p-value does: it remembers the largest evidence there ever was, which is what makes it a p-value at any stop. So push in the
/// order of the seeds.
///
/// ```
/// use samspil::statistics::{Alternative, BettingMonitor, Bounds};
/// let mut monitor = BettingMonitor::new(Bounds::of_smallest_effect(0.01), 0.0);
/// let mut used = 0;
/// for seed in 0.. {
///     monitor.push(0.02 * f64::from(seed % 3));
///     used += 1;
///     if monitor.p_value(Alternative::Greater) <= 0.05 {
///         break;
///     }
/// }
/// assert_eq!(used, 27);
/// assert!(monitor.interval(0.95).contains(0.02));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct BettingMonitor {
    bounds: Bounds,
    null: f64,
    /// The clipped differences: an interval asks about all means at once.
    differences: Vec<f64>,
    sample: Moments,
    above: Capital,
    below: Capital,
    evidence: Evidence,
    ties: usize,
    clipped: usize,
    dropped: usize,
}

impl BettingMonitor {
    /// A test of the mean `null`, before the first pair.
    ///
    /// # Panics
    /// When `null` does not lie between the bounds: nothing could be staked on one side.
    #[must_use]
    pub fn new(bounds: Bounds, null: f64) -> Self {
        assert!(
            bounds.low < null && null < bounds.high,
            "null value {null} outside ({}, {})",
            bounds.low,
            bounds.high
        );
        Self {
            bounds,
            null,
            differences: Vec::new(),
            sample: Moments::default(),
            above: Capital::default(),
            below: Capital::default(),
            evidence: Evidence::default(),
            ties: 0,
            clipped: 0,
            dropped: 0,
        }
    }

    /// Adds the difference of the next pair; what is not a finite number is counted and passed over.
    ///
    /// Differences that are no more than rounding should have been made 0, see [`difference`](super::difference).
    pub fn push(&mut self, difference: f64) {
        if !difference.is_finite() {
            self.dropped += 1;
            return;
        }
        self.ties += usize::from(difference == 0.0);
        self.clipped += usize::from(self.bounds.is_beyond(difference));
        let clipped = difference.clamp(self.bounds.low, self.bounds.high);
        self.differences.push(clipped);
        self.sample.push(clipped);
        self.above.stake(gain_above(clipped, self.null, self.bounds));
        self.below.stake(gain_below(clipped, self.null, self.bounds));
        self.evidence
            .becomes(self.above.logarithm(), self.below.logarithm());
    }

    /// The bounds as declared.
    #[must_use]
    pub const fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Count, mean and variance of the clipped differences so far.
    #[must_use]
    pub const fn sample(&self) -> &Moments {
        &self.sample
    }

    /// Pairs without any difference.
    #[must_use]
    pub const fn ties(&self) -> usize {
        self.ties
    }

    /// Differences that were clipped.
    #[must_use]
    pub const fn clipped(&self) -> usize {
        self.clipped
    }

    /// Pairs left out, because the difference is not a finite number.
    #[must_use]
    pub const fn dropped(&self) -> usize {
        self.dropped
    }

    /// Evidence of the sample as it stands: K⁺ for `Greater`, K⁻ for `Less`, their mean for `TwoSided`.
    ///
    /// Under the null hypothesis its expectation is at most 1 at any stop, so that evidence of several tests may be averaged however
    /// they depend on one another (Vovk and Wang, Annals of Statistics 49, 2021). Infinite beyond 1e308.
    #[must_use]
    pub fn evidence(&self, alternative: Alternative) -> f64 {
        self.evidence.now(alternative)
    }

    /// The anytime-valid p-value, 1 over the largest evidence so far; it never rises.
    ///
    /// When the mean is the null value, or on the side that is tested against, it ever falls to α or below with probability at
    /// most α.
    #[must_use]
    pub fn p_value(&self, alternative: Alternative) -> f64 {
        self.evidence.p_value(alternative)
    }

    /// The confidence sequence of the mean of the clipped difference: the means that neither K⁺ nor K⁻ has refuted, both of them
    /// asked for 2/α, α = 1 − confidence.
    ///
    /// All intervals of a growing sample cover the true mean at once with probability `confidence` or more. K⁺ falls and K⁻ rises in
    /// the mean asked about, and at the mean of the sample neither is above 1, so each end is found by bisection between it
    /// and a bound. The whole range before the first pair.
    ///
    /// # Panics
    /// When `confidence` does not lie between 0 and 1.
    #[must_use]
    pub fn interval(&self, confidence: f64) -> Interval {
        assert!(
            0.0 < confidence && confidence < 1.0,
            "confidence {confidence} outside (0, 1)"
        );
        let refuted_from = libm::log(2.0 / (1.0 - confidence));
        let end = |bound: f64, gain: fn(f64, f64, Bounds) -> f64| {
            let (mut out, mut within) = (bound, self.sample.mean().clamp(self.bounds.low, self.bounds.high));
            for _ in 0..HALVINGS {
                let middle = f64::midpoint(out, within);
                let mut capital = Capital::default();
                for difference in &self.differences {
                    capital.stake(gain(*difference, middle, self.bounds));
                }
                if capital.logarithm() >= refuted_from {
                    out = middle;
                } else {
                    within = middle;
                }
            }
            out
        };
        if self.differences.is_empty() {
            return Interval {
                low: self.bounds.low,
                high: self.bounds.high,
            };
        }
        Interval {
            low: end(self.bounds.low, gain_above),
            high: end(self.bounds.high, gain_below),
        }
    }

    /// What stands against a verdict, if anything.
    #[must_use]
    pub fn withheld(&self) -> Option<Withheld> {
        if self.bounds.exact && self.clipped > 0 {
            return Some(Withheld::BeyondExactBounds);
        }
        Withheld::of(self.differences.len(), self.dropped)
    }
}

/// What a unit at stake gains on "the mean is more than `null`": nothing on average if it is `null`, −1 at worst.
fn gain_above(difference: f64, null: f64, bounds: Bounds) -> f64 {
    (difference - null) / (null - bounds.low)
}

/// The same on "the mean is less than `null`".
fn gain_below(difference: f64, null: f64, bounds: Bounds) -> f64 {
    (null - difference) / (bounds.high - null)
}

/// Logarithms of what the bets on one side have come to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Capital([f64; STAKES.len()]);

impl Capital {
    fn stake(&mut self, gain: f64) {
        for (logarithm, stake) in self.0.iter_mut().zip(STAKES) {
            *logarithm += libm::log1p(stake * gain);
        }
    }

    /// Logarithm of the mean over the bets.
    fn logarithm(&self) -> f64 {
        log_mean_exp(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::generator::{generator, normal};
    use crate::statistics::{SignMonitor, difference};
    use proptest::prelude::*;
    use rand::{Rng, RngExt};
    use rand_distr::{Exp1, StudentT};

    #[derive(serde::Deserialize)]
    struct Oracle {
        bets: Vec<f64>,
        differences: Vec<f64>,
        cases: Vec<Case>,
        fewest: Vec<Fewest>,
        type_one_error: Table,
        power: Table,
        confidence_sequence: Vec<Coverage>,
    }

    #[derive(serde::Deserialize)]
    struct Case {
        low: f64,
        high: f64,
        null: f64,
        clipped: usize,
        #[serde(rename = "K_plus")]
        above: Vec<f64>,
        #[serde(rename = "K_minus")]
        below: Vec<f64>,
        two_sided_last: f64,
        p_greater: f64,
        p_less: f64,
        p_two_sided: f64,
        interval_95: Vec<Ends>,
    }

    #[derive(serde::Deserialize)]
    struct Ends {
        n: usize,
        low: f64,
        high: f64,
    }

    #[derive(serde::Deserialize)]
    struct Fewest {
        difference_over_bound: f64,
        pairs_needed_one_sided_5: usize,
        no_bet_can_do_with_fewer_than: usize,
    }

    #[derive(serde::Deserialize)]
    struct Table {
        rows: Vec<Vec<serde_json::Value>>,
    }

    #[derive(serde::Deserialize)]
    struct Coverage {
        kind: String,
        clipped_mean: f64,
        ever_missed_by_400: f64,
        width_50_200_400: [f64; 3],
    }

    fn oracle() -> Oracle {
        serde_json::from_str(include_str!("../../tests/fixtures/betting.json")).unwrap()
    }

    fn monitor(values: &[f64], bounds: Bounds, null: f64) -> BettingMonitor {
        let mut monitor = BettingMonitor::new(bounds, null);
        for value in values {
            monitor.push(*value);
        }
        monitor
    }

    #[test]
    fn capitals_p_values_and_intervals_agree_with_scipy() {
        let oracle = oracle();
        assert_eq!(oracle.bets, STAKES);
        assert_eq!(oracle.cases.len(), 3);
        for case in oracle.cases {
            let mut monitor = BettingMonitor::new(Bounds::clipped(case.low, case.high), case.null);
            for (index, value) in oracle.differences.iter().enumerate() {
                monitor.push(*value);
                let above = monitor.evidence(Alternative::Greater) / case.above[index];
                let below = monitor.evidence(Alternative::Less) / case.below[index];
                assert!((above - 1.0).abs() < 1e-12 && (below - 1.0).abs() < 1e-12);
                if let Some(ends) = case.interval_95.iter().find(|ends| ends.n == index + 1) {
                    let interval = monitor.interval(0.95);
                    assert!((interval.low - ends.low).abs() < 1e-12, "{interval:?}");
                    assert!((interval.high - ends.high).abs() < 1e-12, "{interval:?}");
                }
            }
            for (found, expected) in [
                (monitor.evidence(Alternative::TwoSided), case.two_sided_last),
                (monitor.p_value(Alternative::Greater), case.p_greater),
                (monitor.p_value(Alternative::Less), case.p_less),
                (monitor.p_value(Alternative::TwoSided), case.p_two_sided),
            ] {
                assert!((found - expected).abs() < 1e-12, "{found} against {expected}");
            }
            assert_eq!(
                (monitor.clipped(), monitor.ties(), monitor.dropped()),
                (case.clipped, 21, 0)
            );
        }
    }

    #[test]
    fn a_constant_difference_needs_as_many_pairs_as_the_table_says() {
        for row in oracle().fewest {
            let mut monitor = BettingMonitor::new(Bounds::clipped(-1.0, 1.0), 0.0);
            let mut pairs = 0;
            while monitor.p_value(Alternative::Greater) > 0.05 {
                monitor.push(row.difference_over_bound);
                pairs += 1;
            }
            assert_eq!(pairs, row.pairs_needed_one_sided_5);
            let fewest = libm::log(20.0) / libm::log1p(row.difference_over_bound);
            assert_eq!(fewest.ceil() as usize, row.no_bet_can_do_with_fewer_than);
            assert!(pairs >= row.no_bet_can_do_with_fewer_than);
        }
    }

    #[test]
    fn ties_are_no_evidence() {
        let all_tie = monitor(&[0.0; 60], Bounds::of_smallest_effect(0.01), 0.0);
        for alternative in [Alternative::Greater, Alternative::Less, Alternative::TwoSided] {
            assert!((all_tie.evidence(alternative) - 1.0).abs() < 1e-15);
            assert!((all_tie.p_value(alternative) - 1.0).abs() < 1e-15);
        }
        let one_differs = monitor(&[0.0, 0.0, 0.01], Bounds::clipped(-0.1, 0.1), 0.0);
        assert_eq!(one_differs.ties(), 2);
        let nothing = BettingMonitor::new(Bounds::clipped(-0.1, 0.1), 0.0);
        assert_eq!(nothing.interval(0.95), Interval { low: -0.1, high: 0.1 });
        // Bounds of a measure that are not symmetric, as of a cost, cost a tie nothing either.
        let lopsided = monitor(&[0.0; 30], Bounds::exact(-0.3, 1.7), 0.0);
        assert!((lopsided.evidence(Alternative::Less) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn what_lies_beyond_the_bounds_is_clipped_and_counted() {
        let values = [0.5, -0.05, 0.1, 0.1 + 1e-14, -7.0];
        let clipped = monitor(&values, Bounds::clipped(-0.1, 0.1), 0.0);
        let by_hand = monitor(&[0.1, -0.05, 0.1, 0.1, -0.1], Bounds::exact(-0.1, 0.1), 0.0);
        assert_eq!((clipped.clipped(), by_hand.clipped()), (2, 0));
        assert_eq!(clipped.evidence, by_hand.evidence);
        assert_eq!(
            clipped.sample().mean().to_bits(),
            by_hand.sample().mean().to_bits()
        );
        assert_eq!(Bounds::of_smallest_effect(0.25), Bounds::clipped(-2.5, 2.5));
    }

    #[test]
    fn exact_bounds_are_used_where_they_are_not_blind() {
        let of = Bounds::of_furthest;
        assert_eq!(of(1.0, 0.2), Bounds::exact(-1.0, 1.0));
        assert_eq!(of(2.0, 0.2), Bounds::exact(-2.0, 2.0));
        assert_eq!(of(1.0, 0.01), Bounds::of_smallest_effect(0.01));
        // An effect that the measure cannot have leaves nothing to stake on it.
        assert_eq!(of(1.0, 1.0), Bounds::of_smallest_effect(1.0));
        assert!(of(1.0, 0.2).are_exact() && !of(1.0, 0.01).are_exact());
        // Wide bounds are blind to what narrow ones see soon.
        let differs = [0.02; 60];
        let p_value = |bounds| monitor(&differs, bounds, 0.0).p_value(Alternative::Greater);
        assert!(p_value(Bounds::exact(-1.0, 1.0)) > 0.5 && p_value(of(1.0, 0.01)) < 0.05);
    }

    #[test]
    fn a_verdict_needs_pairs_that_are_complete_and_within_exact_bounds() {
        let withheld = |values: &[f64], bounds| monitor(values, bounds, 0.0).withheld();
        let bounds = Bounds::clipped(-0.1, 0.1);
        assert_eq!(withheld(&[0.1; 19], bounds), Some(Withheld::TooFewPairs));
        assert_eq!(withheld(&[-0.2; 20], bounds), None);
        let exact = Bounds::exact(-0.1, 0.1);
        assert_eq!(withheld(&[-0.2; 20], exact), Some(Withheld::BeyondExactBounds));
        let mut holes = vec![0.1; 20];
        holes.extend([f64::NAN, f64::INFINITY]);
        let dropped = monitor(&holes, bounds, 0.0);
        assert_eq!((dropped.dropped(), dropped.sample().count()), (2, 20));
        assert_eq!(dropped.withheld(), Some(Withheld::TooManyDropped));
    }

    #[test]
    #[should_panic(expected = "null value 0.1 outside (-0.1, 0.1)")]
    fn a_null_value_lies_between_the_bounds() {
        let _ = BettingMonitor::new(Bounds::clipped(-0.1, 0.1), 0.1);
    }

    #[test]
    fn intervals_reach_a_bound_where_nothing_speaks_against_it() {
        let all_low = monitor(&[-0.1; 50], Bounds::clipped(-0.1, 0.1), 0.0);
        let interval = all_low.interval(0.95);
        assert!((interval.low + 0.1).abs() < 1e-15);
        assert!(-0.1 < interval.high && interval.high < 0.0, "{interval:?}");
    }

    /// Differences with their names in the tables.
    fn draw(kind: &str, draws: &mut impl Rng) -> f64 {
        match kind {
            "normal, sd .02" => 0.02 * normal(draws),
            "nine of ten 0, else .1 (mean .01)" => 0.1 * f64::from(u8::from(draws.random_bool(0.1))),
            "skewed (exponential less 1), sd .02" => 0.02 * (draws.sample::<f64, _>(Exp1) - 1.0),
            "heavy tails (t2), scale .01" => 0.01 * draws.sample(StudentT::new(2.0).unwrap()),
            other => panic!("{other}"),
        }
    }

    /// Looks of the tables.
    const LOOKS: [usize; 5] = [20, 50, 100, 200, 400];

    /// Share of `streams` of differences in which a p-value of `tests` ever falls to 5 %, by the looks of the table.
    fn rejections<T: Clone>(
        streams: u64,
        start: &T,
        difference: impl Fn(&mut rand::rngs::Xoshiro256PlusPlus) -> f64,
        p_value: impl Fn(&mut T, f64) -> f64,
    ) -> [f64; 5] {
        let mut found = [0.0; 5];
        for seed in 0..streams {
            let (mut draws, mut test) = (generator(seed), start.clone());
            let rejected_at = (1..=400).find(|_| p_value(&mut test, difference(&mut draws)) <= 0.05);
            if let Some(pairs) = rejected_at {
                for (share, _) in found.iter_mut().zip(LOOKS).filter(|(_, look)| pairs <= *look) {
                    *share += 1.0 / streams as f64;
                }
            }
        }
        found
    }

    /// Holds shares against a row of a table, at four standard errors of the difference.
    fn agree(found: [f64; 5], row: &[serde_json::Value], streams: u64, streams_there: f64) {
        for (found, expected) in found.iter().zip(&row[row.len() - 5..]) {
            let expected = expected.as_f64().unwrap();
            let variance = expected * (1.0 - expected) * (1.0 / streams as f64 + 1.0 / streams_there);
            // One stream more, as a rate of which the table saw nothing may still be seen once.
            let allowed = 4.0 * variance.sqrt() + 1.0 / streams as f64;
            assert!((found - expected).abs() <= allowed, "{found} against {row:?}");
        }
    }

    fn row<'a>(table: &'a Table, start: &[serde_json::Value], test: &str) -> &'a [serde_json::Value] {
        let is_it = |row: &&Vec<serde_json::Value>| row.starts_with(start) && row[start.len()] == test;
        table.rows.iter().find(is_it).unwrap()
    }

    #[test]
    fn looking_after_every_pair_keeps_the_level_whatever_the_distribution() {
        const STREAMS: u64 = 500;
        let table = oracle().type_one_error;
        for (kind, null, side, alternative) in [
            ("normal, sd .02", 0.0, "greater", Alternative::Greater),
            (
                "nine of ten 0, else .1 (mean .01)",
                0.01,
                "less",
                Alternative::Less,
            ),
            (
                "skewed (exponential less 1), sd .02",
                0.0,
                "less",
                Alternative::Less,
            ),
        ] {
            let start = BettingMonitor::new(Bounds::of_smallest_effect(0.01), null);
            let found = rejections(
                STREAMS,
                &start,
                |draws| draw(kind, draws),
                |test, value| {
                    test.push(value);
                    test.p_value(alternative)
                },
            );
            let named = |null: serde_json::Value| [kind.into(), null, side.into()];
            let null = if null == 0.0 { 0.into() } else { null.into() };
            agree(
                found,
                row(&table, &named(null), "bets, clipped at 0.1"),
                STREAMS,
                4e3,
            );
            // Four standard errors above the level.
            assert!(
                found[4] <= 0.05 + 4.0 * (0.05 * 0.95 / STREAMS as f64).sqrt(),
                "{kind}: {found:?}"
            );
        }
    }

    #[test]
    fn effects_are_found_as_often_as_the_table_says() {
        const STREAMS: u64 = 300;
        let table = oracle().power;
        for (kind, shift) in [
            ("normal, sd .02", 0.01),
            ("nine of ten 0, else .1 (mean .01)", 0.0),
            ("heavy tails (t2), scale .01", 0.01),
        ] {
            let difference = |draws: &mut _| shift + draw(kind, draws);
            let start = BettingMonitor::new(Bounds::clipped(-0.1, 0.1), 0.0);
            let found = rejections(STREAMS, &start, difference, |test, value| {
                test.push(value);
                test.p_value(Alternative::Greater)
            });
            let named = [kind.into(), if shift == 0.0 { 0.into() } else { shift.into() }];
            agree(found, row(&table, &named, "bets, clipped at 0.1"), STREAMS, 2e3);
            let signs = rejections(STREAMS, &SignMonitor::default(), difference, |test, value| {
                test.push(value);
                test.p_value(Alternative::Greater)
            });
            agree(signs, row(&table, &named, "signs (null 0 only)"), STREAMS, 2e3);
        }
    }

    #[test]
    fn intervals_cover_the_mean_at_all_looks_and_are_as_wide_as_the_table_says() {
        const STREAMS: u64 = 250;
        for case in oracle().confidence_sequence {
            let mut missed = 0.0;
            let mut widths = Moments::default();
            for seed in 0..STREAMS {
                let mut draws = generator(seed);
                let mut monitor = BettingMonitor::new(Bounds::clipped(-0.1, 0.1), case.clipped_mean);
                for pair in 1..=400 {
                    monitor.push(draw(&case.kind, &mut draws));
                    if pair == 50 && seed < 40 {
                        let interval = monitor.interval(0.95);
                        widths.push(interval.high - interval.low);
                    }
                }
                // Never inside, at a look, is evidence of 2/α there: see the property below.
                let smallest = monitor
                    .p_value(Alternative::Greater)
                    .min(monitor.p_value(Alternative::Less));
                missed += f64::from(u8::from(smallest <= 0.025)) / STREAMS as f64;
            }
            let expected = case.ever_missed_by_400;
            let allowed = 4.0 * (expected * (1.0 - expected) * (1.0 / STREAMS as f64 + 1.0 / 4e3)).sqrt();
            assert!((missed - expected).abs() <= allowed, "{}: {missed}", case.kind);
            // Four standard errors of the difference of two means of forty widths, and the rounding of the table.
            let allowed = 4.0 * widths.standard_deviation() * (2.0 / 40.0_f64).sqrt() + 5e-5;
            assert!(
                (widths.mean() - case.width_50_200_400[0]).abs() <= allowed,
                "{widths:?}"
            );
        }
    }

    fn some_differences() -> impl Strategy<Value = Vec<f64>> {
        let one = prop_oneof![Just(0.0), -0.1..0.1_f64, -0.5..0.5_f64];
        prop::collection::vec(one, 1..60)
    }

    proptest! {
        #[test]
        fn the_order_of_the_pairs_does_not_matter(values in some_differences(), cut in 0.0..1.0_f64) {
            let mut other = values.clone();
            other.rotate_left((values.len() as f64 * cut) as usize);
            other.reverse();
            let bounds = Bounds::clipped(-0.1, 0.1);
            let (one, other) = (monitor(&values, bounds, 0.01), monitor(&other, bounds, 0.01));
            for alternative in [Alternative::Greater, Alternative::Less, Alternative::TwoSided] {
                let ratio = one.evidence(alternative) / other.evidence(alternative);
                prop_assert!((ratio - 1.0).abs() < 1e-11, "{ratio}");
            }
            let (one, other) = (one.interval(0.95), other.interval(0.95));
            prop_assert!((one.low - other.low).abs() < 1e-11 && (one.high - other.high).abs() < 1e-11);
        }

        #[test]
        fn interval_and_evidence_say_the_same(values in some_differences(), null in -0.099..0.099_f64) {
            let test = monitor(&values, Bounds::clipped(-0.1, 0.1), null);
            let strongest = test.evidence(Alternative::Greater).max(test.evidence(Alternative::Less));
            prop_assume!((strongest - 40.0).abs() > 1e-6);
            let interval = test.interval(0.95);
            prop_assert_eq!(interval.contains(null), strongest < 40.0);
            prop_assert!(interval.contains(test.sample().mean()));
        }

        #[test]
        fn turning_the_differences_turns_the_sides(values in some_differences(), null in -0.05..0.05_f64) {
            let turned: Vec<f64> = values.iter().map(|value| -value).collect();
            let bounds = Bounds::clipped(-0.1, 0.1);
            let (one, other) = (monitor(&values, bounds, null), monitor(&turned, bounds, -null));
            let ratio = one.p_value(Alternative::Greater) / other.p_value(Alternative::Less);
            prop_assert!((ratio - 1.0).abs() < 1e-11);
            prop_assert!((one.interval(0.9).low + other.interval(0.9).high).abs() < 1e-12);
        }

        #[test]
        fn p_values_never_rise_and_the_unit_does_not_matter(values in some_differences(), unit in 1e-3..1e6_f64) {
            let mut test = BettingMonitor::new(Bounds::clipped(-0.1, 0.1), 0.01);
            let mut scaled = BettingMonitor::new(Bounds::clipped(-0.1 * unit, 0.1 * unit), 0.01 * unit);
            let mut before = 1.0;
            for value in values {
                test.push(value);
                scaled.push(unit * value);
                let now = test.p_value(Alternative::TwoSided);
                prop_assert!(now <= before);
                prop_assert!((scaled.p_value(Alternative::TwoSided) / now - 1.0).abs() < 1e-9);
                before = now;
            }
        }

        #[test]
        fn the_mean_of_the_evidence_over_all_that_may_happen_is_at_most_one(
            likely in 0.0..=1.0_f64,
            low in -0.5..0.0_f64,
            high in 0.0..0.5_f64,
            slack in 0.0..0.2_f64,
        ) {
            // Three pairs of two values each, with all their eight outcomes; the mean lies at the null value or below it.
            let mean = likely * high + (1.0 - likely) * low;
            prop_assume!(mean + slack < 1.0 && mean + slack > -1.0);
            let mut expectation = 0.0;
            for outcome in 0..8_u32 {
                let mut probability = 1.0;
                let mut test = BettingMonitor::new(Bounds::exact(-1.0, 1.0), mean + slack);
                for pair in 0..3 {
                    let is_high = outcome >> pair & 1 == 1;
                    probability *= if is_high { likely } else { 1.0 - likely };
                    test.push(difference(0.0, if is_high { high } else { low }));
                }
                expectation += probability * test.evidence(Alternative::Greater);
            }
            prop_assert!(expectation <= 1.0 + 1e-9, "{expectation}");
            prop_assert!(slack > 1e-12 || (expectation - 1.0).abs() < 1e-9, "{expectation}");
        }
    }
}
