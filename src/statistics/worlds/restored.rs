//! World means whose spread is that of worlds.

use super::components::{VarianceComponents, is_complete, mean_of};
use super::error::WorldsError;
use crate::statistics::quantile;

/// Values of worlds whose variance is that between worlds, without what chance adds to means of few runs.
///
/// `Ỹ_w = Ȳ + f (Ȳ_w − Ȳ)` with the [factor](VarianceComponents::restoring_factor) `f`. Of means of one run a true "better in 93 % of
/// worlds" looks like 80 %, of two like 85 %; restored ones of two say 93 %. Where chance is alike in all worlds and of about the
/// same shape as they, this is right for tails, too; where its variance differs tenfold between worlds, take eight runs or more.
///
/// What is taken from worlds that were run once, without this, holds for *towns*, worlds and chance together.
#[derive(Clone, Debug, PartialEq)]
pub struct RestoredWorlds {
    /// What varies, and by how much.
    pub components: VarianceComponents,
    /// A value for each world, in the order of the table; `NaN` for a world that is left out.
    pub values: Vec<f64>,
    sorted: Vec<f64>,
}

impl RestoredWorlds {
    /// Restores the worlds of a table as [`VarianceComponents::of`] takes it. Where only some worlds were run twice, the first run
    /// stands for each.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::RestoredWorlds;
    /// let gains = [vec![1.0, 2.0], vec![4.0, 5.0], vec![8.0, 6.0], vec![-2.0, 2.0]];
    /// let worlds = RestoredWorlds::of(&gains).unwrap();
    /// assert_eq!((worlds.count_above(0.0), worlds.share_above(0.0)), (4, 1.0));
    /// // The mean over worlds stays, and the ends come closer to it.
    /// assert!((worlds.values.iter().sum::<f64>() / 4.0 - 3.25).abs() < 1e-12);
    /// assert!(worlds.quantile(0.0) > 0.0 && worlds.quantile(1.0) < 7.0);
    /// ```
    ///
    /// # Errors
    /// As [`VarianceComponents::of`].
    pub fn of(table: &[Vec<f64>]) -> Result<Self, WorldsError> {
        let components = VarianceComponents::of(table)?;
        let factor = components.restoring_factor();
        let restore = |row: &Vec<f64>| {
            if is_complete(row) {
                components.mean + factor * (mean_of(&row[..components.runs]) - components.mean)
            } else {
                f64::NAN
            }
        };
        let values: Vec<f64> = table.iter().map(restore).collect();
        let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        Ok(Self {
            components,
            values,
            sorted,
        })
    }

    /// Number of worlds whose value lies above a bound.
    #[must_use]
    pub fn count_above(&self, bound: f64) -> usize {
        self.sorted.iter().filter(|value| **value > bound).count()
    }

    /// Share of worlds whose value lies above a bound, from 0 to 1.
    #[must_use]
    pub fn share_above(&self, bound: f64) -> f64 {
        self.count_above(bound) as f64 / self.sorted.len() as f64
    }

    /// The value below which this share of worlds lies, by [`quantile()`].
    ///
    /// # Examples
    /// ```
    /// # use samspil::statistics::RestoredWorlds;
    /// let without_chance = [vec![1.0, 1.0], vec![2.0, 2.0], vec![3.0, 3.0], vec![6.0, 6.0]];
    /// let worlds = RestoredWorlds::of(&without_chance).unwrap();
    /// assert!((worlds.quantile(0.5) - 2.5).abs() < 1e-12);
    /// ```
    ///
    /// # Panics
    /// When `probability` lies outside `[0, 1]`.
    #[must_use]
    pub fn quantile(&self, probability: f64) -> f64 {
        quantile(&self.sorted, probability)
    }

    /// Mean over the share of worlds in which the value is lowest, the world at the border counted in part:
    /// `(1/a) [Σ v/W + (a − k/W) v_(k+1)]` over the `k = ⌊a W⌋` lowest (Rockafellar and Uryasev, Journal of Banking and Finance 26,
    /// 2002). For a measure of which much is bad, negate the table.
    ///
    /// # Examples
    /// ```
    /// # use samspil::statistics::RestoredWorlds;
    /// let without_chance = [vec![1.0, 1.0], vec![2.0, 2.0], vec![3.0, 3.0], vec![6.0, 6.0]];
    /// let worlds = RestoredWorlds::of(&without_chance).unwrap();
    /// assert!((worlds.worst_mean(0.5) - 1.5).abs() < 1e-12);
    /// ```
    ///
    /// # Panics
    /// When `share` does not lie above 0 and up to 1.
    #[must_use]
    pub fn worst_mean(&self, share: f64) -> f64 {
        assert!(
            0.0 < share && share <= 1.0,
            "the worst {share} of worlds is no part of them"
        );
        let wanted = share * self.sorted.len() as f64;
        let mut sum = 0.0;
        for (number, value) in self.sorted.iter().enumerate() {
            sum += value * (wanted - number as f64).clamp(0.0, 1.0);
        }
        sum / wanted
    }
}
