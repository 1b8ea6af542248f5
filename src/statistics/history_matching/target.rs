//! A figure that was observed, and how far a draw lies from it.

use crate::statistics::Moments;
use crate::statistics::generator::{mixed, normal, substream};
use crate::words::say;

/// Keeps the draws of wished levels apart from those of [`accepts`](super::accepts) under the same seed.
const WISHED: u64 = 1;

/// What an observed figure is the figure of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureOf {
    /// One town of the size that is simulated, which has luck of its own.
    Town,
    /// The expectation of such towns: a mean over so many that their luck has gone.
    Expectation,
}

/// A figure that was observed, with the variances that are stated for it, on the scale on which errors are symmetric.
///
/// A figure that is `NaN` is missing: it rules out nothing and weighs nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// What was observed, z.
    pub figure: f64,
    /// Variance of the error of observation, o.
    pub observation_variance: f64,
    /// Variance of what separates the model at its best inputs from the world, d (Kennedy and O'Hagan, Journal of the Royal
    /// Statistical Society B 63, 2001).
    pub discrepancy_variance: f64,
    /// Whether the luck of one town is in the figure.
    pub of: FigureOf,
}

/// What is known of an outcome at a draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// Its expectation, m.
    pub mean: f64,
    /// Variance by luck of one town of the target's size, σ²; passed over where the figure is an expectation.
    pub chance_variance: f64,
    /// Variance of the error of `mean`, e: of an emulator, or σ²/R of the mean of R runs.
    pub emulator_variance: f64,
}

/// Why values at a draw cannot be weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KernelError {
    /// The luck left in the mean of the runs is more than all errors that are stated.
    #[error(
        "{}",
        say!(
            "the mean of {runs} replications varies more by chance than the stated errors of its figure allow: run at least {needed} at each draw"
        )
    )]
    TooFewRuns {
        /// Replications at a draw.
        runs: usize,
        /// Replications that suffice.
        needed: usize,
    },
    /// There is no error, so that nothing is near.
    #[error("{}", say!("a figure without any error is met by no run: state its error or a discrepancy"))]
    NoError,
}

impl Target {
    /// k = o + d.
    fn stated_variance(&self) -> f64 {
        self.observation_variance + self.discrepancy_variance
    }

    /// Implausibility of a draw, `I = |z − m| / √(o + d + σ² + e)`, in standard deviations of all that may separate the figure
    /// from the prediction; σ² counts only for the figure of a town.
    ///
    /// `NaN` where the figure is missing, and infinite where the prediction is no number. Craig, Goldstein, Seheult and Smith,
    /// Case Studies in Bayesian Statistics III, 1997; Vernon, Goldstein and Bower, Bayesian Analysis 5, 2010.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::{FigureOf, Prediction, Target};
    /// let target = Target { figure: 12.0, observation_variance: 2.0, discrepancy_variance: 1.0, of: FigureOf::Town };
    /// let prediction = Prediction { mean: 18.0, chance_variance: 0.5, emulator_variance: 0.5 };
    /// assert_eq!(target.implausibility(&prediction), 3.0);
    /// ```
    #[must_use]
    pub fn implausibility(&self, prediction: &Prediction) -> f64 {
        let chance = match self.of {
            FigureOf::Town => prediction.chance_variance,
            FigureOf::Expectation => 0.0,
        };
        let variance = self.stated_variance() + chance + prediction.emulator_variance;
        self.distance(prediction.mean, variance).abs()
    }

    /// Variance κ of the kernel that weighs the mean of so many runs at a draw, so that chance counts once: `k + σ² (1 − 1/R)` for
    /// the figure of a town, `k − σ²/R` for an expectation, with k = o + d and σ² the variance of a run.
    ///
    /// The likelihood of one town is N(z; f, k + σ²), and the mean of R runs has the part σ²/R of it in itself. Of one run for
    /// the figure of a town κ = k, and σ² need not be known. In the closed-form example of `tests/fixtures/a_history_matching.py`
    /// 90 % intervals by these κ cover 90 %; with σ² added to one run 94.5 %, with chance left out of 20 runs 65 %. Wilkinson,
    /// Statistical Applications in Genetics and Molecular Biology 12, 2013.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::{FigureOf, Target};
    /// let town = Target { figure: 0.8, observation_variance: 0.05, discrepancy_variance: 0.05, of: FigureOf::Town };
    /// assert_eq!(town.kernel_variance(f64::NAN, 1), Ok(0.1));
    /// assert_eq!(town.kernel_variance(0.4, 2), Ok(0.1 + 0.2));
    /// let expectation = Target { of: FigureOf::Expectation, ..town };
    /// let message = "the mean of 4 replications varies more by chance than the stated errors of its figure allow: run at least 5 at each draw";
    /// assert_eq!(expectation.kernel_variance(0.4, 4).unwrap_err().to_string(), message);
    /// ```
    ///
    /// # Errors
    /// Where κ would not be above 0: there are too few runs for an expectation, or no error is stated.
    ///
    /// # Panics
    /// Without a run.
    pub fn kernel_variance(&self, chance_variance: f64, runs: usize) -> Result<f64, KernelError> {
        assert!(runs > 0, "a draw that was not run has no values");
        let stated = self.stated_variance();
        let of_the_mean = chance_variance / runs as f64;
        let variance = match self.of {
            FigureOf::Town if runs == 1 => stated,
            FigureOf::Town => stated + (chance_variance - of_the_mean),
            FigureOf::Expectation => stated - of_the_mean,
        };
        if variance > 0.0 {
            return Ok(variance);
        }
        if stated > 0.0 && self.of == FigureOf::Expectation && chance_variance.is_finite() {
            let needed = libm::floor(chance_variance / stated) as usize + 1;
            return Err(KernelError::TooFewRuns {
                runs,
                needed: needed.max(runs + 1),
            });
        }
        Err(KernelError::NoError)
    }

    /// How far a value lies below the figure, in standard deviations of the kernel: `u = (z − y) / √κ`. `NaN` where the figure is
    /// missing, infinite where the value is no number.
    #[must_use]
    pub fn distance(&self, value: f64, kernel_variance: f64) -> f64 {
        let away = self.figure - value;
        if self.figure.is_nan() || away == 0.0 {
            return away;
        }
        let distance = away / kernel_variance.sqrt();
        if distance.is_nan() {
            f64::INFINITY
        } else {
            distance
        }
    }

    /// The pull of a figure on the worlds, `(mean of y over worlds − z) / √κ`: where it is far from 0, other figures or the model
    /// hold the worlds away from this one. `NaN` where the figure is missing or there is no world.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::{FigureOf, Target};
    /// let target = Target { figure: 1.0, observation_variance: 0.2, discrepancy_variance: 0.05, of: FigureOf::Town };
    /// assert_eq!(target.pull(&[1.0, 2.0, 3.0], 0.25), 2.0);
    /// ```
    #[must_use]
    pub fn pull(&self, values: &[f64], kernel_variance: f64) -> f64 {
        let moments: Moments = values.iter().copied().collect();
        (moments.mean() - self.figure) / kernel_variance.sqrt()
    }

    /// The level at which the intercept of a draw is solved, `z̃ ~ N(z, κ)`, the same for an address under a seed whoever asks; see
    /// [`SolvedIntercept`](super::SolvedIntercept). κ is that of the values by which the intercept is solved.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::{FigureOf, Target};
    /// let target = Target { figure: 1.2, observation_variance: 0.01, discrepancy_variance: 0.0, of: FigureOf::Town };
    /// let level = target.wished_level(0.01, 7, 12);
    /// assert!((level - 1.2).abs() < 0.5 && level == target.wished_level(0.01, 7, 12));
    /// ```
    #[must_use]
    pub fn wished_level(&self, kernel_variance: f64, seed: u64, address: u64) -> f64 {
        let mut draws = substream(mixed(seed, WISHED), address);
        self.figure + kernel_variance.sqrt() * normal(&mut draws)
    }
}
