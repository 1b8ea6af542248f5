//! From how implausible on a draw is ruled out.

use statrs::distribution::{ChiSquared, ContinuousCDF};

use crate::statistics::association::solve_positive_definite;
use crate::statistics::{binomial, student};

/// No cut lies below this: of any unimodal error, less than 4.9 % are further than 3 standard deviations away (Pukelsheim, The
/// American Statistician 48, 1994).
const CUT_MIN: f64 = 3.0;

/// Probability of ruling out the truth at the cut of [`cut_off`], at most.
const LEVEL: f64 = 0.005;

/// What is taken to hold for the errors of several figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CutOff {
    /// Normal errors that may hang together in any way, by Bonferroni: `Φ⁻¹(1 − α/(2J))`.
    Normal,
    /// Normal errors that are independent, by Šidák: `Φ⁻¹((1 + (1 − α)^{1/J})/2)`.
    IndependentNormal,
    /// Errors with one mode, by Bonferroni and Pukelsheim's inequality: `(2/3) √(J/α)`. The inequality is proved for a value of
    /// 1.63 and more, which any α below 1/6 has.
    Unimodal,
    /// Normal errors whose covariance is known, for [`correlated_implausibility`]: the root of the 1 − α point of χ² with J degrees of
    /// freedom.
    Correlated,
}

impl CutOff {
    /// The largest of the implausibilities of so many figures at the true inputs exceeds this with probability α at most.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::CutOff;
    /// assert!((CutOff::Normal.at(5, 0.05) - 2.575_829).abs() < 1e-6);
    /// assert!((CutOff::Unimodal.at(5, 0.05) - 6.666_667).abs() < 1e-6);
    /// ```
    ///
    /// # Panics
    /// Without a figure, or when α does not lie between 0 and 1.
    #[must_use]
    pub fn at(self, figures: usize, alpha: f64) -> f64 {
        assert!(figures > 0, "without a figure nothing is implausible");
        assert!(0.0 < alpha && alpha < 1.0, "probability {alpha} outside (0, 1)");
        let count = figures as f64;
        match self {
            Self::Normal => -student::normal_quantile(0.5 * alpha / count),
            Self::IndependentNormal => {
                let each = -libm::expm1(libm::log1p(-alpha) / count);
                -student::normal_quantile(0.5 * each)
            }
            Self::Unimodal => (count / alpha).sqrt() / 1.5,
            Self::Correlated => ChiSquared::new(count)
                .expect("there is a figure")
                .inverse_cdf(1.0 - alpha)
                .sqrt(),
        }
    }
}

/// The cut for the largest implausibility of so many figures: 3, or the one that rules out the truth with probability .005 at most if
/// errors are normal, whichever is larger.
///
/// A cut only saves runs, as weights decide later: it must not be lower.
///
/// # Examples
/// ```
/// use samspil::statistics::cut_off;
/// assert_eq!(cut_off(1), 3.0);
/// assert!((cut_off(12) - 3.529_296).abs() < 1e-6);
/// ```
///
/// # Panics
/// Without a figure.
#[must_use]
pub fn cut_off(figures: usize) -> f64 {
    CutOff::Normal.at(figures, LEVEL).max(CUT_MIN)
}

/// The `rank`-th largest of the implausibilities of a draw; the first is the largest. Figures that are missing, `NaN`, do not count,
/// and where fewer figures than `rank` are there it is 0, which rules out nothing.
///
/// A draw is ruled out when the largest exceeds the cut. While emulators are shaky the second or third largest is held against it
/// instead, which one bad emulator cannot raise (Vernon, Goldstein and Bower, Bayesian Analysis 5, 2010).
///
/// # Examples
/// ```
/// use samspil::statistics::ranked_implausibility;
/// let of_a_draw = [0.5, f64::NAN, 4.0, 2.5];
/// assert_eq!([1, 2, 4].map(|rank| ranked_implausibility(&of_a_draw, rank)), [4.0, 2.5, 0.0]);
/// ```
///
/// # Panics
/// When `rank` is 0.
#[must_use]
pub fn ranked_implausibility(implausibilities: &[f64], rank: usize) -> f64 {
    assert!(rank > 0, "the largest has rank 1");
    let mut there: Vec<f64> = implausibilities.to_vec();
    there.retain(|implausibility| !implausibility.is_nan());
    there.sort_by(|one, other| other.total_cmp(one));
    there.get(rank - 1).copied().unwrap_or(0.0)
}

/// Implausibility by figures whose errors hang together, `I = √((z − m)ᵀ V⁻¹ (z − m))`, to be held against [`CutOff::Correlated`].
///
/// `differences` are z − m, and the rows of `covariance` the sum of those of observation, discrepancy, chance and emulators. Figures
/// that are missing, `NaN`, are left out with their rows and columns. `None` where the covariance is not positive definite.
///
/// # Examples
/// ```
/// use samspil::statistics::correlated_implausibility;
/// let covariance = [vec![2.0, 1.0], vec![1.0, 2.0]];
/// let apart = correlated_implausibility(&[3.0, -3.0], &covariance).unwrap();
/// let alike = correlated_implausibility(&[3.0, 3.0], &covariance).unwrap();
/// assert!((apart * apart - 18.0).abs() < 1e-12 && (alike * alike - 6.0).abs() < 1e-12);
/// ```
///
/// # Panics
/// When there is not one row and column for each figure.
#[must_use]
pub fn correlated_implausibility(differences: &[f64], covariance: &[Vec<f64>]) -> Option<f64> {
    let square =
        covariance.len() == differences.len() && covariance.iter().all(|row| row.len() == differences.len());
    assert!(square, "each figure has a row and a column");
    let there: Vec<usize> = (0..differences.len())
        .filter(|figure| !differences[*figure].is_nan())
        .collect();
    let known: Vec<f64> = there.iter().map(|figure| differences[*figure]).collect();
    let matrix = there
        .iter()
        .flat_map(|row| there.iter().map(|column| covariance[*row][*column]));
    let solved = solve_positive_definite(matrix.collect(), known.clone())?;
    let square: f64 = known.iter().zip(&solved).map(|(one, other)| one * other).sum();
    Some(square.sqrt())
}

/// Probability that the `rank`-th largest implausibility of the true inputs exceeds the cut, if errors are normal and independent:
/// what share of true worlds a cut loses.
///
/// # Examples
/// ```
/// use samspil::statistics::truth_ruled_out;
/// assert!((truth_ruled_out(5, 3.0, 1) - 0.0134).abs() < 1e-4);
/// assert!(truth_ruled_out(5, 3.0, 2) < 1e-4);
/// ```
#[must_use]
pub fn truth_ruled_out(figures: usize, cut: f64, rank: usize) -> f64 {
    binomial::upper_tail(rank, figures, 2.0 * student::normal_cdf(-cut))
}

/// Of the runs that are not ruled out, the share that emulators would have ruled out: above .01 their variance is too small.
/// `NaN` without such a run.
///
/// Each run has its largest implausibility by its own values and by emulators.
///
/// # Examples
/// ```
/// use samspil::statistics::wrongly_ruled_out;
/// assert_eq!(wrongly_ruled_out(&[1.0, 2.0, 5.0], &[1.5, 3.5, 6.0], 3.0), 0.5);
/// ```
///
/// # Panics
/// When there are not as many of one as of the other.
#[must_use]
pub fn wrongly_ruled_out(of_runs: &[f64], of_emulators: &[f64], cut: f64) -> f64 {
    assert_eq!(of_runs.len(), of_emulators.len(), "each run is emulated, too");
    let kept = of_runs.iter().zip(of_emulators).filter(|(run, _)| **run <= cut);
    let (count, wrong) = kept.fold((0, 0), |(count, wrong), (_, emulated)| {
        (count + 1, wrong + usize::from(*emulated > cut))
    });
    wrong as f64 / f64::from(count)
}
