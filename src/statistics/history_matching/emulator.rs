//! A quadratic emulator of what runs would give, with its error.

use crate::statistics::TIE;
use crate::words::say;

/// Runs from which on an emulator can be fitted.
pub const RUNS_FOR_EMULATOR: usize = 10;

/// A term of which less than this part is left, once those that are chosen are taken out, says nothing new.
const DEPENDENT: f64 = 1e-9;

/// One run has at most this leverage, else its residual says nothing.
const LEVERAGE_MAX: f64 = 1.0 - 1e-9;

/// A term of the emulator, in inputs that are scaled to mean 0 and standard deviation 1 over its runs; by number of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// An input as it is.
    Linear(usize),
    /// Two inputs multiplied; the square of one where both are the same.
    Product(usize, usize),
}

impl Term {
    fn at(self, scaled: &[f64]) -> f64 {
        match self {
            Self::Linear(input) => scaled[input],
            Self::Product(one, other) => scaled[one] * scaled[other],
        }
    }

    /// Every term that so many inputs have: each, then the squares and products.
    fn all(inputs: usize) -> Vec<Self> {
        let pairs = (0..inputs).flat_map(|one| (one..inputs).map(move |other| Self::Product(one, other)));
        (0..inputs).map(Self::Linear).chain(pairs).collect()
    }
}

/// What an emulator says of a draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Emulation {
    /// Expectation of the outcome.
    pub mean: f64,
    /// Variance of the error of `mean`, without the luck of a run.
    pub variance: f64,
}

/// Why an emulator cannot be fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmulatorError {
    /// The runs do not suffice.
    #[error("{}", say!("{found} draws are too few for an emulator: run at least {needed}"))]
    TooFewRuns {
        /// Draws that were run.
        found: usize,
        /// Draws that suffice.
        needed: usize,
    },
    /// An input or an outcome is no finite number.
    #[error("{}", say!("draw {number} has an input or an outcome that is no finite number: leave it out"))]
    NoNumber {
        /// Number of the draw, counted from 1.
        number: usize,
    },
}

/// An outcome as a quadratic function of the inputs that matter to it, fitted to runs at some draws by least squares.
///
/// Terms, that is inputs, squares and products, are chosen forward: always the one that lowers the mean squared leave-one-out
/// residual `s²` most. The choice ends when none lowers it by more than the part `2 ln(candidates) / runs`, since the best of many
/// terms that do nothing lowers it, too (Foster and George, Annals of Statistics 22, 1994). Without that rule an outcome that is
/// noise gets 33 terms and more of 100 runs of 20 inputs, and true errors are 2.7 times the stated ones; with it, they are as
/// stated. All other inputs act as a nugget:
///
/// ```text
/// e(x) = (s² − v) + s² h(x),    h(x) = φ(x)ᵀ (FᵀF)⁻¹ φ(x),
/// ```
///
/// with v the variance of an outcome by luck, σ²/R for means of R runs, φ the terms at x and F those at the draws; the first part is at
/// least 0. Without v it is s² (1 + h). The luck in the coefficients stays in e, that of a run does not: implausibility has it already.
///
/// Craig, Goldstein, Seheult and Smith 1997; Vernon, Goldstein and Bower, Bayesian Analysis 5, 2010; Ankenman, Nelson and Staum,
/// Operations Research 58, 2010.
#[derive(Clone, Debug, PartialEq)]
pub struct Emulator {
    scales: Vec<Scale>,
    terms: Vec<Term>,
    /// The triangle L with φ = L t, where t are orthonormal over the runs; row by row, the constant first.
    triangle: Vec<Vec<f64>>,
    /// Coefficients of t.
    coefficients: Vec<f64>,
    residuals: Vec<f64>,
    leave_one_out_variance: f64,
    chance_variance: f64,
}

/// Where an input lies and how far it spreads over the runs.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Scale {
    mean: f64,
    deviation: f64,
}

impl Scale {
    fn of(points: &[Vec<f64>], input: usize) -> Self {
        let count = points.len() as f64;
        let mean = points.iter().map(|point| point[input]).sum::<f64>() / count;
        let squares = points
            .iter()
            .map(|point| (point[input] - mean) * (point[input] - mean));
        let deviation = (squares.sum::<f64>() / count).sqrt();
        let noticeable = deviation > TIE * mean.abs();
        Self {
            mean,
            deviation: if noticeable { deviation } else { f64::INFINITY },
        }
    }

    fn scaled(self, value: f64) -> f64 {
        (value - self.mean) / self.deviation
    }
}

impl Emulator {
    /// Fits an outcome, one value for each point, with the terms that it finds; `chance_variance` is the variance of a value by
    /// luck, σ²/R of means of R runs, on average over the points.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::{Emulator, Term, latin_hypercube};
    /// let points = latin_hypercube(40, 3, 1);
    /// let outcome: Vec<f64> = points.iter().map(|x| 2.0 + 3.0 * x[0] * x[1]).collect();
    /// let emulator = Emulator::fit(&points, &outcome, 0.0).unwrap();
    /// // In scaled inputs, which are centred, the product has main effects.
    /// assert_eq!(emulator.terms().len(), 3);
    /// let emulation = emulator.at(&[0.2, 0.5, 0.9]);
    /// assert!((emulation.mean - 2.3).abs() < 1e-9 && emulation.variance < 1e-18);
    /// ```
    ///
    /// # Errors
    /// With fewer than [`RUNS_FOR_EMULATOR`] points, or where something is no finite number.
    ///
    /// # Panics
    /// When there is not one value for each point, points have not all as many inputs, or `chance_variance` is below 0 or no number.
    pub fn fit(points: &[Vec<f64>], values: &[f64], chance_variance: f64) -> Result<Self, EmulatorError> {
        let candidates = Term::all(points.first().map_or(0, Vec::len));
        let mut fitting = Fitting::of(points, values, candidates)?;
        let count = fitting.candidates.len().max(2) as f64;
        let gain_needed = 2.0 * libm::log(count) / points.len() as f64;
        while let Some((candidate, variance)) = fitting.best_candidate() {
            if fitting.leave_one_out_variance() - variance <= gain_needed * fitting.leave_one_out_variance() {
                break;
            }
            fitting.take(candidate);
        }
        Ok(fitting.finished(chance_variance))
    }

    /// Fits an outcome with given terms, as [`Emulator::fit`] otherwise: the logarithm of the variance of a run, see
    /// [`log_chance_variance`], has the terms of its mean. A term that depends on those before it is left out.
    ///
    /// # Examples
    /// ```
    /// use samspil::statistics::{Emulator, Term, latin_hypercube};
    /// let points = latin_hypercube(20, 2, 1);
    /// let outcome: Vec<f64> = points.iter().map(|x| 2.0 + x[1]).collect();
    /// let emulator = Emulator::with_terms(&[Term::Linear(1)], &points, &outcome, 0.0).unwrap();
    /// assert!((emulator.at(&[0.5, 0.5]).mean - 2.5).abs() < 1e-12);
    /// ```
    ///
    /// # Errors
    /// As [`Emulator::fit`].
    ///
    /// # Panics
    /// As [`Emulator::fit`], and when a term is of an input that there is not.
    pub fn with_terms(
        terms: &[Term],
        points: &[Vec<f64>],
        values: &[f64],
        chance_variance: f64,
    ) -> Result<Self, EmulatorError> {
        let mut fitting = Fitting::of(points, values, terms.to_vec())?;
        for candidate in 0..terms.len() {
            fitting.take(candidate);
        }
        Ok(fitting.finished(chance_variance))
    }

    /// What the outcome is expected to be at a draw.
    ///
    /// # Panics
    /// When the draw has not as many inputs as the runs.
    #[must_use]
    pub fn at(&self, point: &[f64]) -> Emulation {
        let scaled = self.scaled(point);
        let mut orthonormal: Vec<f64> = Vec::with_capacity(self.triangle.len());
        for (number, row) in self.triangle.iter().enumerate() {
            let term = if number == 0 {
                1.0
            } else {
                self.terms[number - 1].at(&scaled)
            };
            let known: f64 = row
                .iter()
                .zip(&orthonormal)
                .map(|(cell, value)| cell * value)
                .sum();
            orthonormal.push((term - known) / row[number]);
        }
        let leverage: f64 = orthonormal.iter().map(|value| value * value).sum();
        let products = orthonormal.iter().zip(&self.coefficients);
        let nugget = (self.leave_one_out_variance - self.chance_variance).max(0.0);
        Emulation {
            mean: products.map(|(value, coefficient)| value * coefficient).sum(),
            variance: nugget + self.leave_one_out_variance * leverage,
        }
    }

    /// The terms besides the constant, in the order in which they were chosen.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The residual of each run at a fit without it, `(y − m)/(1 − h)`.
    #[must_use]
    pub fn leave_one_out_residuals(&self) -> &[f64] {
        &self.residuals
    }

    /// s², the mean square of [`Emulator::leave_one_out_residuals`].
    #[must_use]
    pub const fn leave_one_out_variance(&self) -> f64 {
        self.leave_one_out_variance
    }

    /// A point in the scale of the emulator: mean 0 and standard deviation 1 over its runs; 0 where an input did not vary.
    pub(super) fn scaled(&self, point: &[f64]) -> Vec<f64> {
        assert_eq!(
            point.len(),
            self.scales.len(),
            "a draw has as many inputs as the runs"
        );
        point
            .iter()
            .zip(&self.scales)
            .map(|(value, scale)| scale.scaled(*value))
            .collect()
    }
}

/// ln σ² from the variance s² of so many runs of a draw, without bias for normal values: `ln s² − ψ(ν/2) + ln(ν/2)`, ν = R − 1.
///
/// E ln s² lies below ln σ², of two runs by 1.27 and of five by .27; an emulator of ln s² would make chance 3.6 and 1.3 times too
/// small. Where chance differs more than fourfold over the draws, fit this by [`Emulator::with_terms`] and take the exponential of
/// it. Bartlett and Kendall, Supplement to the Journal of the Royal Statistical Society 8, 1946.
///
/// # Examples
/// ```
/// use samspil::statistics::log_chance_variance;
/// assert!((log_chance_variance(1.0, 2) - 1.270_363).abs() < 1e-6);
/// ```
///
/// # Panics
/// With fewer than two runs.
#[must_use]
pub fn log_chance_variance(variance: f64, runs: usize) -> f64 {
    assert!(runs > 1, "one run has no variance");
    let half = 0.5 * (runs - 1) as f64;
    // ψ(x) from ψ(1/2) or ψ(1) by ψ(x + 1) = ψ(x) + 1/x.
    let (mut digamma, mut at) = if runs.is_multiple_of(2) {
        (-EULER - 2.0 * std::f64::consts::LN_2, 0.5)
    } else {
        (-EULER, 1.0)
    };
    while at < half {
        digamma += 1.0 / at;
        at += 1.0;
    }
    libm::log(variance) - digamma + libm::log(half)
}

/// The constant of Euler and Mascheroni.
const EULER: f64 = 0.577_215_664_901_532_9;

/// A fit that grows term by term. Columns are over the runs.
struct Fitting {
    scales: Vec<Scale>,
    candidates: Vec<Term>,
    /// The candidates at the runs.
    columns: Vec<Vec<f64>>,
    /// What is left of them once the terms that are taken are taken out, of length 1; empty where that is next to nothing.
    rests: Vec<Vec<f64>>,
    terms: Vec<Term>,
    /// Orthonormal columns, one for the constant and each term.
    basis: Vec<Vec<f64>>,
    triangle: Vec<Vec<f64>>,
    coefficients: Vec<f64>,
    /// What is left of the outcome.
    residuals: Vec<f64>,
    leverages: Vec<f64>,
    /// Length of an outcome that is rounding.
    rounding: f64,
}

impl Fitting {
    fn of(points: &[Vec<f64>], values: &[f64], candidates: Vec<Term>) -> Result<Self, EmulatorError> {
        let found = points.len();
        assert_eq!(found, values.len(), "each draw has an outcome");
        if found < RUNS_FOR_EMULATOR {
            return Err(EmulatorError::TooFewRuns {
                found,
                needed: RUNS_FOR_EMULATOR,
            });
        }
        let inputs = points[0].len();
        assert!(
            points.iter().all(|point| point.len() == inputs),
            "all draws have the same inputs"
        );
        let finite = |number: usize| {
            points[number]
                .iter()
                .chain([&values[number]])
                .all(|value| value.is_finite())
        };
        if let Some(number) = (0..found).find(|number| !finite(*number)) {
            return Err(EmulatorError::NoNumber { number: number + 1 });
        }
        let scales: Vec<Scale> = (0..inputs).map(|input| Scale::of(points, input)).collect();
        let scaled: Vec<Vec<f64>> = points
            .iter()
            .map(|point| {
                point
                    .iter()
                    .zip(&scales)
                    .map(|(value, scale)| scale.scaled(*value))
                    .collect()
            })
            .collect();
        let columns: Vec<Vec<f64>> = candidates
            .iter()
            .map(|term| scaled.iter().map(|point| term.at(point)).collect())
            .collect();
        let mut fitting = Self {
            scales,
            rests: columns.clone(),
            candidates,
            columns,
            terms: Vec::new(),
            basis: Vec::new(),
            triangle: Vec::new(),
            coefficients: Vec::new(),
            residuals: values.to_vec(),
            leverages: vec![0.0; found],
            rounding: TIE * dot(values, values).sqrt(),
        };
        let constant = 1.0 / (found as f64).sqrt();
        fitting.join(vec![constant; found], vec![1.0 / constant]);
        Ok(fitting)
    }

    /// The candidate that lowers the mean squared leave-one-out residual most, and to what; none where the outcome is met.
    fn best_candidate(&self) -> Option<(usize, f64)> {
        if dot(&self.residuals, &self.residuals).sqrt() <= self.rounding {
            return None;
        }
        let mut best: Option<(usize, f64)> = None;
        for (candidate, rest) in self.rests.iter().enumerate().filter(|(_, rest)| !rest.is_empty()) {
            let share = dot(rest, &self.residuals);
            let mut squares = 0.0;
            for ((part, residual), leverage) in rest.iter().zip(&self.residuals).zip(&self.leverages) {
                let left = (residual - share * part) / free(leverage + part * part);
                squares += left * left;
            }
            let variance = squares / rest.len() as f64;
            if best.is_none_or(|(_, least)| variance < least) {
                best = Some((candidate, variance));
            }
        }
        best
    }

    /// Takes a candidate into the fit, unless it depends on those that are taken.
    fn take(&mut self, candidate: usize) {
        let column = &self.columns[candidate];
        let mut rest = column.clone();
        let mut row = vec![0.0; self.basis.len()];
        // Twice, so that nothing of the others is left but rounding.
        for _ in 0..2 {
            for (cell, direction) in row.iter_mut().zip(&self.basis) {
                *cell += take_out(&mut rest, direction);
            }
        }
        let length = dot(&rest, &rest).sqrt();
        let dependent = length <= DEPENDENT * dot(column, column).sqrt();
        self.rests[candidate].clear();
        if dependent {
            return;
        }
        shorten(&mut rest, length);
        row.push(length);
        self.terms.push(self.candidates[candidate]);
        self.join(rest, row);
    }

    /// Adds a direction to the fit, with its row of the triangle.
    fn join(&mut self, direction: Vec<f64>, row: Vec<f64>) {
        for (rest, column) in self.rests.iter_mut().zip(&self.columns) {
            take_out(rest, &direction);
            let length = dot(rest, rest).sqrt();
            if rest.is_empty() {
                continue;
            }
            // The rest has length 1 but for the first time: compare with what the column was.
            let whole = if self.basis.is_empty() {
                dot(column, column).sqrt()
            } else {
                1.0
            };
            if length <= DEPENDENT * whole || length == 0.0 {
                rest.clear();
            } else {
                shorten(rest, length);
            }
        }
        self.coefficients.push(take_out(&mut self.residuals, &direction));
        for (leverage, part) in self.leverages.iter_mut().zip(&direction) {
            *leverage += part * part;
        }
        self.basis.push(direction);
        self.triangle.push(row);
    }

    fn leave_one_out_residuals(&self) -> Vec<f64> {
        let both = self.residuals.iter().zip(&self.leverages);
        both.map(|(residual, leverage)| residual / free(*leverage))
            .collect()
    }

    fn leave_one_out_variance(&self) -> f64 {
        let residuals = self.leave_one_out_residuals();
        dot(&residuals, &residuals) / residuals.len() as f64
    }

    fn finished(self, chance_variance: f64) -> Emulator {
        assert!(chance_variance >= 0.0, "{chance_variance} is no variance");
        Emulator {
            residuals: self.leave_one_out_residuals(),
            leave_one_out_variance: self.leave_one_out_variance(),
            scales: self.scales,
            terms: self.terms,
            triangle: self.triangle,
            coefficients: self.coefficients,
            chance_variance,
        }
    }
}

/// What a run of this leverage does not determine itself.
fn free(leverage: f64) -> f64 {
    1.0 - leverage.min(LEVERAGE_MAX)
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// Takes the part along a direction of length 1 out of a column, and says how long it was.
fn take_out(column: &mut [f64], direction: &[f64]) -> f64 {
    let along = dot(column, direction);
    for (value, part) in column.iter_mut().zip(direction) {
        *value -= along * part;
    }
    along
}

/// Makes a column of this length one of length 1.
fn shorten(column: &mut [f64], length: f64) {
    for part in column {
        *part /= length;
    }
}
