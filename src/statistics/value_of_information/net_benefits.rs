//! What options bring over worlds.

use super::InformationError;
use crate::statistics::worlds::RestoredWorlds;
use crate::statistics::{Moments, difference};

/// What each option brings in each world, less what the present choice brings.
///
/// What options have in common drops out of differences. The present choice is the option with the highest mean, the first one of
/// several.
#[derive(Clone, Debug, PartialEq)]
pub struct NetBenefits {
    present: usize,
    /// Of each other option, in their order: its net benefit in each world less that of the present choice.
    differences: Vec<Vec<f64>>,
    /// The same without what chance adds to their spread.
    restored: Vec<Vec<f64>>,
}

/// What it would be worth to know all that worlds differ in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PerfectInformation {
    /// EVPI, in the unit of the net benefits: most that any knowledge is worth.
    pub value: f64,
    /// Its standard error for finitely many worlds.
    pub standard_error: f64,
    /// Share of worlds in which another option than the present choice is best.
    pub change_probability: f64,
}

impl NetBenefits {
    /// Net benefits without chance: of each option a value for each world, such as a mean of very many runs.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::NetBenefits;
    /// let choice = NetBenefits::of(&[vec![0.0, 0.0, 0.0, 0.0], vec![1.0, -2.0, 3.0, 4.0]]).unwrap();
    /// assert_eq!(choice.present(), 1);
    /// let known = choice.perfect_information();
    /// assert_eq!((known.value, known.change_probability), (0.5, 0.25));
    /// ```
    ///
    /// # Errors
    /// When there are fewer than two options or two worlds, or a value is no finite number.
    ///
    /// # Panics
    /// When options differ in their number of worlds.
    pub fn of(benefits: &[Vec<f64>]) -> Result<Self, InformationError> {
        let first = benefits.first().ok_or(InformationError::OneOption)?;
        assert!(
            benefits.iter().all(|option| option.len() == first.len()),
            "each option has a net benefit in each world"
        );
        if benefits.len() < 2 {
            return Err(InformationError::OneOption);
        }
        if first.len() < 2 {
            return Err(InformationError::TooFewWorlds {
                found: first.len(),
                needed: 2,
            });
        }
        all_finite(benefits)?;
        let present = highest_mean(benefits);
        let differences: Vec<Vec<f64>> = (0..benefits.len())
            .filter(|option| *option != present)
            .map(|option| {
                let pairs = benefits[present].iter().zip(&benefits[option]);
                pairs.map(|(now, other)| difference(*now, *other)).collect()
            })
            .collect();
        Ok(Self {
            present,
            restored: differences.clone(),
            differences,
        })
    }

    /// Net benefits of runs: of each option, for each world, the same number of runs, two or more, or one and a second one of some
    /// worlds, the first of which then stands for each. Run r of a world has the same luck with all options.
    ///
    /// Chance makes the best of noisy values look better than any option is: the value of perfect information of one or two runs is
    /// easily twice too high. So each difference from the present choice is restored ([`RestoredWorlds`]) for it. Regressions average
    /// chance themselves and take the means of worlds as they are.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::NetBenefits;
    /// let zero = vec![vec![0.0, 0.0]; 4];
    /// let gain = vec![vec![1.0, 2.0], vec![-3.0, -1.0], vec![2.0, 4.0], vec![5.0, 4.0]];
    /// let known = NetBenefits::of_runs(&[zero, gain]).unwrap().perfect_information();
    /// // The second world looks like a loss of 2, and part of that is chance.
    /// assert!(0.4 < known.value && known.value < 0.5);
    /// ```
    ///
    /// # Errors
    /// As [`NetBenefits::of`], and when runs do not tell worlds from chance.
    ///
    /// # Panics
    /// When options differ in their worlds or in the runs of one.
    pub fn of_runs(benefits: &[Vec<Vec<f64>>]) -> Result<Self, InformationError> {
        for option in benefits {
            all_finite(option)?;
            assert!(
                option.len() == benefits[0].len()
                    && option
                        .iter()
                        .zip(&benefits[0])
                        .all(|(one, other)| one.len() == other.len()),
                "each option has the same runs of each world"
            );
        }
        let least = benefits
            .first()
            .and_then(|option| option.iter().map(Vec::len).min());
        let stand = least.unwrap_or(0);
        let mean = |runs: &Vec<f64>| runs[..stand].iter().sum::<f64>() / stand as f64;
        let means: Vec<Vec<f64>> = benefits
            .iter()
            .map(|option| option.iter().map(mean).collect())
            .collect();
        let mut found = Self::of(&means)?;
        let others = (0..benefits.len()).filter(|option| *option != found.present);
        found.restored = others
            .map(|option| {
                let table = paired(&benefits[found.present], &benefits[option]);
                Ok(RestoredWorlds::of(&table)?.values)
            })
            .collect::<Result<_, InformationError>>()?;
        Ok(found)
    }

    /// Number of the option that is chosen now, counted from 0.
    #[must_use]
    pub const fn present(&self) -> usize {
        self.present
    }

    /// Values all there is to know about worlds (EVPI): `mean_w max_d N_wd − max_d N̄_d`.
    #[must_use]
    pub fn perfect_information(&self) -> PerfectInformation {
        let (value, change_probability) = value_of_choosing(&self.restored);
        let gains: Moments = (0..self.worlds())
            .map(|world| best(&self.restored, world).map_or(0.0, |(_, gain)| gain))
            .collect();
        PerfectInformation {
            value,
            standard_error: gains.standard_deviation() / (gains.count() as f64).sqrt(),
            change_probability,
        }
    }

    pub(super) fn worlds(&self) -> usize {
        self.differences[0].len()
    }

    /// Of each option but the present choice, in their order: its net benefit in each world less that of the present choice.
    pub(super) fn differences(&self) -> &[Vec<f64>] {
        &self.differences
    }
}

/// The alternative that is better than the present choice in one world, by most, and by how much.
pub(super) fn best(differences: &[Vec<f64>], world: usize) -> Option<(usize, f64)> {
    let mut best = None;
    for (alternative, values) in differences.iter().enumerate() {
        if values[world] > best.map_or(0.0, |(_, gain)| gain) {
            best = Some((alternative, values[world]));
        }
    }
    best
}

/// What it brings to choose by differences from the present choice, whose means are not above 0, and in what share of worlds another
/// option is chosen.
pub(super) fn value_of_choosing(differences: &[Vec<f64>]) -> (f64, f64) {
    let worlds = differences[0].len();
    let (mut sum, mut changed) = (0.0, 0_usize);
    for world in 0..worlds {
        if let Some((_, gain)) = best(differences, world) {
            sum += gain;
            changed += 1;
        }
    }
    (sum / worlds as f64, changed as f64 / worlds as f64)
}

pub(super) fn all_finite(rows: &[Vec<f64>]) -> Result<(), InformationError> {
    if rows.iter().flatten().all(|value| value.is_finite()) {
        Ok(())
    } else {
        Err(InformationError::NotANumber)
    }
}

/// The first of the options with the highest mean.
fn highest_mean(benefits: &[Vec<f64>]) -> usize {
    let mut highest = (0, f64::NEG_INFINITY);
    for (option, values) in benefits.iter().enumerate() {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        if mean > highest.1 {
            highest = (option, mean);
        }
    }
    highest.0
}

/// What an option brings more than the present choice in each run of each world.
fn paired(now: &[Vec<f64>], other: &[Vec<f64>]) -> Vec<Vec<f64>> {
    now.iter()
        .zip(other)
        .map(|(now, other)| {
            now.iter()
                .zip(other)
                .map(|(now, other)| difference(*now, *other))
                .collect()
        })
        .collect()
}
