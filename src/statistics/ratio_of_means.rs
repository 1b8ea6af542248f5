//! A ratio over replications: the ratio of two means, not the mean of ratios.
//!
//! The mean of `N_r / D_r` over replications is biased where the denominator varies, by about `R · var(D) / mean(D)²`, and has
//! no value where a denominator is 0: of two shares of 8 and 4 % it is 2.6 among 200 citizens and 2.0 among 20,000. The ratio of
//! the means, `R = Σ N_r / Σ D_r`, keeps every replication and depends on the size of the society no more than its parts do.
//! Its error is that of the jackknife (Quenouille 1956; Tukey 1958; Miller, Biometrika 61, 1974): with `R_(r)` the ratio without
//! replication `r`, the pseudo-values `n R − (n − 1) R_(r)` are taken as a sample of `n` values with a Student t interval. Here
//! they are moved by a constant, so that their mean is `R` itself, which anyone can recompute from the means of both parts.

use std::borrow::Cow;

use super::{Paired, Summary, difference};

/// What each replication contributes to the ratio of means `R`: `R + (n − 1) (mean of R_(r) − R_(r))`.
///
/// Their mean is `R`; their standard deviation over `√n` is the standard error of the jackknife. A replication in which a part
/// is no finite number is left out and contributes `NaN`. `None` where there is no ratio, because nothing is left or the
/// denominators add up to 0. Where a single replication has a denominator it alone contributes: there is a ratio, but nothing
/// says how sure it is.
///
/// ```
/// use samspil::statistics::contributions;
/// // Without the first 10/4, without the second 14/7, without the third 12/5: 2.5, 2 and 2.4, on average 2.3.
/// let found = contributions(&[8.0, 4.0, 6.0], &[4.0, 1.0, 3.0]).unwrap();
/// for (value, expected) in found.iter().zip([1.85, 2.85, 2.05]) {
///     assert!((value - expected).abs() < 1e-12);
/// }
/// assert!(contributions(&[1.0, 2.0], &[0.0, 0.0]).is_none());
/// ```
///
/// # Panics
/// When the slices differ in length.
#[must_use]
pub fn contributions(numerators: &[f64], denominators: &[f64]) -> Option<Vec<f64>> {
    assert_eq!(
        numerators.len(),
        denominators.len(),
        "each replication gives both parts"
    );
    let parts = numerators.iter().zip(denominators).enumerate();
    let whole: Vec<(usize, f64, f64)> = parts
        .filter(|(_, (above, below))| above.is_finite() && below.is_finite())
        .map(|(replication, (above, below))| (replication, *above, *below))
        .collect();
    let ratio = whole.iter().map(|(_, above, _)| above).sum::<f64>()
        / whole.iter().map(|(.., below)| below).sum::<f64>();
    if !ratio.is_finite() {
        return None;
    }
    let mut found = vec![f64::NAN; numerators.len()];
    let others = without_each(&whole);
    if let Some(only) = others.iter().position(|other| !other.is_finite()) {
        found[whole[only].0] = ratio;
        return Some(found);
    }
    let mean = others.iter().sum::<f64>() / others.len() as f64;
    for ((replication, ..), other) in whole.iter().zip(&others) {
        found[*replication] = ratio + (others.len() - 1) as f64 * (mean - other);
    }
    Some(found)
}

/// The ratio of the sums without each one in turn; no finite number where the others have no denominator.
fn without_each(whole: &[(usize, f64, f64)]) -> Vec<f64> {
    // Sums of those behind each one. Taking one off the whole sum would leave rounding where nothing is left.
    let mut behind = vec![(0.0, 0.0)];
    for (_, above, below) in whole.iter().rev() {
        let (numerator, denominator) = behind[behind.len() - 1];
        behind.push((numerator + above, denominator + below));
    }
    behind.reverse();
    let mut before = (0.0, 0.0);
    let mut others = Vec::with_capacity(whole.len());
    for ((_, above, below), after) in whole.iter().zip(&behind[1..]) {
        others.push((before.0 + after.0) / (before.1 + after.1));
        before = (before.0 + above, before.1 + below);
    }
    others
}

/// A measure over the replications of an arm: its value in each and, where it is a ratio, what it is the ratio of.
///
/// Means, intervals and differences of a ratio are those of the ratio of means; quantiles, extremes and the probability that
/// one arm is higher speak of single societies, and so of the ratio in each of them, where it has a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    values: Vec<f64>,
    parts: Option<(Vec<f64>, Vec<f64>)>,
}

impl Sample {
    /// A measure whose mean is that of its values, by replication; `NaN` where there is none.
    #[must_use]
    pub const fn of(values: Vec<f64>) -> Self {
        Self { values, parts: None }
    }

    /// A ratio with its numerators and denominators, all by replication.
    ///
    /// ```
    /// use samspil::statistics::Sample;
    /// // The second society has no ratio, and its numerator counts.
    /// let sample = Sample::of_ratio(vec![1.0, f64::NAN, 2.0], vec![4.0, 3.0, 2.0], vec![4.0, 0.0, 1.0]);
    /// let summary = sample.summary().unwrap();
    /// assert!((summary.mean - 9.0 / 5.0).abs() < 1e-12);
    /// assert_eq!((summary.count, summary.extremes), (3, (1.0, 2.0)));
    /// ```
    ///
    /// # Panics
    /// When the three differ in length.
    #[must_use]
    pub fn of_ratio(values: Vec<f64>, numerators: Vec<f64>, denominators: Vec<f64>) -> Self {
        assert!(
            values.len() == numerators.len() && values.len() == denominators.len(),
            "each replication gives a value and both parts"
        );
        Self {
            values,
            parts: Some((numerators, denominators)),
        }
    }

    /// The values by replication.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The sample of these replications alone, by their positions.
    ///
    /// # Panics
    /// When there is no such replication.
    #[must_use]
    pub fn at(&self, replications: &[usize]) -> Self {
        let kept = |all: &[f64]| -> Vec<f64> { replications.iter().map(|at| all[*at]).collect() };
        let parts = self.parts.as_ref();
        Self {
            values: kept(&self.values),
            parts: parts.map(|(numerators, denominators)| (kept(numerators), kept(denominators))),
        }
    }

    /// What each replication contributes to the mean: its value, or, for a ratio, what [`contributions`] says. The values
    /// themselves where a ratio of means does not exist.
    #[must_use]
    pub fn contributions(&self) -> Cow<'_, [f64]> {
        self.of_means()
            .map_or(Cow::Borrowed(self.values.as_slice()), Cow::Owned)
    }

    fn of_means(&self) -> Option<Vec<f64>> {
        let (numerators, denominators) = self.parts.as_ref()?;
        contributions(numerators, denominators)
    }

    /// The summary over the replications; `None` where none has a value.
    #[must_use]
    pub fn summary(&self) -> Option<Summary> {
        let of_values = Summary::of(self.values.iter().copied());
        match self.of_means() {
            Some(contributions) => of_single(Summary::of(contributions.into_iter()), of_values),
            None => of_values,
        }
    }

    /// Variant less baseline by replication, as their means differ.
    ///
    /// # Panics
    /// As [`Sample::paired`].
    #[must_use]
    pub fn differences(&self, variant: &Self) -> Vec<f64> {
        let (before, after) = self.beside(variant);
        differences(&before, &after)
    }

    /// The summary of [`Sample::differences`]; its quantiles are those of single societies.
    ///
    /// # Panics
    /// As [`Sample::paired`].
    #[must_use]
    pub fn difference(&self, variant: &Self) -> Option<Summary> {
        let found = Summary::of(self.differences(variant).into_iter());
        if self.parts.is_none() {
            return found;
        }
        let of_values = differences(&self.values, &variant.values);
        of_single(found, Summary::of(of_values.into_iter()))
    }

    /// This as the baseline against a variant with the same replications.
    ///
    /// # Panics
    /// When they have not as many replications.
    #[must_use]
    pub fn paired(&self, variant: &Self) -> Paired {
        let (before, after) = self.beside(variant);
        let paired = Paired::of(&before, &after);
        if self.parts.is_none() {
            return paired;
        }
        Paired {
            probability_higher: Paired::of(&self.values, &variant.values).probability_higher,
            ..paired
        }
    }

    /// What the replications contribute to both means. Those in which a part of either is missing count in neither.
    fn beside<'a>(&'a self, variant: &'a Self) -> (Cow<'a, [f64]>, Cow<'a, [f64]>) {
        assert_eq!(self.values.len(), variant.values.len(), "pairs need a partner");
        let values = (
            Cow::Borrowed(self.values.as_slice()),
            Cow::Borrowed(variant.values.as_slice()),
        );
        let (Some(before), Some(after)) = (&self.parts, &variant.parts) else {
            return values;
        };
        let is_whole = |replication: usize| {
            let parts = [&before.0, &before.1, &after.0, &after.1];
            parts.iter().all(|part| part[replication].is_finite())
        };
        let kept = |part: &[f64]| -> Vec<f64> {
            let parts = part.iter().enumerate();
            let kept = parts.map(|(at, value)| if is_whole(at) { *value } else { f64::NAN });
            kept.collect()
        };
        let of_means = |(above, below): &(Vec<f64>, Vec<f64>)| contributions(&kept(above), &kept(below));
        match (of_means(before), of_means(after)) {
            (Some(before), Some(after)) => (Cow::Owned(before), Cow::Owned(after)),
            // Without a ratio of means on one side, what single societies say is all there is.
            _ => values,
        }
    }
}

/// After less before by replication; `NaN` where one of both has no value.
fn differences(before: &[f64], after: &[f64]) -> Vec<f64> {
    let pairs = before.iter().zip(after);
    pairs.map(|(before, after)| difference(*before, *after)).collect()
}

/// A summary of contributions with the quantiles and extremes of the values of single societies.
fn of_single(contributions: Option<Summary>, values: Option<Summary>) -> Option<Summary> {
    let (Some(found), Some(values)) = (contributions, values) else {
        return contributions.or(values);
    };
    Some(Summary {
        quantiles: values.quantiles,
        extremes: values.extremes,
        ..found
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::generator::generator;
    use crate::statistics::{CONFIDENCE, Moments};
    use proptest::prelude::*;
    use rand::RngExt;

    /// Biases of two shares of the halves of towns: `tests/fixtures/l_invariance.py`.
    #[derive(serde::Deserialize)]
    struct Fixture {
        ratios: Vec<Bias>,
    }

    #[derive(serde::Deserialize)]
    struct Bias {
        citizens: usize,
        mean_of_ratios: f64,
        ratio_of_means: f64,
        share_without_value: f64,
    }

    const SHARES: (f64, f64) = (0.08, 0.04);

    /// Probabilities of at most so many of `count`, each with probability `share`.
    fn at_most(count: usize, share: f64) -> Vec<f64> {
        let mut chance = libm::pow(1.0 - share, count as f64);
        let mut sum = 0.0;
        (0..=count)
            .map(|number| {
                sum += chance;
                chance *= (count - number) as f64 / (number + 1) as f64 * share / (1.0 - share);
                sum
            })
            .collect()
    }

    /// How many there are at a point of their distribution.
    fn quantile(at_most: &[f64], probability: f64) -> f64 {
        at_most.partition_point(|sum| *sum < probability) as f64
    }

    fn mean(values: &[f64]) -> f64 {
        let finite: Moments = values.iter().copied().filter(|value| value.is_finite()).collect();
        finite.mean()
    }

    /// Towns that stand for all: the numerator is what it is on average, the denominator takes its values as often as they come.
    fn towns(citizens: usize, count: usize) -> Sample {
        let half = citizens / 2;
        let chances = at_most(half, SHARES.1);
        let of = |town: usize| quantile(&chances, (town as f64 + 0.5) / count as f64) / half as f64;
        let denominators: Vec<f64> = (0..count).map(of).collect();
        let numerators = vec![SHARES.0; count];
        let ratio = |below: &f64| if *below > 0.0 { SHARES.0 / below } else { f64::NAN };
        let values = denominators.iter().map(ratio).collect();
        Sample::of_ratio(values, numerators, denominators)
    }

    #[test]
    fn the_ratio_of_means_has_no_bias_where_the_mean_of_ratios_has_one() {
        let text = include_str!("../../tests/fixtures/l_invariance.json");
        let fixture: Fixture = serde_json::from_str(text).unwrap();
        assert_eq!(fixture.ratios.len(), 4);
        for bias in fixture.ratios {
            let sample = towns(bias.citizens, 20_000);
            let of_ratios = mean(&sample.values);
            assert!(
                (of_ratios / bias.mean_of_ratios - 1.0).abs() < 2e-3,
                "{of_ratios}"
            );
            let without = sample.values.iter().filter(|value| value.is_nan()).count();
            let expected = 20_000.0 * bias.share_without_value;
            assert!(
                (without as f64 - expected).abs() <= 1.0,
                "{without} for {expected}"
            );
            let summary = sample.summary().unwrap();
            assert!(
                (summary.mean / bias.ratio_of_means - 1.0).abs() < 2e-3,
                "{}",
                summary.mean
            );
            assert_eq!(summary.count, 20_000);
        }
    }

    #[test]
    fn over_a_constant_denominator_it_is_the_mean() {
        let numerators = [3.0, 1.0, 4.0, 1.0, 5.0];
        let found = contributions(&numerators, &[2.0; 5]).unwrap();
        for (found, numerator) in found.iter().zip(numerators) {
            assert!((found - 0.5 * numerator).abs() < 1e-12);
        }
    }

    #[test]
    fn a_constant_ratio_has_no_spread() {
        let denominators = [0.1, 0.7, 0.3, 0.2];
        let numerators = denominators.map(|below| 1.7 * below);
        let values = vec![1.7; 4];
        let sample = Sample::of_ratio(values, numerators.to_vec(), denominators.to_vec());
        let summary = sample.summary().unwrap();
        assert!((summary.mean - 1.7).abs() < 1e-12 && summary.standard_deviation < 1e-12);
        let paired = sample.paired(&sample);
        assert!(paired.is_tied() && (paired.probability_higher - 0.5).abs() < 1e-12);
    }

    /// The interval holds the ratio about as often as it says, with few towns that are small.
    #[test]
    fn intervals_keep_their_level() {
        let half = 250;
        let (richest, poorest) = (at_most(half, SHARES.0), at_most(half, SHARES.1));
        let mut draws = generator(5);
        let rounds = 1_000;
        let mut held = 0;
        for _ in 0..rounds {
            let mut draw = |chances: &[f64]| quantile(chances, draws.random::<f64>()) / half as f64;
            let (above, below): (Vec<f64>, Vec<f64>) =
                (0..30).map(|_| (draw(&richest), draw(&poorest))).unzip();
            let values = above
                .iter()
                .zip(&below)
                .map(|(above, below)| above / below)
                .collect();
            let summary = Sample::of_ratio(values, above, below).summary().unwrap();
            held += u32::from(summary.interval_low <= 2.0 && 2.0 <= summary.interval_high);
        }
        let share = f64::from(held) / f64::from(rounds);
        assert!((share - CONFIDENCE).abs() < 0.025, "{share}");
    }

    #[test]
    fn what_cannot_be_known_is_told() {
        let nan = f64::NAN;
        let show = |found: Option<Vec<f64>>| format!("{found:?}");
        assert_eq!(contributions(&[], &[]), None);
        assert_eq!(contributions(&[1.0, nan], &[nan, 1.0]), None);
        assert_eq!(show(contributions(&[3.0], &[2.0])), "Some([1.5])");
        // The others have no denominator, so that the ratio hangs on one replication.
        let one = contributions(&[1.0, 2.0, 3.0], &[0.0, 4.0, 0.0]);
        assert_eq!(show(one), "Some([NaN, 1.5, NaN])");
        let partly = contributions(&[8.0, nan, 4.0, 6.0], &[4.0, 1.0, 1.0, 3.0]).unwrap();
        assert!(partly[1].is_nan() && (mean(&partly) - 2.25).abs() < 1e-12);
        // No ratio of means, but values: they speak for themselves.
        let free = Sample::of_ratio(vec![0.0, 0.0], vec![0.0, 0.0], vec![nan, nan]);
        assert_eq!(free.summary().unwrap().mean.to_bits(), 0.0_f64.to_bits());
        assert_eq!(Sample::of(vec![nan]).summary(), None);
    }

    #[test]
    fn a_difference_is_that_of_both_ratios() {
        let ratio = |above: &[f64], below: &[f64]| {
            let values = above.iter().zip(below);
            let values = values.map(|(above, below)| if *below > 0.0 { above / below } else { f64::NAN });
            Sample::of_ratio(values.collect(), above.to_vec(), below.to_vec())
        };
        let before = ratio(&[8.0, 4.0, 6.0, 2.0], &[4.0, 1.0, 3.0, 0.0]);
        let after = ratio(&[6.0, 4.0, 7.0, 3.0], &[4.0, 2.0, 3.0, 1.0]);
        let paired = before.paired(&after);
        assert!((paired.baseline.mean() - 20.0 / 8.0).abs() < 1e-12);
        assert!((paired.variant.mean() - 20.0 / 10.0).abs() < 1e-12);
        assert!((paired.difference.mean() + 0.5).abs() < 1e-12);
        assert_eq!(paired.difference.count(), 4);
        // Single societies: 2 to 1.5, 4 to 2, 2 to 7/3, and one without a ratio.
        assert!((paired.probability_higher - 1.0 / 3.0).abs() < 1e-12);
        let summary = before.difference(&after).unwrap();
        assert!((summary.mean + 0.5).abs() < 1e-12 && (summary.extremes.0 + 2.0).abs() < 1e-12);
        // A part that is missing in one arm is left out in both.
        let lost = ratio(&[6.0, 4.0, 7.0, f64::NAN], &[4.0, 2.0, 3.0, 1.0]);
        let paired = before.paired(&lost);
        assert!((paired.baseline.mean() - 18.0 / 8.0).abs() < 1e-12);
        assert!((paired.variant.mean() - 17.0 / 9.0).abs() < 1e-12);
        assert_eq!(paired.dropped, 1);
    }

    #[test]
    fn plain_measures_are_told_as_ever() {
        let (before, after) = ([4.0, 6.0, f64::NAN], [5.0, 8.0, 1.0]);
        let (one, other) = (Sample::of(before.to_vec()), Sample::of(after.to_vec()));
        assert_eq!(one.paired(&other), Paired::of(&before, &after));
        assert_eq!(one.summary(), Summary::of(before.into_iter()));
        assert_eq!(one.difference(&other), Summary::of([1.0, 2.0].into_iter()));
    }

    proptest! {
        /// The mean of what replications contribute is the ratio of the sums, whatever they are.
        #[test]
        fn contributions_add_up(parts in prop::collection::vec((0.0..10.0_f64, 0.1..10.0_f64), 2..30)) {
            let (above, below): (Vec<f64>, Vec<f64>) = parts.into_iter().unzip();
            let found = contributions(&above, &below).unwrap();
            let ratio = above.iter().sum::<f64>() / below.iter().sum::<f64>();
            prop_assert!((mean(&found) - ratio).abs() < 1e-9 * (1.0 + ratio));
        }
    }
}
