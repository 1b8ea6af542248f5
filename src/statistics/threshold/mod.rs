//! Does a response bend at a threshold?

mod bends;
mod error;
mod families;
#[cfg(test)]
mod fixtures;
mod isotonic;
mod least_squares;
mod resampling;
mod smooth;
#[cfg(test)]
mod tests;

use bends::Bend;
pub use error::ThresholdError;
use error::check;
use families::step_around;
use least_squares::centred;
use resampling::{Families, Resamples, Response};

use super::{Bootstrap, CONFIDENCE, Interval};

/// Seeds needed: with fewer, resampled rows say too little of how they vary. Over six seeds of a square root the test finds
/// thresholds in 11 %, over ten in 6 %.
const SEEDS_NEEDED: usize = 10;

/// A hinge does not fit when its p is not above this.
const MISFIT: f64 = 1.0 - CONFIDENCE;

/// A response rises and falls when its p is not above this. Less than 5 %, since samples from the nearest monotone response keep
/// its rises that are chance: over monotone responses with a flat part, p is 5 % or less in up to 9 %.
const TURNING: f64 = 0.01;

/// What can be said of a bend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThresholdVerdict {
    /// The response bends more sharply than a smooth curve, and in no other way than at one place.
    Threshold,
    /// It bends more sharply than a smooth curve, but not at one place only.
    Bends,
    /// It rises and falls, so that neither family says anything about it.
    Turns,
    /// It is no sharper than a smooth curve. That does not say that it is smooth.
    NoSharper,
}

impl ThresholdVerdict {
    /// The verdict when a hinge is found better than smooth curves at `p_value`, at most `significance` being evidence; the hinge
    /// fits at `p_fit` and a monotone response at `p_monotone`. Correct `p_value` beforehand where there are several
    /// tests; the other two are conditions and no findings, and are held against 5 % and 1 %.
    ///
    /// ```
    /// use samspil::statistics::ThresholdVerdict;
    /// assert_eq!(ThresholdVerdict::of(0.01, 0.4, 0.9, 0.05), ThresholdVerdict::Threshold);
    /// assert_eq!(ThresholdVerdict::of(0.01, 0.03, 0.9, 0.05), ThresholdVerdict::Bends);
    /// assert_eq!(ThresholdVerdict::of(0.20, 0.03, 0.9, 0.05), ThresholdVerdict::NoSharper);
    /// assert_eq!(ThresholdVerdict::of(0.20, 0.03, 0.001, 0.05), ThresholdVerdict::Turns);
    /// ```
    #[must_use]
    pub fn of(p_value: f64, p_fit: f64, p_monotone: f64, significance: f64) -> Self {
        let (sharper, fits) = (p_value <= significance, p_fit > MISFIT);
        match (sharper, fits) {
            (true, true) => Self::Threshold,
            (_, false) if p_monotone <= TURNING => Self::Turns,
            (true, false) => Self::Bends,
            (false, _) => Self::NoSharper,
        }
    }
}

/// A threshold, looked for in the outputs of several seeds at several levels of a dose.
///
/// The mean response is fitted by least squares in two families, both rising or falling throughout. A *hinge*:
/// `a + c₁ min(x, τ) + c₂ max(0, x − τ)`, c₁ and c₂ of one sign or 0, τ anywhere from the second level to the last but one.
/// *Smooth*: the best of a constant plus multiples of one sign of four cubic I-splines with a knot in the middle (Ramsay,
/// Statistical Science 3, 1988), or a constant plus a multiple of one of 1,382 shapes: powers u^p (p from ¼ to 4), exponentials
/// e^{±cu} (c to 10), ln(1 + cu) and −ln(1 + c(1 − u)) (c from 1 to 100), logistic curves of slope 4 to 15 and Hill's
/// u^p/(u^p + h^p) (p from 1 to 4, h from .1), where u is the level as a share of the range.
///
/// "Smooth" so has a meaning that readers must be told: where the middle of the rise lies in the middle half of the range, smooth
/// curves take at least 28 % of the range from a tenth to nine tenths of the rise; nearer to the ends they
/// may be steeper, down to 12 % beside the first level and 15 % beside the last. What bends as gently as that is no threshold.
///
/// `T = ln((RSS_smooth + ε)/(RSS_hinge + ε))`, ε a billionth of the sum of squares. Its distribution for a smooth response is that of
/// the fitted smooth curve plus √(n/(n − 1)) times the means of resampled residual rows, both families fitted anew: whole
/// rows, since the levels of a seed have the same luck. Cox, Journal of the Royal Statistical Society B 24, 1962, on
/// families that do not contain each other; Davies, Biometrika 74, 1987, and Hansen, Econometrica 64, 1996, on a knot that
/// exists under one of them only; Hansen, Journal of Business and Economic Statistics 35, 2017, on kinks.
///
/// A bend that beats smooth curves is a threshold only if a hinge fits as well: the response could be another curve. So the
/// misfit of the hinge is held against its distribution when the hinge is true. Over eleven smooth curves, 10 to 200 seeds, and luck
/// that shifts a seed, tilts it, walks from level to level or is skewed, both conditions together find a threshold in at
/// most 8 % at a significance of 5 %; with little noise the first alone would in all.
/// With many seeds every family is refuted.
///
/// Choose levels before looking at results. Over several worlds, ask each of them: the verdict is a share of worlds.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// Share of smooth samples, this one included, with a T at least as large.
    pub p_value: f64,
    /// Share of hinged samples, this one included, that a hinge fits no better. A hinge is refuted at 5 % or less.
    pub p_fit: f64,
    /// Share of samples from the nearest monotone response, this one included, that are as far from being monotone. At 1 % or
    /// less the response rises and falls.
    pub p_monotone: f64,
    /// τ of the best hinge.
    pub knot: f64,
    /// Its percentile interval (95 %) over resampled rows, at least a fortieth of the ranks of the inner levels to each side.
    pub knot_interval: Interval,
    /// Slope after less slope before the knot, of the sample and of the resampled rows.
    pub slope_change: Bootstrap,
    /// Seeds with an output at each level.
    pub seeds: usize,
}

impl Threshold {
    /// Looks for a threshold; `outputs` holds one row per seed, with one output per level. 999 resamples are customary.
    ///
    /// ```
    /// use samspil::statistics::{Threshold, ThresholdVerdict};
    /// let levels: Vec<f64> = (0..10).map(f64::from).collect();
    /// let luck = |seed: i32, level: f64| f64::from((37 * seed * seed + 11 * level as i32 * seed) % 23) / 50.0;
    /// let outputs: Vec<Vec<f64>> = (0..20)
    ///     .map(|seed| levels.iter().map(|level| level.min(4.0) + luck(seed, *level)).collect())
    ///     .collect();
    /// let found = Threshold::of(&levels, &outputs, 199, 1)?;
    /// let verdict = ThresholdVerdict::of(found.p_value, found.p_fit, found.p_monotone, 0.05);
    /// assert_eq!(verdict, ThresholdVerdict::Threshold);
    /// assert!((found.knot - 4.0).abs() < 0.2);
    /// # Ok::<(), samspil::statistics::ThresholdError>(())
    /// ```
    ///
    /// # Errors
    /// When there are fewer than eight levels or ten complete seeds, rows are ragged, or levels do not rise.
    ///
    /// # Panics
    /// When no resample is asked for.
    pub fn of(
        levels: &[f64],
        outputs: &[Vec<f64>],
        resamples: usize,
        seed: u64,
    ) -> Result<Self, ThresholdError> {
        assert!(resamples > 0, "a distribution needs resamples");
        check(levels)?;
        let rows = complete_rows(levels, outputs)?;
        let response = Response::of(&rows);
        let families = Families::of(levels);
        let sample = centred(&response.mean);
        let fits = families.fits(&sample);
        let drawn = families.resample(&response, &fits, resamples, seed);
        Ok(Self::found(levels, rows.len(), &fits.bend, &drawn))
    }

    fn found(levels: &[f64], seeds: usize, bend: &Bend, drawn: &Resamples) -> Self {
        let range = levels[levels.len() - 1] - levels[0];
        let bootstrap = |estimate: f64, replicate: &dyn Fn(&Bend) -> f64| {
            let mut replicates: Vec<f64> = drawn.bends.iter().map(replicate).collect();
            replicates.sort_unstable_by(f64::total_cmp);
            Bootstrap { estimate, replicates }
        };
        let share = |count: usize| (1 + count) as f64 / (1 + drawn.bends.len()) as f64;
        let [before, after] = bend.slopes.map(|slope| slope / range);
        let knot = levels[0] + range * bend.knot;
        let knots = bootstrap(knot, &|bend| levels[0] + range * bend.knot).percentile(CONFIDENCE);
        let step = step_around(levels, knot);
        Self {
            p_value: share(drawn.as_large),
            p_fit: share(drawn.misfits),
            p_monotone: share(drawn.turns),
            knot,
            knot_interval: Interval {
                low: knots.low.min(step.0),
                high: knots.high.max(step.1),
            },
            slope_change: bootstrap(after - before, &|bend| (bend.slopes[1] - bend.slopes[0]) / range),
            seeds,
        }
    }
}

/// The rows without a gap.
fn complete_rows<'a>(levels: &[f64], outputs: &'a [Vec<f64>]) -> Result<Vec<&'a [f64]>, ThresholdError> {
    if let Some(ragged) = outputs.iter().find(|row| row.len() != levels.len()) {
        return Err(ThresholdError::Ragged {
            found: ragged.len(),
            levels: levels.len(),
        });
    }
    let rows: Vec<&[f64]> = outputs
        .iter()
        .map(Vec::as_slice)
        .filter(|row| row.iter().all(|output| output.is_finite()))
        .collect();
    if rows.len() < SEEDS_NEEDED {
        return Err(ThresholdError::TooFewSeeds {
            found: rows.len(),
            needed: SEEDS_NEEDED,
        });
    }
    Ok(rows)
}
