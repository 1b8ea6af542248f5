//! A baseline against variants.

use std::sync::Arc;

use super::Difference;
use super::answer::{Answer, Found};
use crate::statistics::CONFIDENCE;
use crate::study::comparison::Compare;

/// A baseline and its variants, replication by replication on common random numbers.
///
/// # Examples
/// ```
/// # fn main() -> Result<(), samspil::Error> {
/// let town = samspil::Scenario::load("norre_snede")?
///     .set("population.citizens", 200)?
///     .set("simulation.horizon_years", 2)?;
/// let asked = town.set("programme.upkeep.invitation", 1)?;
/// let comparison = town.compare(&[("everybody is asked", &asked)], 10)?;
/// let difference = comparison.difference("participants_share", 0);
/// println!("{difference}");
/// assert!(difference.interval.0 <= difference.mean && difference.mean <= difference.interval.1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Comparison(Arc<Found<Compare>>);

impl Comparison {
    pub(super) fn of(found: Found<Compare>) -> Self {
        Self(Arc::new(found))
    }

    /// Titles of the variants, in order.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let (asked, free) = (town.set("programme.upkeep.invitation", 1)?, town.set("barriers.silos", 0)?);
    /// let comparison = town.compare(&[("asked", &asked), ("no silos", &free)], 2)?;
    /// assert_eq!(comparison.variants(), ["asked", "no silos"]);
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn variants(&self) -> Vec<&str> {
        let arms = self.0.study.arms[1..].iter();
        arms.map(|arm| arm.title.as_str()).collect()
    }

    /// The difference that a variant, by its place from 0, makes to a measure at the end.
    ///
    /// # Panics
    /// When there is no such variant, or not both arms have the measure.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let asked = town.set("programme.upkeep.invitation", 1)?;
    /// let cost = town.compare(&[("asked", &asked)], 4)?.difference("public_cost", 0);
    /// assert!((cost.variant_mean - cost.baseline_mean - cost.mean).abs() < 1e-9);
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn difference(&self, measure: &str, variant: usize) -> Difference {
        let comparison = &self.0.found.comparison;
        let (_, versus) = comparison
            .variants()
            .nth(variant)
            .unwrap_or_else(|| panic!("there is no variant {variant}; they count from 0"));
        let (column, contrast) = versus
            .end(measure)
            .unwrap_or_else(|| panic!("there is no measure `{measure}` in both arms"));
        let paired = &contrast.paired;
        let interval = paired.interval(CONFIDENCE);
        Difference {
            label: column.measure.label.text(),
            unit: column.measure.unit,
            count: paired.difference.count(),
            baseline_mean: paired.baseline.mean(),
            variant_mean: paired.variant.mean(),
            mean: paired.difference.mean(),
            interval: (interval.low, interval.high),
            probability_higher: paired.probability_higher,
        }
    }

    /// The answer in words, figures and a report.
    ///
    /// # Examples
    /// ```
    /// let town = samspil::Scenario::load("norre_snede")?.set("population.citizens", 200)?;
    /// let asked = town.set("programme.upkeep.invitation", 1)?;
    /// let comparison = town.compare(&[("asked", &asked)], 4)?;
    /// assert!(comparison.answer().words().contains(town.title()));
    /// # Ok::<(), samspil::Error>(())
    /// ```
    #[must_use]
    pub fn answer(&self) -> Answer {
        Answer::of(Arc::clone(&self.0))
    }
}

impl std::fmt::Debug for Comparison {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Comparison")
            .field("variants", &self.variants())
            .finish()
    }
}
