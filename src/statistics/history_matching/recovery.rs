//! Whether worlds recover truths that are known, since they were drawn from the prior.

use rand::RngExt;
use statrs::distribution::{ChiSquared, ContinuousCDF};

use crate::statistics::binomial;
use crate::statistics::generator::generator;

/// A band is missed in each tail with this probability at most.
const TAIL: f64 = 0.005;

/// Bins into which ranks are counted.
const BINS: usize = 10;

/// How many of some known truths their intervals may cover.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RecoveryBand {
    /// From so many on.
    pub from: usize,
    /// Up to so many.
    pub to: usize,
    /// Probability of a number in the band where intervals cover as often as they say.
    pub probability: f64,
}

impl RecoveryBand {
    /// The band of so many truths, each covered with probability `nominal`: from the .5 % to the 99.5 % point of the binomial
    /// distribution.
    ///
    /// Truths come from the prior and their figures get fresh errors of observation *and* discrepancy: without these, intervals cover
    /// too often.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::RecoveryBand;
    /// let band = RecoveryBand::of(100, 0.9);
    /// assert_eq!((band.from, band.to), (82, 97));
    /// ```
    ///
    /// # Panics
    /// When `nominal` does not lie between 0 and 1.
    #[must_use]
    pub fn of(truths: usize, nominal: f64) -> Self {
        assert!(
            0.0 < nominal && nominal < 1.0,
            "probability {nominal} outside (0, 1)"
        );
        let from = binomial::quantile(TAIL, truths, nominal);
        let to = binomial::quantile(1.0 - TAIL, truths, nominal);
        let probability =
            binomial::upper_tail(from, truths, nominal) - binomial::upper_tail(to + 1, truths, nominal);
        Self {
            from,
            to,
            probability,
        }
    }
}

/// Rank of a truth among the worlds: how many lie below it, from 0 to their number. Among worlds that equal it, it takes each place
/// with the same probability.
///
/// # Examples
/// ```
/// use samspil::statistics::rank_among;
/// assert_eq!(rank_among(2.5, &[3.0, 1.0, 2.0], 1), 2);
/// ```
#[must_use]
pub fn rank_among(truth: f64, worlds: &[f64], seed: u64) -> usize {
    let below = worlds.iter().filter(|world| **world < truth).count();
    let up_to = worlds.iter().filter(|world| **world <= truth).count();
    below + generator(seed).random_range(0..=up_to - below)
}

/// p-value of χ² on ten bins, whether the ranks of truths among so many worlds each are uniform, as they are where worlds are draws
/// of the posterior. `NaN` without a rank.
///
/// A bin expects as many as ranks from 0 to `worlds` fall into it; have 50 truths or more. Cook, Gelman and Rubin, Journal of
/// Computational and Graphical Statistics 15, 2006.
///
/// # Examples
/// ```
/// use samspil::statistics::rank_uniformity;
/// let even: Vec<usize> = (0..100).collect();
/// assert!((rank_uniformity(&even, 99) - 1.0).abs() < 1e-12);
/// assert!(rank_uniformity(&[50; 100], 99) < 1e-6);
/// ```
///
/// # Panics
/// With fewer than nine worlds, or when a rank is above their number.
#[must_use]
pub fn rank_uniformity(ranks: &[usize], worlds: usize) -> f64 {
    assert!(worlds + 1 >= BINS, "{worlds} worlds do not fill ten bins");
    let bin = |rank: usize| rank * BINS / (worlds + 1);
    let mut counts = [0.0; BINS];
    for rank in ranks {
        assert!(*rank <= worlds, "rank {rank} among {worlds} worlds");
        counts[bin(*rank)] += 1.0;
    }
    let mut places = [0.0; BINS];
    for rank in 0..=worlds {
        places[bin(rank)] += 1.0;
    }
    let each = ranks.len() as f64 / (worlds + 1) as f64;
    let statistic: f64 = counts
        .iter()
        .zip(places)
        .map(|(count, places)| (count - each * places) * (count - each * places) / (each * places))
        .sum();
    if statistic.is_nan() {
        return f64::NAN;
    }
    ChiSquared::new((BINS - 1) as f64)
        .expect("there are bins")
        .sf(statistic)
}
