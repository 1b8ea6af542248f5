//! Does a response bend at a threshold?

use rand::RngExt;

use super::generator::generator;
use super::{Bootstrap, CONFIDENCE, Interval, Moments, TIE, half_width};
use crate::words::say;

/// The smooth response a threshold is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Smooth {
    /// A straight line: asks whether the response bends at all.
    Line,
    /// A parabola: asks whether it bends more sharply than a gentle curve.
    Parabola,
}

impl Smooth {
    const fn degree(self) -> usize {
        match self {
            Self::Line => 1,
            Self::Parabola => 2,
        }
    }
}

/// Why a threshold cannot be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ThresholdError {
    /// The levels do not suffice.
    #[error(
        "{}",
        say!(
            "{found} levels are too few to tell a threshold from a smooth response: give at least {needed}"
        )
    )]
    TooFewLevels {
        /// Levels given.
        found: usize,
        /// Levels that suffice.
        needed: usize,
    },
    /// The levels are not in rising order.
    #[error("{}", say!("levels must rise from one to the next"))]
    UnorderedLevels,
    /// A seed has not one output per level.
    #[error("{}", say!("a seed has {found} outputs for {levels} levels"))]
    Ragged {
        /// Outputs of that seed.
        found: usize,
        /// Levels given.
        levels: usize,
    },
    /// The seeds do not suffice.
    #[error(
        "{}",
        say!("{found} complete seeds are too few to look for a threshold: run at least {needed}")
    )]
    TooFewSeeds {
        /// Seeds with an output at each level.
        found: usize,
        /// Seeds that suffice.
        needed: usize,
    },
}

/// Seeds that can give a p-value below 5 %: 2⁻⁵ of all changes of sign are as extreme as the sample.
const SEEDS_NEEDED: usize = 6;

/// Resamples for the interval of the knot.
const RESAMPLES: usize = 999;

/// A threshold in the response to a rising dose, each seed having run at every level.
///
/// The mean response is modelled as a polynomial plus a hinge, `slope change · max(0, x − knot)`, the knot being one of the
/// inner levels. Fitting the hinge beside the polynomial is, for each seed, a contrast of its outputs (Frisch, Waugh
/// and Lovell), so each knot has a paired t statistic; the largest absolute one over the knots is the test statistic, which
/// pays for having searched for the knot. Its null distribution comes from turning the sign of whole seeds at random:
/// if the mean response is the polynomial, the contrasts lie symmetrically around 0, however the levels of a seed hang
/// together. The plain F test of segmented regression assumes both a known knot and independent residuals, and holds
/// neither here. Davies, Biometrika 74, 1987; Westfall and Young, Resampling-Based Multiple Testing, 1993.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// The level at which polynomial and hinge fit the mean response best.
    pub knot: f64,
    /// Percentile interval (95 %) of the knot over resamples of the seeds.
    pub knot_interval: Interval,
    /// Change of slope at the knot, output per unit of dose.
    pub slope_change: f64,
    /// Its 95 % t interval, the knot taken as given.
    pub slope_change_interval: Interval,
    /// The change of slope each seed shows at the knot.
    pub slope_changes: Moments,
    /// Largest absolute t statistic over the knots.
    pub statistic: f64,
    /// Share of changes of sign, the sample itself included, with a statistic at least as large.
    pub p_value: f64,
    /// Seeds with an output at each level.
    pub seeds: usize,
    /// Seeds left out, because an output is not a finite number.
    pub dropped: usize,
}

impl Threshold {
    /// Looks for a threshold; `outputs` holds one row per seed, with one output per level.
    ///
    /// # Errors
    /// When levels or seeds are too few, rows are ragged, or levels do not rise.
    pub fn of(
        levels: &[f64],
        outputs: &[Vec<f64>],
        smooth: Smooth,
        changes_of_sign: usize,
        seed: u64,
    ) -> Result<Self, ThresholdError> {
        let hinges = Hinge::at_inner_levels(levels, smooth)?;
        if let Some(ragged) = outputs.iter().find(|row| row.len() != levels.len()) {
            return Err(ThresholdError::Ragged {
                found: ragged.len(),
                levels: levels.len(),
            });
        }
        let rows: Vec<&Vec<f64>> = outputs
            .iter()
            .filter(|row| row.iter().all(|output| output.is_finite()))
            .collect();
        if rows.len() < SEEDS_NEEDED {
            return Err(ThresholdError::TooFewSeeds {
                found: rows.len(),
                needed: SEEDS_NEEDED,
            });
        }
        // One column per knot: the slope change each seed shows there.
        let changes: Vec<Vec<f64>> = hinges
            .iter()
            .map(|hinge| rows.iter().map(|row| hinge.slope_change(row)).collect())
            .collect();
        let units: Vec<usize> = (0..rows.len()).collect();
        let best = best_knot(&hinges, &changes, &units);
        let knots = Bootstrap::of(rows.len(), RESAMPLES, seed, |units| {
            hinges[best_knot(&hinges, &changes, units)].knot
        });
        let slopes: Moments = changes[best].iter().copied().collect();
        let signs = vec![1.0; rows.len()];
        let statistic = largest_statistic(&changes, &signs);
        Ok(Self {
            knot: hinges[best].knot,
            knot_interval: knots.percentile(CONFIDENCE),
            slope_change: slopes.mean(),
            slope_change_interval: Interval::around(
                slopes.mean(),
                half_width(slopes.count(), slopes.standard_deviation(), CONFIDENCE),
            ),
            slope_changes: slopes,
            statistic,
            p_value: p_value(&changes, statistic, changes_of_sign, seed),
            seeds: rows.len(),
            dropped: outputs.len() - rows.len(),
        })
    }
}

/// A hinge without its polynomial part.
struct Hinge {
    knot: f64,
    residual: Vec<f64>,
    square: f64,
}

impl Hinge {
    fn at_inner_levels(levels: &[f64], smooth: Smooth) -> Result<Vec<Self>, ThresholdError> {
        let needed = smooth.degree() + 4;
        if levels.len() < needed {
            return Err(ThresholdError::TooFewLevels {
                found: levels.len(),
                needed,
            });
        }
        if !levels.windows(2).all(|pair| pair[0] < pair[1]) {
            return Err(ThresholdError::UnorderedLevels);
        }
        let first = levels[0];
        let range = levels[levels.len() - 1] - first;
        let mut basis: Vec<Vec<f64>> = Vec::new();
        let mut power = vec![1.0; levels.len()];
        for _ in 0..=smooth.degree() {
            let mut column = power.clone();
            remove(&basis, &mut column);
            let length = dot(&column, &column).sqrt();
            for value in &mut column {
                *value /= length;
            }
            basis.push(column);
            for (value, level) in power.iter_mut().zip(levels) {
                *value *= (level - first) / range;
            }
        }
        Ok(levels[1..levels.len() - 1]
            .iter()
            .map(|knot| {
                let mut residual: Vec<f64> = levels.iter().map(|level| (level - knot).max(0.0)).collect();
                remove(&basis, &mut residual);
                let square = dot(&residual, &residual);
                Self {
                    knot: *knot,
                    residual,
                    square,
                }
            })
            .collect())
    }

    /// The slope change outputs show here; 0 where rounding alone would show it.
    fn slope_change(&self, outputs: &[f64]) -> f64 {
        let part = dot(&self.residual, outputs);
        let noticeable = TIE * (self.square * dot(outputs, outputs)).sqrt();
        if part.abs() > noticeable {
            part / self.square
        } else {
            0.0
        }
    }
}

/// Takes out of `column` what the orthonormal basis holds of it.
fn remove(basis: &[Vec<f64>], column: &mut [f64]) {
    // Twice is enough (Kahan and Parlett): the second pass removes what rounding left.
    for direction in basis.iter().chain(basis) {
        let part = dot(direction, column);
        for (value, along) in column.iter_mut().zip(direction) {
            *value -= part * along;
        }
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// The knot whose hinge takes most from the residual sum of squares of the mean response.
fn best_knot(hinges: &[Hinge], changes: &[Vec<f64>], units: &[usize]) -> usize {
    let mut best = (0, -1.0);
    for (index, (hinge, column)) in hinges.iter().zip(changes).enumerate() {
        let mean = units.iter().map(|unit| column[*unit]).sum::<f64>() / units.len() as f64;
        let explained = mean * mean * hinge.square;
        if explained > best.1 {
            best = (index, explained);
        }
    }
    best.0
}

/// Largest absolute t statistic over the knots, the seeds turned by `signs`.
fn largest_statistic(changes: &[Vec<f64>], signs: &[f64]) -> f64 {
    let count = signs.len() as f64;
    let statistic = |column: &Vec<f64>| {
        let mean = dot(column, signs) / count;
        if mean == 0.0 {
            return 0.0;
        }
        let squares: f64 = column
            .iter()
            .zip(signs)
            .map(|(value, sign)| (value * sign - mean) * (value * sign - mean))
            .sum();
        mean.abs() / (squares / (count * (count - 1.0))).sqrt()
    };
    changes.iter().map(statistic).fold(0.0, f64::max)
}

fn p_value(changes: &[Vec<f64>], statistic: f64, changes_of_sign: usize, seed: u64) -> f64 {
    let mut draws = generator(seed);
    let mut signs = vec![1.0; changes[0].len()];
    let mut as_large = 1_usize;
    for _ in 0..changes_of_sign {
        signs.fill_with(|| if draws.random::<bool>() { 1.0 } else { -1.0 });
        // Equal statistics may differ in their last bits.
        if largest_statistic(changes, &signs) >= statistic * (1.0 - 1e-9) {
            as_large += 1;
        }
    }
    as_large as f64 / (changes_of_sign + 1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::student::normal_quantile;

    const LEVELS: [f64; 8] = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];

    /// Outputs around `mean`, with an effect of the seed that grows with the level, and noise.
    fn outputs(seeds: usize, seed: u64, noise: f64, mean: impl Fn(f64) -> f64) -> Vec<Vec<f64>> {
        let mut draws = generator(seed);
        let mut normal = || normal_quantile(1.0 - draws.random::<f64>());
        (0..seeds)
            .map(|_| {
                let (offset, slope) = (2.0 * normal(), normal());
                LEVELS
                    .iter()
                    .map(|level| mean(*level) + offset + slope * level + noise * normal())
                    .collect()
            })
            .collect()
    }

    fn hinge(level: f64) -> f64 {
        0.5 * level - 2.0 * (level - 4.0).max(0.0)
    }

    #[test]
    fn the_slope_change_is_that_of_least_squares() {
        // x = np.arange(8); y = np.array([1.0, 1.4, 2.1, 2.4, 3.0, 1.6, 0.1, -1.2])
        // X = np.c_[np.ones(8), x, np.maximum(0, x - 4)]; np.linalg.lstsq(X, y)[0][2]; with x**2 as well: [3]
        let outputs = [1.0, 1.4, 2.1, 2.4, 3.0, 1.6, 0.1, -1.2];
        for (smooth, expected) in [
            (Smooth::Line, -1.903_636_363_636_363_6),
            (Smooth::Parabola, -1.939_999_999_999_998_2),
        ] {
            let hinges = Hinge::at_inner_levels(&LEVELS, smooth).unwrap();
            let found = hinges[3].slope_change(&outputs);
            assert!((found - expected).abs() < 1e-10, "{found} against {expected}");
        }
    }

    #[test]
    fn a_threshold_is_found_where_it_is() {
        let outputs = outputs(20, 1, 0.5, hinge);
        for smooth in [Smooth::Line, Smooth::Parabola] {
            let threshold = Threshold::of(&LEVELS, &outputs, smooth, 999, 1).unwrap();
            assert!((threshold.knot - 4.0).abs() < f64::EPSILON, "{threshold:?}");
            assert!(threshold.knot_interval.contains(4.0));
            assert!(threshold.p_value <= 0.001, "{threshold:?}");
            assert!(threshold.slope_change_interval.contains(-2.0), "{threshold:?}");
        }
    }

    #[test]
    fn a_gentle_curve_bends_but_has_no_threshold() {
        let outputs = outputs(20, 2, 0.5, |level| 0.3 * level * level);
        let bends = Threshold::of(&LEVELS, &outputs, Smooth::Line, 999, 1).unwrap();
        let breaks = Threshold::of(&LEVELS, &outputs, Smooth::Parabola, 999, 1).unwrap();
        assert!(bends.p_value <= 0.001 && breaks.p_value > 0.05, "{breaks:?}");
    }

    #[test]
    fn a_straight_response_keeps_the_level() {
        let found = (0..400)
            .filter(|seed| {
                let outputs = outputs(10, 1000 + seed, 1.0, |level| 3.0 - level);
                let threshold = Threshold::of(&LEVELS, &outputs, Smooth::Line, 99, *seed).unwrap();
                threshold.p_value <= 0.05
            })
            .count();
        // 20 expected; three standard deviations are 13.
        assert!((7..=33).contains(&found), "{found} of 400");
    }

    #[test]
    fn a_response_without_any_change_has_no_threshold() {
        for slope in [0.0, 0.1] {
            let row: Vec<f64> = LEVELS.iter().map(|level| 1.0 / 3.0 + slope * level).collect();
            let threshold = Threshold::of(&LEVELS, &vec![row; 6], Smooth::Line, 99, 1).unwrap();
            assert!(threshold.slope_change.abs() < f64::MIN_POSITIVE);
            assert!((threshold.p_value - 1.0).abs() < 1e-15);
        }
    }

    #[test]
    fn what_cannot_be_asked_is_said() {
        let rows = vec![vec![1.0; 8]; 6];
        let ask = |levels: &[f64], rows: &[Vec<f64>], smooth| Threshold::of(levels, rows, smooth, 9, 1).err();
        let four = [0.0, 1.0, 2.0, 3.0];
        assert_eq!(
            ask(&four, &rows, Smooth::Line),
            Some(ThresholdError::TooFewLevels { found: 4, needed: 5 })
        );
        let mut turned = LEVELS;
        turned.swap(2, 3);
        assert_eq!(
            ask(&turned, &rows, Smooth::Line),
            Some(ThresholdError::UnorderedLevels)
        );
        let mut holes = rows.clone();
        holes[1][2] = f64::NAN;
        assert_eq!(
            ask(&LEVELS, &holes, Smooth::Parabola),
            Some(ThresholdError::TooFewSeeds { found: 5, needed: 6 })
        );
        holes[1].pop();
        assert_eq!(
            ask(&LEVELS, &holes, Smooth::Parabola),
            Some(ThresholdError::Ragged { found: 7, levels: 8 })
        );
    }
}
