//! From draws that were run to worlds of equal weight.

use rand::RngExt;

use crate::statistics::generator::{mixed, substream};
use crate::words::say;

/// Keeps the draws of acceptance apart from others under the same seed.
const ACCEPTANCE: u64 = 0;

/// Degrees of freedom ν of the robust kernel.
const STUDENT_FREEDOM: f64 = 4.0;

/// How the weight of a draw falls with the distances of its values from the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kernel {
    /// `exp(−½ Σ u²)`: errors are normal.
    Normal,
    /// `Π (1 + u²/ν)^{−(ν+1)/2}` with ν = 4: one bad figure cannot hold all worlds at its place. As luck is not of that shape,
    /// chance counts once only to a good approximation.
    Student,
}

impl Kernel {
    /// The weight of a draw whose values lie so far from the figures, see [`Target::distance`](super::Target::distance): between 0 and
    /// 1. Figures that are missing, `NaN`, do not count; where a value is no number, its distance infinite, it is 0.
    ///
    /// It is also the probability of [`accepts`]. Of draws that do not come from the prior it is to be multiplied by the prior
    /// density over that of the proposal; how much weighted draws say, [`effective_size`](crate::statistics::effective_size) tells.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::Kernel;
    /// assert!((Kernel::Normal.weight(&[1.0, f64::NAN, -2.0]) - 0.082_085).abs() < 1e-6);
    /// // A figure that is far off costs the robust kernel less.
    /// assert!(Kernel::Student.weight(&[8.0]) > 1e10 * Kernel::Normal.weight(&[8.0]));
    /// ```
    #[must_use]
    pub fn weight(self, distances: &[f64]) -> f64 {
        let squares = distances
            .iter()
            .filter(|distance| !distance.is_nan())
            .map(|distance| distance * distance);
        match self {
            Self::Normal => libm::exp(-0.5 * squares.sum::<f64>()),
            Self::Student => squares
                .map(|square| {
                    let factor = 1.0 + square / STUDENT_FREEDOM;
                    // ν = 4 makes the power 5/2.
                    1.0 / (factor * factor * factor.sqrt())
                })
                .product(),
        }
    }
}

/// Why draws cannot be accepted by their weights.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum AcceptanceError {
    /// The bound does not hold.
    #[error(
        "{}",
        say!("a draw weighs {weight}, more than the bound {bound}: begin anew with a higher bound")
    )]
    AboveBound {
        /// The weight.
        weight: f64,
        /// The bound.
        bound: f64,
    },
    /// The weight is below 0 or no finite number.
    #[error("{}", say!("{weight} is no weight of a draw: it must be a number from 0 on"))]
    NoWeight {
        /// What was given.
        weight: f64,
    },
}

/// Whether the draw at an address becomes a world, which it does with probability `weight / bound`.
///
/// The worlds are independent and of equal weight, none is there twice, and the first so many accepted in the order of addresses
/// are the same for every number of threads and shards. A [`Kernel`] alone has the bound 1. The run by which a world was accepted
/// was chosen for being near: later answers take fresh random numbers.
///
/// # Examples
/// ```
/// use samspil::statistics::accepts;
/// let worlds: Vec<u64> = (0..1_000).filter(|address| accepts(0.25, 1.0, 7, *address) == Ok(true)).collect();
/// assert!((200..300).contains(&worlds.len()));
/// let message = "a draw weighs 3, more than the bound 2: begin anew with a higher bound";
/// assert_eq!(accepts(3.0, 2.0, 7, 0).unwrap_err().to_string(), message);
/// ```
///
/// # Errors
/// Where the weight is above the bound, or no weight.
pub fn accepts(weight: f64, bound: f64, seed: u64, address: u64) -> Result<bool, AcceptanceError> {
    if !weight.is_finite() || weight < 0.0 {
        return Err(AcceptanceError::NoWeight { weight });
    }
    if weight > bound || bound.is_nan() {
        return Err(AcceptanceError::AboveBound { weight, bound });
    }
    let luck: f64 = substream(mixed(seed, ACCEPTANCE), address).random();
    Ok(luck * bound < weight)
}

/// An intercept b that was solved for, so that the expectation f of a measure meets a wished level.
///
/// The level is drawn around the first figure ([`Target::wished_level`](super::Target::wished_level)), so that figure is met by all
/// draws and must not be weighed again. That changes the density of b by the slope of f: the weight of a draw is
/// [`SolvedIntercept::factor`] times the kernel of the *other* figures. Without prior or slope it is the answer to another
/// question, see `solved_intercept` in `tests/fixtures/a_history_matching.py`: a mean of .374 or .415 for .368.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SolvedIntercept {
    /// Density of the prior of b at the solution.
    pub prior_density: f64,
    /// ∂f/∂b at the solution, by a central difference with common random numbers.
    pub slope: f64,
}

impl SolvedIntercept {
    /// `p(b) / |∂f/∂b|`.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::SolvedIntercept;
    /// let solved = SolvedIntercept { prior_density: 0.5, slope: -0.2 };
    /// assert_eq!(solved.factor(), 2.5);
    /// ```
    #[must_use]
    pub fn factor(&self) -> f64 {
        self.prior_density / self.slope.abs()
    }

    /// A bound of the weights after the first wave, which [`accepts`] takes: the largest density over the smallest slope met. `NaN`
    /// without a draw.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::SolvedIntercept;
    /// let wave = [(0.5, 0.2), (0.8, 0.4)].map(|(prior_density, slope)| SolvedIntercept { prior_density, slope });
    /// assert_eq!(SolvedIntercept::bound(&wave), 4.0);
    /// ```
    #[must_use]
    pub fn bound(first_wave: &[Self]) -> f64 {
        let largest = first_wave
            .iter()
            .map(|solved| solved.prior_density)
            .fold(f64::NAN, f64::max);
        let smallest = first_wave
            .iter()
            .map(|solved| solved.slope.abs())
            .fold(f64::NAN, f64::min);
        largest / smallest
    }
}
